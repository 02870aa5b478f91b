"""Who works in an office, and in which role."""

from typing import NamedTuple

from django.db.models import Q

from offices.models import Office, Posting


def holds(user, office, *roles):
    """Whether this person holds a post in the office today, in one of these roles."""
    return Posting.objects.current().filter(user=user, post__office=office, role__in=roles).exists()


def is_officer_of(user, office):
    return holds(user, office, Posting.Role.OFFICER)


def offices_kept_by(user):
    """The offices whose committees this person may open and change today.

    Their staff do; where one officer is the whole office, that officer.
    """
    held = Posting.objects.current().filter(user=user)
    staffed = held.filter(role=Posting.Role.STAFF)
    alone = held.filter(role=Posting.Role.OFFICER, post__office__one_officer=True)
    return Office.objects.filter(
        Q(pk__in=staffed.values("post__office")) | Q(pk__in=alone.values("post__office"))
    )


def offices_headed_by(user):
    """The offices in which this person is an officer today."""
    held = Posting.objects.current().filter(user=user, role=Posting.Role.OFFICER)
    return Office.objects.filter(pk__in=held.values("post__office"))


def can_keep_posts(user, office):
    """Make posts of the office, and say who holds them."""
    return offices_kept_by(user).filter(pk=office.pk).exists()


def can_read_trail(user, office):
    """Read who did what in the office."""
    return is_officer_of(user, office)


WORK = (Posting.Role.STAFF, Posting.Role.OFFICER)


def works_for(user, office):
    """Whether this person acts for an office with others: its staff and its officers do."""
    return holds(user, office, *WORK)


def offices_acted_for(user):
    """The offices this person acts for."""
    held = Posting.objects.current().filter(user=user, role__in=WORK)
    return Office.objects.filter(pk__in=held.values("post__office"))


class Held(NamedTuple):
    """Keys of the posts a person holds today, and of the offices acted for."""

    posts: list
    offices: list


def held_by(user):
    """The Held of a person: keys, not a query, for lists that look for them in several columns, where no
    index would be used for two subqueries with an “or” between them."""
    rows = list(
        Posting.objects.current().filter(user=user).values_list("post", "post__office", "role")
    )
    return Held(
        sorted({post for post, *_ in rows}),
        sorted({office for _, office, role in rows if role in WORK}),
    )
