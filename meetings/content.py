"""A meeting as data: the interchange format, version 1.

One dict serves four purposes, so that they cannot disagree: it is what `export_minutes` writes,
what a paper is printed from, what an approval is bound to, and what is attached to the PDF.
"""

from papers.content import VERSION
from papers.head import sitting_of


def content_of(meeting):
    """The meeting as a dict of the interchange format.

    Keys that every paper has are always there; a key only some papers have is there when the
    meeting has something for it. Fetch the meeting with `Meeting.objects.with_paper()`.
    """
    shape = dict(meeting.shape)
    attendance_shape = shape.pop("attendance", {})
    period = meeting.period_start and [
        meeting.period_start.isoformat(),
        meeting.period_end.isoformat(),
    ]
    return {
        "version": VERSION,
        "kind": meeting.kind,
        "committee": meeting.committee_name,
        "title": meeting.title,
        "cadence": meeting.cadence,
        "period": period,
        "letterhead": meeting.letterhead,
        "meeting": sitting_of(meeting),
        **_given(
            chair=meeting.chair,
            attendance=_attendance(meeting, attendance_shape),
            letter=meeting.letter,
            earlier=meeting.earlier or None,
        ),
        **shape,
        "opening": meeting.opening,
        "items": [_item(item) for item in meeting.items.all()],
        "closing": meeting.closing,
        "signatory": meeting.signatory,
        "memo": meeting.memo,
        "distribution": meeting.distribution,
        **_given(
            copy_signatory=meeting.copy_signatory,
            report_signatory=meeting.report_signatory,
            report_signed_on_as_printed=meeting.report_signed_on_as_printed,
        ),
    }


def _given(**values):
    """The keys that have a value."""
    return {key: value for key, value in values.items() if value is not None}


def _attendance(meeting, shape):
    """Who came, under the headings of the paper's shape; None for a report that tells of nobody."""
    rows = list(meeting.attendances.all())
    if meeting.kind != meeting.Kind.MINUTES and not rows and not meeting.attendance_as_printed:
        return None
    return {
        "as_printed": meeting.attendance_as_printed,
        **shape,
        "members": [_member(row) for row in rows],
    }


def _member(row):
    told = {
        "serial": row.serial,
        "name": row.name,
        "designation": row.designation,
        "role": row.role,
        "present": row.status in row.SEATED,
    }
    # The plain yes and no of the format say it all for most; the rest is told beside them.
    if row.status not in (row.Status.PRESENT, row.Status.ABSENT, row.Status.UNMARKED):
        told["status"] = row.status
    if row.status == row.Status.REPRESENTED:
        told["representative"] = {
            "name": row.representative_name,
            "designation": row.representative_post,
        }
    return told


def _item(item):
    return {
        "serial": item.serial,
        "code": item.code,
        "topic": item.topic,
        "discussion": item.discussion,
        "decisions": [_decision(decision) for decision in item.decisions.all()],
        **_given(
            implementers_as_printed=item.implementers_as_printed,
            topic_separator=item.topic_separator,
        ),
    }


def _decision(decision):
    return {
        "label": decision.label,
        "text": decision.text,
        "implementers": [implementer.printed for implementer in decision.implementers.all()],
        "progress": decision.progress,
        **_given(due=decision.due_on and decision.due_on.isoformat()),
    }
