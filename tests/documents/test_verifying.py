"""Three answers about a file. Only the issued bytes are the issued paper; nothing else ever looks like it."""

import hashlib
import io
import json
import re
from io import StringIO

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import transaction
from django.template.loader import render_to_string

from documents import codereading, examiner, signing
from documents.codes import grouped_code
from documents.demo_keys import Authority
from documents.forms import UploadForm
from documents.qr import png_data_uri
from documents.signatures import trusted_certificates
from documents.store import keep
from documents.verifying import Verdict, file_of, verdict_on
from documents.views import verifying
from tests.documents.flips import flips
from tests.documents.reading import draw
from tests.documents.test_fields import CHAIR, COPY, PAPER
from tests.documents.test_signatures import (
    ADDITIONS,
    added_to,
    signed_anew,
    strip_signature,
)
from tests.documents.test_signing import CHAIRS, SIGNED_AT, SOURCE, Officer, Secretary
from tests.factories import make_paper
from tests.keys import give_keys, opened
from tests.proof import EACH, tried

pytestmark = pytest.mark.once

CODE = "23456789abcdefghjkmnpqrstvwx"
OTHER = "zzzz6789abcdefghjkmnpqrstvwx"


@pytest.fixture(autouse=True)
def _keys(settings, tmp_path):
    give_keys(settings, tmp_path / "keys", Officer, Secretary)


@pytest.fixture(scope="session")
def made():
    """Papers by name; each is made when a test first asks for it."""
    return {}


@pytest.fixture
def pdf(made, _keys):
    """Makes a paper: drawn with a QR code and a printed code, signed by some."""

    def make(*signers, qr=CODE, printed=CODE, text="সভাপতি সকলকে স্বাগত জানান।"):
        what = (*signers, qr, printed, text)
        if what not in made:
            if signers:
                field, who = {"officer": ("chair", Officer), "secretary": ("copy", Secretary)}[
                    signers[-1]
                ]
                made[what] = signed(
                    make(*signers[:-1], qr=qr, printed=printed, text=text), field, who
                )
            else:
                foot = f'<p><img alt="যাচাই" width="68" src="{png_data_uri(f"https://minutes.example/verify/{qr}/")}"> যাচাই কোড {grouped_code(printed)}</p></body>'
                page = PAPER.replace("</body>", foot).replace("সভাপতি সকলকে স্বাগত জানান।", text)
                made[what] = draw(page, fields=[CHAIR, COPY], attachments=[SOURCE])
        return made[what]

    return make


def signed(data, field="chair", who=Officer):
    about = {**CHAIRS, "signed_at": SIGNED_AT}
    return signing.sign(data, field=field, signer=opened(who.username), **about)


@pytest.fixture
def original(pdf):
    return pdf("officer", "secretary")


@pytest.fixture
def paper(db, pdf, original):
    """Issued with the chair's signature, then with the secretary's."""
    paper = make_paper(code=CODE)
    with transaction.atomic():
        for data in (pdf("officer"), original):
            paper.add_file(keep(data, mime="application/pdf"), kind="issued", at=SIGNED_AT)
    return paper


@pytest.fixture
def other(db):
    return make_paper(code=OTHER, number="০৫.৪৭.৮৫৯২.০০০.০১.০০২.২৪.৯৯")


def kept_as(data):
    """The first answer alone, which is all that makes a file the issued one."""
    return file_of(hashlib.sha256(data).hexdigest())


# ── The issued file ─────────────────────────────────────────────────────────────────────────────


def test_the_issued_file_is_the_issued_paper(paper, original):
    verdict = verdict_on(original)
    assert (verdict.issued, verdict.status, verdict.stands) == (True, "current", True)
    assert (verdict.paper, verdict.later, verdict.claims) == (paper, None, [])
    assert verdict.sha256 == hashlib.sha256(original).hexdigest()
    assert [
        (each.signer, each.intact, each.trusted, each.covers_whole_file)
        for each in verdict.signatures
    ] == [(Officer.name, True, True, True), (Secretary.name, True, True, True)]


# The states of a paper are the same whatever its bytes; these take no process to look into.
BYTES, EARLIER, SCAN = b"issued", b"issued, with fewer signatures", b"the scan of a signed print"


@pytest.fixture
def plain(db):
    """A paper of two stages, with the scan of a signed print."""
    paper = make_paper()
    with transaction.atomic():
        for data, kind in ((EARLIER, "issued"), (BYTES, "issued"), (SCAN, "scan")):
            paper.add_file(keep(data, mime="application/pdf"), kind=kind)
    return paper


def told(data):
    verdict = verdict_on(data)
    return verdict.issued, verdict.status, verdict.stands


