"""Decisions that are followed, without the long way round of writing and issuing their papers."""

import uuid
from datetime import date, timedelta

from django.utils import timezone

from followup.models import Assignment, Matter, Stale, Step
from meetings import rows
from meetings.models import Meeting, State
from offices.models import today
from tests.factories import make_paper


def make_sitting(
    committee, *, by, held_on=date(2024, 3, 21), decisions=("পোর্টাল হালনাগাদ করতে হবে।",), **fields
):
    """An issued meeting of a committee with one item that holds these decisions."""
    now = timezone.now()
    meeting = Meeting.objects.create(
        committee=committee, held_on=held_on, state=State.ISSUED, created_by=by, shape=committee.shape,
        paper=make_paper(issued_on=held_on), approved_by=by, approved_at=now,
        approved_digest="0" * 64, issued_by=by, issued_at=now, **fields,
    )  # fmt: skip
    meeting.issued_papers.create(paper=meeting.paper)
    told = [{"text": text, "thread": uuid.uuid4(), "implementers": []} for text in decisions]
    rows.write(meeting, [{"serial": "০১", "topic": "ওয়েব পোর্টাল", "decisions": told}])
    return meeting


def make_matter(decision, *, by, on=None, due_on=None, **fields):
    """A decision of an issued meeting as it is followed; due in ten days unless said otherwise."""
    on = on or today() - timedelta(days=5)
    due_on = due_on or on + timedelta(days=10)
    matter = Matter.objects.create(
        thread=decision.thread, decision=decision, committee=decision.meeting.committee,
        office=decision.meeting.office,
        **{"state": Matter.State.OPEN, "opened_on": on, "first_due_on": due_on, "due_on": due_on} | fields,
    )  # fmt: skip
    Step.tell(matter, "opened", by=by, at=timezone.now() - timedelta(days=5))
    return matter


def make_assignment(matter, post=None, *, by=None, **fields):
    """A share of a decision: of a post, of an `outsider`, or, with neither, still to be settled."""
    state = Assignment.State.OPEN if post or fields.get("outsider") else Assignment.State.SETTLE
    told = {
        "state": state, "opened_on": matter.opened_on, "first_due_on": matter.first_due_on,
        "due_on": matter.due_on, "is_implied": matter.is_implied,
    }  # fmt: skip
    if fields.get("parent"):
        told["level"] = fields["parent"].level + 1
    assignment = Assignment.objects.create(
        matter=matter, post=post, office=post and post.office, **told | fields
    )
    Step.tell(matter, "opened", assignment=assignment, by=by, at=timezone.now() - timedelta(days=5))
    Stale.mark(matter.office_id, assignment.office_id)
    return assignment
