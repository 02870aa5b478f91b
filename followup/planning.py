"""How the decisions of one meeting are followed: their kinds, whom their lines mean, dates; read and settled."""

from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.access import WrongState, allow
from accounts.models import record
from followup import at_once, clock, rolling, rules
from followup.kinds import proposed
from followup.models import UNCHASED, Assignment, Kind, Matter, RollUp
from followup.owners import Owner, Owners, once_each, to_store
from followup.settling import settle_shares
from meetings.charging import lines_of
from meetings.models import Decision, Meeting
from meetings.models import State as MeetingState
from offices.models import today

NOT_NOW = "এই সভার সিদ্ধান্ত এখান থেকে আর নির্ধারণ করা যায় না; সংশোধিত বা পরের কাগজ থেকে করুন।"


@dataclass
class Line:
    """One printed line of a decision, and whom it means."""

    position: int
    printed: str
    owners: list

    @property
    def is_certain(self):
        return all(owner.is_certain for owner in self.owners)

    @property
    def found(self):
        """Those it means, or is proposed to mean; none where nobody was found."""
        return [owner for owner in self.owners if owner.is_found]


@dataclass
class Row:
    """A decision on the page of its meeting: as it is followed, or will be from the issue on."""

    decision: Decision
    matter: Matter | None
    kind: str
    roll_up: str
    due_on: date | None
    is_implied: bool
    lines: list = field(default_factory=list)
    standing: rolling.RolledUp | None = None
    # Another row is in force: of an earlier sitting until this one is issued, or of a later one.
    is_elsewhere: bool = False
    # How the indicator stands that its item names: indicators.Standing.
    indicator: object = None

    @property
    def is_settled(self):
        return bool(self.matter and self.matter.is_kind_settled)

    @property
    def version(self):
        return self.matter.version if self.matter else 0

    @property
    def is_issued(self):
        return bool(self.matter) and self.matter.decision_id == self.decision.pk

    @property
    def is_open(self):
        """Whether it can still be settled here."""
        return not self.is_elsewhere and not (
            self.matter and self.matter.state == Matter.State.ENDED
        )

    @property
    def kind_name(self):
        return Kind(self.kind).label

    @property
    def roll_up_name(self):
        return RollUp(self.roll_up).label

    @property
    def is_chased(self):
        return self.kind not in UNCHASED

    @property
    def owners(self):
        return [owner for line in self.lines for owner in line.found]

    @property
    def unsettled(self):
        return [line for line in self.lines if not line.is_certain] if self.is_chased else []


@dataclass
class Counted:
    """What the check page says of a meeting: how many have no date of their own, whose is open."""

    decisions: int
    implied: int
    due_on: date | None
    unsettled: int
    kinds: list


def decisions_of(meeting):
    """[Decision] that a meeting's paper prints and that are followed, in its order."""
    items = meeting.items.prefetch_related("decisions__implementers")
    return [each for item in items if not item.confirms_id for each in item.decisions.all()]


def rows_of(meeting):
    """[Row] of a meeting of minutes, in a number of queries that does not grow with them."""
    decisions = decisions_of(meeting)
    threads = [decision.thread for decision in decisions]
    matters = Matter.objects.filter(thread__in=threads).select_related("decision__meeting")
    known = {matter.thread: matter for matter in matters}
    owners = Owners(meeting.office, committee=meeting.committee)
    owners.learn(matter.owners for matter in known.values())
    standing = rolling.standing_of(known.values()) if known else {}
    shares = _shares_of(known.values())
    implied = clock.implied_due(meeting, meeting.paper.issued_on if meeting.paper else today())
    rows = []
    for decision in decisions:
        matter = known.get(decision.thread)
        row = _row(decision, matter, owners, shares.get(matter.pk if matter else None, ()), implied)
        row.standing = standing.get(matter.pk) if matter else None
        rows.append(row)
    return rows


