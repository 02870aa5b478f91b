"""Who came: the rows of attendance, written under the same lock as the head."""

import hashlib
import json
from copy import copy

from django.db import transaction
from django.utils import timezone

from accounts.models import record
from accounts.steps import entry_of, note, set_to, tell_changes
from meetings import actions
from meetings.models import (
    Attendance,
    Meeting,
)
from meetings.rows import OUT_OF_THE_WAY
from offices.holders import designation_of, holders_of

TOLD_BEFOREHAND = "নোটিশের উত্তর থেকে"
# What people write of somebody who came or did not.
TOLD = ("name", "designation", "status", "representative_name", "representative_post")


def seat_members(meeting):
    """Rows of attendance for the members of that day who have none yet, by seniority, unmarked.

    Returns how many were added. Guests stay behind them.
    """
    rows = list(meeting.attendances.all())
    new = members_to_seat(meeting, but={row.membership_id for row in rows})
    guests = [row for row in rows if row.status == Attendance.Status.GUEST]
    others = [row for row in rows if row.status != Attendance.Status.GUEST]
    put_in_rows([*others, *new, *guests])
    return len(new)


def members_to_seat(meeting, but=frozenset()):
    """Rows that are not saved yet for the members of that day, by seniority, unmarked; `but` holds the
    primary keys of memberships that have one."""
    members = [
        member for member in meeting.committee.members_on(meeting.held_on) if member.pk not in but
    ]
    names = holders_of([member.post_id for member in members], meeting.held_on)
    return [
        Attendance(
            meeting=meeting,
            membership=member,
            name=names.get(member.post_id, member.post.title),
            designation=designation_of(member.post),
            role=member.printed_role,
            status=Attendance.Status.UNMARKED,
        )
        for member in members
    ]


@transaction.atomic
def bring_members(meeting, *, by):
    """The rows that nobody has touched become those of the members of the meeting's day.

    Who joined since the rows were made is added; who was no member that day, and is not marked, goes;
    who held a post that day is named. Returns (how many were added, how many went).
    """
    meeting = actions.locked(meeting, by=by)
    gone = _let_follow_day(meeting, by=by)
    added = seat_members(meeting)
    if added or gone:
        told = {"added": added} | ({"gone": gone} if gone else {})
        record(by=by, what="members seated", target=meeting, office=meeting.office, **told)
    return added, gone


def _let_follow_day(meeting, *, by):
    of_day = {row.membership_id: row for row in members_to_seat(meeting)}
    rows = meeting.attendances.exclude(membership=None).filter(status=Attendance.Status.UNMARKED)
    touched = set(Attendance.history.filter(meeting=meeting).values_list("id", flat=True))
    gone, renamed = 0, []
    for row in rows:
        if row.pk in touched:
            continue
        member = of_day.get(row.membership_id)
        if member is None:
            row._history_user = by
            row.delete()
            gone += 1
        elif set_to(row, {name: getattr(member, name) for name in ("name", "designation", "role")}):
            renamed.append(row)
    Attendance.objects.bulk_update(renamed, ["name", "designation", "role"])
    return gone


def put_in_rows(rows):
    """Save attendance rows in this order; positions are unique, so all step aside first."""
    there = [row for row in rows if row.pk]
    for position, row in enumerate(there):
        row.position = OUT_OF_THE_WAY + position
    Attendance.objects.bulk_update(there, ["position"])
    for position, row in enumerate(rows):
        row.position = position
    Attendance.objects.bulk_update(there, ["position", *TOLD])
    Attendance.objects.bulk_create([row for row in rows if not row.pk])


def seen_of(meeting):
    """What stands for the attendance as it is now: who sends it back has seen just this.

    Not a number that counts up: the head and the attendance are written by two people at once.
    """
    rows = [[row.pk, *_told(row)] for row in meeting.attendances.all()]
    told = json.dumps([rows, meeting.quorum_override])
    return hashlib.sha256(told.encode()).hexdigest()[:16]


