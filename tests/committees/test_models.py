"""Offices and their tree, posts and who holds them, committees and who sits in them."""

import unicodedata
from copy import deepcopy
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import models

from committees.models import Committee, Membership
from offices.models import Office, Post, Posting, today
from offices.rules import holds, is_officer_of
from papers.shapes import READY_SHAPES
from tests.cast import WORKS_IN
from tests.factories import (
    LONG_AGO,
    give_post,
    make_committee,
    make_office,
    make_post,
    make_user,
    seat,
)

DAY = timedelta(days=1)


# --- The day --------------------------------------------------------------------------------


def test_a_day_begins_at_midnight_in_dhaka(monkeypatch):
    last_minute = datetime(2024, 3, 20, 17, 59, tzinfo=UTC)
    monkeypatch.setattr("django.utils.timezone.now", lambda: last_minute)
    assert today() == date(2024, 3, 20)
    monkeypatch.setattr("django.utils.timezone.now", lambda: last_minute + timedelta(minutes=1))
    assert today() == date(2024, 3, 21)


# --- Who holds a post -----------------------------------------------------------------------


def test_a_posting_is_in_force_from_its_first_to_its_last_day(cast):
    posting = give_post(
        make_user("short"),
        cast.meghdubi,
        "officer",
        starts_on=date(2024, 3, 1),
        ends_on=date(2024, 3, 31),
    )
    in_force = [
        on
        for on in (
            date(2024, 2, 29),
            date(2024, 3, 1),
            date(2024, 3, 15),
            date(2024, 3, 31),
            date(2024, 4, 1),
        )
        if Posting.objects.current(on).filter(pk=posting.pk).exists()
    ]
    assert in_force == [date(2024, 3, 1), date(2024, 3, 15), date(2024, 3, 31)]


def test_without_a_date_the_postings_of_today_are_meant(cast):
    post = make_post(cast.meghdubi, "সহকারী প্রোগ্রামার")
    spans = {
        "ended yesterday": (LONG_AGO, today() - DAY),
        "ends today": (LONG_AGO, today()),
        "starts today": (today(), None),
        "starts tomorrow": (today() + DAY, None),
    }
    for name, (starts_on, ends_on) in spans.items():
        Posting.objects.create(post=post, name=name, starts_on=starts_on, ends_on=ends_on)
    assert {posting.name for posting in post.postings.current()} == {"ends today", "starts today"}


def test_the_holder_is_whoever_came_last(cast):
    post = make_post(cast.meghdubi, "সহকারী প্রোগ্রামার")
    assert post.holder is None

    Posting.objects.create(post=post, name="আগের জন", starts_on=LONG_AGO, ends_on=today() - DAY)
    Posting.objects.create(post=post, name="পরের জন", starts_on=today() + DAY)
    assert post.holder is None

    Posting.objects.create(post=post, name="স্থায়ী", starts_on=LONG_AGO)
    assert post.holder == "স্থায়ী"
    Posting.objects.create(post=post, name="ভারপ্রাপ্ত", starts_on=today() - 9 * DAY)
    assert post.holder == "ভারপ্রাপ্ত"
    Posting.objects.create(post=post, name="একই দিনে পরে লেখা", starts_on=today() - 9 * DAY)
    assert post.holder == "একই দিনে পরে লেখা"


def test_roles_are_held_in_one_office_each(cast):
    held = {
        (person, office): [holds(getattr(cast, person), getattr(cast, office), role) for role in Posting.Role]
        for person in ("staff", "officer", "reader", "transferred", "two_roles", "sysadmin")
        for office in ("meghdubi", "sister")
    }  # fmt: skip
    nobody = [False, False, False]
    assert held == {
        ("staff", "meghdubi"): [True, False, False],
        ("staff", "sister"): nobody,
        ("officer", "meghdubi"): [False, True, False],
        ("officer", "sister"): nobody,
        ("reader", "meghdubi"): [False, False, True],
        ("reader", "sister"): nobody,
        ("transferred", "meghdubi"): nobody,
        ("transferred", "sister"): nobody,
        ("two_roles", "meghdubi"): [True, False, False],
        ("two_roles", "sister"): [False, True, False],
        ("sysadmin", "meghdubi"): nobody,
        ("sysadmin", "sister"): nobody,
    }
    assert holds(cast.two_roles, cast.meghdubi, "officer", "staff")
    assert not is_officer_of(cast.staff, cast.meghdubi)
    assert is_officer_of(cast.officer, cast.meghdubi)


def test_each_person_works_in_the_offices_of_their_posts_alone(cast):
    worked_in = {
        username: {office.code for office in Office.objects.worked_in_by(getattr(cast, username))}
        for username in vars(cast)
        if hasattr(getattr(cast, username), "username")
    }
    assert worked_in == WORKS_IN


