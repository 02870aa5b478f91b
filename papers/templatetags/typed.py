"""Paragraphs as the text of the text area they are typed in, and what their item is called."""

from django import template

from papers.paragraphs import first_words, typed

register = template.Library()

register.filter("typed", typed)


@register.filter
def called(item):
    """What an item of the interchange format (a dict) is called, also where it has no topic."""
    return first_words(item["topic"], item["discussion"], *(d["text"] for d in item["decisions"]))
