"""A year of random shares and events: nobody is told twice a day or on a day off, nothing late is silent."""

import random
from collections import defaultdict
from datetime import date, timedelta

import pytest

from accounts.models import Digest
from followup import actions, reminding
from followup.ladder import rung_of
from followup.models import Assignment, Kind, Nudge
from followup.nudged import SECTION_CLOCKS
from offices.models import Holiday, Posting
from offices.working_days import is_working_day
from tests.factories import give_post, make_user
from tests.followup.making import make_assignment, make_matter, make_sitting
from tests.followup.test_calendar import DAY, at, tell
from tests.proof import tried

State = Assignment.State
FIRST, LAST = DAY("2024-01-01"), DAY("2024-12-31")


def begin(reminded, luck, count):
    """So many shares of decisions of their own, with due days all over the year; a few of them continuing."""
    texts = [f"সিদ্ধান্ত {number}" for number in range(count)]
    meeting = make_sitting(
        reminded.committee, by=reminded.cast.dc_staff, held_on=FIRST, decisions=texts
    )
    posts, made = [reminded.ours.post, reminded.theirs.post, reminded.coop], []
    for number, decision in enumerate(meeting.items.get().decisions.all()):
        due = FIRST + timedelta(days=luck.randint(3, 300))
        kind = luck.choice([Kind.ONCE, Kind.ONCE, Kind.ONCE, Kind.CONTINUING])
        matter = make_matter(decision, by=reminded.cast.dc_officer, on=FIRST, due_on=due, kind=kind)
        owner = luck.choice([*posts, "firm", "chair", "whose"])
        if owner == "firm":
            told = {"outsider": str(reminded.firm), "addressee": reminded.firm}
        elif owner == "chair":
            told = {"outsider": f"সভাপতি {number}"}
        else:
            told = {"printed": "সংশ্লিষ্ট"} if owner == "whose" else {"post": owner}
        made.append(make_assignment(matter, **told))
    return made


class Year:
    """What has been told, and what the rules say of it."""

    def __init__(self, reminded, luck, count):
        self.reminded, self.luck = reminded, luck
        self.off = frozenset(FIRST + timedelta(days=luck.randint(0, 365)) for _ in range(18)) | {
            DAY("2024-04-10"),
            DAY("2024-04-11"),
            DAY("2024-06-16"),
            DAY("2024-06-17"),
            DAY("2024-06-18"),
        }
        for day in self.off:
            Holiday.objects.get_or_create(falls_on=day, defaults={"name": "ছুটি"})
        self.shares = begin(reminded, luck, count)
        self.heard = {}  # share → the last day on which anybody was told of it
        self.silent, self.bothered, self.climbed = [], [], defaultdict(int)
        self.next_person = 0

    def pass_day(self, day):
        claimed = set(Assignment.objects.filter(state=State.CLAIMED).values_list("pk", flat=True))
        tell(day)
        rows = list(Nudge.objects.filter(told_on=day))
        if not is_working_day(day, self.off):
            assert not rows
            assert not Digest.objects.filter(made_on=day).exists()
        for row in rows:
            rung = rung_of(row.rung)
            self.heard[row.assignment_id] = day
            if row.assignment_id in claimed and rung.clock not in SECTION_CLOCKS:
                self.bothered.append(row)
            if rung.clock == "claim":
                self.climbed[row.assignment_id] = max(self.climbed[row.assignment_id], rung.step)
        self.listen(day)
        for _ in range(self.luck.randint(0, 4)):
            self.event(day)

    def listen(self, day):
        """Who is late, or waits on a late section, and of whom nobody heard for too long."""
        for share in Assignment.objects.open():
            due = share.due_on if share.state == State.OPEN else share.desk_due_on
            if due is None or due >= day:
                continue
            # Since it began to be late, or since it was moved while it was late.
            moved = share.moved_at.date() if share.moved_at.year == 2024 else due
            since = max(self.heard.get(share.pk, due), due, min(moved, day))
            closed = sum(
                not is_working_day(since + timedelta(days=n + 1), self.off)
                for n in range((day - since).days)
            )
            if (day - since).days > 7 + closed:
                self.silent.append((share.pk, since, day))

    def event(self, day):
        share = self.luck.choice(self.shares)
        share.refresh_from_db()
        when, cast = {"at": at(day)}, self.reminded.cast
        what = self.luck.choice(
            ["claim", "claim", "back", "verify", "extend", "not mine", "transfer"]
        )
        held = share.post and share.post.postings.current(day).filter(user__isnull=False).first()
        if share.state == State.OPEN and held and what == "claim" and held.ends_on is None:
            actions.answer(share, by=held.user, kind="claim", text="হয়েছে।", done_on=day, **when)
        elif share.state == State.OPEN and held and what == "not mine" and held.ends_on is None:
            actions.answer(share, by=held.user, kind="not_mine", proposed="অন্য কেউ", **when)
        elif share.state == State.CLAIMED and what == "back":
            actions.send_back(share, by=cast.dc_officer, reason="ছবি নেই।", **when)
        elif share.state == State.CLAIMED and what == "verify":
            actions.verify(share, by=cast.dc_officer, **when)
        elif share.state == State.OPEN and what == "extend":
            until = max(day, share.due_on) + timedelta(days=self.luck.randint(1, 40))
            actions.set_due(share, by=cast.dc_staff, due_on=until, reason="বন্যা", **when)
        elif what == "transfer" and held and self.luck.random() < 0.1:
            self.transfer(held, day)

    def transfer(self, held, day):
        """The holder goes; the next one comes at once, or after some weeks in which the post is vacant."""
        self.next_person += 1
        gap = self.luck.choice([1, 1, 20])
        Posting.objects.filter(pk=held.pk).update(ends_on=day)
        give_post(
            make_user(f"next{self.next_person}"), held.post.office, held.role, title=held.post.title,
            starts_on=day + timedelta(days=gap),
        )  # fmt: skip


def live(reminded, count, until=LAST):
    year, day = Year(reminded, random.Random(2024), count), FIRST
    while day <= until:
        year.pass_day(day)
        day += timedelta(days=1)
    return year


@tried("size", few=(12, date(2024, 4, 30)), short=(40, LAST), full=(200, LAST))
def test_a_year_of_reminders_keeps_the_rules(reminded, size):
    year = live(reminded, *size)
    assert year.silent == []
    assert year.bothered == []
    # What the database refuses: one person twice a day of one share; two digests a person a day.
    assert Nudge.objects.count() > size[0] * 5
    assert {max(year.climbed.values(), default=0) >= 7} == {True}
    left = Posting.objects.exclude(ends_on=None).filter(user__username__startswith="next")
    for posting in left.select_related("user"):
        after = Nudge.objects.filter(user=posting.user, told_on__gt=posting.ends_on)
        assert not after.exists()


@pytest.mark.parametrize("broken", ["fourteen days", "claims forgotten"])
def test_the_year_finds_a_broken_ladder(reminded, monkeypatch, broken):
    """The control."""
    from followup import ladder

    if broken == "fourteen days":
        monkeypatch.setattr(ladder, "WEEK", 14)
    else:
        rungs = reminding.told_by
        monkeypatch.setattr(
            reminding, "told_by",
            lambda clock, due, **more: [] if clock == "claim" else rungs(clock, due, **more),
        )  # fmt: skip
    assert live(reminded, 12, date(2024, 4, 30)).silent
