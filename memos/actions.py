"""Acts upon the issue register that touch several nouns at once; each is one transaction, and asks its
rule.

Locks are taken in one order, here and everywhere: meeting, counter, register line, audit chain.
"""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.access import WrongState, allow
from accounts.changes import changes_of
from accounts.models import record
from bangla.digits import to_bengali
from bangla.phrases import long_date
from documents import store
from documents.models import PaperFile
from followup import opening
from meetings import printing
from meetings.charging import charge
from meetings.content import content_of
from meetings.models import Meeting, State
from meetings.rules import can_add_scan, can_issue
from memos import numbers, sealing
from memos.addressees import addressed_to, copies_of, counted_copies, sender_of
from memos.models import FileNumber, Memo
from memos.ordering import keep_order
from memos.rules import can_keep_files, can_reserve, can_void
from offices.models import today
from offices.rules import is_officer_of
from offices.signatories import signs_as, who_signs
from papers.content import digest
from papers.places import first_of, places_to_sign


@transaction.atomic
def keep_file_number(*, file, by, begun_after=None):
    """Open a file, or save one that was changed in place; with its series, where that is new.

    `begun_after` is where the register on paper has got to. Raises NumberTaken where the portal has
    numbered already.
    """
    rows = FileNumber.objects.select_related("office").select_for_update(of=("self",))
    before = file.pk and rows.get(pk=file.pk)
    for office in {file.office, before.office if before else file.office}:
        allow(can_keep_files(by, office), "এই কার্যালয়ের নথি খুলতে ও বদলাতে পারেন শুধু এর নিজের কর্মী।")
    if file.series.pk is None:
        file.series.save()
        file.series_id = file.series.pk
    file.save()
    if begun_after is not None:
        file.series.begin_after(begun_after, on=today())
    columns = [field.attname for field in FileNumber._meta.concrete_fields]
    if not before or begun_after is not None or changes_of(before, file, columns):
        what = "file changed" if before else "file opened"
        record(by=by, what=what, target=file, office=file.office, number=file.number)
    return file


@transaction.atomic
def reserve(*, file, by, subject, token=None, serial=None, on=None, reason="", at=None):
    """Take the next serial of a file (or a free one of one's choice) for a paper still to come.

    `reason` is why number or day do not follow those before, where they do not (memos.ordering). The
    same `token` again gives the person the line it gave before.
    """
    allow(
        can_reserve(by, file.office),
        "এই কার্যালয়ের নম্বর নিতে পারেন শুধু এর নিজের কর্মী ও কর্মকর্তা।",
    )
    on = on or today()
    counter = file.series.lock(on)
    if token and (line := Memo.objects.filter(token=token, reserved_by=by).first()):
        return line
    last = counter.last
    number = counter.take(serial) if serial else counter.next()
    line = Memo(
        series=file.series,
        file=file,
        period=counter.period,
        serial=number,
        is_manual=serial is not None,
        kind=Memo.Kind.OTHER,
        number=numbers.printed(file.number, number, separator=file.separator),
        issued_on=on,
        subject=subject,
        token=token,
    )
    keep_order(line, on, last=last, reason=reason, is_typed=serial is not None)
    line.reserve(by=by, at=at)
    return line


