"""Sample 004 goes out in its district, five upazilas answer, and the next sitting prints what became of it."""

from datetime import timedelta

import pytest

from followup import actions, reviewing
from followup.disposing import dispose
from followup.earlier import live_rows, rows_of
from followup.models import UNCHASED, Answer, Assignment, Disposal, Matter
from followup.printed import HEAD
from followup.window import LATE, closes_on
from meetings import printing
from meetings.models import Meeting, State
from memos import actions as memos
from memos.models import FileNumber
from offices.models import Posting, today
from papers.paragraphs import texts
from tests.factories import LONG_AGO, make_issued, make_user
from tests.followup.samples import content_of_sample, issue_sample, make_committees, make_district
from tests.followup.sittings import plan
from tests.meetings.test_papers_pdf import not_found, words_found

Say, Share = Answer.Kind, Assignment.State
UNOS = "উপজেলা নির্বাহী অফিসার"


@pytest.fixture
def world(db, shared):
    """The district with 004 issued: staff, officer, unos (a user each), matter (that of five UNOs)."""
    world = make_district()
    make_committees(world)
    world.staff, world.officer = world.people[world.office.pk]
    world.users = [make_user(f"uno{number}") for number in range(5)]
    for user, post in zip(world.users, world.unos, strict=True):
        Posting.objects.create(
            post=post, user=user, name=user.name, role="officer", starts_on=LONG_AGO
        )
    world.meeting = issue_sample(world, world.office, content_of_sample(shared, "004"))
    printed = Matter.objects.filter(decision__meeting=world.meeting).order_by("pk")
    world.matter = next(
        matter
        for matter in printed.exclude(kind__in=UNCHASED)
        if matter.assignments.filter(post__in=world.unos).count() == 5
    )
    # As the clerk settled it.
    world.matter.change("settled", by=world.staff, kind="once", is_kind_settled=True)
    world.shares = list(world.matter.assignments.filter(post__in=world.unos).order_by("pk"))
    return world


def answers(world):
    """One not-mine, two claim, of these one is verified and one sent back, one asks for time, one is silent."""
    by_post = dict(zip((post.pk for post in world.unos), world.users, strict=True))

    def say(place, kind, **told):
        share = world.shares[place]
        actions.answer(share, by=by_post[share.post_id], kind=kind, **told)
        share.refresh_from_db()

    say(0, Say.NOT_MINE, proposed="উপজেলা শিক্ষা অফিসার")
    for place in (1, 2):
        say(
            place,
            Say.CLAIM,
            done_on=today(),
            text=f"{'০১২৩৪'[place]}০টি সংযোগ চালু হয়েছে, তালিকা সংযুক্ত।",
        )
    actions.verify(world.shares[1], by=world.staff)
    actions.send_back(world.shares[2], by=world.staff, reason="তালিকা নেই")
    say(3, Say.EXTENSION, wanted_due=today() + timedelta(days=60), text="যন্ত্রপাতি আসেনি।")
    actions.set_due(
        world.shares[3], by=world.staff, due_on=today() + timedelta(days=60), reason="যন্ত্রপাতি আসেনি"
    )


def next_sitting(world, days=2):
    """Planned for so soon that what is answered today comes too late."""
    meeting = plan(world.ict_committee, by=world.staff, held_on=today() + timedelta(days=days))
    assert closes_on(meeting) < today() or days > 4
    return meeting


@pytest.fixture
def coming(world):
    world.ict_committee = world.meeting.committee
    answers(world)
    return next_sitting(world)


def put_out(world, meeting):
    """Issue what was planned, with a tiny file in the place of the drawn paper."""
    Meeting.objects.filter(pk=meeting.pk).update(state=State.DRAFT, held_on=today())
    meeting = Meeting.objects.get(pk=meeting.pk)
    file = FileNumber.named_on_paper(world.office, "০৫.৪৭.৮৫৯২.০০০.০১.০৯৯.২৪")
    return make_issued(meeting, author=world.staff, officer=world.officer, file=file)


