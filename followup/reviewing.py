"""The table of earlier decisions of a sitting: freezing it, opening it again, putting it into the minutes."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.access import WrongState, allow
from accounts.models import record
from followup import printed, rules
from followup.disposing import dispose_many, times_carried
from followup.earlier import has_table, live_rows, rows_of
from followup.models import Disposal, Matter, Review
from followup.window import window_before
from meetings import actions, planning
from meetings.models import PLANS, TO_WRITE, Decision, Meeting
from offices.working_days import holidays_around


def _locked(meeting):
    rows = Meeting.objects.select_related("committee__office").select_for_update(of=("self",))
    meeting = rows.get(pk=meeting.pk)
    if not has_table(meeting):
        raise WrongState("শুধু সভার কার্যবিবরণীতে আগের সিদ্ধান্তের ছক থাকে।")
    return meeting


@transaction.atomic
def freeze(meeting, *, by, at=None):
    """Let the table of a meeting stand as it is now, whatever is answered later. Returns the Review.

    `by` is None for the worker, on its day. A table that is frozen already stays as it is.
    """
    meeting, at = _locked(meeting), at or timezone.now()
    if by is not None:
        allow(rules.can_review(by, meeting), rules.WHO_REVIEWS)
    review, _ = Review.objects.get_or_create(meeting=meeting)
    if review.frozen_at:
        return review
    review.rows, review.frozen_by, review.frozen_at = live_rows(meeting), by, at
    review.save()
    if by is not None:
        record(by=by, what="review frozen", target=meeting, office=meeting.office, at=at)
        printed.refresh(meeting, by=by)
    return review


@transaction.atomic
def unfreeze(meeting, *, by, at=None):
    """Let the table of a meeting follow the answers again, until somebody freezes it anew."""
    meeting, at = _locked(meeting), at or timezone.now()
    allow(rules.can_unfreeze(by, meeting), rules.WHO_UNFREEZES)
    review = Review.objects.filter(meeting=meeting).first()
    if review is None or review.frozen_at is None:
        return
    review.rows = review.frozen_by = review.frozen_at = None
    review.save()
    record(by=by, what="review unfrozen", target=meeting, office=meeting.office, at=at)
    printed.refresh(meeting, by=by)


def freeze_due(day):
    """Freeze the tables whose day has come: those of sittings with earlier decisions. [Meeting].

    One that an officer has opened again is left to the office.
    """
    waiting = Meeting.objects.filter(
        kind=Meeting.Kind.MINUTES, corrects=None, is_recorded=False, review=None,
        state__in=sorted(PLANS | TO_WRITE), committee__matters__state=Matter.State.OPEN,
    )  # fmt: skip
    waiting = list(waiting.select_related("committee__office").distinct().order_by("held_on", "pk"))
    if not waiting:
        return []
    first, *_, last = [waiting[0].held_on, waiting[-1].held_on]
    holidays = holidays_around(first, last)
    due = [each for each in waiting if window_before(each.held_on, holidays).frozen_on <= day]
    for meeting in due:
        freeze(meeting, by=None)
    return due


@transaction.atomic
def accept_proposals(meeting, *, by, at=None):
    """Say of every open row of which nothing was said what it proposes. How many there were."""
    meeting = _locked(meeting)
    allow(rules.can_review(by, meeting), rules.WHO_REVIEWS)
    said = set(Disposal.objects.filter(meeting=meeting).values_list("matter", flat=True))
    rows = {
        row["matter"]: row["proposed"]
        for row in rows_of(meeting)
        if row["is_open"] and row["matter"] not in said
    }
    matters = Matter.objects.filter(pk__in=rows, state=Matter.State.OPEN).select_related("office")
    matters = matters.prefetch_related("assignments")
    told = {matter: _as_said(rows[matter.pk], matter) for matter in matters}
    dispose_many(meeting, told, by=by, at=at)
    return len(told)


def _as_said(proposal, matter):
    """A proposal as `dispose` is told it; time that was given since needs giving no more."""
    due = proposal["new_due"] and date.fromisoformat(proposal["new_due"])
    if due and matter.due_on and due <= matter.due_on:
        return {"choice": Disposal.Choice.CARRY}
    return proposal | {"new_due": due}


@transaction.atomic
def put_into_minutes(meeting, *, by, at=None):
    """Let the minutes print the table, and go on doing so as it changes. Whether that is new."""
    meeting = actions.locked(_locked(meeting), by=by)
    is_new = printed.write(meeting, by=by)
    if is_new:
        told = {"target": meeting, "office": meeting.office, "at": at or timezone.now()}
        record(by=by, what="review put into minutes", **told)
    return is_new


@transaction.atomic
def take_out_of_minutes(meeting, *, by, at=None):
    """Let the minutes print the table no more."""
    meeting = actions.locked(_locked(meeting), by=by)
    if not printed.remove(meeting, by=by):
        return
    told = {"target": meeting, "office": meeting.office, "at": at or timezone.now()}
    record(by=by, what="review taken out of minutes", **told)


@transaction.atomic
def decide_again(meeting, matters, *, by):
    """Let the minutes print these decisions once more as decisions of their own. How many are new.

    Each stays the one it is: the row goes on in its thread, with the date the sitting gives it, and
    tells how often it was carried. Those that stand in the minutes already stay as they are.
    """
    meeting = actions.locked(_locked(meeting), by=by)
    there = set(Decision.objects.filter(meeting=meeting).values_list("thread", flat=True))
    found = Matter.objects.filter(
        pk__in=[matter.pk for matter in matters], committee=meeting.committee_id,
        state=Matter.State.OPEN,
    ).exclude(thread__in=there)  # fmt: skip
    dues = Disposal.objects.filter(meeting=meeting, choice=Disposal.Choice.EXTEND)
    dues = dict(dues.values_list("matter", "new_due"))
    carried = []
    for matter in found.select_related("decision__item").order_by(
        "decision__meeting__held_on", "pk"
    ):
        decision = matter.decision
        decision.due_on = dues.get(matter.pk, decision.due_on)
        decision.times_carried = times_carried(matter)
        carried.append(decision)
    planning.carry_into(meeting, carried, by=by)
    return len(carried)
