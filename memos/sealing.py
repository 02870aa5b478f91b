"""Sealing: a number, a drawing, a signature, a place in the register, for any paper of an office.

The order is fixed: the serial is taken under the lock of its counter; the paper is drawn once, with
its number and its code; those bytes are signed and kept; the register's line says so. Nothing is
taken unless all of it succeeds. What is sealed says what it is (`ToSeal`); nothing here knows a
meeting.
"""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone

from documents import qr, signing, store
from documents.models import Paper, PaperFile, new_code
from memos import numbers
from memos.copying import freeze
from memos.models import Memo
from memos.ordering import keep_order
from offices.models import Office
from offices.signatories import signs_as, who_signs
from papers.places import ROOM_TO_SIGN, first_of


class ToSeal(NamedTuple):
    """A paper that can go out: whose it is, what stands on it, how it is drawn, who signs where."""

    office: Office
    kind: Memo.Kind
    heading: str
    # (paper, qr) → PDF bytes, with an empty field for each of the places; called once.
    draw: Callable
    # [(documents.fields.SignatureField, who is printed there)]; the first is signed at issue.
    places: list = []
    # As the register shows them.
    sender: str = ""
    recipients: list = []
    copied_to: list = []
    # What it says, of the interchange format: its recipient and its copy lists get their copies.
    content: dict | None = None


def take_number(file, *, on, brought=None, serial=None, reserved=None, reason=""):
    """A register line with its serial taken: a new one, not saved yet, or the reserved one.

    The serial is the one an old paper brings along, one of one's own choice (a register on paper
    beside this one), that of the `reserved` line, or the next. `reason` is why it does not follow those
    before it, where it does not. Raises ValidationError (OutOfOrder where a reason is wanted),
    NumberTaken.
    """
    counter = file.series.lock(on)
    last = counter.last
    if reserved is not None:
        line = Memo.objects.select_for_update().get(pk=reserved.pk)
        if line.state != Memo.State.RESERVED or line.file_id != file.pk:
            raise ValidationError("সংরক্ষিত নম্বরটি আর খালি নেই; অন্য নম্বর বেছে নিন।")
        if line.period != counter.period:
            raise ValidationError("সংরক্ষিত নম্বরটি অন্য বছরের; স্মারকের তারিখ মিলিয়ে দিন।")
        keep_order(line, on, last=last, reason=reason or line.order_reason)
        return line
    try:
        brought = numbers.serial_in(brought)
    except ValueError as error:
        raise ValidationError(f"কাগজের ইস্যু নম্বর “{brought}”: {error}") from None
    wanted = brought or serial
    line = Memo(
        series=file.series,
        file=file,
        period=counter.period,
        serial=counter.take(wanted) if wanted else counter.next(),
        is_manual=wanted is not None,
    )
    is_old = brought is not None
    is_typed = serial is not None and not is_old
    keep_order(line, on, last=last, reason=reason, is_typed=is_typed, is_old=is_old)
    return line


def put_number(line, *, copies, endorsed_copies):
    """Let a line say for how many copies it goes out; its number is printed from now on."""
    line.copies, line.endorsed_copies = copies, endorsed_copies
    line.number = numbers.printed(
        line.file.number, line.serial, separator=line.file.separator, copies=copies
    )


def seal(thing: ToSeal, *, line, by, on: date, signer=None, token=None, at=None):
    """Draw, sign and keep a paper under a line's number, and put it into the register. The PaperFile.

    `line` comes from `take_number`, inside the same transaction; `on` is the day the paper bears;
    `signer` an opened key (documents.keys), None for a paper that is signed in ink. Who signs
    digitally is who is printed in the first place, and signs at once wherever else they are printed.
    Raises ValidationError,
    documents.rendering.RenderFailed, documents.signing.SigningFailed, documents.store.NotStored.
    """
    at = at or timezone.now()
    paper = Paper(
        code=new_code(),
        number=line.number,
        issued_on=on,
        office=thing.office.name,
        kind=thing.kind.label,
        title=thing.heading,
        is_demo=settings.DEMO,
    )
    code = qr.png_data_uri(paper.public_url)
    _, printed = first_of(thing.places)
    signers = []
    if signer is None:
        drawn = thing.draw(paper, code)
    else:
        about = stamp_of(printed, by=by, office=thing.office, at=at)
        with signing.stamp_beforehand(ROOM_TO_SIGN, **about) as stamp:
            drawn = thing.draw(paper, code)
        drawn, signers = sign_all(
            drawn, thing.places, by=by, office=thing.office, at=at, signer=signer, stamp=stamp
        )
    # Kept for good before the rows say so.
    document = store.keep(drawn, mime="application/pdf")
    paper.save()
    file = paper.add_file(document, kind=PaperFile.Kind.ISSUED, signers=signers, at=at)
    line.issue(
        by=by,
        at=at,
        paper=paper,
        kind=thing.kind,
        issued_on=on,
        token=token,
        subject=thing.heading,
        sender=thing.sender,
        recipients=thing.recipients,
        copied_to=thing.copied_to,
    )
    if thing.content:
        freeze(line, thing.content, thing.office)
    return file


def sign_all(pdf, places, *, by, office, at, signer, stamp=None):
    """(the PDF signed in each of these places where this person is printed, what is kept of it).

    `places` are pairs of a documents.fields.SignatureField and who is printed there.
    """
    signers, day = [], timezone.localdate(at)
    for field, printed in places:
        if posting := signs_as(by, office, printed, on=day):
            pdf, said = sign(pdf, field, _about(posting, at), signer=signer, stamp=stamp)
            signers.append(said)
    return pdf, signers


def stamp_of(printed, *, by, office, at):
    """What stands in the stamp of a person's signature in the place of who is printed there.

    Raises ValidationError for anybody else.
    """
    posting = signs_as(by, office, printed, on=timezone.localdate(at))
    if posting is None:
        raise ValidationError(who_signs(printed))
    return _about(posting, at)


def _about(posting, at):
    return {
        "name": posting.name,
        "post": posting.post.title,
        "signed_at": at,
        "is_demo": settings.DEMO,
    }


def sign(pdf, field, about, *, signer, stamp=None):
    """(the PDF with a signature in this field, what is kept of it beside the file)."""
    said = {
        "name": about["name"],
        "post": about["post"],
        "field": field.name,
        "signed_at": about["signed_at"].isoformat(),
    }
    return signing.sign(pdf, field=field.name, signer=signer, stamp=stamp, **about), said
