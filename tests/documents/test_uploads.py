"""What is let in, and as what: a corpus of files that would do something, made here."""

import io
import json
import struct
import zlib

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

from documents import qr, uploads
from documents.uploads import DOCX, JPEG, PDF, PNG, Refused
from tests import uploads as made
from tests.documents.test_qr import CODE, LINK, jpeg, photographed, sheet

REL = '<Relationships xmlns="r"><Relationship Id="a" {}/></Relationships>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64)


def action(kind, **more):
    return Dictionary(S=Name(f"/{kind}"), **more)


def opening(kind, **more):
    """A PDF that does this as soon as it is opened."""
    return made.pdf(spoil=lambda pdf: pdf.Root.update({"/OpenAction": action(kind, **more)}))


def carrying(data):
    def carry(pdf):
        pdf.attachments["a.bin"] = pikepdf.AttachedFileSpec(pdf, data, filename="a.bin")

    return made.pdf(spoil=carry)


def on_a_page(**annotation):
    def lay(pdf):
        told = Dictionary(Type=Name.Annot, Rect=Array([0, 0, 9, 9]), **annotation)
        pdf.pages[0].Annots = Array([pdf.make_indirect(told)])

    return made.pdf(spoil=lay)


def spoilt_xfa(pdf):
    pdf.Root.AcroForm = Dictionary(Fields=Array(), XFA=pdf.make_stream(b"<xdp/>"))


def locked():
    return made.pdf(encryption=pikepdf.Encryption(owner="ক", user="খ"))


def hidden_script():
    """In an object that no page leads to, packed, under an owner's password."""
    return made.pdf(
        spoil=lambda pdf: pdf.Root.update({"/Odd": Array([Array([action("JavaScript", JS="a")])])}),
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        encryption=pikepdf.Encryption(owner="ক", user=""),
    )


def related(kind, target="x", mode="External", **parts):
    told = f'Type="http://x/relationships/{kind}" Target="{target}" TargetMode="{mode}"'
    return made.docx({"word/_rels/document.xml.rels": REL.format(told)} | parts)


def chunk(kind, content):
    crc = struct.pack(">I", zlib.crc32(kind + content))
    return struct.pack(">I", len(content)) + kind + content + crc


