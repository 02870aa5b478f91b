"""The faces an office may choose for its papers, and whether an uploaded one can set them.

Of an uploaded one only the few tables that answer are read, each at the place its file names, and
no list is unpacked because the file says so: a hostile face costs no more time or memory than its own size.
"""

from bisect import bisect_left
from struct import error as OutOfBounds
from struct import unpack_from

from django.core.exceptions import ValidationError
from django.db.models import TextChoices


class Face(TextChoices):
    """A face beside the portal's own; its value is its class in paper.css."""

    MUKTI = "mukti", "মুক্তি (হালকা ও সরু)"

    __empty__ = "নোটো সেরিফ বাংলা (পোর্টালের নিজস্ব)"


LARGEST = 4 * 1024 * 1024

# One letter, one vowel sign, the hasanta and a digit: a face without them prints no Bengali.
NEEDED = "কা্১"

# How a single face begins → the table that holds its outlines. Collections and the packed faces of
# web pages begin otherwise.
OUTLINES = {b"\0\1\0\0": "glyf", b"true": "glyf", b"OTTO": "CFF "}
TABLES = {"cmap", "head", "hhea", "hmtx", "maxp", "OS/2"}

# No face needs more; each is searched.
MOST_ENCODINGS = 16
MOST_GROUPS = 0xFFFF
MOST_CHARACTERS = 0x110000

# Encodings of a cmap that count in Unicode.
UNICODE = {(0, 0), (0, 1), (0, 2), (0, 3), (0, 4), (0, 6), (3, 1), (3, 10)}

BENGALI_SCRIPTS = {b"beng", b"bng2"}

# OS/2 fsType bit 1: the maker forbids embedding the face in documents.
RESTRICTED = 0x0002


def check_paper_font(file):
    """Refuse a file that is no TrueType/OpenType face for Bengali that papers may embed.

    `file` is an uploaded file (or a stored one); raises ValidationError with a Bengali message.
    """
    content = _content(file)
    try:
        tables = _tables(content)
        (glyphs,) = unpack_from(">H", tables["maxp"], 4)
        cmap = tables["cmap"]
        encodings = _encodings(cmap)
        letters = [0 < _glyph(cmap, encodings, ord(letter)) < glyphs for letter in NEEDED]
        scripts = _scripts(tables.get("GSUB"))
        (embedding,) = unpack_from(">H", tables["OS/2"], 8)
    except (OutOfBounds, KeyError):
        raise ValidationError("এটি পাঠযোগ্য TTF/OTF ফন্ট ফাইল নয়।") from None
    if not all(letters):
        raise ValidationError("ফন্টটিতে ইউনিকোড বাংলা অক্ষর নেই (বিজয়/ANSI ফন্ট চলবে না)।")
    if not scripts & BENGALI_SCRIPTS:
        raise ValidationError("ফন্টটিতে বাংলা যুক্তবর্ণের নিয়ম নেই।")
    if embedding & RESTRICTED:
        raise ValidationError("ফন্টটির নির্মাতা নথিতে এটি সংযোজনের অনুমতি দেননি।")


def draws(file, letter):
    """Whether a face that `check_paper_font` let in has a glyph for a character."""
    cmap = _tables(_content(file))["cmap"]
    return _glyph(cmap, _encodings(cmap), ord(letter)) > 0


def _content(file):
    """The bytes of a file, which is left as open as it was, at its beginning."""
    try:
        stored = file.closed
        if stored:
            file.open("rb")
        file.seek(0)
        content = file.read(LARGEST + 1)
        file.seek(0)
        if stored:
            file.close()
    except OSError:
        raise ValidationError("ফন্ট ফাইলটি পড়া যাচ্ছে না; আবার আপলোড করুন।") from None
    if len(content) > LARGEST:
        raise ValidationError("ফন্ট ফাইলটি ৪ মেগাবাইটের বেশি বড়।")
    return content


