"""The text of a .docx, walked in its order: what Word shows and prints, and what it does not."""

from pasting.building import Reading
from pasting.cells import CellText
from pasting.equations import linear, name_of
from pasting.fonts import RAISED, kind_of
from pasting.limits import MOST_COLUMNS
from pasting.word_styles import (
    Numbering,
    Styles,
    child_of,
    is_on,
    number_told,
    run_properties,
    value_of,
)

# What stands in these is text in a state of its own.
_GONE = {"del": "deleted", "moveFrom": "moved"}
_ENTERED = {"ins", "moveTo"}
_PASSED = {
    "pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr", "sdtPr", "sdtEndPr", "tblPrEx",
    "proofErr", "lastRenderedPageBreak", "fldData", "ffData",
}  # fmt: skip
LONGEST_BOX = 1_000  # letters that are said of a text box
_AS_TEXT = {"tab": " ", "ptab": " ", "noBreakHyphen": "-"}
# Fields that show something without having a result in the file.
_SHOWN_BY_CODE = ("EQ", "SYMBOL", "MACROBUTTON", "ADVANCE")


def read_document(document, *, styles=None, numbering=None, notes=(), around=()):
    """The Reading of a document's root; `notes` are the roots of its footnotes and endnotes,
    `around` those of what stands above and below its pages."""
    walker = _Walker(Styles(styles), numbering, notes)
    walker.reading.source += texts_in(document)
    walker.blocks(document, None)
    for root in around:
        text = " ".join(" ".join(texts_in(root)).split())
        if text:
            walker.reading.source.append(text)
            walker.reading.outside.append(text)
    return walker.finished()


def chosen(alternative):
    """The one branch of a text that is there twice, for new programs and for old."""
    branches = [each for each in alternative if name_of(each) in ("Choice", "Fallback")]
    return branches[:1]


def texts_in(element):
    """Every text in an element, whatever its state; of what is there twice, one."""
    name = name_of(element)
    if name in ("t", "delText"):
        yield element.text or ""
    for child in chosen(element) if name == "AlternateContent" else element:
        yield from texts_in(child)


class _Field:
    def __init__(self):
        self.code, self.has_result = "", False


