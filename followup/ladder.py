"""The ladder of reminders: which rung a clock has reached on a day, and who stands on it.

Nothing here asks the database; days are those offices work on. A rung is named by its days from the due
day: -5 and -2 (working days before it), 0, 1 (the next working day), then 7, 14, 21 … for ever. One
before the day is taken early and one after it late, where the offices are closed.
"""

import re
from datetime import timedelta
from enum import StrEnum
from typing import NamedTuple

from followup.clock import TO_SETTLE
from followup.models import UNCHASED, Assignment
from offices.working_days import nearest_working_day, working_days_from

State = Assignment.State

WEEK = 7
SUNDAY = 6


class Clock(StrEnum):
    """What is waited for: the owner's work, or what the section has to do."""

    OWNER = "owner"
    CLAIM = "claim"  # a claim to be verified
    SETTLE = "settle"  # whose it is
    ASKED = "asked"  # an answer to who wants more time, or does not agree


class Level(StrEnum):
    """Who is told, from who does it to who is furthest above."""

    DOERS = "doers"
    HEAD = "head"  # of the owner's office
    OVER = "over"  # the head of the office over a line office or a union
    OFFICERS = "officers"  # of the section's office
    DEPUTIES = "deputies"  # of the committee's office, and of the one above that is shown it
    CHIEF = "chief"  # the head of these


# Working days before the due day.
BEFORE = {Clock.OWNER: (-5, -2), Clock.CLAIM: (-2,), Clock.SETTLE: (-1,), Clock.ASKED: (-2,)}

_OF_SECTION = {Level.OFFICERS: WEEK, Level.CHIEF: 2 * WEEK}
# From which rung on those above are told, too.
CLIMB = {
    Clock.OWNER: {
        Level.HEAD: WEEK,
        Level.OVER: 2 * WEEK,
        Level.DEPUTIES: 3 * WEEK,
        Level.CHIEF: 4 * WEEK,
    },
    Clock.CLAIM: _OF_SECTION,
    Clock.SETTLE: _OF_SECTION,
    Clock.ASKED: _OF_SECTION,
}


class Told(NamedTuple):
    """On which rung of which clock a level is told."""

    clock: Clock
    step: int
    level: Level


def clocks(share, kind, holidays):
    """{Clock: the day it runs to} of a share as it stands: none of one that is at its end, or of whose
    kind of decision nobody answers for."""
    if kind in UNCHASED or share.due_on is None:
        return {}
    if share.state == State.SETTLE:
        by = share.desk_due_on or working_days_from(share.opened_on, TO_SETTLE, holidays)
        return {Clock.SETTLE: by}
    if share.state == State.CLAIMED:
        return {Clock.CLAIM: share.desk_due_on}
    if share.state != State.OPEN:
        return {}
    running = {Clock.OWNER: share.due_on}
    if share.desk_due_on:
        running[Clock.ASKED] = share.desk_due_on
    return running


def told_by(clock, due, *, today, holidays):
    """Each level that is told of a clock by today, with the last rung it has reached. [Told].

    Those above are told together, on the first working day of a week.
    """
    found = []
    step = step_reached(clock, due, today=today, holidays=holidays)
    if step is not None:
        found.append(Told(clock, step, Level.DOERS))
    gathered = gathered_step(due, today=today, holidays=holidays)
    for level, since in CLIMB[clock].items():
        if gathered is not None and gathered >= since:
            found.append(Told(clock, gathered, level))
    return found


def step_reached(clock, due, *, today, holidays):
    """The last rung that has come by `today`; None before the first."""
    for weeks in range((today - due).days // WEEK, 0, -1):
        if nearest_working_day(due + timedelta(days=weeks * WEEK), holidays) <= today:
            return weeks * WEEK
    if working_days_from(due, 1, holidays) <= today:
        return 1
    if nearest_working_day(due, holidays, towards=-1) <= today:
        return 0
    for step in sorted(BEFORE[clock], reverse=True):
        if working_days_from(due, step, holidays) <= today:
            return step
    return None


def gathered_step(due, *, today, holidays):
    """The last week that has come for those above: they are told as the next week begins."""
    for weeks in range((today - due).days // WEEK, 0, -1):
        day = due + timedelta(days=weeks * WEEK)
        day += timedelta(days=(SUNDAY - day.weekday()) % WEEK)
        if nearest_working_day(day, holidays) <= today:
            return weeks * WEEK
    return None


# ── As a Nudge keeps it ─────────────────────────────────────────────────────────────────────────


class Rung(NamedTuple):
    """What somebody was told: the clock (or what happened), its rung, and whether in a sum."""

    clock: str
    step: int
    is_sum: bool = False

    def __str__(self):
        return f"{self.clock}{self.step:+d}{'^' if self.is_sum else ''}"


_RUNG = re.compile(r"([a-z_]+)([+-]\d+)(\^?)")


def rung_of(text):
    """The Rung that a Nudge keeps as a text."""
    clock, step, is_sum = _RUNG.fullmatch(text).groups()
    return Rung(clock, int(step), bool(is_sum))
