"""What the portal has told a person, day by day, and how each of it stands now.

Reading is marked by a button: following a link changes nothing.
"""

from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.access import acts
from accounts.models import Digest
from bangla.digits import to_bengali
from minutes_portal.reports import reports

A_PAGE = 10


@require_safe
def inbox(request):
    digests = Digest.objects.filter(user=request.user)
    page = Paginator(digests, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "inbox.html", {"page": page, "digests": _with_lines(request, page)})


@acts
def digest(request, year, month, day):
    """The digest of one day: its mail leads here. A day says nothing of whose it is."""
    try:
        made_on = date(year, month, day)
    except (ValueError, OverflowError):
        raise Http404 from None
    found = get_object_or_404(Digest, user=request.user, made_on=made_on)
    if request.method == "POST":
        Digest.objects.filter(pk=found.pk).read()
        return redirect("inbox")
    return render(request, "digest.html", {"digest": _with_lines(request, [found])[0]})


@require_POST
def read_all(request):
    count = Digest.objects.filter(user=request.user).read()
    if count:
        messages.success(request, f"{to_bengali(count)}টি বার্তা পড়া হয়েছে বলে রাখা হলো।")
    return redirect("inbox")


def _with_lines(request, digests):
    """A list of the digests, each with its `lines`."""
    found = list(digests)
    for digest in found:
        digest.lines = []
    for report in reports():
        lines = report.told(found, reader=request.user)
        for digest in found:
            digest.lines += lines.get(digest.pk, [])
    return found
