"""Reading signatures on files from anywhere: what is altered, forged or hostile is never called intact."""

import contextlib
import datetime
import io
import time
import zlib

import pikepdf
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, PdfSigner, fields

from documents import examiner, signing
from documents.demo_keys import Authority, packed, pem
from documents.signatures import (
    MAX_BYTES,
    UnreadableSignatures,
    signatures_of,
    trusted_certificates,
)
from tests.documents.flips import REGIONS, flips, region_of
from tests.documents.reading import draw
from tests.documents.test_fields import CHAIR, COPY, PAPER
from tests.documents.test_signing import CHAIRS, SIGNED_AT, SOURCE, Officer, Secretary
from tests.keys import PIN, authority, give_keys, opened
from tests.proof import EACH, tried

USAGES = [
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
    "encipher_only",
    "decipher_only",
]


@pytest.fixture(autouse=True)
def _keys(settings, tmp_path):
    give_keys(settings, tmp_path / "keys", Officer, Secretary)


@pytest.fixture(scope="session")
def made():
    return {}


@pytest.fixture(scope="session")
def blank():
    return draw(PAPER, attachments=[SOURCE], fields=[CHAIR, COPY])


@pytest.fixture
def one(made, blank, _keys):
    """The paper with the chair's signature."""
    if "one" not in made:
        made["one"] = sign(blank, "chair", Officer)
    return made["one"]


@pytest.fixture
def two(made, one):
    """The paper with the chair's signature and the secretary's."""
    if "two" not in made:
        made["two"] = sign(one, "copy", Secretary)
    return made["two"]


def sign(pdf, field, who):
    return signing.sign(
        pdf, field=field, signer=opened(who.username), signed_at=SIGNED_AT, **CHAIRS
    )


def judged(pdf):
    """What the process for it finds, in this process, which is quicker: a list of dicts."""
    return examiner.judge(pdf, roots=trusted_certificates())


def test_the_real_ones_hold(one, two):
    assert [each["covers_whole_file"] for each in judged(one)] == [True]
    assert [each["covers_whole_file"] for each in judged(two)] == [True, True]
    assert all(each["intact"] and each["trusted"] for each in judged(one) + judged(two))


def test_what_nobody_signed_has_no_signature(blank):
    assert signatures_of(blank) == []


# --- Bits ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("region", REGIONS)
@tried("flipped", few=2, short=60, full=EACH)
def test_no_bit_can_be_flipped(one, region, flipped):
    """Anywhere; the parts of the file are small and large, and each gets its share."""
    for place, altered in flips(one, flipped, within=region_of(one, region)):
        assert not holds(altered), f"a bit of byte {place}"


def test_the_parts_that_are_flipped_are_the_whole_file(one):
    parts = [region_of(one, region) for region in REGIONS]
    assert [place for part in parts for place in part] == list(range(len(one)))
    assert all(parts)


def holds(pdf):
    """Whether any signature is told to be intact or more."""
    try:
        found = judged(pdf)
    except Exception:
        return False  # nothing is told
    return any(each["intact"] or each["trusted"] or each["covers_whole_file"] for each in found)


# --- Forgeries ----------------------------------------------------------------------------------


class Addition(IncrementalPdfFileWriter):
    """A change at the end of a file, which leaves all before it as it was."""

    def _update_meta(self):
        pass


def added_to(pdf, change):
    """The file with an incremental update; `change` takes the writer."""
    writer = Addition(io.BytesIO(pdf))
    change(writer)
    output = io.BytesIO()
    writer.write(output)
    assert output.getvalue().startswith(pdf)
    return output.getvalue()


def alter_page(writer):
    page, _ = writer.find_page_for_modification(0)
    stream = generic.StreamObject(stream_data=b"0 0 100 100 re f")
    page.get_object()["/Contents"] = writer.add_object(stream)
    writer.mark_update(page)


def add_page(writer):
    pages = writer.root["/Pages"]
    page, _ = writer.find_page_for_modification(0)
    pages["/Kids"].append(writer.add_object(generic.DictionaryObject(page.get_object())))
    pages["/Count"] = generic.NumberObject(len(pages["/Kids"]))
    writer.update_container(pages)


def add_note(writer):
    page, _ = writer.find_page_for_modification(0)
    note = generic.DictionaryObject(
        {
            generic.pdf_name("/Type"): generic.pdf_name("/Annot"),
            generic.pdf_name("/Subtype"): generic.pdf_name("/FreeText"),
            generic.pdf_name("/Rect"): generic.ArrayObject(
                map(generic.NumberObject, (50, 50, 300, 300))
            ),
            generic.pdf_name("/Contents"): generic.pdf_string("বাতিল"),
        }
    )
    page.get_object()["/Annots"].append(writer.add_object(note))
    writer.mark_update(page)


