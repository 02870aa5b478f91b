"""The one door of stored text: no column of any model takes a sign that a file cannot hold or that
turns the direction of reading, whoever writes it and by whatever way."""

import io
import json

import openpyxl
import pytest
from django.apps import apps
from django.db import connection, models
from django.test.utils import isolate_apps

from accounts.models import Mail, record
from accounts.trail import verify
from meetings.models import AgendaItem, Decision, Implementer
from offices.models import Office
from papers import spreadsheets
from tests.factories import make_committee, make_meeting, make_office, make_user

# A control character, Word's line in a paragraph, half a pair of surrogates, a direction override, a
# C1 code, what is no character; between letters.
POISON = "ক\x00খ\x07গ\x0bঘ\ud800ঙ\u202eচ\x85ছ\x9bজ\uffffঝ\U0001fffeঞ\u2069"
CLEAN = "কখগ\nঘঙচ\nছজঝঞ"

# Columns that are not ours to declare: what fills them.
OTHERS = {
    "accounts.User.password": "a hash that Django makes",
    "admin.LogEntry.object_id": "a primary key",
    "admin.LogEntry.object_repr": "the name of a thing, out of a column behind the door",
    "admin.LogEntry.change_message": "names of fields, as escaped JSON",
    "auth.Permission.name": "names of models",
    "auth.Permission.codename": "names of models",
    "auth.Group.name": "the portal has no groups",
    "contenttypes.ContentType.app_label": "names of models",
    "contenttypes.ContentType.model": "names of models",
    "sessions.Session.session_key": "made at random",
    "sessions.Session.session_data": "signed base64",
    "account.EmailAddress.email": "addresses that passed allauth's check; no page of ours takes one",
    "account.EmailConfirmation.key": "made at random",
    "mfa.Authenticator.data": "keys that allauth makes, as escaped JSON",
}  # fmt: skip


def columns_of(model):
    """The columns of a model that hold words somebody sends: those with a choice hold our own."""
    for field in model._meta.concrete_fields:
        texts = (models.CharField, models.TextField, models.JSONField)
        if isinstance(field, texts) and not field.choices:
            yield field


def open_columns(all_models):
    """Columns that would store what they are sent, signs and all: a set of app.Model.column."""
    found = set()
    for model in all_models:
        for field in columns_of(model):
            if isinstance(field, models.JSONField):
                sent, kept = {POISON: [POISON, {"ক": POISON}]}, {CLEAN: [CLEAN, {"ক": CLEAN}]}
            else:
                sent, kept = POISON, CLEAN
                if isinstance(field, models.CharField) and not isinstance(field, models.EmailField):
                    kept = kept.replace("\n", " ")
            # What save, bulk_create, update and bulk_update alike ask of a field.
            stored = field.get_prep_value(sent)
            asked = field.pre_save(model(**{field.attname: sent}), add=True)
            if (stored, asked) != (kept, kept):
                found.add(f"{model._meta.label}.{field.name}")
    return found


def test_every_column_of_ours_is_behind_the_door_and_what_else_there_is_has_a_reason():
    assert open_columns(apps.get_models()) == OTHERS.keys(), (
        "declare it by a field of bangla.fields; its column and migration stay as they are"
    )


def test_the_history_is_behind_the_door_with_its_reasons():
    told = {f.name for m in apps.get_models() for f in columns_of(m) if "Historical" in m.__name__}
    assert {"history_change_reason", "discussion", "printed"} <= told


@isolate_apps("meetings")
def test_a_new_column_outside_is_found():
    class Note(models.Model):  # noqa: DJ008
        text = models.TextField()
        parts = models.JSONField()
        kind = models.CharField(max_length=1, choices=[("a", "ক")])

        class Meta:
            app_label = "meetings"

    assert open_columns([Note]) == {"meetings.Note.text", "meetings.Note.parts"}


def stored_in(model, column):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {model._meta.db_table}")
        return [row[0] for row in cursor.fetchall()]


@pytest.fixture
def meeting(db):
    return make_meeting(make_committee(make_office("1")), by=make_user("m"))


def test_every_way_into_the_database_passes_the_door(meeting):
    item = meeting.items.first()
    decision = item.decisions.first()
    assert item
    assert decision

    item.topic, item.discussion = POISON, [POISON]
    item.save()
    assert (item.topic, item.discussion) == (CLEAN, [CLEAN])  # in hand as in the database
    AgendaItem.objects.filter(pk=item.pk).update(code=POISON)
    decision.text = POISON
    Decision.objects.bulk_update([decision], ["text"])
    Implementer.objects.bulk_create([Implementer(decision=decision, position=9, printed=POISON)])
    item.refresh_from_db()

    assert (item.topic, item.discussion, item.code) == (CLEAN, [CLEAN], CLEAN)
    assert CLEAN in stored_in(Decision, "text")
    assert CLEAN in stored_in(Implementer, "printed")
    assert CLEAN in AgendaItem.history.latest().topic


def test_names_mail_and_the_trail_are_clean_and_the_trail_stays_whole(db):
    user = make_user("u", name="রেহানা\u202e পারভীন", email="a\x0b@example.org")
    user.refresh_from_db()
    assert user.name == "রেহানা পারভীন"
    assert not set(user.email) & set("\x0b\u202e")
    Mail.objects.create(to="a@example.org", subject=POISON, text=POISON, message_id="1")
    assert Mail.objects.get().text == CLEAN
    assert "\n" not in Mail.objects.get().subject
    event = record(by=user, what="file kept", target=user, name=POISON, why={POISON: [POISON]})
    event.refresh_from_db()
    assert event.detail == {"name": CLEAN, "why": {CLEAN: [CLEAN]}}
    assert json.dumps(event.detail, ensure_ascii=False).encode()
    assert verify(event.chain).is_intact


def test_a_post_or_an_office_spoilt_before_does_not_break_a_spreadsheet(db):
    office = Office.objects.create(code="1", kind=Office.Kind.LINE, name="কার্যালয়")
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {Office._meta.db_table} SET name = %s", ["ক\x0bখ\x07\ufffe"])
    office.refresh_from_db()
    assert "\x0b" in office.name
    book = openpyxl.Workbook()
    sheet = book.create_sheet(spreadsheets.sheet_name(1, office.name))
    spreadsheets.fill(sheet, [(office.name, 10), ("খ", 9)], [[office.name, "\ufffeঠিক\x0b"]])
    read = openpyxl.load_workbook(io.BytesIO(spreadsheets.bytes_of(book)))
    assert [cell.value for row in read.worksheets[1].rows for cell in row] == [
        "ক\nখ", "খ", "ক\nখ", "ঠিক\n",
    ]  # fmt: skip
