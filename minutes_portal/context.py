from functools import cache

from django.urls import reverse

from accounts.models import Digest
from offices.models import Posting


def who(request):
    """`postings`: the posts this person holds today, asked for once, by a page that shows them.

    `trail_url`: the trail this person may read, "" for most. `unread`: how many messages are not read.
    """

    @cache
    def postings():
        if not request.user.is_authenticated:
            return []
        held = Posting.objects.current().filter(user=request.user)
        return list(held.select_related("post__office").order_by("post__seniority", "pk"))

    def trail_url():
        for posting in postings():
            if posting.role == Posting.Role.OFFICER:
                return reverse("office_trail", args=[posting.post.office_id])
        return reverse("portal_trail") if request.user.is_superuser else ""

    @cache
    def unread():
        return Digest.objects.filter(user=request.user).unread().count()

    return {"postings": postings, "trail_url": trail_url, "unread": unread}
