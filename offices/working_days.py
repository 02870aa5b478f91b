"""The days on which government offices work."""

from datetime import timedelta

WEEKEND = {4, 5}  # Friday and Saturday


def is_working_day(day, holidays=frozenset()):
    return day.weekday() not in WEEKEND and day not in holidays


def nearest_working_day(day, holidays, *, towards=1):
    """This day, or the first working day after it (`towards` -1: before it)."""
    while not is_working_day(day, holidays):
        day += timedelta(days=towards)
    return day
