"""What a sitting does with each earlier decision: closes it, gives it more time, carries it on.

Said while the minutes are written (`dispose`), done as they are issued (`apply`), undone when their
number is struck out (`undo`): a draft closes nothing.
"""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.access import WrongState, allow
from accounts.models import record
from bangla.phrases import long_date
from followup import closing, printed, rules
from followup.earlier import GONE, adds_up
from followup.models import BY_COMMITTEE, Assignment, Disposal, End, Kind, Matter, Review
from meetings.models import Meeting

Choice, State = Disposal.Choice, Assignment.State
# How a sitting may end a decision; one that is withdrawn is so by the paper itself.
ENDS = [end for end in End if end != End.WITHDRAWN]
# What is said where nobody gave a reason.
CLOSED = "সভায় নিষ্পন্ন"
NOT_VERIFIED = "সবার কাজ যাচাই হয়নি বা দাবি করা হয়নি; অন্যভাবে নিষ্পন্ন হলে সেটি বেছে কারণ লিখুন।"


class Conflict(Exception):
    """Somebody else has said something of the row since it was fetched. `current`: it, or None."""

    def __init__(self, current):
        self.current = current
        super().__init__("এই সারিতে এর মধ্যে অন্য একজন লিখেছেন; দেখে আবার বাছুন।")


class Refused(Exception):
    """Of many rows some cannot be kept. `faults`: {pk of a matter: its ValidationError or Conflict}."""

    def __init__(self, faults):
        self.faults = faults
        super().__init__("কিছু সারি ঠিক করতে হবে; কিছুই সংরক্ষিত হয়নি।")


ANYTHING = object()


def seen_of(disposal):
    """The words by which a page tells which version of a row it saw."""
    return disposal.decided_at.isoformat() if disposal and disposal.decided_at else ""


@transaction.atomic
def dispose(
    meeting, matter, *, by, choice, end="", new_due=None, reason="", at=None, seen=ANYTHING
):
    """Say what a sitting does with an earlier decision; nothing happens to it before the issue.

    `end` is how it closes (End), with a `reason` for what only the committee may say; `new_due` until
    when it gets time. `seen` is `seen_of` what the person saw: raises Conflict where somebody else
    has written since. Raises ValidationError {field: Bengali} where something is missing, WrongState
    where the minutes are closed or the decision is not open. Returns the Disposal.
    """
    meeting = _locked(meeting, by)
    matter = Matter.objects.select_related("office").get(pk=matter.pk)
    there = Disposal.objects.filter(meeting=meeting, matter=matter).first()
    told = _checked(meeting, matter, choice, end, new_due, reason)
    disposal = _said(meeting, matter, there, told, seen=seen, by=by, at=at or timezone.now())
    printed.refresh(meeting, by=by)
    return disposal


@transaction.atomic
def dispose_many(meeting, told, *, by, at=None):
    """The same of many: `told` is {Matter: {"choice", "end", "new_due", "reason", "seen"}}, as far as said.

    All of it, or none where one does not hold: raises Refused with all that is to be mended. Returns
    {pk of a matter: its Disposal}.
    """
    meeting, at = _locked(meeting, by), at or timezone.now()
    there = {each.matter_id: each for each in Disposal.objects.filter(meeting=meeting)}
    said, faults = {}, {}
    for matter, each in told.items():
        each = dict(each)
        seen = each.pop("seen", ANYTHING)
        before = there.get(matter.pk)
        try:
            checked = _checked(meeting, matter, **each)
            said[matter.pk] = _said(meeting, matter, before, checked, seen=seen, by=by, at=at)
        except (ValidationError, Conflict) as refused:
            faults[matter.pk] = refused
    if faults:
        raise Refused(faults)
    printed.refresh(meeting, by=by)
    return said


def _said(meeting, matter, there, told, *, seen, by, at):
    """Keep what was said of a decision, beside what stands `there` of it already."""
    if there and all(getattr(there, name) == value for name, value in told.items()):
        return there
    if seen is not ANYTHING and seen != seen_of(there):
        raise Conflict(there)
    disposal = there or Disposal(meeting=meeting, matter=matter)
    for name, value in (told | {"decided_by": by, "decided_at": at}).items():
        setattr(disposal, name, value)
    disposal.save()
    choice = told["choice"]
    record(by=by, what="matter disposed", target=matter, office=matter.office, at=at, choice=choice)
    return disposal


