"""How the offices below do with what they owe, on pages and as a spreadsheet."""

import openpyxl
from django.db.models import Exists, F, OuterRef, Q
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bangla.digits import to_bengali
from documents.views import serving
from offices.models import Office
from papers import spreadsheets
from submissions import trends
from submissions.matrix import sheet_of
from submissions.models import Duty
from submissions.owed import HIGHER
from submissions.scorecard import (
    COMPARED,
    FIGURES,
    OwnCard,
    Scorecard,
    figures,
    figures_said,
    said,
    share_said,
)
from submissions.views.fetching import fetch_office


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
    office = fetch_office(request, pk)
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
    office = fetch_office(request, pk)
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
    office = fetch_office(request, pk)
    card = Scorecard(office, request.GET)
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, table in enumerate(card.tables(), 1):
        heads = ["সময়মতো", "সময়মতো (%)", *FIGURES.values()]
        heads += [point.name for point in table["trend"]]
        rows = [
            (name, [*figures(told), *map(_step_said, points)])
            for name, told, points in [
                *((office.name, told, points) for office, told, points in table["rows"]),
                ("সব মিলিয়ে", table["total"], table["trend"]),
            ]
        ]
        sheet_of(book, number, table["title"], heads, rows)
    if not book.sheetnames:
        book.create_sheet("জমার হিসাব")
    name = f"জমার হিসাব {office.name} {to_bengali(f'{card.year}-{card.year + 1}')}.xlsx"
    return serving.download(spreadsheets.bytes_of(book), name, mime=spreadsheets.MIME)


def _step_said(point):
    return to_bengali(f"{point.owed}টির {point.in_time}টি") if point.owed else "–"
