"""Handing a share down, taking a part back, and what the share waits for."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.access import acts, pressed_twice
from bangla.digits import to_bengali
from followup import answer_forms, handing, rules
from followup.handing_forms import HandDownForm, TakeBackForm
from followup.models import Assignment
from followup.parts import tree_of
from followup.views.fetching import fetch_part_to_change, fetch_share_to_hand_down

State = Assignment.State


@acts
def hand_down(request, pk):
    """The offices below with their posts to tick; the parts there are, with how they stand."""
    share = fetch_share_to_hand_down(request, pk)
    form = HandDownForm(request.POST or None, share=share)
    if form.is_valid():
        try:
            made = handing.hand_down(
                share,
                by=request.user,
                to=form.to_hand,
                is_late_meant=form.cleaned_data["is_late_meant"],
            )
        except ValidationError as refused:
            form.add_error("due_on" if refused.code == "late" else None, refused)
        else:
            messages.success(request, _told(len(made)))
            return redirect("followup:hand_down", pk=share.pk)
    tree = tree_of(share)
    may_answer = share.matter.is_chased and rules.can_answer(request.user, share)
    told = {
        "share": share,
        "form": form,
        "drafts": answer_forms.open_answers(share) if may_answer else (),
        "tree": tree,
        "asks_late": form.has_error("due_on", "late"),
        "is_open": share.state == State.OPEN and share.matter.is_chased,
    }
    return render(request, "followup/hand_down.html", told, status=422 if form.errors else 200)


def _told(count):
    if not count:
        return "যাঁদের বেছেছেন, তাঁদের সবার কাছে কাজটির অংশ আগেই আছে।"
    return f"কাজটি {to_bengali(count)} জনকে ভাগ করে দেওয়া হয়েছে। উত্তর এলে নিচে দেখা যাবে।"


@acts
def take_back(request, pk):
    """Ask why, then take a part back with all that came down from it."""
    part = fetch_part_to_change(request, pk)
    if pressed_twice(request, done=part.state == State.WITHDRAWN, by=_last_by(part)):
        return redirect("followup:hand_down", pk=part.parent_id)
    form = TakeBackForm(request.POST or None)
    if form.is_valid():
        handing.take_back_part(part, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, f"অংশটি ফেরত নেওয়া হয়েছে: {part.owner}")
        return redirect("followup:hand_down", pk=part.parent_id)
    below = Assignment.objects.below(part).open().count()
    told = {"part": part, "form": form, "below": below, "share": part.parent}
    return render(request, "followup/take_back.html", told, status=422 if form.errors else 200)


def _last_by(part):
    return part.steps.filter(state=State.WITHDRAWN).values_list("by", flat=True).last()


@require_POST
def essential(request, pk):
    """Say that the share waits for a part, or does not."""
    part = fetch_part_to_change(request, pk)
    is_essential = request.POST.get("essential") == "1"
    handing.set_essential(part, by=request.user, is_essential=is_essential)
    word = "অপরিহার্য" if is_essential else "অপরিহার্য নয়"
    messages.success(request, f"{part.owner}: অংশটি এখন {word}।")
    return redirect("followup:hand_down", pk=part.parent_id)
