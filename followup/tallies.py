"""The figures of an office, counted beforehand: what its committees decided, what it owes itself, and all
below it as those above may see it.

The worker counts (`refresh`); a page only reads, and counts by itself what is not up to date where that is
little. `Tally.own` holds {"all", "shown", "owed": Figures, "committees": {pk: {"all", "shown"}}, "owners":
{key: {"office", "all", "shown"}}, "burdens": {owner office: {"all", "shown"}}, "givers": {pk: Figures}};
`Tally.below` the shown of it with that of all below.
"""

from collections import defaultdict
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import Case, CharField, Exists, OuterRef, Q, Value, When
from django.utils import timezone

from followup import scores
from followup.figures import Figures, count, count_decisions, count_periods, count_waits
from followup.models import Assignment, Matter, Stale, Tally
from offices.models import Office, today

FOLLOWED = [Matter.State.OPEN, Matter.State.ENDED]
# So many offices are counted in one go.
AT_ONCE = 20
# A page counts by itself at most so many offices that are not up to date, of so many below it.
FEW, WHOLE = 25, 60
# And at most so many shares.
LITTLE = 2_000
# Whose a share is that no post has.
OUTSIDE, SETTLE = "outside", "settle"


def given_by(offices):
    """The shares that the decisions of these offices give; not what their owners hand down further."""
    return Assignment.objects.filter(
        matter__office__in=offices, matter__state__in=FOLLOWED, parent=None
    )


def owed_by(offices):
    """The shares that these offices have, whoever gave them."""
    return Assignment.objects.filter(office__in=offices, matter__state__in=FOLLOWED)


def counted(offices, day=None):
    """{office: what Tally.own holds} as it stands now, in a fixed number of queries."""
    day = day or today()
    offices = list(offices)
    told = {
        pk: {"all": Figures(), "shown": Figures(), "owed": Figures(),
             "committees": {}, "owners": {}, "burdens": {}, "givers": {}}
        for pk in offices
    }  # fmt: skip
    _count_given(told, offices, day)
    _count_owners(told, offices, day)
    _count_owed(told, offices, day)
    _count_burdens(told, offices, day)
    return told


def _count_given(told, offices, day):
    by = ("matter__office", "matter__shown_above", "matter__committee")
    matters = Matter.objects.filter(office__in=offices, state__in=FOLLOWED)
    of_matters = ("office", "shown_above", "committee")
    for counts in (
        count(given_by(offices), by, day),
        count_decisions(matters, of_matters),
        count_periods(given_by(offices), by),
    ):
        for (office, shown, committee), figures in counts.items():
            row = told[office]["committees"].setdefault(str(committee), _both())
            _add(row, shown, figures)
            _add(told[office], shown, figures)
    for (office, shown), figures in count_waits(given_by(offices), by[:2]).items():
        _add(told[office], shown, figures)


def _count_owners(told, offices, day):
    """By post; the burden by office."""
    whose = Case(
        When(post__isnull=False, then=Value("post")),
        When(~Q(outsider=""), then=Value(OUTSIDE)),
        default=Value(SETTLE),
        output_field=CharField(),
    )
    by = ("matter__office", "matter__shown_above", "post", "office", "whose")
    for (giver, shown, post, office, kind), figures in count(
        given_by(offices).annotate(whose=whose), by, day
    ).items():
        key = str(post) if post else kind
        row = told[giver]["owners"].setdefault(key, {"office": office, **_both()})
        _add(row, shown, figures)


def _count_burdens(told, offices, day):
    """Of what these offices gave, by owner office; and of what they have themselves."""
    window = scores.in_window(day)
    gave = scores.shares_of(window.filter(office__in=offices))
    for (giver, shown, office), burden in scores.burdens(gave, day).items():
        figures = _burden(burden)
        _add(told[giver], shown, figures)
        row = told[giver]["burdens"].setdefault(str(office or ""), _both())
        _add(row, shown, figures)
    have = Assignment.objects.filter(office__in=offices, parent=None)
    owed = scores.shares_of(window.filter(pk__in=have.values("matter")))
    for (_, _, office), burden in scores.burdens(owed, day).items():
        if office in told:
            told[office]["owed"] += _burden(burden)


def _burden(burden):
    return Figures(burden_items=burden.items, burden_late=burden.late, burden_days=burden.days)


def _count_owed(told, offices, day):
    for (office, giver), figures in count(
        owed_by(offices), ("office", "matter__office"), day
    ).items():
        told[office]["givers"][str(giver)] = figures
        told[office]["owed"] += figures
    for counts in (
        count_waits(owed_by(offices), ("office",)),
        count_periods(owed_by(offices), ("office",)),
    ):
        for (office,), figures in counts.items():
            told[office]["owed"] += figures


def _both():
    return {"all": Figures(), "shown": Figures()}


def _add(row, shown, figures):
    row["all"] += figures
    if shown:
        row["shown"] += figures


class Standing(NamedTuple):
    """The figures of an office and of those right below it, for a page."""

    own: dict
    # {office right below: its Figures with all below it, as those above may see them}
    below: dict
    # None: all of it as of now.
    counted_at: datetime | None
    # Whether all of those below have been counted at all.
    is_whole: bool = True


