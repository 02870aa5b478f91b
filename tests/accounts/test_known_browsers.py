"""Strangers who guess at a name do not shut its owner out of a browser where they signed in before."""

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse

from accounts import browsers
from accounts.models import User
from tests.accounts.test_sign_in import PASSWORD, errors, rashed, sign_in  # noqa: F401

# ruff: noqa: F811 (the fixture is asked for by its name)

SHUT = ["কয়েকবার ভুল হয়েছে। পাঁচ মিনিট পরে আবার চেষ্টা করুন।"]


@pytest.fixture
def desk(client, rashed):
    """The browser in which Rashed signed in, and went."""
    assert sign_in(client).status_code == 302
    client.post("/accounts/logout/")
    return client


@pytest.fixture
def strangers_guess(desk):
    """Five wrong guesses from elsewhere, after which no strange browser comes in."""
    stranger = Client(REMOTE_ADDR="203.0.113.9")
    for guess in range(5):
        sign_in(stranger, password=f"অনুমান {guess}")
    assert errors(sign_in(stranger)) == SHUT
    assert errors(sign_in(Client())) == SHUT


def test_the_owner_comes_in_by_the_browser_that_is_known(desk, strangers_guess):
    assert sign_in(desk, " Rashed ")["Location"] == reverse("home")


def test_a_known_browser_guesses_no_more_than_any(desk):
    answers = [errors(sign_in(desk, password=f"অনুমান {n}")) for n in range(6)]
    assert (answers[4] == SHUT, answers[5] == SHUT) == (False, True)
    assert errors(sign_in(desk)) == SHUT
    assert sign_in(Client()).status_code == 302  # and shuts nobody else out


def test_a_shared_desk_knows_each_of_its_people(desk, strangers_guess):
    User.objects.create_user("rahima", password=PASSWORD, name="রহিমা খাতুন")
    sign_in(desk, "rahima")
    desk.post("/accounts/logout/")
    assert sign_in(desk)["Location"] == reverse("home")


def test_no_other_cookie_is_as_good(desk, rashed, strangers_guess):
    kept = desk.cookies["known"].value
    other = User.objects.create_user("rahima", password=PASSWORD, name="রহিমা খাতুন")
    entry = [other.pk, "mark", browsers._seal(other)]
    forged = signing.dumps([[rashed.pk, "mark", browsers._seal(rashed)]], salt="another")
    for cookie in ("", kept[:-1] + "_", forged, signing.dumps([entry], salt=browsers.SALT)):
        strange = Client()
        strange.cookies["known"] = cookie
        assert errors(sign_in(strange)) == SHUT
    strange.cookies["known"] = kept
    assert sign_in(strange).status_code == 302


def test_a_changed_password_makes_every_browser_a_strange_one(desk, rashed, strangers_guess):
    rashed.set_password("অন্য নদীর পাড়ে")
    rashed.save()
    assert errors(sign_in(desk, password="অন্য নদীর পাড়ে")) == SHUT


def test_no_script_reads_the_cookie(desk):
    cookie = desk.cookies["known"]
    kept = [cookie[name] for name in ("httponly", "samesite", "path", "domain")]
    assert kept == [True, "Lax", "/", ""]
