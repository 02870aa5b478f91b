"""Who may number, issue, strike out and publish. Reading follows from `visible_to`."""

from committees.rules import can_keep_committee
from documents.models import Paper
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


def can_keep_sheets(user, meeting):
    """Print attendance sheets of a sitting, and file them when they are signed: whoever writes for the
    office, and its officers; also when the minutes are written or have gone out, which it does not
    touch. A sitting that was called off was attended by nobody."""
    return meeting.state != State.CANCELLED and (
        can_keep_committee(user, meeting.office) or is_officer_of(user, meeting.office)
    )


def can_void(user, memo):
    """Strike a line of the register out, with a reason: an officer of the office."""
    if memo.state == Memo.State.VOID or not is_officer_of(user, memo.office):
        return False
    # A paper that takes the place of another one, or has been replaced, says so for ever: what is
    # wrong with it is mended by one more.
    if memo.paper is None:
        return True
    current = Paper.Status.CURRENT
    return (
        memo.paper.status == current
        and not memo.paper.supersedes.exists()
        # Nor does one stand alone that adds to it.
        and not memo.paper.additions.filter(status=current).exists()
    )