def _locked(meeting, by):
    rows = Meeting.objects.select_related("committee__office").select_for_update(of=("self",))
    meeting = rows.get(pk=meeting.pk)
    if not meeting.is_to_be_written:
        raise WrongState("এই সভার কার্যবিবরণী এখন বদলানো যায় না; আগের সিদ্ধান্তের ঘরও নয়।")
    allow(rules.can_review(by, meeting), rules.WHO_REVIEWS)
    return meeting


def _checked(meeting, matter, choice, end="", new_due=None, reason=""):
    """What a Disposal keeps of a choice; raises ValidationError with what is to be mended."""
    if matter.committee_id != meeting.committee_id or matter.state != Matter.State.OPEN:
        raise WrongState("সিদ্ধান্তটি এই কমিটির চলমান সিদ্ধান্ত নয়; পাতাটি নতুন করে খুলুন।")
    reason = (reason or "").strip()
    if choice not in Choice.values:
        raise ValidationError({"choice": "নিষ্পন্ন, সময় বাড়বে বা চলমান থাকবে: একটি বাছুন।"})
    told = {"choice": choice, "end": "", "new_due": None, "reason": reason}
    if choice == Choice.CLOSE:
        return told | {"end": _end_of(matter, end, reason)}
    if choice == Choice.EXTEND:
        return told | {"new_due": _due_of(meeting, matter, new_due)}
    return told


def _end_of(matter, end, reason):
    if end not in ENDS:
        raise ValidationError({"end": "কীভাবে নিষ্পন্ন হলো, তা বাছুন।"})
    if end == End.RETIRED and matter.kind != Kind.CONTINUING:
        raise ValidationError({"end": "চলমান দায়িত্ব নয়, এমন সিদ্ধান্ত এভাবে শেষ হয় না; অন্যটি বাছুন।"})
    if end == End.VERIFIED and not _could_be_verified(matter):
        raise ValidationError({"end": NOT_VERIFIED})
    if end in BY_COMMITTEE and not reason:
        raise ValidationError({"reason": f"“{End(end).label}” হলে কারণ লিখুন।"})
    return end


def _could_be_verified(matter):
    """Whether all that its roll-up asks for is verified, or claimed and verified as it closes."""
    shares = [
        (State.VERIFIED if share.state == State.CLAIMED else share.state, share.part)
        for share in matter.assignments.all()
        if share.parent_id is None and share.state not in GONE
    ]
    return adds_up(matter.roll_up, shares)


def _due_of(meeting, matter, new_due):
    if not isinstance(new_due, date):
        raise ValidationError({"new_due": "কোন তারিখ পর্যন্ত সময় বাড়বে, তা লিখুন।"})
    if new_due <= meeting.held_on:
        raise ValidationError({"new_due": "নতুন তারিখ সভার তারিখের পরে হতে হবে।"})
    if matter.due_on and new_due <= matter.due_on:
        day = long_date(matter.due_on)
        raise ValidationError({"new_due": f"এখনকার শেষ তারিখ {day}; নতুন তারিখ তার পরে দিন।"})
    return new_due


# --- At the issue, and when it is struck out ------------------------------------------------------


@transaction.atomic
def apply(meeting, *, by, at=None):
    """Do what a sitting said of earlier decisions; its minutes have just been issued. [Disposal].

    Called by `opening.open_for`, inside the transaction of the issue. A decision in the table of the
    sitting of which nothing was said is carried on. One that cannot be closed any more (a part of it
    that is essential came up since) goes on, and its history says why.
    """
    at = at or timezone.now()
    _carry_the_unsaid(meeting, by=by, at=at)
    waiting = Disposal.objects.filter(meeting=meeting, done_at=None).select_related(
        "matter__office"
    )
    done = []
    for disposal in waiting.order_by("pk"):
        matter = disposal.matter
        if matter.state != Matter.State.OPEN:
            continue
        disposal.before = _as_it_stands(matter)
        DOING[disposal.choice](matter, disposal, by=by, at=at)
        disposal.done_at = at
        disposal.save(update_fields=["done_at", "before"])
        done.append(disposal)
    return done