def counted(meeting):
    """Counted, of what the paper of a meeting would set going if it were issued now."""
    return count_of(rows_of(meeting))


def count_of(rows):
    """Counted, of rows of a meeting; those that are followed elsewhere do not count."""
    rows = [row for row in rows if not row.is_elsewhere]
    implied = [row for row in rows if row.is_chased and row.is_implied]
    return Counted(
        decisions=len(rows),
        implied=len(implied),
        due_on=implied[0].due_on if implied else None,
        unsettled=sum(bool(row.unsettled) for row in rows),
        kinds=[
            (kind.label, count) for kind in Kind if (count := sum(row.kind == kind for row in rows))
        ],
    )


def _shares_of(matters):
    rows = Assignment.objects.filter(matter__in=[matter.pk for matter in matters], parent=None)
    rows = rows.exclude(state__in=rolling.NOT_COUNTED)
    found = {}
    for share in rows.select_related("post__office", "addressee", "charge"):
        found.setdefault(share.matter_id, []).append(share)
    return found


def _row(decision, matter, owners, shares, implied):
    is_issued = bool(matter) and matter.decision_id == decision.pk
    if is_issued:
        meant = _as_shared(decision, matter, owners, shares)
    else:
        meant = owners.settled(matter and matter.owners, decision)
    kind, roll_up = proposed(decision, meant)
    due, is_implied = decision.due_on, False
    if matter and (matter.is_kind_settled or is_issued):
        kind, roll_up = matter.kind, matter.roll_up
    if is_issued or (due is None and matter and matter.due_on):
        due, is_implied = matter.due_on, matter.is_implied
    if due is None and kind not in UNCHASED:
        due, is_implied = implied, True
    elsewhere = bool(matter) and not is_issued and matter.state == Matter.State.OPEN
    lines = lines_of(decision) or [""]
    by_line = [
        Line(place, printed, [owner for owner in meant if owner.position == place])
        for place, printed in enumerate(lines)
    ]
    return Row(decision, matter, kind, roll_up, due, is_implied, by_line, is_elsewhere=elsewhere)


def _as_shared(decision, matter, owners, shares):
    """[Owner] as the shares stand now; of one to be settled, the proposals for its words."""
    if matter.kind in UNCHASED:
        return owners.settled(matter.owners, decision)
    proposals = [each for each in owners.from_stored(matter.owners or ()) if not each.is_certain]
    found = []
    for share in shares:
        line = share.charge.printed if share.charge else share.printed
        if share.post_id or share.outsider:
            found.append(
                Owner(
                    line, share.position, share.post, share.outsider, share.addressee, share.part, share.printed,
                )
            )  # fmt: skip
            continue
        likely = [each for each in proposals if each.words == share.printed]
        found += likely or [Owner(line, share.position, words=share.printed, is_certain=False)]
    return found


# --- Settling -----------------------------------------------------------------------------------


@dataclass
class Told:
    """What a person says of one decision; what is None stays."""

    version: int
    kind: str
    roll_up: str
    due_on: date | None = None
    reason: str = ""
    # {place of a line: [Owner]}: whom the lines mean that were settled.
    owners: dict = field(default_factory=dict)


class Conflict(Exception):
    """Others have settled some of the decisions since the page was fetched. `rows`: their keys."""

    def __init__(self, rows):
        self.rows = rows
        super().__init__("আপনি পাতাটি খোলার পরে আরেকজন এখানে নির্ধারণ করেছেন।")


