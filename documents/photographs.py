"""Pictures (JPEG, PNG) that somebody sends: looked at, rid of what they tell beside themselves, and
several made into one PDF; runs closed in, see documents.confined.

A photograph tells where and when it was taken and by whose phone, and may carry smaller pictures of
itself and whole other files behind its end. All that goes; not a point of the picture changes, as only
pieces of the file are left out. How it is to be turned stays.
"""

import io
import struct
import zlib

import pikepdf
from PIL import Image, ImageOps

MOST_POINTS = 64_000_000
LONGEST_SIDE = 30_000
ORIENTATION = 0x0112

# A page of several: at most A4, so many points of the picture to the inch in such a quality, the first
# that is small enough.
LOOKS = [(200, 80), (150, 60)]
A4 = (210 / 25.4, 297 / 25.4)  # inches
POINTS_PER_INCH = 72


class Unfit(ValueError):
    """`args[0]`: `broken`, `huge` or `heavy`."""


def opened(data, *, coarse=None):
    """A picture, unpacked whole; of `coarse` size (width, height) at least where that is enough.

    Raises Unfit.
    """
    try:
        picture = Image.open(io.BytesIO(data), formats=["PNG", "JPEG"])
        if picture.width * picture.height > MOST_POINTS or max(picture.size) > LONGEST_SIDE:
            raise Unfit("huge")
        if coarse:
            picture.draft("RGB", coarse)
        picture.load()
    except Unfit:
        raise
    except Image.DecompressionBombError:
        raise Unfit("huge") from None
    except (OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error):
        raise Unfit("broken") from None
    return picture


def cleaned(data):
    """The pieces of a picture's file that are the picture: [[start, end] or hex of what is put there].

    Raises Unfit.
    """
    orientation = opened(data).getexif().get(ORIENTATION, 1)
    if orientation not in range(1, 9):
        orientation = 1
    pieces = _of_png if data.startswith(b"\x89PNG") else _of_jpeg
    try:
        return _joined(list(pieces(data, orientation)))
    except (IndexError, struct.error):
        raise Unfit("broken") from None


def _joined(pieces):
    """The same, with pieces that follow each other as one."""
    joined = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if isinstance(piece, list) and isinstance(last, list) and last[1] == piece[0]:
            joined[-1] = [last[0], piece[1]]
        else:
            joined.append(piece)
    return joined


def _turned(orientation):
    """Exif that says this and nothing else, for a TIFF in big-endian order."""
    entry = struct.pack(">HHIHH", ORIENTATION, 3, 1, orientation, 0)
    return b"MM\0*" + struct.pack(">IH", 8, 1) + entry + bytes(4)


# ── JPEG (ITU-T T.81, annex B) ──────────────────────────────────────────────────────────────────

START, END, SCAN = 0xD8, 0xD9, 0xDA
ALONE = {0x01, *range(0xD0, 0xD8)}
COMMENT, FIRST_APP, LAST_APP = 0xFE, 0xE0, 0xEF
# Colours: JFIF's density, an ICC profile, Adobe's note on how colours are stored.
KEPT_APPS = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}


def _of_jpeg(data, orientation):
    yield [0, 2]
    said = orientation == 1
    place = 2
    while True:
        place = data.find(b"\xff", place)
        if place < 0:  # cut where the end would be
            yield bytes([0xFF, END]).hex()
            return
        while data[place + 1] == 0xFF:  # filling
            place += 1
        kind = data[place + 1]
        if kind == END:
            yield [place, place + 2]
            return
        if kind in ALONE:
            end = place + 2
        else:
            (length,) = struct.unpack_from(">H", data, place + 2)
            end = place + 2 + length
            if length < 2 or end > len(data):
                raise Unfit("broken")
        if not said and kind != FIRST_APP:
            exif = b"Exif\0\0" + _turned(orientation)
            yield (b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif).hex()
            said = True
        if kind == SCAN:
            end = _end_of_scan(data, end)
        if _is_picture(data, place, kind):
            yield [place, end]
        place = end


