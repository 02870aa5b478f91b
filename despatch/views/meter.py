"""Whom the decisions of issued minutes charge and who has not been served with them yet."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render

from accounts.access import acts
from bangla.digits import to_bengali
from despatch.meter import meter_of
from despatch.views.fetching import fetch_issued
from distribution.lines import Purpose
from memos import copying


@acts
def served(request, pk):
    """The meter of a paper; a POST adds those to whom nothing was sent as late recipients."""
    meeting = fetch_issued(request, pk)
    meter = meter_of(meeting)
    if request.method != "POST":
        return render(request, "despatch/served.html", {"meeting": meeting, "meter": meter})
    try:
        added = copying.add_late(
            memo=meeting.paper.memo, lines=meter.to_add, by=request.user, purpose=Purpose.ACTION
        )
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, f"{to_bengali(len(added))}টি কপি যোগ হয়েছে; এবার কপিগুলো পাঠান।")
    return redirect("despatch:served", pk=meeting.pk)
