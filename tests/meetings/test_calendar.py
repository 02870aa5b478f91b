"""The calendar file of a meeting: one event for ever, counted up by what matters to a calendar."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from icalendar import Calendar

from accounts import steps
from meetings import moves
from meetings.calendar import calendar_of
from meetings.models import Meeting, State
from tests.cast import signed_in
from tests.factories import make_meeting

pytestmark = pytest.mark.once


@pytest.fixture
def meeting(cast):
    meeting = make_meeting(cast.committee, by=cast.staff, state=State.PLANNED)
    Meeting.objects.filter(pk=meeting.pk).update(state=State.PLANNED)
    meeting.refresh_from_db()
    return meeting


def event_of(meeting):
    calendar = Calendar.from_ical(calendar_of(meeting))
    [event] = calendar.walk("VEVENT")
    return calendar, event


def test_it_says_when_and_where_and_what_about(meeting):
    meeting.starts_at = time(11, 30)
    calendar, event = event_of(meeting)
    assert calendar["METHOD"] == "REQUEST"
    assert event["STATUS"] == "CONFIRMED"
    assert event.start == datetime(2024, 3, 21, 11, 30, tzinfo=ZoneInfo("Asia/Dhaka"))
    assert event["SUMMARY"] == "উপজেলা আইসিটি কমিটির সভা"
    assert event["LOCATION"] == meeting.venue
    assert "সময়: সকাল ১১.৩০ ঘটিকা\nসভাপতি: রেহানা পারভীন, উপজেলা নির্বাহী অফিসার" in event["DESCRIPTION"]
    assert "০১। ওয়েব পোর্টাল হালনাগাদ" in event["DESCRIPTION"]
    assert calendar_of(meeting) == calendar_of(meeting)


def test_no_recipient_and_no_persons_address_is_in_it(meeting, settings):
    settings.DEFAULT_FROM_EMAIL = "Portal <no-reply@sabha.example>"
    data = calendar_of(meeting).decode()
    assert "ATTENDEE" not in data
    assert data.count("@") == 1
    assert "mailto:no-reply@sabha.example" in data.replace("\r\n ", "")


def test_a_day_without_a_time_is_a_whole_day(meeting):
    meeting.starts_at = None
    _, event = event_of(meeting)
    assert event.start == meeting.held_on
    assert type(event.start) is date


def test_the_summer_of_2009_was_an_hour_ahead(meeting):
    for day, hours in ((date(2009, 6, 18), 6), (date(2009, 8, 1), 7), (date(2010, 1, 1), 6)):
        meeting.held_on, meeting.starts_at = day, time(10)
        calendar, event = event_of(meeting)
        assert event.start.utcoffset() == timedelta(hours=hours)
        [zone] = calendar.walk("VTIMEZONE")
        told = zone.to_tz().utcoffset(datetime(day.year, day.month, day.day, 10))
        assert told == timedelta(hours=hours)


def test_twenty_changes_count_up_where_they_matter_and_the_last_one_stands(meeting, cast):
    # (what is changed, whether a calendar that has it is wrong now)
    changes = [
        ({"held_on": date(2024, 3, 25)}, True),
        ({"starts_at": time(10)}, True),
        ({"venue": "সম্মেলন কক্ষ"}, True),
        ({"venue": "সম্মেলন কক্ষ, দ্বিতীয় তলা"}, True),  # the same step of the history
        ({"title": "অন্য শিরোনাম"}, False),
        ({"closing": ["শেষ।"]}, False),
        ({"chair": {"label": "সভাপতি", "name": "সুব্রত চাকমা", "designation": []}}, True),
        ({"held_on": date(2024, 3, 25)}, False),
        ({"starts_at": None}, True),
        ({"starts_at": time(15)}, True),
        ({"venue": None}, True),
        ({"opening": ["শুরু।"]}, False),
        ({"held_on": date(2024, 4, 2)}, True),
        ({"held_on": date(2024, 4, 3), "venue": "মিলনায়তন"}, True),
        ({"quorum_override": "জরুরি"}, False),
        ({"venue": "মিলনায়তন"}, False),
        ({"held_on": date(2024, 3, 21)}, True),
        ({"starts_at": time(16, 30)}, True),
        ({"venue": "মিলনায়তন, নিচতলা"}, True),
    ]
    _, first = event_of(meeting)
    uids, last = {first["UID"]}, first["SEQUENCE"]
    for change, is_material in changes:
        stored = Meeting.objects.get(pk=meeting.pk)
        steps.set_to(stored, change)
        steps.keep(stored, by=cast.staff)
        _, event = event_of(Meeting.objects.get(pk=meeting.pk))
        assert event["SEQUENCE"] == last + is_material, change
        last = event["SEQUENCE"]
        uids.add(event["UID"])
    assert len(uids) == 1
    assert (event.start.date(), event.start.time()) == (date(2024, 3, 21), time(16, 30))
    assert event["LOCATION"] == "মিলনায়তন, নিচতলা"

    moves.give_notice(meeting=Meeting.objects.get(pk=meeting.pk), by=cast.staff)
    assert Meeting.objects.get(pk=meeting.pk).calendar_sequence == last
    moves.cancel(meeting=Meeting.objects.get(pk=meeting.pk), by=cast.staff)
    calendar, event = event_of(Meeting.objects.get(pk=meeting.pk))
    assert (calendar["METHOD"], event["STATUS"]) == ("CANCEL", "CANCELLED")
    assert (event["SEQUENCE"], event["UID"]) == (last + 1, first["UID"])


def test_the_page_gives_it_to_who_sees_the_meeting(meeting, cast):
    url = reverse("meetings:calendar", args=[meeting.pk])
    answer = signed_in(cast.reader).get(url)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert Calendar.from_ical(answer.content).walk("VEVENT")
    assert signed_in(cast.far_staff).get(url).status_code == 404