@transaction.atomic
def settle(meeting, told, *, by, at=None):
    """Settle decisions of a meeting: {primary key of a Decision: Told}. How many changed.

    Before the issue it is kept for then; afterwards shares follow at once. Raises Conflict, in which
    nothing is changed, WrongState, and ValidationError {primary key: [message]}.
    """
    at = at or timezone.now()
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("committee__office")
    meeting = rows.get(pk=meeting.pk)
    allow(rules.can_plan(by, meeting), rules.WHO_PLANS)
    if meeting.kind != Meeting.Kind.MINUTES or meeting.state in (
        MeetingState.CORRECTED, MeetingState.CANCELLED,
    ):  # fmt: skip
        raise WrongState(NOT_NOW)
    threads = [decision.thread for decision in decisions_of(meeting)]
    list(Matter.objects.select_for_update().filter(thread__in=threads).order_by("pk"))
    at_hand = {row.decision.pk: row for row in rows_of(meeting) if row.is_open}
    told = {pk: each for pk, each in told.items() if pk in at_hand}
    if stale := [pk for pk, each in told.items() if each.version != at_hand[pk].version]:
        raise Conflict(stale)
    changed = {pk: each for pk, each in told.items() if _differs(at_hand[pk], each)}
    faults = {pk: fault for pk, each in changed.items() if (fault := _fault(at_hand[pk], each))}
    if faults:
        raise ValidationError({str(pk): [fault] for pk, fault in faults.items()})
    for pk, each in changed.items():
        _settle(meeting, at_hand[pk], each, by=by, at=at)
    if changed:
        record(
            by=by, what="decisions settled", target=meeting, office=meeting.office, at=at, count=len(changed)
        )  # fmt: skip
    return len(changed)


def _differs(row, told):
    is_new_date = told.due_on is not None and (row.is_implied or told.due_on != row.due_on)
    return (
        not row.is_settled
        or told.kind != row.kind
        or told.roll_up != row.roll_up
        or is_new_date
        or bool(told.owners)
    )


def _fault(row, told):
    """Why this cannot be said of a decision, or ""."""
    if told.due_on and row.is_issued and told.due_on < row.matter.opened_on:
        return "শেষ তারিখ কাগজ জারির আগে হতে পারে না।"
    is_moved = told.due_on and row.is_issued and not row.is_implied and row.due_on
    if is_moved and told.due_on != row.due_on and not told.reason:
        return "আগে দেওয়া তারিখ বদলাতে কারণ লিখুন।"
    return ""


def _settle(meeting, row, told, *, by, at):
    matter = row.matter or Matter(
        thread=row.decision.thread, committee=meeting.committee, office=meeting.office
    )
    matter.kind, matter.roll_up, matter.is_kind_settled = told.kind, told.roll_up, True
    owners = [owner for line in row.lines for owner in told.owners.get(line.position, line.owners)]
    owners = once_each(owners)
    if told.owners or any(not owner.is_certain for owner in owners):
        matter.owners = to_store(owners, before=matter.owners, settled=told.owners)
    before = matter.due_on
    _date(row, matter, told)
    if matter.pk:
        matter.version += 1
    matter.save()
    if row.is_issued:
        at_once.tell([(matter, None)], "settled", by=by, at=at, reason=told.reason)
        wanted = [] if matter.kind in UNCHASED else owners
        said = {"by": by, "at": at, "reason": told.reason}
        settle_shares(matter, row.decision, wanted, before=before, **said)


def _date(row, matter, told):
    """The date a person gives in place of an implied one, or for another."""
    if matter.kind in UNCHASED:
        matter.first_due_on = matter.due_on = None
        matter.is_implied = False
    elif told.due_on and (row.is_implied or told.due_on != row.due_on or matter.due_on is None):
        if row.is_implied or matter.first_due_on is None:
            matter.first_due_on = told.due_on
        elif matter.due_on and told.due_on > matter.due_on:
            matter.times_extended += 1
        matter.due_on, matter.is_implied = told.due_on, False
    elif row.is_issued and matter.due_on is None:
        matter.first_due_on, matter.due_on, matter.is_implied = row.due_on, row.due_on, True
        if row.due_on is None:
            on = row.decision.item.meeting.paper.issued_on
            due = clock.implied_due(row.decision.item.meeting, max(on, today()))
            matter.first_due_on = matter.due_on = due
    elif not row.is_issued and told.due_on is None:
        matter.first_due_on = matter.due_on = None
