"""Bringing back an agenda item that was taken out."""

from django.db import transaction
from django.http import Http404

from accounts.models import record
from meetings import actions, rows
from meetings.models import AgendaItem, Decision, Implementer


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
    together = {"history_type": "-", "history_change_reason": rows.WITH_ITS_ITEM}
    came = AgendaItem.history.filter(id=item_id, history_type="+", history_id__lt=gone.history_id)
    if last_time := came.order_by("-history_id").first():
        # Not those of an earlier time it was taken out.
        together["history_date__gte"] = last_time.history_date
    for was in Decision.history.filter(item_id=item_id, **together).order_by("position"):
        rows.bring_back(was, by=by)
        for line in Implementer.history.filter(decision_id=was.id, **together).order_by("position"):
            rows.bring_back(line, by=by)
    rows.put_in_order([*items[:place], item, *items[place:]], serials, by=by)
    record(by=by, what="item restored", target=meeting, office=meeting.office, item=item.pk)
    return item
