"""Extracts: for one implementer what charges them, with the serials, letters and words of the paper."""

import io
import json
from copy import deepcopy

import pytest
from django.core.management import CommandError, call_command

from bangla.digits import to_bengali
from letters.extracts import NoSuchExtract, implementers_of
from letters.making import content_for
from letters.models import Letter
from letters.printing import draw_extract
from meetings.interchange import read, store
from meetings.models import Meeting
from papers.drawing import paper_html
from tests.documents.reading import pdfium_read, pdftotext
from tests.factories import content_in, item_of, make_issued, make_meeting
from tests.memos.test_words_found import lost
from tests.papers.reading import table_of, words_of


def extract_content(meeting, number):
    return content_for(Letter.Kind.EXTRACT, meeting=meeting, number=number)


def fresh(meeting):
    return Meeting.objects.with_paper().get(pk=meeting.pk)


def charging(*items):
    """Items, each {label: [implementers]} or the one cell of all its decisions."""
    keys = content_in()["column_keys"]
    for number, told in enumerate(items, 1):
        item = item_of(
            keys, f"০{to_bengali(number)}", f"বিষয় {number}", ["প্রথম কাজ", "দ্বিতীয় কাজ", "তৃতীয় কাজ"]
        )
        if isinstance(told, str):
            item["implementers_as_printed"] = told
            told = [[], [], []]
        for decision, names in zip(item["decisions"], told, strict=True):
            decision["implementers"] = names
        yield item


@pytest.fixture
def charged(cast):
    items = charging(
        [["সহকারী প্রোগ্রামার"], ["দপ্তর প্রধান (সকল)।"], ["বাস্তবায়িত"]],
        "১। দপ্তর প্রধান (সকল)\n২। জেলা শিক্ষা অফিসার",
        [["সহকারী  প্রোগ্রামার", "জেলা শিক্ষা অফিসার,"], ["দপ্তর প্রধান(সকল)"], ["সহকারী প্রোগ্রামার।"]],
    )
    return make_meeting(cast.committee, by=cast.staff, items=list(items))


def test_each_implementer_stands_once_in_the_order_of_the_paper(charged):
    """Spaces, a full stop, the brackets of a class make nobody another; done at the sitting is nobody."""
    found = implementers_of(fresh(charged))
    assert [each.printed for each in found] == [
        "সহকারী প্রোগ্রামার",
        "দপ্তর প্রধান (সকল)।",
        "জেলা শিক্ষা অফিসার",
    ]
    assert [len(each.decisions) for each in found] == [3, 5, 4]


def test_only_their_decisions_stand_there_as_in_the_paper(charged):
    content = extract_content(fresh(charged), 1)
    assert [item["serial"] for item in content["items"]] == ["০১", "০৩"]
    assert [[d["label"] for d in item["decisions"]] for item in content["items"]] == [
        ["ক"],
        ["ক", "গ"],
    ]
    assert content["items"][0]["topic"] == "বিষয় 1"
    assert content["items"][1]["decisions"][0]["implementers"] == [
        "সহকারী  প্রোগ্রামার",
        "জেলা শিক্ষা অফিসার,",
    ]
    assert content["letter"]["recipient"] == ["সহকারী প্রোগ্রামার"]
    # One cell for all decisions stays that cell.
    (item,) = [i for i in extract_content(fresh(charged), 3)["items"] if i["serial"] == "০২"]
    assert item["implementers_as_printed"] == "১। দপ্তর প্রধান (সকল)\n২। জেলা শিক্ষা অফিসার"
    assert len(item["decisions"]) == 3


def test_a_serial_that_the_paper_counts_itself_stays_the_same(cast):
    items = list(charging([["ক"], ["ক"], ["ক"]], [["খ"], ["খ"], ["খ"]]))
    for item in items:
        item["serial"] = None
    meeting = make_meeting(cast.committee, by=cast.staff, items=items)
    page = paper_html(extract_content(fresh(meeting), 2), draft=False)
    assert table_of(page)[0][0][0] == ("serial", 3, "২")


def test_it_cites_the_minutes_and_is_drawn_alone_or_with_all_others(cast, charged):
    make_issued(charged, author=cast.staff, officer=cast.officer)
    meeting = fresh(charged)
    page, pdf = draw_extract(meeting, 2)
    words = words_of(page)
    assert meeting.paper.number in " ".join(words)
    for text in (pdftotext(pdf), pdfium_read([(pdf, [])])[0][0]):
        assert lost(words, text) == set()
    page, pdf = draw_extract(meeting)
    pages = [text for text in pdftotext(pdf).split("\f") if text.strip()]
    assert len(pages) == 3
    assert lost(words_of(page), pdftotext(pdf)) == set()


def paper_words(content):
    return words_of(paper_html(content, draft=False))


@pytest.mark.parametrize("number", [0, 4, -1, 999])
def test_a_number_nobody_has_is_refused_and_says_how_many_there_are(charged, number):
    with pytest.raises(NoSuchExtract, match="৩ জন"):
        draw_extract(fresh(charged), number)


def test_minutes_that_charge_nobody_have_no_extract(cast):
    items = list(charging([[], ["বাস্তবায়িত।"], []]))
    meeting = make_meeting(cast.committee, by=cast.staff, items=items)
    assert implementers_of(fresh(meeting)) == []
    for number in (None, 1):
        with pytest.raises(NoSuchExtract, match="উদ্ধৃতাংশ হয় না"):
            draw_extract(fresh(meeting), number)


def test_the_decisions_of_real_papers_are_served_by_their_extracts(cast, shared):
    """Each decision that has an implementer stands in an extract, in its own words."""
    counted = []
    for file in sorted((shared / "seeds").glob("*.json")):
        content = read(file.read_bytes())
        meeting, _ = store(deepcopy(content), office=cast.meghdubi)
        found = implementers_of(fresh(meeting))
        counted.append(len(found))
        served = set()
        for number in range(1, len(found) + 1):
            extract = extract_content(fresh(meeting), number)
            served |= {
                (item["serial"], d["label"], d["text"])
                for item in extract["items"]
                for d in item["decisions"]
            }
        asked = {
            (item["serial"] or "০১২৩৪৫৬৭৮৯"[at], d["label"], d["text"])
            for at, item in enumerate(content["items"], 1)
            for d in item["decisions"]
            if d["implementers"] and d["implementers"] != ["বাস্তবায়িত"]
        }
        assert {json.dumps(each) for each in asked} == {json.dumps(each) for each in served}
    assert counted == [1, 3, 0, 1, 12]


def test_the_commands_draw_and_issue_them(cast, charged, tmp_path):
    def run(*arguments):
        call_command(*map(str, arguments), "-o", tmp_path / "out.pdf", stdout=io.StringIO())
        return pdftotext((tmp_path / "out.pdf").read_bytes())

    make_issued(charged, author=cast.staff, officer=cast.officer)
    assert "হাজিরা" in run("render", charged.pk, "attendance")
    assert run("render", charged.pk, "extract").count("\f") == 3
    with pytest.raises(CommandError, match="৩ জন"):
        run("render", charged.pk, "extract", "--to", "৪")
    issue = ["issue", charged.pk, "--paper", "extract", "--as", "officer", "--ink"]
    with pytest.raises(CommandError, match="একটি নম্বর দিন"):
        run(*issue)
    assert not charged.letters.exists()
    run(*issue, "--to", "2")
    letter = charged.letters.get()
    assert (letter.number, letter.state) == (2, "issued")
    assert letter.paper.number in run("render", charged.pk, "extract", "--to", "2")
