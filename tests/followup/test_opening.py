"""What issuing, correcting, striking out and issuing again does to decisions that are followed."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEvent
from followup import closing, opening
from followup.models import Assignment, End, Matter, Step
from meetings import rows
from meetings.correcting import begin_corrigendum
from meetings.models import Charge, Decision, Meeting
from meetings.planning import plan_meeting
from memos import actions as memos
from offices.models import Office, today
from tests.factories import (
    item_of,
    make_committee,
    make_issued,
    make_meeting,
    make_office,
    make_post,
)

State, Share = Matter.State, Assignment.State
CHAIRMEN, PROGRAMMER = "ইউপি চেয়ারম্যান (সকল)", "সহকারী প্রোগ্রামার"


@pytest.fixture
def world(cast):
    """Two unions whose chairmen are a class, a programmer, and issued minutes that charge them."""
    cast.chairmen = []
    for code in ("u1", "u2"):
        union = make_office(code, Office.Kind.UNION, cast.meghdubi, name=f"{code} ইউনিয়ন পরিষদ")
        cast.chairmen.append(make_post(union, "চেয়ারম্যান", kind="up_chairman"))
    cast.programmer = make_post(cast.meghdubi, PROGRAMMER)
    cast.meeting = minutes(
        cast, [["পোর্টাল হালনাগাদ করতে হবে।", CHAIRMEN, PROGRAMMER], ["সার্ভার কিনতে হবে।", PROGRAMMER]]
    )
    cast.line = send_out(cast, cast.meeting)
    return cast


def minutes(cast, told, *, held_on=date(2024, 3, 21), committee=None):
    """Drafted minutes with an item for each decision: its text and its printed lines."""
    items = []
    for number, (text, *lines) in enumerate(told, 1):
        item = item_of(["serial"], str(number), f"বিষয় {number}", [text])
        item["decisions"][0]["implementers"] = lines
        items.append(item)
    return make_meeting(committee or cast.committee, by=cast.staff, held_on=held_on, items=items)


def send_out(cast, meeting):
    return make_issued(Meeting.objects.get(pk=meeting.pk), author=cast.staff, officer=cast.officer)


def followed():
    """{text of the decision in force: Matter}."""
    return {
        matter.decision and matter.decision.text: matter
        for matter in Matter.objects.select_related("decision")
    }


def shares(matter):
    """{owner: state} of its shares, the later ones of an owner over the earlier."""
    found = matter.assignments.select_related("post__office").order_by("pk")
    return {share.post or share.printed: share.state for share in found}


def decision_of(meeting, text):
    return Decision.objects.get(item__meeting=meeting, text=text)


def test_each_member_of_a_class_has_a_share_from_the_frozen_charge(world):
    matter = followed()["পোর্টাল হালনাগাদ করতে হবে।"]
    assert shares(matter) == dict.fromkeys([*world.chairmen, world.programmer], Share.OPEN)
    for share in matter.assignments.all():
        assert share.charge.post == share.post
        assert share.charge.paper == world.line.paper
    assert (matter.office, matter.committee) == (world.meghdubi, world.committee)
    told = Step.objects.filter(matter=matter)
    assert [step.what for step in told] == ["opened"] * 4
    # The issue is the one event of the trail.
    assert not AuditEvent.objects.filter(what__startswith="matter").exists()


def test_issuing_asks_as_much_of_the_database_for_forty_decisions_as_for_three(world):
    asked = {}
    for number, count in enumerate((3, 40)):
        told = [[f"কাজ {place} করতে হবে।", PROGRAMMER, f"অচেনা {place}"] for place in range(count)]
        meeting = minutes(world, told, held_on=date(2024, 4, 1 + number))
        send_out(world, meeting)
        meeting.refresh_from_db()
        threads = [decision.thread for decision in Decision.objects.filter(item__meeting=meeting)]
        matters = Matter.objects.filter(thread__in=threads)
        for model, rows_of in (
            (Step, {"matter__in": matters}),
            (Assignment, {"matter__in": matters}),
        ):
            model.objects.filter(**rows_of).delete()
        matters.delete()
        with CaptureQueriesContext(connection) as queries:
            opened = opening.open_for(meeting, paper=meeting.paper, on=today(), by=world.officer)
        assert len(opened) == count
        # SQLite takes no more than some hundred values in one statement.
        written = [each for each in queries if each["sql"].startswith("INSERT")]
        asked[count] = len(queries) - len(written)
        assert len(written) < 12
        if connection.vendor == "postgresql":
            assert len(written) == 4
    assert asked[3] == asked[40] < 22


def test_opening_twice_changes_nothing(world):
    before = sorted(Assignment.objects.values_list("pk", "state", "due_on"))
    world.meeting.refresh_from_db()
    opening.open_for(world.meeting, paper=world.line.paper, on=today(), by=world.officer)
    assert sorted(Assignment.objects.values_list("pk", "state", "due_on")) == before
    assert Matter.objects.count() == 2


def carried(world, decision, *, held_on=date(2024, 4, 21), **changes):
    """The next sitting's draft that brings a decision forward, with its row changed."""
    meeting = plan_meeting(
        world.committee,
        by=world.staff,
        held_on=held_on,
        confirms=None,
        topics=[],
        carried=[decision],
    )
    Decision.objects.filter(item__meeting=meeting, thread=decision.thread).update(**changes)
    return meeting


