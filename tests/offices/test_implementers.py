"""Whom a printed implementer means: one post, all of a kind, or nobody for certain."""

import json

import pytest

from offices.implementers import Implementers
from offices.models import Post
from tests.factories import make_post


def named(line, office):
    return Implementers(office).meant_by(line)


@pytest.fixture
def posts(cast):
    """Posts of Shalbon's offices, and one with the same title far away."""
    return {
        "programmer": make_post(cast.meghdubi, "সহকারী প্রোগ্রামার"),
        "far programmer": make_post(cast.charghat, "সহকারী প্রোগ্রামার"),
        "ict": make_post(cast.shalbon, "সহকারী কমিশনার (আইসিটি)"),
        "uno": make_post(cast.meghdubi),
        "near uno": make_post(cast.noldanga),
        "education": make_post(cast.shalbon, "জেলা শিক্ষা অফিসার"),
        "inspector": make_post(cast.sister, "র‍্যাব পরিদর্শক"),
    }


EXACT = [
    ("সহকারী প্রোগ্রামার", "programmer"),
    ("সহকারী প্রোগ্রামার।", "programmer"),
    ("সহকারী প্রোগ্রামার ।", "programmer"),
    ("সহকারী প্রোগ্রামার.", "programmer"),
    ("  সহকারী   প্রোগ্রামার,", "programmer"),
    ("সহকারী\nপ্রোগ্রামার", "programmer"),
    ("সহকারী প্রোগ্রামার, উপজেলা কার্যালয়, মেঘডুবি", "programmer"),
    ("সহকারী প্রোগ্রামার , উপজেলা কার্যালয়,  মেঘডুবি।", "programmer"),
    ("সহকারী কমিশনার (আইসিটি)", "ict"),
    ("সহকারী কমিশনার(আইসিটি)", "ict"),
    ("সহকারী কমিশনার ( আইসিটি )।", "ict"),
    ("র‍্যাব পরিদর্শক", "inspector"),
    ("র্যাব পরিদর্শক", "inspector"),
    ("র‌্যাব পরিদর্শক", "inspector"),
    ("জেলা শিক্ষা অফিসার", "education"),
]


@pytest.mark.parametrize(("line", "post"), EXACT)
def test_a_line_names_the_one_post_of_that_title(cast, posts, line, post):
    assert named(line, cast.shalbon) == ([posts[post]], "")


@pytest.mark.parametrize(
    "line",
    [
        "উপজেলা নির্বাহী অফিসার",  # of Meghdubi or of Noldanga?
        "প্রোগ্রামার",
        "সহকারী প্রোগ্রামার ও জেলা শিক্ষা অফিসার",
        "জেলা শিক্ষা অফিসার/সহকারী প্রোগ্রামার",
        "ইনোভেশন টিম",
        "বাস্তবায়িত",
        "",
        "।",
        "(",
    ],
)
def test_an_ambiguous_or_unknown_line_names_nobody(cast, posts, line):
    assert named(line, cast.shalbon) == ([], "")


def test_a_title_two_posts_share_is_told_apart_by_the_office(cast, posts):
    line = f"উপজেলা নির্বাহী অফিসার, {cast.noldanga.name}"
    assert named(line, cast.shalbon) == ([posts["near uno"]], "")


def test_two_posts_whose_titles_fold_alike_name_nobody(cast, posts):
    Post.objects.create(office=cast.shalbon, title="র্যাব পরিদর্শক")
    assert named("র‍্যাব পরিদর্শক", cast.shalbon) == ([], "")


def test_only_posts_of_the_office_and_those_below_it_are_within_reach(cast, posts):
    line = "সহকারী প্রোগ্রামার"
    reached = {
        office.code: [post.office.code for post in named(line, office)[0]]
        for office in (cast.meghdubi, cast.shalbon, cast.padmar, cast.charghat, cast.sister)
    }
    assert reached == {
        "meghdubi": ["meghdubi"],
        "shalbon": ["meghdubi"],
        "padmar": ["charghat"],
        "charghat": ["charghat"],
        "sister": [],
    }
    # The division reaches both, so that the title alone no longer tells.
    assert named(line, cast.division) == ([], "")


