from django.db import migrations

# The database itself refuses what nobody may do to the trail. TRUNCATE has a trigger of its own:
# tests empty their database between them, and switch that one off in it.
POSTGRESQL = [
    """
    CREATE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'the audit trail is append-only: % on % is refused', TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'insufficient_privilege';
    END
    $$
    """,
    """
    CREATE TRIGGER audit_never_changed BEFORE UPDATE OR DELETE ON accounts_auditevent
        FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only()
    """,
    """
    CREATE TRIGGER audit_never_emptied BEFORE TRUNCATE ON accounts_auditevent
        FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only()
    """,
]
# SQLite forgets the triggers of a table that a later migration makes anew: that one runs these again.
SQLITE = [
    """
    CREATE TRIGGER audit_never_changed BEFORE UPDATE ON accounts_auditevent
        BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only: UPDATE is refused'); END
    """,
    """
    CREATE TRIGGER audit_never_emptied BEFORE DELETE ON accounts_auditevent
        BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only: DELETE is refused'); END
    """,
]
POSTGRESQL_UNDO = [
    "DROP TRIGGER audit_never_emptied ON accounts_auditevent",
    "DROP TRIGGER audit_never_changed ON accounts_auditevent",
    "DROP FUNCTION audit_append_only()",
]
SQLITE_UNDO = [
    # Gone already where tests run.
    "DROP TRIGGER IF EXISTS audit_never_emptied",
    "DROP TRIGGER audit_never_changed",
]


def refuse_changes(apps, schema_editor):
    for statement in {"postgresql": POSTGRESQL, "sqlite": SQLITE}[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def allow_changes(apps, schema_editor):
    undo = {"postgresql": POSTGRESQL_UNDO, "sqlite": SQLITE_UNDO}
    for statement in undo[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [migrations.RunPython(refuse_changes, allow_changes)]
