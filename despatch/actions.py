"""Sending copies, taking them back, and writing down what happened on paper. Each is one transaction.

Locks are taken in one order: register line, sendings, mail, audit chain.
"""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts import post
from accounts.access import WrongState, allow
from accounts.models import Mail, record
from despatch import ladder, messages, outbox
from despatch.ladder import Step
from despatch.models import Evidence, Link, Sending
from despatch.rules import can_send
from distribution.models import Way
from documents import store
from documents.models import Paper
from memos.models import Memo

# So long a sending can be taken back for certain.
HELD = timedelta(minutes=2)
BY_MACHINE = {Way.MAIL, Way.PORTAL}
ONLY_OWN = "এই কাগজের কপি পাঠাতে পারেন শুধু এই কার্যালয়ের কর্মী ও কর্মকর্তা।"


class Unproved(Exception):
    """Some copies would go to addresses that nothing has proved for long: a person says whether they do."""

    def __init__(self, doubted):
        super().__init__()
        self.doubted = doubted


@transaction.atomic
def send(*, copies, by, ways=None, seen=None, trusting=False, at=None):
    """Send copies of one paper: a Sending each, and a mail where it goes by mail. Returns the Sendings.

    `ways` is {primary key: Way} where a copy goes otherwise than the address book says. `seen` is the
    last Sending of the paper that its page showed: what was sent since, by the same button or by
    somebody else, is not sent again. What still waits to leave is replaced: one mail goes. `trusting`
    says that the addresses which nothing has proved were looked at. Raises Unproved, ValidationError,
    WrongState, PermissionDenied.
    """
    at = at or timezone.now()
    asked = {copy.pk for copy in copies}
    if not asked:
        return []
    memo = _locked(Memo.objects.filter(sent_copies__in=asked).distinct().get())
    allow(can_send(by, memo.office), ONLY_OWN)
    if hindered := outbox.why_not(memo):
        raise WrongState(hindered)
    copies = [copy for copy in outbox.copies_of(memo) if copy.pk in asked]
    if seen is not None:
        since = Sending.objects.filter(copy__memo=memo, taken_back_at=None, pk__gt=seen)
        done = set(since.values_list("copy", flat=True))
        copies = [copy for copy in copies if copy.pk not in done]
    planned = outbox.plan(memo, copies, ways)
    outbox.check(planned)
    doubted = [each for each in planned if each.is_doubted]
    if doubted and not trusting:
        raise Unproved(doubted)
    if not planned:
        return []

    _take_back(Sending.objects.filter(copy__in=copies, taken_back_at=None), by=by, at=at)
    sendings = _written(memo, planned, by=by, at=at)
    record(
        by=by, what="copies sent", target=memo, office=memo.office, at=at,
        number=memo.number, count=len(sendings),
    )  # fmt: skip
    return sendings


@transaction.atomic
def take_back(*, sendings, by, at=None):
    """Take back sendings of one paper that have not left yet. Returns those; the others were too late."""
    at = at or timezone.now()
    if not sendings:
        return []
    copies = [sending.copy_id for sending in sendings]
    memo = _locked(Memo.objects.filter(sent_copies__in=copies).distinct().get())
    allow(can_send(by, memo.office), ONLY_OWN)
    asked = Sending.objects.filter(
        pk__in=[sending.pk for sending in sendings], copy__memo=memo, taken_back_at=None
    )
    taken = _take_back(asked, by=by, at=at)
    if taken:
        record(
            by=by, what="copies taken back", target=memo, office=memo.office, at=at,
            number=memo.number, count=len(taken),
        )  # fmt: skip
    return taken


@transaction.atomic
def note_on_paper(*, copy, by, step, on, way=Way.HAND, name="", designation="", note="", scan=None):
    """Write down what happened to a copy on paper on a day. Returns the Evidence.

    `step` is RELAYED (it left by hand or by post), SIGNED (who took it, their post, with the scan of
    their signature: an upload that was looked at, or None) or REFUSED. Raises documents.store.NotStored.
    """
    memo = _locked(copy.memo)
    allow(can_send(by, memo.office), ONLY_OWN)
    if memo.paper is None:
        raise WrongState(outbox.why_not(memo))
    sending = copy.sendings.filter(way=way, taken_back_at=None).order_by("-pk").first()
    if sending is None and step != Step.SIGNED:
        sending = Sending.objects.create(copy=copy, way=way, sent_by=by, sent_at=timezone.now())
    told = {"on": on.isoformat(), "name": name, "post": designation, "line": note}
    told = {key: value for key, value in told.items() if value}
    if scan:
        told["scan"] = store.keep(scan.read(), mime=scan.media_type).sha256
    last = copy.evidence.order_by("-pk").first()
    if last and (last.step, last.told, last.by_id) == (step, told, by.pk):  # pressed twice
        return last
    said = Evidence.objects.create(copy=copy, sending=sending, step=step, told=told, by=by)
    record(by=by, what="copy noted on paper", target=memo, office=memo.office, **_short(copy, step))
    return said


