"""The tables of an HTML text, as Word, spreadsheets and browsers put it on the clipboard."""

import re
from html.parser import HTMLParser

import nh3

from pasting.building import Reading
from pasting.cells import CellText, number_in, printed_marker
from pasting.fonts import RAISED
from pasting.grid import SPACES
from pasting.limits import (
    DEEPEST,
    MOST_HTML,
    MOST_ROWS,
    MOST_SIGNS,
    TANGLED,
    TOO_LONG,
    WIDEST,
    BadPaste,
)
from pasting.markup import ATTRIBUTES, STRUCTURE, UNSEEN, marked
from pasting.notes import GONE, KEPT

_TAG_LEFT_OVER = re.compile(
    rf"<(?!/?(?:{'|'.join(sorted(STRUCTURE | UNSEEN))})\b)[a-zA-Z]", re.IGNORECASE
)
_NESTING = re.compile(r"<(/?)(?:table|div|ol|ul|span|noscript|template)\b", re.IGNORECASE)
_VOID = {"br", "col"}


def tables_in_html(html):
    """The Reading of an HTML text: every Table, in the order in which they begin. Raises BadPaste."""
    if len(html) > MOST_HTML:
        raise BadPaste(TOO_LONG)
    # Formatting is taken out before the text is parsed as browsers do, because unclosed elements
    # of it make that take quadratic time and more.
    html = marked(html)
    if html.count("<") + html.count("&") > MOST_SIGNS:
        raise BadPaste(TOO_LONG)
    if len(_TAG_LEFT_OVER.findall(html)) > 500 or _depth(html) > DEEPEST:
        raise BadPaste(TANGLED)
    html = nh3.clean(html, tags=STRUCTURE, attributes=ATTRIBUTES, clean_content_tags=UNSEEN)
    reader = _Reader(_bodies_of_notes(html))
    reader.feed(html)
    reader.close()
    return reader.finished()


