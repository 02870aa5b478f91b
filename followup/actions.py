"""What the owner of a share answers, and what the section that asked for it does with the answer.

Each is one transaction, locks the decision, then whoever handed the share down, then the share (the chain
of the trail comes last), asks its rule, and returns the rows as they stand then. What does not make sense
raises ValidationError; what the state of the share does not allow, WrongState.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.access import WrongState, allow
from bangla.phrases import numeric_date
from documents import store
from followup import clock, echoes, handing, indicators, rolling, rules
from followup.models import STEPS, UNCHASED, Answer, Assignment, Kind, Matter, Stale, Step
from offices.models import Posting

State = Assignment.State

OLD_LINK = "এই লিংকের পরে নতুন তাগিদে নতুন লিংক গেছে; উত্তর দিতে সর্বশেষ লিংকটি খুলুন।"
ALONE = "এক কর্মকর্তার কার্যালয়: যিনি দাবি করেছেন, তিনিই যাচাই করেছেন।"
NO_REASON = "কারণ লিখুন।"
# As many files show one thing.
MOST_PROOFS = 10


@transaction.atomic
def answer(
    assignment, *, by=None, link=None, kind, text="", progress=None, done_on=None, party="",
    proposed_post=None, proposed="", wanted_due=None, proofs=(), token=None, at=None,
):  # fmt: skip
    """Keep what the owner of a share answers, and move the share as it says. Returns the Answer.

    By somebody of the owner's office (`by`), or by the last private link (`link`). `proofs` are
    (name, bytes, media type), each let in by meetings.attached.UploadField. The same `token` is the
    same answer. A claim wins over what is said at the same time; whatever else comes while a claim
    waits is kept and moves nothing.
    """
    at = at or timezone.now()
    row = _locked(assignment)
    _allow_answer(row, by, link)
    if token and (before := Answer.objects.filter(token=token).first()):
        if before.assignment_id != row.pk:
            raise WrongState("এই ফর্মটি অন্য কাজের উত্তর হিসেবে আগেই পাঠানো হয়েছে।")
        return before
    guard_chased(row)
    said = Answer(
        assignment=row, kind=Answer.Kind(kind), text=text.strip(), progress=progress, done_on=done_on,
        party=party.strip(), proposed_post=proposed_post, proposed=proposed.strip(),
        wanted_due=wanted_due, by=by, link=link, holder=_holder(row, by), at=at, token=token,
    )  # fmt: skip
    _check_sense(said, row, day=timezone.localdate(at))
    said.warnings = echoes.warnings_for(
        row, kind=said.kind, text=said.text, progress=progress, proofs=proofs
    )
    said.save(force_insert=True)
    _keep_proofs(said, proofs)
    MOVES[said.kind](row, said)
    return said


def _allow_answer(row, by, link):
    if by is not None:
        allow(rules.can_answer(by, row), rules.WHO_ANSWERS)
    else:
        allow(link is not None and link.assignment_id == row.pk, rules.WHO_ANSWERS)
        allow(link.is_last, OLD_LINK)


def guard_chased(row):
    """Raise WrongState for a share that takes no answer: not followed any more, at its end, or of what
    asks for nothing."""
    _guard_open(row)
    if row.matter.kind in UNCHASED:
        kind = row.matter.get_kind_display()
        raise WrongState(f"সিদ্ধান্তটি “{kind}”; এর উত্তর লাগে না।")
    if row.state not in Assignment.UNFINISHED:
        raise WrongState(f"কাজটি এখন “{row.get_state_display()}” অবস্থায় আছে; এর উত্তর আর নেওয়া যায় না।")


def _guard_open(row):
    if row.matter.state != Matter.State.OPEN:
        state = row.matter.get_state_display()
        raise WrongState(f"সিদ্ধান্তটি এখন “{state}” অবস্থায় আছে; এর কাজে কিছু বদলানো যায় না।")


def _check_sense(said, row, *, day):
    """Raise ValidationError for an answer that lacks what its kind needs, naming the field."""
    problems, kinds = {}, Answer.Kind
    if said.kind != kinds.PROGRESS:
        said.progress = None
    elif said.progress not in STEPS and not _is_free_figure(said.progress, row):
        problems["progress"] = "অগ্রগতি ০, ২৫, ৫০, ৯০ বা ১০০ শতাংশের একটি বেছে নিন।"
    needs_words = {
        kinds.PROGRESS: "কী হয়েছে, এক বাক্যে লিখুন।",
        kinds.EXTENSION: "কেন সময় লাগবে, লিখুন।",
        kinds.DISAGREES: "কেন একমত নন, লিখুন।",
    }
    if said.kind in needs_words and not said.text:
        problems["text"] = needs_words[said.kind]
    if said.kind in (kinds.BLOCKED, kinds.WAITING) and not said.party:
        problems["party"] = "কার জন্য আটকে আছে, তাঁর পদ বা কার্যালয় লিখুন।"
    if said.kind == kinds.NOT_MINE:
        if not said.proposed_post and not said.proposed:
            problems["proposed"] = "কাজটি কার বলে মনে করেন, লিখুন।"
        elif said.proposed_post and said.proposed_post.pk == row.post_id:
            problems["proposed"] = "কাজটি এখন এই পদেরই; অন্য কোনো পদ লিখুন।"
    if said.kind == kinds.CLAIM:
        problems |= _wrong_day(said.done_on, row, day)
    else:
        said.done_on = None
    if said.kind == kinds.EXTENSION:
        problems |= _wrong_wish(said.wanted_due, row, day)
    else:
        said.wanted_due = None
    if problems:
        raise ValidationError(problems)


def _is_free_figure(progress, row):
    """Whether it is a percentage of a share that is about an indicator."""
    is_percent = isinstance(progress, int) and 0 <= progress <= 100
    return is_percent and indicators.of_assignment(row) is not None


def _wrong_day(done_on, row, day):
    if done_on is None:
        return {"done_on": "কবে সম্পন্ন হয়েছে, লিখুন।"}
    if done_on > day:
        return {"done_on": "সম্পন্ন হওয়ার তারিখ আজকের পরে হতে পারে না।"}
    if done_on < row.matter.opened_on:
        first = numeric_date(row.matter.opened_on)
        return {"done_on": f"সিদ্ধান্তটি {first} তারিখের; তার আগে সম্পন্ন হতে পারে না।"}
    return {}


def _wrong_wish(wanted, row, day):
    if wanted is None:
        return {"wanted_due": "কত তারিখ পর্যন্ত সময় চান, লিখুন।"}
    if wanted <= day:
        return {"wanted_due": "যে তারিখ পর্যন্ত সময় চান, তা আজকের পরে হতে হবে।"}
    if row.due_on and wanted <= row.due_on:
        due = numeric_date(row.due_on)
        return {"wanted_due": f"এখনকার শেষ তারিখ {due}; এর পরের তারিখ লিখুন।"}
    return {}


def _keep_proofs(said, proofs):
    if len(proofs) > MOST_PROOFS:
        raise ValidationError({"proofs": "এক উত্তরে সর্বোচ্চ ১০টি প্রমাণক দেওয়া যায়।"})
    kept = set()
    for name, data, mime in proofs:
        document = store.keep(data, mime=mime)
        if document.pk not in kept:
            kept.add(document.pk)
            said.proofs.create(document=document, name=name)


def _holder(row, by):
    """Who answers: the name and the post; of a private link whose it is."""
    if by is None:
        return row.owner[:300]
    held = Posting.objects.current().filter(user=by).select_related("post")
    posting = (
        held.filter(post=row.post_id).first() or held.filter(post__office=row.office_id).first()
    )
    return f"{posting.name}, {posting.post.title}"[:300]


def _progressed(row, said):
    if row.state == State.CLAIMED:
        return _added(row, said)
    _change(row, "progressed", said, progress=said.progress, waits_for="")


def _claimed(row, said):
    if parts := handing.open_essentials(row):
        names = ", ".join(part.owner for part in parts[:5])
        raise WrongState(f"যে অংশ ছাড়া কাজটি শেষ নয়, তা এখনও বাকি: {names}। আগে সেগুলো শেষ হতে হবে।")
    if row.matter.kind == Kind.CONTINUING:
        said.for_due_on = row.due_on
        said.save(update_fields=["for_due_on"])
    if row.state == State.CLAIMED:
        return _added(row, said)
    if row.state == State.SETTLE:
        row.move_to(State.OPEN, "taken back", by=said.by, at=said.at, answer=said)
    day = timezone.localdate(said.at)
    row.move_to(
        State.CLAIMED, "claimed", by=said.by, at=said.at, answer=said, progress=100, claimed_on=day,
        desk_due_on=clock.verify_by(day), wanted_due=None, disagreed_on=None, waits_for="",
    )  # fmt: skip


def _waits(row, said):
    if row.state == State.CLAIMED:
        return _added(row, said)
    what = "blocked" if said.kind == Answer.Kind.BLOCKED else "waiting"
    _change(row, what, said, waits_for=said.party)


def _not_mine(row, said):
    if row.state != State.OPEN:
        return _added(row, said)
    row.move_to(
        State.SETTLE, "not mine", by=said.by, at=said.at, answer=said, wanted_due=None,
        desk_due_on=clock.settle_by(timezone.localdate(said.at)),
    )  # fmt: skip


def _wants_time(row, said):
    if row.state != State.OPEN:
        return _added(row, said)
    due = row.desk_due_on or clock.verify_by(timezone.localdate(said.at))
    _change(row, "extension asked", said, wanted_due=said.wanted_due, desk_due_on=due)


def _disagrees(row, said):
    if row.state != State.OPEN:
        return _added(row, said)
    day = timezone.localdate(said.at)
    _change(
        row, "disagreed", said, disagreed_on=row.disagreed_on or day,
        desk_due_on=row.desk_due_on or clock.verify_by(day),
    )  # fmt: skip


def _added(row, said):
    """Kept beside what waits on the section already; the share stays as it is."""
    _change(row, "answered", said)


def _change(row, what, said, **changes):
    row.change(what, by=said.by, at=said.at, answer=said, **changes)


# What each answer does to its share.
MOVES = {
    Answer.Kind.PROGRESS: _progressed,
    Answer.Kind.CLAIM: _claimed,
    Answer.Kind.BLOCKED: _waits,
    Answer.Kind.WAITING: _waits,
    Answer.Kind.NOT_MINE: _not_mine,
    Answer.Kind.EXTENSION: _wants_time,
    Answer.Kind.DISAGREES: _disagrees,
}


@transaction.atomic
def verify(assignment, *, by, at=None):
    """Accept the claim that waits. Of a continuing duty it is the report of one period: the next one is
    owed from then on. Ends the decision where that was all it asked. Returns the Assignment."""
    at = at or timezone.now()
    row = _locked_to_tend(assignment, by)
    allow(rules.can_verify(by, row), rules.WHO_VERIFIES)
    _guard_claimed(row)
    if parts := handing.open_essentials(row):
        names = ", ".join(part.owner for part in parts[:5])
        raise WrongState(f"যে অংশ ছাড়া কাজটি শেষ নয়, তা এখনও বাকি: {names}।")
    reason = ALONE if rules.has_claimed(by, row) else ""
    told = {"by": by, "at": at, "reason": reason}
    if row.matter.kind == Kind.CONTINUING:
        row.move_to(State.VERIFIED, "period verified", desk_due_on=None, **told)
        _begin_next_period(row, by=by, at=at)
    else:
        row.move_to(State.VERIFIED, "verified", desk_due_on=None, **told)
        handing.end_parts(row, by=by, at=at)
        rolling.settle_end(row.matter, by=by, at=at)
    return row


def _begin_next_period(row, *, by, at):
    cadence = row.matter.decision.meeting.cadence or row.matter.committee.cadence
    due = row.first_due_on and clock.next_period(row.first_due_on, cadence)
    row.move_to(
        State.OPEN, "next period", by=by, at=at, progress=0, claimed_on=None, first_due_on=due,
        due_on=due, waits_for="",
    )  # fmt: skip


@transaction.atomic
def send_back(assignment, *, by, reason, at=None):
    """Do not accept the claim that waits: the owner's date counts again. Returns the Assignment."""
    row = _locked_to_tend(assignment, by)
    _guard_claimed(row)
    before = row.steps.exclude(state=State.CLAIMED).order_by("at", "pk").last()
    row.move_to(
        State.OPEN, "sent back", by=by, at=at, reason=_given(reason), claimed_on=None,
        desk_due_on=None, turn=row.turn + 1, progress=before.progress if before else 0,
    )  # fmt: skip
    return row


