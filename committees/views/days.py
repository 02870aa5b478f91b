from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render

from accounts.access import acts
from bangla.digits import to_bengali
from committees import actions
from committees.forms import DatesForm
from committees.views.fetching import fetch_to_change, status_of


@acts
@transaction.atomic
def days(request, pk):
    """One first or last day for many members at once."""
    committee = fetch_to_change(request, pk)
    form = DatesForm(request.POST or None, committee=committee, initial={"with_holders": True})
    if form.is_valid():
        cleaned = form.cleaned_data
        told = {name: cleaned[name] for name in ("starts_on", "ends_on") if cleaned[name]}
        actions.change_days(
            committee=committee,
            seats=form.changed,
            days=told,
            with_holders=cleaned["with_holders"],
            by=request.user,
        )
        count = to_bengali(len(form.changed))
        messages.success(request, f"{count} জন সদস্যের তারিখ সংরক্ষিত হয়েছে।")
        return redirect("committees:members", pk=pk)
    ticked = request.POST.getlist("seats")
    # Whoever comes for the first time mostly means all; the page also opens with nobody ticked.
    everybody = not form.is_bound and request.GET.get("ticked") != "none"
    seats = list(form.fields["seats"].queryset)
    for seat in seats:
        seat.is_ticked = everybody or str(seat.pk) in ticked
    return render(
        request,
        "committees/days.html",
        {"committee": committee, "form": form, "seats": seats, "everybody": everybody},
        status=status_of(form),
    )
