"""The heads of the trail in a second place, noted by the worker itself."""

import errno
import json
import os
from datetime import date
from unittest.mock import patch

import pytest

from accounts import anchoring
from accounts.models import Mail
from tests.accounts.test_verify_audit import EVENTS, against, change, rewrite
from tests.accounts.test_verify_audit import chain as chain

TODAY = date(2026, 12, 1)


@pytest.fixture
def notes(tmp_path, settings):
    settings.ANCHORS = str(tmp_path / "heads")
    return tmp_path / "heads"


def test_a_chain_written_anew_is_found_by_what_was_noted_in_any_night(chain, notes):
    for night in (TODAY, date(2026, 12, 2)):
        anchoring.note_heads(night)
    lines = [json.loads(line) for line in notes.read_text().splitlines()]
    assert [line["on"] for line in lines] == ["2026-12-01"] * 2 + ["2026-12-02"] * 2
    assert set(against(notes).values()) == {None}
    assert notes.stat().st_mode & 0o777 == 0o600

    change(chain, 3, what="something else")
    rewrite(chain, 3, head=True)
    assert against(notes)[chain] == EVENTS


def test_a_note_is_whole_or_not_there(chain, notes):
    anchoring.note_heads(TODAY)
    before, write = notes.read_bytes(), os.write

    def full(handle, data):
        if len(data) < 20:
            raise OSError(errno.ENOSPC, "no room")
        return write(handle, data[: len(data) // 2])

    with patch("accounts.anchoring.os.write", full), pytest.raises(OSError, match="no room"):
        anchoring.note_heads(TODAY)
    assert notes.read_bytes() == before
    with patch("accounts.anchoring.os.write", lambda handle, data: write(handle, data[:7])):
        anchoring.note_heads(TODAY)
    assert notes.read_bytes() == before * 2


def test_half_a_note_that_cannot_be_taken_back_costs_no_other(chain, notes):
    """As where the file can only be added to."""
    anchoring.note_heads(TODAY)
    write = os.write

    def full(handle, data):
        if len(data) < 20:
            raise OSError(errno.ENOSPC, "no room")
        return write(handle, data[: len(data) // 2])

    refused = patch("accounts.anchoring.os.ftruncate", side_effect=PermissionError)
    with (
        refused,
        patch("accounts.anchoring.os.write", full),
        pytest.raises(OSError, match="no room"),
    ):
        anchoring.note_heads(TODAY)
    anchoring.note_heads(date(2026, 12, 2))
    assert set(against(notes).values()) == {None}
    change(chain, 3, what="something else")
    rewrite(chain, 3, head=True)
    assert against(notes)[chain] == EVENTS


def test_they_can_go_by_mail(chain, settings):
    settings.ANCHORS = "auditor@example.org"
    anchoring.note_heads(TODAY)
    mail = Mail.objects.get()
    assert mail.to == "auditor@example.org"
    assert chain in [json.loads(line)["chain"] for line in mail.text.splitlines()]


def test_without_a_second_place_nothing_is_noted(chain, settings):
    settings.ANCHORS = ""
    anchoring.note_heads(TODAY)
    assert not Mail.objects.exists()
