"""What a letter says when it is begun, and that a reader of its paper finds every word of it."""

import json

import pytest

from bangla.digits import to_ascii
from letters.making import begin, content_for
from letters.models import Letter
from letters.printing import PAPERS
from meetings.interchange import store
from papers.drawing import paper_of
from tests.documents.reading import pypdf_text
from tests.factories import make_issued
from tests.letters.conftest import Kind, fresh, send
from tests.papers.reading import words_printed


def blocks_of(content):
    return [block["name"] for block in paper_of(content)["blocks"]]


def test_a_notice_says_who_sits_when_where_and_about_what(planned):
    content = content_for(Kind.NOTICE, meeting=fresh(planned))

    assert blocks_of(content) == [
        "letterhead", "memo", "subject", "body", "head", "agenda", "signatory", "distribution",
        "memo", "distribution", "copy_signatory",
    ]  # fmt: skip
    assert content["agenda"]["topics"] == ["ওয়েব পোর্টাল হালনাগাদ", "ই-নথি ব্যবহারের অগ্রগতি"]
    members, copies = content["distribution"]
    assert members["recipients"] == [
        "উপজেলা কৃষি অফিসার, উপজেলা কার্যালয়, মেঘডুবি।",
        "উপজেলা শিক্ষা অফিসার, উপজেলা কার্যালয়, মেঘডুবি।",
    ]
    assert copies["recipients"] == ["জেলা প্রশাসক, শালবন।", "অফিস কপি।"]


def test_members_stay_one_line_where_the_lists_of_the_office_have_one(planned):
    planned.distribution = [
        {"heading": "বিতরণ:", "numbering": "১।", "recipients": ["সদস্য (সকল), উপজেলা আইসিটি কমিটি।"]}
    ]

    lists = content_for(Kind.NOTICE, meeting=planned)["distribution"]

    assert [each["recipients"] for each in lists] == [["সদস্য (সকল), উপজেলা আইসিটি কমিটি।"]]


@pytest.mark.parametrize("paper", ["notice", "letter"])
def test_every_word_is_found_in_the_paper(planned, paper):
    kind = {"notice": Kind.NOTICE, "letter": Kind.FORWARDING}[paper]
    content = content_for(kind, meeting=fresh(planned))

    _, pdf = PAPERS[paper].draw(fresh(planned), None)

    text = "".join(pypdf_text(pdf).split())
    assert [word for word in words_printed(content) if word not in text] == []


def test_sample_002_comes_out_in_its_order_and_words(shared, cast):
    (file,) = (shared / "seeds").glob("002_*.json")
    sample = json.loads(file.read_text("utf-8"))
    report = store(sample, office=cast.shalbon, by=None)[0]

    content = content_for(Kind.FORWARDING, meeting=report)

    cover = sample["order"][: sample["order"].index("page_break")]
    assert blocks_of(content) == cover
    assert content["letter"] == sample["letter"]
    assert content["signatory"] == sample["signatory"]
    _, pdf = PAPERS["letter"].draw(report, None)
    text = "".join(pypdf_text(pdf).split())
    assert [word for word in words_printed(sample) if word not in text] == []


def test_a_forwarding_letter_cites_the_minutes_and_counts_their_pages(cast, meeting):
    make_issued(meeting, author=cast.staff, officer=cast.officer)
    from unittest.mock import patch

    with patch("letters.making.pages_in", lambda pdf: 3):
        letter = begin(Kind.FORWARDING, by=cast.staff, meeting=meeting)

    said = letter.content["letter"]
    assert said["enclosure"] == "বর্ণনামতে-০৩ (তিন) পাতা।"
    assert fresh(meeting).paper.number in said["reference"]


def test_the_pages_are_those_of_the_file_that_went_out(planned, cast):
    """Nothing stands in the place of the count: a real paper of one page and its second."""
    from documents.pagecount import pages_in

    letter = send(Kind.NOTICE, planned, cast)

    assert pages_in(letter.paper.issued_file.document.read()) == 2


def test_a_second_person_finds_the_draft_that_is_there(planned, cast):
    first = begin(Kind.NOTICE, by=cast.staff, meeting=planned)

    assert begin(Kind.NOTICE, by=cast.officer, meeting=planned) == first
    assert Letter.objects.count() == 1


def test_a_paper_that_brings_no_meeting_cites_what_it_answers(cast):
    from datetime import date

    from letters.models import Incoming

    incoming = Incoming.objects.create(
        office=cast.meghdubi, docket=1, year=2026, sender="জেলা প্রশাসক\nশালবন",
        number="০৫.৪৭.০০০০.০০১.০২.০০১.২৬.৬৪", dated_on=date(2026, 6, 11), subject="তথ্য প্রেরণ।",
        received_on=date(2026, 6, 12),
    )  # fmt: skip

    letter = begin(Kind.REPLY, by=cast.staff, incoming=incoming)

    said = letter.content["letter"]
    assert said["recipient"] == ["জেলা প্রশাসক", "শালবন"]
    assert "২৬.৬৪; তারিখ: ১১ জুন ২০২৬" in said["reference"]
    assert list(Incoming.objects.owed()) == [incoming]
    assert paper_of(letter.content)["title"] == "তথ্য প্রেরণ।"


def test_the_number_in_brackets_counts_members_and_the_endorsement_its_copies(
    planned, cast, drawn_small
):
    letter = send(Kind.NOTICE, planned, cast)

    memo = letter.paper.memo
    assert (memo.copies, memo.endorsed_copies) == (2, 2)
    assert to_ascii(letter.content["memo"]["copy_number_as_printed"]).endswith("/1(2)")


def test_minutes_without_a_number_are_forwarded_as_a_draft_only(meeting):
    content = content_for(Kind.FORWARDING, meeting=meeting)

    assert content["letter"]["enclosure"] == "বর্ণনামতে।"
