"""The pages around the agenda: a new meeting, its head, and the steps before writing."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.access import acts, allow, number_sent
from bangla.phrases import numeric_date, parse_date
from committees.models import Committee
from meetings import actions, moves, planning, rules
from meetings.actions import Conflict
from meetings.attached import NotKept, keep_file
from meetings.attendance import bring_members
from meetings.models import MeetingFile, State
from meetings.planning import SecondSitting
from meetings.planning_forms import (
    HeadForm,
    MeetingForm,
    copy_list_forms,
    distribution_of,
)
from meetings.views.fetching import fetch_to_change
from meetings.views.saving import is_autosave, saved_at, told_faults, values_of
from offices.models import today


@require_safe
def choose(request):
    """Which committee sits: those whose papers this person writes."""
    mine = Committee.objects.visible_to(request.user).filter(closed_on=None)
    committees = [
        committee
        for committee in mine.select_related("office").order_by("name", "pk")
        if rules.can_plan(request.user, committee.office)
    ]
    allow(rules.plans_somewhere(request.user))
    if chosen := request.GET.get("committee"):
        if chosen not in {str(committee.pk) for committee in committees}:
            raise PermissionDenied("এই কমিটির সভা খোলার অনুমতি আপনার নেই।")
        return redirect("meetings:new", pk=chosen)
    for committee in committees:
        committee.last_meeting = planning.last_before(committee, today())
    return render(request, "meetings/choose.html", {"committees": committees})


@acts
def new(request, pk):
    """A new meeting of a committee, with all that its last one tells already filled in."""
    committee = get_object_or_404(
        Committee.objects.visible_to(request.user).select_related("office"), pk=pk
    )
    allow(rules.can_plan(request.user, committee.office))
    if committee.closed_on:
        raise PermissionDenied("এই কমিটি বিলুপ্ত; এর নতুন সভা হয় না।")

    sent = request.POST if request.method == "POST" else None
    is_recorded = "recorded" in (sent or request.GET)
    held_on = _day((sent or request.GET).get("proposed_on" if sent else "date"))
    form = MeetingForm(
        sent,
        request.FILES if sent else None,
        committee=committee,
        held_on=held_on,
        is_recorded=is_recorded,
    )
    status = 200
    if sent is not None:
        if form.is_valid():
            try:
                return _opened(request, form)
            except (SecondSitting, NotKept) as refused:
                form.add_error("held_on" if isinstance(refused, SecondSitting) else "scan", refused)
        status = 422
    return render(
        request,
        "meetings/new.html",
        {
            "committee": committee,
            "form": form,
            "faults": faults_of([form]),
            "members": committee.members_on(held_on).count(),
            "begun_later": committee.begun_after(held_on),
            "is_recorded": is_recorded,
        },
        status=status,
    )


@transaction.atomic
def _opened(request, form):
    meeting = form.plan(by=request.user)
    if scan := form.cleaned_data.get("scan"):
        keep_file(meeting, scan, by=request.user, kind=MeetingFile.Kind.SCAN)
    if meeting.state == State.PLANNED:
        messages.success(request, "সভা ঠিক করা হয়েছে; নিচে পরের ধাপ দেখুন।")
    else:
        messages.success(request, "সভা খোলা হয়েছে; এখন উপস্থিতি ও আলোচ্যসূচি লিখুন।")
    return redirect("meetings:detail", pk=meeting.pk)


def faults_of(forms):
    """What is to be mended in any of these forms, each with the id of its field."""
    faults = []
    for form in forms:
        if not form.is_bound:
            continue
        faults += [{"message": message} for message in form.non_field_errors()]
        for field in form:
            # A group of choices is reached by its first one.
            target = field.id_for_label or f"{field.auto_id}_0"
            for message in field.errors:
                faults.append({"id": target, "label": field.label, "message": message})
    return faults


def _day(typed):
    try:
        return parse_date(typed)
    except ValueError:
        return today()


@acts
def head(request, pk):
    """Date, place, chair, title, opening, closing, signatories, memo and copy lists."""
    meeting = fetch_to_change(request, pk)
    sent = request.POST if request.method == "POST" else None
    form, lists = _head_forms(meeting, sent)
    status = 200
    if sent is not None:
        # Every form is asked, so that every fault is told.
        if not [each for each in (form, *lists) if not each.is_valid()]:
            try:
                return _head_saved(request, meeting, form, lists)
            except Conflict as conflict:
                return _head_conflict(request, conflict.current)
            except SecondSitting as refused:
                form.add_error("held_on", str(refused))
        if is_autosave(request):
            return told_faults([form, *lists])
        status = 422
    context = {
        "meeting": meeting,
        "form": form,
        "lists": lists,
        "to_take": planning.lists_to_take(meeting) if lists else [],
        "faults": faults_of([form, *lists]),
    }
    seen = {"version": meeting.version, "seen_on": numeric_date(meeting.held_on)}
    if sent is not None:
        seen = {name: sent.get(name, "") for name in seen}
    return render(request, "meetings/head.html", {**context, **seen}, status=status)


def _head_forms(meeting, sent=None):
    """(the form of the head, those of the copy lists where the paper prints any)."""
    prints_lists = "distribution" in meeting.shape["order"]
    return HeadForm(sent, meeting=meeting), copy_list_forms(meeting, sent) if prints_lists else []


def _head_saved(request, meeting, form, lists):
    typed = form.typed()
    if lists:
        typed["distribution"] = distribution_of(meeting, lists)
        if request.POST.get("act") == "more":
            chosen = request.POST.get("take", "")
            typed["distribution"] = planning.with_lists(typed["distribution"], meeting, chosen)
    if request.POST.get("act") == "yield":
        actions.keep_head_aside(meeting, by=request.user, **typed)
        return _head_done(request, meeting, "এখনকার লেখাই থাকল; আপনার লেখা ইতিহাসে আছে।")
    version = _version(request)
    if there := planning.sitting_on(meeting.committee, typed["held_on"], but=meeting):
        raise SecondSitting(there)
    try:
        with transaction.atomic():
            saved = actions.save_head(meeting, version=version, by=request.user, **typed)
            if saved.held_on != meeting.held_on:
                bring_members(saved, by=request.user)
    except IntegrityError:
        if there := planning.sitting_on(meeting.committee, typed["held_on"], but=meeting):
            raise SecondSitting(there) from None
        raise
    return _head_done(request, saved, "সভার তথ্য সংরক্ষিত হয়েছে।")


def _head_done(request, meeting, told):
    """On to the meeting's page, or the receipt of a page that saves itself and goes on being typed."""
    if not is_autosave(request) or request.POST.get("act"):
        messages.success(request, told)
    if is_autosave(request):
        return JsonResponse(_head_receipt(meeting))
    stays = request.POST.get("act") == "more"
    return redirect("meetings:head" if stays else "meetings:detail", pk=meeting.pk)


