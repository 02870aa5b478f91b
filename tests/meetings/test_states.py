"""The states of a meeting: which moves there are, what each leaves behind, and nothing else."""

from datetime import date, timedelta
from itertools import count

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from accounts.access import WrongState
from accounts.models import AuditEvent, User
from meetings.models import Decision, Meeting, State
from tests.factories import make_meeting

# The workflow as its users know it, written a second time.
ALLOWED = {
    "planned": {"noticed", "draft", "cancelled"},
    "noticed": {"draft", "cancelled"},
    "draft": {"submitted", "cancelled"},
    "submitted": {"returned", "approved"},
    "returned": {"submitted", "cancelled"},
    "approved": {"returned", "issued"},
    "issued": {"corrected", "returned"},
    "corrected": set(),
    "cancelled": set(),
}
LABELS = {
    "planned": "পরিকল্পিত",
    "noticed": "নোটিশ জারি হয়েছে",
    "draft": "খসড়া",
    "submitted": "অনুমোদনের অপেক্ষায়",
    "returned": "সংশোধনের জন্য ফেরত",
    "approved": "অনুমোদিত",
    "issued": "জারিকৃত",
    "corrected": "সংশোধিত",
    "cancelled": "বাতিল",
}
VERBS = {
    "noticed": lambda meeting, by: meeting.give_notice(by=by),
    "draft": lambda meeting, by: meeting.start_writing(by=by),
    "submitted": lambda meeting, by: meeting.submit(by=by),
    "returned": lambda meeting, by: meeting.send_back(by=by, remarks="৩ নম্বর সিদ্ধান্ত দেখুন।"),
    "approved": lambda meeting, by: meeting.approve(by=by),
    "cancelled": lambda meeting, by: meeting.cancel(by=by),
    # No verb leads back to a plan; the door itself is tried.
    "planned": lambda meeting, by: meeting._move_to(State.PLANNED, by=by),
}
# What an issued paper can become is tried with papers, in tests/memos.
OUT = {"issued", "corrected"}
PAIRS = [(before, after) for before in LABELS for after in LABELS if not {before, after} & OUT]


def put(meeting, state):
    """The meeting, freshly fetched, in a state it did not move to by itself."""
    approval = {"approved_by": None, "approved_at": None, "approved_digest": ""}
    if state == "approved":
        approval = {
            "approved_by": User.objects.get(username="officer"),
            "approved_at": timezone.now(),
            "approved_digest": meeting.content_digest(),
        }
    Meeting.objects.filter(pk=meeting.pk).update(state=state, **approval)
    return Meeting.objects.get(pk=meeting.pk)


def row(meeting):
    """Everything the database keeps of a meeting itself."""
    return Meeting.objects.filter(pk=meeting.pk).values().get()


def test_the_states_are_those_of_the_workflow():
    assert dict(State.choices) == LABELS
    assert Meeting.MOVES == ALLOWED


@pytest.mark.parametrize(("before", "after"), PAIRS)
def test_a_move_is_made_and_recorded_once_or_refused_without_a_trace(cast, meeting, before, after):
    meeting = put(meeting, before)
    stored = row(meeting)
    began = timezone.now()

    if after not in ALLOWED[before]:
        with pytest.raises(WrongState) as refusal:
            VERBS[after](meeting, cast.officer)
        assert str(refusal.value) == (
            f"সভাটি এখন “{LABELS[before]}” অবস্থায় আছে; এটি “{LABELS[after]}” করা যায় না।"
        )
        assert row(meeting) == stored
        assert meeting.state == before
        assert AuditEvent.objects.count() == 0
        return

    VERBS[after](meeting, cast.officer)
    moved = row(meeting)
    assert moved["state"] == after
    assert began <= moved["moved_at"] <= timezone.now()
    act = {"submitted": "submitted", "returned": "returned", "approved": "approved"}.get(after)
    expected = {"state", "moved_at"}
    if act:
        expected |= {f"{act}_by_id", f"{act}_at"}
        assert moved[f"{act}_by_id"] == cast.officer.pk
        assert began <= moved[f"{act}_at"] <= timezone.now()
    if after == "returned":
        expected |= {"remarks", "returned"}
    if before == "approved":
        expected |= {"approved_by_id", "approved_at", "approved_digest"}
    if after == "approved":
        expected |= {"approved_digest"}
    if after == "cancelled":
        # Calendars are told that the sitting is off.
        expected |= {"calendar_sequence", "calendar_changed_at"}
    assert {name for name in stored if moved[name] != stored[name]} == expected

    event = AuditEvent.objects.get()
    assert (event.by, event.what) == (cast.officer, f"meeting {before} → {after}")
    assert (event.target_kind, event.target_id) == ("meetings.meeting", meeting.pk)
    assert event.detail == {}


