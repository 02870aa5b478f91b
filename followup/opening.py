"""What the issue of a paper does to the decisions it prints: they are followed from then on."""

from django.utils import timezone

from followup import clock
from followup.models import Assignment, Matter, Stale, Step
from meetings.models import Charge, Meeting


def open_for(meeting, *, paper, on, by, at=None):
    """Follow every decision of a paper that has just been issued, from what it charges. [Matter].

    Called by the act of issuing, inside its transaction, after `meetings.charging.charge`. A decision
    that is followed already (carried on, corrected, taken up after a void) goes on as the same Matter.
    """
    if meeting.kind != Meeting.Kind.MINUTES:
        return []
    at = at or timezone.now()
    charges = {}
    for charge in (
        Charge.objects.filter(paper=paper).select_related("post").order_by("position", "pk")
    ):
        charges.setdefault(charge.decision_id, []).append(charge)
    matters = []
    for item in meeting.items.prefetch_related("decisions").all():
        if item.confirms_id:
            continue
        for decision in item.decisions.all():
            matters.append(
                _open(meeting, decision, charges.get(decision.pk, []), on=on, by=by, at=at)
            )
    return matters


def _open(meeting, decision, charges, *, on, by, at):
    matter, _ = Matter.objects.get_or_create(
        thread=decision.thread,
        defaults={"committee": meeting.committee, "office": meeting.office},
    )
    due, is_implied = decision.due_on, False
    if due is None:
        due, is_implied = clock.implied_due(meeting, on), True
    if matter.state == Matter.State.DRAFT:
        # The issue of the paper is the event of the trail; here it is told by a Step.
        matter.state, matter.decision, matter.opened_on = Matter.State.OPEN, decision, on
        matter.first_due_on, matter.due_on, matter.is_implied = due, due, is_implied
        matter.save()
        Step.tell(matter, "opened", by=by, at=at)
    for place, charge in enumerate(charges):
        assignment = Assignment.objects.create(
            matter=matter,
            charge=charge,
            printed=charge.printed,
            position=place,
            post=charge.post,
            office=charge.post and charge.post.office,
            state=Assignment.State.OPEN if charge.post else Assignment.State.SETTLE,
            first_due_on=due,
            due_on=due,
            is_implied=is_implied,
            opened_on=on,
        )
        Step.tell(matter, "opened", assignment=assignment, by=by, at=at)
        Stale.mark(matter.office_id, assignment.office_id)
    return matter


def suspend_for(meeting, *, paper, by, at=None):
    """The number of a paper has been struck out: what it alone charged is chased no more, until the
    minutes go out anew. Called by the act of voiding, inside its transaction."""


def show_above(meeting):
    """The minutes of a meeting have been submitted upward, or published: offices above see what became
    of their decisions from now on. Called by the rooms above, inside their transactions."""
    threads = meeting.items.filter(decisions__isnull=False).values("decisions__thread")
    Matter.objects.filter(thread__in=threads).update(shown_above=True)
