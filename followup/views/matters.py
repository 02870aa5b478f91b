"""One decision: as it was printed, its shares, its history; and the committee's acts upon it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.access import WrongState, acts, pressed_twice
from followup import closing, lives, rules
from followup.models import Matter
from followup.planning_forms import CloseForm, ReopenForm
from followup.views.fetching import fetch_matter, fetch_matter_to_end


@require_safe
def matter(request, pk):
    """All there is of a decision, the latest first; for everybody who may see it."""
    matter = fetch_matter(request, pk)
    user = request.user
    return render(
        request,
        "followup/matter.html",
        {
            "matter": matter,
            "told": lives.life_of(matter),
            "sees_meeting": matter.committee in type(matter.committee).objects.visible_to(user),
            "may_settle": matter.state == Matter.State.OPEN and rules.can_settle(user, matter),
            "may_close": matter.state == Matter.State.OPEN and rules.can_close(user, matter),
            "may_reopen": matter.state == Matter.State.ENDED and rules.can_close(user, matter),
        },
    )


@acts
def close(request, pk):
    """The committee ends a decision."""
    matter = fetch_matter_to_end(request, pk)
    done = matter.state == Matter.State.ENDED
    if pressed_twice(request, done=done, by=matter.ended_by_id):
        return redirect("followup:matter", pk=matter.pk)
    form = CloseForm(request.POST if request.method == "POST" else None, matter=matter)
    if form.is_valid() and _acted(form, closing.close, matter, request, **form.cleaned_data):
        messages.success(request, "সিদ্ধান্তটি নিষ্পন্ন হয়েছে; এর কাজগুলোও শেষ।")
        return redirect("followup:matter", pk=matter.pk)
    return _asked(request, matter, form, "followup/close.html")


@acts
def reopen(request, pk):
    """What was ended by mistake goes on."""
    matter = fetch_matter_to_end(request, pk)
    form = ReopenForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _acted(form, closing.reopen, matter, request, **form.cleaned_data):
        messages.success(request, "সিদ্ধান্তটি আবার চালু হয়েছে।")
        return redirect("followup:matter", pk=matter.pk)
    return _asked(request, matter, form, "followup/reopen.html")


def _acted(form, act, matter, request, **told):
    """Whether the act was done; why not stands in the form."""
    try:
        act(matter, by=request.user, **told)
    except (ValidationError, WrongState) as refused:
        said = refused.messages if isinstance(refused, ValidationError) else [str(refused)]
        form.add_error(None, said)
        return False
    return True


def _asked(request, matter, form, template):
    status = 422 if form.is_bound else 200
    return render(request, template, {"matter": matter, "form": form}, status=status)