@transaction.atomic
def see_returned(*, returned, by, at=None):
    """A person has read a mail that came back and that no programme could read."""
    returned = type(returned).objects.select_for_update().get(pk=returned.pk)
    allow(returned.office and can_send(by, returned.office), ONLY_OWN)
    if returned.seen_at is None:
        returned.seen_by, returned.seen_at = by, at or timezone.now()
        returned.save(update_fields=["seen_by", "seen_at"])
        record(by=by, what="returned mail seen", target=returned, office=returned.office)


def stop_what_fell():
    """Let no mail leave whose paper is void or superseded by now. How many were stopped."""
    waiting = Sending.objects.filter(
        taken_back_at=None, mail__state=Mail.State.WAITING, mail__unanswered=0
    ).exclude(copy__memo__paper__status=Paper.Status.CURRENT)
    stopped = 0
    for memo in Memo.objects.filter(sent_copies__sendings__in=waiting).distinct():
        with transaction.atomic():
            line = _locked(memo)
            by = line.voided_by or line.paper.superseded_by.memo.issued_by
            stopped += len(_take_back(waiting.filter(copy__memo=line), by=by, at=timezone.now()))
    return stopped


def _locked(memo):
    """The line of the register as it stands, locked until the transaction ends."""
    # Read after the lock is held: what is joined to a locked row may be older than the row.
    Memo.objects.select_for_update().get(pk=memo.pk)
    return Memo.objects.select_related("series__office", "paper", "voided_by").get(pk=memo.pk)


def _take_back(sendings, *, by, at):
    """Those of these that could still be taken back: what waits, or goes by hand and has not gone."""
    taken = []
    for sending in sendings.select_related("mail").prefetch_related("evidence"):
        if sending.mail:
            is_gone = not post.take_back(sending.mail)
        elif sending.way in BY_MACHINE:
            is_gone = not ladder.is_held(sending, at)
        else:
            is_gone = bool(sending.evidence.all())
        if not is_gone:
            sending.taken_back_by, sending.taken_back_at = by, at
            taken.append(sending)
    Sending.objects.bulk_update(taken, ["taken_back_by", "taken_back_at"])
    return taken


def _written(memo, planned, *, by, at):
    """The Sendings and the mail of what was planned."""
    leaves_at = at + HELD
    sendings = [
        Sending(
            copy=each.copy,
            way=each.way,
            address=each.address.email if each.way == Way.MAIL else "",
            sent_by=by,
            sent_at=at,
            leaves_at=leaves_at if each.way in BY_MACHINE else None,
        )
        for each in planned
    ]
    by_mail = [sending for sending in sendings if sending.way == Way.MAIL]
    if by_mail:
        _write_mail(memo, by_mail, leaves_at=leaves_at)
    return Sending.objects.bulk_create(sendings)


def _write_mail(memo, sendings, *, leaves_at):
    copies = [sending.copy for sending in sendings]
    files, links = outbox.files_of(memo), _links(copies)
    as_link = outbox.goes_as_link(memo, files)
    calendar = outbox.calendar_of(memo)
    carried = [*([] if as_link else files), *([calendar] if calendar else [])]
    before, (corrects, corrected) = outbox.first_messages(copies), outbox.corrected_by(memo)
    for sending in sendings:
        copy = sending.copy
        copy.memo = memo
        told = {"is_again": copy.pk in before, "corrects": corrects}
        sending.as_link = as_link
        sending.mail = post.mail_to(
            sending.address,
            subject=messages.subject_of(copy, **told),
            text=messages.text_of(copy, files, link=links[copy.pk], as_link=as_link, **told),
            attachments=[file.attached for file in carried],
            return_path=post.new_return_path(),
            follows=before.get(copy.pk) or corrected.get(outbox.recipient_of(copy), ""),
            is_kept=True,
            leaves_at=leaves_at,
        )
    Mail.objects.bulk_create([sending.mail for sending in sendings])


def _links(copies):
    """{primary key: the address of its page for who has no account}."""
    there = Link.objects.filter(copy__in=copies)
    have = set(there.values_list("copy", flat=True))
    Link.objects.bulk_create([Link(copy=copy) for copy in copies if copy.pk not in have])
    return {
        link.copy_id: settings.BASE_URL + reverse("despatch:link", args=[link.token])
        for link in there.all()
    }


def _short(copy, step):
    return {
        "number": copy.number,
        "recipient": " ".join(copy.recipient.split())[:200],
        "step": step,
    }
