"""What a meeting still says in Bijoy, in Unicode: of one row of the check page, or all of it."""

from django.db import transaction

from accounts.steps import keep, set_to
from bangla.bijoy import from_bijoy
from bangla.text import in_all
from meetings import actions, rows
from meetings.models import Meeting
from papers.head import SITTING

# Columns with words → the row of the check page they stand in.
OF_A_MEETING = {line.attribute: line.key for line in SITTING} | {
    f"{line.key}_as_printed": line.key for line in SITTING if line.own_words
} | {
    "title": "title", "committee_name": "title", "letterhead": "title", "letter": "title",
    "report_signatory": "title", "report_signed_on_as_printed": "title",
    "attendance_as_printed": "attendance",
    "quorum_override": "attendance", "chair": "chair", "opening": "opening", "earlier": "earlier",
    "closing": "closing",
    "signatory": "signatory", "memo": "memo", "distribution": "distribution",
    "copy_signatory": "copy_signatory",
}  # fmt: skip
OF_AN_ITEM = {
    "topic": "topic",
    "discussion": "discussion",
    "implementers_as_printed": "implementers",
}
OF_A_MEMBER = ("name", "designation", "role", "representative_name", "representative_post")


@transaction.atomic
def to_unicode(meeting, *, by, row=None):
    """Convert the Bijoy of a meeting, or of one row of its check page; the history keeps what was.

    Returns how many rows of the database it changed.
    """
    actions.locked(meeting, by=by)
    meeting = Meeting.objects.with_paper().get(pk=meeting.pk)

    def asked(name):
        return row in (None, name)

    count = 0
    if _reword(meeting, [name for name, at in OF_A_MEETING.items() if asked(at)]):
        meeting.version += 1
        keep(meeting, by=by)
        count += 1
    for member in meeting.attendances.all() if asked("attendance") else []:
        if _reword(member, OF_A_MEMBER):
            keep(member, by=by)
            count += 1
    for item in meeting.items.all():
        names = [name for name, at in OF_AN_ITEM.items() if asked(f"item{item.pk}-{at}")]
        is_new = _reword(item, names)
        if asked(f"item{item.pk}-decision"):
            for decision in item.decisions.all():
                is_new |= _reword_decision(decision, by=by)
        if is_new:
            item.version += 1
            keep(item, by=by)
            count += 1
    return count


def _reword_decision(decision, *, by):
    is_new = _reword(decision, ("text", "progress"))
    if is_new:
        keep(decision, by=by)
    printed = [from_bijoy(line.printed) for line in decision.implementers.all()]
    return rows.write_implementers(decision, printed, by=by) or is_new


def _reword(row, names):
    """Set these columns of a row to what they say in Unicode; whether any of it is new."""
    return set_to(row, {name: in_all(getattr(row, name), from_bijoy) for name in names})
