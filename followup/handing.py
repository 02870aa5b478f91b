"""Handing a share down: its parts, what they add up to, and how they end with it.

Locks are taken from above: the decision, the share, its parts. Whoever changes a share in a way that its
parts decide, or whose change decides over them, begins with `held`.
"""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.access import WrongState, allow
from bangla.phrases import numeric_date
from bangla.text import fold
from followup import drafting
from followup.models import DEEPEST_PART, Assignment, Matter, Stale, Step
from followup.parts import is_awaited, tree_of
from followup.rules import WHO_HANDS_DOWN, WHO_TAKES_BACK, can_hand_down, can_take_back
from offices.models import Office, Post, today
from offices.working_days import holidays_around, working_days_from

State = Assignment.State

# A part is due so many working days before the share it belongs to.
BEFORE_PARENT = 3
# Parts one press can make.
MOST_PARTS = 1000
ENDED_ABOVE = "উপরের কাজটি শেষ হওয়ায় এর অংশও শেষ হয়েছে।"


class HandDown(NamedTuple):
    """A part to hand down: to a post, or to somebody outside; due on a day, None for the usual one."""

    post: Post | None = None
    outsider: str = ""
    due_on: date | None = None
    is_essential: bool = True
    asked: str = ""


def held(assignment):
    """The share as it stands now, with its decision; both are locked, from above, until the end of the
    transaction."""
    # Its key stays: who only tells a step of it need not wait.
    matter = Matter.objects.select_for_update(of=("self",), no_key=True).get(
        pk=assignment.matter_id
    )
    rows = Assignment.objects.select_for_update(of=("self",))
    row = rows.select_related("office", "post__office", "parent", "asking_office").get(
        pk=assignment.pk
    )
    row.matter = matter
    return row


def posts_below(assignment):
    """The posts a share can be handed down to: of its own office, and of all offices below it."""
    if assignment.office_id is None:
        return Post.objects.none()
    below = Office.objects.below(assignment.office).values("pk")
    posts = Post.objects.filter(office__in=below) | Post.objects.filter(office=assignment.office_id)
    return posts.exclude(pk__in=_line_above(assignment))


def _line_above(assignment):
    """The posts that the share came down through, its own with them: none of them gets it back."""
    posts, row = [], assignment
    while row is not None:
        posts.append(row.post_id)
        row = row.parent if row.parent_id else None
    return [pk for pk in posts if pk]


def usual_due(assignment, on=None):
    """The day a part is due where nobody says: some working days before the share, not in the past."""
    on = on or today()
    holidays = holidays_around(min(on, assignment.due_on or on), max(on, assignment.due_on or on))
    earliest = working_days_from(on, 1, holidays)
    if assignment.due_on is None:
        return working_days_from(on, BEFORE_PARENT, holidays)
    return max(working_days_from(assignment.due_on, -BEFORE_PARENT, holidays), earliest)


@transaction.atomic
def hand_down(assignment, *, by, to: Iterable[HandDown], at=None, is_late_meant=False):
    """Hand a share down in parts; [Assignment] of those made. Who has a part already gets no second one.

    A part that is due after the share is refused unless `is_late_meant`. Raises WrongState,
    ValidationError with the Bengali sentence that says what to mend.
    """
    at, to = at or timezone.now(), list(to)
    parent = held(assignment)
    allow(can_hand_down(by, parent), WHO_HANDS_DOWN)
    _refuse_if_closed(parent)
    if not to:
        raise ValidationError("কাকে দেওয়া হবে, অন্তত একজনকে বাছাই করুন।")
    if len(to) > MOST_PARTS:
        raise ValidationError("একবারে এত জনকে দেওয়া যায় না; ভাগ করে দিন।")
    usual = usual_due(parent, timezone.localdate(at))
    _refuse_strangers(parent, to)
    _refuse_dates(parent, to, usual, at, is_late_meant)
    parts = _made(parent, to, usual, at)
    if not parts:
        return []
    Assignment.objects.bulk_create(parts)
    Step.objects.bulk_create(
        Step.of(parent.matter, "handed down", assignment=part, by=by, at=at) for part in parts
    )
    parent.change("parts given", by=by, at=at)
    assignment.version = parent.version
    Stale.mark(*(part.office_id for part in parts))
    return parts


def _refuse_if_closed(parent):
    if parent.state != State.OPEN or not parent.matter.is_chased:
        raise WrongState(
            f"কাজটি এখন “{parent.get_state_display()}” অবস্থায় আছে; চলমান কাজই ভাগ করে দেওয়া যায়।"
        )
    if parent.level >= DEEPEST_PART:
        raise ValidationError("কাজটি যত ধাপ নিচে এসেছে, তার নিচে আর দেওয়া যায় না।")


def _refuse_strangers(parent, to):
    refuse_posts(parent, [each.post for each in to if each.post])
    if any(bool(each.post) == bool(each.outsider.strip()) for each in to):
        raise ValidationError("প্রতিটি অংশের জন্য একটি পদ, অথবা পোর্টালের বাইরের একজনের নাম দিন।")


def refuse_posts(parent, posts):
    """Raise ValidationError for the first of some posts that a share cannot be handed down to."""
    wanted = {post.pk for post in posts}
    known = set(posts_below(parent).filter(pk__in=wanted).values_list("pk", flat=True))
    for post in posts:
        if post.pk not in known:
            raise ValidationError(
                f"{post}: কাজের অংশ দেওয়া যায় নিজের ও অধীন কার্যালয়ের পদে, এবং যাঁর কাছ থেকে কাজটি এসেছে তাঁকে নয়।"
            )


