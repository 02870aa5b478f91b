"""Before and after an officer looks: check and hand in, confirm the last minutes, the history."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.access import acts, allow
from bangla.phrases import long_date, numeric_date, time_phrase
from meetings import actions, changes, restoring, rules
from meetings.actions import Conflict
from meetings.completeness import (
    Incomplete,
    counts_of,
    doubts_about,
    hand_in,
    missing_in,
    serial_of,
)
from meetings.models import AgendaItem, Meeting
from meetings.planning import faults_of
from meetings.planning_forms import ConfirmationForm
from meetings.views import fetch, officers_of
from meetings.writing import writable

A_PAGE = 25


@acts
def check(request, pk):
    """Everything that will be handed in, with a way to mend each row; and the handing in."""
    writable(request, pk)
    meeting = Meeting.objects.with_paper().get(pk=pk)
    refused = False
    if request.method == "POST":
        allow(rules.can_submit(request.user, meeting))
        try:
            hand_in(meeting, by=request.user)
        except Incomplete:
            refused = True
            meeting = Meeting.objects.with_paper().get(pk=pk)
        else:
            messages.success(request, "কার্যবিবরণী অনুমোদনের জন্য পাঠানো হয়েছে; এখন কর্মকর্তা দেখবেন।")
            return redirect("meetings:detail", pk=meeting.pk)
    missing, doubts = missing_in(meeting), doubts_about(meeting)
    return render(
        request,
        "meetings/check.html",
        {
            "meeting": meeting,
            "groups": rows_of(meeting, missing, doubts),
            "missing": missing,
            "doubts": doubts,
            "refused": refused,
            "can_submit": rules.can_submit(request.user, meeting),
            "officers": officers_of(meeting),
        },
        status=422 if refused else 200,
    )


def rows_of(meeting, missing, doubts):
    """The content in groups of rows: [{"name", "rows": [{"id", "label", "lines", "url", …}]}].

    A row that prints nothing is there only when something is missing in it.
    """
    lacking = [lack["row"] for lack in missing]
    doubted = [doubt["row"] for doubt in doubts]
    groups = [
        {"name": "সভার তথ্য", "rows": _head_rows(meeting)},
        {"name": "উপস্থিতি", "rows": _attendance_rows(meeting)},
        *_item_groups(meeting),
        {"name": "শেষ অংশ", "rows": _foot_rows(meeting)},
    ]
    for group in groups:
        for row in group["rows"]:
            row["is_missing"] = row["id"] in lacking
            row["is_doubtful"] = row["id"] in doubted
            row["notes"] = [
                told["message"] for told in [*missing, *doubts] if told["row"] == row["id"]
            ]
        group["rows"] = [row for row in group["rows"] if row["lines"] or row["notes"]]
    return groups


def _row(row, label, lines, url):
    return {"id": row, "label": label, "lines": [line for line in lines if line], "url": url}


def _head_rows(meeting):
    url = reverse("meetings:head", args=[meeting.pk])
    chair = meeting.chair or {}
    time = meeting.time_as_printed or (meeting.starts_at and time_phrase(meeting.starts_at))
    period = meeting.period_start and (
        f"{long_date(meeting.period_start)} – {long_date(meeting.period_end)}"
    )
    label = chair.get("label") or meeting.committee.chair_label
    return [
        _row("title", "শিরোনাম", [meeting.heading], f"{url}#id_title"),
        _row(
            "date",
            "তারিখ",
            [meeting.date_as_printed or f"{numeric_date(meeting.held_on)} খ্রি."],
            f"{url}#id_held_on",
        ),
        _row("time", "সময়", [time], f"{url}#id_starts_at"),
        _row("venue", "স্থান", [meeting.venue], f"{url}#id_venue"),
        _row("period", "মেয়াদ", [period], f"{url}#id_period_start"),
        _row("chair", label, _person(chair), f"{url}#id_chair_name"),
        _row("opening", "সূচনা", meeting.opening, f"{url}#id_opening"),
    ]


def _person(person):
    return [person.get("name"), *person.get("designation", [])] if person else []


def _attendance_rows(meeting):
    url = reverse("meetings:attendance", args=[meeting.pk])
    rows = list(meeting.attendances.all())
    by_status = {}
    for row in rows:
        said = row.name
        if row.representative_name:
            post = f", {row.representative_post}" if row.representative_post else ""
            said = f"{row.name} (পক্ষে {row.representative_name}{post})"
        by_status.setdefault(row.get_status_display(), []).append(said)
    lines = [f"{status}: {'; '.join(names)}" for status, names in by_status.items()]
    if meeting.attendance_as_printed:
        lines.insert(0, meeting.attendance_as_printed)
    if meeting.quorum_override:
        lines.append(f"কোরাম না হলেও সভার কারণ: {meeting.quorum_override}")
    return [_row("attendance", "উপস্থিতি", lines, url) | {"counts": counts_of(meeting)}]


def _item_groups(meeting):
    columns = meeting.shape["column_keys"]
    page = reverse("meetings:items", args=[meeting.pk])
    items = list(meeting.items.all())
    if not items:
        yield {"name": "আলোচ্যসূচি ও সিদ্ধান্ত", "rows": [_row("items", "আলোচ্যসূচি", [], page)]}
    for number, item in enumerate(items, 1):
        url = f"{page}?focus={item.pk}#item{item.pk}"
        called = f"{serial_of(item, number)} নম্বর বিষয়"
        rows = [
            _row(f"item{item.pk}-topic", "আলোচ্য বিষয়", [item.topic], _topic_url(item, url)),
            _row(f"item{item.pk}-discussion", "আলোচনা", item.discussion, url),
            _row(f"item{item.pk}-decision", "সিদ্ধান্ত", [], _decision_url(item, url))
            | {"lines": [_decided(decision, columns) for decision in item.decisions.all()]},
        ]
        if item.implementers_as_printed:
            rows.append(
                _row(
                    f"item{item.pk}-implementers",
                    "বাস্তবায়নকারী",
                    [item.implementers_as_printed],
                    url,
                )
            )
        yield {"name": called, "rows": rows, "item": item}


def _topic_url(item, url):
    if item.confirms_id:
        return reverse("meetings:confirmation", args=[item.meeting_id, item.pk])
    return url


def _decision_url(item, url):
    return url if item.confirmed_as else _topic_url(item, url)


def _decided(decision, columns):
    """One decision in one line, with who carries it out and until when."""
    label = f"({decision.label}) " if decision.label else ""
    said = f"{label}{decision.text}"
    named = [line.printed for line in decision.implementers.all()]
    if named and "implementer" in columns:
        said += f" — বাস্তবায়নকারী: {'; '.join(named)}"
    if decision.progress:
        said += f" — অগ্রগতি: {decision.progress}"
    if decision.due_on:
        said += f" — শেষ তারিখ: {long_date(decision.due_on)}"
    return said.strip()


def _foot_rows(meeting):
    url = reverse("meetings:head", args=[meeting.pk])
    memo = meeting.memo or {}
    lists = [
        line
        for copies in meeting.distribution
        for line in (copies["heading"], *copies["recipients"])
    ]
    files = [row.name for row in meeting.files.all()]
    return [
        _row("closing", "সমাপ্তি", meeting.closing, f"{url}#id_closing"),
        _row("signatory", "স্বাক্ষরকারী", _person(meeting.signatory), f"{url}#id_signatory_name"),
        _row(
            "memo", "স্মারক", [memo.get("as_printed") or memo.get("number")], f"{url}#id_memo_number"
        ),
        _row("distribution", "বিতরণ", lists, f"{url}#id_copies0-heading"),
        _row(
            "copy_signatory",
            "অনুলিপির স্বাক্ষরকারী",
            _person(meeting.copy_signatory),
            f"{url}#id_copy_signatory_name",
        ),
        _row("files", "সংযুক্তি", files, reverse("meetings:files", args=[meeting.pk])),
    ]


# --- Confirming the minutes of the sitting before ----------------------------------------------


@acts
def confirmation(request, pk, item):
    """Confirmed as read, or with a correction; the choice writes the decision."""
    meeting = writable(request, pk)
    rows = meeting.items.exclude(confirms=None).select_related("confirms")
    row = get_object_or_404(rows.prefetch_related("decisions__implementers"), pk=item)
    row.meeting = meeting
    sent = request.POST if request.method == "POST" else None
    form = ConfirmationForm(
        sent, initial={"version": row.version, "confirmed_as": row.confirmed_as}
    )
    status = 200
    if sent is not None:
        if form.is_valid():
            try:
                _confirm_minutes(row, form.cleaned_data, by=request.user)
            except Conflict as conflict:
                form.data = form.data.copy()
                form.data["version"] = conflict.current.version
                form.add_error(
                    None,
                    "আপনি পাতাটি খোলার পরে আরেকজন সারিটি বদলেছেন; নিচে এখনকার লেখা দেখে আবার চাপুন।",
                )
                row = conflict.current
                status = 409
            else:
                messages.success(request, "আগের সভার কার্যবিবরণী নিশ্চিতকরণ লেখা হয়েছে।")
                return redirect(f"{reverse('meetings:items', args=[meeting.pk])}?focus={row.pk}")
        status = 409 if status == 409 else 422
    context = {"meeting": meeting, "item": row, "form": form, "faults": faults_of([form])}
    return render(request, "meetings/confirmation.html", context, status=status)


def _confirm_minutes(item, typed, *, by):
    """Write how minutes were confirmed, and the decision that says so, in place of the first one."""
    when = f"{long_date(item.confirms.held_on)} তারিখে অনুষ্ঠিত সভার কার্যবিবরণী"
    if typed["confirmed_as"] == AgendaItem.Confirmed.AS_READ:
        text = f"কোনো সংশোধনী না থাকায় {when} সর্বসম্মতিক্রমে নিশ্চিত করা হলো।"
    else:
        text = f"{when} নিম্নরূপ সংশোধনসহ নিশ্চিত করা হলো: {typed['correction']}"
    decisions = [
        {
            "id": decision.pk,
            "text": decision.text,
            "due_on": decision.due_on,
            "implementers": [line.printed for line in decision.implementers.all()],
        }
        for decision in item.decisions.all()
    ] or [{"id": None, "due_on": None, "implementers": []}]
    decisions[0]["text"] = text
    actions.save_item(
        item,
        version=typed["version"],
        by=by,
        decisions=decisions,
        confirmed_as=typed["confirmed_as"],
    )


# --- History ----------------------------------------------------------------------------------


@require_safe
def history(request, pk):
    """Who changed what, when, from what to what; for everybody who may see the meeting."""
    meeting = fetch(request, pk)
    page = Paginator(changes.entries_of(meeting), A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "meetings/history.html",
        {
            "meeting": meeting,
            "page": page,
            "steps": changes.told(page.object_list, meeting),
            "can_write": rules.can_write(request.user, meeting),
        },
    )


@require_POST
def restore_item(request, pk, item):
    """Bring back an item that was taken out, as it was then."""
    meeting = writable(request, pk)
    row = restoring.restore_item(meeting, item, by=request.user)
    messages.success(request, "সারিটি ফিরে এসেছে; নিচে দেখুন।")
    return redirect(f"{reverse('meetings:items', args=[pk])}?focus={row.pk}#item{row.pk}")
