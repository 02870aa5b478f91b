"""How decisions stood at the end of any day: told from their steps, their answers and the history of
their rows alone, so that today's table and a past day's are one reading."""

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.utils import timezone

from followup import wording
from followup.models import Answer, Assignment, End, Kind, Matter, Step
from meetings.models import AgendaItem, Decision, IssuedPaper, Meeting

State = Assignment.State
# What an owner says of the work itself; the rest is between the owner and the section.
OF_THE_WORK = frozenset(Answer.Kind) - {Answer.Kind.NOT_MINE, Answer.Kind.EXTENSION}
SENT_BACK = "sent back"


class Share(NamedTuple):
    """One owner's share of a decision as it stood; `assignment` is the row of today, for its address."""

    assignment: Assignment
    # None while nobody in the portal had it.
    office_id: int | None
    owner: str
    printed: str
    part: str
    state: str
    progress: int
    first_due_on: date | None
    due_on: date | None
    is_implied: bool
    claimed_on: date | None
    # The last answer about the work, as a sentence, and the answer itself.
    text: str
    said: Answer | None
    # Whether the section sent back the claim that is the last answer.
    is_sent_back: bool
    days_late: int
    # What the owner handed down: Shares.
    parts: tuple

    @property
    def is_unfinished(self):
        return self.state in Assignment.UNFINISHED

    @property
    def state_name(self):
        return State(self.state).label


class Row(NamedTuple):
    """One decision as it stood: the words in force, its clock, its shares, what had been done."""

    matter: Matter
    decision: Decision
    meeting: Meeting
    memo: str
    serial: str
    label: str
    text: str
    topic: str
    kind: str
    state: str
    end: str
    end_reason: str
    ended_on: date | None
    first_due_on: date | None
    due_on: date | None
    is_implied: bool
    shares: tuple
    progress: str
    age_days: int
    times_carried: int

    @property
    def is_open(self):
        return self.state == Matter.State.OPEN

    @property
    def state_name(self):
        return End(self.end).label if self.end else Matter.State(self.state).label

    @property
    def kind_name(self):
        return Kind(self.kind).label

    @property
    def days_late(self):
        """How late the latest of its owners was."""
        return max((share.days_late for share in self.every_share()), default=0)

    @property
    def owners(self):
        """Who has it, as a table lists them: what all are called alike, and [(name, Share)]; many that stand
        alike are one line."""
        named = [*zip(wording.names_of(self.shares), self.shares, strict=True)]
        if len(named) > wording.MOST_NAMED:
            alike = {}
            for name, share in named:
                alike.setdefault(share.state, (share, []))[1].append(name)
            named = [(wording.listed(names), share) for share, names in alike.values()]
        return wording.common_of(self.shares), named

    def every_share(self):
        """The shares with all that was handed down of them, each above its parts."""
        waiting = list(reversed(self.shares))
        while waiting:
            share = waiting.pop()
            yield share
            waiting.extend(reversed(share.parts))


def end_of(day):
    """The first moment after a day in Dhaka."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def rows_on(matters, day, *, until=None):
    """[Row] of those matters that were followed at the end of a day, in the order of their papers.

    `until` is an earlier moment of that day: what came after it does not count. What waits for a paper,
    or whose paper was void, is not there. The number of queries does not grow with the rows.
    """
    until = until or end_of(day)
    matters = {matter.pk: matter for matter in matters}
    steps = _Steps(matters, until)
    standing = {
        pk: step
        for pk, step in steps.of_matters.items()
        if step.state in (Matter.State.OPEN, Matter.State.ENDED) and step.decision_id
    }
    shares = _shares(standing, steps, day, until)
    papers = _Papers({step.decision_id for step in standing.values()}, day, until)
    rows = [
        _row(matters[pk], step, shares[pk], steps, papers, day)
        for pk, step in standing.items()
        if step.decision_id in papers.decisions
    ]
    return sorted(rows, key=_in_their_order)


def table_of(meeting, day, *, until=None):
    """[Row] of the decisions that a meeting's paper prints; one that a later sitting took over is told
    in the words of that one's paper."""
    threads = Decision.ever.filter(meeting=meeting).values("thread")
    return rows_on(Matter.objects.filter(thread__in=threads), day, until=until)


def table_of_committee(committee, day, *, until=None):
    """[Row] of all decisions of a committee that were followed on a day."""
    return rows_on(Matter.objects.filter(committee=committee), day, until=until)


