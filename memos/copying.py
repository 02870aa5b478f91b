"""The copies of a numbered paper: whom each line meant on the day of issue, and who is added later."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.access import WrongState, allow
from accounts.models import record
from bangla.digits import to_bengali
from bangla.text import fold
from distribution.lines import Purpose, is_office_copy, purpose_of
from distribution.meaning import Meaning
from documents.models import Paper
from memos import numbers
from memos.addressees import printed_lists
from memos.models import Copy, Memo
from memos.rules import can_add_copies, can_reserve
from papers import content as read

# As many recipients as one act adds.
MOST_LATE = 200


def freeze(line, content, office):
    """Make the Copies of a register line whose paper goes out: [Copy].

    `content` is of the interchange format, as the paper prints it: its recipient and its copy lists.
    A class is a copy for each of its posts that day, with who held it.
    """
    return Copy.objects.bulk_create(copies_in(line, content, office))


def copies_in(line, content, office):
    """The Copies of a register line that has its number, not saved yet."""
    asked = _asked(line, content)
    meaning = Meaning(office, on=line.issued_on)
    meant = meaning.of_lines([told["line"] for told in asked])
    return [
        _copy(line, position, told, recipient)
        for position, (told, recipient) in enumerate(_each(asked, meant), 1)
    ]


def _asked(memo, content):
    """What the paper says of each of its printed lines: the fields of their Copies."""
    asked = []
    if ("recipient" in content["order"]) and (lines := read.of_letter(content, "recipient")):
        told = {"heading": "", "purpose": Purpose.ADDRESSED, "number": memo.number}
        asked.append({**told, "line": "\n".join(lines)})
    for copies, is_endorsed in printed_lists(content):
        told = {
            "heading": copies.heading,
            "purpose": purpose_of(copies.heading),
            "number": _endorsed(memo, memo.endorsed_copies) if is_endorsed else memo.number,
        }
        asked += [{**told, "line": line} for line in copies.recipients]
    return asked


def _endorsed(memo, copies, turn=1):
    file = memo.file
    return numbers.endorsed(
        file.number, memo.serial, separator=file.separator, copies=copies, turn=turn
    )


def _each(asked, meant):
    return [
        (told, recipient)
        for told, recipients in zip(asked, meant, strict=True)
        for recipient in recipients
    ]


def _copy(memo, position, told, recipient, **more):
    purpose = Purpose.OFFICE_COPY if is_office_copy(told["line"]) else told["purpose"]
    return Copy(
        memo=memo,
        position=position,
        number=told["number"],
        heading=told["heading"],
        line=told["line"],
        recipient=recipient.text,
        purpose=purpose,
        post=recipient.post,
        addressee=recipient.addressee,
        holder=recipient.holder,
        **more,
    )


@transaction.atomic
def add_late(*, memo, lines, by, purpose=Purpose.INFORMATION, at=None):
    """Copies of an issued paper for recipients that were forgotten: [Copy].

    They get the same bytes, under the next number of its copies: /২(n), then /৩(n). Nothing of the
    paper changes. Raises PermissionDenied, WrongState, ValidationError.
    """
    at = at or timezone.now()
    locked = Memo.objects.select_for_update(of=("self",)).select_related("series__office", "file")
    memo = locked.get(pk=memo.pk)
    allow(
        can_reserve(by, memo.office),
        "এই কার্যালয়ের কাগজে প্রাপক যোগ করতে পারেন শুধু এর নিজের কর্মী ও কর্মকর্তা।",
    )
    # The paper, too: it may be corrected at this moment.
    if memo.paper_id:
        memo.paper = Paper.objects.select_for_update().get(pk=memo.paper_id)
    if not can_add_copies(by, memo):
        raise WrongState("শুধু বহাল থাকা জারি করা কাগজের কপি পরে আর কাউকে দেওয়া যায়।")
    lines = [line for line in lines if line.strip()]
    _refuse_number(len(lines))
    meant = Meaning(memo.office, on=timezone.localdate(at)).of_lines(lines)
    there = list(memo.sent_copies.all())
    _refuse_twice(there, meant)
    turn = 2 + len({copy.number for copy in there if copy.is_late})
    told = {
        "heading": "",
        "purpose": purpose,
        "number": _endorsed(memo, sum(map(len, meant)), turn),
    }
    asked = [{**told, "line": line} for line in lines]
    last = memo.sent_copies.aggregate(last=Max("position"))["last"] or 0
    copies = Copy.objects.bulk_create(
        _copy(memo, position, each, recipient, is_late=True)
        for position, (each, recipient) in enumerate(_each(asked, meant), last + 1)
    )
    record(
        by=by,
        what="copies added",
        target=memo,
        office=memo.office,
        at=at,
        number=told["number"],
        recipients=[" ".join(copy.recipient.split()) for copy in copies],
    )
    return copies


def _refuse_number(count):
    if not count:
        raise ValidationError("অন্তত একজন প্রাপকের নাম লিখুন।")
    if count > MOST_LATE:
        raise ValidationError(f"একবারে সর্বোচ্চ {to_bengali(MOST_LATE)} জন প্রাপক যোগ করা যায়।")


def _refuse_twice(there, meant):
    """Nobody gets a second copy of a paper; and a form that is sent twice adds nobody twice."""
    posts = {copy.post_id for copy in there if copy.post_id}
    texts = {_text_key(copy.recipient) for copy in there}
    again = []
    for recipient in (each for recipients in meant for each in recipients):
        key = _text_key(recipient.text)
        if (recipient.post and recipient.post.pk in posts) or key in texts:
            again.append(" ".join(recipient.text.split()))
        texts.add(key)
        if recipient.post:
            posts.add(recipient.post.pk)
    if again:
        raise ValidationError(f"ইতোমধ্যে কপির তালিকায় আছেন, সরিয়ে দিন: {'; '.join(again[:10])}")


def _text_key(text):
    return fold(" ".join(text.split())).rstrip(" ।.,")
