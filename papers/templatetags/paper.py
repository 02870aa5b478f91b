"""What the paper templates need beyond the Bengali filters."""

import re

from django import template
from django.utils.html import format_html, format_html_join

from papers.columns import LINE, breadth

register = template.Library()

WORD = re.compile(r"\S+")
# At its two ends a word breaks anyway, and nothing is lost.
BREAKABLE = re.compile(r"[-‐–—/?!|].|.[(\[{]")
# Where a word that has no room on its line may break: after slashes and before brackets; and what
# still has none, an address mostly, before the signs that part it, but after the dots of a number.
PARTS = re.compile(r"[^/(]+/*|/+|\([^/(]*/*")
SIGNS = re.compile(r"(?<=.)(?=[@?&#=_%]|\.[a-z])|(?<=[.,:;—])(?=[^\W_a-z])", re.IGNORECASE)


@register.filter
def unbroken(text, room=LINE):
    """Keep words that could break inside on one line, where a line has room for them.

    A word broken at its hyphen comes back from a PDF without it, as another word. `room` is how
    many letters a line holds. The result is escaped HTML.
    """
    pieces, at = [], 0
    for word in WORD.finditer(text):
        if BREAKABLE.search(word[0]) or (SIGNS.search(word[0]) and breadth(word[0]) > room):
            pieces += [text[at : word.start()], _kept(word[0], room)]
            at = word.end()
    return format_html_join("", "{}", ((piece,) for piece in (*pieces, text[at:])))


def _kept(word, room):
    parts = [word] if breadth(word) <= room else PARTS.findall(word)
    return format_html_join("", "{}", ((_part(part, room),) for part in parts))


def _part(part, room):
    """A part of a word: on one line if one has room for it, or broken at its signs."""
    if breadth(part) <= room:
        return _whole(part, room)
    return format_html_join("", "<wbr>{}", ((_whole(piece, room),) for piece in SIGNS.split(part)))


def _whole(piece, room):
    # What is wider still breaks anywhere: better than across a rule.
    return (
        format_html('<span class="unbroken">{}</span>', piece) if breadth(piece) <= room else piece
    )
