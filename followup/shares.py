"""The share an owner has of a decision: made, found again, kept at the date of its decision."""

from followup.models import Assignment
from offices.implementers import key_of

State = Assignment.State


def new_share(matter, owner, *, charges, on, at, settle_by):
    """The share of an owner, not saved; of one that is not certain, a share to be settled.

    `charges` are those of the decision's issued paper, `settle_by` is when the section has to say whose
    it is.
    """
    is_owned = owner.is_certain and owner.is_found
    post = owner.post if is_owned else None
    return Assignment(
        matter=matter,
        charge=charge_of(charges, owner.position, owner.post),
        printed=owner.words,
        position=owner.position,
        part=owner.part,
        post=post,
        office=post and post.office,
        outsider=owner.outsider if is_owned else "",
        addressee=owner.addressee if is_owned else None,
        state=State.OPEN if is_owned else State.SETTLE,
        first_due_on=matter.due_on,
        due_on=matter.due_on,
        is_implied=matter.is_implied,
        desk_due_on=None if is_owned else settle_by,
        opened_on=on,
        moved_at=at,
    )


def charge_of(charges, position, post):
    """The frozen charge of a line for a post, else that of the line, or None."""
    charges = [charge for charge in charges if charge.position == position]
    of_post = [charge for charge in charges if post and charge.post_id == post.pk]
    return next(iter(of_post or [each for each in charges if not each.post_id] or charges), None)


def line_of(share):
    """The printed line a share comes from, as lines are compared."""
    return key_of(share.charge.printed if share.charge else share.printed)


def is_of(share, owner):
    """Whether a share is what an owner has already, or stands for the same words of the same line."""
    if owner.is_certain and owner.post:
        return share.post_id == owner.post.pk
    if line_of(share) != key_of(owner.printed):
        return False
    if owner.is_certain:
        return bool(owner.outsider) and share.outsider == owner.outsider
    return share.printed == owner.words or bool(share.post_id)


def follow_date(share, matter):
    """Give a share the date of its decision, unless it got one of its own; whether that changed it."""
    has_own = share.due_on and not share.is_implied and share.times_extended
    if has_own or share.due_on == matter.due_on:
        return False
    if share.is_implied or share.first_due_on is None or matter.due_on is None:
        share.first_due_on = matter.first_due_on
    elif share.due_on and matter.due_on > share.due_on:
        share.times_extended += 1
    share.due_on, share.is_implied = matter.due_on, matter.is_implied
    return True
