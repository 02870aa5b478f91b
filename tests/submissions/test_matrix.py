"""Offices × months: each cell says how it stands, to whom it may be said, with a fixed number of questions."""

import io
from datetime import date

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from submissions.matrix import expected_under, fiscal_year_of, years_of
from submissions.models import Excuse, Submission
from tests.factories import (
    give_post,
    make_committee,
    make_duty,
    make_office,
    make_submission,
    make_user,
)
from tests.submissions.conftest import ask_for, excused_in_june
from tests.test_pages import text

MARKER = "শিমুলতলার"


@pytest.fixture
def every_standing(cast, duty, issued):
    """A fiscal year in which every standing occurs."""
    decided = {"decided_by": cast.dc_staff, "decided_at": timezone.now()}
    for month, fields in {
        1: {"state": "accepted", **decided},
        2: {"state": "accepted", "first_sent_on": date(2024, 3, 20), **decided},
        3: {"state": "returned", "reason_code": "other", "remarks": "দেখুন", **decided},
        4: {"state": "sent"},
        5: {"state": "sent", "first_sent_on": date(2024, 6, 20)},
    }.items():
        make_submission(issued, duty, by=cast.staff, period_start=date(2024, month, 1), **fields)
    return excused_in_june(cast, duty)


def ask(user, office, name="matrix", **query):
    return ask_for(name, user=user, office=office, **query)


def row_of(response, office):
    """The words in the row of an office on the page."""
    body = response.content.decode()
    row = next(part for part in body.split("<tr>") if f'scope="row">{office.name}<' in part)
    return [text_of(cell) for cell in row.split("<td")[1:]]


def text_of(cell):
    words = cell.partition(">")[2].partition("</td>")[0]
    for gone in ('<span aria-hidden="true">', "</span>", "</a>"):
        words = words.replace(gone, "")
    if words.startswith("<a"):
        words = words.partition(">")[2]
    return words.strip()


def test_each_cell_says_how_the_paper_stands(cast, every_standing):
    response = ask(cast.dc_staff, cast.shalbon, year=2023)
    assert row_of(response, cast.meghdubi) == [
        *["✗ আসেনি"] * 6,
        "✓ গৃহীত",
        "✓ দেরিতে গৃহীত",
        "↩ ফেরত",
        "● সময়মতো",
        "◐ দেরিতে",
        "○ সভা হয়নি",
    ]


def test_a_cell_leads_to_its_paper(cast, every_standing):
    accepted = Submission.objects.get(period_start=date(2024, 1, 1))
    page = ask(cast.dc_staff, cast.shalbon, year=2023).content.decode()
    assert f'href="{reverse("submissions:submission", args=[accepted.pk])}"' in page


def test_what_counts_is_owed_and_neither_excused_nor_to_come(cast, every_standing):
    page = text(ask(cast.dc_staff, cast.shalbon, year=2023))
    # Meghdubi owes eleven (one is excused), Noldanga twelve.
    assert "চাওয়া ২৩টির ৪টি এসেছে, সময়মতো ২টি; ফেরত ১টি, আসেনি ১৮টি" in page


def test_only_rows_with_something_open_are_shown_when_asked(cast, duty):
    before = fiscal_year_of(duty.starts_on) - 1
    page = ask(cast.dc_staff, cast.shalbon, year=before, rows="open")
    assert page.status_code == 400  # a year that cannot be chosen
    noldanga = make_committee(cast.noldanga)
    noldanga.closed_on = date(2010, 1, 1)
    noldanga.save()
    duty.counterparts.create(office=cast.noldanga, committee=noldanga)
    # Not the present year: in its first weeks nothing of it is due.
    page = ask(cast.dc_staff, cast.shalbon, year=2023, rows="open").content.decode()
    assert cast.meghdubi.name in page
    assert f'scope="row">{cast.noldanga.name}' not in page


