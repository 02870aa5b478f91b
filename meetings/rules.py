"""Who may do what with a meeting. Reading follows from `Meeting.objects.visible_to`."""

from committees.rules import can_keep_committee
from documents.keys import KeyUnavailable, key_of
from meetings.models import OUT, PLANS, TO_WRITE, State
from offices.rules import is_officer_of, offices_kept_by
from offices.signatories import signs_as


def can_plan(user, office):
    """Plan a sitting of a committee of this office, or record an earlier one: whoever writes for it."""
    return can_keep_committee(user, office)


def plans_somewhere(user):
    """Whether there is any office this person writes for."""
    return offices_kept_by(user).exists()


def can_write(user, meeting):
    """Change the text: staff, and in a one-officer office the officer."""
    return meeting.is_to_be_written and can_keep_committee(user, meeting.office)


def can_give_notice(user, meeting):
    """Say that members have been told of a planned sitting."""
    return meeting.state == State.PLANNED and can_write(user, meeting)


def can_start_writing(user, meeting):
    """Begin the minutes of a sitting that took place."""
    return meeting.state in PLANS and can_write(user, meeting)


def can_cancel(user, meeting):
    """Call a sitting off, or give its minutes up: whoever may write them."""
    return can_write(user, meeting)


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


def can_issue(user, meeting):
    """Issue approved minutes: an officer of the office."""
    return meeting.state == State.APPROVED and is_officer_of(user, meeting.office)


def can_publish(user, meeting):
    """Let everybody read issued minutes: an officer of the office."""
    return (
        meeting.state == State.ISSUED
        and not meeting.is_published
        and is_officer_of(user, meeting.office)
    )


def can_unpublish(user, meeting):
    """Take what everybody may read back from them, also what has been corrected since."""
    return meeting.state in OUT and meeting.is_published and is_officer_of(user, meeting.office)


def can_correct(user, meeting):
    """Begin a corrigendum of issued minutes: whoever writes for the office."""
    return meeting.state == State.ISSUED and can_keep_committee(user, meeting.office)


def can_add_scan(user, meeting):
    """File the scan of a hand-signed paper: whoever writes for the office, and its officers."""
    return meeting.paper_id is not None and (
        can_keep_committee(user, meeting.office) or is_officer_of(user, meeting.office)
    )


def can_sign(user, meeting, field, printed):
    """Sign an issued paper in one of its empty places: who is printed there, with a key."""
    if meeting.state != State.ISSUED or not _has_key(user):
        return False
    if field.name in {said["field"] for said in meeting.paper.issued_file.signers}:
        return False
    return signs_as(user, meeting.office, printed) is not None


def waiting_for(user, meeting, places):
    """Those of the places of a paper (papers.places) that this person may sign now, all at once."""
    return [field for field, printed in places if can_sign(user, meeting, field, printed)]


def _has_key(user):
    try:
        return key_of(user) is not None
    except KeyUnavailable:
        return False
