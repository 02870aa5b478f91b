"""Whoever tampers with the trail is found out: each way of it, done with SQL behind the portal's back."""

import json
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts import trail
from accounts.chain import TOLD, event_hash
from accounts.models import AuditChain, AuditEvent, record
from tests.conftest import let_the_trail_be_changed
from tests.meetings.test_races import at_once

EVENTS = 6


@pytest.fixture
def chain(cast):
    """The name of a chain of six events, beside another office's; open to whoever owns the database."""
    at = datetime(2026, 3, 22, 5, 30, 5, 123456, UTC)
    for office in (cast.meghdubi, cast.shalbon):
        for turn in range(EVENTS):
            record(
                by=[cast.staff, cast.officer][turn % 2],
                what=f"act {turn}",
                target=office,
                office=office,
                at=at + timedelta(hours=turn),
                words=f"কথা {turn}",
            )
    let_the_trail_be_changed()
    return f"office-{cast.meghdubi.pk}"


def sql(statement, *params):
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        assert cursor.rowcount > 0


def change(chain, serial, /, **values):
    columns = ", ".join(f"{name} = %s" for name in values)
    sql(
        f"UPDATE accounts_auditevent SET {columns} WHERE chain = %s AND serial = %s",
        *values.values(),
        chain,
        serial,
    )


def remove(chain, serial):
    sql("DELETE FROM accounts_auditevent WHERE chain = %s AND serial = %s", chain, serial)


def insert(chain, like, serial, /, **values):
    """A copy of an event at another place, as somebody would slip it in."""
    told = AuditEvent.objects.filter(chain=chain, serial=like).values().get()
    del told["id"]
    told |= {"serial": serial, "detail": json.dumps(told["detail"])} | values
    sql(
        f"INSERT INTO accounts_auditevent ({', '.join(told)}) VALUES ({', '.join(['%s'] * len(told))})",
        *told.values(),
    )


def rewrite(chain, first, *, head):
    """Write the hashes of a chain anew from one event on, as a careful forger would."""
    hashes = dict(AuditEvent.objects.filter(chain=chain).values_list("serial", "hash"))
    last = hashes.get(first - 1, "")
    length = 0
    for event in AuditEvent.objects.filter(chain=chain, serial__gte=first).order_by("serial"):
        event.previous_hash = last
        last = event.computed_hash()
        change(chain, event.serial, previous_hash=event.previous_hash, hash=last)
        length = event.serial
    if head:
        AuditChain.objects.filter(name=chain).update(length=length, last_hash=last)


def output(*arguments):
    """(lines as objects, whether the command succeeded)."""
    out = StringIO()
    try:
        call_command("verify_audit", *arguments, stdout=out, stderr=StringIO())
    except CommandError:
        ended_well = False
    else:
        ended_well = True
    return [json.loads(line) for line in out.getvalue().splitlines()], ended_well


def broken_at(chain):
    """Where the command says the chain is broken; all others are told intact."""
    lines, ended_well = output()
    (line,) = [line for line in lines if line["chain"] == chain]
    assert ended_well == line["intact"] == ("broken_at" not in line)
    assert all(each["intact"] for each in lines if each is not line)
    return line.get("broken_at")


def test_untouched_chains_are_intact(chain, cast):
    record(by=None, what="sign-in failed", target=cast.staff)
    other = f"office-{cast.shalbon.pk}"
    assert output() == (
        [{"chain": name, "events": EVENTS, "intact": True} for name in sorted([chain, other])]
        + [{"chain": "portal", "events": 1, "intact": True}],
        True,
    )


def test_a_long_chain_asks_no_more_questions_than_a_short_one(chain, cast):
    def questions():
        with CaptureQueriesContext(connection) as asked:
            assert trail.verify(chain).is_intact
        return len(asked)

    few = questions()
    for _ in range(10):
        record(by=cast.staff, what="more", target=cast.meghdubi, office=cast.meghdubi)
    assert questions() == few


