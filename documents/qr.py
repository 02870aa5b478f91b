"""QR codes: drawn for a paper, and found again in its scan."""

import base64
import io

import segno
from PIL import Image

from documents import confined

# Dots to a module: at 18 mm a code of 41 modules is then printed with 690 dots to the inch, more
# than an office printer has.
SCALE = 12
QUIET_ZONE = 4  # modules, as ISO/IEC 18004 asks

BEGINNINGS = {
    "application/pdf": b"%PDF-",
    "image/png": b"\x89PNG\r\n\x1a\n",
    "image/jpeg": b"\xff\xd8\xff",
}


def png_data_uri(text: str) -> str:
    """A QR code of the text as a data: URI of a PNG, quiet zone included.

    Some 15 % of it may be lost to a stamp or a fold, more where the text leaves room. Printed 18 mm
    wide, a module of a link of 80 letters is 0.4 mm wide.
    """
    code = segno.make_qr(text, error="m", boost_error=True)
    modules = [255 * (not dark) for row in code.matrix_iter(border=QUIET_ZONE) for dark in row]
    width, height = code.symbol_size(border=QUIET_ZONE)
    # In shades of grey: segno's own PNG has one bit to a dot, which WeasyPrint turns into colours and
    # packs twice, an eighth of the time of a short paper.
    picture = Image.frombytes("L", (width, height), bytes(modules)).resize(
        (width * SCALE, height * SCALE), Image.Resampling.NEAREST
    )
    file = io.BytesIO()
    picture.save(file, "PNG")
    return "data:image/png;base64," + base64.b64encode(file.getvalue()).decode()


def read_code(data: bytes, mime: str) -> str | None:
    """The code of a paper, from the QR code in its scan or photograph: PDF, PNG or JPEG.

    None where there is none, or the file cannot be read. Raises documents.confined.NoAnswer, whose
    text is a Bengali sentence for the user, when it could not be looked at now.
    """
    if not data.startswith(BEGINNINGS.get(mime, b"\0")):
        return None
    try:
        found = confined.ask("documents.codereading", data, mime=mime, only_qr=True)
    except confined.NoAnswer as none:
        if none.reason == "broken":
            return None
        raise
    return next(iter(found["qr"]), None)
