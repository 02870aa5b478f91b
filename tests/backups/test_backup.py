import json
import os
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from accounts.models import AuditEvent, record
from backups import manifest, saving
from backups.faults import Fault
from backups.saving import back_up
from documents.models import Document
from documents.store import keep
from tests.factories import make_user

pytestmark = pytest.mark.django_db(transaction=True)


def kept(text, by):
    """A paper and its line in the trail, as an act leaves them."""
    with transaction.atomic():
        document = keep(text.encode(), mime="text/plain")
        record(by=by, what="signed in", target=by)
    return document


@pytest.fixture
def lived_in():
    """An installation with ten papers."""
    user = make_user("clerk")
    return [kept(f"কাগজ {n}", user) for n in range(10)]


@pytest.fixture
def elsewhere(tmp_path):
    """Run manage.py in another, empty installation with the same kind of database."""
    place = tmp_path / "elsewhere"
    place.mkdir()
    if connection.vendor == "sqlite":
        url = f"sqlite:///{place}/portal.sqlite3"
    else:
        name = f"{connection.settings_dict['NAME']}_elsewhere"
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {name}")
            cursor.execute(f"CREATE DATABASE {name}")
        url = f"postgres:///{connection.settings_dict['HOST']}/{name}"
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "minutes_portal.settings", "ENV_FILE": os.devnull, "DATABASE_URL": url,
        "MEDIA_ROOT": str(place / "media"), "SECRET_KEY": "another-key-of-another-installation-entirely",
        "BASE_URL": "https://elsewhere.example", "ALLOWED_HOSTS": "elsewhere.example",
    }  # fmt: skip

    def manage(*arguments):
        return subprocess.run(
            [sys.executable, "manage.py", *map(str, arguments)],
            env=environment, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False,
        )  # fmt: skip

    manage.media = place / "media"
    yield manage
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name}")


def papers_in(media):
    return {path.name: path.read_bytes() for path in media.glob("sha256/??/??/*")}


def test_what_is_restored_is_what_was_backed_up(lived_in, elsewhere, tmp_path):
    before = papers_in(Path(settings.MEDIA_ROOT))
    made, told = back_up(tmp_path / "backups")
    assert told["papers"] == len(before) == 10
    done = elsewhere("restore", tmp_path / "backups")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["backup"] == str(made)
    assert (found["documents"], found["events"]) == (10, AuditEvent.objects.count())
    assert papers_in(elsewhere.media) == before
    again = elsewhere("restore", tmp_path / "backups")
    assert again.returncode == 1
    assert "খালি" in again.stderr
    assert again.stderr.count("\n") == 1


def test_a_restore_that_was_cut_short_goes_on(lived_in, elsewhere, tmp_path):
    back_up(tmp_path / "backups")
    some = lived_in[0].path
    there = elsewhere.media / some.relative_to(settings.MEDIA_ROOT)
    there.parent.mkdir(parents=True)
    shutil.copyfile(some, there)
    assert elsewhere("restore", tmp_path / "backups").returncode == 0
    strange = elsewhere.media / "sha256/ab/cd" / ("ab" * 32)
    strange.parent.mkdir(parents=True)
    strange.write_bytes(b"not of this backup")
    assert elsewhere("restore", tmp_path / "backups").returncode == 1


