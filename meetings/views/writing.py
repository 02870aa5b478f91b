"""The pages on which minutes are written. Each row is a small form with its own URL and version."""

from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.access import acts, number_sent
from meetings import actions
from meetings.actions import Conflict
from meetings.content import content_of
from meetings.forms import DecisionForm, ItemForm, decision_forms
from meetings.models import AgendaItem, Meeting
from meetings.views.fetching import fetch_to_change
from meetings.views.saving import (
    is_autosave,
    saved_at,
    tell_where_it_is,
    told_faults,
    values_of,
)
from papers.drawing import paper_of
from papers.shapes import prints_discussion, prints_topic

# Rows of an agenda that are all sent with their forms.
MANY_ROWS = 40


def row_of(item, data=None):
    """What the template of a row needs: the item and its forms, bound to `data` where it was sent."""
    return {
        "item": item,
        "form": ItemForm(data, item=item),
        "decisions": decision_forms(item, data),
    }


@require_safe
def items(request, pk):
    """The long page: every item with its decisions, beside the paper as it will print.

    Of many rows most are sent as they read, without their forms, and the paper is fetched by the
    page: it comes in a third of the time over a slow line. See `_lean_row.html`.
    """
    meeting = fetch_to_change(request, pk)
    rows = list(meeting.items.prefetch_related("decisions__implementers"))
    focus = request.GET.get("focus", "")
    is_long = len(rows) > MANY_ROWS
    for item in rows:
        item.meeting = meeting
    return render(
        request,
        "meetings/items.html",
        {
            "meeting": meeting,
            "rows": [
                {"item": item, "is_lean": True}
                if is_long and str(item.pk) != focus and _is_plain(item)
                else row_of(item)
                for item in rows
            ],
            "paper": None if is_long else paper_of(content_of(_with_paper(meeting))),
            "blank": _blank(meeting),
            "focus": focus,
        },
    )


def _is_plain(item):
    """Whether the form of a row holds nothing but what the blank row's form has fields for."""
    separators = {value for value, _ in ItemForm.base_fields["topic_separator"].choices}
    return not (
        item.confirms_id
        or item.remark
        or not item.decisions.all()
        or item.code
        or (item.topic_separator or "") not in separators
        or (item.topic and not prints_topic(item.meeting.shape))
        or (item.discussion and not prints_discussion(item.meeting.shape))
    )


@require_safe
def preview(request, pk):
    """The paper as it would print now, as a fragment."""
    meeting = fetch_to_change(request, pk)
    paper = paper_of(content_of(_with_paper(meeting)))
    return render(request, "papers/_paper.html", {"paper": paper})


@require_POST
def add_item(request, pk):
    """An empty row at the end, or behind the row `after`.

    A page that writes ahead of a slow line names each row it opens by a `key`: asking again with
    the same key gives the row made before, however often the answer was lost.
    """
    meeting = fetch_to_change(request, pk)
    after = number_sent(request.POST.get("after"))
    after = after and meeting.items.filter(pk=after).first()
    made = _made_before(request, meeting) or actions.add_item(meeting, by=request.user, after=after)
    if not is_autosave(request):
        return _at(made)
    if key := request.POST.get("key", "")[:40]:
        opened = request.session.get("opened_rows", {}) | {key: made.pk}
        request.session["opened_rows"] = dict(list(opened.items())[-100:])
    url = reverse("meetings:item", args=[meeting.pk, made.pk])
    return JsonResponse(
        _receipt(made) | {"item": made.pk, "url": url, "serials": _serials(meeting)}
    )


def _made_before(request, meeting):
    made = request.session.get("opened_rows", {}).get(request.POST.get("key", ""))
    return made and meeting.items.filter(pk=made).first()


