"""What became of the demo's decisions: a year of answers, verified, late or silent, and some of today.

The year is written as the acts would have left it, all at once; what waits on somebody today is done by
the acts themselves.
"""

import random
from datetime import datetime, time, timedelta

from django.utils import timezone

from demo.letters import who
from demo.today import answer_today, plan_year
from followup import clock, tallies
from followup.models import Answer, Assignment, End, Kind, Link, Matter, Stale, Step
from offices.models import Posting

State = Assignment.State

# Out of a hundred shares that are due: claimed in time, claimed late; of the rest some told how far they are.
IN_TIME, LATE, TOLD = 72, 21, 4
# Of what fell due in the last weeks fewer are done, and some claims wait to be verified.
LATELY = timedelta(days=28)
LATELY_DONE, LATELY_CLAIMED = 60, 80
# What is as old as this was asked for in sitting after sitting: one in so many of the rest is still not done.
LONG_AGO, NEVER_EVERY = timedelta(days=90), 6
# Of what is still to come due.
STARTED, CLAIMED_EARLY = 35, 60
# One decision in so many was closed by its committee without having been carried out.
CLOSED_EVERY = 23
# More offices than the demo has: their figures are counted at once.
ALL = 10_000

DONE = [
    "নির্দেশনা অনুযায়ী কাজটি সম্পন্ন হয়েছে; সংশ্লিষ্ট নথিতে প্রতিবেদন রাখা হয়েছে।",
    "সংশ্লিষ্ট সকলকে পত্র দেওয়া হয়েছে এবং কাজ শেষ হওয়ার প্রতিবেদন পাওয়া গেছে।",
    "সরেজমিন পরিদর্শন করে কাজটি শেষ হয়েছে বলে নিশ্চিত হওয়া গেছে।",
    "প্রয়োজনীয় হালনাগাদ সম্পন্ন করে পোর্টালে প্রকাশ করা হয়েছে।",
    "প্রশিক্ষণ শেষে অংশগ্রহণকারীদের তালিকা ও প্রতিবেদন সংরক্ষণ করা হয়েছে।",
]
BEGUN = [
    "কাজ শুরু হয়েছে; দায়িত্বপ্রাপ্ত কর্মচারীকে সময় বেঁধে দেওয়া হয়েছে।",
    "অর্ধেকের বেশি প্রতিষ্ঠানের তথ্য পাওয়া গেছে; বাকিদের তাগিদ দেওয়া হয়েছে।",
    "চাহিদাপত্র পাঠানো হয়েছে; বরাদ্দ পেলে কাজ শুরু হবে।",
    "দরপত্র মূল্যায়ন চলছে, চলতি মাসেই কার্যাদেশ দেওয়া যাবে।",
]
REPORTED = [
    "এ মেয়াদে নিয়মিত তদারকি করা হয়েছে; প্রতিবেদন নথিতে আছে।",
    "সকল প্রতিষ্ঠানে পরিদর্শন অব্যাহত আছে, কোনো অভিযোগ পাওয়া যায়নি।",
    "মাসিক তথ্য হালনাগাদ করা হয়েছে এবং ব্যত্যয় পাওয়া গেলে ব্যবস্থা নেওয়া হয়েছে।",
]
CLOSED = "পরবর্তী সভায় আলোচনা শেষে কমিটি বিষয়টি আর অনুসরণ না করার সিদ্ধান্ত নিয়েছে।"


def follow_up(desk):
    """Tell the year of every share, then let some offices answer today."""
    year = Year(desk.now)
    matters = Matter.objects.filter(state=Matter.State.OPEN).order_by("opened_on", "pk")
    matters = matters.select_related("office", "committee", "decision__meeting")
    for place, matter in enumerate(
        matters.prefetch_related("assignments__post__office", "assignments__office"), 1
    ):
        year.tell(matter, is_closed=place % CLOSED_EVERY == 0)
    year.store()
    answer_today(desk)
    plan_year(desk)
    tallies.renew(year.today)
    tallies.refresh(limit=ALL, day=year.today)


