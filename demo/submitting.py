"""The demo's issued papers go on to the DC offices, which review them: a year in all states."""

import heapq
from datetime import timedelta
from itertools import count

from accounts import digests
from accounts.models import Digest
from committees.models import Committee
from demo.desk import Desk
from demo.timetable import months_before, working_day
from offices.models import Office, Posting
from submissions import actions, ledger, reminding
from submissions.expectations import Standing
from submissions.models import Duty, Submission

# What the DC offices expect of their upazilas: name, cadence, due day.
EXPECTED = {
    "kurigram": [
        ("উপজেলা ইনোভেশন কমিটি", Committee.Cadence.MONTHLY, 10),
        ("উপজেলা আইসিটি কমিটি", Committee.Cadence.QUARTERLY, 15),
    ],
    "gaibandha": [
        ("উপজেলা আইসিটি কমিটি", Committee.Cadence.MONTHLY, 10),
        ("উপজেলা ইনোভেশন কমিটি", Committee.Cadence.QUARTERLY, 15),
    ],
}
MONTHS = 12

# What becomes of one paper after the other: [(step, days after its issue)].
SEND, OPEN, ASK, ACCEPT, RETURN, TAKE_BACK = (
    "send", "open", "ask", "accept", "return", "take back",
)  # fmt: skip
REMIND = "remind"
FATES = [
    [(SEND, 1), (OPEN, 2), (ACCEPT, 4)],
    [(SEND, 2), (OPEN, 4), (ASK, 4), (ACCEPT, 9)],
    [(SEND, 34), (OPEN, 37), (ACCEPT, 40)],
    [(SEND, 1), (OPEN, 3), (RETURN, 5)],
    [(SEND, 2), (TAKE_BACK, 2), (SEND, 3), (OPEN, 4), (ACCEPT, 6)],
    [],
    [(SEND, 1), (OPEN, 5), (ASK, 6)],
    [(SEND, 30), (OPEN, 31)],
    [(SEND, 3)],
]
QUESTION = "প্রথম সিদ্ধান্তের কাজ কবে শেষ হবে, জানালে ভালো হয়।"
REMARKS = "প্রথম সিদ্ধান্তে শেষ তারিখ নেই; তারিখ দিয়ে সংশোধনী জারি করে আবার পাঠান।"
# The portal reminds in the demo since so many days; all but the last day's is read.
REMINDED = 14
AT = 8  # o'clock
NO_MEETING = "সদস্যদের বড় অংশ প্রশিক্ষণে থাকায় এ মেয়াদে কোরাম হয়নি, সভা করা যায়নি।"


class SubmittingDesk(Desk):
    """Issues the demo's papers, and takes each on its way up once its time has come."""

    def __init__(self, now):
        super().__init__()
        self.now, self._steps, self._order = now, [], count()
        self._turns, self._duties = {}, None
        for days in range(REMINDED, -1, -1):
            morning = (now - timedelta(days=days)).replace(hour=AT, minute=0, second=0)
            heapq.heappush(self._steps, (morning, next(self._order), REMIND, None, None))

    def issue(self, meeting, *, by, at):
        self._go_on(until=at)
        super().issue(meeting, by=by, at=at)
        for duty in self._answered_by(meeting):
            self._plan(meeting, duty, at)

    def finish(self):
        """Whatever should have happened by now; then the excuses."""
        self._go_on(until=self.now)
        for duty in Duty.objects.select_related("office"):
            self._excuse(duty)

    def _answered_by(self, meeting):
        if self._duties is None:
            # Before the first paper: the committees are there, nothing has been sent.
            self._duties = [duty for code in EXPECTED for duty in self._expect(code)]
        return [
            duty
            for duty in self._duties
            if duty.counterparts.filter(committee=meeting.committee).exists()
        ]

    def _expect(self, code):
        office = Office.objects.get(code=code)
        since = months_before(self.now.date(), MONTHS)
        for name, cadence, due_day in EXPECTED[code]:
            duty = Duty(
                office=office, name=name, from_kind=Office.Kind.UPAZILA, cadence=cadence,
                due_day=due_day, starts_on=since,
            )  # fmt: skip
            yield actions.keep_duty(
                duty, by=_who(office, since), at=self.now - timedelta(days=MONTHS * 31)
            )

    def _plan(self, meeting, duty, at):
        turn = self._turns[meeting.committee_id] = self._turns.get(meeting.committee_id, -1) + 1
        # Each committee begins elsewhere.
        for step, days in FATES[(turn + meeting.committee_id) % len(FATES)]:
            day = working_day((at + timedelta(days=days)).date())
            when = at.replace(year=day.year, month=day.month, day=day.day)
            heapq.heappush(self._steps, (when, next(self._order), step, meeting, duty))

    def _go_on(self, *, until):
        while self._steps and self._steps[0][0] <= until:
            at, _, step, meeting, duty = heapq.heappop(self._steps)
            self._take(step, meeting, duty, at)

    def _take(self, step, meeting, duty, at):
        if step == REMIND:
            _remind(at)
            return
        receiver = _who(duty.office, at.date())
        if step == SEND:
            actions.send(
                meeting=meeting, duty=duty, by=_who(meeting.office, at.date()), at=at,
                period_start=actions.period_for(duty, meeting),
            )  # fmt: skip
            return
        sent = Submission.objects.select_related("duty__office", "office", "file__paper").get(
            meeting=meeting, duty=duty, is_latest=True
        )
        match step:
            case "take back":
                sent.withdraw(by=_who(sent.office, at.date()), at=at)
            case "open":
                sent.open(by=receiver, at=at)
            case "ask":
                sent.say(QUESTION, by=receiver, position=1, asks=True, at=at)
            case "accept":
                sent.accept(by=receiver, at=at)
            case "return":
                sent.send_back(by=receiver, reason_code="implementer", remarks=REMARKS, at=at)

    def _excuse(self, duty):
        """Every other paper that did not come is excused, but for those of the last months."""
        today, until = self.now.date(), months_before(self.now.date(), 2)
        owed = ledger.Ledger([duty], since=duty.starts_on, until=until, today=today)
        for office in owed.offices_of(duty):
            missing = [c for c in owed.cells(duty, office) if c.standing == Standing.MISSING]
            for cell in missing[::2]:
                actions.excuse(
                    duty=duty, office=office, period_start=cell.period.start, reason=NO_MEETING,
                    by=_who(office, cell.due), at=self.now,
                )  # fmt: skip


def _remind(at):
    """What the worker does each morning; those before have been read by then."""
    before = Digest.objects.filter(made_on__lt=at.date()).unread()
    if digests.send(at.date(), [reminding.due_today], at=at):
        before.update(read_at=at)


def _who(office, on):
    """Who acts for an office on a day: its staff or, where it has none, its officer."""
    held = Posting.objects.current(on).filter(post__office=office, user__isnull=False)
    for role in (Posting.Role.STAFF, Posting.Role.OFFICER):
        if posting := held.filter(role=role).select_related("user").first():
            return posting.user
    raise LookupError(f"{office.code}: nobody works there on {on}")