@pytest.mark.parametrize(
    ("starts_on", "day", "years"),
    [
        (date(2023, 6, 30), date(2026, 7, 1), [2026, 2025, 2024, 2023, 2022]),
        (date(2023, 7, 1), date(2026, 6, 30), [2025, 2024, 2023]),
        (date(2026, 12, 1), date(2026, 7, 1), [2026, 2025]),
        (date(2028, 12, 1), date(2026, 7, 1), [2026, 2025]),
        (None, date(2026, 7, 1), [2026, 2025]),
    ],
)
def test_every_year_in_which_something_was_owed_can_be_chosen(cast, starts_on, day, years):
    if starts_on:
        make_duty(cast.shalbon, cast.committee, starts_on=starts_on)
        make_duty(cast.shalbon, name="পরের", starts_on=date(2029, 1, 1))
    assert years_of(expected_under(cast.shalbon), day) == years
    assert years_of(expected_under(cast.division), day) == years


def test_the_spreadsheet_says_the_same(cast, every_standing):
    response = ask(cast.dc_staff, cast.shalbon, "xlsx", year=2023)
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    rows = {row[0]: row[1:] for row in sheet.iter_rows(values_only=True)}
    assert rows[cast.meghdubi.name][6:] == (
        "গৃহীত", "দেরিতে গৃহীত", "ফেরত (০১/০৪/২০২৪)", "সময়মতো", "দেরিতে", "সভা হয়নি",
    )  # fmt: skip


def test_the_division_sees_its_districts_and_comes_to_a_paper_in_two_steps(cast, every_standing):
    top = ask(cast.division_viewer, cast.division, year=2023)
    assert row_of_link(top, cast.shalbon)[6] == "২টির ১টি<br>✗ আসেনি ১"
    district = ask(cast.division_viewer, cast.shalbon, year=2023)
    assert row_of(district, cast.meghdubi)[6] == "✓ গৃহীত"


def row_of_link(response, office):
    body = response.content.decode()
    row = next(part for part in body.split("<tr>") if f"{office.name}</a></th>" in part)
    return [text_of(cell) for cell in row.split("<td")[1:]]


def test_another_district_reads_no_word_of_it(cast, every_standing):
    """The marker is in a name, a reason, a comment and a paper; none comes out anywhere."""
    submission = Submission.objects.get(period_start=date(2024, 3, 1))
    submission.content["items"][0]["topic"] = MARKER
    submission.remarks = MARKER
    submission.save()
    submission.comments.create(text=MARKER, commented_by=cast.dc_staff)
    Excuse.objects.update(reason=MARKER)
    every_standing.name = MARKER
    every_standing.save()
    assert MARKER in text(ask(cast.dc_staff, cast.shalbon, year=2023))
    client = Client()
    client.force_login(cast.other_dc_officer)
    hidden = [
        reverse(f"submissions:{name}", args=[submission.pk])
        for name in ("submission", "pdf", "scan")
    ] + [reverse("submissions:matrix", args=[cast.shalbon.pk])]
    assert [client.get(address).status_code for address in hidden] == [404] * 4
    for name in ("overview", "desk", "duties"):
        assert MARKER not in client.get(reverse(f"submissions:{name}")).content.decode()
    own = client.get(reverse("submissions:xlsx", args=[cast.padmar.pk]))
    book = openpyxl.load_workbook(io.BytesIO(own.content))
    assert not any(MARKER in str(cell.value) for sheet in book for row in sheet for cell in row)
    assert text(client.get(reverse("submissions:desk"))).count("নতুন আগত ০") == 1


def test_the_questions_to_the_database_do_not_grow_with_offices_and_months(cast, every_standing):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert ask(cast.dc_staff, cast.shalbon, year=2023).status_code == 200
        with CaptureQueriesContext(connection) as higher:
            assert ask(cast.division_viewer, cast.division, year=2023).status_code == 200
        return len(queries), len(higher)

    before = asked()
    meeting = Submission.objects.first().meeting
    for number in range(6):
        office = make_office(f"more-{number}", parent=cast.shalbon)
        give_post(make_user(f"more{number}"), office, "staff")
        committee = make_committee(office)
        every_standing.counterparts.create(office=office, committee=committee)
        for month in range(7, 13):
            make_submission(
                meeting,
                every_standing,
                by=cast.staff,
                office=office,
                period_start=date(2023, month, 1),
            )
    make_duty(cast.padmar, make_committee(cast.charghat))
    assert asked() == before