def test_every_decision_of_the_paper_has_its_row(world, coming):
    rows = live_rows(coming)
    asked = Matter.objects.filter(decision__meeting=world.meeting).exclude(kind__in=UNCHASED)
    assert {row["matter"] for row in rows} == {matter.pk for matter in asked}
    assert len(rows) > 8
    for row in rows:
        assert row["progress"]
        assert row["owners"]
        assert (bool(row["due"]), row["age_days"]) == (True, 0)
        assert row["memo"] == world.meeting.paper.number
        assert row["proposed"]["choice"] in Disposal.Choice.values
    numbers = [row["number"] for row in rows]
    assert numbers == sorted(numbers)


def test_the_row_of_the_five_adds_up_and_marks_what_came_late(world, coming):
    (row,) = [row for row in live_rows(coming) if row["matter"] == world.matter.pk]
    assert (row["done"], row["total"]) == (1, world.matter.assignments.filter(parent=None).count())
    assert row["is_late"]
    assert f"১০টি সংযোগ চালু হয়েছে, তালিকা সংযুক্ত। ({LATE})" in row["progress"]


def test_the_printed_paper_has_every_word_of_the_table(world, coming):
    dispose(
        coming,
        world.matter,
        by=world.officer,
        choice="extend",
        new_due=today() + timedelta(days=90),
    )
    reviewing.accept_proposals(coming, by=world.staff)
    reviewing.freeze(coming, by=world.staff)
    reviewing.put_into_minutes(coming, by=world.staff)
    meeting = Meeting.objects.with_paper().get(pk=coming.pk)
    said = list(texts(meeting.earlier))
    assert [*HEAD] == said[1 : 1 + len(HEAD)]
    pdf = printing.draw(meeting)[1]
    assert not_found([word for text in said for word in text.split()], words_found(pdf)) == {}


def test_disposals_take_effect_at_the_issue_alone_and_fall_with_its_number(world, coming):
    (other,) = Matter.objects.open().exclude(pk=world.matter.pk).exclude(kind__in=UNCHASED)[:1]
    due = world.matter.due_on
    later = today() + timedelta(days=90)
    dispose(coming, world.matter, by=world.officer, choice="extend", new_due=later)
    dispose(coming, other, by=world.officer, choice="close", end="not_done", reason="বরাদ্দ নেই")
    reviewing.put_into_minutes(coming, by=world.staff)
    frozen = reviewing.freeze(coming, by=world.staff).rows
    assert Matter.objects.get(pk=other.pk).state == "open"

    memo = put_out(world, coming)
    assert Matter.objects.get(pk=other.pk).end == "not_done"
    matter = Matter.objects.get(pk=world.matter.pk)
    assert (matter.first_due_on, matter.due_on, matter.times_extended) == (due, later, 1)
    # Of the others nothing was said: they were carried on.
    assert Disposal.objects.filter(choice="carry").count() == len(frozen) - 2
    assert rows_of(coming) == frozen

    memos.void(memo=memo, by=world.officer, reason="ভুল নথি")
    assert Matter.objects.get(pk=other.pk).state == "open"
    assert Matter.objects.get(pk=world.matter.pk).due_on == due
    assert not Disposal.objects.exclude(done_at=None).exists()

    meeting = Meeting.objects.get(pk=coming.pk)
    make_issued(meeting, author=world.staff, officer=world.officer)
    assert Matter.objects.get(pk=other.pk).end == "not_done"
    assert Matter.objects.get(pk=world.matter.pk).due_on == later


def test_a_decision_printed_again_stays_one_and_has_the_new_date_once(world, coming):
    later = today() + timedelta(days=90)
    dispose(coming, world.matter, by=world.staff, choice="extend", new_due=later)
    reviewing.decide_again(coming, [world.matter], by=world.staff)
    put_out(world, coming)
    matter = Matter.objects.get(pk=world.matter.pk)
    assert matter.decision.meeting_id == coming.pk
    assert (matter.due_on, matter.times_extended, matter.decision.times_carried) == (later, 1, 1)
    assert matter.first_due_on == world.matter.first_due_on
    assert Matter.objects.filter(thread=matter.thread).count() == 1
