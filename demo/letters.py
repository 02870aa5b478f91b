"""Letters of the demo: members are told of some sittings to come, one of them is moved; minutes are sent up."""

from datetime import timedelta

from letters import actions
from letters.making import begin, why_not
from letters.models import Letter
from meetings.models import Meeting, State
from meetings.planning import sitting_on
from meetings.sitting import add_topics
from memos.actions import place_at_issue
from offices.models import Posting
from offices.signatories import signer_in
from offices.working_days import is_working_day

Kind = Letter.Kind

# As many sittings to come are announced on paper, and as many minutes sent with a letter.
NOTICES, FORWARDED = 4, 3
MOVED_BY = timedelta(days=7)

# What is on the agenda of a committee that has no standing one.
TOPICS = ["বিগত সভার সিদ্ধান্ত বাস্তবায়নের অগ্রগতি", "ওয়েব পোর্টাল হালনাগাদ", "ই-নথি ব্যবহারের অগ্রগতি", "বিবিধ"]


def correspond(desk):
    """Begin and issue them, each under the key of who is printed on it, at the moment of the desk."""
    meetings = Meeting.objects.select_related("committee__office", "paper")
    to_come = meetings.filter(state=State.NOTICED, held_on__gt=desk.now.date(), kind="minutes")
    for place, meeting in enumerate(to_come.order_by("held_on", "pk")[:NOTICES]):
        if not meeting.items.exists():
            by = who(meeting.office, Posting.Role.STAFF)
            add_topics(meeting, meeting.committee.standing_agenda or TOPICS, by=by)
        _send(desk, Kind.NOTICE, meeting)
        if place == 0:
            changes = {"held_on": _later(meeting), "date_as_printed": None}
            _send(desk, Kind.POSTPONEMENT, meeting, changes=changes)
    went_out = meetings.filter(state=State.ISSUED, kind="minutes", corrects=None)
    for meeting in went_out.order_by("-issued_at")[:FORWARDED]:
        _send(desk, Kind.FORWARDING, meeting)


def _send(desk, kind, meeting, *, changes=None):
    staff = who(meeting.office, Posting.Role.STAFF)
    officer = who(meeting.office, Posting.Role.OFFICER)
    if not (staff and officer) or why_not(kind, meeting):
        return
    letter = begin(kind, by=staff, meeting=meeting, changes=changes)
    _, printed = place_at_issue(letter.content)
    signer = signer_in(meeting.office, printed)
    actions.issue(
        letter=letter,
        by=officer,
        file=desk.file(meeting),
        signer=desk.signer(officer) if signer == officer else None,
        on=desk.now.date(),
        at=desk.now,
    )
    meeting.refresh_from_db()


def who(office, role):
    """Somebody who works in an office in this role and signs in, or None."""
    held = Posting.objects.current().filter(post__office=office, role=role, user__is_active=True)
    posting = held.select_related("user").order_by("pk").first()
    return posting and posting.user


def _later(meeting):
    """A working day a week later on which the committee does not sit yet."""
    day = meeting.held_on + MOVED_BY
    while not is_working_day(day) or sitting_on(meeting.committee, day):
        day += timedelta(days=1)
    return day
