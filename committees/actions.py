"""What the staff of an office do with its committees; each act leaves its AuditEvent.

Call them inside a transaction that holds the committee's row (see `keeping.kept`).
"""

from datetime import date, timedelta

from django.db import transaction

from accounts.models import record
from committees.models import Committee, Membership, Post, Posting


def told(value):
    """A value as an audit event keeps it."""
    return value.isoformat() if isinstance(value, date) else value


def changes_of(before, after, names):
    """{field: [old, new]} for the fields of two instances that differ."""
    return {
        name: [told(getattr(before, name)), told(getattr(after, name))]
        for name in names
        if getattr(before, name) != getattr(after, name)
    }


@transaction.atomic
def open_committee(*, committee, by):
    committee.save()
    record(
        by=by,
        what="committee opened",
        target=committee,
        office=committee.office,
        name=committee.name,
    )
    return committee


@transaction.atomic
def change_committee(*, committee, fields, by):
    """Save the named fields of a committee that were changed in place."""
    before = Committee.objects.get(pk=committee.pk)
    changes = changes_of(before, committee, fields)
    if not changes:
        return
    committee.save(update_fields=list(changes))
    what = "committee changed"
    if "closed_on" in changes:
        what = "committee closed" if committee.closed_on else "committee reopened"
    elif "shape" in changes:
        what = "shape changed"
    record(by=by, what=what, target=committee, office=committee.office, changes=changes)


@transaction.atomic
def make_post(*, office, title, holder, since, by):
    """A new post of the office and, where a name is given, who holds it; nobody signs in by it."""
    post = Post.objects.create(office=office, title=title)
    record(by=by, what="post made", target=post, office=office, title=title)
    if holder:
        fill_post(post=post, name=holder, since=since, by=by)
    return post


@transaction.atomic
def fill_post(*, post, name, since, by):
    """Say who holds a post since when; who held it before leaves it the day before.

    With the day of the present holder it mends the spelling of that name. A holder with a sign-in
    is the administrator's to change. Raises ValueError for both an earlier day and a sign-in.
    """
    present = post.postings.current().order_by("-starts_on", "-pk").first()
    if present and present.user_id:
        raise ValueError("a holder who signs in is changed by the administrator")
    if present and since < present.starts_on:
        raise ValueError("the present holder came later than that")
    if present and since == present.starts_on:
        was, present.name = present.name, name
        present.save(update_fields=["name"])
        record(
            by=by,
            what="holder renamed",
            target=present,
            office=post.office,
            changes={"name": [was, name]},
        )
        return present
    if present:
        present.ends_on = since - timedelta(days=1)
        present.save(update_fields=["ends_on"])
        record(
            by=by,
            what="posting ended",
            target=present,
            office=post.office,
            ends_on=told(present.ends_on),
        )
    posting = Posting.objects.create(
        post=post, name=name, role=Posting.Role.VIEWER, starts_on=since
    )
    record(
        by=by, what="post filled", target=posting, office=post.office, name=name, since=told(since)
    )
    return posting


@transaction.atomic
def add_member(*, seat, by):
    """Seat a post (an unsaved Membership) below all who sit in the committee now."""
    seated = seat.committee.memberships.not_over()
    last = seated.order_by("-order").values_list("order", flat=True).first()
    seat.order = (last or 0) + 1
    seat.save()
    record(by=by, what="member added", target=seat, office=seat.committee.office, **_seat(seat))
    return seat


@transaction.atomic
def change_seat(*, seat, fields, by):
    """Save the named fields of a membership that were changed in place."""
    before = Membership.objects.get(pk=seat.pk)
    changes = changes_of(before, seat, fields)
    if changes:
        seat.save(update_fields=list(changes))
        record(
            by=by, what="member changed", target=seat, office=seat.committee.office, changes=changes
        )


@transaction.atomic
def end_seat(*, seat, on, by):
    seat.ends_on = on
    seat.save(update_fields=["ends_on"])
    record(
        by=by, what="membership ended", target=seat, office=seat.committee.office, ends_on=told(on)
    )


@transaction.atomic
def move_seat(*, seat, down, by):
    """Change places with the next member above or below; whether there was one."""
    seats = list(seat.committee.memberships.not_over().order_by("order", "pk"))
    place = seats.index(seat)
    other = place + (1 if down else -1)
    if not 0 <= other < len(seats):
        return False
    seats[place], seats[other] = seats[other], seats[place]
    for order, each in enumerate(seats, 1):
        if each.order != order:
            each.order = order
            each.save(update_fields=["order"])
    record(
        by=by,
        what="member moved",
        target=seat,
        office=seat.committee.office,
        place=[place + 1, other + 1],
    )
    return True


def _seat(seat):
    return {
        "committee": seat.committee_id,
        "post": seat.post_id,
        "role": seat.role,
        "second_role": seat.second_role,
        "starts_on": told(seat.starts_on),
        "ends_on": told(seat.ends_on),
    }
