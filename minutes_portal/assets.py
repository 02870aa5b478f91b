"""The CSS and letters of other people: taken from installed packages, never committed.

`build()` (the command `build_assets`) writes them once to build/assets/vendor/, which the settings
name as a directory of static files.
"""

import json
from io import BytesIO
from pathlib import Path

from django.conf import settings

ASSETS = Path(settings.BASE_DIR, "build/assets")
STAMP = ASSETS.with_suffix(".json")

# Raise it whenever what build() makes of the same sources changes.
RECIPE = 1

# Bengali and the marks that stand among Bengali letters. Latin letters come from the system's face.
LETTERS = [
    *range(0x20, 0x40),
    *range(0x5B, 0x60),
    *range(0x7B, 0x7F),
    *(0xA0, 0xD7, 0xF7, 0x964, 0x965, 0x200C, 0x200D, 0x25CC),
    *range(0x980, 0xA00),
    *(0x2010, 0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2026, 0x2212),
]

# fonts-noto-core of Debian; elsewhere the font that pip installs beside us.
NOTO = Path("/usr/share/fonts/truetype/noto")


def sources():
    """Target path under build/assets → the installed file it is made from."""
    import bootstrap_wrapper
    import fontpkg_hind_siliguri

    regular, bold = NOTO / "NotoSansBengali-Regular.ttf", NOTO / "NotoSansBengali-Bold.ttf"
    if not (regular.exists() and bold.exists()):
        files = fontpkg_hind_siliguri.ROOT / "files"
        regular, bold = files / "HindSiliguri-Regular.ttf", files / "HindSiliguri-SemiBold.ttf"
    return {
        "vendor/bootstrap.min.css": bootstrap_wrapper.get_bootstrap_css_dir() / "bootstrap.min.css",
        "vendor/bengali-regular.woff2": regular,
        "vendor/bengali-bold.woff2": bold,
    }


def build():
    """Write what is missing or out of date; the list of targets written (empty when all stood)."""
    made_from = {}
    if STAMP.exists():
        made_from = json.loads(STAMP.read_text())
    written = []
    for target, source in sources().items():
        stat = source.stat()
        fingerprint = [RECIPE, str(source), stat.st_size, stat.st_mtime_ns]
        if made_from.get(target) == fingerprint and (ASSETS / target).exists():
            continue
        data = subset(source) if target.endswith(".woff2") else without_source_map(source)
        (ASSETS / target).parent.mkdir(parents=True, exist_ok=True)
        (ASSETS / target).write_bytes(data)
        made_from[target] = fingerprint
        written.append(target)
    if written:
        STAMP.write_text(json.dumps(made_from, indent=1))
    return written


def without_source_map(source):
    """The bytes of a minified file, less the line naming a source map: nobody ships the map."""
    lines = source.read_bytes().splitlines(keepends=True)
    return b"".join(line for line in lines if b"sourceMappingURL=" not in line[:40])


def subset(source):
    """WOFF2 bytes of the letters this portal draws with, every shaping rule of theirs kept."""
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    options = Options(layout_features=["*"], hinting=False)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=LETTERS)
    woff2 = BytesIO()
    with TTFont(source) as font:
        subsetter.subset(font)
        font.flavor = "woff2"
        font.save(woff2)
    return woff2.getvalue()
