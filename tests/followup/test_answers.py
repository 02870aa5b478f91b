"""What an owner answers, and what the section makes of it."""

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.access import WrongState
from accounts.models import AuditEvent
from followup import actions, clock
from followup.models import Answer, Assignment, Kind, Link, Matter, Step
from offices.models import today
from tests.factories import give_post, make_user
from tests.followup.making import make_assignment

State = Assignment.State
Say = Answer.Kind


def say(world, kind, share=None, **told):
    needs = {
        Say.PROGRESS: {"progress": 50, "text": "অর্ধেক হয়েছে।"},
        Say.CLAIM: {"done_on": today(), "text": "পোর্টালে ৪২টি পাতা হালনাগাদ হয়েছে।"},
        Say.BLOCKED: {"party": "বিটিসিএল"},
        Say.WAITING: {"party": "উপজেলা প্রকৌশলী"},
        Say.NOT_MINE: {"proposed": "উপজেলা শিক্ষা অফিসার"},
        Say.EXTENSION: {"wanted_due": today() + timedelta(days=30), "text": "বন্যা চলছে।"},
        Say.DISAGREES: {"text": "বরাদ্দ নেই।"},
    }[kind]
    who = {} if "link" in told else {"by": world.uno}
    return actions.answer(share or world.ours, kind=kind, **needs | who | told)


def now(row):
    return Assignment.objects.get(pk=row.pk)


def claimed(world, **told):
    say(world, Say.CLAIM, **told)
    return now(world.ours)


# Each answer


def test_progress_is_told_in_steps_and_with_a_sentence(followed):
    for told in ({"progress": 30}, {"progress": None}, {"text": "  "}):
        with pytest.raises(ValidationError):
            say(followed, Say.PROGRESS, **told)
    say(followed, Say.PROGRESS, progress=90)
    assert (now(followed.ours).state, now(followed.ours).progress) == (State.OPEN, 90)


def test_all_of_it_done_is_not_yet_a_claim(followed):
    say(followed, Say.PROGRESS, progress=100)
    assert now(followed.ours).state == State.OPEN
    assert now(followed.ours).claimed_on is None


def test_a_claim_moves_the_clock_to_the_verifier_and_leaves_the_date(followed):
    due = followed.ours.due_on
    row = claimed(followed)
    assert (row.state, row.progress, row.due_on) == (State.CLAIMED, 100, due)
    assert (row.claimed_on, row.desk_due_on) == (today(), clock.verify_by(today()))
    assert row not in Assignment.objects.late(today() + timedelta(days=90))


@pytest.mark.parametrize("off", [None, timedelta(days=1), timedelta(days=-6)])
def test_a_claim_says_a_day_between_the_decision_and_today(followed, off):
    with pytest.raises(ValidationError) as refused:
        say(followed, Say.CLAIM, done_on=off and today() + off)
    assert "done_on" in refused.value.message_dict


def test_who_is_held_up_names_whom_by_and_no_clock_stops(followed):
    for kind in (Say.BLOCKED, Say.WAITING):
        with pytest.raises(ValidationError):
            say(followed, kind, party=" ")
    say(followed, Say.WAITING)
    row = now(followed.ours)
    assert (row.waits_for, row.state, row.due_on) == (
        "উপজেলা প্রকৌশলী",
        State.OPEN,
        followed.ours.due_on,
    )
    say(followed, Say.PROGRESS)
    assert now(followed.ours).waits_for == ""


def test_what_is_not_ones_own_goes_back_to_the_section_within_a_day(followed):
    with pytest.raises(ValidationError):
        say(followed, Say.NOT_MINE, proposed="")
    with pytest.raises(ValidationError):
        say(followed, Say.NOT_MINE, proposed_post=followed.ours.post)
    say(followed, Say.NOT_MINE)
    row = now(followed.ours)
    assert (row.state, row.desk_due_on) == (State.SETTLE, clock.settle_by(today()))
    assert row.post == followed.ours.post


