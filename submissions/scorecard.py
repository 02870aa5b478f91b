"""How the offices below do with what they owe, for those above; and an office's own card."""

from collections import defaultdict

import openpyxl
from django.db.models import Exists, F, OuterRef, Q
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from bangla.digits import to_bengali
from bangla.phrases import HALF_YEARLY, MONTHLY, QUARTERLY, YEARLY
from committees.models import Office, today
from memos import spreadsheets
from submissions import trends
from submissions.forms import ScoreFilter
from submissions.ledger import Ledger
from submissions.matrix import (
    expected_under,
    fiscal_days,
    names_of,
    readable_by,
    row_under,
    sheet_of,
    years_of,
)
from submissions.models import Duty
from submissions.scores import FEWEST, all_of, middle, score, together, trend
from submissions.sending import HIGHER

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


def figures_said(told):
    return [said(getattr(told, name)) for name in FIGURES]


@require_safe
def scores(request):
    """Whose cards there are for this person."""
    mine = Office.objects.worked_in_by(request.user).order_by("name", "pk")
    return render(
        request,
        "submissions/scores.html",
        {
            "above": mine.annotate(
                expects=Exists(Duty.objects.filter(office=OuterRef("pk")))
            ).filter(Q(expects=True) | Q(kind__in=HIGHER)),
            "owing": mine.filter(parent__duties__from_kind=F("kind")).distinct(),
        },
    )


@require_safe
def scorecard(request, pk):
    office = get_object_or_404(readable_by(request.user), pk=pk)
    card = Scorecard(office, request.GET)
    tables = [
        {
            **table,
            "rows": [
                (
                    office,
                    share_said(told),
                    figures_said(told),
                    trends.small(points),
                    trends.told(points),
                )
                for office, told, points in table["rows"]
            ],
            "total": (share_said(table["total"]), figures_said(table["total"])),
            "drawing": trends.drawing(table["trend"]),
            "text": trends.told(table["trend"]),
        }
        for table in card.tables()
    ]
    return render(
        request,
        "submissions/scorecard.html",
        {
            "office": office,
            "form": card.form,
            "is_filtered": card.form.has_changed(),
            "figures": FIGURES.values(),
            "tables": tables,
            "query": request.GET.urlencode(),
            "year": card.year,
            "name": card.name,
            "is_own": Office.objects.worked_in_by(request.user).filter(pk=pk).exists(),
        },
        status=200 if card.form.is_valid() else 400,
    )


@require_safe
def own_score(request, pk):
    office = get_object_or_404(readable_by(request.user).select_related("parent"), pk=pk)
    card = OwnCard(office, request.GET)
    del card.form.fields["sort"]
    columns = list(card.columns())
    own, every = card.trends() if columns else ([], [])
    return render(
        request,
        "submissions/own_score.html",
        {
            "office": office,
            "form": card.form,
            "is_filtered": card.form.has_changed(),
            "heads": [name for name, _, _ in columns],
            "rows": _lines(columns),
            "steps": list(zip(own, every, strict=True)),
            "drawing": trends.drawing(own, every),
            "text": trends.told(own),
        },
        status=200 if card.form.is_valid() else 400,
    )


def _lines(columns):
    """The lines of an own card: (figure, whether it is the middle of all, a text for each column)."""
    lines = {"share": ("সময়মতো", [share_said(told) for _, told, _ in columns])}
    for name, called in FIGURES.items():
        lines[name] = called, [said(getattr(told, name)) for _, told, _ in columns]
    for name, (called, texts) in lines.items():
        yield called, False, texts
        if name in COMPARED:
            unit = "%" if name == "share" else ""
            yield (
                called,
                True,
                [
                    "–" if beside[name] is None else said(beside[name]) + unit
                    for _, _, beside in columns
                ],
            )


@require_safe
def xlsx(request, pk):
    """The same card as a spreadsheet."""
    office = get_object_or_404(readable_by(request.user), pk=pk)
    card = Scorecard(office, request.GET)
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, table in enumerate(card.tables(), 1):
        heads = ["সময়মতো", *FIGURES.values(), *(point.name for point in table["trend"])]
        rows = [
            (name, [share_said(told), *figures_said(told), *map(_step_said, points)])
            for name, told, points in [
                *((office.name, told, points) for office, told, points in table["rows"]),
                ("সব মিলিয়ে", table["total"], table["trend"]),
            ]
        ]
        sheet_of(book, number, table["title"], heads, rows)
    if not book.sheetnames:
        book.create_sheet("জমার হিসাব")
    name = f"জমার হিসাব {office.name} {to_bengali(f'{card.year}-{card.year + 1}')}.xlsx"
    return spreadsheets.answer(book, name)


def _step_said(point):
    return to_bengali(f"{point.owed}টির {point.in_time}টি") if point.owed else "–"
