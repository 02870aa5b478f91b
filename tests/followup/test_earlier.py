"""The table of earlier decisions: its rows while it is live, frozen, printed."""

import pytest
from django.core.exceptions import PermissionDenied

from accounts.access import WrongState
from followup import reviewing
from followup.earlier import live_rows, rows_of
from followup.models import Assignment, End, Kind, Matter, Review
from followup.printed import HEAD, HEADING, paragraphs_of
from followup.window import LATE, closes_on, freeze_on
from meetings.models import Meeting, State
from offices.models import today
from tests.followup.making import make_assignment, make_matter, make_sitting
from tests.followup.sittings import answered, at, in_days, issued, many, plan


@pytest.fixture
def coming(followed):
    return plan(followed.committee, by=followed.cast.dc_staff)


def only(meeting):
    (row,) = live_rows(meeting)
    return row


def test_a_row_tells_the_sitting_the_paper_the_words_and_the_clock(followed, coming):
    row = only(coming)
    assert (row["sitting"], row["number"], row["text"]) == (
        "2024-03-21",
        "০১",
        "পোর্টাল হালনাগাদ করতে হবে।",
    )
    assert row["memo"] == followed.meeting.paper.number
    assert (row["done"], row["total"], row["age_days"], row["times_carried"]) == (0, 2, 5, 0)
    assert row["due"] == row["first_due"] == followed.matter.due_on.isoformat()
    assert row["owners"] == [followed.ours.owner, followed.theirs.owner]


def test_what_was_answered_is_told_and_what_came_after_the_window_says_so(followed, coming):
    Meeting.objects.filter(pk=coming.pk).update(held_on=in_days(2))
    coming.refresh_from_db()
    closed = closes_on(coming)
    assert closed < today() + (in_days(1) - today())
    answered(followed.ours, "আপলোড শেষ।", on=closed - (in_days(1) - today()), progress=90)
    assert not only(coming)["is_late"]
    followed.theirs.change("answered", by=followed.near_uno, at=at(today()))
    answered(followed.theirs, "শুরু হয়েছে।", on=today(), progress=25)
    row = only(coming)
    assert row["is_late"] == (today() > closed)
    assert (f"শুরু হয়েছে। ({LATE})" in row["progress"]) == (today() > closed)
    assert f"আপলোড শেষ। ({LATE})" not in row["progress"]


def test_the_rows_stand_in_the_order_of_the_sittings_and_their_decisions(followed, coming):
    matters = many(followed, 3)
    rows = live_rows(coming)
    assert [row["matter"] for row in rows] == [followed.matter.pk, *(each.pk for each in matters)]
    assert [row["place"] for row in rows] == ["১", "২", "৩", "৪"]


def test_decisions_of_another_committee_and_of_the_sitting_itself_are_not_in_it(followed, coming):
    other = make_sitting(followed.cast.committee, by=followed.cast.staff)
    make_matter(other.items.get().decisions.get(), by=followed.cast.officer)
    assert [row["matter"] for row in live_rows(coming)] == [followed.matter.pk]
    earlier = plan(followed.committee, by=followed.cast.dc_staff, held_on=in_days(-1000))
    assert live_rows(Meeting.objects.get(pk=earlier.pk)) == []


def test_what_ended_since_the_last_sitting_tells_how(followed, coming):
    followed.matter.move_to(
        Matter.State.ENDED, "closed", by=followed.cast.dc_officer, end=End.IRRELEVANT,
        ended_by=followed.cast.dc_officer, ended_at=at(today(), 0), end_reason="পোর্টাল বন্ধ", reason="পোর্টাল বন্ধ",
        at=at(today(), 0),
    )  # fmt: skip
    row = only(coming)
    assert not row["is_open"]
    assert (row["end_name"], row["end_reason"]) == (End.IRRELEVANT.label, "পোর্টাল বন্ধ")
    # What ended before the last sitting was told there.
    make_sitting(followed.committee, by=followed.cast.dc_staff, held_on=in_days(1))
    assert live_rows(coming) == []


def test_what_nobody_answers_for_is_counted_and_left_out(followed, coming):
    followed.matter.change("kind settled", by=followed.cast.dc_staff, kind=Kind.INFORMATION)
    assert live_rows(coming) == []
    assert "১টি সিদ্ধান্ত এই ছকে নেই" in paragraphs_of(coming)[-1]


