"""What a recipient does with a copy: fetches it, acknowledges it, answers a notice, signs for it on paper.

Who comes by the link of a copy has no account: the link is all their right, and nothing here asks for
more. Who comes by the inbox of their office does it in their own name. Each deed is one row that is
never changed, and the same deed again is the row that is there.
"""

import hashlib

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.access import allow
from accounts.models import record
from despatch import actions, links, replies, rules
from despatch.models import Evidence, Reply
from distribution import book
from distribution.models import Way
from documents.marking import marked_copy
from documents.models import Paper
from meetings.attendance import mark_beforehand
from meetings.models import Attendance
from memos.models import Copy
from offices.models import Posting

Step = Evidence.Step

# What an answer makes of the row of its member before the sitting: (status, representative).
MARKS = {
    Reply.Answer.COMING: Attendance.Status.UNMARKED,
    Reply.Answer.REPRESENTED: Attendance.Status.REPRESENTED,
    Reply.Answer.ABSENT: Attendance.Status.ABSENT,
}


def fetch_by_link(link):
    """The bytes of the copy's paper as it stands now, given to who holds the link.

    Raises documents.rendering.RenderFailed, documents.stored.Damaged.
    """
    data = bytes_of(link.copy.memo.paper)
    with transaction.atomic():
        _note_fetched(_locked(link.copy), data, by=None, way="link")
    return data


def fetch(copy, *, by):
    """The same, opened by somebody of the receiving office in their own name."""
    _allow(by, copy)
    data = bytes_of(copy.memo.paper)
    with transaction.atomic():
        if _note_fetched(_locked(copy), data, by=by, way="portal", **_who(by, copy)):
            record(by=by, what="copy opened", target=copy, office=copy.post.office)
    return data


def bytes_of(paper):
    """The issued file; of a paper that no longer stands a copy that says so on every page."""
    if paper.status == Paper.Status.CURRENT:
        return paper.issued_file.document.read()
    return marked_copy(paper)


@transaction.atomic
def acknowledge_by_link(link, *, name="", designation=""):
    """Who took the copy says so. Returns the Evidence; the first one stays.

    `name` and `designation` are asked where the mailbox is shared or unknown (`links.asks_who`).
    """
    copy = _locked(link.copy)
    if said := links.acknowledgement_of(copy):
        return said
    if links.asks_who(copy):
        if not name or not designation:
            raise ValidationError("কে গ্রহণ করলেন, তাঁর নাম ও পদবি লিখুন।")
        told = {"name": name, "post": designation}
    else:
        told = {"name": copy.holder or str(copy.addressee), "by_address_book": True}
    said = _acknowledged(copy, {"way": "link", **told})
    _prove_address(copy)
    return said


@transaction.atomic
def acknowledge(copy, *, by):
    """The same, by somebody of the receiving office in their own name."""
    _allow(by, copy)
    copy = _locked(copy)
    if said := links.acknowledgement_of(copy):
        return said
    said = _acknowledged(copy, {"way": "portal", **_who(by, copy)}, by=by)
    record(by=by, what="copy acknowledged", target=copy, office=copy.post.office)
    return said


@transaction.atomic
def answer(link, *, answer, name="", designation="", note="", at=None):
    """Keep what the recipient of a notice answers; the last answer counts. Returns the Reply.

    Fills the row of the member in the attendance, unless a person has marked it. Raises
    ValidationError once the sitting has begun, and where a representative has no name.
    """
    at = at or timezone.now()
    copy = _locked(link.copy)
    meeting = replies.sitting_of(copy)
    if meeting is None or not replies.is_open(meeting, at):
        raise ValidationError("এই সভার উত্তর দেওয়ার সময় শেষ হয়েছে; কিছু জানাতে কার্যালয়ে যোগাযোগ করুন।")
    if answer == Reply.Answer.REPRESENTED:
        if not name or not designation:
            raise ValidationError("প্রতিনিধির নাম ও পদবি লিখুন।")
    else:
        name = designation = ""
    before = replies.last_reply(copy, meeting)
    told = {"answer": answer, "name": name, "designation": designation, "note": note}
    reply = copy.replies.create(**told, at=at)
    if copy.post_id:
        mark_beforehand(meeting, copy.post_id, before=_mark(before), mark=_mark(reply))
    return reply


@transaction.atomic
def sign_for(sendings, *, by, on, scan=None):
    """Note that copies were signed for on paper, as the peon book shows. Returns the Evidence, each.

    `sendings` is {Sending: (name, post) of who signed}, `on` the day of the signatures, `scan` that of
    the page, as despatch.actions.note_on_paper takes it. What was signed for stays as it was told first.
    """
    noted = []
    for sending in sorted(sendings, key=lambda each: (each.copy.memo_id, each.pk)):
        copy = _locked(sending.copy)
        if copy.evidence.filter(step=Step.SIGNED).exists():
            continue
        name, designation = sendings[sending]
        told = {"on": on, "way": sending.way, "name": name, "designation": designation}
        noted.append(actions.note_on_paper(copy=copy, by=by, step=Step.SIGNED, scan=scan, **told))
    return noted


def _allow(by, copy):
    allow(
        rules.can_receive(by, copy),
        "চিঠি খুলতে ও প্রাপ্তি স্বীকার করতে পারেন শুধু প্রাপক কার্যালয়ের কর্মী ও কর্মকর্তা।",
    )


def _locked(copy):
    """The copy with what its recipient is told of it, locked: two deeds of one copy come in turn."""
    told = ("memo__paper__superseded_by", "memo__series__office", "post__office", "addressee")
    return Copy.objects.select_for_update(of=["self"]).select_related(*told).get(pk=copy.pk)


def _note_fetched(copy, data, *, by, **told):
    """Whether this is the first time that these bytes were fetched by this person or by the link."""
    told["sha256"] = hashlib.sha256(data).hexdigest()
    if copy.memo.paper.status != Paper.Status.CURRENT:
        told["marked"] = copy.memo.paper.status
    there = copy.evidence.filter(step=Step.FETCHED, by=by)
    if any(each.told.get("sha256") == told["sha256"] for each in there):
        return False
    copy.evidence.create(step=Step.FETCHED, by=by, told=told)
    return True


def _acknowledged(copy, told, *, by=None):
    return copy.evidence.create(step=Step.ACKNOWLEDGED, by=by, told=told)


def _prove_address(copy):
    """The mail that carried the link has reached its recipient: so its address is right."""
    mailed = copy.sendings.filter(way=Way.MAIL, taken_back_at=None).last()
    if mailed:
        told = {"post": copy.post, "addressee": copy.addressee}
        book.prove(copy.memo.office, mailed.address, **told)


def _who(by, copy):
    """The name of somebody of the receiving office and the post they hold there."""
    held = Posting.objects.current().filter(user=by, post__office=copy.post.office)
    # Who holds the very post it was sent to signs as that.
    posting = held.filter(post=copy.post).first() or held.select_related("post").first()
    return {"name": posting.name, "post": posting.post.title}


def _mark(reply):
    """What a reply writes into the row of its member; None of no reply."""
    if reply is None:
        return None
    return {
        "status": MARKS[Reply.Answer(reply.answer)],
        "representative_name": reply.name,
        "representative_post": reply.designation,
    }
