"""The table of a paper: its rows, and columns as wide as their text needs."""

import re
import unicodedata
from functools import cache
from itertools import accumulate
from math import ceil

from bangla.digits import to_ascii
from papers import content as read
from papers import prose
from papers.language import ENGLISH, language_of
from papers.paragraphs import is_table

# Letters of 12 pt Bengali (see `breadth`) in one line across the page, and what a cell's padding takes
# in per cent of it.
LINE = 65


PADDING = 2


BOLD = 1.1


# Columns that are kept narrow, in per cent of the table's width; a long word may widen them.
NARROW = {"serial": 7, "topic": 17, "implementer": 18}


# The widths paper.css has a class for. The column that says most has none: it takes what is left.
WIDTHS = (7, 9, 11, 13, 15, 17, 18, *range(20, 26), 30, 35, 40, 45, 50, 55)


LEAST = 20


# As far as a column is widened for one word, and the broadest word that has room there, in letters.
WIDENED = 25


LONG = LINE * (WIDENED - PADDING) / 100


# Signs that are narrower or broader than a letter, for the widest of the faces papers are set in; a
# hasanta joins two letters to one. Measured on the words of five real papers.
SIGNS = {
    **dict.fromkeys("\u09be\u09bf\u09c0", 0.6),  # া ি ী
    **dict.fromkeys("\u09c7\u09c8\u0982\u0983", 0.75),  # ে ৈ ং ঃ
    **dict.fromkeys("\u09cb\u09cc", 1.35),  # ো ৌ
    "\u09cd": -0.7,
}


JA_PHALA = "\u09cd\u09af"


# Letters in an em, as LINE counts them.
LETTERS_OF_AN_EM = 1 / prose.LETTER


# A row of up to this many lines stays on one page; a taller one may run over to the next, with at
# least so many lines on the first, and its number and subject whole where they are no longer.
SHORT_ROW = 6


LEAST_LINES = 4


MOST_LEAST_LINES = 6


# An item of several rows beside one cell stays on one page up to this many lines.
TALL = 16


def table(content, **_):
    if not content["items"]:
        return None
    keys = content["column_keys"]
    count = language_of(content).number
    items = [_rows(item, keys, count(number)) for number, item in enumerate(read.items(content), 1)]
    cells = {
        key: [cell for rows in items for row in rows for cell in row if cell["key"] == key]
        for key in keys
    }
    headings = dict(zip(keys, content["columns"], strict=True))
    widths = _widths(cells, headings)
    left = 100 - sum(widths.values())
    rooms = {key: LINE * (widths.get(key, left) - PADDING) / 100 for key in keys}
    for key, column in cells.items():
        for cell in column:
            cell["room"] = rooms[key]
            cell["height"] = _lines(cell)
    return {
        "columns": [
            {"key": key, "heading": heading, "width": widths.get(key), "room": rooms[key] / BOLD}
            for key, heading in headings.items()
        ],
        "numbers": _numbers(content),
        "groups": [group for rows in items for group in _groups(rows)],
    }


def _numbers(content):
    numbers = content.get("column_numbers")
    # The digits a form proposes are Bengali.
    return list(map(to_ascii, numbers)) if numbers and language_of(content) is ENGLISH else numbers


def _groups(rows):
    """The rows of an item in groups: what has a cell that spans several rows stays on one page.

    Of a taller item no more rows stand beside such a cell than its text needs.
    """
    spanning = max((cell["height"] for cell in rows[0] if cell["span"] > 1), default=0)
    covered = list(accumulate(map(_height, rows)))
    beside = len(rows)
    if max(spanning, covered[-1]) > TALL:
        beside = next((n for n, height in enumerate(covered, 1) if height >= spanning), beside)
        if max(spanning, covered[beside - 1]) > TALL:
            beside = 1
    first = [cell | {"span": min(cell["span"], beside)} for cell in rows[0]]
    later = [
        [by_key.get(cell["key"], cell | EMPTY) for cell in first]
        for by_key in ({cell["key"]: cell for cell in row} for row in rows[beside:])
    ]
    if beside > 1:
        kept = {"rows": [_row(row) for row in (first, *rows[1:beside])], "is_kept": True}
    else:
        kept = _group_of(first)
    return [kept, *map(_group_of, later)]


def _group_of(cells):
    least = 0
    if _height(cells) > SHORT_ROW:
        short = [cell["height"] for cell in cells if cell["key"] in ("serial", "topic")]
        least = min(max([LEAST_LINES, *short]), MOST_LEAST_LINES)
    return {"rows": [_row(cells, least)], "is_kept": False}