def standing(office, children, day=None):
    """The Standing of an office; nothing is written. What is not up to date is counted on the way where
    that is little, else told as it was counted last."""
    day = day or today()
    tree = Office.objects.below(office)
    marked = Stale.objects.filter(office=OuterRef("pk"))
    behind = ~Q(tally__counted_on=day) | Q(tally=None) | Q(Exists(marked))
    kept = Tally.objects.filter(office=office).first()
    is_behind = kept is None or Office.objects.filter(behind, pk=office.pk).exists()
    late = list(tree.filter(behind).order_by().values_list("pk", flat=True)[: FEW + 1])
    is_little = _is_little(kept)
    sums_up = bool(late) and is_little and len(late) <= FEW and tree.count() <= WHOLE
    anew = [office.pk] if is_behind and is_little else []
    live = counted([*anew, *(late if sums_up else [])], day) if anew or sums_up else {}
    own = live[office.pk] if anew else kept.own
    if sums_up:
        return Standing(own, _sums(tree, children, live), None)
    rows = Tally.objects.filter(office__in=children).values_list("office", "below", "made_at")
    below = {pk: Figures(figures) for pk, figures, _ in rows}
    told = [made_at for *_, made_at in rows] if late else []
    told += [kept.made_at] if is_behind and not anew else []
    return Standing(own, below, min(told, default=None), len(below) == len(children))


def _is_little(kept):
    """Whether what an office has is soon counted, as far as is known."""
    if kept is None or not kept.own:
        return True
    figures = [Figures(kept.own["all"]), Figures(kept.own["owed"]), Figures(kept.below)]
    return sum(each.n for each in figures) <= LITTLE


def _sums(tree, children, live):
    """The shown figures of each child with all below it, of those just counted and of those kept."""
    parents = dict(tree.values_list("pk", "parent"))
    shown = {pk: told["shown"] for pk, told in live.items() if pk in parents}
    rest = Tally.objects.filter(office__in=parents.keys() - shown.keys())
    shown |= dict(rest.values_list("office", "own__shown"))
    sums = {child.pk: Figures() for child in children}
    for pk, figures in shown.items():
        while pk not in sums:
            pk = parents[pk]
        sums[pk] += figures
    return sums


def refresh(limit=2 * AT_ONCE, *, day=None):
    """Count anew what is not up to date, the lowest offices first; how many offices were counted.

    Two that count at once are harmless: each office is counted under the lock of its own row, after the
    marks that were read; a mark that comes later stays for the next time.
    """
    day = day or today()
    waiting = set(Stale.objects.order_by().values_list("office", flat=True).distinct())
    if not waiting:
        return 0
    parents = dict(Office.objects.values_list("pk", "parent"))
    done, depth = 0, {pk: _depth(pk, parents) for pk in waiting}
    while depth and done < limit:
        lowest = max(depth.values())
        batch = sorted(pk for pk, deep in depth.items() if deep == lowest)[:AT_ONCE]
        for parent in _count_batch(batch, parents, day):
            depth.setdefault(parent, _depth(parent, parents))
        for pk in batch:
            del depth[pk]
        done += len(batch)
    return done


def _depth(pk, parents):
    deep = 0
    while pk := parents.get(pk):
        deep += 1
    return deep


@transaction.atomic
def _count_batch(offices, parents, day):
    """Count these offices; the offices right above whose figures change by it."""
    have = set(Tally.objects.filter(office__in=offices).values_list("office", flat=True))
    Tally.objects.bulk_create(
        [Tally(office_id=pk, counted_on=day) for pk in offices if pk not in have],
        ignore_conflicts=True,
    )
    locked = Tally.objects.select_for_update(of=("self",))
    rows = list(locked.filter(office__in=offices).order_by("office_id"))
    marks = list(
        Stale.objects.filter(office__in=offices).values_list("pk", "office", "is_of_below")
    )
    changed = {office for _, office, is_of_below in marks if not is_of_below}
    anew = [
        row.office_id
        for row in rows
        if row.office_id in changed or not row.own or row.counted_on != day
    ]
    own = counted(anew, day)
    sums = defaultdict(Figures)
    for parent, below in Tally.objects.filter(office__parent__in=offices).values_list(
        "office__parent", "below"
    ):
        sums[parent] += Figures(below)
    risen = set()
    for row in rows:
        row.own = own.get(row.office_id, row.own)
        below = Figures(row.own["shown"]) + sums[row.office_id]
        if below != row.below:
            row.below = below
            if parents.get(row.office_id):
                risen.add(parents[row.office_id])
        row.counted_on, row.made_at = day, timezone.now()
    Tally.objects.bulk_update(rows, ["own", "below", "counted_on", "made_at"])
    Stale.mark(*risen, is_of_below=True)
    _clear([pk for pk, *_ in marks])
    return risen


def _clear(marks):
    for start in range(0, len(marks), 500):
        Stale.objects.filter(pk__in=marks[start : start + 500]).delete()


def renew(day):
    """What falls late with the day: all offices are to be counted anew."""
    Stale.mark(*Office.objects.exclude(tally__counted_on=day).values_list("pk", flat=True))


def count_some():
    """What the worker does all the time."""
    refresh()
