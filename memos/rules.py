"""Who may number, issue, strike out and publish. Reading follows from `visible_to`."""

from committees.rules import can_keep_committee
from meetings.models import State
from memos.models import Memo
from offices.models import Office, Posting
from offices.rules import is_officer_of, offices_kept_by


def can_keep_files(user, office):
    """Open files and series of an office: whoever writes for it."""
    return can_keep_committee(user, office)


def offices_numbered_by(user):
    """The offices in whose register this person may reserve a number: where they write or head."""
    held = Posting.objects.current().filter(user=user, role=Posting.Role.OFFICER)
    return offices_kept_by(user) | Office.objects.filter(pk__in=held.values("post__office"))


def can_reserve(user, office):
    """Take a number out of the office's register: whoever writes for it, and its officers."""
    return offices_numbered_by(user).filter(pk=office.pk).exists()


def can_add_copies(user, office):
    """Give a paper of the office to one recipient more: whoever takes numbers for it."""
    return can_reserve(user, office)


def can_void(user, memo):
    """Strike a line of the register out, with a reason: an officer of the office."""
    if memo.state == Memo.State.VOID or not is_officer_of(user, memo.office):
        return False
    # A paper that corrects another one, or has been corrected, says so for ever: what is wrong with
    # it is mended by one more corrigendum.
    return memo.kind != Memo.Kind.CORRIGENDUM and (
        (meeting := memo.meeting) is None or meeting.state != State.CORRECTED
    )
