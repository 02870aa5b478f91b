"""The parts a share was handed down in: the tree of them, and what adds up in it.

Read in a fixed number of queries, however many parts there are and however deep. Each part counts once:
where it was itself handed down, its own parts speak for it.
"""

from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef

from bangla.collation import sort_key
from followup.models import STEPS, Answer, Assignment, Kind

State = Assignment.State

# Parts that are neither done nor still to be done: they pull no figure up or down.
OUT_OF_COUNT = frozenset({State.IRRELEVANT, State.RETIRED})
# Answers that say how far a share is.
TELLING = (Answer.Kind.PROGRESS, Answer.Kind.CLAIM, Answer.Kind.BLOCKED, Answer.Kind.WAITING)


SIGNS = {
    State.SETTLE: "warning",
    State.OPEN: "draft",
    State.CLAIMED: "waiting",
    State.VERIFIED: "approved",
}


@dataclass
class Part:
    """A share in its tree: the row, the last answer that says how far it is, how far below the top of
    the tree it stands, its own parts."""

    assignment: Assignment
    said: Answer | None = None
    below: int = 0
    parts: list = field(default_factory=list)

    @property
    def depth(self):
        return self.assignment.level

    @property
    def is_given_up(self):
        return self.assignment.state in Assignment.GIVEN_UP

    @property
    def is_unfinished(self):
        return self.assignment.state in Assignment.UNFINISHED

    @property
    def sign(self):
        """The sign beside its state (templates/_sign.html)."""
        if self.days_late:
            return "late"
        return SIGNS.get(self.assignment.state, "void")

    @property
    def days_late(self):
        return self.assignment.days_late()

    @property
    def live(self):
        """The parts that count: all but those taken back, or given to somebody else."""
        return [part for part in self.parts if not part.is_given_up]

    @property
    def is_answered(self):
        """Whether its owner, or an owner of one of its parts, has said how far it is."""
        return self.said is not None or any(part.is_answered for part in self.live)

    @property
    def progress(self):
        """How far it is in percent, rounded down: its own figure, or the mean of its parts'."""
        if self.assignment.state == State.VERIFIED:
            return 100
        counted = [part for part in self.live if part.assignment.state not in OUT_OF_COUNT]
        if not counted:
            return self.assignment.progress
        return sum(part.progress for part in counted) // len(counted)

    @property
    def step(self):
        """The highest of the steps that answers know which its progress has reached."""
        return max(step for step in STEPS if step <= self.progress)

    def __iter__(self):
        """All below it, in the order of a page: each part before its own parts."""
        for part in self.parts:
            yield part
            yield from part


def tree_of(assignment):
    """The Part of a share with all below it, in the order of their offices."""
    below = Assignment.objects.below(assignment)
    rows = list(below.select_related("post__office", "office", "matter", "addressee"))
    said = _last_said([assignment.pk, *(row.pk for row in rows)])
    parts = {
        row.pk: Part(row, said.get(row.pk), row.level - assignment.level)
        for row in [assignment, *rows]
    }
    for row in sorted(rows, key=place_of):
        parts[row.parent_id].parts.append(parts[row.pk])
    return parts[assignment.pk]


def place_of(row):
    """Where a part stands among its like: by office, then by rank; whoever is outside, last."""
    if row.post_id is None:
        return (1, "", sort_key(row.owner), 0, row.pk)
    office, post = row.post.office, row.post
    return (0, office.geo_code or "9999", sort_key(office.name), post.seniority, row.pk)


def _last_said(pks):
    """{assignment: its last Answer that says how far it is}."""
    told = Answer.objects.filter(assignment__in=pks, kind__in=TELLING)
    after = Answer.objects.filter(assignment=OuterRef("assignment"), kind__in=TELLING)
    later = after.filter(at__gt=OuterRef("at")) | after.filter(
        at=OuterRef("at"), pk__gt=OuterRef("pk")
    )
    return {answer.assignment_id: answer for answer in told.filter(~Exists(later))}


def answers_at(assignment):
    """Every answer that was given to a share and to all that was handed down from it, each once."""
    below = Assignment.objects.below(assignment).values("pk")
    own = Answer.objects.filter(assignment=assignment)
    return (own | Answer.objects.filter(assignment__in=below)).order_by("at", "pk")


def is_awaited(part, above):
    """Whether a part keeps the share `above` it from being reported done.

    A continuing duty is never done: what keeps a report of it back are the parts whose own report for
    the same period is missing, or not verified.
    """
    if part.state not in Assignment.UNFINISHED:
        return False
    if part.matter.kind != Kind.CONTINUING or part.state != State.OPEN:
        return True
    return above.due_on is None or part.due_on is None or part.due_on <= above.due_on
