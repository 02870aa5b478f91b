"""Tables of texts as a spreadsheet (XLSX): headings in bold, and nothing that could be a formula."""

import io

from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from bangla.digits import to_bengali
from bangla.text import storable

MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def fill(sheet, widths, rows):
    """Write a table into an empty sheet: `widths` is pairs of a heading and its width in characters,
    each of `rows` an iterable of as many texts."""
    for column, (heading, width) in enumerate(widths, 1):
        sheet.cell(1, column, storable(heading)).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = width
    for line, texts in enumerate(rows, 2):
        for column, text in enumerate(texts, 1):
            # XML has no place for what cannot be seen, and one such sign would cost the whole table.
            cell = sheet.cell(line, column, storable(text))
            # A text for certain: what a person typed is never a formula.
            cell.data_type = "s"
            cell.alignment = Alignment(vertical="top", wrap_text=True)


def sheet_name(number, name):
    """What the `number`-th sheet of a book is called after a name: 31 letters at most, and no signs
    that a sheet's name may not have."""
    tidy = "".join(letter for letter in storable(name) if letter not in "[]:*?/\\'\n\t")
    return f"{to_bengali(number)} {tidy}"[:31]


def bytes_of(book):
    """The workbook as the bytes of its file."""
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()
