"""Who holds posts, fetched with them."""

import re

from django.db.models import Prefetch

from bangla.text import fold
from offices.models import Post, Posting

# The second and any further post of one title.
COUNTED = re.compile(r"(?P<title>.+) \([২-৯]\)")


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
    """A post as papers print it: its title and where it is, which is said once.

    Of two people in one post the second has a post of his own, “… (২)”; both print the same.
    """
    title, place = title_of_both(post), post.office.letter_place or post.office.name
    where, said = _parts(place), _parts(title)
    if fold(where[0]) not in fold(title):
        return [f"{title}, {place}"]
    for count in range(len(where), 0, -1):
        if [*map(fold, said[-count:])] == [*map(fold, where[:count])]:
            return [", ".join([title, *where[count:]])]
    return [title]


def title_of_both(post):
    """The title without the number by which the portal tells two posts of it apart."""
    numbered = COUNTED.fullmatch(post.title)
    if numbered and Post.objects.filter(office=post.office_id, title=numbered["title"]).exists():
        return numbered["title"]
    return post.title


def _parts(text):
    return [part.strip(" ।") for part in text.split(",") if part.strip(" ।")]
