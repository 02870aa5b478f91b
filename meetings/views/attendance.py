"""Who came: the whole committee on one screen."""

import re

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.access import acts
from bangla.digits import to_bengali
from meetings.actions import Conflict
from meetings.attendance import bring_members, keep_attendance_aside, save_attendance, seen_of
from meetings.completeness import counts_of
from meetings.models import Attendance
from meetings.planning_forms import BLANK_GUESTS, GONE, AttendanceForm, GuestForm, QuorumForm
from meetings.views.fetching import fetch_to_change
from meetings.views.planning import as_text, faults_of
from meetings.views.saving import is_autosave, saved_at, told_faults, values_of


@acts
def attendance(request, pk):
    """Everybody who should have come, on one screen."""
    meeting = fetch_to_change(request, pk)
    if request.method != "POST":
        return _shown(request, _forms(meeting, None), counts_of(meeting), status=200)
    sent = request.POST
    if sent.get("version") != seen_of(meeting):
        sent = _arrived_before(sent, meeting)
    if sent is None:
        # Rows may have come or gone since: told before anything is asked of them.
        return _in_conflict(request, meeting)
    context = _forms(meeting, sent, all_came=sent.get("act") == "all")
    # Every form is asked, so that every fault is told.
    faulty = [each for each in context["forms"] if not each.is_valid()]
    act, typed = sent.get("act"), _typed(context)
    if act == "yield" and not faulty:
        keep_attendance_aside(meeting, by=request.user, **typed)
        messages.success(request, "এখনকার লেখাই থাকল; আপনার লেখা ইতিহাসে আছে।")
        return JsonResponse(_receipt(meeting)) if is_autosave(request) else _back(meeting)
    try:
        saved, new = save_attendance(meeting, seen=sent["version"], by=request.user, **typed)
    except Conflict as conflict:
        return _in_conflict(request, conflict.current)
    if faulty:
        # What holds is stored all the same; only the faulty lines wait.
        told = _receipt(saved) | {"fields": _stored_as(context, new)}
        if is_autosave(request):
            return told_faults(faulty, **told)
        sent = sent.copy()
        sent.update({"version": told["version"], **told["fields"]})
        context = _forms(saved, sent, all_came=act == "all")
        return _shown(request, context, counts_of(saved, _statuses(context)), status=422)
    if act or not is_autosave(request):
        _tell(request, saved)
    if is_autosave(request):
        return JsonResponse(_receipt(saved) | {"fields": _stored_as(context, new)})
    return redirect("meetings:detail", pk=meeting.pk) if act == "save" else _back(meeting)


def _back(meeting):
    return redirect("meetings:attendance", pk=meeting.pk)


def _typed(context):
    """What the forms that hold say: the arguments of `save_attendance`."""
    rows = {form.row.pk: form.cleaned_data for form in context["rows"] if form.is_valid()}
    gone = {pk for pk, cleaned in rows.items() if cleaned["status"] == GONE}
    guests = []
    for form in filter(GuestForm.is_valid, context["guests"]):
        stored, is_named = form.cleaned_data["id"], bool(form.cleaned_data["name"])
        if stored and is_named:
            rows[stored] = form.typed()
        elif stored:
            gone.add(stored)
        elif is_named:
            guests.append(form.typed())
    return {
        "rows": {pk: cleaned for pk, cleaned in rows.items() if pk not in gone},
        "guests": guests,
        "gone": gone,
        "quorum_override": context["foot"].cleaned_data.get(
            "quorum_override", context["meeting"].quorum_override
        ),
    }


def _stored_as(context, new):
    """{field: value} that tells each line for guests under which row it is stored; `new`: just made."""
    made = iter(new)
    return {
        form.add_prefix("id"): (
            (form.cleaned_data["id"] or next(made).pk) if form.cleaned_data["name"] else ""
        )
        for form in context["guests"]
        if form.is_valid()
    }


def _receipt(meeting):
    return {"version": seen_of(meeting), "saved": saved_at()}


@require_POST
def seat_members(request, pk):
    """The rows become those of the members of that day, as far as nobody has touched them."""
    meeting = fetch_to_change(request, pk)
    added, gone = bring_members(meeting, by=request.user)
    told = [f"{to_bengali(added)} জন সদস্যের নাম যোগ হয়েছে।"]
    if gone:
        told.append(f"সেদিন সদস্য ছিলেন না এমন {to_bengali(gone)} জন বাদ গেছেন।")
    messages.success(request, " ".join(told))
    return _back(meeting)


