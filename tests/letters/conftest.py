"""A sitting to come whose members can be told of it, and letters about it."""

from datetime import time, timedelta

import pytest

from letters import actions
from letters.making import begin
from letters.models import Letter
from meetings.models import Meeting
from meetings.planning import plan_meeting
from memos.models import FileNumber
from offices.models import today
from tests.factories import make_post, seat

FILE = "০৫.৪৭.৮৫৯২.০০০.০১.০০২.২৪"
Kind = Letter.Kind


def make_planned(cast, *, days=10, committee=None, **changes):
    """A planned sitting of Meghdubi with two members, two topics and a copy list."""
    committee = committee or cast.committee
    officer = {"name": cast.officer.name, "designation": ["কর্মকর্তা", "মেঘডুবি, শালবন।"]}
    fields = {
        "starts_at": time(11, 0),
        "venue": "উপজেলা পরিষদ সভাকক্ষ",
        "title": None,
        "shape": committee.shape,
        "letterhead": {"government": "গণপ্রজাতন্ত্রী বাংলাদেশ সরকার", "office": "উপজেলা নির্বাহী অফিসারের কার্যালয়", "section": None, "website": None, "place": "মেঘডুবি, শালবন"},
        "chair": {"label": "সভাপতি", **officer},
        "signatory": officer,
        "copy_signatory": officer,
        "memo": {"number": FILE},
        "distribution": [
            {"heading": "অনুলিপি সদয় জ্ঞাতার্থে:", "numbering": "১।", "recipients": ["জেলা প্রশাসক, শালবন।", "অফিস কপি।"]}
        ],
    }  # fmt: skip
    return plan_meeting(
        committee,
        by=cast.staff,
        held_on=today() + timedelta(days=days),
        confirms=None,
        topics=["ওয়েব পোর্টাল হালনাগাদ", "ই-নথি ব্যবহারের অগ্রগতি"],
        carried=[],
        **{**fields, **changes},
    )


@pytest.fixture
def members(cast):
    """Two posts that sit in Meghdubi's committee."""
    for title in ("উপজেলা কৃষি অফিসার", "উপজেলা শিক্ষা অফিসার"):
        seat(cast.committee, make_post(cast.meghdubi, title))


@pytest.fixture
def planned(cast, members):
    FileNumber.named_on_paper(cast.meghdubi, FILE)
    return make_planned(cast)


def send(kind, meeting, cast, *, changes=None, **told):
    """Begin a letter as the staff does and issue it as the officer does, in ink. Returns the Letter."""
    letter = begin(kind, by=cast.staff, meeting=fresh(meeting), changes=changes)
    actions.issue(letter=letter, by=cast.officer, **told)
    letter.refresh_from_db()
    return letter


def fresh(meeting):
    return Meeting.objects.select_related("committee__office", "paper").get(pk=meeting.pk)


@pytest.fixture
def drawn_small(monkeypatch):
    """No paper is drawn: a tiny file stands in its place."""
    from meetings import printing
    from tests.factories import tiny

    monkeypatch.setattr(printing, "draw_issued", tiny)
