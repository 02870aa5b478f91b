"""A page for each recipient: alone in a file to send, bound with the paper in one to print."""

import io
import re

import pikepdf
import pytest

from documents.rendering import render_pdf
from letters import merging
from memos import actions
from memos.models import Copy
from tests.documents.reading import (
    differing_pixels,
    pdfium_text,
    pdftotext,
    pymupdf_text,
    pypdf_text,
)
from tests.factories import content_in, make_copies, make_meeting, make_post
from tests.keys import give_keys, opened
from tests.memos.conftest import make_approved
from tests.proof import tried

pytestmark = pytest.mark.once

READERS = [pdftotext, pypdf_text, pymupdf_text, pdfium_text]
NAMES = [
    "জেলা প্রশাসক, শালবন।",
    "মাননীয় প্রতিমন্ত্রীর একান্ত সচিব\nতথ্য ও যোগাযোগ প্রযুক্তি বিভাগ\nডাক, টেলিযোগাযোগ ও তথ্যপ্রযুক্তি মন্ত্রণালয়\n"
    "বিসিসি ভবন (৫ম তলা), ই-১৪/এক্স\nআগারগাঁও, ঢাকা-১২০৭।\n(মন্ত্রী মহোদয়ের অবগতির জন্য)",
    "Programmer, ICT Division, Dhaka-1207",
    "ভেটেরিনারি সার্জন, নলডাঙ্গা",
]
# A word of each that stands in no other and not in the paper.
TELLING = ["প্রশাসক", "প্রতিমন্ত্রীর", "Programmer", "ভেটেরিনারি"]


@pytest.fixture
def memo(drawn_memo):
    """Issued minutes to four recipients."""
    make_copies(drawn_memo, len(NAMES), recipient=lambda number: NAMES[number - 1])
    return drawn_memo


def merged(memo, **how):
    sent = merging.sent_by(memo)
    parts = [
        merging.addressed(sent, some) for some in merging.chunks(merging.recipients_of(memo, sent))
    ]
    return merging.bind(sent, parts, **how)


def pages_in(pdf):
    return pdftotext(pdf).split("\f")[:-1]


