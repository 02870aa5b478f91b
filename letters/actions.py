"""What is done with letters: saved, dropped, issued. Each is one transaction, and asks its rule.

Locks are taken as everywhere: meeting, counter, register line, audit chain.
"""

import json
from copy import deepcopy
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.access import WrongState, allow
from accounts.models import record
from bangla.digits import to_bengali
from bangla.phrases import long_date
from bangla.text import fold
from letters import notice, rules
from letters.making import arranged, content_for, take_up, why_not
from letters.models import Letter
from meetings import planning, printing, sitting
from meetings.models import OUT, Meeting, State
from memos import sealing
from memos.actions import file_of, line_of, memo_on_paper, put_copies, to_seal
from memos.addressees import copies_of, counted_copies
from memos.models import Copy, Memo
from offices.models import today
from papers.content import digest
from papers.kinds import TIME

Kind = Letter.Kind


class Conflict(Exception):
    """Somebody else saved the letter since it was fetched; `current` is how it stands."""

    def __init__(self, current):
        self.current = current
        super().__init__("এই পত্র আপনি খোলার পর অন্য একজন বদলেছেন।")


def locked(letter, *, by):
    """The letter, locked with its meeting until the transaction ends, for somebody who may write it."""
    letter = _locked(letter)
    if not letter.is_draft:
        raise WrongState(f"পত্রটি এখন “{letter.shown_state_name}” অবস্থায় আছে; লেখা বদলানো যায় না।")
    allow(rules.can_write(by, letter), rules.WHO_WRITES)
    return letter


def _locked(letter):
    if letter.meeting_id:
        Meeting.objects.select_for_update().get(pk=letter.meeting_id)
    rows = Letter.objects.select_related("office", "meeting__committee__office", "paper", "file")
    return rows.select_for_update(of=("self",)).get(pk=letter.pk)


@transaction.atomic
def save(letter, *, version, by, parts, file=None):
    """Write what was typed into a draft: `parts` of its content. Raises Conflict unless `version` stands,
    or what stands is just what was typed."""
    letter = locked(letter, by=by)
    content = arranged(letter.content | parts)
    if file and not file.office_id == letter.office_id:
        raise ValidationError("নথিটি এই কার্যালয়ের নয়।")
    if letter.content == content and letter.file == file:
        return letter
    if letter.version != version:
        raise Conflict(letter)
    letter.content, letter.file = content, file
    letter.version += 1
    letter.save(update_fields=["content", "file", "version"])
    record(by=by, what="letter changed", target=letter, office=letter.office)
    return letter


@transaction.atomic
def renew(letter, *, by):
    """Let a draft say the facts of its meeting as they stand now, in its writer's words."""
    letter = locked(letter, by=by)
    made = content_for(letter.kind, meeting=letter.meeting, ask=_asked_by(letter))
    words = dict(letter.content["letter"])
    if letter.kind == Kind.POSTPONEMENT:
        # Which says what of the sitting is changed.
        words["subject"] = made["letter"]["subject"]
    before = _as_kept(letter)
    letter.content = arranged(take_up(made, letter.content) | {"letter": words})
    letter.seen = notice.facts_of(letter.meeting)._asdict() if letter.meeting else {}
    if _as_kept(letter) == before:  # pressed twice
        return letter
    letter.version += 1
    letter.save(update_fields=["content", "seen", "version"])
    record(by=by, what="letter changed", target=letter, office=letter.office)
    return letter


def _as_kept(letter):
    return json.dumps([letter.content, letter.seen], sort_keys=True, default=str)


def _asked_by(letter):
    """What a draft changes in the sitting as its writer saw it: what its Occasion was asked."""
    if letter.kind not in (Kind.POSTPONEMENT, Kind.ADDENDUM):
        return None
    says, seen = notice.facts_in(letter.content), notice.facts_seen(letter)
    ask = {"topics": _new_topics(says, seen)} if _new_topics(says, seen) else {}
    if letter.kind == Kind.ADDENDUM:
        return ask
    values = {
        "date": lambda: {"held_on": sitting_day(letter), "date_as_printed": None},
        "time": lambda: {"starts_at": TIME.read(says.time) if says.time else None},
        "venue": lambda: {"venue": says.venue},
        "chair": lambda: {"chair": letter.content.get("chair")},
    }
    for name in notice.between(seen, says).keys() & values.keys():
        ask |= values[name]()
    return ask


@transaction.atomic
def drop(letter, *, by):
    """Give a draft up."""
    locked(letter, by=by).drop(by=by)


