"""The role of the database as which the portal runs: it owns no table, so nobody who gets hold of its
connection can take the triggers off the trail, or a table away. PostgreSQL alone."""

from django.db import connection, transaction

from accounts.models import AuditEvent

# Rows of these are only ever added, by the portal itself too.
ONLY_ADDED = [AuditEvent._meta.db_table]
# What migrations keep of themselves is only read.
ONLY_READ = ["django_migrations"]


class Unfit(Exception):
    """The role is none to run the portal as. `str()` is a Bengali sentence."""


@transaction.atomic
def grant(role):
    """Let a role work with the tables there are and those to come, and do nothing else. Raises Unfit.

    To be called as the owner of the tables; again after each migration it is harmless.
    """
    if connection.vendor != "postgresql":
        raise Unfit("আলাদা ভূমিকা শুধু PostgreSQL-এ হয়।")
    with connection.cursor() as cursor:
        _refuse_unfit(cursor, role)
        name, schema = connection.ops.quote_name(role), _asked(cursor, "SELECT current_schema()")
        schema = connection.ops.quote_name(schema)
        database = connection.ops.quote_name(connection.settings_dict["NAME"])
        everything = "SELECT, INSERT, UPDATE, DELETE"
        for statement in (
            f"REVOKE CREATE ON SCHEMA {schema} FROM PUBLIC, {name}",
            f"REVOKE CREATE, TEMPORARY ON DATABASE {database} FROM PUBLIC, {name}",
            f"GRANT CONNECT ON DATABASE {database} TO {name}",
            f"GRANT USAGE ON SCHEMA {schema} TO {name}",
            f"REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {name}",
            f"GRANT {everything} ON ALL TABLES IN SCHEMA {schema} TO {name}",
            f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {name}",
            f"ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT {everything} ON TABLES TO {name}",
            f"ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT USAGE, SELECT ON SEQUENCES TO {name}",
            *(f"REVOKE UPDATE, DELETE ON {table} FROM {name}" for table in ONLY_ADDED),
            *(f"REVOKE INSERT, UPDATE, DELETE ON {table} FROM {name}" for table in ONLY_READ),
        ):
            cursor.execute(statement)


def _refuse_unfit(cursor, role):
    cursor.execute(
        "SELECT rolsuper OR rolcreaterole OR rolreplication OR rolbypassrls FROM pg_roles WHERE rolname = %s",
        [role],
    )
    found = cursor.fetchone()
    if not found:
        raise Unfit(f"“{role}” নামে কোনো ভূমিকা নেই; আগে CREATE ROLE … LOGIN দিয়ে বানান।")
    if found[0]:
        raise Unfit(
            f"“{role}” নিজের ক্ষমতা নিজে বাড়াতে পারে (SUPERUSER, CREATEROLE …); সাধারণ একটি ভূমিকা দিন।"
        )
    owns = _asked(
        cursor,
        """
        SELECT bool_or(pg_has_role(%s, owner, 'MEMBER')) FROM (
            SELECT relowner FROM pg_class WHERE relnamespace = current_schema()::regnamespace
            UNION SELECT nspowner FROM pg_namespace WHERE nspname = current_schema()
            UNION SELECT datdba FROM pg_database WHERE datname = current_database()
        ) AS owners (owner)
        """,
        [role],
    )
    if owns:
        raise Unfit(f"“{role}” ডেটাবেস, স্কিমা বা টেবিলের মালিক, বা মালিকের সদস্য; অন্য একটি ভূমিকা দিন।")


def _asked(cursor, statement, told=None):
    cursor.execute(statement, told)
    return cursor.fetchone()[0]
