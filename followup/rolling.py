"""How the shares of a decision add up: “৯-এর মধ্যে ৭”, and when that is all that is asked."""

from typing import NamedTuple

from django.utils import timezone

from followup import at_once
from followup.models import Assignment, End, Kind, Matter, RollUp
from offices.models import today

State = Assignment.State
# Shares that are somebody else's by now, or nobody's.
NOT_COUNTED = frozenset({State.REASSIGNED, State.WITHDRAWN})
DONE_BY_ANOTHER = "অন্য দায়িত্বপ্রাপ্তের কাজ যাচাই হওয়ায় সিদ্ধান্তটি নিষ্পন্ন।"


class RolledUp(NamedTuple):
    """How far the shares of a decision are: those verified of all that count, claimed, late."""

    done: int
    total: int
    is_done: bool
    claimed: int
    late: int


def standing_of(matters, on=None):
    """{primary key: RolledUp} of decisions on a day, by default today, in one query."""
    matters, on = list(matters), on or today()
    shares = {matter.pk: [] for matter in matters}
    rows = Assignment.objects.filter(matter__in=shares, parent=None).exclude(state__in=NOT_COUNTED)
    for pk, *share in rows.values_list("matter", "state", "part", "due_on"):
        shares[pk].append(share)
    return {matter.pk: _rolled_up(matter, shares[matter.pk], on) for matter in matters}


def _rolled_up(matter, shares, on):
    return RolledUp(
        done=sum(state == State.VERIFIED for state, _, _ in shares),
        total=len(shares),
        is_done=matter.kind == Kind.DONE or _adds_up(matter, shares),
        claimed=sum(state == State.CLAIMED for state, _, _ in shares),
        late=sum(
            state in Assignment.RUNNING and due is not None and due < on for state, _, due in shares
        ),
    )


def _adds_up(matter, shares):
    """Whether those that its roll-up asks for are verified."""
    if matter.roll_up == RollUp.LEAD:
        shares = [share for share in shares if share[1] == Assignment.Part.LEAD] or shares
    verified = [state == State.VERIFIED for state, _, _ in shares]
    return bool(verified) and (any if matter.roll_up == RollUp.ANY else all)(verified)


def settle_end(matter, *, by, at=None):
    """End a decision whose verified shares are what its roll-up asks for; whether it did.

    Called by the act that verified the last of them, in its transaction. A continuing duty is never
    at its end, and nothing ends while an essential part is open.
    """
    matter = Matter.objects.select_for_update().select_related("office").get(pk=matter.pk)
    if matter.state != Matter.State.OPEN or matter.kind not in (Kind.ONCE, Kind.OUTSIDE):
        return False
    if not standing_of([matter])[matter.pk].is_done or open_essentials_of(matter).exists():
        return False
    at = at or timezone.now()
    told = {"end": End.VERIFIED, "ended_by": by, "ended_at": at}
    matter.move_to(Matter.State.ENDED, "ended", by=by, at=at, **told)
    rest = matter.assignments.open().select_related("matter", "post__office")
    at_once.end(rest, State.WITHDRAWN, "ended", by=by, at=at, reason=DONE_BY_ANOTHER)
    return True


def open_essentials_of(matter):
    """The parts, at any depth, that are essential to a share that still counts, and are not done."""
    return Assignment.objects.filter(
        matter=matter, parent__isnull=False, is_essential=True, state__in=Assignment.UNFINISHED
    ).exclude(parent__state__in=NOT_COUNTED)
