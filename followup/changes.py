"""What happened lately to decisions and shares that the owners are to hear of, once."""

from datetime import timedelta
from typing import NamedTuple

from followup.models import Assignment, Step

# Who was not told for so long is not told any more.
WITHIN = timedelta(days=14)

# The end of a Step's name → what a reminder calls it (followup.phrasing.CHANGED): of one share …
OF_SHARE = {
    "withdrawn": "withdrawn",
    "closed": "closed",
    "reassigned": "reassigned",
    "taken over": "taken_over",
}
# … and of a decision with all its shares that run. One that another paper prints is amended where its
# text or its date is another.
OF_MATTER = {
    "suspended": "suspended",
    "corrected": "amended",
    "carried": "amended",
    "fell back": "amended",
}


class Change(NamedTuple):
    """What happened to a share, and the primary key of the Step that tells it."""

    share: Assignment
    what: str
    step: int


def changes_since(today):
    """The Changes of the last days before a day. In a fixed number of queries."""
    recent = Step.objects.filter(at__date__gt=today - WITHIN, at__date__lte=today).order_by("pk")
    of_shares = recent.filter(what__in=OF_SHARE, assignment__isnull=False)
    found = [
        Change(step.assignment, OF_SHARE[step.what], step.pk)
        for step in of_shares.select_related("assignment__matter", "assignment__addressee__post")
    ]
    steps = list(recent.filter(what__in=OF_MATTER, assignment=None))
    amended = _amended(steps)
    steps = [step for step in steps if OF_MATTER[step.what] != "amended" or step.pk in amended]
    return [*found, *_of_all_shares(steps)]


def _amended(steps):
    """Of these Steps those after which a decision has another text or another date than before."""
    wanted, last, found = {step.pk for step in steps}, {}, set()
    told = Step.objects.filter(matter__in={step.matter_id for step in steps}, assignment=None)
    for pk, matter, text, due_on in told.order_by("pk").values_list(
        "pk", "matter", "decision__text", "due_on"
    ):
        if text is None:  # while its paper was void
            continue
        now = (" ".join(text.split()), due_on)
        if pk in wanted and last.get(matter, now) != now:
            found.add(pk)
        last[matter] = now
    return found


def _of_all_shares(steps):
    """A Change for each share that ran before the Step and still does."""
    matters = {step.matter_id for step in steps}
    shares = Assignment.objects.filter(state__in=Assignment.UNFINISHED, matter__in=matters)
    by_matter = {}
    for share in shares.select_related("matter", "addressee__post").order_by("pk"):
        by_matter.setdefault(share.matter_id, []).append(share)
    # Who got it by the same act has the new text from the beginning.
    begun = Step.objects.filter(assignment__matter__in=matters, what="opened")
    new = set(begun.values_list("assignment", "at"))
    for step in steps:
        for share in by_matter.get(step.matter_id, ()):
            if (share.pk, step.at) not in new:
                yield Change(share, OF_MATTER[step.what], step.pk)