def test_words_that_a_later_sitting_changed_stay_readable(followed):
    new = make_sitting(
        followed.committee, by=followed.cast.dc_staff, held_on=in_days(-20),
        decisions=["পোর্টাল প্রতি মাসে হালনাগাদ করতে হবে।"],
    )  # fmt: skip
    decision = new.items.get().decisions.get()
    decision.thread = followed.matter.thread
    decision.save()
    followed.matter.change("carried", by=followed.cast.dc_officer, decision=decision)
    row = only(plan(followed.committee, by=followed.cast.dc_staff))
    assert row["text"] == "পোর্টাল প্রতি মাসে হালনাগাদ করতে হবে।"
    assert row["amends"] == [{"sitting": "2024-03-21", "text": "পোর্টাল হালনাগাদ করতে হবে।"}]


# --- What is proposed -----------------------------------------------------------------------------


def proposal(meeting):
    told = only(meeting)["proposed"]
    return told["choice"], told["end"], told["new_due"]


def test_nothing_is_proposed_to_be_closed_but_what_was_verified(followed, coming):
    assert proposal(coming) == ("carry", "", None)
    for share in (followed.ours, followed.theirs):
        share.move_to(
            "claimed", "claimed", by=followed.uno, claimed_on=today(), desk_due_on=today()
        )
        assert proposal(coming) == ("carry", "", None)
    followed.ours.move_to("verified", "verified", by=followed.cast.dc_staff)
    assert proposal(coming) == ("carry", "", None)
    followed.theirs.move_to("verified", "verified", by=followed.cast.dc_staff)
    assert proposal(coming) == ("close", "verified", None)


def test_more_time_is_proposed_where_it_was_asked_for(followed, coming):
    followed.ours.change("asked for time", by=followed.uno, wanted_due=in_days(40))
    assert proposal(coming) == ("extend", "", in_days(40).isoformat())
    # A date that is over by the sitting is no answer to it.
    followed.ours.change("asked for time", by=followed.uno, wanted_due=in_days(9))
    assert proposal(coming)[0] == "carry"


def test_a_duty_that_continues_is_carried_on(followed, coming):
    followed.matter.change("kind settled", by=followed.cast.dc_staff, kind=Kind.CONTINUING)
    for share in (followed.ours, followed.theirs):
        Assignment.objects.filter(pk=share.pk).update(
            state="claimed", claimed_on=today(), desk_due_on=today()
        )
        share.refresh_from_db()
        share.move_to("verified", "verified", by=followed.cast.dc_staff)
    assert proposal(coming)[0] == "carry"


# --- Freezing -------------------------------------------------------------------------------------


def test_a_frozen_table_does_not_move_when_the_data_do(followed, coming):
    answered(followed.ours, "অর্ধেক হয়েছে।", on=today(), progress=50)
    before = live_rows(coming)
    reviewing.freeze(coming, by=followed.cast.dc_staff)
    answered(followed.ours, "সব হয়েছে।", on=today(), progress=90)
    assert rows_of(coming) == before
    assert live_rows(coming) != before


def test_an_officer_opens_it_again_and_nobody_else(followed, coming):
    reviewing.freeze(coming, by=followed.cast.dc_staff)
    with pytest.raises(PermissionDenied):
        reviewing.unfreeze(coming, by=followed.cast.dc_staff)
    reviewing.unfreeze(coming, by=followed.cast.dc_officer)
    answered(followed.ours, "সব হয়েছে।", on=today(), progress=90)
    assert "সব হয়েছে।" in rows_of(coming)[0]["progress"]


def test_it_is_frozen_on_its_day_by_itself(followed, coming):
    day = freeze_on(coming)
    assert reviewing.freeze_due(day - (in_days(1) - today())) == []
    assert reviewing.freeze_due(day) == [coming]
    review = Review.objects.get(meeting=coming)
    assert (review.frozen_by, len(review.rows)) == (None, 1)
    assert reviewing.freeze_due(day) == []


def test_what_an_officer_opened_again_is_left_to_the_office(followed, coming):
    reviewing.freeze(coming, by=followed.cast.dc_staff)
    reviewing.unfreeze(coming, by=followed.cast.dc_officer)
    assert reviewing.freeze_due(coming.held_on) == []


def test_a_sitting_without_earlier_decisions_is_not_frozen(cast):
    plan(cast.committee, by=cast.staff)
    assert reviewing.freeze_due(in_days(30)) == []


