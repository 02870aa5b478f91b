"""A share is handed down in parts: to whom, by when, what they add up to, how they end."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.access import WrongState
from followup import handing
from followup.handing import HandDown
from followup.models import Assignment, Kind, Step
from followup.parts import answers_at, tree_of
from offices.models import Post, today
from offices.working_days import is_working_day
from tests.factories import give_post, make_user
from tests.followup.cascading import make_tree, say

State = Assignment.State


@pytest.fixture
def tree(db):
    return make_tree(upazilas=3)


def to_all(tree, **told):
    return [HandDown(post=uno.head, **told) for uno in tree.unos]


def handed(tree, **told):
    return handing.hand_down(tree.top, by=tree.dc, to=to_all(tree, **told))


def test_each_gets_a_part_of_its_own(tree):
    parts = handed(tree, asked="পোর্টাল দেখে প্রতিবেদন দিন।")
    assert [part.post for part in parts] == [uno.head for uno in tree.unos]
    assert {
        (part.parent, part.level, part.matter, part.state, part.asking_office, part.asked)
        for part in parts
    } == {(tree.top, 1, tree.matter, State.OPEN, tree.districts[0], "পোর্টাল দেখে প্রতিবেদন দিন।")}
    told = Step.objects.filter(assignment__in=parts).values_list("what", "state", "by")
    assert list(told) == [("handed down", State.OPEN, tree.dc.pk)] * 3
    assert Step.objects.filter(assignment=tree.top).last().what == "parts given"


def test_a_part_is_due_three_working_days_before_the_share(tree):
    due = handed(tree)[0].due_on
    days = [due + timedelta(days=n) for n in range(1, (tree.top.due_on - due).days + 1)]
    worked = [day for day in days if is_working_day(day)]
    # The last of them is the day of the share, where offices work on that.
    assert len(worked) == (3 if is_working_day(tree.top.due_on) else 2)
    assert is_working_day(due)


def test_a_part_of_a_share_that_is_late_is_due_after_today(tree):
    tree.top.change("due", by=tree.dc, due_on=today() - timedelta(days=9))
    assert handed(tree)[0].due_on > today()


def test_a_day_after_the_share_is_due_wants_to_be_meant(tree):
    late = tree.top.due_on + timedelta(days=1)
    with pytest.raises(ValidationError, match="তার পরে") as refused:
        handed(tree, due_on=late)
    assert refused.value.code == "late"
    assert not tree.top.children.exists()
    parts = handing.hand_down(
        tree.top, by=tree.dc, to=to_all(tree, due_on=late), is_late_meant=True
    )
    assert {part.due_on for part in parts} == {late}


def test_a_day_that_is_over_is_refused(tree):
    with pytest.raises(ValidationError, match="পার হয়ে গেছে"):
        handed(tree, due_on=today() - timedelta(days=1))


def test_pressed_again_makes_nothing_again(tree):
    first = handed(tree)
    assert handed(tree) == []
    tree.heads[tree.upazilas[0]].head.refresh_from_db()
    assert set(tree.top.children.all()) == set(first)


def test_who_gave_a_part_back_can_get_it_again(tree):
    first = handed(tree)
    handing.take_back_part(first[0], by=tree.dc, reason="ভুল উপজেলা")
    assert [part.post for part in handed(tree)] == [first[0].post]


def test_an_outsider_gets_a_part_once(tree):
    to = [HandDown(outsider="গ্রামীণ টেলিকমের প্রতিনিধি")]
    (part,) = handing.hand_down(tree.top, by=tree.dc, to=to)
    assert (part.post, part.outsider) == (None, "গ্রামীণ টেলিকমের প্রতিনিধি")
    assert handing.hand_down(tree.top, by=tree.dc, to=to) == []


@pytest.mark.parametrize(
    "whose",
    ["above", "beside", "own"],
    ids=["to the office above", "to a sister", "back to oneself"],
)
def test_a_share_goes_down_and_nowhere_else(tree, whose):
    post = {
        "above": tree.commissioner.head,
        "beside": tree.unos[1].head,
        "own": tree.dc.head,
    }[whose]
    share, by = tree.top, tree.dc
    if whose == "beside":
        share, by = handed(tree)[0], tree.unos[0]
    with pytest.raises(ValidationError, match="অধীন কার্যালয়ের পদে"):
        handing.hand_down(share, by=by, to=[HandDown(post=post)])


def test_within_an_office_it_does_not_come_back_to_who_handed_it_down(tree):
    adc = give_post(make_user("adc"), tree.districts[0], "officer", title="অতিরিক্ত জেলা প্রশাসক").post
    (part,) = handing.hand_down(tree.top, by=tree.dc, to=[HandDown(post=adc)])
    with pytest.raises(ValidationError, match="যাঁর কাছ থেকে"):
        handing.hand_down(part, by=tree.dc, to=[HandDown(post=tree.dc.head)])


def test_a_part_names_a_post_or_somebody_outside(tree):
    for wrong in (HandDown(), HandDown(post=tree.unos[0].head, outsider="কেউ")):
        with pytest.raises(ValidationError, match="একটি পদ"):
            handing.hand_down(tree.top, by=tree.dc, to=[wrong])
    with pytest.raises(ValidationError, match="অন্তত একজনকে"):
        handing.hand_down(tree.top, by=tree.dc, to=[])


def test_no_other_office_hands_it_down_or_takes_a_part_back(tree):
    for stranger in (tree.commissioner, tree.unos[0]):
        with pytest.raises(PermissionDenied):
            handing.hand_down(tree.top, by=stranger, to=to_all(tree))
    (part, *_) = handed(tree)
    for stranger in (tree.commissioner, *tree.unos):
        with pytest.raises(PermissionDenied):
            handing.take_back_part(part, by=stranger, reason="-")
        with pytest.raises(PermissionDenied):
            handing.set_essential(part, by=stranger, is_essential=False)


def test_what_is_claimed_or_not_chased_is_not_handed_down(tree):
    say(tree.top, "হয়েছে", kind="claim")
    with pytest.raises(WrongState):
        handed(tree)
    tree.top.move_to(State.OPEN, "sent back", by=tree.commissioner)
    tree.matter.change("kind", by=tree.commissioner, kind=Kind.INFORMATION)
    with pytest.raises(WrongState):
        handed(tree)


def test_parts_have_parts_and_all_go_back_together(tree):
    adc = give_post(make_user("adc"), tree.districts[0], "officer", title="অতিরিক্ত জেলা প্রশাসক").post
    (part,) = handing.hand_down(tree.top, by=tree.dc, to=[HandDown(post=adc)])
    below = handing.hand_down(part, by=tree.dc, to=to_all(tree))
    assert {each.level for each in below} == {2}
    say(below[0], "করছি")
    handing.take_back_part(part, by=tree.dc, reason="সরাসরি দেওয়া হবে")
    assert {each.state for each in Assignment.objects.below(tree.top)} == {State.WITHDRAWN}
    assert answers_at(tree.top).count() == 1
    with pytest.raises(WrongState):
        handing.take_back_part(part, by=tree.dc, reason="আবার")


def test_it_goes_only_so_many_steps_down(tree):
    office, share = tree.districts[0], tree.top
    for step in range(6):
        post = Post.objects.create(office=office, title=f"কর্মকর্তা {step}")
        (share,) = handing.hand_down(share, by=tree.dc, to=[HandDown(post=post)])
    with pytest.raises(ValidationError, match="আর দেওয়া যায় না"):
        handing.hand_down(share, by=tree.dc, to=to_all(tree))
    assert [part.depth for part in tree_of(tree.top)] == [1, 2, 3, 4, 5, 6]
    # Whoever stands at the top still sees the lowest.
    assert share in Assignment.objects.visible_to(tree.dc)


# --- What is waited for -----------------------------------------------------------------------------


def test_essential_parts_are_waited_for_at_any_depth(tree):
    adc = give_post(make_user("adc"), tree.districts[0], "officer", title="অতিরিক্ত জেলা প্রশাসক").post
    (part,) = handing.hand_down(tree.top, by=tree.dc, to=[HandDown(post=adc)])
    below = handing.hand_down(part, by=tree.dc, to=to_all(tree))
    assert handing.open_essentials(tree.top) == [part, *below]
    handing.set_essential(below[0], by=tree.dc, is_essential=False)
    assert handing.open_essentials(part) == below[1:]
    # What only an unessential part waits for, nobody above waits for.
    handing.set_essential(part, by=tree.dc, is_essential=False)
    assert handing.open_essentials(tree.top) == []


def test_a_claimed_part_is_waited_for_until_it_is_verified(tree):
    parts = handed(tree)
    say(parts[0], "হয়েছে", kind="claim")
    assert parts[0] in handing.open_essentials(tree.top)
    parts[0].move_to(State.VERIFIED, "verified", by=tree.dc)
    assert handing.open_essentials(tree.top) == parts[1:]


def test_a_continuing_duty_waits_for_the_reports_of_its_own_period(tree):
    tree.matter.change("kind", by=tree.commissioner, kind=Kind.CONTINUING)
    parts = handed(tree)
    assert handing.open_essentials(tree.top) == parts
    next_month = tree.top.due_on + timedelta(days=27)
    parts[0].change("verified", by=tree.dc, due_on=next_month)
    assert handing.open_essentials(tree.top) == parts[1:]
    # A claim stays until somebody has looked at it, whatever its date.
    parts[1].change("verified", by=tree.dc, due_on=next_month)
    say(parts[1], "হয়েছে", kind="claim")
    assert handing.open_essentials(tree.top) == parts[1:]


def test_a_part_becomes_essential_only_while_the_share_runs(tree):
    (part, *_) = handed(tree, is_essential=False)
    say(tree.top, "হয়েছে", kind="claim")
    with pytest.raises(WrongState):
        handing.set_essential(part, by=tree.dc, is_essential=True)


# --- How parts end with what is above ------------------------------------------------------------------


def test_parts_end_with_the_share_but_what_is_finished_stays(tree):
    parts = handed(tree)
    say(parts[0], "হয়েছে", kind="claim")
    parts[0].move_to(State.VERIFIED, "verified", by=tree.dc)
    ended = handing.end_parts(
        tree.top, by=tree.commissioner, reason="সংশোধিত", state=State.IRRELEVANT
    )
    assert set(ended) == set(parts[1:])
    stand = {each.pk: each.state for each in tree.top.children.all()}
    assert [stand[part.pk] for part in parts] == ["verified", "irrelevant", "irrelevant"]


def test_parts_go_along_to_a_new_owner_who_could_have_given_them(tree):
    parts = handed(tree)
    adc = give_post(make_user("adc"), tree.districts[0], "officer", title="অতিরিক্ত জেলা প্রশাসক").post
    new = move(tree.top, adc, by=tree.commissioner)
    assert handing.keep_parts(tree.top, new, by=tree.commissioner) == parts
    assert handing.open_essentials(new) == parts
    assert not tree.top.children.exists()


def test_parts_a_new_owner_could_not_have_given_are_taken_back(tree):
    handed(tree)
    new = move(tree.top, tree.unos[0].head, by=tree.commissioner)
    assert handing.keep_parts(tree.top, new, by=tree.commissioner) == []
    assert {part.state for part in tree.top.children.all()} == {State.WITHDRAWN}


def move(share, post, *, by):
    share.move_to(State.REASSIGNED, "reassigned", by=by)
    return Assignment.objects.create(
        matter=share.matter, post=post, office=post.office, opened_on=today(),
        first_due_on=share.first_due_on, due_on=share.due_on,
    )  # fmt: skip


# --- Who sees it ---------------------------------------------------------------------------------------


def test_who_handed_down_sees_all_below_and_a_sister_nothing(tree):
    parts = handed(tree)
    clerk = make_user("clerk")
    (low,) = handing.hand_down(
        parts[0], by=tree.unos[0],
        to=[HandDown(post=give_post(clerk, tree.upazilas[0], "viewer", title="পাঠক").post)],
    )  # fmt: skip
    seen = {
        user.username: set(Assignment.objects.visible_to(user))
        for user in (tree.commissioner, tree.dc, *tree.unos, clerk)
    }
    all_of_it = {tree.top, *parts, low}
    assert seen == {
        "div": all_of_it,
        "d0": all_of_it,
        "d0u0": {parts[0], low},
        "d0u1": {parts[1]},
        "d0u2": {parts[2]},
        "clerk": {low},
    }
