"""A table as it was read, and what stands in a cell.

A cell is text: its paragraphs apart by "\\n", a line break within a paragraph is LINE. A table in
a cell is one paragraph of its text, written with the separators ASCII has for such records.
"""

import re

from bangla.text import normalise

# Not \s: in Bijoy text some control characters are letters.
SPACES = re.compile("[ \t\r\n\f\u00a0]+")
LINE = "\v"
_PARAGRAPH_ENDS = re.compile("[\n\v\u2028\u2029]")
# Bullets as Word's symbol fonts leave them, and the plain ones.
_BULLET = re.compile("^[\u00b7\u2022\u25aa\u25cf\u25e6\u27a2\u2756\uf000-\uf0ff][ \u00a0]*")

_TABLE, _ROW, _CELL = "\x1d", "\x1e", "\x1f"
SEPARATORS = f"{LINE}{_TABLE}{_ROW}{_CELL}"
_BETWEEN_SEPARATORS = re.compile(f"[^{SEPARATORS}]+")


class Covered(str):
    """The empty text of a place that a merged cell covers; `text` is what that cell says, and
    `above` whether it begins in a row above, in this column."""

    __slots__ = ("above", "text")

    def __new__(cls, text="", *, above=False):
        covered = super().__new__(cls)
        covered.text, covered.above = text, above
        return covered


class Table(list):
    """Rows of equal length, each a list of cells.

    `within` is the Table in a cell of which it stands, or None; `has_head`, whether the first row
    is marked as its head; `notes` are what the reader did not take over as it stood.
    """

    def __init__(self, rows=(), *, within=None, notes=()):
        super().__init__(rows)
        self.within, self.notes = within, list(notes)
        self.has_head = False

    def make_even(self):
        """Rows of one length, without those that hold nothing; columns in which a cell begins."""
        kept = [place for place, row in enumerate(self) if any(row)]
        rows = [self[place] for place in kept]
        columns = [
            column
            for column in range(max(map(len, rows), default=0))
            if any(column < len(row) and not isinstance(row[column], Covered) for row in rows)
        ]
        # A note of a row that is gone goes with the next one.
        self.notes = [
            note._replace(row=sum(place < note.row for place in kept))
            if note.row is not None
            else note
            for note in self.notes
        ]
        self.has_head = self.has_head and kept[:1] == [0]
        self[:] = [[row[column] if column < len(row) else "" for column in columns] for row in rows]
        return self


def repeated(table):
    """The rows of a table as plain text without bullets, what a merged cell says in each of the
    places it covers."""
    return [
        [_BULLETS.sub("", plain(cell.text if isinstance(cell, Covered) else cell)) for cell in row]
        for row in table
    ]


_BULLETS = re.compile("^• ", re.MULTILINE)


def paragraphs(text):
    """Text with single spaces and no empty paragraphs; they end with "\\n"."""
    lines = map(one_line, _PARAGRAPH_ENDS.split(text))
    return "\n".join(line for line in lines if line)


def one_line(text):
    """Text with single spaces and none at its ends; a bullet before it is one that prints."""
    return _BULLET.sub("• ", SPACES.sub(" ", text).strip(" ")).strip(" ")


def drawn(table):
    """A table as one paragraph of a cell."""
    head = _TABLE if table.has_head else ""
    rows = (_CELL.join(plain(cell).replace("\n", LINE) for cell in row) for row in table)
    return _TABLE + head + _ROW.join(rows)


def blocks(text):
    """The paragraphs of a cell as the interchange format has them: text, in which "\\n" breaks a
    line, or {"table": {"head": [...] or None, "rows": [[...], ...]}}."""
    found = []
    for paragraph in text.split("\n"):
        if not paragraph.startswith(_TABLE):
            if told := paragraph.replace(LINE, "\n").strip():
                found.append(told)
            continue
        rows = [
            [cell.replace(LINE, "\n").strip() for cell in row.split(_CELL)]
            for row in paragraph.lstrip(_TABLE).split(_ROW)
        ]
        is_headed = paragraph.startswith(_TABLE * 2) and len(rows) > 1
        head = rows.pop(0) if is_headed else None
        found.append({"table": {"head": head, "rows": rows}})
    return found


def holds_table(text):
    return _TABLE in text


def ends_in_table(text):
    return text.rpartition("\n")[2].startswith(_TABLE)


def plain(text, between=" "):
    """The text of a cell for whom it is words alone: a line for each row of a table in it."""
    if _TABLE not in text:
        return text.replace(LINE, "\n")
    lines = []
    for paragraph in text.split("\n"):
        if paragraph.startswith(_TABLE):
            for row in paragraph.lstrip(_TABLE).split(_ROW):
                told = (" ".join(cell.split()) for cell in row.split(_CELL))
                lines.append(between.join(filter(None, told)))
        else:
            lines.append(paragraph.replace(LINE, "\n"))
    return "\n".join(filter(None, lines))


def clean(cell):
    """A cell in the form in which text is stored; what parts it stays."""
    text = _BETWEEN_SEPARATORS.sub(lambda found: normalise(found[0]), cell).strip(" \n")
    if isinstance(cell, Covered):
        return Covered(clean(cell.text), above=cell.above)
    return text