def retitle(writer):
    writer.trailer["/Info"]["/Title"] = generic.pdf_string("অন্য কার্যবিবরণী")
    writer.mark_update(writer.trailer.raw_get("/Info"))


def point_to_another_title(writer):
    """No object changes: the trailer names another one that was there."""
    writer.trailer["/Info"] = writer.root.raw_get("/AcroForm")
    writer._info = writer.trailer.raw_get("/Info")
    writer._force_write_when_empty = True


def rewrite_metadata(writer):
    packet = writer.root["/Metadata"]
    packet._data = packet.data.replace(b"<pdfaid:part>3", b"<pdfaid:part>2")
    packet._encoded_data = None
    writer.update_container(packet)


def swap_attachment(writer):
    file = writer.root["/AF"][0]["/EF"]["/F"]
    file._data, file._encoded_data = b'{"meeting": 2}', None
    writer.update_container(file)


def alter_stamp(writer):
    """Another name into the chair's picture, in place."""
    look = writer.root["/AcroForm"]["/Fields"][0]["/AP"]["/N"]
    look._data, look._encoded_data = b"0 0 100 30 re f", None
    writer.update_container(look)


def replace_stamp(writer):
    field = writer.root["/AcroForm"]["/Fields"][0]
    field["/AP"] = generic.DictionaryObject(
        {generic.pdf_name("/N"): writer.add_object(generic.StreamObject(stream_data=b"f"))}
    )
    writer.update_container(field)


def strip_signature(writer):
    field = writer.root["/AcroForm"]["/Fields"][0]
    del field["/V"]
    writer.update_container(field)


def lift_signature(writer):
    """The chair's signature into the other field too."""
    first, second = (field.get_object() for field in writer.root["/AcroForm"]["/Fields"])
    second["/V"] = first.raw_get("/V")
    writer.update_container(second)


def add_action(writer):
    writer.root["/OpenAction"] = generic.ArrayObject([writer.root["/Pages"]["/Kids"][1]])
    writer.update_root()


def hide_object(writer):
    writer.add_object(generic.pdf_string("পরে কাজে লাগবে"))


def ask_for_new_looks(writer):
    writer.root["/AcroForm"]["/NeedAppearances"] = generic.BooleanObject(True)
    writer.update_container(writer.root["/AcroForm"])


ADDITIONS = [
    alter_page,
    add_page,
    add_note,
    retitle,
    point_to_another_title,
    rewrite_metadata,
    swap_attachment,
    alter_stamp,
    replace_stamp,
    lift_signature,
    add_action,
    hide_object,
    ask_for_new_looks,
]


@pytest.mark.parametrize("change", ADDITIONS, ids=lambda change: change.__name__)
@pytest.mark.parametrize("stage", ["one", "two"])
def test_what_is_added_after_a_signature_is_seen(change, stage, request):
    forged = added_to(request.getfixturevalue(stage), change)

    found = judged(forged)
    assert found
    assert not any(each["covers_whole_file"] for each in found)
    assert not any(each["intact"] for each in found if each["field"] == "chair")


def test_a_signature_that_is_taken_out_is_gone(one):
    assert judged(added_to(one, strip_signature)) == []


@pytest.mark.parametrize("tail", [b"\n", b" ", b"%", b"<html>", b"\0" * 5000, b"\n%%EOF\n"])
def test_bytes_behind_the_end_are_not_covered(one, two, tail):
    for pdf in one, two:
        try:
            found = judged(pdf + tail)
        except Exception:
            continue  # not even read as a PDF
        assert not any(each["covers_whole_file"] for each in found)


def test_bytes_in_front_are_seen(one):
    assert not holds(b"%!PS\n" + one)


def test_a_copy_that_was_saved_again_does_not_hold(one):
    output = io.BytesIO()
    with pikepdf.open(io.BytesIO(one)) as file:
        file.save(output)
    assert not holds(output.getvalue())


def test_the_first_of_two_signatures_alone_is_another_file_but_no_forgery(one, two):
    """An earlier state of a paper is genuine, and not what was issued: the SHA-256 tells."""
    (chair,) = judged(two[: len(one)])
    assert chair["covers_whole_file"]


