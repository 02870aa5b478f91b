"""Drawing a page the portal's way and stock WeasyPrint's way, and reading PDFs back."""

import base64
import io
import json
import re
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

import fontpkg_hind_siliguri
import pikepdf
import playwright
import pymupdf
import pypdf
import pypdfium2
import pytest
from PIL import Image, ImageChops
from weasyprint.urls import URLFetcher

from documents.pdf import VARIANT, write_pdf

ROOT = Path(__file__).resolve().parents[2]
HIND_SILIGURI = fontpkg_hind_siliguri.ROOT / "files" / "HindSiliguri-Regular.ttf"

DRAW_STOCK = f"""
import sys
from weasyprint import HTML
from weasyprint.urls import URLFetcher
html = sys.stdin.buffer.read().decode()
page = HTML(string=html, url_fetcher=URLFetcher(allowed_protocols={{"data"}}))
sys.stdout.buffer.write(page.write_pdf(pdf_variant={VARIANT!r}))
"""


def page_of(body, face="Noto Serif Bengali", style=""):
    """A whole HTML page around `body`; `face` is a family, or a font file as bytes."""
    font_face = ""
    if isinstance(face, bytes):
        kind = "otf" if face.startswith(b"OTTO") else "ttf"
        content = base64.b64encode(face).decode()
        font_face = (
            f"@font-face {{ font-family: Office; src: url(data:font/{kind};base64,{content}) }}"
        )
        face = "Office"
    return f"""<!doctype html><html lang="bn"><head><meta charset="utf-8"><title>পরীক্ষা</title>
<style>{font_face}
@page {{ size: A4; margin: 2cm }}
html {{ font: 11pt/1.5 '{face}', 'Noto Serif' }}
{style}</style></head><body>{body}</body></html>"""


def draw(html, **options):
    """The PDF of a page, as the render workers make it, without a network."""
    return write_pdf(html, url_fetcher=URLFetcher(allowed_protocols={"data"}), **options)


def draw_stock(html):
    """The PDF of a page from WeasyPrint as it comes, in a process of its own."""
    return run(sys.executable, "-c", DRAW_STOCK, given=html.encode())


def run(*command, given=None):
    """A program's standard output as bytes; AssertionError with all it said when it fails."""
    done = subprocess.run(command, input=given, capture_output=True, check=False, timeout=60)
    assert done.returncode == 0, (done.stdout + done.stderr).decode(errors="replace")
    return done.stdout


# --- Readers: each takes a PDF and returns its text ---------------------------------------------


def pdftotext(pdf, *options):
    return run("pdftotext", *options, "-", "-", given=pdf).decode()


def pdftotext_layout(pdf):
    return pdftotext(pdf, "-layout")


def pypdf_text(pdf):
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def pymupdf_text(pdf):
    with pymupdf.open(stream=pdf) as file:
        return "\n".join(page.get_text() for page in file)


def pdfium_text(pdf):
    return "\n".join(page.get_text_range() for page in _pdfium_pages(pdf))


def _pdfium_pages(pdf):
    return [page.get_textpage() for page in pypdfium2.PdfDocument(pdf)]


READERS = [pdftotext, pdftotext_layout, pypdf_text, pymupdf_text, pdfium_text]


# --- Viewers: their text and their own search ---------------------------------------------------

# Today's pdf.js, and one that is stricter with joiners and marks.
PDF_JS = ["pdfjs-dist", "pdfjs-dist-4"]
NODE = Path(playwright.__file__).parent / "driver" / "node"


def pdfjs_read(release, jobs):
    """What pdf.js makes of (PDF, queries): [(text, [whether each query is found])]."""
    folder = ROOT / "build" / "readers" / "node_modules" / release
    if not folder.is_dir():
        pytest.skip("no pdf.js on this machine: make readers (Debian package: npm)")
    with tempfile.TemporaryDirectory() as place:
        asked = []
        for number, (pdf, queries) in enumerate(jobs):
            file = Path(place) / f"{number}.pdf"
            file.write_bytes(pdf)
            asked.append({"file": str(file), "queries": list(queries)})
        program = ROOT / "tests" / "readers" / "pdfjs.mjs"
        answers = json.loads(run(NODE, program, folder, given=json.dumps(asked).encode()))
    return [("\n".join(answer["pages"]), answer["found"]) for answer in answers]


def pdfium_read(jobs):
    """The same of pdfium, the viewer in Chrome and Edge."""
    answers = []
    for pdf, queries in jobs:
        pages = _pdfium_pages(pdf)
        text = "\n".join(page.get_text_range() for page in pages)
        found = [
            any(page.search(query, match_case=True).get_next() for page in pages)
            for query in queries
        ]
        answers.append((text, found))
    return answers


def words(text):
    """How often each word stands in a text; a word ends where a line may: at a hyphen, a slash…"""
    return Counter(re.split(r"[\s/?&–—-]+", text)) - Counter([""])


# --- What a PDF is made of ----------------------------------------------------------------------


def operators(pdf):
    """(operands, operator) of each operator of each page's content: a list of lists."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        return [
            [(instruction.operands, str(instruction.operator)) for instruction in content]
            for content in map(pikepdf.parse_content_stream, file.pages)
        ]


def differing_pixels(pdf, other, directory):
    """For each page, how many of its pixels at 100 dpi differ by more than a quarter: a list."""
    ours, theirs = images(pdf, directory / "ours"), images(other, directory / "theirs")
    assert len(ours) == len(theirs)
    return [
        sum(ImageChops.difference(one, another).histogram()[65:])
        for one, another in zip(ours, theirs, strict=True)
    ]


def images(pdf, directory):
    """The pages in shades of grey at 100 dpi."""
    directory.mkdir()
    run("pdftoppm", "-r", "100", "-gray", "-", directory / "page", given=pdf)
    return [Image.open(path) for path in sorted(directory.iterdir())]
