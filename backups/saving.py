"""Making a backup while people work: the database first, then the papers, which never change.

A paper is on the disk before its row is committed, and is deleted only where it has no row for a day: so
every paper that the copy of the database names is there to be copied after it. What is not whole bears
another name until it is; a kill leaves the former backups as they were.
"""

import fcntl
import os
import shutil
import time
from contextlib import contextmanager
from pathlib import Path

from django.db import connection
from django.utils import timezone

from backups import database, manifest
from backups.faults import Busy, Fault
from bangla.digits import to_bengali
from documents.models import Document
from documents.store import FULL, PRIVATE_FILE, make_private, stored_files, sync

UNFINISHED = ".unfinished-"


def back_up(folder, *, keep=0):
    """Make a new backup in a folder. Returns (its Path, what its manifest tells). Raises Fault.

    With `keep` only so many of the newest stay. Papers that are damaged or missing are named in the
    manifest as `faulty`; the rest is in the backup all the same.
    """
    folder = Path(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with alone_in(folder):
            _clear(folder)
            try:
                made = _make(folder)
                for old in manifest.whole_backups(folder)[keep:] if keep else []:
                    _remove(old)
            finally:
                _clear(folder)
    except OSError as error:
        said = "জায়গা ভরে গেছে" if error.errno in FULL else error.strerror or str(error)
        raise Fault(f"{folder}: ব্যাকআপ লেখা গেল না ({said}); আগের ব্যাকআপগুলো আগের মতোই আছে।") from error
    return made


@contextmanager
def alone_in(folder):
    """One backup at a time; the lock ends with its process, however that ends."""
    handle = os.open(folder / ".lock", os.O_CREAT | os.O_RDWR, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy(f"{folder}: এখানে আরেকটি ব্যাকআপ চলছে; সেটি শেষ হলে আবার করুন।") from None
        yield
    finally:
        os.close(handle)


def _make(folder):
    began = time.monotonic()
    now = timezone.localtime()
    name = now.strftime("%Y-%m-%dT%H%M%S.%f")[:-3]
    place = folder / f"{UNFINISHED}{name}"
    place.mkdir(mode=0o700)
    dumped = place / manifest.DATABASES[connection.vendor]
    migrations = database.migrations()
    database.dump(dumped)
    dumped.chmod(0o600)
    sums = {dumped.name: manifest.hash_of(dumped)}
    papers, faulty = _copy_papers(place)
    sums |= papers
    told = {
        "made_at": now.isoformat(timespec="seconds"),
        "database": connection.vendor,
        "migrations": migrations,
        "papers": len(papers),
        "bytes": sum(path.stat().st_size for path in place.rglob("*") if path.is_file()),
        "faulty": faulty,
        "settings": manifest.settings_named(),
        "seconds": round(time.monotonic() - began, 1),
    }
    manifest.write(place, told, sums)
    _make_durable(place)
    place.rename(folder / name)
    sync(folder)
    return folder / name, told


def _copy_papers(place):
    """({path: SHA-256} of the papers copied, the names of those that are not what they were).

    A file without a row is copied too: its row may be about to come.
    """
    wanted = set(Document.objects.values_list("sha256", flat=True))
    sums = {}
    for path in stored_files():
        there = Path(manifest.PAPERS) / path.name[:2] / path.name[2:4] / path.name
        copy = place / there
        make_private(copy.parent)
        try:
            shutil.copyfile(path, copy)
        except FileNotFoundError:  # an orphan, swept meanwhile
            continue
        copy.chmod(PRIVATE_FILE)
        if manifest.hash_of(copy) == path.name:
            sums[str(there)] = path.name
        else:
            copy.unlink()
    return sums, sorted(wanted - set(sums.values()))


def _make_durable(place):
    for path in place.rglob("*"):
        sync(path)
    sync(place)


def _remove(backup):
    """Under a name that is no backup's, so that a kill leaves no half of one."""
    gone = backup.with_name(f"{UNFINISHED}{backup.name}-old")
    backup.rename(gone)
    shutil.rmtree(gone)


def _clear(folder):
    """Take away what never became a backup."""
    for left in folder.glob(f"{UNFINISHED}*"):
        shutil.rmtree(left, ignore_errors=True)


def told_of(faulty):
    """What is said of papers that could not be copied whole."""
    return (
        f"ব্যাকআপ হয়েছে, কিন্তু {to_bengali(len(faulty))}টি কাগজের ফাইল নষ্ট বা হারানো;"
        " আগের কোনো ব্যাকআপ থেকে সেগুলো ফেরান (check_documents নাম বলে)।"
    )
