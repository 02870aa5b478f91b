"""Offices below × periods on a page and as a spreadsheet."""

import openpyxl
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bangla.digits import to_bengali
from bangla.phrases import numeric_date
from documents.views import serving
from offices.models import Office
from papers import spreadsheets
from submissions.expectations import Standing
from submissions.matrix import OPEN, SHORT, SIGNS, Matrix, share_said, sheet_of, shown
from submissions.views.fetching import fetch_office


@require_safe
def matrix(request, pk):
    office = fetch_office(request, pk)
    found = Matrix(office, request.GET)
    return render(
        request,
        "submissions/matrix.html",
        {
            "office": office,
            "form": found.form,
            "year": found.year,
            "is_filtered": bool(found.only_open or (found.name and not found.is_higher)),
            "tables": list(shown(found.tables())),
            "summary": found.summary(),
            "legend": [(s.value, SIGNS[s], s.label) for s in Standing],
            "is_own": Office.objects.worked_in_by(request.user).filter(pk=pk).exists(),
            "query": request.GET.urlencode(),
        },
        status=200 if found.form.is_valid() else 400,
    )


@require_safe
def xlsx(request, pk):
    """The same matrix as a spreadsheet: a sheet for each committee."""
    office = fetch_office(request, pk)
    found = Matrix(office, request.GET)
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, table in enumerate(found.tables(), 1):
        rows = [
            (
                row.name,
                [
                    SHORT[cell.standing]
                    + (f" ({numeric_date(cell.due)})" if cell.standing in OPEN else "")
                    for cell in cells
                ],
            )
            for row, cells in table["rows"]
        ]
        sheet_of(book, number, table["duty"].name, table["periods"], rows)
    if summary := found.summary():
        rows = [
            (row.name, [share_said(count) for count in counted]) for row, counted in summary["rows"]
        ]
        sheet_of(book, len(book.sheetnames) + 1, summary["name"], summary["periods"], rows)
    if not book.sheetnames:
        book.create_sheet("জমার ছক")
    name = f"জমার ছক {office.name} {to_bengali(f'{found.year}-{found.year + 1}')}.xlsx"
    return serving.download(spreadsheets.bytes_of(book), name, mime=spreadsheets.MIME)
