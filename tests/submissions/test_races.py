"""Two at the same moment: one acts, the other is told. On PostgreSQL, with real threads."""

import threading
import time
from datetime import date

import pytest
from django.db import connection, transaction

from accounts.access import WrongState
from accounts.models import AuditEvent
from meetings.models import MeetingQuerySet
from memos import actions as memos
from submissions import actions
from submissions.models import Submission, SubmissionQuerySet
from tests.factories import make_submission
from tests.meetings.test_races import PATIENCE, at_once, held_open, waiting_for_a_lock

MARCH = date(2024, 3, 1)


@pytest.fixture
def opened(cast, duty, issued):
    submission = make_submission(issued, duty, by=cast.staff)
    submission.open(by=cast.dc_staff)
    return submission


def decide(cast, opened):
    """One accepts, one returns, each on a copy fetched before."""
    mine, yours = (Submission.objects.get(pk=opened.pk) for _ in range(2))
    with held_open(Submission, 2) as told:
        outcomes = at_once(
            lambda: mine.accept(by=cast.dc_staff),
            lambda: yours.send_back(by=cast.dc_officer, reason_code="other", remarks="দেখুন"),
        )
    return outcomes, told


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_reviewers_one_acts_and_the_other_is_told_who_did(cast, opened):
    outcomes, _ = decide(cast, opened)
    opened.refresh_from_db()
    refused = [outcome for outcome in outcomes if isinstance(outcome, WrongState)]
    assert [outcome for outcome in outcomes if outcome is not None] == refused
    assert len(refused) == 1
    assert str(opened.decided_by) in str(refused[0])
    assert opened.state == ("returned" if isinstance(outcomes[0], WrongState) else "accepted")
    decided = {"submission accepted", "submission returned"}
    assert AuditEvent.objects.filter(what__in=decided).count() == 2  # one in each office


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_without_the_lock_both_would_act(cast, opened, monkeypatch):
    monkeypatch.setattr(SubmissionQuerySet, "select_for_update", lambda rows: rows.all())
    outcomes, told = decide(cast, opened)
    assert told["together"] == 2
    # Nobody is told; at most the database's own checks are in the way of a mixture of the two.
    assert not any(isinstance(outcome, WrongState) for outcome in outcomes)


def until_somebody_waits():
    """Until another connection waits for a lock that is held here."""
    until = time.monotonic() + PATIENCE
    while not waiting_for_a_lock() and time.monotonic() < until:
        time.sleep(0.01)
        with connection.cursor() as cursor:
            # Within a transaction the same is told again and again.
            cursor.execute("SELECT pg_stat_clear_snapshot()")


def strike_out_while_accepting(cast, opened):
    """The number is struck out, and before that is over its paper is being accepted: the outcome of
    the acceptance."""
    line, mine = opened.meeting.paper.memo, Submission.objects.get(pk=opened.pk)
    struck = threading.Event()

    def strike_out():
        with transaction.atomic():
            memos.void(memo=line, by=cast.officer, reason="ভুল নথি")
            struck.set()
            until_somebody_waits()

    def accept():
        assert struck.wait(PATIENCE)
        mine.accept(by=cast.dc_staff)

    outcomes = at_once(strike_out, accept)
    assert outcomes[0] is None
    return outcomes[1]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_paper_is_not_accepted_while_its_number_is_struck_out(cast, opened):
    outcome = strike_out_while_accepting(cast, opened)
    assert isinstance(outcome, WrongState)
    assert "বাতিল হয়েছে" in str(outcome)
    opened.refresh_from_db()
    assert opened.state == Submission.State.OPENED


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_without_that_lock_a_void_paper_would_be_accepted(cast, opened, monkeypatch):
    monkeypatch.setattr(MeetingQuerySet, "select_for_update", lambda rows, **_: rows.all())
    assert strike_out_while_accepting(cast, opened) is None
    opened.refresh_from_db()
    assert (opened.state, opened.paper.status) == ("accepted", "void")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_who_send_the_same_minutes_send_them_once(cast, duty, issued):
    def send(by):
        return lambda: actions.send(meeting=issued, duty=duty, period_start=MARCH, by=by)

    with held_open(Submission, 2):
        outcomes = at_once(send(cast.staff), send(cast.officer))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Submission", "WrongState"]
    assert Submission.objects.count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_taking_back_and_opening_do_not_both_happen(cast, duty, issued):
    sent = make_submission(issued, duty, by=cast.staff)
    mine, yours = (Submission.objects.get(pk=sent.pk) for _ in range(2))
    with held_open(Submission, 2):
        outcomes = at_once(
            lambda: mine.withdraw(by=cast.staff), lambda: yours.open(by=cast.dc_staff)
        )
    assert sum(isinstance(outcome, WrongState) for outcome in outcomes) == 1
