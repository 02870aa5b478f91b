"""QR codes on paper: drawn crisp, and found again in scans and photographs, hostile ones too."""

import base64
import contextlib
import contextvars
import io
import os
import struct
import subprocess
import sys
import time
import zlib

import pikepdf
import pytest
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter

from documents import codereading, confined, confinement, qr
from documents.codes import new_code
from documents.confined import NoAnswer
from documents.rendering import render_pdf
from documents.turns import Asker, asked_by
from tests.test_imports import ROOT

CODE = "23456789abcdefghjkmnpqrstvwx"
# About the longest a real one gets.
LINK = f"https://minutes.kurigram.gov.bd/verify/{CODE}/"
A4 = (210, 297)  # mm
SIDE = 18  # mm


def drawn(text=LINK):
    uri = qr.png_data_uri(text)
    return Image.open(io.BytesIO(base64.b64decode(uri.removeprefix("data:image/png;base64,"))))


def sheet(dots=200, text=LINK):
    """A scanned page with the QR code small at its foot, as an image."""
    width, height, side = (round(mm / 25.4 * dots) for mm in (*A4, SIDE))
    page = Image.new("L", (width, height), 245)
    ink = ImageDraw.Draw(page)
    for line in range(12, 240, 6):
        ink.line(
            [(width // 9, height * line // 297), (width * 8 // 9, height * line // 297)], 40, 3
        )
    if text:
        code = drawn(text).convert("L").resize((side, side), Image.Resampling.LANCZOS)
        page.paste(code, (width // 9, height - 2 * side))
    return page


def noisy(page):
    noise = Image.effect_noise(page.size, 60)
    return Image.blend(page, noise, 0.25)


def photographed(page, degrees):
    """As a phone takes it: askew, in perspective, in bad light, out of focus, packed hard."""
    page = page.rotate(degrees, expand=True, fillcolor=90, resample=Image.Resampling.BICUBIC)
    width, height = page.size
    tilted = page.transform(
        page.size,
        Image.Transform.QUAD,
        (-width * 0.04, 0, 0, height, width, height * 1.03, width * 0.97, -height * 0.02),
        Image.Resampling.BICUBIC,
        fillcolor=90,
    )
    dim = ImageEnhance.Contrast(tilted).enhance(0.55).filter(ImageFilter.GaussianBlur(1))
    return noisy(dim)


def packed(image, form, **options):
    file = io.BytesIO()
    image.save(file, form, **options)
    return file.getvalue()


def png(image):
    return packed(image, "PNG")


def jpeg(image, quality=40):
    return packed(image, "JPEG", quality=quality)


def pdf(*pages, dots=200):
    return packed(pages[0], "PDF", save_all=True, append_images=pages[1:], resolution=dots)


# ── Drawn ───────────────────────────────────────────────────────────────────────────────────────


def test_a_code_is_drawn_crisp_with_its_quiet_zone():
    image = drawn()
    assert image.mode == "L"
    assert {shade for _, shade in image.getcolors()} == {0, 255}
    modules = image.width // qr.SCALE
    assert image.size == (modules * qr.SCALE, modules * qr.SCALE)
    # Every module is a square of one colour, the four outermost on each side white.
    small = image.resize((modules, modules), Image.Resampling.NEAREST)
    assert small.resize(image.size, Image.Resampling.NEAREST).tobytes() == image.tobytes()
    assert small.convert("L").point(lambda white: 255 - white).getbbox() == (
        4, 4, modules - 4, modules - 4,
    )  # fmt: skip
    assert SIDE / modules >= 0.35  # mm a module: what phones and office scanners read with ease


def test_what_is_drawn_can_be_read():
    code = new_code()
    assert qr.read_code(png(drawn(f"http://127.0.0.1:8000/verify/{code}/")), "image/png") == code


def test_a_code_on_a_real_paper_is_found():
    html = f'<html lang="bn"><head><title>ক</title></head><body><h1>সভার কার্যবিবরণী</h1><p><img alt="যাচাই" width=68 src="{qr.png_data_uri(LINK)}"></p></body></html>'
    assert qr.read_code(render_pdf(html), "application/pdf") == CODE


# ── Found again ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("mime", "data"),
    {
        "a clean scan": ("application/pdf", lambda: pdf(sheet())),
        "a coarse scan": ("application/pdf", lambda: pdf(sheet(150), dots=150)),
        "a fine scan": ("application/pdf", lambda: pdf(sheet(400), dots=400)),
        "upside down": ("application/pdf", lambda: pdf(sheet().rotate(180))),
        "on its side": ("image/png", lambda: png(sheet().rotate(90, expand=True))),
        "a black and white scan": ("image/png", lambda: png(sheet(300).convert("1"))),
        "noisy and askew": (
            "image/jpeg", lambda: jpeg(noisy(sheet().rotate(4, fillcolor=245, resample=Image.Resampling.BICUBIC))),
        ),
        "a photograph": ("image/jpeg", lambda: jpeg(photographed(sheet(300), 17))),
        "a photograph in colour": ("image/jpeg", lambda: jpeg(photographed(sheet(300), -80).convert("RGB"))),
        "the last of several pages": (
            "application/pdf", lambda: pdf(*[sheet(100, text=None)] * 6, sheet(100, text=None), sheet(200)),
        ),
        "in the middle": ("application/pdf", lambda: pdf(*[sheet(100, text=None)] * 2, sheet(), *[sheet(100, text=None)] * 3)),
    }.values(),
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_the_code_is_found_in_a_scan(mime, data):
    assert qr.read_code(data(), mime) == CODE


def test_where_there_is_no_code_of_ours_none_is_found():
    assert qr.read_code(png(sheet(text=None)), "image/png") is None
    assert qr.read_code(pdf(sheet(text=None)), "application/pdf") is None
    for text in ("https://example.org/", f"https://example.org/{CODE}", CODE, f"{LINK[:-3]}"):
        assert qr.read_code(png(sheet(text=text)), "image/png") is None


# ── Hostile ─────────────────────────────────────────────────────────────────────────────────────


def giant_png(side=30_000):
    """A picture of so many black points that a page of letters describes."""

    def chunk(kind, data):
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    row = bytes(1 + side // 8)
    squeezed = zlib.compressobj(9)
    lines = b"".join(squeezed.compress(row) for _ in range(side)) + squeezed.flush()
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return (
        qr.BEGINNINGS["image/png"]
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", lines)
        + chunk(b"IEND", b"")
    )


def many_pages(count=3_000):
    made = pikepdf.new()
    made.add_blank_page()
    for _ in range(count - 1):
        made.pages.append(made.pages[0])
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def endless_page():
    """A page that draws itself again and again, each time twice as often."""
    made = pikepdf.new()
    form = made.make_stream(b"0 0 10 10 re f")
    form.Type, form.Subtype, form.BBox = pikepdf.Name.XObject, pikepdf.Name.Form, [0, 0, 600, 800]
    for _ in range(26):
        outer = made.make_stream(b"/X Do 1 0 0 1 1 1 cm /X Do")
        outer.Type, outer.Subtype, outer.BBox = (
            pikepdf.Name.XObject,
            pikepdf.Name.Form,
            [0, 0, 600, 800],
        )
        outer.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=form))
        form = outer
    page = made.add_blank_page()
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=form))
    page.Contents = made.make_stream(b"/X Do")
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def encrypted():
    made = pikepdf.new()
    made.add_blank_page()
    file = io.BytesIO()
    made.save(file, encryption=pikepdf.Encryption(owner="ক", user="খ"))
    return file.getvalue()


@pytest.mark.parametrize(
    ("mime", "data"),
    {
        "a giant picture": ("image/png", giant_png),
        "a cut picture": ("image/png", lambda: png(sheet())[:2000]),
        "a cut photograph": ("image/jpeg", lambda: jpeg(sheet())[:2000]),
        "a head alone": ("image/jpeg", lambda: b"\xff\xd8\xff"),
        "a page in a picture's name": ("image/png", lambda: b"<html><script>alert(1)</script>"),
        "SVG": ("image/svg+xml", lambda: b"<svg/>"),
        "a cut PDF": ("application/pdf", lambda: pdf(sheet())[:5000]),
        "noise": ("application/pdf", lambda: b"%PDF-1.7\n" + os.urandom(100_000)),
        "no page": ("application/pdf", lambda: b"%PDF-1.7\n%%EOF"),
        "under a password": ("application/pdf", encrypted),
        "many pages": ("application/pdf", many_pages),
    }.values(),
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_a_hostile_file_holds_no_code_and_does_no_harm(mime, data):
    assert qr.read_code(data(), mime) is None


def test_a_page_without_end_is_given_up():
    began = time.monotonic()
    with pytest.raises(NoAnswer):
        confined.ask("documents.codereading", endless_page(), mime="application/pdf", seconds=5)
    assert time.monotonic() - began < 15


def test_a_picture_that_is_too_large_is_never_unpacked():
    data = giant_png()
    assert len(data) < 200_000
    with pytest.raises(Image.DecompressionBombError):
        codereading._opened(data)
    with pytest.raises(ValueError, match="too many"):
        codereading._opened(giant_png(9_000))


# ── Closed in ───────────────────────────────────────────────────────────────────────────────────

PROBE = "tests.documents.probe"


def test_who_looks_into_a_file_can_do_nothing_else():
    if confinement.libc.syscall(confinement.LANDLOCK_CREATE_RULESET, None, 0, 1) < 1:
        pytest.skip("this kernel has no Landlock")
    found = confined.ask(PROBE, b"", act="look around", secret=str(ROOT / "manage.py"))
    assert found == {
        "network": "refused",
        "programs": "refused",
        "the portal's files": "refused",
        "new files": "refused",
        "secrets": [],
    }


@pytest.mark.parametrize("act", ["die", "say nothing", "say too much", "fail"])
def test_whatever_becomes_of_it_the_portal_hears_no_more_than_that(act):
    with pytest.raises(NoAnswer, match="পড়া যায়নি"):
        confined.ask(PROBE, b"", act=act)


@pytest.mark.parametrize(("act", "reason"), [("sleep", "slow"), ("eat", "broken")])
def test_neither_time_nor_memory_is_taken_without_end(act, reason):
    with pytest.raises(NoAnswer) as given_up:
        confined.ask(PROBE, b"", act=act, seconds=3, memory=2**28)
    assert given_up.value.reason == reason


@pytest.mark.parametrize("person", [None, 7])
def test_only_so_many_files_are_looked_into_at_once(monkeypatch, person):
    """A stranger is told at once, whoever works here waits a moment."""
    monkeypatch.setattr(confined, "PATIENCE", 0.3)
    with all_turns(confined.AT_ONCE), asked_by(lambda: Asker(person)):
        began = time.monotonic()
        with pytest.raises(NoAnswer, match="একটু পরে"):
            qr.read_code(png(sheet(text=None)), "image/png")
        assert (time.monotonic() - began > 0.3) == bool(person)
    assert qr.read_code(png(drawn()), "image/png") == CODE


def test_strangers_never_have_all_turns():
    with asked_by(lambda: Asker(None)), confined.turn():
        # In the other thread's place: a second stranger, then somebody who works here.
        fresh = contextvars.Context()
        with pytest.raises(NoAnswer):
            fresh.run(as_asker, Asker(None))
        fresh.run(as_asker, Asker(7))


def as_asker(who):
    with asked_by(lambda: who), confined.turn():
        pass


@contextlib.contextmanager
def all_turns(number):
    for _ in range(number):
        confined._turns.acquire()
    try:
        yield
    finally:
        for _ in range(number):
            confined._turns.release()


def test_codes_are_read_without_what_only_the_tests_install():
    hidden = "import sys; sys.modules['numpy'] = None; import documents.codereading as c; print(c.answer(sys.stdin.buffer.read(), mime='image/png')['qr'])"
    told = subprocess.run(
        [sys.executable, "-c", hidden],
        input=png(drawn()),
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    assert told.stdout.decode() == f"['{CODE}']\n"
