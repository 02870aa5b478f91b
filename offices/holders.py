"""Who holds posts, fetched with them."""

from django.db.models import Prefetch

from offices.models import Posting


def holders(path):
    """Who holds each post today, as `current_postings` of the post, the latest first."""
    current = Posting.objects.current().order_by("-starts_on", "-pk")
    return Prefetch(path, current, to_attr="current_postings")