def _carry_the_unsaid(meeting, *, by, at):
    review = Review.objects.filter(meeting=meeting).first()
    if review is None or review.rows is None:
        return
    pks = [row["matter"] for row in review.rows if row["is_open"]]
    said = set(Disposal.objects.filter(meeting=meeting).values_list("matter", flat=True))
    Disposal.objects.bulk_create(
        Disposal(meeting=meeting, matter_id=pk, decided_by=by, decided_at=at)
        for pk in pks
        if pk not in said
    )


def _as_it_stands(matter):
    """The dates of a decision and of its own shares, to go back to: JSON."""
    shares = matter.assignments.filter(parent=None, state__in=Assignment.RUNNING)
    return {"matter": _dates(matter)} | {str(each.pk): _dates(each) for each in shares}


def _dates(row):
    return [row.due_on and row.due_on.isoformat(), row.is_implied, row.times_extended]


def _close(matter, disposal, *, by, at):
    reason = disposal.reason or CLOSED
    try:
        with transaction.atomic():
            closing.close(matter, by=by, end=disposal.end, reason=reason, at=at)
    except (PermissionDenied, ValidationError) as refused:
        # Also one's own claim, that somebody else has to verify.
        why = " ".join(getattr(refused, "messages", [str(refused)]))
        matter.change("not closed", by=by, at=at, reason=why)


def _extend(matter, disposal, *, by, at):
    reason = disposal.reason or f"{long_date(disposal.meeting.held_on)} তারিখের সভার সিদ্ধান্ত"
    for row in (matter, *_running(matter)):
        if row.due_on and row.due_on >= disposal.new_due:
            continue
        changes = {
            "due_on": disposal.new_due,
            "first_due_on": row.first_due_on or disposal.new_due,
            "is_implied": False,
            "times_extended": row.times_extended + 1,
        }
        if isinstance(row, Assignment) and row.wanted_due:
            changes |= {"wanted_due": None, "desk_due_on": None}
        row.change("given time", by=by, at=at, reason=reason, **changes)


def _running(matter):
    """Its own shares that the owners still have; those handed down have dates of their own."""
    shares = matter.assignments.filter(parent=None, state__in=Assignment.RUNNING)
    return shares.select_related("matter__office", "post__office")


def _carry(matter, disposal, *, by, at):
    matter.change("kept on", by=by, at=at, reason=disposal.reason)


DOING = {Choice.CLOSE: _close, Choice.EXTEND: _extend, Choice.CARRY: _carry}


@transaction.atomic
def undo(meeting, *, by, reason, at=None):
    """The number of the minutes has been struck out: what they did to earlier decisions is undone,
    and waits for the next issue. What somebody has changed since stays. Called by
    `opening.suspend_for`."""
    at = at or timezone.now()
    done = Disposal.objects.filter(meeting=meeting).exclude(done_at=None)
    for disposal in done.select_related("matter__office").order_by("pk"):
        matter = disposal.matter
        if disposal.choice == Choice.CLOSE and matter.state == Matter.State.ENDED:
            if matter.ended_at == disposal.done_at:
                closing.reopen(matter, by=by, reason=reason)
        elif disposal.choice == Choice.EXTEND and matter.state == Matter.State.OPEN:
            _take_back(matter, disposal, by=by, reason=reason, at=at)
        disposal.done_at = disposal.before = None
        disposal.save(update_fields=["done_at", "before"])


def _take_back(matter, disposal, *, by, reason, at):
    before = disposal.before or {}
    for row in (matter, *_running(matter)):
        was = before.get("matter" if row is matter else str(row.pk))
        if was is None or row.due_on != disposal.new_due:
            continue
        due, is_implied, times = was
        row.change(
            "time taken back", by=by, at=at, reason=reason, is_implied=is_implied,
            times_extended=times, due_on=due and date.fromisoformat(due),
        )  # fmt: skip


def times_carried(matter, *, told=None):
    """How often later sittings took a decision up and let it go on: by printing it again, or by
    saying so. `told` is the count of what was said, where it is known."""
    if told is None:
        told = Disposal.objects.filter(matter=matter, done_at__isnull=False)
        told = told.exclude(choice=Choice.CLOSE).count()
    return max(matter.decision.times_carried if matter.decision_id else 0, told)
