"""The page on which a share is handed down."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bangla.phrases import numeric_date
from followup import handing
from followup.handing import HandDown
from followup.models import Assignment, Step
from followup.parts import tree_of
from tests.cast import signed_in
from tests.factories import give_post, make_user
from tests.followup.cascading import make_tree, say

State = Assignment.State


@pytest.fixture
def tree(db):
    return make_tree(upazilas=3, unions=1)


def at(share, name="hand_down"):
    return reverse(f"followup:{name}", args=[share.pk])


def sent(tree, **changes):
    """A form as the page sends it: to nobody yet."""
    due = numeric_date(handing.usual_due(tree.top))
    return {"due_on": due, "is_essential": "on"} | changes


def owners(share):
    return [part.post for part in share.children.order_by("position")]


def test_all_unos_get_a_part_at_one_press(tree):
    client = signed_in(tree.dc)
    answer = client.post(at(tree.top), sent(tree, every="uno", asked="প্রতিবেদন দিন।"))
    assert answer.status_code == 302
    assert answer.url == at(tree.top)
    assert owners(tree.top) == [uno.head for uno in tree.unos]
    assert {(part.asked, part.is_essential) for part in tree.top.children.all()} == {
        ("প্রতিবেদন দিন।", True)
    }
    page = client.get(answer.url).content.decode()
    assert "কাজটি ৩ জনকে ভাগ করে দেওয়া হয়েছে" in page
    assert page.count("দেওয়া আছে</span>") == 3


def test_a_second_press_gives_nothing_again(tree):
    client = signed_in(tree.dc)
    for _ in range(2):
        client.post(at(tree.top), sent(tree, every="uno"))
    assert len(owners(tree.top)) == 3
    assert "আগেই আছে" in client.get(at(tree.top)).content.decode()


def test_chosen_ones_typed_ones_and_somebody_outside(tree):
    chosen = tree.unos[1].head
    typed = f"চেয়ারম্যান, {tree.unions[0].name}"
    answer = signed_in(tree.dc).post(
        at(tree.top),
        sent(tree, posts=chosen.pk, more=typed, outside="গ্রামীণ টেলিকমের প্রতিনিধি", is_essential=""),
    )
    assert answer.status_code == 302
    told = list(tree.top.children.order_by("position").values_list("post", "outsider"))
    assert told == [
        (chosen.pk, ""),
        (tree.heads[tree.unions[0]].head.pk, ""),
        (None, "গ্রামীণ টেলিকমের প্রতিনিধি"),
    ]
    assert not tree.top.children.filter(is_essential=True).exists()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({}, "অন্তত একজনকে বাছাই করুন"),
        ({"every": "uno", "due_on": "৩১/০২/২০২৭"}, "পঞ্জিকায় নেই"),
        ({"every": "uno", "due_on": "০১/০১/২০২৪"}, "পার হয়ে গেছে"),
        ({"more": "অজানা কর্মকর্তা, কোথাও"}, "কোন পদ, বোঝা যায়নি"),
        ({"posts": "999999"}, "তালিকা থেকে আবার বাছাই করুন"),
    ],
    ids=["nobody", "no such day", "a day that is over", "nobody known", "a post of elsewhere"],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(tree, wrong, said):
    answer = signed_in(tree.dc).post(at(tree.top), sent(tree, asked="লেখা থাকবে।", **wrong))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "আগে এগুলো ঠিক করুন" in page
    assert "লেখা থাকবে।" in page
    assert said in page
    assert not tree.top.children.exists()


def test_a_late_day_is_asked_about_and_then_taken(tree):
    client, late = signed_in(tree.dc), tree.top.due_on + timedelta(days=2)
    form = sent(tree, every="uno", due_on=numeric_date(late))
    answer = client.post(at(tree.top), form)
    assert answer.status_code == 422
    assert "পরের তারিখই দিতে চাই" in answer.content.decode()
    assert client.post(at(tree.top), form | {"is_late_meant": "on"}).status_code == 302
    assert {part.due_on for part in tree.top.children.all()} == {late}


def test_a_part_is_taken_back_for_a_reason_once(tree):
    (part, *_) = given(tree)
    client = signed_in(tree.dc)
    assert client.post(at(part, "take_back"), {"reason": ""}).status_code == 422
    for _ in range(2):
        answer = client.post(at(part, "take_back"), {"reason": "ভুল উপজেলা"})
        assert (answer.status_code, answer.url) == (302, at(tree.top))
    part.refresh_from_db()
    assert part.state == State.WITHDRAWN
    assert Step.objects.filter(assignment=part, reason="ভুল উপজেলা").count() == 1


def test_what_the_share_waits_for_is_changed_by_a_press(tree):
    (part, *_) = given(tree)
    client = signed_in(tree.dc)
    for value, is_essential in (("0", False), ("0", False), ("1", True)):
        assert client.post(at(part, "essential"), {"essential": value}).status_code == 302
        part.refresh_from_db()
        assert part.is_essential is is_essential


def test_only_who_has_a_share_hands_it_down(tree):
    (part, *_) = given(tree)
    for user, share, status in [
        (tree.commissioner, tree.top, 403),  # its committee's office sees the share
        (tree.unos[0], tree.top, 404),
        (tree.unos[1], part, 404),
        (tree.dc, part, 403),
        (tree.unos[0], part, 200),
    ]:
        assert signed_in(user).get(at(share)).status_code == status, user
    assert signed_in(tree.unos[0]).get(at(part, "take_back")).status_code == 403
    assert signed_in(tree.unos[0]).post(at(part, "essential")).status_code == 403
    assert signed_in(tree.unos[1]).post(at(part, "essential")).status_code == 404


def test_a_sister_finds_no_trace_of_a_part(tree):
    """MARKER stands in all that could tell of another's part."""
    first, second, _ = given(tree)
    handing.hand_down(
        first, by=tree.unos[0], to=[HandDown(post=tree.heads[tree.unions[0]].head, asked="MARKER-ASKED")]
    )  # fmt: skip
    say(first, "MARKER-ANSWER")
    assert "MARKER-ANSWER" in signed_in(tree.dc).get(at(tree.top)).content.decode()
    client = signed_in(tree.unos[1])
    page = client.get(at(second)).content.decode()
    assert "MARKER" not in page
    assert "আমতলী" not in page
    assert list(tree_of(second)) == []
    for path in ("followup:mine", "followup:grid", "followup:board", "followup:desk"):
        assert "MARKER" not in client.get(reverse(path)).content.decode()