# --- Issue ----------------------------------------------------------------------------------------


def may_issue(by, letter):
    """Refuse unless this person may issue the letter as it stands; say why not."""
    if not letter.is_draft:
        raise WrongState(f"পত্রটি এখন “{letter.shown_state_name}” অবস্থায় আছে; শুধু খসড়া জারি করা যায়।")
    allow(rules.can_issue(by, letter), rules.WHO_ISSUES)
    if refusal := why_not_issued(letter):
        raise WrongState(refusal)


def why_not_issued(letter):
    """What has to be done before a draft can go out, in Bengali; None where it can."""
    if letter.kind in (Kind.FORWARDING, Kind.EXTRACT) and letter.meeting.state not in OUT:
        return "যে কার্যবিবরণী পাঠানো হবে, আগে সেটি জারি করুন।"
    if letter.meeting and (refusal := why_not(letter.kind, letter.meeting)):
        return refusal
    if stale := out_of_date(letter):
        listed = ", ".join(notice.NAMES[name] for name in stale)
        return f"খসড়ার পরে সভার তথ্য বদলেছে ({listed}); পত্রটি আগে হালনাগাদ করুন।"
    return None


def out_of_date(letter):
    """The facts of a sitting that a draft tells, and that neither stand nor are changed by it: a list."""
    if letter.kind not in notice.OF_A_NOTICE:
        return []
    says, stands = notice.facts_in(letter.content), notice.facts_of(letter.meeting)
    seen = notice.facts_seen(letter)
    if letter.kind == Kind.ADDENDUM:
        says = says._replace(agenda=(*seen.agenda, *_new_topics(says, seen)))
    return [
        name
        for name in notice.between(seen, stands)
        if getattr(stands, name) != getattr(says, name)
    ]


def _new_topics(says, seen):
    return [topic for topic in says.agenda if topic not in seen.agenda]


def why_not_dated(on, letter):
    """Why the letter may not bear this date, or None."""
    if on > today():
        return "স্মারকের তারিখ আজকের পরে হতে পারে না।"
    older = letter.changes or (letter.meeting and letter.kind != Kind.NOTICE and letter.meeting)
    paper = older and older.paper
    if paper and on < paper.issued_on:
        return f"পত্রের তারিখ ({long_date(on)}) সূত্রের কাগজের তারিখের ({long_date(paper.issued_on)}) আগে হতে পারে না।"
    return None


def is_short_notice(letter, on):
    """How many days the notice that a letter gives, if it bears a day, is short of the committee's rule."""
    if letter.kind not in notice.TELL:
        return 0
    return notice.days_short(letter.meeting.committee, sitting_day(letter), on)


def sitting_day(letter):
    return date.fromisoformat(letter.content["meeting"]["date"])


def made_by_form(token, letter, by):
    """The line that this very form of this person has made for this letter already, or None."""
    line = line_of(token, by)
    return line if line and line.paper_id and line.paper_id == letter.paper_id else None


def usual_copies(letter, counted):
    """(copies, endorsed copies) that a letter is most likely to bear: what a person gave for the one whose
    number was struck out, else what its lists come to."""
    before = letter.instead_of and letter.instead_of.paper.memo
    if before and before.copies_by_hand:
        return before.copies, before.endorsed_copies
    return copies_of(letter.content, counted)


@transaction.atomic
def issue(
    *,
    letter,
    by,
    file=None,
    signer=None,
    on=None,
    serial=None,
    reserved=None,
    copies=None,
    endorsed_copies=None,
    order_reason="",
    short_notice_reason="",
    seen=None,
    token=None,
    at=None,
):
    """Number, draw, sign and register a letter; what it says of its meeting comes true. Returns the Memo.

    `seen` is the digest of the text that was read; another text does not go out. The rest is as
    `memos.actions.issue` says, and so is what it raises. `short_notice_reason` is why the members are
    told later than their committee's rule asks, where they are.
    """
    at = at or timezone.now()
    letter = _locked(letter)
    if line := made_by_form(token, letter, by):
        return line
    may_issue(by, letter)
    content = deepcopy(letter.content)
    if seen is not None and seen != digest(content):
        raise WrongState("আপনি পাতাটি খোলার পরে লেখা বদলেছে; আবার দেখে জারি করুন।")
    on = on or timezone.localdate(at)
    if refusal := why_not_dated(on, letter):
        raise ValidationError(refusal)
    reason = _reason_asked(letter, on, short_notice_reason)

    asked = {"file": file, "serial": serial, "reserved": reserved, "reason": order_reason}
    line = _numbered(letter, content, on=on, copies=(copies, endorsed_copies), **asked)
    told = {"line": line, "by": by, "on": on, "signer": signer, "token": token, "at": at}
    paper = sealing.seal(_to_seal(letter, content), **told).paper
    standing = notice.standing(letter.meeting) if letter.kind in notice.CHANGES else []
    letter.issue(by=by, paper=paper, content=content, at=at, short_notice_reason=reason)
    _follow(letter, standing, by=by, at=at)
    return line