class _Walker:
    def __init__(self, styles, numbering, notes):
        self.reading, self.styles = Reading(), styles
        self.numbering = Numbering(numbering, styles)
        self._notes = {
            (name_of(each), value_of(each, "id")): each for root in notes for each in root
        }
        self._tables, self._outside = [], CellText(self.reading.tell)
        self._fields, self._boxes = [], []
        self._telling = None  # (kind, texts) of a note that may go on
        self._style = {}  # what the style of the open paragraph says

    def finished(self):
        self.reading.outside += [line for line in self._outside.text().split("\n") if line]
        return self.reading.finished()

    @property
    def _cell(self):
        return (self._tables and self._tables[-1].cell) or self._outside

    def tell(self, kind, text, added=""):
        is_open = self._tables and self._tables[-1].row is not None
        (self._tables[-1] if is_open else self.reading).tell(kind, text, added)

    # --- Paragraphs and tables ------------------------------------------------------------------

    def blocks(self, element, gone):
        """What stands one below the other."""
        for child in element:
            name = name_of(child)
            if name == "p":
                self._paragraph(child, gone)
            elif name == "tbl":
                self._table(child, gone)
            elif name == "altChunk":
                self.tell("chunk", "")
            elif name == "AlternateContent":
                for branch in chosen(child):
                    self.blocks(branch, gone)
            elif name == "sdt":
                self.blocks(child, gone or self._placeholder(child))
            elif name not in _PASSED:
                self.blocks(child, gone or _GONE.get(name))

    def _placeholder(self, control):
        shown = child_of(control, "sdtPr", "showingPlcHdr")
        return "placeholder" if shown is not None and is_on(shown) else None

    def _paragraph(self, paragraph, gone):
        style = child_of(paragraph, "pPr", "pStyle")
        name = value_of(style) if style is not None else self.styles.default
        self._style = self.styles.base | self.styles.of(name)
        mark = child_of(paragraph, "pPr", "rPr")
        if not gone and not self._hides_mark(mark):
            marker = self._marker(paragraph)
            if marker:
                self._cell.begin_with(marker, drawn=True)
        self.inline(paragraph, gone)
        self._tell_now()
        # A deleted end of a paragraph joins it to the next one.
        if mark is None or not {"del", "moveFrom"} & set(map(name_of, mark)):
            self._cell.end(forced=True)
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            self.tell("box", " ".join("".join(texts_in(box)).split())[:LONGEST_BOX])
            self.blocks(box, gone)

    def _hides_mark(self, mark):
        return mark is not None and (self._style | run_properties(mark)).get("hidden")

    def _marker(self, paragraph):
        own = child_of(paragraph, "pPr", "numPr")
        number, level, style = self._style.get("list") or (None, None, None)
        if own is not None:
            told = number_told(own, "numId")
            number = number if told is None else told
            level = number_told(own, "ilvl") if told is None or number_told(own, "ilvl") else 0
        return self.numbering.marker(number, level, style) if number else ""

    def _table(self, element, gone):
        inside = self._tables[-1] if self._tables else None
        if inside is not None and inside.cell is None:
            inside = None
        self._cell.end(forced=True)
        style = self._style
        building = self.reading.begin(within=inside.table if inside else None)
        self._tables.append(building)
        rows = [(row, _cells_of(row)) for row in _found(element, "tr")]
        for place, (row, cells) in enumerate(rows):
            building.start_row(
                gone=gone or _row_is_gone(row), is_head=_is_set(row, "trPr", "tblHeader")
            )
            building.skip(min(_grid(row, "gridBefore"), MOST_COLUMNS))
            for column, (cell, span) in cells.items():
                self._put_cell(building, cell, span, gone, _rows_down(rows, place, column))
            building.end_row()
        self._tables.pop()
        building.end()
        self._style = style
        if inside is not None:
            inside.put(building.table)

    def _put_cell(self, building, cell, span, gone, rows_down):
        if not rows_down:
            # A merged cell that begins above shows its own text, not that of the cells it covers.
            hidden = " ".join("".join(texts_in(cell)).split())
            if hidden:
                self.tell("hidden", hidden)
            return
        deleted = child_of(cell, "tcPr", "cellDel")
        building.start_cell(span, rows_down, gone="deleted" if deleted is not None else None)
        self.blocks(cell, None)
        self._tell_now()
        building.end_cell()

    # --- What stands in a line ------------------------------------------------------------------

    def inline(self, element, gone, state=None):
        for child in element:
            name = name_of(child)
            if name == "r" and "math" not in child.tag:
                self._run(child, gone, state)
            elif name in ("oMath", "oMathPara"):
                self._equation(child, gone)
            elif name == "AlternateContent":
                for branch in chosen(child):
                    self.inline(branch, gone, state)
            elif name == "sdt":
                self.inline(child, gone or self._placeholder(child), state)
            elif name not in _PASSED:
                kept = "inserted" if name in _ENTERED else state
                self.inline(child, gone or _GONE.get(name), kept)

    def _run(self, run, gone, state):
        properties = child_of(run, "rPr")
        style = child_of(properties, "rStyle") if properties is not None else None
        told = self._style | (self.styles.of(value_of(style)) if style is not None else {})
        told |= run_properties(properties)
        if not gone:
            gone = (
                "hidden"
                if told.get("hidden")
                else "placeholder"
                if told.get("placeholder")
                else None
            )
        state = state or ("struck" if told.get("struck") else None)
        font = kind_of(told.get("font")) or (RAISED if told.get("raised") else None)
        self._pieces(run, gone, state, font)

    def _pieces(self, run, gone, state, font):
        for piece in run:
            name = name_of(piece)
            if name in ("t", "delText"):
                self._text(piece.text or "", "deleted" if name == "delText" else gone, state, font)
            elif name in _AS_TEXT:
                self._text(_AS_TEXT[name], gone, state, font)
            elif name in ("br", "cr"):
                if not gone and not self._in_code():
                    self._cell.break_line()
            elif name == "sym":
                self._symbol(piece, gone)
            elif name in ("footnoteReference", "endnoteReference"):
                self._note(name.removesuffix("Reference"), value_of(piece, "id"), gone)
            elif name == "commentReference":
                self.tell("comment", "")
            elif name == "fldChar":
                self._field(piece, gone)
            elif name == "instrText" and self._fields:
                self._fields[-1].code += piece.text or ""
            elif name in ("drawing", "pict", "object"):
                self._drawing(piece, gone)
            elif name == "ruby":
                for base in piece:
                    self.inline(base, gone or ("hidden" if name_of(base) == "rt" else None), state)
            elif name == "AlternateContent":
                for branch in chosen(piece):
                    self._pieces(branch, gone, state, font)

    def _text(self, text, gone, state, font):
        if self._in_code():
            gone = gone or "field_code"
        if gone or state:
            self._note_goes_on(gone or state, text)
        else:
            self._tell_now()
        if not gone:
            self._cell.add(text, font)

    def _note_goes_on(self, kind, text):
        if self._telling and self._telling[0] == kind:
            self._telling[1].append(text)
        else:
            self._tell_now()
            self._telling = (kind, [text])

    def _tell_now(self):
        telling, self._telling = self._telling, None
        if telling and "".join(telling[1]).strip():
            self.tell(telling[0], " ".join("".join(telling[1]).split()))

    def _symbol(self, piece, gone):
        code = value_of(piece, "char") or ""
        if (
            gone
            or self._in_code()
            or len(code) > 6
            or not all(c in "0123456789abcdefABCDEF" for c in code)
        ):
            return
        kind = kind_of(value_of(piece, "font")) or "wingdings"
        self._cell.add(chr(int(code or "20", 16) % 0x110000), None if kind == "bijoy" else kind)

    def _note(self, kind, key, gone):
        body = self._notes.get((kind, key))
        if body is None:
            return
        text = " ".join(" ".join("".join(texts_in(each)) for each in body).split())
        self.reading.source.append(text)
        if gone:
            self.tell(gone, text)
        elif text:
            self._tell_now()
            self.tell("footnote", text)
            self._cell.add(f" ({text})")

    def _equation(self, element, gone):
        text = linear(element)
        if gone:
            self._note_goes_on(gone, text)
        elif text.strip():
            self._tell_now()
            self.tell("equation", text)
            self._cell.add(text)

    # --- Fields, drawings -----------------------------------------------------------------------

    def _in_code(self):
        return any(not field.has_result for field in self._fields)

    def _field(self, piece, gone):
        kind = value_of(piece, "fldCharType")
        if kind == "begin":
            self._fields.append(_Field())
            if not gone and len(self._fields) == 1:
                self._form_field(piece)
        elif kind == "separate" and self._fields:
            self._fields[-1].has_result = True
        elif kind == "end" and self._fields:
            field = self._fields.pop()
            code = field.code.strip()
            if not field.has_result and not gone and code.upper().startswith(_SHOWN_BY_CODE):
                self.tell("field", code)
                self.reading.source.append(code)

    def _form_field(self, piece):
        box = child_of(piece, "ffData", "checkBox")
        if box is not None:
            ticked = child_of(box, "checked")
            ticked = child_of(box, "default") if ticked is None else ticked
            self._cell.add("☑" if ticked is not None and is_on(ticked) else "☐")
        choices = child_of(piece, "ffData", "ddList")
        if choices is not None:
            entries = [value_of(each) or "" for each in choices if name_of(each) == "listEntry"]
            at = number_told(choices, "result") or 0
            for entry in entries[at : at + 1]:
                self.tell("drawn", "", entry)
                self._cell.add(entry)

    def _drawing(self, piece, gone):
        boxes = list(_outermost(piece, "txbxContent"))
        names = {name_of(each) for each in piece.iter()}
        if not gone:
            self._boxes += boxes
        elif boxes:
            self.tell(
                gone, " ".join("".join(text for box in boxes for text in texts_in(box)).split())
            )
        is_line = "wsp" in names or bool({"line", "rect", "shape"} & names)
        if gone or ((boxes or is_line) and not {"pic", "imagedata", "chart"} & names):
            return
        told = next((each for each in piece.iter() if name_of(each) == "docPr"), None)
        text = (
            (value_of(told, "descr") or value_of(told, "title") or "") if told is not None else ""
        )
        self.reading.source.append(text)
        self.tell("picture", text)


