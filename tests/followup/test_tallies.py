import random
import threading
import time

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from followup import tallies
from followup.boards import Board
from followup.models import Assignment, Stale, Tally
from offices.models import Office, today
from tests.followup.making import make_assignment, make_matter, make_sitting
from tests.followup.scattered import scatter
from tests.meetings.test_races import PATIENCE, at_once, waiting_for_a_lock

State = Assignment.State


def of_children(office):
    """{child: figures} as a board of the office shows them."""
    board = Board(office, is_own=True)
    return {row.name: dict(row.figures) for row in board._of_those_below() if row.figures}


def kept(office):
    return Tally.objects.get(office=office)


def test_what_is_counted_beforehand_is_what_a_page_counts_by_itself(cast):
    scatter(cast, random.Random(5), 40)
    offices = list(Office.objects.values_list("pk", flat=True))
    live, below = tallies.counted(offices), of_children(cast.division)

    Stale.mark(*offices)
    assert tallies.refresh() == len(offices)
    assert {pk: dict(kept(pk).own) for pk in offices} == live
    assert of_children(cast.division) == below
    assert below.keys() == {cast.shalbon.name, cast.padmar.name}


def test_an_office_adds_up_with_all_below_it(cast):
    scatter(cast, random.Random(6), 40)
    Stale.mark(*Office.objects.values_list("pk", flat=True))
    tallies.refresh()
    district = [cast.shalbon, cast.meghdubi, cast.noldanga]
    for name in ("open", "late", "verified", "first_owed", "burden_days"):
        parts = sum(kept(office).own["shown"].get(name, 0) for office in district)
        assert kept(cast.shalbon).below.get(name, 0) == parts


def test_an_act_reaches_the_figures_of_all_above(followed):
    matter = followed.matter
    matter.change("shown", by=followed.cast.dc_officer, shown_above=True)
    tallies.refresh()
    assert kept(followed.cast.division).below["open"] == 2
    assert not Stale.objects.exists()

    followed.ours.move_to(State.NOT_DONE, "closed", by=followed.cast.dc_officer)
    tallies.refresh()
    assert kept(followed.cast.division).below["open"] == 1
    assert kept(followed.cast.division).below["not_done"] == 1
    assert kept(followed.cast.meghdubi).own["owed"]["not_done"] == 1


def test_nothing_is_counted_where_nothing_changed(followed):
    tallies.refresh()
    with CaptureQueriesContext(connection) as queries:
        assert tallies.refresh() == 0
    assert len(queries) == 1


def test_with_a_new_day_all_of_it_is_counted_anew(followed):
    tallies.renew(today())
    tallies.refresh(limit=100)
    assert Tally.objects.count() == Office.objects.count()
    tallies.renew(today())
    assert not Stale.objects.exists()

    Tally.objects.update(counted_on="2024-03-01")
    tallies.renew(today())
    assert tallies.refresh(limit=100) == Office.objects.count()
    assert not Tally.objects.exclude(counted_on=today()).exists()


def test_the_worker_counts_a_part_at_a_time(followed):
    tallies.renew(today())
    assert tallies.refresh(limit=1) <= tallies.AT_ONCE
    while tallies.refresh(limit=1):
        pass
    assert not Stale.objects.exists()


def test_a_page_writes_nothing(client, followed):
    client.force_login(followed.cast.dc_staff)
    marks = Stale.objects.count()
    assert client.get(f"/followup/board/{followed.cast.shalbon.pk}/").status_code == 200
    assert (Stale.objects.count(), Tally.objects.count()) == (marks, 0)


def test_a_large_tree_is_told_as_it_was_counted_and_says_when(client, followed, monkeypatch):
    monkeypatch.setattr(tallies, "WHOLE", 0)
    client.force_login(followed.cast.dc_staff)
    url = f"/followup/board/{followed.cast.shalbon.pk}/"
    assert "এখনো গোনা হয়নি" in client.get(url).content.decode()

    tallies.renew(today())
    tallies.refresh(limit=100)
    assert "গণনা: " not in client.get(url).content.decode()
    Stale.mark(followed.cast.meghdubi.pk)
    assert "গণনা: " in client.get(url).content.decode()


