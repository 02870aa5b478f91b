"""The meter of a paper's distribution: decisions × implementers who have not been served with them.

Served is who got a copy of the minutes, or of an extract that holds the decision, and has it: the copy
has at least come into their mailbox or inbox, been fetched, acknowledged or signed for. That it left
here is not enough. Distribution is complete when nothing is missing.
"""

from typing import NamedTuple

from bangla.text import fold
from despatch.ladder import Step, step_of
from documents.models import Paper
from letters.models import Letter
from meetings.models import Charge
from memos.models import Copy
from offices.holders import designation_of

SERVED = {Step.DELIVERED, Step.FETCHED, Step.ACKNOWLEDGED, Step.SIGNED}


class Implementer(NamedTuple):
    """Whom decisions charge: a post, or a printed line that names none for certain."""

    line: str
    post: object
    # The decisions they were not served with, in the order of the paper.
    decisions: list
    # Whether a copy that would serve them is on its way.
    is_sent: bool


class Meter(NamedTuple):
    """How far the distribution of issued minutes has come."""

    pairs: int
    missing: int
    # [Implementer] that are not served with all of theirs, in the order of the paper.
    implementers: list

    @property
    def is_complete(self):
        return self.missing == 0

    @property
    def to_add(self):
        """The lines of those to whom nothing has been sent."""
        return [each.line for each in self.implementers if not each.is_sent]


def meter_of(meeting):
    """The Meter of issued minutes."""
    charges = Charge.objects.filter(paper=meeting.paper_id).select_related(
        "decision__item", "post__office"
    )
    charges = list(
        charges.order_by("decision__item__position", "decision__position", "position", "pk")
    )
    copies = _copies_of(meeting)
    steps = step_of(copy for copy, _ in copies)
    missing, pairs = {}, set()
    for charge in charges:
        whom = _key(charge.post_id, charge.printed)
        pair = whom, charge.decision_id
        if pair in pairs:
            continue
        pairs.add(pair)
        reaching = [copy for copy, holds in copies if _is_for(copy, charge) and holds(charge)]
        if not any(steps[copy.pk] in SERVED for copy in reaching):
            missing.setdefault(whom, []).append((charge, bool(reaching)))
    return Meter(
        pairs=len(pairs),
        missing=sum(map(len, missing.values())),
        implementers=[_implementer(of) for of in missing.values()],
    )


def _copies_of(meeting):
    """[(a Copy, charge → whether its paper holds the decision)] of the minutes and their extracts."""
    stands = {"memo__paper__status": Paper.Status.CURRENT}
    told = Copy.objects.filter(**stands).select_related("memo__paper", "memo__series__office")
    copies = [(copy, lambda charge: True) for copy in told.filter(memo__paper=meeting.paper_id)]
    extracts = meeting.letters.filter(kind=Letter.Kind.EXTRACT, state=Letter.State.ISSUED)
    for letter in extracts:
        holds = _holding(letter.content)
        copies += [(copy, holds) for copy in told.filter(memo__paper=letter.paper_id)]
    return copies


def _holding(content):
    texts = {
        decision["text"] for item in content.get("items", []) for decision in item["decisions"]
    }
    return lambda charge: charge.decision.text in texts


def _is_for(copy, charge):
    """Whether a copy goes to whom a charge names."""
    if charge.post_id:
        return copy.post_id == charge.post_id
    line = _line_key(charge.printed)
    return line in (_line_key(copy.recipient), _line_key(copy.line))


def _key(post, printed):
    return post or _line_key(printed)


def _line_key(text):
    return fold(" ".join(text.split())).rstrip(" ।.,")


def _implementer(missing):
    charge = missing[0][0]
    line = ", ".join(designation_of(charge.post)) if charge.post else charge.printed
    return Implementer(
        line=line,
        post=charge.post,
        decisions=[each.decision for each, _ in missing],
        is_sent=all(is_sent for _, is_sent in missing),
    )
