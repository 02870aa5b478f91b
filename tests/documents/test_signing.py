"""Signing: what a signature adds to a paper, what it leaves alone, and what comes when it cannot be had."""

import contextlib
import dataclasses
import datetime
import functools
import io
import re
import sys
import threading
import time
from concurrent.futures import Future
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pikepdf
import pytest
from asn1crypto import cms, tsp
from asn1crypto import x509 as asn1
from asn1crypto.keys import PrivateKeyInfo
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID
from PIL import Image, ImageChops
from pyhanko.sign.timestamps import DummyTimeStamper

from bangla.phrases import long_date
from documents import rendering, signing
from documents.attachments import Attachment
from documents.demo_keys import Authority
from documents.rendering import RenderFailed
from documents.signatures import signatures_of
from tests.documents.reading import READERS, ROOT, draw, pdftotext, run, words
from tests.documents.test_fields import CHAIR, COPY, PAPER
from tests.documents.test_pool import eventually
from tests.keys import authority, believe, give_keys, opened

SOURCE = Attachment("minutes.json", b'{"meeting": 1}', "application/json", "কার্যবিবরণীর উপাত্ত")
ROOM = (198.425, 51.024)  # of the chair's field, 70 × 18 mm
# A few days ago, for a key holds from two years before it is made; at ৪.১০ in the afternoon in Dhaka.
SIGNED_AT = (datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=6)).replace(
    hour=10, minute=10, second=0, microsecond=0
)
CHAIRS = {"name": "মোঃ সুব্রত র‍্যাব আকাঙ্ক্ষা", "post": "উপজেলা নির্বাহী অফিসার, মেঘডুবি, শালবন"}


class Officer:
    username, name = "meghdubi.officer", "রেহানা পারভীন"


class Secretary:
    username, name = "meghdubi.staff", "তানজিলা হক"


@pytest.fixture(scope="session")
def blank():
    return draw(PAPER, attachments=[SOURCE], fields=[CHAIR, COPY])


@pytest.fixture(autouse=True)
def _keys(settings, tmp_path):
    give_keys(settings, tmp_path / "keys", Officer, Secretary)


@pytest.fixture(scope="session")
def made():
    """Papers by name; each is made when a test first asks for it."""
    return {}


@pytest.fixture
def one(made, blank, _keys):
    """The paper with the chair's signature."""
    if "one" not in made:
        made["one"] = sign(blank)
    return made["one"]


@pytest.fixture
def two(made, one):
    """The paper with the chair's signature and the secretary's on the copy list."""
    if "two" not in made:
        made["two"] = sign(one, "copy", who=Secretary, name="তানজিলা হক", post="সহকারী প্রোগ্রামার")
    return made["two"]


def sign(pdf, field="chair", *, who=Officer, **about):
    about = {**CHAIRS, "signed_at": SIGNED_AT, **about}
    return signing.sign(pdf, field=field, signer=opened(who.username), **about)


# --- What is added, what stays ------------------------------------------------------------------


def test_what_was_rendered_stays_as_it_was(blank, one, two):
    assert one.startswith(blank)
    assert two.startswith(one)
    assert len(one) - len(blank) < 30_000


def test_a_signature_is_pades(one):
    with pikepdf.open(io.BytesIO(one)) as file:
        value = file.Root.AcroForm.Fields[0].V
        assert str(value.SubFilter) == "/ETSI.CAdES.detached"
        assert str(value.M) == f"D:{SIGNED_AT:%Y%m%d}101000Z"
        content = cms.ContentInfo.load(bytes(value.Contents))["content"]
    (info,) = content["signer_infos"]
    kinds = {each["type"].native for each in info["signed_attrs"]}
    assert "signing_certificate_v2" in kinds
    assert "signing_time" not in kinds  # PAdES tells it in /M
    assert info["digest_algorithm"]["algorithm"].native == "sha256"


