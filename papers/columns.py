"""The table of a paper: its rows, and columns as wide as their text needs."""

import unicodedata
from functools import cache
from math import ceil

from bangla.digits import to_bengali
from papers import content as read

# Letters of 12 pt Bengali (see `breadth`) in one line across the page, and what a cell's padding takes
# in per cent of it.
LINE = 65


PADDING = 2


BOLD = 1.1


# Columns that are kept narrow, in per cent of the table's width; a long word may widen them.
NARROW = {"serial": 7, "topic": 17, "implementer": 18}


# The widths paper.css has a class for. The column that says most has none: it takes what is left.
WIDTHS = (7, 9, 11, 13, 15, 17, 18, *range(20, 26), 30, 35, 40, 45)


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


# A row of up to this many lines stays on one page; a taller one may run over to the next.
TALL = 22


def table(content, **_):
    if not content["items"]:
        return None
    keys = content["column_keys"]
    items = [_rows(item, keys, number) for number, item in enumerate(read.items(content), 1)]
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
    return {
        "columns": [
            {"key": key, "heading": heading, "width": widths.get(key), "room": rooms[key] / BOLD}
            for key, heading in headings.items()
        ],
        "numbers": content.get("column_numbers"),
        "items": [_kept(rows) for rows in items],
    }


def _kept(rows):
    """Rows that stay on one page where they can; taller ones have no cell that spans a page's end."""
    if _lines_of(rows) <= TALL:
        return {"rows": rows, "is_tall": False}
    first = [cell | {"span": 1} for cell in rows[0]]
    later = [
        [by_key.get(cell["key"], cell | EMPTY) for cell in first]
        for by_key in ({cell["key"]: cell for cell in row} for row in rows[1:])
    ]
    return {"rows": [first, *later], "is_tall": True}


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
        widths[loosest] = max(width for width in WIDTHS if width < widths[loosest])
    return widths


def _next_width(width):
    return next(each for each in WIDTHS if each >= width)


def _said(cells):
    return sum(breadth(text) for cell in cells for text in _texts(cell)) + 1


def _need(heading, cells):
    """The width in per cent, up to WIDENED, in which no word of a column has to be broken."""
    # Bold letters are wider.
    words = [breadth(word) * BOLD for word in heading.split()]
    for text in (text for cell in cells for text in _texts(cell)):
        for word in text.split():
            # What is too long for any narrow column may break after a slash.
            parts = [word] if breadth(word) <= LONG else word.split("/")
            words += map(breadth, parts)
    return min(max(words, default=0) / LINE * 100 + PADDING, WIDENED)


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


def _texts(cell):
    """The paragraphs of a cell."""
    if "lead" not in cell:
        return cell["lines"]
    return [cell["lead"] + "".join(cell["lines"][:1]), *cell["lines"][1:]]


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


def _lines_of(rows):
    """About how many printed lines an item takes."""

    def lines(cell):
        return sum(ceil(breadth(text) / cell["room"]) for text in _texts(cell))

    spanning = [lines(cell) for cell in rows[0] if cell["span"] > 1]
    single = sum(max((lines(cell) for cell in row if cell["span"] == 1), default=0) for row in rows)
    return max([*spanning, single])


def _serial(item, number):
    return {"lines": [item.serial or to_bengali(number)]}


def _topic(item, number):
    return {"lines": [_coded_topic(item)]}


def _discussion(item, number):
    return {"lines": item.discussion}


def _topic_and_discussion(item, number):
    separator = item.topic_separator or ": "
    return {"lead": _coded_topic(item) + separator, "lines": item.discussion}


def _coded_topic(item):
    return f"[{item.code}] {item.topic}" if item.code else item.topic


def _decision(item, decisions):
    return {"lines": [decision.printed for decision in decisions]}


def _implementer(item, decisions):
    if item.implementers_as_printed is not None:
        return {"lines": [item.implementers_as_printed]}
    named = [name for decision in decisions for name in decision.implementers]
    return {"lines": list(dict.fromkeys(named))}


def _progress(item, decisions):
    return {"lines": [decision.progress for decision in decisions if decision.progress]}


EMPTY = {"lead": "", "lines": []}


OF_AN_ITEM = {
    "serial": _serial,
    "topic": _topic,
    "discussion": _discussion,
    "topic_and_discussion": _topic_and_discussion,
}


OF_A_DECISION = {"decision": _decision, "implementer": _implementer, "progress": _progress}
