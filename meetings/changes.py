"""The history of a meeting in words: who changed which field of which row, from what to what."""

from datetime import date, datetime, time

from django.db.models import CharField, Value, prefetch_related_objects
from django.utils import timezone

from accounts.steps import NOT_KEPT
from bangla.digits import to_bengali
from bangla.phrases import long_date, time_phrase
from meetings import restoring
from meetings.models import AgendaItem, Attendance, Decision, Implementer, Meeting
from papers.differences import are_alike, word_parts
from papers.paragraphs import first_words, plain

# What is not a person's doing, or is told by another field.
UNSAID = {
    "id",
    "version",
    "meeting",
    "item",
    "decision",
    "membership",
    "position",
    "committee",
    "kind",
    "created_by",
    "created_at",
    "moved_at",
    "submitted_by",
    "submitted_at",
    "returned_by",
    "returned_at",
    "approved_by",
    "approved_at",
    "approved_digest",
    "carried_from",
    "shape",
}

SOURCES = {
    "meeting": Meeting.history.model,
    "item": AgendaItem.history.model,
    "decision": Decision.history.model,
    "implementer": Implementer.history.model,
    "attendance": Attendance.history.model,
}
NAMES = {
    "meeting": "সভার তথ্য",
    "item": "আলোচ্য বিষয়",
    "decision": "সিদ্ধান্ত",
    "implementer": "বাস্তবায়নকারী",
    "attendance": "উপস্থিতি",
}
ACTS = {"+": "যোগ করেছেন", "~": "বদলেছেন", "-": "বাদ দিয়েছেন"}

PARAGRAPHS = {"discussion", "opening", "earlier", "closing"}

# Words of one key of a kept person or paper.
KEYS = (
    "label",
    "name",
    "designation",
    "number",
    "issue",
    "copies",
    "date",
    "heading",
    "recipients",
)


def entries_of(meeting):
    """All entries of the history, newest first: a queryset of (kind, history_id, history_date)."""
    items = SOURCES["item"].objects.filter(meeting_id=meeting.pk)
    decisions = SOURCES["decision"].objects.filter(item_id__in=items.values("id"))
    implementers = SOURCES["implementer"].objects.filter(decision_id__in=decisions.values("id"))
    told = [
        ("meeting", SOURCES["meeting"].objects.filter(id=meeting.pk)),
        ("item", items),
        ("decision", decisions),
        ("implementer", implementers),
        # Members are seated by the portal; what people make of their rows is told.
        (
            "attendance",
            SOURCES["attendance"]
            .objects.filter(meeting_id=meeting.pk)
            .exclude(history_type="+", history_user=None),
        ),
    ]
    parts = [
        found.annotate(source=Value(kind, output_field=CharField()))
        .order_by()
        .values_list("source", "history_id", "history_date")
        for kind, found in told
    ]
    return parts[0].union(*parts[1:], all=True).order_by("-history_date", "-history_id", "source")


def told(entries, meeting, *, can_undo=True):
    """Entries in words: [{"at", "by", "act", "name", "about", "fields",
    "not_kept", "restorable", "undo", "entry"}].

    `restorable` is the item that comes back, `undo` as what step the entry can be taken back: told
    with the first of its entries, where `can_undo`. `fields` is a list of {"label", "old", "new"}. Steps
    that change nothing a person reads are left out. The number of queries grows with the entries of the page, not with the history.
    """
    records = {}
    for kind, model in SOURCES.items():
        ids = [history_id for source, history_id, _ in entries if source == kind]
        found = model.objects.filter(pk__in=ids).select_related("history_user")
        records |= {(kind, record.pk): record for record in found}
    # Of each step it is asked whether they still stand as it left them.
    prefetch_related_objects([meeting], "items", "attendances")
    there = {item.pk for item in meeting.items.all()}
    places = restoring.places_told(meeting) if can_undo else []
    steps, undone = [], set()
    for kind, history_id, at in entries:
        record = records[kind, history_id]
        before = record.prev_record if record.history_type == "~" else None
        fields = _fields(record, before)
        if record.history_type != "-" and not fields:
            continue
        gone = kind == "item" and record.history_type == "-" and record.id not in there
        undo = (
            can_undo
            and (kind, at) not in undone
            and restoring.undoable(meeting, record, places=places)
        )
        if undo:
            undone.add((kind, at))
        steps.append(
            {
                "at": timezone.localtime(record.history_date),
                "by": record.history_user,
                "act": ACTS[record.history_type],
                "name": NAMES[kind],
                "about": _about(record),
                "fields": fields,
                "not_kept": record.history_change_reason == NOT_KEPT and NOT_KEPT,
                "restorable": gone and record.id,
                "undo": undo,
                "entry": history_id,
            }
        )
    return steps


def _about(record):
    """Enough of a row's own words to know it by."""
    names = ("topic", "discussion", "text", "printed", "name")
    return first_words(*(getattr(record, name, None) or "" for name in names))


def _fields(record, before):
    told = []
    for field in record.tracked_fields:
        if field.name in UNSAID:
            continue
        new = said(field, getattr(record, field.attname))
        old = said(field, getattr(before, field.attname)) if before else ""
        if record.history_type == "-":
            old, new = new, ""
        # A number given to a new row is no change of somebody's.
        if old != new and not (before and field.name == "serial" and not old):
            told.append({"label": field.verbose_name, "old": old, "new": new, **_parts(old, new)})
    return told


def _parts(old, new):
    """Of two texts that say much the same, also where they differ."""
    return {"parts": word_parts(old, new)} if are_alike(old, new) else {}


def said(field, value):
    """A stored value as people read it."""
    if value in (None, "", [], {}) or (not value and field.name == "times_carried"):
        return ""
    if field.name == "confirms":
        confirmed = Meeting.objects.filter(pk=value).first()
        return long_date(confirmed.held_on) if confirmed else to_bengali(value)
    if field.name == "item_remarks":
        return "\n".join(f"{_row_named(pk)}: {text}" for pk, text in value.items())
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return "হ্যাঁ" if value else ""
    if isinstance(value, datetime):
        return long_date(timezone.localtime(value).date())
    if isinstance(value, date):
        return long_date(value)
    if isinstance(value, time):
        return time_phrase(value)
    if isinstance(value, int):
        return to_bengali(value)
    return plain(value) if field.name in PARAGRAPHS else _words(value)


def _row_named(pk):
    """A row as people speak of it, also one that is gone."""
    row = SOURCES["item"].objects.filter(id=pk).order_by("history_date").last()
    row = row or AgendaItem.ever.filter(pk=pk).first()
    return " ".join(filter(None, [row.serial, row.topic])) if row else to_bengali(pk)


def _words(value):
    """The words in lists and dicts, one a line."""
    if isinstance(value, dict):
        known = [key for key in KEYS if key in value]
        keys = known or list(value)
        return "\n".join(filter(None, (_words(value[key]) for key in keys)))
    if isinstance(value, list):
        return "\n".join(filter(None, map(_words, value)))
    return "" if value is None else str(value)
