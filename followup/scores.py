"""The burden of waiting: the one figure that sets offices side by side, made so that no trick lowers it.

What is counted is the item of an agenda, with all that its decisions charge one office with, as the issued
paper froze it. Its clock starts after the date printed in that paper; where none is printed, on the day of
issue itself. It stops on the day of the claim that was accepted in the end, for the last of its shares; for
what ended in any other way, or went to others who did not do it, it does not stop. The burden is the sum of
these days, of each item at most MOST: a sum, not a share, so that nothing added to it makes it less.

Lower is better. Extensions, kinds changed after issue, dates told of a deed, claims that were sent back, and
how often a row was ended and taken up again are not asked for at all.
"""

from collections import defaultdict
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Exists, Min, OuterRef, Q

from followup.models import UNCHASED, Assignment, End, Kind, Matter, Step
from meetings.models import Decision

State = Assignment.State
# Decisions issued within so many days count; no item weighs more days than MOST.
WINDOW, MOST = 365, 180


class Share(NamedTuple):
    """What the burden asks of a share of a decision; one that was handed down names its parent."""

    pk: int
    parent: int | None
    giver: int
    shown: bool
    matter: int
    charge: int | None
    # Its place among those of its decision or its parent; who gets a share after another has the same.
    place: int
    item: int
    # Who had it first: whom the paper charged, or who was named where it named nobody for certain.
    office: int | None
    state: str
    issued_on: date
    # Printed in the paper that first charged it.
    due_on: date | None
    # Of the accepted claim; of a continuing duty, of its first accepted report.
    done_on: date | None
    # The decision was done by the others whom it charges, as its roll-up asks.
    is_spared: bool = False


class Burden(NamedTuple):
    """How many items charge, how many of them waited past their day, and the days of all."""

    items: int = 0
    late: int = 0
    days: int = 0


def in_window(day):
    """The decisions that the burden of a day is of."""
    return Matter.objects.filter(
        state__in=[Matter.State.OPEN, Matter.State.ENDED],
        opened_on__gt=day - timedelta(days=WINDOW),
        opened_on__lte=day,
    ).exclude(
        # By a later paper; what is only closed so counts as not done.
        Exists(Step.objects.filter(matter=OuterRef("pk"), assignment=None, what="withdrawn")),
        end=End.WITHDRAWN,
    )


def shares_of(matters):
    """The Shares of decisions as their rows stand now."""
    reported = _first_reports(matters)
    # What the paper charged nobody with, nobody waits for; what it did charge counts whatever its kind.
    rows = Assignment.objects.filter(matter__in=matters).exclude(
        Q(charge=None, parent=None, matter__kind__in=UNCHASED)
    )
    told = list(
        rows.order_by("pk").values_list(
            "pk", "parent", "matter__office", "matter__shown_above", "matter", "charge", "position",
            "charge__decision", "matter__decision", "office", "state", "matter__opened_on",
            "claimed_on", "matter__end",
        )
    )  # fmt: skip
    printed = _printed({first or last for *_, first, last, _, _, _, _, _ in told})
    first_offices = {}
    for (
        pk, parent, giver, shown, matter, charge, place, first, last, office, state, issued_on,
        claimed_on, end,
    ) in told:  # fmt: skip
        item, due_on = printed[first or last]
        # Who has it in the place of another does not take the other's days away.
        office = first_offices.setdefault((matter, parent, charge, place), office)
        done_on = claimed_on if state == State.VERIFIED else reported.get(pk)
        is_spared = state == State.WITHDRAWN and end == End.VERIFIED
        if state == State.WITHDRAWN and end == End.WITHDRAWN:
            state = State.NOT_DONE
        yield Share(
            pk, parent, giver, shown, matter, charge, place, item, office, state, issued_on, due_on,
            done_on, is_spared,
        )  # fmt: skip


def _printed(decisions):
    """{decision: (its item, the date printed with it)}."""
    told, keys = {}, sorted(decisions)
    for start in range(0, len(keys), 10_000):
        rows = Decision.ever.filter(pk__in=keys[start : start + 10_000])
        told |= {
            pk: (item, due_on) for pk, item, due_on in rows.values_list("pk", "item", "due_on")
        }
    return told


def _first_reports(matters):
    """{share: the day of its first accepted report} of what was a continuing duty when it was issued."""
    continuing = Step.objects.filter(
        matter__in=matters, assignment=None, what="opened", kind=Kind.CONTINUING
    )
    accepted = Step.objects.filter(
        matter__in=continuing.values("matter"), assignment__isnull=False, what="period verified"
    )
    return dict(
        accepted.order_by()
        .values_list("assignment")
        .annotate(on=Min("claimed_on"))
        .filter(on__isnull=False)
    )


class Kin:
    """Shares by whom they belong with."""

    def __init__(self, shares):
        # Handed down from one; one after the other in one place; of one decision.
        self.parts, self.places = defaultdict(list), defaultdict(list)
        self.of_matter = defaultdict(list)
        for share in shares:
            self.places[_place(share)].append(share)
            if share.parent:
                self.parts[share.parent].append(share)
            else:
                self.of_matter[share.matter].append(share)


def _place(share):
    return share.matter, share.parent, share.charge, share.place


def burdens(shares, day):
    """{(giver, shown above, office): Burden} of Shares on a day."""
    shares = [
        share
        for share in shares
        if share.parent or share.is_spared or share.state != State.WITHDRAWN
    ]
    kin = Kin(shares)
    items = defaultdict(list)
    for share in shares:
        if not share.parent:
            key = share.giver, share.shown, share.office, share.item
            items[key].append((share, _done_on(share, kin)))
    told = defaultdict(Burden)
    for (giver, shown, office, _), rows in items.items():
        # Decided and done on one day: nobody waited for it.
        if all(done_on and done_on <= share.issued_on for share, done_on in rows):
            continue
        days = max(_waited(share, done_on, day) for share, done_on in rows)
        so_far = told[giver, shown, office]
        told[giver, shown, office] = Burden(
            so_far.items + 1, so_far.late + (days > 0), so_far.days + days
        )
    return dict(told)


def _done_on(share, kin):
    """The day on which the last of a share and of its parts was done, or None while it is not."""
    if share.is_spared and not share.parent:
        return max(
            (row.done_on for row in kin.of_matter[share.matter] if row.done_on), default=None
        )
    if share.state in (State.REASSIGNED, State.WITHDRAWN):
        # Done by who got it afterwards, if by anybody.
        rows = [row for row in kin.places[_place(share)] if row.pk > share.pk]
        days = [_done_on(row, kin) for row in rows] or [None]
    else:
        days = [share.done_on, *(_done_on(part, kin) for part in kin.parts[share.pk])]
    return None if None in days else max(days)


def _waited(share, done_on, day):
    since = share.due_on or share.issued_on
    return min(max(((done_on or day) - since).days, 0), MOST)
