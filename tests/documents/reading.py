"""Drawing a page the portal's way and stock WeasyPrint's way, and reading PDFs back."""

import base64
import io
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import fontpkg_hind_siliguri
import pikepdf
import pymupdf
import pypdf
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
    done = subprocess.run(command, input=given, capture_output=True, check=False)
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


READERS = [pdftotext, pdftotext_layout, pypdf_text, pymupdf_text]


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
