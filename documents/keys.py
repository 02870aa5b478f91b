"""The keys people sign with: which there are, whose each is, and how one is opened for a signature.

A file that settings.SIGNERS_FILE names, outside the database and outside its backups, says where
the key of each account is. A table for each username:

    ["ulipur.officer"]                    # a PKCS#12 file; the pass phrase is its owner's alone
    kind = "pkcs12"
    file = "ulipur.officer.p12"           # beside this file, unless it begins with /
    certificate = "ulipur.officer.pem"    # what the key is shown by before it is opened

    ["kurigram.officer"]                  # a token or HSM, through its PKCS#11 module
    kind = "pkcs11"
    module = "/usr/lib/softhsm/libsofthsm2.so"
    token = "kurigram"                    # labels on the token
    key = "signing"
    certificate = "signing"
    chain = "issuers.pem"                 # optional: certificates between it and the root

A PIN or pass phrase comes with each signature and goes with it: nothing here stores or logs one, and
no error quotes it. A wrong one is told at once and never tried again, for a token locks itself
after a few.
"""

import contextlib
import datetime
import logging
import threading
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from bangla.phrases import long_date

logger = logging.getLogger(__name__)

WHAT_A_KIND_NEEDS = {
    "pkcs12": {"file", "certificate"},
    "pkcs11": {"module", "token", "key", "certificate"},
}


class KeyUnavailable(Exception):
    """The key cannot be used now. `str()` is a Bengali sentence for the user."""


class WrongPin(Exception):
    """The PIN or pass phrase does not open the key. `str()` is a Bengali sentence for the user."""


@dataclass(frozen=True)
class Description:
    """What a page says of a key: whose certificate it is, who vouches for it, how long it holds."""

    name: str
    issuer: str
    valid_from: datetime.datetime
    valid_until: datetime.datetime

    @property
    def is_current(self) -> bool:
        return self.valid_from <= timezone.now() <= self.valid_until

    def __str__(self):
        until = long_date(timezone.localdate(self.valid_until))
        return f"{self.name}; প্রদানকারী: {self.issuer}; মেয়াদ: {until} পর্যন্ত"


def key_of(user) -> "Key | None":
    """The key of an account (anything with a `username`), or None where it has none.

    Raises KeyUnavailable where the file of signers cannot be read or understood.
    """
    told = read_signers().get(user.username)
    return None if told is None else Key(user.username, told, Path(settings.SIGNERS_FILE).parent)


def read_signers() -> dict[str, dict]:
    """All of the file of signers, by username; nothing where none is set."""
    if not settings.SIGNERS_FILE:
        return {}
    try:
        signers = tomllib.loads(Path(settings.SIGNERS_FILE).read_text("utf-8"))
    except (OSError, ValueError) as error:
        logger.error("the file of signers cannot be read: %s", type(error).__name__)
        raise KeyUnavailable("স্বাক্ষরকারীদের তালিকা পড়া যাচ্ছে না। প্রশাসককে জানান।") from None
    for username, told in signers.items():
        needed = WHAT_A_KIND_NEEDS.get(told.get("kind") if isinstance(told, dict) else None)
        if needed is None or not all(isinstance(told.get(name), str) for name in needed):
            logger.error("the file of signers does not say enough of %r", username)
            raise KeyUnavailable("স্বাক্ষরকারীদের তালিকায় ভুল আছে। প্রশাসককে জানান।")
    return signers


class _Pin:
    """A PIN, in a wrapping no report of an error looks into."""

    def __init__(self, text: str):
        self._text = text

    def __repr__(self):
        return "<PIN>"

    @property
    def is_possible(self) -> bool:
        """Whether it can be handed to a library at all."""
        return bool(self._text) and "\0" not in self._text and self._text.isprintable()

    def reveal(self) -> str:
        return self._text


