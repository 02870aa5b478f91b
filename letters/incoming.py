"""Letters that come in and want an answer: taken in, answered, settled. Each act is one transaction, and
asks its rule.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.access import WrongState, allow
from accounts.changes import changes_of
from accounts.models import record
from bangla.digits import to_bengali
from documents import store
from followup import upward
from letters import making, rules
from letters.models import Incoming, Letter
from offices.models import Office

WHO_KEEPS = "প্রাপ্ত পত্র তুলতে ও নিষ্পত্তি করতে পারেন শুধু এই কার্যালয়ের নিজের কর্মী ও কর্মকর্তা।"

# What is typed of one; whatever else it has comes of an act.
TYPED = ("docket", "sender", "number", "dated_on", "subject", "received_on", "due_on")


def next_docket(office, year):
    """The number after the last one of the year."""
    last = Incoming.objects.filter(office=office, year=year).aggregate(last=Max("docket"))["last"]
    return (last or 0) + 1


def same_paper(incoming):
    """The row of this very paper that is there already, or None: a memo number goes out once."""
    rows = Incoming.objects.filter(
        office=incoming.office, number=incoming.number, dated_on=incoming.dated_on
    )
    return rows.exclude(pk=incoming.pk).filter(sender=incoming.sender).first()


@transaction.atomic
def register(*, incoming, by, scan=None):
    """Take a letter in (an unsaved Incoming); without a docket number it gets the next of its year.

    `scan` is (bytes, media type) of what UploadField let in. Raises ValidationError for a number or a
    paper that is there already.
    """
    office = _locked_office(incoming.office, by=by)
    incoming.year = incoming.received_on.year
    incoming.docket = incoming.docket or next_docket(office, incoming.year)
    incoming.entered_by, incoming.entered_at = by, timezone.now()
    _store(incoming, scan)
    record(
        by=by,
        what="incoming registered",
        target=incoming,
        office=office,
        docket=to_bengali(incoming.docket),
        number=incoming.number,
    )
    return incoming


@transaction.atomic
def change(*, incoming, by, scan=None):
    """Save what was changed in place; the trail keeps what stood there before."""
    office = _locked_office(incoming.office, by=by)
    before = Incoming.objects.select_related("answers_letter").get(pk=incoming.pk)
    incoming.year = incoming.received_on.year
    changes = changes_of(before, incoming, TYPED)
    if before.answers_letter != incoming.answers_letter:
        letters = (before.answers_letter, incoming.answers_letter)
        changes["answers_letter"] = [letter and str(letter) for letter in letters]
    if not changes and scan is None:
        return
    _store(incoming, scan, fields=["year", "scan", *changes])
    if scan is not None:
        changes["scan"] = [before.scan and before.scan.sha256, incoming.scan.sha256]
    record(by=by, what="incoming changed", target=incoming, office=office, changes=changes)


@transaction.atomic
def begin_reply(*, incoming, by):
    """The draft of our answer: what it cites and whom it goes to is there. Returns the Letter.

    The one that is being written, where there is one; the letter counts as answered when it is issued.
    """
    incoming = _locked(incoming, by=by)
    if incoming.is_settled:
        raise WrongState("পত্রটি আগেই নিষ্পন্ন হয়েছে।")
    return making.begin(Letter.Kind.REPLY, by=by, incoming=incoming)


@transaction.atomic
def begin_report(*, incoming, asked, committee, by):
    """The draft of the progress report that answers it (followup.upward.begin). Returns the Meeting.

    The one that is being written, where there is one; the letter counts as answered when it is issued.
    """
    incoming = _locked(incoming, by=by)
    if incoming.is_settled:
        raise WrongState("পত্রটি আগেই নিষ্পন্ন হয়েছে।")
    if incoming.report_begun:
        return incoming.report
    if committee.office_id != incoming.office_id:
        raise ValidationError("প্রতিবেদনটি যে কার্যালয়ে পত্র এসেছে, তার কোনো কমিটির কাগজে রাখুন।")
    incoming.report = upward.begin(asked, committee=committee, by=by)
    incoming.save(update_fields=["report"])
    record(by=by, what="incoming report begun", target=incoming, office=incoming.office)
    return incoming.report


@transaction.atomic
def close(*, incoming, by, reason, at=None):
    """Settle it without an answer, for a reason."""
    incoming = _locked(incoming, by=by)
    if incoming.is_settled:
        raise WrongState("পত্রটি আগেই নিষ্পন্ন হয়েছে।")
    incoming.closed_by, incoming.closed_at = by, at or timezone.now()
    incoming.close_reason = reason
    incoming.save(update_fields=["closed_by", "closed_at", "close_reason"])
    record(
        by=by, what="incoming closed", target=incoming, office=incoming.office, reason=reason, at=at
    )


@transaction.atomic
def reopen(*, incoming, by):
    """It was settled too early: an answer is owed again."""
    incoming = _locked(incoming, by=by)
    if incoming.closed_at is None:
        raise WrongState("পত্রটি জবাব ছাড়া নিষ্পত্তি করা হয়নি।")
    reason = incoming.close_reason
    incoming.closed_by = incoming.closed_at = None
    incoming.close_reason = ""
    incoming.save(update_fields=["closed_by", "closed_at", "close_reason"])
    record(by=by, what="incoming reopened", target=incoming, office=incoming.office, reason=reason)


@transaction.atomic
def ask_for_answer(*, letter, by, due_on):
    """Say until when a letter of ours wants an answer; None: it wants none."""
    rows = Letter.objects.select_related("office").select_for_update(of=("self",))
    letter = rows.get(pk=letter.pk)
    allow(rules.can_write_letters(by, letter.office), rules.WHO_WRITES)
    before, letter.answer_due_on = letter.answer_due_on, due_on
    if before == due_on:
        return
    letter.save(update_fields=["answer_due_on"])
    changes = {"answer_due_on": [before and before.isoformat(), due_on and due_on.isoformat()]}
    record(by=by, what="answer asked for", target=letter, office=letter.office, changes=changes)


def _locked_office(office, *, by):
    """The office, locked: two letters do not take one number."""
    office = Office.objects.select_for_update().get(pk=office.pk)
    allow(rules.can_keep_docket(by, office), WHO_KEEPS)
    return office


def _locked(incoming, *, by):
    # First the lock: PostgreSQL looks anew at a row that it waited for, but not at what is joined to it.
    Incoming.objects.select_for_update().get(pk=incoming.pk)
    rows = Incoming.objects.select_related("office", "answer__paper", "report__paper")
    incoming = rows.get(pk=incoming.pk)
    allow(rules.can_keep_docket(by, incoming.office), WHO_KEEPS)
    return incoming


def _store(incoming, scan, fields=None):
    taken = Incoming.objects.filter(
        office=incoming.office, year=incoming.year, docket=incoming.docket
    )
    if taken.exclude(pk=incoming.pk).exists():
        proposed = to_bengali(next_docket(incoming.office, incoming.year))
        raise ValidationError(
            {"docket": f"এই বছরের এই ডকেট নম্বর আগে ব্যবহার হয়েছে; পরের নম্বর {proposed}।"}
        )
    if there := same_paper(incoming):
        told = f"{to_bengali(there.docket)}/{to_bengali(there.year)}"
        raise ValidationError({"number": f"এই পত্র ডকেট {told} এ আগে থেকেই তোলা আছে।"})
    if scan is not None:
        data, mime = scan
        incoming.scan = store.keep(data, mime=mime)
    incoming.save(update_fields=fields)
