"""The peon book of an office on the screen and on paper, and the addresses for what goes by post."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from accounts.access import acts
from bangla.digits import to_bengali
from bangla.phrases import long_date
from despatch import peonbook, receiving
from despatch.peonbook_forms import BookFilter, SignedForm
from despatch.views.fetching import fetch_own_office
from distribution.models import Way
from documents.rendering import render_pdf
from documents.store import NotStored
from documents.views import serving
from papers.drawing import faces_of, stylesheet


@acts
def book(request, pk):
    """The rows of a day or of a paper; those that were signed are ticked here."""
    office = fetch_own_office(request, pk)
    asked, form = _asked(request, office)
    rows = peonbook.with_signatures(peonbook.rows(office, way=Way.HAND, **asked))
    waiting = [sending for sending, signed in rows if not signed]
    signing = SignedForm(request.POST or None, request.FILES or None, sendings=waiting)
    if request.method == "POST" and signing.is_valid():
        try:
            noted = receiving.sign_for(signing.signed(), by=request.user, **signing.of_page())
        except NotStored as failed:
            signing.add_error("scan", str(failed))
        else:
            messages.success(request, f"{to_bengali(len(noted))}টি কপির স্বাক্ষর তোলা হয়েছে।")
            return redirect(f"{reverse('despatch:peon_book', args=[pk])}?{_query(asked)}")
    shown = signing.shown()
    return render(
        request,
        "despatch/peon_book.html",
        {
            "office": office,
            "filter": form,
            "form": signing,
            "rows": [(sending, signed, shown.get(sending.pk)) for sending, signed in rows],
            "waiting": waiting,
            "posted": peonbook.rows(office, way=Way.POST, **asked).count(),
            "days": [timezone.localdate(day) for day in peonbook.days_of(office)],
            "query": _query(asked),
            **asked,
        },
        status=422 if request.method == "POST" else 200 if form.is_valid() else 400,
    )


@require_safe
def book_pdf(request, pk):
    """The same rows with room to sign."""
    office = fetch_own_office(request, pk)
    asked, _ = _asked(request, office)
    rows = peonbook.rows(office, way=Way.HAND, **asked)[: peonbook.MOST]
    told = {
        "rows": rows,
        "letterhead": {"lines": office.letterhead},
        "made_at": timezone.localtime(),
    }
    return _drawn(office, "peon_book", asked, "পিয়ন বই", told, "paper.css", "working.css")


@require_safe
def labels(request, pk):
    """Addresses of what goes by post, fourteen on a sheet."""
    office = fetch_own_office(request, pk)
    asked, _ = _asked(request, office)
    found = _posted(office, asked)
    if not found:
        return _nothing()
    sheets = [found[at : at + peonbook.A_SHEET] for at in range(0, len(found), peonbook.A_SHEET)]
    return _drawn(office, "labels", asked, "ঠিকানার লেবেল", {"sheets": sheets}, "addresses.css")


@require_safe
def envelopes(request, pk):
    """The same on envelopes, one a page, with the office that sends it."""
    office = fetch_own_office(request, pk)
    asked, _ = _asked(request, office)
    found = _posted(office, asked)
    if not found:
        return _nothing()
    return _drawn(office, "envelopes", asked, "খামের ঠিকানা", {"letters": found}, "addresses.css")


def _asked(request, office):
    form = BookFilter(request.GET, office=office)
    return form.asked(), form


def _query(asked):
    told = {"day": asked["day"] and asked["day"].strftime("%d/%m/%Y")}
    told["memo"] = asked["memo"] and asked["memo"].pk
    return urlencode({name: value for name, value in told.items() if value})


def _posted(office, asked):
    rows = peonbook.rows(office, way=Way.POST, **asked)[: peonbook.MOST]
    return [(row.copy.number, peonbook.address_of(row.copy)) for row in rows]


def _nothing():
    reason = "এই তারিখে বা এই কাগজের কোনো কপি ডাকে যাচ্ছে না; তাই ঠিকানা ছাপার কিছু নেই।"
    return HttpResponse(render_to_string("403.html", {"reason": reason}), status=404)


def _drawn(office, template, asked, called, told, *css):
    of = long_date(asked["day"]) if asked["day"] else asked["memo"].number
    page = render_to_string(
        f"papers/{template}.html",
        {
            "office": office,
            "title": f"{called}: {of}",
            "of": of,
            "css": stylesheet(*css),
            **faces_of(office.paper_font, office.paper_face),
            **told,
        },
    )
    return serving.drawn_response(lambda: render_pdf(page), f"{called} {of}.pdf")
