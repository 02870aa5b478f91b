"""The pages of committees."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from committees.models import Membership
from offices.models import Posting
from tests.factories import LONG_AGO, make_committee, make_meeting, make_post, seat

LIST = reverse("committees:list")


def detail(committee):
    return reverse("committees:detail", args=[committee.pk])


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.mark.parametrize(
    "who", ["sister_officer", "near_officer", "far_staff", "dc_officer", "transferred", "sysadmin"]
)
def test_to_a_stranger_a_committee_is_not_there(client, cast, who):
    client.force_login(getattr(cast, who))
    missing = client.get(reverse("committees:detail", args=[987654])).content
    response = client.get(detail(cast.committee))
    assert (response.status_code, response.content) == (404, missing)
    assert list(client.get(LIST).context["page"]) == []


def test_the_list_holds_the_committees_of_ones_offices(client, cast):
    closed = make_committee(cast.meghdubi, "বিলুপ্ত কমিটি", closed_on=date(2024, 1, 1))
    of_sister = make_committee(cast.sister, "সমবায় কমিটি")
    make_committee(cast.noldanga)
    make_meeting(cast.committee)

    client.force_login(cast.staff)
    response = client.get(LIST)
    assert list(response.context["page"]) == [cast.committee, closed]
    assert "২টি কমিটি" in text(response)
    assert "১টি সভা" in text(response)
    assert "বিলুপ্ত" in text(response)

    client.force_login(cast.two_roles)
    response = client.get(LIST)
    assert set(response.context["page"]) == {cast.committee, closed, of_sister}
    assert cast.sister.name in text(response).partition("২টি কমিটি")[0] + text(response)


def test_a_list_of_many_committees_turns_pages_at_a_constant_cost(
    client, cast, django_assert_num_queries
):
    client.force_login(cast.staff)
    with django_assert_num_queries(7):
        client.get(LIST)
    for number in range(26):
        make_committee(cast.meghdubi, f"কমিটি {number:02}")
    with django_assert_num_queries(7):
        response = client.get(LIST)
    assert "পাতা ১/২" in text(response)
    assert len(client.get(f"{LIST}?page=2").context["page"]) == 2


def test_members_stand_by_seniority_with_who_holds_the_post_today(client, cast):
    yesterday = timezone.localdate() - timedelta(days=1)
    chair = make_post(cast.meghdubi, "উপজেলা চেয়ারম্যান")
    farmer = make_post(cast.sister, "উপজেলা কৃষি অফিসার")
    former = make_post(cast.meghdubi, "সাবেক সদস্য")
    seat(cast.committee, farmer, "member_secretary", order=2, second_role="focal_point")
    seat(cast.committee, chair, "chair", order=1)
    seat(cast.committee, former, ends_on=yesterday)
    Posting.objects.create(post=chair, name="আগের জন", starts_on=LONG_AGO, ends_on=yesterday)
    Posting.objects.create(post=chair, name="এখনকার জন", starts_on=yesterday)
    Posting.objects.create(post=farmer, name="আগের জন", starts_on=LONG_AGO, ends_on=yesterday)

    client.force_login(cast.reader)
    response = client.get(detail(cast.committee))
    members = text(response).partition("জ্যেষ্ঠতার ক্রমে")[2]
    assert re.findall("উপজেলা চেয়ারম্যান|এখনকার জন|সভাপতি|উপজেলা কৃষি অফিসার|নাম দেওয়া নেই", members) == [
        "উপজেলা চেয়ারম্যান", "এখনকার জন", "সভাপতি", "উপজেলা কৃষি অফিসার", "নাম দেওয়া নেই",
    ]  # fmt: skip
    assert "সদস্য সচিব ও ফোকাল পয়েন্ট" in members
    assert "আগের জন" not in members
    assert "সাবেক সদস্য" not in members
    assert list(response.context["members"]) == list(
        Membership.objects.filter(ends_on=None).order_by("order")
    )


def test_a_committee_shows_its_latest_meetings(client, cast):
    for day in range(1, 13):
        make_meeting(cast.committee, held_on=date(2024, 3, day))
    client.force_login(cast.staff)
    response = client.get(detail(cast.committee))
    assert [m.held_on.day for m in response.context["meetings"]] == list(range(12, 2, -1))
    assert "সব সভা (১২টি)" in text(response)
    assert f'href="{reverse("meetings:list")}?committee={cast.committee.pk}"' in (
        response.content.decode()
    )


def test_a_committee_costs_no_more_for_more_members(client, cast, django_assert_num_queries):
    client.force_login(cast.staff)
    seat(cast.committee, make_post(cast.meghdubi, "সদস্য ১"))
    make_meeting(cast.committee)
    with django_assert_num_queries(10):
        client.get(detail(cast.committee))
    for number in range(2, 12):
        seat(cast.committee, make_post(cast.meghdubi, f"সদস্য {number}"))
        make_meeting(cast.committee, held_on=date(2024, 4, number))
    with django_assert_num_queries(10):
        client.get(detail(cast.committee))


def test_committees_are_only_read_here(client, cast):
    client.force_login(cast.officer)
    assert client.post(LIST).status_code == 405
    assert client.post(detail(cast.committee)).status_code == 405
