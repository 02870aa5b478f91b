"""What is counted of a set of shares: pure conditions on the rows, figures that add up, and how they read.

All figures but the kinds are of shares that somebody answers for; done at the sitting and for information
are counted apart. A figure of an office is the sum of those of its committees, and so on upward: only
what adds up is kept (a sum of ages, how many waited so many days), never a mean or a percent.
"""

from collections import Counter
from datetime import date, timedelta

from django.db.models import Count, DurationField, ExpressionWrapper, F, Min, Q, Sum

from followup.models import UNCHASED, Assignment, Kind, Matter, Step

State = Assignment.State
OTHER_ENDS = Assignment.ENDS - {State.VERIFIED}
CHASED = [kind for kind in Kind if kind not in UNCHASED]
# Below this many no percent is told.
FEWEST = 5
# A share falls due soon within so many days; late ones by how many days.
SOON = 7
AGES = {
    "late_week": (1, 7),
    "late_month": (8, 30),
    "late_quarter": (31, 90),
    "late_more": (91, None),
}
# What a row of figures holds beside plain numbers: the oldest date, and {days: how many}.
OLDEST, WAITS = "oldest", "waits"


def conditions(day):
    """{name: Q} on the shares of kinds that are chased, as they stand on a day."""
    running, claimed = Q(state__in=Assignment.RUNNING), Q(state=State.CLAIMED)
    unfinished = Q(state__in=Assignment.UNFINISHED)
    # Of a continuing duty each period is judged (see `periods`), and its date always lies ahead.
    judged = Q(matter__kind__in=[Kind.ONCE, Kind.OUTSIDE]) & ~Q(
        state__in=[State.WITHDRAWN, State.REASSIGNED]
    )
    verified = Q(state=State.VERIFIED)
    first, now = judged & Q(first_due_on__lt=day), judged & Q(due_on__lt=day)
    return {
        **{state.value: Q(state=state) for state in State},
        "implied": unfinished & Q(is_implied=True),
        "extended": unfinished & Q(times_extended__gt=0),
        "soon": running & Q(due_on__gte=day, due_on__lte=day + timedelta(days=SOON)),
        "late": running & Q(due_on__lt=day),
        **{name: running & _late_by(day, *span) for name, span in AGES.items()},
        "verifier_late": claimed & Q(desk_due_on__lt=day),
        "first_owed": first,
        "first_met": first & verified & Q(claimed_on__lte=F("first_due_on")),
        "now_owed": now,
        "now_met": now & verified & Q(claimed_on__lte=F("due_on")),
        "period_late": Q(matter__kind=Kind.CONTINUING) & running & Q(due_on__lt=day),
    }


def _late_by(day, fewest, most):
    late = Q(due_on__lte=day - timedelta(days=fewest))
    return late if most is None else late & Q(due_on__gte=day - timedelta(days=most))


def behind(name, day):
    """The condition on the shares that a figure of a day counts. Raises KeyError for no such figure."""
    named = conditions(day) | {
        "all": Q(),
        "unfinished": Q(state__in=Assignment.UNFINISHED),
        "ended_otherwise": Q(state__in=OTHER_ENDS),
    }
    return named[name] & Q(matter__kind__in=CHASED)


class Figures(dict):
    """Figures by name; what was not counted is 0. They add up by `+`."""

    def __missing__(self, name):
        return {} if name == WAITS else None if name == OLDEST else 0

    def __add__(self, other):
        told = Figures(self)
        for name, value in other.items():
            if name == OLDEST:
                told[name] = min(filter(None, [self[name], value]))
            elif name == WAITS:
                told[name] = dict(Counter(self[name]) + Counter(value))
            else:
                told[name] = self[name] + value
        return told

    @property
    def n(self):
        """The shares that somebody answers for."""
        return sum(self[f"shares_{kind}"] for kind in CHASED)

    @property
    def apart(self):
        return sum(self[f"shares_{kind}"] for kind in UNCHASED)

    @property
    def decisions(self):
        return sum(self[f"decisions_{kind}"] for kind in Kind)

    @property
    def unfinished(self):
        return sum(self[state] for state in Assignment.UNFINISHED)

    @property
    def periods_owed(self):
        """The periods of continuing duties that were reported on, and those that are late."""
        return self["periods_reported"] + self["period_late"]

    @property
    def ended(self):
        """[(how, how many)] of those at an end other than verified."""
        return [(state, self[state]) for state in State if state in OTHER_ENDS and self[state]]

    @property
    def ended_otherwise(self):
        return sum(self[state] for state in OTHER_ENDS)

    @property
    def age(self):
        """The mean age in days of those that are not at their end, or None."""
        return round(self["days_open"] / self.unfinished) if self.unfinished else None

    @property
    def wait(self):
        """The median of the days from the decision to its first answer, or None."""
        waits = sorted((int(days), often) for days, often in self[WAITS].items())
        total = sum(often for _, often in waits)
        seen = 0
        for days, often in waits:
            seen += often
            if seen * 2 >= total:
                return days
        return None

    @property
    def answered(self):
        return sum(self[WAITS].values())

    @property
    def oldest(self):
        return date.fromisoformat(self[OLDEST]) if self[OLDEST] else None


