"""Writes that touch several rows of a meeting at once: the typing of its minutes.

Every function locks the meeting first, refuses unless the person may write it now, and keeps what
it replaces in the history. Text is kept as typed: what is missing is asked when the minutes are
checked, not while they are written.
"""

from django.db import transaction
from django.db.models import F

from accounts.access import WrongState, allow
from accounts.steps import NOT_KEPT, keep, note, set_to
from meetings import rows, rules
from meetings.models import AgendaItem, Decision, Meeting
from papers.content import items as read_items


class Conflict(Exception):
    """Somebody else saved the row since it was fetched. `current` is the row as it stands now."""

    def __init__(self, current):
        self.current = current
        super().__init__("এই সারি আপনি খোলার পর অন্য একজন বদলেছেন।")


def locked(meeting, *, by):
    """The meeting, locked until the transaction ends, for somebody who may write it."""
    meetings = Meeting.objects.select_related("committee__office").select_for_update(of=("self",))
    meeting = meetings.get(pk=meeting.pk)
    if not meeting.is_to_be_written:
        raise WrongState("এই কার্যবিবরণীর লেখা এখন বদলানো যায় না।")
    allow(
        rules.can_write(by, meeting),
        "এই কার্যবিবরণী লিখতে পারেন শুধু এই কার্যালয়ের কর্মী; দরকার হলে তাঁকে বলুন।",
    )
    return meeting


@transaction.atomic
def add_item(meeting, *, by, after=None, topic="", decisions=1, **fields):
    """A new item at the end, or behind the item `after`, with empty decisions to type into."""
    meeting = locked(meeting, by=by)
    items = list(meeting.items.all())
    position = items.index(after) + 1 if after else len(items)
    serials = rows.serials_of(meeting, items)
    empty = [{"label": rows.label_at(index, decisions)} for index in range(decisions)]
    told = {"topic": topic, "decisions": empty} | fields
    # Out of the way of rows that are out of the way themselves while they change places.
    (item,) = rows.write(meeting, [told], by=by, at=2 * rows.OUT_OF_THE_WAY)
    rows.put_in_order([*items[:position], item, *items[position:]], serials, by=by)
    return item


@transaction.atomic
def add_items(meeting, *, by, items, last):
    """Add many items at the end: a list of items of the interchange format. Returns AgendaItems.

    `last` is the primary key of the item that was the last one when the person looked, None for an
    empty agenda. Raises Conflict when another one is last by now, so that nothing comes in twice.
    An empty agenda takes the serials as given, any other one counts on in its own style.
    """
    meeting = locked(meeting, by=by)
    there = list(meeting.items.all())
    if (there[-1].pk if there else None) != last:
        raise Conflict(there[-1] if there else None)
    serials = rows.serials_of(meeting, there, more=len(items))[len(there) :]
    if not there and serials[:1] != [None] and all(item["serial"] for item in items):
        serials = [item["serial"] for item in items]
    told = [
        rows.from_content(item) | {"serial": serial}
        for item, serial in zip(read_items({"items": items}), serials, strict=True)
    ]
    return rows.write(meeting, told, by=by, at=there[-1].position + 1 if there else 0)


@transaction.atomic
def save_item(item, *, version, by, decisions, **fields):
    """Write what was typed into an item. Returns the item as saved.

    `fields` are attributes of AgendaItem; `decisions` is a list of {"id": pk or None, "text": …,
    "due_on": date or None, "progress": …, "implementers": [printed, …]} in their order, and those
    not in it are taken out; one of this item that was taken out before comes back as itself. What
    changes something counts the row's version up. Raises Conflict when
    that is not `version`, unless what stands is just what was typed: then it arrived before, and its
    answer was lost.
    """
    meeting = locked(item.meeting, by=by)
    item = meeting.items.prefetch_related("decisions__implementers").get(pk=item.pk)
    if item.version != version:
        if not (_holds(item, fields) and _decides(item, decisions)):
            raise Conflict(item)
        return item
    changed = set_to(item, fields)
    changed |= _save_decisions(item, decisions, by=by)
    if changed:
        item.version += 1
        keep(item, by=by)
    # What was fetched before is not what stands now: asked again when it is wanted.
    item._prefetched_objects_cache.clear()
    return item


