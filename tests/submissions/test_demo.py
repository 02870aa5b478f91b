"""The demo's year of submissions, carried through with tiny papers."""

import pytest
from django.utils import timezone

from accounts.models import Digest, Mail
from meetings.demo.load import load
from memos.demo import Desk
from submissions.demo import EXPECTED, SubmittingDesk
from submissions.models import Duty, Excuse, Reminder, Submission
from tests.factories import make_issued_of

pytestmark = pytest.mark.once


@pytest.mark.django_db
def test_the_demo_has_submissions_in_every_state_and_excuses(monkeypatch, settings):
    settings.DEMO = True
    monkeypatch.setattr(Desk, "issue", make_issued_of)
    desk = SubmittingDesk(timezone.localtime())
    load(desk.now, issue=desk.issue)
    desk.finish()
    assert Duty.objects.count() == sum(map(len, EXPECTED.values()))
    states = set(Submission.objects.values_list("state", flat=True))
    assert states == set(Submission.State)
    assert Excuse.objects.exists()
    assert not Submission.objects.filter(sent_at__gt=desk.now).exists()
    # Reminded by the portal's own code, morning by morning: some are read, the last are not.
    assert Digest.objects.unread().exists()
    assert Digest.objects.exclude(read_at=None).exists()
    assert Mail.objects.count() == Digest.objects.count() < Reminder.objects.count()
    assert not Digest.objects.filter(made_at__gt=desk.now).exists()
    assert set(Digest.objects.values_list("made_on__week_day", flat=True)) <= {1, 2, 3, 4, 5}