def count(shares, by, day):
    """{values of `by`: Figures} of these shares, in one query."""
    chased = Q(matter__kind__in=CHASED)
    sums = {name: Count("pk", filter=chased & when) for name, when in conditions(day).items()}
    kinds = {f"shares_{kind}": Count("pk", filter=Q(matter__kind=kind)) for kind in Kind}
    opened = ExpressionWrapper(day - F("opened_on"), output_field=DurationField())
    unfinished = chased & Q(state__in=Assignment.UNFINISHED)
    late = chased & conditions(day)["late"]
    rows = (
        shares.order_by()
        .values_list(*by)
        .annotate(
            **sums,
            **kinds,
            days_open=Sum(opened, filter=unfinished),
            **{OLDEST: Min("due_on", filter=late)},
        )
    )
    names = [*sums, *kinds]
    return {row[: len(by)]: _figures(names, row[len(by) :]) for row in rows}


def _figures(names, values):
    *counts, days_open, oldest = values
    told = Figures((name, value) for name, value in zip(names, counts, strict=True) if value)
    if days_open:
        told["days_open"] = days_open.days
    if oldest:
        told[OLDEST] = oldest.isoformat()
    return told


def count_decisions(matters, by):
    """{values of `by`: Figures} of the decisions themselves: how many of each kind, and open."""
    rows = (
        matters.order_by()
        .values_list(*by)
        .annotate(
            **{f"decisions_{kind}": Count("pk", filter=Q(kind=kind)) for kind in Kind},
            decisions_open=Count("pk", filter=Q(state=Matter.State.OPEN, kind__in=CHASED)),
        )
    )
    names = [*(f"decisions_{kind}" for kind in Kind), "decisions_open"]
    return {
        row[: len(by)]: Figures(
            (name, value) for name, value in zip(names, row[len(by) :], strict=True) if value
        )
        for row in rows
    }


def count_waits(shares, by):
    """{values of `by`: Figures} of how many got their first answer after how many days."""
    waited = ExpressionWrapper(F("answered_on") - F("opened_on"), output_field=DurationField())
    rows = (
        shares.filter(answered_on__isnull=False, matter__kind__in=CHASED)
        .order_by()
        .annotate(waited=waited)
        .values_list(*by, "waited")
        .annotate(often=Count("pk"))
    )
    told = {}
    for *key, days, often in rows:
        waits = told.setdefault(tuple(key), Figures({WAITS: {}}))[WAITS]
        name = str(max(days.days, 0))
        waits[name] = waits.get(name, 0) + often
    return told


def count_periods(shares, by):
    """{values of `by`: Figures} of the accepted reports of continuing duties, and how many came in time."""
    rows = (
        Step.objects.filter(assignment__in=shares, what="period verified")
        .order_by()
        .values_list(*(f"assignment__{name}" for name in by))
        .annotate(
            reported=Count("pk"),
            first=Count("pk", filter=Q(claimed_on__lte=F("first_due_on"))),
            now=Count("pk", filter=Q(claimed_on__lte=F("due_on"))),
        )
    )
    names = ("periods_reported", "periods_first_met", "periods_now_met")
    return {row[: len(by)]: Figures(zip(names, row[len(by) :], strict=True)) for row in rows}