# --- The tree of offices --------------------------------------------------------------------


def test_below_an_office_stand_its_own_at_every_depth(cast):
    below = {
        office.code: {each.code for each in Office.objects.below(office)}
        for office in Office.objects.all()
    }
    assert below == {
        "division": {
            "shalbon",
            "padmar",
            "meghdubi",
            "noldanga",
            "charghat",
            "sister",
            "one-man",
        },
        "shalbon": {"meghdubi", "noldanga", "sister", "one-man"},
        "padmar": {"charghat"},
        "meghdubi": {"sister"},
        "noldanga": {"one-man"},
        "charghat": set(),
        "sister": set(),
        "one-man": set(),
    }


def deepest_chain():
    """One office of each kind, each under the one before: the deepest tree there can be."""
    chain = []
    for kind in ("national", "division", "district", "upazila", "union", "line"):
        office = make_office(f"deep-{kind}", kind, chain[-1] if chain else None)
        office.full_clean()
        chain.append(office)
    return chain


def test_the_deepest_tree_is_seen_to_its_end(db):
    chain = deepest_chain()
    for depth, office in enumerate(chain):
        assert set(Office.objects.below(office)) == set(chain[depth + 1 :])


# kind → the kinds it may stand directly under ("" for none).
UNDER = {
    "national": {""},
    "division": {"", "national"},
    "district": {"", "division"},
    "upazila": {"", "district"},
    "union": {"", "upazila"},
    "line": {"", "national", "division", "district", "upazila", "union"},
}


@pytest.mark.parametrize("kind", Office.Kind.values)
@pytest.mark.parametrize("above", ["", *Office.Kind.values])
def test_an_office_stands_only_where_its_kind_may(db, kind, above):
    parent = make_office("above", above) if above else None
    office = Office(code="new", kind=kind, name="নতুন", letter_office="নতুন", parent=parent)
    if above in UNDER[kind]:
        office.full_clean()
        return
    with pytest.raises(ValidationError) as refusal:
        office.full_clean()
    assert refusal.value.message_dict == {"parent": ["এই ধরনের কার্যালয় এর অধীনে থাকতে পারে না।"]}


def test_an_office_does_not_become_a_kind_its_own_offices_cannot_stand_under(cast):
    # Else two offices could come to stand under each other.
    cast.meghdubi.kind = Office.Kind.LINE
    with pytest.raises(ValidationError) as refusal:
        cast.meghdubi.full_clean()
    assert refusal.value.message_dict == {
        "kind": ["এর অধীনে যেসব কার্যালয় আছে, সেগুলো এই ধরনের কার্যালয়ের অধীনে থাকতে পারে না।"]
    }
    cast.charghat.kind = Office.Kind.LINE
    cast.charghat.full_clean()


def test_a_kind_nobody_knows_is_refused_as_a_choice(db):
    with pytest.raises(ValidationError) as refusal:
        Office(code="new", kind="moon", name="নতুন", letter_office="নতুন").full_clean()
    assert set(refusal.value.message_dict) == {"kind"}


# --- Letterhead -----------------------------------------------------------------------------


def test_a_letterhead_names_every_line_an_office_has(db):
    office = Office(
        letter_government="সরকার",
        letter_office="কার্যালয়",
        letter_section="শাখা",
        letter_place="স্থান",
        website="example.org",
    )
    assert office.letterhead == {
        "government": "সরকার",
        "office": "কার্যালয়",
        "section": "শাখা",
        "place": "স্থান",
        "website": "example.org",
    }


def test_a_letterhead_leaves_out_what_an_office_has_not():
    assert Office(letter_office="কার্যালয়").letterhead == {
        "government": "গণপ্রজাতন্ত্রী বাংলাদেশ সরকার",
        "office": "কার্যালয়",
        "section": None,
        "website": None,
    }


# --- Committees -----------------------------------------------------------------------------


def test_each_person_sees_the_committees_of_their_offices_alone(cast):
    committees = {
        office.code: make_committee(office, "সব কার্যালয়ের কমিটি") for office in Office.objects.all()
    }
    seen = {
        username: set(Committee.objects.visible_to(getattr(cast, username)))
        for username in vars(cast)
        if hasattr(getattr(cast, username), "username")
    }
    of_meghdubi = {cast.committee, committees["meghdubi"]}
    assert seen == {
        "staff": of_meghdubi,
        "officer": of_meghdubi,
        "reader": of_meghdubi,
        "sister_staff": {committees["sister"]},
        "sister_officer": {committees["sister"]},
        "near_staff": {committees["noldanga"]},
        "near_officer": {committees["noldanga"]},
        "far_staff": {committees["charghat"]},
        "far_officer": {committees["charghat"]},
        "dc_staff": {committees["shalbon"]},
        "dc_officer": {committees["shalbon"]},
        "other_dc_officer": {committees["padmar"]},
        "division_viewer": {committees["division"]},
        "only_officer": {committees["one-man"]},
        "transferred": set(),
        "two_roles": {*of_meghdubi, committees["sister"]},
        "sysadmin": set(),
    }


