"""Who works in an office, and in which role."""

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
