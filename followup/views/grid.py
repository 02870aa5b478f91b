"""All shares of decisions as one list: filtered and sorted from the address, one row edited, or many."""

from django.core.paginator import Paginator
from django.http import QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from followup import grid as lines
from followup.grid_forms import GridFilter

HEADINGS = [
    ("committee", "কমিটি"),
    ("memo", "স্মারক"),
    ("kind", "ধরন"),
    ("owner", "দায়িত্বপ্রাপ্ত"),
    ("due", "শেষ তারিখ"),
    ("late", "দেরি"),
    ("state", "অবস্থা"),
    ("progress", "অগ্রগতি"),
]


def asked_of(request, form):
    """The query of the address with what the list knows of it, and nothing else."""
    asked = QueryDict(mutable=True)
    asked.update({name: text for name, text in request.GET.items() if name in form.fields and text})
    return asked


def headings(form, asked):
    """{name: (words, query that sorts by it, "ascending" or "descending" or "")}."""
    told = {}
    for name, words in HEADINGS:
        now = form.order if form.order.removeprefix("-") == name else ""
        query = asked.copy()
        query["sort"] = f"-{name}" if now == name else name
        order = {name: "ascending", f"-{name}": "descending"}.get(now, "")
        told[name] = {"words": words, "query": query.urlencode(), "order": order}
    return told


@require_safe
def grid(request):
    reader = lines.Reader(request.user)
    form = GridFilter(request.GET, reader=reader)
    page = Paginator(form.found(), lines.A_PAGE).get_page(request.GET.get("page"))
    shown = lines.lines_of(page.object_list, reader)
    asked = asked_of(request, form)
    return render(
        request,
        "followup/grid.html",
        {
            "form": form,
            "page": page,
            "lines": shown,
            "headings": headings(form, asked),
            "query": asked.urlencode(),
            "late": sum(line.days_late > 0 for line in shown),
            "implied": sum(line.is_implied for line in shown),
            "can_tend": any(line.can_tend for line in shown),
        },
        status=200 if form.is_valid() else 400,
    )
