"""By which day a paper is due, from whom, and how that stands: a hundred cases and the words."""

import csv
from datetime import date
from pathlib import Path

import pytest

import offices
from submissions.expectations import (
    ANSWERED,
    UNCOUNTED,
    Standing,
    due_on,
    is_owed,
    periods,
    standing,
)

# cadence, first and last day of the period, day of the month after it, the day it is due. The
# weekend is Friday and Saturday; holidays are those the portal comes with.
DUE = """
monthly      2023-01-01 2023-01-31  1  2023-02-01 Wed
monthly      2023-02-01 2023-02-28  1  2023-03-01 Wed
monthly      2023-03-01 2023-03-31  1  2023-04-02 Sun
monthly      2023-04-01 2023-04-30  1  2023-05-02 Tue
monthly      2023-05-01 2023-05-31  1  2023-06-01 Thu
monthly      2023-06-01 2023-06-30  1  2023-07-02 Sun
monthly      2023-07-01 2023-07-31  1  2023-08-01 Tue
monthly      2023-08-01 2023-08-31  1  2023-09-03 Sun
monthly      2023-09-01 2023-09-30  1  2023-10-01 Sun
monthly      2023-10-01 2023-10-31  1  2023-11-01 Wed
monthly      2023-11-01 2023-11-30  1  2023-12-03 Sun
monthly      2023-12-01 2023-12-31  1  2024-01-01 Mon
monthly      2024-01-01 2024-01-31  1  2024-02-01 Thu
monthly      2024-02-01 2024-02-29  1  2024-03-03 Sun
monthly      2024-03-01 2024-03-31  1  2024-04-01 Mon
monthly      2024-04-01 2024-04-30  1  2024-05-02 Thu
monthly      2024-05-01 2024-05-31  1  2024-06-02 Sun
monthly      2024-06-01 2024-06-30  1  2024-07-01 Mon
monthly      2024-07-01 2024-07-31  1  2024-08-01 Thu
monthly      2024-08-01 2024-08-31  1  2024-09-01 Sun
monthly      2024-09-01 2024-09-30  1  2024-10-01 Tue
monthly      2024-10-01 2024-10-31  1  2024-11-03 Sun
monthly      2024-11-01 2024-11-30  1  2024-12-01 Sun
monthly      2024-12-01 2024-12-31  1  2025-01-01 Wed
monthly      2025-01-01 2025-01-31  1  2025-02-02 Sun
monthly      2025-02-01 2025-02-28  1  2025-03-02 Sun
monthly      2025-03-01 2025-03-31  1  2025-04-01 Tue
monthly      2025-04-01 2025-04-30  1  2025-05-04 Sun
monthly      2025-05-01 2025-05-31  1  2025-06-01 Sun
monthly      2025-06-01 2025-06-30  1  2025-07-01 Tue
monthly      2025-07-01 2025-07-31  1  2025-08-03 Sun
monthly      2025-08-01 2025-08-31  1  2025-09-01 Mon
monthly      2025-09-01 2025-09-30  1  2025-10-01 Wed
monthly      2025-10-01 2025-10-31  1  2025-11-02 Sun
monthly      2025-11-01 2025-11-30  1  2025-12-01 Mon
monthly      2025-12-01 2025-12-31  1  2026-01-01 Thu
monthly      2024-01-01 2024-01-31 31  2024-02-29 Thu
monthly      2024-02-01 2024-02-29 31  2024-03-31 Sun
monthly      2024-03-01 2024-03-31 31  2024-04-30 Tue
monthly      2024-04-01 2024-04-30 31  2024-06-02 Sun
monthly      2024-05-01 2024-05-31 31  2024-06-30 Sun
monthly      2024-06-01 2024-06-30 31  2024-07-31 Wed
monthly      2024-07-01 2024-07-31 31  2024-09-01 Sun
monthly      2024-08-01 2024-08-31 31  2024-09-30 Mon
monthly      2024-09-01 2024-09-30 31  2024-10-31 Thu
monthly      2024-10-01 2024-10-31 31  2024-12-01 Sun
monthly      2024-11-01 2024-11-30 31  2024-12-31 Tue
monthly      2024-12-01 2024-12-31 31  2025-02-02 Sun
monthly      2024-01-01 2024-01-31 30  2024-02-29 Thu
monthly      2023-01-01 2023-01-31 30  2023-02-28 Tue
monthly      2025-01-01 2025-01-31 30  2025-03-02 Sun
monthly      2027-01-01 2027-01-31 30  2027-02-28 Sun
monthly      2026-03-01 2026-03-31 14  2026-04-15 Wed
monthly      2026-03-01 2026-03-31 15  2026-04-15 Wed
monthly      2026-11-01 2026-11-30 16  2026-12-17 Thu
monthly      2026-01-01 2026-01-31 21  2026-02-22 Sun
monthly      2026-11-01 2026-11-30 25  2026-12-27 Sun
monthly      2026-02-01 2026-02-28 26  2026-03-29 Sun
quarterly    2024-01-01 2024-03-31  7  2024-04-07 Sun
quarterly    2024-04-01 2024-06-30  7  2024-07-07 Sun
quarterly    2024-07-01 2024-09-30  7  2024-10-07 Mon
quarterly    2024-10-01 2024-12-31  7  2025-01-07 Tue
half_yearly  2024-01-01 2024-06-30 15  2024-07-15 Mon
half_yearly  2024-07-01 2024-12-31 15  2025-01-15 Wed
fiscal       2023-07-01 2024-06-30  5  2024-07-07 Sun
fiscal       2024-07-01 2025-06-30  5  2025-07-06 Sun
yearly       2024-01-01 2024-12-31 31  2025-02-02 Sun
"""