@pytest.mark.parametrize("room", ["copy", "new"])
def test_a_self_made_certificate_in_the_name_of_the_officer_is_not_trusted(
    one, room, settings, tmp_path
):
    trusted = settings.TRUST_ROOTS
    impostor = Authority("পরীক্ষার প্রত্যয়নকারী")  # the very name of the true one
    give_keys(settings, tmp_path / "forged", Officer, by=impostor, trusted=False)
    settings.TRUST_ROOTS = trusted
    if room == "copy":
        forged = sign(one, "copy", Officer)
    else:
        forged = signed_anew(one, opened(Officer.username))

    chair, other = judged(forged)
    assert (other["signer"], other["issuer"]) == (Officer.name, "পরীক্ষার প্রত্যয়নকারী")
    assert not other["trusted"]
    # Into the field that was left for it somebody may sign; a new one alters the paper.
    assert (chair["intact"], chair["covers_whole_file"]) == (
        (True, True) if room == "copy" else (False, False)
    )


def signed_anew(pdf, signer):
    """The file with a signature in a field that was not on the paper."""
    spec = fields.SigFieldSpec("another", on_page=0, box=(50, 50, 250, 100))
    with signer.at_work() as key:
        output = PdfSigner(
            PdfSignatureMetadata(field_name="another", subfilter=fields.SigSeedSubFilter.PADES),
            key,
            new_field_spec=spec,
        ).sign_pdf(Addition(io.BytesIO(pdf)))
    return output.getvalue()


@pytest.mark.parametrize("usage", ["web server", "authority"])
def test_a_certificate_for_something_else_is_not_trusted(blank, settings, tmp_path, usage):
    """The right authority vouches for it, but not for signing papers."""
    by = authority()
    key = ec.generate_private_key(ec.SECP256R1())
    allowed = ["digital_signature"] if usage == "web server" else ["key_cert_sign", "crl_sign"]
    certificate = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "officer.example.org")]))
        .issuer_name(by.name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(SIGNED_AT - datetime.timedelta(days=3650))
        .not_valid_after(SIGNED_AT + datetime.timedelta(days=3650))
        .add_extension(x509.KeyUsage(**{name: name in allowed for name in USAGES}), critical=True)
        .sign(by.key, hashes.SHA256())
    )
    keys = tmp_path / "keys"
    (keys / f"{Officer.username}.p12").write_bytes(packed(key, certificate, pin=PIN))
    (keys / f"{Officer.username}.pem").write_bytes(pem(certificate))

    (found,) = judged(sign(blank, "chair", Officer))

    assert (found["intact"], found["trusted"]) == (True, False)


# --- Hostile files ------------------------------------------------------------------------------


def test_a_file_that_is_too_large_is_not_looked_at():
    with pytest.raises(UnreadableSignatures) as caught:
        signatures_of(bytes(MAX_BYTES + 1))
    assert caught.value.reason == "large"


def bomb(one):
    """A kilobyte that becomes gigabytes, where the form should be."""
    layer = zlib.compress(bytes(2**27), 9)
    for _ in range(2):
        layer = zlib.compress(layer, 9)
    head = b"%%PDF-1.7\n1 0 obj\n<< /Type /XRef /W [1 4 2] /Size 9 /Root 2 0 R /Length %d "
    filters = b"/Filter [/FlateDecode /FlateDecode /FlateDecode] >>\nstream\n"
    return head % len(layer) + filters + layer + b"\nendstream\nendobj\nstartxref\n9\n%%EOF\n"


def nested(one):
    return one + b"9999 0 obj\n" + b"[" * 200_000 + b"\nstartxref\n0\n%%EOF\n"


def nested_contents(one):
    start = one.index(b"/Contents <") + len(b"/Contents <")
    end = one.index(b">", start)
    return one[:start] + (b"3080" * ((end - start) // 4)).ljust(end - start, b"0") + one[end:]


@pytest.mark.parametrize(
    "attack", [bomb, nested, nested_contents], ids=lambda attack: attack.__name__
)
def test_hostile_files_hurt_nobody(one, attack):
    began = time.monotonic()
    found = []
    with contextlib.suppress(UnreadableSignatures):
        found = signatures_of(attack(one))
    assert not any(each.intact for each in found)
    assert time.monotonic() - began < 20  # ten, on a machine with nothing else to do


def test_a_file_that_holds_the_reader_up_is_let_go(one, settings, monkeypatch):
    monkeypatch.setattr("documents.signatures.SECONDS", 0.05)  # less than the start takes
    with pytest.raises(UnreadableSignatures) as caught:
        signatures_of(one)
    assert caught.value.reason == "slow"


@pytest.mark.parametrize("junk", [b"", b"%PDF-1.7", b"\x89PNG\r\n\x1a\n", b"\xff" * 1000])
def test_what_is_no_pdf_is_said_to_be_unreadable(junk):
    with pytest.raises(UnreadableSignatures, match="পড়া যায়নি"):
        signatures_of(junk)