def _depth(html):
    depth = deepest = 0
    for found in _NESTING.finditer(html):
        depth = max(depth - 1, 0) if found[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest


def _marks_of(told):
    """{name: value} of the marks among an element's attributes."""
    return dict(mark.partition("=")[::2] for mark in (told.get("data-m") or "").split())


class _Region:
    """An element that means something, until it ends: what stands in it is heard here. Where it
    `takes`, that is not text of the cell."""

    def __init__(self, kind, key="", *, takes):
        self.kind, self.key, self.takes = kind, key, takes
        self.depth, self.heard = 1, []

    @property
    def text(self):
        return " ".join("".join(self.heard).split())


class _Reader(HTMLParser):
    """Reads marked and cleaned HTML, in which every element is closed."""

    def __init__(self, bodies):
        super().__init__()
        self.reading, self._bodies, self._referred = Reading(), bodies, set()
        self._tables = []  # those open
        self._outside = CellText(self.reading.tell)
        self._elements = []  # open: (tag, whether it began something, its region, has it a font)
        self._regions, self._fonts = [], [None]

    def finished(self):
        self.reading.outside += [line for line in self._outside.text().split("\n") if line]
        return self.reading.finished()

    @property
    def _table(self):
        return self._tables[-1] if self._tables else None

    @property
    def _cell(self):
        """Where text goes: into the open cell, or beside the tables."""
        return (self._table and self._table.cell) or self._outside

    def _tell(self, kind, text, added=""):
        is_open = self._table and self._table.row is not None
        (self._table if is_open else self.reading).tell(kind, text, added)

    @property
    def _taking(self):
        return self._regions[-1] if self._regions and self._regions[-1].takes else None

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        if taking := self._taking:
            taking.heard.append(" ")
            taking.depth += tag not in _VOID
            return
        marks = _marks_of(told)
        gone = next((mark for mark in marks if mark in GONE), None)
        if tag in _VOID:
            self._void(tag, told, gone)
            return
        begins = not (tag == "table" and gone)
        if begins:
            self._begin(tag, told, marks, gone)
        region = self._region(tag, marks, gone)
        if region:
            self._regions.append(region)
        has_font = bool({"font", "raised"} & marks.keys())
        if has_font:
            font = (marks["font"] or None) if "font" in marks else self._fonts[-1]
            self._fonts.append(font or (RAISED if "raised" in marks else None))
        self._elements.append((tag, begins, region, has_font))

    def handle_endtag(self, tag):
        if taking := self._taking:
            taking.depth -= 1
            if taking.depth:
                return
        tag, begins, region, has_font = self._elements.pop()
        if region:
            self._regions.remove(region)
            self._say(region)
        if has_font:
            self._fonts.pop()
        if begins:
            self._end(tag)

    def handle_data(self, data):
        self.reading.source.append(data)
        if taking := self._taking:
            taking.heard.append(data)
            return
        for region in self._regions:
            region.heard.append(data)
        if self._table and not self._table.cell and not data.strip():
            return
        self._cell.add(SPACES.sub(" ", data), self._fonts[-1])

    def _region(self, tag, marks, gone):
        if tag in ("tr", "td", "th"):
            return None  # a cell stays in its place, whatever becomes of its text
        for kind in ("body", "ref", "marker"):
            if kind in marks:
                return _Region(kind, marks[kind], takes=True)
        if gone:
            return _Region(gone, takes=True)
        kept = next((mark for mark in marks if mark in KEPT), None)
        return _Region(kept, takes=False) if kept else None

    def _say(self, region):
        """What becomes of the text of an element that meant something."""
        text = region.text
        if region.kind == "marker":
            marker = printed_marker(text)
            if marker == "•" != text:
                self._tell("bullet", text)
            self._cell.begin_with(marker)
        elif region.kind == "ref" and region.key in self._bodies:
            body = self._bodies[region.key]
            self._referred.add(region.key)
            self._tell("note_sign", text)
            self._tell("footnote", body)
            self._cell.add(f" ({body})")
        elif region.kind == "ref":
            self._cell.add(text)
        elif region.kind == "body":
            # It stands where it is referred to; the sign before it stands nowhere.
            body = self._bodies[region.key]
            self.reading.tell("note_sign", text.replace(body, "", 1))
            if region.key not in self._referred:
                self.reading.outside.append(body)
        elif text or region.kind == "picture":
            self._tell(region.kind, text)

    def _void(self, tag, told, gone):
        if tag == "br":
            inside = next((each[0] for each in reversed(self._elements) if each[0] in _HOLDERS), "")
            if inside in ("p", "li"):
                self._cell.break_line()
            else:
                self._cell.end()
        elif self._table is not None:
            table = self._table
            span = _span(told.get("span"), WIDEST)
            if gone:
                table.hidden_columns |= set(range(table.columns_told, table.columns_told + span))
            table.columns_told += span

    def _begin(self, tag, told, marks, gone):
        table, cell = self._table, self._cell
        if tag == "table":
            cell.end(forced=True)
            self._tables.append(self.reading.begin(within=table.table if table else None))
        elif tag == "tr":
            if table is not None:
                in_head = any(each[0] == "thead" for each in self._elements[-2:])
                table.start_row(gone="hidden_row" if gone == "hidden" else gone, is_head=in_head)
        elif tag in ("td", "th"):
            if table is not None:
                spans = _span(told.get("colspan"), WIDEST), _span(told.get("rowspan"), MOST_ROWS)
                table.start_cell(*spans, gone=gone, is_head=tag == "th")
        elif tag in ("ol", "ul"):
            # A list in a list without a word before it is an indent.
            cell.begin_with(None)
            cell.end()
            style = marks.get("list") or (told.get("type") or "decimal" if tag == "ol" else "disc")
            cell.lists.append([style, _start(told.get("start"))])
        elif tag == "li":
            cell.end(forced=True)
            self._begin_item(cell, _start(told.get("value"), None), marks.get("list"))
        elif tag in ("p", "div"):
            cell.end()

    def _begin_item(self, cell, value, style):
        if not cell.lists:
            return
        found = cell.lists[-1]
        number = found[1] if value is None else value
        found[1] = number + 1
        style = style or found[0]
        if style in _BULLETS:
            cell.begin_with("•", drawn=True)
        elif style != "none":
            cell.begin_with(f"{number_in(style, number)}.", drawn=True)

    def _end(self, tag):
        table = self._table
        if tag == "table":
            self._tables.pop()
            inner = table.end()
            if self._table is not None:
                self._table.put(inner)
        elif tag == "tr":
            if table is not None:
                table.end_row()
        elif tag in ("td", "th"):
            if table is not None:
                table.end_cell()
        elif tag in ("p", "div"):
            self._cell.end()
        elif tag == "li":
            self._cell.end(forced=True)
        elif tag in ("ol", "ul") and self._cell.lists:
            self._cell.end(forced=True)
            self._cell.lists.pop()


_HOLDERS = {"p", "li", "td", "th", "table"}
_BULLETS = {"disc", "circle", "square"}


class _Bodies(HTMLParser):
    """The texts of footnotes, which stand behind the text that they are about."""

    def __init__(self):
        super().__init__()
        self.found, self._key, self._depth, self._back = {}, None, 0, 0

    def handle_starttag(self, tag, attrs):
        if tag in _VOID:
            return
        marks = _marks_of(dict(attrs))
        if self._key is None and "body" in marks:
            self._key, self._depth = marks["body"], 0
            self.found[self._key] = []
        if self._key is not None:
            self._depth += 1
            self._back += bool(self._back or "note_sign" in marks)

    def handle_endtag(self, tag):
        if self._key is not None:
            self._depth -= 1
            self._back -= bool(self._back)
            if not self._depth:
                self._key = None

    def handle_data(self, data):
        if self._key is not None and not self._back:
            self.found[self._key].append(data)


def _bodies_of_notes(html):
    """{key: text} of the footnotes in cleaned HTML."""
    if "body=" not in html:
        return {}
    bodies = _Bodies()
    bodies.feed(html)
    return {key: " ".join("".join(parts).split()) for key, parts in bodies.found.items()}


def _span(value, most):
    """A colspan or rowspan as browsers read it, and no larger than a table can be."""
    if not value or not re.fullmatch("[0-9]{1,9}", value):
        return 1
    return min(max(int(value), 1), most)


def _start(value, otherwise=1):
    """The number at which a list begins."""
    return int(value) if value and re.fullmatch("-?[0-9]{1,6}", value) else otherwise