class Key:
    """Where one person's key is. It holds no secret."""

    def __init__(self, username: str, told: dict, directory: Path):
        self.username, self.kind = username, told["kind"]
        self._told, self._directory = told, directory

    def __repr__(self):
        return f"<Key of {self.username}: {self.kind}>"

    def describe(self) -> Description:
        """The certificate as a page shows it; no PIN is needed. Raises KeyUnavailable."""
        return _description(self._certificate())

    @property
    def files(self) -> list[Path]:
        """The files that hold the key itself."""
        return [self._path("file")] if self.kind == "pkcs12" else []

    def open(self, pin: str) -> "Signer":
        """The key, ready for documents.signing.sign. Raises WrongPin or KeyUnavailable.

        A key whose certificate has run out is refused before the PIN is tried.
        """
        pin = _Pin(pin)
        certificate = self._certificate()
        description = _description(certificate)
        if not description.is_current:
            until = long_date(timezone.localdate(description.valid_until))
            raise KeyUnavailable(
                f"স্বাক্ষরের সার্টিফিকেটের মেয়াদ নেই ({until} পর্যন্ত ছিল)। নতুন সার্টিফিকেট নিন।"
            )
        if not pin.is_possible:
            raise WrongPin("পিন মেলেনি। আবার লিখুন।")
        if self.kind == "pkcs12":
            return self._open_file(pin, certificate)
        signer = _TokenSigner(self._token, certificate, self._told["key"], self._chain(), pin)
        with signer.at_work():
            pass  # the PIN is right, and the key is there
        return signer

    def _certificate(self):
        """The signer's certificate (asn1crypto.x509.Certificate)."""
        if self.kind == "pkcs12":
            return _certificates_in(self._path("certificate"))[0]
        with self._token.session() as session:
            return _on_token(session, "CERTIFICATE", self._told["certificate"])

    def _open_file(self, pin: _Pin, certificate):
        from pyhanko.sign.signers import SimpleSigner

        data = _read(self._path("file"))
        _check_pkcs12(data)
        try:
            signer = SimpleSigner.load_pkcs12_data(data, [], pin.reveal().encode())
        except ValueError:
            raise WrongPin("পিন বা পাসফ্রেজ মেলেনি। আবার লিখুন।") from None
        if signer.signing_cert.dump() != certificate.dump():
            raise KeyUnavailable("চাবি ও সার্টিফিকেট একই ব্যক্তির নয়। প্রশাসককে জানান।")
        return _FileSigner(signer)

    @property
    def _token(self):
        return _Token(self._told["module"], self._told["token"])

    def _chain(self):
        return _certificates_in(self._path("chain")) if "chain" in self._told else []

    def _path(self, name):
        return self._directory / self._told[name]


class Signer:
    """A key its owner has opened. `at_work()` lends what pyHanko signs with.

    It may hold the PIN, and is kept no longer than the signing takes.
    """

    certificate = None  # asn1crypto.x509.Certificate

    def __repr__(self):
        return f"<{type(self).__name__}>"

    @contextlib.contextmanager
    def at_work(self) -> Iterator:
        """A pyhanko Signer, valid inside the block. Raises WrongPin or KeyUnavailable."""
        raise NotImplementedError


class _FileSigner(Signer):
    """A key that was in a PKCS#12 file."""

    def __init__(self, signer):
        self._signer = signer
        self.certificate = signer.signing_cert

    @contextlib.contextmanager
    def at_work(self):
        yield self._signer


class _TokenSigner(Signer):
    """A key that never leaves its token: logged in to for each signature, and out again."""

    def __init__(self, token, certificate, key, chain, pin):
        self.certificate = certificate
        self._token, self._key, self._chain, self._pin = token, key, chain, pin

    @contextlib.contextmanager
    def at_work(self):
        from pyhanko.sign.pkcs11 import PKCS11Signer

        with self._token.session(self._pin) as session:
            _on_token(session, "PRIVATE_KEY", self._key)
            yield PKCS11Signer(
                session,
                signing_cert=self.certificate,
                ca_chain=self._chain,
                key_label=self._key,
                # What every token can: SoftHSM 2 cannot hash and sign with an EC key in one step.
                use_raw_mechanism=self.certificate.public_key.algorithm == "ec",
            )


