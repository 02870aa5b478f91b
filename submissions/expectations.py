"""What an office owes the one above, for which period, by which day, and how that stands.

Computed each time it is asked for and never stored, so that a holiday declared late or a committee
that was closed changes every page at once. Nothing here asks the database.
"""

from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import TextChoices

from bangla.phrases import period_of
from offices.working_days import nearest_working_day

# When a paper is told of: so many days before the day it is due, on it, and every so often after.
BEFORE = (-7, -2)
WEEK = 7
# From so many weeks on, all old papers of a week are told together, as it begins on Sunday: else
# whoever has some from several months would hear of one of them nearly every day.
GATHERED = 4
SUNDAY = 6


class Standing(TextChoices):
    """How one paper that is owed stands, in the words of the matrix."""

    NOT_OWED = "not_owed", "প্রযোজ্য নয়"
    NOT_YET_DUE = "not_yet_due", "সময় আছে"
    MISSING = "missing", "আসেনি"
    ON_TIME = "on_time", "সময়মতো এসেছে"
    LATE = "late", "দেরিতে এসেছে"
    RETURNED = "returned", "ফেরত"
    FALLEN = "fallen", "জমার পরে বাতিল বা সংশোধিত"
    ACCEPTED = "accepted", "গৃহীত"
    ACCEPTED_LATE = "accepted_late", "দেরিতে, গৃহীত"
    EXCUSED = "excused", "সভা হয়নি"


# The paper is with the office above, or is accepted; or there is none to be sent.
ANSWERED = frozenset(
    {Standing.ON_TIME, Standing.LATE, Standing.ACCEPTED, Standing.ACCEPTED_LATE, Standing.EXCUSED}
)
# Neither owed nor due: these count in no share.
UNCOUNTED = frozenset({Standing.NOT_OWED, Standing.NOT_YET_DUE, Standing.EXCUSED})
IN_TIME = frozenset({Standing.ON_TIME, Standing.ACCEPTED})


class Period(NamedTuple):
    """A month, a quarter, a half-year or a year: its first and its last day."""

    start: date
    end: date


def due_on(period_end, *, due_day, holidays=frozenset()):
    """The last day on which the paper of a period comes in time.

    It is the `due_day` of the month after the period, in a shorter month its last day; on a Friday,
    a Saturday or a holiday (a set of dates) the next working day.
    """
    first = period_end + timedelta(days=1)
    day = first.replace(day=min(due_day, monthrange(first.year, first.month)[1]))
    return nearest_working_day(day, holidays)


def step_reached(due, *, today, came_back_on=None, holidays=frozenset()):
    """The last step of reminding that has come by `today`; None before the first.

    A step is a number of days from the due day: -7, -2, 0, 7, 14 … One before it is taken on that
    day or the last working day before, one after it on that day or the next working day, from the
    fourth week on as the next week begins. A paper that came back after its due day
    (`came_back_on`) is counted from then: 0, 7, 14 …
    """
    came_back = came_back_on is not None and came_back_on > due
    start = came_back_on if came_back else due
    for weeks in range((today - start).days // WEEK, -1, -1):
        day = start + timedelta(weeks=weeks)
        if weeks >= GATHERED:
            day += timedelta(days=(SUNDAY - day.weekday()) % WEEK)
        if nearest_working_day(day, holidays) <= today:
            return weeks * WEEK
    for step in sorted(() if came_back else BEFORE, reverse=True):
        if nearest_working_day(due + timedelta(days=step), holidays, towards=-1) <= today:
            return step
    return None


def periods(cadence, since, until, *, fiscal=False):
    """The Periods that begin on one of these days, oldest first."""
    found, day = [], since
    while day <= until:
        period = Period(*period_of(cadence, day, fiscal=fiscal))
        if since <= period.start <= until:
            found.append(period)
        day = period.end + timedelta(days=1)
    return found


def is_owed(period, *, starts_on, ends_on=None, joined_on, closed_on=None):
    """Whether the paper of a period is owed at all: only of a period that lies wholly within.

    The duty holds from `starts_on` to `ends_on`; `joined_on` is the day the office began to work
    with the portal, None while it has not; `closed_on` the day its committee was closed.
    """
    return (
        joined_on is not None
        and period.start >= max(starts_on, joined_on)
        and (ends_on is None or period.end <= ends_on)
        and (closed_on is None or period.end < closed_on)
    )


def standing(due, *, today, state=None, first_sent_on=None, excused=False, fallen=False):
    """How a paper that is owed stands.

    `due` is its day; `state` that of its latest submission (a value of Submission.State), None where
    there is none; `first_sent_on` the day on which its first version went out; `fallen` whether the
    paper that was sent was struck out or corrected since, which undoes an acceptance too.
    """
    late = first_sent_on is not None and first_sent_on > due
    if fallen and state != "returned":
        return Standing.FALLEN
    match state:
        case "accepted":
            return Standing.ACCEPTED_LATE if late else Standing.ACCEPTED
        case "returned":
            return Standing.RETURNED
        case "sent" | "opened" | "asked":
            return Standing.LATE if late else Standing.ON_TIME
    if excused:
        return Standing.EXCUSED
    return Standing.MISSING if today > due else Standing.NOT_YET_DUE


def days_with_sender(talk, *, until):
    """For how many days of a conversation a question waited for the sending office.

    `talk` is [(whether it asks, whether the sending office says it, its day)], oldest first;
    `until` the day on which the paper was decided about.
    """
    days, asked_on = 0, None
    for asks, is_senders, on in talk:
        if asked_on is None and asks:
            asked_on = on
        elif asked_on is not None and is_senders and not asks:
            days, asked_on = days + (on - asked_on).days, None
    return days + ((until - asked_on).days if asked_on is not None else 0)