def test_a_trail_nobody_has_written_yet_is_intact(db):
    assert output() == ([], True)


# Another value for each column.
ANOTHER = {
    "at": datetime(2026, 3, 22, 5, 30, 5, 123457, UTC),
    "what": "act x",
    "target_kind": "offices.post",
    "target_id": 987654,
    "detail": json.dumps({"words": "কথা"}),
    "previous_hash": "ab" * 32,
    "hash": "cd" * 32,
    "serial": 55,
    "chain": "portal",
}


@pytest.mark.parametrize("serial", [1, 3, EVENTS])
@pytest.mark.parametrize("name", [*sorted(ANOTHER.keys() - {"chain", "serial"}), "by"])
def test_a_changed_field_is_found(chain, cast, name, serial):
    if name == "by":
        change(chain, serial, by_id=cast.sysadmin.pk)
    else:
        change(chain, serial, **{name: ANOTHER[name]})
    assert broken_at(chain) == serial


def test_every_column_is_among_those_changed(db):
    columns = {field.name for field in AuditEvent._meta.fields} - {"id"}
    assert columns == set(TOLD) | {"hash"} == ANOTHER.keys() | {"by"}


def test_a_row_that_cannot_be_read_is_found(chain):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL keeps no such row")
    change(chain, 4, at="sometime")
    assert broken_at(chain) == 4


@pytest.mark.parametrize("serial", [1, 3, EVENTS])
def test_a_removed_row_is_found(chain, serial):
    remove(chain, serial)
    assert broken_at(chain) == serial


def test_a_removed_row_is_found_though_the_others_close_up(chain):
    remove(chain, 3)
    for serial in range(4, EVENTS + 1):
        change(chain, serial, serial=serial - 1)
    assert broken_at(chain) == 3


def test_rows_cut_off_at_the_end_are_found_though_the_head_is_set_back(chain):
    remove(chain, EVENTS)
    AuditChain.objects.filter(name=chain).update(length=EVENTS - 1)
    assert broken_at(chain) == EVENTS - 1


def test_a_row_added_at_the_end_is_found(chain):
    insert(chain, 2, EVENTS + 1)
    assert broken_at(chain) == EVENTS + 1


def test_a_row_added_at_the_end_with_the_right_hash_is_found(chain):
    last = AuditEvent.objects.get(chain=chain, serial=EVENTS)
    told = {name: getattr(last, name) for name in TOLD}
    told |= {"by": last.by_id, "serial": EVENTS + 1, "previous_hash": last.hash}
    insert(chain, EVENTS, EVENTS + 1, previous_hash=last.hash, hash=event_hash(**told))
    assert broken_at(chain) == EVENTS + 1


def test_a_row_slipped_in_is_found(chain):
    for serial in range(EVENTS, 2, -1):
        change(chain, serial, serial=serial + 1)
    insert(chain, 2, 3)
    assert broken_at(chain) == 3


def test_two_rows_that_changed_places_are_found(chain):
    change(chain, 3, serial=99)
    change(chain, 4, serial=3)
    change(chain, 99, serial=4)
    assert broken_at(chain) == 3


def test_a_row_moved_to_another_chain_is_found_in_both(chain, cast):
    other = f"office-{cast.shalbon.pk}"
    change(chain, EVENTS, chain=other, serial=EVENTS + 1)
    lines, ended_well = output()
    assert {line["chain"]: line.get("broken_at") for line in lines} == {
        chain: EVENTS,
        other: EVENTS + 1,
    }
    assert not ended_well


def test_a_tail_written_anew_does_not_fit_its_head(chain):
    change(chain, 3, what="act x")
    rewrite(chain, 3, head=False)
    assert broken_at(chain) == EVENTS


def test_a_head_that_is_gone_or_lies_is_found(chain):
    sql("UPDATE accounts_auditchain SET last_hash = %s WHERE name = %s", "ab" * 32, chain)
    assert broken_at(chain) == EVENTS
    sql("DELETE FROM accounts_auditchain WHERE name = %s", chain)
    assert broken_at(chain) == 1


