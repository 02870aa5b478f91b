"""When a sitting takes answers about earlier decisions: until its answering window closes; then the
section looks through them, then the table of the sitting stands still.

Days are those offices work on, counted back from the day of the sitting.
"""

from typing import NamedTuple

from django.utils import timezone

from offices.working_days import holidays_around, working_days_from

# So many working days before the sitting.
ANSWERS, REVIEW, FREEZE = 3, 2, 1

# What an answer is called that came after the window.
LATE = "সময়সীমার পরে প্রাপ্ত"


class Window(NamedTuple):
    """The last day on which answers come in time, the day of the review, the day of the freeze."""

    closes_on: object
    review_on: object
    frozen_on: object

    def is_late(self, at):
        """Whether an answer of a moment came after the window: its last day counts to the end."""
        return timezone.localdate(at) > self.closes_on


def window_before(held_on, holidays):
    """The Window of a sitting of a day, with these holidays ({date})."""
    return Window(
        *(working_days_from(held_on, -days, holidays) for days in (ANSWERS, REVIEW, FREEZE))
    )


def window_of(meeting):
    """The Window of a meeting."""
    return window_before(meeting.held_on, holidays_around(meeting.held_on, meeting.held_on))


def closes_on(meeting):
    """The last day on which an answer comes in time for a meeting."""
    return window_of(meeting).closes_on


def freeze_on(meeting):
    """The day on which the table of a meeting stands still."""
    return window_of(meeting).frozen_on
