"""What the worker does so that the portal can be restored: each night a backup, each month a rehearsal."""

import os
import threading
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path
from unittest.mock import patch

import pytest
from django.db import connection, transaction
from django.utils import timezone

from accounts import daily
from accounts.models import DailyWork, Mail, User
from backups import manifest, nightly, reports, saving
from backups.models import Run
from minutes_portal import due
from tests.backups.test_backup import kept
from tests.factories import make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def folder(tmp_path, settings):
    settings.BACKUP_DIR, settings.BACKUP_KEEP = str(tmp_path / "backups"), 2
    return tmp_path / "backups"


@pytest.fixture
def administrator():
    return User.objects.create_user(
        "sysadmin", name="প্রশাসক", email="sysadmin@example.org", is_superuser=True, is_staff=True
    )


@pytest.fixture
def lived_in():
    user = make_user("clerk")
    return [kept(f"কাগজ {n}", user) for n in range(5)]


@pytest.fixture
def as_installed(monkeypatch):
    """What the portal's own environment says, where a rehearsal begins with it."""
    told = {
        "DJANGO_SETTINGS_MODULE": "minutes_portal.settings", "ENV_FILE": os.devnull,
        "SECRET_KEY": "a-key-of-an-installation-that-is-only-for-this", "BASE_URL": "https://here.example",
    }  # fmt: skip
    for name, value in told.items():
        monkeypatch.setenv(name, value)


def at_night(works=None):
    """What the worker does at four in the night."""
    night = timezone.make_aware(datetime(2026, 12, 1, 4, 5))
    # Each time it is asked for, a second later.
    moments = (night + timedelta(seconds=number) for number in count())
    with patch("accounts.daily.timezone.localtime", side_effect=moments):
        return daily.do_due(works or due.nightly(), by_itself=True)


def test_each_night_there_is_one_backup_and_only_so_many_stay(folder, lived_in):
    works = [(3, nightly.back_up)]
    assert at_night(works) == (["backups.nightly.back_up"], [])
    assert at_night(works) == ([], [])
    (made,) = manifest.whole_backups(folder)
    run = Run.objects.get()
    assert (run.kind, run.folder, run.fault) == ("backup", str(made), "")
    for day in (28, 29, 30):
        # As if it had been made on another day.
        made.rename(made.with_name(f"2026-11-{day}T030000.000"))
        DailyWork.objects.all().delete()
        at_night(works)
        made = manifest.whole_backups(folder)[0]
    assert len(manifest.whole_backups(folder)) == 2


def test_without_a_folder_nothing_is_made(settings, lived_in):
    settings.BACKUP_DIR = ""
    assert at_night()[1] == []
    assert not Run.objects.exists()


def test_people_work_while_it_is_made(folder, lived_in):
    """Not inside a transaction: on SQLite its copy would never end, and nobody could save."""
    clerk, made, saved = User.objects.get(username="clerk"), [], []
    dump = nightly.saving.database.dump

    def dump_while_somebody_saves(path):
        assert not connection.in_atomic_block
        done = threading.Thread(target=save)
        done.start()
        done.join(20)
        dump(path)
        made.append(path)

    def save():
        with transaction.atomic():
            kept("পরে রাখা", clerk)
        saved.append(True)
        connection.close()

    with patch("backups.saving.database.dump", dump_while_somebody_saves):
        assert at_night([(3, nightly.back_up)])[0]
    assert (len(made), saved) == (1, [True])


def test_a_backup_that_fails_is_told_once_and_tried_the_next_night(folder, lived_in, administrator):
    folder.write_text("এটি ফোল্ডার নয়")
    works = [(3, nightly.back_up)]
    assert at_night(works)[0]
    assert at_night(works)[0] == []
    run = Run.objects.get()
    assert "ব্যাকআপ লেখা গেল না" in run.fault
    mail = Mail.objects.get()
    assert (mail.user, "হয়নি" in mail.subject, run.fault in mail.text) == (
        administrator,
        True,
        True,
    )
    (told, *_) = reports.waiting(administrator)
    assert run.fault in told.text
    assert list(reports.waiting(User.objects.get(username="clerk"))) == []
    DailyWork.objects.update(done_on=date(2026, 11, 30))
    folder.unlink()
    at_night(works)
    assert Run.objects.first().fault == ""


def test_two_workers_make_one(folder, lived_in):
    folder.mkdir()
    with saving.alone_in(folder):
        assert at_night() == ([], [])
    assert not Run.objects.exists()
    assert len(at_night([(3, nightly.back_up)])[0]) == 1


def test_once_a_month_the_newest_is_brought_back_and_nothing_of_it_stays(
    folder, lived_in, administrator, as_installed
):
    at_night([(3, nightly.back_up)])
    at_night([(4, nightly.rehearse)])
    run = Run.objects.get(kind="rehearsal")
    assert (run.fault, run.folder) == ("", str(manifest.whole_backups(folder)[0]))
    assert {path.name for path in folder.iterdir()} == {".lock", Path(run.folder).name}
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_database WHERE datname LIKE %s", ["%\\_trial"])
            assert cursor.fetchone() == (0,)
    DailyWork.objects.all().delete()
    at_night([(4, nightly.rehearse)])
    assert Run.objects.filter(kind="rehearsal").count() == 1
    assert list(reports.waiting(administrator)) == []


def test_a_backup_that_cannot_be_brought_back_is_found_by_the_rehearsal(
    folder, lived_in, administrator, as_installed
):
    at_night([(3, nightly.back_up)])
    (made,) = manifest.whole_backups(folder)
    paper = next((made / "papers").glob("??/??/*"))
    paper.chmod(0o600)
    paper.write_bytes(b"other")
    at_night([(4, nightly.rehearse)])
    run = Run.objects.get(kind="rehearsal")
    assert paper.name in run.fault
    assert run.fault in Mail.objects.get().text
    assert not (folder / nightly.TRIAL).exists()


def test_who_never_had_a_backup_is_told_so(folder, administrator, settings):
    assert ["ব্যাকআপ" in told.text for told in reports.waiting(administrator)] == [True, False]
    settings.BACKUP_DIR = ""
    assert list(reports.waiting(administrator)) == []
