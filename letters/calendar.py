"""The calendar file that goes with a letter about a sitting."""

from letters.models import Letter
from meetings.calendar import calendar_of

# Letters after which a calendar has to be told anew.
ABOUT_A_SITTING = frozenset(
    {
        Letter.Kind.NOTICE,
        Letter.Kind.ADDENDUM,
        Letter.Kind.POSTPONEMENT,
        Letter.Kind.CANCELLATION,
    }
)


def goes_with(letter):
    """Whether a calendar file goes with the letter."""
    return letter.kind in ABOUT_A_SITTING and letter.meeting is not None


def calendar_for(letter):
    """The bytes of the calendar file that goes with an issued letter, or None where none does.

    It tells the meeting as it stands, so that a letter sent once more takes nobody's calendar back:
    the act that issues a change has moved, or cancelled, the meeting before.
    """
    if not goes_with(letter):
        return None
    return calendar_of(letter.meeting, url=letter.paper.public_url if letter.paper else "")
