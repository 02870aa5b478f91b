import csv
import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bangla.calendar import BanglaDate, from_gregorian, month_lengths, to_gregorian

PAIRS = Path(__file__).resolve().parents[2] / "../shared/bangla_dates.csv"


@pytest.mark.parametrize(
    ("gregorian", "printed"),
    [
        # Under the rule before 16 October 2019.
        ("2004-02-21", "৯ ফাল্গুন ১৪১০"),
        ("2004-03-13", "৩০ ফাল্গুন ১৪১০"),
        ("2004-03-14", "৩১ ফাল্গুন ১৪১০"),
        ("2005-03-14", "৩০ ফাল্গুন ১৪১১"),
        ("2018-04-13", "৩০ চৈত্র ১৪২৪"),
        ("2018-12-16", "২ পৌষ ১৪২৫"),
        ("2019-02-21", "৯ ফাল্গুন ১৪২৫"),
        ("2019-05-28", "১৪ জ্যৈষ্ঠ ১৪২৬"),
        ("2019-07-29", "১৪ শ্রাবণ ১৪২৬"),
        ("2019-10-15", "৩০ আশ্বিন ১৪২৬"),
        # Under the rule since.
        ("2019-10-16", "৩১ আশ্বিন ১৪২৬"),
        ("2019-10-17", "১ কার্তিক ১৪২৬"),
        ("2019-12-16", "১ পৌষ ১৪২৬"),
        ("2020-02-21", "৮ ফাল্গুন ১৪২৬"),
        ("2020-03-14", "৩০ ফাল্গুন ১৪২৬"),
        ("2020-03-26", "১২ চৈত্র ১৪২৬"),
        ("2020-04-14", "১ বৈশাখ ১৪২৭"),
        ("2021-03-14", "২৯ ফাল্গুন ১৪২৭"),
        ("2023-06-26", "১২ আষাঢ় ১৪৩০"),
        ("2024-04-13", "৩০ চৈত্র ১৪৩০"),
    ],
)
def test_known_days_have_their_known_bangla_date(gregorian, printed):
    day = datetime.date.fromisoformat(gregorian)

    assert str(from_gregorian(day)) == printed
    assert to_gregorian(from_gregorian(day)) == day


@pytest.mark.skipif(not PAIRS.exists(), reason="the table of verified pairs is not here")
def test_every_verified_pair_agrees_both_ways():
    with PAIRS.open(newline="") as file:
        pairs = [[datetime.date.fromisoformat(day), *map(int, rest)] for day, *rest in rows(file)]

    assert len(pairs) == 877
    assert [p for p in pairs if from_gregorian(p[0]) != BanglaDate(*p[1:])] == []
    assert [p for p in pairs if to_gregorian(BanglaDate(*p[1:])) != p[0]] == []


def rows(file):
    reader = csv.reader(file)
    next(reader)
    return reader


days = st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 12, 31))


@given(days)
def test_a_day_survives_the_way_there_and_back(day):
    assert to_gregorian(from_gregorian(day)) == day


@given(days)
def test_tomorrow_is_the_next_bangla_day(day):
    today, tomorrow = from_gregorian(day), from_gregorian(day + datetime.timedelta(days=1))

    last_of_month = today.day == month_lengths(today.year)[today.month - 1]
    if not last_of_month:
        assert tomorrow == BanglaDate(today.year, today.month, today.day + 1)
    elif today.month < 12:
        assert tomorrow == BanglaDate(today.year, today.month + 1, 1)
    else:
        assert tomorrow == BanglaDate(today.year + 1, 1, 1)


@given(st.integers(1900, 2100))
def test_new_year_is_the_fourteenth_of_april(year):
    assert from_gregorian(datetime.date(year, 4, 14)) == BanglaDate(year - 593, 1, 1)


def test_the_day_begins_at_midnight_in_dhaka():
    before = datetime.datetime(2024, 4, 13, 17, 59, tzinfo=datetime.UTC)
    midnight = datetime.datetime(2024, 4, 13, 18, 0, tzinfo=datetime.UTC)

    assert str(from_gregorian(before)) == "৩০ চৈত্র ১৪৩০"
    assert str(from_gregorian(midnight)) == "১ বৈশাখ ১৪৩১"


def test_the_day_began_an_hour_earlier_in_the_summer_time_of_2009():
    assert str(from_gregorian(datetime.datetime(2009, 8, 1, 17, tzinfo=datetime.UTC))) == (
        "১৮ শ্রাবণ ১৪১৬"
    )


@pytest.mark.parametrize(
    ("year", "month", "day"),
    [(1425, 6, 31), (1426, 7, 31), (1427, 11, 30), (1430, 11, 31), (1430, 13, 1), (1430, 1, 0)],
)
def test_a_day_that_does_not_exist_is_refused(year, month, day):
    with pytest.raises(ValueError, match="মাস"):
        BanglaDate(year, month, day)


def test_days_before_the_calendar_are_refused():
    assert from_gregorian(datetime.date(594, 4, 14)) == BanglaDate(1, 1, 1)
    for day in (datetime.date(594, 4, 13), datetime.date(1, 1, 1), datetime.date(593, 12, 31)):
        with pytest.raises(ValueError, match="৫৯৪"):
            from_gregorian(day)


def test_dates_sort_by_time():
    assert BanglaDate(1430, 12, 30) < BanglaDate(1431, 1, 1)
