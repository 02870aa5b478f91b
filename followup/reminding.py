"""Who is told of which share on a day.

With a fixed number of questions to the database. Who is told is looked up as it is told: who holds the
post today, or has it in addition; those who were transferred hear nothing more.
"""

from collections import defaultdict
from datetime import timedelta

from django.db.models import Q

from accounts.digests import Line
from followup import phrasing
from followup.changes import changes_since
from followup.ladder import Clock, Level, Rung, clocks, rung_of, told_by
from followup.models import UNCHASED, Assignment, Matter, Nudge
from followup.nudged import sum_key
from followup.reach import emails_of
from offices.heads import People
from offices.models import Office
from offices.working_days import holidays_around, is_working_day

# The first rung lies no further before the due day; and none is in force for longer: who was told of
# one before has been told of the next.
LOOK_AHEAD, LOOK_BACK = timedelta(days=31), timedelta(days=60)
# One reader above is told so many lines; the last one sums up the rest.
SUMS_AT_MOST = 10

# Offices whose head is told by the head of the office over them.
UNDER_ONE_ROOF = {Office.Kind.LINE, Office.Kind.UNION}


def due_today(today):
    """The Lines of one day; none on a day off.

    Who was not told while the portal was off hears of the last rung alone.
    """
    day, found = Day.of(today), {}
    if day is None:
        return []
    for user, nudge in day.news():
        # Of one share a person is told once a day.
        found.setdefault((user.pk, nudge.assignment_id), (user, nudge))
    singles, sums = [], []
    for user, nudge in found.values():
        (sums if rung_of(nudge.rung).is_sum else singles).append((user, nudge))
    return [*_lines(singles, day), *_sum_lines(sums, today)]


class Day:
    """The shares that somebody is to know of on a day, who is to, and what each was told before."""

    def __init__(self, today, holidays):
        self.today, self.holidays = today, holidays
        self.people = People(today)
        self.shares = list(_waiting(today))
        self.changed = changes_since(today)
        shares = [*self.shares, *(change.share for change in self.changed)]
        self.told = _told(shares, today)
        self.emails = emails_of(shares)

    @classmethod
    def of(cls, today):
        """A Day, or None where the offices are closed."""
        holidays = holidays_around(today - LOOK_BACK, today + LOOK_BACK)
        return cls(today, holidays) if is_working_day(today, holidays) else None

    def news(self):
        """(user, Nudge that is not saved yet) for all there is to tell within the portal."""
        for share, what, step in self.changed:
            for user in self.doers(share).values():
                yield from self.unless_told(user, share, Rung(what, step))
        above = []
        for share in self.shares:
            for clock, due, told in self.rungs(share):
                if told.level == Level.DOERS:
                    yield from self._to_doers(share, clock, due, told.step)
                else:
                    above.append((share, due, told))
        for share, due, told in above:
            for user in self.above(share, told).values():
                yield from self.unless_told(
                    user, share, Rung(told.clock, told.step, is_sum=True), due
                )

    def news_outside(self):
        """A Nudge that is not saved yet for all there is to tell by mail to those outside the portal."""
        for share, what, step in self.changed:
            if share.pk in self.emails:
                rung = Rung(what, step)
                yield from (row for _, row in self.unless_told(None, share, rung))
        for share in self.shares:
            if share.pk not in self.emails:
                continue
            for clock, due, told in self.rungs(share):
                if told.level == Level.DOERS and clock == Clock.OWNER:
                    rung = Rung(clock, told.step)
                    yield from (row for _, row in self.unless_told(None, share, rung, due))

    def rungs(self, share):
        """(clock, the day it runs to, Told) for each level that is told of a share by today."""
        for clock, due in clocks(share, share.matter.kind, self.holidays).items():
            for told in told_by(clock, due, today=self.today, holidays=self.holidays):
                yield clock, due, told

    def unless_told(self, user, share, rung, due=None):
        """(user, Nudge) of a rung, unless this person, or who is outside, has been told of it."""
        turn = share.turn if due else 0
        told = self.told.get((share.pk, user and user.pk, rung.clock, due, turn))
        if told is None or told < rung.step:
            yield (
                user,
                Nudge(
                    user=user,
                    assignment=share,
                    told_on=self.today,
                    rung=str(rung),
                    due_on=due,
                    turn=turn,
                ),
            )

    def _to_doers(self, share, clock, due, step):
        """Those who are to do it; the section where the portal reaches none of them."""
        doers = self.doers(share)
        if clock == Clock.OWNER and not doers:
            if share.pk in self.emails:
                return
            clock = phrasing.NOBODY if share.post_id else phrasing.PAPER
        if clock != Clock.OWNER:
            doers = self.people.doing_the_work(share.asking_office_id)
        for user in doers.values():
            yield from self.unless_told(user, share, Rung(clock, step), due)

    def doers(self, share):
        """The holders of the post, while it is vacant the head of its office, and its staff."""
        if not share.post_id:
            return {}
        people = self.people
        acting = people.holders[share.post_id] or people.heading(share.office_id)
        return {**acting, **people.doing_the_work(share.office_id)}

    def above(self, share, told):
        """Everybody of a level above those who do it: {user's primary key: User}."""
        people, asking, office = self.people, share.asking_office_id, share.office
        match told.level:
            case Level.HEAD:
                return people.heading(office.pk) if office else {}
            case Level.OVER:
                is_under = office and office.kind in UNDER_ONE_ROOF and office.parent_id
                return people.heading(office.parent_id) if is_under else {}
            case Level.OFFICERS:
                return people.officers[asking]
            case Level.CHIEF if told.clock != Clock.OWNER:
                return people.heading(asking)
        over = [asking]
        if share.matter.shown_above and not share.parent_id and share.matter.office.parent_id:
            over.append(share.matter.office.parent_id)
        by_office = people.deputies.__getitem__ if told.level == Level.DEPUTIES else people.heading
        return {pk: user for each in over for pk, user in by_office(each).items()}