def test_more_time_is_asked_for_a_day_after_the_one_that_is_set(followed):
    for wanted in (None, followed.ours.due_on, today()):
        with pytest.raises(ValidationError):
            say(followed, Say.EXTENSION, wanted_due=wanted)
    wanted = say(followed, Say.EXTENSION).wanted_due
    row = now(followed.ours)
    assert (row.wanted_due, row.due_on) == (wanted, followed.ours.due_on)
    assert row.desk_due_on == clock.verify_by(today())


def test_who_disagrees_says_why_and_the_section_answers(followed):
    with pytest.raises(ValidationError):
        say(followed, Say.DISAGREES, text="")
    say(followed, Say.DISAGREES)
    assert now(followed.ours).disagreed_on == today()
    assert now(followed.ours).desk_due_on == clock.verify_by(today())
    row = actions.answer_disagreement(
        followed.ours, by=followed.cast.dc_staff, reason="সভায় আলোচনা হয়েছে"
    )
    assert (row.disagreed_on, row.desk_due_on, row.state) == (None, None, State.OPEN)


@pytest.mark.parametrize("kind", [Kind.DONE, Kind.INFORMATION])
def test_what_asks_for_nothing_takes_no_answer(followed, kind):
    Matter.objects.update(kind=kind)
    with pytest.raises(WrongState):
        say(followed, Say.PROGRESS)


def test_what_is_not_followed_any_more_takes_no_answer(followed):
    followed.matter.move_to(Matter.State.SUSPENDED, "suspended", by=followed.cast.dc_officer)
    with pytest.raises(WrongState):
        say(followed, Say.CLAIM)


# Whoever answers


def test_only_who_has_the_post_and_the_office_answers(followed):
    for stranger in (followed.near_uno, followed.cast.dc_staff, followed.cast.reader):
        with pytest.raises(PermissionDenied):
            say(followed, Say.PROGRESS, by=stranger)
    said = say(followed, Say.PROGRESS, by=followed.cast.staff)
    assert said.holder == f"{followed.cast.staff.name}, অফিস সহকারী"
    assert say(followed, Say.PROGRESS).holder == "ফারহানা ইয়াসমিন, উপজেলা নির্বাহী অফিসার"


def test_of_private_links_the_last_one_answers(followed):
    share = make_assignment(followed.matter, outsider="মেসার্স আলম ট্রেডার্স", position=2)
    old, new = (Link.objects.create(assignment=share) for _ in range(2))
    with pytest.raises(PermissionDenied, match="নতুন লিংক"):
        say(followed, Say.CLAIM, share, link=old)
    with pytest.raises(PermissionDenied):
        say(followed, Say.CLAIM, link=new)
    said = say(followed, Say.CLAIM, share, link=new)
    assert (said.by, said.holder) == (None, "মেসার্স আলম ট্রেডার্স")
    assert now(share).state == State.CLAIMED


def test_the_same_form_sent_twice_is_one_answer(followed):
    token = uuid.uuid4()
    first = say(followed, Say.CLAIM, token=token)
    assert say(followed, Say.CLAIM, token=token) == first
    assert Answer.objects.count() == 1
    share = make_assignment(
        followed.matter, give_post(followed.uno, followed.cast.meghdubi, "officer").post
    )
    with pytest.raises(WrongState):
        say(followed, Say.CLAIM, share, token=token)


# Two at once: whatever comes first, the share stands the same


@pytest.mark.parametrize(
    "others", [[Say.PROGRESS], [Say.NOT_MINE], [Say.EXTENSION], [Say.DISAGREES], [Say.BLOCKED]]
)
@pytest.mark.parametrize("claim_first", [True, False])
def test_a_claim_stands_whatever_is_said_beside_it(followed, others, claim_first):
    kinds = [Say.CLAIM, *others] if claim_first else [*others, Say.CLAIM]
    for kind in kinds:
        say(followed, kind)
    row = now(followed.ours)
    assert (row.state, row.progress, row.claimed_on) == (State.CLAIMED, 100, today())
    assert (row.wanted_due, row.disagreed_on, row.waits_for) == (None, None, "")
    assert row.desk_due_on == clock.verify_by(today())
    assert row.answers.count() == 2