def test_a_share_that_is_claimed_shows_why_nothing_can_be_given(tree):
    say(tree.top, "হয়েছে", kind="claim")
    page = signed_in(tree.dc).get(at(tree.top)).content.decode()
    assert "চলমান কাজই ভাগ করে দেওয়া যায়" in page
    answer = signed_in(tree.dc).post(at(tree.top), sent(tree, every="uno"))
    assert answer.status_code == 403
    assert not tree.top.children.exists()


def test_the_page_costs_as_many_queries_for_a_hundred_parts(tree):
    client = signed_in(tree.dc)
    one, *_ = given(tree)
    say(one, "শুরু")
    client.get(at(tree.top))
    few = queries_of(client, tree)
    low = [
        HandDown(post=give_post(user, tree.upazilas[0], "officer", title=f"পদ {n}").post)
        for n, user in enumerate(make_user(f"low{n}") for n in range(100))
    ]
    for part in handing.hand_down(one, by=tree.unos[0], to=low):
        say(part, "করছি")
    assert queries_of(client, tree) == few


def queries_of(client, tree):
    with CaptureQueriesContext(connection) as told:
        assert client.get(at(tree.top)).status_code == 200
    return len(told)


def given(tree):
    to = [HandDown(post=uno.head) for uno in tree.unos]
    return handing.hand_down(tree.top, by=tree.dc, to=to)
