"""What a sitting says of earlier decisions takes effect as its minutes are issued, and falls with them."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.access import WrongState
from followup import opening, reviewing
from followup.disposing import (
    Conflict,
    Refused,
    apply,
    dispose,
    dispose_many,
    seen_of,
    times_carried,
    undo,
)
from followup.earlier import live_rows
from followup.models import Assignment, Disposal, End, Matter, Step
from offices.models import today
from tests.followup.sittings import in_days, issued, many, plan

State = Assignment.State


@pytest.fixture
def coming(followed):
    return plan(followed.committee, by=followed.cast.dc_staff)


def say(world, meeting, choice, matter=None, *, by="dc_staff", **told):
    by = getattr(world.cast, by)
    return dispose(meeting, matter or world.matter, by=by, choice=choice, **told)


def now(row):
    return type(row).objects.get(pk=row.pk)


def put_out(world, meeting):
    meeting = issued(meeting, by=world.cast.dc_officer)
    return apply(meeting, by=world.cast.dc_officer)


# --- Saying ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"choice": "sell"}, "choice"),
        ({"choice": "close"}, "end"),
        ({"choice": "close", "end": "withdrawn", "reason": "কারণ"}, "end"),
        ({"choice": "close", "end": "verified"}, "end"),
        ({"choice": "close", "end": "retired", "reason": "কারণ"}, "end"),
        ({"choice": "close", "end": "not_done"}, "reason"),
        ({"choice": "close", "end": "irrelevant", "reason": "  "}, "reason"),
        ({"choice": "extend"}, "new_due"),
        ({"choice": "extend", "new_due": date(2024, 1, 1)}, "new_due"),
    ],
)
def test_what_is_missing_is_asked_by_its_field(followed, coming, told, field):
    with pytest.raises(ValidationError) as refused:
        say(followed, coming, **told)
    assert list(refused.value.message_dict) == [field]
    assert not Disposal.objects.exists()


def test_time_is_given_beyond_the_sitting_and_the_date_that_stands(followed, coming):
    followed.matter.change("due set", by=followed.cast.dc_staff, due_on=in_days(60))
    with pytest.raises(ValidationError):
        say(followed, coming, "extend", new_due=in_days(60))
    assert say(followed, coming, "extend", new_due=in_days(61)).new_due == in_days(61)


def test_saying_it_changes_nothing_yet_and_saying_it_anew_takes_its_place(followed, coming):
    before = list(Matter.objects.values())
    say(followed, coming, "extend", new_due=in_days(40))
    say(followed, coming, "close", end="not_done", reason="বরাদ্দ নেই", by="dc_officer")
    assert list(Matter.objects.values()) == before
    disposal = Disposal.objects.get()
    assert (disposal.choice, disposal.new_due, disposal.decided_by) == (
        "close",
        None,
        followed.cast.dc_officer,
    )


def test_the_same_said_twice_is_one_deed(followed, coming):
    first = say(followed, coming, "carry")
    assert say(followed, coming, "carry", by="dc_officer").decided_at == first.decided_at


def test_of_two_who_write_at_once_the_slower_is_told(followed, coming):
    say(followed, coming, "carry")
    with pytest.raises(Conflict) as conflict:
        say(followed, coming, "extend", new_due=in_days(40), seen="")
    assert conflict.value.current.choice == "carry"
    seen = seen_of(Disposal.objects.get())
    assert say(followed, coming, "extend", new_due=in_days(40), seen=seen).choice == "extend"


@pytest.mark.parametrize("who", ["reader", "near_staff", "far_officer", "sysadmin"])
def test_only_the_section_says_it(followed, coming, who):
    with pytest.raises(PermissionDenied):
        say(followed, coming, "carry", by=who)


def test_nothing_is_said_once_the_minutes_are_out_or_the_decision_is_ended(followed, coming):
    done = issued(coming, by=followed.cast.dc_officer)
    with pytest.raises(WrongState):
        say(followed, done, "carry")
    other = plan(followed.committee, by=followed.cast.dc_staff, held_on=in_days(30))
    Matter.objects.update(state="suspended")
    with pytest.raises(WrongState):
        say(followed, other, "carry")


def test_many_are_kept_together_or_not_at_all(followed, coming):
    first, second = many(followed, 2)
    told = {first: {"choice": "carry"}, second: {"choice": "extend"}}
    with pytest.raises(Refused) as refused:
        dispose_many(coming, told, by=followed.cast.dc_staff)
    assert list(refused.value.faults) == [second.pk]
    told[second] = {"choice": "extend", "new_due": in_days(40)}
    assert len(dispose_many(coming, told, by=followed.cast.dc_staff)) == 2


def test_all_proposals_are_taken_at_one_press_but_not_over_what_was_said(followed, coming):
    first, second = many(followed, 2)
    say(followed, coming, "close", first, end="irrelevant", reason="পোর্টাল বন্ধ")
    assert reviewing.accept_proposals(coming, by=followed.cast.dc_staff) == 2
    chosen = dict(Disposal.objects.values_list("matter", "choice"))
    assert chosen == {followed.matter.pk: "carry", first.pk: "close", second.pk: "carry"}
    assert reviewing.accept_proposals(coming, by=followed.cast.dc_staff) == 0


# --- Doing ----------------------------------------------------------------------------------------


def test_at_the_issue_a_decision_closes_with_its_shares_for_the_committee(followed, coming):
    say(followed, coming, "close", end="not_done", reason="বরাদ্দ নেই")
    assert now(followed.matter).state == Matter.State.OPEN
    put_out(followed, coming)
    matter = now(followed.matter)
    assert (matter.state, matter.end, matter.end_reason) == ("ended", End.NOT_DONE, "বরাদ্দ নেই")
    assert now(followed.ours).state == State.NOT_DONE
    assert Disposal.objects.get().done_at


def test_at_the_issue_more_time_is_given_and_the_first_date_stays(followed, coming):
    due = followed.ours.due_on
    followed.ours.change("asked", by=followed.uno, wanted_due=in_days(40), desk_due_on=today())
    say(followed, coming, "extend", new_due=in_days(40))
    put_out(followed, coming)
    for row in (now(followed.matter), now(followed.ours), now(followed.theirs)):
        assert (row.first_due_on, row.due_on, row.times_extended) == (due, in_days(40), 1)
    assert (now(followed.ours).wanted_due, now(followed.ours).desk_due_on) == (None, None)


def test_a_claim_keeps_the_date_it_was_made_for(followed, coming):
    due = followed.ours.due_on
    followed.ours.move_to(
        "claimed", "claimed", by=followed.uno, claimed_on=today(), desk_due_on=today()
    )
    say(followed, coming, "extend", new_due=in_days(40))
    put_out(followed, coming)
    assert now(followed.ours).due_on == due


def test_how_often_a_decision_was_carried_is_counted_at_the_issue(followed, coming):
    say(followed, coming, "carry")
    assert times_carried(followed.matter) == 0
    put_out(followed, coming)
    assert times_carried(followed.matter) == 1
    later = plan(followed.committee, by=followed.cast.dc_staff, held_on=in_days(40))
    assert [row["times_carried"] for row in live_rows(later)] == [1]


def test_a_row_of_the_table_of_which_nothing_was_said_is_carried(followed, coming):
    reviewing.freeze(coming, by=followed.cast.dc_staff)
    put_out(followed, coming)
    disposal = Disposal.objects.get()
    assert (disposal.choice, disposal.matter) == ("carry", followed.matter)
    assert now(followed.matter).state == Matter.State.OPEN


def test_without_a_table_the_issue_carries_nothing(followed, coming):
    assert put_out(followed, coming) == []
    assert not Disposal.objects.exists()


def test_what_cannot_be_closed_any_more_goes_on_and_says_why(followed, coming):
    for share in (followed.ours, followed.theirs):
        share.move_to(
            "claimed", "claimed", by=followed.uno, claimed_on=today(), desk_due_on=today()
        )
    say(followed, coming, "close", end="verified")
    followed.ours.move_to(
        "open",
        "sent back",
        by=followed.cast.dc_staff,
        reason="প্রমাণ নেই",
        claimed_on=None,
        desk_due_on=None,
    )
    put_out(followed, coming)
    assert now(followed.matter).state == Matter.State.OPEN
    step = Step.objects.filter(matter=followed.matter, what="not closed").get()
    assert "যাচাই" in step.reason


def test_the_issue_of_the_paper_does_it(followed, coming):
    say(followed, coming, "close", end="irrelevant", reason="পোর্টাল বন্ধ")
    meeting = issued(coming, by=followed.cast.dc_officer)
    opening.open_for(meeting, paper=meeting.paper, on=today(), by=followed.cast.dc_officer)
    assert now(followed.matter).end == End.IRRELEVANT


# --- Undoing --------------------------------------------------------------------------------------


@pytest.fixture
def struck_out(followed, coming):
    """Strike out what was issued: a function of nothing."""

    def strike():
        undo(coming, by=followed.cast.dc_officer, reason="স্মারক বাতিল")

    return strike


def test_a_struck_out_paper_takes_back_what_it_closed_and_closes_it_when_it_goes_out_anew(
    followed, coming, struck_out
):
    say(followed, coming, "close", end="not_done", reason="বরাদ্দ নেই")
    put_out(followed, coming)
    struck_out()
    assert now(followed.matter).state == Matter.State.OPEN
    assert now(followed.ours).state == State.OPEN
    assert Disposal.objects.get().done_at is None
    apply(coming, by=followed.cast.dc_officer)
    assert now(followed.matter).end == End.NOT_DONE


def test_a_struck_out_paper_takes_back_the_time_it_gave(followed, coming, struck_out):
    Matter.objects.update(is_implied=True)
    before = [
        (row.due_on, row.times_extended) for row in (now(followed.matter), now(followed.ours))
    ]
    say(followed, coming, "extend", new_due=in_days(40))
    put_out(followed, coming)
    struck_out()
    rows = now(followed.matter), now(followed.ours)
    assert [(row.due_on, row.times_extended) for row in rows] == before
    assert now(followed.matter).is_implied
    assert times_carried(followed.matter) == 0


def test_what_was_changed_since_stays(followed, coming, struck_out):
    say(followed, coming, "extend", new_due=in_days(40))
    put_out(followed, coming)
    share = now(followed.ours)
    share.change("due set", by=followed.cast.dc_staff, due_on=in_days(45))
    struck_out()
    assert now(followed.ours).due_on == in_days(45)
    assert now(followed.theirs).due_on == followed.theirs.due_on
