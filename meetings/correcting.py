"""A corrigendum: minutes of their own that take the place of issued ones, whose text stays as it was."""

from django.db import IntegrityError, transaction
from simple_history.utils import bulk_create_with_history

from accounts.access import WrongState, allow
from accounts.models import record
from bangla.phrases import long_date
from meetings import rows, rules
from meetings.models import Attendance, Meeting, State
from papers.head import carried_columns

# What a corrigendum says as the minutes before it did, until somebody mends it.
SAID = [
    *carried_columns(),
    "committee", "kind", "cadence", "period_start", "period_end", "committee_name", "shape",
    "letterhead", "opening", "earlier", "closing", "signatory", "distribution", "copy_signatory", "letter",
    "report_signatory", "quorum_override",
]  # fmt: skip
MARK = "(সংশোধিত)"


@transaction.atomic
def begin_corrigendum(meeting, *, by, reason):
    """A draft with all that issued minutes say, to be mended and issued in their place.

    It names the paper it replaces and why, in its first paragraph. Raises WrongState where there is
    such a draft already, or nothing that could be corrected.
    """
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if meeting.state != State.ISSUED:
        raise WrongState(
            f"সভাটি এখন “{meeting.get_state_display()}” অবস্থায় আছে; শুধু জারি করা কার্যবিবরণীর সংশোধনী হয়।"
        )
    allow(
        rules.can_correct(by, meeting),
        "সংশোধনী লেখা শুরু করতে পারেন শুধু এই কার্যালয়ের কর্মী; দরকার হলে তাঁকে বলুন।",
    )
    number = (meeting.memo or {}).get("number")
    draft = Meeting(
        **{name: getattr(meeting, name) for name in SAID},
        state=State.DRAFT,
        title=f"{meeting.heading.removesuffix(MARK).strip()} {MARK}",
        memo={"number": number} if number else None,
        corrects=meeting,
        correction_reason=reason,
        created_by=by,
    )
    _say_what_it_replaces(draft, meeting.first_issue, meeting, reason)
    draft._history_user = by
    try:
        with transaction.atomic():
            draft.save()
    except IntegrityError:
        raise WrongState("এই কার্যবিবরণীর সংশোধনী ইতোমধ্যে লেখা হচ্ছে।") from None
    _copy_rows(meeting, draft, by=by)
    record(
        by=by, what="corrigendum begun", target=draft, office=meeting.office, corrects=meeting.pk
    )
    return draft


def _say_what_it_replaces(draft, first, meeting, reason):
    paper = meeting.paper
    said = (
        f"{long_date(paper.issued_on)} তারিখের {paper.number} নম্বর স্মারকে জারি করা কার্যবিবরণীর স্থলে "
        f"এই সংশোধিত কার্যবিবরণী জারি করা হলো। সংশোধনের কারণ: {reason}"
    )
    if "opening" in draft.shape["order"]:
        draft.opening = [said, *first.opening]
    elif draft.letter:
        draft.letter = {**draft.letter, "body": [said, *first.letter["body"]]}
    else:
        draft.closing = [*first.closing, said]


def _copy_rows(meeting, draft, *, by):
    """Attendance, items, decisions and implementers, each with the first step of its history.

    A decision stays the one it is: its copy goes on in the same thread.
    """
    kept = [
        field.name
        for field in Attendance._meta.concrete_fields
        if not field.primary_key and field.name != "meeting"
    ]
    attendances = [
        Attendance(meeting=draft, **{name: getattr(row, name) for name in kept})
        for row in meeting.attendances.all()
    ]
    if attendances:
        bulk_create_with_history(attendances, Attendance, default_user=by)
    items = meeting.items.prefetch_related("decisions__implementers")
    rows.write(draft, [rows.again(item) for item in items], by=by)