def test_a_later_sitting_goes_on_with_the_decision_and_its_answers(world):
    matter = followed()["সার্ভার কিনতে হবে।"]
    share = matter.assignments.get()
    first_charge, due_on = share.charge, share.due_on
    Assignment.objects.filter(pk=share.pk).update(progress=50)
    meeting = carried(world, decision_of(world.meeting, "সার্ভার কিনতে হবে।"))
    line = send_out(world, meeting)
    matter.refresh_from_db()
    share.refresh_from_db()
    assert (matter.state, matter.decision.item.meeting) == (State.OPEN, meeting)
    assert (share.state, share.progress, share.due_on) == (Share.OPEN, 50, due_on)
    assert share.charge != first_charge
    assert share.charge.paper == line.paper
    assert matter.steps.filter(assignment=None).last().what == "carried"


def test_a_later_date_counts_as_an_extension_and_the_first_one_stays(world):
    decision = decision_of(world.meeting, "সার্ভার কিনতে হবে।")
    matter = Matter.objects.get(thread=decision.thread)
    first = today() + timedelta(days=20)
    Matter.objects.filter(pk=matter.pk).update(first_due_on=first, due_on=first, is_implied=False)
    matter.assignments.update(first_due_on=first, due_on=first, is_implied=False)
    later = first + timedelta(days=30)
    send_out(world, carried(world, decision, due_on=later))
    matter.refresh_from_db()
    share = matter.assignments.get()
    for row in (matter, share):
        assert (row.first_due_on, row.due_on, row.times_extended) == (first, later, 1)


def corrigendum(world, change):
    draft = begin_corrigendum(
        Meeting.objects.get(pk=world.meeting.pk), by=world.staff, reason="ভুল ছিল"
    )
    change(draft)
    return draft, send_out(world, draft)


def test_a_corrigendum_withdraws_lines_that_are_gone_and_opens_new_ones(world):
    old = followed()["পোর্টাল হালনাগাদ করতে হবে।"]
    clerk = make_post(world.meghdubi, "হিসাবরক্ষক")

    def change(draft):
        decision = decision_of(draft, "পোর্টাল হালনাগাদ করতে হবে।")
        rows.write_implementers(decision, [CHAIRMEN, "হিসাবরক্ষক"], by=world.staff)
        Decision.objects.filter(pk=decision.pk).update(text="পোর্টাল ও পাতা হালনাগাদ করতে হবে।")

    _, line = corrigendum(world, change)
    matter = followed()["পোর্টাল ও পাতা হালনাগাদ করতে হবে।"]
    assert matter.pk == old.pk
    assert shares(matter) == {
        **dict.fromkeys(world.chairmen, Share.OPEN), world.programmer: Share.WITHDRAWN, clerk: Share.OPEN,
    }  # fmt: skip
    gone = matter.assignments.get(post=world.programmer)
    step = gone.steps.last()
    assert (step.what, step.reason) == ("withdrawn", opening.LINE_GONE)
    assert {share.charge.paper for share in matter.assignments.exclude(pk=gone.pk)} == {line.paper}


def test_a_decision_that_a_corrigendum_drops_is_withdrawn(world):
    def change(draft):
        rows.take_out_item(decision_of(draft, "সার্ভার কিনতে হবে।").item, by=world.staff)

    corrigendum(world, change)
    matter = followed()["সার্ভার কিনতে হবে।"]
    assert (matter.state, matter.end, matter.end_reason) == (
        State.ENDED,
        End.WITHDRAWN,
        opening.DECISION_GONE,
    )
    assert shares(matter) == {world.programmer: Share.WITHDRAWN}
    assert matter.ended_by == world.officer
    assert followed()["পোর্টাল হালনাগাদ করতে হবে।"].state == State.OPEN


def void(world, line):
    memos.void(memo=line, by=world.officer, reason="ভুল নথি")


def test_a_void_suspends_and_the_issue_anew_goes_on_with_the_answers(world):
    matter = followed()["সার্ভার কিনতে হবে।"]
    Assignment.objects.filter(matter=matter).update(progress=25)
    void(world, world.line)
    matter.refresh_from_db()
    assert (matter.state, matter.decision) == (State.SUSPENDED, None)
    assert not Assignment.objects.open().filter(matter=matter).exists()
    assert not Assignment.objects.late(on=date(2030, 1, 1)).exists()

    line = send_out(world, world.meeting)
    matter.refresh_from_db()
    share = matter.assignments.get()
    assert (matter.state, matter.decision.item.meeting) == (State.OPEN, world.meeting)
    assert (share.state, share.progress, share.charge.paper) == (Share.OPEN, 25, line.paper)
    assert matter.steps.filter(assignment=None).last().what == "resumed"


