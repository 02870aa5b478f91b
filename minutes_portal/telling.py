"""Audit events in words: who did what to which thing, and what changed by it."""

from datetime import date

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.urls import reverse

from bangla.digits import to_bengali
from bangla.phrases import numeric_date
from minutes_portal.reports import each, gathered, reports

DONE = {"added": "যোগ করেছেন", "changed": "বদলেছেন", "deleted": "মুছেছেন"}

# What an event of any room may say beside.
LABELS = {"reason": "কারণ"}

NOBODY = "অচেনা কেউ"
TOO_MUCH = "…"  # what is not to be read in a line


def said(what):
    """What a person did, or None where there are no words for it."""
    if words := gathered("said").get(what):
        return words
    noun, _, done = what.rpartition(" ")
    # A change on the administration pages: "posting changed".
    if done in DONE and (model := _models_by_name().get(noun)):
        return f"{model._meta.verbose_name} {DONE[done]}"
    return None


def told(events, *, reader, office=None):
    """Events as a page shows them: [{"serial", "at", "by", "said", "kind", "name", "url", "lines"}].

    `lines` is a list of {"label", "old", "new"}. Named is only what this reader may see; `office`
    is the one whose trail it is, None for the portal's. The number of queries does not grow with
    the events.
    """
    names = _names(events, reader, office)
    for event in events:
        name, url = names.get((event.target_kind, event.target_id), (None, None))
        yield {
            "serial": event.serial,
            "at": event.at,
            "by": event.by or NOBODY,
            "said": said(event.what) or "একটি কাজ করেছেন",
            "kind": kind_name(event.target_kind),
            "name": name or event.detail.get("name"),
            "url": url,
            "lines": list(_lines(event)),
        }


def kind_name(label):
    """What rows of a model are called, by its label ("meetings.meeting")."""
    model = _model(label)
    return model._meta.verbose_name if model else "অন্যান্য"


def _model(label):
    try:
        return apps.get_model(label)
    except (LookupError, ValueError):
        return None


def _models_by_name():
    return {m._meta.model_name: m for report in reports() for m in report.administered}


# --- Names ------------------------------------------------------------------------------------


def _names(events, reader, office):
    """{(kind, primary key): (name, address or None)} of what events are about."""
    wanted = {}
    for event in events:
        wanted.setdefault(event.target_kind, set()).add(event.target_id)
    found = {}
    for kind, rows, name, page in each("targets", reader, office):
        for row in rows.filter(pk__in=wanted.get(kind, ())) if kind in wanted else ():
            url = reverse(page, args=[row.pk]) if page else None
            found[kind, row.pk] = (name(row), url)
    return found


# --- What changed -----------------------------------------------------------------------------


def _lines(event):
    detail, model = event.detail, _model(event.target_kind)
    for key, text in gathered("flags").items():
        if detail.get(key) is True:
            yield {"label": "", "old": "", "new": text}
    if event.what.startswith("file ") and "name" in detail:
        yield {"label": "ফাইল", "old": "", "new": detail["name"]}
    if "place" in detail:
        old, new = detail["place"]
        yield {"label": "ক্রম", "old": to_bengali(old), "new": to_bengali(new)}
    for key, label in (LABELS | gathered("labels")).items():
        if word := _word(model, key, detail.get(key)):
            yield {"label": label, "old": "", "new": word}
    changes = detail.get("changes")
    if isinstance(changes, dict):
        yield from _changed_fields(model, changes)
    elif isinstance(changes, list):
        yield from _changed_rows(event, changes)


def _changed_rows(event, changes):
    """The rows that a form of the administration changed; the row of the event itself needs no name."""
    for change in changes:
        kind = change.get("kind", event.target_kind)
        model = _model(kind)
        if kind != event.target_kind:
            label = f"{kind_name(kind)} {DONE[change['done']]}"
            yield {"label": label, "old": "", "new": change["name"]}
        yield from _changed_fields(model, change["fields"])


def _changed_fields(model, fields):
    for name, values in fields.items():
        label = _label(model, name)
        if label is None:
            continue
        old, new = (_word(model, name, value) for value in values or (TOO_MUCH, TOO_MUCH))
        if old == new == TOO_MUCH:
            old, new = "", "বদলেছে"
        if old or new:
            yield {"label": label, "old": old, "new": new}


def _label(model, name):
    field = _field(model, name)
    if field is not None:
        return field.verbose_name if field.name != "password" else "পাসওয়ার্ড"
    return gathered("field_names").get(name)


def _field(model, name):
    try:
        return model._meta.get_field(name) if model else None
    except FieldDoesNotExist:
        return None


def _word(model, name, value):
    """A kept value as a person reads it; "" where there is nothing to read."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "হ্যাঁ" if value else "না"
    choices = dict(getattr(_field(model, name), "flatchoices", ()))
    if isinstance(value, str) and value in choices:
        return str(choices[value])
    if isinstance(value, int):
        return to_bengali(value)
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return "\n".join(value)
    if isinstance(value, list | dict):
        return TOO_MUCH
    try:
        return numeric_date(date.fromisoformat(value))
    except ValueError:
        return value
