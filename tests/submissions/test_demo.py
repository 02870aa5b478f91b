"""The demo's year of submissions, carried through with tiny papers."""

import pytest
from django.utils import timezone

from meetings.demo.load import load
from memos.demo import Desk
from submissions.demo import EXPECTED, SubmittingDesk
from submissions.models import Duty, Excuse, Submission
from tests.factories import make_issued_of


@pytest.mark.django_db
def test_the_demo_has_submissions_in_every_state_and_excuses(monkeypatch, settings):
    settings.DEMO = True
    monkeypatch.setattr(Desk, "issue", make_issued_of)
    desk = SubmittingDesk(timezone.localtime())
    load(desk.now, issue=desk.issue)
    desk.finish()
    assert Duty.objects.count() == sum(map(len, EXPECTED.values()))
    states = set(Submission.objects.values_list("state", flat=True))
    assert states == set(Submission.State) - {Submission.State.WITHDRAWN}
    assert Excuse.objects.exists()
    assert not Submission.objects.filter(sent_at__gt=desk.now).exists()
