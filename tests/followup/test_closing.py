"""How shares add up to a decision, and how the committee ends it and takes it up again."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.access import WrongState
from accounts.models import AuditEvent
from followup import closing, rolling
from followup.models import Assignment, End, Matter
from offices.models import today
from tests.factories import make_post
from tests.followup.making import make_assignment, make_matter, make_sitting

State, Share = Matter.State, Assignment.State


@pytest.fixture
def officer(followed):
    return followed.cast.dc_officer


def put(share, state, **fields):
    if state == Share.CLAIMED:
        fields = {"claimed_on": today(), "desk_due_on": today()} | fields
    Assignment.objects.filter(pk=share.pk).update(state=state, **fields)


def standing(matter, **fields):
    Matter.objects.filter(pk=matter.pk).update(**fields)
    matter.refresh_from_db()
    return rolling.standing_of([matter])[matter.pk]


def test_verified_shares_are_counted_and_those_of_others_are_not(followed):
    put(followed.ours, Share.VERIFIED)
    put(followed.theirs, Share.CLAIMED)
    moved = make_assignment(followed.matter, make_post(followed.cast.meghdubi, "হিসাবরক্ষক"))
    put(moved, Share.REASSIGNED)
    assert standing(followed.matter)[:4] == (1, 2, False, 1)


def test_all_any_or_the_lead_make_a_decision_done(followed):
    put(followed.ours, Share.VERIFIED)
    assert not standing(followed.matter, roll_up="all").is_done
    assert standing(followed.matter, roll_up="any").is_done
    Assignment.objects.filter(pk=followed.theirs.pk).update(part="support")
    assert standing(followed.matter, roll_up="lead").is_done
    Assignment.objects.update(part="support")
    Assignment.objects.filter(pk=followed.theirs.pk).update(part="lead")
    assert not standing(followed.matter, roll_up="lead").is_done
    put(followed.theirs, Share.VERIFIED)
    assert standing(followed.matter, roll_up="all").is_done


def test_a_share_ended_by_the_committee_is_never_done(followed):
    """Closing the share of who is late as irrelevant makes no decision done."""
    put(followed.ours, Share.VERIFIED)
    put(followed.theirs, Share.IRRELEVANT)
    assert standing(followed.matter)[:3] == (1, 2, False)


def test_many_decisions_are_added_up_in_one_query(followed):
    sitting = make_sitting(
        followed.committee, by=followed.cast.dc_staff, held_on=today(), decisions=["ক", "খ", "গ"]
    )
    matters = [
        followed.matter,
        *(
            make_matter(each, by=followed.cast.dc_officer)
            for each in sitting.items.get().decisions.all()
        ),
    ]
    with CaptureQueriesContext(connection) as queries:
        found = rolling.standing_of(matters)
    assert len(queries) == 1
    assert [found[each.pk].total for each in matters] == [2, 0, 0, 0]


def test_the_last_verified_share_ends_the_decision(followed, officer):
    put(followed.ours, Share.VERIFIED)
    assert not rolling.settle_end(followed.matter, by=officer)
    put(followed.theirs, Share.VERIFIED)
    assert rolling.settle_end(followed.matter, by=officer)
    followed.matter.refresh_from_db()
    assert (followed.matter.state, followed.matter.end) == (State.ENDED, End.VERIFIED)
    assert followed.matter.ended_by == officer
    assert not rolling.settle_end(followed.matter, by=officer)


def test_where_one_is_enough_the_others_are_let_go(followed, officer):
    standing(followed.matter, roll_up="any")
    put(followed.ours, Share.VERIFIED)
    assert rolling.settle_end(followed.matter, by=officer)
    followed.theirs.refresh_from_db()
    assert followed.theirs.state == Share.WITHDRAWN
    assert followed.theirs.steps.last().reason == rolling.DONE_BY_ANOTHER


def test_a_continuing_duty_and_one_with_an_open_essential_part_do_not_end_so(followed, officer):
    put(followed.ours, Share.VERIFIED)
    put(followed.theirs, Share.VERIFIED)
    standing(followed.matter, kind="continuing")
    assert not rolling.settle_end(followed.matter, by=officer)
    standing(followed.matter, kind="once")
    part = make_assignment(followed.matter, make_post(followed.cast.sister), parent=followed.ours)
    assert not rolling.settle_end(followed.matter, by=officer)
    Assignment.objects.filter(pk=part.pk).update(is_essential=False)
    assert rolling.settle_end(followed.matter, by=officer)


@pytest.mark.parametrize("end", [End.UNVERIFIABLE, End.IRRELEVANT, End.NOT_DONE, End.WITHDRAWN])
def test_the_committee_ends_a_decision_with_a_reason_and_its_shares_end_with_it(
    followed, officer, end
):
    with pytest.raises(ValidationError):
        closing.close(followed.matter, by=officer, end=end, reason=" ")
    closing.close(followed.matter, by=officer, end=end, reason="বরাদ্দ নেই")
    followed.matter.refresh_from_db()
    assert (followed.matter.state, followed.matter.end) == (State.ENDED, end)
    shares = followed.matter.assignments.all()
    assert {share.state for share in shares} == {str(closing.WITH_IT[end])}
    assert {share.ended_on for share in shares} == {today()}
    assert [share.steps.last().what for share in shares] == ["closed", "closed"]
    assert AuditEvent.objects.filter(what="matter closed").count() == 1


def test_a_share_that_nobody_was_found_for_ends_and_goes_on_with_its_decision(followed, officer):
    share = make_assignment(followed.matter, printed="সংশ্লিষ্ট সকল", position=2)
    closing.close(followed.matter, by=officer, end=End.NOT_DONE, reason="বরাদ্দ নেই")
    share.refresh_from_db()
    assert share.state == Share.NOT_DONE
    closing.reopen(followed.matter, by=officer, reason="বরাদ্দ এসেছে")
    share.refresh_from_db()
    assert share.state == Share.SETTLE


def test_a_duty_is_retired_and_nothing_else_is(followed, officer):
    with pytest.raises(WrongState):
        closing.close(followed.matter, by=officer, end=End.RETIRED, reason="মেয়াদ শেষ")
    standing(followed.matter, kind="continuing")
    closing.close(followed.matter, by=officer, end=End.RETIRED, reason="মেয়াদ শেষ")
    followed.ours.refresh_from_db()
    assert followed.ours.state == Share.RETIRED


def test_nothing_is_called_done_that_nobody_claimed(followed, officer):
    put(followed.ours, Share.CLAIMED)
    with pytest.raises(WrongState):
        closing.close(followed.matter, by=officer, end=End.VERIFIED, reason="")
    followed.ours.refresh_from_db()
    assert followed.ours.state == Share.CLAIMED
    put(followed.theirs, Share.CLAIMED)
    closing.close(followed.matter, by=officer, end=End.VERIFIED, reason="")
    assert {share.state for share in followed.matter.assignments.all()} == {str(Share.VERIFIED)}


def test_nothing_is_closed_above_an_open_essential_part(followed, officer):
    part = make_assignment(followed.matter, make_post(followed.cast.sister), parent=followed.ours)
    with pytest.raises(WrongState):
        closing.close(followed.matter, by=officer, end=End.NOT_DONE, reason="বরাদ্দ নেই")
    part.move_to(Share.WITHDRAWN, "taken back", by=officer, reason="ভুল")
    closing.close(followed.matter, by=officer, end=End.NOT_DONE, reason="বরাদ্দ নেই")


def test_only_an_officer_of_the_committees_office_closes(followed):
    for user in (followed.cast.dc_staff, followed.uno, followed.cast.division_viewer):
        with pytest.raises(PermissionDenied):
            closing.close(followed.matter, by=user, end=End.NOT_DONE, reason="বরাদ্দ নেই")


def test_what_was_ended_goes_on_with_the_shares_that_ended_with_it(followed, officer):
    put(followed.ours, Share.VERIFIED, ended_on=today())
    closing.close(followed.matter, by=officer, end=End.IRRELEVANT, reason="প্রকল্প বন্ধ")
    with pytest.raises(ValidationError):
        closing.reopen(followed.matter, by=officer, reason="")
    closing.reopen(followed.matter, by=officer, reason="প্রকল্প আবার চালু")
    followed.matter.refresh_from_db()
    assert (followed.matter.state, followed.matter.end, followed.matter.ended_at) == (
        State.OPEN,
        "",
        None,
    )
    found = dict(followed.matter.assignments.values_list("pk", "state"))
    assert found == {followed.ours.pk: Share.VERIFIED, followed.theirs.pk: Share.OPEN}
    with pytest.raises(WrongState):
        closing.reopen(followed.matter, by=officer, reason="আবার")
