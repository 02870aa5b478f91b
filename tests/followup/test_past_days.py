"""Fifty past days: the table of a day is the one that a report froze on that day, whatever came later."""

import random
from datetime import datetime, time, timedelta
from unittest.mock import patch

import pytest
from django.utils import timezone

from accounts.steps import entry_of
from followup import table, upward
from followup.models import Answer, Assignment, End, Kind, Matter
from followup.table import rows_on, table_of
from followup.upward import Asked
from meetings import printing
from meetings.models import Decision
from memos import actions
from memos.models import FileNumber
from offices.models import today
from tests.factories import tiny
from tests.followup.making import make_assignment, make_sitting
from tests.proof import tried

State = Assignment.State
LASTS = 120
SENTENCES = [
    f"{place} নম্বর কাজের {what}।" for place in range(1, 9) for what in ("তালিকা হয়েছে", "সভা হয়েছে")
]


class Life:
    """Ten decisions that live through many days, by the very moves of the model; nobody looks ahead."""

    def __init__(self, followed, seed):
        self.random = random.Random(seed)
        self.cast, self.uno = followed.cast, followed.uno
        self.first = today() - timedelta(days=LASTS)
        texts = [f"সিদ্ধান্ত {number}" for number in range(10)]
        self.sitting = make_sitting(
            followed.committee, by=self.cast.dc_staff, held_on=self.first, decisions=texts
        )
        self.posts = [followed.ours.post, followed.theirs.post]
        for place, decision in enumerate(self.sitting.items.get().decisions.all()):
            entry_of(decision, "+", at=self.at(self.first, 8), by=self.cast.dc_staff).save()
            self._open(decision, list(Kind)[place % len(Kind)])

    def at(self, day, hour=None):
        hour = self.random.randrange(24) if hour is None else hour
        moment = datetime.combine(day, time(hour, self.random.randrange(60)))
        return timezone.make_aware(moment)

    def _open(self, decision, kind):
        due = self.first + timedelta(days=self.random.randrange(10, 90))
        matter = Matter(
            thread=decision.thread, decision=decision, committee=self.sitting.committee,
            office=self.sitting.office, kind=kind, state=Matter.State.DRAFT, opened_on=self.first,
        )  # fmt: skip
        matter.save()
        matter.move_to(
            Matter.State.OPEN, "opened", by=self.cast.dc_officer, at=self.at(self.first, 9),
            first_due_on=due, due_on=due, is_implied=True,
        )  # fmt: skip
        for place, post in enumerate([*self.posts, None][: self.random.randrange(4)]):
            share = make_assignment(matter, post, position=place, printed="ইউনিয়ন পরিষদ")
            share.steps.update(at=self.at(self.first, 10))

    def live_through(self, day):
        """What happens on a day: some moves, each at a time after the one before."""
        hours = sorted(self.random.randrange(24) for _ in range(self.random.randrange(4)))
        for hour in hours:
            self._move(self.at(day, hour), day)

    def _move(self, at, day):
        row = self.random.choice(
            Assignment.objects.order_by("pk").filter(matter__decision__meeting=self.sitting)
        )
        deeds = [
            self._answer, self._answer, self._claim, self._verify, self._send_back, self._extend,
            self._hand_down, self._settle, self._end, self._reword, self._pass_on,
        ]  # fmt: skip
        self.random.choice(deeds)(row, at, day)

    def _said(self, row, kind, at, **fields):
        text = self.random.choice([*SENTENCES, ""])
        return Answer.objects.create(
            assignment=row, kind=kind, text=text, by=self.uno, holder="ফারহানা", at=at, **fields
        )

    def _answer(self, row, at, day):
        if row.state == State.OPEN:
            progress = self.random.choice([0, 25, 50, 90])
            kind = self.random.choice(
                [Answer.Kind.PROGRESS, Answer.Kind.BLOCKED, Answer.Kind.WAITING]
            )
            said = self._said(row, kind, at, progress=progress, party="পল্লী বিদ্যুৎ")
            row.change("progressed", by=self.uno, at=at, answer=said, progress=progress)

    def _claim(self, row, at, day):
        if row.state == State.OPEN:
            said = self._said(row, Answer.Kind.CLAIM, at, done_on=day)
            row.move_to(
                State.CLAIMED, "claimed", by=self.uno, at=at, answer=said, progress=100,
                claimed_on=day, desk_due_on=day + timedelta(days=7),
            )  # fmt: skip

    def _verify(self, row, at, day):
        if row.state == State.CLAIMED:
            row.move_to(State.VERIFIED, "verified", by=self.cast.dc_staff, at=at)

    def _send_back(self, row, at, day):
        if row.state == State.CLAIMED:
            row.move_to(
                State.OPEN, "sent back", by=self.cast.dc_staff, at=at, progress=50, claimed_on=None
            )

    def _extend(self, row, at, day):
        due = day + timedelta(days=self.random.randrange(1, 40))
        row.change("extended", by=self.cast.dc_staff, at=at, due_on=due, is_implied=False)
        row.matter.change("extended", by=self.cast.dc_staff, at=at, due_on=due, is_implied=False)

    def _hand_down(self, row, at, day):
        if row.state == State.OPEN and row.level < 2:
            part = make_assignment(row.matter, parent=row, outsider=f"ওয়ার্ড {row.children.count()}")
            part.steps.update(at=at)

    def _settle(self, row, at, day):
        if row.state == State.SETTLE:
            row.move_to(State.OPEN, "settled", by=self.cast.dc_staff, at=at, outsider="মেসার্স ক")

    def _end(self, row, at, day):
        matter = row.matter
        if matter.state == Matter.State.OPEN and self.random.random() < 0.3:
            matter.move_to(
                Matter.State.ENDED, "closed", by=self.cast.dc_officer, at=at, end=End.IRRELEVANT,
                ended_by=self.cast.dc_officer, ended_at=at, end_reason="প্রয়োজন নেই",
            )  # fmt: skip
        elif matter.state == Matter.State.ENDED:
            matter.move_to(
                Matter.State.OPEN, "reopened", by=self.cast.dc_officer, at=at, end="", ended_by=None,
                ended_at=None, end_reason="",
            )  # fmt: skip

    def _reword(self, row, at, day):
        """The paper is void, its words are mended, and it goes out anew."""
        matter = row.matter
        if matter.state != Matter.State.OPEN:
            return
        decision = matter.decision
        matter.move_to(
            Matter.State.SUSPENDED, "suspended", by=self.cast.dc_officer, at=at, decision=None
        )
        decision.text = f"{decision.text} (পরিমার্জিত)"[:200]
        decision._history_date = at
        decision.save()
        matter.move_to(
            Matter.State.OPEN, "opened again", by=self.cast.dc_officer, at=at, decision=decision
        )

    def _pass_on(self, row, at, day):
        if row.state == State.OPEN and row.parent_id is None and row.post_id:
            row.move_to(State.REASSIGNED, "reassigned", by=self.cast.dc_staff, at=at)
            new = make_assignment(row.matter, outsider="অন্য কেউ", position=row.position)
            new.steps.update(at=at)