@transaction.atomic
def issue(
    *,
    meeting,
    by,
    file=None,
    serial=None,
    reserved=None,
    copies=None,
    endorsed_copies=None,
    on=None,
    order_reason="",
    signer=None,
    token=None,
    at=None,
):
    """Issue approved minutes: freeze, number, seal (`memos.sealing`). Returns the Memo.

    `file` is the FileNumber for a paper that names none itself. The serial is the one the paper
    brings along (an old paper), `serial` (a register on paper beside this one), that of the
    `reserved` line, or the next. `copies` and `endorsed_copies` are the counts in (৩০) and /১(৬),
    by default those of the copy lists, or what a person gave for the paper whose place this one takes.
    `on` is the day the paper bears, `order_reason` why day or number do not follow those before them
    (memos.ordering). `signer` is an opened key, None for a paper that is signed in ink. `token` names
    the form: the same one again gives the memo it gave before.

    Nothing is taken unless all of it succeeds. Raises PermissionDenied, WrongState, ValidationError,
    NumberTaken, RenderFailed, SigningFailed; each says in Bengali what to mend.
    """
    at = at or timezone.now()
    meeting = _locked(meeting)
    if line := made_by_form(token, meeting, by):
        return line
    may_issue(by, meeting)
    content = _frozen(meeting)

    memo = content["memo"] or {}
    on = on or _day_of(memo) or timezone.localdate(at)
    asked = {"file": file, "serial": serial, "reserved": reserved, "reason": order_reason}
    line = _numbered(meeting, memo, on=on, **asked)
    _put_copies(line, copies, endorsed_copies, meeting=meeting, content=content)
    meeting.memo = content["memo"] = memo_on_paper(line, memo, on)

    told = {"line": line, "on": on, "signer": signer, "token": token}
    sealed = sealing.seal(_to_seal(meeting, content), by=by, at=at, **told)
    paper = sealed.paper
    meeting.issue(by=by, paper=paper, memo=meeting.memo, at=at, sha256=sealed.document.sha256)
    _follow(meeting, paper=paper, on=on, by=by, at=at)
    return line


def _follow(meeting, *, paper, on, by, at):
    """What the issue of a paper sets going: whom it charges, what is followed up, what it replaces."""
    charge(meeting, paper=paper, on=on)
    opening.open_for(meeting, paper=paper, on=on, by=by, at=at)
    if meeting.corrects_id:
        _replace(meeting.corrects_id, paper, by=by, at=at)


def _numbered(meeting, memo, *, on, file, **asked):
    """The register line that the paper of a meeting takes on a day: see `issue`."""
    if refusal := why_not_dated(on, meeting):
        raise ValidationError(refusal)
    return sealing.take_number(
        file_of(meeting.office, memo, file),
        on=on,
        brought=memo.get("issue"),
        **asked,
    )


def _put_copies(line, copies, endorsed_copies, *, meeting, content):
    """Print the number with its counts of copies, the usual ones where none are told."""
    counted = counted_copies(content, meeting.office)
    usual = usual_copies(meeting, content, counted)
    put_copies(line, copies, endorsed_copies, usual=usual, counted=counted)


def put_copies(line, copies, endorsed_copies, *, usual, counted):
    """Print the number with these counts, those of `usual` where none are told; `counted` are the lists'."""
    told = (
        usual[0] if copies is None else copies,
        usual[1] if endorsed_copies is None else endorsed_copies,
    )
    line.copies_by_hand = told != counted
    sealing.put_number(line, copies=told[0], endorsed_copies=told[1])


def usual_copies(meeting, content, counted):
    """(copies, copies of the endorsement) that the paper of a meeting is most likely to bear.

    What a person gave for the paper before it, whose number was struck out or which it corrects, else
    what the paper says itself, else what its lists come to (`counted`).
    """
    of = meeting.issued_papers.select_related("paper__memo").last()
    if of is None and meeting.corrects_id:
        of = meeting.corrects.issued_papers.select_related("paper__memo").last()
    before = of and getattr(of.paper, "memo", None)
    if before and before.copies_by_hand:
        return before.copies, before.endorsed_copies
    return copies_of(content, counted)


def may_issue(by, meeting):
    """Refuse unless this person may issue the meeting's minutes as they stand; say why not."""
    if meeting.state != State.APPROVED:
        raise WrongState(
            f"সভাটি এখন “{meeting.shown_state_name}” অবস্থায় আছে; শুধু অনুমোদিত কার্যবিবরণী জারি করা যায়।"
        )
    allow(can_issue(by, meeting), "জারি করতে পারেন শুধু এই কার্যালয়ের কর্মকর্তা।")


def made_by_form(token, meeting, by):
    """The line that this very form of this person has made for this meeting already, or None."""
    line = line_of(token, by)
    return line if line and line.meeting == meeting else None


def line_of(token, by):
    """The line that a form of this person has made, or None."""
    made = Memo.objects.filter(token=token, issued_by=by).select_related("paper")
    return made.first() if token else None


def _frozen(meeting):
    """The content that was approved, exactly."""
    content = content_of(Meeting.objects.with_paper().get(pk=meeting.pk))
    if digest(content) != meeting.approved_digest:
        raise WrongState("অনুমোদনের পর লেখা বদলেছে; ফেরত দিয়ে আবার অনুমোদন করুন।")
    return content