@transaction.atomic
def set_due(assignment, *, by, due_on, reason="", at=None):
    """Give a share another date. Returns the Assignment.

    A date in the place of an implied one that has not passed is its first and needs no reason; any
    other is for a reason, the first date stays, and a later one counts as an extension.
    """
    at = at or timezone.now()
    day = timezone.localdate(at)
    row = _locked_to_tend(assignment, by)
    _guard_running(row)
    if due_on == row.due_on and not row.is_implied and row.wanted_due is None:
        return row
    if due_on is None or due_on < day:
        raise ValidationError({"due_on": "নতুন শেষ তারিখ আজ বা আজকের পরে হতে হবে।"})
    is_first = row.due_on is None or (
        row.is_implied and not row.times_extended and row.wanted_due is None and day <= row.due_on
    )
    changes = {"due_on": due_on, "is_implied": False, "wanted_due": None}
    if is_first:
        what, changes["first_due_on"] = "dated", due_on
    else:
        reason = _given(reason)
        what = "extended" if due_on > row.due_on else "brought forward"
        changes["times_extended"] = row.times_extended + (due_on > row.due_on)
    if row.state == State.OPEN and row.disagreed_on is None:
        changes["desk_due_on"] = None
    row.change(what, by=by, at=at, reason=reason.strip(), **changes)
    return row


