"""Whose word counts: the certificates of the authorities in settings.TRUST_ROOTS."""

from pathlib import Path

from django.conf import settings


def trusted_certificates() -> list[bytes]:
    """Every certificate (DER) in the PEM files of the folder; none where none is set."""
    return _in_folder("CERTIFICATE", ".pem", ".crt")


def revocation_lists() -> list[bytes]:
    """Every revocation list (DER) in the PEM files of the folder, for who is kept without a network."""
    return _in_folder("X509 CRL", ".pem", ".crl")


def _in_folder(kind, *suffixes):
    from asn1crypto import pem

    if not settings.TRUST_ROOTS or not Path(settings.TRUST_ROOTS).is_dir():
        return []
    return [
        content
        for path in sorted(Path(settings.TRUST_ROOTS).iterdir())
        if path.suffix in suffixes
        for name, _, content in pem.unarmor(path.read_bytes(), multiple=True)
        if name == kind
    ]
