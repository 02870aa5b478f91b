"""Asked once more who it is: the own password, and not guessed at for long."""

import time
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from accounts import reauth
from accounts.models import AuditEvent, User
from tests.meetings.test_races import at_once

PASSWORD = "নদীর পাড়ে বাড়ি"


@pytest.fixture
def rashed(db):
    return User.objects.create_user("rashed", password=PASSWORD, name="রাশেদ করিম")


@pytest.fixture
def karim(db):
    return User.objects.create_user("karim", password=PASSWORD, name="করিম")


def test_it_is_the_own_password_of_today(rashed):
    stale = User.objects.get(pk=rashed.pk)
    assert reauth.confirm(rashed, PASSWORD) is True
    assert reauth.confirm(rashed, "অন্য কিছু") is False
    assert reauth.confirm(rashed, "") is False
    rashed.set_password("নতুন পাসওয়ার্ড")
    rashed.save()
    assert reauth.confirm(stale, PASSWORD) is False


def test_a_wrong_answer_is_recorded_and_a_right_one_is_not(rashed):
    reauth.confirm(rashed, PASSWORD)
    assert not AuditEvent.objects.exists()
    reauth.confirm(rashed, "অন্য কিছু")
    event = AuditEvent.objects.get()
    assert (event.what, event.by, event.target_id) == ("reauth failed", rashed, rashed.pk)
    assert (event.chain, event.detail) == ("portal", {})


def later(monkeypatch, seconds):
    at = timezone.now() + timedelta(seconds=seconds)
    monkeypatch.setattr("accounts.reauth.timezone.now", lambda: at)


def test_each_wrong_answer_makes_the_next_wait_longer_and_is_told_at_once(
    rashed, karim, monkeypatch
):
    for turn in range(3):
        assert reauth.confirm(rashed, f"অনুমান {turn}") is False
    began = time.monotonic()
    for wait, said in (
        (5, "৫ সেকেন্ড"), (15, "১৫ সেকেন্ড"), (60, "৬০ সেকেন্ড"), (300, "৫ মিনিট"), (300, "৫ মিনিট"),
    ):  # fmt: skip
        with pytest.raises(reauth.TooMany) as refusal:
            reauth.confirm(rashed, PASSWORD)
        assert str(refusal.value) == f"কয়েকবার ভুল হয়েছে। {said} পরে আবার চেষ্টা করুন।"
        later(monkeypatch, wait + 1)
        assert reauth.confirm(rashed, "অন্য কিছু") is False
    assert time.monotonic() - began < 5
    # Nobody else pays for it, no other secret does, and a right answer ends it.
    assert reauth.confirm(karim, PASSWORD) is True
    assert reauth.attempt(rashed, reauth.Kind.PIN, lambda: True) is True
    later(monkeypatch, 301)
    assert reauth.confirm(rashed, PASSWORD) is True
    assert reauth.confirm(rashed, "অন্য কিছু") is False
    assert reauth.confirm(rashed, PASSWORD) is True
    assert AuditEvent.objects.filter(what="reauth failed").count() == 9


def test_a_wrong_pin_is_counted_and_what_hinders_a_key_is_not(rashed):
    class Wrong(Exception):
        pass

    def raised(error):
        with pytest.raises(type(error)):
            reauth.attempt(rashed, reauth.Kind.PIN, raise_of(error), wrong=Wrong)

    for _ in range(10):
        raised(OSError())
    for _ in range(3):
        raised(Wrong())
    with pytest.raises(reauth.TooMany):
        reauth.attempt(rashed, reauth.Kind.PIN, lambda: True)
    assert AuditEvent.objects.filter(what="pin failed").count() == 3


def raise_of(error):
    def check():
        raise error

    return check


def test_an_act_that_is_taken_back_takes_no_wrong_answer_with_it(rashed):
    with pytest.raises(RuntimeError), transaction.atomic():
        reauth.confirm(rashed, "অন্য কিছু")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_twenty_guesses_at_once_are_three(rashed):
    guesses = [lambda n=n: reauth.confirm(rashed, f"অনুমান {n}") for n in range(20)]
    outcomes = at_once(*guesses)
    assert outcomes.count(False) == 3
    assert [type(each) for each in outcomes].count(reauth.TooMany) == 17
    assert AuditEvent.objects.count() == 3


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_twenty_right_answers_at_once_are_all_heard(rashed):
    assert at_once(*[lambda: reauth.confirm(rashed, PASSWORD)] * 20) == [True] * 20
