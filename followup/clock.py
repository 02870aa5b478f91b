"""When a decision is due, and by when whoever it waits on has to act. Days are those offices work on."""

from calendar import monthrange
from datetime import date, timedelta

from committees.models import Committee
from meetings.models import PLANS, Meeting
from offices.working_days import holidays_around, working_days_from

# The implied date lies so many working days before the next sitting.
BEFORE_SITTING = 5
# A claim is verified, whose a share is settled, within so many working days.
TO_VERIFY, TO_SETTLE = 5, 1

_DAYS = {
    Committee.Cadence.MONTHLY: 30,
    Committee.Cadence.QUARTERLY: 91,
    Committee.Cadence.HALF_YEARLY: 182,
    Committee.Cadence.YEARLY: 365,
    # A committee without a rhythm is taken to meet in three months.
    Committee.Cadence.IRREGULAR: 91,
}

_MONTHS = {
    Committee.Cadence.MONTHLY: 1,
    Committee.Cadence.QUARTERLY: 3,
    Committee.Cadence.HALF_YEARLY: 6,
    Committee.Cadence.YEARLY: 12,
    Committee.Cadence.IRREGULAR: 3,
}


def next_sitting(meeting):
    """The day of the committee's next sitting: the one that is planned, else by its cadence."""
    planned = Meeting.objects.filter(
        committee=meeting.committee_id, kind=Meeting.Kind.MINUTES, state__in=PLANS,
        held_on__gt=meeting.held_on,
    )  # fmt: skip
    first = planned.order_by("held_on").values_list("held_on", flat=True).first()
    cadence = meeting.cadence or meeting.committee.cadence
    return first or meeting.held_on + timedelta(days=_DAYS[cadence])


def implied_due(meeting, on):
    """The date a decision of a meeting has that names none, of a paper issued on a day; never in its past."""
    sitting = next_sitting(meeting)
    holidays = holidays_around(on, sitting)
    due = working_days_from(sitting, -BEFORE_SITTING, holidays)
    earliest = working_days_from(on, BEFORE_SITTING, holidays)
    return max(due, earliest)


def verify_by(day):
    """By when a claim of a day is to be verified."""
    return working_days_from(day, TO_VERIFY, holidays_around(day, day + timedelta(days=21)))


def settle_by(day):
    """By when the section says whose a share is that came back on a day."""
    return working_days_from(day, TO_SETTLE, holidays_around(day, day + timedelta(days=21)))


def next_period(due, cadence):
    """When the report of a continuing duty is due after that of a day: so many months later, at the end
    of the month where that one was."""
    months = due.year * 12 + due.month - 1 + _MONTHS[cadence]
    year, month = months // 12, months % 12 + 1
    last = monthrange(year, month)[1]
    at_the_end = due.day == monthrange(due.year, due.month)[1]
    return date(year, month, last if at_the_end else min(due.day, last))