def test_a_head_without_its_events_is_found(chain):
    sql("DELETE FROM accounts_auditevent WHERE chain = %s", chain)
    assert broken_at(chain) == 1


# --- What only a note kept elsewhere finds out ------------------------------------------------


@pytest.fixture
def noted(chain, tmp_path):
    """A file of anchors written while all was well."""
    lines, ended_well = output("--anchor")
    assert ended_well
    file = tmp_path / "anchors.jsonl"
    file.write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    return file


def against(noted):
    lines, ended_well = output("--against", str(noted))
    assert ended_well == all(line["intact"] for line in lines)
    return {line["chain"]: line.get("broken_at") for line in lines}


def test_an_anchor_is_the_head_of_each_chain(chain, noted):
    lines = [json.loads(line) for line in noted.read_text().splitlines()]
    assert lines == [
        {"chain": head.name, "events": head.length, "hash": head.last_hash}
        for head in AuditChain.objects.order_by("name")
    ]
    assert len(lines) == 2


def test_a_chain_that_has_grown_still_fits_what_was_noted(chain, noted, cast):
    record(by=cast.staff, what="later", target=cast.meghdubi, office=cast.meghdubi)
    lines, _ = output("--anchor")
    with noted.open("a") as file:
        file.writelines(f"{json.dumps(line)}\n" for line in lines)
    assert set(against(noted).values()) == {None}


def test_a_chain_written_anew_with_its_head_is_found_by_what_was_noted(chain, noted, cast):
    change(chain, 3, what="act x")
    rewrite(chain, 3, head=True)
    assert broken_at(chain) is None  # nothing in the database tells
    assert against(noted) == {chain: EVENTS, f"office-{cast.shalbon.pk}": None}


def test_a_tail_cut_off_with_its_head_is_found_by_what_was_noted(chain, noted, cast):
    remove(chain, EVENTS)
    rewrite(chain, 1, head=True)
    assert broken_at(chain) is None
    assert against(noted)[chain] == EVENTS


def test_a_whole_chain_that_is_gone_is_found_by_what_was_noted(chain, noted, cast):
    sql("DELETE FROM accounts_auditevent WHERE chain = %s", chain)
    sql("DELETE FROM accounts_auditchain WHERE name = %s", chain)
    assert chain not in [line["chain"] for line in output()[0]]
    assert against(noted) == {chain: 1, f"office-{cast.shalbon.pk}": None}


def test_two_notes_that_contradict_each_other_are_told(chain, noted):
    line = json.loads(noted.read_text().splitlines()[0]) | {"hash": "ab" * 32}
    with noted.open("a") as file:
        file.write(json.dumps(line))
    assert against(noted)[line["chain"]] == EVENTS


@pytest.mark.parametrize("text", ["no JSON", "{}", "[1]", '{"chain": "x", "events": null}'])
def test_a_file_that_holds_no_anchors_is_refused(chain, tmp_path, text):
    file = tmp_path / "anchors"
    file.write_text(text)
    with pytest.raises(CommandError, match="--anchor দিয়ে লেখা নয়"):
        call_command("verify_audit", "--against", str(file))
    with pytest.raises(CommandError, match="ফাইলটি পড়া গেল না"):
        call_command("verify_audit", "--against", str(tmp_path / "nowhere"))


# --- While people work ------------------------------------------------------------------------


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_chain_that_grows_while_it_is_read_is_not_called_broken(cast):
    office = cast.meghdubi

    def work():
        for _ in range(40):
            with transaction.atomic():
                record(by=cast.staff, what="act", target=office, office=office)

    def look():
        return [trail.verify(f"office-{office.pk}").broken_at for _ in range(15)]

    outcomes = at_once(work, work, work, look, look)
    assert outcomes == [None, None, None, [None] * 15, [None] * 15]
    assert trail.verify(f"office-{office.pk}").events == 120
