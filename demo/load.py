"""Puts the demo into the database, as if its offices had worked with the portal for a year."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from demo.cast import Cast
from demo.contents import Writer, cited_number, report
from demo.sources import offices, paper
from demo.timetable import moments, sittings
from demo.wording import Topics
from meetings.interchange import read, store
from meetings.models import Attendance, Meeting
from offices.models import Posting
from papers.content import canonical

# What became of a sitting → (what was done with it: (verb, days after the start), …). The start is
# the sitting; of a plan it is the day it was made. Whatever was written is `stored` first.
PLAN = {
    "planned": [("plan", 0)],
    "noticed": [("plan", 0), ("give_notice", 3)],
    "unwritten": [("plan", 0), ("give_notice", 3)],
    "cancelled": [("plan", 0), ("give_notice", 3), ("cancel", 8)],
    "begun": [("plan", 0), ("give_notice", 3), ("start_writing", 15)],
}
WRITTEN = {
    "draft": [("store", 1)],
    "submitted": [("store", 1), ("submit", 3)],
    "returned": [("store", 1), ("submit", 3), ("send_back", 5)],
    "unissued": [("store", 1), ("submit", 3), ("approve", 5)],
    "approved": [("store", 1), ("submit", 3), ("approve", 5)],
    "reopened": [("store", 1), ("submit", 3), ("approve", 5), ("send_back", 8)],
    # Given back once on the way.
    "mended": [("store", 1), ("submit", 3), ("send_back", 4), ("submit", 6), ("approve", 8)],
}
MENDED_EVERY = 5

OFFICERS = {"approve", "send_back", "issue"}

# Whose papers are numbered, signed and sent out, and how soon: on the day they are approved.
WENT_OUT = {"approved", "mended"}
ISSUED_AFTER = timedelta(minutes=25)

# A plan is made so many days before its sitting; one that is still to come, so many days ago.
PLANNED_BEFORE, PLANNED_AGO = 14, 9

# The division's papers have gone out before its districts report on them.
DIVISION_SETTLED, REPORTED_AFTER = 18, 13
REPORTS = 3

# Papers of an office between two of its committees' papers: the serials in between are theirs.
LETTERS_A_DAY = {"division": 7, "district": 4, "upazila": 3}


@dataclass
class Planned:
    """A paper of the demo before it is written."""

    writer: Writer
    held_on: date
    state: str
    steps: list
    moments: list
    issue: int | None = None
    dealt: list | None = None
    of_division: "Planned | None" = None
    # Which of the reporting districts, so that each reports in its own words.
    district: int = 0
    # Once it is written: its content, the memberships of its attendances, the meeting itself.
    content: dict = field(default=None, repr=False)
    seats: list = field(default=None, repr=False)
    meeting: Meeting | None = field(default=None, repr=False)

    @property
    def code(self):
        return self.writer.office["code"]

    @property
    def is_written(self):
        return self.state in WRITTEN

    @property
    def is_report(self):
        return self.of_division is not None

    @property
    def approved_at(self):
        verbs = [verb for verb, _ in self.steps]
        return self.moments[verbs.index("approve")] if "approve" in verbs else None


@transaction.atomic
def load(now=None, *, issue=None):
    """Load the whole demo, up to the moment `now`. Returns the number of meetings.

    `issue(meeting, by=…, at=…)` sends approved papers out; without it they stay approved.
    """
    now = now or timezone.localtime()
    cast = Cast(now.date())
    plans = _plans(cast, now)
    _number(plans, list(cast.told))
    plans.sort(key=lambda plan: (plan.moments[0], plan.code))
    _enact(plans, cast, now, issue)
    cast.let_go(now.date())
    _seat(plans)
    return len(plans)


# --- Planning -------------------------------------------------------------------------------


def _plans(cast, now):
    plans, reporting, used = [], [], defaultdict(int)
    for committee, body, office in cast.committees:
        writer = Writer(cast, committee, body, office)
        if body["paper"] == "progress":
            reporting.append(writer)
            continue
        # Two committees of a kind begin elsewhere in their file.
        shift = used[body["paper"]]
        used[body["paper"]] += 1
        plans += _plans_of(writer, shift, now)
    division = [plan for plan in plans if plan.writer.body["paper"] == "division"]
    for district, writer in enumerate(reporting):
        plans += _reports_of(writer, district, division, now)
    return plans


def _plans_of(writer, shift, now):
    """The sittings of one committee with what became of them, and their topics."""
    body, today = writer.body, now.date()
    settled = {"settled": DIVISION_SETTLED} if body["paper"] == "division" else {}
    topics = Topics(paper(body["paper"]), only=body.get("only"), shift=shift)
    plans = []
    for sitting in reversed(sittings(body["cadence"], body["day"], today, **settled)):
        state = _state_of(sitting.turn, body)
        if state is None:
            continue
        steps = (PLAN | WRITTEN)[state]
        if state in WRITTEN:
            start = sitting.held_on
        elif sitting.turn < 0:
            start = today - timedelta(days=PLANNED_AGO)
        else:
            start = sitting.held_on - timedelta(days=PLANNED_BEFORE)
        when = moments(start, [days for _, days in steps], now)
        if state == "reopened":
            when[-1:] = moments(today - timedelta(days=3), [0], now)
        dealt = topics.deal(sitting.held_on) if state in WRITTEN else None
        plans.append(Planned(writer, sitting.held_on, state, steps, when, dealt=dealt))
    return plans


def _state_of(turn, body):
    latest = body.get("latest", [])
    if turn < 0:
        return body.get("next")
    if turn < len(latest):
        return latest[turn]
    if turn == body.get("called_off"):
        return "cancelled"
    return "mended" if turn % MENDED_EVERY == MENDED_EVERY - 1 else "approved"


def _reports_of(writer, district, division, now):
    """What a district reported on the last sittings of the division's team."""
    held = [plan for plan in division if plan.is_written]
    plans = []
    for turn, of in enumerate(reversed(held[-REPORTS:])):
        state = _state_of(turn, writer.body)
        steps = WRITTEN[state]
        start = of.held_on + timedelta(days=REPORTED_AFTER)
        when = moments(start, [days + district for _, days in steps], now)
        plans.append(
            Planned(writer, of.held_on, state, steps, when, of_division=of, district=district)
        )
    return plans