# what it is, period, what the duty, the office and the committee say, whether it is owed
DAY = date.fromisoformat
ALWAYS = {"starts_on": DAY("2020-01-01"), "joined_on": DAY("2020-01-01")}
OWED = [
    ("duty and office are older", "2024-03", {}, True),
    ("the duty begins on the first", "2024-03", {"starts_on": "2024-03-01"}, True),
    ("the duty begins on the second", "2024-03", {"starts_on": "2024-03-02"}, False),
    ("the duty begins in the middle", "2024-03", {"starts_on": "2024-03-15"}, False),
    ("the duty begins on the last day", "2024-03", {"starts_on": "2024-03-31"}, False),
    ("the duty begins in the month after", "2024-03", {"starts_on": "2024-04-01"}, False),
    ("the duty began the month before", "2024-03", {"starts_on": "2024-02-29"}, True),
    ("the duty ends on the last day", "2024-03", {"ends_on": "2024-03-31"}, True),
    ("the duty ends a day earlier", "2024-03", {"ends_on": "2024-03-30"}, False),
    ("the duty ended the month before", "2024-03", {"ends_on": "2024-02-29"}, False),
    ("the duty ends in the month after", "2024-03", {"ends_on": "2024-04-01"}, True),
    ("February ends on its 29th in a leap year", "2024-02", {"ends_on": "2024-02-28"}, False),
    ("and on its 28th in another", "2023-02", {"ends_on": "2023-02-28"}, True),
    ("the office joined on the first", "2024-03", {"joined_on": "2024-03-01"}, True),
    ("the office joined in the middle", "2024-03", {"joined_on": "2024-03-11"}, False),
    ("its first whole month", "2024-04", {"joined_on": "2024-03-11"}, True),
    ("the office joined later that year", "2024-03", {"joined_on": "2024-09-01"}, False),
    ("the office has not joined", "2024-03", {"joined_on": None}, False),
    ("an office that joined before the duty", "2024-03", {"starts_on": "2024-02-10"}, True),
    ("the committee was closed in the month", "2024-03", {"closed_on": "2024-03-10"}, False),
    ("the committee was closed on the last day", "2024-03", {"closed_on": "2024-03-31"}, False),
    ("the committee was closed the day after", "2024-03", {"closed_on": "2024-04-01"}, True),
    ("the committee was closed the year before", "2024-03", {"closed_on": "2023-06-30"}, False),
    ("a quarter the duty begins within", "2024-Q1", {"starts_on": "2024-02-01"}, False),
    ("the quarter after", "2024-Q2", {"starts_on": "2024-02-01"}, True),
    ("a quarter the office joined within", "2024-Q3", {"joined_on": "2024-07-02"}, False),
    ("a quarter the committee was closed within", "2024-Q3", {"closed_on": "2024-09-30"}, False),
    ("a half-year the duty begins with", "2024-H2", {"starts_on": "2024-07-01"}, True),
    ("a half-year the duty ends within", "2024-H2", {"ends_on": "2024-12-30"}, False),
    ("a fiscal year the office joined within", "2024-F", {"joined_on": "2025-01-01"}, False),
    ("a fiscal year the duty begins with", "2024-F", {"starts_on": "2024-07-01"}, True),
    ("a calendar year the duty begins within", "2024-Y", {"starts_on": "2024-07-01"}, False),
    ("a calendar year", "2025-Y", {"starts_on": "2024-07-01"}, True),
]
SPANS = {
    "Q": lambda year, n: ("quarterly", date(year, int(n) * 3 - 2, 1), False),
    "H": lambda year, n: ("half_yearly", date(year, int(n) * 6 - 5, 1), False),
    "F": lambda year, n: ("yearly", date(year, 7, 1), True),
    "Y": lambda year, n: ("yearly", date(year, 1, 1), False),
}


