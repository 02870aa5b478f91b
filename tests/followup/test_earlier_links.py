"""The ways from a sitting's own pages to what became of earlier decisions."""

import re

import pytest
from django.urls import reverse

from followup.models import End, Matter
from meetings.models import Meeting
from offices.models import today
from tests.cast import signed_in
from tests.followup.sittings import at, plan


@pytest.fixture
def coming(followed):
    return plan(followed.committee, by=followed.cast.dc_staff)


def said(client, name, *args):
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.mark.parametrize("name", ["meetings:detail", "meetings:items"])
def test_a_sitting_leads_to_what_became_of_earlier_decisions(followed, coming, name):
    page = said(signed_in(followed.cast.dc_staff), name, coming.pk)
    assert reverse("followup:review", args=[coming.pk]) in page
    assert "১টি সিদ্ধান্ত চলমান" in page


def test_a_report_and_a_cancelled_sitting_have_none(followed, coming):
    client = signed_in(followed.cast.dc_staff)
    for changed in ({"kind": "progress_report"}, {"kind": "minutes", "state": "cancelled"}):
        Meeting.objects.filter(pk=coming.pk).update(**changed)
        page = said(client, "meetings:detail", coming.pk)
        assert reverse("followup:review", args=[coming.pk]) not in page


def test_who_plans_a_sitting_is_told_which_decisions_have_ended(followed):
    client, url = signed_in(followed.cast.dc_staff), "meetings:new"
    assert "এর মধ্যে নিষ্পন্ন" not in said(client, url, followed.committee.pk)
    followed.matter.move_to(
        Matter.State.ENDED, "closed", by=followed.cast.dc_officer, end=End.IRRELEVANT,
        ended_by=followed.cast.dc_officer, ended_at=at(today()), end_reason="কারণ",
    )  # fmt: skip
    page = said(client, url, followed.committee.pk)
    assert f"পোর্টাল হালনাগাদ করতে হবে। ({End.IRRELEVANT.label})" in page
