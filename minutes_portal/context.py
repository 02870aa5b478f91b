from functools import cache

from committees.models import Posting


def who(request):
    """`postings`: the posts this person holds today, asked for once, by a page that shows them."""

    @cache
    def postings():
        if not request.user.is_authenticated:
            return []
        held = Posting.objects.current().filter(user=request.user)
        return list(held.select_related("post__office").order_by("post__seniority", "pk"))

    return {"postings": postings}
