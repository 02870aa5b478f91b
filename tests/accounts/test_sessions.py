"""How long a session lasts, and that a closed account has none, whoever opens it again."""

import time

import pytest
from django.test import Client

from accounts import middleware
from accounts.models import User
from tests.cast import signed_in

PAGE = "/inbox/"


def comes_in(client):
    return client.get(PAGE).status_code == 200


@pytest.fixture
def rashed(db):
    return User.objects.create_user("rashed", password="নদীর পাড়ে বাড়ি", name="রাশেদ করিম")


def closed_by_form(user):
    user.is_active = False
    user.save()


def closed_by_column(user):
    user.is_active = False
    user.save(update_fields=["is_active"])


def closed_in_the_table(user):
    User.objects.filter(pk=user.pk).update(is_active=False)


@pytest.mark.parametrize("close", [closed_by_form, closed_by_column, closed_in_the_table])
def test_a_closed_account_has_no_session_when_it_is_opened_again(rashed, close):
    client, stale = signed_in(rashed), User.objects.get(pk=rashed.pk)
    assert comes_in(client)
    close(User.objects.get(pk=rashed.pk))
    assert not comes_in(client)
    # Somebody who read the account before writes another column: nothing of it is undone.
    stale.name = "রাশেদ"
    stale.save()
    assert not User.objects.get(pk=rashed.pk).is_active
    assert not comes_in(client)

    again = User.objects.get(pk=rashed.pk)
    again.is_active = True
    again.save()
    stale.save()
    assert User.objects.get(pk=rashed.pk).is_active
    assert not comes_in(client)
    assert comes_in(signed_in(again))


def test_what_else_changes_of_an_account_ends_no_session(rashed):
    client = signed_in(rashed)
    rashed.email = "rashed@example.org"
    rashed.save()
    assert comes_in(client)


@pytest.mark.parametrize(
    ("minutes", "lasts"), [([59, 118, 177], True), ([30, 91], False), ([50 * n for n in range(16)], False)]
)  # fmt: skip
def test_who_leaves_the_desk_and_who_never_does_signs_in_again(rashed, monkeypatch, minutes, lasts):
    client, began = signed_in(rashed), time.time()
    for minute in minutes:
        monkeypatch.setattr(middleware.time, "time", lambda minute=minute: began + minute * 60)
        last = client.get(PAGE)
    assert (last.status_code == 200) == lasts
    if not lasts:
        assert last.url == f"/accounts/login/?next={PAGE}"
        assert "আবার প্রবেশ করুন" in client.get(last.url).content.decode()


def test_a_stranger_has_no_session_that_could_end(db):
    client = Client()
    assert client.get("/accounts/login/").status_code == 200
    assert "began" not in client.session
