"""Who sits in a committee, kept by the office's own staff."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEvent
from committees.models import Membership
from offices.models import Office, Post, Posting
from tests.factories import LONG_AGO, give_post, make_committee, make_post, seat

TITLES = ["উপজেলা নির্বাহী অফিসার", "উপজেলা কৃষি অফিসার", "উপজেলা শিক্ষা অফিসার", "সহকারী প্রোগ্রামার"]
ROLE = {"role": "member", "second_role": "", "starts_on": "০১/০১/২০২৪"}


def url(name, thing):
    return reverse(f"committees:{name}", args=[thing.pk])


def today():
    return timezone.localdate()


def order_of(committee):
    return [seat.post.title for seat in committee.memberships.order_by("order", "pk")]


def events(what):
    return AuditEvent.objects.filter(what=what)


@pytest.fixture
def seats(cast):
    """Four seats, all at the same place, as the administration leaves them."""
    return [seat(cast.committee, make_post(cast.meghdubi, title)) for title in TITLES]


@pytest.fixture
def staff(client, cast):
    client.force_login(cast.staff)
    return client


def test_a_member_moves_up_and_down_by_one(staff, cast, seats):
    page = url("members", cast.committee)
    answer = staff.post(page, {"up": seats[2].pk})
    assert answer.headers["Location"] == f"{page}?up={seats[2].pk}"
    assert order_of(cast.committee) == [TITLES[i] for i in (0, 2, 1, 3)]
    staff.post(page, {"down": seats[0].pk})
    assert order_of(cast.committee) == [TITLES[i] for i in (2, 0, 1, 3)]
    assert list(cast.committee.memberships.order_by("order").values_list("order", flat=True)) == [
        1, 2, 3, 4,
    ]  # fmt: skip
    moved = events("member moved")
    assert [event.detail["place"] for event in moved] == [[1, 2], [3, 2]]


def test_the_first_does_not_move_up_nor_the_last_down(staff, cast, seats):
    staff.post(url("members", cast.committee), {"up": seats[0].pk})
    staff.post(url("members", cast.committee), {"down": seats[3].pk})
    assert order_of(cast.committee) == TITLES
    assert events("member moved").count() == 0


def test_the_keyboard_stays_on_the_button_that_moved(staff, cast, seats):
    def focused():
        page = staff.get(answer.headers["Location"]).content.decode()
        buttons = [tag for tag in page.split("<button")[1:] if "autofocus" in tag.partition(">")[0]]
        return [tag.partition(" aria-label")[0].partition(" name=")[2] for tag in buttons]

    answer = staff.post(url("members", cast.committee), {"down": seats[0].pk})
    assert focused() == [f'"down" value="{seats[0].pk}"']
    # At the end of the way the button is dead; its twin takes the focus.
    answer = staff.post(url("members", cast.committee), {"up": seats[0].pk})
    assert focused() == [f'"down" value="{seats[0].pk}"']


def test_only_a_seat_of_this_committee_is_moved(staff, cast, seats):
    theirs = make_committee(cast.charghat)
    far = seat(theirs, make_post(cast.charghat))
    other = seat(make_committee(cast.meghdubi, "অন্য কমিটি"), make_post(cast.meghdubi))
    for chosen in (far.pk, other.pk, 987654, "", "x", "9" * 50, "১"):
        assert staff.post(url("members", cast.committee), {"up": chosen}).status_code == 404
    assert staff.post(url("members", theirs), {"up": far.pk}).status_code == 404


def test_a_post_of_the_own_office_becomes_a_member(staff, cast, seats):
    post = make_post(cast.meghdubi, "উপজেলা মৎস্য অফিসার")
    typed = {**ROLE, "post": post.pk, "role": "member_secretary", "second_role": "focal_point"}
    answer = staff.post(url("add_member", cast.committee), typed)
    assert answer.headers["Location"] == url("members", cast.committee)
    added = cast.committee.memberships.get(post=post)
    assert added.printed_role == "সদস্য সচিব ও ফোকাল পয়েন্ট"
    assert (added.starts_on, added.ends_on) == (date(2024, 1, 1), None)
    assert order_of(cast.committee)[-1] == "উপজেলা মৎস্য অফিসার"
    assert events("member added").get().detail["post"] == post.pk


@pytest.mark.parametrize(
    ("office", "is_near"),
    [
        ("division", True),
        ("shalbon", True),
        ("noldanga", True),
        ("sister", True),
        ("padmar", False),
        ("charghat", False),
        # Below an office beside it: theirs to seat.
        ("one_man", False),
    ],
)
def test_posts_above_below_and_beside_can_be_seated_and_no_others(staff, cast, office, is_near):
    post = make_post(getattr(cast, office), "বিশেষ কর্মকর্তা")
    answer = staff.post(url("add_member", cast.committee), {**ROLE, "post": post.pk})
    assert answer.status_code == (302 if is_near else 422)
    assert cast.committee.memberships.filter(post=post).exists() == is_near
    # Offered once it has no seat.
    cast.committee.memberships.all().delete()
    found = staff.get(url("add_member", cast.committee), {"q": "বিশেষ কর্মকর্তা"}).context["found"]
    assert found == ([post] if is_near else [])


def test_a_search_reads_titles_offices_and_names(staff, cast, seats):
    free = make_post(cast.sister, "উপজেলা সমবায় অফিসার")
    Posting.objects.create(post=free, name="নাসরিন আক্তার", starts_on=LONG_AGO)

    def found(query):
        return [
            post.title
            for post in staff.get(url("add_member", cast.committee), {"q": query}).context["found"]
        ]

    assert found("সমবায় অফিসার") == ["উপজেলা সমবায় অফিসার"]
    assert found("নাসরিন সমবায়") == ["উপজেলা সমবায় অফিসার"]
    assert "উপজেলা সমবায় অফিসার" in found("সমবায় কার্যালয়")
    assert found("কোথাও নেই") == []
    # Without a search: the own office's posts that have no seat yet.
    assert found("") == ["অফিস সহকারী", "কর্মকর্তা"]


def test_a_new_post_is_made_in_the_own_office_with_its_holder(staff, cast):
    typed = {**ROLE, "post": "", "title": "উপজেলা যুব কর্মকর্তা", "holder": "কামরুন নাহার"}
    assert staff.post(url("add_member", cast.committee), typed).status_code == 302
    post = cast.committee.memberships.get().post
    assert (post.office, post.title, post.holder) == (
        cast.meghdubi, "উপজেলা যুব কর্মকর্তা", "কামরুন নাহার",
    )  # fmt: skip
    posting = post.postings.get()
    assert (posting.user, posting.role, posting.starts_on) == (None, "viewer", date(2024, 1, 1))
    assert [events(what).count() for what in ("post made", "post filled", "member added")] == [
        1
    ] * 3


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({}, "title"),
        ({"title": "উপজেলা কৃষি অফিসার"}, "title"),
        ({"title": "উপজেলা  কৃষি অফিসার"}, "title"),
        ({"title": "ক" * 161}, "title"),
        ({"post": "987654"}, "post"),
        ({"title": "নতুন", "second_role": "member"}, "second_role"),
        ({"title": "নতুন", "starts_on": "৩১/০২/২০২৪"}, "starts_on"),
        ({"title": "নতুন", "role": "king"}, "role"),
    ],
)
def test_a_member_that_cannot_be_added_comes_back_as_typed(staff, cast, seats, changes, field):
    typed = {**ROLE, "post": "", "holder": "কামরুন নাহার"} | changes
    posts = Post.objects.count()
    response = staff.post(url("add_member", cast.committee), typed)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert "<title>ত্রুটি: " in response.content.decode()
    assert "কামরুন নাহার" in response.content.decode()
    assert (cast.committee.memberships.count(), Post.objects.count()) == (4, posts)


def test_a_post_and_a_new_title_together_are_asked_about(staff, cast):
    typed = {**ROLE, "post": make_post(cast.meghdubi).pk, "title": "নতুন পদ"}
    response = staff.post(url("add_member", cast.committee), typed)
    assert list(response.context["form"].errors) == ["title"]


def test_a_post_has_one_seat_at_a_time(staff, cast, seats):
    post = seats[0].post
    response = staff.post(url("add_member", cast.committee), {**ROLE, "post": post.pk})
    assert response.context["form"].non_field_errors() == ["এই পদ এই সময়ে ইতোমধ্যে কমিটিতে আছে।"]

    staff.post(url("end_seat", seats[0]), {"on": "৩১/১২/২০২৩"})
    assert (
        staff.post(url("add_member", cast.committee), {**ROLE, "post": post.pk}).status_code == 302
    )
    # The first seat cannot grow into the second.
    response = staff.post(url("seat", seats[0]), {**ROLE, "starts_on": "০১/০১/২০১৫"})
    assert response.status_code == 422
    typed = {**ROLE, "starts_on": "০১/০১/২০১৫", "ends_on": "৩১/১২/২০২৩"}
    assert staff.post(url("seat", seats[0]), typed).status_code == 302


def test_a_seat_is_changed_and_what_was_there_is_told(staff, cast, seats):
    typed = {"role": "chair", "second_role": "", "starts_on": "২০১৬", "ends_on": ""}
    assert staff.post(url("seat", seats[0]), typed).status_code == 422
    typed["starts_on"] = "০২/০২/২০১৬"
    assert staff.post(url("seat", seats[0]), typed).status_code == 302
    changed = Membership.objects.get(pk=seats[0].pk)
    assert (changed.role, changed.starts_on) == ("chair", date(2016, 2, 2))
    assert events("member changed").get().detail["changes"] == {
        "role": ["member", "chair"],
        "starts_on": ["2015-01-01", "2016-02-02"],
    }


def test_a_membership_ends_and_stays_in_the_list_of_former_ones(staff, cast, seats):
    page = url("end_seat", seats[1])
    response = staff.post(page, {"on": "৩১/১২/২০১৪"})
    assert response.status_code == 422
    yesterday = today() - timedelta(days=1)
    assert staff.post(page, {"on": yesterday.strftime("%d/%m/%Y")}).status_code == 302
    assert events("membership ended").get().detail == {"ends_on": yesterday.isoformat()}
    shown = staff.get(url("members", cast.committee)).context
    assert [s.post.title for s in shown["seats"]] == [TITLES[0], *TITLES[2:]]
    assert shown["former"] == [seats[1]]
    assert list(cast.committee.members_on(yesterday)) == seats
    # Who has left is not moved about.
    assert staff.post(url("members", cast.committee), {"up": seats[1].pk}).status_code == 404


def test_a_new_holder_follows_the_old_one(staff, cast, seats):
    page, post = url("seat", seats[1]), seats[1].post
    staff.post(page, {"holder": "1", "holder-name": "প্রথম জন", "holder-since": "০১/০১/২০২০"})
    assert post.holder == "প্রথম জন"
    staff.post(page, {"holder": "1", "holder-name": "প্রথম যন", "holder-since": "০১/০১/২০২০"})
    assert [p.name for p in post.postings.all()] == ["প্রথম যন"]

    response = staff.post(
        page, {"holder": "1", "holder-name": "দ্বিতীয় জন", "holder-since": "৩১/১২/২০১৯"}
    )
    assert response.status_code == 422
    staff.post(page, {"holder": "1", "holder-name": "দ্বিতীয় জন", "holder-since": "০১/০৭/২০২৪"})
    assert post.holder == "দ্বিতীয় জন"
    assert [(p.name, p.starts_on, p.ends_on) for p in post.postings.order_by("pk")] == [
        ("প্রথম যন", date(2020, 1, 1), date(2024, 6, 30)),
        ("দ্বিতীয় জন", date(2024, 7, 1), None),
    ]
    assert [events(what).count() for what in ("post filled", "holder renamed", "posting ended")] == [
        2, 1, 1,
    ]  # fmt: skip


def test_who_signs_in_and_posts_of_other_offices_are_not_renamed_here(staff, cast):
    give_post(cast.officer, cast.meghdubi, "officer", title="উপজেলা নির্বাহী অফিসার")
    own = seat(cast.committee, make_post(cast.meghdubi, "উপজেলা নির্বাহী অফিসার"))
    other = seat(cast.committee, make_post(cast.sister, "উপজেলা সমবায় অফিসার"))
    for each in (own, other):
        page = url("seat", each)
        assert staff.get(page).context["holder"] is None
        typed = {"holder": "1", "holder-name": "অন্য কেউ", "holder-since": "০১/০১/২০২৪"}
        assert staff.post(page, typed).status_code == 422
    assert not Posting.objects.filter(name="অন্য কেউ").exists()


def test_titles_and_names_are_shown_and_never_run(staff, cast):
    post = make_post(cast.meghdubi, "<script>alert(1)</script>")
    Posting.objects.create(post=post, name="<img src=x onerror=alert(2)>", starts_on=LONG_AGO)
    mine = seat(cast.committee, post)
    pages = [url("members", cast.committee), url("seat", mine), url("end_seat", mine)]
    pages.append(url("add_member", cast.committee) + "?q=<script>")
    for page in pages:
        shown = staff.get(page).content.decode()
        assert "<script>alert" not in shown
        assert "<img src=x" not in shown


def test_the_page_of_members_costs_no_more_for_more_of_them(
    staff, cast, seats, django_assert_num_queries
):
    with django_assert_num_queries(11):
        staff.get(url("members", cast.committee))
    for number in range(10):
        seat(cast.committee, make_post(cast.meghdubi, f"সদস্য {number}"))
    with django_assert_num_queries(11):
        staff.get(url("members", cast.committee))


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("উপজেলা কৃষি কর্মকর্তা", "উপজেলা কৃষি অফিসার"),
        ("উপজেলা কৃষী অফিসার", "উপজেলা কৃষি অফিসার"),
        ("ইউএনও", "উপজেলা নির্বাহী অফিসার"),
        ("শিক্ষা অফিসার", "উপজেলা শিক্ষা অফিসার"),
        ("জেলা প্রশাসক", "জেলা প্রশাসক"),
        ("উপজেলা মৎস্য কর্মকর্তা", "উপজেলা মৎস্য অফিসার"),
    ],
)
def test_a_post_like_one_that_is_there_is_asked_about_before_it_is_made(
    staff, cast, seats, typed, offered
):
    make_post(cast.shalbon, "জেলা প্রশাসক")
    line = Office.objects.create(code="fish", kind="line", name="মৎস্য", parent=cast.meghdubi)
    make_post(line, "উপজেলা মৎস্য অফিসার")
    page = url("add_member", cast.committee)
    posts = Post.objects.count()
    asked = staff.post(page, {**ROLE, "title": typed, "holder": "করিম", "act": "more"})
    assert asked.status_code == 422
    assert offered in [post.title for post in asked.context["form"].similar]
    assert asked.context["form"]["holder"].value() == "করিম"
    assert Post.objects.count() == posts
    # Said to be another one, it is made; the same answer does not hold for another title.
    again = {**ROLE, "title": typed, "is_new": "অন্য", "then": "more"}
    assert staff.post(page, again).status_code == 422
    made = staff.post(page, again | {"is_new": typed})
    assert made.headers["Location"] == f"{page}?since=2024-01-01"
    assert cast.committee.memberships.latest("pk").post.title == typed


def test_a_similar_post_that_is_meant_takes_the_seat_and_the_name_that_was_typed(
    staff, cast, seats
):
    there = make_post(cast.meghdubi, "উপজেলা মৎস্য অফিসার")
    page = url("add_member", cast.committee)
    typed = {**ROLE, "title": "উপজেলা মৎস্য কর্মকর্তা", "holder": "করিম হোসেন"}
    told = staff.post(page, {**typed, "is_it": there.pk})
    assert told.status_code == 302
    assert (cast.committee.memberships.latest("pk").post, there.holder) == (there, "করিম হোসেন")
    # What has a seat already is named and cannot be pressed.
    asked = staff.post(page, {**ROLE, "title": "উপজেলা কৃষি কর্মকর্তা"}).content.decode()
    assert "ইতোমধ্যে কমিটিতে আছে" in asked
    assert 'name="is_it"' not in asked


@pytest.mark.parametrize(
    "other",
    ["জেলা কৃষি অফিসার", "সহকারী কমিশনার (ভূমি)", "চেয়ারম্যান, ২ নম্বর ইউনিয়ন", "পুরোহিত"],
)
def test_a_post_that_is_not_alike_is_made_without_a_question(staff, cast, seats, other):
    make_post(cast.meghdubi, "চেয়ারম্যান, ১ নম্বর ইউনিয়ন")
    answer = staff.post(url("add_member", cast.committee), {**ROLE, "title": other})
    assert answer.status_code == 302


def test_members_are_added_and_changed_one_after_another(staff, cast, seats):
    page = url("add_member", cast.committee)
    there = make_post(cast.meghdubi, "উপজেলা মৎস্য অফিসার")
    answer = staff.post(page, {**ROLE, "post": there.pk, "act": "more"})
    then = staff.get(answer.headers["Location"]).context["form"]
    assert then["starts_on"].value() == "০১/০১/২০২৪"
    for since in ("৩২/০১/২০২৪", "", "9" * 400):
        assert staff.get(page, {"since": since}).status_code == 200

    told = {**ROLE, "act": "next"}
    assert staff.post(url("seat", seats[0]), told).headers["Location"] == url("seat", seats[1])
    last = cast.committee.memberships.order_by("order", "pk").last()
    assert staff.post(url("seat", last), told).headers["Location"] == url("members", cast.committee)
