"""The one reader of tables that a person pastes or uploads: HTML, plain text, a .docx.

A Table is a list of rows of equal length, each a list of cells; a cell is text, its paragraphs
apart by "\\n". Merged cells stand where they begin and leave an empty Covered cell in each place
they cover; `repeated` puts their text there. A column in which no cell begins is none. A table in
a cell is a Table of its own, and its words stay in the cell too. Fonts, styles and elements are
dropped; nothing in the input is run, fetched or trusted. What is more than pasting.limits allow is
refused with BadPaste.

Cells are not normalised yet: Bijoy text has to be converted first (`in_unicode`).
"""

import codecs

from bangla.bijoy import from_bijoy, looks_like_bijoy
from pasting.docx import OLD_WORD, tables_in_docx
from pasting.grid import SEPARATORS, Covered, Table, repeated
from pasting.html import tables_in_html
from pasting.limits import (
    LARGEST_DOCX,
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_HTML,
    MOST_LINES,
    MOST_ROWS,
    MOST_TEXT,
    NOT_DOCX,
    OLD_DOC,
    REFUSED,
    TANGLED,
    TOO_LONG,
    BadPaste,
)
from pasting.text import lines_of, tables_and_rest, tables_in_text

__all__ = [
    "LARGEST_DOCX",
    "MOST_CELLS",
    "MOST_COLUMNS",
    "MOST_HTML",
    "MOST_LINES",
    "MOST_ROWS",
    "MOST_TEXT",
    "NOT_DOCX",
    "OLD_DOC",
    "REFUSED",
    "TANGLED",
    "TOO_LONG",
    "BadPaste",
    "Covered",
    "Table",
    "first_found",
    "in_unicode",
    "lines_of",
    "repeated",
    "tables_and_rest",
    "tables_in_docx",
    "tables_in_file",
    "tables_in_html",
    "tables_in_text",
]


def first_found(*readers):
    """What the first of these functions finds that finds anything, else None.

    A browser sends the clipboard as HTML and as text. What one of them is refused for is said only
    where the others find nothing either: then raises BadPaste.
    """
    refused = None
    for read in readers:
        try:
            if found := read():
                return found
        except BadPaste as error:
            refused = refused or error
    if refused:
        raise refused
    return None


def tables_in_file(file):
    """The Tables of an uploaded file (with `size` and `read`): a .docx, or a text in UTF-8 or
    UTF-16. Raises BadPaste."""
    if file.size > LARGEST_DOCX:
        raise BadPaste(TOO_LONG)
    data = file.read()
    if data.startswith((b"PK", OLD_WORD)):
        return tables_in_docx(data)
    is_utf16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return tables_in_text(data.decode("utf-16" if is_utf16 else "utf-8-sig"))
    except UnicodeDecodeError:
        raise BadPaste(NOT_DOCX) from None


# Stand for what parts a cell while a row is one line; no font of these has a letter there.
_AWAY = {sign: chr(0xE000 + place) for place, sign in enumerate(f"\n{SEPARATORS}")}
_BACK = str.maketrans({away: sign for sign, away in _AWAY.items()})
_AWAY = str.maketrans(_AWAY | {"\t": " "})


def in_unicode(rows):
    """(rows with Bijoy text in Unicode, the cells that changed as (before, after) pairs).

    A row is converted as one line: a short cell is recognised by what stands beside it.
    """
    converted, changed, known = [], [], {}
    for row in rows:
        if any(map(looks_like_bijoy, row)):
            line = "\t".join(cell.translate(_AWAY) for cell in row)
            cells = [cell.translate(_BACK) for cell in from_bijoy(line).split("\t")]
            pairs = [pair for pair in zip(row, cells, strict=True) if pair[0] != pair[1]]
            changed += pairs
            known |= pairs
            row = [
                before if isinstance(before, Covered) else after
                for before, after in zip(row, cells, strict=True)
            ]
        converted.append([_as_known(cell, known) for cell in row])
    return converted, changed


def _as_known(cell, known):
    """A covered place says what the cell that covers it says now."""
    if isinstance(cell, Covered) and cell.text in known:
        return Covered(known[cell.text], above=cell.above)
    return cell
