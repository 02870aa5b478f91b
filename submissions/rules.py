"""Who may expect, send, take back, review and excuse. Reading follows from `visible_to`."""

from offices.rules import is_officer_of, works_for
from submissions.models import Submission


def can_keep_duties(user, office):
    """Say what is expected of the offices below."""
    return works_for(user, office)


def can_name_counterpart(user, duty, office):
    """Name the committee that answers a duty: either side."""
    return works_for(user, duty.office) or works_for(user, office)


def can_send(user, meeting):
    """Send issued minutes up: whoever acts for the office that issued them."""
    return works_for(user, meeting.office)


def can_withdraw(user, submission):
    return submission.state == Submission.State.SENT and works_for(user, submission.office)


def can_open(user, submission):
    return submission.state == Submission.State.SENT and works_for(user, submission.duty.office)


def can_review(user, submission):
    """Ask and return, and decide at all: whoever acts for the receiving office."""
    return submission.is_to_decide and works_for(user, submission.duty.office)


def can_accept(user, submission):
    """Accept what may be decided, if its paper still stands."""
    return can_review(user, submission) and not submission.why_not_accepted


def can_reopen(user, submission):
    """Take an acceptance back: an officer of the receiving office, while it is the last word."""
    return (
        submission.state == Submission.State.ACCEPTED
        and submission.is_latest
        and is_officer_of(user, submission.duty.office)
    )


def can_comment(user, submission):
    """Take part in the conversation: both offices."""
    return submission.is_taken_up and (
        works_for(user, submission.office) or works_for(user, submission.duty.office)
    )


def can_excuse(user, office):
    """Say that no meeting took place."""
    return works_for(user, office)


def can_read_reminders(user, office):
    """Read whom the portal told of an office's papers, and what mail servers said of them."""
    return works_for(user, office)


def can_refuse_excuse(user, excuse):
    return excuse.refused_at is None and works_for(user, excuse.duty.office)
