"""What the paper templates need beyond the Bengali filters."""

import re

from django import template
from django.utils.html import format_html, format_html_join

from meetings.papers import LINE, breadth

register = template.Library()

BREAKABLE = re.compile(r"[-–/(]")


@register.filter
def unbroken(text, room=LINE):
    """Keep words with a hyphen, a slash or a bracket on one line, where a line has room for them.

    A word broken at its hyphen comes back from a PDF without it, as another word. `room` is how
    many letters a line holds. The result is escaped HTML.
    """
    return format_html_join("", "{}", ((_kept(word, room),) for word in re.split(r"(\s+)", text)))


def _kept(word, room):
    if not BREAKABLE.search(word):
        return word
    # A word wider than its line may still break after a slash, but not elsewhere.
    parts = [word] if breadth(word) <= room else re.findall(r"[^/(]+/*|/+|\([^/(]*/*", word)
    return format_html_join("", "{}", ((_no_break(part),) for part in parts))


def _no_break(part):
    return format_html('<span class="unbroken">{}</span>', part)