def _save_decisions(item, typed, *, by):
    """Let an item have just these decisions, in their order; whether any of it is new."""
    there = {decision.pk: decision for decision in item.decisions.all()}
    # While none comes, goes or moves each keeps its own letter, also that of an old paper.
    same = list(there) == [each.get("id") for each in typed]
    kept = [there.pop(each.get("id"), None) for each in typed]
    rows.take_out_decisions(there.values(), by=by)
    changed = bool(there)
    if any(decision and decision.position != place for place, decision in enumerate(kept)):
        item.decisions.update(position=F("position") + rows.OUT_OF_THE_WAY)
        for decision in filter(None, kept):
            decision.position += rows.OUT_OF_THE_WAY
    for place, (decision, each) in enumerate(zip(kept, typed, strict=True)):
        told = {
            "label": decision.label if same else rows.label_at(place, len(typed)),
            "text": each["text"],
            "due_on": each.get("due_on"),
        }
        if "progress" in each:
            told["progress"] = each["progress"]
        if decision is None and (was := rows.taken_out(each.get("id"), item)):
            decision = rows.bring_back(was, position=place, by=by)
            changed = True
        if decision is None:
            new = told | {"implementers": each["implementers"]}
            rows.write_decisions([(item, place, new)], by=by)
            changed = True
            continue
        if set_to(decision, told | {"position": place}):
            keep(decision, by=by)
            changed = True
        changed |= rows.write_implementers(decision, each["implementers"], by=by)
    return changed


@transaction.atomic
def fill_progress(meeting, *, by, told):
    """Write what became of decisions: {primary key of a decision: text}. How many of them changed.

    The version of their items counts up, so that whoever is typing there sees it.
    """
    meeting = locked(meeting, by=by)
    rows = Decision.objects.filter(meeting=meeting, pk__in=told).select_related("item")
    changed = [row for row in rows if set_to(row, {"progress": told[row.pk] or None})]
    for row in changed:
        keep(row, by=by)
    for item in {row.item_id: row.item for row in changed}.values():
        item.version += 1
        keep(item, by=by)
    return len(changed)


@transaction.atomic
def keep_aside(item, *, by, decisions, **fields):
    """Put what somebody typed, and gave up for another's text, into the history of the item."""
    locked(item.meeting, by=by)
    aside = AgendaItem.objects.get(pk=item.pk)
    set_to(aside, fields)
    typed = [line for each in decisions for line in (each["text"], *each["implementers"]) if line]
    aside.discussion = [*aside.discussion, *typed]
    note(aside, "~", by=by, reason=NOT_KEPT)
    # And what stands, so that the last line of the history is what the paper prints.
    current = AgendaItem.objects.get(pk=item.pk)
    current._history_user = by
    current.save()


@transaction.atomic
def keep_head_aside(meeting, *, by, **fields):
    """Put what somebody typed into the head, and gave up for another's text, into its history."""
    locked(meeting, by=by)
    aside = Meeting.objects.get(pk=meeting.pk)
    if set_to(aside, fields):
        note(aside, "~", by=by, reason=NOT_KEPT)
        # And what stands, so that the last line of the history is what the paper prints.
        note(Meeting.objects.get(pk=meeting.pk), "~", by=by)


@transaction.atomic
def move_item(item, *, by, down):
    """Let an item change places with the one below it (or above it); serials keep their places."""
    meeting = locked(item.meeting, by=by)
    items = list(meeting.items.all())
    index = items.index(item)
    other = index + (1 if down else -1)
    if 0 <= other < len(items):
        serials = rows.serials_of(meeting, items)[: len(items)]
        items[index], items[other] = items[other], items[index]
        rows.put_in_order(items, serials, by=by)


@transaction.atomic
def delete_item(item, *, version, by):
    """Take an item out; the history keeps it, and `restore_item` brings it back."""
    meeting = locked(item.meeting, by=by)
    item = meeting.items.prefetch_related("decisions__implementers").get(pk=item.pk)
    if item.version != version:
        raise Conflict(item)
    items = list(meeting.items.all())
    serials = rows.serials_of(meeting, items)
    gone = item.pk
    rows.take_out_item(item, by=by)
    rows.put_in_order([each for each in items if each.pk != gone], serials, by=by)


@transaction.atomic
def save_head(meeting, *, version, by, **fields):
    """Write the head of a meeting: attributes of Meeting. Raises Conflict like `save_item`."""
    meeting = locked(meeting, by=by)
    if meeting.version != version and not _holds(meeting, fields):
        raise Conflict(meeting)
    if set_to(meeting, fields):
        meeting.version += 1
        keep(meeting, by=by)
    return meeting


def _holds(row, fields):
    """Whether the attributes of a row are these."""
    return all(getattr(row, name) == value for name, value in fields.items())


def _decides(item, decisions):
    """Whether the decisions of an item say what `save_item` was given; their keys do not matter."""
    stored = list(item.decisions.all())
    return len(stored) == len(decisions) and all(
        decision.text == typed["text"]
        and decision.due_on == typed.get("due_on")
        and decision.progress == typed.get("progress", decision.progress)
        and [row.printed for row in decision.implementers.all()] == typed["implementers"]
        for decision, typed in zip(stored, decisions, strict=True)
    )
