"""The papers of a meeting on one page, in the order an office works; each with what can be done now.

A row is a template and what it is told as `row`. Another paper of a meeting is another function in
ROWS: (user, meeting) → Rows.
"""

from typing import NamedTuple

from letters import making, notice, rules
from letters.models import Letter
from letters.printing import prints_its_letter
from meetings.models import OUT

Kind = Letter.Kind


class Row(NamedTuple):
    template: str
    told: dict


def rows_of(user, meeting):
    """All rows of a meeting for this person."""
    return [row for rows in ROWS for row in rows(user, meeting)]


def _of_kind(*kinds, when=None):
    """The letters of these kinds, the first first, and what can be begun of each."""

    def rows(user, meeting):
        letters = meeting.letters.filter(kind__in=kinds).exclude(state=Letter.State.DROPPED)
        letters = letters.select_related("paper__superseded_by", "paper__memo").order_by("pk")
        for letter in letters:
            yield Row("letters/_row_letter.html", {"letter": letter})
        drafts = {letter.kind for letter in letters if letter.is_draft}
        for kind in kinds:
            asked = when is None or when(meeting)
            if not asked or kind in drafts or making.why_not(kind, meeting):
                continue
            if rules.can_write_letters(user, meeting.office):
                told = {"kind": kind, "name": Kind(kind).label, "meeting": meeting}
                yield Row("letters/_row_new.html", told)

    return rows


def _minutes(user, meeting):
    yield Row("letters/_row_minutes.html", {"meeting": meeting})


def _is_forwarded(meeting):
    return meeting.state in OUT and not prints_its_letter(meeting)


ROWS = [
    _of_kind(Kind.NOTICE),
    _minutes,
    _of_kind(Kind.FORWARDING, when=_is_forwarded),
    _of_kind(Kind.CORRIGENDUM),
    _of_kind(*notice.CHANGES),
]
