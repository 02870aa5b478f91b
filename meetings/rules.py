"""Who may do what with a meeting. Reading follows from `Meeting.objects.visible_to`."""

from django.db.models import Q

from committees.models import Posting
from committees.rules import is_officer_of, is_staff_of
from meetings.models import TO_WRITE, State


def can_plan(user, office):
    """Plan a sitting of a committee of this office, or record an earlier one: whoever writes for it."""
    return _writes_for(user, office)


def plans_somewhere(user):
    """Whether there is any office this person writes for."""
    held = Posting.objects.current().filter(user=user)
    officer_alone = Q(role=Posting.Role.OFFICER, post__office__one_officer=True)
    return held.filter(Q(role=Posting.Role.STAFF) | officer_alone).exists()


def can_write(user, meeting):
    """Change the text: staff, and in a one-officer office the officer."""
    return meeting.is_to_be_written and _writes_for(user, meeting.office)


def can_submit(user, meeting):
    """Hand a draft to the officer: whoever writes for the office."""
    return meeting.state in TO_WRITE and _writes_for(user, meeting.office)


def can_approve(user, meeting):
    """Approve what others wrote; one's own entry only in a one-officer office."""
    return (
        meeting.state == State.SUBMITTED
        and is_officer_of(user, meeting.office)
        and (meeting.office.one_officer or user.pk not in meeting.authors)
    )


def can_send_back(user, meeting):
    """Return submitted or approved minutes to be mended: an officer of the office."""
    return meeting.state in (State.SUBMITTED, State.APPROVED) and is_officer_of(
        user, meeting.office
    )


def _writes_for(user, office):
    return is_staff_of(user, office) or (office.one_officer and is_officer_of(user, office))