@pytest.mark.parametrize("stage", ["blank", "one", "two"])
def test_the_standards_hold_at_every_stage(stage, request, tmp_path):
    path = tmp_path / "paper.pdf"
    path.write_bytes(request.getfixturevalue(stage))

    assert b"No syntax or stream encoding errors found" in run("qpdf", "--check", path)
    outloud = Path(sys.executable).with_name("outloud")
    assert "0 error(s)" in run(outloud, "--fail-on", "error", path).decode()
    with pikepdf.open(path) as file:
        (intent,) = file.Root.OutputIntents
        assert str(intent.S) == "/GTS_PDFA1"
        assert "/NeedAppearances" not in file.Root.AcroForm
        for field in file.Root.AcroForm.Fields:
            assert int(field.F) == 4
            look = field.AP.N
            for font in look.Resources.get("/Font", {}).values():
                (descendant,) = font.DescendantFonts
                assert "/FontFile2" in descendant.FontDescriptor
            assert "/Group" not in look
            for state in look.Resources.get("/ExtGState", {}).values():
                assert float(state.get("/ca", 1)) == float(state.get("/CA", 1)) == 1


def test_metadata_and_attachment_are_untouched(blank, two):
    with pikepdf.open(io.BytesIO(blank)) as before, pikepdf.open(io.BytesIO(two)) as after:
        assert after.Root.Metadata.read_bytes() == before.Root.Metadata.read_bytes()
        assert dict(after.docinfo) == dict(before.docinfo)
        assert after.attachments[SOURCE.name].get_file().read_bytes() == SOURCE.data
        assert len(after.Root.AF) == 1


def test_the_words_of_the_paper_are_still_found_and_those_of_the_stamp_too(blank, one):
    stamp = f"ডিজিটালভাবে স্বাক্ষরিত মোঃ সুব্রত র‍্যাব আকাঙ্ক্ষা উপজেলা নির্বাহী অফিসার, মেঘডুবি, শালবন {long_date(SIGNED_AT)}, বিকাল ৪.১০ ঘটিকা"

    # MuPDF draws a word of its own into an empty field.
    plain = draw(PAPER)
    for reader in READERS:
        assert words(reader(plain)) <= words(reader(one)), reader.__name__
    assert words(pdftotext(one)) - words(pdftotext(blank)) == words(stamp)


def test_a_demo_signature_says_so_on_the_paper(blank):
    signed = sign(blank, is_demo=True)

    assert "পরীক্ষামূলক ডিজিটাল স্বাক্ষর, আইনগত মূল্য নেই" in pdftotext(signed)
    assert "ডিজিটালভাবে স্বাক্ষরিত" not in pdftotext(signed)


@pytest.mark.parametrize(
    "post",
    [
        "সহকারী প্রোগ্রামার",
        "অতিরিক্ত জেলা প্রশাসক (শিক্ষা ও তথ্যপ্রযুক্তি) এবং আহ্বায়ক, জেলা ই-গভর্ন্যান্স ও উদ্ভাবন টিম, কুড়িগ্রাম",
    ],
)
def test_a_stamp_stays_in_its_room_clear_of_the_printed_name(blank, post, tmp_path):
    left, top, right, bottom = changed(blank, sign(blank, post=post), tmp_path)

    with pikepdf.open(io.BytesIO(blank)) as file:
        height = float(file.pages[0].MediaBox[3])
        x1, y1, x2, y2 = (float(number) for number in file.Root.AcroForm.Fields[0].Rect)
    assert x1 <= left
    assert right <= x2
    assert height - y2 <= top
    assert bottom <= height - y1 - 4  # points of air above the name
    assert right - left > 100  # there is a stamp


def changed(before, after, directory):
    """The box on the first page that differs, in points from its top left."""
    pages = []
    for name, pdf in ("before", before), ("after", after):
        run("pdftoppm", "-r", "144", "-gray", "-singlefile", "-", directory / name, given=pdf)
        pages.append(Image.open(directory / f"{name}.pgm"))
    return [pixels / 2 for pixels in ImageChops.difference(*pages).getbbox()]


def test_what_has_no_room_is_not_signed(blank):
    with pytest.raises(signing.SigningFailed) as caught:
        sign(blank, post="উপজেলা নির্বাহী অফিসার, " * 60)
    assert caught.value.reason == "stamp"


def test_a_name_is_no_markup(blank):
    assert "<b>নাম</b>&amp;" in pdftotext(sign(blank, name="<b>নাম</b>&amp;"))


@pytest.mark.parametrize("field", ["chair", "nobody"])
def test_only_an_empty_field_is_signed(one, field):
    with pytest.raises(signing.SigningFailed) as caught:
        sign(one, field)
    assert caught.value.reason == "field"


@pytest.mark.parametrize("pdf", [b"", b"%PDF-1.7\n", b"no pdf"])
def test_what_is_no_pdf_is_not_signed(pdf):
    with pytest.raises(signing.SigningFailed):
        sign(pdf)


