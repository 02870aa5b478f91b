"""What the portal keeps is its own: no file or folder below MEDIA_ROOT is open to another account."""

import os
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from backups.saving import back_up
from documents import store
from meetings.attached import keep_file
from tests import uploads


def open_to_others(root):
    """{path: mode} of what accounts other than the portal's may look into."""
    modes = {path: path.stat().st_mode & 0o777 for path in [root, *root.rglob("*")]}
    return {str(path.relative_to(root)): oct(mode) for path, mode in modes.items() if mode & 0o077}


@pytest.fixture
def careless():
    """A server that was started with a umask which forbids nobody anything."""
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.mark.usefixtures("careless")
def test_nothing_that_is_kept_is_open_to_other_accounts(cast, meeting, settings, tmp_path):
    root = settings.MEDIA_ROOT = tmp_path / "var" / "media"
    with transaction.atomic():
        paper = store.keep(b"a paper", mime="application/pdf")
    annex = SimpleUploadedFile("পরিশিষ্ট.pdf", uploads.pdf())
    kept = keep_file(meeting, annex, by=cast.staff, kind="annex")

    assert open_to_others(root) == {}
    assert paper.path.stat().st_mode & 0o777 == 0o400
    assert Path(kept.file.path).stat().st_mode & 0o777 == 0o600

    # The control: what forgets to say so is found.
    (root / "left").mkdir()
    (root / "left" / "open.pdf").touch()
    assert open_to_others(root) == {"left": "0o777", "left/open.pdf": "0o666"}


@pytest.mark.usefixtures("careless")
@pytest.mark.django_db(transaction=True)
def test_nor_is_a_backup_of_it(tmp_path):
    with transaction.atomic():
        store.keep(b"a paper", mime="application/pdf")
    back_up(tmp_path / "backups")
    open_there = open_to_others(tmp_path / "backups")
    # Two lists lie open in a folder that nobody else can enter.
    assert {Path(name).name for name in open_there} <= {"SHA256SUMS", "manifest.json"}
