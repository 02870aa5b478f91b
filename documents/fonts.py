"""Which Bengali faces papers may name, and the font set-up the render workers get.

Papers are drawn in Noto Serif Bengali (OFL), which Debian's fonts-noto-core brings. Where it is
not installed, Hind Siliguri (OFL, from PyPI) stands in, so that a paper never comes out in boxes.
"""

import ctypes
import functools
import os
from pathlib import Path
from xml.sax.saxutils import escape

import fontpkg_hind_siliguri
from fontTools.ttLib import TTFont

FIRST_CHOICE = "Noto Serif Bengali"
SYSTEM_CHOICES = (FIRST_CHOICE, "Noto Sans Bengali")
STAND_IN = fontpkg_hind_siliguri.FAMILY
STAND_IN_FILES = fontpkg_hind_siliguri.ROOT / "files"


class _FontSet(ctypes.Structure):
    _fields_ = (
        ("count", ctypes.c_int),
        ("room", ctypes.c_int),
        ("fonts", ctypes.POINTER(ctypes.c_void_p)),
    )


@functools.cache
def _fontconfig() -> ctypes.CDLL:
    """The C library WeasyPrint itself draws with, so that both see the same fonts."""
    library = ctypes.CDLL("libfontconfig.so.1")
    library.FcPatternCreate.restype = ctypes.c_void_p
    library.FcObjectSetCreate.restype = ctypes.c_void_p
    library.FcObjectSetAdd.argtypes = (ctypes.c_void_p, ctypes.c_char_p)
    library.FcFontList.argtypes = (ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)
    library.FcFontList.restype = ctypes.POINTER(_FontSet)
    library.FcPatternGetString.argtypes = (
        ctypes.c_void_p,
        ctypes.c_char_p,
        ctypes.c_int,
        ctypes.POINTER(ctypes.c_char_p),
    )
    library.FcCharSetCreate.restype = ctypes.c_void_p
    library.FcCharSetAddChar.argtypes = (ctypes.c_void_p, ctypes.c_uint32)
    library.FcPatternAddCharSet.argtypes = (ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p)
    for name in (
        "FcPatternDestroy",
        "FcObjectSetDestroy",
        "FcFontSetDestroy",
        "FcCharSetDestroy",
        "FcStrListDone",
    ):
        getattr(library, name).argtypes = (ctypes.c_void_p,)
    for name in ("FcConfigGetConfigFiles", "FcConfigGetFontDirs", "FcConfigGetCacheDirs"):
        getattr(library, name).argtypes = (ctypes.c_void_p,)
        getattr(library, name).restype = ctypes.c_void_p
    library.FcStrListNext.argtypes = (ctypes.c_void_p,)
    library.FcStrListNext.restype = ctypes.c_char_p
    return library


@functools.cache
def installed_families() -> frozenset[str]:
    """Every family name the system's font configuration knows, in all its languages."""
    library = _fontconfig()
    anything, wanted = library.FcPatternCreate(), library.FcObjectSetCreate()
    library.FcObjectSetAdd(wanted, b"family")
    found = library.FcFontList(None, anything, wanted)
    names, name = set(), ctypes.c_char_p()
    for position in range(found.contents.count):
        font, nth = found.contents.fonts[position], 0
        while library.FcPatternGetString(font, b"family", nth, ctypes.byref(name)) == 0:
            names.add(name.value.decode(errors="replace"))
            nth += 1
    library.FcFontSetDestroy(found)
    library.FcObjectSetDestroy(wanted)
    library.FcPatternDestroy(anything)
    return frozenset(names)


def bengali_families() -> list[str]:
    """The Bengali families a paper's stylesheet may name, best first; never empty.

    Put a Latin family ('Noto Serif') after them, never a generic one.
    """
    families = [name for name in SYSTEM_CHOICES if name in installed_families()]
    return families if FIRST_CHOICE in families else [*families, STAND_IN]


@functools.cache
def has_glyph(char: str) -> bool:
    """Whether any face a paper can fall back to draws this character, so that it is no empty box."""
    library = _fontconfig()
    wanted, chars = library.FcPatternCreate(), library.FcCharSetCreate()
    library.FcCharSetAddChar(chars, ord(char))
    library.FcPatternAddCharSet(wanted, b"charset", chars)
    nothing_told = library.FcObjectSetCreate()
    found = library.FcFontList(None, wanted, nothing_told)
    count = found.contents.count
    library.FcFontSetDestroy(found)
    for destroy, made in (
        (library.FcObjectSetDestroy, nothing_told),
        (library.FcCharSetDestroy, chars),
        (library.FcPatternDestroy, wanted),
    ):
        destroy(made)
    return count > 0 or ord(char) in _drawn_by_stand_in()


@functools.cache
def _drawn_by_stand_in() -> frozenset[int]:
    if FIRST_CHOICE in installed_families():
        return frozenset()
    (regular,) = STAND_IN_FILES.glob("*-Regular.ttf")
    with TTFont(regular) as face:
        return frozenset(face.getBestCmap())


def worker_environment(directory: Path) -> dict[str, str]:
    """The variables that make a worker's font set-up; files they need are written to `directory`.

    The fontconfig cache goes there too, where the system keeps no fresh one.
    """
    environment = {"XDG_CACHE_HOME": str(directory)}
    if FIRST_CHOICE not in installed_families():
        configuration = directory / "fonts.conf"
        configuration.write_text(
            '<?xml version="1.0"?>\n'
            '<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n'
            "<fontconfig>\n"
            f'  <include ignore_missing="yes">{escape(_system_configuration())}</include>\n'
            f"  <dir>{escape(str(STAND_IN_FILES))}</dir>\n"
            '  <cachedir prefix="xdg">fontconfig</cachedir>\n'
            "</fontconfig>\n",
            encoding="utf-8",
        )
        environment["FONTCONFIG_FILE"] = str(configuration)
    return environment


def places() -> list[str]:
    """Every file and directory fontconfig reads: its configuration, the fonts, its caches."""
    library = _fontconfig()
    return [
        path
        for listing in ("ConfigFiles", "FontDirs", "CacheDirs")
        for path in _paths(getattr(library, f"FcConfigGet{listing}")(None))
    ]


def _system_configuration() -> str:
    files = _paths(_fontconfig().FcConfigGetConfigFiles(None))
    return files[0] if files else os.environ.get("FONTCONFIG_FILE", "/etc/fonts/fonts.conf")


def _paths(listing) -> list[str]:
    paths = []
    while (path := _fontconfig().FcStrListNext(listing)) is not None:
        paths.append(os.fsdecode(path))
    _fontconfig().FcStrListDone(listing)
    return paths
