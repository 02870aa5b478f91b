"""Who came: the whole committee on one screen."""

import re

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from bangla.digits import to_bengali
from meetings import planning_actions
from meetings.actions import Conflict
from meetings.completeness import counts_of
from meetings.models import Attendance
from meetings.planning import as_text, faults_of
from meetings.planning_forms import BLANK_GUESTS, GONE, AttendanceForm, GuestForm, QuorumForm
from meetings.writing import acts, writable


@acts
def attendance(request, pk):
    """Everybody who should have come, on one screen."""
    meeting = writable(request, pk)
    sent = request.POST if request.method == "POST" else None
    context = _forms(meeting, sent, all_came=bool(sent) and sent.get("act") == "all")
    if sent is None:
        return _shown(request, context, counts_of(meeting), status=200)
    if sent.get("version", "").isdecimal() and int(sent["version"]) != meeting.version:
        # Rows may have come or gone since: told before anything is asked of them.
        return _in_conflict(request, meeting)
    # Every form is asked, so that every fault is told.
    if [each for each in context["forms"] if not each.is_valid()]:
        return _shown(request, context, counts_of(meeting, _statuses(context)), status=422)
    foot = context["foot"].cleaned_data
    rows = {form.row.pk: form.cleaned_data for form in context["rows"]}
    gone = {pk for pk, cleaned in rows.items() if cleaned["status"] == GONE}
    try:
        saved = planning_actions.save_attendance(
            meeting,
            version=foot["version"],
            by=request.user,
            rows={pk: cleaned for pk, cleaned in rows.items() if pk not in gone},
            guests=[form.typed() for form in context["guests"] if form.cleaned_data["name"]],
            gone=gone,
            quorum_override=foot["quorum_override"],
        )
    except Conflict as conflict:
        return _in_conflict(request, conflict.current)
    _tell(request, saved)
    if sent.get("act") == "save":
        return redirect("meetings:detail", pk=meeting.pk)
    return redirect("meetings:attendance", pk=meeting.pk)


@require_POST
def seat_members(request, pk):
    """Add the members who joined since the meeting was opened."""
    meeting = writable(request, pk)
    added = planning_actions.bring_members(meeting, by=request.user)
    messages.success(request, f"{to_bengali(added)} জন সদস্যের নাম যোগ হয়েছে।")
    return redirect("meetings:attendance", pk=meeting.pk)


def _forms(meeting, sent, *, all_came=False):
    """The rows, the blank lines for guests and the foot, bound to `sent` where there is any."""
    attendances = list(meeting.attendances.all())
    if all_came:
        sent = sent.copy()
        for row in attendances:
            if row.status != Attendance.Status.GUEST:
                sent[f"row{row.pk}-status"] = Attendance.Status.PRESENT
    rows = [AttendanceForm(sent, row=row) for row in attendances]
    guests = [GuestForm(sent, prefix=f"guest{index}") for index in range(BLANK_GUESTS)]
    told = {"version": meeting.version, "quorum_override": meeting.quorum_override}
    foot = QuorumForm(sent, initial=told)
    return {
        "meeting": meeting,
        "rows": rows,
        "guests": guests,
        "foot": foot,
        "forms": [*rows, *guests, foot],
    }


def _shown(request, context, counts, *, status):
    meeting = context["meeting"]
    there = meeting.attendances.exclude(membership=None).values("membership")
    missing = meeting.committee.members_on(meeting.held_on).exclude(pk__in=there).count()
    return render(
        request,
        "meetings/attendance.html",
        {
            **context,
            "counts": counts,
            "members_missing": missing,
            "faults": faults_of(context["forms"]),
        },
        status=status,
    )


def _tell(request, meeting):
    counts = counts_of(meeting)
    came = to_bengali(counts["seated"])
    messages.success(request, f"উপস্থিতি সংরক্ষিত হয়েছে: {came} জন উপস্থিত।")
    if counts["is_short"] and not meeting.quorum_override:
        messages.warning(request, "কোরাম হয়নি। সভা হয়ে থাকলে তার কারণ লিখে রাখুন।")


def _statuses(context):
    return [form.cleaned_data.get("status", form.row.status) for form in context["rows"]]


def _in_conflict(request, current):
    """The rows as they stand now with what was just marked in them, and where the two differ."""
    data = request.POST.copy()
    data["version"] = current.version
    names = {
        int(found.group(1)): name
        for key, name in request.POST.items()
        if (found := re.fullmatch(r"row([0-9]{1,18})-name", key))
    }
    seen = names.keys()
    now = _forms(current, None)
    for form in now["rows"]:
        if form.row.pk not in seen:
            # Somebody added it meanwhile: it stands as they left it.
            for field in form:
                value = field.value()
                data[field.html_name] = "\n".join(value) if isinstance(value, list) else value
    mine = _forms(current, data)
    differences = []
    for theirs, ours in zip(now["rows"], mine["rows"], strict=True):
        said, typed = _said(theirs), _said(ours)
        if said != typed or theirs.row.pk not in seen:
            differences.append({"label": theirs.row.name, "theirs": said, "mine": typed})
    there = {form.row.pk for form in now["rows"]}
    for pk, name in names.items():
        if pk not in there:
            # A guest the other one took out; who wants to keep them types the name again.
            differences.append({"label": name, "theirs": "বাদ দেওয়া হয়েছে", "mine": name})
    override = mine["foot"]["quorum_override"]
    if as_text(override.value()) != current.quorum_override:
        told = {"theirs": current.quorum_override, "mine": as_text(override.value())}
        differences.append({"label": override.label, **told})
    for each in mine["forms"]:
        each.is_valid()
    context = {**mine, "differences": differences, "in_conflict": True}
    return _shown(request, context, counts_of(current, _statuses(mine)), status=409)


def _said(form):
    """A row in words: who, what is marked, and who stands in."""
    chosen = form["status"].value()
    parts = [form["name"].value(), dict(form.fields["status"].choices).get(chosen)]
    if chosen == Attendance.Status.REPRESENTED:
        parts += [form["representative_name"].value(), form["representative_post"].value()]
    return ", ".join(str(part) for part in parts if part)
