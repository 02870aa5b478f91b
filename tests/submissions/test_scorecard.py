"""How offices do, on a page: who reads whose figures, with what beside them, and in how many questions."""

import io
import re
from datetime import date

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bangla.digits import to_bengali
from submissions import scorecard
from submissions.models import Excuse
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

FIGURES = 13  # columns of a card: the share, ten figures, the office and its trend


@pytest.fixture
def mixed_year(cast, duty, issued):
    """Meghdubi: two accepted, one of them late, one returned, one excused; the rest did not come."""
    decided = {"decided_by": cast.dc_staff, "decided_at": timezone.now()}
    for month, fields in {
        1: {"state": "accepted", "sent_at": timezone.now(), **decided},
        2: {"state": "accepted", "first_sent_on": date(2024, 3, 13), **decided},
        3: {"state": "returned", "reason_code": "other", "remarks": "দেখুন", **decided},
    }.items():
        make_submission(issued, duty, by=cast.staff, period_start=date(2024, month, 1), **fields)
    return excused_in_june(cast, duty)


def ask(user, office, name="scorecard", **query):
    return ask_for(name, user=user, office=office, **query)


def row_of(response, name):
    """The words in the row of an office, without its trend."""
    rows = re.findall(r"<tr>.*?</tr>", response.content.decode(), re.DOTALL)
    cells = next(re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL) for row in rows if name in row)
    words = [re.sub(r"<.*?>", "", cell, flags=re.DOTALL).strip() for cell in cells]
    assert len(words) == FIGURES
    return words[1:-1]


def test_a_card_tells_each_figure_beside_what_it_is_of(cast, mixed_year):
    page = ask(cast.dc_staff, cast.shalbon, year=2023)
    assert row_of(page, cast.meghdubi.name) == [
        "১১টির ১টি (৯%)", "১১", "২", "১", "১", "৮", "১", "১", "১০", "০", "০",
    ]  # fmt: skip
    assert row_of(page, cast.noldanga.name) == [
        "১২টির ০টি (০%)", "১২", "০", "০", "০", "১২", "০", "০", "–", "–", "০",
    ]  # fmt: skip
    assert row_of(page, "সব মিলিয়ে")[0] == "২৩টির ১টি (৪%)"


def test_a_part_of_the_year_counts_by_itself(cast, mixed_year):
    page = ask(cast.dc_staff, cast.shalbon, year=2023, part="q3")
    assert row_of(page, cast.meghdubi.name)[:6] == ["৩টির ১টি (৩৩%)", "৩", "২", "১", "১", "০"]
    assert row_of(ask(cast.dc_staff, cast.shalbon, year=2023, part="h1"), cast.meghdubi.name)[
        0
    ] == ("৬টির ০টি (০%)")


def test_whoever_owes_nothing_has_no_share_and_stands_last(cast, mixed_year):
    make_office("আ", parent=cast.shalbon, name="আগের নাম")  # nobody works there yet
    page = ask(cast.dc_staff, cast.shalbon, year=2023, sort="share").content.decode()
    places = [
        page.index(f">{name}<") for name in (cast.noldanga.name, cast.meghdubi.name, "আগের নাম")
    ]
    assert places == sorted(places)
    row = row_of(ask(cast.dc_staff, cast.shalbon, year=2023), "আগের নাম")
    assert row[:2] == ["–", "০"]


@pytest.mark.parametrize(
    ("sort", "first"),
    [("", "noldanga"), ("share", "noldanga"), ("missing", "noldanga"), ("late", "meghdubi")],
)
def test_rows_stand_as_they_were_asked_for(cast, mixed_year, sort, first):
    page = ask(cast.dc_staff, cast.shalbon, year=2023, sort=sort).content.decode()
    both = {name: page.index(f">{getattr(cast, name).name}<") for name in ("meghdubi", "noldanga")}
    assert min(both, key=both.get) == first


def test_what_cannot_be_asked_is_refused(cast, mixed_year):
    address = reverse("submissions:scorecard", args=[cast.shalbon.pk])
    client = Client()
    client.force_login(cast.dc_staff)
    for wrong in ({"year": "1900"}, {"part": "q9"}, {"sort": "rank"}, {"name": "অন্য কমিটি"}):
        response = client.get(address, wrong)
        assert response.status_code == 400
        assert "error-summary" in response.content.decode()


def test_the_division_reads_a_row_for_each_district_and_each_district_inside(cast, mixed_year):
    top = ask(cast.division_viewer, cast.division, year=2023)
    assert row_of(top, cast.shalbon.name)[0] == "২৩টির ১টি (৪%)"
    inside = ask(cast.division_viewer, cast.shalbon, year=2023)
    assert row_of(inside, cast.meghdubi.name)[0] == "১১টির ১টি (৯%)"
    # And the excuse whose cell the matrix leads it to.
    client = Client()
    client.force_login(cast.division_viewer)
    given = reverse("submissions:excuse_given", args=[Excuse.objects.get().pk])
    assert "বন্যা" in text(client.get(given))


