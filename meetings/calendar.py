"""A meeting as a calendar file (RFC 5545): one event for ever, whatever becomes of it.

A calendar takes what bears the same UID and a higher SEQUENCE for the newer word. The sequence is a
column of the meeting that its save counts up: the steps of its history would not do, for saves that
follow each other closely are one step. It names no recipient, so one may pass the file on.
"""

import uuid
from datetime import datetime
from email.utils import parseaddr
from zoneinfo import ZoneInfo

from django.conf import settings
from icalendar import Calendar, Event, vCalAddress

from bangla.grammar import genitive
from bangla.phrases import time_phrase
from meetings.models import State
from papers.content import spoken_serial

MIME = "text/calendar; charset=utf-8"
DHAKA = ZoneInfo("Asia/Dhaka")
# Of the UIDs of all portals; those of one are told apart by the moment each meeting was planned.
MEETINGS = uuid.UUID("5a3c1f0e-6d0b-4a57-9d57-2f4f1a0f6c1e")


def calendar_of(meeting, *, url=""):
    """The bytes of the calendar file of a meeting as it stands now.

    `url`: a page that everybody may read about it. A corrigendum has none of its own: it is asked of
    the meeting it corrects (`first_issue`). How long a meeting takes nobody says, so the event has no end.
    """
    is_cancelled = meeting.state == State.CANCELLED
    event = Event()
    event.add("uid", _uid(meeting))
    event.add("sequence", meeting.calendar_sequence)
    event.add("dtstamp", meeting.calendar_changed_at)
    event.add("dtstart", _begins(meeting))
    event.add("summary", f"{genitive(meeting.committee_name)} সভা")
    event.add("status", "CANCELLED" if is_cancelled else "CONFIRMED")
    event.add("description", _told(meeting))
    if meeting.venue:
        event.add("location", meeting.venue)
    if url:
        event.add("url", url)
    # The portal's own mailbox, in the name of the office: no person's address leaves with it.
    organizer = vCalAddress(f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}")
    organizer.params["cn"] = meeting.office.name
    event.add("organizer", organizer)

    calendar = Calendar()
    calendar.add("prodid", "-//Karjabibarani//Minutes Portal//BN")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if is_cancelled else "REQUEST")
    calendar.add_component(event)
    calendar.add_missing_timezones()
    return calendar.to_ical()


def _uid(meeting):
    return str(uuid.uuid5(MEETINGS, f"{meeting.pk} {meeting.created_at.timestamp()}"))


def _begins(meeting):
    """When it begins; the whole day where no time is told."""
    if meeting.starts_at is None:
        return meeting.held_on
    return datetime.combine(meeting.held_on, meeting.starts_at, tzinfo=DHAKA)


def _told(meeting):
    """What is told of it in words: its time as people say it, its chair, its agenda."""
    lines = []
    if meeting.starts_at:
        lines.append(f"সময়: {time_phrase(meeting.starts_at)}")
    if meeting.chair:
        post = ", ".join([meeting.chair["name"], *meeting.chair.get("designation", [])])
        lines.append(f"{(meeting.chair.get('label') or 'সভাপতি').rstrip(' :ঃ')}: {post}")
    items = [
        f"{spoken_serial(item.serial, number)}। {' '.join(item.called.split())}"
        for number, item in enumerate(meeting.items.all(), 1)
        if item.called
    ]
    return "\n".join([*lines, *(["আলোচ্যসূচি:", *items] if items else [])])
