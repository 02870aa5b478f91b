"""The copies of a paper in one file, for who asks: made by the worker, a step at a time.

Each step is kept as it is done, so a worker that is killed loses its last step alone; who goes on
finds the lease run out. A step that was overtaken is thrown away.
"""

import io
import re
import zipfile
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.access import WrongState, allow
from accounts.models import record
from bangla.digits import to_bengali
from documents import store
from documents.models import Paper
from documents.rendering import RenderFailed
from documents.store import NotStored
from documents.stored import Damaged
from letters import merging
from letters.models import Merge
from letters.rules import can_merge
from memos.models import Memo

# Longer than a step of the slowest machine; what a killed worker had is taken up after it.
LEASE = timedelta(minutes=2)
PAUSE = timedelta(seconds=20)  # before what failed is tried again
TRIES_AT_MOST = 5
# Copies of a step: addresses are drawn together, files one by one.
STEPS = {Merge.Kind.PRINT: merging.AT_ONCE, Merge.Kind.FILES: 20}
MIMES = {Merge.Kind.PRINT: "application/pdf", Merge.Kind.FILES: "application/zip"}

NOT_CURRENT = "শুধু বহাল থাকা জারি করা কাগজের কপি তৈরি করা যায়।"
TRIED_TOO_OFTEN = "বারবার চেষ্টাতেও ফাইলটি তৈরি করা যায়নি। প্রশাসককে জানান।"
UNFIT = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|।\s]+')
LONGEST_NAME = 60


# --- Asking ---------------------------------------------------------------------------------------


@transaction.atomic
def ask(*, memo, by, kind=Merge.Kind.PRINT, is_double_sided=False, at=None):
    """Have all copies of an issued paper made. The Merge: what was asked before is the same one.

    Raises PermissionDenied, WrongState.
    """
    at = at or timezone.now()
    memo = (
        Memo.objects.select_for_update(of=("self",))
        .select_related("series__office")
        .get(pk=memo.pk)
    )
    allow(
        can_merge(by, memo.office),
        "এই কার্যালয়ের কাগজের কপি তৈরি করতে পারেন শুধু এর নিজের কর্মী ও কর্মকর্তা।",
    )
    if why_not := why_not_merged(memo):
        raise WrongState(why_not)
    merge, is_new = Merge.objects.get_or_create(
        memo=memo,
        kind=kind,
        # A file for each recipient knows no sheets.
        is_double_sided=is_double_sided and kind == Merge.Kind.PRINT,
        issued=memo.paper.issued_file.document,
        total=memo.sent_copies.count(),
        defaults={"asked_by": by, "asked_at": at, "due_at": at},
    )
    if merge.state == Merge.State.FAILED:
        merge.move_to(Merge.State.WAITING, asked_by=by, asked_at=at, due_at=at, tries=0, fault="")
        is_new = True
    if is_new:
        record(
            by=by, what="copies merged", target=memo, office=memo.office, at=at,
            number=memo.number, copies=merge.total,
        )  # fmt: skip
    return merge


def why_not_merged(memo):
    """Why no copies of a register line's paper can be made, in Bengali, or ""."""
    if memo.state != Memo.State.ISSUED or memo.paper.status != Paper.Status.CURRENT:
        return NOT_CURRENT
    return "" if memo.sent_copies.exists() else "এই কাগজের বিতরণ তালিকায় কোনো প্রাপক নেই।"


# --- The worker -----------------------------------------------------------------------------------


def step():
    """Do the next step of what was asked for first. Whether there was one."""
    merge = _take()
    if merge is None:
        return False
    try:
        _go_on(merge)
    except RenderFailed as failed:
        # Who finds all render workers busy has not tried.
        _put_back(merge, tries=merge.tries - (failed.reason == "busy"), fault=str(failed))
    except (Damaged, NotStored) as failed:
        _put_back(merge, tries=merge.tries, fault=str(failed))
    return True


