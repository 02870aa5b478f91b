"""Writes that touch several rows of a meeting at once: the typing of its minutes.

Every function locks the meeting first, refuses unless the person may write it now, and keeps what
it replaces in the history. Text is kept as typed: what is missing is asked when the minutes are
checked, not while they are written.
"""

import re
from datetime import timedelta
from functools import cache, partial

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from bangla.digits import letter, to_ascii, to_bengali
from committees.implementers import Implementers
from meetings import rules
from meetings.models import AgendaItem, Decision, Implementer, Meeting, WrongState

# Saves of one person within this time are one step of the history, not one a pause in typing.
ONE_STEP = timedelta(minutes=10)

# Positions are unique within a meeting; while rows change places they stand out of the way.
OUT_OF_THE_WAY = 10_000

# What a row is given by its place among the others, or by the count of its saves; nobody typed it.
SETTLED_BY_PLACE = frozenset({"position", "serial", "label", "version"})


NOT_KEPT = "দুজনের লেখার মধ্যে এটি রাখা হয়নি"

# Why the history lost a decision or an implementer that an item took along.
WITH_ITS_ITEM = "with its item"


class Conflict(Exception):
    """Somebody else saved the row since it was fetched. `current` is the row as it stands now."""

    def __init__(self, current):
        self.current = current
        super().__init__("এই সারি আপনি খোলার পর অন্য একজন বদলেছেন।")


def locked(meeting, *, by):
    """The meeting, locked until the transaction ends, for somebody who may write it."""
    rows = Meeting.objects.select_related("committee__office").select_for_update(of=("self",))
    meeting = rows.get(pk=meeting.pk)
    if not rules.can_write(by, meeting):
        raise WrongState("এই কার্যবিবরণীর লেখা এখন বদলানো যায় না।")
    return meeting


@transaction.atomic
def add_item(meeting, *, by, after=None, topic="", decisions=1, **fields):
    """A new item at the end, or behind the item `after`, with empty decisions to type into."""
    meeting = locked(meeting, by=by)
    items = list(meeting.items.all())
    position = items.index(after) + 1 if after else len(items)
    serials = serials_of(meeting, items)
    item = AgendaItem(meeting=meeting, position=2 * OUT_OF_THE_WAY, topic=topic, **fields)
    keep(item, by=by)
    for index in range(decisions):
        keep(Decision(item=item, position=index, label=_label(index, decisions)), by=by)
    put_in_order([*items[:position], item, *items[position:]], serials, by=by)
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
    serials = serials_of(meeting, there, more=len(items))[len(there) :]
    if not there and serials[:1] != [None] and all(item["serial"] for item in items):
        serials = [item["serial"] for item in items]
    first = there[-1].position + 1 if there else 0
    rows = _create(
        [
            AgendaItem(
                meeting=meeting,
                position=first + place,
                serial=serial,
                code=item["code"],
                topic=item["topic"],
                topic_separator=item.get("topic_separator"),
                discussion=item["discussion"],
                implementers_as_printed=item.get("implementers_as_printed"),
            )
            for place, (item, serial) in enumerate(zip(items, serials, strict=True))
        ],
        by=by,
    )
    told = [
        (Decision(item=row, position=place, **_words(decision)), decision["implementers"])
        for row, item in zip(rows, items, strict=True)
        for place, decision in enumerate(item["decisions"])
    ]
    _create([decision for decision, _ in told], by=by)
    implementers = Implementers(meeting.office)
    named, meant = [], []
    for decision, names in told:
        for place, printed in enumerate(names):
            posts, every = implementers.meant_by(printed)
            named.append(
                Implementer(decision=decision, position=place, printed=printed, every=every)
            )
            meant.append(posts)
    _create(named, by=by)
    Through = Implementer.posts.through
    Through.objects.bulk_create(
        Through(implementer=row, post=post)
        for row, posts in zip(named, meant, strict=True)
        for post in posts
    )
    return rows


@transaction.atomic
def save_item(item, *, version, by, decisions, **fields):
    """Write what was typed into an item. Returns the item as saved.

    `fields` are attributes of AgendaItem; `decisions` is a list of {"id": pk or None, "text": …,
    "due_on": date or None, "progress": …, "implementers": [printed, …]} in their order, and those
    not in it are taken out. What changes something counts the row's version up. Raises Conflict when
    that is not `version`, unless what stands is just what was typed: then it arrived before, and its
    answer was lost.
    """
    meeting = locked(item.meeting, by=by)
    item = meeting.items.prefetch_related("decisions__implementers").get(pk=item.pk)
    if item.version != version:
        if not (_holds(item, fields) and _decides(item, decisions)):
            raise Conflict(item)
        return item
    changed = _set(item, fields)
    there = {decision.pk: decision for decision in item.decisions.all()}
    kept = []
    for typed in decisions:
        kept.append(there.pop(typed.get("id"), None) or Decision(item=item, position=0))
    for decision in there.values():
        decision._history_user = by
        decision.delete()
        changed = True
    if any(decision.pk and decision.position != i for i, decision in enumerate(kept)):
        item.decisions.update(position=F("position") + OUT_OF_THE_WAY)
        for decision in kept:
            decision.position += OUT_OF_THE_WAY
    # The posts of an office are many, and most saves name nobody new.
    implementers = cache(partial(Implementers, meeting.office))
    for position, (decision, typed) in enumerate(zip(kept, decisions, strict=True)):
        told = {
            "position": position,
            "label": _label(position, len(decisions)),
            "text": typed["text"],
            "due_on": typed.get("due_on"),
            "progress": typed.get("progress", decision.progress),
        }
        if _set(decision, told) or not decision.pk:
            keep(decision, by=by)
            changed = True
        changed |= _save_implementers(decision, typed["implementers"], implementers, by=by)
    if changed:
        item.version += 1
        keep(item, by=by)
    # What was fetched before is not what stands now: asked again when it is wanted.
    item._prefetched_objects_cache.clear()
    return item


