"""Tables out of what a person pastes or uploads: HTML, plain text, a .docx.

A table is a list of rows of equal length, each a list of cells; a cell is text, its paragraphs
apart by "\\n". Merged cells stand where they begin and leave "" in the places they cover. Fonts,
styles and elements are dropped; nothing in the input is run, fetched or trusted.

Cells are not normalised yet: Bijoy text has to be converted first (bangla.bijoy).
"""

import io
import re
import zipfile
from html.parser import HTMLParser
from xml.parsers import expat

import mammoth
import nh3

from bangla.digits import to_bengali

# What a person can mean by one paste.
LONGEST = 6_000_000  # characters of HTML or text
MOST_SIGNS = 150_000  # tags and entities
MOST_TABLES = 300
MOST_ROWS = 1_000
MOST_COLUMNS = 50
WIDEST = 20  # of the columns one cell covers

# A .docx before it is unpacked, in files and bytes.
LARGEST_DOCX = 20 * 1024 * 1024
MOST_FILES = 2_000
UNPACKED = 100 * 1024 * 1024
PRESSED = 100  # times
SMALL = 64 * 1024  # too small to matter, however tightly it is pressed
# XML is read into memory as a tree.
MOST_XML = 16 * 1024 * 1024
MOST_ELEMENTS = 120_000
DEEPEST = 200

STRUCTURE = {"table", "thead", "tbody", "tfoot", "tr", "td", "th", "p", "br", "div", "li", "ol", "ul"}  # fmt: skip


class BadPaste(ValueError):
    """What was pasted or uploaded cannot be read; the message is Bengali and fit to show."""


TOO_LONG = "লেখাটি একবারে আনার পক্ষে বেশি বড়; ছকটি কয়েক ভাগে পেস্ট করুন।"
TANGLED = "লেখার গঠন এত জটিল যে পড়া গেল না; কেবল ছকটুকু কপি করে আবার পেস্ট করুন।"
NOT_DOCX = "ফাইলটি ওয়ার্ডের .docx নয় বা নষ্ট; ওয়ার্ডে খুলে .docx হিসেবে সংরক্ষণ করে আবার দিন।"
REFUSED = "ফাইলটি নিরাপদ নয় বলে পড়া হয়নি; ছকটি কপি করে সরাসরি পেস্ট করুন।"


# --- HTML ------------------------------------------------------------------------------------

_TAG_NOT_NEEDED = re.compile(
    rf"""</?(?!(?:{"|".join(sorted(STRUCTURE))}|script|style|title)\b)[a-zA-Z]"""
    r"""(?:[^<>"']|"[^"<]*"|'[^'<]*')*+>""",
    re.IGNORECASE,
)
_TAG_LEFT_OVER = re.compile(
    rf"<(?!/?(?:{'|'.join(sorted(STRUCTURE))}|script|style|title)\b)[a-zA-Z]", re.IGNORECASE
)
_NESTING = re.compile(r"<(/?)(?:table|div|ol|ul)\b", re.IGNORECASE)
# Not \s: in Bijoy text some control characters are letters.
_SPACES = re.compile("[ \t\r\n\f\u00a0]+")


def tables_in_html(html):
    """Every table of an HTML text, in the order in which they begin: a list. Raises BadPaste."""
    if len(html) > LONGEST:
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
    reader.feed(nh3.clean(html, tags=STRUCTURE, attributes={"td": spans, "th": spans}))
    reader.close()
    return [rows for rows in map(_even, reader.tables) if rows]


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

    def __init__(self, place):
        self.place = place  # in the list of tables
        self.rows = []
        self.hanging = {}  # column → rows it is still covered for, by a cell above
        self.cell = None  # the text of the open cell, in pieces
        self.span = (1, 1)
        self.row = None
        self.lists = []  # open lists: (is it numbered, places of its items in the cell)

    def start_row(self):
        self.end_row()
        if len(self.rows) >= MOST_ROWS:
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
        text = _paragraphs(_AFTER_NUMBER.sub("", "".join(self.cell)))
        colspan, rowspan = self.span
        self.cell = None
        while self.hanging.get(len(self.row)):
            self.row.append("")
        for column in range(len(self.row), len(self.row) + colspan):
            if rowspan > 1:
                self.covers[column] = rowspan - 1
            self.row.append(text)
            text = ""
        if len(self.row) > MOST_COLUMNS:
            raise BadPaste(TOO_LONG)

    def end_row(self):
        self.end_cell()
        if self.row is None:
            return
        self.rows.append(self.row)
        left = {column: rows - 1 for column, rows in self.hanging.items() if rows > 1}
        self.hanging = left | self.covers
        self.row = None


