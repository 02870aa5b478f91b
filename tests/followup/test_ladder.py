"""The calendar of reminders by itself: which rung is reached on which day, over weekends and holidays."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from followup import ladder
from followup.ladder import Clock, Level, Rung, clocks, rung_of, told_by
from followup.models import Assignment, Kind
from offices.working_days import is_working_day

pytestmark = pytest.mark.once

DAY = date.fromisoformat
State = Assignment.State

# clock, due day and its weekday, holidays → who is newly told on a day, and of which rung. D those who
# do it, H their head, O the head over them, F the section's officers, A deputies, C the chief.
# The weekend is Friday and Saturday.
CALENDAR = """
owner 2024-04-01 Mon -                     2024-03-24 -
owner 2024-04-01 Mon -                     2024-03-25 D-5
owner 2024-04-01 Mon -                     2024-03-26 -
owner 2024-04-01 Mon -                     2024-03-28 D-2
owner 2024-04-01 Mon -                     2024-03-31 -
owner 2024-04-01 Mon -                     2024-04-01 D+0
owner 2024-04-01 Mon -                     2024-04-02 D+1
owner 2024-04-01 Mon -                     2024-04-03 -
owner 2024-04-01 Mon -                     2024-04-07 -
owner 2024-04-01 Mon -                     2024-04-08 D+7
owner 2024-04-01 Mon -                     2024-04-14 H+7
owner 2024-04-01 Mon -                     2024-04-15 D+14
owner 2024-04-01 Mon -                     2024-04-21 H+14 O+14
owner 2024-04-01 Mon -                     2024-04-22 D+21
owner 2024-04-01 Mon -                     2024-04-28 H+21 O+21 A+21
owner 2024-04-01 Mon -                     2024-04-29 D+28
owner 2024-04-01 Mon -                     2024-05-05 H+28 O+28 A+28 C+28
owner 2024-04-01 Mon -                     2024-05-06 D+35
owner 2024-04-01 Mon -                     2025-04-07 D+371
owner 2024-04-01 Mon -                     2025-04-06 H+364 O+364 A+364 C+364
owner 2024-04-05 Fri -                     2024-03-28 -
owner 2024-04-05 Fri -                     2024-03-31 D-5
owner 2024-04-05 Fri -                     2024-04-03 D-2
owner 2024-04-05 Fri -                     2024-04-04 D+0
owner 2024-04-05 Fri -                     2024-04-07 D+1
owner 2024-04-05 Fri -                     2024-04-14 D+7 H+7
owner 2024-04-06 Sat -                     2024-04-04 D+0
owner 2024-04-06 Sat -                     2024-04-07 D+1
owner 2024-04-06 Sat -                     2024-04-14 D+7 H+7
owner 2024-04-07 Sun -                     2024-04-04 -
owner 2024-04-07 Sun -                     2024-04-07 D+0
owner 2024-04-07 Sun -                     2024-04-08 D+1
owner 2024-04-07 Sun -                     2024-04-14 D+7 H+7
owner 2024-04-04 Thu -                     2024-04-07 D+1
owner 2024-04-04 Thu -                     2024-04-11 D+7
owner 2024-04-04 Thu -                     2024-04-14 H+7
owner 2024-04-10 Wed 2024-04-10,2024-04-11 2024-04-09 D+0
owner 2024-04-10 Wed 2024-04-10,2024-04-11 2024-04-14 D+1
owner 2024-04-10 Wed 2024-04-10,2024-04-11 2024-04-17 D+7
owner 2024-04-02 Tue 2024-04-09,2024-04-10 2024-04-11 D+7
owner 2024-04-02 Tue 2024-04-14,2024-04-15 2024-04-16 D+14 H+7
owner 2024-04-02 Tue 2024-04-01            2024-04-02 D+0
owner 2024-04-02 Tue 2024-04-01            2024-03-28 D-2
owner 2024-04-02 Tue 2024-03-26,2024-03-27 2024-03-24 D-5
owner 2024-02-29 Thu 2024-02-21            2024-02-22 D-5
owner 2024-12-31 Tue 2024-12-25            2024-12-23 D-5
owner 2025-01-01 Wed 2024-12-31            2025-01-01 D+0
claim 2024-04-10 Wed -                     2024-04-03 -
claim 2024-04-10 Wed -                     2024-04-08 D-2
claim 2024-04-10 Wed -                     2024-04-10 D+0
claim 2024-04-10 Wed -                     2024-04-11 D+1
claim 2024-04-10 Wed -                     2024-04-17 D+7
claim 2024-04-10 Wed -                     2024-04-21 F+7
claim 2024-04-10 Wed -                     2024-04-28 F+14 C+14
claim 2024-04-10 Wed -                     2024-05-05 F+21 C+21
claim 2024-04-10 Wed 2024-04-10,2024-04-11 2024-04-09 D+0
settle 2024-04-08 Mon -                    2024-04-07 D-1
settle 2024-04-08 Mon -                    2024-04-09 D+1
settle 2024-04-08 Mon -                    2024-04-21 F+7
settle 2024-04-07 Sun -                    2024-04-04 D-1
asked 2024-04-10 Wed -                     2024-04-08 D-2
asked 2024-04-10 Wed -                     2024-04-28 F+14 C+14
"""

LETTERS = {
    Level.DOERS: "D", Level.HEAD: "H", Level.OVER: "O", Level.OFFICERS: "F", Level.DEPUTIES: "A",
    Level.CHIEF: "C",
}  # fmt: skip


def calendar():
    for line in CALENDAR.strip().splitlines():
        clock, due, weekday, off, today, *told = line.split()
        off = frozenset(map(DAY, off.split(","))) if off != "-" else frozenset()
        told = set() if told == ["-"] else set(told)
        yield pytest.param(
            Clock(clock), DAY(due), weekday, off, DAY(today), told, id=f"{clock} {due} {today}"
        )


def newly(clock, due, today, off):
    """What is told on a day and was not the day before."""
    now, before = (
        {(told.level, told.step) for told in told_by(clock, due, today=day, holidays=off)}
        for day in (today, today - timedelta(days=1))
    )
    return {f"{LETTERS[level]}{step:+d}" for level, step in now - before}


@pytest.mark.parametrize(("clock", "due", "weekday", "off", "today", "told"), list(calendar()))
def test_each_rung_comes_on_its_day(clock, due, weekday, off, today, told):
    assert f"{due:%a}" == weekday
    assert newly(clock, due, today, off) == told


def test_the_calendar_fails_where_the_ladder_is_broken(monkeypatch):
    """The control: rungs in days of the calendar instead of working days, and a ladder without climbing."""

    def wrong():
        cases = [case.values for case in calendar()]
        return sum(newly(c, due, today, off) != told for c, due, _, off, today, told in cases)

    assert wrong() == 0
    with monkeypatch.context() as broken:
        broken.setattr(ladder, "nearest_working_day", lambda day, holidays, towards=1: day)
        assert wrong() > 5
    with monkeypatch.context() as broken:
        broken.setattr(ladder, "CLIMB", {clock: {} for clock in Clock})
        assert wrong() > 5
    with monkeypatch.context() as broken:
        broken.setattr(ladder, "BEFORE", dict.fromkeys(Clock, ()))
        assert wrong() > 5


def test_no_rung_comes_on_a_day_off_and_no_week_is_without_one():
    off = {DAY("2024-04-01") + timedelta(days=n) for n in (8, 9, 10, 11, 30, 31, 32, 60)}
    for shift in range(14):
        due, last = DAY("2024-04-01") + timedelta(days=shift), None
        for number in range(400):
            day = due + timedelta(days=number - 3)
            fresh = newly(Clock.OWNER, due, day, off)
            assert not fresh or is_working_day(day, off)
            if any(each.startswith("D") for each in fresh):
                last = day
            closed = sum(
                not is_working_day(last + timedelta(days=n + 1), off) for n in range((day - last).days)
            ) if last else 0  # fmt: skip
            assert last is None or (day - last).days <= 7 + closed


DUE, DESK = DAY("2024-04-01"), DAY("2024-04-10")


@pytest.mark.parametrize(
    ("state", "kind", "fields", "running"),
    [
        ("open", "once", {}, {Clock.OWNER: DUE}),
        ("open", "continuing", {}, {Clock.OWNER: DUE}),
        ("open", "outside", {}, {Clock.OWNER: DUE}),
        ("open", "information", {}, {}),
        ("open", "done", {}, {}),
        # A request does not stop the owner's clock, and starts the section's.
        ("open", "once", {"desk_due_on": DESK}, {Clock.OWNER: DUE, Clock.ASKED: DESK}),
        # A claim moves the clock.
        ("claimed", "once", {"desk_due_on": DESK}, {Clock.CLAIM: DESK}),
        ("settle", "once", {"desk_due_on": DESK}, {Clock.SETTLE: DESK}),
        ("settle", "once", {}, {Clock.SETTLE: DAY("2024-03-03")}),
        ("open", "once", {"due_on": None}, {}),
        *((each, "once", {"desk_due_on": DESK}, {}) for each in sorted(Assignment.ENDS)),
    ],
)
def test_which_clock_runs(state, kind, fields, running):
    told = {"due_on": DUE, "desk_due_on": None, "opened_on": DAY("2024-02-29")} | fields
    share = SimpleNamespace(state=State(state), **told)
    assert clocks(share, Kind(kind), frozenset()) == running


@pytest.mark.parametrize(
    "rung", [Rung("owner", -5), Rung("claim", 14, is_sum=True), Rung("taken_over", 0)]
)
def test_a_rung_is_read_as_it_is_kept(rung):
    assert rung_of(str(rung)) == rung
