"""What the staff of an office do with its posts; each act asks its rule and leaves its AuditEvent."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from accounts.access import allow
from accounts.changes import told
from accounts.models import record
from offices.models import Post, Posting
from offices.rules import can_keep_posts

NOT_THEIRS = "এই কার্যালয়ের পদ খোলা বা পদে নাম বসানোর অনুমতি আপনার নেই; তা ঐ কার্যালয়ের কর্মীর কাজ।"


@transaction.atomic
def make_post(*, office, title, holder, since, by):
    """A new post of the office and, where a name is given, who holds it; nobody signs in by it."""
    allow(can_keep_posts(by, office), NOT_THEIRS)
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
    allow(can_keep_posts(by, post.office), NOT_THEIRS)
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
def hold_since(*, posting, since, by):
    """Say that who holds a post has held it from an earlier day on. Raises ValueError for a holder
    with a sign-in, a day that is not earlier, and a day on which somebody else held the post."""
    allow(can_keep_posts(by, posting.post.office), NOT_THEIRS)
    if not can_hold_since(posting, since):
        raise ValueError("the post was not theirs from that day on")
    was, posting.starts_on = posting.starts_on, since
    posting.save(update_fields=["starts_on"])
    record(
        by=by,
        what="holder since",
        target=posting,
        office=posting.post.office,
        changes={"starts_on": [told(was), told(since)]},
    )


def can_hold_since(posting, since):
    """Whether an earlier first day leaves room for who held the post before."""
    others = posting.post.postings.exclude(pk=posting.pk).filter(starts_on__lte=posting.starts_on)
    is_free = not others.filter(Q(ends_on=None) | Q(ends_on__gte=since)).exists()
    return not posting.user_id and since < posting.starts_on and is_free
