"""The days on which government offices work."""

from datetime import timedelta

from offices.models import Holiday

WEEKEND = {4, 5}  # Friday and Saturday


def is_working_day(day, holidays=frozenset()):
    return day.weekday() not in WEEKEND and day not in holidays


def nearest_working_day(day, holidays, *, towards=1):
    """This day, or the first working day after it (`towards` -1: before it)."""
    while not is_working_day(day, holidays):
        day += timedelta(days=towards)
    return day


def holidays_around(first, last):
    """The holidays from a day to another, with a month before and behind them to count in. {date}."""
    month = timedelta(days=31)
    span = [first - month, last + month]
    return frozenset(
        Holiday.objects.filter(falls_on__range=span).values_list("falls_on", flat=True)
    )


def working_days_from(day, count, holidays):
    """The day that lies so many working days after another one; before it where `count` is negative."""
    step = timedelta(days=1 if count > 0 else -1)
    for _ in range(abs(count)):
        day += step
        while not is_working_day(day, holidays):
            day += step
    return day