def test_minutes_that_are_out_keep_their_table(followed, coming):
    reviewing.freeze(coming, by=followed.cast.dc_staff)
    issued(coming, by=followed.cast.dc_officer)
    for act, by in ((reviewing.unfreeze, "dc_officer"), (reviewing.accept_proposals, "dc_staff")):
        with pytest.raises((PermissionDenied, WrongState)):
            act(coming, by=getattr(followed.cast, by))


# --- In the minutes -------------------------------------------------------------------------------


def test_the_minutes_print_the_table_above_the_agenda(followed, coming):
    assert reviewing.put_into_minutes(coming, by=followed.cast.dc_staff)
    content = Meeting.objects.get(pk=coming.pk).content_now()
    order = content["order"]
    assert order.index("earlier") + 1 == order.index("table")
    heading, table, notes = content["earlier"]
    assert heading == HEADING
    assert table["table"]["head"] == HEAD
    (cells,) = table["table"]["rows"]
    assert "২১ মার্চ ২০২৪ তারিখের সভা, ০১ নম্বর" in cells[1]
    assert followed.meeting.paper.number in notes
    assert "পোর্টাল হালনাগাদ করতে হবে।" in cells[1]
    # Twice is once.
    assert not reviewing.put_into_minutes(coming, by=followed.cast.dc_staff)


def test_what_the_sitting_says_is_printed_at_once(followed, coming):
    from followup.disposing import dispose

    reviewing.put_into_minutes(coming, by=followed.cast.dc_staff)
    told = {"choice": "extend", "new_due": in_days(50)}
    dispose(coming, followed.matter, by=followed.cast.dc_officer, **told)
    coming.refresh_from_db()
    assert "পর্যন্ত বাড়বে" in coming.earlier[1]["table"]["rows"][0][-1]


def test_going_through_the_rows_is_one_step_of_the_history_and_no_new_version(followed, coming):
    from followup.disposing import dispose

    reviewing.put_into_minutes(coming, by=followed.cast.dc_staff)
    before, version = coming.history.count(), Meeting.objects.get(pk=coming.pk).version
    for choice in ("carry", "extend", "carry"):
        told = {"choice": choice, "new_due": in_days(50) if choice == "extend" else None}
        dispose(coming, followed.matter, by=followed.cast.dc_staff, **told)
    assert coming.history.count() == before + 1
    assert Meeting.objects.get(pk=coming.pk).version == version


def test_the_table_can_be_left_out_again(followed, coming):
    before = coming.content_now()
    reviewing.put_into_minutes(coming, by=followed.cast.dc_staff)
    reviewing.take_out_of_minutes(coming, by=followed.cast.dc_staff)
    assert Meeting.objects.get(pk=coming.pk).content_now() == before


def test_a_decision_is_printed_again_as_the_same_one(followed, coming):
    by = followed.cast.dc_staff
    assert reviewing.decide_again(coming, [followed.matter], by=by) == 1
    decision = coming.items.get().decisions.get()
    assert decision.thread == followed.matter.thread
    assert (decision.times_carried, decision.carried_from) == (1, followed.matter.decision)
    assert reviewing.decide_again(coming, [followed.matter], by=by) == 0


def test_as_many_queries_for_forty_rows_as_for_four(followed, coming, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    many(followed, 3)
    with CaptureQueriesContext(
        connection,
    ) as few:
        live_rows(coming)
    Matter.objects.exclude(pk=followed.matter.pk).update(kind=Kind.ONCE)
    more = plan(followed.committee, by=followed.cast.dc_staff, held_on=in_days(12))
    for share in (followed.ours, followed.theirs):
        answered(share, "চলছে।", on=today(), progress=25)
    sitting = make_sitting(
        followed.committee, by=followed.cast.dc_staff, held_on=in_days(-30),
        decisions=[f"{number} নম্বর কাজ।" for number in range(36)],
    )  # fmt: skip
    for decision in sitting.items.get().decisions.select_related("meeting__committee__office"):
        make_assignment(make_matter(decision, by=followed.cast.dc_officer), followed.ours.post)
    with CaptureQueriesContext(connection) as lots:
        assert len(live_rows(more)) == 40
    assert len(lots) == len(few)


def test_only_sittings_are_given_such_a_table(followed, coming):
    Meeting.objects.filter(pk=coming.pk).update(
        kind=Meeting.Kind.PROGRESS_REPORT, state=State.DRAFT
    )
    with pytest.raises(WrongState):
        reviewing.freeze(coming, by=followed.cast.dc_staff)