def all_that_is_in(pdf):
    """Every string, name and unpacked stream of a file, in the ways text is spelt there."""
    told = []
    with pikepdf.open(io.BytesIO(pdf)) as file:
        for thing in file.objects:
            if isinstance(thing, pikepdf.Stream):
                told.append(thing.read_bytes())
            told += _strings(thing)
    whole = b"\n".join(told)
    spelt = re.findall(rb"<([0-9a-fA-F]{4,})>", whole)
    return whole + b"\n".join(bytes.fromhex(each.decode()[: len(each) // 2 * 2]) for each in spelt)


def _strings(thing):
    match thing:
        case pikepdf.String():
            yield bytes(thing)
            yield str(thing).encode()
        case pikepdf.Dictionary() | pikepdf.Stream():
            for key, value in thing.items():
                yield key.encode()
                if not getattr(value, "is_indirect", False):
                    yield from _strings(value)
        case pikepdf.Array():
            for value in thing:
                if not getattr(value, "is_indirect", False):
                    yield from _strings(value)


def is_in(word, pdf):
    whole = all_that_is_in(pdf)
    return any(word.encode(way) in whole for way in ("utf-8", "utf-16-be", "utf-16-le"))


# --- To send --------------------------------------------------------------------------------------


def test_a_file_to_send_tells_of_its_recipient_and_of_no_other(memo):
    for number, copy in enumerate(memo.sent_copies.all()):
        file = merging.copy_file(copy)
        said = [reader(file) for reader in READERS]
        for other, word in enumerate(TELLING):
            is_own = other == number
            assert [word in text for text in said] == [is_own] * len(READERS), (word, copy)
            assert is_own or not is_in(word, file), (word, copy)


def test_what_looks_for_a_name_in_a_file_finds_it(memo):
    """The control of the test above: in the file of all, each is found, by word and in its bytes."""
    file = merging.drawn(sent := merging.sent_by(memo), merging.recipients_of(memo, sent))[1]
    assert all(word in reader(file) for word in TELLING for reader in READERS)
    assert is_in("Programmer", render_pdf("<html><title>Programmer</title><p>x</p></html>"))


def test_a_file_to_send_says_what_is_sent(memo):
    copy = memo.sent_copies.first()
    page = " ".join(pdftotext(merging.copy_file(copy), "-layout").split())
    sha256 = memo.paper.issued_file.document.sha256
    for said in (
        f"স্মারক নম্বর: {copy.number}",
        "অনুলিপি জ্ঞাতার্থে/কার্যার্থে:",
        "জনাব, জেলা প্রশাসক, শালবন।",
        f"স্মারক নম্বর {memo.number}",
        "পৃষ্ঠা ০২ (দুই) পাতা",
        f"যাচাই কোড {memo.paper.printed_code}",
        f"SHA-256 {sha256[:4]} {sha256[4:8]} {sha256[8:12]} {sha256[12:16]} …",
        "(তানজিলা হক)",
        "পৃষ্ঠা ১/১",
    ):
        assert said in page, said


def test_a_file_to_send_is_the_same_whenever_it_is_drawn(memo):
    copy = memo.sent_copies.last()
    assert merging.copy_file(copy) == merging.copy_file(copy)


# --- To print -------------------------------------------------------------------------------------


def test_each_recipient_has_a_page_and_the_paper_behind_it(memo):
    pages = pages_in(merged(memo))
    paper = pages_in(memo.paper.issued_file.document.read())
    length = 1 + len(paper)
    assert len(pages) == len(NAMES) * length
    for number, name in enumerate(NAMES):
        cover, *body = pages[number * length : (number + 1) * length]
        assert [word in cover for word in TELLING] == [each in name for each in TELLING]
        assert "পৃষ্ঠা ১/১" in cover
        assert [page.split() for page in body] == [page.split() for page in paper]


def test_a_page_to_print_looks_like_the_one_to_send(memo, tmp_path):
    sent = merging.sent_by(memo)
    recipients = merging.recipients_of(memo, sent)
    together = merging.drawn(sent, recipients)[1]
    with pikepdf.open(io.BytesIO(together)) as file:
        for number in (0, 1):
            one, out = pikepdf.new(), io.BytesIO()
            one.pages.append(file.pages[number])
            one.save(out)
            alone = merging.drawn(sent, [recipients[number]])[1]
            place = tmp_path / str(number)
            place.mkdir()
            assert differing_pixels(out.getvalue(), alone, place) == [0]


@tried("count", few=40, short=100, full=300)
def test_what_all_copies_share_is_in_the_file_once(memo, count):
    Copy.objects.filter(memo=memo).delete()
    make_copies(memo, count)
    before = memo.paper.issued_file.document
    sent = merging.sent_by(memo)
    share = len(merging.drawn(sent, merging.recipients_of(memo, sent))[1]) + len(sent.pdf)
    assert len(merged(memo)) <= 1.5 * share
    assert len(merged(memo)) < len(sent.pdf) + count * 2_000
    after = memo.paper.issued_file.document
    assert (after.sha256, after.read()) == (before.sha256, sent.pdf)


def test_a_copy_that_is_printed_on_both_sides_begins_on_a_sheet_of_its_own(memo):
    pages = pages_in(merged(memo, double_sided=True))
    assert len(pages) % 2 == 0
    starts = [number for number, page in enumerate(pages) if "জনাব," in page]
    assert starts == list(range(0, len(pages), len(pages) // len(NAMES)))
    assert pages[starts[1] - 1].strip() == ""


def test_a_stamp_of_a_signature_is_printed_and_is_no_signature(cast, settings, tmp_path):
    give_keys(settings, tmp_path / "keys", cast.officer)
    meeting = make_approved(cast, distribution=[])
    line = actions.issue(meeting=meeting, by=cast.officer, signer=opened("officer"))
    make_copies(line, 1)
    file = merged(line)
    with pikepdf.open(io.BytesIO(file)) as bound:
        assert "/AcroForm" not in bound.Root
        body, out = pikepdf.new(), io.BytesIO()
        body.pages.extend(list(bound.pages)[1:])
        body.save(out)
    signed = line.paper.issued_file.document.read()
    assert set(differing_pixels(out.getvalue(), signed, tmp_path)) == {0}


def test_an_address_longer_than_its_page_goes_on(memo):
    Copy.objects.filter(memo=memo).update(recipient="\n".join(f"লাইন {n}" for n in range(60)))
    sent = merging.sent_by(memo)
    part = merging.addressed(sent, merging.recipients_of(memo, sent))
    assert set(part.counts) != {1}
    pages = pages_in(part.pdf)
    assert len(pages) == sum(part.counts)
    assert "লাইন 59" in pages[part.counts[0] - 1]
    assert f"পৃষ্ঠা ১/{'০১২৩৪'[part.counts[0]]}" in pages[0]


# --- Whom -----------------------------------------------------------------------------------------

BLANK = {
    "heading": "অনুলিপি জ্ঞাতার্থে/কার্যার্থে:",
    "numbering": None,
    "recipients": [],
    "blank_address": ["জনাব,", "....., নাটোর"],
}


@pytest.mark.parametrize(
    ("said", "lines"),
    [
        ("সহকারী প্রোগ্রামার, সিংড়া।", ["জনাব,", "সহকারী প্রোগ্রামার, সিংড়া, নাটোর"]),
        ("সহকারী প্রোগ্রামার, নাটোর সদর, নাটোর।", ["জনাব,", "সহকারী প্রোগ্রামার, নাটোর সদর, নাটোর।"]),
        ("সহকারী প্রোগ্রামার\nসিংড়া", ["জনাব,", "সহকারী প্রোগ্রামার", "সিংড়া, নাটোর"]),
    ],
)
def test_the_blank_of_an_address_is_filled_in(cast, said, lines):
    sent = merging.Sent(content_in(distribution=[BLANK]), cast.meghdubi)
    copy = Copy(number="১", heading=BLANK["heading"], recipient=said, purpose="both")
    assert merging.recipient_of(copy, sent).lines == lines


def test_a_list_that_names_nobody_leaves_the_blank_to_be_filled_by_hand(cast):
    (only,) = merging.expected(content_in(distribution=[BLANK]), cast.meghdubi)
    assert only.lines == BLANK["blank_address"]


def test_what_stays_in_the_office_is_addressed_to_nobody(cast):
    *_, last = merging.expected(content_in(), cast.meghdubi)
    assert (last.heading, last.lines) == ("নথির জন্য:", ["অফিস কপি।"])


def test_a_draft_has_a_marked_page_for_each_of_a_class(cast):
    lists = [
        {"heading": "বিতরণ:", "numbering": "১)", "recipients": ["সহকারী প্রোগ্রামার (সকল)", "অফিস কপি"]}
    ]
    for office in (cast.noldanga, cast.charghat):
        make_post(office, "সহকারী প্রোগ্রামার")
    make_post(cast.meghdubi, "সহকারী প্রোগ্রামার")
    meeting = make_meeting(cast.committee, by=cast.staff, distribution=lists)
    html, file = merging.draw_copies(meeting)
    pages = pages_in(file)
    assert len(pages) == 2
    assert "মেঘডুবি" in pages[0]
    assert 'class="draft"' in html
    assert merging.draw_copies(meeting, to=2)[1] != file
    for wrong in (0, 3):
        with pytest.raises(merging.NoRecipients, match="২"):
            merging.draw_copies(meeting, to=wrong)


def test_nobody_to_write_to_is_said(cast):
    meeting = make_meeting(cast.committee, by=cast.staff, distribution=[])
    with pytest.raises(merging.NoRecipients, match="কোনো প্রাপক নেই"):
        merging.draw_copies(meeting)


def test_an_english_paper_has_english_pages(cast):
    content = content_in(
        "district_ict",
        title="Minutes of the ICT committee",
        committee="ICT Committee",
        columns=["No.", "Discussion", "Decision", "Implementer"],
        head=[],
        letterhead={
            "government": "Government",
            "office": "Office of the UNO",
            "section": None,
            "website": None,
        },
    )
    sent = merging.Sent(content, cast.meghdubi)
    html, _ = merging.drawn(sent, merging.expected(content, cast.meghdubi)[:1])
    assert "Subject:" in html
    assert "বিষয়" not in html