def test_a_stamp_is_drawn_beforehand_where_a_worker_is_idle(blank):
    eventually(lambda: rendering._current_pool()._idle)
    with prepared() as stamp:
        pass

    assert picture_of(stamp.drawing.result()) == picture_in(sign(blank))


def test_a_stamp_drawn_beforehand_is_laid_in_as_it_is(blank):
    marked = rendering.render_stamp("<html lang=bn><style>@page { size: 70mm 18mm }</style>চিহ্ন")
    with prepared() as stamp:
        pass
    stamp = dataclasses.replace(stamp, drawing=Future())
    stamp.drawing.set_result(marked)

    assert picture_in(sign(blank, stamp=stamp)) == picture_of(marked)


@pytest.mark.parametrize(
    "other",
    [
        {"name": "অন্য কেউ"},
        {"post": "অন্য পদ"},
        {"signed_at": SIGNED_AT + datetime.timedelta(hours=1)},
        {"is_demo": True},
        {"room": (170.0, 51.024)},
    ],
    ids=lambda other: next(iter(other)),
)
def test_a_stamp_that_says_or_measures_something_else_is_not_used(blank, other):
    with prepared(**other) as stamp:
        pass

    assert picture_in(sign(blank, stamp=stamp)) == picture_in(sign(blank))


def test_a_stamp_nobody_was_free_for_is_drawn_later(blank):
    with prepared() as stamp:
        pass
    refused = Future()
    refused.set_exception(RenderFailed("busy"))
    stamp = dataclasses.replace(stamp, drawing=refused)

    assert picture_in(sign(blank, stamp=stamp)) == picture_in(sign(blank))


def test_a_stamp_without_room_is_told_when_it_is_signed(blank):
    with prepared(post="উপজেলা নির্বাহী অফিসার, " * 60) as stamp:
        pass
    with pytest.raises(signing.SigningFailed) as caught:
        sign(blank, post="উপজেলা নির্বাহী অফিসার, " * 60, stamp=stamp)
    assert caught.value.reason == "stamp"


def prepared(room=None, **about):
    """A stamp for the chair's field of the paper, or for another room."""
    about = {**CHAIRS, "signed_at": SIGNED_AT, **about}
    return signing.stamp_beforehand(room or ROOM, **about)


def picture_of(stamp):
    with pikepdf.open(io.BytesIO(stamp)) as file:
        return file.pages[0].Contents.read_bytes()


def picture_in(signed):
    """What is drawn in the chair's field."""
    with pikepdf.open(io.BytesIO(signed)) as file:
        return file.Root.AcroForm.Fields[0].AP.N.read_bytes()


# --- Whether it holds ---------------------------------------------------------------------------


def test_two_people_sign_and_both_signatures_hold(two):
    chair, copy = signatures_of(two)

    assert (chair.field, chair.signer, chair.signed_at) == ("chair", Officer.name, SIGNED_AT)
    assert (copy.field, copy.signer, copy.signed_at) == ("copy", Secretary.name, SIGNED_AT)
    for each in chair, copy:
        assert each.issuer == "পরীক্ষার প্রত্যয়নকারী"
        assert each.intact
        assert each.trusted
        assert each.covers_whole_file
        assert not each.timestamped


def test_pyhanko_itself_agrees(two, settings, tmp_path):
    (tmp_path / "paper.pdf").write_bytes(two)

    told = run(
        Path(sys.executable).with_name("pyhanko"),
        *("sign", "validate", "--no-revocation-check", "--trust-replace"),
        *("--trust", Path(settings.TRUST_ROOTS) / "0.pem", tmp_path / "paper.pdf"),
    ).decode()

    verdicts = re.findall(r"^(\w+):\w+:(.*)$", told, re.MULTILINE)
    assert [name for name, _ in verdicts] == ["chair", "copy"], told
    assert "EXTENDED_WITH_FORM_FILLING,ACCEPTABLE_MODIFICATIONS" in verdicts[0][1]
    assert "UNTOUCHED" in verdicts[1][1]
    assert all(told.startswith("INTACT:TRUSTED") for _, told in verdicts)


