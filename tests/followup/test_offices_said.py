"""The offices that give a share and ask for it, said on its own row, always are those of its decision and of
whoever handed it down."""

from datetime import date

import pytest

from followup.handing import HandDown, hand_down
from followup.models import Assignment
from tests.followup.cascading import make_tree
from tests.followup.making import make_matter, make_sitting
from tests.followup.wandering import Wandering, check, misplaced


@pytest.fixture
def tree(db):
    return make_tree(districts=2, upazilas=3, unions=2)


def all_in_place():
    return not misplaced(Assignment.objects.all())


def given_down(tree):
    to = [HandDown(post=uno.head) for uno in tree.unos[:3]]
    parts = hand_down(tree.top, by=tree.dc, to=to)
    below = [HandDown(post=tree.heads[tree.unions[0]].head)]
    return [*parts, *hand_down(parts[0], by=tree.unos[0], to=below)]


def test_what_is_handed_down_is_asked_for_by_whoever_did(tree):
    first, *_, low = given_down(tree)
    assert first.asking_office == tree.top.office
    assert low.asking_office == tree.unos[0].head.office
    assert {first.giving_office, low.giving_office} == {tree.matter.office}
    assert all_in_place()


def test_parts_that_go_along_to_a_new_owner_are_asked_for_by_the_new_office(tree):
    *_, low = given_down(tree)
    part = low.parent
    before = part.asking_office_id
    new = Assignment.objects.create(
        matter=part.matter, post=tree.heads[tree.districts[1]].head,
        office=tree.heads[tree.districts[1]].head.office, opened_on=part.opened_on,
    )  # fmt: skip
    part.change("kept by the new owner", by=tree.dc, parent=new)
    part.refresh_from_db()
    assert part.asking_office_id == new.office_id != before
    assert all_in_place()
    part.change("kept by the new owner", by=tree.dc, parent=None, level=0)
    assert part.asking_office == part.matter.office
    assert all_in_place()


def test_a_share_that_gets_another_office_in_place_asks_for_its_parts_from_there(tree):
    given_down(tree)
    other = tree.heads[tree.districts[1]].head
    tree.top.change("settled", by=tree.dc, post=other, office=other.office)
    assert {part.asking_office for part in tree.top.children.all()} == {other.office}
    assert all_in_place()
    tree.top.change("settled", by=tree.dc, post=None, office=None, outsider="প্রেস ক্লাব")
    assert {part.asking_office for part in tree.top.children.all()} == {None}
    assert all_in_place()


def test_random_work_keeps_them(tree):
    Wandering(tree, seed=61).work(40)
    assert all_in_place()


def test_a_row_that_says_another_office_is_caught(tree):
    low = given_down(tree)[-1]
    Assignment.objects.filter(pk=low.pk).update(asking_office=tree.top.office)
    assert misplaced([low]) == [low]
    with pytest.raises(AssertionError):
        check({}, {tree.matter.pk})


def test_a_part_whose_office_is_not_said_anew_is_caught(tree, monkeypatch):
    low = given_down(tree)[-1]
    keep = Assignment._keep

    def as_it_was(share, what, **told):
        keep(share, what, **told)
        Assignment.objects.filter(pk=share.pk).update(asking_office=tree.matter.office)

    monkeypatch.setattr(Assignment, "_keep", as_it_was)
    low.change("essential", by=tree.dc)
    assert misplaced([low]) == [low]


def test_rows_made_together_say_them_too(tree):
    sitting = make_sitting(tree.committee, by=tree.commissioner, held_on=date(2024, 5, 2))
    matter = make_matter(sitting.items.get().decisions.get(), by=tree.commissioner)
    share = Assignment(matter=matter, outsider="প্রেস ক্লাব", opened_on=matter.opened_on)
    Assignment.objects.bulk_create([share])
    assert share.giving_office == share.asking_office == matter.office
    assert all_in_place()
