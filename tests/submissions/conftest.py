"""A district that expects its upazilas' minutes, and an upazila with minutes that are out."""

from datetime import date

import pytest
from django.urls import reverse

from submissions.models import Excuse
from tests.cast import signed_in
from tests.factories import make_duty, make_issued, make_meeting


@pytest.fixture
def duty(cast):
    """Shalbon expects the minutes of its upazilas' ICT committees; Meghdubi's answers."""
    return make_duty(cast.shalbon, cast.committee)


@pytest.fixture
def issued(cast, meeting):
    make_issued(meeting, author=cast.staff, officer=cast.officer)
    return meeting


def issue_another(cast, held_on=date(2024, 4, 21), **changes):
    """Further minutes of the same committee, issued."""
    changes = {"period": ["2024-04-01", "2024-04-30"]} | changes
    another = make_meeting(cast.committee, by=cast.staff, held_on=held_on, **changes)
    make_issued(another, author=cast.staff, officer=cast.officer)
    return another


def ask_for(name, *, user, office, **query):
    """The answer to this person who asks for a page about an office."""
    return signed_in(user).get(reverse(f"submissions:{name}", args=[office.pk]), query)


def excused_in_june(cast, duty):
    """The duty, with no meeting in June for a reason that was given."""
    Excuse.objects.create(
        duty=duty, office=cast.meghdubi, period_start=date(2024, 6, 1), reason="বন্যা",
        excused_by=cast.staff,
    )  # fmt: skip
    return duty
