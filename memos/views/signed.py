"""Signed minutes: the list an officer downloads from, one by one or a month at once."""

import io
import zipfile
from datetime import date

from django.core.paginator import Paginator
from django.db import transaction
from django.http import FileResponse, Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import record
from bangla.digits import to_bengali
from bangla.phrases import month_name
from meetings.models import Meeting
from meetings.printing import file_name
from memos.forms import SignedFilter
from memos.views.register import A_PAGE


def signed_for(request):
    """Issued meetings this person may see, with their papers; a corrected one stays in the list."""
    return (
        Meeting.objects.visible_to(request.user)
        .exclude(paper=None)
        .select_related("committee__office", "paper")
    )


@require_safe
def signed(request):
    form = SignedFilter(request.GET, meetings=signed_for(request), user=request.user)
    page = Paginator(form.found(), A_PAGE).get_page(request.GET.get("page"))
    month = form.cleaned_data.get("month") if form.is_valid() else None
    return render(
        request,
        "memos/signed.html",
        {"form": form, "page": page, "is_filtered": form.has_changed(), "month": month},
        status=200 if form.is_valid() else 400,
    )


@require_safe
def month(request, year, month):
    """The issued files of a month in one ZIP."""
    try:
        first = date(year, month, 1)
    except (ValueError, OverflowError):
        raise Http404 from None
    meetings = list(
        signed_for(request)
        .filter(paper__issued_on__year=year, paper__issued_on__month=month)
        .order_by("paper__issued_on", "pk")
    )
    if not meetings:
        raise Http404
    packed = io.BytesIO()
    # Stored, not packed again: a PDF is packed already.
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, meeting in _named(meetings):
            archive.writestr(name, meeting.paper.issued_file.document.read())
    if request.method == "GET":
        _note_downloads(meetings, by=request.user)
    packed.seek(0)
    said = f"স্বাক্ষরিত কার্যবিবরণী {month_name(first.month)} {to_bengali(year)}.zip"
    return FileResponse(packed, as_attachment=True, filename=said, content_type="application/zip")


def _named(meetings):
    """(name of its file, meeting), no name twice."""
    given = {}
    for meeting in meetings:
        name = file_name(meeting)
        given[name] = given.get(name, 0) + 1
        if given[name] > 1:
            name = f"{name.removesuffix('.pdf')} ({to_bengali(given[name])}).pdf"
        yield name, meeting


@transaction.atomic
def _note_downloads(meetings, *, by):
    # In one order of offices for all, so that two downloads do not wait for each other in a circle.
    for meeting in sorted(meetings, key=lambda each: (each.office.pk, each.pk)):
        if not meeting.paper.is_public:
            record(by=by, what="paper downloaded", target=meeting, office=meeting.office)
