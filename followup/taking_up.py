"""A decision that came from an office outside the portal and was typed into a report: followed from there,
so that it can be handed down, and the answers of those below come back into the report."""

from django.db import transaction
from django.utils import timezone

from accounts.access import WrongState
from followup.kinds import proposed_kind
from followup.models import UNCHASED, Assignment, Kind, Matter, Stale, Step
from meetings import actions
from offices.heads import HEADS
from offices.models import Post

NOBODY = "এই কার্যালয়ে কোনো পদ নেই; আগে কার্যালয়ের পদ যোগ করুন।"


def share_of(decision):
    """The share that the reporting office has of a decision its report prints, or None: the one nearest
    to whoever decided."""
    office = decision.item.meeting.committee.office_id
    rows = Assignment.objects.filter(matter__thread=decision.thread, office=office)
    rows = rows.exclude(state__in=[Assignment.State.REASSIGNED, Assignment.State.WITHDRAWN])
    return rows.order_by("level", "position", "pk").first()


@transaction.atomic
def take_up(decision, *, by, due_on, at=None):
    """Follow a decision typed into a report from now on, as work of the head of the reporting office, due
    on a day. The Assignment; the one there is, where it is followed already.

    Raises WrongState where the decision has no words yet, or the office has nobody to answer for it.
    """
    at = at or timezone.now()
    report = actions.locked(decision.item.meeting, by=by)
    if there := share_of(decision):
        return there
    if Matter.objects.filter(thread=decision.thread).exists():
        raise WrongState("এই সিদ্ধান্ত অন্য কার্যালয়ের অনুসরণে আছে; সেখানে এই কার্যালয়ের কোনো কাজ নেই।")
    if not decision.text.strip():
        raise WrongState("সিদ্ধান্তটি লেখা হয়নি; আগে সারিতে সিদ্ধান্ত লিখুন।")
    post = _answers_for(report.office)
    on = timezone.localdate(at)
    kind = proposed_kind(decision.text)
    dates = {"first_due_on": due_on, "due_on": due_on}
    matter = Matter.objects.create(
        thread=decision.thread, committee=report.committee, office=report.office,
        kind=Kind.ONCE if kind in UNCHASED else kind,
    )  # fmt: skip
    matter.move_to(
        Matter.State.OPEN, "opened", by=by, at=at, decision=decision, opened_on=on, **dates
    )
    share = Assignment.objects.create(
        matter=matter, post=post, office=post.office, opened_on=on, moved_at=at, **dates
    )
    Step.tell(matter, "opened", assignment=share, by=by, at=at)
    Stale.mark(report.office.pk)
    return share


def _answers_for(office):
    """The post of the head, else the first of the office."""
    posts = Post.objects.filter(office=office).select_related("office").order_by("seniority", "pk")
    post = posts.filter(kind=HEADS.get(office.kind, "")).first() or posts.first()
    if post is None:
        raise WrongState(NOBODY)
    return post
