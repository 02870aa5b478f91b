"""What an office owes the one above it: the list of it, sending, taking back, excusing."""

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from accounts.access import ANYBODY, WrongState, acts, allow, pressed_twice
from meetings.content import content_of
from meetings.views.fetching import fetch as fetch_meeting
from offices.models import Office, today
from offices.rules import offices_acted_for
from papers.places import unsigned
from submissions import actions, rules
from submissions.expectations import periods
from submissions.forms import ExcuseForm, RefusalForm, SendForm
from submissions.models import Duty, Excuse, Submission
from submissions.owed import HIGHER, LOOK_BACK, RECENT, counts, owed
from submissions.views.fetching import fetch, with_names
from submissions.views.reminders import unreached


@require_safe
def overview(request):
    """Both sides of the desk: what this office owes, and what has come to it."""
    mine = Office.objects.worked_in_by(request.user)
    received = Submission.objects.received_by(mine)
    sent = Submission.objects.filter(office__in=mine, is_latest=True)
    expects = Duty.objects.filter(office__in=mine).exists()
    owes = Duty.objects.owed_by(mine).exists()
    return render(
        request,
        "submissions/overview.html",
        {
            "owed": owed(request.user, mine),
            "sent": with_names(sent)[:RECENT],
            "counts": counts(received),
            "expects": expects,
            "owes": owes,
            # What to do first, for an office that has others under it and owes nothing itself.
            "hint": not expects
            and not owes
            and offices_acted_for(request.user).filter(children__isnull=False).exists(),
            "unreached": unreached(request.user),
            "logs": offices_acted_for(request.user).order_by("name", "pk")
            if expects or owes
            else [],
            "matrices": mine.filter(Q(duties__isnull=False) | Q(kind__in=HIGHER))
            .distinct()
            .order_by("name", "pk"),
        },
    )


@acts
def send(request, pk):
    """The one act: the issued paper goes up as it is, and stays as it is."""
    meeting = fetch_meeting(request, pk)
    allow(rules.can_send(request.user, meeting))
    if refusal := actions.why_not_sent(meeting):
        raise WrongState(refusal)
    sent_already = meeting.submissions.filter(is_latest=True, file__paper=meeting.paper)
    there = sent_already.exclude(state=Submission.State.RETURNED)
    if request.method != "POST" and (sent := there.first()):
        return redirect("submissions:submission", pk=sent.pk)
    duties = Duty.objects.filter(
        counterparts__committee=meeting.committee, counterparts__office=meeting.office
    ).select_related("office")
    first = duties.first()
    if first is None:
        return render(request, "submissions/nobody_expects.html", {"meeting": meeting})

    form = SendForm(
        request.POST or None,
        duties=duties,
        periods=_periods(first, meeting),
        chosen={"duty": first.pk, "period": actions.period_for(first, meeting).isoformat()},
    )
    if form.is_valid():
        asked = form.cleaned_data
        try:
            sent = actions.send(
                meeting=meeting,
                duty=asked["duty"],
                period_start=asked["period"],
                by=request.user,
                token=asked["token"],
            )
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, f"কার্যবিবরণী {sent.duty.office.name} বরাবর পাঠানো হয়েছে।")
            return redirect("submissions:submission", pk=sent.pk)
    return render(
        request,
        "submissions/send.html",
        {
            "meeting": meeting,
            "form": form,
            "duty": first,
            "file": (file := meeting.paper.issued_file),
            "unsigned": unsigned(content_of(meeting), file.signers),
        },
        status=422 if form.is_bound else 200,
    )


def _periods(duty, meeting):
    """A year of periods about a meeting, to choose from."""
    about = actions.period_for(duty, meeting)
    around = periods(
        duty.cadence, about - LOOK_BACK, about + timedelta(days=92), fiscal=duty.fiscal
    )
    return [(period.start, duty.period_name(period.start)) for period in reversed(around)]


@acts
def withdraw(request, pk):
    submission = fetch(request, pk)
    if pressed_twice(request, done=submission.state == Submission.State.WITHDRAWN, by=ANYBODY):
        return redirect("submissions:submission", pk=pk)
    allow(rules.can_withdraw(request.user, submission))
    if request.method == "POST":
        actions.withdraw(submission=submission, by=request.user)
        messages.success(request, "কাগজটি ফিরিয়ে নেওয়া হয়েছে; ঠিক করে আবার পাঠানো যাবে।")
        return redirect("submissions:submission", pk=pk)
    return render(request, "submissions/withdraw.html", {"submission": submission})


@acts
def excuse(request, duty, office, year, month):
    """No meeting took place in a period."""
    mine = Office.objects.worked_in_by(request.user)
    office = get_object_or_404(mine, pk=office)
    duty = get_object_or_404(
        Duty.objects.owed_by(Office.objects.filter(pk=office.pk)).select_related("office"), pk=duty
    )
    found = [
        p for p in _periods_of_last_years(duty) if (p.start.year, p.start.month) == (year, month)
    ]
    if not found:
        raise Http404
    allow(rules.can_excuse(request.user, office))
    start = found[0].start
    form = ExcuseForm(request.POST or None)
    if form.is_valid():
        actions.excuse(
            duty=duty, office=office, period_start=start, by=request.user, **form.cleaned_data
        )
        messages.success(request, f"{duty.period_name(start)} মেয়াদে সভা না হওয়ার কারণ জানানো হয়েছে।")
        return redirect("submissions:overview")
    return render(
        request,
        "submissions/excuse.html",
        {"duty": duty, "office": office, "period": duty.period_name(start), "form": form},
        status=422 if form.is_bound else 200,
    )


def _periods_of_last_years(duty):
    now = today()
    return periods(duty.cadence, now - 3 * LOOK_BACK, now, fiscal=duty.fiscal)


@acts
def refuse_excuse(request, pk):
    """What was said instead of a paper, and whether the office above takes it."""
    given = get_object_or_404(
        Excuse.objects.visible_to(request.user).select_related(
            "duty__office", "office", "excused_by", "refused_by"
        ),
        pk=pk,
    )
    form = RefusalForm(request.POST or None)
    if form.is_valid():
        actions.refuse_excuse(excuse=given, by=request.user, **form.cleaned_data)
        messages.success(request, "কারণটি গ্রহণ করা হয়নি; কার্যবিবরণী আবার চাওয়া হলো।")
        return redirect("submissions:matrix", pk=given.duty.office_id)
    if request.method == "POST":
        allow(rules.can_refuse_excuse(request.user, given))
    return render(
        request,
        "submissions/excuse_given.html",
        {
            "excuse": given,
            "period": given.duty.period_name(given.period_start),
            "can_refuse": rules.can_refuse_excuse(request.user, given),
            "is_senders": rules.works_for(request.user, given.office),
            "form": form,
        },
        status=422 if form.is_bound else 200,
    )
