"""What a spreadsheet that came back would change: tried on what stands now, shown, then done as shown."""

import uuid
from copy import copy
from dataclasses import asdict, dataclass, field, replace
from datetime import date

from django.core import signing
from django.db import transaction

from bangla.digits import to_bengali
from bangla.phrases import numeric_date
from bangla.text import fold
from followup import edits, exchange, rules
from followup.exchange import (
    ACT,
    ACT_WORDS,
    DONE_ON,
    DUE,
    KIND,
    OWNER,
    PROGRESS,
    REASON,
    ROLL_UP,
    TEXT,
)
from followup.exchange_reading import Asked
from followup.models import Answer, Assignment, Kind, RollUp

# How long what was shown can be applied, in seconds.
HOLDS = 12 * 3600
_SALT = "followup.exchange.applying"

UNKNOWN = "অচেনা সারি: এই কাজ আপনার তালিকায় নেই।"
CONFLICT = "ফাইলটি নেওয়ার পরে আরেকজন সারিটি বদলেছেন; তালিকাটি আবার নিয়ে এই সারিতে লিখুন।"
TWO_KINDS = "একই সিদ্ধান্তের {row} নম্বর সারিতে অন্য “{heading}” লেখা; দুটিতে এক রাখুন।"


class NotKept(ValueError):
    """What a page sent back is not what it was given, or too old; the message is Bengali."""


@dataclass
class Change:
    """What a row changes: of which share, and, to be shown, each thing from what to what."""

    asked: Asked
    share: Assignment
    edit: edits.Edit
    told: list


@dataclass
class Plan:
    """The rows that change something, those that cannot be taken over, how many change nothing."""

    changes: list = field(default_factory=list)
    # (number of the row in the sheet, why not)
    wrong: list = field(default_factory=list)
    unchanged: int = 0


def plan(asked, *, reader):
    """The Plan of [Asked] as its shares stand now. Nothing is changed."""
    made = Plan()
    weighing = _Weighing(asked, reader)
    for row in asked:
        why = list(row.wrong)
        change = None if why else weighing.change_of(row, why)
        if why:
            made.wrong.append((row.row, " ".join(why)))
        elif change is None:
            made.unchanged += 1
        else:
            made.changes.append(change)
    return made


class _Weighing:
    """The rows of one sheet beside their shares, read in as many questions for one row as for all."""

    def __init__(self, asked, reader):
        self.reader, self.owners = reader, edits.Owners()
        keys = [row.key.pk for row in asked if row.key]
        seen = Assignment.objects.visible_to(reader.user)
        self.shares = seen.with_decision().in_bulk(keys)
        tokens = [_token_of(row) for row in asked if row.key and _answers(row)]
        given = Answer.objects.filter(token__in=tokens)
        self.given = set(given.values_list("token", flat=True))
        # {(decision, heading): (row, value)} of what belongs to the decision and not to one share.
        self.of_decisions = {}

    def change_of(self, row, why):
        """The Change of a row, None where it asks for nothing new; what is wrong goes into `why`."""
        share = self.shares.get(row.key.pk)
        if share is None:
            why.append(UNKNOWN)
            return None
        now = edits.goes_on_as(share)
        edit = self._edit_of(row, now, why)
        if why or edit.is_empty:
            return None
        self._guard_rights(edit, share, why)
        self._guard_decision(row, edit, share, why)
        stale = now.pk != row.key.pk or share.version != row.key.version
        if stale or ((edit.kind or edit.roll_up) and self._is_decision_stale(row, share)):
            why.append(CONFLICT)
        return Change(row, share, edit, _told(edit, share)) if not why else None

    def _is_decision_stale(self, row, share):
        return share.matter.version != row.key.matter_version

    def _edit_of(self, row, now, why):
        told, key = row.values, row.key
        owner = {}
        # What was not touched since the sheet was written asks for nothing.
        if OWNER in told and fold(told[OWNER]) not in (fold(key.owner), fold(_owner_now(now))):
            try:
                owner = self.owners.meant(told[OWNER], now.asking_office)
            except ValueError as error:
                why.append(f"“{OWNER}”: {error}")
        due = told.get(DUE)
        edit = edits.Edit(
            due_on=None if due is None or due.isoformat() == key.due_on else due,
            kind="" if told.get(KIND) == key.kind else told.get(KIND, ""),
            roll_up="" if told.get(ROLL_UP) == key.roll_up else told.get(ROLL_UP, ""),
            act=told.get(ACT, ""),
            reason=told.get(REASON, ""),
            **owner,
        )
        left = edits.left_of(edit, now, turn=key.turn)
        return left if not _answers(row) else self._with_answer(left, row)

    def _with_answer(self, edit, row):
        token = _token_of(row)
        if token in self.given:
            return edit
        told = row.values
        return replace(
            edit, progress=told.get(PROGRESS), text=told.get(TEXT, ""), done_on=told.get(DONE_ON),
            token=token,
        )  # fmt: skip

    def _guard_rights(self, edit, share, why):
        """The acts ask the same again; here it is said of all rows without trying them."""
        if edit.tends and share.asking_office.pk not in self.reader.offices:
            why.append(rules.WHO_TENDS)
        mine = share.post_id in self.reader.posts or share.office_id in self.reader.offices
        if edit.answers and (share.post_id is None or not mine):
            why.append(rules.WHO_ANSWERS)

    def _guard_decision(self, row, edit, share, why):
        for heading, value in ((KIND, edit.kind), (ROLL_UP, edit.roll_up)):
            if not value:
                continue
            first, said = self.of_decisions.setdefault((share.matter_id, heading), (row.row, value))
            if said != value:
                why.append(TWO_KINDS.format(row=to_bengali(first), heading=heading))