@dataclass(frozen=True)
class _Token:
    """A token by its label."""

    module: str
    label: str

    @contextlib.contextmanager
    def session(self, pin: _Pin | None = None) -> Iterator:
        """A session with the token, logged in to if there is a PIN.

        Whoever is logged in to a token is so for the whole process: one at a time, or a wrong PIN
        would pass while another's is in.
        """
        import pkcs11

        with _lock_of(self.module):
            try:
                token = self._find(pkcs11)
                session = token.open() if pin is None else token.open(user_pin=pin.reveal())
            except (pkcs11.PinIncorrect, pkcs11.PinInvalid, pkcs11.PinLenRange):
                raise WrongPin(f"পিন মেলেনি। {self._what_is_left(pkcs11)}") from None
            except pkcs11.PinLocked:
                raise KeyUnavailable(
                    "বারবার ভুল পিন দেওয়ায় টোকেনটি বন্ধ হয়ে গেছে। প্রদানকারীর সঙ্গে যোগাযোগ করুন।"
                ) from None
            except (pkcs11.PKCS11Error, RuntimeError, OSError) as error:
                self._start_afresh(pkcs11)
                raise _token_failed(error) from None
            try:
                yield session
            except pkcs11.PKCS11Error as error:
                raise _token_failed(error) from None
            finally:
                with contextlib.suppress(pkcs11.PKCS11Error):
                    session.close()

    def _find(self, pkcs11):
        """The token, looked for again where it was plugged in since the module last looked."""
        library = pkcs11.lib(self.module)
        for look_again in True, False:
            for slot in library.get_slots(token_present=True):
                token = slot.get_token()
                if token.label == self.label:
                    return token
            if look_again:
                library.reinitialize()
        raise pkcs11.NoSuchToken

    def _what_is_left(self, pkcs11):
        """What the token says of a further wrong PIN."""
        if pkcs11.TokenFlag.USER_PIN_FINAL_TRY in self._find(pkcs11).flags:
            return (
                "আর একবার ভুল হলে টোকেনটি বন্ধ হয়ে যাবে: পিন নিশ্চিত না জানলে আর চেষ্টা করবেন না, "
                "প্রদানকারীর সঙ্গে যোগাযোগ করুন।"
            )
        return "আবার লিখুন; পরপর কয়েকবার ভুল হলে টোকেনটি বন্ধ হয়ে যায়।"

    def _start_afresh(self, pkcs11):
        """Let the module forget a token that went away."""
        with contextlib.suppress(pkcs11.PKCS11Error, RuntimeError, OSError):
            pkcs11.lib(self.module).reinitialize()


_locks: dict[str, threading.Lock] = {}
_guard = threading.Lock()


def _lock_of(module):
    with _guard:
        return _locks.setdefault(module, threading.Lock())


def _token_failed(error) -> KeyUnavailable:
    # The kind alone: what a driver says is not ours to trust with a PIN.
    logger.warning("a PKCS#11 token failed: %s", type(error).__name__)
    return KeyUnavailable("স্বাক্ষরের টোকেন পাওয়া যাচ্ছে না বা কাজ করছে না। টোকেনটি লাগানো আছে কি না দেখুন।")


def _on_token(session, kind, label):
    """The one private key, or the one certificate (asn1crypto), of a label on a token."""
    import pkcs11
    from asn1crypto import x509

    query = {pkcs11.Attribute.CLASS: pkcs11.ObjectClass[kind], pkcs11.Attribute.LABEL: label}
    found = list(session.get_objects(query))
    if len(found) != 1:
        logger.error("%d objects of the kind %s have the label on the token", len(found), kind)
        raise KeyUnavailable("টোকেনে স্বাক্ষরের চাবি বা সার্টিফিকেট পাওয়া যায়নি। প্রশাসককে জানান।")
    return (
        x509.Certificate.load(found[0][pkcs11.Attribute.VALUE])
        if kind == "CERTIFICATE"
        else found[0]
    )


def _certificates_in(path: Path):
    """The certificates of a PEM file, at least one."""
    from asn1crypto import pem, x509

    try:
        blocks = list(pem.unarmor(_read(path), multiple=True))
        certificates = [x509.Certificate.load(data, strict=True) for _, _, data in blocks]
        for certificate in certificates:
            certificate.not_valid_after  # noqa: B018 - read to the end now, not in a page
    except ValueError:
        raise KeyUnavailable("স্বাক্ষরের সার্টিফিকেট পড়া যাচ্ছে না। প্রশাসককে জানান।") from None
    return certificates


def _check_pkcs12(data):
    """Tell a broken file from a wrong pass phrase, as far as can be told without it."""
    from asn1crypto import pkcs12

    try:
        pkcs12.Pfx.load(data, strict=True).authenticated_safe.native  # noqa: B018
    except (ValueError, TypeError):
        raise KeyUnavailable("স্বাক্ষরের চাবির ফাইলটি পড়া যাচ্ছে না। প্রশাসককে জানান।") from None


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        logger.error("a file of a key cannot be read: %s", type(error).__name__)
        raise KeyUnavailable("স্বাক্ষরের চাবির ফাইল পাওয়া যাচ্ছে না। প্রশাসককে জানান।") from None


def _description(certificate) -> Description:
    return Description(
        name=_common_name(certificate.subject),
        issuer=_common_name(certificate.issuer),
        valid_from=certificate.not_valid_before,
        valid_until=certificate.not_valid_after,
    )


def _common_name(name) -> str:
    """The name people know: the common name, or the organization's where there is none."""
    told = name.native
    for part in ("common_name", "organization_name"):
        if part in told:
            return told[part] if isinstance(told[part], str) else told[part][-1]
    return name.human_friendly
