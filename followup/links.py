"""Private links: the address of one share's page for who has no account. Each reminder has a fresh one."""

from django.conf import settings
from django.urls import reverse

from followup.models import Link


def fresh_links(assignments):
    """{primary key of a share: a new Link of it}; one question for all of them.

    From now on it is the one that works, and older ones say so.
    """
    made = Link.objects.bulk_create(Link(assignment=assignment) for assignment in assignments)
    return {link.assignment_id: link for link in made}


def url_of(link):
    """The whole address of a link's page, as a mail says it."""
    return settings.BASE_URL + reverse("followup:link", args=[link.token])