def _to_seal(meeting, content):
    return to_seal(
        content,
        office=meeting.office,
        kind=_kind_of(meeting),
        heading=meeting.heading,
        draw=lambda paper, qr: printing.draw_issued(meeting, content, paper=paper, qr=qr),
    )


def to_seal(content, **thing):
    """What is sealed of a content (interchange format): who signs it and to whom it goes it says itself."""
    recipients, copied_to = addressed_to(content)
    return sealing.ToSeal(
        **thing,
        places=places_to_sign(content),
        sender=sender_of(content),
        recipients=recipients,
        copied_to=copied_to,
        content=content,
    )


def _locked(meeting):
    """The meeting as it stands, with its office, locked until the transaction ends; and with it the
    one that it corrects, so that no line or trail is held while that is waited for."""
    rows = Meeting.objects.select_related("committee__office", "corrects__paper")
    locked = rows.select_for_update(of=("self",)).get(pk=meeting.pk)
    if locked.corrects_id:
        Meeting.objects.select_for_update().get(pk=locked.corrects_id)
    return locked


def file_of(office, memo, file):
    """The file the paper goes out of: the one it names, or the one that was chosen for it."""
    if memo.get("number"):
        return FileNumber.named_on_paper(office, memo["number"])
    if file is None:
        raise ValidationError("কাগজে নথি নম্বর নেই; কোন নথি থেকে জারি হবে তা বেছে নিন।")
    if file.office_id != office.pk:
        raise ValidationError("নথিটি এই কার্যালয়ের নয়।")
    return file


def _day_of(memo):
    """The day an old paper bears already."""
    return date.fromisoformat(memo["date"]) if memo.get("date") else None


def why_not_dated(on, meeting):
    """Why the paper of a meeting may not bear this date, or None."""
    if on > today():
        return "স্মারকের তারিখ আজকের পরে হতে পারে না।"
    if on < meeting.held_on:
        return f"স্মারকের তারিখ ({long_date(on)}) সভার তারিখের ({long_date(meeting.held_on)}) আগে হতে পারে না।"
    if meeting.corrects_id and on < (before := meeting.corrects.paper.issued_on):
        return (
            f"সংশোধনীর তারিখ ({long_date(on)}) মূল কাগজের তারিখের ({long_date(before)}) আগে হতে পারে না।"
        )
    return None


def memo_on_paper(line, memo, on):
    """The memo as the issued paper prints it; an old paper that brings its number keeps its words."""
    file, told = line.file, dict(memo)
    told |= {
        "number": memo.get("number") or to_bengali(file.number),
        "issue": to_bengali(line.serial),
        "copies": to_bengali(line.copies) if line.copies else None,
        "date": on.isoformat(),
    }
    if not memo.get("issue"):
        told.pop("as_printed", None)
        told.pop("copy_number_as_printed", None)
        if file.separator != ".":
            told["as_printed"] = numbers.LABEL + line.number
        if line.endorsed_copies:
            told["copy_number_as_printed"] = numbers.LABEL + numbers.endorsed(
                file.number, line.serial, separator=file.separator, copies=line.endorsed_copies
            )
    if memo.get("date") != told["date"]:
        told.pop("date_as_printed", None)
        told.pop("bangla_date_as_printed", None)
    return told


def _kind_of(meeting):
    if meeting.corrects_id:
        return Memo.Kind.CORRIGENDUM
    return Memo.Kind(meeting.kind)


def place_at_issue(content):
    """The place that is signed as a paper is issued, its first: (SignatureField, who is printed there),
    or twice None. The others are signed later (`sign_further`)."""
    return first_of(places_to_sign(content))


def _replace(pk, paper, *, by, at):
    """The minutes that a corrigendum replaces say so from now on, for ever. They are locked already."""
    old = Meeting.objects.get(pk=pk)
    old.paper.supersede(by_paper=paper, at=at)
    old.correct(by=by, at=at)


