"""The one writer of agenda items, decisions and implementers.

Whoever makes such rows (typing, a pasted table, a file, carrying forward, a corrigendum, bringing
back) says what they hold, in one form, and they are written here; whoever takes one out asks here.

An item is told as a dict of attributes of AgendaItem, with "decisions": a list of dicts of
attributes of Decision, each with "implementers": a list of printed lines. A decision without a
"thread" is a new one; whoever goes on with an earlier one tells its thread.
"""

import re
import uuid

from django.db.models import F, Q
from django.utils import timezone
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from accounts.steps import A_MOMENT, entry_of, keep, note
from bangla.digits import letter, to_ascii, to_bengali
from meetings.models import AgendaItem, Decision, Implementer

# Positions are unique within a meeting; while rows change places they stand out of the way.
OUT_OF_THE_WAY = 10_000

# Why the history lost a decision or an implementer that an item took along, or a decision did.
WITH_ITS_ITEM = "with its item"
WITH_ITS_DECISION = "with its decision"

# What a decision or an item takes along wherever it goes: all but its place and its very row.
OF_AN_ITEM = (
    "serial", "code", "topic", "topic_separator", "discussion", "implementers_as_printed",
    "confirms", "confirmed_as",
)  # fmt: skip
OF_A_DECISION = (
    "thread", "label", "text", "due_on", "progress", "carried_from", "times_carried",
)  # fmt: skip


def write(meeting, items, *, by=None, at=0):
    """Store items with their decisions and implementers, from position `at` on. Returns AgendaItems.

    In a number of queries that does not grow with the rows. With `by` each row begins a history;
    without (a file that was taken in) its history begins with the first change.
    """
    rows, told = [], []
    for place, item in enumerate(items, at):
        attributes = {"position": place, **item}
        decisions = attributes.pop("decisions", [])
        row = AgendaItem(meeting=meeting, **attributes)
        rows.append(row)
        told += [(row, position, decision) for position, decision in enumerate(decisions)]
    rows = _create(rows, by=by)
    write_decisions(told, by=by)
    return rows


def write_decisions(told, *, by=None):
    """Store decisions, each told as (its stored item, its position, its dict). Returns Decisions."""
    rows, lines = [], []
    for item, position, decision in told:
        attributes = {"position": position, "thread": uuid.uuid4(), **decision}
        printed = attributes.pop("implementers", [])
        row = Decision(item=item, meeting_id=item.meeting_id, **attributes)
        rows.append(row)
        lines += [
            Implementer(decision=row, position=place, printed=line)
            for place, line in enumerate(printed)
        ]
    rows = _create(rows, by=by)
    _create(lines, by=by)
    return rows


def write_implementers(decision, printed, *, by):
    """Let these printed lines, in this order, be who carries a decision out; whether that is new."""
    there = list(decision.implementers.all())
    if [row.printed for row in there] == printed:
        return False
    for row in there[len(printed) :]:
        row._history_user = by
        row.delete()
    for position, text in enumerate(printed):
        row = there[position] if position < len(there) else Implementer(decision=decision)
        if row.pk and row.printed == text:
            continue
        row.position, row.printed = position, text
        keep(row, by=by)
    return True


def from_content(item):
    """An item of a content (papers.content.Item) as `write` wants it told."""
    return item._asdict() | {
        "decisions": [
            {
                "label": decision.label,
                "text": decision.text,
                "progress": decision.progress,
                "due_on": decision.due,
                "implementers": decision.implementers,
            }
            for decision in item.decisions
        ]
    }


def again(item):
    """A stored item with all that hangs on it, as `write` wants it told; its decisions go on in it."""
    return {name: getattr(item, name) for name in OF_AN_ITEM} | {
        "decisions": [
            {name: getattr(decision, name) for name in OF_A_DECISION}
            | {"implementers": [line.printed for line in decision.implementers.all()]}
            for decision in item.decisions.all()
        ]
    }


# --- Taking out, bringing back ------------------------------------------------------------------


