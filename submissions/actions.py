"""Acts upon duties and submissions; each is one transaction, and asks its rule.

The verbs of `Submission` guard the state alone. Locks are taken in one order, here and everywhere: meeting, counterpart, submission, audit chains.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.access import WrongState, allow
from accounts.changes import changes_of
from accounts.models import record
from bangla.phrases import period_of
from bangla.text import fold
from committees.models import Committee
from documents.models import Paper, PaperFile
from followup import opening
from meetings.content import content_of
from meetings.models import Meeting
from meetings.models import State as MeetingState
from submissions import rules
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
    allow(
        rules.can_send(by, meeting),
        "কার্যবিবরণী পাঠাতে পারেন শুধু যে কার্যালয় জারি করেছে, তার কর্মী ও কর্মকর্তা।",
    )
    if token and (sent := Submission.objects.filter(token=token, meeting=meeting).first()):
        return sent
    if refusal := why_not_sent(meeting):
        raise WrongState(refusal)
    _refuse_what_does_not_answer(meeting, duty, period_start)
    kept = Submission.objects.filter(duty=duty, office=meeting.office, period_start=period_start)
    before = _put_behind(kept, meeting.paper.issued_file)
    last = kept.order_by("-version").values_list("version", flat=True).first() or 0
    sent = Submission.objects.create(
        duty=duty,
        office=meeting.office,
        period_start=period_start,
        version=last + 1,
        **_frozen(meeting),
        token=token,
        sent_by=by,
        sent_at=at,
        moved_at=at,
        first_sent_on=before.first_sent_on if before else timezone.localdate(at),
    )
    opening.show_above(meeting)
    told_both(
        by=by,
        what="submission sent",
        target=sent,
        offices=sent.offices,
        at=at,
        number=meeting.paper.number,
        version=sent.version,
        sha256=sent.file.document.sha256,
    )
    return sent


def _refuse_what_does_not_answer(meeting, duty, period_start):
    """Refuse minutes of a committee that does not answer the duty, and a day that begins no period.

    The counterparts of the office stay locked.
    """
    answers = Counterpart.objects.select_for_update().filter(duty=duty, office=meeting.office)
    if meeting.committee_id not in {answer.committee_id for answer in answers}:
        raise WrongState("এই প্রত্যাশার জবাব দেয় অন্য কমিটি; আগে কমিটি মিলিয়ে দিন।")
    if period_of(duty.cadence, period_start, fiscal=duty.fiscal)[0] != period_start:
        raise ValidationError("মেয়াদটি এই প্রত্যাশার নয়।")


def _put_behind(kept, file):
    """Let the latest version of a period (`kept`: all of them) make place for another file.

    Returns it, None where there is none. One that is not to be replaced is told of.
    """
    rows = kept.select_related("file__paper").select_for_update(of=("self",))
    before = rows.filter(is_latest=True).first()
    if before is None:
        return None
    if before.paper.status != Paper.Status.CURRENT and before.state != Submission.State.RETURNED:
        # What it was sent as stands no more; whatever became of it, another paper takes its place.
        return _take_place_of(before)
    if before.state in OPEN:
        raise WrongState("এই মেয়াদের কার্যবিবরণী ইতোমধ্যে পাঠানো আছে।")
    if before.state == Submission.State.ACCEPTED:
        raise WrongState("এই মেয়াদের কার্যবিবরণী ইতোমধ্যে গৃহীত হয়েছে।")
    if before.file.document_id == file.document_id:
        raise ValidationError(
            "ফেরত আসা কাগজটিই আবার পাঠানো যায় না; সংশোধনী জারি করে অথবা স্বাক্ষর যোগ করে পাঠান।"
        )
    return _take_place_of(before)


def _take_place_of(before):
    before.is_latest = False
    before.save(update_fields=["is_latest"])
    return before


def _frozen(meeting):
    """What a submission keeps of a meeting as it is sent: the files of its paper, and its content."""
    scans = meeting.paper.files.filter(kind=PaperFile.Kind.SCAN)
    return {
        "meeting": meeting,
        "file": meeting.paper.issued_file,
        "scan": scans.order_by("-position").first(),
        "content": content_of(Meeting.objects.with_paper().get(pk=meeting.pk)),
    }


def why_not_sent(meeting):
    """Why the paper of a meeting cannot be sent up, in words; None where it can."""
    if meeting.state == MeetingState.CORRECTED:
        return "কাগজটি পরে সংশোধিত হয়েছে; সংশোধিত কাগজটি জারি করে সেটি জমা দিন।"
    if meeting.state != MeetingState.ISSUED:
        return "শুধু জারি করা কার্যবিবরণী জমা দেওয়া যায়; এটি জারি করা নেই, বা জারি বাতিল হয়েছে।"
    if meeting.paper.status != Paper.Status.CURRENT:
        return f"স্মারক {meeting.paper.number} আর বহাল নেই ({meeting.paper.get_status_display()}), তাই জমা দেওয়া যায় না।"
    return None


# --- What becomes of a submission ----------------------------------------------------------------


@transaction.atomic
def open_submission(*, submission, by, at=None):
    """Begin to read what came: from now on it cannot be taken back."""
    _ask(rules.can_open, by, submission)
    submission.open(by=by, at=at)


@transaction.atomic
def accept(*, submission, by, at=None):
    """Accept a paper that stands, read or not."""
    may_review(by, submission)
    # First of all locks, as the verb takes them.
    Meeting.objects.select_for_update().get(pk=submission.meeting_id)
    _ask(rules.can_review, by, submission)
    submission.accept(by=by, at=at)


@transaction.atomic
def send_back(*, submission, by, reason_code, remarks, at=None):
    """Give a paper back to be mended, by somebody of an office that has read it."""
    may_send_back(by, submission)
    _ask(rules.can_review, by, submission)
    submission.send_back(by=by, reason_code=reason_code, remarks=remarks, at=at)


@transaction.atomic
def reopen(*, submission, by, reason, at=None):
    """Take an acceptance back, with the reason; the paper waits for a decision again."""
    if submission.state != Submission.State.ACCEPTED and rules.works_for(
        by, submission.duty.office
    ):
        raise WrongState(f"কাগজটি এখন “{submission.get_state_display()}”; শুধু গৃহীত কাগজ আবার খোলা যায়।")
    allow(
        rules.can_reopen(by, submission),
        "গ্রহণ ফিরিয়ে নিতে পারেন শুধু যে কার্যালয় কাগজটি গ্রহণ করেছে, তার কর্মকর্তা।",
    )
    _ask(rules.can_reopen, by, submission)
    submission.reopen(by=by, reason=reason, at=at)


@transaction.atomic
def withdraw(*, submission, by, at=None):
    """Take back what nobody has opened yet."""
    _ask(rules.can_withdraw, by, submission)
    submission.withdraw(by=by, at=at)
    others = Submission.objects.filter(meeting=submission.meeting_id)
    if not others.exclude(state=Submission.State.WITHDRAWN).exists():
        opening.hide_from_above(submission.meeting)


@transaction.atomic
def comment(*, submission, text, by, position=None, asks=False, at=None):
    """Say something about a paper; a question (`asks`) is for who decides on it. Returns the Comment.

    What was the last word already, by the same person, is said once: the button was pressed twice.
    """
    _ask(rules.can_review if asks else rules.can_comment, by, submission)
    last = submission.comments.last()
    if last and (last.text, last.position, last.commented_by_id) == (text, position, by.pk):
        return last
    return submission.say(text, by=by, position=position, asks=asks, at=at)


def may_review(by, submission):
    """Refuse who may not decide; whoever may, but came second, is told who was faster."""
    if submission.decided_by_id and rules.works_for(by, submission.duty.office):
        raise WrongState(submission.overtaken)
    allow(
        rules.can_review(by, submission),
        "এই কাগজে সিদ্ধান্ত দিতে পারেন শুধু যে কার্যালয় তা পেয়েছে, তার কর্মী ও কর্মকর্তা।",
    )


def may_send_back(by, submission):
    """The same, for giving back: only what has been read can be found wanting."""
    may_review(by, submission)
    allow(submission.is_taken_up, "কাগজটি এখনো খোলা হয়নি; আগে খুলে পড়ুন, তারপর ফেরত দিন।")


def _ask(rule, by, submission):
    """Refuse what the rule does not permit of the submission as it stands, locked until it is over.

    Who might have done it with the submission as they saw it was the slower of two, and is told so.
    """
    rows = Submission.objects.select_related("duty__office", "office", "opened_by", "decided_by")
    stands = rows.defer("content").select_for_update(of=("self",)).get(pk=submission.pk)
    if rule(by, stands):
        return
    if stands.state != submission.state and rule(by, submission):
        raise WrongState(stands.overtaken)
    allow(False)


# --- What is expected, and what is said instead of it --------------------------------------------


@transaction.atomic
def excuse(*, duty, office, period_start, reason, by, at=None):
    """Tell the office above that no meeting took place. Returns the Excuse; twice is once."""
    allow(
        rules.can_excuse(by, office),
        "সভা না হওয়ার কারণ জানাতে পারেন শুধু যে কার্যালয়ের সভা, তার কর্মী ও কর্মকর্তা।",
    )
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
    rows = Excuse.objects.select_related("duty__office", "office")
    kept = rows.select_for_update(of=("self",)).get(pk=excuse.pk)
    if kept.refused_at and rules.works_for(by, kept.duty.office):
        raise WrongState(f"এর মধ্যে {kept.refused_by} কারণটি অগ্রাহ্য করেছেন।")
    allow(
        rules.can_refuse_excuse(by, kept),
        "কারণটি অগ্রাহ্য করতে পারেন শুধু যে কার্যালয় কার্যবিবরণী চেয়েছে, তার কর্মী ও কর্মকর্তা।",
    )
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
    rows = Duty.objects.select_related("office").select_for_update(of=("self",))
    before = duty if is_new else rows.get(pk=duty.pk)
    for office in {duty.office, before.office}:
        allow(
            rules.can_keep_duties(by, office),
            "অধীন কার্যালয়ের কাছে কী চাওয়া হবে, তা ঠিক করতে পারেন শুধু এই কার্যালয়ের কর্মী ও কর্মকর্তা।",
        )
    columns = [field.attname for field in Duty._meta.concrete_fields]
    if not is_new and not changes_of(before, duty, columns):  # pressed twice
        return duty
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
    allow(
        rules.can_name_counterpart(by, duty, office),
        "কোন কমিটি জবাব দেয়, তা বলতে পারেন শুধু এই দুই কার্যালয়ের কর্মী ও কর্মকর্তা।",
    )
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