def _is_picture(data, place, kind):
    if FIRST_APP <= kind <= LAST_APP:
        return kind in KEPT_APPS and data.startswith(KEPT_APPS[kind], place + 4)
    return kind != COMMENT


def _end_of_scan(data, place):
    """Where the points of a scan end and the next marker begins."""
    while True:
        place = data.find(b"\xff", place)
        if place < 0 or place + 1 >= len(data):
            return len(data)
        if data[place + 1] != 0 and data[place + 1] not in ALONE and data[place + 1] != 0xFF:
            return place
        place += 1 if data[place + 1] == 0xFF else 2


# ── PNG (W3C, third edition) ────────────────────────────────────────────────────────────────────

SIGNATURE = 8
KEPT_CHUNKS = {
    b"IHDR", b"PLTE", b"IDAT", b"IEND",
    b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"pHYs", b"cICP",
}  # fmt: skip


def _of_png(data, orientation):
    yield [0, SIGNATURE]
    place, said = SIGNATURE, orientation == 1
    while True:
        length, kind = struct.unpack_from(">I4s", data, place)
        end = place + 12 + length
        if end > len(data):
            raise Unfit("broken")
        if kind == b"IDAT" and not said:
            yield _chunk(b"eXIf", _turned(orientation)).hex()
            said = True
        if kind in KEPT_CHUNKS:
            yield [place, end]
        if kind == b"IEND":
            return
        place = end


def _chunk(kind, content):
    return (
        struct.pack(">I", len(content)) + kind + content
        + struct.pack(">I", zlib.crc32(kind + content))
    )  # fmt: skip


# ── Several as one ──────────────────────────────────────────────────────────────────────────────


def as_pdf(pictures, *, largest):
    """One PDF of the pictures (bytes), a page of at most A4 each, upright as they were taken.

    Coarser where it would be larger than that many bytes. Raises Unfit, `heavy` where it still is.
    """
    pages = pictures
    for dots_per_inch, quality in LOOKS:
        pages = [_page(data, dots_per_inch, quality) for data in pages]
        if sum(map(len, pages)) < largest:
            break
    pdf = pikepdf.new()
    for page in pages:
        _lay(pdf, page, dots_per_inch)
    file = io.BytesIO()
    pdf.save(file, deterministic_id=True)
    if file.tell() > largest:
        raise Unfit("heavy")
    return file.getvalue()


def _page(data, dots_per_inch, quality):
    """A picture as a JPEG: turned as it says, in grey or in colours, no larger than the page needs."""
    upright = [round(side * dots_per_inch) for side in A4]
    picture = ImageOps.exif_transpose(opened(data, coarse=(2 * upright[1], 2 * upright[1])))
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        clear = picture.convert("RGBA")
        picture = Image.new("RGB", clear.size, "white")
        picture.paste(clear, mask=clear.getchannel("A"))
    elif picture.mode in ("1", "L", "I", "I;16", "F"):
        picture = picture.convert("L")
    else:
        picture = picture.convert("RGB")
    picture.thumbnail(upright if picture.height >= picture.width else upright[::-1])
    file = io.BytesIO()
    picture.info.clear()
    picture.save(file, "JPEG", quality=quality, optimize=True)
    return file.getvalue()


def _lay(pdf, page, dots_per_inch):
    """A JPEG on a page of its own."""
    picture = Image.open(io.BytesIO(page), formats=["JPEG"])
    width, height = (side * POINTS_PER_INCH / dots_per_inch for side in picture.size)
    drawn = pikepdf.Stream(
        pdf,
        page,
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=picture.width,
        Height=picture.height,
        ColorSpace=pikepdf.Name.DeviceGray if picture.mode == "L" else pikepdf.Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=pikepdf.Name.DCTDecode,
    )
    laid = pdf.add_blank_page(page_size=(width, height))
    laid.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Picture=drawn))
    laid.Contents = pdf.make_stream(f"{width:.2f} 0 0 {height:.2f} 0 0 cm /Picture Do".encode())
