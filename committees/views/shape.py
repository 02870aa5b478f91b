"""The shape of a committee's papers, adjusted beside an invented paper in that shape."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render

from accounts.access import acts, number_sent
from committees import actions
from committees.samples import sample_of
from committees.views.fetching import fetch_to_change
from papers.drawing import paper_of
from papers.drawings import drawing_of
from papers.outlines import MOST_COPIES, acted, faults, outline_of, outline_sent, shape_from
from papers.shapes import BLOCK_NAMES, NUMBERINGS, READY_SHAPES, SHAPE_NAMES, ready_shape


@acts
@transaction.atomic
def shape(request, pk):
    committee = fetch_to_change(request, pk)
    act, found = "", []
    kept_lists = committee.office.distribution_lists.in_use()
    stored = outline_of(committee.shape, committee.copy_lists)
    outline = stored
    if request.method == "POST":
        act = request.POST.get("act", "")
        outline = acted(
            outline_sent(request.POST),
            act,
            block=request.POST.get("new_block", ""),
            ready=request.POST.get("ready", ""),
            chair_label=committee.chair_label,
        )
        if act == "take-list":
            _take_list(outline, kept_lists, number_sent(request.POST.get("new_list")))
        found = faults(outline)
    if act == "save" and not found:
        committee.shape, committee.copy_lists = shape_from(outline), outline.copies
        actions.change_committee(
            committee=committee, fields=["shape", "copy_lists"], by=request.user
        )
        messages.success(
            request, "কাগজের গড়ন সংরক্ষিত হয়েছে। এর পরে যে সভা খোলা হবে, তার কাগজ এই গড়নে হবে।"
        )
        return redirect("committees:detail", pk=committee.pk)
    refused = act == "save"
    return render(
        request,
        "committees/shape.html",
        {
            "committee": committee,
            "outline": outline,
            "act": act,
            "is_changed": outline != stored,
            "faults": found if refused else [],
            "faulty": {place for place, _ in found} if refused else set(),
            "ready": [_ready(name, committee) for name in READY_SHAPES],
            "blocks": BLOCK_NAMES.items(),
            "numberings": NUMBERINGS,
            "kept_lists": kept_lists,
            "paper": None if found else _paper(committee, outline),
            "unfit": found,
        },
        status=422 if refused else 200,
    )


def _take_list(outline, kept_lists, pk):
    """Put a list of the office behind those of the committee, which keep it as it is now."""
    taken = kept_lists.filter(pk=pk).first()
    if taken and len(outline.copies) < MOST_COPIES:
        outline.copies.append(taken.as_content)


@acts
@transaction.atomic
def preview(request, pk):
    """The invented paper alone, in the shape that a form sends; in the stored one without a form."""
    committee = fetch_to_change(request, pk)
    outline = outline_of(committee.shape, committee.copy_lists)
    if request.method == "POST":
        outline = outline_sent(request.POST)
    found = faults(outline)
    return render(
        request,
        "committees/_sample_paper.html",
        {"paper": None if found else _paper(committee, outline), "unfit": found},
    )


def _paper(committee, outline):
    return paper_of(sample_of(committee, shape=shape_from(outline), copy_lists=outline.copies))


def _ready(name, committee):
    there = ready_shape(name, chair_label=committee.chair_label)
    return {
        "name": name,
        "label": SHAPE_NAMES[name],
        "drawing": drawing_of(there),
        "is_taken": committee.shape == there,
    }
