"""Files kept with a meeting: checked by what they are, stored under a name nobody can guess."""

import hashlib
import os
import secrets
from pathlib import PurePath

from django import forms
from django.core.files.base import File
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from accounts.models import record
from bangla.digits import to_bengali
from bangla.text import normalise
from documents import uploads
from meetings import actions
from meetings.models import MeetingFile

LARGEST = uploads.LARGEST_PDF
MOST_FILES = 50

# Several pictures that are to be one paper; they come in one request (minutes_portal/uploads.py).
MOST_PAGES = 30
LARGEST_TOGETHER = 36 * 1024 * 1024


class NotKept(ValueError):
    """A file that this meeting does not take: it is there already, or there are too many."""


# What a file may be, by its extension.
KINDS = {
    "pdf": uploads.PDF,
    "jpg": uploads.JPEG,
    "jpeg": uploads.JPEG,
    "png": uploads.PNG,
    "docx": uploads.DOCX,
}
PICTURES = {uploads.JPEG, uploads.PNG}


def extension_of(name):
    return PurePath(name).suffix.lower().lstrip(".")


def media_type(name):
    """The media type of a stored file, told by the extension it was let in under."""
    return KINDS[extension_of(name)]


class FilesInput(forms.FileInput):
    """One file as such, several as a list."""

    allow_multiple_selected = True

    def value_from_datadict(self, data, files, name):
        found = super().value_from_datadict(data, files, name)
        if not isinstance(found, list):
            return found
        return found if len(found) > 1 else next(iter(found), None)


class UploadField(forms.FileField):
    """A scan or an annex: PDF, picture or Word, let in by documents.uploads.

    Several pictures together are the pages of one paper, and become one PDF in their order.
    """

    told = "কয়েক পাতার ছবি একসঙ্গে বাছলে একটি PDF হবে, বাছার ক্রমে।"

    def __init__(self, **kwargs):
        accept = ",".join(f".{extension}" for extension in KINDS)
        kwargs.setdefault("widget", FilesInput(attrs={"accept": accept}))
        kwargs["help_text"] = " ".join(filter(None, [kwargs.get("help_text"), self.told]))
        super().__init__(**kwargs)

    def clean(self, data, initial=None):
        files = data if isinstance(data, list) else [data]
        files = [super(UploadField, self).clean(file, initial) for file in files]
        try:
            return _in_one(files) if len(files) > 1 else files[0] and _let_in(files[0])
        except uploads.Refused as refused:
            raise forms.ValidationError(str(refused)) from None


def _let_in(file):
    """The file as it may be kept. Raises ValidationError, uploads.Refused."""
    if file.size > LARGEST:
        most = to_bengali(LARGEST // 1024 // 1024)
        raise forms.ValidationError(f"ফাইলটি {most} মেগাবাইটের বেশি বড়; ছোট করে আবার দিন।")
    mime = _kind(file)
    file.seek(0)
    sent = file.read()
    kept = uploads.let_in(sent, mime)
    file.seek(0)
    return file if kept == sent else SimpleUploadedFile(file.name, kept, mime)


def _kind(file):
    """The media type that a file's name tells, where its first bytes do not deny it."""
    extension = extension_of(file.name)
    if extension not in KINDS:
        raise forms.ValidationError("শুধু PDF, ছবি (JPEG, PNG) বা Word (DOCX) ফাইল রাখা যায়।")
    begins, _ = uploads.KINDS[KINDS[extension]]
    file.seek(0)
    if file.read(len(begins)) != begins:
        raise forms.ValidationError(f"ফাইলটির নাম .{extension}, কিন্তু ভেতরে তা নয়; ঠিক ফাইলটি বেছে দিন।")
    return KINDS[extension]


def _in_one(files):
    """Several pictures as the pages of one PDF."""
    if any(_kind(file) not in PICTURES for file in files):
        raise forms.ValidationError(
            "একসঙ্গে কয়েকটি দিলে সবই ছবি (JPEG, PNG) হতে হবে; PDF বা Word ফাইল একটি একটি করে দিন।"
        )
    if len(files) > MOST_PAGES or sum(file.size for file in files) > LARGEST_TOGETHER:
        pages, most = to_bengali(MOST_PAGES), to_bengali(LARGEST_TOGETHER // 1024 // 1024)
        raise forms.ValidationError(
            f"একসঙ্গে সর্বোচ্চ {pages}টি ছবি, মোট {most} মেগাবাইট দেওয়া যায়; কয়েক বারে দিন।"
        )
    for file in files:
        file.seek(0)
    pdf = uploads.as_one_pdf([file.read() for file in files])
    stem, count = PurePath(files[0].name).stem[:180], to_bengali(len(files))
    return SimpleUploadedFile(f"{stem} ({count} পাতা).pdf", pdf, uploads.PDF)


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
    if not meeting.files.filter(pk=row.pk).exists():  # pressed twice
        return
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