def stood(rows):
    """All that a table says, without the rows of the database behind it."""
    return [
        (
            row.matter.pk, row.text, row.topic, row.serial, row.label, row.memo, row.kind, row.state,
            row.end, row.first_due_on, row.due_on, row.is_implied, row.progress, row.age_days,
            [
                (
                    share.assignment.pk, share.owner, share.state, share.progress, share.due_on,
                    share.claimed_on, share.text, share.days_late, share.is_sent_back,
                )
                for share in row.every_share()
            ],
        )
        for row in rows
    ]  # fmt: skip


def live(sitting):
    """The same told from the columns as they are now: of each share its state, progress, dates, owner."""
    rows = Assignment.objects.filter(matter__decision__meeting=sitting)
    return {
        row.pk: (row.state, row.progress, row.due_on, row.claimed_on, row.owner) for row in rows
    }


def shares_in(rows):
    return {
        share.assignment.pk: (
            share.state, share.progress, share.due_on, share.claimed_on, share.owner,
        )
        for row in rows
        for share in row.every_share()
    }  # fmt: skip


def frozen(report):
    return {
        each.thread: (each.text, each.progress) for each in Decision.objects.filter(meeting=report)
    }


def issue(report, day, cast):
    at = table.end_of(day) - timedelta(seconds=1)
    report.submit(by=cast.dc_staff, at=at)
    report.approve(by=cast.dc_officer, at=at)
    file = FileNumber.named_on_paper(report.office, "০৫.৪৭.৮৫০০.০১৫.৯৯.০০২.১৯")
    with patch.object(printing, "draw_issued", tiny):
        actions.issue(meeting=report, by=cast.dc_officer, file=file, on=day, at=at)