class Year:
    """Answers and steps of a year, gathered in memory and stored together."""

    def __init__(self, now):
        self._now, self.today = now, now.date()
        self._random = random.Random(1971)  # noqa: S311 - no secret hangs on it
        self._people, self._officers, self._answers, self._steps = {}, {}, [], []
        self._shares, self._matters, self._offices = [], [], set()
        self._links = {}

    def tell(self, matter, *, is_closed):
        """What became of a decision; closed by its committee, where it is old enough."""
        is_old = matter.due_on and matter.due_on < self.today - 2 * LATELY
        for share in matter.assignments.all():
            share.matter = matter
            if is_old and share.state == State.SETTLE:
                self._settle(share)
        shares = [share for share in matter.assignments.all() if share.state == State.OPEN]
        all_settled = len(shares) == len(matter.assignments.all())
        if is_closed and all_settled and is_old:
            self._close(matter, shares)
            return
        for share in shares:
            if share.due_on and (share.outsider or self._person(share.office)):
                tell = self._tell_periods if matter.kind == Kind.CONTINUING else self._tell_once
                tell(share)
        self._shares += shares
        verified = [share.moved_at for share in shares if share.state == State.VERIFIED]
        if shares and all_settled and len(verified) == len(shares) and matter.kind == Kind.ONCE:
            self._end(matter, End.VERIFIED, max(verified))

    def store(self):
        """Write all that was told."""
        Link.objects.bulk_create(self._links.values(), batch_size=500)
        Answer.objects.bulk_create(self._answers, batch_size=500)
        Step.objects.bulk_create(self._steps, batch_size=500)
        _store_again(
            self._shares,
            ["state", "progress", "claimed_on", "desk_due_on", "first_due_on", "due_on", "moved_at",
             "ended_on", "outsider"],
        )  # fmt: skip
        _store_again(self._matters, ["state", "end", "ended_by", "ended_at", "end_reason"])
        Stale.mark(*self._offices)

    def _settle(self, share):
        """The section found that a line means somebody outside, who answers by a private link."""
        at = self._at(share.opened_on + timedelta(days=1))
        share.state, share.outsider, share.moved_at = State.OPEN, share.printed, at
        self._step(share, "settled", at, share.matter.office)

    def _tell_once(self, share):
        """One claim, in time or late, or none; and what the section made of it."""
        draw, due = self._random.randrange(100), share.due_on
        if (
            draw >= IN_TIME + LATE
            and due < self.today - LONG_AGO
            and self._random.randrange(NEVER_EVERY)
        ):
            draw = IN_TIME
        if due >= self.today:
            if draw < STARTED:
                self._progress(share, self._day_from(share.opened_on, 3, 15))
            elif draw < CLAIMED_EARLY:
                self._claim(share, self.today - timedelta(days=self._random.randrange(1, 7)))
        elif due > self.today - LATELY:
            if draw < LATELY_DONE:
                self._claim(share, due - timedelta(days=self._random.randrange(1, 6)))
                self._verify(share)
            elif draw < LATELY_CLAIMED:
                self._claim(share, self.today - timedelta(days=self._random.randrange(1, 9)))
            elif draw < LATELY_CLAIMED + 2 * TOLD:
                self._progress(share, due - timedelta(days=2))
        elif draw < IN_TIME:
            self._claim(share, due - timedelta(days=self._random.randrange(0, 8)))
            self._verify(share)
        elif draw < IN_TIME + LATE:
            self._claim(share, due + timedelta(days=self._random.randrange(2, 18)))
            self._verify(share)
        elif draw < IN_TIME + LATE + TOLD:
            self._progress(share, due + timedelta(days=5))

    def _tell_periods(self, share):
        """A report for each period up to today; some offices stopped, and their last period waits."""
        meeting = share.matter.decision.meeting
        cadence = meeting.cadence or share.matter.committee.cadence
        is_kept = self._random.randrange(100) < IN_TIME + LATE
        until = self.today - (timedelta(days=4) if is_kept else LONG_AGO)
        while share.due_on < until:
            late = self._random.randrange(100) >= IN_TIME
            days = self._random.randrange(1, 8)
            self._claim(share, share.due_on + timedelta(days=days if late else -days))
            if share.state != State.CLAIMED or not self._verify(share, "period verified"):
                return
            due = clock.next_period(share.first_due_on, cadence)
            share.first_due_on = share.due_on = due
            share.state, share.progress, share.claimed_on, share.ended_on = (
                State.OPEN,
                0,
                None,
                None,
            )
            self._step(share, "next period", share.moved_at, share.matter.office)

    def _claim(self, share, day):
        at = self._at(max(day, share.opened_on + timedelta(days=1)))
        if at >= self._now:
            return
        is_report = share.matter.kind == Kind.CONTINUING
        day = at.date()
        share.state, share.claimed_on, share.moved_at = State.CLAIMED, day, at
        share.desk_due_on = day + timedelta(days=7)
        answer = self._answer(
            share, Answer.Kind.CLAIM, REPORTED if is_report else DONE, at,
            done_on=day, for_due_on=share.due_on if is_report else None,
        )  # fmt: skip
        self._step(share, "claimed", at, share.office, answer=answer)

    def _verify(self, share, what="verified"):
        """The section accepts the claim some days later; whether that day has come."""
        if share.state != State.CLAIMED:
            return False
        at = self._at(share.claimed_on + timedelta(days=self._random.randrange(1, 6)))
        if at >= self._now:
            return False
        share.state, share.desk_due_on, share.moved_at = State.VERIFIED, None, at
        share.ended_on = at.date()
        self._step(share, what, at, share.matter.office, but=self._person(share.office))
        return True

    def _progress(self, share, day):
        at = self._at(day)
        if at < self._now:
            share.progress = self._random.choice([25, 50, 50, 90])
            answer = self._answer(share, Answer.Kind.PROGRESS, BEGUN, at, progress=share.progress)
            self._step(share, "progressed", at, share.office, answer=answer)

    def _close(self, matter, shares):
        at = self._at(matter.due_on + LATELY)
        end = self._random.choice([End.IRRELEVANT, End.NOT_DONE, End.UNVERIFIABLE])
        for share in shares:
            share.state, share.moved_at, share.ended_on = State(end.value), at, at.date()
            self._step(share, "closed", at, matter.office)
        self._shares += shares
        self._end(matter, end, at, reason=CLOSED)

    def _end(self, matter, end, at, *, reason=""):
        matter.state, matter.end, matter.end_reason = Matter.State.ENDED, end, reason
        matter.ended_by, matter.ended_at = self._person(matter.office), at
        self._matters.append(matter)
        what = "closed" if reason else "ended"
        self._steps.append(Step.of(matter, what, by=matter.ended_by, at=at, reason=reason))

    def _answer(self, share, kind, words, at, **told):
        person = self._person(share.office)
        if person:
            who_says = {"by": person, "holder": f"{person.name}, {share.post.title}"[:300]}
        else:
            link = self._links.setdefault(share.pk, Link(assignment=share, made_at=at))
            who_says = {"link": link, "holder": share.outsider[:300]}
        text = self._random.choice(words)
        answer = Answer(assignment=share, kind=kind, text=text, at=at, **who_says, **told)
        self._answers.append(answer)
        return answer

    def _step(self, share, what, at, office, *, answer=None, but=None):
        """A step by somebody of an office; of what `but` claimed, by somebody else if there is."""
        by = self._person(office)
        if by and by == but:
            by = self._officer(office) or by
        self._steps.append(
            Step.of(share.matter, what, assignment=share, by=by, at=at, answer=answer)
        )
        self._offices |= {share.matter.office_id, share.office_id}

    def _person(self, office):
        """Who acts for an office in the demo: its staff, else its officer; nobody for no office."""
        if office is None:
            return None
        if office.pk not in self._people:
            roles = (Posting.Role.STAFF, Posting.Role.OFFICER)
            self._people[office.pk] = next(
                filter(None, (who(office, role) for role in roles)), None
            )
        return self._people[office.pk]

    def _officer(self, office):
        if office.pk not in self._officers:
            self._officers[office.pk] = who(office, Posting.Role.OFFICER)
        return self._officers[office.pk]

    def _day_from(self, day, least, most):
        return day + timedelta(days=self._random.randrange(least, most))

    def _at(self, day):
        hour, minute = self._random.randrange(10, 16), self._random.randrange(60)
        return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def _store_again(rows, fields):
    """Save changed rows all at once."""
    if rows:
        told = {"update_conflicts": True, "update_fields": fields, "unique_fields": ["pk"]}
        type(rows[0]).objects.bulk_create(rows, batch_size=500, **told)
