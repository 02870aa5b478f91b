"""The portal as a role of the database that owns nothing: all work goes on, the trail cannot be undone."""

import io
from contextlib import contextmanager

import psycopg2
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, transaction

from accounts import daily, trail
from accounts.models import AuditEvent
from accounts.roles import Unfit, grant
from meetings.models import State
from memos import actions
from memos.models import Memo
from minutes_portal import due
from tests.factories import make_issued, make_meeting

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
ROLE = "portal_of_tests"


@pytest.fixture
def role():
    """A role that may sign in and nothing else."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP ROLE IF EXISTS {ROLE}")
        cursor.execute(f"CREATE ROLE {ROLE} LOGIN")
    yield ROLE
    connection.close()
    with connection.cursor() as cursor:
        cursor.execute(f"DROP OWNED BY {ROLE}")
        cursor.execute(f"DROP ROLE {ROLE}")


@contextmanager
def working_as(role):
    """The portal's own connection, made as this role."""
    told = connection.settings_dict
    before = told["USER"]
    connection.close()
    told["USER"] = role
    try:
        yield
    finally:
        connection.close()
        told["USER"] = before


def test_minutes_are_written_and_issued_and_the_worker_works(cast, role):
    call_command("grant_portal", role)
    with working_as(role):
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            assert cursor.fetchone() == (role,)
        meeting = make_issued(
            make_meeting(cast.committee, by=cast.staff), author=cast.staff, officer=cast.officer
        )
        assert meeting.state == State.ISSUED
        line = Memo.objects.get()
        actions.void(memo=line, by=cast.officer, reason="ভুল নথি")
        done, failed = daily.do_due([(range(24), work) for _, work in due.daily()])
        assert (len(done), failed) == (len(due.daily()), [])
        assert trail.verify(trail.chains()[0]).is_intact
        call_command("verify_audit", stdout=io.StringIO())


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE accounts_auditevent SET what = 'x'",
        "DELETE FROM accounts_auditevent",
        "TRUNCATE accounts_auditevent",
        "TRUNCATE memos_memo CASCADE",
        "ALTER TABLE accounts_auditevent DISABLE TRIGGER ALL",
        "DROP TRIGGER audit_never_changed ON accounts_auditevent",
        "CREATE OR REPLACE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        "DROP TABLE accounts_auditevent",
        "DROP SCHEMA public CASCADE",
        "CREATE TABLE mine (x int)",
        "ALTER TABLE memos_memo ADD COLUMN x int",
        "SET session_replication_role = replica",
        "DELETE FROM django_migrations",
        "CREATE ROLE other",
    ],
)  # fmt: skip
def test_what_no_work_needs_is_refused_by_the_database(cast, role, statement):
    grant(role)
    told = connection.settings_dict
    own = psycopg2.connect(host=told["HOST"], dbname=told["NAME"], user=role)
    try:
        with own.cursor() as cursor, pytest.raises(psycopg2.Error) as refused:
            cursor.execute(statement)
        assert refused.value.pgcode == "42501"  # insufficient_privilege
    finally:
        own.close()


def test_a_table_that_comes_later_is_granted_too(cast, role):
    grant(role)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE later (x int)")
    try:
        with working_as(role), connection.cursor() as cursor:
            cursor.execute("INSERT INTO later VALUES (1)")
            with pytest.raises(ProgrammingError):
                cursor.execute("DROP TABLE later")
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE later")


@pytest.mark.parametrize(
    "gift",
    [
        "ALTER ROLE {role} SUPERUSER", "ALTER ROLE {role} CREATEROLE", "ALTER TABLE later_owned OWNER TO {role}",
        'GRANT "{owner}" TO {role}', "ALTER SCHEMA other_schema OWNER TO {role}",
    ],
)  # fmt: skip
def test_a_role_that_could_undo_it_is_refused(db, role, gift):
    with pytest.raises(Unfit), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        (owner,) = cursor.fetchone()
        cursor.execute("CREATE TABLE later_owned (x int)")
        cursor.execute("CREATE SCHEMA other_schema")
        cursor.execute(gift.format(role=role, owner=owner))
        if "other_schema" in gift:
            cursor.execute("SET LOCAL search_path TO other_schema")
        grant(role)


def test_who_is_not_there_is_named(db):
    with pytest.raises(CommandError, match="কোনো ভূমিকা নেই"):
        call_command("grant_portal", "nobody_at_all")
    assert not AuditEvent.objects.exists()
    assert settings.DATABASES