def test_what_became_of_a_paper_is_told_of_its_files(plain, other):
    assert told(BYTES) == (True, "current", True)
    plain.void()
    assert told(BYTES) == told(EARLIER) == (True, "void", False)


def test_a_corrected_paper_is_told_as_corrected(plain, other):
    plain.supersede(by_paper=other)
    assert told(BYTES) == told(EARLIER) == (True, "superseded", False)
    assert verdict_on(BYTES).paper.superseded_by == other


def test_an_earlier_stage_was_issued_and_is_not_the_last_word(plain):
    assert told(EARLIER) == (True, "superseded", False)
    assert verdict_on(EARLIER).later == plain.issued_file
    assert verdict_on(EARLIER).later.document.read() == BYTES


def test_the_scan_an_office_keeps_is_no_issued_file(plain):
    assert told(SCAN) == (False, "unknown", False)
    verdict = verdict_on(SCAN)
    assert (verdict.is_scan, verdict.paper, verdict.later) == (True, plain, None)


# ── Forgeries ───────────────────────────────────────────────────────────────────────────────────


@tried("flipped", few=50, short=2000, full=EACH)
def test_no_flip_of_a_bit_is_the_issued_file(paper, original, flipped):
    taken_for_issued = [place for place, data in flips(original, flipped) if kept_as(data)]
    assert taken_for_issued == []
    assert kept_as(original) == paper.issued_file


@tried("flipped", few=5, short=50, full=2000)
def test_a_sample_of_flips_gets_no_better_answer_from_its_signatures(paper, original, flipped):
    for _, data in flips(original, flipped, seed=7):
        try:
            found = judged(data)
        except Exception:
            continue  # nothing is told of them at all
        assert not all(each["covers_whole_file"] for each in found)


def judged(data):
    """What the process for it finds of the signatures, in this process, which is quicker."""
    return examiner.judge(data, roots=trusted_certificates())


def saved_again(data):
    with pikepdf.open(io.BytesIO(data)) as file:
        return packed(file)


def packed(file):
    output = io.BytesIO()
    file.save(output)
    return output.getvalue()


def signatures_taken_out(data):
    """With their fields, and saved."""
    with pikepdf.open(io.BytesIO(data)) as file:
        del file.Root.AcroForm
        for page in file.pages:
            del page["/Annots"]
        return packed(file)


def pages_in_another_order(data):
    with pikepdf.open(io.BytesIO(data)) as file:
        file.pages.reverse()
        return packed(file)


def within_a_portfolio(data):
    with pikepdf.new() as file:
        file.add_blank_page()
        file.attachments["paper.pdf"] = data
        return packed(file)