def test_progress_does_not_take_back_that_it_is_not_ones_own(followed):
    say(followed, Say.NOT_MINE)
    say(followed, Say.PROGRESS)
    assert (now(followed.ours).state, now(followed.ours).progress) == (State.SETTLE, 50)


# What the section does


def test_a_verified_claim_ends_the_share_on_the_day_of_the_claim(followed):
    row = claimed(followed)
    row = actions.verify(row, by=followed.cast.dc_staff)
    assert (row.state, row.claimed_on, row.desk_due_on) == (State.VERIFIED, today(), None)
    assert Matter.objects.get().state == Matter.State.OPEN  # Noldanga's is not done


def test_the_last_verified_claim_ends_the_decision(followed):
    claimed(followed)
    say(followed, Say.CLAIM, followed.theirs, by=followed.near_uno)
    for share in (followed.ours, followed.theirs):
        actions.verify(share, by=followed.cast.dc_staff)
    matter = Matter.objects.get()
    assert (matter.state, matter.end) == (Matter.State.ENDED, "verified")


def test_a_claim_that_is_sent_back_is_as_late_as_it_was(followed):
    say(followed, Say.PROGRESS, progress=25)
    due = followed.ours.due_on
    row = claimed(followed)
    with pytest.raises(ValidationError):
        actions.send_back(row, by=followed.cast.dc_staff, reason=" ")
    row = actions.send_back(row, by=followed.cast.dc_staff, reason="প্রমাণক নেই")
    assert (row.state, row.turn, row.progress) == (State.OPEN, 1, 25)
    assert (row.claimed_on, row.desk_due_on, row.due_on) == (None, None, due)
    assert row.days_late(due + timedelta(days=3)) == 3


def test_nobody_verifies_what_they_claimed(followed):
    cast = followed.cast
    give_post(cast.dc_staff, cast.meghdubi, "staff", title="প্রেষণে")
    claimed(followed, by=cast.dc_staff)
    with pytest.raises(PermissionDenied, match="নিজের দাবি"):
        actions.verify(followed.ours, by=cast.dc_staff)
    # Nor after a colleague claimed it too.
    say(followed, Say.CLAIM)
    with pytest.raises(PermissionDenied):
        actions.verify(followed.ours, by=cast.dc_staff)
    # What was claimed and sent back before is another claim.
    actions.send_back(followed.ours, by=cast.dc_officer, reason="প্রমাণক নেই")
    say(followed, Say.CLAIM)
    assert actions.verify(followed.ours, by=cast.dc_staff).state == State.VERIFIED


def test_in_an_office_of_one_the_same_person_verifies_and_it_is_told(followed):
    cast = followed.cast
    cast.shalbon.one_officer = True
    cast.shalbon.save()
    give_post(cast.dc_officer, cast.meghdubi, "officer", title="অতিরিক্ত দায়িত্ব")
    claimed(followed, by=cast.dc_officer)
    actions.verify(followed.ours, by=cast.dc_officer)
    assert Step.objects.get(what="verified").reason == actions.ALONE


def test_nobody_beside_the_section_tends_a_share(followed):
    claimed(followed)
    for stranger in (followed.uno, followed.cast.other_dc_officer, followed.cast.division_viewer):
        for act, told in (
            (actions.verify, {}),
            (actions.send_back, {"reason": "না"}),
            (actions.set_due, {"due_on": today()}),
            (actions.refuse_extension, {"reason": "না"}),
            (actions.refuse_not_mine, {"reason": "না"}),
            (actions.answer_disagreement, {"reason": "না"}),
            (actions.settle_owner, {"outsider": "অন্য"}),
        ):
            with pytest.raises(PermissionDenied) as refused:
                act(followed.ours, by=stranger, **told)
            assert not isinstance(refused.value, WrongState)


