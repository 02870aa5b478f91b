"""A table as it was read, and what stands in a cell."""

import re

# Not \s: in Bijoy text some control characters are letters.
SPACES = re.compile("[ \t\r\n\f\u00a0]+")
_PARAGRAPH_ENDS = re.compile("[\n\v\u2028\u2029]")
# Bullets as Word's symbol fonts leave them.
_BULLET = re.compile("^[\u00b7\u2022\uf0b7\uf0a7\uf0d8][ \u00a0]*")


class Covered(str):
    """The empty text of a place that a merged cell covers; `text` is what that cell says."""

    __slots__ = ("text",)

    def __new__(cls, text=""):
        covered = super().__new__(cls)
        covered.text = text
        return covered


class Table(list):
    """Rows of equal length, each a list of cells. `within` is the Table in a cell of which it
    stands, or None."""

    def __init__(self, rows=(), *, within=None):
        super().__init__(rows)
        self.within = within

    def make_even(self):
        """Rows of one length, without those that hold nothing; columns in which a cell begins."""
        rows = [row for row in self if any(row)]
        columns = [
            column
            for column in range(max(map(len, rows), default=0))
            if any(column < len(row) and not isinstance(row[column], Covered) for row in rows)
        ]
        self[:] = [[row[column] if column < len(row) else "" for column in columns] for row in rows]
        return self


def repeated(table):
    """The rows of a table with what a merged cell says in each of the places it covers."""
    return [[cell.text if isinstance(cell, Covered) else cell for cell in row] for row in table]


def paragraphs(text):
    """Text with single spaces and no empty paragraphs; they end with "\\n"."""
    lines = (SPACES.sub(" ", line).strip(" ") for line in _PARAGRAPH_ENDS.split(text))
    return "\n".join(_BULLET.sub("• ", line) for line in lines if line)
