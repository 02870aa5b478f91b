"""Which uploaded faces may set an office's papers. The faces are made here, from a real one."""

import struct
import time
import tracemalloc
from io import BytesIO
from pathlib import Path

import fontpkg_hind_siliguri
import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.ttLib import TTCollection, TTFont
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable
from hypothesis import given, settings
from hypothesis import strategies as st

from offices.models import Office
from papers.fonts import LARGEST, NEEDED, check_paper_font

HIND = fontpkg_hind_siliguri.ROOT / "files"
NOTO = Path("/usr/share/fonts/truetype/noto")
REAL = (HIND / "HindSiliguri-Regular.ttf").read_bytes()

UNREADABLE = "এটি পাঠযোগ্য TTF/OTF ফন্ট ফাইল নয়।"
NO_BENGALI = "ফন্টটিতে ইউনিকোড বাংলা অক্ষর নেই (বিজয়/ANSI ফন্ট চলবে না)।"
NO_CONJUNCTS = "ফন্টটিতে বাংলা যুক্তবর্ণের নিয়ম নেই।"
FORBIDDEN = "ফন্টটির নির্মাতা নথিতে এটি সংযোজনের অনুমতি দেননি।"
TOO_LARGE = "ফন্ট ফাইলটি ৪ মেগাবাইটের বেশি বড়।"
LOST = "ফন্ট ফাইলটি পড়া যাচ্ছে না; আবার আপলোড করুন।"


def checked(content):
    """What is said of a file of these bytes: a list of messages, empty if it may be used."""
    try:
        check_paper_font(ContentFile(content))
    except ValidationError as refusal:
        return refusal.messages
    return []


def saved(font):
    out = BytesIO()
    font.save(out)
    return out.getvalue()


def changed(change):
    """The real face after `change(font)`."""
    font = TTFont(BytesIO(REAL))
    change(font)
    return saved(font)


def with_table(tag, content):
    """The real face with the bytes of one table replaced, as they are."""
    font = TTFont(BytesIO(REAL), lazy=True)
    font.getGlyphOrder()
    tables = {name: font.reader[name] for name in font.reader.keys()} | {tag: content}  # noqa: SIM118
    place = 12 + 16 * len(tables)
    head, body = struct.pack(">IHHHH", 0x00010000, len(tables), 0, 0, 0), b""
    for name, table in sorted(tables.items()):
        head += struct.pack(">4sIII", name.encode(), 0, place + len(body), len(table))
        body += table + bytes(-len(table) % 4)
    return head + body


def cmap_of(*subtables):
    """The bytes of a cmap table of (platform, encoding, bytes of the subtable)."""
    place, head, body = 4 + 8 * len(subtables), struct.pack(">HH", 0, len(subtables)), b""
    for platform, encoding, subtable in subtables:
        head += struct.pack(">HHI", platform, encoding, place + len(body))
        body += subtable
    return head + body


def groups(*ranges, count=None):
    """A format 12 subtable of (start, end, first glyph)."""
    count = len(ranges) if count is None else count
    length = 16 + 12 * len(ranges)
    return struct.pack(">HHIII", 12, 0, length, 0, count) + b"".join(
        struct.pack(">III", *each) for each in ranges
    )


# --- Faces that may be used -----------------------------------------------------------------


@pytest.mark.parametrize("file", sorted(HIND.glob("*.ttf")), ids=lambda file: file.stem)
def test_a_bengali_face_from_pypi_passes(file):
    assert checked(file.read_bytes()) == []


@pytest.mark.parametrize("name", ["NotoSerifBengali-Regular.ttf", "NotoSansBengali-Bold.ttf"])
def test_a_bengali_face_of_the_system_passes(name):
    if not (NOTO / name).exists():
        pytest.skip("no Noto faces on this machine (Debian package: fonts-noto-core)")
    assert checked((NOTO / name).read_bytes()) == []


