"""What the paper templates need beyond the Bengali filters."""

import re

from django import template
from django.utils.html import format_html, format_html_join

from papers.columns import LINE, breadth

register = template.Library()

WORD = re.compile(r"\S+")
# At its two ends a word breaks anyway, and nothing is lost.
BREAKABLE = re.compile(r"[-–/].|.\(")


@register.filter
def unbroken(text, room=LINE):
    """Keep words with a hyphen, a slash or a bracket on one line, where a line has room for them.

    A word broken at its hyphen comes back from a PDF without it, as another word. `room` is how
    many letters a line holds. The result is escaped HTML.
    """
    pieces, at = [], 0
    for word in WORD.finditer(text):
        if BREAKABLE.search(word[0]):
            pieces += [text[at : word.start()], _kept(word[0], room)]
            at = word.end()
    return format_html_join("", "{}", ((piece,) for piece in (*pieces, text[at:])))


def _kept(word, room):
    # A word wider than its line may still break after a slash, but not elsewhere; a part of it that is
    # wider still, such as the name of a site in a narrow column, anywhere: better than across a rule.
    parts = [word] if breadth(word) <= room else re.findall(r"[^/(]+/*|/+|\([^/(]*/*", word)
    return format_html_join(
        "",
        "{}",
        (
            (format_html('<span class="unbroken">{}</span>', part),)
            if breadth(part) <= room
            else (part,)
            for part in parts
        ),
    )
