"""Two at the same moment answer or act: both answers are kept, and the share stands as one of them says.

On PostgreSQL, with real threads; each race once more with its lock off.
"""

import uuid

import pytest
from django.db import models

from accounts.access import WrongState
from followup import actions
from followup.models import Answer, Assignment, MatterQuerySet
from tests.followup.test_answers import Say, now, say
from tests.meetings.test_races import at_once, held_open

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

State = Assignment.State


@pytest.fixture
def unlocked(monkeypatch):
    """No lock at all: neither of the decision nor of the share."""
    monkeypatch.setattr(models.QuerySet, "select_for_update", lambda rows, **_: rows.all())
    monkeypatch.setattr(MatterQuerySet, "select_for_update", lambda rows, **_: rows.all())


def both_answer(world, mine, yours):
    """The UNO and the staff of the office answer at once, each on a share fetched before."""
    shares = [Assignment.objects.get(pk=world.ours.pk) for _ in range(2)]
    with held_open(Answer, 2) as told:
        outcomes = at_once(
            lambda: say(world, mine, shares[0]),
            lambda: say(world, yours, shares[1], by=world.cast.staff),
        )
    return outcomes, told


@pytest.mark.parametrize(
    ("mine", "yours", "state"),
    [
        (Say.CLAIM, Say.PROGRESS, State.CLAIMED),
        (Say.CLAIM, Say.CLAIM, State.CLAIMED),
        (Say.CLAIM, Say.NOT_MINE, State.CLAIMED),
        (Say.NOT_MINE, Say.PROGRESS, State.SETTLE),
        (Say.EXTENSION, Say.DISAGREES, State.OPEN),
    ],
)
def test_of_two_answers_at_once_both_are_kept_and_the_share_stands_right(
    followed, mine, yours, state
):
    outcomes, told = both_answer(followed, mine, yours)
    assert {type(each) for each in outcomes} == {Answer}, outcomes
    row = now(followed.ours)
    assert row.state == state
    assert row.answers.count() == 2
    if state == State.CLAIMED:
        assert row.progress == 100
        assert (row.claimed_on is not None, row.wanted_due) == (True, None)
    if mine == Say.EXTENSION:
        assert row.wanted_due
        assert row.disagreed_on
    # Every step is told from how the share stood before it.
    assert row.version == 1 + row.steps.exclude(what="opened").count()
    assert told["together"] == 1


def test_without_the_lock_one_would_act_on_what_the_other_has_changed(followed, unlocked):
    both_answer(followed, Say.EXTENSION, Say.DISAGREES)
    row = now(followed.ours)
    # Both counted from the same version.
    assert row.version < 1 + row.steps.exclude(what="opened").count()


def verify_and_send_back(world):
    say(world, Say.CLAIM)
    shares = [Assignment.objects.get(pk=world.ours.pk) for _ in range(2)]
    with held_open(Assignment, 2):
        return at_once(
            lambda: actions.verify(shares[0], by=world.cast.dc_staff),
            lambda: actions.send_back(shares[1], by=world.cast.dc_officer, reason="প্রমাণক নেই"),
        )


def test_of_two_verifiers_one_acts_and_the_other_is_told(followed):
    outcomes = verify_and_send_back(followed)
    refused = [each for each in outcomes if isinstance(each, WrongState)]
    assert len(refused) == 1
    assert now(followed.ours).state == (
        State.OPEN if isinstance(outcomes[0], WrongState) else State.VERIFIED
    )


def test_without_the_lock_both_verifiers_would_act(followed, unlocked):
    outcomes = verify_and_send_back(followed)
    assert not any(isinstance(each, WrongState) for each in outcomes)


def test_the_same_form_pressed_twice_at_once_is_one_answer(followed):
    token = uuid.uuid4()
    shares = [Assignment.objects.get(pk=followed.ours.pk) for _ in range(2)]
    with held_open(Answer, 2):
        first, second = at_once(
            *(lambda each=each: say(followed, Say.CLAIM, each, token=token) for each in shares)
        )
    assert first == second
    assert Answer.objects.count() == 1
    assert now(followed.ours).steps.filter(what="claimed").count() == 1
