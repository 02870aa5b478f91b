"""Keys for trying out: an authority of our own that vouches for invented people.

Everybody may know the pass phrase, so nothing signed with these keys means anything. The authority's
name says so, and documents.signing says so on the paper.
"""

import datetime
import os
import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

PIN = "246810"
AUTHORITY = "পরীক্ষামূলক প্রত্যয়নকারী (আইনগত মূল্য নেই)"
YEARS = 10


class Person(NamedTuple):
    """Whom a certificate is for: the account, the name and the organization in it."""

    username: str
    name: str
    organization: str


def make_keys(signers_file: Path, trust: Path, people: Iterable[Person]) -> None:
    """Make an authority and a key for each person beside `signers_file`, for its owner's eyes alone.

    The authority's certificate goes into the folder `trust`; its key is not kept.
    """
    directory = signers_file.parent
    for folder in (directory, trust):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    authority = Authority(AUTHORITY)
    _write(trust / "authority.pem", pem(authority.certificate))
    signers = []
    for person in people:
        key, certificate = authority.certify(person.name, person.organization)
        _write(directory / f"{person.username}.p12", packed(key, certificate, pin=PIN))
        _write(directory / f"{person.username}.pem", pem(certificate))
        signers.append(
            f'["{person.username}"]\nkind = "pkcs12"\n'
            f'file = "{person.username}.p12"\ncertificate = "{person.username}.pem"\n'
        )
    # Last: where it is, all it names is there too.
    _write(signers_file, "\n".join(signers).encode())


class Authority:
    """A certificate authority, with its key in memory. EC P-256: signs three times as fast as RSA."""

    def __init__(self, name: str):
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([_named(NameOID.COMMON_NAME, name)])
        self.certificate = (
            self._begin(self.name, self.key, years=YEARS + 1)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)
            .sign(self.key, hashes.SHA256())
        )

    def certify(
        self, name: str, organization: str = "", *, key=None, starts_at=None, ends_at=None, also=()
    ):
        """(key, certificate) of somebody who signs; `also`: further (extension, critical)."""
        key = key or ec.generate_private_key(ec.SECP256R1())
        parts = [_named(NameOID.COUNTRY_NAME, "BD")]
        if organization:
            parts.append(_named(NameOID.ORGANIZATION_NAME, organization))
        parts.append(_named(NameOID.COMMON_NAME, name))
        certificate = (
            self._begin(x509.Name(parts), key, years=YEARS, starts_at=starts_at, ends_at=ends_at)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(
                _usage(digital_signature=True, content_commitment=True),
                critical=True,
            )
        )
        for extension, critical in also:
            certificate = certificate.add_extension(extension, critical=critical)
        return key, certificate.sign(self.key, hashes.SHA256())

    def _begin(self, subject, key, *, years, starts_at=None, ends_at=None):
        now = datetime.datetime.now(datetime.UTC)
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self.name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(starts_at or now - datetime.timedelta(days=2 * 365))
            .not_valid_after(ends_at or now + datetime.timedelta(days=years * 365))
            .add_extension(
                x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False
            )
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()),
                critical=False,
            )
        )


def pem(certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def packed(key, certificate, *, pin: str, name: str = "signing") -> bytes:
    """The key and its certificate as a PKCS#12 file."""
    encryption = serialization.BestAvailableEncryption(pin.encode())
    return pkcs12.serialize_key_and_certificates(name.encode(), key, certificate, None, encryption)


def _named(part, text):
    """A part of a name. X.520 allows 64 letters; cryptography would count them in bytes of UTF-8."""
    with warnings.catch_warnings(action="ignore"):
        return x509.NameAttribute(part, text[:64], _validate=False)


def _usage(**used):
    every = (
        "digital_signature content_commitment key_encipherment data_encipherment key_agreement "
        "key_cert_sign crl_sign encipher_only decipher_only"
    )
    return x509.KeyUsage(**{name: used.get(name, False) for name in every.split()})


def _write(path: Path, content: bytes) -> None:
    """A file nobody else may read, from its first byte on."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        os.fchmod(file.fileno(), 0o600)
        file.write(content)
