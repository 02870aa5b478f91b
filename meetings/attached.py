"""Files kept with a meeting: checked by what they are, stored under a name nobody can guess."""

import hashlib
import os
import secrets
import zipfile
from pathlib import PurePath

from django import forms
from django.core.files.base import File
from django.db import IntegrityError, transaction

from accounts.models import record
from bangla.digits import to_bengali
from bangla.text import normalise
from meetings import actions
from meetings.models import MeetingFile

LARGEST = 10 * 1024 * 1024
MOST_FILES = 50

# A Word file is a ZIP; one with more parts than this was not written by an office.
MOST_PARTS = 2000
MACROS = "word/vbaProject.bin"


class NotKept(ValueError):
    """A file that this meeting does not take: it is there already, or there are too many."""


def _is_word(file):
    """Whether a ZIP holds a Word document without macros. Only its table of contents is read."""
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as package:
            parts = package.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return False
    return (
        len(parts) <= MOST_PARTS
        and {"[Content_Types].xml", "word/document.xml"} <= set(parts)
        and MACROS not in parts
    )


# Extension → (media type, what its bytes begin with, a further look into it).
KINDS = {
    "pdf": ("application/pdf", b"%PDF-", None),
    "jpg": ("image/jpeg", b"\xff\xd8\xff", None),
    "jpeg": ("image/jpeg", b"\xff\xd8\xff", None),
    "png": ("image/png", b"\x89PNG\r\n\x1a\n", None),
    "docx": (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        b"PK\x03\x04",
        _is_word,
    ),
}


def extension_of(name):
    return PurePath(name).suffix.lower().lstrip(".")


def media_type(name):
    """The media type of a stored file, told by the extension it was let in under."""
    return KINDS[extension_of(name)][0]


class UploadField(forms.FileField):
    """A scan or an annex: PDF, picture or Word, told by its first bytes as well as by its name."""

    def __init__(self, **kwargs):
        accept = ",".join(f".{extension}" for extension in KINDS)
        kwargs.setdefault("widget", forms.FileInput(attrs={"accept": accept}))
        super().__init__(**kwargs)

    def clean(self, data, initial=None):
        file = super().clean(data, initial)
        if not file:
            return file
        if file.size > LARGEST:
            most = to_bengali(LARGEST // 1024 // 1024)
            raise forms.ValidationError(f"ফাইলটি {most} মেগাবাইটের বেশি বড়; ছোট করে আবার দিন।")
        extension = extension_of(file.name)
        if extension not in KINDS:
            raise forms.ValidationError("শুধু PDF, ছবি (JPEG, PNG) বা Word (DOCX) ফাইল রাখা যায়।")
        _, begins, look = KINDS[extension]
        file.seek(0)
        if file.read(len(begins)) != begins or (look and not look(file)):
            raise forms.ValidationError(
                f"ফাইলটির নাম .{extension}, কিন্তু ভেতরে তা নয়; ঠিক ফাইলটি বেছে দিন।"
            )
        file.seek(0)
        return file


@transaction.atomic
def keep_file(meeting, file, *, by, kind):
    """Keep an upload that UploadField let in. Raises NotKept."""
    return put_file(actions.locked(meeting, by=by), file, by=by, kind=kind)


def put_file(meeting, file, *, by, kind):
    """The same, of a meeting that is locked by whoever has asked whether this person may."""
    hashed = hashlib.sha256()
    for chunk in file.chunks():
        hashed.update(chunk)
    if meeting.files.filter(sha256=hashed.hexdigest()).exists():
        raise NotKept("এই ফাইলটি এই সভার সঙ্গে আগে থেকেই আছে।")
    if meeting.files.count() >= MOST_FILES:
        raise NotKept(f"এক সভায় {to_bengali(MOST_FILES)}টির বেশি ফাইল রাখা যায় না।")
    name = " ".join(normalise(PurePath(file.name).name).split())
    extension = extension_of(file.name)
    stem = name[: -len(extension) - 1][:190] or "ফাইল"
    row = MeetingFile(
        meeting=meeting,
        kind=kind,
        name=f"{stem}.{extension}",
        size=file.size,
        sha256=hashed.hexdigest(),
        uploaded_by=by,
    )
    file.seek(0)
    row.file.save(f"{secrets.token_hex(16)}.{extension}", File(file), save=False)
    _put_on_disk(row.file.path)
    stored, storage = row.file.name, row.file.storage
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        storage.delete(stored)
        raise NotKept("এই ফাইলটি এই সভার সঙ্গে আগে থেকেই আছে।") from None
    record(
        by=by,
        what="file kept",
        target=meeting,
        office=meeting.office,
        name=row.name,
        sha256=row.sha256,
    )
    return row


def _put_on_disk(path):
    """The file and its name are there after a power cut, before its row is."""
    for part in (path, PurePath(path).parent):
        handle = os.open(part, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@transaction.atomic
def drop_file(row, *, by):
    """Take a file away from its meeting; its bytes go when the transaction has ended."""
    meeting = actions.locked(row.meeting, by=by)
    stored, storage = row.file.name, row.file.storage
    row.delete()
    record(
        by=by,
        what="file dropped",
        target=meeting,
        office=meeting.office,
        name=row.name,
        sha256=row.sha256,
    )
    transaction.on_commit(lambda: storage.delete(stored))