def test_a_certificate_that_ran_out_is_judged_as_of_the_day_it_was_used(blank, settings, tmp_path):
    now = datetime.datetime.now(datetime.UTC)
    give_keys(settings, tmp_path / "short", Officer, ends_at=now + datetime.timedelta(hours=12))
    signed = sign(blank, signed_at=now)
    later = now + datetime.timedelta(days=1)

    (then,), (afterwards,) = signatures_of(signed, at=now), signatures_of(signed, at=later)

    assert (then.trusted, afterwards.trusted) == (True, False)
    assert afterwards.intact


def test_the_key_must_fit_the_certificate(blank, settings, tmp_path):
    """A token may hold another key than the certificate is about."""
    mixed_up = opened(Officer.username)
    give_keys(settings, tmp_path / "another", Officer)
    mixed_up._signer._signing_cert = opened(Officer.username).certificate

    with pytest.raises(signing.SigningFailed) as caught:
        signing.sign(blank, field="chair", signer=mixed_up, signed_at=SIGNED_AT, **CHAIRS)
    assert caught.value.reason == "broken"


def test_a_key_of_rsa_signs_too(blank, settings, tmp_path):
    give_keys(settings, tmp_path / "rsa", Officer, key=clock_key())

    (found,) = signatures_of(sign(blank))
    assert (found.intact, found.trusted) == (True, True)


def test_what_signs_is_loaded_when_somebody_signs():
    code = "import sys, documents.signing; print({'pyhanko', 'weasyprint'} & set(sys.modules))"
    settled = "import django; django.setup(); "

    done = run(
        *("env", f"PYTHONPATH={ROOT}", "DJANGO_SETTINGS_MODULE=tests.settings"),
        *(sys.executable, "-c", settled + code),
    )
    assert done.strip() == b"set()"


# --- The time, from an authority for it ---------------------------------------------------------


class Office(ThreadingHTTPServer):
    """An authority on the loopback interface: `answers` by path, as functions of what was asked."""

    daemon_threads = True

    def __init__(self, **answers):
        super().__init__(("127.0.0.1", 0), Desk)
        self.answers, self.asked = answers, []

    def address(self, path):
        return f"http://127.0.0.1:{self.server_port}/{path}"

    def __enter__(self):
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *exception):
        self.shutdown()
        self.server_close()


class Desk(BaseHTTPRequestHandler):
    def do_POST(self):
        path = self.path.strip("/")
        self.server.asked.append(path)
        asked = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        status, kind, content = self.server.answers[path](asked)
        with contextlib.suppress(ConnectionError):
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    do_GET = do_POST

    def log_message(self, *arguments):
        pass


@functools.cache
def clock_key():
    return rsa.generate_private_key(
        public_exponent=65537, key_size=2048
    )  # pyHanko's clock needs RSA


def clock(*, also=(), at=None):
    """What an authority for time answers."""
    key, certificate = authority().certify(
        "পরীক্ষার সময়রক্ষক",
        key=clock_key(),
        also=[(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), True), *also],
    )
    stamper = DummyTimeStamper(
        asn1.Certificate.load(certificate.public_bytes(serialization.Encoding.DER)),
        PrivateKeyInfo.load(
            key.private_bytes(
                serialization.Encoding.DER,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        ),
        fixed_dt=at,
    )

    def answer(asked):
        response = stamper.request_tsa_response(tsp.TimeStampReq.load(asked))
        return 200, "application/timestamp-reply", response.dump()

    return answer


def test_with_an_authority_for_time_a_signature_bears_its_time(blank, settings):
    told = SIGNED_AT + datetime.timedelta(seconds=72)
    with Office(time=clock(at=told)) as office:
        settings.TSA_URL = office.address("time")
        (first,) = signatures_of(sign(blank))
        asked = len(office.asked)
        two = sign(sign(blank), "copy", who=Secretary)

    assert first.timestamped
    assert first.signed_at == told
    assert (first.intact, first.trusted, first.covers_whole_file) == (True, True, True)
    # How long its answers are is asked once.
    assert (asked, len(office.asked)) == (2, 4)
    assert [
        (each.timestamped, each.intact, each.covers_whole_file) for each in signatures_of(two)
    ] == [(True, True, True)] * 2


def hang(asked):
    time.sleep(20)
    return 200, "application/timestamp-reply", b""


@pytest.mark.parametrize(
    "answer",
    [
        hang,
        lambda asked: (500, "text/plain", b"no"),
        lambda asked: (200, "text/html", b"<p>sign in</p>"),
        lambda asked: (200, "application/timestamp-reply", b"0\x03\x02\x01\x00"),
        lambda asked: (200, "application/timestamp-reply", b"junk"),
        None,
    ],
    ids=["hangs", "fails", "sends a page", "refuses", "sends junk", "is not there"],
)
def test_without_the_time_asked_for_nothing_is_signed(blank, settings, answer):
    settings.SIGNING_SECONDS = 0.5
    with Office(time=answer) as office:
        settings.TSA_URL = office.address("time")
        if answer is None:
            office.server_close()
        began = time.monotonic()
        with pytest.raises(signing.SigningFailed) as caught:
            sign(blank)
    assert caught.value.reason == "time"
    assert time.monotonic() - began < 10  # and not for as long as the other side likes


# --- Revocation ---------------------------------------------------------------------------------


def revocations(*certificates, revoked_at=None):
    """A list of the authority's that revokes these, as a server answers it."""
    now = datetime.datetime.now(datetime.UTC)
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(authority().name)
        .last_update(now - datetime.timedelta(hours=1))
        .next_update(now + datetime.timedelta(days=30))
        .add_extension(x509.CRLNumber(1), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(authority().key.public_key()),
            critical=False,
        )
    )
    for certificate in certificates:
        builder = builder.add_revoked_certificate(
            x509.RevokedCertificateBuilder()
            .serial_number(certificate.serial_number)
            .revocation_date(revoked_at or now - datetime.timedelta(days=1))
            .build()
        )
    return builder.sign(authority().key, hashes.SHA256())


