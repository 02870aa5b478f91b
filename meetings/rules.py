"""Who may do what with a meeting. Reading follows from `Meeting.objects.visible_to`."""

from committees.rules import can_keep_committee, is_officer_of, offices_kept_by
from meetings.models import TO_WRITE, State


def can_plan(user, office):
    """Plan a sitting of a committee of this office, or record an earlier one: whoever writes for it."""
    return can_keep_committee(user, office)


def plans_somewhere(user):
    """Whether there is any office this person writes for."""
    return offices_kept_by(user).exists()


def can_write(user, meeting):
    """Change the text: staff, and in a one-officer office the officer."""
    return meeting.is_to_be_written and can_keep_committee(user, meeting.office)


def can_submit(user, meeting):
    """Hand a draft to the officer: whoever writes for the office."""
    return meeting.state in TO_WRITE and can_keep_committee(user, meeting.office)


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
