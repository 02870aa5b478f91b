"""Issuing in the browser: what is asked, what a wrong answer does, what a second click does."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEvent
from documents.models import Paper
from meetings.models import State
from memos.models import Memo
from tests.keys import PIN, give_keys
from tests.memos.conftest import make_approved

PASSWORD = "পদ্মা-মেঘনা-যমুনা-১৯৭১"


def signed_in(user):
    user.set_password(PASSWORD)
    user.save()
    client = Client()
    client.force_login(user)
    return client


def answers(meeting, **changed):
    """What the form sends when nothing in it is changed."""
    return {
        "seen": meeting.approved_digest,
        "token": str(uuid.uuid4()),
        "numbering": "next",
        "on": "২৪/০৩/২০২৪",
        "copies": "২",
        "way": "digital",
        "pin": PIN,
        "password": PASSWORD,
    } | changed


def url_of(meeting):
    return reverse("memos:issue", args=[meeting.pk])


def errors_of(response):
    return response.context["form"].errors


def test_an_officer_issues_with_pin_and_password(cast, keys, approved):
    client = signed_in(cast.officer)
    assert client.get(url_of(approved)).status_code == 200

    response = client.post(url_of(approved), answers(approved))

    assert response.status_code == 302
    approved.refresh_from_db()
    assert approved.state == State.ISSUED
    assert approved.paper.issued_file.signers[0]["name"] == cast.officer.name
    page = client.get(response["Location"])
    assert approved.paper.number in page.content.decode()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"password": "ভুল"}, "password"),
        ({"pin": "ভুল"}, "pin"),
        ({"pin": ""}, "pin"),
        ({"on": "৩১/১২/২০৯৯"}, "on"),
        ({"numbering": "typed", "serial": ""}, "serial"),
        ({"numbering": "typed", "serial": "১2"}, "serial"),
        ({"seen": "of another text"}, "__all__"),
    ],
)
def test_a_wrong_answer_is_named_and_nothing_is_taken(cast, keys, approved, wrong, field):
    client = signed_in(cast.officer)

    response = client.post(url_of(approved), answers(approved, **wrong))

    assert (response.status_code, list(errors_of(response))) == (422, [field])
    assert not Memo.objects.exists()
    page = response.content.decode()
    assert PASSWORD not in page
    assert PIN not in page


def test_a_password_is_not_guessed_here(cast, keys, approved):
    client = signed_in(cast.officer)
    for _ in range(3):
        client.post(url_of(approved), answers(approved, password="ভুল"))

    response = client.post(url_of(approved), answers(approved))

    assert "৫ সেকেন্ড পরে" in str(errors_of(response)["password"])
    assert AuditEvent.objects.filter(what="reauth failed").count() == 3


def test_a_pin_is_not_guessed_here(cast, keys, approved):
    client = signed_in(cast.officer)
    for _ in range(3):
        told = client.post(url_of(approved), answers(approved, pin="999999"))
        assert "পিন" in str(errors_of(told)["pin"])

    response = client.post(url_of(approved), answers(approved))

    assert "৫ সেকেন্ড পরে" in str(errors_of(response)["pin"])
    assert AuditEvent.objects.filter(what="pin failed").count() == 3
    assert not Memo.objects.exists()


def test_a_pin_is_typed_in_either_digits(cast, settings, tmp_path, approved):
    give_keys(settings, tmp_path / "keys", cast.officer, pin="246810")
    response = signed_in(cast.officer).post(url_of(approved), answers(approved, pin="২৪৬৮১০"))
    assert response.status_code == 302


def test_who_has_no_key_signs_in_ink(cast, approved):
    client = signed_in(cast.officer)
    page = client.get(url_of(approved))
    assert "pin" not in page.context["form"].fields

    client.post(url_of(approved), answers(approved, way="ink"))

    approved.refresh_from_db()
    assert approved.paper.issued_file.signers == []


def test_the_form_tells_the_number_that_comes_next(cast, approved):
    client = signed_in(cast.officer)
    client.post(url_of(approved), answers(approved, way="ink"))
    other = make_approved(cast, approved.held_on.replace(month=4))

    page = client.get(url_of(other))

    assert [number for _, number in page.context["next_numbers"]] == [1]  # of this year
    assert page.context["next_numbers"][0][0].memos.get().serial == 1


def test_a_second_click_gets_the_first_answer(cast, keys, approved):
    client, sent = signed_in(cast.officer), answers(approved)
    first = client.post(url_of(approved), sent)
    again = client.post(url_of(approved), sent)

    assert (first.status_code, first["Location"]) == (again.status_code, again["Location"])
    assert (Memo.objects.count(), Paper.objects.count()) == (1, 1)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("act", ["approve", "issue", "publish", "void", "send_back", "reserve"])
def test_twenty_clicks_at_once_are_one_act(cast, act):
    url, sent, effect = prepared(cast, act)
    cookies = signed_in(cast.officer).cookies

    def click(_):
        client = Client()
        client.cookies = cookies
        try:
            return client.post(url, sent).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(20) as pool:
        statuses = list(pool.map(click, range(20)))

    assert set(statuses) <= {302, 403}
    assert 302 in statuses
    assert effect() == 1


def prepared(cast, act):
    """(URL, what is posted, how often it took effect)"""
    if act == "reserve":
        file = cast.meghdubi.series.create(name="কার্যালয়").files.create(
            office=cast.meghdubi, number="05.47.8592.000.06.001.24"
        )
        sent = {"file": file.pk, "subject": "পত্র", "token": str(uuid.uuid4())}
        return reverse("memos:reserve"), sent, Memo.objects.count
    meeting = make_approved(cast)
    if act == "issue":
        return url_of(meeting), answers(meeting, way="ink"), Memo.objects.count

    def events(what):
        return AuditEvent.objects.filter(what=what).count

    if act == "approve":
        meeting.send_back(by=cast.officer, remarks="আবার")
        meeting.submit(by=cast.staff)
        sent = {"seen": meeting.content_digest()}
        before = events("meeting submitted → approved")()
        return (
            reverse("meetings:approve", args=[meeting.pk]),
            sent,
            lambda: events("meeting submitted → approved")() - before,
        )
    if act == "send_back":
        return (
            reverse("meetings:send_back", args=[meeting.pk]),
            {"remarks": "আবার দেখুন"},
            events("meeting approved → returned"),
        )
    signed_in(cast.officer).post(url_of(meeting), answers(meeting, way="ink"))
    if act == "publish":
        return (
            reverse("meetings:publish", args=[meeting.pk]),
            {},
            events("meeting issued → published"),
        )
    return (
        reverse("memos:void", args=[Memo.objects.get().pk]),
        {"reason": "ভুল নথি", "password": PASSWORD},
        events("memo voided"),
    )