MOVES = [(before, after) for before, after in PAIRS if after in ALLOWED[before]]


class Failure(Exception):
    pass


@pytest.mark.parametrize(("before", "after"), MOVES)
def test_a_move_that_fails_afterwards_leaves_neither_move_nor_record(cast, meeting, before, after):
    meeting = put(meeting, before)
    stored = row(meeting)
    with pytest.raises(Failure), transaction.atomic():
        VERBS[after](meeting, cast.officer)
        assert row(meeting)["state"] == after
        assert AuditEvent.objects.count() == 1
        raise Failure
    assert row(meeting) == stored
    assert AuditEvent.objects.count() == 0


@pytest.mark.parametrize("after", ["noticed", "draft", "cancelled"])
def test_a_move_whose_record_cannot_be_written_is_not_made(meeting, after):
    meeting = put(meeting, "planned")
    stored = row(meeting)
    with pytest.raises(ValueError, match="unsaved related object"):
        VERBS[after](meeting, User(username="nobody"))
    assert row(meeting) == stored
    assert AuditEvent.objects.count() == 0


def test_the_slower_of_two_is_told_what_became_of_the_meeting(cast, meeting):
    meeting.submit(by=cast.staff)
    other = Meeting.objects.get(pk=meeting.pk)
    meeting.approve(by=cast.officer)
    stored = row(meeting)

    # From where the other officer looked it was to be returned; an approval stands there now.
    with pytest.raises(WrongState) as refusal:
        other.send_back(by=cast.officer, remarks="দেখুন।")
    assert str(refusal.value) == ("সভাটির অবস্থা এর মধ্যে বদলে “অনুমোদিত” হয়েছে; আবার দেখে সিদ্ধান্ত নিন।")
    assert row(meeting) == stored
    assert AuditEvent.objects.count() == 2

    other.refresh_from_db()
    other.send_back(by=cast.officer, remarks="দেখুন।")
    assert row(meeting)["state"] == "returned"


def test_approval_is_bound_to_the_content_of_that_moment(cast, meeting):
    meeting.submit(by=cast.staff)
    looked_at = Meeting.objects.with_paper().get(pk=meeting.pk)
    assert [len(item.decisions.all()) for item in looked_at.items.all()] == [1, 2]
    before = meeting.content_digest()
    Decision.objects.filter(item__meeting=meeting, position=0).update(text="বদলে দেওয়া সিদ্ধান্ত")
    looked_at.approve(by=cast.officer)

    stored = row(meeting)["approved_digest"]
    assert stored == meeting.content_digest() != before
    assert looked_at.approved_digest == stored


def test_returning_ends_an_approval_and_submitting_ends_the_remarks(cast, meeting):
    meeting.submit(by=cast.staff)
    meeting.approve(by=cast.officer)
    meeting.send_back(by=cast.officer, remarks="৩ নম্বর সিদ্ধান্তে শেষ তারিখ দিন।")
    returned = row(meeting)
    assert returned["remarks"] == "৩ নম্বর সিদ্ধান্তে শেষ তারিখ দিন।"
    assert [returned[f"approved_{name}"] for name in ("by_id", "at", "digest")] == [None, None, ""]

    meeting.submit(by=cast.two_roles)
    submitted = row(meeting)
    assert submitted["remarks"] == ""
    assert submitted["submitted_by_id"] == cast.two_roles.pk
    # Who returned it last stays known.
    assert submitted["returned_by_id"] == cast.officer.pk