def _number(plans, codes):
    """Give approved papers the next serial of their office's register, restarting every January."""
    taken = {}
    numbered = [p for p in plans if p.state in ("approved", "mended") and "file" in p.writer.body]
    for plan in sorted(numbered, key=lambda plan: plan.approved_at):
        issued_on = plan.approved_at.date()
        register = (plan.code, issued_on.year)
        # No two offices write as much as each other.
        pace = LETTERS_A_DAY[plan.writer.office["kind"]] * (0.8 + codes.index(plan.code) * 0.04)
        usual = int(issued_on.timetuple().tm_yday * pace)
        plan.issue = taken[register] = max(usual, taken.get(register, 0) + 1)


# --- Writing --------------------------------------------------------------------------------


def _enact(plans, cast, now, issue):
    """Take every plan through its steps, all in order of time, each by who it was up to that day."""
    steps = [
        (when, plan.code, number, verb)
        for number, plan in enumerate(plans)
        for (verb, _), when in zip(plan.steps, plan.moments, strict=True)
    ]
    if issue:
        steps += [
            (min(plan.approved_at + ISSUED_AFTER, now), plan.code, number, "issue")
            for number, plan in enumerate(plans)
            if plan.state in WENT_OUT
        ]
    for when, code, number, verb in sorted(steps):
        cast.let_go(when.date())
        role = Posting.Role.OFFICER if verb in OFFICERS else Posting.Role.STAFF
        by = cast.user(code, role, when.date())
        if verb == "issue":
            # By who is printed as its signatory, as long as they are in office.
            meeting = plans[number].meeting
            signatory = cast.officer_named(code, meeting.signatory["name"], when.date())
            issue(meeting, by=signatory or by, at=when)
        else:
            _take(plans[number], verb, by=by, at=when)


def _take(plan, verb, *, by, at):
    """One step of a plan at its moment; the first one makes the meeting."""
    if verb == "store":
        plan.content, plan.seats = _content(plan)
        content = read(canonical(plan.content))
        plan.meeting, _ = store(content, office=plan.writer.committee.office, by=by, at=at)
    elif verb == "plan":
        plan.content, plan.seats = _content(plan)
        plan.meeting = _planned(plan, by, at)
    elif verb == "send_back":
        plan.meeting.send_back(by=by, remarks=_remarks(plan), at=at)
    else:
        getattr(plan.meeting, verb)(by=by, at=at)


def _content(plan):
    """(content, memberships of its attendances) of a paper."""
    writer, signed_on = plan.writer, plan.approved_at and plan.approved_at.date()
    if plan.is_report:
        of = plan.of_division
        content = report(
            writer,
            of.content,
            of.dealt,
            plan.held_on,
            signed_on or plan.moments[-1].date(),
            cited=(cited_number(of.content), of.approved_at.date()),
            turn=plan.district,
            signed=plan.issue is not None,
            issue=plan.issue,
        )
        return content, []
    memo = {"issue": plan.issue, "issued_on": plan.issue and signed_on}
    if plan.is_written:
        return writer.minutes(plan.held_on, plan.dealt, **memo)
    return writer.blank(plan.held_on, **memo), []


def _planned(plan, by, at):
    """A sitting that is planned: what its paper will print as far as it is known already."""
    content = plan.content
    sitting = content["meeting"]
    start, end = content["period"]
    meeting = Meeting(
        committee=plan.writer.committee,
        held_on=plan.held_on,
        date_as_printed=sitting.get("date_as_printed"),
        starts_at=sitting["time"],
        venue=sitting["venue"],
        cadence=content["cadence"],
        period_start=start,
        period_end=end,
        shape=plan.writer.committee.shape,
        attendance_as_printed=content["attendance"]["as_printed"],
        opening=plan.writer.committee.opening,
        closing=plan.writer.committee.closing,
        created_by=by,
        created_at=at,
        moved_at=at,
        **{
            key: content.get(key)
            for key in [
                "title",
                "letterhead",
                "chair",
                "signatory",
                "memo",
                "distribution",
                "copy_signatory",
            ]
        },
    )
    meeting._history_date = at
    meeting.save()
    del meeting._history_date
    return meeting


def _remarks(plan):
    if plan.state == "reopened":
        return offices()["reopened"]
    remarks = offices()["remarks"]
    return remarks[plan.held_on.toordinal() % len(remarks)]


def _seat(plans):
    """Tie the attendances to the memberships they stand for, which the format does not carry."""
    seats = {plan.meeting.pk: plan.seats for plan in plans}
    rows = list(Attendance.objects.filter(meeting__in=seats))
    for row in rows:
        row.membership = seats[row.meeting_id][row.position]
    Attendance.objects.bulk_update(rows, ["membership"])
