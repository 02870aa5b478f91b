from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from followup.window import Window, window_before

pytestmark = pytest.mark.once

SITTING = date(2024, 3, 21)  # a Thursday


def test_the_window_counts_back_in_the_days_offices_work():
    assert window_before(SITTING, frozenset()) == Window(
        date(2024, 3, 18), date(2024, 3, 19), date(2024, 3, 20)
    )


def test_weekends_and_holidays_are_no_days_of_it():
    # A Sunday; the Tuesday before it is a holiday.
    window = window_before(date(2024, 3, 24), frozenset({date(2024, 3, 19)}))
    assert window == Window(date(2024, 3, 18), date(2024, 3, 20), date(2024, 3, 21))


@pytest.mark.parametrize(
    ("day", "hour", "is_late"), [(18, 23, False), (19, 0, True), (1, 12, False), (30, 12, True)]
)
def test_an_answer_is_in_time_until_the_end_of_the_last_day_in_dhaka(day, hour, is_late):
    at = datetime(2024, 3, day, hour, 30, tzinfo=ZoneInfo("Asia/Dhaka"))
    assert window_before(SITTING, frozenset()).is_late(at) == is_late