def _row(cells, least=0):
    """`least`: so many lines stand on a page where the row runs over to the next; 0: it does not."""
    return {"cells": cells, "least": least}


def _height(row):
    """About how many printed lines a row takes, beside what spans it."""
    return max((cell["height"] for cell in row if cell["span"] == 1), default=0)


def _lines(cell):
    """About how many printed lines a cell takes."""
    return prose.lines_of(_with_lead(cell), breadth, cell["room"])


def _with_lead(cell):
    """The paragraphs of a cell, its lead among them."""
    first, *rest = cell["lines"] or [""]
    if "lead" not in cell:
        return cell["lines"]
    if is_table(first):
        return [cell["lead"], first, *rest]
    return [cell["lead"] + first, *rest]


def _widths(cells, headings):
    """The width in per cent of every column but the widest: fixed for all pages, fit for its text."""
    needs = {key: _need(headings[key], cells[key]) for key in cells}
    widths = {key: _next_width(max(NARROW[key], needs[key])) for key in cells if key in NARROW}
    # The square root, because a cell grows in both directions.
    says = {key: _said(cells[key]) ** 0.5 for key in cells if key not in NARROW}
    rest = 100 - sum(widths.values())
    *others, widest = sorted(says, key=says.get) or [None]
    for key in others:
        share = rest * says[key] / sum(says.values())
        nearest = min(
            (width for width in WIDTHS if width >= LEAST), key=lambda width: abs(width - share)
        )
        widths[key] = _next_width(max(nearest, needs[key]))
    # Many columns of long words: those with room to spare give way first, then all of them.
    while 100 - sum(widths.values()) < max(LEAST, needs.get(widest, 0)):
        loosest = max(
            (key for key in widths if widths[key] > WIDTHS[0]),
            key=lambda key: widths[key] - needs[key],
        )
        narrower = max(width for width in WIDTHS if width < widths[loosest])
        enough = max(LEAST, min(needs.get(widest, 0), WIDENED))
        if narrower < needs[loosest] and 100 - sum(widths.values()) >= enough:
            break  # a small table makes do with narrow columns before a word beside it is broken
        widths[loosest] = narrower
    return widths


def _next_width(width):
    return next(each for each in WIDTHS if each >= width)


def width_for(heading, texts, *, least):
    """The width in per cent of a column whose texts take two lines at most, up to WIDENED."""
    halves = (breadth(text) * 0.6 for text in texts)
    wanted = min(max(halves, default=0) / LINE * 100 + PADDING, WIDENED)
    return _next_width(max(least, wanted, _need(heading, [{"lines": texts}])))


def _said(cells):
    return sum(map(_breadth_said, (text for cell in cells for text in _with_lead(cell)))) + 1


def _breadth_said(paragraph):
    if grid := prose.grid_of(paragraph):
        # As if each of its rows were lines of their own across the column.
        return sum(max(LINE / 4, *map(breadth, ["", *row])) for row in grid.all_rows)
    return breadth(paragraph)


def _need(heading, cells):
    """The width in per cent, up to WIDENED, in which no word of a column has to be broken."""
    # Bold letters are wider.
    broad, limit = [breadth(word) * BOLD for word in heading.split()], WIDENED
    for block in (block for cell in cells for block in _blocks(cell)):
        if isinstance(block, prose.Grid):
            broad.append(sum(_narrowest(block)) * SIZE_OF_GRID)
            limit = WIDEST_GRID
        else:
            inset = block.inset / 2 * LETTERS_OF_AN_EM
            broad += (_unbroken(word) + inset for word in block.text.split())
    return min(max(broad, default=0) / LINE * 100 + PADDING, limit)


def _blocks(cell):
    """What stands in a cell of a narrow column."""
    return prose.blocks_of(_with_lead(cell), breadth, room=0)


# As far as a column is widened for a table among its paragraphs.
WIDEST_GRID = 55


def _unbroken(word):
    broad = breadth(word)
    # What is too long for any narrow column may break after a slash.
    return broad if broad <= LONG else max(map(breadth, re.findall("[^/]+/*|/+", word)))


# What the padding and the rule of a cell of a small table take, in letters; the size of its letters, and
# of those of one that has not the room (paper.css).
PADDING_OF_GRID = 1.3


SIZE_OF_GRID = 0.9


SIZE_OF_DENSE_GRID = 0.78


def _narrowest(grid):
    """How narrow each column of a small table may be, in letters: no word of it is broken."""
    heads = grid.head or []
    return [
        max(
            max((_unbroken(word) for text in texts for word in text.split()), default=1),
            max((breadth(word) * BOLD for word in heads[at].split()), default=1)
            if at < len(heads)
            else 1,
        )
        + PADDING_OF_GRID
        for at, texts in enumerate(grid.columns)
    ]


