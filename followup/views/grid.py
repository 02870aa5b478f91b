"""All shares of decisions as one list, filtered and sorted from the address."""

from django.core.paginator import Paginator
from django.http import QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from followup import grid as lines
from followup.grid_forms import GridFilter, ManyForm

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


def asked_for(request, **changed):
    """The query of an address as the list understands it, "?…" or nothing; so a row leads back to it."""
    asked = QueryDict(mutable=True)
    known = [*GridFilter.base_fields, "page"]
    asked.update({name: text for name, text in request.GET.items() if name in known and text})
    for name, text in changed.items():
        asked[name] = text
    return f"?{asked.urlencode()}" if asked else ""


def _headings(request, order):
    """{name: (words, address that sorts by it, "ascending" or "descending" or "")}."""
    told = {}
    for name, words in HEADINGS:
        way = {name: "ascending", f"-{name}": "descending"}.get(order, "")
        address = asked_for(request, sort=f"-{name}" if way == "ascending" else name)
        told[name] = {"words": words, "address": address, "order": way}
    return told


@require_safe
def grid(request):
    reader = lines.Reader(request.user)
    form = GridFilter(request.GET, reader=reader)
    page = Paginator(form.found(), lines.A_PAGE).get_page(request.GET.get("page"))
    shown = lines.lines_of(page.object_list, reader)
    return render(
        request,
        "followup/grid.html",
        {
            "form": form,
            "many": ManyForm(),
            "page": page,
            "lines": shown,
            "headings": _headings(request, form.order),
            "asked": asked_for(request),
            "late": sum(line.days_late > 0 for line in shown),
            "implied": sum(line.is_implied for line in shown),
            "can_tend": any(line.can_tend for line in shown),
        },
        status=200 if form.is_valid() else 400,
    )
