"""Letters begun, written, given up and issued."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts.access import acts, allow, pressed_twice, token_sent
from documents.models import Paper
from letters import actions, making, notice, rules
from letters.actions import Conflict
from letters.forms import ChangeForm, IssueLetterForm, LetterForm, list_forms, lists_typed
from letters.models import Letter
from letters.views.fetching import fetch
from meetings.views.fetching import fetch as fetch_meeting
from meetings.views.planning import as_text, faults_of
from memos.views.issuing import issued_by, next_numbers
from papers.drawing import paper_of

MOST_OWN_PAPERS = 60


@acts
def begin(request, pk, kind):
    """A letter about a meeting: what a change consists of is asked first, the rest stands in the record."""
    meeting = fetch_meeting(request, pk)
    if kind not in making.OF_A_MEETING:
        raise Http404
    allow(rules.can_write_letters(request.user, meeting.office), rules.WHO_WRITES)
    there = meeting.letters.filter(kind=kind, state=Letter.State.DRAFT, number=None).first()
    if there:
        return redirect("letters:letter", pk=there.pk)
    refusal = making.why_not(kind, meeting)
    allow(not refusal, refusal)
    form = ChangeForm(
        request.POST if request.method == "POST" else None, kind=kind, meeting=meeting
    )
    if form.is_valid():
        try:
            letter = making.begin(kind, by=request.user, meeting=meeting, changes=form.asked())
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, "পত্রের খসড়া তৈরি হয়েছে; পড়ে দেখে জারি করুন।")
            return redirect("letters:letter", pk=letter.pk)
    return render(
        request,
        "letters/begin.html",
        {
            "meeting": meeting,
            "form": form,
            "name": Letter.Kind(kind).label,
            "differs": notice.differences_said(meeting),
        },
        status=422 if form.errors else 200,
    )


@acts
def edit(request, pk):
    letter = fetch(request, pk)
    allow(rules.can_write(request.user, letter), rules.WHO_WRITES)
    sent = request.POST if request.method == "POST" else None
    form, lists = _forms(letter, sent)
    told = {"faults": [], "differences": None}
    status = 200
    if sent is not None:
        if not [each for each in (form, *lists) if not each.is_valid()]:
            try:
                actions.save(
                    letter,
                    version=form.cleaned_data["version"],
                    by=request.user,
                    file=form.cleaned_data["file"],
                    parts=form.typed() | {"distribution": lists_typed(letter, lists)},
                )
            except Conflict as conflict:
                return _conflict(request, conflict.current)
            messages.success(request, "পত্রের লেখা সংরক্ষিত হয়েছে।")
            return redirect("letters:letter", pk=letter.pk)
        told["faults"], status = faults_of([form, *lists]), 422
    context = {"letter": letter, "form": form, "lists": lists, **told}
    return render(request, "letters/edit.html", context, status=status)


def _forms(letter, sent=None):
    own = Paper.objects.filter(memo__series__office=letter.office).order_by("-issued_on", "-pk")
    form = LetterForm(sent, letter=letter, own_papers=own[:MOST_OWN_PAPERS])
    return form, list_forms(letter, sent)


def _conflict(request, current):
    """What was typed stands in the form again; beside it, wherever they differ, what is stored."""
    current = fetch(request, current.pk)
    sent = request.POST.copy()
    sent["version"] = current.version
    (form, lists), (their_form, their_lists) = _forms(current, sent), _forms(current)
    mine = {each.prefix: each for each in (form, *lists)}
    differences = [
        {"label": field.label, "theirs": theirs, "mine": typed}
        for each in (their_form, *their_lists)
        if each.prefix in mine
        for field in each
        if field.name != "version"
        and (theirs := as_text(field.value()))
        != (typed := as_text(mine[each.prefix][field.name].value()))
    ]
    return render(
        request,
        "letters/edit.html",
        {
            "letter": current,
            "form": form,
            "lists": lists,
            "faults": [],
            "differences": differences,
            "here": reverse("letters:edit", args=[current.pk]),
            "in_conflict": True,
        },
        status=409,
    )


@require_POST
def renew(request, pk):
    """The facts of the meeting as they stand now, in the words of the draft."""
    letter = fetch(request, pk)
    allow(rules.can_write(request.user, letter), rules.WHO_WRITES)
    actions.renew(letter, by=request.user)
    messages.success(request, "পত্রটি সভার এখনকার তথ্যে হালনাগাদ হয়েছে।")
    return redirect("letters:letter", pk=letter.pk)


@acts
def drop(request, pk):
    letter = fetch(request, pk)
    is_dropped = letter.state == Letter.State.DROPPED
    if pressed_twice(request, done=is_dropped, by=request.user.pk):
        return _back(letter)
    allow(rules.can_write(request.user, letter), rules.WHO_WRITES)
    if request.method == "POST":
        actions.drop(letter, by=request.user)
        messages.success(request, "খসড়াটি বাদ দেওয়া হয়েছে।")
        return _back(letter)
    return render(request, "letters/drop.html", {"letter": letter})


def _back(letter):
    if letter.meeting_id:
        return redirect("letters:of_meeting", pk=letter.meeting_id)
    return redirect("letters:list")


@acts
@sensitive_post_parameters("pin", "password")
def issue(request, pk):
    """Number, draw, sign, register: one act of an officer, after the password once more."""
    letter = fetch(request, pk)
    line = actions.made_by_form(token_sent(request), letter, request.user)
    if pressed_twice(request, done=line, by=request.user.pk):
        return redirect("letters:letter", pk=letter.pk)
    actions.may_issue(request.user, letter)
    form = IssueLetterForm(request.POST or None, letter=letter, user=request.user)
    if line := issued_by(form, request, lambda told: actions.issue(letter=letter, **told)):
        messages.success(request, f"পত্রটি {line.number} স্মারকে জারি হয়েছে।")
        return redirect("letters:letter", pk=letter.pk)
    return render(
        request,
        "letters/issue.html",
        {
            "letter": letter,
            "form": form,
            "paper": paper_of(letter.content),
            "next_numbers": next_numbers(form, letter.content["memo"] or {}),
        },
        status=422 if form.is_bound else 200,
    )