class _Steps:
    """The last step of each matter and share before a moment, and what the earlier ones told."""

    def __init__(self, matters, until):
        self.of_matters, self.of_shares, self.sent_back = {}, {}, {}
        self.opened_on, self.ended = {}, {}
        for step in Step.objects.filter(matter__in=matters, at__lt=until).order_by("at", "pk"):
            if step.assignment_id is None:
                self._of_matter(step)
                continue
            self.of_shares[step.assignment_id] = step
            if step.what == SENT_BACK:
                self.sent_back[step.assignment_id] = step.at

    def _of_matter(self, step):
        before = self.of_matters.get(step.matter_id)
        self.of_matters[step.matter_id] = step
        self.opened_on.setdefault(step.matter_id, step.opened_on or timezone.localdate(step.at))
        if step.state == Matter.State.ENDED and (before is None or before.state != step.state):
            self.ended[step.matter_id] = step


def _shares(matters, steps, day, until):
    """{pk of a matter: its Shares, with their parts}."""
    said = {}
    answers = Answer.objects.filter(
        assignment__matter__in=list(matters), at__lt=until, kind__in=OF_THE_WORK
    )
    for answer in answers.order_by("at", "pk"):
        said[answer.assignment_id] = answer
    below = defaultdict(list)
    rows = Assignment.objects.filter(matter__in=list(matters)).order_by("position", "pk")
    for assignment in rows.select_related("post__office", "charge"):
        if assignment.pk in steps.of_shares:
            below[assignment.matter_id, assignment.parent_id].append(assignment)

    def shares_of(matter, parent):
        return tuple(
            _share(each, steps, said.get(each.pk), shares_of(matter, each.pk), day)
            for each in below[matter, parent]
        )

    return {pk: shares_of(pk, None) for pk in matters}


def _share(assignment, steps, said, parts, day):
    step = steps.of_shares[assignment.pk]
    back = steps.sent_back.get(assignment.pk)
    is_sent_back = bool(said and back and said.kind == Answer.Kind.CLAIM and back >= said.at)
    is_late = step.state in Assignment.RUNNING and step.due_on is not None
    return Share(
        assignment=assignment,
        office_id=assignment.office_id if step.post_id else None,
        owner=" ".join(step.owner.split()) or assignment.owner,
        printed=assignment.printed,
        part=step.part or assignment.part,
        state=step.state,
        progress=step.progress,
        first_due_on=step.first_due_on,
        due_on=step.due_on,
        is_implied=step.is_implied,
        claimed_on=step.claimed_on,
        text=wording.sentence_of(said) if said else "",
        said=said,
        is_sent_back=is_sent_back,
        days_late=max((day - step.due_on).days, 0) if is_late else 0,
        parts=parts,
    )


class _Papers:
    """The printed rows as they were worded on a day, with their items, meetings and memo numbers."""

    def __init__(self, decisions, day, until):
        self.decisions = _as_of(Decision, decisions, until)
        items = {row.item_id for row in self.decisions.values()}
        self.items = _as_of(AgendaItem, items, until)
        meetings = {row.meeting_id for row in self.decisions.values()}
        rows = Meeting.objects.select_related("committee__office", "paper")
        self.meetings = rows.in_bulk(list(meetings))
        self.memos = {}
        for row in IssuedPaper.objects.filter(meeting__in=meetings).select_related("paper"):
            if row.paper.issued_on <= day or row.meeting_id not in self.memos:
                self.memos[row.meeting_id] = row.paper.number


def _as_of(model, pks, until):
    """{pk: the row as its history tells of that moment}; of one without a history, as it stands."""
    rows = {}
    for entry in model.history.filter(id__in=pks).order_by("history_date", "history_id"):
        if entry.id not in rows or entry.history_date < until:
            rows[entry.id] = entry
    rows = {pk: entry.instance for pk, entry in rows.items()}
    return model.ever.in_bulk([pk for pk in pks if pk not in rows]) | rows


def _row(matter, step, shares, steps, papers, day):
    decision = papers.decisions[step.decision_id]
    item = papers.items[decision.item_id]
    meeting = papers.meetings[decision.meeting_id]
    item.meeting = decision.meeting = meeting
    decision.item = item
    ended = steps.ended.get(matter.pk) if step.state == Matter.State.ENDED else None
    return Row(
        matter=matter,
        decision=decision,
        meeting=meeting,
        memo=papers.memos.get(meeting.pk, ""),
        serial=item.serial or "",
        label=decision.label or "",
        text=decision.text,
        topic=item.topic,
        kind=step.kind,
        state=step.state,
        end=step.end,
        end_reason=ended.reason if ended else "",
        ended_on=timezone.localdate(ended.at) if ended else None,
        first_due_on=step.first_due_on,
        due_on=step.due_on,
        is_implied=step.is_implied,
        shares=shares,
        progress=wording.progress_of(step.kind, step.end, shares),
        age_days=max((day - steps.opened_on[matter.pk]).days, 0),
        times_carried=decision.times_carried,
    )


def _in_their_order(row):
    meeting, decision = row.meeting, row.decision
    return meeting.held_on, meeting.pk, decision.item.position, decision.position, row.matter.pk
