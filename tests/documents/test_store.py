"""Documents are there to the byte or not at all: through kills, full disks, races and sweeping."""

import hashlib
import json
import os
import re
import resource
import shutil
import subprocess
import sys
import threading
import time
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, models, transaction
from django.db.transaction import TransactionManagementError
from django.test import RequestFactory

from documents import store
from documents.models import Document, Paper
from documents.store import NotStored, keep, stored_files, sweep
from documents.stored import Damaged
from minutes_portal.views.refusals import server_error
from tests.meetings.test_races import PATIENCE, at_once, waiting_for_a_lock
from tests.test_imports import ROOT

DATA = b"%PDF-1.7 issued"
AGO = time.time() - 25 * 3600


def kept(data=DATA, mime="application/pdf"):
    with transaction.atomic():
        return keep(data, mime=mime)


def orphan(data=DATA, *, at=AGO):
    """A file without a row, as a transaction leaves it that was rolled back at this time."""
    with transaction.atomic():
        path = keep(data, mime="application/pdf").path
        transaction.set_rollback(True)
    os.utime(path, (at, at))
    return path


def everything_below(folder):
    return sorted(path for path in Path(folder).rglob("*") if path.is_file())


def told(command):
    out = StringIO()
    try:
        call_command(command, stdout=out)
    except CommandError as error:
        return [json.loads(line) for line in out.getvalue().splitlines()], str(error)
    return [json.loads(line) for line in out.getvalue().splitlines()], None


