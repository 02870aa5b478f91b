"""All shares of decisions as one list, filtered and sorted from the address."""

from django.core.paginator import Paginator
from django.http import QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from followup import grid as lines
from followup.grid_forms import GridFilter, ManyForm

# Lines that come with the page; the others follow once it stands, or by a link.
AT_ONCE = 50
REST = "rest"

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
    known = [*GridFilter.base_fields, "page", REST]
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
    found = form.found()
    counted = lines.counted(found)
    page = Paginator(found, lines.A_PAGE)
    page.count = counted["all"]
    page = page.get_page(request.GET.get("page"))
    is_rest = REST in request.GET
    if is_rest and request.headers.get("X-Autosave") == "1":
        shown = lines.lines_of(page.object_list[AT_ONCE:], reader)
        told = {"lines": shown, "asked": asked_for(request), "grid_url": reverse("followup:grid")}
        return render(request, "followup/_lines.html", told)
    shown = lines.lines_of(page.object_list if is_rest else page.object_list[:AT_ONCE], reader)
    on_page = page.end_index() - page.start_index() + 1 if shown else 0
    return render(
        request,
        "followup/grid.html",
        {
            "form": form,
            "many": ManyForm(),
            "page": page,
            "lines": shown,
            "on_page": on_page,
            "left": on_page - len(shown),
            "rest": asked_for(request, **{REST: 1}),
            "headings": _headings(request, form.order),
            "asked": asked_for(request),
            "grid_url": reverse("followup:grid"),
            "counted": counted,
            "can_tend": any(line.can_tend for line in shown),
        },
        status=200 if form.is_valid() else 400,
    )