class _Reader(HTMLParser):
    """Reads cleaned HTML; `tables` holds the rows of each table."""

    def __init__(self):
        super().__init__()
        self.tables, self._open = [], []

    def handle_starttag(self, tag, attrs):
        if tag == "table":
            if len(self.tables) >= MOST_TABLES:
                raise BadPaste(TOO_LONG)
            self._open.append(_Open(len(self.tables)))
            self.tables.append([])
            return
        table = self._open[-1] if self._open else None
        if table is None:
            return
        if tag == "tr":
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
            table.end_row()
            self.tables[table.place] = table.rows
            self._open.pop()
            self._tell_outer(table.rows)
        elif tag == "tr":
            table.end_row()
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

    def _tell_outer(self, rows):
        """A table in a cell is a table of its own, and its words stay in the cell too."""
        outer = self._open[-1] if self._open else None
        if outer is not None and outer.cell is not None:
            for row in rows:
                outer.cell.append("\n" + " ".join(filter(None, row)).replace("\n", " ") + "\n")

    def handle_data(self, data):
        table = self._open[-1] if self._open else None
        if table is not None and table.cell is not None:
            table.cell.append(_SPACES.sub(" ", data))


def _span(value, most):
    """A colspan or rowspan as browsers read it, and no larger than a table can be."""
    if not value or not re.fullmatch("[0-9]{1,9}", value):
        return 1
    return min(max(int(value), 1), most)


# Bullets as Word's symbol fonts leave them.
_BULLET = re.compile("^[\u00b7\u2022\uf0b7\uf0a7\uf0d8][ \u00a0]*")


def _paragraphs(text):
    """Text with single spaces and no empty paragraphs."""
    lines = (_SPACES.sub(" ", line).strip(" ") for line in text.split("\n"))
    return "\n".join(_BULLET.sub("• ", line) for line in lines if line)


def _even(rows):
    """Rows of one length, without those that hold nothing."""
    width = max(map(len, rows), default=0)
    return [row + [""] * (width - len(row)) for row in rows if any(row)]


# --- Text ------------------------------------------------------------------------------------

# A cell that holds a line break, as spreadsheets put it on the clipboard.
_QUOTED = re.compile(r'(?:(?<=\t)|^)"((?:[^"]|"")*+)"(?=\t|$)', re.MULTILINE)
_LINE_IN_CELL = "\v"
_RULE = re.compile(r"\|?(?:\s*:?-+:?\s*\|)+(?:\s*:?-+:?\s*)?")
_TAG_IN_CELL = re.compile(r"</?(?:p|br|div)\b[^<>]*>", re.IGNORECASE)
# What can begin a paragraph of a cell but not a paragraph of a letter.
_LISTED = re.compile(r"\s*(?:\([ক-হ০-৯0-9]{1,2}\)|[ক-হ০-৯0-9]{1,2}[।).]|[•\-*])\s*\S")
_NUMBER = re.compile(r"[\[(]?\s*[০-৯0-9]{1,3}\s*[।.)\]:]*")


def tables_in_text(text):
    """The tables of a plain text: cells apart by tabs, or between pipes. Raises BadPaste.

    A blank line or a line of prose ends a table. Rows that a program broke over several lines,
    because a cell holds several paragraphs, are put together again where the number of cells tells.
    """
    if len(text) > LONGEST:
        raise BadPaste(TOO_LONG)
    if "<table" in text.lower() and (found := tables_in_html(text)):
        return found
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", _LINE_IN_CELL)
    text = _QUOTED.sub(_unquoted, text)
    tables, kind = [], None
    block = []

    def close():
        if block:
            tables.append(_from_pipes(block) if kind == "pipe" else _from_tabs(block))
            block.clear()

    for line in text.split("\n"):
        of = _kind(line)
        if of != kind and not (kind == "tab" and of == "prose"):
            close()
            kind = of if of in ("pipe", "tab") else None
        if kind:
            block.append(line)
            if len(block) > MOST_ROWS * 20:
                raise BadPaste(TOO_LONG)
    close()
    if len(tables) > MOST_TABLES or any(len(rows) > MOST_ROWS for rows in tables):
        raise BadPaste(TOO_LONG)
    return [rows for rows in map(_even, tables) if rows]


def _kind(line):
    if not line.strip(" \t"):
        # A row of nothing but empty cells is as good as a blank line.
        return "blank"
    if line.lstrip(" ").startswith("|") and line.count("|") > 1:
        return "pipe"
    return "tab" if "\t" in line else "prose"