FORGERIES = {
    **{change.__name__: lambda data, change=change: added_to(data, change) for change in ADDITIONS},
    "strip_signature": lambda data: added_to(data, strip_signature),
    "a byte behind": lambda data: data + b"\n",
    "a byte in front": lambda data: b"\n" + data,
    "cut": lambda data: data[:-6],
    "saved again": saved_again,
    "twice": lambda data: data + data,
    "signatures taken out": signatures_taken_out,
    "pages in another order": pages_in_another_order,
    "inside another file": within_a_portfolio,
    "another version": lambda data: data.replace(b"%PDF-1.7", b"%PDF-1.6", 1),
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_no_change_of_the_file_leaves_it_the_issued_one(paper, original, forgery):
    forged = FORGERIES[forgery](original)
    assert forged != original
    assert kept_as(forged) is None
    # Nor does any signature say that the file is whole; those that cannot be read say nothing.
    try:
        found = judged(forged)
    except Exception:
        return
    assert not any(each["covers_whole_file"] for each in found)


def test_there_are_twenty_structural_forgeries():
    assert len(FORGERIES) >= 20


@pytest.fixture
def impostor(settings, tmp_path):
    """The officer's name in a certificate that somebody made for himself."""
    trusted = settings.TRUST_ROOTS
    by = Authority("পরীক্ষার প্রত্যয়নকারী")
    give_keys(settings, tmp_path / "forged", Officer, by=by, trusted=False)
    settings.TRUST_ROOTS = trusted


def test_what_is_no_issued_file_is_named_by_what_it_is(paper, pdf, original):
    """The signed one: altered; without signatures: a copy; another text: another file."""
    files = {
        "": original,
        "altered": FORGERIES["a byte behind"](original),
        "copy": signatures_taken_out(original),
        "other": pdf("officer", text="সকলকে টাকা দেওয়া হবে।"),
    }
    assert {name: verdict_on(data).finding for name, data in files.items()} == {
        name: name for name in files
    }
    assert verdict_on(saved_again(original)).finding in ("altered", "unread")
    assert (
        verdict_on(b"%PDF-1.7").finding == "unread"
    )  # nothing can be said of what cannot be opened


def test_a_paper_signed_by_a_self_made_certificate_is_nothing(paper, pdf, impostor):
    verdict = verdict_on(signed(pdf(text="সকলকে টাকা দেওয়া হবে।")))
    assert (verdict.issued, verdict.status, verdict.paper) == (False, "unknown", None)
    assert [(each.signer, each.trusted) for each in verdict.signatures] == [(Officer.name, False)]
    assert verdict.finding == "unknown_certificate"
    assert verdict.claims == [paper]


def test_a_second_signature_in_the_officers_name_makes_it_another_file(paper, original, impostor):
    verdict = verdict_on(signed_anew(original, opened(Officer.username)))
    assert not verdict.issued
    # The true ones no longer hold; the one that covers the file is nobody's.
    assert [(each.trusted, each.covers_whole_file) for each in verdict.signatures] == [
        (False, False), (False, False), (False, True),
    ]  # fmt: skip
    assert verdict.claims == [paper]


def test_a_true_signature_on_what_was_not_issued_makes_it_no_paper(paper, pdf):
    """The officer's own key: every signature without fault, and still not the issued file."""
    verdict = verdict_on(pdf("officer", text="সকলকে টাকা দেওয়া হবে।"))
    assert [(each.intact, each.trusted, each.covers_whole_file) for each in verdict.signatures] == [
        (True, True, True)
    ]
    assert (verdict.issued, verdict.status, verdict.paper) == (False, "unknown", None)
    assert verdict.claims == [paper]


def test_what_only_bears_the_code_of_a_paper_is_named_and_is_not_the_paper(paper, original, other):
    verdict = verdict_on(saved_again(original))
    assert (verdict.issued, verdict.paper, verdict.claims) == (False, None, [paper])


def test_a_swapped_qr_code_is_seen_beside_the_printed_code(paper, pdf, other):
    found = codereading.answer(pdf(qr=OTHER), mime="application/pdf")
    assert found == {"qr": [OTHER], "written": [CODE]}
    assert verdict_on(pdf(qr=OTHER)).claims == [other, paper]


def test_codes_that_nobody_was_given_name_no_paper(db, pdf):
    assert verdict_on(pdf()).claims == []


@pytest.mark.parametrize(
    ("data", "signatures", "unread"),
    [
        (b"", [], False),
        (b"no PDF at all", [], False),
        (b"%PDF-1.7 broken", None, True),
    ],
)
def test_whatever_comes_gets_an_answer(db, data, signatures, unread):
    verdict = verdict_on(data)
    assert (verdict.issued, verdict.status, verdict.paper) == (False, "unknown", None)
    assert verdict.signatures == signatures
    assert bool(verdict.claims_unread) == unread
    assert bool(verdict.signatures_unread) == unread


# ── On the page ─────────────────────────────────────────────────────────────────────────────────

GREEN = "answer-good"


def page_about(client, data, url="/verify/"):
    answer = client.post(url, {"file": SimpleUploadedFile("কাগজ.pdf", data)})
    assert answer.status_code == 200
    return answer.content.decode()


def drawn_page(verdict, **more):
    """The page that tells of a verdict."""
    told = verifying._told_of(verdict.paper) if verdict.paper else None
    context = {"verdict": verdict, "told": told, "form": UploadForm()} | more
    return render_to_string("documents/result.html", context)


def large_words(page):
    return re.search(r"<h1>(.*?)</h1>", page)[1]


def words(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_the_issued_file_is_green(client, paper, original):
    page = page_about(client, original)
    assert large_words(page) == "এটিই জারি করা কাগজ"
    assert GREEN in page


def test_what_was_never_issued_is_never_green_whoever_signed_it(client, paper, pdf):
    """The officer's own key: three answers, and only the first decides."""
    page = page_about(client, pdf("officer", text="সকলকে টাকা দেওয়া হবে।"))
    assert large_words(page) == "এটি জারি করা ফাইল নয়"
    assert GREEN not in page
    page = words(page)
    assert "ফাইলটি কি হুবহু জারি করা ফাইল? না।" in page
    assert "স্বাক্ষর ঠিক থাকলেও ফাইলটি জারি করা ফাইল হয়ে যায় না" in page
    assert "সার্টিফিকেট বিশ্বস্ত কর্তৃপক্ষের" in page
    assert f"স্মারক {paper.number} , ২৪ মার্চ ২০২৪" in page
    assert "ফাইলটি সেই কাগজ নয়" in page
    # Nothing of the true paper but what its own page tells anybody.
    assert "paper.pdf" not in page


def test_only_the_last_file_of_a_standing_paper_is_green(plain, other):
    assert GREEN in drawn_page(verdict_on(BYTES))
    assert large_words(drawn_page(verdict_on(BYTES))) == "এটিই জারি করা কাগজ"
    said = {
        EARLIER: "ফাইলটি আসল, কিন্তু শেষ কপি নয়",
        SCAN: "এটি কার্যালয়ের রাখা স্ক্যান",
        b"anything": "এটি জারি করা ফাইল নয়",
    }
    for data, large in said.items():
        page = drawn_page(verdict_on(data))
        assert large_words(page) == large
        assert GREEN not in page

    plain.supersede(by_paper=other)
    for data in (BYTES, EARLIER):
        page = drawn_page(verdict_on(data))
        assert large_words(page) == "ফাইলটি আসল, কিন্তু পরে সংশোধিত"
        assert GREEN not in page
        assert f'href="{other.get_absolute_url()}"' in page


def test_a_void_paper_is_not_green(plain):
    plain.void()
    for data in (BYTES, EARLIER):
        page = drawn_page(verdict_on(data))
        assert large_words(page) == "ফাইলটি আসল, কিন্তু কাগজটি বাতিল"
        assert GREEN not in page


def test_a_file_of_another_paper_than_the_one_asked_about_is_noticed(plain, other):
    told = "ফাইলটি সেটির নয়, অন্য একটি কাগজের"
    assert told in words(drawn_page(verdict_on(BYTES), asked=other))
    assert told not in words(drawn_page(verdict_on(BYTES), asked=plain))
    assert told not in words(drawn_page(verdict_on(BYTES)))


def test_what_could_not_be_looked_at_is_said(db):
    page = words(
        drawn_page(
            Verdict(
                sha256="0" * 64,
                signatures=None,
                signatures_unread="কারণ এক।",
                claims=None,
                claims_unread="কারণ দুই।",
            )
        )
    )
    assert "দেখা যায়নি। কারণ এক।" in page
    assert "জানা যায়নি। কারণ দুই।" in page


# ── By command ──────────────────────────────────────────────────────────────────────────────────


def verified(*paths):
    """The lines the command prints, and what it says when it does not succeed."""
    out = StringIO()
    try:
        call_command("verify", *map(str, paths), stdout=out)
        refusal = None
    except CommandError as error:
        refusal = str(error)
    return [json.loads(line) for line in out.getvalue().splitlines()], refusal


def test_the_command_succeeds_for_issued_standing_files_alone(paper, plain, original, tmp_path):
    files = {
        "issued.pdf": original,
        "plain.txt": BYTES,
        "earlier.txt": EARLIER,
        "scan.txt": SCAN,
        "forged.pdf": original + b"\n",
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)

    lines, refusal = verified(tmp_path / "issued.pdf", tmp_path / "plain.txt")
    assert refusal is None
    assert {
        "file": str(tmp_path / "issued.pdf"),
        "issued": True,
        "status": "current",
        "memo": paper.number,
    }.items() <= lines[0].items()
    assert [
        {key: signature[key] for key in ("signer", "intact", "trusted", "covers_whole_file")}
        for signature in lines[0]["signatures"]
    ] == [
        {"signer": who.name, "intact": True, "trusted": True, "covers_whole_file": True}
        for who in (Officer, Secretary)
    ]

    lines, refusal = verified(*(tmp_path / name for name in files if name != "issued.pdf"))
    assert refusal == "৪টি ফাইলের ৩টি জারি করা বহাল কাগজ নয়।"
    assert [(each["issued"], each["status"], each["memo"], each["kind"]) for each in lines] == [
        (True, "current", plain.number, "issued"),
        (True, "superseded", plain.number, "issued"),
        (False, "unknown", plain.number, "scan"),
        (False, "unknown", None, None),
    ]
    assert [each["later_stage"] for each in lines] == [False, True, False, False]
    assert lines[-1]["claims"] == [{"memo": paper.number, "status": "current"}]


@pytest.mark.parametrize("fate", ["void", "superseded"])
def test_the_command_does_not_succeed_for_what_no_longer_stands(plain, other, tmp_path, fate):
    (tmp_path / "a").write_bytes(BYTES)
    if fate == "void":
        plain.void()
    else:
        plain.supersede(by_paper=other)
    (line,), refusal = verified(tmp_path / "a")
    assert (line["issued"], line["status"]) == (True, fate)
    assert line["superseded_by"] == (other.number if fate == "superseded" else None)
    assert refusal == "১টি ফাইলের ১টি জারি করা বহাল কাগজ নয়।"


def test_a_file_that_cannot_be_read_is_named(plain, tmp_path):
    (tmp_path / "a").write_bytes(BYTES)
    lines, refusal = verified(tmp_path / "a", tmp_path / "gone.pdf")
    assert [line["issued"] for line in lines] == [True]
    assert refusal == f"ফাইল পড়া গেল না: {tmp_path / 'gone.pdf'}।"
