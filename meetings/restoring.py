"""Bringing back what was taken out of a meeting, or changed in bulk, from what its history tells."""

from copy import copy

from django.db import transaction
from django.db.models import F
from django.http import Http404

from accounts.models import record
from accounts.steps import keep, set_to, tell_changes
from meetings import actions, rows
from meetings.attendance import TOLD, put_in_rows
from meetings.models import AgendaItem, Attendance, Decision, Implementer


@transaction.atomic
def restore_item(meeting, item_id, *, by):
    """Bring back an item of this meeting as it was when it was taken out, in its old place.

    It comes with the decisions and implementers that went with it and under its own id, so that
    its history goes on. Returns the item; an item that is there already is returned as it is.
    Raises Http404 for what was never an item of this meeting.
    """
    meeting = actions.locked(meeting, by=by)
    gone = (
        AgendaItem.history.filter(id=item_id, meeting_id=meeting.pk, history_type="-")
        .order_by("-history_date", "-history_id")
        .first()
    )
    if there := meeting.items.filter(pk=item_id).first():
        return there
    if gone is None:
        raise Http404
    items = list(meeting.items.all())
    serials = rows.serials_of(meeting, items)
    place = min(gone.position, len(items))
    # Out of the way of rows that are out of the way themselves while they change places.
    aside = 2 * rows.OUT_OF_THE_WAY
    item = rows.bring_back(gone, position=aside, version=gone.version + 1, by=by)
    for was in _went_with(gone, Decision, rows.WITH_ITS_ITEM, item_id=item_id):
        rows.bring_back(was, by=by)
        for line in _went_with(gone, Implementer, rows.WITH_ITS_ITEM, decision_id=was.id):
            rows.bring_back(line, by=by)
    rows.put_in_order([*items[:place], item, *items[place:]], serials, by=by)
    record(by=by, what="item restored", target=meeting, office=meeting.office, item=item.pk)
    return item


def _went_with(gone, model, reason, **of):
    """Entries of what went together with a row that is gone, not at an earlier time it was."""
    told = model.history.filter(history_type="-", history_change_reason=reason, **of)
    came = gone.instance_type.history.filter(
        id=gone.id, history_type="+", history_id__lt=gone.history_id
    )
    if last_time := came.order_by("-history_id").first():
        told = told.filter(history_date__gte=last_time.history_date)
    return told.order_by("position")


@transaction.atomic
def undo(meeting, kind, history_id, *, by):
    """Take back what an entry of the history tells of; whether that was possible.

    It is, as long as what the entry left still stands. `kind` is one of `STEPS`. Raises Http404 for
    what is no such entry of this meeting.
    """
    meeting = actions.locked(meeting, by=by)
    model, take_back = STEPS.get(kind, (None, None))
    entry = model and model.history.filter(history_id=history_id, meeting_id=meeting.pk).first()
    if entry is None:
        raise Http404
    if undoable(meeting, entry) != kind:
        return False
    take_back(meeting, entry, by)
    record(by=by, what="change undone", target=meeting, office=meeting.office, kind=kind)
    return True


def undoable(meeting, entry, *, places=None):
    """As what kind of step an entry of the history can be taken back now, or None.

    Who asks of many entries tells the places of the items (`places_told`) once.
    """
    was_taken_out = entry.history_type == "-"
    match entry.instance_type.__name__:
        case "Decision" if was_taken_out and meeting.items.filter(pk=entry.item_id).exists():
            last = rows.taken_out(entry.id, AgendaItem(pk=entry.item_id, meeting=meeting))
            return "decision" if last and last.history_id == entry.history_id else None
        case "AgendaItem" if entry.history_type == "~":
            items = list(meeting.items.all())
            before = _order_before(items, places or places_told(meeting), entry)
            return "order" if before not in (None, items) else None
        case "Attendance" if was_taken_out and entry.id:
            is_there = meeting.attendances.filter(pk=entry.id).exists()
            return None if is_there else "guest"
        case "Attendance" if entry.history_type == "~":
            return "marks" if len(_marks_before(meeting, entry)) > 1 else None


def _bring_back_decision(meeting, was, by):
    item = meeting.items.get(pk=was.item_id)
    item.decisions.update(position=F("position") + rows.OUT_OF_THE_WAY)
    rows.bring_back(was, position=2 * rows.OUT_OF_THE_WAY, by=by)
    for line in _went_with(was, Implementer, rows.WITH_ITS_DECISION, decision_id=was.id):
        rows.bring_back(line, by=by)
    decisions = list(item.decisions.all())
    decisions.insert(was.position, decisions.pop())
    for place, decision in enumerate(decisions):
        set_to(decision, {"position": place, "label": rows.label_at(place, len(decisions))})
        keep(decision, by=by)
    item.version += 1
    keep(item, by=by)


def _put_back_in_order(meeting, entry, by):
    items = list(meeting.items.all())
    serials = rows.serials_of(meeting, items)
    rows.put_in_order(_order_before(items, places_told(meeting), entry), serials, by=by)


def places_told(meeting):
    """Where the history says that items stood: [(item, place, when, by whom)], in its order."""
    # A row that comes in has no place before it is put in order.
    told = AgendaItem.history.filter(meeting_id=meeting.pk, position__lt=rows.OUT_OF_THE_WAY)
    told = told.order_by("history_date", "history_id")
    return list(told.values_list("id", "position", "history_date", "history_user"))


def _order_before(items, told, entry):
    """Items in the order they had before the step of an entry; None where that is not the last one."""
    at, before, after = entry.history_date, {}, {}
    for pk, place, when, by in told:
        # What came from a file stood before its history began.
        if when < at or (pk not in after and by is None):
            before[pk] = place
        if when <= at or (pk not in after and by is None):
            after[pk] = place
    known = [item.pk for item in items if item.pk in after]
    if known != sorted(known, key=after.get):
        return None
    places, last = {}, -1
    for item in items:
        # What is newer stays behind the row it stands behind.
        last = places[item.pk] = before.get(item.pk, last)
    return sorted(items, key=lambda item: places[item.pk])


def _put_marks_back(meeting, entry, by):
    there = list(meeting.attendances.all())
    marks = _marks_before(meeting, entry)
    changed = []
    for row in there:
        if was := marks.get(row.pk):
            changed.append((copy(row), row))
            set_to(row, {name: getattr(was, name) for name in TOLD})
    put_in_rows(there)
    tell_changes(changed, [], by=by)


def _marks_before(meeting, entry):
    """{row: what was said before} of the rows that still say what the step of an entry made them."""
    rows_then = Attendance.history.filter(
        meeting_id=meeting.pk, history_type="~", history_date=entry.history_date
    )
    there = {row.pk: row for row in meeting.attendances.all()}
    return {
        each.id: each.prev_record
        for each in rows_then
        if each.id in there
        and all(getattr(there[each.id], name) == getattr(each, name) for name in TOLD)
        and each.prev_record
    }


def _bring_back_guest(meeting, was, by):
    rows.bring_back(was, position=2 * rows.OUT_OF_THE_WAY, by=by)
    put_in_rows(list(meeting.attendances.all()))


# What the history can take back, and how: {kind: (whose history tells of it, …)}.
STEPS = {
    "decision": (Decision, _bring_back_decision),
    "order": (AgendaItem, _put_back_in_order),
    "marks": (Attendance, _put_marks_back),
    "guest": (Attendance, _bring_back_guest),
}
