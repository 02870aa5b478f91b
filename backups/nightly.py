"""The backup of each night and the rehearsal of each month, as the worker makes them by itself.

Both run outside any transaction and over connections of their own, so that nobody waits for them; what
came of them is a Run, and where something went wrong all system administrators are told.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from accounts.models import User
from accounts.post import send_later
from backups import database, manifest, restoring, saving
from backups.faults import Busy, Fault
from backups.models import Run

# Where a backup is brought back for trial, within BACKUP_DIR; and the database for it on PostgreSQL.
TRIAL = ".rehearsal"
SECONDS = 6 * 3600


def back_up(today):
    """Make the backup of a night. False while another one is being made."""
    if not settings.BACKUP_DIR:
        return None
    with _told(Run.Kind.BACKUP) as run:
        made, told = saving.back_up(settings.BACKUP_DIR, keep=settings.BACKUP_KEEP)
        run.folder = str(made)
        if told["faulty"]:
            run.fault = saving.told_of(told["faulty"])
    return run.pk is not None


def rehearse(today):
    """Once a month bring the newest backup back into a scratch place, read all of it, and clear it away."""
    month = Run.objects.filter(
        kind=Run.Kind.REHEARSAL, fault="", at__year=today.year, at__month=today.month
    )
    if not settings.BACKUP_DIR or month.exists():
        return None
    with _told(Run.Kind.REHEARSAL) as run, saving.alone_in(Path(settings.BACKUP_DIR)):
        run.folder = str(restoring.chosen(settings.BACKUP_DIR))
        with _scratch() as elsewhere:
            _bring_back(run.folder, elsewhere)
    return run.pk is not None


@contextmanager
def _told(kind):
    """A Run that is kept with what came of the block; not kept where somebody else is at the same."""
    run, began = Run(kind=kind), time.monotonic()
    try:
        yield run
    except Busy:
        return
    except Fault as fault:
        run.fault = str(fault)
    run.seconds = round(time.monotonic() - began)
    with transaction.atomic():
        run.save()
        if run.fault:
            _tell(run)


def _tell(run):
    for person in User.objects.filter(is_superuser=True, is_active=True):
        send_later(
            to=person,
            subject=f"কার্যবিবরণী পোর্টাল: {run.get_kind_display()} হয়নি বা ঠিক হয়নি",
            text=f"{run.fault}\n\nকী করতে হবে: docs/restore.md। এর আগের ব্যাকআপগুলো আগের মতোই আছে।\n",
        )


@contextmanager
def _scratch():
    """The variables of an empty installation that is gone afterwards. Raises Fault."""
    place = Path(settings.BACKUP_DIR, TRIAL)
    shutil.rmtree(place, ignore_errors=True)
    try:
        place.mkdir(mode=0o700, parents=True)
        if connection.vendor == "sqlite":
            yield _variables(place, f"sqlite:///{place}/trial.sqlite3")
        else:
            with database.scratch() as url:
                yield _variables(place, url)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _variables(place, url):
    return os.environ | {"DATABASE_URL": url, "MEDIA_ROOT": str(place / "media")}


def _bring_back(backup, variables):
    """`manage.py restore` as somebody would call it on the day itself. Raises Fault."""
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "restore", backup]
    try:
        done = subprocess.run(  # noqa: S603 - our own command
            command, env=variables, capture_output=True, text=True, timeout=SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Fault(f"মহড়া শেষ হয়নি: {type(error).__name__}") from error
    if done.returncode:
        last = (done.stderr.strip().splitlines() or [str(done.returncode)])[-1]
        raise Fault(f"{backup}: ব্যাকআপটি ফেরানো যায়নি: {last}")
    told = json.loads(done.stdout.splitlines()[-1])
    if told["documents"] != len(_papers_of(backup)):
        raise Fault(f"{backup}: সব কাগজ ফেরেনি।")


def _papers_of(backup):
    _, sums = manifest.read(Path(backup))
    return [path for path in sums if path.startswith(f"{manifest.PAPERS}/")]