@transaction.atomic
def void(*, memo, by, reason, at=None):
    """Strike a line of the register out. Its paper is void; its minutes go back to be mended."""
    at = at or timezone.now()
    meeting = memo.meeting and Meeting.objects.select_for_update().get(pk=memo.meeting.pk)
    # As it stands now that nobody else moves its minutes.
    stands = Memo.objects.select_related("series__office").get(pk=memo.pk)
    # The slower of two officers is told so by the line itself.
    is_too_late = stands.state == Memo.State.VOID and is_officer_of(by, stands.office)
    allow(is_too_late or can_void(by, stands), "এই নম্বর আপনি বাতিল করতে পারেন না।")
    memo.void(by=by, reason=reason, at=at)
    if memo.paper:
        memo.paper.void(at=at)
    if meeting and meeting.paper_id == memo.paper_id:
        meeting.take_back(by=by, at=at, reason=f"স্মারক {memo.number} বাতিল: {reason}")
        opening.suspend_for(meeting, paper=memo.paper, by=by, at=at)


@transaction.atomic
def sign_further(*, meeting, by, field, signer, at=None):
    """Another signature on an issued paper, in one of its empty fields, and at once in every other
    that waits for the same person. Returns the new PaperFile.

    Only who is printed there signs there; raises PermissionDenied for anybody else.
    The bytes before it stay as they were; the longer file is the current one from now on.
    """
    at = at or timezone.now()
    meeting = _locked(meeting)
    if meeting.paper_id is None or meeting.state == State.CORRECTED:
        raise WrongState("এই কাগজে এখন স্বাক্ষর দেওয়া যায় না।")
    last = meeting.paper.issued_file
    signed_by_now = {said["field"] for said in last.signers}
    if field.name in signed_by_now:
        raise WrongState("এই জায়গায় আগেই স্বাক্ষর হয়েছে।")
    content = content_of(Meeting.objects.with_paper().get(pk=meeting.pk))
    empty = [each for each in places_to_sign(content) if each[0].name not in signed_by_now]
    printed = {place.name: who for place, who in empty}.get(field.name)
    day = timezone.localdate(at)
    allow(signs_as(by, meeting.office, printed, on=day), who_signs(printed, is_issued=True))
    pdf, signers = sealing.sign_all(
        last.document.read(), empty, by=by, office=meeting.office, at=at, signer=signer
    )
    signed = meeting.paper.add_file(
        store.keep(pdf, mime="application/pdf"),
        kind=PaperFile.Kind.ISSUED,
        signers=[*last.signers, *signers],
        at=at,
    )
    record(
        by=by,
        what="paper signed",
        target=meeting,
        office=meeting.office,
        at=at,
        field=field.name,
        sha256=signed.document.sha256,
    )
    return signed


@transaction.atomic
def file_scan(*, meeting, by, data, mime, code, unread=False, at=None):
    """Keep the scan of an issued paper that was signed in ink. Returns the PaperFile.

    `code` is what was read from the code on it, None where nothing could be; then `unread` says that
    the person has compared it. Raises PermissionDenied, ValidationError, documents.store.NotStored.
    """
    at = at or timezone.now()
    allow(
        can_add_scan(by, meeting),
        "জারি করা কাগজের স্ক্যান রাখতে পারেন শুধু এই কার্যালয়ের কর্মী ও কর্মকর্তা।",
    )
    paper = meeting.paper
    if code is None and not unread:
        raise ValidationError(
            "স্ক্যানে কাগজের সংকেত পড়া যায়নি। পরিষ্কার করে আবার স্ক্যান করুন, অথবা নিচের ঘরে চিহ্ন দিন।"
        )
    if code is not None and code != paper.code:
        raise ValidationError(f"স্ক্যানটি স্মারক {paper.number} এর নয়; সংকেতে অন্য কাগজের কোড আছে।")
    document = store.keep(data, mime=mime)
    if paper.files.filter(document=document).exists():
        raise ValidationError("এই ফাইলটি আগেই রাখা হয়েছে।")
    signatory = meeting.signatory or {}
    who = {
        "name": signatory.get("name", ""),
        "post": next(iter(signatory.get("designation", [])), ""),
        "signed_at": None,
    }
    kept = paper.add_file(document, kind=PaperFile.Kind.SCAN, signers=[who], at=at)
    record(
        by=by,
        what="scan filed",
        target=meeting,
        office=meeting.office,
        at=at,
        sha256=document.sha256,
        code_read=code is not None,
    )
    return kept
