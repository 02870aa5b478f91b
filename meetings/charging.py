"""Whom an issued paper charges with its decisions: looked up once, at issue, and frozen."""

import re

from meetings.models import Charge, Decision
from offices.holders import postings_of
from offices.implementers import Implementers, key_of

# What stands in the column where the deed was done at the sitting: nobody is charged.
DONE = {key_of(words) for words in ("বাস্তবায়িত", "বাস্তবায়িত হয়েছে", "বাস্তবায়ন হয়েছে", "সম্পন্ন", "নিষ্পন্ন")}
# The number or sign that a line of a list begins with.
_MARKER = re.compile(r"\A\s*(?:[(\[]?[০-৯0-9]{1,2}[)\]।.]+|[(\[]?[ক-হ][)\]]|[-–—•*]+)\s*")


def charge(meeting, *, paper, on):
    """Freeze which posts each printed line means on the day of issue, and who holds them. [Charge].

    “উপজেলা নির্বাহী অফিসার (সকল)” becomes a Charge for each such post. A line that names nobody for
    certain is kept as one that is not resolved.
    """
    decisions = Decision.objects.filter(item__meeting=meeting).select_related("item")
    decisions = decisions.prefetch_related("implementers").order_by("item__position", "position")
    implementers = Implementers(meeting.office)
    found = [
        (decision, place, printed, post)
        for decision in decisions
        for place, printed in enumerate(lines_of(decision))
        for post in implementers.posts_of(printed) or [None]
    ]
    postings = postings_of({post.pk for *_, post in found if post}, on)
    return Charge.objects.bulk_create(
        Charge(
            paper=paper,
            decision=decision,
            position=place,
            printed=printed,
            post=post,
            posting=(posting := post and postings.get(post.pk)),
            holder=posting.name if posting else "",
        )
        for decision, place, printed, post in found
    )


def lines_of(decision):
    """The printed lines that say who carries a decision out, its own or those of its whole item."""
    own = [line.printed for line in decision.implementers.all()]
    return own or (decision.item.implementers_as_printed or "").splitlines()


def unmarked(line):
    """A printed line without the number or sign it begins with: “২। জেলা শিক্ষা অফিসার”."""
    return _MARKER.sub("", line).strip()


def is_done(line):
    """Whether a line says that the deed is done, and charges nobody: “বাস্তবায়িত”."""
    return key_of(unmarked(line)) in DONE
