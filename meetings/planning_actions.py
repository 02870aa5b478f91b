"""A new meeting, made from what the committee is and from its last sitting.

`proposal` says what the form is filled with, `plan_meeting` writes the meeting; attendance is
written here too, under the same lock as the head.
"""

import hashlib
import json
from copy import copy, deepcopy

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import record
from bangla.digits import letter
from bangla.phrases import long_date, period_of
from bangla.text import fold
from committees.models import Membership
from meetings import actions, rules
from meetings.models import (
    Attendance,
    Decision,
    Implementer,
    Meeting,
    State,
    WrongState,
)
from offices.models import Posting, today
from papers.titles import title_of

CONFIRMATION_TOPIC = "বিগত সভার কার্যবিবরণী পাঠ ও নিশ্চিতকরণ"

CHAIRS = (Membership.Role.CHAIR, Membership.Role.CONVENER)

# What people write of somebody who came or did not.
TOLD = ("name", "designation", "status", "representative_name", "representative_post")


class SecondSitting(ValueError):
    """The committee has a meeting on that day already: `there`."""

    def __init__(self, there):
        self.there = there
        super().__init__(
            f"এই কমিটির {long_date(there.held_on)} তারিখের একটি সভা ইতোমধ্যে আছে "
            f"({there.get_state_display()})। অন্য তারিখ দিন, অথবা সেই সভাটি খুলুন।"
        )


def sitting_on(committee, held_on, *, but=None):
    """The meeting for minutes that the committee has on a day, or None. `but` does not count."""
    return (
        committee.meetings.filter(kind=Meeting.Kind.MINUTES, held_on=held_on)
        .exclude(state=State.CANCELLED)
        .exclude(pk=but and but.pk)
        .first()
    )


def last_before(committee, day):
    """The committee's last meeting before a day, the text of which stands, or None."""
    return (
        committee.meetings.filter(kind=Meeting.Kind.MINUTES, held_on__lt=day)
        .standing()
        .order_by("-held_on", "-pk")
        .first()
    )


def decisions_to_carry(meeting):
    """The decisions of a meeting that another one can take up again, in their order."""
    found = Decision.objects.filter(item__meeting=meeting, item__confirms=None).exclude(text="")
    return found.select_related("item").order_by("item__position", "position")


def holders_of(posts, on):
    """{primary key of a post: the name of who holds it on a date}; one question for all of them."""
    postings = Posting.objects.current(on).filter(post__in=posts).order_by("starts_on", "pk")
    return {posting.post_id: posting.name for posting in postings}


def proposal(committee, held_on):
    """What a new meeting of the committee on that day would be: attributes of Meeting.

    From the committee where it says, else from its last meeting before that day.
    """
    last = last_before(committee, held_on)
    start, end = period(committee, held_on)
    chairing = committee.members_on(held_on).filter(role__in=CHAIRS).first()
    holder = chairing and holders_of([chairing.post_id], held_on).get(chairing.post_id)
    post = chairing and chairing.post
    person = _person(post, holder, last and last.chair)
    return {
        "held_on": held_on,
        "starts_at": last and last.starts_at,
        "time_as_printed": last and last.time_as_printed,
        "venue": last and last.venue,
        "cadence": committee.cadence,
        "period_start": start,
        "period_end": end,
        "title": title(committee, start),
        "shape": deepcopy(committee.shape),
        "letterhead": committee.office.letterhead,
        "chair": person and {"label": committee.chair_label, **person},
        "attendance_as_printed": last and last.attendance_as_printed,
        # Not in the words of a corrigendum, which begin with what it corrects.
        "opening": committee.opening or (last.first_issue.opening if last else []),
        "closing": committee.closing or (last.first_issue.closing if last else []),
        "signatory": _person(post, holder, last and last.signatory),
        "memo": _file_number(last),
        "distribution": deepcopy(committee.copy_lists or (last.distribution if last else [])),
        "copy_signatory": deepcopy(last.copy_signatory) if last else None,
    }


def period(committee, held_on):
    """(first, last day) of the period that a sitting of that day belongs to, or (None, None)."""
    if committee.cadence == committee.Cadence.IRREGULAR:
        return None, None
    return period_of(committee.cadence, held_on)


def title(committee, period_start):
    """The title its office would give the minutes."""
    return title_of(
        committee=committee.name,
        kind=Meeting.Kind.MINUTES.label,
        cadence=committee.cadence,
        period_start=period_start,
    )


def _person(post, holder, before):
    """Who chairs or signs: today's holder of the chair's post, in the words of the last paper."""
    if post is None:
        return before and {key: before[key] for key in ("name", "designation") if key in before}
    if before and any(post.title in line for line in before.get("designation", [])):
        lines = list(before["designation"])
    else:
        lines = _designation(post)
    return {"name": holder or (before["name"] if before else post.title), "designation": lines}


def _designation(post):
    place = post.office.letter_place or post.office.name
    return [f"{post.title}, {place}"]


def _file_number(last):
    """The memo of the last paper without what is given anew at each issue."""
    if not last or not last.memo or not last.memo.get("number"):
        return None
    return {"number": last.memo["number"]}


