"""Who holds posts, fetched with them."""

from django.db.models import Prefetch

from offices.models import Posting


def holders(path):
    """Who holds each post today, as `current_postings` of the post, the latest first."""
    current = Posting.objects.current().order_by("-starts_on", "-pk")
    return Prefetch(path, current, to_attr="current_postings")


def postings_of(posts, on):
    """{primary key of a post: the Posting of who holds it on a date}; one question for all of them."""
    postings = Posting.objects.current(on).filter(post__in=posts).order_by("starts_on", "pk")
    return {posting.post_id: posting for posting in postings}


def holders_of(posts, on):
    """{primary key of a post: the name of who holds it on a date}; one question for all of them."""
    return {post: posting.name for post, posting in postings_of(posts, on).items()}


def designation_of(post):
    place = post.office.letter_place or post.office.name
    return [f"{post.title}, {place}"]
