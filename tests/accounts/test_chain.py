"""The chain of the trail: 1…n without a gap, tied by hashes, and refused to whoever would change it."""

from datetime import UTC, datetime, timedelta, timezone
from importlib import import_module

import pytest
from django.db import DatabaseError, IntegrityError, connection, models, transaction

from accounts.chain import TOLD, event_hash
from accounts.models import AppendOnly, AuditChain, AuditEvent, record
from meetings.models import Attendance
from tests.meetings.test_races import at_once, held_open

APPEND_ONLY = import_module("accounts.migrations.0002_audit_append_only")


def chain(name):
    return list(AuditEvent.objects.filter(chain=name).order_by("serial"))


def links(events):
    """(serial, hash of the one before, own hash as it was computed anew) of each event."""
    return [(e.serial, e.previous_hash, e.computed_hash()) for e in events]


def linked(events):
    """What `links` of an unbroken chain are."""
    hashes = ["", *(event.hash for event in events)]
    return [(n, hashes[n - 1], hashes[n]) for n in range(1, len(events) + 1)]


def test_the_events_of_an_office_are_one_chain(cast):
    for turn in range(3):
        record(by=cast.staff, what=f"here {turn}", target=cast.meghdubi, office=cast.meghdubi)
        record(by=cast.dc_staff, what=f"there {turn}", target=cast.shalbon, office=cast.shalbon)
        record(by=cast.sysadmin, what=f"above {turn}", target=cast.staff)

    names = [f"office-{cast.meghdubi.pk}", f"office-{cast.shalbon.pk}", "portal"]
    for name, where in zip(names, ["here", "there", "above"], strict=True):
        events = chain(name)
        assert [event.what for event in events] == [f"{where} {turn}" for turn in range(3)]
        assert links(events) == linked(events)
        head = AuditChain.objects.get(name=name)
        assert (head.length, head.last_hash) == (3, events[-1].hash)
    assert AuditChain.objects.count() == 3


def test_the_moves_of_a_meeting_stand_in_the_chain_of_its_office(cast, meeting):
    meeting.submit(by=cast.staff)
    meeting.approve(by=cast.officer)

    events = chain(f"office-{cast.meghdubi.pk}")
    assert [event.what for event in events] == [
        "meeting draft → submitted",
        "meeting submitted → approved",
    ]


def test_a_move_bears_the_moment_it_is_said_to_have_happened(cast, meeting):
    at = datetime(2024, 3, 22, 11, 30, 5, 123456, timezone(timedelta(hours=6)))
    meeting.submit(by=cast.staff, at=at)
    meeting.send_back(by=cast.officer, remarks="দেখুন।", at=at + timedelta(days=1))
    meeting.submit(by=cast.staff, at=at + timedelta(days=2))
    meeting.approve(by=cast.officer, at=at + timedelta(days=3))

    days = [at + timedelta(days=n) for n in range(4)]
    assert [event.at for event in chain(f"office-{cast.meghdubi.pk}")] == days
    meeting.refresh_from_db()
    assert (meeting.submitted_at, meeting.approved_at, meeting.moved_at) == (
        days[2],
        days[3],
        days[3],
    )
    moved = meeting.history.order_by("history_id").values_list("history_date", flat=True)
    assert list(moved)[-4:] == days
    meeting.save()  # what follows has its own moment again
    assert meeting.history.latest("history_id").history_date > days[3]


def test_the_form_of_the_hash_does_not_change():
    # Whatever has been written has to come out the same for ever. Reckoned with sha256sum(1).
    assert (
        event_hash(
            chain="office-7",
            serial=2,
            at=datetime(2026, 3, 22, 5, 30, 5, 12, UTC),
            by=None,
            what="sign-in failed",
            target_kind="accounts.user",
            target_id=3,
            detail={"কারণ": ["ক", 1, None, True], "b": {"z": 1, "a": "“”"}},
            previous_hash="ab" * 32,
        )
        == "3758162c5fd92f11a9150064450cf6cc8a9f703d8b919831dfb8475485ffcaea"
    )
    with pytest.raises(TypeError):
        event_hash(chain="portal")


def test_the_hash_is_over_all_that_an_event_says(cast):
    event = record(by=cast.staff, what="office changed", target=cast.meghdubi, name="নাম")
    for name in TOLD:
        told = AuditEvent.objects.get()
        was = getattr(told, name)
        changed = {
            str: lambda was: was + "0",
            int: lambda was: was + 1,
            dict: lambda was: was | {"name": "নাম "},
            datetime: lambda was: was + timedelta(microseconds=1),
        }.get(type(was), lambda was: cast.officer)
        setattr(told, name, changed(was))
        assert told.computed_hash() != event.hash, name
    said = {field.attname for field in AuditEvent._meta.fields} - {"id", "hash"}
    assert said == set(TOLD) - {"by"} | {"by_id"}


def test_an_event_comes_back_from_the_database_as_it_was_hashed(cast):
    detail = {
        "words": "র‍্যাব “ক” \\ \n é",
        "nested": {"z": [1, -2, 10**18, None, True], "a": {}},
        Attendance.Status.PRESENT: Attendance.Status.ABSENT,
    }
    at = datetime(2019, 12, 31, 23, 59, 59, 999999, timezone(timedelta(hours=6)))
    record(by=cast.staff, what="office changed", target=cast.meghdubi, at=at, **detail)

    event = AuditEvent.objects.get()
    assert event.at == at
    assert event.detail == detail
    assert event.computed_hash() == event.hash