def _forms(meeting, sent, *, all_came=False):
    """The rows, the blank lines for guests and the foot, bound to `sent` where there is any."""
    lines = [GuestForm(sent, prefix=f"guest{index}") for index in range(BLANK_GUESTS)]
    # Guests a page that saves itself goes on writing in the lines it stored them from.
    stored_here = {str(line["id"].value()) for line in lines} if sent else set()
    attendances = [
        row
        for row in meeting.attendances.all()
        if str(row.pk) not in stored_here or row.status != Attendance.Status.GUEST
    ]
    if all_came:
        sent = sent.copy()
        for row in attendances:
            if row.status != Attendance.Status.GUEST:
                sent[f"row{row.pk}-status"] = Attendance.Status.PRESENT
    rows = [AttendanceForm(sent, row=row) for row in attendances]
    told = {
        "version": seen_of(meeting),
        "quorum_override": meeting.quorum_override,
    }
    foot = QuorumForm(sent, initial=told)
    return {
        "meeting": meeting,
        "rows": rows,
        "guests": lines,
        "foot": foot,
        "forms": [*rows, *lines, foot],
    }


def _shown(request, context, counts, *, status):
    meeting = context["meeting"]
    of_day = set(meeting.committee.members_on(meeting.held_on).values_list("pk", flat=True))
    rows = [form.row for form in context["rows"]]
    there = {row.membership_id: row.name for row in rows if row.membership_id}
    return render(
        request,
        "meetings/attendance.html",
        {
            **context,
            "counts": counts,
            "members_missing": len(of_day - there.keys()),
            "not_members": [name for pk, name in there.items() if pk not in of_day],
            "begun_later": meeting.committee.begun_after(meeting.held_on),
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
    return [
        form.row.status if "status" in form.errors else form.cleaned_data["status"]
        for form in context["rows"]
    ]


def _in_conflict(request, current):
    """The rows as they stand now with what was just marked in them, and where the two differ."""
    if is_autosave(request):
        return JsonResponse(_receipt(current), status=409)
    data = _in_rows(request.POST, current)
    data["version"] = seen_of(current)
    names = _names_in(data)
    seen = names.keys()
    now = _forms(current, None)
    for form in now["rows"]:
        if form.row.pk not in seen:
            # Somebody added it meanwhile: it stands as they left it.
            for name, value in values_of([form]).items():
                data[name] = value
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


def _stored_from(sent, current):
    """{line for guests: the row it was stored as}, of the lines of a page that saves itself."""
    rows = {str(row.pk): row for row in current.attendances.filter(status=Attendance.Status.GUEST)}
    told = {line: sent.get(f"guest{line}-id", "") for line in range(BLANK_GUESTS)}
    return {line: rows[pk] for line, pk in told.items() if pk in rows}


def _in_rows(sent, current):
    """What was sent, with guests that are stored by now in rows of their own."""
    data = sent.copy()
    stored = _stored_from(sent, current)
    for line in range(BLANK_GUESTS):
        if row := stored.get(line):
            data[f"row{row.pk}-name"] = data[f"guest{line}-name"]
            data[f"row{row.pk}-designation"] = data[f"guest{line}-designation"]
            named = bool(data[f"guest{line}-name"].strip())
            data[f"row{row.pk}-status"] = Attendance.Status.GUEST if named else GONE
            data[f"guest{line}-name"] = data[f"guest{line}-designation"] = ""
        data[f"guest{line}-id"] = ""
    return data


def _arrived_before(sent, current):
    """What was sent, with what it is stored under, where the attendance holds just that; else None.

    Whoever sent it has seen all that stands: only the answer to an earlier sending was lost.
    """
    rows = {str(row.pk): row for row in current.attendances.all()}
    data = sent.copy()
    data["version"] = seen_of(current)
    named = _names_in(data)
    stored = {data.get(f"guest{line}-id") for line in range(BLANK_GUESTS)}
    # Guests of whom the page did not know yet that they are stored.
    unknown = [
        pk
        for pk, row in rows.items()
        if row.status == Attendance.Status.GUEST and row.pk not in named and pk not in stored
    ]
    for line in range(BLANK_GUESTS):
        if data.get(f"guest{line}-id") not in rows:
            is_named = data.get(f"guest{line}-name", "").strip()
            data[f"guest{line}-id"] = unknown.pop(0) if is_named and unknown else ""
    if any(str(pk) not in rows and data.get(f"row{pk}-status") != GONE for pk in named):
        return None
    context = _forms(current, data)
    if not all(form.is_valid() for form in context["forms"]):
        return None
    typed = _typed(context)
    is_same = (
        not typed["guests"]
        and not typed["gone"]
        and typed["quorum_override"] == current.quorum_override
        and typed["rows"].keys() == {row.pk for row in rows.values()}
        and all(
            getattr(row, name) == value
            for row in rows.values()
            for name, value in typed["rows"][row.pk].items()
        )
    )
    return data if is_same else None


def _names_in(data):
    """{primary key of a row: the name that was sent for it}."""
    return {
        int(found.group(1)): name
        for key, name in data.items()
        if (found := re.fullmatch(r"row([0-9]{1,18})-name", key))
    }


def _said(form):
    """A row in words: who, what is marked, and who stands in."""
    chosen = form["status"].value()
    parts = [form["name"].value(), dict(form.fields["status"].choices).get(chosen)]
    if chosen == Attendance.Status.REPRESENTED:
        parts += [form["representative_name"].value(), form["representative_post"].value()]
    return ", ".join(str(part) for part in parts if part)
