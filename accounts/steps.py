"""The history of rows in steps a person recognises: not one a pause in typing."""

from datetime import timedelta

from django.utils import timezone

# Saves of one person within this time are one step of the history, not one a pause in typing.
ONE_STEP = timedelta(minutes=10)

# By which what stood before a step comes before it.
A_MOMENT = timedelta(microseconds=1)

# What a row is given by its place among the others, or by the count of its saves; nobody typed it.
SETTLED_BY_PLACE = frozenset({"position", "serial", "label", "version"})


NOT_KEPT = "দুজনের লেখার মধ্যে এটি রাখা হয়নি"


def set_to(row, fields):
    """Set attributes; whether any of them is new."""
    changed = False
    for name, value in fields.items():
        if getattr(row, name) != value:
            setattr(row, name, value)
            changed = True
    return changed


def keep(row, *, by):
    """Save a row with its history; a step that goes on does not become another one.

    It goes on while the same person only adds: what is taken away was shown as saved once, and
    stays in a step of its own.
    """
    row._history_user = by
    last = row.history.first() if row.pk else None
    if row.pk and last is None:
        # Taken in from a file, without a history: what stood before is its first step.
        note(type(row).objects.get(pk=row.pk), "+", by=None)
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
            steps.append(entry_of(before, "+", at=now - A_MOMENT))
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


def note(row, kind, *, by, reason=None):
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
