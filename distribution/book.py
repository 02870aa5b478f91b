"""Where a recipient of an office is reached, and what has proved that address."""

from datetime import date
from typing import NamedTuple

from django.db import transaction

from distribution.models import TRUSTED_FOR, Addressee, Way
from offices.holders import designation_of
from offices.models import Posting, today


class Address(NamedTuple):
    """Where and how a copy goes to a recipient."""

    email: str
    # Whoever acknowledges in a mailbox that several people read says who they are.
    is_shared: bool
    way: Way
    proved_on: date | None = None

    @property
    def is_proved(self):
        """Whether something has shown, not too long ago, that it reaches its recipient."""
        return self.proved_on is not None and today() - self.proved_on <= TRUSTED_FOR


def address_of(office, post=None, addressee=None):
    """The Address of a post or of someone in the office's address book. For many: `Book`."""
    return Book(office, posts=[post] if post else []).address_of(post, addressee)


def prove(office, email, *, post=None, addressee=None, on=None):
    """Something has shown on a day that this e-mail reaches this recipient: the Addressee, or None.

    An address that the book does not have any more is not proved by what was sent to it before. One
    that came from the post alone gets its line in the book.
    """
    on = on or today()
    with transaction.atomic():
        book = Addressee.objects.select_for_update().filter(office=office)
        found = (
            book.filter(pk=addressee.pk).first()
            if addressee
            else book.filter(post=post).first() or _of_post(office, post)
        )
        if found is None or not email or _email_of(found) != email:
            return None
        if found.proved_on is None or found.proved_on < on:
            found.email, found.proved_on = email, on
            found.save()
        return found


def _of_post(office, post):
    if post is None:
        return None
    line = ", ".join(designation_of(post))
    made, _ = Addressee.objects.get_or_create(
        office=office, post=post, defaults={"line": line, "way": proposed_way(post)}
    )
    return made


def _email_of(addressee):
    return addressee.email or (addressee.post.email if addressee.post else "")


def proposed_way(post):
    """How a copy goes to a post of the portal, where nobody has said how."""
    works_here = Posting.objects.current().filter(post__office=post.office_id, user__isnull=False)
    if works_here.exists():
        return Way.PORTAL
    return Way.MAIL if post.email else Way.HAND


class Book:
    """The address book of an office, read once for many recipients; `posts` are those of them."""

    def __init__(self, office, posts):
        rows = Addressee.objects.in_use().filter(office=office).select_related("post")
        self._of_post = {row.post_id: row for row in rows if row.post_id}
        signed_in = Posting.objects.current().filter(
            post__office__in={post.office_id for post in posts}, user__isnull=False
        )
        self._in_portal = set(signed_in.values_list("post__office", flat=True)) if posts else set()

    def address_of(self, post=None, addressee=None):
        """The Address of a recipient: as the book has it, else as the post itself says."""
        row = addressee or (post and self._of_post.get(post.pk))
        if row is None or row.closed_on:
            return self._own(post)
        email = _email_of(row)
        way = Way(row.way)
        if way == Way.MAIL and not email:
            way = Way.HAND
        return Address(email, row.is_shared, way, row.proved_on)

    def _own(self, post):
        """What a post says of itself; nothing has proved it."""
        if post is None:
            return Address("", True, Way.HAND)
        if post.office_id in self._in_portal:
            return Address(post.email, True, Way.PORTAL)
        return Address(post.email, True, Way.MAIL if post.email else Way.HAND)
