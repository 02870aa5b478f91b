"""Keys for tests: an authority that is made once, and people it vouches for."""

import functools
from pathlib import Path
from types import SimpleNamespace

from documents.demo_keys import Authority, packed, pem
from documents.keys import key_of

PIN = "তালা-53711"  # nothing else in the portal reads like it


@functools.cache
def authority():
    return Authority("পরীক্ষার প্রত্যয়নকারী")


def give_keys(settings, directory: Path, *users, by=None, pin=PIN, trusted=True, **terms):
    """A key in a PKCS#12 file for each user, and a portal that knows and believes them."""
    by = by or authority()
    directory.mkdir(exist_ok=True)
    lines = []
    for user in users:
        key, certificate = by.certify(user.name, "পরীক্ষার কার্যালয়", **terms)
        (directory / f"{user.username}.p12").write_bytes(packed(key, certificate, pin=pin))
        (directory / f"{user.username}.pem").write_bytes(pem(certificate))
        lines += [f'["{user.username}"]', 'kind = "pkcs12"', f'file = "{user.username}.p12"']
        lines += [f'certificate = "{user.username}.pem"']
    signers_file = directory / "signers.toml"
    signers_file.write_text("\n".join(lines), "utf-8")
    for path in directory.iterdir():
        path.chmod(0o600)
    settings.SIGNERS_FILE = str(signers_file)
    if trusted:
        believe(settings, directory / "trust", by)


def believe(settings, directory: Path, *authorities):
    """Let the portal trust these authorities and no others."""
    directory.mkdir(exist_ok=True)
    for number, each in enumerate(authorities):
        (directory / f"{number}.pem").write_bytes(pem(each.certificate))
    settings.TRUST_ROOTS = str(directory)


def opened(username, pin=PIN):
    """The key of an account, ready to sign with."""
    return key_of(SimpleNamespace(username=username)).open(pin)
