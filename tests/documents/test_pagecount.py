"""The pages of files that somebody uploaded are counted closed in."""

import io
from types import SimpleNamespace

import pypdfium2
import pytest

from documents.pagecount import pages_of


def stored(name, data=b""):
    return SimpleNamespace(name=name, open=lambda mode: io.BytesIO(data))


@pytest.fixture(scope="module")
def three_pages():
    kept = io.BytesIO()
    with pypdfium2.PdfDocument.new() as pdf:
        for _ in range(3):
            pdf.new_page(200, 200)
        pdf.save(kept)
    return kept.getvalue()


def test_a_pdf_is_counted(three_pages):
    assert pages_of(stored("meetings/x.pdf", three_pages)) == 3


def test_a_picture_is_one_page_and_what_cannot_be_told_is_not():
    assert pages_of(stored("x.png")) == 1
    assert pages_of(stored("x.docx")) is None
    assert pages_of(stored("x.pdf", b"%PDF-1.4 broken")) is None
