"""The form of a text on paper: its lines, its numbered and lettered lists, its small tables.

A text is a list of paragraphs, as a content holds them: strings, in which "\\n" begins a new line, and
among them tables: {"table": {"head": [...] or None, "rows": [[...], ...]}}. A line that begins with a
number, a letter or a sign of a list hangs behind it; what is typed stays as it is typed.
"""

import re
from collections import Counter
from itertools import groupby
from math import ceil
from typing import NamedTuple

from papers.paragraphs import is_table

# Of one sign or letter at the beginning of a line: what a list is told by. A stop after a digit is
# the list's own only where no figure follows (১০.৩০ ঘটিকা); one after a letter, a dash and a number
# of several parts only where another line of the text begins alike (ড. রহমান, – and ১.৫ লক্ষ).
_DIGITS = "[০-৯0-9]{1,3}"
_BENGALI = "[\u0985-\u09b9\u09dc-\u09df]\u09bc?"
_LATIN = "[ivx]{1,5}|[IVX]{1,5}|[a-zA-Z]"
_MARKER = re.compile(
    rf"""[ \t\u00a0]*(?P<marker>
      (?P<open>[(\[]) (?:(?P<of>{_DIGITS}|{_BENGALI}|{_LATIN})) (?P<close>[)\]])
    | (?P<of_bracket>{_DIGITS}|{_BENGALI}|{_LATIN}) [ ]? (?P<bracket>\))
    | (?P<of_danda>{_DIGITS}|{_BENGALI}) [ ]? (?P<danda>[।৷])
    | (?P<of_stop>{_DIGITS}) (?P<stop>\.) (?![০-৯0-9])
    | (?P<of_parts>{_DIGITS}(?:\.{_DIGITS})+) (?P<parts>[.।)]?) (?=\s)
    | (?P<of_name>{_BENGALI}|{_LATIN}) (?P<name>\.) (?=\s)
    | (?P<bullet>[•▪◦‣○●■□–—*-]) (?: (?=\s) | (?<=[•▪◦‣○●■□]) )
    )(?P<space>[ \t\u00a0]*)(?=[^\s/)\],;:|.])""",
    re.VERBOSE,
)
_IN_NEED_OF_COMPANY = {"name", "parts"}


class Line(NamedTuple):
    """What is set in one block: a line of a list, or plain lines that follow each other ("\\n")."""

    text: str
    # With the space after it, where one was typed.
    marker: str = ""
    # Half ems: where the text of the line stands, and how far its marker stands out to the left.
    inset: int = 0
    hang: int = 0
    # It begins a paragraph of the text, and is not only another line of one.
    is_first: bool = True


class Grid(NamedTuple):
    """A small table among the paragraphs; its cells are texts with "\\n"."""

    head: list | None
    rows: list

    @property
    def all_rows(self):
        """Its head first."""
        return [row for row in [self.head, *self.rows] if row]

    @property
    def columns(self):
        """The cells of each column, without its head: a list of lists."""
        count = max(map(len, [self.head or [], *self.rows]), default=0)
        return [[row[at] if at < len(row) else "" for row in self.rows] for at in range(count)]


def grid_of(paragraph):
    """The Grid of a paragraph that is a table; None for one of words."""
    if not is_table(paragraph):
        return None
    return Grid(paragraph["table"]["head"], paragraph["table"]["rows"])


def blocks_of(paragraphs, broad, room):
    """The Lines and Grids of a text, in their order.

    `broad`: text → how many letters broad it is; `room`: how many letters a line holds.
    """
    if not any(map(_has_form, paragraphs)):
        return list(map(Line, paragraphs))
    read = [
        (number, *_marked(line))
        for number, paragraph in enumerate(paragraphs)
        for line in ([paragraph] if is_table(paragraph) else paragraph.split("\n"))
    ]
    read = _letters_told_from_numerals(read)
    kinds = Counter(kind for _, kind, *_ in read)
    read = [
        (number, None, "", marker + text)
        if kind and kind[0] in _IN_NEED_OF_COMPANY and kinds[kind] < 2
        else (number, kind, marker, text)
        for number, kind, marker, text in read
    ]
    return _set(read, _places([kind for _, kind, *_ in read]), broad, room)


def lines_of(paragraphs, broad, room):
    """About how many printed lines a text takes where a line holds `room` letters."""
    taken = 0
    for block in blocks_of(paragraphs, broad, room):
        if isinstance(block, Grid):
            taken += _lines_of_grid(block, broad, room)
        else:
            left = max(room - block.inset / 2 / LETTER, 3)
            taken += sum(max(1, ceil(broad(line) / left)) for line in block.text.split("\n"))
    return taken