def take_out_item(item, *, by):
    """Take an item out with all that hangs on it; the history keeps it."""
    take_out_decisions(list(item.decisions.all()), by=by, reason=WITH_ITS_ITEM)
    # Also for the sake of one that was withdrawn before.
    _take_out(item, stays=Decision.ever.filter(item=item.pk).exists(), by=by)


def take_out_decisions(decisions, *, by, reason=None):
    """Take decisions out of their item; the history keeps them."""
    referred_to = _referred_to(decisions)
    for decision in decisions:
        stays = decision.pk in referred_to
        for line in decision.implementers.all():
            _take_out(line, stays=stays, by=by, reason=reason or WITH_ITS_DECISION)
        _take_out(decision, stays=stays, by=by, reason=reason)


def _referred_to(decisions):
    """Those that an issued paper charged somebody with, that another decision was brought from, or that
    are followed (followup.models.Matter)."""
    rows = Decision.ever.filter(pk__in=[decision.pk for decision in decisions])
    found = rows.filter(
        Q(charges__isnull=False) | Q(carried_to__isnull=False) | Q(matters__isnull=False)
    )
    return set(found.values_list("pk", flat=True))


def _take_out(row, *, stays, by, reason=None):
    """Delete a row or, where it is referred to, withdraw it: nothing issued points nowhere."""
    if not stays:
        row._history_user, row._change_reason = by, reason
        row.delete()
        return
    note(row, "-", by=by, reason=reason)
    if not isinstance(row, Implementer):  # which stands and falls with its decision
        type(row).ever.filter(pk=row.pk).update(withdrawn_at=timezone.now())


def taken_out(pk, item):
    """What the history says last of a decision that this item had and has no more, or None."""
    told = Decision.history.filter(id=pk, item_id=item.pk, history_type="-")
    was = told.order_by("-history_date", "-history_id").first() if pk else None
    if was is None or Decision.objects.filter(pk=pk).exists():
        return None
    same = Decision.ever.filter(meeting=item.meeting, thread=was.thread)
    return None if same.exclude(pk=pk).exists() else was


def bring_back(was, *, by, **changes):
    """The row that an entry of the history tells of, stored again under its own primary key."""
    model = was.instance_type
    told = {field.attname: getattr(was, field.attname) for field in was.tracked_fields}
    row = model(**told | changes)
    row._history_user = by
    row.save(force_insert=not model._base_manager.filter(pk=row.pk).exists())
    return row


# --- Places -------------------------------------------------------------------------------------


def label_at(position, count):
    """The letter of a decision among as many: ক, খ …; None where it is the only one."""
    return letter(position + 1) if count > 1 else None


def put_in_order(items, serials, *, by):
    """Give items their positions and the serials that go with the places."""
    moved = [
        (item, position, serial)
        for position, (item, serial) in enumerate(zip(items, serials, strict=False))
        if (item.position, item.serial) != (position, serial)
    ]
    now = timezone.now()
    pks = [item.pk for item, _, _ in moved]
    told = set(AgendaItem.history.filter(id__in=pks).values_list("id", flat=True))
    # Of rows taken in from a file, where they stood before is the first step.
    new = [entry_of(item, "+", at=now - A_MOMENT) for item, _, _ in moved if item.pk not in told]
    AgendaItem.history.bulk_create(new)
    AgendaItem.objects.filter(pk__in=pks).update(position=F("position") + OUT_OF_THE_WAY)
    for item, position, serial in moved:
        item.position, item.serial = position, serial
    # One step, of one time: it can be undone as one.
    bulk_update_with_history(
        [item for item, _, _ in moved],
        AgendaItem,
        ["position", "serial"],
        default_user=by,
        default_date=now,
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


def _create(rows, *, by):
    """Store new rows of one model, with `by` also the first step of their history, in few queries."""
    if not rows:
        return []
    model = type(rows[0])
    if by is None:
        return model._base_manager.bulk_create(rows)
    return bulk_create_with_history(rows, model, default_user=by)
