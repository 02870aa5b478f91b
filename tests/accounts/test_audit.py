"""The trail of who did what: written with the deed, by nobody else, and not to be lost."""

from datetime import timedelta

import pytest
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from accounts.models import AuditEvent, User, record
from meetings.models import Meeting
from tests.factories import make_user


class Failure(Exception):
    pass


def test_an_event_says_who_did_what_to_which_row_and_when(cast, meeting):
    began = timezone.now()
    event = record(by=cast.staff, what="meeting read", target=meeting, reason="কারণ", pages=[1, 2])
    event = AuditEvent.objects.get(pk=event.pk)
    assert (event.by, event.what) == (cast.staff, "meeting read")
    assert (event.target_kind, event.target_id) == ("meetings.meeting", meeting.pk)
    assert event.detail == {"reason": "কারণ", "pages": [1, 2]}
    assert began <= event.at <= timezone.now()
    assert str(event) == f"meeting read meetings.meeting {meeting.pk}"


def test_an_event_without_more_to_say_says_no_more(cast):
    assert record(by=cast.staff, what="account opened", target=cast.officer).detail == {}


def test_an_event_stands_or_falls_with_the_deed(cast):
    with pytest.raises(Failure), transaction.atomic():
        cast.meghdubi.name = "অন্য নাম"
        cast.meghdubi.save()
        record(by=cast.sysadmin, what="office changed", target=cast.meghdubi)
        assert AuditEvent.objects.count() == 1
        raise Failure
    assert AuditEvent.objects.count() == 0
    cast.meghdubi.refresh_from_db()
    assert cast.meghdubi.name == "উপজেলা কার্যালয়, মেঘডুবি"


@pytest.mark.django_db(transaction=True)
def test_an_event_is_of_somebody(cast):
    with pytest.raises(IntegrityError):
        record(by=None, what="office changed", target=cast.meghdubi)
    stranger = User(pk=999_999, username="stranger")
    with pytest.raises(IntegrityError):
        record(by=stranger, what="office changed", target=cast.meghdubi)
    assert AuditEvent.objects.count() == 0


def test_who_did_something_is_not_deleted(cast):
    record(by=cast.staff, what="office changed", target=cast.meghdubi)
    cast.staff.postings.all().delete()
    with pytest.raises(ProtectedError):
        cast.staff.delete()
    assert User.objects.filter(pk=cast.staff.pk).exists()


def test_an_event_outlives_what_it_is_about(cast, meeting):
    pk = meeting.pk
    record(by=cast.staff, what="meeting read", target=meeting)
    Meeting.objects.filter(pk=pk).delete()
    assert AuditEvent.objects.get().target_id == pk


def test_the_latest_event_comes_first_whatever_the_clock_said(cast, monkeypatch):
    now = timezone.now()
    first = record(by=cast.staff, what="first", target=cast.meghdubi)
    monkeypatch.setattr(timezone, "now", lambda: now - timedelta(hours=2))  # set back
    second = record(by=cast.staff, what="second", target=cast.meghdubi)
    assert second.at < first.at
    assert list(AuditEvent.objects.all()) == [second, first]


def test_every_move_of_a_meeting_is_in_the_trail_once(cast, meeting):
    meeting.submit(by=cast.staff)
    meeting.send_back(by=cast.officer, remarks="দেখুন।")
    meeting.submit(by=cast.two_roles)
    meeting.approve(by=cast.officer)
    trail = AuditEvent.objects.filter(target_kind="meetings.meeting", target_id=meeting.pk)
    assert list(trail.order_by("pk").values_list("by__username", "what")) == [
        ("staff", "meeting draft → submitted"),
        ("officer", "meeting submitted → returned"),
        ("two_roles", "meeting returned → submitted"),
        ("officer", "meeting submitted → approved"),
    ]
    assert AuditEvent.objects.count() == 4


def test_nobody_writes_the_trail_by_hand():
    assert not admin.site.is_registered(AuditEvent)


def test_a_move_between_any_two_states_fits_its_column():
    longest = max(
        (
            f"meeting {before} → {after}"
            for before, moves in Meeting.MOVES.items()
            for after in moves
        ),
        key=len,
    )
    assert len(longest) <= AuditEvent._meta.get_field("what").max_length


# --- Names that sign in ---------------------------------------------------------------------


@pytest.mark.parametrize("username", ["a", "7", "rahim.uddin", "uno-meghdubi", "staff_2", "a" * 60])
def test_a_user_name_is_of_small_english_letters_and_digits(db, username):
    User(username=username, name="নাম", password="x").full_clean()


@pytest.mark.parametrize(
    "username",
    [
        "",
        "Rahim",
        "রহিম",
        "rahim১২",  # Bengali digits beside English letters
        "১২",
        "rаhim",  # Cyrillic а
        "rahim\u200d",
        "rahim\u202e",
        "rahim\n",
        " rahim",
        "ｒａｈｉｍ",
        "rahim٢",  # Arabic digit
        ".rahim",
        "-rahim",
        "a" * 61,
    ],
)
def test_a_user_name_is_nothing_else(db, username):
    with pytest.raises(ValidationError) as refusal:
        User(username=username, name="নাম", password="x").full_clean()
    assert set(refusal.value.message_dict) == {"username"}


def test_two_people_do_not_share_a_user_name(db):
    make_user("rahim")
    with pytest.raises(ValidationError) as refusal:
        User(username="rahim", name="নাম", password="x").full_clean()
    assert refusal.value.message_dict == {"username": ["এই নামে একজন ব্যবহারকারী আছেন।"]}
    with pytest.raises(IntegrityError), transaction.atomic():
        make_user("rahim")
