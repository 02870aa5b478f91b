"""The database as one file, and one file as the database: SQLite and PostgreSQL, each by its own means."""

import os
import shutil
import sqlite3
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from django.apps import apps
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from backups.faults import Fault

# What is nobody's work, and what would let somebody in elsewhere.
LEFT_OUT = ("django_session", "cache")
# What an installation holds that nobody has worked in.
LED_BY = ("accounts.User", "accounts.AuditEvent", "documents.Document")
SECONDS = 6 * 3600


def migrations():
    """The migrations of this database, as "room.name"."""
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{room}.{name}" for room, name in applied)


def migrations_of_code():
    """The migrations that this version of the portal has, as "room.name"."""
    found = MigrationLoader(None).disk_migrations
    return sorted(f"{room}.{name}" for room, name in found)


def is_empty():
    """Whether nobody has worked in this database: there are no tables, or none that people fill has a row."""
    tables = set(connection.introspection.table_names())
    models = [apps.get_model(name) for name in LED_BY]
    return not any(
        model._meta.db_table in tables and model._base_manager.exists() for model in models
    )


def dump(path):
    """Write the database as it is at one moment into a new file; whoever works goes on. Raises Fault."""
    if connection.vendor == "sqlite":
        _dump_sqlite(path)
    else:
        _run("pg_dump", "--format=custom", *_without(LEFT_OUT), f"--file={path}")


def load(path):
    """Fill this database, which is empty, with a dump of the same kind: wholly or not at all. Raises Fault."""
    if connection.vendor == "sqlite":
        _load_sqlite(path)
    else:
        # What `migrate` may have made there already goes first, in the same transaction.
        once = ("--clean", "--if-exists", "--single-transaction", "--exit-on-error")
        _run("pg_restore", *once, "--no-owner", "--no-privileges", path)
    connection.close()


@contextmanager
def scratch():
    """The URL of an empty database beside ours on PostgreSQL, gone afterwards. Raises Fault."""
    told = connection.settings_dict
    name = f"{told['NAME']}_trial"
    with connection.cursor() as cursor:
        try:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
        except DatabaseError as error:
            raise Fault(
                "মহড়ার জন্য আলাদা ডেটাবেস বানানো গেল না: পোর্টালের ভূমিকাকে CREATEDB দিন, "
                f"অথবা docs/restore.md দেখে হাতে মহড়া করুন ({str(error).strip()})।"
            ) from error
    try:
        yield _url(told, name)
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _url(told, name):
    """DATABASE_URL of another database in the same place; a socket has its folder in the path."""
    secret = f":{quote(told['PASSWORD'], safe='')}" if told["PASSWORD"] else ""
    who = f"{quote(told['USER'], safe='')}{secret}@" if told["USER"] else ""
    host, port = told["HOST"], f":{told['PORT']}" if told["PORT"] else ""
    if host.startswith("/"):
        return f"postgres://{who}/{host}/{name}"
    return f"postgres://{who}{host}{port}/{name}"


def _dump_sqlite(path):
    # Over a connection of its own: from within a transaction a copy would never end.
    ours = connection.copy()
    ours.ensure_connection()
    copy = sqlite3.connect(path, isolation_level=None)
    until = time.monotonic() + SECONDS

    def not_for_ever(*left):
        if time.monotonic() > until:
            raise Fault("ডেটাবেস এতক্ষণ ব্যস্ত ছিল যে কপি করা গেল না; আবার করুন।")

    try:
        ours.connection.backup(copy, progress=not_for_ever)
        there = {name for (name,) in copy.execute("SELECT name FROM sqlite_master")}
        for table in there.intersection(LEFT_OUT):
            copy.execute(f"DELETE FROM {table}")  # noqa: S608 - a name of our own
        copy.execute("PRAGMA journal_mode=DELETE")
        copy.execute("VACUUM")
    except sqlite3.Error as error:
        raise Fault(f"ডেটাবেসের কপি করা গেল না: {error}") from error
    finally:
        copy.close()
        ours.close()


def _load_sqlite(path):
    source = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        connection.ensure_connection()
        source.backup(connection.connection)
    except (sqlite3.Error, DatabaseError) as error:
        raise Fault(f"ডেটাবেস ফেরানো গেল না: {error}") from error
    finally:
        source.close()


def _without(tables):
    return [f"--exclude-table-data={table}" for table in tables]


def _run(program, *arguments):
    """Run a client program of PostgreSQL on our database; its password stands in no list of processes."""
    told = connection.settings_dict
    place = {"host": told["HOST"], "port": told["PORT"], "username": told["USER"]}
    where = [f"--{name}={value}" for name, value in place.items() if value]
    environment = os.environ | ({"PGPASSWORD": told["PASSWORD"]} if told["PASSWORD"] else {})
    command = [_found(program), "--no-password", f"--dbname={told['NAME']}", *where, *arguments]
    try:
        done = subprocess.run(  # noqa: S603 - no shell, and a program of PostgreSQL's own
            [str(each) for each in command],
            env=environment, capture_output=True, text=True, timeout=SECONDS, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise Fault(f"{program}: {SECONDS // 3600} ঘণ্টায়ও শেষ হয়নি।") from error
    if done.returncode:
        last = (done.stderr.strip().splitlines() or [str(done.returncode)])[-1]
        raise Fault(f"{program}: {last}")


def _found(program):
    """Where it is; of several releases the newest, which can read what the older ones wrote."""
    releases = sorted(
        Path("/usr/lib/postgresql").glob(f"*/bin/{program}"),
        key=lambda path: [int(part) for part in path.parts[4].split(".") if part.isdigit()],
    )
    found = releases[-1] if releases else shutil.which(program)
    if not found:
        raise Fault(f"{program} নেই; postgresql-client প্যাকেজটি বসান।")
    return found
