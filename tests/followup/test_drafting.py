"""The answer of a share as it is drafted from those of its parts."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from followup import handing
from followup.handing import HandDown
from followup.models import Answer, Assignment
from followup.parts import answers_at, tree_of
from offices.models import Office
from tests.factories import give_post, make_office, make_user
from tests.followup.cascading import UPAZILAS, make_tree, say

State = Assignment.State
Said = Answer.Kind


@pytest.fixture
def tree(db):
    return make_tree()


def handed(tree):
    to = [HandDown(post=uno.head) for uno in tree.unos]
    return handing.hand_down(tree.top, by=tree.dc, to=to)


def test_sample_002_is_answered_from_nine_upazilas(tree):
    """The Division decides, the DC hands down to nine UNOs, seven answer: the report of sample 002."""
    assert handing.drafted_answer(tree.top) == ""
    parts = handed(tree)
    assert handing.drafted_answer(tree.top) == (
        "কাজটি ৯টি উপজেলাকে দেওয়া হয়েছে; এখনও কোনোটি থেকে উত্তর পাওয়া যায়নি।"
    )
    for number, part in enumerate(parts[:3]):
        say(part, f"ইনোভেশন টিমের সভা {number + 1} বার হয়েছে।", kind=Said.CLAIM)
    parts[0].move_to(State.VERIFIED, "verified", by=tree.dc)
    for part, progress in zip(parts[3:6], (25, 50, 90), strict=True):
        say(part, "সভা আহ্বান করা হয়েছে।", progress=progress)
    say(parts[6], "কম্পিউটার নষ্ট;\nমেরামত চলছে।", kind=Said.BLOCKED, progress=None)

    assert handing.drafted_answer(tree.top).split("\n") == [
        "৯টি উপজেলার ৭টি থেকে উত্তর পাওয়া গেছে: ১টিতে কাজ সম্পন্ন ও যাচাইকৃত, "
        "২টিতে কাজ সম্পন্ন হয়েছে বলে জানানো হয়েছে, ৩টিতে কাজ চলমান (গড়ে ৫৫%), ১টিতে কাজ বাধাগ্রস্ত। "
        "২টি থেকে উত্তর পাওয়া যায়নি: বকুলপুর, মেঘডুবি।",
        "আমতলী: ইনোভেশন টিমের সভা 1 বার হয়েছে।",
        "কদমপুর: ইনোভেশন টিমের সভা 2 বার হয়েছে।",
        "চরঘাট: ইনোভেশন টিমের সভা 3 বার হয়েছে।",
        "ঝিনাইপাড়া: সভা আহ্বান করা হয়েছে।",
        "তালতলা: সভা আহ্বান করা হয়েছে।",
        "নলডাঙ্গা: সভা আহ্বান করা হয়েছে।",
        "পলাশবাড়ি: কম্পিউটার নষ্ট; মেরামত চলছে।",
    ]
    assert tree_of(tree.top).progress == (3 * 100 + 25 + 50 + 90 + 0) // 9
    assert tree_of(tree.top).step == 50


def test_the_same_state_has_the_same_text(tree):
    for part in handed(tree):
        say(part, f"লিখেছে {part.post.office.code}")
    text = handing.drafted_answer(tree.top)
    assert handing.drafted_answer(Assignment.objects.get(pk=tree.top.pk)) == text
    assert [line.partition(":")[0] for line in text.split("\n")[1:]] == UPAZILAS


def test_the_last_word_counts_and_requests_are_no_word(tree):
    part = handed(tree)[0]
    say(part, "শুরু হয়েছে।")
    say(part, "অর্ধেক হয়েছে।")
    say(part, "আরও সময় চাই।", kind=Said.DISAGREES)
    assert handing.drafted_answer(tree.top).split("\n")[1:] == ["আমতলী: অর্ধেক হয়েছে।"]


def test_a_part_with_parts_of_its_own_counts_once(tree):
    first, second, *_ = handed(tree)
    below = [
        HandDown(
            post=give_post(make_user(f"low{n}"), tree.upazilas[0], "officer", title=f"পদ {n}").post
        )
        for n in range(4)
    ]
    low = handing.hand_down(first, by=tree.unos[0], to=below)
    say(low[0], "নিচে হয়েছে।", kind=Said.CLAIM)
    say(low[1], "নিচে চলছে।")
    say(second, "উপরে চলছে।", progress=25)
    head, one, two = handing.drafted_answer(tree.top).split("\n")
    assert head.startswith("৯টি উপজেলার ২টি থেকে উত্তর পাওয়া গেছে: ২টিতে কাজ চলমান (গড়ে ৩১%)।")
    assert one == (
        "আমতলী: ৪টি পদের ২টি থেকে উত্তর পাওয়া গেছে: ১টিতে কাজ সম্পন্ন হয়েছে বলে জানানো হয়েছে, "
        "১টিতে কাজ চলমান (গড়ে ৫০%)। ২টি থেকে উত্তর পাওয়া যায়নি: "
        "পদ 2, পদ 3।"
    )
    assert two == "কদমপুর: উপরে চলছে।"
    # What the owner says itself stands in the place of what its parts add up to.
    say(first, "আমতলীর কথা।")
    assert "আমতলী: আমতলীর কথা।" in handing.drafted_answer(tree.top).split("\n")
    assert tree_of(tree.top).progress == (37 + 25) // 9
    assert answers_at(tree.top).count() == 4


def test_what_was_taken_back_counts_no_more_but_its_answers_stay(tree):
    first, *others = handed(tree)
    say(first, "আমতলীর কথা।")
    handing.take_back_part(first, by=tree.dc, reason="-")
    assert "আমতলী" not in handing.drafted_answer(tree.top)
    assert handing.drafted_answer(tree.top).startswith("কাজটি ৮টি উপজেলাকে দেওয়া হয়েছে")
    assert [answer.text for answer in answers_at(tree.top)] == ["আমতলীর কথা।"]
    assert len(tree_of(tree.top).live) == len(others)


def test_offices_of_several_kinds_and_somebody_outside_are_named_in_full(tree):
    line = make_office("line", Office.Kind.LINE, tree.districts[0], name="জেলা কৃষি অফিস")
    post = give_post(make_user("farm"), line, "officer", title="উপপরিচালক").post
    parts = handing.hand_down(
        tree.top, by=tree.dc, to=[HandDown(post=post), HandDown(post=tree.unos[0].head)]
    )
    say(parts[0], "কৃষির কথা।")
    text = handing.drafted_answer(tree.top)
    assert text.startswith("২টি কার্যালয়ের ১টি থেকে")
    assert text.endswith("উপপরিচালক, জেলা কৃষি অফিস: কৃষির কথা।")
    handing.hand_down(tree.top, by=tree.dc, to=[HandDown(outsider="গ্রামীণ টেলিকম")])
    assert handing.drafted_answer(tree.top).startswith("৩টি পক্ষের ১টি থেকে")


def test_a_tree_of_a_hundred_parts_costs_as_many_queries_as_one(tree, django_assert_num_queries):
    def posts(office, first, last):
        return [
            HandDown(post=give_post(make_user(f"{office.code}-{n}"), office, "officer", title=f"পদ {n}").post)
            for n in range(first, last)
        ]  # fmt: skip

    one, *_ = handed(tree)[:1]
    say(one, "শুরু")
    with django_assert_num_queries(2):
        handing.drafted_answer(tree.top)
    with django_assert_num_queries(1):
        handing.open_essentials(tree.top)
    low = handing.hand_down(one, by=tree.unos[0], to=posts(tree.upazilas[0], 0, 50))
    handing.hand_down(low[0], by=tree.unos[0], to=posts(tree.upazilas[0], 50, 100))
    for part in low:
        say(part, "করছি")
    top = Assignment.objects.select_related("matter").get(pk=tree.top.pk)
    with django_assert_num_queries(2):
        handing.drafted_answer(top)
    with django_assert_num_queries(1):
        assert len(handing.open_essentials(top)) == 109


def test_handing_down_to_many_costs_as_many_queries_as_to_few(tree):
    counts = []
    # The first press of an office also begins its chain in the trail.
    for to in (tree.unos[:1], tree.unos[1:2], tree.unos[2:]):
        with CaptureQueriesContext(connection) as told:
            handing.hand_down(tree.top, by=tree.dc, to=[HandDown(post=uno.head) for uno in to])
        counts.append(len(told))
    assert counts[1] == counts[2]