# A day has as many shares as a country has decisions that run: nothing more of them is fetched.
_ASKED_OF_A_SHARE = [
    "state", "due_on", "desk_due_on", "opened_on", "turn", "post", "outsider",
    "office__name", "office__kind", "office__parent", "asking_office", "parent",
    "matter__kind", "matter__shown_above", "matter__office__parent", "matter__committee__name",
    "addressee__closed_on", "addressee__email", "addressee__post__email",
]  # fmt: skip
_SAID_OF_A_SHARE = [
    "printed", "outsider", "is_implied", "turn", "post__title", "post__office__name",
    "matter__decision__text", "matter__committee__name",
]  # fmt: skip


def _waiting(today):
    """The shares of which a clock may have reached a rung by a day, with what telling asks of them."""
    soon = today + LOOK_AHEAD
    return (
        Assignment.objects.open()
        .filter(
            Q(due_on__lte=soon) | Q(desk_due_on__lte=soon) | Q(state=Assignment.State.SETTLE),
            matter__state=Matter.State.OPEN,
        )
        .exclude(matter__kind__in=UNCHASED)
        .select_related("matter__office", "matter__committee", "office", "addressee__post")
        .only(*_ASKED_OF_A_SHARE)
        .order_by("due_on", "pk")
    )


def _told(shares, today):
    """{(share, user or None, clock, due day, turn): the last rung told}."""
    rows = Nudge.objects.filter(
        assignment__in={share.pk for share in shares}, told_on__gte=today - LOOK_BACK
    )
    found = {}
    for share, user, text, due, turn in rows.values_list(
        "assignment", "user", "rung", "due_on", "turn"
    ):
        rung = rung_of(text)
        key = (share, user, rung.clock, due, turn)
        found[key] = max(rung.step, found.get(key, rung.step))
    return found


def _lines(told, day):
    """A Line each for those who do it, the oldest due day first."""
    shares = (
        Assignment.objects.filter(pk__in={row.assignment_id for _, row in told})
        .select_related("matter__decision", "matter__committee", "post__office")
        .only(*_SAID_OF_A_SHARE)
    )
    details = {share.pk: share for share in shares}
    told.sort(key=lambda each: (each[1].due_on or day.today, each[1].assignment_id))
    return [
        Line(user, _said(user, row, details[row.assignment_id], day), row) for user, row in told
    ]


def _said(user, row, share, day):
    clock, due = rung_of(row.rung).clock, row.due_on
    if clock in phrasing.CHANGED:
        return phrasing.changed(share, clock)
    if clock in (phrasing.NOBODY, phrasing.PAPER):
        return phrasing.untold(share, clock, due, day.today)
    if clock != Clock.OWNER:
        return phrasing.to_section(share, clock, due, day.today)
    holds_it = user.pk in day.people.holders[share.post_id]
    return phrasing.to_owner(share, due, day.today, names_owner=not holds_it)


def _sum_lines(told, today):
    """For each reader above a Line an office or committee, those with the latest first."""
    groups = defaultdict(lambda: defaultdict(list))
    for user, row in told:
        groups[user][sum_key(row)].append(row)
    lines = []
    for user, theirs in groups.items():
        sums = sorted(theirs.items(), key=lambda each: min(row.due_on for row in each[1]))
        alone = sums if len(sums) <= SUMS_AT_MOST else sums[: SUMS_AT_MOST - 1]
        for key, rows in alone:
            lines += _sum_line(
                user,
                rows,
                phrasing.sum_of(key.name, *_figures(rows, today), of_section=key.of_section),
            )
        if rest := sums[len(alone) :]:
            rows = [row for _, some in rest for row in some]
            lines += _sum_line(user, rows, phrasing.sum_of_rest(len(rest), *_figures(rows, today)))
    return lines


def _figures(rows, today):
    """(how many decisions, how many days the oldest is late)."""
    decisions = {row.assignment.matter_id for row in rows}
    return len(decisions), max((today - row.due_on).days for row in rows)


def _sum_line(user, rows, text):
    """One line for many rows: the first has its text."""
    return [Line(user, "" if number else text, row) for number, row in enumerate(rows)]