@tried("count", 4, short=50, full=50)
def test_the_table_of_a_past_day_is_the_one_that_a_report_froze(followed, count):
    life = Life(followed, seed=count)
    days = [life.first + timedelta(days=each) for each in range(1, LASTS)]
    kept = set(life.random.sample(days, count))
    tables, lives, reports = {}, {}, {}
    for day in days:
        life.live_through(day)
        if day not in kept:
            continue
        tables[day] = rows = table_of(life.sitting, day)
        lives[day] = live(life.sitting)
        # What is told from the steps is just what the columns said that evening.
        assert shares_in(rows) == lives[day]
        asked = Asked(about=life.sitting, stands_on=day)
        report = upward.begin(asked, committee=followed.committee, by=followed.cast.dc_staff)
        issue(report, day, followed.cast)
        reports[day] = report, frozen(report)
    assert len(reports) == count
    for day, (report, told) in reports.items():
        rows = table_of(life.sitting, day)
        assert stood(rows) == stood(tables[day]), day
        assert {row.matter.thread: (row.text, row.progress) for row in rows} == told, day
        assert frozen(report) == told
    # Live data has moved on: told from the columns, the tables of most days would differ.
    now = live(life.sitting)
    assert sum(lives[day] != now for day in kept) > count / 2


def test_without_the_end_of_the_day_a_past_table_would_tell_of_later_days(followed, monkeypatch):
    life = Life(followed, seed=1)
    day = life.first + timedelta(days=10)
    for each in range(1, 11):
        life.live_through(life.first + timedelta(days=each))
    before = stood(table_of(life.sitting, day))
    for each in range(11, 60):
        life.live_through(life.first + timedelta(days=each))
    assert stood(table_of(life.sitting, day)) == before
    monkeypatch.setattr(table, "end_of", lambda day: timezone.now())
    assert stood(table_of(life.sitting, day)) != before


@pytest.mark.parametrize("column", ["text", "topic"])
def test_without_their_history_words_would_not_stand_as_they_stood(followed, monkeypatch, column):
    life = Life(followed, seed=2)
    matter = Matter.objects.filter(decision__meeting=life.sitting).first()
    share = make_assignment(matter, outsider="কেউ")
    share.steps.update(at=life.at(life.first, 10))
    day = life.first + timedelta(days=5)
    before = [getattr(row, column) for row in rows_on([matter], day)]
    if column == "text":
        life._reword(share, life.at(day + timedelta(days=3)), day)
    else:
        item = matter.decision.item
        entry_of(item, "+", at=life.at(life.first, 8)).save()
        item.topic, item._history_date = "অন্য বিষয়", life.at(day + timedelta(days=3))
        item.save()
    assert [getattr(row, column) for row in rows_on([matter], day)] == before
    later = [getattr(row, column) for row in rows_on([matter], day + timedelta(days=4))]
    assert later != before
