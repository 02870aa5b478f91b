"""The issue register as a spreadsheet and as a paper, in the columns an office keeps."""

import openpyxl
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from bangla.digits import to_bengali
from bangla.phrases import numeric_date
from committees.models import today
from documents import serving
from documents.rendering import render_pdf
from memos import spreadsheets
from memos.models import Memo
from memos.register import lines_for

# Heading → width in the spreadsheet, in characters.
COLUMNS = {
    "ক্রমিক": 8,
    "বিষয়": 50,
    "প্রেরক": 30,
    "স্মারক নম্বর": 40,
    "প্রেরণের তারিখ": 16,
    "প্রাপকসমূহ": 40,
    "অনুলিপিসমূহ": 40,
    "পত্রের ধরন": 18,
    "মন্তব্য": 30,
}
MOST_LINES = 1000  # on paper; a spreadsheet takes them all


def cells_of(memo):
    """A line of the register as texts, one for each of COLUMNS."""
    return [
        to_bengali(memo.serial),
        memo.subject,
        memo.sender,
        memo.number,
        numeric_date(memo.issued_on) if memo.issued_on else "",
        "\n".join(memo.recipients),
        "\n".join(memo.copied_to),
        memo.get_kind_display(),
        remark_on(memo),
    ]


def remark_on(memo):
    match memo.state:
        case Memo.State.VOID:
            return f"বাতিল: {memo.void_reason}"
        case Memo.State.RESERVED:
            return "সংরক্ষিত"
    return ""


@require_safe
def xlsx(request):
    form, found = lines_for(request)
    if not form.is_valid():
        return render(request, "memos/register.html", {"form": form}, status=400)
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "ইস্যু রেজিস্টার"
    spreadsheets.fill(sheet, COLUMNS.items(), map(cells_of, found.iterator(chunk_size=500)))
    sheet.freeze_panes = "A2"
    return spreadsheets.answer(book, _name("xlsx"))


@require_safe
def pdf(request):
    form, found = lines_for(request)
    lines = list(found[: MOST_LINES + 1])
    if not form.is_valid() or len(lines) > MOST_LINES:
        reason = f"এক কাগজে সর্বোচ্চ {to_bengali(MOST_LINES)}টি লাইন ছাপা যায়; নথি বা বছর বেছে নিন।"
        return HttpResponse(render_to_string("403.html", {"reason": reason}), status=400)
    offices = {line.series.office.name for line in lines}
    page = render_to_string(
        "memos/pdf/register.html",
        {
            "office": offices.pop() if len(offices) == 1 else "",
            "printed_on": today(),
            "columns": COLUMNS,
            "lines": [(line, cells_of(line)) for line in reversed(lines)],
        },
    )
    return serving.drawn_response(lambda: render_pdf(page), _name("pdf"))


def _name(suffix):
    return f"ইস্যু রেজিস্টার {numeric_date(today(), '-')}.{suffix}"