@transaction.atomic
def keep_aside(item, *, by, decisions, **fields):
    """Put what somebody typed, and gave up for another's text, into the history of the item."""
    locked(item.meeting, by=by)
    aside = AgendaItem.objects.get(pk=item.pk)
    _set(aside, fields)
    typed = [line for each in decisions for line in (each["text"], *each["implementers"]) if line]
    aside.discussion = [*aside.discussion, *typed]
    _note(aside, "~", by=by, reason=NOT_KEPT)
    # And what stands, so that the last line of the history is what the paper prints.
    current = AgendaItem.objects.get(pk=item.pk)
    current._history_user = by
    current.save()


@transaction.atomic
def keep_head_aside(meeting, *, by, **fields):
    """Put what somebody typed into the head, and gave up for another's text, into its history."""
    locked(meeting, by=by)
    aside = Meeting.objects.get(pk=meeting.pk)
    if _set(aside, fields):
        _note(aside, "~", by=by, reason=NOT_KEPT)
        # And what stands, so that the last line of the history is what the paper prints.
        _note(Meeting.objects.get(pk=meeting.pk), "~", by=by)


@transaction.atomic
def move_item(item, *, by, down):
    """Let an item change places with the one below it (or above it); serials keep their places."""
    meeting = locked(item.meeting, by=by)
    items = list(meeting.items.all())
    index = items.index(item)
    other = index + (1 if down else -1)
    if 0 <= other < len(items):
        serials = serials_of(meeting, items)[: len(items)]
        items[index], items[other] = items[other], items[index]
        put_in_order(items, serials, by=by)


@transaction.atomic
def delete_item(item, *, version, by):
    """Take an item out; the history keeps it, and `restore_item` brings it back."""
    meeting = locked(item.meeting, by=by)
    item = meeting.items.prefetch_related("decisions__implementers").get(pk=item.pk)
    if item.version != version:
        raise Conflict(item)
    items = list(meeting.items.all())
    serials = serials_of(meeting, items)
    for decision in item.decisions.all():
        for implementer in decision.implementers.all():
            implementer._history_user = by
            implementer._change_reason = WITH_ITS_ITEM
            implementer.delete()
        decision._history_user = by
        decision._change_reason = WITH_ITS_ITEM
        decision.delete()
    gone = item.pk
    item._history_user = by
    item.delete()
    put_in_order([each for each in items if each.pk != gone], serials, by=by)


@transaction.atomic
def save_head(meeting, *, version, by, **fields):
    """Write the head of a meeting: attributes of Meeting. Raises Conflict like `save_item`."""
    meeting = locked(meeting, by=by)
    if meeting.version != version and not _holds(meeting, fields):
        raise Conflict(meeting)
    if _set(meeting, fields):
        meeting.version += 1
        keep(meeting, by=by)
    return meeting


def _set(row, fields):
    """Set attributes; whether any of them is new."""
    changed = False
    for name, value in fields.items():
        if getattr(row, name) != value:
            setattr(row, name, value)
            changed = True
    return changed


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


def keep(row, *, by):
    """Save a row with its history; a step that goes on does not become another one.

    It goes on while the same person only adds: what is taken away was shown as saved once, and
    stays in a step of its own.
    """
    row._history_user = by
    last = row.history.first() if row.pk else None
    if row.pk and last is None:
        # Taken in from a file, without a history: what stood before is its first step.
        _note(type(row).objects.get(pk=row.pk), "+", by=None)
    if last is None or not _goes_on(last, row, by=by):
        row.save()
        return
    row.skip_history_when_saving = True
    row.save()
    del row.skip_history_when_saving
    for field in row.history.model.tracked_fields:
        setattr(last, field.attname, getattr(row, field.attname))
    last.save()


def _goes_on(last, row, *, by):
    """Whether a row only adds to what the same person wrote into it just now."""
    return (
        last.history_type == "~"
        and last.history_user_id == by.pk
        and last.history_date >= timezone.now() - ONE_STEP
        and _only_adds(last, row)
    )


