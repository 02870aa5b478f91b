"""How the offices below do with what they owe, for those above; and an office's own card."""

from collections import defaultdict

from bangla.digits import to_bengali
from bangla.phrases import HALF_YEARLY, MONTHLY, QUARTERLY, YEARLY
from offices.models import Office, today
from submissions.forms import ScoreFilter
from submissions.ledger import Ledger
from submissions.matrix import expected_under, fiscal_days, names_of, row_under, years_of
from submissions.models import Duty
from submissions.owed import HIGHER
from submissions.scores import FEWEST, all_of, middle, score, together, trend

# The finest first: a trend goes by the finest cadence of its duties.
CADENCES = [MONTHLY, QUARTERLY, HALF_YEARLY, YEARLY]
# The figures of a Score, as they head a table; the share in time stands before them.
FIGURES = {
    "owed": "চাওয়া",
    "came": "এসেছে",
    "late": "দেরিতে",
    "to_mend": "ফেরত আছে",
    "missing": "আসেনি",
    "excused": "সভা হয়নি",
    "returned": "একবার হলেও ফেরত",
    "days_late": "দেরি (দিন)",
    "days_to_decide": "সিদ্ধান্তে লেগেছে (দিন)",
    "undecided": "সিদ্ধান্ত বাকি",
}
# What is set beside the middle of the district on an office's own card.
COMPARED = ["share", "days_late", "days_to_decide"]


class Card:
    """What some duties brought in one fiscal year, by office: figures of a part of it, the trend of
    all of it."""

    def __init__(self, duties, query, *, needs_name=False):
        self.today = today()
        self.form = ScoreFilter(
            query,
            years=years_of(duties, self.today),
            names=names_of(duties),
            needs_name=needs_name,
        )
        asked = self.form.asked()
        self.year, self.name, self.sort = asked["year"], asked["name"], asked["sort"]
        self._part = ScoreFilter.PARTS[asked["part"]][1]
        self.since, self.until = fiscal_days(self.year)
        duties = duties.holding(self.since, self.until)
        if self.name:
            duties = duties.filter(name=self.name)
        self.ledger = Ledger(
            duties.select_related("office__parent"),
            since=self.since,
            until=self.until,
            today=self.today,
            reviews=True,
        )

    def score(self, cells):
        """The figures of the part of the year that was asked for."""
        if len(self._part) < 12:
            cells = [cell for cell in cells if self._month_of(cell.period) in self._part]
        return score(cells, today=self.today)

    def trend(self, cells, duties):
        """The year in steps of the duties' finest cadence."""
        finest = min(duties, key=lambda duty: CADENCES.index(duty.cadence))
        wide = 12 // len(self.ledger.periods_of(finest) or [None])
        names = [finest.period_name(period.start) for period in self.ledger.periods_of(finest)]
        return trend(cells, names, lambda period: self._month_of(period) // wide, today=self.today)

    def _month_of(self, period):
        """The month in which a period ends, counted from July."""
        return (min(period.end, self.until).month - 7) % 12


class Scorecard(Card):
    """The card of an office over those below it."""

    def __init__(self, office, query):
        self.office = office
        super().__init__(expected_under(office), query, needs_name=office.kind in HIGHER)

    def tables(self):
        """What the office itself expects; then what those right below it expect of theirs."""
        own = [duty for duty in self.ledger.duties if duty.office_id == self.office.pk]
        below = [duty for duty in self.ledger.duties if duty.office_id != self.office.pk]
        for duties, is_below in ((own, False), (below, True)):
            if duties:
                yield self._table(duties, is_below=is_below)

    def _table(self, duties, *, is_below):
        cells, offices = defaultdict(list), {}
        for duty in duties:
            for office in self.ledger.offices_of(duty):
                row = row_under(self.office, duty) if is_below else office
                offices[row.pk] = row
                cells[row.pk] += self.ledger.cells(duty, office)
        rows = [
            (office, self.score(cells[pk]), self.trend(cells[pk], duties))
            for pk, office in offices.items()
        ]
        return {
            "is_below": is_below,
            "title": self.name or "সব কমিটি",
            "rows": sorted(rows, key=self._order),
            "total": all_of([told for _, told, _ in rows]),
            "trend": together([points for _, _, points in rows]),
        }

    def _order(self, row):
        """By name, or by what was asked for; whoever owes nothing stands last."""
        office, told, _ = row
        by = {
            ScoreFilter.SHARE: told.share,
            ScoreFilter.MISSING: -told.missing,
            ScoreFilter.LATE: -told.late,
        }.get(self.sort)
        return bool(self.sort) and not told.owed, by or 0, office.name, office.pk


class OwnCard(Card):
    """How one office does with what is owed to those above, beside the middle of all that owe it."""

    def __init__(self, office, query):
        self.office = office
        super().__init__(Duty.objects.owed_by(Office.objects.filter(pk=office.pk)), query)

    def columns(self):
        """For each duty, and for all: (its name, the figures, {figure: the middle of all offices})."""
        for duty in self.ledger.duties:
            cells = self._cells([duty])
            yield duty.name, self.score(cells[self.office.pk]), self._middle(cells)
        if len(self.ledger.duties) > 1:
            cells = self._cells(self.ledger.duties)
            yield "সব মিলিয়ে", self.score(cells[self.office.pk]), self._middle(cells)

    def trends(self):
        """(the own trend, that of all offices together)."""
        duties = self.ledger.duties
        steps = {pk: self.trend(cells, duties) for pk, cells in self._cells(duties).items()}
        return steps[self.office.pk], together(steps.values(), fewest=FEWEST)

    def _cells(self, duties):
        """{office: its cells}."""
        found = defaultdict(list)
        for duty in duties:
            for office in self.ledger.offices_of(duty):
                found[office.pk] += self.ledger.cells(duty, office)
        return found

    def _middle(self, cells):
        told = [self.score(each) for each in cells.values()]
        return {name: middle(getattr(each, name) for each in told) for name in COMPARED}


def said(value):
    """A figure in words; nothing to count is a dash, which is not nought."""
    return "–" if value is None else to_bengali(f"{value:g}")


def share_said(told):
    """১২টির ৯টি (৭৫%)."""
    if not told.owed:
        return "–"
    return to_bengali(f"{told.owed}টির {told.in_time}টি ({told.share}%)")


def figures(told):
    """The figures of a Score as numbers, None where there is nothing to count: those in time, their share
    in per cent, then those of FIGURES."""
    in_time = [told.in_time, told.share] if told.owed else [None, None]
    return [*in_time, *(getattr(told, name) for name in FIGURES)]


def figures_said(told):
    return [said(getattr(told, name)) for name in FIGURES]