@transaction.atomic
def refuse_extension(assignment, *, by, reason, at=None):
    """Say no to the time that was asked for. Returns the Assignment."""
    row = _locked_to_tend(assignment, by)
    if row.state != State.OPEN or row.wanted_due is None:
        raise WrongState("এই কাজে সময় বাড়ানোর কোনো অনুরোধ অপেক্ষায় নেই।")
    still = {} if row.disagreed_on else {"desk_due_on": None}
    row.change("extension refused", by=by, at=at, reason=_given(reason), wanted_due=None, **still)
    return row


@transaction.atomic
def answer_disagreement(assignment, *, by, reason, at=None):
    """Say to an owner who disagrees why the decision stands. Returns the Assignment."""
    row = _locked_to_tend(assignment, by)
    if row.state != State.OPEN or row.disagreed_on is None:
        raise WrongState("এই কাজে কোনো দ্বিমত উত্তরের অপেক্ষায় নেই।")
    still = {} if row.wanted_due else {"desk_due_on": None}
    row.change(
        "disagreement answered", by=by, at=at, reason=_given(reason), disagreed_on=None, **still
    )
    return row


@transaction.atomic
def refuse_not_mine(assignment, *, by, reason, at=None):
    """Say to who sent a share back that it is theirs. Returns the Assignment."""
    row = _locked_to_tend(assignment, by)
    if row.state != State.SETTLE or not _has_owner(row):
        raise WrongState("এই কাজ “আমাদের কাজ নয়” বলে ফেরত আসেনি।")
    due = clock.verify_by(timezone.localdate(at or timezone.now())) if row.disagreed_on else None
    row.move_to(
        State.OPEN, "not mine refused", by=by, at=at, reason=_given(reason), desk_due_on=due
    )
    return row