@acts
def item(request, pk, item):
    """One row: shown, saved, and the acts upon it that the buttons of its form name."""
    meeting = fetch_to_change(request, pk)
    row = get_object_or_404(meeting.items, pk=item)
    if request.method != "POST":
        return render(request, "meetings/item.html", {"meeting": meeting, "row": row_of(row)})

    bound = row_of(row, request.POST)
    forms = [bound["form"], *bound["decisions"]]
    # Every form is asked, so that every fault is told.
    faulty = [form for form in forms if not form.is_valid()]
    if faulty:
        if is_autosave(request):
            return told_faults(faulty)
        context = {"meeting": meeting, "row": bound | {"faulty": faulty}}
        return render(request, "meetings/item.html", context, status=422)

    decisions = list(bound["decisions"])
    typed = [form.typed() for form in decisions]
    act = request.POST.get("act", "")
    dropped = number_sent(act[5:]) if act.startswith("drop-") else None
    if dropped is not None and dropped < len(typed):
        typed.pop(dropped)
        decisions.pop(dropped)
    if act == "decide":
        typed.append({"id": None, "text": "", "due_on": None, "implementers": []})
    if act == "yield":
        actions.keep_aside(row, by=request.user, decisions=typed, **bound["form"].typed())
        return JsonResponse(_receipt(row)) if is_autosave(request) else _at(row)
    version = bound["form"].cleaned_data["version"]
    try:
        saved = actions.save_item(
            row, version=version, by=request.user, decisions=typed, **bound["form"].typed()
        )
    except Conflict as conflict:
        return _show_conflict(request, meeting, bound, conflict.current)
    if not is_autosave(request):
        return _next_step(request, saved, act)
    if act in ("up", "down"):
        actions.move_item(saved, by=request.user, down=act == "down")
        return JsonResponse(_receipt(saved, decisions) | {"serials": _serials(meeting)})
    if act == "delete":
        undo = reverse("meetings:restore_item", args=[meeting.pk, saved.pk])
        actions.delete_item(saved, version=saved.version, by=request.user)
        return JsonResponse(_receipt(saved) | {"serials": _serials(meeting), "undo": undo})
    return JsonResponse(_receipt(saved, decisions))


def _next_step(request, saved, act):
    """Do what the pressed button asks beside saving, and go on where it leads."""
    match act:
        case "next":
            below = saved.meeting.items.filter(position__gt=saved.position).first()
            return _at(below or actions.add_item(saved.meeting, by=request.user))
        case "insert":
            return _at(actions.add_item(saved.meeting, by=request.user, after=saved))
        case "up" | "down":
            actions.move_item(saved, by=request.user, down=act == "down")
        case "delete":
            actions.delete_item(saved, version=saved.version, by=request.user)
            tell_where_it_is(request, saved.meeting_id, "সারিটি বাদ দেওয়া হয়েছে।")
            return redirect("meetings:items", pk=saved.meeting_id)
        case _ if act.startswith("drop-"):
            tell_where_it_is(request, saved.meeting_id, "সিদ্ধান্তটি বাদ দেওয়া হয়েছে।")
    return _at(saved)


def _show_conflict(request, meeting, bound, current):
    """Both texts side by side; nothing is thrown away before somebody chooses."""
    if is_autosave(request):
        return JsonResponse(_receipt(current) | {"fields": _fields(current)}, status=409)
    mine = bound["form"]
    data = request.POST.copy()
    data[mine.add_prefix("version")] = current.version
    ids = {decision.pk for decision in current.decisions.all()}
    for form in bound["decisions"]:
        # A decision the other one took out comes back as a new one.
        if form.cleaned_data["id"] not in ids:
            data[form.add_prefix("id")] = ""
    again = row_of(current, data)
    for form in (again["form"], *again["decisions"]):
        form.is_valid()
    context = {"meeting": meeting, "row": again, "theirs": row_of(current), "current": current}
    return render(request, "meetings/conflict.html", context, status=409)


def _with_paper(meeting):
    return Meeting.objects.with_paper().get(pk=meeting.pk)


def receipt_of_restored(item):
    """What the page needs to put a row back that it took out."""
    told = {"fields": _fields(item), "serials": _serials(item.meeting), "page": _at(item).url}
    return _receipt(item) | told


def _receipt(item, sent=()):
    """What the page needs to go on typing: the version, when it was saved, and under which id each
    of the decisions that were `sent` (their forms) is stored."""
    decisions = list(item.decisions.values_list("pk", flat=True))
    return {
        "version": item.version,
        "decisions": decisions,
        "fields": {form.add_prefix("id"): pk for form, pk in zip(sent, decisions, strict=False)},
        "saved": saved_at(),
    }


def _fields(item):
    """{name in the form: value} of a row as it stands."""
    row = row_of(item)
    return values_of([row["form"], *row["decisions"]])


def _serials(meeting):
    """[[primary key, serial], …] of the rows in their order."""
    return list(meeting.items.values_list("pk", "serial"))


def _blank(meeting):
    """The forms of a row that is not there yet, with one decision: the page copies it for new ones."""
    item = AgendaItem(pk=0, meeting=meeting)
    columns = meeting.shape["column_keys"]
    return {
        "item": item,
        "form": ItemForm(item=item),
        "decisions": [DecisionForm(prefix="item0-d0", columns=columns)],
    }


def _at(item: AgendaItem):
    """The long page, at this item's row."""
    page = reverse("meetings:items", args=[item.meeting_id])
    return redirect(f"{page}?focus={item.pk}#item{item.pk}")