def test_an_office_reads_its_own_figures_and_no_neighbours_name(cast, mixed_year):
    for number in range(2):
        office = make_office(f"n{number}", parent=cast.shalbon, name=f"প্রতিবেশী {number}")
        give_post(make_user(f"n{number}"), office, "staff")
    page = ask(cast.staff, cast.meghdubi, "own_score", year=2023)
    words = text(page)
    assert "১১টির ১টি (৯%)" in words
    # Of the four the shares are 9, 0, 0 and 0.
    assert "সময়মতো: সবার মধ্যক ০%" in words
    assert "সবাই মিলে" in words
    for name in (cast.noldanga.name, "প্রতিবেশী"):
        assert name not in words
    assert ask(cast.staff, cast.noldanga, "own_score").status_code == 404
    assert ask(cast.staff, cast.shalbon).status_code == 404


def test_of_two_offices_neither_learns_the_others_figures(cast, mixed_year):
    words = text(ask(cast.staff, cast.meghdubi, "own_score", year=2023))
    assert "সময়মতো: সবার মধ্যক –" in words
    assert "□" not in words


def test_a_picture_of_a_trend_tells_its_numbers_in_words_too(cast, mixed_year):
    page = ask(cast.dc_staff, cast.shalbon, year=2023).content.decode()
    pictures = re.findall(r"<svg class=\"(?:trend|spark)\".*?</svg>", page, re.DOTALL)
    assert len(pictures) == 3
    ids = re.findall(r'<(?:title|desc) id="([^"]+)"', page)
    assert len(ids) == len(set(ids)) == 6
    for picture in pictures:
        assert 'role="img"' in picture
        assert "style=" not in picture
        named = re.search(r'aria-labelledby="([^"]+)"', picture)[1].split()
        assert all(f'id="{name}"' in picture for name in named)
        assert "জানুয়ারি ২০২৪: " in picture
    assert "জানুয়ারি ২০২৪: ২টির ১টি" in re.sub("<svg.*?</svg>", "", page, flags=re.DOTALL)
    # June was excused by one, and is owed by the other.
    assert "জুন ২০২৪: ১টির ০টি" in page


def test_the_spreadsheet_says_the_same(cast, mixed_year):
    response = ask(cast.dc_staff, cast.shalbon, "scorecard_xlsx", year=2023)
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    heads, *rows = sheet.iter_rows(values_only=True)
    assert heads[:4] == ("কার্যালয়", "সময়মতো", "সময়মতো (%)", "চাওয়া")
    page = ask(cast.dc_staff, cast.shalbon, year=2023)
    for name, in_time, share, *figures in rows:
        # Numbers a spreadsheet can add up, where the page has words.
        told = [scorecard.said(figure) for figure in figures[: len(scorecard.FIGURES)]]
        assert [to_bengali(f"{figures[0]}টির {in_time}টি ({share}%)"), *told] == row_of(page, name)
    assert [row[0] for row in rows] == [cast.noldanga.name, cast.meghdubi.name, "সব মিলিয়ে"]
    assert dict(zip(heads, rows[1], strict=True))["জানুয়ারি ২০২৪"] == "১টির ১টি"


def test_another_district_reads_nothing_of_it(cast, mixed_year):
    mixed_year.name = "শিমুলতলার কমিটি"
    mixed_year.save()
    client = Client()
    client.force_login(cast.other_dc_officer)
    for name in ("scorecard", "scorecard_xlsx", "own_score"):
        address = reverse(f"submissions:{name}", args=[cast.shalbon.pk])
        assert client.get(address).status_code == 404
    for page in (
        client.get(reverse("submissions:scores")),
        ask(cast.other_dc_officer, cast.padmar),
        ask(cast.other_dc_officer, cast.padmar, "own_score"),
    ):
        assert page.status_code == 200
        assert "শিমুলতলার" not in page.content.decode()
        assert cast.shalbon.name not in page.content.decode()


def test_the_page_of_cards_leads_to_those_one_may_read(cast, mixed_year):
    client = Client()
    own = reverse("submissions:own_score", args=[cast.meghdubi.pk])
    above = reverse("submissions:scorecard", args=[cast.shalbon.pk])
    for user, addresses in {
        cast.staff: [own],
        cast.dc_staff: [above],
        cast.only_officer: [],
    }.items():
        client.force_login(user)
        page = client.get(reverse("submissions:scores")).content.decode()
        assert [address for address in (own, above) if f'"{address}"' in page] == addresses


def test_the_questions_to_the_database_do_not_grow(cast, mixed_year, issued):
    pages = [
        (cast.dc_staff, cast.shalbon, "scorecard"),
        (cast.division_viewer, cast.division, "scorecard"),
        (cast.staff, cast.meghdubi, "own_score"),
    ]

    def asked():
        told = []
        for user, office, name in pages:
            with CaptureQueriesContext(connection) as queries:
                assert ask(user, office, name, year=2023).status_code == 200
            told.append(len(queries))
        return told

    before = asked()
    for number in range(5):
        office = make_office(f"more-{number}", parent=cast.shalbon)
        give_post(make_user(f"more{number}"), office, "staff")
        mixed_year.counterparts.create(office=office, committee=make_committee(office))
        for month in range(7, 13):
            make_submission(
                issued, mixed_year, by=cast.staff, office=office, period_start=date(2023, month, 1)
            )
    make_duty(cast.shalbon, name="উপজেলা ইনোভেশন কমিটি")
    make_duty(cast.padmar, make_committee(cast.charghat))
    assert asked() == before