@transaction.atomic
def _take():
    """A Merge that is due, held by a lease from now on, or None."""
    now = timezone.now()
    due = Merge.objects.due(now).order_by("due_at", "pk")
    if not due.exists():  # SQLite need not be locked to learn that
        return None
    merge = due.select_for_update(skip_locked=True).first()
    if merge is None:
        return None
    if merge.tries >= TRIES_AT_MOST:
        merge.move_to(Merge.State.FAILED, fault=merge.fault or TRIED_TOO_OFTEN)
        return None
    merge.tries += 1
    merge.due_at = now + LEASE
    merge.save(update_fields=["tries", "due_at"])
    return merge


def _held(merge):
    """The row of a Merge, locked, while it is still ours; or None."""
    ours = Merge.objects.filter(
        pk=merge.pk, state=Merge.State.WAITING, due_at=merge.due_at, tries=merge.tries
    )
    return ours.select_for_update().first()


@transaction.atomic
def _put_back(merge, **changes):
    if row := _held(merge):
        for name, value in changes.items():
            setattr(row, name, value)
        row.due_at = timezone.now() + PAUSE
        row.save(update_fields=["due_at", *changes])


def _go_on(merge):
    """The next copies, or, when all are there, the whole."""
    if merge.memo.paper.status != Paper.Status.CURRENT:
        _give_up(merge, NOT_CURRENT)
        return
    sent = merging.sent_by(merge.memo, merge.issued)
    if merge.done == merge.total:
        _finish(merge, sent)
        return
    copies = merge.memo.sent_copies.order_by("position")
    some = list(copies[merge.done : min(merge.done + STEPS[merge.kind], merge.total)])
    part = _part(merge, sent, some)
    with transaction.atomic():
        if row := _held(merge):
            row.parts.create(position=row.done, data=part.pdf, counts=part.counts)
            row.done += len(some)
            row.tries, row.fault, row.due_at = 0, "", timezone.now()
            row.save(update_fields=["done", "tries", "fault", "due_at"])


def _part(merge, sent, copies):
    recipients = [merging.recipient_of(copy, sent) for copy in copies]
    if merge.kind == Merge.Kind.PRINT:
        return merging.addressed(sent, recipients)
    files = {
        name_of(copy): merging.drawn(sent, [recipient])[1]
        for copy, recipient in zip(copies, recipients, strict=True)
    }
    return merging.Part(_zipped(files), [])


def _finish(merge, sent):
    parts = merge.parts.order_by("position")
    if merge.kind == Merge.Kind.PRINT:
        parts = [merging.Part(bytes(part.data), part.counts) for part in parts]
        whole = merging.bind(sent, parts, double_sided=merge.is_double_sided)
    else:
        files = {f"{_fit(sent.paper.number)}.pdf": sent.pdf}
        for part in parts:
            with zipfile.ZipFile(io.BytesIO(part.data)) as some:
                files |= {name: some.read(name) for name in some.namelist()}
        whole = _zipped(files)
    with transaction.atomic():
        if row := _held(merge):
            document = store.keep(whole, mime=MIMES[merge.kind])
            row.move_to(Merge.State.DONE, document=document, finished_at=timezone.now())
            row.parts.all().delete()


@transaction.atomic
def _give_up(merge, why):
    if row := _held(merge):
        row.move_to(Merge.State.FAILED, fault=why)


def name_of(copy):
    """০০১ জেলা প্রশাসক, শালবন.pdf"""
    return f"{to_bengali(f'{copy.position:03}')} {_fit(copy.recipient)}.pdf"


def _fit(text):
    return UNFIT.sub(" ", text).strip(" .")[:LONGEST_NAME].strip()


def _zipped(files):
    """The files ({name: bytes}) in one, the same bytes for the same files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as whole:
        for name, data in files.items():
            # PDFs are packed already.
            whole.writestr(zipfile.ZipInfo(name), data)
    return out.getvalue()