def _outermost(element, name):
    for child in chosen(element) if name_of(element) == "AlternateContent" else element:
        if name_of(child) == name:
            yield child
        else:
            yield from _outermost(child, name)


# --- The grid of a table ------------------------------------------------------------------------


def _found(element, name):
    """The rows of a table, or the cells of a row, whatever they are wrapped in."""
    for child in element:
        if name_of(child) == name:
            yield child
        elif name_of(child) in (
            "sdt",
            "sdtContent",
            "customXml",
            "ins",
            "moveTo",
            "del",
            "moveFrom",
        ):
            yield from _found(child, name)


def _is_set(element, *path):
    found = child_of(element, *path)
    return found is not None and is_on(found)


def _row_is_gone(row):
    if _is_set(row, "trPr", "hidden"):
        return "hidden_row"
    return "deleted" if child_of(row, "trPr", "del") is not None else None


def _grid(element, name):
    found = number_told(element, "trPr", name)
    return max(found or 0, 0)


def _cells_of(row):
    """{column: (cell, columns it spans)} of a row."""
    cells, column, last = {}, _grid(row, "gridBefore"), None
    for cell in _found(row, "tc"):
        span = min(max(number_told(cell, "tcPr", "gridSpan") or 1, 1), MOST_COLUMNS)
        merged = child_of(cell, "tcPr", "hMerge")
        if merged is not None and value_of(merged) != "restart" and last is not None:
            first, before = cells[last]
            cells[last] = (first, before + span)
        else:
            cells[column], last = (cell, span), column
        column += span
    return cells


def _goes_on(cell):
    merged = child_of(cell, "tcPr", "vMerge")
    return merged is not None and value_of(merged) != "restart"


def _rows_down(rows, place, column):
    """How many rows the cell there covers, itself counted; 0 where one above covers it."""

    def at(index):
        found = rows[index][1].get(column) if 0 <= index < len(rows) else None
        return found[0] if found else None

    cell = at(place)
    merged = child_of(cell, "tcPr", "vMerge")
    if merged is None:
        return 1
    if _goes_on(cell):
        above = at(place - 1)
        if above is not None and child_of(above, "tcPr", "vMerge") is not None:
            return 0
    down = 1
    while (below := at(place + down)) is not None and _goes_on(below):
        down += 1
    return down
