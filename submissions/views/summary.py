"""The summary of what the offices below decided: on a page, as a paper, as a spreadsheet."""

import openpyxl
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from bangla.digits import to_bengali
from documents.rendering import render_pdf
from documents.views import serving
from papers import spreadsheets
from papers.drawing import faces_of, stylesheet
from submissions.matrix import sheet_of
from submissions.summary import COLUMNS, TOTALS, Summary
from submissions.views.fetching import fetch_office

MOST_DECISIONS = 800  # on paper; a spreadsheet takes them all


def _summary_of(request, pk):
    """(the office, what those below it decided), as the address asks for it."""
    office = fetch_office(request, pk)
    return office, Summary(office, request.GET, user=request.user)


def _context(office, found):
    """What the paper prints, on the screen and in the PDF."""
    return {
        "office": office,
        "letterhead": {"lines": office.letterhead},
        "period": found.period,
        "sections": found.sections,
        "columns": [(heading, width) for heading, (width, _) in COLUMNS.items()],
        "headings": TOTALS.values(),
        "rows": [(each["name"], each["totals"].values()) for each in found.sections],
        "totals": found.totals.values(),
        "drawn_at": timezone.localtime(),
    }


@require_safe
def summary(request, pk):
    office, found = _summary_of(request, pk)
    return render(
        request,
        "submissions/summary.html",
        {
            **_context(office, found),
            "form": found.form,
            "is_filtered": bool(request.GET),
            "query": request.GET.urlencode(),
        },
        status=200 if found.form.is_valid() else 400,
    )


@require_safe
def pdf(request, pk):
    office, found = _summary_of(request, pk)
    if not found.form.is_valid() or found.totals["decisions"] > MOST_DECISIONS:
        reason = (
            f"এক কাগজে সর্বোচ্চ {to_bengali(MOST_DECISIONS)}টি সিদ্ধান্ত ছাপা যায়; একটি মাস বা কমিটি বেছে নিন।"
        )
        return HttpResponse(render_to_string("403.html", {"reason": reason}), status=400)
    page = render_to_string(
        "papers/summary.html",
        {
            **_context(office, found),
            "css": stylesheet("paper.css", "summary.css"),
            **faces_of(office.paper_font, office.paper_face),
        },
    )
    return serving.drawn_response(lambda: render_pdf(page), _name(office, found, "pdf"))


# Heading → width in the spreadsheet.
LINES = {
    "কার্যালয়": 40,
    "অবস্থা": 22,
    "সভার তারিখ": 14,
    "স্মারক নম্বর": 34,
    "উপস্থিত": 10,
    "আলোচ্য বিষয়": 36,
    "সিদ্ধান্ত": 60,
    "বাস্তবায়নকারী": 36,
    "শেষ তারিখ": 14,
}


@require_safe
def xlsx(request, pk):
    """The same as a spreadsheet: the totals, then a sheet for each committee with a line a decision."""
    office, found = _summary_of(request, pk)
    book = openpyxl.Workbook()
    book.remove(book.active)
    rows = [
        (name, list(totals.values()))
        for name, totals in [
            *((each["name"], each["totals"]) for each in found.sections),
            ("সব মিলিয়ে", found.totals),
        ]
    ]
    sheet_of(book, 1, f"এক নজরে {found.period}", list(TOTALS.values()), rows, heading="কমিটি")
    for number, section in enumerate(found.sections, 2):
        sheet = book.create_sheet(spreadsheets.sheet_name(number, section["name"]))
        spreadsheets.fill(sheet, LINES.items(), _lines(section))
        sheet.freeze_panes = "B2"
    return serving.download(
        spreadsheets.bytes_of(book), _name(office, found, "xlsx"), mime=spreadsheets.MIME
    )


def _lines(section):
    """A line for each decision, each excuse and each office of which there is nothing to read."""
    for meeting in section["meetings"]:
        head = [
            meeting["office"],
            "গৃহীত",
            meeting["held_on"],
            meeting["number"],
            meeting["came"],
        ]
        for topic, text, implementers, due in meeting["decisions"] or [("", "", "", None)]:
            yield [*head, topic, text, implementers, due]
    for name, reason in section["excused"]:
        yield [name, f"সভা হয়নি: {reason}", *[None] * (len(LINES) - 2)]
    for called, names in section["others"]:
        for name in names:
            yield [name, called, *[None] * (len(LINES) - 2)]


def _name(office, found, suffix):
    return f"কার্যবিবরণীর সারসংক্ষেপ {office.name} {found.period}.{suffix}"
