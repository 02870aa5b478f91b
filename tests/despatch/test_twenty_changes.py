"""A sitting that changes twenty times: whoever got the notice gets each change once, as a mail, in their
calendar, and on the page of the copy they have."""

import itertools
from collections import Counter
from datetime import time, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from despatch import actions
from distribution.models import Addressee, Way
from letters.models import Letter
from offices.models import today
from tests.accounts.sink import listening
from tests.despatch.outgoing import copies_of, work
from tests.letters.conftest import (  # noqa: F401
    drawn_small,
    fresh,
    members,
    planned,
    send,
)

Kind = Letter.Kind
CHAIR = {"label": "সভাপতি", "name": "তানজিলা হক", "designation": ["সহকারী কমিশনার"]}
# What changes, in turn; the last of all is that the sitting is called off.
TURNS = [
    (Kind.POSTPONEMENT, lambda n, day: {"held_on": day + timedelta(days=n)}),
    (Kind.POSTPONEMENT, lambda n, day: {"starts_at": time(9 + n % 8, 30)}),
    (Kind.POSTPONEMENT, lambda n, day: {"venue": f"কক্ষ {n}"}),
    (Kind.ADDENDUM, lambda n, day: {"topics": [f"নতুন বিষয় {n}"]}),
    (Kind.POSTPONEMENT, lambda n, day: {"chair": CHAIR | {"name": f"সভাপতি {n}"}}),
]


def sent_to_all(letter, cast):
    """Send a letter to everyone on it, and let the mail go; the mails by recipient."""
    line = letter.paper.memo
    for copy in copies_of(line):
        name = f"person{copy.post_id or len(copy.recipient)}"
        Addressee.objects.get_or_create(
            office=line.office,
            post=copy.post,
            line=copy.recipient,
            defaults={"email": f"{name}@office.example", "way": Way.MAIL, "proved_on": today()},
        )
    ways = {copy.pk: Way.MAIL for copy in copies_of(line) if copy.post_id}
    copies = [copy for copy in copies_of(line) if copy.pk in ways]
    actions.send(copies=copies, by=cast.staff, ways=ways, seen=0)
    assert actions.send(copies=copies, by=cast.staff, ways=ways, seen=0) == []
    work()
    return {copy.post_id for copy in copies}


@pytest.mark.usefixtures("drawn_small")
def test_everyone_who_got_the_first_gets_each_change_once(cast, planned, settings):  # noqa: F811
    changes = [TURNS[n % len(TURNS)] for n in range(19)]
    with listening(settings) as sink:
        notice = send(Kind.NOTICE, planned, cast)
        got = sent_to_all(notice, cast)
        letters = [notice]
        for n, (kind, asked) in enumerate(changes, 1):
            day = fresh(planned).held_on
            letters.append(send(kind, planned, cast, changes=asked(n, day)))
            assert sent_to_all(letters[-1], cast) == got
        letters.append(send(Kind.CANCELLATION, planned, cast, changes={"reason": "বন্যার কারণে"}))
        assert sent_to_all(letters[-1], cast) == got

    assert len(got) >= 2
    mails = Counter(recipients[0] for recipients, _ in sink.mail)
    assert set(mails.values()) == {21}  # the notice and twenty changes
    assert len(mails) == len(got)
    one = next(iter(mails))
    events = [
        (calendar["METHOD"], event)
        for recipients, message in sink.mail
        if recipients == [one]
        for part in message.iter_attachments()
        if part.get_content_type() == "text/calendar"
        for calendar in [Calendar.from_ical(part.get_content())]
        for event in calendar.walk("VEVENT")
    ]
    assert [method for method, _ in events] == ["REQUEST"] * 20 + ["CANCEL"]
    assert len({event["UID"] for _, event in events}) == 1
    assert not any("ATTENDEE" in event for _, event in events)
    counted = [event["SEQUENCE"] for _, event in events]
    assert all(before <= after for before, after in itertools.pairwise(counted))
    material = [after > before for before, after in itertools.pairwise(counted)]
    assert material == [kind != Kind.ADDENDUM for kind, _ in changes] + [True]

    # Whoever opens the first link is told that it holds no more, and what does.
    first = copies_of(notice.paper.memo)[0]
    page = Client().get(reverse("despatch:link", args=[first.link.token])).content.decode()
    assert "সংশোধিত" in page
    assert letters[-1].paper.number in page or letters[1].paper.number in page
