"""Whom a printed line of a list means to an office."""

from datetime import timedelta

import pytest

from distribution.lines import (
    Purpose,
    body_and_note,
    is_office_copy,
    purpose_of,
    with_rank,
    without_rank,
)
from distribution.meaning import Meaning, recipients_of
from distribution.models import Addressee
from offices.models import Office, Posting, today
from tests.factories import LONG_AGO, make_office, make_post


@pytest.fixture
def unos(cast):
    """The UNOs of Shalbon's two upazilas, and one far away."""
    for office in (cast.meghdubi, cast.noldanga, cast.charghat):
        office.letter_place = f"{office.name.split(', ')[1]}, শালবন"
        office.save()
    return [make_post(each, kind="uno") for each in (cast.noldanga, cast.meghdubi, cast.charghat)]


def posts(line, office):
    return [each.post for each in recipients_of(line, office)]


@pytest.mark.parametrize(
    "line",
    [
        "উপজেলা নির্বাহী অফিসার (সকল), শালবন।",
        "উপজেলা নির্বাহী অফিসার (সকল)",
        "উপজেলা নির্বাহী অফিসার (সকল) শালবন জেলা।",
        "সকল উপজেলা নির্বাহী অফিসার, শালবন",
        "উপজেলা নির্বাহী অফিসার\n(সকল)\nশালবন",
        "উপজেলা নির্বাহী অফিসার (সকল), শালবন, উত্তরা বিভাগ",
        "উপজেলা নির্বাহী অফিসার (সকল), শালবন।\n(প্রয়োজনীয় ব্যবস্থা গ্রহণের জন্য)",
        "উপজেলা নির্বাহী অফিসার (২ জন), শালবন।",
    ],
)
def test_a_class_is_each_of_its_posts_by_its_own_name(cast, unos, line):
    Posting.objects.create(post=unos[0], name="রেহানা পারভীন", starts_on=LONG_AGO)

    found = recipients_of(line, cast.shalbon)

    assert [each.post for each in found] == unos[:2]
    assert [each.text.split("\n")[0].rstrip("।") for each in found] == [
        "উপজেলা নির্বাহী অফিসার, নলডাঙ্গা, শালবন",
        "উপজেলা নির্বাহী অফিসার, মেঘডুবি, শালবন",
    ]
    _, note = body_and_note(line)
    assert {each.text.partition("\n")[2] for each in found} == {"".join(note)}
    assert [each.holder for each in found] == ["রেহানা পারভীন", ""]


def test_a_class_in_one_place_is_of_that_place_alone(cast, unos):
    assert posts("উপজেলা নির্বাহী অফিসার (সকল), শালবন জেলা", cast.division) == unos[:2]
    assert posts("উপজেলা নির্বাহী অফিসার (সকল), উত্তরা", cast.division) == [unos[2], *unos[:2]]
    programmers = [make_post(each.office, "সহকারী প্রোগ্রামার") for each in unos[:2]]
    department = "তথ্য ও যোগাযোগ প্রযুক্তি অধিদপ্তর"
    assert posts(f"সহকারী প্রোগ্রামার (সকল), {department}, শালবন।", cast.shalbon) == programmers
    # The heads of one department are not those of all.
    assert posts(f"উপজেলা নির্বাহী অফিসার (সকল), {department}, শালবন।", cast.shalbon) == [None]
    # A place nobody knows here: it is asked for, and never guessed.
    assert posts("উপজেলা নির্বাহী অফিসার (সকল), কুড়িগ্রাম", cast.shalbon) == [None]
    assert posts("উপজেলা নির্বাহী অফিসার (সকল) ও সকল অফিস প্রধান", cast.shalbon) == [None]


def test_one_line_of_one_post_or_of_nobody_known(cast, unos):
    assert posts("জেলা প্রশাসক, শালবন।", cast.meghdubi) == [None]
    dc = make_post(cast.shalbon, "জেলা প্রশাসক", kind="dc")
    cast.shalbon.letter_place = "শালবন"
    cast.shalbon.save()
    for line in (
        "জেলা প্রশাসক, শালবন।",
        "জেলা প্রশাসক\nজেলা প্রশাসকের কার্যালয়\nশালবন\n(মহোদয়ের সদয় অবগতির জন্য)",
        "জনাব রেহানা পারভীন, জেলা প্রশাসক, শালবন",
        "জেলা প্রশাসক, শালবন\nদৃষ্টি আকর্ষণ: সহকারী কমিশনার (আইসিটি)",
    ):
        (found,) = recipients_of(line, cast.meghdubi)
        assert (found.post, found.text) == (dc, line)
    assert posts("উপজেলা..... অফিসার, লৌহজং, মুন্সিগঞ্জ।", cast.meghdubi) == [None]


def test_a_place_is_said_in_any_words_and_never_guessed(cast, unos):
    commissioner = make_post(cast.division, "বিভাগীয় কমিশনার", kind="commissioner")
    adc = make_post(cast.shalbon, "অতিরিক্ত জেলা প্রশাসক (শিক্ষা ও আইসিটি)", kind="adc")
    for line in ("বিভাগীয় কমিশনার, উত্তরা বিভাগ, উত্তরা।", "বিভাগীয় কমিশনার\nউত্তরা বিভাগ\nউত্তরা"):
        assert posts(line, cast.shalbon) == [commissioner]
    # From two levels below, and of who is not the head of the office.
    assert posts("বিভাগীয় কমিশনার, উত্তরা", cast.meghdubi) == [commissioner]
    assert posts("অতিরিক্ত জেলা প্রশাসক (শিক্ষা ও আইসিটি), শালবন।", cast.meghdubi) == [adc]
    # Of another district, of no district, of the division.
    for place in (", পদ্মার", ", জেলা প্রশাসকের কার্যালয়, পদ্মার", ", উত্তরা", ""):
        line = f"অতিরিক্ত জেলা প্রশাসক (শিক্ষা ও আইসিটি){place}"
        assert posts(line, cast.meghdubi) == [None]
    assert posts("উপজেলা নির্বাহী অফিসার, শালবন", cast.shalbon) == [None]
    assert posts("উপজেলা নির্বাহী অফিসার, নলডাঙ্গা উপজেলা, শালবন", cast.shalbon) == [unos[0]]


