"""What the issue of a paper does to the decisions it prints: they are followed from then on.

The row that is printed is the row that is chased. A decision that is followed already goes on as the same
Matter: carried on by a later sitting, corrected, taken up after its number was struck out. The issue is
the event of the trail; each decision and share has a Step.
"""

from functools import cached_property

from django.utils import timezone

from followup import at_once, clock, disposing
from followup.closing import go_on
from followup.kinds import proposed
from followup.models import UNCHASED, Assignment, End, Matter, Stale
from followup.owners import Owners, to_store
from followup.shares import charge_of, follow_date, is_of, line_of, new_share
from meetings.charging import lines_of
from meetings.models import Charge, Decision, Meeting, State
from offices.implementers import key_of

LINE_GONE = "সংশোধিত বা পরের কাগজে এই বাস্তবায়নকারী আর নেই।"
DECISION_GONE = "সংশোধিত কাগজে সিদ্ধান্তটি আর নেই।"
NOT_CHASED = "সিদ্ধান্তটির জন্য কারও করণীয় নেই।"
PAPER_VOID = "যে কাগজে এটি ছিল, তার স্মারক নম্বর বাতিল হয়েছে।"
# What the issue changes of a decision that is followed already.
_OF_A_MATTER = [
    "state", "decision", "kind", "roll_up", "owners", "first_due_on", "due_on", "is_implied",
    "times_extended", "opened_on", "end", "ended_by", "ended_at", "end_reason", "version",
]  # fmt: skip


def open_for(meeting, *, paper, on, by, at=None):
    """Follow every decision of a paper that has just been issued, from what it charges. [Matter].

    Called by the act of issuing, inside its transaction, after `meetings.charging.charge`.
    """
    if meeting.kind != Meeting.Kind.MINUTES:
        return []
    at = at or timezone.now()
    # What the sitting said of earlier decisions comes first: a row that prints one again goes on from it.
    disposing.apply(meeting, by=by, at=at)
    return Issue(meeting, paper=paper, on=on, by=by, at=at).follow()


def suspend_for(meeting, *, paper, by, at=None):
    """The number of a paper has been struck out: what it alone charged is chased no more, until the
    minutes go out anew. Called by the act of voiding, inside its transaction."""
    if meeting.kind != Meeting.Kind.MINUTES:
        return
    at = at or timezone.now()
    disposing.undo(meeting, by=by, reason=PAPER_VOID, at=at)
    rows = _locked().filter(decision__meeting=meeting, state=Matter.State.OPEN)
    matters = list(rows.order_by("pk"))
    fall_back(matters, meeting=meeting, paper=paper, by=by, at=at)
    suspended = [matter for matter in matters if matter.decision.meeting_id == meeting.pk]
    for matter in suspended:
        matter.state, matter.decision = Matter.State.SUSPENDED, None
        matter.version += 1
    Matter.objects.bulk_update(suspended, ["state", "decision", "version"])
    told = [(matter, None) for matter in suspended]
    at_once.tell(told, "suspended", by=by, at=at, reason=PAPER_VOID)


def show_above(meeting):
    """The minutes of a meeting have been submitted upward: offices above see what became of their
    decisions from now on. Called by the room above, inside its transaction. What a progress report says
    of another office's decisions is not for its own office to show."""
    if meeting.kind != Meeting.Kind.MINUTES:
        return
    threads = meeting.items.filter(decisions__isnull=False).values("decisions__thread")
    shown = Matter.objects.filter(thread__in=threads, shown_above=False)
    _are_shown(shown, shown_above=True)


def hide_from_above(meeting):
    """What was submitted was taken back before anybody opened it: its decisions are shown above no more."""
    _are_shown(Matter.objects.filter(decision__meeting=meeting), shown_above=False)


def _are_shown(matters, *, shown_above):
    offices = {matter.office_id for matter in matters}
    owners = Assignment.objects.filter(matter__in=matters).values_list("office", flat=True)
    Stale.mark(*offices, *owners.distinct())
    Matter.objects.filter(pk__in=[matter.pk for matter in matters]).update(shown_above=shown_above)


