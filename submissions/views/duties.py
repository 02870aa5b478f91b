"""What an office expects from those below, and which of their committees answers it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from accounts.access import acts, allow
from offices.models import Office
from offices.rules import offices_acted_for
from submissions import actions, rules
from submissions.forms import CounterpartForm, DutyForm
from submissions.models import Duty
from submissions.views.fetching import fetch_duty, fetch_duty_to_change, fetch_own_office


@require_safe
def duties(request):
    """What the own offices expect, and what is expected of them."""
    mine = Office.objects.worked_in_by(request.user)
    return render(
        request,
        "submissions/duties.html",
        {
            "expected": Duty.objects.filter(office__in=mine).select_related("office"),
            "owed": Duty.objects.owed_by(mine).select_related("office"),
            "may_open": offices_acted_for(request.user).filter(children__isnull=False).distinct(),
        },
    )


@acts
def new_duty(request, pk):
    office = fetch_own_office(request, pk)
    allow(rules.can_keep_duties(request.user, office))
    return _edit(request, office, None)


@acts
def edit_duty(request, pk):
    duty = fetch_duty_to_change(request, pk)
    return _edit(request, duty.office, duty)


def _edit(request, office, duty):
    form = DutyForm(request.POST or None, office=office, instance=duty)
    if form.is_valid():
        kept = actions.keep_duty(form.save(commit=False), by=request.user)
        messages.success(request, f"“{kept}” কার কাছ থেকে কবে চাই, তা রাখা হয়েছে।")
        return redirect("submissions:duty", pk=kept.pk)
    return render(
        request,
        "submissions/edit_duty.html",
        {"form": form, "office": office, "duty": duty},
        status=422 if form.is_bound else 200,
    )


@require_safe
def duty(request, pk):
    """One duty with the offices that owe it and the committee of each that answers."""
    mine = Office.objects.worked_in_by(request.user)
    found = fetch_duty(request, pk)
    sees_all = mine.filter(pk=found.office_id).exists()
    offices = found.offices if sees_all else found.offices.filter(pk__in=mine)
    answers = {
        answer.office_id: answer.committee
        for answer in found.counterparts.select_related("committee")
    }
    proposed = {each.office_id: each.committee for each in actions.propose_counterparts(found)}
    return render(
        request,
        "submissions/duty.html",
        {
            "duty": found,
            "rows": [
                (office, answers.get(office.pk), proposed.get(office.pk))
                for office in offices.order_by("name", "pk")
            ],
            "can_keep": rules.can_keep_duties(request.user, found.office),
        },
    )


@acts
def counterpart(request, duty, office):
    mine = Office.objects.worked_in_by(request.user)
    found = fetch_duty(request, duty)
    owing = get_object_or_404(found.offices.filter(Q(pk__in=mine) | Q(parent__in=mine)), pk=office)
    allow(rules.can_name_counterpart(request.user, found, owing))
    now = found.counterparts.filter(office=owing).first()
    form = CounterpartForm(request.POST or None, office=owing, now=now)
    if form.is_bound and form.is_valid():
        try:
            actions.name_counterpart(duty=found, office=owing, by=request.user, **form.cleaned_data)
        except ValidationError as refused:
            form.add_error("committee", refused)
        else:
            messages.success(request, "কোন কমিটি জবাব দেয়, তা রাখা হয়েছে।")
            return redirect("submissions:duty", pk=found.pk)
    return render(
        request,
        "submissions/counterpart.html",
        {"duty": found, "office": owing, "form": form},
        status=422 if form.is_bound else 200,
    )
