"""No answer is lost on the way up, and none counts twice, whatever four levels of offices do."""

import pytest

from followup import handing, parts
from followup.models import Answer, Assignment
from tests.followup.cascading import make_tree, say
from tests.followup.wandering import Wandering, check
from tests.proof import tried

State = Assignment.State


@pytest.fixture
def tree(db):
    return make_tree(districts=2, upazilas=3, unions=2)


@tried("moves", few=60, short=300, full=10_000)
def test_every_answer_counts_once_at_every_level(tree, moves):
    wandering = Wandering(tree, seed=16)
    wandering.work(moves)
    done = {"hand_down", "progress", "claim", "verify", "send_back", "reassign", "take_back"}
    assert moves < 100 or not done - wandering.done.keys()
    assert Answer.objects.count() == len(wandering.told)


@pytest.fixture
def told(tree):
    """Answers on three levels, one of them of a part that was taken back: {answer: share}."""
    district = [handing.HandDown(post=uno.head) for uno in tree.unos[:3]]
    upazila = [handing.HandDown(post=tree.heads[office].head) for office in tree.unions[:2]]
    top, *_ = [tree.top]
    ones = handing.hand_down(top, by=tree.dc, to=district)
    lows = handing.hand_down(ones[0], by=tree.unos[0], to=upazila)
    rows = [top, *ones, *lows]
    given = {say(row, f"উত্তর {n} এর {row.pk}।").pk: row.pk for row in rows for n in (1, 2)}
    handing.take_back_part(ones[1], by=tree.dc, reason="-")
    check(given, {tree.matter.pk})
    return given


def forgets_what_was_taken_back(share):
    below = Assignment.objects.below(share).exclude(state=State.WITHDRAWN)
    return Answer.objects.filter(assignment__in=[share, *below])


def counts_children_and_all_below(share):
    children = Answer.objects.filter(assignment__parent=share)
    return [*ANSWERS_AT(share), *children]


def looks_one_level_down(share):
    return Answer.objects.filter(assignment__in=[share, *share.children.all()])


def takes_all_of_the_decision(share):
    return Answer.objects.filter(assignment__matter=share.matter)


ANSWERS_AT = parts.answers_at
WRONG = [
    forgets_what_was_taken_back,
    counts_children_and_all_below,
    looks_one_level_down,
    takes_all_of_the_decision,
]


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: wrong.__name__)
def test_a_wrong_roll_up_is_caught(tree, told, monkeypatch, wrong):
    monkeypatch.setattr(parts, "answers_at", wrong)
    with pytest.raises(AssertionError, match="level"):
        check(told, {tree.matter.pk})


def test_a_draft_that_tells_the_lower_parts_too_is_caught(tree, told, monkeypatch):
    drafted = handing.drafted_answer

    def all_of_them(share):
        below = [part.said.text for part in parts.tree_of(share) if part.depth > share.level + 1]
        return "\n".join([drafted(share), *below])

    monkeypatch.setattr(handing, "drafted_answer", all_of_them)
    with pytest.raises(AssertionError, match="below a part"):
        check(told, {tree.matter.pk})


def test_a_share_finished_over_an_essential_part_is_caught(tree, told):
    say(tree.top, "হয়েছে", kind="claim")
    told |= {Answer.objects.latest("pk").pk: tree.top.pk}
    with pytest.raises(AssertionError, match="essential"):
        check(told, {tree.matter.pk})


def test_a_part_left_behind_under_an_ended_share_is_caught(tree, told):
    tree.top.move_to(State.WITHDRAWN, "withdrawn", by=tree.commissioner)
    with pytest.raises(AssertionError, match="orphan"):
        check(told, {tree.matter.pk})