def cases():
    for line in DUE.strip().splitlines():
        cadence, start, end, day, due, weekday = line.split()
        yield pytest.param(cadence, start, end, day, due, weekday, id=f"{cadence} {start} {day}")


def named(name):
    """A period by its name: 2024-03, 2024-Q1, 2024-F."""
    year, part = name.split("-")
    if part.isdigit():
        cadence, start, fiscal = "monthly", date(int(year), int(part), 1), False
    else:
        cadence, start, fiscal = SPANS[part[0]](int(year), part[1:])
    (period,) = periods(cadence, start, start, fiscal=fiscal)
    return period


def test_there_are_a_hundred_cases():
    assert len(list(cases())) + len(OWED) >= 100


@pytest.fixture
def holidays():
    """Those the first migration brings; other tests empty the tables it filled."""
    with (Path(offices.__file__).parent / "holidays.csv").open(encoding="utf-8") as file:
        return frozenset(DAY(row["falls_on"]) for row in csv.DictReader(file))


def test_a_paper_is_due_on_a_working_day_of_the_month_after(holidays):
    wrong = []
    for case in cases():
        cadence, start, end, day, due, weekday = case.values
        start, end = DAY(start), DAY(end)
        cadence, fiscal = ("yearly", True) if cadence == "fiscal" else (cadence, False)
        found = due_on(end, due_day=int(day), holidays=holidays)
        if periods(cadence, start, start, fiscal=fiscal) != [(start, end)] or (
            f"{found}", f"{found:%a}"
        ) != (due, weekday):  # fmt: skip
            wrong.append((case.id, found))
    assert wrong == []


def test_a_holiday_declared_later_moves_the_day():
    end = DAY("2026-06-30")
    assert due_on(end, due_day=1) == DAY("2026-07-01")
    assert due_on(end, due_day=1, holidays={DAY("2026-07-01")}) == DAY("2026-07-02")
    # Thursday falls out, and the weekend behind it.
    both = {DAY("2026-07-01"), DAY("2026-07-02")}
    assert due_on(end, due_day=1, holidays=both) == DAY("2026-07-05")


@pytest.mark.parametrize(
    ("name", "said", "owed"), [case[1:] for case in OWED], ids=[c[0] for c in OWED]
)
def test_only_whole_periods_are_owed(name, said, owed):
    told = ALWAYS | {key: value and DAY(value) for key, value in said.items()}
    assert is_owed(named(name), **told) is owed


def test_periods_are_those_that_begin_in_between():
    found = periods("monthly", DAY("2023-12-15"), DAY("2024-03-01"))
    assert [f"{period.start}…{period.end}" for period in found] == [
        "2024-01-01…2024-01-31",
        "2024-02-01…2024-02-29",
        "2024-03-01…2024-03-31",
    ]
    assert periods("yearly", DAY("2024-07-02"), DAY("2025-06-30"), fiscal=True) == []


# state, first sent, today, excused → how it stands; the paper is due on 3 March 2024
STANDS = [
    (None, None, "2024-02-10", False, Standing.NOT_YET_DUE),
    (None, None, "2024-03-03", False, Standing.NOT_YET_DUE),
    (None, None, "2024-03-04", False, Standing.MISSING),
    (None, None, "2024-03-04", True, Standing.EXCUSED),
    (None, None, "2024-02-10", True, Standing.EXCUSED),
    ("sent", "2024-03-03", "2024-03-20", False, Standing.ON_TIME),
    ("sent", "2024-03-04", "2024-03-20", False, Standing.LATE),
    ("opened", "2024-02-20", "2024-03-20", False, Standing.ON_TIME),
    ("asked", "2024-03-09", "2024-03-20", False, Standing.LATE),
    ("returned", "2024-02-20", "2024-03-20", False, Standing.RETURNED),
    ("returned", "2024-03-20", "2024-03-20", True, Standing.RETURNED),
    ("accepted", "2024-03-03", "2024-03-20", False, Standing.ACCEPTED),
    ("accepted", "2024-03-04", "2024-03-20", False, Standing.ACCEPTED_LATE),
    ("accepted", "2024-03-03", "2024-03-20", True, Standing.ACCEPTED),
]


@pytest.mark.parametrize(("state", "sent", "now", "excused", "stands"), STANDS)
def test_how_a_paper_stands(state, sent, now, excused, stands):
    assert (
        standing(
            DAY("2024-03-03"),
            today=DAY(now),
            state=state,
            first_sent_on=sent and DAY(sent),
            excused=excused,
        )
        is stands
    )


def test_every_standing_is_either_open_or_answered_or_not_counted():
    assert set(Standing) - ANSWERED - UNCOUNTED == {
        Standing.MISSING,
        Standing.RETURNED,
        Standing.FALLEN,
    }
