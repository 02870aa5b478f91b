"""Two people settle the same decisions at once: one of them is told, and nothing is settled twice."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection
from django.db.models import QuerySet

from followup import planning
from followup.models import Matter
from tests.factories import make_post
from tests.followup.test_opening import minutes

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def saved_by_both(cast, monkeypatch):
    """What became of two saves of one page, each slow enough for the other to come between."""
    make_post(cast.meghdubi, "সহকারী প্রোগ্রামার")
    meeting = minutes(cast, [["সার্ভার কিনতে হবে।", "সহকারী প্রোগ্রামার"]])
    (row,) = planning.rows_of(meeting)
    told = {row.decision.pk: planning.Told(version=0, kind="continuing", roll_up="all")}
    settle = planning._settle

    def slowly(*args, **kwargs):
        time.sleep(0.5)
        settle(*args, **kwargs)

    monkeypatch.setattr(planning, "_settle", slowly)

    def save(_):
        try:
            return planning.settle(meeting, told, by=cast.staff)
        except (planning.Conflict, IntegrityError) as refused:
            return type(refused)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(save, range(2)))


def test_of_two_saves_at_once_one_is_kept_and_one_is_told(cast, monkeypatch):
    assert sorted(map(str, saved_by_both(cast, monkeypatch))) == sorted(
        [str(planning.Conflict), "1"]
    )
    assert Matter.objects.get().version == 1


def test_without_the_lock_both_would_write(cast, monkeypatch):
    """The control: it is the lock that tells the second one."""
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **how: self)
    assert planning.Conflict not in saved_by_both(cast, monkeypatch)
