"""Every paper of a meeting by the name a command or a page asks for it, and how each is drawn.

An issued paper is its issued file, which is never drawn again; a draft is drawn as it stands; and of
what nobody has begun it is shown what a begun one would say. Nothing is numbered or changed here.
"""

from collections.abc import Callable
from typing import NamedTuple

from bangla.phrases import numeric_date
from letters import notice
from letters.extracts import implementers_of
from letters.making import content_for
from letters.merging import draw_copies
from letters.models import Letter
from letters.sheets import draw_attendance
from meetings import printing
from meetings.models import Meeting
from papers.wordcopy import word_copy

Kind = Letter.Kind


class Drawn(NamedTuple):
    """A paper of a meeting: whether this meeting has it, and (meeting, to) → (HTML page, PDF bytes).

    `to` is which recipient of several it is for, from 1; None where all are meant.
    """

    has: Callable
    draw: Callable


def prints_its_letter(meeting):
    """Whether the paper of a meeting itself begins with its forwarding letter, as a report's does."""
    return bool(meeting.letter) and "subject" in meeting.shape["order"]


def letter_of(meeting, kind):
    """The letter of this kind that holds of a meeting, else its draft; None where there is neither."""
    letters = meeting.letters.filter(kind=kind).select_related("paper", "office")
    if kind == Kind.NOTICE and (told := notice.last_told(notice.standing(meeting))):
        return told
    return (
        letters.filter(state=Letter.State.ISSUED).in_force().order_by("-issued_at").first()
        or letters.filter(state=Letter.State.DRAFT).first()
    )


def draw_letter(letter):
    """(HTML page, PDF bytes) of a letter as it stands. Raises documents.rendering.RenderFailed."""
    if letter.paper_id:
        page = printing.page_of(letter.office, letter.content)
        return page, letter.paper.issued_file.document.read()
    return printing.draw_draft(letter.office, letter.content)


def draw_word(letter):
    """The bytes of a Word copy of a letter as it stands."""
    return word_copy(
        letter.content,
        face=letter.office.paper_face,
        draft=not letter.paper_id,
        paper=letter.paper,
    )


def draw_kind(meeting, kind):
    """The same of the letter of a kind that a meeting has, or would have."""
    if letter := letter_of(meeting, kind):
        return draw_letter(letter)
    return printing.draw_draft(meeting.office, content_for(kind, meeting=meeting))


def _of_kind(kind, has):
    return Drawn(has, lambda meeting, to: draw_kind(meeting, kind))


def _told_of(kind):
    """A change to a sitting: there where it was written, or where members are to be told."""

    def has(meeting):
        return notice.untold_change(meeting) == kind or letter_of(meeting, kind) is not None

    return has


def _draw_forwarding(meeting, to):
    if prints_its_letter(meeting):
        return printing.draw(meeting)
    return draw_kind(meeting, Kind.FORWARDING)


def draw_extract(meeting, to=None):
    """The extract for the `to`th implementer, issued or not, or those for all, one after another.

    Raises letters.extracts.NoSuchExtract.
    """
    if to is not None:
        numbered = meeting.letters.filter(kind=Kind.EXTRACT, number=to)
        if letter := numbered.filter(state=Letter.State.ISSUED).in_force().last():
            return draw_letter(letter)
        return printing.draw_draft(meeting.office, _extract(meeting, to))
    # Where there is none, the first says so.
    count = len(implementers_of(meeting)) or 1
    first, *more = (_extract(meeting, number) for number in range(1, count + 1))
    return printing.draw_draft(meeting.office, first, more=more)


def _extract(meeting, number):
    draft = meeting.letters.filter(kind=Kind.EXTRACT, number=number, state=Letter.State.DRAFT)
    letter = draft.first()
    return letter.content if letter else content_for(Kind.EXTRACT, meeting=meeting, number=number)


def _is_report(meeting):
    return meeting.kind == Meeting.Kind.PROGRESS_REPORT


def _is_sitting(meeting):
    return not _is_report(meeting)


def _always(meeting):
    return True


# name → the paper; one line a paper.
PAPERS = {
    "minutes": Drawn(_always, lambda meeting, to: printing.draw(meeting)),
    "progress": Drawn(_is_report, lambda meeting, to: printing.draw(meeting)),
    "notice": _of_kind(Kind.NOTICE, _is_sitting),
    "letter": Drawn(_always, _draw_forwarding),
    "attendance": Drawn(_is_sitting, lambda meeting, to: draw_attendance(meeting)),
    "extract": Drawn(_is_sitting, draw_extract),
    "distribution": Drawn(_always, draw_copies),
    "postponement": _of_kind(Kind.POSTPONEMENT, _told_of(Kind.POSTPONEMENT)),
    "cancellation": _of_kind(Kind.CANCELLATION, _told_of(Kind.CANCELLATION)),
    "addendum": _of_kind(Kind.ADDENDUM, _told_of(Kind.ADDENDUM)),
    "corrigendum": _of_kind(Kind.CORRIGENDUM, lambda meeting: meeting.corrects_id is not None),
}
# Those that are numbered and issued by their name; each with the kind of letter that it is, None for
# the paper of the meeting itself.
NUMBERED = {
    "minutes": None,
    "progress": None,
    "notice": Kind.NOTICE,
    "letter": Kind.FORWARDING,
    "extract": Kind.EXTRACT,
    "postponement": Kind.POSTPONEMENT,
    "cancellation": Kind.CANCELLATION,
    "addendum": Kind.ADDENDUM,
    "corrigendum": Kind.CORRIGENDUM,
}


def kind_issued(paper, meeting):
    """The kind of letter that a paper of this name is; None where it is the meeting's own paper."""
    if paper == "letter" and prints_its_letter(meeting):
        return None
    return NUMBERED[paper]


def file_name(letter):
    """What the file of a letter is called: সভার নোটিশ, উপজেলা আইসিটি কমিটি ২১-০৩-২০২৪.pdf."""
    meeting = letter.meeting
    about = (
        f"{meeting.committee_name} {numeric_date(meeting.held_on, '-')}"
        if meeting
        else letter.heading
    )
    return f"{letter.get_kind_display()}, {about[:80]}.pdf".replace("/", "-").replace("\\", "-")