def test_nothing_closes_above_an_open_essential_part(followed):
    part = make_assignment(followed.matter, parent=followed.ours, outsider="ইউপি সচিব")
    with pytest.raises(WrongState, match="ইউপি সচিব"):
        claimed(followed)
    Assignment.objects.filter(pk=part.pk).update(is_essential=False)
    claimed(followed)
    Assignment.objects.filter(pk=part.pk).update(is_essential=True)
    with pytest.raises(WrongState, match="ইউপি সচিব"):
        actions.verify(followed.ours, by=followed.cast.dc_staff)


# Dates


def test_a_longer_date_is_for_a_reason_and_the_first_one_stays(followed):
    first, later = followed.ours.due_on, today() + timedelta(days=40)
    with pytest.raises(ValidationError):
        actions.set_due(followed.ours, by=followed.cast.dc_staff, due_on=later)
    row = actions.set_due(followed.ours, by=followed.cast.dc_staff, due_on=later, reason="বন্যা")
    assert (row.first_due_on, row.due_on, row.times_extended) == (first, later, 1)
    row = actions.set_due(row, by=followed.cast.dc_staff, due_on=today(), reason="জরুরি")
    assert (row.first_due_on, row.due_on, row.times_extended) == (first, today(), 1)


def test_the_same_date_again_changes_nothing(followed):
    steps = Step.objects.count()
    actions.set_due(followed.ours, by=followed.cast.dc_staff, due_on=followed.ours.due_on)
    assert Step.objects.count() == steps


def test_a_date_in_the_place_of_an_implied_one_is_the_first(followed):
    Assignment.objects.update(is_implied=True)
    later = today() + timedelta(days=40)
    row = actions.set_due(followed.ours, by=followed.cast.dc_staff, due_on=later)
    assert (row.first_due_on, row.due_on, row.times_extended) == (later, later, 0)
    assert not row.is_implied


def test_an_implied_date_that_has_passed_is_not_forgotten(followed):
    past = today() - timedelta(days=1)
    Assignment.objects.update(is_implied=True, due_on=past, first_due_on=past)
    later = today() + timedelta(days=40)
    with pytest.raises(ValidationError):
        actions.set_due(followed.ours, by=followed.cast.dc_staff, due_on=later)
    row = actions.set_due(followed.ours, by=followed.cast.dc_staff, due_on=later, reason="বন্যা")
    assert (row.first_due_on, row.times_extended) == (past, 1)


def test_time_that_was_asked_for_is_given_or_refused(followed):
    wanted = say(followed, Say.EXTENSION).wanted_due
    row = actions.refuse_extension(followed.ours, by=followed.cast.dc_staff, reason="জরুরি")
    assert (row.wanted_due, row.desk_due_on, row.times_extended) == (None, None, 0)
    with pytest.raises(WrongState):
        actions.refuse_extension(followed.ours, by=followed.cast.dc_staff, reason="জরুরি")
    say(followed, Say.EXTENSION)
    row = actions.set_due(followed.ours, by=followed.cast.dc_staff, due_on=wanted, reason="বন্যা")
    assert (row.due_on, row.wanted_due, row.desk_due_on) == (wanted, None, None)
    assert row.times_extended == 1


def test_a_date_is_not_set_behind_today_nor_while_a_claim_waits(followed):
    with pytest.raises(ValidationError):
        actions.set_due(
            followed.ours,
            by=followed.cast.dc_staff,
            due_on=today() - timedelta(days=1),
            reason="ভুল",
        )
    claimed(followed)
    with pytest.raises(WrongState):
        actions.set_due(followed.ours, by=followed.cast.dc_staff, due_on=today(), reason="জরুরি")


# Whose it is


def other_post(world):
    user = make_user("shikkha", name="আবু তালেব")
    return give_post(user, world.cast.sister, "officer", title="উপজেলা সমবায় অফিসার").post


def test_what_came_back_goes_to_another_and_the_clock_goes_on(followed):
    say(followed, Say.NOT_MINE)
    new = actions.settle_owner(followed.ours, by=followed.cast.dc_staff, post=other_post(followed))
    old = now(followed.ours)
    assert (old.state, old.ended_on) == (State.REASSIGNED, today())
    assert (new.state, new.post.title) == (State.OPEN, "উপজেলা সমবায় অফিসার")
    for name in ("first_due_on", "due_on", "opened_on", "position", "matter"):
        assert getattr(new, name) == getattr(old, name)
    assert Step.objects.get(assignment=new).what == "taken over"


