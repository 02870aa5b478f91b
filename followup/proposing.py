"""What a sitting would sensibly do with an earlier decision, proposed to whoever says it."""

from followup.models import Assignment, Disposal, End, Kind

Choice = Disposal.Choice
WAITS_FOR_VERIFYING = "দাবি যাচাই বাকি"
SILENT = "সময় পেরিয়েছে, প্রতিবেদন নেই; তাগিদ দেওয়া হবে"
LATE = "সময় পেরিয়েছে; দ্রুত শেষ করতে হবে"


def proposed(meeting, *, row, shares, is_done):
    """The proposal of a row (followup.table.Row) with its counted Shares: {"choice", "end", "new_due",
    "reason"}, the date as ISO text.

    What was verified closes; more time is given where it was asked for; all else is carried on, a
    duty that continues always. Nothing is ever closed for being old.
    """
    if is_done and row.kind != Kind.CONTINUING:
        return _told(Choice.CLOSE, end=End.VERIFIED)
    wanted = [
        share.assignment.wanted_due
        for share in shares
        if share.state == Assignment.State.OPEN and share.assignment.wanted_due
    ]
    latest = max(wanted, default=None)
    if latest and latest > meeting.held_on and (row.due_on is None or latest > row.due_on):
        return _told(Choice.EXTEND, new_due=latest)
    if any(share.state == Assignment.State.CLAIMED for share in shares):
        return _told(Choice.CARRY, reason=WAITS_FOR_VERIFYING)
    if row.days_late:
        answered = any(share.said for share in row.every_share())
        return _told(Choice.CARRY, reason=LATE if answered else SILENT)
    return _told(Choice.CARRY)


def _told(choice, *, end="", new_due=None, reason=""):
    return {
        "choice": choice.value,
        "end": end and end.value,
        "new_due": new_due and new_due.isoformat(),
        "reason": reason,
    }
