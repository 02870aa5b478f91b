"""The copies of a paper as the page of their sending shows them."""

from collections import Counter
from typing import NamedTuple

from bangla.text import fold
from despatch import ladder, outbox
from despatch.ladder import ANSWERED, STEPS, Rung, Step
from despatch.models import Sending
from distribution.models import Way
from memos.models import Copy

NOT_SENT = "none"
# The sign beside each step (templates/_sign.html).
SIGNS = {
    None: "draft",
    Step.REFUSED: "returned",
    Step.QUEUED: "waiting",
    Step.RELAYED: "noticed",
    Step.DELIVERED: "noticed",
    Step.FETCHED: "issued",
    Step.ACKNOWLEDGED: "approved",
    Step.SIGNED: "approved",
}


# What the copies at a step are called together, by whatever way they went.
TOGETHER = {
    Step.REFUSED: "ফেরত এসেছে",
    Step.QUEUED: "পাঠানোর সারিতে",
    Step.RELAYED: "পথে",
    Step.DELIVERED: "প্রাপকের সার্ভারে বা ইনবক্সে",
    Step.FETCHED: "খোলা হয়েছে",
    Step.ACKNOWLEDGED: "প্রাপ্তি স্বীকৃত",
    Step.SIGNED: "কাগজে স্বাক্ষরিত",
}


class Row(NamedTuple):
    """One copy: where it would go, and how far it got."""

    copy: Copy
    planned: outbox.Planned
    ladder: list[Rung]
    step: Step | None
    held: Sending | None
    taken_back: list[Sending]

    @property
    def sign(self):
        return SIGNS[self.step]

    @property
    def says(self):
        """What its highest step is called, in the words of the way it went."""
        if self.step is None:
            return "পাঠানো হয়নি"
        return next(rung.name for rung in reversed(self.ladder) if rung.step == self.step)

    @property
    def since(self):
        return next((rung.at for rung in reversed(self.ladder) if rung.step == self.step), None)


def rows_of(memo):
    """[Row] of every copy of a paper that is sent to somebody, in their order."""
    copies = list(outbox.copies_of(memo))
    ladder.prefetch_ladders(copies)
    rows = []
    for planned in outbox.plan(memo, copies):
        copy = planned.copy
        rungs = ladder.ladder_of(copy)
        sendings = list(copy.sendings.all())
        rows.append(
            Row(
                copy=copy,
                planned=planned,
                ladder=rungs,
                step=ladder.highest(rungs),
                held=next((each for each in sendings if ladder.is_held(each)), None),
                taken_back=[each for each in sendings if each.taken_back_at],
            )
        )
    return rows


def counted(rows):
    """[(what to ask the page for, its words, how many copies have just got there)]."""
    there = Counter(row.step for row in rows)
    told = [(NOT_SENT, "পাঠানো হয়নি", there[None])]
    told += [(step.value, TOGETHER[step], there[step]) for step in STEPS]
    return [each for each in told if each[2]]


def answered(rows):
    return sum(row.step in ANSWERED for row in rows)


def chosen(rows, *, step="", words=""):
    """Those at this step and whose recipient or number holds these words."""
    words = fold(words)
    return [
        row
        for row in rows
        if (not step or (row.step or NOT_SENT) == step)
        and (not words or words in fold(f"{row.copy.recipient} {row.copy.number}"))
    ]


def to_send(rows):
    return [row.copy for row in rows if row.step is None]


def to_send_again(rows):
    """Those that went by mail and that nobody has acknowledged or signed for."""
    return [
        row.copy
        for row in rows
        if row.step not in {None, *ANSWERED}
        and not row.held
        and any(each.way == Way.MAIL and not each.taken_back_at for each in row.copy.sendings.all())
    ]


def with_what_came_back(copies):
    """[(copy, the Rung that says how it came back)] of copies whose last sending did."""
    copies = list(copies)
    ladder.prefetch_ladders(copies)
    told = []
    for copy in copies:
        rungs = [rung for rung in ladder.ladder_of(copy) if rung.sending]
        told.append((copy, next((r for r in reversed(rungs) if r.step == Step.REFUSED), rungs[-1])))
    return told