def test_a_share_that_runs_is_reassigned_for_a_reason(followed):
    post = other_post(followed)
    with pytest.raises(ValidationError):
        actions.settle_owner(followed.ours, by=followed.cast.dc_staff, post=post)
    new = actions.settle_owner(
        followed.ours, by=followed.cast.dc_staff, post=post, reason="কার্যবণ্টন বদলেছে"
    )
    assert new.pk != followed.ours.pk


def test_what_is_handed_down_goes_on_under_the_new_owner(followed):
    part = make_assignment(followed.matter, parent=followed.ours, outsider="ইউপি সচিব")
    with pytest.raises(WrongState):
        actions.settle_owner(followed.ours, by=followed.cast.dc_staff, outsider="অন্য", reason="ভুল")
    new = actions.settle_owner(
        followed.ours, by=followed.cast.dc_staff, post=other_post(followed), reason="ভুল"
    )
    assert now(part).parent == new


def test_one_without_an_owner_gets_it_in_place(followed):
    share = make_assignment(followed.matter, printed="সংশ্লিষ্ট সকল", position=3)
    row = actions.settle_owner(share, by=followed.cast.dc_staff, outsider="মেসার্স আলম ট্রেডার্স")
    assert (row.pk, row.state, row.owner) == (share.pk, State.OPEN, "মেসার্স আলম ট্রেডার্স")


def test_nobody_has_two_shares_of_one_decision(followed):
    share = make_assignment(followed.matter, printed="সংশ্লিষ্ট সকল", position=3)
    with pytest.raises(ValidationError, match="ইতোমধ্যে"):
        actions.settle_owner(share, by=followed.cast.dc_staff, post=followed.ours.post)
    for told in ({}, {"post": followed.ours.post, "outsider": "অন্য"}):
        with pytest.raises(ValidationError):
            actions.settle_owner(share, by=followed.cast.dc_staff, **told)


def test_the_section_says_that_it_is_theirs_after_all(followed):
    with pytest.raises(WrongState):
        actions.refuse_not_mine(followed.ours, by=followed.cast.dc_staff, reason="কার্যবণ্টনে আছে")
    say(followed, Say.NOT_MINE)
    row = actions.refuse_not_mine(followed.ours, by=followed.cast.dc_staff, reason="কার্যবণ্টনে আছে")
    assert (row.state, row.desk_due_on, row.due_on) == (State.OPEN, None, followed.ours.due_on)


# Duties that go on


def test_the_report_of_a_period_is_claimed_and_the_next_one_is_owed(followed):
    Matter.objects.update(kind=Kind.CONTINUING)
    due = followed.ours.due_on
    said = say(followed, Say.CLAIM)
    assert said.for_due_on == due
    row = actions.verify(followed.ours, by=followed.cast.dc_staff)
    cadence = followed.committee.cadence
    later = clock.next_period(due, cadence)
    assert (row.state, row.progress, row.claimed_on) == (State.OPEN, 0, None)
    assert (row.first_due_on, row.due_on) == (later, later)
    assert Matter.objects.get().state == Matter.State.OPEN
    # Each period can be counted: when it was due, and when it was claimed.
    step = Step.objects.get(what="period verified")
    assert (step.first_due_on, step.due_on, step.claimed_on) == (due, due, today())


def test_each_deed_is_told_in_the_trail_and_in_a_step(followed):
    claimed(followed)
    actions.verify(followed.ours, by=followed.cast.dc_staff)
    told = ["claimed", "verified"]
    assert list(followed.ours.steps.values_list("what", flat=True)) == ["opened", *told]
    events = AuditEvent.objects.filter(what__startswith="assignment").order_by("pk")
    assert list(events.values_list("what", flat=True)) == [f"assignment {what}" for what in told]
