"""Setting text on a paper: what is kept together, how lists and small tables stand."""

import re
from itertools import zip_longest
from math import ceil

from django import template
from django.template.loader import render_to_string
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import mark_safe

from papers import prose
from papers.columns import BOLD, LETTERS_OF_AN_EM, LINE, breadth, grid_of
from papers.figures import kept_together
from papers.templatetags.paper import unbroken

register = template.Library()

# Latin words beside Bengali ones: all of them are set at the Bengali's size (paper.css). A word that is
# Latin in part stays as it is, unless it is parted at a hyphen: some readers take two sizes for two words.
_LATIN = re.compile(
    r"(?<!\S)[(\[“‘]?(?:[0-9]+[ -]?)?[A-Za-z]"
    r"(?:[A-Za-z0-9À-ÖØ-öø-ɏ .,:;/@_()\[\]#?=&%-]*[A-Za-z0-9])?[)\]./”’]*"
    r"(?=[,;:!?।]*(?:\s|$)|[-–][\u0980-\u09ff])"
)
BREAK = mark_safe("<br>")


@register.filter
def typeset(text, room=LINE):
    """A text as it is set: escaped HTML, in which lines break only where they may.

    `room` is how many letters a line holds.
    """
    return _joined(BREAK, (_line(line, room) for line in text.split("\n")))


def _line(line, room):
    return _joined(
        "",
        (
            format_html('<span class="unbroken">{}</span>', _with_latin(piece, escape, room))
            if together and breadth(piece) <= room
            else _with_latin(piece, lambda words: unbroken(words, room), room)
            for piece, together in kept_together(line)
            if piece
        ),
    )


def _with_latin(text, set_words, room):
    """The words as `set_words` sets them, those in Latin letters in an element of their own.

    WeasyPrint breaks the first word of an element where the line ends, though the next line has room
    for it; so only what has none there may break anywhere.
    """
    pieces, at = [], 0
    for latin in _LATIN.finditer(text):
        pieces += [
            set_words(text[at : latin.start()]),
            format_html(
                '<span class="latin{}">{}</span>',
                " wide" if any(breadth(word) > room for word in latin[0].split()) else "",
                set_words(latin[0]),
            ),
        ]
        at = latin.end()
    return _joined("", [*pieces, set_words(text[at:])]) if pieces else set_words(text)


@register.filter
def balanced(text, room=LINE):
    """A centred text, as typeset; a line of it that needs several is broken into about equal ones.

    Where the face is narrow enough the parts stand on one line all the same.
    """
    lines = (_joined(" ", _parts(line, room)) for line in text.split("\n"))
    return _joined(BREAK, lines)


@register.filter
def balanced_large(text):
    """A centred text in the larger letters of a title and of an office's name (paper.css)."""
    return balanced(text, LINE / BOLD * 12 / 13.5)


def _parts(line, room):
    count = ceil(breadth(line) / room)
    if count < 2:
        return [typeset(line, room)]
    pieces = (piece.split() if not kept else [piece] for piece, kept in kept_together(line))
    parts = _shared_out([word for piece in pieces for word in piece], count)
    return [
        format_html('<span class="unbroken">{}</span>', typeset(part, room))
        if breadth(part) <= room
        else typeset(part, room)
        for part in parts
    ]


def _shared_out(words, count):
    """The words in `count` lines, the broadest of them as narrow as can be."""
    narrow, wide = max(map(breadth, words)), breadth(" ".join(words))
    while wide - narrow > 0.5:
        middle = (narrow + wide) / 2
        if len(_filled(words, middle)) <= count:
            wide = middle
        else:
            narrow = middle
    return _filled(words, wide)


def _filled(words, room):
    lines = []
    for word in words:
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and breadth(longer) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


@register.filter
def in_list(text):
    """A text of one paragraph."""
    return [text]


@register.simple_tag
def set_text(paragraphs, room=LINE, lead="", is_dense=False):
    """Paragraphs as they are set: lines, lists that hang, small tables.

    `lead` is bold and stands before the first line, or over it where that begins a list or a table;
    `is_dense` sets tables in small letters.
    """
    html = []
    blocks = prose.blocks_of(paragraphs, breadth, room)
    if lead:
        first = blocks[0] if blocks else None
        strong = format_html("<strong>{}</strong>", typeset(lead, room))
        if isinstance(first, prose.Line) and not first.marker:
            html.append(format_html("<p>{}{}</p>", strong, typeset(first.text, room)))
            blocks = blocks[1:]
        else:
            html.append(format_html("<p>{}</p>", strong))
    html += [_block(block, room, is_dense) for block in blocks]
    return _joined("\n", html)


def _joined(between, pieces):
    return format_html_join(between, "{}", ((piece,) for piece in pieces))


def _block(block, room, is_dense=False):
    if isinstance(block, prose.Grid):
        return _grid(block, room, is_dense)
    names = [] if block.is_first else ["on"]
    if not block.marker:
        return format_html("<p{}>{}</p>", _class(names), typeset(block.text, room))
    names += [f"in{block.inset}", f"hang{block.hang}"]
    left = room - block.inset / 2 * LETTERS_OF_AN_EM
    return format_html(
        '<p{}><span class="number">{}</span>{}</p>',
        _class(names),
        block.marker,
        typeset(block.text, left),
    )


def _grid(block, room, is_dense):
    told = grid_of(block, room, is_dense=is_dense)
    head, *rows = (
        row and list(zip_longest(row, told["columns"], fillvalue=""))
        for row in (block.head, *block.rows)
    )
    return render_to_string("papers/_grid.html", told | {"head": head, "rows": rows})


def _class(names):
    return format_html(' class="{}"', " ".join(names)) if names else ""
