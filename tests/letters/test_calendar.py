"""The calendar file that goes with a letter: the same event, counted up by each change."""

from datetime import timedelta

from icalendar import Calendar

from letters.calendar import calendar_for
from letters.models import Letter
from tests.letters.conftest import send

Kind = Letter.Kind


def test_a_notice_its_postponement_and_its_cancellation_are_one_event(planned, cast, drawn_small):
    told = []
    day = planned.held_on
    for kind, changes in (
        (Kind.NOTICE, None),
        (Kind.ADDENDUM, {"topics": ["বাজেট"]}),
        (Kind.POSTPONEMENT, {"held_on": day + timedelta(days=3)}),
        (Kind.CANCELLATION, {"reason": "বন্যার কারণে"}),
    ):
        send(kind, planned, cast, **({"changes": changes} if changes else {}))
        letter = Letter.objects.get(kind=kind)
        calendar = Calendar.from_ical(calendar_for(letter))
        [event] = calendar.walk("VEVENT")
        assert event["URL"] == letter.paper.public_url
        told.append((calendar["METHOD"], event["SEQUENCE"], event["UID"], event.start))

    methods, sequences, uids, starts = zip(*told, strict=True)
    assert methods == ("REQUEST", "REQUEST", "REQUEST", "CANCEL")
    first = sequences[0]
    assert sequences == (first, first, first + 1, first + 2)
    assert len(set(uids)) == 1
    assert (starts[2].date() if hasattr(starts[2], "date") else starts[2]) == day + timedelta(
        days=3
    )


def test_no_calendar_goes_with_a_letter_about_no_sitting(cast):
    letter = Letter(office=cast.meghdubi, kind=Kind.REPLY, created_by=cast.staff)
    assert calendar_for(letter) is None