def tell_changes(changed, new, *, by):
    """Put rows that were saved together into their history, in a few queries whatever their number.

    `changed` is a list of (row before, row after), `new` of rows. Like `keep`: a row without a
    history begins with what stood before, and a step that goes on does not become another one.
    """
    rows = [*(row for _, row in changed), *new]
    if not rows:
        return
    model = type(rows[0])
    newest = {}
    told = model.history.filter(id__in=[row.pk for _, row in changed])
    for entry in told.order_by("history_date", "history_id"):
        newest[entry.id] = entry
    now, steps, longer = timezone.now(), [], []
    for before, row in changed:
        last = newest.get(row.pk)
        if last is None:
            steps.append(entry_of(before, "+", at=now - timedelta(microseconds=1)))
        if last is not None and _goes_on(last, row, by=by):
            for field in model.history.model.tracked_fields:
                setattr(last, field.attname, getattr(row, field.attname))
            longer.append(last)
        else:
            steps.append(entry_of(row, "~", at=now, by=by))
    steps += [entry_of(row, "+", at=now, by=by) for row in new]
    model.history.bulk_create(steps)
    fields = [field.name for field in model.history.model.tracked_fields if field.name != "id"]
    model.history.bulk_update(longer, fields)


def _create(rows, *, by):
    """Store new rows of one model with the first step of their history, in a few queries."""
    return bulk_create_with_history(rows, type(rows[0]), default_user=by) if rows else []


def _words(decision):
    return {key: decision[key] for key in ("label", "text", "progress")}


def _note(row, kind, *, by, reason=None):
    """Put a row as it stands in memory into its history, without saving it."""
    entry_of(row, kind, at=timezone.now(), by=by, reason=reason).save()


def entry_of(row, kind, *, at, by=None, reason=None):
    """An entry of the history that tells of a row as it stands in memory, not stored yet."""
    told = type(row).history.model
    return told(
        **{field.attname: getattr(row, field.attname) for field in told.tracked_fields},
        history_type=kind,
        history_date=at,
        history_user=by,
        history_change_reason=reason,
    )


def _only_adds(before, after):
    """Whether every text of a row holds what it held before, with at most one piece put into it."""
    for field in before.tracked_fields:
        if field.name in SETTLED_BY_PLACE:
            continue
        old, new = (_as_text(getattr(row, field.attname)) for row in (before, after))
        if old != new and not _is_within(old, new):
            return False
    return True


def _as_text(value):
    if isinstance(value, list):
        return "\n".join(map(str, value))
    return "" if value is None else str(value)


def _is_within(old, new):
    """Whether `new` is `old` with one piece put into it."""
    start = _shared(old, new)
    return start + _shared(old[start:][::-1], new[start:][::-1]) >= len(old)


def _shared(one, other):
    """How many characters two texts begin with in common."""
    pairs = zip(one, other, strict=False)
    return next((at for at, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _save_implementers(decision, printed, implementers, *, by):
    there = list(decision.implementers.all()) if decision.pk else []
    if [row.printed for row in there] == printed:
        return False
    for row in there[len(printed) :]:
        row._history_user = by
        row.delete()
    for position, text in enumerate(printed):
        row = there[position] if position < len(there) else Implementer(decision=decision)
        if row.pk and row.printed == text:
            continue
        posts, every = implementers().meant_by(text)
        row.position, row.printed, row.every = position, text, every
        keep(row, by=by)
        row.posts.set(posts)
    return True


def _label(position, count):
    return letter(position + 1) if count > 1 else None


def put_in_order(items, serials, *, by):
    """Give items their positions and the serials that go with the places."""
    moved = [
        (item, position, serial)
        for position, (item, serial) in enumerate(zip(items, serials, strict=False))
        if (item.position, item.serial) != (position, serial)
    ]
    AgendaItem.objects.filter(pk__in=[item.pk for item, _, _ in moved]).update(
        position=F("position") + OUT_OF_THE_WAY
    )
    for item, position, serial in moved:
        item.position, item.serial = position, serial
    bulk_update_with_history(
        [item for item, _, _ in moved], AgendaItem, ["position", "serial"], default_user=by
    )


def serials_of(meeting, items, *, more=1):
    """The serials of the meeting's places, `more` than it has items, in the style it uses.

    A meeting without items goes on in the style of the committee's last one.
    """
    if items:
        first = items[0].serial
    else:
        before = AgendaItem.objects.filter(
            meeting__committee=meeting.committee_id, meeting__kind=meeting.kind, position=0
        ).order_by("-meeting__held_on")
        earlier = before.first()
        first = earlier.serial if earlier else "০১"
    if first is None or "serial" not in meeting.shape["column_keys"]:
        return [None] * (len(items) + more)
    number = re.search(r"[0-9০-৯]+", first)
    if number is None:
        return [item.serial for item in items] + [None] * more
    start = int(to_ascii(number.group())) if items else 1
    width = len(number.group())
    places = []
    for position in range(len(items) + more):
        text = str(start + position).zfill(width)
        if not number.group().isascii():
            text = to_bengali(text)
        places.append(first[: number.start()] + text + first[number.end() :])
    return places
