"""Two people at the same moment: one effect, and the other is told.

On PostgreSQL with real threads and connections; each race is held open until both are in it, and
is run once more with its guard off, where it must fail. SQLite is asked in a process of its own,
with a database file as a first look has it.
"""

import json
import os
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from django.db import connection
from django.db.models.signals import pre_save

from accounts.access import WrongState
from accounts.models import AuditEvent
from committees.models import Committee
from meetings.interchange import BadFile, store
from meetings.models import AgendaItem, Decision, Implementer, Meeting, MeetingQuerySet
from offices.models import Office
from tests.factories import content_in, give_post, make_meeting, make_user
from tests.proof import tried
from tests.test_imports import ROOT

PATIENCE = 20  # seconds, after which a race counts as stuck


def at_once(*acts):
    """Run each act in a thread of its own; what each returned or raised, in the same order."""
    outcomes = [None] * len(acts)
    start = threading.Barrier(len(acts))

    def run(nth, act):
        try:
            start.wait(PATIENCE)
            outcomes[nth] = act()
        except Exception as error:  # whatever it is, the test compares it
            outcomes[nth] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert not any(thread.is_alive() for thread in threads)
    return outcomes


def waiting_for_a_lock():
    """How many connections to this database wait for a lock that another one holds."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND cardinality(pg_blocking_pids(pid)) > 0"
        )
        return cursor.fetchone()[0]


@contextmanager
def held_open(model, parties):
    """Holds whoever is about to save a row of `model` until all parties are.

    A party that waits for a lock instead counts as there. Yields a dict that tells afterwards how
    many came to the save at the same time (`together`) and how many were locked out (`locked`).
    """
    told = {"together": 0, "locked": 0}
    opened, counting = threading.Event(), threading.Lock()
    finished = threading.Event()

    def hold(**_):
        if opened.is_set():
            return
        with counting:
            told["together"] += 1
        assert opened.wait(PATIENCE)

    def watch():
        until = time.monotonic() + PATIENCE
        while not finished.is_set() and time.monotonic() < until:
            told["locked"] = waiting_for_a_lock()
            if told["together"] + told["locked"] >= parties:
                break
            time.sleep(0.01)
        opened.set()
        connection.close()

    watcher = threading.Thread(target=watch)
    pre_save.connect(hold, sender=model, weak=False)
    watcher.start()
    try:
        yield told
    finally:
        finished.set()
        watcher.join(PATIENCE)
        pre_save.disconnect(hold, sender=model)


@pytest.fixture
def lock_off(monkeypatch):
    """As if no row were ever locked."""
    monkeypatch.setattr(MeetingQuerySet, "select_for_update", lambda rows: rows.all())


@pytest.fixture
def officers(cast):
    """Two officers of Meghdubi."""
    second = make_user("second_officer")
    give_post(second, cast.meghdubi, "officer", title="দ্বিতীয় কর্মকর্তা")
    return cast.officer, second


# name of the race → the state it starts from, and what the two do
RACES = {
    "two approve": ("submitted", "approve", "approve"),
    "one approves, one returns": ("submitted", "approve", "return"),
    "two return": ("submitted", "return", "return"),
    "two submit": ("draft", "submit", "submit"),
    "one submits, one cancels": ("draft", "submit", "cancel"),
}
ACTS = {
    "approve": lambda meeting, by: meeting.approve(by=by),
    "return": lambda meeting, by: meeting.send_back(by=by, remarks="দেখুন।"),
    "submit": lambda meeting, by: meeting.submit(by=by),
    "cancel": lambda meeting, by: meeting.cancel(by=by),
}
BECOMES = {
    "approve": "approved",
    "return": "returned",
    "submit": "submitted",
    "cancel": "cancelled",
}


def race(meeting, people, acts):
    """Each acts on a copy of the meeting fetched before; what became of the acts, in their order."""
    copies = [Meeting.objects.get(pk=meeting.pk) for _ in acts]
    return at_once(
        *(
            lambda act=act, copy=copy, by=by: ACTS[act](copy, by)
            for act, copy, by in zip(acts, copies, people, strict=True)
        )
    )


def recorded(meeting, state):
    """What is recorded of a meeting as having led out of `state`."""
    events = AuditEvent.objects.filter(target_id=meeting.pk).order_by("pk")
    return [event.what for event in events if event.what.startswith(f"meeting {state} →")]


def bring(meeting, state, cast):
    if state == "submitted":
        meeting.submit(by=cast.staff)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", RACES)
def test_of_two_at_the_same_moment_one_acts_and_the_other_is_told(cast, officers, meeting, name):
    state, *acts = RACES[name]
    bring(meeting, state, cast)
    with held_open(Meeting, 2) as told:
        outcomes = race(meeting, officers, acts)

    assert told == {"together": 1, "locked": 1}
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["NoneType", "WrongState"]
    winner = acts[outcomes.index(None)]
    meeting.refresh_from_db()
    assert meeting.state == BECOMES[winner]
    assert recorded(meeting, state) == [f"meeting {state} → {BECOMES[winner]}"]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", RACES)
def test_without_the_lock_both_would_act(cast, officers, meeting, lock_off, name):
    state, *acts = RACES[name]
    bring(meeting, state, cast)
    with held_open(Meeting, 2) as told:
        outcomes = race(meeting, officers, acts)

    assert told == {"together": 2, "locked": 0}
    assert outcomes == [None, None]
    assert len(recorded(meeting, state)) == 2


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@tried("rounds", few=2, short=10, full=200)
def test_many_rounds_of_eight_leave_one_approval_each(cast, officers, rounds):
    for nth in range(rounds):
        meeting = make_meeting(
            cast.committee, by=cast.staff, held_on=date(2024, 1, 1) + timedelta(nth)
        )
        meeting.submit(by=cast.staff)
        outcomes = race(meeting, [*officers] * 4, ["approve", "return"] * 4)
        assert outcomes.count(None) == 1
        assert [type(outcome) for outcome in outcomes if outcome is not None] == [WrongState] * 7
        assert len(recorded(meeting, "submitted")) == 1
        meeting.refresh_from_db()
        is_bound = meeting.approved_digest == meeting.content_digest()
        assert is_bound == (meeting.state == "approved")


# --- One file, taken in many times at once --------------------------------------------------


def rows():
    return [model.objects.count() for model in (Office, Committee, Meeting, AgendaItem, Decision, Implementer)]  # fmt: skip


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("model", [Office, Committee, Meeting])
def test_a_file_taken_in_eight_times_at_once_is_one_meeting(cast, model):
    # Up to which noun of the file each of the eight finds nothing there yet.
    content = content_in()
    office = cast.meghdubi if model is not Office else None
    if model is Committee:
        content["committee"] = "নতুন কমিটি"
    before = rows()
    with held_open(model, 8) as told:
        outcomes = at_once(*[lambda: store(content, office=office)] * 8)

    assert told == {"together": 8, "locked": 0}
    assert [type(outcome).__name__ for outcome in outcomes].count("tuple") == 1
    refusals = [outcome for outcome in outcomes if not isinstance(outcome, tuple)]
    assert [type(refusal) for refusal in refusals] == [BadFile] * 7
    (meeting,) = [outcome[0] for outcome in outcomes if isinstance(outcome, tuple)]
    (faults,) = {refusal.faults for refusal in refusals}
    assert [field for field, _ in faults] == ["meeting.date"]
    assert [after - was for after, was in zip(rows(), before, strict=True)] == [
        int(model is Office),
        int(model is not Meeting),
        1,
        2,
        3,
        3,
    ]
    assert Meeting.objects.get(pk=meeting.pk).content_digest() == meeting.content_digest()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_without_the_constraint_the_file_would_be_many_meetings(cast):
    (constraint,) = [c for c in Meeting._meta.constraints if c.name == "one_sitting_a_day"]
    with connection.schema_editor() as editor:
        editor.remove_constraint(Meeting, constraint)
    try:
        content = content_in(committee=cast.committee.name)
        with held_open(Meeting, 8):
            outcomes = at_once(*[lambda: store(content, office=cast.meghdubi)] * 8)
        assert [type(outcome) for outcome in outcomes] == [tuple] * 8
        assert Meeting.objects.count() == 8
    finally:
        Meeting.objects.all().delete()
        with connection.schema_editor() as editor:
            editor.add_constraint(Meeting, constraint)


# --- SQLite ---------------------------------------------------------------------------------

# Eight writers at one database file: first as the portal is set up, then with transactions that
# take the lock only when they come to write. Prints what each writer was told, as JSON.
WRITERS = """
import json
import threading
from datetime import date