def test_what_an_office_with_very_much_did_just_now_is_told_a_little_later(
    client, followed, monkeypatch
):
    client.force_login(followed.cast.dc_staff)
    url = f"/followup/board/{followed.cast.shalbon.pk}/"
    tallies.renew(today())
    tallies.refresh(limit=100)
    monkeypatch.setattr(tallies, "LITTLE", 1)
    followed.ours.move_to(State.NOT_DONE, "closed", by=followed.cast.dc_officer)
    assert Board(followed.cast.shalbon, is_own=True).figures["open"] == 2
    assert "গণনা: " in client.get(url).content.decode()

    tallies.refresh()
    assert Board(followed.cast.shalbon, is_own=True).figures["open"] == 1
    assert "এখনকার হিসাব" in client.get(url).content.decode()


def test_counting_takes_as_many_queries_whatever_there_is(cast):
    scatter(cast, random.Random(1), 8)
    with CaptureQueriesContext(connection) as few:
        tallies.counted([cast.shalbon.pk])
    scatter_more(cast)
    with CaptureQueriesContext(connection) as many:
        tallies.counted([cast.shalbon.pk, cast.meghdubi.pk, cast.padmar.pk])
    assert len(many) == len(few)


def scatter_more(cast):
    committee = cast.committee
    for turn in range(3):
        held_on = today().replace(day=1 + turn)
        sitting = make_sitting(committee, by=cast.staff, held_on=held_on, decisions=["ক", "খ"])
        for decision in sitting.items.get().decisions.all():
            make_assignment(make_matter(decision, by=cast.officer), cast.meghdubi.posts.first())


def overtaken(followed, monkeypatch):
    """One counts; before it writes what it counted, somebody acts and another counts, too."""
    tallies.refresh()
    followed.ours.move_to(State.NOT_DONE, "closed", by=followed.cast.dc_officer)
    count, has_counted, may_write = tallies.counted, threading.Event(), threading.Event()

    def held(*args):
        found = count(*args)
        if not has_counted.is_set():
            has_counted.set()
            assert may_write.wait(PATIENCE)
        return found

    monkeypatch.setattr(tallies, "counted", held)
    first = threading.Thread(target=refreshing)
    first.start()
    assert has_counted.wait(PATIENCE)
    followed.ours.refresh_from_db()
    followed.ours.move_to(State.OPEN, "reopened", by=followed.cast.dc_officer)
    second = threading.Thread(target=refreshing)
    second.start()
    until = time.monotonic() + PATIENCE
    while second.is_alive() and not waiting_for_a_lock() and time.monotonic() < until:
        time.sleep(0.01)
    may_write.set()
    for each in (first, second):
        each.join(PATIENCE)
    monkeypatch.setattr(tallies, "counted", count)
    tallies.refresh()
    return kept(followed.cast.meghdubi).own["owed"]


def refreshing():
    tallies.refresh()
    connection.close()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_who_counted_before_an_act_does_not_write_over_who_counted_after_it(followed, monkeypatch):
    owed = overtaken(followed, monkeypatch)
    assert (owed.get("open", 0), owed.get("not_done", 0)) == (1, 0)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_without_the_lock_old_figures_would_stay(followed, monkeypatch):
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **_: rows.all())
    owed = overtaken(followed, monkeypatch)
    assert (owed.get("open", 0), owed.get("not_done", 0)) == (0, 1)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_that_count_at_once_are_harmless(followed):
    outcomes = at_once(tallies.refresh, tallies.refresh)
    assert [found for found in outcomes if isinstance(found, Exception)] == []
    tallies.refresh()
    district = followed.cast.shalbon
    assert kept(district).own == tallies.counted([district.pk])[district.pk]
    assert not Stale.objects.exists()
