"""Two at the same moment on one share: handed down once, and never finished over a part just added."""

import pytest
from django.db import IntegrityError

from accounts.access import WrongState
from followup import actions, handing
from followup.handing import HandDown
from followup.models import Answer, Assignment, AssignmentQuerySet, MatterQuerySet
from offices.models import today
from tests.followup.cascading import make_tree
from tests.meetings.test_races import at_once, held_open

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
State = Assignment.State


@pytest.fixture
def tree(db):
    return make_tree(upazilas=3)


@pytest.fixture
def lock_off(monkeypatch):
    """As if no row were ever locked."""
    for rows in (MatterQuerySet, AssignmentQuerySet):
        monkeypatch.setattr(rows, "select_for_update", lambda rows, **_: rows.all())


def hand_down_twice(tree, to):
    """The same press by two of the office: the outcomes."""
    shares = [Assignment.objects.get(pk=tree.top.pk) for _ in range(2)]
    with held_open(Assignment, 2) as told:
        outcomes = at_once(
            *(lambda share=share: handing.hand_down(share, by=tree.dc, to=to) for share in shares)
        )
    return outcomes, told


def to_posts(tree):
    return [HandDown(post=uno.head) for uno in tree.unos]


OUTSIDE = [HandDown(outsider="গ্রামীণ টেলিকম")]


def test_two_who_hand_down_the_same_hand_it_down_once(tree):
    outcomes, _ = hand_down_twice(tree, to_posts(tree) + OUTSIDE)
    assert sorted(len(outcome) for outcome in outcomes) == [0, 4]
    assert tree.top.children.count() == 4


def test_without_the_lock_somebody_outside_gets_it_twice(tree, lock_off):
    outcomes, told = hand_down_twice(tree, OUTSIDE)
    assert told["together"] == 2
    assert [len(outcome) for outcome in outcomes] == [1, 1]
    assert tree.top.children.count() == 2


def test_without_the_lock_the_database_alone_refuses_the_second_part_of_a_post(tree, lock_off):
    outcomes, _ = hand_down_twice(tree, to_posts(tree))
    assert sum(isinstance(outcome, IntegrityError) for outcome in outcomes) == 1


def claim_while_handing_down(tree):
    """The share is reported done while an essential part of it is being added: how it stands then."""
    mine, yours = (Assignment.objects.get(pk=tree.top.pk) for _ in range(2))
    with held_open(Assignment, 2) as told:
        outcomes = at_once(
            lambda: actions.answer(mine, by=tree.dc, kind=Answer.Kind.CLAIM, done_on=today()),
            lambda: handing.hand_down(yours, by=tree.dc, to=to_posts(tree)),
        )
    tree.top.refresh_from_db()
    return outcomes, told


def test_a_share_is_not_reported_done_while_a_part_is_being_added(tree):
    outcomes, _ = claim_while_handing_down(tree)
    refused = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert [type(each) for each in refused] == [WrongState]
    is_claimed = tree.top.state == State.CLAIMED
    assert is_claimed is not bool(handing.open_essentials(tree.top))


def test_without_the_locks_it_would_be(tree, lock_off):
    outcomes, told = claim_while_handing_down(tree)
    assert told["together"] == 2
    assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert tree.top.state == State.CLAIMED
    assert len(handing.open_essentials(tree.top)) == 3


def test_a_part_taken_back_while_it_answers_keeps_its_answer_or_refuses_it(tree):
    (part, *_) = handing.hand_down(tree.top, by=tree.dc, to=to_posts(tree))
    mine, yours = (Assignment.objects.get(pk=part.pk) for _ in range(2))
    with held_open(Assignment, 2):
        outcomes = at_once(
            lambda: actions.answer(
                mine, by=tree.unos[0], kind=Answer.Kind.PROGRESS, progress=50, text="চলছে"
            ),
            lambda: handing.take_back_part(yours, by=tree.dc, reason="-"),
        )
    part.refresh_from_db()
    assert part.state == State.WITHDRAWN
    assert outcomes[1] is None
    is_kept = isinstance(outcomes[0], Answer)
    assert part.answers.count() == is_kept
    assert is_kept or isinstance(outcomes[0], WrongState)