@transaction.atomic
def plan_meeting(committee, *, by, held_on, confirms, topics, carried, **fields):
    """A new meeting with its members, its agenda and what is carried forward into it.

    `confirms` is the Meeting whose minutes are confirmed first, or None; `topics` the standing
    topics; `carried` decisions of an earlier meeting; `fields` attributes of Meeting. Planned when
    the day is to come, a draft otherwise. Raises SecondSitting where the day is taken.
    """
    if not rules.can_plan(by, committee.office):
        raise WrongState("এই কমিটির সভা খোলার অনুমতি আপনার নেই।")
    if there := sitting_on(committee, held_on):
        raise SecondSitting(there)
    meeting = Meeting(
        committee=committee,
        held_on=held_on,
        state=State.PLANNED if held_on > today() else State.DRAFT,
        created_by=by,
        **fields,
    )
    meeting._history_user = by
    try:
        with transaction.atomic():
            meeting.save()
    except IntegrityError:
        # Somebody opened the same sitting since the last look.
        if there := sitting_on(committee, held_on):
            raise SecondSitting(there) from None
        raise
    seat_members(meeting)
    if confirms:
        told = f"{long_date(confirms.held_on)} তারিখে অনুষ্ঠিত সভার কার্যবিবরণী পাঠ করে শোনানো হয়।"
        actions.add_item(
            meeting,
            by=by,
            topic=CONFIRMATION_TOPIC,
            discussion=[told] if _tells_discussion(meeting) else [],
            confirms=confirms,
        )
    _write_agenda(meeting, topics, carried, by=by)
    record(
        by=by,
        what=f"meeting → {meeting.state}",
        target=meeting,
        office=meeting.office,
        recorded=meeting.is_recorded,
    )
    return meeting


def _tells_discussion(meeting):
    return bool({"discussion", "topic_and_discussion"} & set(meeting.shape["column_keys"]))


def _write_agenda(meeting, topics, carried, *, by):
    """Standing topics first; what is carried goes under its own topic, old or new."""
    groups = {}
    for decision in carried:
        groups.setdefault(decision.item_id, []).append(decision)
    pending = list(groups.values())
    for topic in topics:
        same = [group for group in pending if fold(group[0].item.topic) == fold(topic)]
        pending = [group for group in pending if group not in same]
        decisions = [decision for group in same for decision in group]
        item = actions.add_item(meeting, by=by, topic=topic, decisions=0 if decisions else 1)
        _carry(item, decisions, meeting, by=by)
    for group in pending:
        before = group[0].item
        item = actions.add_item(
            meeting,
            by=by,
            topic=before.topic,
            decisions=0,
            topic_separator=before.topic_separator,
            # Some shapes print a code in the place of a serial.
            code=None if "serial" in meeting.shape["column_keys"] else before.code,
        )
        _carry(item, group, meeting, by=by)


def _carry(item, decisions, meeting, *, by):
    """Copies of earlier decisions under an item, each tied to the one it goes on from."""
    for position, before in enumerate(decisions):
        decision = Decision(
            item=item,
            position=position,
            label=letter(position + 1) if len(decisions) > 1 else None,
            text=before.text,
            # A date that has passed is to be set anew.
            due_on=before.due_on if before.due_on and before.due_on >= meeting.held_on else None,
            carried_from=before,
            times_carried=before.times_carried + 1,
        )
        decision._history_user = by
        decision.save()
        for line in before.implementers.prefetch_related("posts"):
            implementer = Implementer(
                decision=decision, position=line.position, printed=line.printed, every=line.every
            )
            implementer._history_user = by
            implementer.save()
            implementer.posts.set(line.posts.all())


def seat_members(meeting):
    """Rows of attendance for the members of that day who have none yet, by seniority, unmarked.

    Returns how many were added. Guests stay behind them.
    """
    rows = list(meeting.attendances.all())
    seated = {row.membership_id for row in rows}
    members = [
        member
        for member in meeting.committee.members_on(meeting.held_on)
        if member.pk not in seated
    ]
    names = holders_of([member.post_id for member in members], meeting.held_on)
    new = [
        Attendance(
            meeting=meeting,
            membership=member,
            name=names.get(member.post_id, member.post.title),
            designation=_designation(member.post),
            role=member.printed_role,
            status=Attendance.Status.UNMARKED,
        )
        for member in members
    ]
    guests = [row for row in rows if row.status == Attendance.Status.GUEST]
    others = [row for row in rows if row.status != Attendance.Status.GUEST]
    put_in_rows([*others, *new, *guests])
    return len(new)


@transaction.atomic
def bring_members(meeting, *, by):
    """Rows for members who joined since the meeting was opened. Returns how many were added."""
    meeting = actions.locked(meeting, by=by)
    added = seat_members(meeting)
    if added:
        record(by=by, what="members seated", target=meeting, office=meeting.office, added=added)
    return added


def put_in_rows(rows):
    """Save attendance rows in this order; positions are unique, so all step aside first."""
    there = [row for row in rows if row.pk]
    for position, row in enumerate(there):
        row.position = actions.OUT_OF_THE_WAY + position
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
        actions.tell_changes(changed, new, by=by)
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
        [actions.entry_of(row, kind, at=now, by=by, reason=why) for row, kind, why in aside]
    )
    actions.keep_head_aside(meeting, by=by, quorum_override=quorum_override)


def _told(row):
    return tuple(getattr(row, name) for name in TOLD)
