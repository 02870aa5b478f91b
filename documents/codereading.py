"""Finds the code of an issued paper in a file; runs closed in, see documents.confined.

QR codes are looked for in the pages of a PDF and in pictures (PNG, JPEG), however they lie; in a
PDF the printed code and the links are read too. Nothing in the file is executed: PDFium is built
without scripts, and a picture is only ever turned into grey points.
"""

import io
import time

import pypdfium2
import zxingcpp
from PIL import Image, ImageFilter, ImageOps

from documents.codes import linked_code, written_codes

MAX_PAGES = 100  # that are looked at, from both ends
LOOKED_AT_FINER = 4
MAX_POINTS = 64_000_000  # of a picture that is opened at all
A_LOOK = 16_000_000  # points that are searched at a time
DOTS_PER_INCH = 200
POINTS_PER_INCH = 72
SECONDS = 12  # after which no further page is begun

QR = zxingcpp.BarcodeFormat.QRCode


def answer(data: bytes, *, mime: str, only_qr: bool = False) -> dict:
    """`qr`: the codes found in QR codes; `written`: those found in text and links."""
    if mime == "application/pdf":
        return _in_pdf(data, only_qr=only_qr)
    return {"qr": _codes(_looks(_opened(data))), "written": []}


def _in_pdf(data: bytes, *, only_qr: bool) -> dict:
    # In its bytes as they are: XMP is not packed, nor are most links.
    written = [] if only_qr else written_codes(data.decode("latin-1"))
    scanned: list[str] = []
    began = time.monotonic()
    with pypdfium2.PdfDocument(data) as pdf:
        if not only_qr:
            written += written_codes(" ".join(map(str, pdf.get_metadata_dict().values())))
        pages = _from_both_ends(len(pdf))
        # Each page once, as scans usually are; then the likeliest finer, for a coarse or tiny code.
        looks = [(number, DOTS_PER_INCH) for number in pages]
        looks += [(number, 2 * DOTS_PER_INCH) for number in pages[:LOOKED_AT_FINER]]
        for number, dots in looks:
            if time.monotonic() - began > SECONDS or (scanned and only_qr):
                break
            page = pdf[number]
            if not scanned:
                scanned = _codes([_drawn(page, dots)])
            if not only_qr and dots == DOTS_PER_INCH:
                written += written_codes(page.get_textpage().get_text_range())
            page.close()
    return {"qr": scanned, "written": list(dict.fromkeys(written))}


def _from_both_ends(count: int) -> list[int]:
    """Page numbers: the last and the first, where a QR code stands, then inwards."""
    pairs = zip(range(count - 1, -1, -1), range(count), strict=True)
    return list(dict.fromkeys(number for pair in pairs for number in pair))[:MAX_PAGES]


def _drawn(page, dots):
    """A page as grey points, so many to the inch if it is not too large."""
    width, height = page.get_size()
    scale = dots / POINTS_PER_INCH
    points = max(1, width * scale) * max(1, height * scale)
    scale *= min(1, (A_LOOK / points) ** 0.5)
    return page.render(scale=scale, grayscale=True, may_draw_forms=False).to_pil()


def _opened(data: bytes) -> Image.Image:
    """A picture as grey points; ValueError when it is none of ours, or a bomb."""
    picture = Image.open(io.BytesIO(data), formats=["PNG", "JPEG"])
    if picture.width * picture.height > MAX_POINTS:
        raise ValueError("too many points")
    if picture.format == "JPEG":
        picture.draft("L", (4000, 4000))
    return picture.convert("L")


def _looks(picture: Image.Image):
    """The picture as it is, smaller, and with its noise and its shadows taken out."""
    if picture.width * picture.height > A_LOOK:
        picture.thumbnail((4000, 4000))
    yield picture
    for side in (2000, 1200):
        if max(picture.size) > side:
            smaller = picture.copy()
            smaller.thumbnail((side, side))
            yield smaller
            yield ImageOps.autocontrast(smaller.filter(ImageFilter.MedianFilter(3)))
    yield ImageOps.autocontrast(picture.filter(ImageFilter.GaussianBlur(1.5)))


def _codes(pictures) -> list[str]:
    """The codes in the first of the pictures that shows one."""
    for picture in pictures:
        found = [linked_code(each.text) for each in zxingcpp.read_barcodes(picture, formats=QR)]
        if any(found):
            return list(dict.fromkeys(filter(None, found)))
    return []