@transaction.atomic
def settle_owner(
    assignment, *, by, post=None, outsider="", addressee=None, part=None, reason="", at=None
):
    """Say whose a share is: a post, or somebody outside. Returns the Assignment that is theirs.

    One without an owner gets it in place. Otherwise the old row ends as reassigned and a new one, of
    the same dates and age, goes on with what was handed down; for a reason, unless it was sent back as
    “not mine”.
    """
    at = at or timezone.now()
    row = _locked_to_tend(assignment, by)
    _guard_running(row)
    outsider = outsider.strip() or (str(addressee) if addressee else "")
    if bool(post) == bool(outsider):
        raise ValidationError({"post": "যাঁর কাজ, তাঁর পদ বেছে নিন, অথবা বাইরের কেউ হলে নাম লিখুন।"})
    _guard_not_theirs_already(row, post, outsider)
    if post and row.parent_id:
        handing.refuse_posts(row.parent, [post])
    owner = {
        "post": post, "office": post and post.office, "outsider": outsider, "addressee": addressee,
        "part": part or row.part,
    }  # fmt: skip
    if not _has_owner(row):
        row.move_to(State.OPEN, "settled", by=by, at=at, reason=reason, desk_due_on=None, **owner)
        return row
    if row.state == State.OPEN:
        reason = _given(reason)
    return _reassign(row, owner, by=by, at=at, reason=reason.strip())


