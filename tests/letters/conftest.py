"""A sitting to come whose members can be told of it, and letters about it."""

import io
from datetime import date, time, timedelta
from unittest.mock import patch

import pikepdf
import pytest

from letters import actions as letter_actions
from letters import merging
from letters.making import begin
from letters.models import Letter
from meetings.models import Meeting
from meetings.planning import plan_meeting
from memos import actions
from memos.models import FileNumber
from offices.models import today
from tests.factories import blank_page, make_copies, make_issued, make_meeting, make_post, seat
from tests.memos.conftest import make_approved

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
    letter_actions.issue(letter=letter, by=cast.officer, **told)
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


@pytest.fixture
def drawn_memo(cast):
    """Issued minutes, drawn as they are; nobody has a copy yet."""
    return actions.issue(meeting=make_approved(cast, distribution=[]), by=cast.officer)


@pytest.fixture
def memo(cast):
    """Issued minutes to five recipients, a blank page in the place of the paper."""
    meeting = make_meeting(cast.committee, by=cast.staff, held_on=date(2024, 2, 1), distribution=[])
    with patch("tests.factories.tiny", blank_page):
        memo = make_issued(meeting, author=cast.staff, officer=cast.officer)
    make_copies(memo, 5)
    return memo


@pytest.fixture
def quick(monkeypatch):
    """A page with the address as its only word, in the place of a drawn one."""

    def addressed(sent, recipients):
        file, out = pikepdf.new(), io.BytesIO()
        for each in recipients:
            page = file.add_blank_page()
            page["/Said"] = pikepdf.String(each.lines[-1])
        file.save(out)
        return merging.Part(out.getvalue(), [1] * len(recipients))

    def drawn(sent, recipients):
        return "", addressed(sent, recipients).pdf

    monkeypatch.setattr(merging, "addressed", addressed)
    monkeypatch.setattr(merging, "drawn", drawn)


def said_in(pdf):
    """The addresses on such pages, in their order."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        return [str(page["/Said"]) for page in file.pages if "/Said" in page]
