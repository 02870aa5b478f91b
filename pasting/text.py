"""The tables of a plain text, and the lines beside them."""

import re
from html import unescape

from pasting.building import Reading
from pasting.grid import Table, paragraphs
from pasting.html import tables_in_html
from pasting.limits import (
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_LINES,
    MOST_ROWS,
    MOST_TABLES,
    MOST_TEXT,
    TOO_LONG,
    BadPaste,
)

# A cell that holds a line break, as spreadsheets put it on the clipboard.
_QUOTED = re.compile(r'(?:(?<=\t)|^)"((?:[^"]|"")*+)"(?=\t|$)', re.MULTILINE)
_LINE_IN_CELL = "\v"
_RULE = re.compile(r"\|?(?:\s*:?-+:?\s*\|)+(?:\s*:?-+:?\s*)?")
_TAG_IN_CELL = re.compile(r"</?(?:p|br|div)\b[^<>]*>", re.IGNORECASE)
_OTHER_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
# What can begin a paragraph of a cell but not a paragraph of a letter.
_LISTED = re.compile(r"\s*(?:\([ক-হ০-৯0-9]{1,2}\)|[ক-হ০-৯0-9]{1,2}[।).]|[•\-*])\s*\S")
_NUMBER = re.compile(r"[\[(]?\s*[০-৯0-9]{1,3}\s*[।.)\]:]*")


def tables_in_text(text):
    """The Reading of a plain text: its Tables, cells apart by tabs or between pipes, and the lines
    that stand in none of them. Raises BadPaste.

    A blank line or a line of prose ends a table. Rows that a program broke over several lines,
    because a cell holds several paragraphs, are put together again where the number of cells tells.
    """
    if "<table" in text.lower() and (found := tables_in_html(text)):
        return found
    drawn, rest = [], []
    for kind, lines in _blocks(lines_told(text)):
        if kind == "prose":
            rest += lines
            continue
        rows, beside = (_from_pipes if kind == "pipe" else _from_tabs)(lines)
        drawn.append(rows)
        rest += beside
    if not drawn:
        drawn, rest = _between_bars(rest)
    if (
        len(drawn) > MOST_TABLES
        or any(len(rows) > MOST_ROWS for rows in drawn)
        or any(len(row) > MOST_COLUMNS for rows in drawn for row in rows)
        or sum(len(row) for rows in drawn for row in rows) > MOST_CELLS
    ):
        raise BadPaste(TOO_LONG)
    reading = Reading()
    tables = [Table([_text_of_cell(cell) for cell in row] for row in rows) for rows in drawn]
    reading += [table for table in tables if table.make_even()]
    reading.outside = rest
    return reading


def tables_and_rest(text):
    """(the Tables of a plain text, its lines that stand in none of them). Raises BadPaste."""
    reading = tables_in_text(text)
    return list(reading), reading.outside


def lines_of(text):
    """The lines of a text that hold anything: a list. Raises BadPaste.

    A cell of several lines as a spreadsheet quotes it is one line, with "\\v" in it.
    """
    return [line for line in lines_told(text) if line.strip()]


def lines_told(text):
    """The lines of a text, the blank ones too: a list. Raises BadPaste."""
    if len(text) > MOST_TEXT:
        raise BadPaste(TOO_LONG)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.replace("\u2028", _LINE_IN_CELL).replace("\u2029", _LINE_IN_CELL)
    lines = _QUOTED.sub(_unquoted, text).split("\n")
    if sum(bool(line.strip()) for line in lines) > MOST_LINES:
        raise BadPaste(TOO_LONG)
    return lines


def _unquoted(found):
    inside = found[1]
    if "\n" in inside or "\t" in inside or '""' in inside:
        return inside.replace('""', '"').replace("\n", _LINE_IN_CELL).replace("\t", " ")
    return found[0]


def _blocks(lines):
    """(tab, pipe or prose; lines) of what stands together; paragraphs of a cell may be in a tab."""
    kind, block = None, []
    for line in lines:
        of = _kind(line)
        if of != kind and not (kind == "tab" and of == "prose"):
            if block:
                yield kind, block
            kind, block = of, []
        if of != "blank":
            block.append(line)
    if block:
        yield kind, block


def _kind(line):
    if not line.strip(" \t"):
        # A row of nothing but empty cells is as good as a blank line.
        return "blank"
    if line.lstrip(" ").startswith("|") and line.count("|") > 1:
        return "pipe"
    return "tab" if "\t" in line else "prose"


def _from_pipes(lines):
    """(rows of lines between pipes, no lines beside them)."""
    lines = [line.strip(" ") for line in lines]
    rows = [
        re.split(r"(?<!\\)\|", line.removeprefix("|").removesuffix("|"))
        for line in lines
        if not _RULE.fullmatch(line)
    ]
    return [[cell.replace("\\|", "|") for cell in row] for row in rows], []


def _between_bars(lines):
    """(tables of lines with bars between cells and none before the first, lines beside them).

    Only where most lines have as many: in Bijoy text the same sign ends a sentence.
    """
    barred = [line for line in lines if line.count(" | ") > 1]
    is_table = len({line.count(" | ") for line in barred}) == 1 and len(barred) > 1
    if not is_table or 2 * len(barred) < len(lines):
        return [], lines
    rows, _ = _from_pipes(barred)
    return [rows], [line for line in lines if line.count(" | ") <= 1]


def _from_tabs(lines):
    """(rows of tabbed lines, lines behind them); a line of fewer cells goes on where the row
    before broke off."""
    rows = []  # of cells in pieces
    width = max(line.count("\t") for line in lines[:3]) + 1
    last_of_table = max(index for index, line in enumerate(lines) if "\t" in line)
    for index, line in enumerate(lines):
        cells = [[cell] for cell in line.split("\t")]
        if len(cells) > MOST_COLUMNS:
            raise BadPaste(TOO_LONG)
        before = rows[-1] if rows else None
        if before and _goes_on(before, cells, width):
            before[-1] += cells[0]
            before += cells[1:]
        elif len(cells) > 1:
            rows.append(cells)
        elif index > last_of_table and not _LISTED.match(line):
            return _joined(rows), lines[index:]
        else:
            before[-1] += cells[0]
    return _joined(rows), []


def _joined(rows):
    return [[_LINE_IN_CELL.join(cell) for cell in row] for row in rows]


def _goes_on(before, cells, width):
    return (
        len(before) < width
        and len(before) + len(cells) - 1 <= width
        and not (len(cells) > 1 and _NUMBER.fullmatch(cells[0][0].strip()))
    )


def _text_of_cell(cell):
    if _TAG_IN_CELL.search(cell):
        cell = unescape(_OTHER_TAG.sub("", _TAG_IN_CELL.sub(_LINE_IN_CELL, cell)))
    return paragraphs(cell)
