"""A district's summary for the meeting above: from accepted papers alone, for who may read them."""

import io
import sys
from datetime import date, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bangla.digits import to_bengali
from bangla.phrases import month_name
from offices.models import today
from papers.content import came_to
from submissions.models import Excuse, Submission
from submissions.summary import decisions_of
from submissions.views import summary
from tests.documents.reading import pdftotext, run
from tests.factories import give_post, make_committee, make_office, make_submission, make_user
from tests.submissions.conftest import ask_for
from tests.test_pages import text

MARKER = "শিমুলতলার"
MARCH = {"year": 2023, "part": "m3"}
DECIDED = [
    {
        "topic": "ওয়েব পোর্টাল",
        "decisions": [
            {
                "label": "ক", "text": f"{MARKER} তথ্য হালনাগাদ করতে হবে।",
                "implementers": ["সহকারী প্রোগ্রামার", "সকল অফিস প্রধান"], "due": "2024-04-15",
            },
            {"label": "খ", "text": "ছবি দিতে হবে।", "implementers": [], "due": None},
        ],
    },
    {
        "topic": "বিবিধ", "implementers_as_printed": "২। উপজেলা প্রকৌশলী",
        "decisions": [{"label": None, "text": "র‍্যাবের সঙ্গে সমন্বয় করতে হবে।", "implementers": []}],
    },
    {"topic": "সিদ্ধান্তহীন", "decisions": [{"label": None, "text": "", "implementers": []}]},
]  # fmt: skip


def content_of(meeting, **changes):
    members = [{"name": f"সদস্য {n}", "present": n < 7} for n in range(9)]
    return {
        "meeting": {"date": "2024-03-21"},
        "attendance": {"members": members},
        "items": DECIDED,
        **changes,
    }


@pytest.fixture
def march(cast, duty, issued):
    """Meghdubi's paper was accepted in its second version, Noldanga's meeting did not take place, a
    third sent nothing, a fourth's came and is not accepted, a fifth's went back."""
    back = {"state": "returned", "reason_code": "other", "remarks": "দেখুন"}
    decided = {"decided_by": cast.dc_staff, "decided_at": timezone.now()}
    make_submission(
        issued, duty, by=cast.staff, is_latest=False, **back, **decided,
        content=content_of(issued, items=[{"topic": "পুরোনো", "decisions": [{"text": "বাতিল কথা"}]}]),
    )  # fmt: skip
    make_submission(
        issued,
        duty,
        by=cast.staff,
        version=2,
        state="accepted",
        content=content_of(issued),
        **decided,
    )
    Excuse.objects.create(
        duty=duty, office=cast.noldanga, period_start=date(2024, 3, 1), reason="বন্যার কারণে",
        excused_by=cast.near_staff,
    )  # fmt: skip
    for name, fields in {"silent": None, "sent": {}, "back": {**back, **decided}}.items():
        office = make_office(name, parent=cast.shalbon)
        give_post(make_user(name), office, "staff")
        if fields is not None:
            make_submission(
                issued, duty, by=cast.staff, office=office, **fields,
                content=content_of(issued, items=[{"topic": "অগৃহীত কথা", "decisions": []}]),
            )  # fmt: skip
    return duty


def accept_more(cast, duty, meeting):
    """Accepted papers of five further upazilas."""
    for number in range(5):
        office = make_office(f"more-{number}", parent=cast.shalbon)
        give_post(make_user(f"more{number}"), office, "staff")
        duty.counterparts.create(office=office, committee=make_committee(office))
        make_submission(
            meeting, duty, by=cast.staff, office=office, state="accepted",
            content=content_of(meeting), decided_by=cast.dc_staff, decided_at=timezone.now(),
        )  # fmt: skip


def ask(user, office, name="summary", **query):
    return ask_for(name, user=user, office=office, **(query or MARCH))


def test_decisions_are_read_from_the_frozen_content():
    due = date(2024, 4, 15)
    assert decisions_of({"items": DECIDED}) == [
        (
            "ওয়েব পোর্টাল", f"(ক) {MARKER} তথ্য হালনাগাদ করতে হবে।",
            "সহকারী প্রোগ্রামার; সকল অফিস প্রধান", due,
        ),
        ("ওয়েব পোর্টাল", "(খ) ছবি দিতে হবে।", "", None),
        ("বিবিধ", "র‍্যাবের সঙ্গে সমন্বয় করতে হবে।", "২। উপজেলা প্রকৌশলী", None),
    ]  # fmt: skip
    assert came_to(
        {
            "attendance": {
                "members": [{"name": "ক", "present": True}, {"name": "খ", "present": False}]
            }
        }
    ) == (1, 2)
    assert came_to({"attendance": {"as_printed": "পরিশিষ্ট-ক", "members": []}}) == (None, None)
    assert came_to({}) == (None, None)


def test_a_summary_tells_what_was_decided_and_of_whom_there_is_nothing(cast, march):
    words = text(ask(cast.dc_staff, cast.shalbon))
    number = Submission.objects.get(state="accepted").paper.number
    for said in (
        "কার্যবিবরণীর সারসংক্ষেপ: মার্চ ২০২৪",
        "জারি করা নয়, স্মারক নম্বর নেই",
        f": সভা ২১ মার্চ ২০২৪ · স্মারক {number} · উপস্থিত ৯ জনের ৭ জন · সিদ্ধান্ত ৩টি",
        f"(ক) {MARKER} তথ্য হালনাগাদ করতে হবে। সহকারী প্রোগ্রামার; সকল অফিস প্রধান ১৫/০৪/২০২৪",
        "সভা হয়নি: উপজেলা কার্যালয়, নলডাঙ্গা (বন্যার কারণে)",
        "আসেনি: কার্যালয় silent",
        "এসেছে, এখনো গৃহীত হয়নি: কার্যালয় sent",
        "সংশোধনের জন্য ফেরত আছে: কার্যালয় back",
        # Owed five; accepted, decisions, excused, to review, returned, missing, still time.
        "সব মিলিয়ে ৫ ১ ৩ ১ ১ ১ ০ ১ ০",
    ):
        assert said in words


