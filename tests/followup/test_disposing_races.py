"""Two people say at once what a sitting does with the same decision: one of them is told."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection
from django.db.models import QuerySet

from followup import disposing
from followup.models import Disposal
from tests.followup.sittings import plan

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def said_by_both(followed, monkeypatch):
    """What became of two choices made on pages of the same moment."""
    meeting = plan(followed.committee, by=followed.cast.dc_staff)
    said = disposing._said

    def slowly(*args, **kwargs):
        time.sleep(0.5)
        return said(*args, **kwargs)

    monkeypatch.setattr(disposing, "_said", slowly)

    def say(told):
        by, end = told
        chosen = {"choice": "close", "end": end, "reason": "কারণ", "seen": ""}
        try:
            return disposing.dispose(meeting, followed.matter, by=by, **chosen).end
        except (disposing.Conflict, IntegrityError) as refused:
            return type(refused)
        finally:
            connection.close()

    cast = followed.cast
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(say, [(cast.dc_staff, "not_done"), (cast.dc_officer, "irrelevant")]))


def test_of_two_who_choose_at_once_one_is_kept_and_one_is_told(followed, monkeypatch):
    found = said_by_both(followed, monkeypatch)
    assert disposing.Conflict in found
    assert Disposal.objects.get().end in found


def test_without_the_lock_neither_is_told_by_whom(followed, monkeypatch):
    """The control: it is the lock that tells the second one."""
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **how: self)
    assert disposing.Conflict not in said_by_both(followed, monkeypatch)
