"""What drawing papers needs of the machine, checked whenever manage.py or the server starts.

Nothing here loads WeasyPrint, which takes half a second; documents.textlayer.install() looks
closer when a render worker starts.
"""

import ctypes
from importlib import metadata

from django.core import checks

from documents import WEASYPRINT_VERSION, fonts

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