def _numbered(letter, content, *, on, copies, file, **asked):
    """The register line a letter takes on a day; its content bears the number from now on."""
    memo = content["memo"] or {}
    line = sealing.take_number(file_of(letter.office, memo, file or letter.file), on=on, **asked)
    counted = counted_copies(content, letter.office)
    put_copies(line, *copies, usual=usual_copies(letter, counted), counted=counted)
    content["memo"] = memo_on_paper(line, memo, on)
    return line


def _reason_asked(letter, on, reason):
    """Why the notice is short; "" where it is not. Raises ValidationError where it is and nobody says."""
    short = is_short_notice(letter, on)
    if short and not reason:
        days = to_bengali(letter.meeting.committee.notice_days)
        raise ValidationError(
            f"এই কমিটির নোটিশ সভার কমপক্ষে {days} দিন আগে দিতে হয়; {to_bengali(short)} দিন কম হচ্ছে। কারণ লিখুন।"
        )
    return reason if short else ""


def _to_seal(letter, content):
    return to_seal(
        content,
        office=letter.office,
        kind=Memo.Kind.NOTICE if letter.kind == Kind.NOTICE else Memo.Kind.LETTER,
        heading=letter.heading,
        draw=lambda paper, qr: printing.draw_issued(letter, content, paper=paper, qr=qr),
    )


# --- What follows from it -------------------------------------------------------------------------


def _follow(letter, standing, *, by, at):
    """Let the record say what the letter says, and the papers before it that it has come."""
    _reach_everyone(letter, standing)
    meeting = letter.meeting
    if letter.kind == Kind.ADDENDUM and standing:
        letter.paper.adds_to = notice.last_told(standing).paper
        letter.paper.save(update_fields=["adds_to"])
    elif letter.kind in notice.CHANGES:
        for older in standing:
            older.paper.supersede(by_paper=letter.paper, at=at)
    if letter.kind == Kind.CANCELLATION:
        if meeting.state != State.CANCELLED:
            meeting.cancel(by=by, at=at)
    elif letter.kind in notice.OF_A_NOTICE:
        if letter.kind == Kind.POSTPONEMENT:
            _move_sitting(letter, by=by)
        there = set(notice.agenda_of(meeting))
        new = [each for each in notice.facts_in(letter.content).agenda if each not in there]
        if new:
            sitting.add_topics(meeting, new, by=by)
        if meeting.state == State.PLANNED:
            meeting.give_notice(by=by, at=at)


def _move_sitting(letter, *, by):
    told, meeting = letter.content["meeting"], letter.meeting
    held_on = sitting_day(letter)
    if there := planning.sitting_on(meeting.committee, held_on, but=meeting):
        raise ValidationError(str(planning.SecondSitting(there)))
    fields = {"venue": told.get("venue"), "chair": letter.content.get("chair")}
    if held_on != meeting.held_on:
        fields["held_on"] = held_on
    starts_at = told.get("time") and TIME.read(told["time"])
    if starts_at != meeting.starts_at:
        fields |= {"starts_at": starts_at, "time_as_printed": None}
    sitting.move_sitting(meeting, by=by, **fields)


def _reach_everyone(letter, standing):
    """A copy for everyone who got a paper that this one changes, and whom its own lists do not reach:
    a class of posts may have lost one since."""
    line = letter.paper.memo
    there = set(map(_whom, line.sent_copies.all()))
    if not standing:
        return
    place = line.sent_copies.count()
    papers = [each.paper_id for each in standing]
    for got in Copy.objects.filter(memo__paper__in=papers).order_by("memo", "position"):
        if _whom(got) in there:
            continue
        there.add(_whom(got))
        place += 1
        got.pk, got.memo, got.position = None, line, place
        got.number, got.is_late = line.number, False
        got.save(force_insert=True)


def _whom(copy):
    return copy.post_id or fold(" ".join(copy.recipient.split()))