def _tables(content):
    """The tables of a face by their tags, every one of them whole; KeyError for any other file."""
    outlines = OUTLINES[content[:4]]
    (count,) = unpack_from(">H", content, 4)
    tables = {}
    for place in range(12, 12 + 16 * count, 16):
        tag, _, start, length = unpack_from(">4sIII", content, place)
        if start + length > len(content):
            raise OutOfBounds
        tables[tag.decode("latin-1")] = memoryview(content)[start : start + length]
    for tag in TABLES | {outlines}:
        if not tables[tag]:
            raise OutOfBounds
    return tables


def _encodings(cmap):
    """Where a face keeps its tables of Unicode characters: (format, place in the cmap) of each."""
    (count,) = unpack_from(">H", cmap, 2)
    if count > MOST_ENCODINGS:
        raise OutOfBounds
    found = set()
    for nth in range(count):
        platform, encoding, place = unpack_from(">HHI", cmap, 4 + 8 * nth)
        (form,) = unpack_from(">H", cmap, place)
        if _claimed(cmap, form, place) > MOST_CHARACTERS:
            raise OutOfBounds  # to list them all, as a renderer may, would fill the memory
        if (platform, encoding) in UNICODE:
            found.add((form, place))
    return found


def _claimed(cmap, form, place):
    """How many characters an encoding given in ranges says it has; 0 for one that lists each."""
    if form == 4:
        count = unpack_from(">H", cmap, place + 6)[0] // 2
        ends = unpack_from(f">{count}H", cmap, place + 14)
        starts = unpack_from(f">{count}H", cmap, place + 16 + 2 * count)
    elif form in (12, 13):
        (count,) = unpack_from(">I", cmap, place + 12)
        if count > MOST_GROUPS:
            raise OutOfBounds
        groups = unpack_from(f">{3 * count}I", cmap, place + 16)
        starts, ends = groups[::3], groups[1::3]
    else:
        return 0
    return sum(max(end - start + 1, 0) for start, end in zip(starts, ends, strict=True))


def _glyph(cmap, encodings, letter):
    """The number of the glyph a face draws for a code point; 0 where it has none."""
    for form, place in encodings:
        read = {4: _glyph_of_segments, 12: _glyph_of_groups}.get(form)
        if read and (glyph := read(cmap, place, letter)):
            return glyph
    return 0


def _glyph_of_segments(cmap, place, letter):
    """Format 4: parallel lists of the ends, starts, deltas and offsets of segments."""
    (twice,) = unpack_from(">H", cmap, place + 6)
    ends, starts = place + 14, place + 16 + twice
    deltas, offsets = starts + twice, starts + 2 * twice
    nth = bisect_left(
        range(twice // 2), letter, key=lambda i: unpack_from(">H", cmap, ends + 2 * i)[0]
    )
    if nth == twice // 2:
        return 0
    (start,) = unpack_from(">H", cmap, starts + 2 * nth)
    (delta,) = unpack_from(">H", cmap, deltas + 2 * nth)
    (offset,) = unpack_from(">H", cmap, offsets + 2 * nth)
    if letter < start:
        return 0
    if not offset:
        return (letter + delta) % 0x10000
    (glyph,) = unpack_from(">H", cmap, offsets + 2 * nth + offset + 2 * (letter - start))
    return (glyph + delta) % 0x10000 if glyph else 0


def _glyph_of_groups(cmap, place, letter):
    """Format 12: groups of start, end and first glyph."""
    (count,) = unpack_from(">I", cmap, place + 12)
    nth = bisect_left(
        range(count), letter, key=lambda i: unpack_from(">I", cmap, place + 20 + 12 * i)[0]
    )
    if nth == count:
        return 0
    start, _, first = unpack_from(">III", cmap, place + 16 + 12 * nth)
    return first + letter - start if start <= letter else 0


def _scripts(gsub):
    """The tags of the scripts a face has substitutions for."""
    if not gsub:
        return set()
    (place,) = unpack_from(">H", gsub, 4)
    (count,) = unpack_from(">H", gsub, place)
    return {unpack_from(">4s", gsub, place + 2 + 6 * nth)[0] for nth in range(count)}