@transaction.atomic
def save_attendance(meeting, *, seen, by, rows, guests, gone, quorum_override):
    """Write who came. Returns (the meeting, the guests that were told, stored, in their order).

    `rows` is {primary key: {"status", "name", "designation", "representative_name",
    "representative_post"}}; `guests` is a list of {"name", "designation"} to add, `gone` the
    primary keys of guests to take out. Raises actions.Conflict when the attendance is not `seen`.
    """
    meeting = actions.locked(meeting, by=by)
    if seen_of(meeting) != seen:
        raise actions.Conflict(meeting)
    kept, changed = [], []
    there = list(meeting.attendances.all())
    for row in there:
        if row.pk in gone and row.status == Attendance.Status.GUEST:
            row._history_user = by
            row.delete()
            continue
        before = copy(row)
        for name, value in rows.get(row.pk, {}).items():
            setattr(row, name, value)
        kept.append(row)
        if _told(row) != _told(before):
            changed.append((before, row))
    new = [Attendance(meeting=meeting, status=Attendance.Status.GUEST, **guest) for guest in guests]
    if changed or new or len(kept) < len(there):
        put_in_rows([*kept, *new])
        tell_changes(changed, new, by=by)
        statuses = [row.status for row in [*kept, *new]]
        record(
            by=by,
            what="attendance",
            target=meeting,
            office=meeting.office,
            **{
                status: statuses.count(status) for status in Attendance.Status if status in statuses
            },
        )
    if quorum_override != meeting.quorum_override:
        meeting.quorum_override = quorum_override
        actions.keep(meeting, by=by)
    return meeting, new


NOBODY_SAID = {
    "status": Attendance.Status.UNMARKED,
    "representative_name": "",
    "representative_post": "",
}


@transaction.atomic
def mark_beforehand(meeting, post, *, mark, before=None):
    """Fill the row of the member in a post by what they told before the sitting. Whether it was.

    `mark` and `before`, what they had told until now, are {"status", "representative_name",
    "representative_post"}. A row that a person has marked stays as it is. There is nobody in whose
    name it is written: who answers a notice does not sign in.
    """
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    row = meeting.attendances.filter(membership__post=post).first()
    if row is None or not meeting.is_to_be_written:
        return False
    stands = {name: getattr(row, name) for name in mark}
    if stands not in (before or NOBODY_SAID, NOBODY_SAID) or stands == mark:
        return False
    if not row.history.exists():
        note(row, "+", by=None)
    for name, value in mark.items():
        setattr(row, name, value)
    Attendance.objects.bulk_update([row], list(mark))
    note(row, "~", by=None, reason=TOLD_BEFOREHAND)
    return True


@transaction.atomic
def keep_attendance_aside(meeting, *, by, rows, guests, gone, quorum_override):
    """Put what somebody marked, and gave up for another's marks, into the history of the rows."""
    meeting = actions.locked(meeting, by=by)
    aside = []
    for row in meeting.attendances.exclude(pk__in=gone):
        mine = copy(row)
        for name, value in rows.get(row.pk, {}).items():
            setattr(mine, name, value)
        if _told(mine) != _told(row):
            # And what stands, so that the last line of the history is what the paper prints.
            aside += [(mine, "~", actions.NOT_KEPT), (row, "~", None)]
    for guest in guests:
        never = Attendance(
            pk=0, meeting=meeting, position=0, status=Attendance.Status.GUEST, **guest
        )
        aside.append((never, "-", actions.NOT_KEPT))
    now = timezone.now()
    Attendance.history.bulk_create(
        [entry_of(row, kind, at=now, by=by, reason=why) for row, kind, why in aside]
    )
    actions.keep_head_aside(meeting, by=by, quorum_override=quorum_override)


def _told(row):
    return tuple(getattr(row, name) for name in TOLD)
