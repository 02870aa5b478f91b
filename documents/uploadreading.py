"""Looks into a file that somebody wants kept, for documents.uploads; runs closed in, see
documents.confined."""

import base64
import io
import zipfile
from xml.parsers import expat

from pasting.limits import NOT_DOCX, BadPaste
from pasting.package import living_parts, look_through


def answer(data: bytes, *, kind: str, parts: list[int] = (), most: int = 0) -> dict:
    """`wrong`: a key of documents.uploads.REFUSALS, or None; `pieces` of a picture, as
    documents.photographs has them; `pdf` in base64.

    kind: `pdf`, `picture`, `docx`, or `pages` for several pictures one after the other, `parts` bytes each,
    that become a PDF of at most `most` bytes.
    """
    if kind == "pdf":
        from documents.livingparts import found_in

        return {"wrong": found_in(data)}
    if kind == "docx":
        return {"wrong": _in_docx(data)}

    from documents import photographs

    try:
        if kind == "picture":
            return {"wrong": None, "pieces": photographs.cleaned(data)}
        pictures = io.BytesIO(data)
        pdf = photographs.as_pdf([pictures.read(length) for length in parts], largest=most)
    except photographs.Unfit as unfit:
        return {"wrong": unfit.args[0]}
    return {"wrong": None, "pdf": base64.b64encode(pdf).decode()}


def _in_docx(data):
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if "word/document.xml" not in archive.namelist():
                return "other"
            look_through(archive, len(data))
            return living_parts(archive)
    except BadPaste as bad:
        return "broken" if str(bad) == NOT_DOCX else "tangled"
    except (zipfile.BadZipFile, expat.ExpatError, NotImplementedError, OSError, ValueError):
        return "broken"