def test_nothing_is_read_from_a_paper_that_was_not_accepted(cast, march):
    words = text(ask(cast.dc_staff, cast.shalbon))
    assert "বাতিল কথা" not in words
    assert "অগৃহীত কথা" not in words


def test_a_quarter_takes_its_three_months_and_names_them(cast, march):
    words = text(ask(cast.dc_staff, cast.shalbon, year=2023, part="q3"))
    assert "কার্যবিবরণীর সারসংক্ষেপ: জানুয়ারি-মার্চ ২০২৪" in words
    assert f"{cast.meghdubi.name} (মার্চ ২০২৪)" in words
    assert "সব মিলিয়ে ১৫ ১ ৩ ১ ১ ১ ০ ১১ ০" in words
    assert MARKER not in text(ask(cast.dc_staff, cast.shalbon, year=2023, part="m2"))


def test_without_a_choice_it_is_the_last_month(cast, march):
    last = today().replace(day=1) - timedelta(days=1)
    client = Client()
    client.force_login(cast.dc_staff)
    page = text(client.get(reverse("submissions:summary", args=[cast.shalbon.pk])))
    said = f"{month_name(last.month)} {to_bengali(last.year)}"
    assert f"কার্যবিবরণীর সারসংক্ষেপ: {said}" in page
    wrong = client.get(reverse("submissions:summary", args=[cast.shalbon.pk]), {"part": "m13"})
    assert wrong.status_code == 400


@pytest.mark.once
def test_on_paper_every_word_is_found_under_the_offices_letterhead(cast, march, issued, tmp_path):
    cast.shalbon.letter_office = "জেলা প্রশাসকের কার্যালয়"
    cast.shalbon.save()
    answer = ask(cast.dc_staff, cast.shalbon, "summary_pdf")
    assert answer["Content-Type"] == "application/pdf"
    words = " ".join(pdftotext(answer.content).split())
    number = Submission.objects.get(state="accepted").paper.number
    for said in (
        cast.shalbon.letter_office, "মার্চ ২০২৪", f"{MARKER} তথ্য হালনাগাদ করতে হবে।",
        "র‍্যাবের সঙ্গে সমন্বয় করতে হবে।", "১৫/০৪/২০২৪", "বন্যার কারণে", "কার্যপত্র: জারি করা নয়",
        "পৃষ্ঠা ১/১", number,
    ):  # fmt: skip
        assert said in words
    accept_more(cast, march, issued)
    paper = tmp_path / "summary.pdf"
    paper.write_bytes(ask(cast.division_viewer, cast.shalbon, "summary_pdf").content)
    run(Path(sys.executable).with_name("outloud"), "--fail-on", "error", paper)


def test_more_than_a_paper_holds_is_refused_and_says_what_to_do(cast, march, monkeypatch):
    monkeypatch.setattr(summary, "MOST_DECISIONS", 2)
    answer = ask(cast.dc_staff, cast.shalbon, "summary_pdf")
    assert answer.status_code == 400
    assert "একটি মাস বা কমিটি বেছে নিন" in text(answer)


def test_the_spreadsheet_has_a_line_for_each_decision_and_each_silence(cast, march):
    answer = ask(cast.dc_staff, cast.shalbon, "summary_xlsx")
    glance, lines = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert [cell.value for cell in glance[3]] == ["সব মিলিয়ে", 5, 1, 3, 1, 1, 1, 0, 1, 0]
    rows = [[cell or "" for cell in row] for row in lines.iter_rows(min_row=2, values_only=True)]
    assert [row[1] for row in rows] == [
        *["গৃহীত"] * 3, "সভা হয়নি: বন্যার কারণে", "এসেছে, এখনো গৃহীত হয়নি",
        "সংশোধনের জন্য ফেরত আছে", "আসেনি",
    ]  # fmt: skip
    assert rows[0][2:] == [
        datetime(2024, 3, 21), Submission.objects.get(state="accepted").paper.number, 7, "ওয়েব পোর্টাল",
        f"(ক) {MARKER} তথ্য হালনাগাদ করতে হবে।", "সহকারী প্রোগ্রামার; সকল অফিস প্রধান",
        datetime(2024, 4, 15),
    ]  # fmt: skip


@pytest.mark.parametrize("person", ["other_dc_officer", "staff", "far_staff", "sister_officer"])
def test_nobody_else_reads_a_word_of_it(cast, march, person):
    user = getattr(cast, person)
    for name in ("summary", "summary_pdf", "summary_xlsx"):
        assert ask(user, cast.shalbon, name).status_code == 404
    own = user.postings.get().post.office
    assert MARKER not in text(ask(user, own))
    sheets = openpyxl.load_workbook(io.BytesIO(ask(user, own, "summary_xlsx").content))
    assert not any(MARKER in str(cell.value) for sheet in sheets for row in sheet for cell in row)


def test_the_questions_to_the_database_do_not_grow(cast, march, issued):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert ask(cast.dc_staff, cast.shalbon).status_code == 200
        return len(queries)

    before = asked()
    accept_more(cast, march, issued)
    assert asked() == before
