"""Bringing back an agenda item that was taken out."""

from django.db import transaction
from django.http import Http404

from accounts.models import record
from meetings import actions
from meetings.models import AgendaItem, Decision, Implementer
from offices.implementers import Implementers


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
    serials = actions.serials_of(meeting, items)
    place = min(gone.position, len(items))
    # Out of the way of rows that are out of the way themselves while they change places.
    aside = 2 * actions.OUT_OF_THE_WAY
    item = _again(gone, AgendaItem, position=aside, version=gone.version + 1)
    _keep(item, by)
    together = {"history_type": "-", "history_change_reason": actions.WITH_ITS_ITEM}
    came = AgendaItem.history.filter(id=item_id, history_type="+", history_id__lt=gone.history_id)
    if last_time := came.order_by("-history_id").first():
        # Not those of an earlier time it was taken out.
        together["history_date__gte"] = last_time.history_date
    implementers = Implementers(meeting.office)
    for was in Decision.history.filter(item_id=item_id, **together).order_by("position"):
        decision = _again(was, Decision)
        _keep(decision, by)
        for line in Implementer.history.filter(decision_id=was.id, **together).order_by("position"):
            implementer = _again(line, Implementer)
            _keep(implementer, by)
            posts, _ = implementers.meant_by(implementer.printed)
            implementer.posts.set(posts)
    actions.put_in_order([*items[:place], item, *items[place:]], serials, by=by)
    record(by=by, what="item restored", target=meeting, office=meeting.office, item=item.pk)
    return item


def _again(was, model, **changes):
    """The row a history entry tells of, not saved yet."""
    values = {field.attname: getattr(was, field.attname) for field in was.tracked_fields}
    return model(**{**values, **changes})


def _keep(row, by):
    row._history_user = by
    row.save(force_insert=True)
