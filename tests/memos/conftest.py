"""Approved minutes, ready to go out, and keys for who signs."""

from datetime import date

import pytest

from tests.factories import make_meeting
from tests.keys import give_keys


@pytest.fixture
def keys(cast, settings, tmp_path):
    """The officer and the staff of Meghdubi have keys; see tests/keys.py."""
    give_keys(settings, tmp_path / "keys", cast.officer, cast.staff)


def approve(meeting, cast):
    meeting.submit(by=cast.staff)
    meeting.approve(by=cast.officer)
    return meeting


def make_approved(cast, held_on=date(2024, 3, 21), *, committee=None, **changes):
    """Minutes of Meghdubi that wait to be issued; the paper prints its officer as who signs, and names
    a file but no number yet."""
    signatory = {"name": cast.officer.name, "designation": ["কর্মকর্তা", "মেঘডুবি, শালবন।"]}
    changes = {"memo": {"number": "০৫.৪৭.৮৫৯২.০০০.০১.০০২.২৪"}, "signatory": signatory} | changes
    meeting = make_meeting(committee or cast.committee, by=cast.staff, held_on=held_on, **changes)
    return approve(meeting, cast)


@pytest.fixture
def approved(cast):
    return make_approved(cast)
