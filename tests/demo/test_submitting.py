"""The demo's year of submissions, carried through with tiny papers."""

import pytest
from django.utils import timezone

from accounts.models import Digest, Mail
from demo.desk import Desk
from demo.despatch import despatch
from demo.letters import correspond
from demo.load import load
from demo.submitting import EXPECTED, SubmittingDesk
from despatch.ladder import step_of
from despatch.models import Evidence
from distribution.models import DistributionList
from documents.demo_keys import PIN
from letters.models import Incoming
from meetings.content import content_of
from memos.actions import place_at_issue
from memos.models import Copy
from offices.models import Posting, today
from offices.rules import works_for
from offices.signatories import signs_as
from submissions.models import Duty, Excuse, Reminder, Submission
from tests.factories import make_issued_of
from tests.keys import give_keys
from tests.memos.conftest import make_approved

pytestmark = pytest.mark.once


@pytest.mark.django_db
def test_the_demo_has_submissions_in_every_state_and_excuses(monkeypatch, settings):
    settings.DEMO = True
    issued = []

    def issue(desk, meeting, *, by, at):
        issued.append((meeting, by, at))
        make_issued_of(desk, meeting, by=by, at=at)

    monkeypatch.setattr(Desk, "issue", issue)
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
    are_signed_by_who_is_printed(issued)

    monkeypatch.setattr(Desk, "signer", lambda desk, user: None)
    monkeypatch.setattr(
        "meetings.printing.draw_issued", lambda *_, paper, qr: f"%PDF-1.7 {paper.code}".encode()
    )
    correspond(desk)
    despatch(desk)
    copies_are_on_their_way()
    assert {row.is_late(today()) for row in Incoming.objects.owed()} == {True, False}
    assert DistributionList.objects.get().recipients


def copies_are_on_their_way():
    """Who acknowledged one works in the office it came to, and not in the one that sent it."""
    steps = set(step_of(Copy.objects.filter(memo__paper__letter__isnull=False)).values())
    assert {"delivered", "fetched", "acknowledged"} <= steps
    for said in Evidence.objects.filter(step="acknowledged").select_related("copy__post", "by"):
        assert said.copy.post.office != said.copy.memo.office
        assert works_for(said.by, said.copy.post.office)


def are_signed_by_who_is_printed(issued):
    """Every paper goes out under the hand of its signatory, unless they have left the office by then:
    that one is for ink."""
    signed = []
    for meeting, by, at in issued:
        _, printed = place_at_issue(content_of(meeting))
        day = timezone.localdate(at)
        if signs_as(by, meeting.office, printed, on=day):
            signed.append(by.username)
        else:
            there = Posting.objects.current(day).filter(post__office=meeting.office)
            assert printed.name not in there.values_list("name", flat=True)
    assert {"kurigram.dc", "kurigram.officer", "ulipur.officer"} < set(signed)
    assert len(signed) > 0.9 * len(issued)


def test_the_desk_has_the_copy_list_signed_too(cast, settings, tmp_path):
    """By whoever is printed there, each under the own key."""
    give_keys(settings, tmp_path / "keys", cast.officer, cast.staff, pin=PIN)
    copies = {"name": cast.staff.name, "designation": ["অফিস সহকারী"]}
    meeting = make_approved(cast, copy_signatory=copies)
    Desk().issue(meeting, by=cast.officer, at=timezone.localtime())
    meeting.refresh_from_db()
    signed = [(said["field"], said["name"]) for said in meeting.paper.issued_file.signers]
    assert signed == [("chair", cast.officer.name), ("copy", cast.staff.name)]