def test_one_who_approves_the_own_entry_is_recorded_as_such(cast):
    meeting = make_meeting(cast.committee, by=cast.only_officer)
    meeting.submit(by=cast.staff)
    meeting.approve(by=cast.only_officer)
    meeting.send_back(by=cast.officer, remarks="দেখুন।")
    meeting.submit(by=cast.officer)
    # What this instance remembers of who submitted is old; what the database knows counts.
    stale = Meeting.objects.get(pk=meeting.pk)
    stale.submitted_by = cast.staff
    stale.approve(by=cast.officer)
    events = AuditEvent.objects.order_by("pk").values_list("what", "by__username", "detail")
    assert list(events) == [
        ("meeting draft → submitted", "staff", {}),
        ("meeting submitted → approved", "only_officer", {"own_entry": True}),
        ("meeting approved → returned", "officer", {}),
        ("meeting returned → submitted", "officer", {}),
        ("meeting submitted → approved", "officer", {"own_entry": True}),
    ]


# --- Any path through the workflow ----------------------------------------------------------

PEOPLE = ["staff", "officer", "reader", "two_roles"]


@pytest.mark.once
def test_any_path_of_moves_agrees_with_the_workflow(cast):
    day = count()

    class Workflow(RuleBasedStateMachine):
        """A meeting beside the least that can be known of it."""

        @initialize(start=st.sampled_from(["planned", "draft"]))
        def begin(self, start):
            self.events_before = AuditEvent.objects.count()
            held_on = date(2020, 1, 1) + timedelta(days=next(day))
            meeting = make_meeting(cast.committee, by=cast.staff, held_on=held_on)
            self.in_hand = put(meeting, start)
            self.in_hand_state = start
            self.state = start
            self.events = []
            self.told = dict.fromkeys(["submitted", "returned", "approved"])
            self.remarks = self.digest = ""
            self.edits = count()

        @rule(after=st.sampled_from(sorted(VERBS)), username=st.sampled_from(PEOPLE))
        def move(self, after, username):
            by = getattr(cast, username)
            if self.in_hand_state != self.state or after not in ALLOWED[self.state]:
                with pytest.raises(WrongState):
                    VERBS[after](self.in_hand, by)
                return
            own = after == "approved" and by.pk in {cast.staff.pk, self.told["submitted"]}
            VERBS[after](self.in_hand, by)
            self.events.append(
                (by.pk, f"meeting {self.state} → {after}", {"own_entry": True} if own else {})
            )
            self.state = self.in_hand_state = after
            if after == "submitted":
                self.told["submitted"], self.remarks = by.pk, ""
            if after == "returned":
                self.told |= {"returned": by.pk, "approved": None}
                self.remarks, self.digest = "৩ নম্বর সিদ্ধান্ত দেখুন।", ""
            if after == "approved":
                self.told["approved"] = by.pk
                self.digest = self.in_hand.content_digest()

        @rule(username=st.sampled_from(PEOPLE))
        def somebody_else_moves(self, username):
            after = min(ALLOWED[self.state] - {"cancelled"} - OUT, default=None)
            if after:
                old, old_state = self.in_hand, self.in_hand_state
                self.in_hand, self.in_hand_state = Meeting.objects.get(pk=old.pk), self.state
                self.move(after, username)
                self.in_hand, self.in_hand_state = old, old_state

        @rule()
        def look_again(self):
            self.in_hand = Meeting.objects.get(pk=self.in_hand.pk)
            self.in_hand_state = self.state

        @rule()
        def change_the_text(self):
            before = self.in_hand.content_digest()
            Decision.objects.filter(item__meeting=self.in_hand).update(text=f"{next(self.edits)}")
            assert self.in_hand.content_digest() != before

        @invariant()
        def the_database_says_the_same(self):
            stored = row(self.in_hand)
            assert stored["state"] == self.state
            assert {act: stored[f"{act}_by_id"] for act in self.told} == self.told
            assert stored["remarks"] == self.remarks
            assert stored["approved_digest"] == self.digest
            events = AuditEvent.objects.order_by("pk").values_list("by", "what", "detail")
            assert list(events[self.events_before :]) == self.events
            assert self.in_hand.state == self.in_hand_state

    run_state_machine_as_test(
        Workflow,
        settings=settings(
            max_examples=25,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_an_approval_is_refused_for_a_text_other_than_the_one_seen(cast, meeting):
    meeting.submit(by=cast.staff)
    seen = meeting.content_digest()
    meeting.items.filter(position=0).update(topic="অন্য বিষয়")
    with pytest.raises(WrongState):
        meeting.approve(by=cast.officer, seen=seen)
    meeting.approve(by=cast.officer, seen=meeting.content_digest())
    assert Meeting.objects.get(pk=meeting.pk).state == State.APPROVED