def _reassign(row, owner, *, by, at, reason):
    if owner["office"] is None and row.children.open().exists():
        raise WrongState("কাজটির অংশ নিচে দেওয়া আছে; বাইরের কাউকে দেওয়ার আগে সেগুলো ফিরিয়ে নিন।")
    row.move_to(
        State.REASSIGNED,
        "reassigned",
        by=by,
        at=at,
        reason=reason,
        desk_due_on=None,
        wanted_due=None,
    )
    goes_on = (
        "matter", "parent", "level", "is_essential", "charge", "printed", "position", "asked",
        "progress", "first_due_on", "due_on", "is_implied", "times_extended", "opened_on",
    )  # fmt: skip
    new = Assignment.objects.create(
        **{name: getattr(row, name) for name in goes_on}, **owner, state=State.OPEN, moved_at=at
    )
    Step.tell(row.matter, "taken over", assignment=new, by=by, at=at, reason=reason)
    Stale.mark(row.matter.office_id, new.office_id)
    handing.keep_parts(row, new, by=by, reason=reason, at=at)
    return new


def _guard_not_theirs_already(row, post, outsider):
    same = row.post_id == post.pk if post else row.post_id is None and row.outsider == outsider
    if _has_owner(row) and same:
        raise ValidationError({"post": "কাজটি এখন তাঁরই; অন্য কাউকে বেছে নিন।"})
    if post is None:
        return
    standing = [State.VERIFIED, *Assignment.UNFINISHED]
    beside = row.matter.assignments.filter(parent=row.parent_id, post=post, state__in=standing)
    if beside.exclude(pk=row.pk).exists():
        raise ValidationError({"post": "এই পদ এই সিদ্ধান্তের দায়িত্বে ইতোমধ্যে আছে।"})


def _has_owner(row):
    return row.post_id is not None or bool(row.outsider)


def _guard_claimed(row):
    _guard_open(row)
    if row.state != State.CLAIMED:
        state = row.get_state_display()
        raise WrongState(f"কাজটি এখন “{state}” অবস্থায় আছে; যাচাইয়ের অপেক্ষায় কোনো দাবি নেই।")


def _guard_running(row):
    _guard_open(row)
    if not row.is_running:
        state = row.get_state_display()
        raise WrongState(f"কাজটি এখন “{state}” অবস্থায় আছে; এর তারিখ বা দায়িত্ব বদলানো যায় না।")


def _given(reason):
    reason = " ".join(reason.split())
    if not reason:
        raise ValidationError({"reason": NO_REASON})
    return reason


def _locked_to_tend(assignment, by):
    row = _locked(assignment)
    allow(rules.can_tend(by, row), rules.WHO_TENDS)
    return row


def _locked(assignment):
    """The share with its decision and whoever handed it down, all locked, in this order."""
    pk = Assignment.objects.values_list("matter_id", "parent_id").get(pk=assignment.pk)
    matters = Matter.objects.select_related("committee", "office", "decision__meeting")
    matter = matters.select_for_update(of=("self",)).get(pk=pk[0])
    shares = Assignment.objects.select_related(
        "office", "post__office", "addressee", "asking_office"
    )
    shares = shares.select_for_update(of=("self",))
    parent = shares.get(pk=pk[1]) if pk[1] else None
    row = shares.get(pk=assignment.pk)
    row.matter, row.parent = matter, parent
    return row
