"""Before and after an officer looks: check and hand in, confirm the last minutes, the history."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.access import acts, allow
from meetings import changes, restoring, rules
from meetings.actions import Conflict
from meetings.completeness import (
    Incomplete,
    doubts_about,
    hand_in,
    missing_in,
)
from meetings.confirming import confirm_minutes
from meetings.models import Meeting
from meetings.planning_forms import ConfirmationForm
from meetings.printed_rows import rows_of
from meetings.rewording import to_unicode
from meetings.views.fetching import fetch, fetch_to_change, officers_of
from meetings.views.planning import faults_of
from meetings.views.saving import is_autosave
from meetings.views.writing import receipt_of_restored
from papers.wording import BIJOY

A_PAGE = 25


@acts
def check(request, pk):
    """Everything that will be handed in, with a way to mend each row; and the handing in."""
    fetch_to_change(request, pk)
    meeting = Meeting.objects.with_paper().get(pk=pk)
    refused = False
    if request.method == "POST":
        allow(rules.can_submit(request.user, meeting))
        try:
            hand_in(meeting, by=request.user)
        except Incomplete:
            refused = True
            meeting = Meeting.objects.with_paper().get(pk=pk)
        else:
            messages.success(request, "কার্যবিবরণী অনুমোদনের জন্য পাঠানো হয়েছে; এখন কর্মকর্তা দেখবেন।")
            return redirect("meetings:detail", pk=meeting.pk)
    missing, doubts = missing_in(meeting), doubts_about(meeting)
    return render(
        request,
        "meetings/check.html",
        {
            "meeting": meeting,
            "groups": rows_of(meeting, missing, doubts),
            "missing": missing,
            "doubts": doubts,
            "has_bijoy": any(doubt.get("code") == BIJOY for doubt in doubts),
            "refused": refused,
            "can_submit": rules.can_submit(request.user, meeting),
            "officers": officers_of(meeting),
        },
        status=422 if refused else 200,
    )


@require_POST
def in_unicode(request, pk):
    """Convert what is still Bijoy, in one row of the check page or in all."""
    meeting = fetch_to_change(request, pk)
    row = request.POST.get("row")
    if to_unicode(meeting, by=request.user, row=row):
        messages.success(
            request, "বিজয়ের লেখা ইউনিকোডে বদলানো হয়েছে; আগের লেখা ইতিহাসে আছে। মিলিয়ে দেখুন।"
        )
    return redirect(f"{reverse('meetings:check', args=[pk])}{f'#{row}' if row else ''}")


# --- Confirming the minutes of the sitting before ----------------------------------------------


@acts
def confirmation(request, pk, item):
    """Confirmed as read, or with a correction; the choice writes the decision."""
    meeting = fetch_to_change(request, pk)
    rows = meeting.items.exclude(confirms=None).select_related("confirms")
    row = get_object_or_404(rows.prefetch_related("decisions__implementers"), pk=item)
    row.meeting = meeting
    sent = request.POST if request.method == "POST" else None
    form = ConfirmationForm(
        sent, initial={"version": row.version, "confirmed_as": row.confirmed_as}
    )
    status = 200
    if sent is not None:
        if form.is_valid():
            try:
                confirm_minutes(item=row, by=request.user, **form.cleaned_data)
            except Conflict as conflict:
                form.data = form.data.copy()
                form.data["version"] = conflict.current.version
                form.add_error(
                    None,
                    "আপনি পাতাটি খোলার পরে আরেকজন সারিটি বদলেছেন; নিচে এখনকার লেখা দেখে আবার চাপুন।",
                )
                row = conflict.current
                status = 409
            else:
                messages.success(request, "আগের সভার কার্যবিবরণী নিশ্চিতকরণ লেখা হয়েছে।")
                return redirect(f"{reverse('meetings:items', args=[meeting.pk])}?focus={row.pk}")
        status = 409 if status == 409 else 422
    context = {"meeting": meeting, "item": row, "form": form, "faults": faults_of([form])}
    return render(request, "meetings/confirmation.html", context, status=status)


# --- History ----------------------------------------------------------------------------------


@require_safe
def history(request, pk):
    """Who changed what, when, from what to what; for everybody who may see the meeting."""
    meeting = fetch(request, pk)
    page = Paginator(changes.entries_of(meeting), A_PAGE).get_page(request.GET.get("page"))
    can_write = rules.can_write(request.user, meeting)
    return render(
        request,
        "meetings/history.html",
        {
            "meeting": meeting,
            "page": page,
            "steps": changes.told(page.object_list, meeting, can_undo=can_write),
            "can_write": can_write,
        },
    )


@require_POST
def restore_item(request, pk, item):
    """Bring back an item that was taken out, as it was then."""
    meeting = fetch_to_change(request, pk)
    row = restoring.restore_item(meeting, item, by=request.user)
    if is_autosave(request):
        return JsonResponse(receipt_of_restored(row))
    messages.success(request, "সারিটি ফিরে এসেছে; নিচে দেখুন।")
    return redirect(f"{reverse('meetings:items', args=[pk])}?focus={row.pk}#item{row.pk}")


@require_POST
def undo(request, pk, entry):
    """Take back a step that the history tells of: a decision, an order, marks set at once."""
    meeting = fetch_to_change(request, pk)
    if restoring.undo(meeting, request.POST.get("kind"), entry, by=request.user):
        messages.success(request, "আগের মতো করা হয়েছে।")
    else:
        messages.error(
            request, "এর পরে আবার বদল হয়েছে, তাই এটি আর ফেরানো যায় না; নতুন ধাপ থাকলে আগে সেটি ফেরান।"
        )
    return redirect("meetings:history", pk=pk)