def test_the_address_book_comes_before_what_a_line_says_by_itself(cast, unos):
    mine = Addressee.objects.create(office=cast.shalbon, line="সচিব,\nতথ্য বিভাগ, ঢাকা।")
    uno = Addressee.objects.create(office=cast.shalbon, post=unos[0], line="মাননীয় ইউএনও, নলডাঙ্গা")
    meaning = Meaning(cast.shalbon)

    (found,) = meaning.of("সচিব, তথ্য বিভাগ, ঢাকা\n(অবগতির জন্য)")
    assert (found.addressee, found.post) == (mine, None)
    assert meaning.of("মাননীয় ইউএনও, নলডাঙ্গা।")[0][:2] == (unos[0], uno)
    assert meaning.of("উপজেলা নির্বাহী অফিসার, নলডাঙ্গা, শালবন")[0][:2] == (unos[0], uno)
    assert meaning.of("উপজেলা নির্বাহী অফিসার (সকল)")[0][1:3] == (uno, "মাননীয় ইউএনও, নলডাঙ্গা")
    # Another office's book says nothing here, nor does a line that was closed.
    assert Meaning(cast.padmar).of("সচিব, তথ্য বিভাগ, ঢাকা")[0].addressee is None
    Addressee.objects.update(closed_on=today() - timedelta(days=1))
    assert Meaning(cast.shalbon).of("সচিব, তথ্য বিভাগ, ঢাকা")[0].addressee is None


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("অফিস কপি।", 1),
        ("অফিস কপি ৩ কপি।", 3),
        ("সাংবাদিক (৫ জন), শালবন", 5),
        ("জনাব ৫ জনাব", 1),
        ("কেউ না (০ জন)", 1),
        ("উপজেলা নির্বাহী অফিসার (সকল), শালবন (৯ জন)", 9),
    ],
)
def test_a_line_that_counts_is_as_many_copies(cast, unos, line, count):
    meaning = Meaning(cast.shalbon)
    assert len(meaning.of(line)) == meaning.count(line) == count


@pytest.mark.parametrize(
    ("heading", "purpose"),
    [
        ("অনুলিপি সদয় জ্ঞাতার্থে:", Purpose.INFORMATION),
        ("অনুলিপি জ্ঞাতার্থে/কার্যার্থে:", Purpose.BOTH),
        ("অনুলিপি সদয় জাতার্থে ও কায়ার্থে:", Purpose.BOTH),
        ("অনুলিপি কার্যার্থে প্রেরণ করা হলো:", Purpose.ACTION),
        ("সদয় অবগতি ও প্রয়োজনীয় ব্যবস্থা গ্রহণের জন্য অনুলিপি:", Purpose.BOTH),
        ("অনুলিপি:", Purpose.INFORMATION),
        ("বিতরণ (জ্যেষ্ঠতার ক্রমানুসারে নয়) :", Purpose.ADDRESSED),
        ("প্রাপক", Purpose.ADDRESSED),
        ("Copy forwarded for information and necessary action:", Purpose.BOTH),
        ("Distribution:", Purpose.ADDRESSED),
    ],
)
def test_a_heading_says_what_the_copies_are_for(heading, purpose):
    assert purpose_of(heading) == purpose


def test_a_heading_says_whether_rank_orders_the_list():
    printed = "বিতরণ (জ্যেষ্ঠতার ক্রমানুসারে নয়) :"
    assert without_rank(printed) == ("বিতরণ :", True)
    assert without_rank("বিতরণ:") == ("বিতরণ:", False)
    assert with_rank("বিতরণ:", is_by_rank=False) == "বিতরণ (জ্যেষ্ঠতার ক্রমানুসারে নয়):"
    assert with_rank(printed, is_by_rank=False).count("জ্যেষ্ঠতা") == 1
    assert with_rank(printed, is_by_rank=True) == "বিতরণ :"


@pytest.mark.parametrize(
    "line",
    [
        "অফিস কপি",
        "অফিস কপি।",
        "Office Copy",
        "অফিস কপি/গার্ড ফাইল।",
        "মাস্টার কপি",
        "অফিস কপি/নথি",
        "নথি।",
    ],
)
def test_the_office_copy_is_known(line):
    assert is_office_copy(line)


@pytest.mark.parametrize("line", ["কপি", "অফিস সহকারী", "নির্বাহী অফিসার, অফিস কপি শাখা"])
def test_what_is_no_office_copy_is_not_taken_for_one(line):
    assert not is_office_copy(line)


def test_many_lines_cost_no_more_questions_than_one(cast, unos, django_assert_max_num_queries):
    make_office("another", Office.Kind.UPAZILA, cast.shalbon)
    with django_assert_max_num_queries(9):
        Meaning(cast.shalbon).of_lines(["উপজেলা নির্বাহী অফিসার (সকল), শালবন।"] * 30)
