"""The page on which a sitting looks through what became of earlier decisions."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.access import acts, allow, number_sent
from bangla.digits import to_bengali
from followup import reviewing, rules
from followup.disposal_forms import DisposalForm
from followup.disposing import Conflict, Refused, dispose, dispose_many, seen_of
from followup.earlier import age_in_words, left_out, rows_of
from followup.models import Answer, Disposal, Matter, Review
from followup.printed import (
    chosen_in_words,
    due_in_words,
    is_printed_as_it_is,
    proposal_in_words,
)
from followup.views.fetching import fetch_sitting
from followup.window import window_of
from meetings.models import Decision
from meetings.rules import can_write


@acts
def review(request, pk):
    """What became of earlier decisions, and what the sitting does with each."""
    meeting = fetch_sitting(request, pk)
    rows = _rows(meeting, request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        act = request.POST.get("act", "")
        if act in DOING:
            return DOING[act](request, meeting, rows)
        allow(rules.can_review(request.user, meeting), rules.WHO_REVIEWS)
        if _saved(request, meeting, rows):
            return redirect("followup:review", pk=meeting.pk)
        status = 409 if any("theirs" in row for row in rows) else 422
    return render(request, "followup/review.html", _told(request, meeting, rows), status=status)


@require_POST
def dispose_one(request, pk, matter):
    """One row, as soon as it is chosen: the page goes on, and is told what is stored now."""
    meeting = fetch_sitting(request, pk)
    allow(rules.can_review(request.user, meeting), rules.WHO_REVIEWS)
    row = next((each for each in _rows(meeting, None) if each["matter"] == matter), None)
    if row is None or "form" not in row:
        raise Http404
    form = DisposalForm(request.POST, row=row, disposal=row["disposal"], prefix=row["form"].prefix)
    if not form.is_valid() or (told := form.told()) is None:
        return JsonResponse({"faults": form.errors or {"choice": ["একটি বাছুন।"]}}, status=422)
    try:
        disposal = dispose(meeting, Matter(pk=matter), by=request.user, **told)
    except ValidationError as refused:
        return JsonResponse({"faults": refused.message_dict}, status=422)
    except Conflict as conflict:
        current = conflict.current
        return JsonResponse(
            {"seen": seen_of(current), "said": _said(current), "stored": _receipt(row, current)},
            status=409,
        )
    return JsonResponse(_receipt(row, disposal))


def _receipt(row, disposal):
    return {
        "seen": seen_of(disposal),
        "said": chosen_in_words(row, disposal),
        "saved": to_bengali(timezone.localtime().strftime("%H:%M")),
    }


def _said(disposal):
    """Whose word stands, and what it is."""
    who = disposal.decided_by.name if disposal and disposal.decided_by else ""
    choice = disposal.get_choice_display() if disposal else "কিছু বাছা নেই"
    return f"এর মধ্যে {who} লিখেছেন: {choice}। আপনারটি রাখতে আবার বাছুন।"


# --- What the page shows --------------------------------------------------------------------------


def _rows(meeting, data):
    """The rows of the table, each with its form where something may be said of it."""
    disposals = {
        each.matter_id: each
        for each in Disposal.objects.filter(meeting=meeting).select_related("decided_by")
    }
    rows = [dict(row) for row in rows_of(meeting)]
    opened = Matter.objects.filter(pk__in=[row["matter"] for row in rows]).open()
    opened = set(opened.values_list("pk", flat=True))
    there = set(Decision.objects.filter(meeting=meeting).values_list("thread", flat=True))
    again = Matter.objects.filter(committee=meeting.committee_id, thread__in=there)
    again = set(again.values_list("pk", flat=True))
    for row in rows:
        disposal = row["disposal"] = disposals.get(row["matter"])
        row["is_printed_again"] = row["matter"] in again
        row["age"], row["due_lines"] = age_in_words(row["age_days"]), due_in_words(row).split("\n")
        row["sitting_on"] = date.fromisoformat(row["sitting"])
        row["amends"] = [was | {"on": date.fromisoformat(was["sitting"])} for was in row["amends"]]
        row["chosen"] = chosen_in_words(row, disposal)
        if not row["is_open"]:
            continue
        row["proposal"] = proposal_in_words(row["proposed"])
        if row["matter"] in opened:
            told = {"row": row, "disposal": disposal, "prefix": f"m{row['matter']}"}
            row["form"] = DisposalForm(data, **told)
    return rows


def _told(request, meeting, rows):
    review = Review.objects.filter(meeting=meeting).select_related("frozen_by").first()
    is_frozen = review is not None and review.frozen_at is not None
    can_review = rules.can_review(request.user, meeting)
    return {
        "meeting": meeting,
        "rows": rows,
        "faulty": [
            row for row in rows if "form" in row and row["form"].is_bound and row["form"].errors
        ],
        "conflicts": [row for row in rows if "theirs" in row],
        "unsaid": sum("form" in row and row["disposal"] is None for row in rows),
        "left_out": left_out(meeting),
        "window": window_of(meeting),
        "review": review if is_frozen else None,
        "after": _after(review, rows) if is_frozen else [],
        "can_review": can_review,
        "can_unfreeze": is_frozen and rules.can_unfreeze(request.user, meeting),
        "can_put": (can_put := can_write(request.user, meeting)),
        "is_stale": can_put and bool(meeting.earlier) and not is_printed_as_it_is(meeting),
    }


def _after(review, rows):
    """The answers that came when the table stood already."""
    matters = [row["matter"] for row in rows]
    found = Answer.objects.filter(assignment__matter__in=matters, at__gt=review.frozen_at)
    number = {row["matter"]: row["place"] for row in rows}
    return [
        {"place": number[answer.assignment.matter_id], "answer": answer}
        for answer in found.select_related("assignment__post__office").order_by("at", "pk")
    ]


# --- What its buttons do --------------------------------------------------------------------------


def _saved(request, meeting, rows):
    """Keep all that was chosen; whether all of it was kept. What was not stands in the forms again."""
    forms = {row["matter"]: row["form"] for row in rows if "form" in row}
    # Every form is asked, so that every fault is told.
    if [form for form in forms.values() if not form.is_valid()]:
        return False
    said = {pk: form.told() for pk, form in forms.items() if form.told()}
    matters = Matter.objects.filter(pk__in=said).select_related("office").order_by("pk")
    matters = matters.prefetch_related("assignments")
    try:
        dispose_many(meeting, {each: said[each.pk] for each in matters}, by=request.user)
    except Refused as refused:
        for row in rows:
            _mark(row, refused.faults.get(row["matter"]))
        return False
    messages.success(request, "যা বেছেছেন, সংরক্ষিত হয়েছে; কার্যবিবরণী জারি হলে কার্যকর হবে।")
    return True


def _mark(row, fault):
    """Tell a row what is to be mended in it, or what somebody else has written there."""
    if isinstance(fault, Conflict):
        row["theirs"], row["seen_now"] = _said(fault.current), seen_of(fault.current)
    elif fault is not None:
        for name, texts in fault.message_dict.items():
            row["form"].add_error(name, texts)


def _accept(request, meeting, rows):
    count = reviewing.accept_proposals(meeting, by=request.user)
    messages.success(request, f"{to_bengali(count)}টি সিদ্ধান্তে প্রস্তাব বসানো হয়েছে; দরকারমতো বদলান।")
    return redirect("followup:review", pk=meeting.pk)


def _freeze(request, meeting, rows):
    reviewing.freeze(meeting, by=request.user)
    messages.success(request, "ছক চূড়ান্ত হয়েছে; পরে আসা উত্তরে এটি বদলাবে না।")
    return redirect("followup:review", pk=meeting.pk)


def _unfreeze(request, meeting, rows):
    reviewing.unfreeze(meeting, by=request.user)
    messages.success(request, "ছকটি আবার খোলা; নতুন উত্তর এতে আসবে।")
    return redirect("followup:review", pk=meeting.pk)


def _put(request, meeting, rows):
    reviewing.put_into_minutes(meeting, by=request.user)
    messages.success(request, "ছকটি কার্যবিবরণীতে ছাপা হবে; এখানে যা বদলাবেন, সেখানেও বদলাবে।")
    return redirect("followup:review", pk=meeting.pk)


def _take_out(request, meeting, rows):
    reviewing.take_out_of_minutes(meeting, by=request.user)
    messages.success(request, "ছকটি কার্যবিবরণীতে আর ছাপা হবে না।")
    return redirect("followup:review", pk=meeting.pk)


def _again(request, meeting, rows):
    pks = [number_sent(text) for text in request.POST.getlist("again")]
    chosen = [Matter(pk=row["matter"]) for row in rows if row["matter"] in pks]
    count = reviewing.decide_again(meeting, chosen, by=request.user)
    messages.success(
        request, f"{to_bengali(count)}টি সিদ্ধান্ত আলোচ্যসূচির শেষে সিদ্ধান্ত হিসেবে আনা হয়েছে।"
    )
    return redirect("followup:review", pk=meeting.pk)


DOING = {
    "accept": _accept,
    "freeze": _freeze,
    "unfreeze": _unfreeze,
    "put": _put,
    "take_out": _take_out,
    "again": _again,
}
