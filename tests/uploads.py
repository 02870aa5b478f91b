"""Small files that people could send, made of nothing but what is told."""

import io
import zipfile

import pikepdf
from PIL import Image


def pdf(said="ক", *, pages=1, spoil=None, **saving):
    """A PDF that differs by what it says; `spoil(pdf)` puts something into it."""
    made = pikepdf.new()
    for _ in range(pages):
        made.add_blank_page()
    made.Root.Lang = pikepdf.String(said)
    if spoil:
        spoil(made)
    file = io.BytesIO()
    made.save(file, deterministic_id=not saving, **saving)
    return file.getvalue()


def picture(kind="JPEG", size=(40, 30), colour=(10, 120, 60), **saving):
    """A JPEG or a PNG of one colour."""
    file = io.BytesIO()
    Image.new("RGB", size, colour).save(file, kind, **saving)
    return file.getvalue()


DOCX = {
    "[Content_Types].xml": "<Types/>",
    "word/document.xml": "<document><p>ক</p></document>",
}


def docx(parts=None):
    """A Word file with so many further parts, or others of the same name."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (DOCX | (parts or {})).items():
            archive.writestr(name, content)
    return file.getvalue()