def fall_back(matters, *, meeting, paper, by, at):
    """Let decisions that a paper prints no more go on as the earlier sitting printed them that still
    stands; what the paper alone charged is withdrawn. Those that no other paper prints stay as they are."""
    earlier = Decision.objects.filter(
        thread__in=[matter.thread for matter in matters],
        meeting__state=State.ISSUED,
        # A progress report prints the words of another sitting, and decides nothing.
        meeting__kind=Meeting.Kind.MINUTES,
    ).exclude(meeting=meeting)
    earlier = earlier.select_related("meeting").order_by("meeting__held_on", "meeting")
    standing = {decision.thread: decision for decision in earlier}
    back = [matter for matter in matters if matter.thread in standing]
    for matter in back:
        matter.decision = standing[matter.thread]
        matter.version += 1
    Matter.objects.bulk_update(back, ["decision", "version"])
    at_once.tell([(matter, None) for matter in back], "fell back", by=by, at=at, reason=PAPER_VOID)
    _charge_as_before(back, paper=paper, by=by, at=at)


def _charge_as_before(matters, *, paper, by, at):
    """The shares of a paper that is void hang on the paper before it, where that charged the same."""
    shares = Assignment.objects.filter(matter__in=matters, charge__paper=paper, parent=None)
    before = {
        (charge.decision_id, key_of(charge.printed), charge.post_id): charge
        for charge in Charge.objects.filter(
            decision__in=[matter.decision_id for matter in matters]
        ).exclude(paper=paper)
    }
    again, gone = [], []
    for share in shares.select_related("charge", "matter", "post__office"):
        key = key_of(share.charge.printed)
        decision = share.matter.decision_id
        charge = before.get((decision, key, share.charge.post_id)) or before.get(
            (decision, key, None)
        )
        share.charge = charge or share.charge
        (again if charge else gone).append(share)
    Assignment.objects.bulk_update(again, ["charge"])
    withdraw([share for share in gone if share.state in Assignment.UNFINISHED], by=by, at=at)


def withdraw(shares, *, by, at, reason=PAPER_VOID):
    """Withdraw shares with all parts of them that still run."""
    found = list(shares)
    parts = found
    while parts:
        below = Assignment.objects.filter(parent__in=[share.pk for share in parts])
        parts = list(below.open().select_related("matter", "post__office"))
        found += parts
    told = {"by": by, "at": at, "reason": reason}
    at_once.end(found, Assignment.State.WITHDRAWN, "withdrawn", **told)