def in_a_process_of_its_own(module, *arguments, before=()):
    environment = {
        "PATH": os.environ["PATH"],
        "ENV_FILE": os.devnull,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATABASE_URL": "sqlite:///elsewhere",
    }
    return subprocess.run(
        [*before, sys.executable, "-m", module, *map(str, arguments)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )


# ── Kept ────────────────────────────────────────────────────────────────────────────────────────


def test_a_document_is_found_by_its_own_hash(db, settings):
    document = kept()
    sha256 = hashlib.sha256(DATA).hexdigest()
    assert (document.sha256, document.size, document.mime) == (sha256, len(DATA), "application/pdf")
    assert everything_below(settings.MEDIA_ROOT) == [
        settings.MEDIA_ROOT / "sha256" / sha256[:2] / sha256[2:4] / sha256
    ]
    assert document.read() == DATA
    with document.open() as file:
        assert file.read(4) == b"%PDF"


def test_the_same_bytes_are_kept_once(db, settings):
    assert kept() == kept(mime="text/plain")
    assert Document.objects.get().mime == "application/pdf"
    assert len(everything_below(settings.MEDIA_ROOT)) == 1


def test_a_document_is_kept_within_a_transaction(transactional_db):
    with pytest.raises(TransactionManagementError):
        keep(DATA, mime="application/pdf")
    assert list(stored_files()) == []


def test_a_document_is_never_deleted(db):
    document = kept()
    for delete in (
        document.delete,
        Document.objects.all().delete,
        Document.objects.filter().delete,
    ):
        with pytest.raises(models.ProtectedError):
            delete()
    assert document.read() == DATA


@pytest.mark.parametrize(
    "harm",
    [
        lambda path, data: path.write_bytes(data[:-1] + bytes([data[-1] ^ 1])),
        lambda path, data: path.write_bytes(data + b"\n"),
        lambda path, data: path.write_bytes(data[:-1]),
        lambda path, data: path.write_bytes(b""),
        lambda path, data: path.unlink(),
    ],
    ids=["a flipped bit", "a byte more", "a byte less", "empty", "gone"],
)
def test_damage_is_found_on_reading_and_mended_by_keeping_again(db, harm):
    document = kept()
    document.path.chmod(0o600)
    harm(document.path, DATA)
    for read in (document.read, document.open):
        with pytest.raises(Damaged, match="ফাইলটি আর আগের মতো নেই"):
            read()

    assert kept() == document
    assert document.read() == DATA


def test_a_full_disk_says_so_and_leaves_nothing(db, settings):
    small = kept(b"small")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
    try:
        with pytest.raises(NotStored, match="জায়গা ভরে গেছে"):
            kept(bytes(5000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert everything_below(settings.MEDIA_ROOT) == [small.path]
    assert Document.objects.get() == small
    # Nothing needs to be started anew.
    assert kept(bytes(5000)).size == 5000


def test_a_full_disk_is_told_on_a_page_that_asks_to_come_back():
    try:
        raise NotStored("ফাইল রাখার জায়গা ভরে গেছে।")
    except NotStored:
        answer = server_error(RequestFactory().post("/"))
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "ফাইল রাখার জায়গা ভরে গেছে।" in answer.content.decode()


def test_a_place_that_cannot_be_written_says_so(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "a file"
    settings.MEDIA_ROOT.write_text("no directory")
    with pytest.raises(NotStored, match="রাখা যায়নি"):
        kept()


# ── Durable before the row ──────────────────────────────────────────────────────────────────────


def test_a_kill_at_any_step_leaves_no_row_without_its_file(tmp_path):
    lines = in_a_process_of_its_own("tests.documents.killed", tmp_path).stdout.splitlines()
    kills = [json.loads(line) for line in lines]

    assert [kill["step"] for kill in kills] == [
        "before mkstemp", "after mkstemp",
        "before fsync", "after fsync",  # the file
        "before rename", "after rename",
        *["before fsync", "after fsync"] * 4,  # its directories
        "before insert", "after insert",
        "before commit", "after commit",
        "the end",
    ]  # fmt: skip
    assert [kill["killed"] for kill in kills] == [True] * (len(kills) - 1) + [False]
    assert [kill["dangling"] for kill in kills] == [[]] * len(kills)
    # Only what was committed has a row, and all that was: the last two.
    assert [kill["rows"] for kill in kills] == [0] * (len(kills) - 2) + [1, 2]
    # A kill before the renaming leaves an unfinished file, one after it an orphan.
    assert kills[-1]["unfinished"] == 4
    assert kills[-1]["files"] == len(kills) - 5


def test_a_file_and_its_directories_are_on_the_disk_before_the_row_is_written(tmp_path):
    if not shutil.which("strace"):
        pytest.skip("no strace on this machine (Debian package: strace)")
    trace = tmp_path / "trace"
    try:
        in_a_process_of_its_own(
            "tests.documents.keeping",
            tmp_path,
            before=["strace", "-f", "-y", "-o", trace, "-e", "trace=write,fsync,rename,pwrite64"],
        )
    except subprocess.CalledProcessError as error:
        if "PTRACE" in error.stderr or "ptrace" in error.stderr:
            pytest.skip("strace may not trace here")
        raise
    root = rf"{re.escape(str(tmp_path))}/media"
    steps = {
        "write": rf"write\(\d+<{root}/sha256/incoming/",
        "fsync": rf"fsync\(\d+<{root}/sha256/incoming/",
        "rename": rf'rename\("{root}/sha256/incoming/[^"]+", "{root}/sha256/../../[0-9a-f]{{64}}"',
        "fsync cd": rf"fsync\(\d+<{root}/sha256/../..>",
        "fsync ab": rf"fsync\(\d+<{root}/sha256/..>",
        "fsync sha256": rf"fsync\(\d+<{root}/sha256>",
        "fsync root": rf"fsync\(\d+<{root}>",
        "row": r"pwrite64\(\d+<[^>]+kept\.sqlite3-wal>",
    }
    order = []
    began = False
    for line in trace.read_text(errors="replace").splitlines():
        began = began or "incoming" in line  # the table itself was made before
        if began:
            order += [name for name, pattern in steps.items() if re.search(pattern, line)]
    assert list(dict.fromkeys(order)) == list(steps)
    assert order.count("fsync") == order.count("rename") == 1


# ── Swept ───────────────────────────────────────────────────────────────────────────────────────


def test_old_files_without_a_row_are_swept_and_no_others(db, settings):
    document = kept(b"with a row")
    os.utime(document.path, (AGO, AGO))
    old = orphan(b"old orphan")
    young = orphan(b"young orphan", at=time.time() - 23 * 3600)
    incoming = settings.MEDIA_ROOT / "sha256" / "incoming"
    for name, at in (("old", AGO), ("young", time.time())):
        (incoming / name).write_bytes(b"unfinished")
        os.utime(incoming / name, (at, at))
    stranger = old.parent / "not-ours.txt"
    stranger.write_text("not ours")
    os.utime(stranger, (AGO, AGO))

    assert told("sweep_documents") == ([{"swept": 2}], None)
    assert everything_below(settings.MEDIA_ROOT) == sorted(
        [document.path, young, incoming / "young", stranger]
    )
    assert Document.objects.get() == document
    assert told("sweep_documents") == ([{"swept": 0}], None)


def test_a_swept_document_can_be_kept_again(db):
    orphan()
    sweep()
    assert kept().read() == DATA


# ── Checked ─────────────────────────────────────────────────────────────────────────────────────


def test_every_damaged_document_is_named(db):
    documents = [kept(b"document %d" % number) for number in range(40)]
    for document in documents[:20]:
        data = bytearray(document.read())
        data[len(data) // 2] ^= 0b100
        document.path.chmod(0o600)
        document.path.write_bytes(data)
    documents[20].path.unlink()
    Paper.objects.create(
        number="০৫.৪৭.৮৫৯২.০০০.০১.০০২.২৪-৩১",
        issued_on="2024-03-24",
        office="ক",
        kind="কার্যবিবরণী",
        title="ক",
    ).add_file(documents[3], kind="issued")

    lines, refusal = told("check_documents")
    assert lines[:-1] == [
        {
            "file": str(document.path),
            "fault": "missing" if number == 20 else "damaged",
            "memos": ["০৫.৪৭.৮৫৯২.০০০.০১.০০২.২৪-৩১"] if number == 3 else [],
        }
        for number, document in enumerate(documents[:21])
    ]
    assert lines[-1] == {"checked": 40, "faulty": 21}
    assert refusal == "৪০টি দলিলের ২১টি নষ্ট বা হারানো; ব্যাকআপ থেকে ফেরান।"


def test_whole_documents_pass_the_check(db):
    kept()
    assert told("check_documents") == ([{"checked": 1, "faulty": 0}], None)


# ── At the same moment ──────────────────────────────────────────────────────────────────────────


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_the_same_bytes_kept_by_many_at_once_are_one_row(settings):
    documents = at_once(*[kept] * 8)
    assert {document.pk for document in documents} == {Document.objects.get().pk}
    assert everything_below(settings.MEDIA_ROOT) == [documents[0].path]


class Paused:
    """An act in a thread of its own that stands still at a point until it is let on."""

    def __init__(self):
        self.reached, self.go_on = threading.Event(), threading.Event()

    def here(self):
        self.reached.set()
        assert self.go_on.wait(PATIENCE)


def run(act):
    """Start an act in a thread; its outcome is in the list once the thread has ended."""
    outcome = []

    def acting():
        try:
            outcome.append(act())
        finally:
            connection.close()

    thread = threading.Thread(target=acting)
    thread.start()
    return thread, outcome


def until_waiting_or_done(thread):
    until = time.monotonic() + PATIENCE
    while thread.is_alive() and not waiting_for_a_lock() and time.monotonic() < until:
        time.sleep(0.01)


def sweep_meets_keep(monkeypatch):
    """A sweep stands just before deleting an orphan when its bytes are kept again."""
    path, pause = orphan(), Paused()
    unlink = Path.unlink

    def unlink_slowly(self, **kwargs):
        if self == path:
            pause.here()
        unlink(self, **kwargs)

    monkeypatch.setattr(Path, "unlink", unlink_slowly)
    sweeping, _ = run(sweep)
    assert pause.reached.wait(PATIENCE)
    keeping, _ = run(kept)
    until_waiting_or_done(keeping)
    pause.go_on.set()
    for thread in (sweeping, keeping):
        thread.join(PATIENCE)
    return Document.objects.get()


def keep_meets_sweep():
    """Bytes are kept, but not yet committed, when a sweep comes to their file."""
    pause = Paused()

    def keep_slowly():
        with transaction.atomic():
            document = keep(DATA, mime="application/pdf")
            os.utime(document.path, (AGO, AGO))
            pause.here()
        return document

    keeping, outcome = run(keep_slowly)
    assert pause.reached.wait(PATIENCE)
    sweeping, _ = run(sweep)
    until_waiting_or_done(sweeping)
    pause.go_on.set()
    for thread in (sweeping, keeping):
        thread.join(PATIENCE)
    return outcome[0]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_document_kept_while_its_orphan_is_swept_has_its_file(monkeypatch):
    assert sweep_meets_keep(monkeypatch).read() == DATA


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_document_about_to_be_committed_is_not_swept():
    assert keep_meets_sweep().read() == DATA


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_without_its_guard_a_sweep_would_take_the_file_of_a_document(monkeypatch):
    monkeypatch.setattr(store, "_take_place", lambda sha256: True)
    with pytest.raises(Damaged):
        keep_meets_sweep().read()
    kept()  # mends it
    monkeypatch.setattr(
        store, "_take_place", lambda sha256: not Document.objects.filter(sha256=sha256)
    )
    connection.cursor().execute("TRUNCATE documents_document CASCADE")
    with pytest.raises(Damaged):
        sweep_meets_keep(monkeypatch).read()
