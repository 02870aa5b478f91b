"""A new meeting, made from what the committee is and from its last sitting.

`proposal` says what the form is filled with, `plan_meeting` writes the meeting; attendance is
written here too, under the same lock as the head.
"""

from copy import deepcopy

from django.db import IntegrityError, transaction

from accounts.access import WrongState, allow
from accounts.models import record
from bangla.phrases import long_date, period_of
from bangla.text import fold
from committees.models import Membership
from meetings import actions, rows, rules
from meetings.attendance import seat_members
from meetings.models import Decision, Meeting, State
from offices.holders import designation_of, holders_of
from offices.models import today
from papers.head import proposed_columns
from papers.paragraphs import texts
from papers.shapes import prints_discussion, prints_topic
from papers.titles import title_of

CONFIRMATION_TOPIC = "বিগত সভার কার্যবিবরণী পাঠ ও নিশ্চিতকরণ"


class SecondSitting(ValueError):
    """The committee has a meeting on that day already: `there`."""

    def __init__(self, there):
        self.there = there
        super().__init__(
            f"এই কমিটির {long_date(there.held_on)} তারিখের একটি সভা ইতোমধ্যে আছে "
            f"({there.get_state_display()})। অন্য তারিখ দিন, অথবা সেই সভাটি খুলুন।"
        )


def sitting_on(committee, held_on, *, but=None):
    """The meeting for minutes that the committee has on a day, or None. `but` does not count; of what
    is no sitting itself, a progress report, there may be any number."""
    if but and but.kind != Meeting.Kind.MINUTES:
        return None
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


def proposal(committee, held_on):
    """What a new meeting of the committee on that day would be: attributes of Meeting.

    From the committee where it says, else from its last meeting before that day.
    """
    last = last_before(committee, held_on)
    start, end = period(committee, held_on)
    chairing = committee.members_on(held_on).filter(role__in=Membership.CHAIRING).first()
    holder = chairing and holders_of([chairing.post_id], held_on).get(chairing.post_id)
    post = chairing and chairing.post
    person = _person(post, holder, last and last.chair)
    return {
        "held_on": held_on,
        **{column: last and getattr(last, column) for column in proposed_columns()},
        "cadence": committee.cadence,
        "period_start": start,
        "period_end": end,
        "title": title(committee, start),
        "shape": deepcopy(committee.shape),
        "letterhead": committee.office.letterhead,
        "chair": person and {"label": committee.chair_label, **person},
        # Not in the words of a corrigendum, which begin with what it corrects.
        "opening": committee.opening or (last.first_issue.opening if last else []),
        "closing": committee.closing or (last.first_issue.closing if last else []),
        "signatory": _person(post, holder, last and last.signatory),
        "memo": _file_number(last),
        "distribution": deepcopy(committee.copy_lists or (last.distribution if last else [])),
        "copy_signatory": deepcopy(last.copy_signatory) if last else None,
    }


# The choice of a list that is no list of the office: all those of the sitting before.
LAST = "last"


def lists_to_take(meeting):
    """[(value, name)] of the copy lists that can be taken into the paper of a meeting."""
    kept = meeting.office.distribution_lists.in_use()
    choices = [(str(each.pk), each.name) for each in kept]
    last = last_before(meeting.committee, meeting.held_on)
    if last and last.distribution:
        choices.append((LAST, f"{long_date(last.held_on)} তারিখের সভার তালিকা"))
    return choices


def with_lists(distribution, meeting, chosen):
    """The copy lists with those that were chosen behind them; none of them twice."""
    if chosen == LAST:
        last = last_before(meeting.committee, meeting.held_on)
        taken = deepcopy(last.distribution) if last else []
    else:
        kept = meeting.office.distribution_lists.in_use()
        taken = [each.as_content for each in kept if str(each.pk) == chosen]
    return distribution + [each for each in taken if each not in distribution]


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
        lines = designation_of(post)
    return {"name": holder or (before["name"] if before else post.title), "designation": lines}


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
    the day is to come, a draft otherwise. Raises SecondSitting where the day is taken, WrongState
    where the committee is closed.
    """
    allow(rules.can_plan(by, committee.office), "এই কমিটির সভা খোলার অনুমতি আপনার নেই।")
    if committee.closed_on:
        raise WrongState("এই কমিটি বিলুপ্ত; এর নতুন সভা হয় না।")
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
            topic=CONFIRMATION_TOPIC if prints_topic(meeting.shape) else "",
            discussion=[told] if prints_discussion(meeting.shape) else [],
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


def _write_agenda(meeting, topics, carried, *, by):
    """Standing topics first; what is carried goes under its own topic, old or new."""
    groups = {}
    for decision in carried:
        groups.setdefault(decision.item_id, []).append(decision)
    pending = list(groups.values())
    for topic in topics:
        same = [group for group in pending if fold(_opens_with(group[0].item)) == fold(topic)]
        pending = [group for group in pending if group not in same]
        brought = [decision for group in same for decision in group]
        _add(meeting, brought, topic=topic, by=by)
    for group in pending:
        before = group[0].item
        _add(
            meeting,
            group,
            topic=before.topic,
            topic_separator=before.topic_separator,
            # Some shapes print a code in the place of a serial.
            code=None if "serial" in meeting.shape["column_keys"] else before.code,
            by=by,
        )


def _opens_with(item):
    """The topic of an item or, in a form without topics, the paragraph that a standing one opens."""
    return item.topic or next(iter(texts(item.discussion)), "")


def _add(meeting, brought, *, topic, by, **fields):
    """An item with decisions of an earlier sitting or, where none is brought, with an empty one.

    Where the form has no column for the topic, the discussion opens with it, or the decision does.
    """
    told = [
        _carried(before, meeting, rows.label_at(place, len(brought)))
        for place, before in enumerate(brought)
    ] or [{"label": None}]
    if prints_topic(meeting.shape):
        fields["topic"] = topic
    elif topic and prints_discussion(meeting.shape):
        fields["discussion"] = [topic]
    elif not brought:
        told[0]["text"] = topic
    item = actions.add_item(meeting, decisions=0, by=by, **fields)
    rows.write_decisions([(item, place, each) for place, each in enumerate(told)], by=by)


def _carried(before, meeting, label):
    """An earlier decision brought forward: the same one, tied to the row it goes on from."""
    return {
        "thread": before.thread,
        "label": label,
        "text": before.text,
        # A date that has passed is to be set anew.
        "due_on": before.due_on if before.due_on and before.due_on >= meeting.held_on else None,
        "carried_from": before,
        "times_carried": before.times_carried + 1,
        "implementers": [line.printed for line in before.implementers.all()],
    }