import django
from django.conf import settings

django.setup()
from django.core.management import call_command
from django.db import connection
from django.db.models.signals import pre_save

call_command("migrate", verbosity=0)
from meetings.models import Meeting
from tests.cast import make_cast
from tests.factories import content_in, make_meeting
from meetings.interchange import BadFile, store

cast = make_cast()
WRITERS, ROUNDS = 8, 6
meetings = [
    make_meeting(cast.committee, by=cast.staff, held_on=date(2024, 1, 1 + nth))
    for nth in range(WRITERS)
]


meet = threading.Barrier(WRITERS)


def write(nth, told):
    try:
        for turn in range(ROUNDS):
            meetings[nth].submit(by=cast.staff)
            meetings[nth].send_back(by=cast.officer, remarks="দেখুন।")
        try:
            store(content_in(meeting={"date": "2024-06-01"}), office=cast.meghdubi)
        except BadFile:
            told.append("BadFile")
    except Exception as error:
        told.append(repr(error))
        meet.abort()  # all have met; whoever is left need not wait for the others
    finally:
        connection.close()


def run():
    told = []
    threads = [threading.Thread(target=write, args=(nth, told)) for nth in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(told)


answer = {"set up": run(), "states": [each.state for each in Meeting.objects.order_by("pk")]}

settings.DATABASES["default"]["OPTIONS"]["transaction_mode"] = "DEFERRED"
connection.close()


def after_all_have_read(**_):
    try:
        meet.wait(5)
    except threading.BrokenBarrierError:
        pass


pre_save.connect(after_all_have_read, sender=Meeting)
answer["deferred"] = run()
print(json.dumps(answer))
"""


def test_eight_writers_of_one_sqlite_file_are_never_told_that_it_is_locked(tmp_path):
    ran = subprocess.run(
        [sys.executable, "-c", WRITERS],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "DATABASE_URL": f"sqlite:///{tmp_path / 'portal.sqlite3'}",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    answer = json.loads(ran.stdout)
    # All moves made; of eight files of one sitting seven refused in words.
    assert answer["set up"] == ["BadFile"] * 7
    assert answer["states"] == ["returned"] * 8 + ["draft"]
    # The control: writers that have read before they ask for the lock are told.
    assert "OperationalError('database is locked')" in answer["deferred"]