def served(revoked):
    content = revoked.public_bytes(serialization.Encoding.DER)
    return lambda asked: (200, "application/pkix-crl", content)


def points_at(address):
    """In a certificate: where it is told whether it was revoked."""
    point = x509.DistributionPoint([x509.UniformResourceIdentifier(address)], None, None, None)
    return [(x509.CRLDistributionPoints([point]), False)]


@pytest.mark.parametrize("with_time", [False, True])
def test_answers_about_revocation_are_laid_beside_a_signature(blank, settings, tmp_path, with_time):
    settings.SIGNING_LTV = True
    none_revoked = revocations()
    with Office(lists=served(none_revoked)) as office:
        also = points_at(office.address("lists"))
        give_keys(settings, tmp_path / "ltv", Officer, Secretary, also=also)
        if with_time:
            office.answers["time"] = clock(also=also)
            settings.TSA_URL = office.address("time")
        signed = sign(sign(blank), "copy", who=Secretary)

    with pikepdf.open(io.BytesIO(signed)) as file:
        (kept,) = file.Root.DSS.CRLs
        assert kept.read_bytes() == none_revoked.public_bytes(serialization.Encoding.DER)
        assert "/VRI" not in file.Root.DSS
    found = signatures_of(signed)
    assert [(each.intact, each.trusted, each.covers_whole_file) for each in found] == [
        (True,) * 3
    ] * 2
    assert [each.timestamped for each in found] == [with_time] * 2


def test_a_revoked_certificate_signs_nothing(blank, settings, tmp_path):
    settings.SIGNING_LTV = True
    with Office() as office:
        give_keys(settings, tmp_path / "k", Officer, also=points_at(office.address("lists")))
        certificate = opened(Officer.username).certificate
        office.answers["lists"] = served(revocations(certificate))
        with pytest.raises(signing.SigningFailed) as caught:
            sign(blank)
    assert caught.value.reason == "revoked"


def test_where_no_answer_about_revocation_is_had_it_is_signed_without(
    blank, settings, tmp_path, caplog
):
    settings.SIGNING_LTV = True
    settings.SIGNING_SECONDS = 0.5
    with Office(lists=hang) as office:
        give_keys(settings, tmp_path / "k", Officer, also=points_at(office.address("lists")))
        signed = sign(blank)

    with pikepdf.open(io.BytesIO(signed)) as file:
        assert "/DSS" not in file.Root
    (found,) = signatures_of(signed)
    assert found.intact
    assert "without answers about revocation" in caplog.text


def test_an_authority_that_is_not_believed_is_not_trusted(one, settings, tmp_path):
    for trusted in [], [Authority("পরীক্ষার প্রত্যয়নকারী")]:
        believe(settings, tmp_path / f"{len(trusted)}", *trusted)
        (found,) = signatures_of(one)
        assert (found.intact, found.trusted) == (True, False)