def opentype_face():
    """A small face with outlines of the other kind (CFF), as .otf files have."""
    names = [".notdef", *(f"g{ord(letter):x}" for letter in NEEDED)]
    pen = T2CharStringPen(500, None)
    pen.moveTo((0, 0))
    pen.lineTo((400, 0))
    pen.lineTo((400, 400))
    pen.closePath()
    builder = FontBuilder(1000, isTTF=False)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(letter): f"g{ord(letter):x}" for letter in NEEDED})
    builder.setupCFF("Square", {}, dict.fromkeys(names, pen.getCharString()), {})
    builder.setupHorizontalMetrics(dict.fromkeys(names, (500, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupOS2(fsType=0)
    builder.setupPost()
    builder.addOpenTypeFeatures(
        f"languagesystem bng2 dflt; feature liga {{ sub {names[1]} {names[2]} by {names[3]}; }} liga;"
    )
    return saved(builder.font)


def test_an_opentype_face_passes():
    assert checked(opentype_face()) == []


def keep_only(form):
    def change(font):
        table = CmapSubtable.newSubtable(form)
        table.platformID, table.platEncID, table.language = (3, 10 if form == 12 else 1, 0)
        table.cmap = {code: name for code, name in font.getBestCmap().items() if code < 0x10000}
        font["cmap"].tables = [table]

    return change


@pytest.mark.parametrize("form", [4, 12])
def test_a_face_with_either_table_of_characters_passes(form):
    assert checked(changed(keep_only(form))) == []


@pytest.mark.parametrize("kind", [0, 4, 8])
def test_a_face_its_maker_lets_be_embedded_passes(kind):
    assert checked(changed(lambda font: setattr(font["OS/2"], "fsType", kind))) == []


def test_a_face_of_the_largest_size_passes():
    assert checked(REAL + bytes(LARGEST - len(REAL))) == []


# --- Files that may not ---------------------------------------------------------------------


def latin_only(font):
    for table in font["cmap"].tables:
        table.cmap = {code: name for code, name in table.cmap.items() if code < 0x980}


def without(letter):
    def change(font):
        for table in font["cmap"].tables:
            table.cmap.pop(ord(letter), None)

    return change


def latin_conjuncts(font):
    for record in font["GSUB"].table.ScriptList.ScriptRecord:
        record.ScriptTag = "latn"


def no_conjuncts(font):
    del font["GSUB"]


def forbidden(font):
    font["OS/2"].fsType = 2


def packed(flavor):
    return changed(lambda font: setattr(font, "flavor", flavor))


def collection():
    together = TTCollection()
    together.fonts = [TTFont(BytesIO(REAL)), TTFont(BytesIO(REAL))]
    return saved(together)


REFUSED = {
    "an empty file": (lambda: b"", UNREADABLE),
    "one byte": (lambda: b"\0", UNREADABLE),
    "text": (lambda: "কার্যবিবরণী\n".encode() * 50, UNREADABLE),
    "a web page": (lambda: b"<!doctype html><script>alert(1)</script>", UNREADABLE),
    "a PDF": (lambda: b"%PDF-1.7\n" + bytes(500), UNREADABLE),
    "zeros": (lambda: bytes(5000), UNREADABLE),
    "only the first words of a face": (lambda: REAL[:12], UNREADABLE),
    "a collection": (collection, UNREADABLE),
    "a packed face of a web page": (lambda: packed("woff"), UNREADABLE),
    "a packed face, second kind": (lambda: packed("woff2"), UNREADABLE),
    "a Latin face": (lambda: changed(latin_only), NO_BENGALI),
    "no conjuncts at all": (lambda: changed(no_conjuncts), NO_CONJUNCTS),
    "conjuncts of another script": (lambda: changed(latin_conjuncts), NO_CONJUNCTS),
    "embedding forbidden": (lambda: changed(forbidden), FORBIDDEN),
    "one byte too large": (lambda: REAL + bytes(LARGEST - len(REAL) + 1), TOO_LARGE),
    **{
        f"no U+{ord(letter):04X}": (lambda letter=letter: changed(without(letter)), NO_BENGALI)
        for letter in NEEDED
    },
    **{
        f"no table {tag}": (lambda tag=tag: with_table(tag, b""), UNREADABLE)
        for tag in ("cmap", "head", "hhea", "hmtx", "maxp", "OS/2", "glyf")
    },
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_is_no_face_for_papers_is_refused_in_bengali(name):
    make, message = REFUSED[name]
    assert checked(make()) == [message]


def test_a_latin_face_of_the_system_is_refused():
    file = NOTO / "NotoSerif-Regular.ttf"
    if not file.exists():
        pytest.skip("no Noto faces on this machine (Debian package: fonts-noto-core)")
    assert checked(file.read_bytes()) == [NO_BENGALI]


@pytest.mark.parametrize("share", [0.0001, 0.001, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 0.9999])
def test_a_face_cut_short_is_refused(share):
    assert checked(REAL[: int(len(REAL) * share)]) == [UNREADABLE]


def test_a_letter_that_no_glyph_draws_counts_as_missing():
    last = struct.unpack(">H", TTFont(BytesIO(REAL)).reader["maxp"][4:6])[0] - 1
    first_letter, last_letter = 0x981, 0x9FF
    whole = cmap_of((3, 10, groups((first_letter, last_letter, 5))))
    assert checked(with_table("cmap", whole)) == []
    nothing_drawn = cmap_of(
        (3, 10, groups(*((ord(letter), ord(letter), 0) for letter in sorted(NEEDED))))
    )
    assert checked(with_table("cmap", nothing_drawn)) == [NO_BENGALI]
    beyond = cmap_of((3, 10, groups((first_letter, last_letter, last))))
    assert checked(with_table("cmap", beyond)) == [NO_BENGALI]


def test_letters_in_an_encoding_other_than_unicode_do_not_count():
    mac = cmap_of((1, 0, groups((0x981, 0x9FF, 5))))
    assert checked(with_table("cmap", mac)) == [NO_BENGALI]


# --- Bombs ----------------------------------------------------------------------------------


def segments(count, start, end):
    """A format 4 subtable of `count` segments that all say the same."""
    each = count * 2
    numbers = [end] * count + [0] + [start] * count + [0] * count + [0] * count
    return struct.pack(f">7H{len(numbers)}H", 4, 0, 0, each & 0xFFFF, 0, 0, 0, *numbers)


BENGALI = groups((0x981, 0x9FF, 5))
BOMBS = {
    "four thousand million characters in a group": cmap_of(
        (3, 10, groups((0x981, 0x9FF, 5), (0x10000, 0xFFFFFFFF, 5)))
    ),
    "the same in an encoding nobody asks for": cmap_of(
        (3, 10, BENGALI), (1, 0, groups((0, 0xFFFFFFFF, 5)))
    ),
    "four thousand million groups": cmap_of((3, 10, groups((0x981, 0x9FF, 5), count=0xFFFFFFFF))),
    "a million groups": cmap_of((3, 10, groups(*[(0, 0x9FF, 5)] * 300_000))),
    "many segments of all characters": cmap_of((3, 1, segments(30_000, 0, 0xFFFF))),
    "many encodings": cmap_of(*[(0, 4, b"")] * 60_000) + BENGALI,
    "encodings outside the table": cmap_of((3, 10, b"")),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_table_of_characters_that_would_burst_is_refused_at_once(name):
    content = with_table("cmap", BOMBS[name])
    assert len(content) <= LARGEST
    tracemalloc.start()
    began = time.process_time()
    said = checked(content)
    took = time.process_time() - began
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert said == [UNREADABLE]
    assert took < 2
    assert peak < 10 * LARGEST


def directory(count, offset, length):
    head = struct.pack(">IHHHH", 0x00010000, count, 0, 0, 0)
    return head + b"".join(
        struct.pack(">4sIII", struct.pack(">I", nth), 0, offset, length) for nth in range(count)
    )


@pytest.mark.parametrize(
    "content",
    [
        directory(0xFFFF, 0, 0xFFFFFFFF),
        directory(0xFFFF, 0xFFFFFFFF, 1),
        directory(0xFFFF, 0, 0x100000),
        struct.pack(">IHHHH", 0x00010000, 0xFFFF, 0, 0, 0),
        with_table("GSUB", struct.pack(">IHHHH", 0x00010000, 10, 0, 0, 0xFFFF)),
        with_table("GSUB", b"\0"),
    ],
)
def test_lists_longer_than_their_file_are_refused_at_once(content):
    began = time.process_time()
    assert checked(content) == [UNREADABLE]
    assert time.process_time() - began < 2


TABLES = TTFont(BytesIO(REAL)).reader.tables
HOT = [
    place
    for start, length in [
        (0, 12 + 16 * len(TABLES)),
        *((TABLES[tag].offset, 400) for tag in ("cmap", "GSUB", "OS/2", "maxp")),
    ]
    for place in range(start, start + length)
]


@settings(max_examples=400, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(HOT), st.integers(0, 255)), min_size=1, max_size=6),
    st.integers(0, len(REAL)),
)
def test_a_damaged_face_is_answered_whatever_the_damage(damage, cut):
    content = bytearray(REAL)
    for place, byte in damage:
        content[place] = byte
    assert checked(bytes(content)) in ([], *([m] for m in (UNREADABLE, NO_BENGALI, NO_CONJUNCTS, FORBIDDEN)))  # fmt: skip
    assert checked(bytes(content[:cut])) != [] or cut > len(REAL) - 4


@settings(max_examples=200, deadline=None)
@given(
    st.binary(max_size=300), st.sampled_from([b"", b"\0\1\0\0", b"OTTO", b"true", b"ttcf", b"wOFF"])
)
def test_a_file_of_anything_is_refused(content, beginning):
    assert checked(beginning + content) == [UNREADABLE]


# --- The field ------------------------------------------------------------------------------


def office(**fields):
    return Office(code="new", kind="line", name="নতুন", letter_office="নতুন", **fields)


def test_an_uploaded_face_is_kept_whole(db):
    row = office(paper_font=SimpleUploadedFile("nikosh.ttf", REAL))
    row.full_clean()
    row.save()
    row = Office.objects.get(code="new")
    with row.paper_font.open("rb") as file:
        assert file.read() == REAL

    # Checked again with every later change of the office.
    row = Office.objects.get(code="new")
    row.full_clean()
    assert row.paper_font.closed


def test_a_refused_face_is_told_at_its_field(db):
    with pytest.raises(ValidationError) as refusal:
        office(paper_font=SimpleUploadedFile("nikosh.ttf", changed(latin_only))).full_clean()
    assert refusal.value.message_dict == {"paper_font": [NO_BENGALI]}
    with pytest.raises(ValidationError) as refusal:
        office(paper_font=SimpleUploadedFile("nikosh.woff", REAL)).full_clean()
    assert refusal.value.message_dict == {
        "paper_font": ["“woff” ধরনের ফাইল নেওয়া যায় না। নেওয়া যায়: ttf, otf।"]
    }


def test_a_stored_face_that_is_lost_is_told_at_its_field(db):
    row = office(paper_font=SimpleUploadedFile("nikosh.ttf", REAL))
    row.save()
    row = Office.objects.get(code="new")
    Path(row.paper_font.path).unlink()
    with pytest.raises(ValidationError) as refusal:
        row.full_clean()
    assert refusal.value.message_dict == {"paper_font": [LOST]}
