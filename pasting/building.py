"""A table while it is read, cell by cell: where each stands, what it covers, what is hidden."""

from pasting.cells import CellText
from pasting.grid import Covered, Table, plain
from pasting.limits import (
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    MOST_TABLES,
    MOST_TEXT,
    TOO_LONG,
    BadPaste,
)
from pasting.notes import Note, lost


class Reading(list):
    """The Tables of what was read, in the order in which they begin; the lines beside them; notes
    about those lines and about the whole; and the texts of the source, for the count."""

    def __init__(self):
        super().__init__()
        self.outside, self.notes, self.source = [], [], []
        self._cells = self._letters = self._handed_on = 0

    def begin(self, within=None):
        if len(self) >= MOST_TABLES:
            raise BadPaste(TOO_LONG)
        self.append(Table(within=within))
        return Building(self, self[-1])

    def count(self, row):
        """Few elements can cover many places, and tables in each other say the same many times."""
        self._cells += len(row)
        self._letters += sum(map(len, row))
        if self._cells > MOST_CELLS or self._letters > MOST_TEXT:
            raise BadPaste(TOO_LONG)

    def hand_on(self, notes):
        """Notes of a table in a cell are told of the table around it, too, and so on outwards."""
        self._handed_on += len(notes)
        if self._handed_on > MOST_CELLS:
            raise BadPaste(TOO_LONG)
        return notes

    def tell(self, kind, text, added=""):
        self.notes.append(Note(kind, text, None, added))

    def finished(self):
        """This Reading when all is read: what went in is held against what came out."""
        outer = [table for table in self if table.within is None]
        told = [plain(cell) for table in outer for row in table for cell in row]
        notes = [note for table in outer for note in table.notes] + self.notes
        for word in lost(self.source, told + self.outside, notes):
            self.tell("lost", word)
        for table in self:
            table.make_even()
        # What a table of nothing else has to tell is told all the same.
        self.notes += [note for table in outer if not table for note in table.notes]
        self[:] = [table for table in self if table]
        return self


class Building:
    """One Table of a Reading while its cells come in."""

    def __init__(self, reading, table):
        self.reading, self.table = reading, table
        self.hanging = {}  # column → (rows it is still covered for, the cell that covers it)
        self.hidden_columns, self.columns_told = set(), 0
        self.cell = self.row = None
        self._span, self._cell_kind = (1, 1), None

    def tell(self, kind, text, added=""):
        self.table.notes.append(Note(kind, text, len(self.table), added))

    def start_row(self, *, gone=None, is_head=False):
        """`gone` is the kind of note where the whole row is not taken over."""
        self.end_row()
        if len(self.table) >= MOST_ROWS:
            raise BadPaste(TOO_LONG)
        self.row, self._covers, self._row_gone, self._is_headed = [], {}, gone, True
        if is_head and not self.table:
            self.table.has_head = True

    def skip(self, columns):
        """Places at the beginning of a row in which no cell stands."""
        for _ in range(columns):
            self.start_cell()
            self.end_cell()

    def start_cell(self, colspan=1, rowspan=1, *, gone=None, is_head=False):
        self.end_cell()
        if self.row is None:
            self.start_row()
        self._is_headed &= is_head
        self.cell, self._span, self._cell_kind = CellText(self.tell), (colspan, rowspan), gone

    def end_cell(self):
        if self.cell is None:
            return
        text, self.cell = self.cell.text(), None
        colspan, rowspan = self._span
        self._fill(before=MOST_COLUMNS)
        begins = len(self.row)
        if begins >= MOST_COLUMNS:
            raise BadPaste(TOO_LONG)
        # What a cell covers beyond the widest table is not there to be covered.
        columns = range(begins, min(begins + colspan, MOST_COLUMNS))
        kind = self._cell_kind or (
            "hidden_column" if self.hidden_columns.issuperset(columns) else None
        )
        if not kind and self._row_gone and rowspan == 1:
            kind = self._row_gone
        if kind and text:
            self.tell(kind, plain(text))
            text = ""
        for column in columns:
            is_first = column == begins
            if rowspan > 1:
                self._covers[column] = (rowspan - 1, Covered(text, above=is_first))
            self.row.append(text if is_first else Covered(text))

    def _fill(self, *, before):
        """Put what hangs down from above where the row has come to."""
        while len(self.row) in self.hanging and len(self.row) < before:
            self.row.append(self.hanging[len(self.row)][1])

    def end_row(self):
        """End the open row, if there is one."""
        self.end_cell()
        row, self.row = self.row, None
        if row is None:
            return
        for column in range(len(row), max(self.hanging, default=-1) + 1):
            row.append(self.hanging[column][1] if column in self.hanging else Covered())
        left = {
            column: (rows - 1, covered)
            for column, (rows, covered) in self.hanging.items()
            if rows > 1
        }
        if row and self._is_headed and not self.table:
            self.table.has_head = True
        if self._row_gone:
            row = self._let_down(row, left)
        else:
            # What began in a hidden row stands in the first row that is seen, and covers from there.
            left = {
                column: (
                    rows,
                    covered if isinstance(covered, Covered) else Covered(covered, above=True),
                )
                for column, (rows, covered) in left.items()
            }
        self.table.append(row)
        self.hanging = left | self._covers
        self.reading.count(row)

    def _let_down(self, row, left):
        for column, (rows, covered) in self._covers.items():
            self._covers[column] = (rows, str(covered.text) if covered.above else covered)
        for column, (_, covered) in self.hanging.items():
            if not isinstance(covered, Covered) and column not in left:
                self.tell(self._row_gone, plain(covered))
        return [Covered() for _ in row]

    def end(self):
        """End the table; what it says goes into the cell in which it stands, too."""
        self.end_row()
        return self.table

    def put(self, inner):
        """A table that has ended, in the open cell. An even copy: it is a Table of its own, too."""
        if self.cell is None:
            return
        even = Table(inner, notes=())
        even.has_head = inner.has_head
        self.cell.put(even.make_even())
        row = len(self.table)
        self.table.notes += [note._replace(row=row) for note in self.reading.hand_on(inner.notes)]
