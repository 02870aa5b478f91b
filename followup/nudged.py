"""What the digests of a reader told of shares, and how these stand now."""

from collections import defaultdict
from typing import NamedTuple

from bangla.digits import to_bengali
from django.utils import timezone

from followup import phrasing
from followup.ladder import Clock, rung_of
from followup.models import Assignment, Nudge
from offices.models import today as this_day
from offices.rules import offices_acted_for

SECTION_CLOCKS = frozenset(Clock) - {Clock.OWNER}


class SumKey(NamedTuple):
    """What a sum is of: an office that is late, or a committee whose section or whose outsiders are."""

    name: str
    office: int | None
    committee: int | None
    of_section: bool


def sum_key(row):
    """The SumKey of a Nudge that is told in a sum."""
    share = row.assignment
    of_section = rung_of(row.rung).clock in SECTION_CLOCKS
    if share.office_id and not of_section:
        return SumKey(share.office.name, share.office_id, None, of_section)
    committee = share.matter.committee
    return SumKey(committee.name, None, committee.pk, of_section)


def lines_of(digests, *, reader):
    """{primary key of a digest: [what it said of each share, and how that stands now]}.

    What a share is about is told to who may see it today; sums are of figures alone.
    """
    rows = list(
        Nudge.objects.filter(digest__in=[digest.pk for digest in digests])
        .select_related(
            "digest", "assignment__matter__decision", "assignment__matter__committee",
            "assignment__matter__office", "assignment__post__office", "assignment__office",
            "assignment__parent", "assignment__addressee",
        )
        .order_by("due_on", "pk")
    )  # fmt: skip
    if not rows:
        return {}
    of_rows = Assignment.objects.filter(pk__in={row.assignment_id for row in rows})
    seen = set(of_rows.visible_to(reader).values_list("pk", flat=True))
    own = set(of_rows.owned_by(reader).values_list("pk", flat=True))
    acted_for = set(offices_acted_for(reader).values_list("pk", flat=True))
    found, sums = defaultdict(list), defaultdict(list)
    for row in rows:
        if rung_of(row.rung).is_sum:
            sums[row.digest_id, sum_key(row)].append(row)
            continue
        found[row.digest_id].append(_single(row, seen=seen, own=own, acted_for=acted_for))
    for (digest, key), those in sums.items():
        found[digest].append(_sum(key, those, acted_for=acted_for))
    return found


def _single(row, *, seen, own, acted_for):
    share, clock = row.assignment, rung_of(row.rung).clock
    made_on = row.digest.made_on
    return {
        "template": "followup/_nudged.html",
        "share": share,
        "may_see": share.pk in seen,
        "clock": clock,
        "due_on": row.due_on,
        "time": row.due_on and phrasing.time_of(row.due_on, made_on),
        "is_open": share.state in Assignment.UNFINISHED,
        "days_late": share.days_late(),
        "may_answer": share.state == Assignment.State.OPEN and share.pk in own,
        "waits_on_reader": clock in SECTION_CLOCKS and share.asking_office_id in acted_for,
    }


def _sum(key, rows, *, acted_for):
    made_on = rows[0].digest.made_on
    still = {row.assignment.matter_id for row in rows if _is_still_late(row, key)}
    return {
        "template": "followup/_nudged_sum.html",
        "key": key,
        "decisions": len({row.assignment.matter_id for row in rows}),
        "days": max((made_on - row.due_on).days for row in rows),
        "still": len(still),
        "is_of_reader": any(row.assignment.asking_office_id in acted_for for row in rows),
    }


def _is_still_late(row, key):
    share = row.assignment
    if key.of_section:
        return share.state in Assignment.UNFINISHED and bool(
            share.desk_due_on and share.desk_due_on < this_day()
        )
    return share.days_late() > 0
