"""Letters that went out and copies of them, without drawing a paper or writing a mail."""

from datetime import time, timedelta

from django.db import transaction
from django.utils import timezone

from despatch.models import Link, Sending
from letters.models import Letter
from meetings.attendance import seat_members
from meetings.models import Meeting, State
from memos import sealing
from memos.models import Copy, FileNumber, Memo
from offices.models import today
from tests.factories import blank_page, make_meeting, make_post, seat

FILE = "০৫.৪৭.৮৫৯২.০০০.০১.০১০.২৪"


def issue_letter(meeting, *, by, kind="notice", heading="সভার নোটিশ", content=None, **fields):
    """A letter of a meeting's office with a number and one empty page."""
    file = FileNumber.named_on_paper(meeting.office, FILE)
    memo_kind = Memo.Kind.NOTICE if kind == "notice" else Memo.Kind.LETTER
    with transaction.atomic():
        line = sealing.take_number(file, on=today())
        sealing.put_number(line, copies=0, endorsed_copies=0)
        thing = sealing.ToSeal(
            office=meeting.office,
            kind=memo_kind,
            heading=heading,
            draw=lambda paper, qr: blank_page(None, None, paper=paper, qr=qr),
        )
        paper = sealing.seal(thing, line=line, by=by, on=today()).paper
        return Letter.objects.create(
            office=meeting.office,
            meeting=meeting,
            kind=kind,
            state=Letter.State.ISSUED,
            content=content or {},
            created_by=by,
            issued_by=by,
            issued_at=timezone.now(),
            paper=paper,
            **fields,
        )


def copy_for(memo, *, post=None, recipient="", purpose="action", **fields):
    """A copy of a numbered paper, as the act of issuing freezes it."""
    recipient = recipient or f"{post.title}\n{post.office.name}"
    return Copy.objects.create(
        memo=memo,
        position=memo.sent_copies.count() + 1,
        number=fields.pop("number", memo.number),
        line=fields.pop("line", recipient),
        recipient=recipient,
        purpose=purpose,
        post=post,
        **fields,
    )


def send(copy, *, by, way="mail", at=None, address="", **fields):
    """It went out some minutes ago."""
    at = at or timezone.now() - timedelta(minutes=5)
    return Sending.objects.create(
        copy=copy, way=way, address=address, sent_by=by, sent_at=at, **fields
    )


def link_of(copy):
    return Link.objects.get_or_create(copy=copy)[0]


def call_members(cast, *titles, quorum=None, in_days=7, starts_at=time(10, 30)):
    """A sitting to come of Meghdubi's committee with members in these posts, and its notice:
    (meeting, letter, {title: the Copy of that member})."""
    posts = {title: make_post(cast.meghdubi, title) for title in titles}
    for post in posts.values():
        seat(cast.committee, post)
    cast.committee.quorum = quorum
    cast.committee.save()
    held_on = today() + timedelta(days=in_days)
    meeting = make_meeting(cast.committee, by=cast.staff, held_on=held_on)
    Meeting.objects.filter(pk=meeting.pk).update(state=State.NOTICED, starts_at=starts_at)
    meeting.refresh_from_db()
    seat_members(meeting)
    letter = issue_letter(meeting, by=cast.officer)
    copies = {title: copy_for(letter.paper.memo, post=post) for title, post in posts.items()}
    for copy in copies.values():
        send(copy, by=cast.staff, address="uno@example.org")
    return meeting, letter, copies