def test_two_posts_in_one_office_show_a_committee_once(cast):
    give_post(cast.staff, cast.meghdubi, "viewer", title="ভারপ্রাপ্ত সহকারী প্রোগ্রামার")
    assert list(Committee.objects.visible_to(cast.staff)) == [cast.committee]


def test_members_are_those_of_the_day_by_seniority(cast):
    def new_seat(title, **fields):
        return seat(cast.committee, make_post(cast.meghdubi, title), **fields)

    on = date(2024, 3, 21)
    last = new_seat("ক")
    first = new_seat("খ", order=1, role="chair")
    also_last = new_seat("গ")
    ends_that_day = new_seat("ঘ", order=2, ends_on=on)
    starts_that_day = new_seat("ঙ", order=3, starts_on=on)
    new_seat("চ", order=4, ends_on=on - DAY)
    new_seat("ছ", order=5, starts_on=on + DAY)
    elsewhere = make_committee(cast.meghdubi, "অন্য কমিটি")
    seat(elsewhere, make_post(cast.meghdubi, "ক"))

    assert list(cast.committee.members_on(on)) == [
        first,
        ends_that_day,
        starts_that_day,
        last,
        also_last,
    ]


def test_members_of_today_need_no_date(cast):
    post = make_post(cast.meghdubi, "ক")
    seat(cast.committee, post, ends_on=today() - DAY)
    now = seat(cast.committee, post, starts_on=today())
    assert list(Membership.objects.current()) == [now]


@pytest.mark.parametrize(
    ("role", "second", "printed"),
    [
        ("chair", "", "সভাপতি"),
        ("member_secretary", "focal_point", "সদস্য সচিব ও ফোকাল পয়েন্ট"),
        ("convener", "", "আহবায়ক"),
    ],
)
def test_both_roles_of_a_member_are_printed(role, second, printed):
    member = Membership(post=Post(title="পদ"), role=role, second_role=second)
    assert member.printed_role == printed
    assert str(member) == f"পদ: {printed}"


def test_a_new_committee_has_a_shape_of_its_own():
    before = deepcopy(READY_SHAPES["upazila"])
    Committee().shape["order"].append("memo")
    assert Committee().shape == before
    assert READY_SHAPES["upazila"] == before


# --- Names in one spelling ------------------------------------------------------------------

DECOMPOSED = "যৌথ ক\u09c7\u09beষ"  # ে and া typed for ো
STORED = "যৌথ ক\u09cbষ"
PRECOMPOSED = "বগু\u09dcা কম\u09dfিটি"  # ড় and য় as one character each
STORED_PARTS = "বগু\u09a1\u09bcা কম\u09af\u09bcিটি"

NORMAL_FIELDS = {
    Office: {
        "name",
        "geo_code",
        "letter_government",
        "letter_office",
        "letter_section",
        "letter_place",
        "website",
    },
    Post: {"title"},
    Posting: {"name"},
    Committee: {"name", "chair_label"},
    Membership: set(),
}
# Held to ASCII by a validator, to a list of choices, or never compared.
OTHER_TEXT = {"code", "kind", "phone", "email", "role", "second_role", "cadence"}
OTHER_TEXT |= {"paper_face", "paper_font"}


@pytest.mark.parametrize("model", NORMAL_FIELDS)
def test_every_name_is_kept_in_its_normal_form(model):
    text = {
        field.name
        for field in model._meta.get_fields()
        if isinstance(field, models.CharField | models.FileField)
    }
    assert text == NORMAL_FIELDS[model] | (text & OTHER_TEXT)
    for name in NORMAL_FIELDS[model]:
        assert model._meta.get_field(name).to_python(PRECOMPOSED) == STORED_PARTS


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        (DECOMPOSED, STORED),
        (PRECOMPOSED, STORED_PARTS),
        ("র‍্যাব সমন্বয় কমিটি", "র‍্যাব সমন্বয় কমিটি"),
        ("ক্‌ষ কমিটি", "ক্‌ষ কমিটি"),
        ("কমি\u00adটি\u202e", "কমিটি"),
        # A name stands on one line.
        ("উপজেলা\u2028আইসিটি\x0bকমিটি\r\nএক", "উপজেলা আইসিটি কমিটি এক"),
    ],
)
def test_a_name_is_stored_in_its_normal_form_by_every_way_in(cast, typed, stored):
    stored = unicodedata.normalize("NFC", stored)
    by_save = make_committee(cast.meghdubi, typed)
    assert by_save.name == stored
    assert Committee.objects.filter(name=typed).get().name == stored

    by_form = Committee(office=cast.sister, name=typed)
    by_form.full_clean()
    assert by_form.name == stored

    Committee.objects.filter(pk=cast.committee.pk).update(name=typed + "২")
    cast.committee.refresh_from_db()
    assert cast.committee.name == stored + "২"

    (in_bulk,) = Committee.objects.bulk_create([Committee(office=cast.noldanga, name=typed)])
    in_bulk.refresh_from_db()
    assert in_bulk.name == stored


