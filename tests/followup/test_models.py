import pytest

from accounts.access import WrongState
from followup.models import Assignment, Step

State = Assignment.State


def test_a_share_moves_only_as_the_table_says(followed):
    with pytest.raises(WrongState):
        followed.ours.move_to(State.VERIFIED, "verified", by=followed.cast.dc_officer)


def test_each_move_leaves_a_step_that_tells_how_it_stood(followed):
    followed.ours.move_to(
        State.WITHDRAWN, "withdrawn", by=followed.cast.dc_officer, reason="সংশোধিত"
    )
    step = Step.objects.filter(assignment=followed.ours).last()
    assert (step.what, step.state, step.reason) == ("withdrawn", State.WITHDRAWN, "সংশোধিত")
    assert step.due_on == followed.ours.due_on


def test_an_owner_sees_the_own_share_alone(followed):
    seen = Assignment.objects.visible_to(followed.near_uno)
    assert set(seen) == {followed.theirs}
    assert set(Assignment.objects.visible_to(followed.cast.dc_staff)) == {
        followed.ours,
        followed.theirs,
    }
    assert not Assignment.objects.visible_to(followed.cast.far_officer)
