"""The issue register as a spreadsheet and as a paper, in the columns an office keeps."""

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from bangla.digits import to_bengali
from bangla.phrases import numeric_date
from documents.rendering import render_pdf
from documents.views import serving
from memos.lines import COLUMNS, MOST_LINES, READ, cells_of
from memos.views.register import lines_for
from offices.models import today
from papers import spreadsheets


@require_safe
def xlsx(request):
    form, found = lines_for(request)
    if not form.is_valid():
        return render(request, "memos/register.html", {"form": form}, status=400)
    # Whatever its length: no more of each line is asked for than is written.
    lines = found.select_related(None).values_list(*READ, named=True).iterator(chunk_size=1000)
    written = spreadsheets.streamed("ইস্যু রেজিস্টার", COLUMNS.items(), map(cells_of, lines))
    return serving.streamed(request, written, _name("xlsx"), mime=spreadsheets.MIME)


@require_safe
def pdf(request):
    form, found = lines_for(request)
    lines = list(found[: MOST_LINES + 1])
    if not form.is_valid() or len(lines) > MOST_LINES:
        reason = f"এক কাগজে সর্বোচ্চ {to_bengali(MOST_LINES)}টি লাইন ছাপা যায়; নথি বা বছর বেছে নিন।"
        return HttpResponse(render_to_string("403.html", {"reason": reason}), status=400)
    offices = {line.series.office.name for line in lines}
    page = render_to_string(
        "papers/register.html",
        {
            "office": offices.pop() if len(offices) == 1 else "",
            "printed_on": today(),
            "columns": COLUMNS,
            "lines": [(line, map(spreadsheets.said, cells_of(line))) for line in reversed(lines)],
        },
    )
    return serving.drawn_response(lambda: render_pdf(page), _name("pdf"))


def _name(suffix):
    return f"ইস্যু রেজিস্টার {numeric_date(today(), '-')}.{suffix}"