def _head_receipt(meeting):
    form, lists = _head_forms(meeting)
    return {
        "version": meeting.version,
        "saved": saved_at(),
        "fields": values_of([form, *lists]) | {"seen_on": numeric_date(meeting.held_on)},
    }


def _version(request):
    """The version this person saw; what is no number was never seen."""
    return number_sent(request.POST.get("version")) or 0


def _head_conflict(request, current):
    """What was typed stands in the form again; beside it, wherever they differ, what is stored."""
    if is_autosave(request):
        return JsonResponse(_head_receipt(current), status=409)
    form, lists = _head_forms(current, request.POST)
    their_form, their_lists = _head_forms(current)
    mine = {each.prefix: each for each in (form, *lists)}
    differences = [
        {"label": field.label, "theirs": theirs, "mine": typed}
        for each in (their_form, *their_lists)
        if each.prefix in mine
        for field in each
        if (theirs := as_text(field.value()))
        != (typed := as_text(mine[each.prefix][field.name].value()))
    ]
    return render(
        request,
        "meetings/head.html",
        {
            "meeting": current,
            "form": form,
            "lists": lists,
            "faults": [],
            "version": current.version,
            "seen_on": numeric_date(current.held_on),
            "differences": differences,
            "in_conflict": True,
        },
        status=409,
    )


def as_text(value):
    return str(value or "").replace("\r\n", "\n").strip()


# --- Steps before and beside the writing ------------------------------------------------------


@acts
def give_notice(request, pk):
    """Members have been told of the sitting."""
    meeting = fetch_to_change(request, pk)
    allow(rules.can_give_notice(request.user, meeting))
    if request.method == "POST":
        moves.give_notice(meeting=meeting, by=request.user)
        messages.success(request, "নোটিশ জারি হয়েছে বলে লেখা হলো।")
        return redirect("meetings:detail", pk=meeting.pk)
    return _confirm(
        request,
        meeting,
        asked="সভার নোটিশ জারি হয়েছে?",
        told=["সদস্যদের সভার তারিখ, সময় ও স্থান জানানো হয়েছে বলে লেখা থাকবে।"],
        verb="হ্যাঁ, নোটিশ জারি হয়েছে",
    )


@acts
def start_writing(request, pk):
    """The sitting took place: its minutes are being written."""
    meeting = fetch_to_change(request, pk)
    allow(rules.can_start_writing(request.user, meeting))
    if request.method == "POST":
        moves.start_writing(meeting=meeting, by=request.user)
        messages.success(request, "কার্যবিবরণী লেখা শুরু হয়েছে; আগে উপস্থিতি নিন।")
        return redirect("meetings:detail", pk=meeting.pk)
    told = ["সভাটি খসড়া অবস্থায় যাবে; উপস্থিতি, আলোচনা ও সিদ্ধান্ত লেখা শেষে অনুমোদনের জন্য পাঠানো যাবে।"]
    if meeting.held_on > today():
        told.append("সভার তারিখ এখনো আসেনি। তারিখ বদলে থাকলে আগে সভার তথ্য ঠিক করুন।")
    return _confirm(
        request,
        meeting,
        asked="কার্যবিবরণী লেখা শুরু করবেন?",
        told=told,
        verb="লেখা শুরু করুন",
    )


@acts
def cancel(request, pk):
    """The sitting does not take place, or its minutes are given up."""
    meeting = fetch_to_change(request, pk)
    if request.method == "POST":
        moves.cancel(meeting=meeting, by=request.user)
        messages.success(request, "সভাটি বাতিল হয়েছে; লেখা যা ছিল, পড়া যাবে।")
        return redirect("meetings:detail", pk=meeting.pk)
    return _confirm(
        request,
        meeting,
        asked="সভাটি বাতিল করবেন?",
        told=[
            "সভাটি বাতিল হিসেবে থেকে যাবে; আর লেখা বা পাঠানো যাবে না।",
            "বাতিল আর ফেরানো যায় না। একই তারিখে নতুন সভা খোলা যাবে।",
        ],
        verb="সভাটি বাতিল করুন",
        is_dangerous=True,
    )


def _confirm(request, meeting, *, asked, told, verb, is_dangerous=False):
    return render(
        request,
        "meetings/confirm.html",
        {
            "meeting": meeting,
            "asked": asked,
            "told": told,
            "verb": verb,
            "is_dangerous": is_dangerous,
            "back": reverse("meetings:detail", args=[meeting.pk]),
        },
    )