@pytest.mark.parametrize(
    "name",
    [
        "papers",
        *(
            pytest.param(each, marks=pytest.mark.proof)
            for each in ("manifest.json", "SHA256SUMS", "database")
        ),
    ],
)
def test_one_byte_that_changed_is_named_and_nothing_is_restored(
    name, lived_in, elsewhere, tmp_path
):
    made, _ = back_up(tmp_path / "backups")
    found = next(path for path in sorted(made.rglob("*")) if path.is_file() and name in str(path))
    found.chmod(0o600)
    data = bytearray(found.read_bytes())
    data[len(data) // 2] ^= 1
    found.write_bytes(data)
    done = elsewhere("restore", made)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert str(made) in done.stderr
    assert not elsewhere.media.exists()


def test_a_backup_of_another_version_is_refused(lived_in, elsewhere, tmp_path, monkeypatch):
    monkeypatch.setattr(saving.database, "migrations", lambda: ["accounts.0001_initial"])
    back_up(tmp_path / "backups")
    done = elsewhere("restore", tmp_path / "backups")
    assert done.returncode == 1
    assert "অন্য সংস্করণের" in done.stderr


def test_no_secret_and_no_session_is_in_a_backup(lived_in, client, tmp_path, monkeypatch):
    monkeypatch.setenv("EMAIL_URL", "smtp://somebody:geheim-wort@127.0.0.1:25")
    client.force_login(make_user("somebody"))
    key = client.session.session_key
    made, told = back_up(tmp_path / "backups")
    assert "EMAIL_URL" in told["settings"]
    everything = b"".join(path.read_bytes() for path in made.rglob("*") if path.is_file())
    for secret in (settings.SECRET_KEY, "geheim-wort", key):
        assert secret.encode() not in everything


def test_a_damaged_paper_is_named_and_the_rest_is_saved(lived_in, tmp_path):
    lived_in[3].path.chmod(0o600)
    lived_in[3].path.write_bytes(b"something else")
    with pytest.raises(CommandError, match="১টি কাগজের ফাইল নষ্ট"):
        call_command("backup", tmp_path / "backups")
    (made,) = manifest.whole_backups(tmp_path / "backups")
    told, sums = manifest.read(made)
    assert told["faulty"] == [lived_in[3].sha256]
    assert len([path for path in sums if path.startswith("papers/")]) == 9


def test_only_the_newest_are_kept(lived_in, tmp_path):
    folder = tmp_path / "backups"
    for day in (1, 2, 3):
        shutil.copytree(
            back_up(folder)[0], folder / f"2020-01-0{day}T000000.000", dirs_exist_ok=True
        )
    newest, _ = back_up(folder, keep=2)
    found = manifest.whole_backups(folder)
    assert len(found) == 2
    assert found[0] == newest


def test_two_at_once_are_one(lived_in, tmp_path, monkeypatch):
    begun, may_end = threading.Event(), threading.Event()

    def waiting(path):
        path.write_bytes(b"")
        begun.set()
        may_end.wait(10)

    monkeypatch.setattr(saving.database, "dump", waiting)

    def first_one():
        try:
            back_up(tmp_path)
        finally:
            connection.close()

    first = threading.Thread(target=first_one)
    first.start()
    begun.wait(10)
    try:
        with pytest.raises(Fault, match="আরেকটি ব্যাকআপ চলছে"):
            back_up(tmp_path)
    finally:
        may_end.set()
        first.join()
    assert len(manifest.whole_backups(tmp_path)) == 1


def test_a_full_disk_leaves_the_former_backup(lived_in, tmp_path, monkeypatch):
    former, _ = back_up(tmp_path / "backups")
    before = {path: path.read_bytes() for path in former.rglob("*") if path.is_file()}

    def full(source, target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(saving.shutil, "copyfile", full)
    with pytest.raises(Fault, match="জায়গা ভরে গেছে"):
        back_up(tmp_path / "backups")
    assert [path.name for path in (tmp_path / "backups").iterdir() if path.is_dir()] == [
        former.name
    ]
    assert {path: path.read_bytes() for path in former.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("step", ["dump", "copyfile", "write", "rename"])
def test_a_kill_leaves_the_former_backup_whole(step, lived_in, tmp_path):
    former, _ = back_up(tmp_path)
    child = os.fork()
    if not child:
        where = {
            "dump": (saving.database, "dump"), "copyfile": (saving.shutil, "copyfile"),
            "write": (saving.manifest, "write"), "rename": (saving, "_make_durable"),
        }  # fmt: skip
        setattr(*where[step], lambda *_: os.kill(os.getpid(), 9))
        if connection.vendor == "postgresql":
            connection.connection = None  # the parent's
        try:
            back_up(tmp_path)
        finally:
            os._exit(0)
    assert os.waitpid(child, 0)[1] == 9
    assert manifest.whole_backups(tmp_path) == [former]
    _, sums = manifest.read(former)
    manifest.check(former, sums)
    newer, _ = back_up(tmp_path)
    assert manifest.whole_backups(tmp_path) == [newer, former]
    assert not list(tmp_path.glob(".unfinished-*"))


def test_a_backup_made_while_people_work_is_of_one_moment(elsewhere, tmp_path):
    if connection.vendor == "sqlite":
        pytest.skip("a database in memory is one connection's; tests/backups on PostgreSQL does it")
    people = [make_user(f"clerk{n}") for n in range(10)]
    stop, done = threading.Event(), []

    def work(user):
        n = 0
        while not stop.is_set():
            done.append(kept(f"{user.username}: কাগজ {n}", user).sha256)
            n += 1
        connection.close()

    threads = [threading.Thread(target=work, args=[user]) for user in people]
    for thread in threads:
        thread.start()
    try:
        time.sleep(1)
        made, told = back_up(tmp_path / "backups")
        went_on = len(done)
        time.sleep(0.5)
        assert len(done) > went_on
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert told["faulty"] == []
    back = elsewhere("restore", made)
    assert back.returncode == 0, back.stderr
    found = json.loads(back.stdout)
    # A paper for each event: neither half of an act was left out.
    assert 0 < found["documents"] == found["events"] <= Document.objects.count()
