"""What the staff of an office do with its committees; each act asks its rule and leaves its AuditEvent.

Call them inside a transaction that holds the committee's row (see `fetching.fetch_to_change`).
"""

from django.db import transaction

from accounts.access import allow
from accounts.changes import changes_of, told
from accounts.models import record
from committees import rules
from committees.models import Committee, Membership
from offices.actions import can_hold_since, hold_since


def _may_keep(by, *committees):
    """Refuse unless this person keeps the committees of each of these offices."""
    for office in {committee.office for committee in committees}:
        allow(
            rules.can_keep_committee(by, office),
            f"{office.name}: এই কার্যালয়ের কমিটি বদলাতে পারেন শুধু এর নিজের কর্মী।",
        )


@transaction.atomic
def open_committee(*, committee, by):
    _may_keep(by, committee)
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
    before = Committee.objects.select_related("office").get(pk=committee.pk)
    _may_keep(by, before, committee)
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
def add_member(*, seat, by):
    """Seat a post (an unsaved Membership) below all who sit in the committee now."""
    _may_keep(by, seat.committee)
    seated = seat.committee.memberships.not_over()
    last = seated.order_by("-order").values_list("order", flat=True).first()
    seat.order = (last or 0) + 1
    seat.save()
    record(by=by, what="member added", target=seat, office=seat.committee.office, **_seat(seat))
    return seat


@transaction.atomic
def change_seat(*, seat, fields, by):
    """Save the named fields of a membership that were changed in place."""
    before = Membership.objects.select_related("committee__office").get(pk=seat.pk)
    _may_keep(by, before.committee, seat.committee)
    changes = changes_of(before, seat, fields)
    if changes:
        seat.save(update_fields=list(changes))
        record(
            by=by, what="member changed", target=seat, office=seat.committee.office, changes=changes
        )


@transaction.atomic
def change_days(*, committee, seats, days, with_holders, by):
    """Give many seats of a committee one first day, one last day, or both: {"starts_on", "ends_on"}.

    With `with_holders` the holders whose name was typed with the seat hold their post from that first
    day too. Returns how many of them.
    """
    _may_keep(by, committee)
    moved = 0
    stored = committee.memberships.in_bulk([seat.pk for seat in seats])
    for seat in seats:
        before = stored[seat.pk].starts_on
        for name, day in days.items():
            setattr(seat, name, day)
        change_seat(seat=seat, fields=list(days), by=by)
        if with_holders and "starts_on" in days and seat.post.office_id == committee.office_id:
            held = seat.post.postings.filter(starts_on=before, ends_on=None).first()
            if held and can_hold_since(held, days["starts_on"]):
                hold_since(posting=held, since=days["starts_on"], by=by)
                moved += 1
    return moved


@transaction.atomic
def end_seat(*, seat, on, by):
    _may_keep(by, seat.committee)
    stands = Membership.objects.select_for_update().get(pk=seat.pk)
    seat.ends_on = on
    if stands.ends_on == on:  # pressed twice
        return
    seat.save(update_fields=["ends_on"])
    record(
        by=by, what="membership ended", target=seat, office=seat.committee.office, ends_on=told(on)
    )


@transaction.atomic
def move_seat(*, seat, down, by):
    """Change places with the next member above or below; whether there was one."""
    _may_keep(by, seat.committee)
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
