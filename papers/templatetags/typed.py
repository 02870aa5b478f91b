"""Paragraphs as the text of the text area they are typed in."""

from django import template

from papers.paragraphs import typed

register = template.Library()

register.filter("typed", typed)
