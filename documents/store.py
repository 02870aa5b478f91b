"""Where documents are kept: files named after their own SHA-256, durable before their row commits.

    MEDIA_ROOT/sha256/ab/cd/abcd…   one document each, never changed
    MEDIA_ROOT/sha256/incoming/     files being written

The row comes after the file, in the caller's transaction. A transaction that is rolled back, or a
machine that stops, leaves at most a file without a row, an orphan; it never leaves a row without
its file. Sweeping orphans away and keeping the same bytes again exclude each other by the unique
SHA-256 of the row, see sweep().
"""

import errno
import hashlib
import os
import re
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.transaction import TransactionManagementError

from documents.models import Document, path_of
from documents.stored import Damaged

ORPHANS_STAY = 24 * 3600  # seconds; longer than any transaction
NAME = re.compile("[0-9a-f]{64}")
# What the portal's own account may do with what it keeps; nobody else may anything.
PRIVATE_FILE, PRIVATE_FOLDER = 0o400, 0o700
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class NotStored(Exception):
    """The bytes could not be written. `str()` is a Bengali sentence for the user."""


def keep(data, *, mime):
    """The Document of these bytes, on the disk for good before this returns.

    Call it inside a transaction, which decides whether there is a row. The same bytes twice are one
    row, with the `mime` of the first. Raises NotStored, and then has left no file.
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError("a document is kept within a transaction")
    sha256 = hashlib.sha256(data).hexdigest()
    kept = Document.objects.filter(sha256=sha256).first()
    if kept is not None and _is_whole(kept):
        return kept
    # New, or lost since: then this mends it.
    write(data, sha256)
    document, _ = Document.objects.get_or_create(
        sha256=sha256, defaults={"size": len(data), "mime": mime}
    )
    # From here on no sweep can take the file; one that held the row's place until now may have.
    if not document.path.exists():
        write(data, sha256)
    return document


def _is_whole(document):
    try:
        document.open().close()
    except Damaged:
        return False
    return True


def checked():
    """(Document, whether its file is there as it was stored) of all documents, one after the other."""
    for document in Document.objects.order_by("pk").iterator():
        yield document, _is_whole(document)


def write(data, sha256):
    """Write the file of these bytes, which have that SHA-256: there whole after a power cut, or not at
    all. It makes no row. Raises NotStored."""
    root = Path(settings.MEDIA_ROOT)
    path = path_of(sha256)
    incoming = root / "sha256" / "incoming"
    try:
        make_private(incoming)
        make_private(path.parent)
        handle, unfinished = tempfile.mkstemp(dir=incoming)
        try:
            with open(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fchmod(handle, PRIVATE_FILE)
                os.fsync(handle)
            os.rename(unfinished, path)
        except BaseException:
            with suppress(OSError):
                os.unlink(unfinished)
            raise
        # A name is durable when its directory is, and so on up to the one that was there before.
        for directory in (path.parent, path.parents[1], path.parents[2], root):
            sync(directory)
    except OSError as error:
        raise NotStored(
            "ফাইল রাখার জায়গা ভরে গেছে, তাই কাগজটি রাখা যায়নি; কিছুই বদলায়নি। প্রশাসককে জায়গা খালি করতে বলুন।"
            if error.errno in FULL
            else "কাগজটি রাখা যায়নি; কিছুই বদলায়নি। প্রশাসককে জানান।"
        ) from error


def make_private(folder):
    """Have a folder, and those it lies in, that nobody but the portal's own account can enter,
    whatever the umask; a folder that was there before stays as it is."""
    folder = Path(folder)
    if folder.is_dir():
        return
    make_private(folder.parent)
    with suppress(FileExistsError):
        folder.mkdir()
        folder.chmod(PRIVATE_FOLDER)


def sync(path):
    """Have what was written to a file, or the names in a folder, on the disk before this returns."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def stored_files():
    """Every file that is kept, as a Path; its name is its SHA-256."""
    for path in (Path(settings.MEDIA_ROOT) / "sha256").glob("??/??/*"):
        if NAME.fullmatch(path.name):
            yield path


def sweep(*, older_than=ORPHANS_STAY):
    """Delete the files without a row that are older than so many seconds; how many there were.

    A file is deleted only while its place in the table of documents is taken by a row of our own,
    which is rolled back afterwards. Until then keep() of the same bytes waits at the unique SHA-256,
    and then finds the file gone and writes it again; a keep() that came first makes us wait, and
    its row, once committed, refuses ours. On SQLite writers come one after another anyhow.
    """
    before = time.time() - older_than
    swept = 0
    for path in _older(stored_files(), before):
        with transaction.atomic():
            if _take_place(path.name):
                # It may have been written anew while we waited.
                for still_old in _older([path], before):
                    still_old.unlink()
                    swept += 1
            transaction.set_rollback(True)
    unfinished = (Path(settings.MEDIA_ROOT) / "sha256" / "incoming").glob("*")
    for path in _older(unfinished, before):
        path.unlink(missing_ok=True)
        swept += 1
    return swept


def _older(paths, before):
    for path in paths:
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < before:
                yield path


def _take_place(sha256):
    """Whether no document has this SHA-256, nor will have until our transaction ends."""
    try:
        with transaction.atomic():
            Document.objects.create(sha256=sha256, size=0, mime="")
    except IntegrityError:
        return False
    return True
