"""One first or last day is given to many members at once, all of them or none."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.models import AuditEvent
from offices.models import Posting
from tests.factories import give_post, make_post, seat

JANUARY, JULY = date(2024, 1, 1), date(2024, 7, 1)
TITLES = ["উপজেলা কৃষি অফিসার", "উপজেলা শিক্ষা অফিসার", "উপজেলা মৎস্য অফিসার"]


@pytest.fixture
def seats(client, cast):
    client.force_login(cast.staff)
    return [
        seat(cast.committee, make_post(cast.meghdubi, title), starts_on=JULY) for title in TITLES
    ]


def page(committee, **query):
    return reverse("committees:days", args=[committee.pk], query=query)


def days_of(seats):
    for each in seats:
        each.refresh_from_db()
    return [(each.starts_on, each.ends_on) for each in seats]


def test_one_day_is_given_to_those_who_are_ticked(client, cast, seats):
    told = {"seats": [s.pk for s in seats[:2]], "starts_on": "০১/০১/২০২৪"}
    assert client.post(page(cast.committee), told).status_code == 302
    assert days_of(seats) == [(JANUARY, None), (JANUARY, None), (JULY, None)]
    told = {"seats": [s.pk for s in seats], "ends_on": "৩১/১২/২০৯৯"}
    assert client.post(page(cast.committee), told).status_code == 302
    assert {ends for _, ends in days_of(seats)} == {date(2099, 12, 31)}
    assert AuditEvent.objects.filter(what="member changed").count() == 5


@pytest.mark.parametrize(
    ("days", "field"),
    [
        ({}, "__all__"),
        ({"starts_on": "৩১/০২/২০২৪"}, "starts_on"),
        ({"ends_on": "৩০/০৬/২০২৪"}, "seats"),
        ({"starts_on": "০১/০১/২০২৩"}, "seats"),
    ],
)
def test_a_day_that_one_of_them_cannot_have_changes_none(client, cast, seats, days, field):
    # Of the third another term is over: it cannot reach back into it.
    seat(cast.committee, seats[2].post, starts_on=date(2022, 1, 1), ends_on=date(2023, 6, 30))
    before = days_of(seats)
    told = {"seats": [s.pk for s in seats], **days}
    answer = client.post(page(cast.committee), told)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert all(each.is_ticked for each in answer.context["seats"] if each in seats)
    assert days_of(seats) == before


def test_a_seat_of_another_committee_is_refused(client, cast, seats):
    client.force_login(cast.near_staff)
    assert client.post(page(cast.committee), {"seats": seats[0].pk}).status_code == 404
    client.force_login(cast.staff)
    answer = client.post(page(cast.committee), {"seats": "999999", "starts_on": "০১/০১/২০২৪"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["seats"])


def test_a_name_that_was_typed_with_the_seat_goes_back_with_it_and_no_other(client, cast, seats):
    first, second, third = [each.post for each in seats]
    typed = Posting.objects.create(post=first, name="করিম", starts_on=JULY)
    # Who signs in, and who came on another day or after somebody else, stay.
    signs_in = give_post(cast.far_staff, cast.meghdubi, "staff", starts_on=JULY)
    Posting.objects.filter(pk=signs_in.pk).update(post=second)
    Posting.objects.create(post=third, name="আগের জন", starts_on=date(2020, 1, 1), ends_on=JANUARY)
    after = Posting.objects.create(post=third, name="পরের জন", starts_on=JULY)
    told = {"seats": [s.pk for s in seats], "starts_on": "০১/০১/২০২৪"}

    client.post(page(cast.committee), told | {"with_holders": "on"})
    assert Posting.objects.get(pk=typed.pk).starts_on == JANUARY
    assert {Posting.objects.get(pk=p.pk).starts_on for p in (signs_in, after)} == {JULY}
    assert AuditEvent.objects.get(what="holder since").detail["changes"] == {
        "starts_on": ["2024-07-01", "2024-01-01"]
    }


def test_the_page_opens_with_all_ticked_or_none(client, cast, seats):
    ticked = [s.is_ticked for s in client.get(page(cast.committee)).context["seats"]]
    assert all(ticked)
    shown = client.get(page(cast.committee, ticked="none")).context["seats"]
    assert not any(s.is_ticked for s in shown)