def _unquoted(found):
    inside = found[1]
    if "\n" in inside or "\t" in inside or '""' in inside:
        return inside.replace('""', '"').replace("\n", _LINE_IN_CELL).replace("\t", " ")
    return found[0]


def _from_pipes(lines):
    rows = []
    for line in lines:
        line = line.strip(" ")
        if _RULE.fullmatch(line):
            continue
        cells = re.split(r"(?<!\\)\|", line.removeprefix("|").removesuffix("|"))
        rows.append([_text_of_cell(cell.replace("\\|", "|")) for cell in cells])
    return rows


def _from_tabs(lines):
    """Rows of tabbed lines; a line of fewer cells goes on where the row before broke off."""
    rows = []
    width = max(line.count("\t") for line in lines[:3]) + 1
    last_of_table = max(index for index, line in enumerate(lines) if "\t" in line)
    for index, line in enumerate(lines):
        cells = line.split("\t")
        if len(cells) > MOST_COLUMNS:
            raise BadPaste(TOO_LONG)
        before = rows[-1] if rows else None
        if before and _goes_on(before, cells, width):
            before[-1] += _LINE_IN_CELL + cells[0]
            before += cells[1:]
        elif len(cells) == 1:
            if not before or (index > last_of_table and not _LISTED.match(line)):
                break
            before[-1] += _LINE_IN_CELL + line
        else:
            rows.append(cells)
    return [[_text_of_cell(cell) for cell in row] for row in rows]


def _goes_on(before, cells, width):
    return (
        len(before) < width
        and len(before) + len(cells) - 1 <= width
        and not (len(cells) > 1 and _NUMBER.fullmatch(cells[0].strip()))
    )


def _text_of_cell(cell):
    cell = cell.replace(_LINE_IN_CELL, "\n")
    if _TAG_IN_CELL.search(cell):
        [[[cell]]] = tables_in_html(f"<table><tr><td>{cell}</td></tr></table>") or [[[""]]]
    return _paragraphs(cell)


# --- .docx -----------------------------------------------------------------------------------


def tables_in_docx(data):
    """The tables of a .docx (bytes), those in its text only. Raises BadPaste.

    The archive is measured before anything is unpacked, and its XML is looked through before a
    library reads it: no document type, no depth and no number of elements that would exhaust it.
    """
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise BadPaste("এটি পুরোনো .doc ফাইল বা পাসওয়ার্ড দেওয়া; .docx হিসেবে সংরক্ষণ করে আবার দিন।")
    if len(data) > LARGEST_DOCX:
        raise BadPaste(TOO_LONG)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _measure(archive, len(data))
            _look_through(archive)
        html = mammoth.convert_to_html(io.BytesIO(data), convert_image=lambda image: []).value
    except BadPaste:
        raise
    except Exception as error:  # a broken file breaks these libraries in every way there is
        raise BadPaste(NOT_DOCX) from error
    return tables_in_html(html)


def _measure(archive, pressed):
    files = archive.infolist()
    names = [file.filename.replace("\\", "/") for file in files]
    total = sum(file.file_size for file in files)
    tight = (
        file.file_size > SMALL and file.file_size > PRESSED * max(file.compress_size, 1)
        for file in files
    )
    if (
        len(files) > MOST_FILES
        or total > UNPACKED
        or total > PRESSED * pressed + SMALL
        or any(tight)
        or len({name.casefold() for name in names}) != len(names)
        or any(name.startswith("/") or ".." in name.split("/") or ":" in name for name in names)
        or any(file.flag_bits & 1 for file in files)
    ):
        raise BadPaste(REFUSED)
    if "word/document.xml" not in names and "[Content_Types].xml" not in names:
        raise BadPaste(NOT_DOCX)


def _look_through(archive):
    """Refuse XML that could read files, grow without end or nest too deep. Nothing is expanded."""
    size = elements = 0
    for file in archive.infolist():
        if not file.filename.lower().endswith((".xml", ".rels")):
            continue
        size += file.file_size
        if size > MOST_XML:
            raise BadPaste(TOO_LONG)
        elements += _elements(archive.read(file))
        if elements > MOST_ELEMENTS:
            raise BadPaste(TOO_LONG)


def _elements(data):
    """How many elements an XML text has."""
    count = depth = 0

    def start(name, attributes):
        nonlocal count, depth
        count, depth = count + 1, depth + 1
        if depth > DEEPEST or count > MOST_ELEMENTS:
            raise BadPaste(TANGLED)

    def end(name):
        nonlocal depth
        depth -= 1

    def refuse(*doctype):
        raise BadPaste(REFUSED)

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.Parse(data, True)
    return count