ALL_OF = [
    ("উপজেলা নির্বাহী অফিসার (সকল)", "uno"),
    ("উপজেলা নির্বাহী অফিসার (সকল), শালবন।", "uno"),
    ("উপজেলা নির্বাহী অফিসার (সকল) শালবন", "uno"),
    ("উপজেলা নির্বাহী অফিসার(সকল) ।", "uno"),
    ("উপজেলা নির্বাহী অফিসার ( সকল )", "uno"),
    ("উপজেলা নির্বাহী অফিসারগণ (সকল)", "uno"),
    ("উপজেলা নির্বাহী কর্মকর্তা (সকল)", "uno"),
    ("সকল উপজেলা নির্বাহী অফিসার", "uno"),
    ("সকল উপজেলা নির্বাহী অফিসারবৃন্দ, শালবন", "uno"),
    ("উপজেলা নির্বাহী অফিসার সকল", "uno"),
    ("সকল অফিস প্রধান", "department_head"),
    ("সংশ্লিষ্ট দপ্তর প্রধান (সকল), শালবন।", "department_head"),
    ("সংশ্লিষ্ট সকল দপ্তর প্রধান", "department_head"),
    ("ইউপি চেয়ারম্যান (সকল)", "up_chairman"),
    ("ইউপি চে\u09dfারম্যান (সকল)", "up_chairman"),
    ("জেলা প্রশাসক (সকল)", "dc"),
    ("অতিরিক্ত জেলা প্রশাসক (সকল)", "adc"),
    ("সকল বিভাগীয় কমিশনার", "commissioner"),
]


@pytest.mark.parametrize(("line", "kind"), ALL_OF)
def test_a_line_names_all_of_a_kind(cast, posts, line, kind):
    assert named(line, cast.shalbon) == ([], kind)


@pytest.mark.parametrize(
    "line",
    [
        # One post beside the kind would be forgotten.
        "উপজেলা নির্বাহী অফিসার (সকল) ও জেলা শিক্ষা অফিসার, শালবন।",
        "উপজেলা নির্বাহী অফিসার (সকল), জেলা শিক্ষা অফিসার",
        "উপজেলা নির্বাহী অফিসার (সকল)/জেলা শিক্ষা অফিসার",
        "উপজেলা নির্বাহী অফিসার (সকল) এবং সিভিল সার্জন",
        # Two kinds.
        "সকল অফিস প্রধান, সকল ইউপি চেয়ারম্যান",
        "উপজেলা নির্বাহী অফিসার ও ইউপি চেয়ারম্যান (সকল)",
        "উপজেলা নির্বাহী অফিসার (সকল), ইউপি চেয়ারম্যান",
        # The words of a kind inside other words.
        "জেলা প্রশাসকের কার্যালয়ের সকল সহকারী কমিশনার",
        "সকল সদস্য ও জেলা প্রশাসক",
        "উপজেলা পর্যায়ের সকল কর্মকর্তা",
        "সকল জেলা প্রশাসক কার্যালয়",
        # Some, not all.
        "সংশ্লিষ্ট ইউপি চেয়ারম্যান",
        "উপজেলা নির্বাহী অফিসারগণ",
        "সকল",
        "(সকল)",
    ],
)
def test_a_line_that_does_not_surely_mean_a_whole_kind_names_nobody(cast, posts, line):
    assert named(line, cast.shalbon) == ([], "")


def test_the_lines_of_the_samples(db, cast, shared):
    lines = {
        line
        for file in sorted((shared / "seeds").glob("*.json"))
        for item in json.loads(file.read_text("utf-8"))["items"]
        for decision in item["decisions"]
        for line in decision["implementers"]
    }
    implementers = Implementers(cast.shalbon)
    kinds = sorted(kind for line in lines if (kind := implementers.meant_by(line)[1]))
    assert kinds == ["department_head", "department_head", "uno"]


def test_all_lines_of_a_paper_cost_one_look_at_the_posts(cast, posts, django_assert_num_queries):
    with django_assert_num_queries(1):
        implementers = Implementers(cast.shalbon)
        for line, _ in EXACT + ALL_OF:
            implementers.meant_by(line)