def giant_png(side=30_000):
    """A few bytes that say they are a picture of so many points on each side."""
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    row = zlib.compress(bytes((side // 8 + 1) * side // 100))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", row) + chunk(b"IEND", b"")


def field(text):
    return made.docx(
        {"word/document.xml": f'<w:d xmlns:w="w"><w:instrText>{text}</w:instrText></w:d>'}
    )


# What would do something, and as what it is refused.
CORPUS = {
    "a script on opening": (PDF, lambda: opening("JavaScript", JS="app.alert(1)"), "script"),
    "a script that no page leads to": (PDF, hidden_script, "script"),
    "a form of scripts": (PDF, lambda: made.pdf(spoil=spoilt_xfa), "script"),
    "a program on opening": (PDF, lambda: opening("Launch", F=String("cmd.exe")), "program"),
    "a program behind a link": (
        PDF,
        lambda: on_a_page(A=action("URI", URI="x", Next=action("Launch"))),
        "program",
    ),
    "another machine's file": (PDF, lambda: opening("GoToR", F=String("//x/y")), "program"),
    "a program within": (PDF, lambda: carrying(b"MZ\x90"), "files"),
    "a form that is sent off": (PDF, lambda: on_a_page(A=action("SubmitForm")), "sends"),
    "an address on opening": (PDF, lambda: opening("URI", URI=String("http://x")), "opens"),
    "a film": (PDF, lambda: on_a_page(Subtype=Name.RichMedia), "media"),
    "a PDF under a password": (PDF, locked, "locked"),
    "a PDF that is a ZIP too": (PDF, lambda: made.pdf() + made.docx(), "joined"),
    "a PDF of 2,001 pages": (PDF, lambda: made.pdf(pages=2_001), "long"),
    "a page in a PDF's name": (PDF, lambda: b"%PDF-1.7\n<html><script>alert(1)", "broken"),
    "macros": (DOCX, lambda: made.docx({"word/VBAProject.bin": OLE}), "macros"),
    "macros under another name": (
        DOCX,
        lambda: made.docx(
            {"[Content_Types].xml": '<T><Override ContentType="a/vnd.ms-office.vbaProject"/></T>'}
        ),
        "macros",
    ),
    "another program's file": (DOCX, lambda: made.docx({"word/media/a.png": OLE}), "objects"),
    "macros in a file within": (
        DOCX,
        lambda: made.docx({"word/embeddings/a.xlsx": made.docx({"xl/vbaProject.bin": OLE})}),
        "objects",
    ),
    "an outside template": (DOCX, lambda: related("attachedTemplate", "http://x/t"), "outside"),
    "a template of another machine": (
        DOCX,
        lambda: related("attachedTemplate", r"file:///\\x\t.dotm"),
        "outside",
    ),
    "an outside picture": (DOCX, lambda: related("image", "http://x/dot.png"), "outside"),
    "a field that starts a program": (DOCX, lambda: field("DDEAUTO c:\\\\cmd.exe"), "outside"),
    "a ZIP bomb": (DOCX, lambda: made.docx({"word/a.xml": bytes(60 * 2**20)}), "tangled"),
    "a document type": (
        DOCX,
        lambda: made.docx({"word/document.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
        "tangled",
    ),
    "a spreadsheet's name alone": (DOCX, lambda: made.docx()[:-30], "broken"),
    "a giant picture": (PNG, giant_png, "huge"),
    "half a photograph": (JPEG, lambda: made.picture(size=(400, 300), colour=9)[:900], "broken"),
    "a script as a picture": (
        JPEG,
        lambda: b"\xff\xd8\xff/*" + bytes(20) + b"*/alert(1)",
        "broken",
    ),
    "a paper as a picture": (PNG, lambda: made.pdf(), "other"),
}


@pytest.mark.parametrize("name", CORPUS)
def test_what_would_do_something_is_refused_by_its_name(name):
    mime, make, reason = CORPUS[name]
    with pytest.raises(Refused) as refused:
        uploads.let_in(make(), mime)
    assert refused.value.reason == reason


def test_the_corpus_is_wide_and_every_refusal_has_its_case():
    assert len(CORPUS) >= 25
    told = {reason for _, _, reason in CORPUS.values()}
    assert told | {"heavy", "infected", "unasked"} == set(uploads.REFUSALS)


def signed_field(pdf):
    pdf.Root.AcroForm = Dictionary(Fields=Array(), SigFlags=3)


# What offices do send, next to the above; it is kept to the byte.
HARMLESS = {
    "a page": (PDF, made.pdf),
    "a link to press": (
        PDF,
        lambda: on_a_page(Subtype=Name.Link, A=action("URI", URI=String("https://example.org"))),
    ),
    "a page to begin at": (PDF, lambda: opening("GoTo", D=Array([0, Name.Fit]))),
    "an owner's password": (
        PDF,
        lambda: made.pdf(encryption=pikepdf.Encryption(owner="ক", user="")),
    ),
    "data within, as our own papers have": (PDF, lambda: carrying(json.dumps({"ক": 1}).encode())),
    "signature fields": (PDF, lambda: made.pdf(spoil=signed_field)),
    "text": (DOCX, made.docx),
    "an outside link to press": (DOCX, lambda: related("hyperlink", "https://example.org")),
    "the writer's own template": (
        DOCX,
        lambda: related("attachedTemplate", "file:///C:\\Users\\a\\Normal.dotm"),
    ),
    "figures of a chart": (DOCX, lambda: made.docx({"word/embeddings/a.xlsx": made.docx()})),
    "a scan": (JPEG, made.picture),
    "a drawing": (PNG, lambda: made.picture("PNG")),
}


@pytest.mark.parametrize("name", HARMLESS)
def test_what_offices_send_is_kept_to_the_byte(name):
    mime, make = HARMLESS[name]
    data = make()
    assert uploads.let_in(data, mime) == data


# ── What a photograph tells beside itself ───────────────────────────────────────────────────────

SECRETS = [b"SECRET", b"Dhaka", b"\x88\x25", b"http://ns.adobe.com", b"PK\x03\x04"]


def photograph(kind, orientation=6):
    """A picture as a phone gives it: turned, with place, maker and remarks, and a file behind its end."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "SECRET phone"
    exif[0x8825] = {1: "N", 2: (23.0, 48.0, 0.0), 29: "2026:12:01"}
    picture = Image.new("RGB", (60, 40), "red")
    picture.paste("blue", (0, 0, 30, 40))
    file = io.BytesIO()
    if kind == "PNG":
        from PIL.PngImagePlugin import PngInfo

        told = PngInfo()
        told.add_text("Location", "Dhaka")
        picture.save(file, "PNG", exif=exif, pnginfo=told)
    else:
        xmp = b"http://ns.adobe.com/xap/1.0/\0<x>SECRET</x>"
        picture.save(
            file, "JPEG", exif=exif, comment=b"Dhaka", xmp=xmp, progressive=orientation == 3,
            icc_profile=b"colours", dpi=(300, 300), quality=90,
        )  # fmt: skip
    return file.getvalue() + made.docx({"behind.xml": b"SECRET"})


@pytest.mark.parametrize("orientation", [1, 3, 6])
@pytest.mark.parametrize(("kind", "mime"), [("JPEG", JPEG), ("PNG", PNG)])
def test_a_photograph_loses_its_place_and_no_point(kind, mime, orientation):
    sent = photograph(kind, orientation)
    kept = uploads.let_in(sent, mime)
    assert [secret in kept for secret in SECRETS] == [False] * len(SECRETS)
    # The control: all of it was there.
    assert b"SECRET" in sent
    assert b"Dhaka" in sent or kind == "PNG"

    before, after = Image.open(io.BytesIO(sent)), Image.open(io.BytesIO(kept))
    assert after.tobytes() == before.tobytes()
    assert after.getexif().get(0x0112, 1) == orientation
    assert dict(after.getexif()) in ({}, {0x0112: orientation})
    assert after.info.get("icc_profile") == before.info.get("icc_profile")
    assert uploads.let_in(kept, mime) == kept


# ── Several as one ──────────────────────────────────────────────────────────────────────────────


def test_photographed_pages_become_one_paper_in_their_order_and_upright():
    large = made.picture(size=(4000, 3000), colour=(200, 30, 30))
    pdf = uploads.as_one_pdf([photograph("JPEG", 6), large, photograph("PNG", 1)])
    assert uploads.let_in(pdf, PDF) == pdf
    assert b"SECRET" not in pdf
    with pikepdf.open(io.BytesIO(pdf)) as paper:
        drawn = [page.Resources.XObject.Picture for page in paper.pages]
        sizes = [(int(each.Width), int(each.Height)) for each in drawn]
        boxes = [[round(float(side)) for side in page.mediabox[2:]] for page in paper.pages]
        first = Image.open(io.BytesIO(drawn[0].read_raw_bytes()))
    # Turned; no finer than 200 dots to the inch of A4; no larger than A4.
    assert sizes == [(40, 60), (2205, 1654), (60, 40)]
    assert boxes[1] == [794, 595]
    red, blue = first.getpixel((20, 50)), first.getpixel((20, 10))
    assert red[0] > 200 > red[2]
    assert blue[2] > 200 > blue[0]


def test_the_code_of_a_paper_is_found_in_its_photographed_pages():
    pages = [jpeg(photographed(sheet(300, text), 3), 80) for text in (None, LINK)]
    assert qr.read_code(uploads.as_one_pdf(pages), PDF) == CODE


def test_pages_that_are_too_much_or_no_picture_are_refused(monkeypatch):
    monkeypatch.setattr(uploads, "LARGEST_PDF", 10_000)
    with pytest.raises(Refused, match="কম পাতা"):
        uploads.as_one_pdf([made.picture(size=(900, 900))] * 2)
    with pytest.raises(Refused, match="নষ্ট"):
        uploads.as_one_pdf([made.picture(), b"\xff\xd8\xff" + bytes(9)])
