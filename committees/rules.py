"""Who may do what with an office and its committees."""

from committees.models import Posting


def holds(user, office, *roles):
    """Whether this person holds a post in the office today, in one of these roles."""
    return Posting.objects.current().filter(user=user, post__office=office, role__in=roles).exists()


def is_staff_of(user, office):
    return holds(user, office, Posting.Role.STAFF)


def is_officer_of(user, office):
    return holds(user, office, Posting.Role.OFFICER)