@pytest.mark.parametrize("value", [0.5, 1e16, float("nan"), [{"deep": 2.0}]])
def test_fractions_which_databases_write_as_they_like_are_not_kept(cast, value):
    with pytest.raises(ValueError), transaction.atomic():
        record(by=cast.staff, what="office changed", target=cast.meghdubi, value=value)
    assert not AuditEvent.objects.exists()


def test_the_moment_of_an_event_names_its_time_zone(cast):
    with pytest.raises(ValueError), transaction.atomic():
        record(by=cast.staff, what="x", target=cast.meghdubi, at=datetime(2024, 1, 1))


def test_what_did_not_happen_leaves_no_gap(cast):
    record(by=cast.staff, what="one", target=cast.meghdubi)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        record(by=cast.staff, what="two", target=cast.meghdubi)
        record(by=cast.staff, what="three", target=cast.meghdubi)
        raise ZeroDivisionError
    record(by=cast.staff, what="four", target=cast.meghdubi)

    events = chain("portal")
    assert [event.what for event in events] == ["one", "four"]
    assert links(events) == linked(events)


def test_only_a_failed_sign_in_is_of_nobody(cast):
    event = record(by=None, what="sign-in failed", target=cast.staff)
    assert event.by is None
    with pytest.raises(IntegrityError), transaction.atomic():
        record(by=None, what="sign-in", target=cast.staff)


# --- Never changed --------------------------------------------------------------------------


def test_no_event_is_changed_or_removed_by_the_portal(cast):
    event = record(by=cast.staff, what="office changed", target=cast.meghdubi)
    event.what = "nothing"
    for act in (
        event.save,
        event.delete,
        AuditEvent.objects.all().delete,
        lambda: AuditEvent.objects.update(what="nothing"),
        lambda: AuditEvent.objects.bulk_update([event], ["what"]),
        lambda: AuditEvent.objects.update_or_create(pk=event.pk, defaults={"what": "nothing"}),
    ):
        with pytest.raises(AppendOnly), transaction.atomic():
            act()
    assert AuditEvent.objects.get().what == "office changed"


def refused(statement):
    with pytest.raises(DatabaseError) as refusal, transaction.atomic(), connection.cursor() as c:
        c.execute(statement)
    return str(refusal.value).splitlines()[0]


@pytest.mark.django_db
def test_the_database_itself_refuses_to_change_an_event(cast):
    record(by=cast.staff, what="office changed", target=cast.meghdubi)

    told = refused("UPDATE accounts_auditevent SET what = 'nothing'")
    assert told.startswith("the audit trail is append-only: UPDATE")
    if connection.vendor == "postgresql":
        told = refused("DELETE FROM accounts_auditevent")
        assert told.startswith("the audit trail is append-only: DELETE")
    assert AuditEvent.objects.get().what == "office changed"


def test_the_database_itself_refuses_to_empty_the_trail(cast):
    """The trigger that tests switch off for themselves, on again."""
    record(by=cast.staff, what="office changed", target=cast.meghdubi)
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # No row may be waiting for its foreign keys to be checked.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE accounts_auditevent ENABLE TRIGGER audit_never_emptied")
            emptied = "TRUNCATE"
            statements = ["TRUNCATE accounts_auditevent", "TRUNCATE accounts_user CASCADE"]
        else:
            cursor.execute(APPEND_ONLY.SQLITE[1])
            emptied = "DELETE"
            statements = ["DELETE FROM accounts_auditevent"]
        for statement in statements:
            assert refused(statement).startswith(f"the audit trail is append-only: {emptied}")
        transaction.set_rollback(True)
    assert AuditEvent.objects.count() == 1


# --- Many at once ---------------------------------------------------------------------------


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_first", [True, False])
def test_eight_at_the_end_of_one_chain_queue(cast, is_first):
    office = cast.meghdubi
    if not is_first:
        record(by=cast.staff, what="before", target=office, office=office)
    with held_open(AuditEvent, 8) as told:
        outcomes = at_once(
            *[lambda: record(by=cast.staff, what="act", target=office, office=office)] * 8
        )

    assert told == {"together": 1, "locked": 7}
    assert {type(outcome) for outcome in outcomes} == {AuditEvent}
    events = chain(f"office-{office.pk}")
    assert len(events) == 8 + (not is_first)
    assert links(events) == linked(events)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_without_the_lock_seven_of_eight_deeds_are_lost(cast, monkeypatch):
    office = cast.meghdubi
    record(by=cast.staff, what="before", target=office, office=office)
    monkeypatch.setattr(models.QuerySet, "select_for_update", lambda rows, **_: rows.all())
    with held_open(AuditEvent, 8) as told:
        outcomes = at_once(
            *[lambda: record(by=cast.staff, what="act", target=office, office=office)] * 8
        )

    assert told == {"together": 8, "locked": 0}
    assert [type(outcome) for outcome in outcomes].count(IntegrityError) == 7


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_eight_recorders_leave_serials_without_a_gap(cast):
    office = cast.meghdubi

    def work(nth):
        for turn in range(20):
            try:
                with transaction.atomic():
                    record(by=cast.staff, what="act", target=office, office=office, nth=nth)
                    record(by=cast.staff, what="act", target=office, office=office, nth=nth)
                    if turn % 5 == nth % 5:
                        raise ZeroDivisionError
            except ZeroDivisionError:
                continue

    assert at_once(*(lambda nth=nth: work(nth) for nth in range(8))) == [None] * 8
    events = chain(f"office-{office.pk}")
    assert len(events) == 8 * 16 * 2
    assert links(events) == linked(events)
