"""Acts upon duties and submissions that touch several nouns at once; each is one transaction.

Locks are taken in one order, here and everywhere: meeting, counterpart, submission, audit chains.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.access import WrongState
from accounts.models import record
from bangla.phrases import period_of
from bangla.text import fold
from committees.models import Committee
from documents.models import Paper, PaperFile
from meetings.content import content_of
from meetings.models import Meeting
from meetings.models import State as MeetingState
from submissions.models import Counterpart, Duty, Excuse, Submission, told_both

OPEN = (Submission.State.SENT, Submission.State.OPENED, Submission.State.ASKED)


def period_for(duty, meeting):
    """The first day of the duty's period that a meeting's minutes most likely answer."""
    day = meeting.period_start or meeting.held_on
    return period_of(duty.cadence, day, fiscal=duty.fiscal)[0]


@transaction.atomic
def send(*, meeting, duty, period_start, by, token=None, at=None):
    """Send issued minutes to the office above, as they are, for good. Returns the Submission.

    `period_start` is the first day of a period of the duty. The same `token` again gives what it
    gave before. Raises WrongState, ValidationError; each says in Bengali what to mend.
    """
    at = at or timezone.now()
    meeting = (
        Meeting.objects.select_related("committee__office", "paper")
        .select_for_update(of=("self",))
        .get(pk=meeting.pk)
    )
    if token and (sent := Submission.objects.filter(token=token, meeting=meeting).first()):
        return sent
    if refusal := why_not_sent(meeting):
        raise WrongState(refusal)
    answers = Counterpart.objects.select_for_update().filter(duty=duty, office=meeting.office)
    if meeting.committee_id not in {answer.committee_id for answer in answers}:
        raise WrongState("এই প্রত্যাশার জবাব দেয় অন্য কমিটি; আগে কমিটি মিলিয়ে দিন।")
    if period_of(duty.cadence, period_start, fiscal=duty.fiscal)[0] != period_start:
        raise ValidationError("মেয়াদটি এই প্রত্যাশার নয়।")

    kept = Submission.objects.filter(duty=duty, office=meeting.office, period_start=period_start)
    before = kept.select_for_update().filter(is_latest=True).first()
    file = meeting.paper.issued_file
    if before and before.state in OPEN:
        raise WrongState("এই মেয়াদের কার্যবিবরণী ইতোমধ্যে পাঠানো আছে।")
    if before and before.state == Submission.State.ACCEPTED:
        raise WrongState("এই মেয়াদের কার্যবিবরণী ইতোমধ্যে গৃহীত হয়েছে।")
    if before and before.file.document_id == file.document_id:
        raise ValidationError(
            "ফেরত আসা কাগজটিই আবার পাঠানো যায় না; সংশোধনী জারি করে অথবা স্বাক্ষর যোগ করে পাঠান।"
        )
    if before:
        before.is_latest = False
        before.save(update_fields=["is_latest"])
    last = kept.order_by("-version").values_list("version", flat=True).first() or 0
    scans = meeting.paper.files.filter(kind=PaperFile.Kind.SCAN)
    sent = Submission.objects.create(
        duty=duty,
        office=meeting.office,
        period_start=period_start,
        version=last + 1,
        meeting=meeting,
        file=file,
        scan=scans.order_by("-position").first(),
        content=content_of(Meeting.objects.with_paper().get(pk=meeting.pk)),
        token=token,
        sent_by=by,
        sent_at=at,
        moved_at=at,
        first_sent_on=before.first_sent_on if before else timezone.localdate(at),
    )
    told_both(
        by=by,
        what="submission sent",
        target=sent,
        offices=sent.offices,
        at=at,
        number=meeting.paper.number,
        version=sent.version,
        sha256=file.document.sha256,
    )
    return sent


def why_not_sent(meeting):
    """Why the paper of a meeting cannot be sent up, in words; None where it can."""
    if meeting.state == MeetingState.CORRECTED:
        return "কাগজটি পরে সংশোধিত হয়েছে; সংশোধিত কাগজটি জারি করে সেটি জমা দিন।"
    if meeting.state != MeetingState.ISSUED:
        return "শুধু জারি করা কার্যবিবরণী জমা দেওয়া যায়; এটি জারি করা নেই, বা জারি বাতিল হয়েছে।"
    if meeting.paper.status != Paper.Status.CURRENT:
        return f"স্মারক {meeting.paper.number} আর বহাল নেই ({meeting.paper.get_status_display()}), তাই জমা দেওয়া যায় না।"
    return None


@transaction.atomic
def excuse(*, duty, office, period_start, reason, by, at=None):
    """Tell the office above that no meeting took place. Returns the Excuse; twice is once."""
    # Whoever sets, excuses or refuses for a duty comes one after another.
    duty = Duty.objects.select_for_update().get(pk=duty.pk)
    same = {"duty": duty, "office": office, "period_start": period_start}
    if Submission.objects.filter(**same, is_latest=True).exists():
        raise WrongState("এই মেয়াদের কার্যবিবরণী পাঠানো আছে; সভা না হওয়ার কারণ আর দেওয়া যায় না।")
    if given := Excuse.objects.standing().filter(**same).first():
        return given
    at = at or timezone.now()
    given = Excuse.objects.create(**same, reason=reason, excused_by=by, excused_at=at)
    told_both(
        by=by,
        what="excuse given",
        target=given,
        offices=(office, duty.office),
        at=at,
        reason=reason,
    )
    return given


@transaction.atomic
def refuse_excuse(*, excuse, by, reason, at=None):
    """The office above does not take the excuse: the paper is owed again."""
    at = at or timezone.now()
    kept = Excuse.objects.select_for_update().get(pk=excuse.pk)
    if kept.refused_at:
        raise WrongState(f"এর মধ্যে {kept.refused_by} কারণটি অগ্রাহ্য করেছেন।")
    kept.refused_by, kept.refused_at, kept.refusal = by, at, reason
    kept.save(update_fields=["refused_by", "refused_at", "refusal"])
    told_both(
        by=by,
        what="excuse refused",
        target=kept,
        offices=(kept.office, kept.duty.office),
        at=at,
        reason=reason,
    )
    return kept


@transaction.atomic
def keep_duty(duty, *, by, at=None):
    """Save what an office expects, and name the committees that plainly answer it."""
    is_new = duty.pk is None
    duty.save()
    named = propose_counterparts(duty) if is_new else []
    Counterpart.objects.bulk_create(named)
    what = "duty set" if is_new else "duty changed"
    record(by=by, what=what, target=duty, office=duty.office, at=at, name=duty.name)
    return duty


def propose_counterparts(duty):
    """Counterparts, not saved, of the offices that have one open committee that the duty names.

    A committee is named by the duty where their names are the same but for their spelling, or the
    one is part of the other; where several are, none is taken.
    """
    found = {}
    committees = Committee.objects.filter(office__in=duty.offices, closed_on=None)
    taken = set(duty.counterparts.values_list("office", flat=True)) if duty.pk else set()
    wanted = fold(duty.name)
    for committee in committees.exclude(office__in=taken):
        name = fold(committee.name)
        if name == wanted or wanted in name or name in wanted:
            found.setdefault(committee.office_id, []).append((name != wanted, committee))
    named = []
    for office, choices in found.items():
        exact = [committee for differs, committee in choices if not differs]
        plain = exact or [committee for _, committee in choices]
        if len(plain) == 1:
            named.append(Counterpart(duty=duty, office_id=office, committee=plain[0]))
    return named


@transaction.atomic
def name_counterpart(*, duty, office, committee, by, at=None):
    """Say which committee of an office answers a duty (None: none does yet)."""
    duty = Duty.objects.select_for_update().get(pk=duty.pk)
    now = duty.counterparts.filter(office=office).first()
    if (now and now.committee_id) == (committee and committee.pk):
        return now
    if committee is None:
        now.delete()
        now = None
    elif now:
        now.committee = committee
        now.full_clean()
        now.save(update_fields=["committee"])
    else:
        now = Counterpart(duty=duty, office=office, committee=committee)
        now.full_clean()
        now.save()
    told_both(
        by=by,
        what="counterpart named",
        target=duty,
        offices=(office, duty.office),
        at=at,
        name=committee.name if committee else "",
    )
    return now
