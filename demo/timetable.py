"""When the committees of the demo sit, and when their papers move on."""

from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from committees.models import Committee

DHAKA = ZoneInfo("Asia/Dhaka")

MONTHS = 12
STEPS = {Committee.Cadence.MONTHLY: 1, Committee.Cadence.QUARTERLY: 3}

# A sitting of the last days would leave no time for what became of its minutes.
SETTLED = 3

# Public holidays with a fixed date (month, day); the weekend is Friday and Saturday.
HOLIDAYS = {(2, 21), (3, 26), (4, 14), (5, 1), (8, 5), (12, 16), (12, 25)}
WEEKEND = {4, 5}


class Sitting(NamedTuple):
    """A sitting of a committee: `turn` 0 is the last that took place, 1 the one before, -1 the next."""

    turn: int
    held_on: date


def sittings(cadence, day, today, *, settled=SETTLED):
    """A year of sittings up to `today` and the one after it, newest first.

    `day` is about the day of the month on which the committee sits, 1 to 18.
    """
    step = STEPS[cadence]
    latest = today.year * 12 + today.month - 1
    if _in_month(latest, day) > today - timedelta(days=settled):
        latest -= 1
    coming = _in_month(latest + step, day)
    if coming <= today:
        coming = working_day(today + timedelta(days=2))
    held = [Sitting(turn, _in_month(latest - turn * step, day)) for turn in range(MONTHS // step)]
    return [Sitting(-1, coming), *held]


def _in_month(month, day):
    """A working day about `day` in a month, counted from year 0."""
    return working_day(date(month // 12, month % 12 + 1, day + month * 3 % 4))


def working_day(day):
    """This day, or the first working day after it."""
    while day.weekday() in WEEKEND or (day.month, day.day) in HOLIDAYS:
        day += timedelta(days=1)
    return day


def months_before(day, months):
    """The first of the month that lies so many months before a day."""
    month = day.year * 12 + day.month - 1 - months
    return date(month // 12, month % 12 + 1, 1)


def moments(start, days, now):
    """When things happened: so many `days` after the date `start`, in office hours, before `now`.

    Where that is not over yet, the moments share the time there has been. Aware datetimes, rising.
    """
    when, day = [], start - timedelta(days=1)
    for turn, after in enumerate(days):
        day = working_day(max(start + timedelta(days=after), day + timedelta(days=1)))
        when.append(_at(day, 10 + turn * 5 % 6))
    if when[-1] < now:
        return when
    hours = [hour for hour in _office_hours(start, now.date()) if hour < now]
    if len(hours) < len(days):
        begin = _at(start, 9)
        hours = [begin + (now - begin) / (len(days) + 1) * turn for turn in range(1, len(days) + 1)]
    return [hours[len(hours) * turn // len(days)] for turn in range(len(days))]


def _office_hours(start, end):
    """From the afternoon of one day to the end of another, every hour in which people work."""
    day = start
    while day <= end:
        if working_day(day) == day:
            yield from (_at(day, hour) for hour in range(13 if day == start else 9, 17))
        day += timedelta(days=1)


def _at(day, hour):
    return datetime.combine(day, time(hour, (day.toordinal() * 7 + hour * 23) % 60), DHAKA)