def _answers(row):
    return any(heading in row.values for heading in (PROGRESS, TEXT, DONE_ON))


def _token_of(row):
    """The same cells of the same row are one answer, however often they come."""
    told = [str(row.values.get(heading, "")) for heading in (PROGRESS, TEXT, DONE_ON)]
    return uuid.uuid5(uuid.NAMESPACE_OID, repr([row.key.pk, row.key.version, *told]))


def _owner_now(share):
    return str(share.post) if share.post_id else f"{edits.OUTSIDE} {share.owner}"


def _told(edit, share):
    """[(what, from what, to what)] of an edit, as a page shows it."""
    told = []
    if edit.kind:
        told.append((KIND, share.matter.get_kind_display(), Kind(edit.kind).label))
    if edit.roll_up:
        was = share.matter.get_roll_up_display()
        told.append((ROLL_UP, was, RollUp(edit.roll_up).label))
    if edit.due_on:
        was = numeric_date(share.due_on) if share.due_on else ""
        told.append((DUE, was, numeric_date(edit.due_on)))
    if edit.owner_is_told:
        told.append((OWNER, share.owner, str(edit.post or edit.outsider)))
    if edit.act:
        words = next(word for word, act in ACT_WORDS.items() if act == edit.act)
        told.append((ACT, share.get_state_display(), words))
    if edit.answers:
        said = [
            f"{to_bengali(edit.progress)}%" if edit.progress is not None else "",
            edit.text,
            f"সম্পন্ন {numeric_date(edit.done_on)}" if edit.done_on else "",
        ]
        told.append((TEXT, "", ", ".join(filter(None, said))))
    return told


def try_out(made, *, by):
    """Do all changes of a Plan and take them back: what an act refuses becomes a wrong row of the Plan."""
    refused = []
    for changes in _by_decision(made.changes):
        with transaction.atomic():
            refused += _do(changes, by=by)
            transaction.set_rollback(True)
    stopped = {row for row, _ in refused}
    made.changes = [change for change in made.changes if change.asked.row not in stopped]
    made.wrong = sorted(made.wrong + refused)


def apply(asked, *, reader):
    """Do what a sheet asks for; nothing of it where something is in the way. Returns the Plan.

    Each decision is a transaction of its own, so that nobody waits for a whole sheet. Who changes one of
    them at that very moment wins: its row is named, and the same sheet once more asks for what is left.
    """
    made = plan(asked, reader=reader)
    if not made.wrong:
        for changes in _by_decision(made.changes):
            with transaction.atomic():
                made.wrong += _do(changes, by=reader.user)
    return made


def _by_decision(changes):
    """[[Change]]: those of one decision may bear on each other, those of two do not."""
    found = {}
    for change in changes:
        found.setdefault(change.share.matter_id, []).append(change)
    return found.values()


def _do(changes, *, by):
    """[(row, why not)] of the changes that an act refuses; the others are done."""
    refused = []
    for change in changes:
        try:
            # An act works on a copy of its own: what is shown stays as it was.
            edits.make(change.edit, copy(change.share), by=by)
        except edits.REFUSED as error:
            refused.append((change.asked.row, edits.reason_of(error)))
    return refused


def kept(made, user):
    """What a page sends back so that just these changes are made, by this person: signed, for some hours."""
    rows = [_as_kept(change.asked) for change in made.changes]
    return signing.dumps(rows, salt=f"{_SALT}.{user.pk}", compress=True)


def _as_kept(asked):
    values = {
        heading: value.isoformat() if isinstance(value, date) else value
        for heading, value in asked.values.items()
    }
    return [asked.row, list(asdict(asked.key).values()), values]


def read_kept(text, user):
    """[Asked] of what a page sent back. Raises NotKept."""
    try:
        rows = signing.loads(text, salt=f"{_SALT}.{user.pk}", max_age=HOLDS)
    except signing.BadSignature:
        raise NotKept("দেখানো পরিবর্তনের মেয়াদ শেষ বা লেখা বদলে গেছে; ফাইলটি আবার দিন।") from None
    return [
        Asked(row, exchange.Key(*key), {h: _from_kept(h, value) for h, value in values.items()})
        for row, key, values in rows
    ]


def _from_kept(heading, value):
    return date.fromisoformat(value) if heading in (DUE, DONE_ON) else value
