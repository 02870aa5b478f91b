"""Answers to a notice: who is asked, until when, what counts, and what that makes of the quorum."""

from datetime import datetime, time, timedelta
from typing import NamedTuple

from django.utils import timezone

from despatch.models import Reply
from documents.models import Paper
from letters.models import Letter
from meetings.models import Attendance
from memos.models import Copy

# Letters that call people to a sitting on a day; an addendum leaves the day as it was told.
CALLING = (Letter.Kind.NOTICE, Letter.Kind.ADDENDUM, Letter.Kind.POSTPONEMENT)
# Who gets a notice merely to know of it is not asked, unless they sit in the committee.
ASKED = {Copy.Purpose.ADDRESSED, Copy.Purpose.ACTION, Copy.Purpose.BOTH}


def sitting_of(copy):
    """The meeting a copy calls its recipient to, or None: it is no notice that stands, or it lets
    them only know."""
    paper = copy.memo.paper
    letter = getattr(paper, "letter", None)
    if letter is None or letter.kind not in CALLING or letter.meeting is None:
        return None
    if paper.status != Paper.Status.CURRENT:
        return None
    if copy.purpose in ASKED or seat_of(copy, letter.meeting):
        return letter.meeting
    return None


def seat_of(copy, meeting):
    """The row of attendance of the member whose post got the copy, or None."""
    if copy.post_id is None:
        return None
    return meeting.attendances.filter(membership__post=copy.post_id).first()


def closes_at(meeting):
    """When it is too late to answer: when the sitting begins or, where no time is told, with its day."""
    day, begins = meeting.held_on, meeting.starts_at
    if begins is None:
        day, begins = day + timedelta(days=1), time.min
    return datetime.combine(day, begins, tzinfo=timezone.get_default_timezone())


def is_open(meeting, at=None):
    """Whether an answer can still be given or changed."""
    return meeting.is_to_be_written and (at or timezone.now()) < closes_at(meeting)


def last_reply(copy, meeting):
    """What the recipient of a copy answered last, on this paper or on the one it only adds to."""
    if copy.post_id:
        return standing(meeting).get(copy.post_id)
    return copy.replies.last()


def standing(meeting):
    """{post: its last Reply} of those that answer the day as it stands now."""
    papers = set()
    for letter in _calling(meeting).select_related("changes"):
        papers.add(letter.paper_id)
        # Who answered before more was put on the agenda has answered.
        while letter.kind == Letter.Kind.ADDENDUM and letter.changes:
            letter = letter.changes
            papers.add(letter.paper_id)
    replies = Reply.objects.filter(copy__memo__paper__in=papers).exclude(copy__post=None)
    return {each.copy.post_id: each for each in replies.select_related("copy").order_by("at", "pk")}


def _calling(meeting):
    """The letters that call to the sitting as it stands."""
    stands = {"state": Letter.State.ISSUED, "paper__status": Paper.Status.CURRENT}
    return meeting.letters.filter(kind__in=CALLING, **stands)


class Forecast(NamedTuple):
    """What the members' answers make likely."""

    invited: int
    coming: int  # themselves or by a representative
    represented: int
    quorum: int | None
    # [(row of attendance, its Reply or None)]
    answers: list

    @property
    def answered(self):
        return sum(reply is not None for _, reply in self.answers)

    @property
    def outlook(self):
        """likely, unlikely, or open while the silent ones can still make it up; "" without a quorum."""
        if not self.quorum:
            return ""
        if self.coming >= self.quorum:
            return "likely"
        silent = self.invited - self.answered
        return "open" if self.coming + silent >= self.quorum else "unlikely"


def forecast(meeting):
    """The Forecast of a sitting, or None while no notice of it stands."""
    if not _calling(meeting).exists():
        return None
    replies = standing(meeting)
    rows = meeting.attendances.exclude(status=Attendance.Status.GUEST).exclude(membership=None)
    answers = [
        (row, replies.get(row.membership.post_id)) for row in rows.select_related("membership")
    ]
    told = [reply.answer for _, reply in answers if reply]
    represented = told.count(Reply.Answer.REPRESENTED)
    return Forecast(
        invited=len(answers),
        coming=told.count(Reply.Answer.COMING) + represented,
        represented=represented,
        quorum=meeting.committee.quorum,
        answers=answers,
    )