@pytest.mark.parametrize(("there", "typed"), [(STORED, DECOMPOSED), ("আইন কমিটি", "অাইন কমিটি")])
def test_two_spellings_of_a_name_are_one_name(cast, there, typed):
    make_committee(cast.meghdubi, there)
    with pytest.raises(ValidationError) as refusal:
        Committee(office=cast.meghdubi, name=typed).full_clean()
    assert refusal.value.messages == ["এই কার্যালয়ে এই নামের কমিটি ইতোমধ্যে আছে।"]


LOOK_ALIKES = [
    ("১২ নং ওয়ার্ড কমিটি", "12 নং ওয়ার্ড কমিটি"),
    ("কমিটি ৪", "কমিটি 8"),
    ("কমিটি ৭", "কমিটি 9"),
    ("কমিটি ০", "কমিটি o"),
    ("রাজস্ব কমিটি", "ব\u09bcাজস্ব কমিটি"),
    ("জেলা কমিটি", "জেলা  কমিটি"),
    ("জেলা কমিটি", "জেলাকমিটি"),
    ("র‍্যাব কমিটি", "র্যাব কমিটি"),
    ("ICT কমিটি", "ict কমিটি"),
    ("ICT কমিটি", "lCT কমিটি"),
]


@pytest.mark.parametrize(("there", "typed"), LOOK_ALIKES)
def test_no_name_of_an_office_can_be_taken_for_another(cast, there, typed):
    committee = make_committee(cast.meghdubi, there)
    post = make_post(cast.meghdubi, there)
    message = [f"“{there}” থেকে আলাদা করে চেনা যায় এমন নাম দিন।"]
    with pytest.raises(ValidationError) as refusal:
        Committee(office=cast.meghdubi, name=typed).full_clean()
    assert refusal.value.message_dict == {"name": message}
    with pytest.raises(ValidationError) as refusal:
        Post(office=cast.meghdubi, title=typed).full_clean()
    assert refusal.value.message_dict == {"title": message}

    # The row itself, and other offices, stay free.
    committee.full_clean()
    post.full_clean()
    Committee(office=cast.sister, name=typed).full_clean()
    Post(office=cast.sister, title=typed).full_clean()


def test_names_that_differ_to_the_eye_stand_side_by_side(cast):
    for name in ("কমিটি ১", "কমিটি ২", "কমিটি ৪", "কমিটি ৫", "কমিটি ক", "কমিটি খ"):
        committee = Committee(office=cast.meghdubi, name=name)
        committee.full_clean()
        committee.save()


# --- Codes ----------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["a", "7", "uno-meghdubi-2"])
def test_an_office_code_is_of_small_english_letters(db, code):
    Office(code=code, kind="line", name="নতুন", letter_office="নতুন").full_clean()


@pytest.mark.parametrize(
    "code", ["", "-a", "A", "মেঘডুবি", "office-১", "а-cyrillic", "a b", "a\n", "a_b", "é", "a" * 41]
)
def test_an_office_code_is_nothing_else(db, code):
    with pytest.raises(ValidationError) as refusal:
        Office(code=code, kind="line", name="নতুন", letter_office="নতুন").full_clean()
    assert set(refusal.value.message_dict) == {"code"}


@pytest.mark.parametrize(
    ("typed", "stored"), [("", ""), ("85", "85"), ("৮৫৯২", "8592"), ("8500", "8500")]
)
def test_a_geo_code_is_typed_in_either_digits_and_stored_in_ascii(db, typed, stored):
    office = Office(code="new", kind="line", name="নতুন", letter_office="নতুন", geo_code=typed)
    office.full_clean()
    office.save()
    office.refresh_from_db()
    assert office.geo_code == stored


@pytest.mark.parametrize("typed", ["৮5", "8", "859", "85920", "८५", "8 5", "ab", "85\n"])
def test_a_geo_code_is_two_or_four_digits_of_one_kind(db, typed):
    with pytest.raises(ValidationError) as refusal:
        Office(
            code="new", kind="line", name="নতুন", letter_office="নতুন", geo_code=typed
        ).full_clean()
    assert set(refusal.value.message_dict) == {"geo_code"}
    assert "দুই বা চারটি অঙ্ক দিন।" in refusal.value.messages
