"""What drawing and signing papers need of the machine, checked whenever manage.py or the server starts.

Nothing here loads WeasyPrint, which takes half a second; documents.textlayer.install() looks
closer when a render worker starts.
"""

import ctypes
from importlib import metadata
from pathlib import Path

from django.conf import settings
from django.core import checks

from documents import WEASYPRINT_VERSION, fonts, keys

# Its names on Linux, macOS and Windows.
SUBSET_LIBRARIES = (
    "libharfbuzz-subset.so.0",
    "libharfbuzz-subset.0.dylib",
    "libharfbuzz-subset-0.dll",
)


@checks.register
def check_drawing(app_configs, **kwargs):
    """The problems that would spoil papers, as Django's checks have them."""
    return [*_weasyprint(), *_harfbuzz_subset(), *_bengali_face()]


def _weasyprint():
    installed = metadata.version("weasyprint")
    if installed != WEASYPRINT_VERSION:
        yield checks.Error(
            f"WeasyPrint {installed} ইনস্টল করা আছে; PDF-এর লেখা খোঁজা ও কপি করার ব্যবস্থা "
            f"WeasyPrint {WEASYPRINT_VERSION}-এর জন্য তৈরি।",
            hint=f"pip install weasyprint=={WEASYPRINT_VERSION}",
            id="documents.E001",
        )


def _harfbuzz_subset():
    if not any(_loads(name) for name in SUBSET_LIBRARIES):
        yield checks.Error(
            "libharfbuzz-subset পাওয়া যায়নি; এটি ছাড়া PDF-এ ফন্টের প্রয়োজনীয় অংশ আলাদা করা যায় না।",
            hint="apt install libharfbuzz-subset0",
            id="documents.E002",
        )


def _loads(library):
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _bengali_face():
    if fonts.FIRST_CHOICE not in fonts.installed_families():
        yield checks.Warning(
            f"{fonts.FIRST_CHOICE} ফন্ট ইনস্টল করা নেই; কাগজপত্র {fonts.STAND_IN} ফন্টে ছাপা হবে।",
            hint="apt install fonts-noto-core",
            id="documents.W001",
        )


@checks.register
def check_signing(app_configs, **kwargs):
    """What would keep people from signing, or let others sign for them."""
    return [*_signers(), *_trust_roots()]


def _signers():
    if not settings.SIGNERS_FILE:
        return
    signers_file = Path(settings.SIGNERS_FILE)
    if settings.DEMO and not signers_file.exists():
        return  # `make setup` makes it
    try:
        signers = keys.read_signers()
    except keys.KeyUnavailable as error:
        yield checks.Error(
            str(error), hint=f"SIGNERS_FILE={settings.SIGNERS_FILE}", id="documents.E003"
        )
        return
    held = [
        path
        for username, told in signers.items()
        for path in keys.Key(username, told, signers_file.parent).files
    ]
    for path in (signers_file, *held):
        if not path.is_file():
            yield checks.Error(f"{path}: স্বাক্ষরের চাবির ফাইলটি নেই।", id="documents.E004")
        elif path.stat().st_mode & 0o077:
            yield checks.Error(
                f"{path}: অন্যরাও ফাইলটি পড়তে পারে।", hint=f"chmod 600 {path}", id="documents.E005"
            )


def _trust_roots():
    if settings.TRUST_ROOTS and not Path(settings.TRUST_ROOTS).is_dir() and not settings.DEMO:
        yield checks.Error(
            "স্বাক্ষর যাচাইয়ের বিশ্বস্ত প্রত্যয়নকারীদের ফোল্ডারটি নেই।",
            hint=f"TRUST_ROOTS={settings.TRUST_ROOTS}",
            id="documents.E006",
        )