def grid_of(grid, room, *, is_dense=False):
    """A small table that is `room` letters broad: its columns are as wide as their text needs.

    Its letters are smaller where it has not the room, or `is_dense` says so.
    """
    least = _narrowest(grid)
    is_dense = is_dense or sum(least) * SIZE_OF_GRID > room
    room /= SIZE_OF_DENSE_GRID if is_dense else SIZE_OF_GRID
    wanted = [
        max(need, *(breadth(line) + PADDING_OF_GRID for text in texts for line in text.split("\n")))
        for need, texts in zip(least, grid.columns, strict=True)
    ]
    widths = _stepped(_shares(least, wanted, room))
    left = (100 - sum(filter(None, widths))) / max(widths.count(None), 1)
    columns = [
        {
            "width": width,
            "room": max(room * (width or left) / 100 - PADDING_OF_GRID, 2),
            "class": " ".join(filter(None, [_aligned(texts), width and f"w{width}"])),
        }
        for width, texts in zip(widths, grid.columns, strict=True)
    ]
    return {"columns": columns, "is_dense": is_dense}


def _aligned(texts):
    return "figures" if all(map(FIGURES.fullmatch, texts)) else ""


def _shares(least, wanted, room):
    """How the columns share the room: all they want, or what each needs and a part of the rest."""
    if sum(wanted) <= max(room, sum(least)):
        return wanted
    spare = max(room - sum(least), 0) / sum(
        want - need for want, need in zip(wanted, least, strict=True)
    )
    return [need + spare * (want - need) for want, need in zip(wanted, least, strict=True)]


def _stepped(shares):
    """Shares as widths in per cent; the widest has none and takes what is left."""
    widths = [STEP * ceil(100 * share / sum(shares) / STEP) for share in shares]
    if widths:
        widths[widths.index(max(widths))] = None
    if sum(filter(None, widths)) > 100 - STEP:
        return [None] * len(widths)  # more columns than steps: all alike
    return widths


# The widths of columns of small tables, in per cent: paper.css has a class for each step.
STEP = 2


FIGURES = re.compile(r"[০-৯0-9.,/:%()৳ –-]*")


def breadth(text):
    """About how many letters broad a text is when it is set in one line."""
    return sum(map(_breadth_of, text)) + 0.25 * text.count(JA_PHALA)


@cache
def _breadth_of(char):
    if char in SIGNS:
        return SIGNS[char]
    category = unicodedata.category(char)
    if category in ("Mn", "Cf"):
        return 0
    if category == "Lu":
        return 1.25
    return 0.75 if category[0] in "PZ" else 1


def _rows(item, keys, number):
    """One item as table rows: one row, or one a decision where each has implementers of its own."""
    apart = len(item.decisions) > 1 and item.implementers_as_printed is None
    groups = [[decision] for decision in item.decisions] if apart else [item.decisions]
    rows = []
    for index, decisions in enumerate(groups):
        cells = []
        for key in keys:
            if key in OF_A_DECISION:
                cells.append({"key": key, "span": 1, **OF_A_DECISION[key](item, decisions)})
            elif index == 0:
                cells.append({"key": key, "span": len(groups), **OF_AN_ITEM[key](item, number)})
        rows.append(cells)
    return rows


def _serial(item, number):
    return {"lines": [item.serial or number]}


def _topic(item, number):
    return {"lines": [_coded_topic(item)]}


def _discussion(item, number):
    return {"lines": item.discussion}


def _topic_and_discussion(item, number):
    topic = _coded_topic(item)
    return {
        "lead": topic and topic + (item.topic_separator or ": "),
        "lines": item.discussion,
    }


def _coded_topic(item):
    return f"[{item.code}] {item.topic}".strip() if item.code else item.topic


def _decision(item, decisions):
    return {"lines": [decision.printed for decision in decisions]}


def _implementer(item, decisions):
    if item.implementers_as_printed is not None:
        return {"lines": [item.implementers_as_printed]}
    named = [name for decision in decisions for name in decision.implementers]
    return {"lines": list(dict.fromkeys(named))}


def _progress(item, decisions):
    return {"lines": [decision.progress for decision in decisions if decision.progress]}


EMPTY = {"lead": "", "lines": [], "height": 1}


OF_AN_ITEM = {
    "serial": _serial,
    "topic": _topic,
    "discussion": _discussion,
    "topic_and_discussion": _topic_and_discussion,
}


OF_A_DECISION = {"decision": _decision, "implementer": _implementer, "progress": _progress}
