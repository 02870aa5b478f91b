"""The tables of an HTML text, as Word, spreadsheets and browsers put it on the clipboard."""

import re
from html.parser import HTMLParser

import nh3

from bangla.digits import to_bengali
from pasting.grid import SPACES, Covered, Table, paragraphs
from pasting.limits import (
    DEEPEST,
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_HTML,
    MOST_ROWS,
    MOST_SIGNS,
    MOST_TABLES,
    MOST_TEXT,
    TANGLED,
    TOO_LONG,
    WIDEST,
    BadPaste,
)

STRUCTURE = {"table", "thead", "tbody", "tfoot", "tr", "td", "th", "p", "br", "div", "li", "ol", "ul"}  # fmt: skip
# No browser shows what stands in these.
UNSEEN = {"script", "style", "title", "noscript", "template"}
_READ = "|".join(sorted(STRUCTURE | UNSEEN))

_TAG_NOT_NEEDED = re.compile(
    rf"""</?(?!(?:{_READ})\b)[a-zA-Z](?:[^<>"']|"[^"<]*"|'[^'<]*')*+>""", re.IGNORECASE
)
_TAG_LEFT_OVER = re.compile(rf"<(?!/?(?:{_READ})\b)[a-zA-Z]", re.IGNORECASE)
_NESTING = re.compile(r"<(/?)(?:table|div|ol|ul|noscript|template)\b", re.IGNORECASE)


def tables_in_html(html):
    """Every Table of an HTML text, in the order in which they begin: a list. Raises BadPaste."""
    if len(html) > MOST_HTML:
        raise BadPaste(TOO_LONG)
    # Formatting is taken out before the text is parsed as browsers do, because unclosed elements
    # of it make that take quadratic time and more.
    html = _TAG_NOT_NEEDED.sub("", html)
    if html.count("<") + html.count("&") > MOST_SIGNS:
        raise BadPaste(TOO_LONG)
    if len(_TAG_LEFT_OVER.findall(html)) > 500 or _depth(html) > DEEPEST:
        raise BadPaste(TANGLED)
    spans = {"colspan", "rowspan"}
    reader = _Reader()
    reader.feed(
        nh3.clean(
            html,
            tags=STRUCTURE,
            attributes={"td": spans, "th": spans},
            clean_content_tags=UNSEEN,
        )
    )
    reader.close()
    return [table for table in reader.tables if table.make_even()]


def _depth(html):
    depth = deepest = 0
    for found in _NESTING.finditer(html):
        depth = max(depth - 1, 0) if found[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest


# After the number of a list's item, so that its paragraph follows on the same line. A NUL does not
# come through the cleaning of HTML.
NUMBERED = "\0"
_AFTER_NUMBER = re.compile(rf"{NUMBERED}\s*")


class _Open:
    """A table while it is read."""

    def __init__(self, table):
        self.table = table
        self.hanging = {}  # column → (rows it is still covered for, by which cell above)
        self.cell = None  # the text of the open cell, in pieces
        self.span = (1, 1)
        self.row = None
        self.lists = []  # open lists: (is it numbered, places of its items in the cell)

    def start_row(self):
        self.end_row()
        if len(self.table) >= MOST_ROWS:
            raise BadPaste(TOO_LONG)
        self.row, self.covers = [], {}

    def start_cell(self, colspan, rowspan):
        self.end_cell()
        if self.row is None:
            self.start_row()
        self.cell, self.span, self.lists = [], (colspan, rowspan), []

    def end_cell(self):
        if self.cell is None:
            return
        text = paragraphs(_AFTER_NUMBER.sub("", "".join(self.cell)))
        colspan, rowspan = self.span
        self.cell = None
        while len(self.row) in self.hanging:
            self.row.append(self.hanging[len(self.row)][1])
        begins = len(self.row)
        if begins >= MOST_COLUMNS:
            raise BadPaste(TOO_LONG)
        covered = Covered(text)
        # What a cell covers beyond the widest table is not there to be covered.
        for column in range(begins, min(begins + colspan, MOST_COLUMNS)):
            if rowspan > 1:
                self.covers[column] = (rowspan - 1, covered)
            self.row.append(text if column == begins else covered)

    def end_row(self):
        """End the open row: a list of its cells, [] if none was open."""
        self.end_cell()
        row, self.row = self.row, None
        if row is None:
            return []
        for column in range(len(row), max(self.hanging, default=-1) + 1):
            row.append(self.hanging[column][1] if column in self.hanging else Covered())
        self.table.append(row)
        left = {
            column: (rows - 1, covered)
            for column, (rows, covered) in self.hanging.items()
            if rows > 1
        }
        self.hanging = left | self.covers
        return row


class _Reader(HTMLParser):
    """Reads cleaned HTML, in which every element is closed; `tables` holds each Table."""

    def __init__(self):
        super().__init__()
        self.tables, self._open = [], []
        self._cells = self._letters = 0

    def handle_starttag(self, tag, attrs):
        table = self._open[-1] if self._open else None
        if tag == "table":
            if len(self.tables) >= MOST_TABLES:
                raise BadPaste(TOO_LONG)
            self.tables.append(Table(within=table.table if table else None))
            self._open.append(_Open(self.tables[-1]))
        elif table is None:
            return
        elif tag == "tr":
            table.start_row()
        elif tag in ("td", "th"):
            told = dict(attrs)
            table.start_cell(
                _span(told.get("colspan"), WIDEST), _span(told.get("rowspan"), MOST_ROWS)
            )
        elif table.cell is not None:
            if tag in ("ol", "ul"):
                table.lists.append((tag == "ol", []))
            table.cell.append("\n")
            if tag == "li" and table.lists:
                table.lists[-1][1].append(len(table.cell))
                table.cell.append("")

    def handle_endtag(self, tag):
        if not self._open:
            return
        table = self._open[-1]
        if tag == "table":
            self._count(table.end_row())
            self._open.pop()
            self._tell_outer(table.table)
        elif tag == "tr":
            self._count(table.end_row())
        elif tag in ("td", "th"):
            table.end_cell()
        elif table.cell is not None:
            table.cell.append("\n")
            if tag in ("ol", "ul") and table.lists:
                is_numbered, places = table.lists.pop()
                # The browser drew these numbers; a list of one is only an indent.
                if is_numbered and len(places) > 1:
                    for number, place in enumerate(places, 1):
                        table.cell[place] = f"{to_bengali(number)}। {NUMBERED}"

    def _count(self, row):
        """Few elements can cover many places, and tables in each other say the same many times."""
        self._cells += len(row)
        self._letters += sum(map(len, row))
        if self._cells > MOST_CELLS or self._letters > MOST_TEXT:
            raise BadPaste(TOO_LONG)

    def _tell_outer(self, rows):
        """A table in a cell is a table of its own, and its words stay in the cell too."""
        outer = self._open[-1] if self._open else None
        if outer is not None and outer.cell is not None:
            for row in rows:
                outer.cell.append("\n" + " ".join(filter(None, row)).replace("\n", " ") + "\n")

    def handle_data(self, data):
        table = self._open[-1] if self._open else None
        if table is not None and table.cell is not None:
            table.cell.append(SPACES.sub(" ", data))


def _span(value, most):
    """A colspan or rowspan as browsers read it, and no larger than a table can be."""
    if not value or not re.fullmatch("[0-9]{1,9}", value):
        return 1
    return min(max(int(value), 1), most)
