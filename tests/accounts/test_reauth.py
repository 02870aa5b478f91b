"""Asked once more who it is: the own password, and not guessed at for long."""

from datetime import timedelta

import pytest
from django.core.cache import cache
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


def test_after_five_wrong_answers_the_right_one_is_not_heard_either(rashed, karim):
    for turn in range(5):
        assert reauth.confirm(rashed, f"অনুমান {turn}") is False
        assert turn == 4 or reauth.confirm(rashed, PASSWORD) is True
    with pytest.raises(reauth.TooMany) as refusal:
        reauth.confirm(rashed, PASSWORD)
    assert str(refusal.value) == "কয়েকবার ভুল হয়েছে। পাঁচ মিনিট পরে আবার চেষ্টা করুন।"
    # Nobody else pays for it.
    assert reauth.confirm(karim, PASSWORD) is True
    assert AuditEvent.objects.count() == 5


def test_after_five_minutes_it_is_heard_again(rashed, monkeypatch):
    for turn in range(5):
        reauth.confirm(rashed, f"অনুমান {turn}")

    def later(seconds):
        at = timezone.now() + timedelta(seconds=seconds)
        monkeypatch.setattr("django.core.cache.backends.db.tz_now", lambda: at)

    later(295)
    with pytest.raises(reauth.TooMany):
        reauth.confirm(rashed, PASSWORD)
    later(305)
    assert reauth.confirm(rashed, PASSWORD) is True


def test_an_act_that_is_taken_back_takes_no_wrong_answer_with_it(rashed):
    with pytest.raises(RuntimeError), transaction.atomic():
        reauth.confirm(rashed, "অন্য কিছু")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_twenty_guesses_at_once_are_five(rashed):
    cache.clear()
    guesses = [lambda n=n: reauth.confirm(rashed, f"অনুমান {n}") for n in range(20)]
    outcomes = at_once(*guesses)
    assert outcomes.count(False) == 5
    assert [type(each) for each in outcomes].count(reauth.TooMany) == 15
    assert AuditEvent.objects.count() == 5


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_twenty_right_answers_at_once_are_all_heard(rashed):
    cache.clear()
    assert at_once(*[lambda: reauth.confirm(rashed, PASSWORD)] * 20) == [True] * 20