def test_what_is_mended_after_a_void_follows_and_what_was_dropped_ends(world):
    void(world, world.line)
    draft = Meeting.objects.get(pk=world.meeting.pk)
    rows.take_out_item(decision_of(draft, "সার্ভার কিনতে হবে।").item, by=world.staff)
    send_out(world, draft)
    dropped = Matter.objects.get(state=State.ENDED)
    assert dropped.end == End.WITHDRAWN
    assert shares(dropped) == {world.programmer: Share.WITHDRAWN}


def test_the_void_of_a_later_sitting_leaves_what_the_earlier_one_charged(world):
    decision = decision_of(world.meeting, "সার্ভার কিনতে হবে।")
    meeting = carried(world, decision)
    row = decision_of(meeting, "সার্ভার কিনতে হবে।")
    rows.write_implementers(row, [PROGRAMMER, CHAIRMEN], by=world.staff)
    line = send_out(world, meeting)
    matter = Matter.objects.get(thread=decision.thread)
    assert set(shares(matter)) == {world.programmer, *world.chairmen}

    void(world, line)
    matter.refresh_from_db()
    assert (matter.state, matter.decision) == (State.OPEN, decision)
    assert shares(matter) == {
        world.programmer: Share.OPEN, **dict.fromkeys(world.chairmen, Share.WITHDRAWN),
    }  # fmt: skip
    assert matter.assignments.get(post=world.programmer).charge.paper == world.line.paper

    send_out(world, Meeting.objects.get(pk=meeting.pk))
    assert shares(matter) == dict.fromkeys([world.programmer, *world.chairmen], Share.OPEN)


def test_the_row_of_a_later_sitting_stays_in_force_when_an_earlier_paper_is_corrected(world):
    decision = decision_of(world.meeting, "সার্ভার কিনতে হবে।")
    meeting = carried(world, decision)
    send_out(world, meeting)
    corrigendum(world, lambda draft: None)
    assert Matter.objects.get(thread=decision.thread).decision.item.meeting == meeting


def test_a_sitting_takes_up_again_what_had_ended_before_it(world):
    decision = decision_of(world.meeting, "সার্ভার কিনতে হবে।")
    matter = Matter.objects.get(thread=decision.thread)
    closing.close(matter, by=world.officer, end=End.NOT_DONE, reason="বরাদ্দ নেই")
    yesterday = today() - timedelta(days=1)
    meeting = carried(world, decision, held_on=yesterday)
    send_out(world, meeting)
    matter.refresh_from_db()
    # The sitting had been held when it ended: the paper only prints it again.
    assert matter.state == State.ENDED

    Matter.objects.filter(pk=matter.pk).update(ended_at=matter.ended_at - timedelta(days=9))
    row = decision_of(meeting, "সার্ভার কিনতে হবে।")
    send_out(world, carried(world, row, held_on=today()))
    matter.refresh_from_db()
    assert (matter.state, matter.end) == (State.OPEN, "")
    assert shares(matter) == {world.programmer: Share.OPEN}


def test_a_line_that_came_back_to_its_printed_owner_by_hand_is_left_to_whom_the_section_gave_it(
    world,
):
    """What was reassigned since stays so when the next sitting prints the same line."""
    decision = decision_of(world.meeting, "সার্ভার কিনতে হবে।")
    matter = Matter.objects.get(thread=decision.thread)
    share = matter.assignments.get()
    share.move_to(Share.REASSIGNED, "reassigned", by=world.officer)
    other = make_post(world.meghdubi, "হিসাবরক্ষক")
    Assignment.objects.create(
        matter=matter, charge=share.charge, printed=share.printed, post=other, office=other.office,
        opened_on=today(), first_due_on=share.due_on, due_on=share.due_on,
    )  # fmt: skip
    send_out(world, carried(world, decision))
    assert shares(matter) == {world.programmer: Share.REASSIGNED, other: Share.OPEN}


def test_minutes_alone_are_followed_from_their_issue(world):
    """Charges of another paper of the meeting open nothing."""
    assert Charge.objects.filter(paper=world.line.paper).exists()
    world.meeting.refresh_from_db()
    world.meeting.kind = Meeting.Kind.PROGRESS_REPORT
    assert (
        opening.open_for(world.meeting, paper=world.line.paper, on=today(), by=world.officer) == []
    )


def test_submitted_or_published_minutes_show_their_decisions_above(world):
    other = minutes(
        world,
        [["অন্য কাজ করতে হবে।", PROGRAMMER]],
        committee=make_committee(world.meghdubi, "অন্য কমিটি"),
    )
    send_out(world, other)
    opening.show_above(world.meeting)
    shown = Matter.objects.filter(shown_above=True).values_list("decision__text", flat=True)
    assert set(shown) == {"পোর্টাল হালনাগাদ করতে হবে।", "সার্ভার কিনতে হবে।"}