def _refuse_dates(parent, to, usual, at, is_late_meant):
    latest = max(parent.due_on or date.max, usual)
    for due in {each.due_on for each in to if each.due_on}:
        if due < timezone.localdate(at):
            raise ValidationError(f"{numeric_date(due)} তারিখটি পার হয়ে গেছে।")
        if due > latest and not is_late_meant:
            raise ValidationError(
                f"মূল কাজটির শেষ তারিখ {numeric_date(parent.due_on)}; অংশের তারিখ {numeric_date(due)} তার পরে। "
                "তারিখ এগিয়ে আনুন, অথবা নিশ্চিত করে আবার দিন।",
                code="late",
            )


def _made(parent, to, usual, at):
    """The parts to store: one for each who has none yet, in the order they were named."""
    live = parent.children.exclude(state__in=Assignment.GIVEN_UP)
    rows = list(live.values_list("post", "outsider", "position"))
    posts = {post for post, *_ in rows if post}
    outside = {fold(outsider) for post, outsider, _ in rows if not post}
    position = max((place for *_, place in rows), default=-1)
    parts = []
    for each in to:
        key = fold(each.outsider)
        if (each.post.pk in posts) if each.post else (key in outside):
            continue
        posts.add(each.post and each.post.pk)
        outside.add(key)
        position += 1
        due = each.due_on or usual
        parts.append(
            Assignment(
                matter=parent.matter,
                parent=parent,
                level=parent.level + 1,
                is_essential=each.is_essential,
                position=position,
                post=each.post,
                office_id=each.post and each.post.office_id,
                outsider=" ".join(each.outsider.split()),
                asked=each.asked,
                state=State.OPEN,
                first_due_on=due,
                due_on=due,
                is_implied=parent.is_implied and each.due_on is None,
                opened_on=timezone.localdate(at),
                moved_at=at,
            )
        )
    return parts


@transaction.atomic
def take_back_part(assignment, *, by, reason, at=None):
    """Take a part back from whom it was handed to, and with it all that came down from it."""
    part = held(assignment)
    allow(can_take_back(by, part), WHO_TAKES_BACK)
    if part.state not in Assignment.UNFINISHED:
        raise WrongState(f"অংশটি এখন “{part.get_state_display()}” অবস্থায় আছে; ফেরত নেওয়ার কিছু নেই।")
    end_parts(part, by=by, reason=reason, state=State.WITHDRAWN, at=at)
    part.move_to(State.WITHDRAWN, "part taken back", by=by, at=at, reason=reason)
    assignment.refresh_from_db()


def end_parts(assignment, *, by, reason="", state=State.WITHDRAWN, at=None):
    """End all that was handed down from a share and is not finished, from below; [Assignment] ended.

    For acts that end the share itself, or the decision; they have locked the decision.
    """
    rows = Assignment.objects.below(assignment).open().select_related("office", "post__office")
    ended = list(rows.select_for_update(of=("self",)).order_by("-level", "pk"))
    for row in ended:
        row.matter = assignment.matter
        row.move_to(state, "ended with the above", by=by, at=at, reason=reason or ENDED_ABOVE)
    return ended


@transaction.atomic
def set_essential(assignment, *, by, is_essential, at=None):
    """Say whether the share above waits for a part; whoever handed it down does."""
    part = held(assignment)
    allow(can_take_back(by, part), WHO_TAKES_BACK)
    if part.is_essential == is_essential:
        return
    if is_essential and part.parent.state != State.OPEN:
        raise WrongState("উপরের কাজটি আর চলমান নয়; অংশটিকে এখন অপরিহার্য করা যায় না।")
    what = "essential" if is_essential else "not essential"
    part.change(what, by=by, at=at, is_essential=is_essential)
    assignment.refresh_from_db()


def keep_parts(old, new, *, by, reason="", at=None):
    """A share went from one owner to another: its parts go along to the new row.

    Those the new owner could not have handed down are taken back. Called by the act of reassigning,
    which has locked the decision. [Assignment] that went along.
    """
    parts = list(old.children.exclude(state__in=Assignment.GIVEN_UP).select_related("post__office"))
    known = set(posts_below(new).values_list("pk", flat=True))
    # Somebody outside hands nothing down, and verifies nothing.
    known |= {None} if new.office_id else set()
    kept = [part for part in parts if part.post_id in known]
    for part in parts:
        part.matter = old.matter
        if part in kept:
            part.change("kept by the new owner", by=by, at=at, reason=reason, parent=new)
        elif part.state in Assignment.UNFINISHED:
            end_parts(part, by=by, reason=reason, at=at)
            part.move_to(State.WITHDRAWN, "part taken back", by=by, at=at, reason=reason)
    return kept


def open_essentials(assignment):
    """The unfinished parts without which a share is not done, at any depth: [Assignment]."""
    below = Assignment.objects.below(assignment).open().filter(is_essential=True)
    rows = list(below.select_related("matter", "post__office", "office").order_by("level", "pk"))
    awaiting, found = {assignment.pk: assignment}, []
    for row in rows:
        above = awaiting.get(row.parent_id)
        if above is not None and is_awaited(row, above):
            awaiting[row.pk] = row
            found.append(row)
    return found


def progress_of(assignment):
    """How far a share is in percent: what it says itself, or, where it was handed down, its parts."""
    return tree_of(assignment).progress


def drafted_answer(assignment):
    """The answer of a share drafted from those of its parts; "" where there are none."""
    return drafting.draft(tree_of(assignment))