# How many ems one letter is broad.
LETTER = 0.6
# What a marker keeps from its text, in ems.
_GAP = 0.4
# Letters of Roman numbers that are half as broad as others.
_THIN = re.compile("[ijl]")


def hang_of(markers, broad):
    """How far the broadest of these markers stands out to the left of its text, in half ems."""
    broadest = max(broad(marker.strip()) - len(_THIN.findall(marker)) / 2 for marker in markers)
    return min(ceil(2 * (broadest * LETTER + _GAP)), MOST_HANG)


MOST_HANG = 8
MOST_INSET = 20


def _has_form(paragraph):
    """Whether a paragraph may be more than words that run on."""
    return is_table(paragraph) or "\n" in paragraph or _MARKER.match(paragraph)


def _marked(line):
    """(kind of its marker or None, the marker, the rest) of a line; a table is its own rest."""
    if is_table(line):
        return "table", "", line
    found = _MARKER.match(line)
    if not found:
        return None, "", line
    way = next(way for way in _WAYS if found[way] is not None)
    marker = found["marker"] + (" " if found["space"] else "")
    if way == "bullet":
        return (way, found[way]), marker, line[found.end() :]
    kind = (
        way,
        found["open"],
        found["close"],
        _numerals(found[f"of_{way}" if way != "open" else "of"]),
    )
    return kind, marker, line[found.end() :]


_WAYS = ("open", "bracket", "danda", "stop", "parts", "name", "bullet")


def _numerals(sample):
    """What a list counts in, told by one of its numbers."""
    if sample[0] in "০১২৩৪৫৬৭৮৯0123456789":
        return "digits", len(re.findall(r"[.]", sample))
    if re.fullmatch("[ivx]+", sample) or re.fullmatch("[IVX]+", sample):
        return "roman", sample.isupper()
    return "letters", sample.isascii(), sample.isupper()


def _letters_told_from_numerals(read):
    """The lines with (i) after (h), (v) after (u) and (x) after (w) as letters."""
    told, last = [], {}
    for number, kind, marker, text in read:
        letter = marker.strip(" ()[].")
        if kind and kind[0] in ("open", "bracket", "name"):
            *shape, numerals = kind
            if numerals[0] == "roman" and last.get(tuple(shape)) == chr(ord(letter[0]) - 1):
                numerals = ("letters", True, letter.isupper())
                kind = (*shape, numerals)
            if numerals[0] == "letters":
                last[tuple(shape)] = letter
        told.append((number, kind, marker, text))
    return told


def _places(kinds):
    """For each line the lists it stands in, as (kind, which run of it) from outside to inside."""
    places, open_lists, runs = [], [], 0
    for kind in kinds:
        if kind == "table":
            places.append(())
            continue
        if kind is None:
            open_lists = []
        elif kind in (known := [each for each, _ in open_lists]):
            open_lists = open_lists[: known.index(kind) + 1]
        elif len(open_lists) < DEEPEST:
            runs += 1
            open_lists = [*open_lists, (kind, runs)]
        places.append(tuple(open_lists))
    return places


DEEPEST = 4


# In a column of fewer letters a list in a list stands in by one half em alone.
NARROW = 18


def _set(read, places, broad, room):
    markers = {}
    for (_, _, marker, _), place in zip(read, places, strict=True):
        if place:
            markers.setdefault(place[-1], []).append(marker)
    hangs = {run: hang_of(of_run, broad) for run, of_run in markers.items()}
    blocks = []
    for _, group in groupby(zip(read, places, strict=True), key=lambda pair: pair[0][0]):
        of_paragraph = []
        for (_, kind, marker, text), place in group:
            if kind == "table":
                of_paragraph.append(grid_of(text))
            elif place:
                *around, own = (hangs[run] for run in place)
                inset = min(own + (len(around) if room < NARROW else sum(around)), MOST_INSET)
                of_paragraph.append(Line(text, marker, inset, own, not of_paragraph))
            elif of_paragraph and not of_paragraph[-1].marker:
                of_paragraph[-1] = of_paragraph[-1]._replace(
                    text=f"{of_paragraph[-1].text}\n{text}"
                )
            else:
                of_paragraph.append(Line(text, is_first=not of_paragraph))
        blocks += of_paragraph
    return blocks


def _lines_of_grid(grid, broad, room):
    columns = grid.columns
    each = max(room / max(len(columns), 1) - 2, 3)
    rows = [row for row in [grid.head, *grid.rows] if row]
    return sum(
        max((lines_of([cell], broad, each) for cell in row), default=1) + 0.3 for row in rows
    )