class Issue:
    """The issue of one paper, as the decisions that are followed see it. In a fixed number of queries."""

    def __init__(self, meeting, *, paper, on, by, at):
        self.meeting, self.paper, self.on, self.by, self.at = meeting, paper, on, by, at
        self.told = {"by": by, "at": at}
        self.charges = {}
        charges = Charge.objects.filter(paper=paper).select_related("post__office")
        for charge in charges.order_by("position", "pk"):
            self.charges.setdefault(charge.decision_id, []).append(charge)
        self.owners = Owners(meeting.office, committee=meeting.committee, on=on)
        # What is written in the end, all of a kind at once: new decisions and shares, (decision, how it
        # goes on), shares with another charge, those that run again, those withdrawn.
        self.new, self.opened, self.goes_on = [], [], []
        self.moved, self.again, self.gone = [], [], []

    def follow(self):
        """[Matter] of every decision that the paper prints."""
        items = self.meeting.items.prefetch_related("decisions__implementers")
        self.decisions = [
            decision for item in items if not item.confirms_id for decision in item.decisions.all()
        ]
        known = self._known()
        self.owners.learn(matter.owners for matter in known.values())
        self.shares = self._shares_of(known.values())
        matters = []
        for decision in self.decisions:
            matter = known.get(decision.thread)
            if matter is None:
                matter = Matter(
                    thread=decision.thread, committee=self.meeting.committee, office=self.meeting.office
                )  # fmt: skip
                self.new.append(matter)
            if not self._is_overtaken(matter):
                self._take(matter, decision)
            matters.append(matter)
        self._write()
        self._end_what_is_gone()
        return matters

    def _known(self):
        threads = [decision.thread for decision in self.decisions]
        rows = _locked().filter(thread__in=threads).order_by("pk")
        return {matter.thread: matter for matter in rows}

    def _shares_of(self, matters):
        found = {}
        shares = Assignment.objects.filter(matter__in=list(matters), parent=None)
        for share in shares.select_related("charge", "post__office").order_by("pk"):
            found.setdefault(share.matter_id, []).append(share)
        return found

    def _is_overtaken(self, matter):
        """Whether a later sitting prints the decision already: its row stays the one in force."""
        in_force = matter.decision_id and matter.decision.meeting
        return bool(in_force) and in_force.held_on > self.meeting.held_on

    # --- One decision ---------------------------------------------------------------------------

    def _take(self, matter, decision):
        """Let a decision be followed as the paper prints it."""
        was = matter.state
        is_new = was == Matter.State.DRAFT
        matter.decision = decision
        if matter.pk:
            matter.version += 1
            self.goes_on.append((matter, self._how(was)))
        if was == Matter.State.ENDED and not self._takes_up(matter):
            return
        owners = self.owners.settled(matter.owners, decision, self.charges.get(decision.pk))
        if is_new or self.meeting.corrects_id or was == Matter.State.SUSPENDED:
            self._say_kind(matter, decision, owners)
        matter.state = Matter.State.OPEN
        matter.end, matter.end_reason = "", ""
        matter.ended_by = matter.ended_at = None
        if is_new:
            matter.opened_on = self.on
        self._date(matter, decision, is_new=is_new)
        matter.owners = to_store(owners, before=matter.owners)
        wanted = [] if matter.kind in UNCHASED else owners
        self._charge(matter, decision, wanted, takes_up=was == Matter.State.ENDED)

    def _say_kind(self, matter, decision, owners):
        """Its kind and how it adds up, unless a person has said so."""
        if matter.is_kind_settled:
            return
        matter.kind, matter.roll_up = proposed(decision, owners)

    def _takes_up(self, matter):
        """Whether a paper that prints an ended decision starts it again: a sitting after its end, or
        the one that had dropped it."""
        if matter.end == End.WITHDRAWN:
            return True
        ended_on = timezone.localdate(matter.ended_at)
        return not self.meeting.corrects_id and ended_on < self.meeting.held_on

    def _how(self, was):
        """The Step that tells how a decision goes on that stood so before."""
        if was == Matter.State.DRAFT:
            return "opened"
        if was == Matter.State.SUSPENDED:
            return "resumed"
        return "corrected" if self.meeting.corrects_id else "carried"

    def _date(self, matter, decision, *, is_new):
        """Its clock: the printed or typed date, else the one a person gave before, else an implied one."""
        if matter.kind in UNCHASED:
            matter.first_due_on = matter.due_on = None
            matter.is_implied = False
            return
        before, due = matter.due_on, decision.due_on
        if due is None and before is not None and not matter.is_implied:
            due = before
        if due is None:
            if before is not None and not is_new:
                return
            due, matter.is_implied = self.implied_due, True
            matter.first_due_on = matter.due_on = due
            return
        if is_new or before is None or matter.is_implied:
            matter.first_due_on = due
        elif due > before:
            matter.times_extended += 1
        matter.due_on, matter.is_implied = due, False

    # --- Its shares -----------------------------------------------------------------------------

    def _charge(self, matter, decision, owners, *, takes_up):
        """Let those have shares whom the paper charges; what goes on, goes on with its answers."""
        shares = self.shares.get(matter.pk, [])
        lines = {key_of(line) for line in lines_of(decision)} or {""}
        live = [share for share in shares if share.state != Assignment.State.WITHDRAWN]
        kept = set()
        for owner in owners:
            share = _first_of(live, owner) or _first_of(shares, owner)
            if share is None:
                self._open(matter, decision, owner)
                continue
            kept.add(share.pk)
            self._goes_on(matter, decision, share, owner, takes_up=takes_up)
        for share in live:
            is_charged = line_of(share) in lines and matter.kind not in UNCHASED
            if share.pk not in kept and is_charged:
                self._goes_on(matter, decision, share, None, takes_up=False)
            elif share.pk not in kept and share.state in Assignment.UNFINISHED:
                share.matter = matter
                self.gone.append(share)

    def _open(self, matter, decision, owner):
        # The proposals for some words are one share to be settled.
        same = (each for each in self.opened if each.matter is matter and not each.post)
        if not owner.is_certain and any(
            each.position == owner.position and each.printed == owner.words for each in same
        ):
            return
        charges = self.charges.get(decision.pk, ())
        told = {"charges": charges, "on": self.on, "at": self.at}
        settle_by = None if owner.is_certain else self.settle_by
        self.opened.append(new_share(matter, owner, settle_by=settle_by, **told))

    def _goes_on(self, matter, decision, share, owner, *, takes_up):
        """A share that was there hangs on the new charge, and has the date of its decision."""
        share.matter = matter
        if owner:
            share.position = owner.position
        if owner and owner.is_certain:
            share.part = owner.part
        charges = self.charges.get(decision.pk, ())
        share.charge = charge_of(charges, share.position, share.post) or share.charge
        if share.state in Assignment.ENDS:
            is_withdrawn = share.state == Assignment.State.WITHDRAWN
            if is_withdrawn or (takes_up and share.state != Assignment.State.REASSIGNED):
                self.again.append(share)
        if share.state in Assignment.UNFINISHED or share in self.again:
            follow_date(share, matter)
        self.moved.append(share)

    @cached_property
    def implied_due(self):
        return clock.implied_due(self.meeting, self.on)

    @cached_property
    def settle_by(self):
        return clock.settle_by(self.on)

    # --- Writing --------------------------------------------------------------------------------

    def _write(self):
        Matter.objects.bulk_create(self.new)
        Matter.objects.bulk_update([matter for matter, _ in self.goes_on], _OF_A_MATTER)
        Assignment.objects.bulk_create(self.opened)
        moved = ["charge", "position", "part", "first_due_on", "due_on", "is_implied"]
        Assignment.objects.bulk_update(self.moved, [*moved, "times_extended"])
        opened = [(matter, None) for matter in self.new]
        opened += [(share.matter, share) for share in self.opened]
        at_once.tell(opened, "opened", **self.told)
        for what in dict.fromkeys(what for _, what in self.goes_on):
            rows = [(matter, None) for matter, how in self.goes_on if how == what]
            at_once.tell(rows, what, **self.told)
        go_on(self.again, "resumed", reason="", **self.told)
        no_longer = [share for share in self.gone if share.matter.kind in UNCHASED]
        withdraw(no_longer, reason=NOT_CHASED, **self.told)
        others = [share for share in self.gone if share.matter.kind not in UNCHASED]
        withdraw(others, reason=LINE_GONE, **self.told)

    def _end_what_is_gone(self):
        """Decisions that the paper before this one printed, and this one does not."""
        printed = [decision.thread for decision in self.decisions]
        rows = _locked().exclude(thread__in=printed)
        if self.meeting.corrects_id:
            rows = rows.filter(decision__meeting=self.meeting.corrects_id)
        elif self.meeting.issued_papers.count() > 1:
            before = Decision.ever.filter(meeting=self.meeting).values("thread")
            rows = rows.filter(thread__in=before, state=Matter.State.SUSPENDED)
        else:
            return
        matters = list(rows.exclude(state__in=[Matter.State.DRAFT, Matter.State.ENDED]))
        if self.meeting.corrects_id:
            fall_back(
                matters,
                meeting=self.meeting.corrects,
                paper=self.meeting.corrects.paper,
                **self.told,
            )
        rows_ever = Decision.ever.filter(meeting=self.meeting)
        ever = {decision.thread: decision for decision in rows_ever} if matters else {}
        gone = [
            matter
            for matter in matters
            if not matter.decision
            or matter.decision.meeting_id in (self.meeting.pk, self.meeting.corrects_id)
        ]
        for matter in gone:
            matter.decision = matter.decision or ever[matter.thread]
            matter.state, matter.end, matter.end_reason = (
                Matter.State.ENDED, End.WITHDRAWN, DECISION_GONE,
            )  # fmt: skip
            matter.ended_by, matter.ended_at = self.by, self.at
            matter.version += 1
        Matter.objects.bulk_update(gone, _OF_A_MATTER)
        told = {**self.told, "reason": DECISION_GONE}
        at_once.tell([(matter, None) for matter in gone], "withdrawn", **told)
        open_shares = (
            Assignment.objects.open()
            .filter(matter__in=gone)
            .select_related("matter", "post__office")
        )
        at_once.end(open_shares, Assignment.State.WITHDRAWN, "withdrawn", **told)


def _locked():
    return Matter.objects.select_for_update(of=("self",)).select_related("decision__meeting")


def _first_of(shares, owner):
    return next((share for share in shares if is_of(share, owner)), None)
