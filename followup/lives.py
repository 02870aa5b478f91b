"""The life of one decision: its row in the paper, its shares with their parts, what happened, in words."""

from typing import NamedTuple

from followup import rolling
from followup.models import UNCHASED, Assignment, Matter, Step
from followup.reports import SAID
from meetings.models import Decision


class Life(NamedTuple):
    """What a page tells of a decision. `decision` is None only where its row was never kept."""

    decision: Decision | None
    shares: list
    steps: list
    standing: rolling.RolledUp
    is_chased: bool

    @property
    def unfinished(self):
        """The shares that are still going on, and those handed on of which a part is."""
        return [share for share in self.shares if share.is_going]

    @property
    def finished(self):
        return [share for share in self.shares if not share.is_going]


def life_of(matter):
    """The Life of a decision that a paper has printed."""
    shares = _in_order(
        matter.assignments.select_related("post__office", "addressee", "charge", "parent").order_by(
            "position", "pk"
        )
    )
    steps = list(
        Step.objects.filter(matter=matter)
        .select_related(
            "by", "assignment__post__office", "answer", "decision__item__meeting__paper"
        )
        .order_by("-at", "-pk")
    )
    for step in steps:
        noun = "assignment" if step.assignment_id else "matter"
        step.said = SAID.get(f"{noun} {step.what}", step.what)
    return Life(
        decision=matter.decision or _last_printed(matter, steps),
        shares=shares,
        steps=steps,
        standing=rolling.standing_of([matter])[matter.pk],
        is_chased=matter.kind not in UNCHASED and matter.state != Matter.State.SUSPENDED,
    )


def _last_printed(matter, steps):
    """The row that a decision had in the paper that is void now."""
    rows = (step.decision for step in steps if step.decision_id)
    return next(rows, None)


def _in_order(shares):
    """The shares, each followed by what was handed down of it; `is_going` where any of these is unfinished."""
    shares = list(shares)
    below = {}
    for share in shares:
        share.is_over = share.state == Assignment.State.OPEN and share.days_late() > 0
        below.setdefault(share.parent_id, []).append(share)
    found = []
    for top in below.get(None, []):
        tree, waiting = [], [top]
        while waiting:
            share = waiting.pop()
            tree.append(share)
            waiting.extend(reversed(below.get(share.pk, [])))
        is_going = any(share.state in Assignment.UNFINISHED for share in tree)
        for share in tree:
            share.is_going = is_going
        found += tree
    return found
