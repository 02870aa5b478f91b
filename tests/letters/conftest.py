"""Issued minutes with copies."""

import io
from datetime import date
from unittest.mock import patch

import pikepdf
import pytest

from letters import merging
from memos import actions
from tests.factories import blank_page, make_copies, make_issued, make_meeting
from tests.memos.conftest import make_approved


@pytest.fixture
def drawn_memo(cast):
    """Issued minutes, drawn as they are; nobody has a copy yet."""
    return actions.issue(meeting=make_approved(cast, distribution=[]), by=cast.officer)


@pytest.fixture
def memo(cast):
    """Issued minutes to five recipients, a blank page in the place of the paper."""
    meeting = make_meeting(cast.committee, by=cast.staff, held_on=date(2024, 2, 1), distribution=[])
    with patch("tests.factories.tiny", blank_page):
        memo = make_issued(meeting, author=cast.staff, officer=cast.officer)
    make_copies(memo, 5)
    return memo


@pytest.fixture
def quick(monkeypatch):
    """A page with the address as its only word, in the place of a drawn one."""

    def addressed(sent, recipients):
        file, out = pikepdf.new(), io.BytesIO()
        for each in recipients:
            page = file.add_blank_page()
            page["/Said"] = pikepdf.String(each.lines[-1])
        file.save(out)
        return merging.Part(out.getvalue(), [1] * len(recipients))

    def drawn(sent, recipients):
        return "", addressed(sent, recipients).pdf

    monkeypatch.setattr(merging, "addressed", addressed)
    monkeypatch.setattr(merging, "drawn", drawn)


def said_in(pdf):
    """The addresses on such pages, in their order."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        return [str(page["/Said"]) for page in file.pages if "/Said" in page]
