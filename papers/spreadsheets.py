"""Tables as a spreadsheet (XLSX): headings in bold, a number as a number, a day as a day, and nothing that
could be a formula.

A small table is filled into a workbook (`fill`); one that may have any length leaves line by line
(`streamed`), as no library writes fast enough (docs/decisions/0035-large-tables.md).
"""

import io
import re
import zipfile
from datetime import date
from decimal import Decimal
from functools import lru_cache
from xml.sax.saxutils import escape

from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from bangla.digits import to_bengali
from bangla.phrases import numeric_date
from bangla.text import storable

MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A number by which a spreadsheet can add up and sort; a truth is none.
NUMBERS = int | float | Decimal
DATE_LOOK = "dd/mm/yyyy"


def fill(sheet, widths, rows):
    """Write a table into an empty sheet: `widths` is pairs of a heading and its width in characters,
    each of `rows` an iterable of as many texts, numbers, dates, or None where there is nothing."""
    for column, (heading, width) in enumerate(widths, 1):
        sheet.cell(1, column, storable(heading)).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = width
    for line, values in enumerate(rows, 2):
        for column, value in enumerate(values, 1):
            cell = sheet.cell(line, column)
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            if isinstance(value, date):
                cell.value, cell.number_format = value, DATE_LOOK
            elif isinstance(value, NUMBERS):
                cell.value = value
            elif value:
                # XML has no place for what cannot be seen, and one such sign would cost the whole table.
                cell.value = storable(value)
                # A text for certain: what a person typed is never a formula.
                cell.data_type = "s"


def said(value):
    """A value of a table as paper and page print it: Bengali digits, and nothing for None."""
    if isinstance(value, date):
        return numeric_date(value)
    return "" if value is None else to_bengali(value) if isinstance(value, NUMBERS) else value


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


def streamed(name, widths, rows):
    """The bytes of a workbook with one table, in pieces, as its lines come; arguments as of `fill`.

    Nothing of it is kept: a table of any length takes as much memory as a short one.
    """
    sent = _Outlet()
    # Packed lightly: the most that packing gains it gains at once.
    with zipfile.ZipFile(sent, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for path, text in _PARTS.items():
            archive.writestr(path, text)
        archive.writestr("xl/workbook.xml", _WORKBOOK.format(escape(name, {'"': "&quot;"})))
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            for text in _pieces(widths, rows):
                sheet.write(text.encode())
                if piece := sent.taken():
                    yield piece
    yield sent.taken()


class _Outlet:
    """A file that an archive is written to, and whose bytes are taken away as they come."""

    def __init__(self):
        self.pieces = []

    def write(self, piece):
        self.pieces.append(bytes(piece))
        return len(piece)

    def flush(self):
        pass

    def taken(self):
        piece, self.pieces = b"".join(self.pieces), []
        return piece


A_PIECE = 200  # lines


def _pieces(widths, rows):
    widths = list(widths)
    columns = "".join(
        f'<col min="{place}" max="{place}" width="{width}" customWidth="1"/>'
        for place, (_, width) in enumerate(widths, 1)
    )
    heads = "".join(_text(heading, _HEAD) for heading, _ in widths)
    yield _SHEET_BEGINS.format(columns=columns, heads=heads)
    lines = []
    for values in rows:
        lines.append(f"<row>{''.join(map(_cell, values))}</row>")
        if len(lines) == A_PIECE:
            yield "".join(lines)
            lines = []
    yield "".join(lines) + "</sheetData></worksheet>"


# The looks of a cell, by their place in `cellXfs` of the styles below.
_PLAIN, _HEAD, _DAY = 1, 2, 3
# Day 0 of a spreadsheet's calendar.
_FIRST_DAY = date(1899, 12, 30).toordinal()
# What a spreadsheet would read as the code of a character.
_LOOKS_CODED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


def _cell(value):
    if isinstance(value, date):
        return f'<c s="{_DAY}"><v>{value.toordinal() - _FIRST_DAY}</v></c>'
    if isinstance(value, NUMBERS):
        return f'<c s="{_PLAIN}"><v>{value}</v></c>'
    return _text(value, _PLAIN) if value else f'<c s="{_PLAIN}"/>'


# Senders, recipients and kinds stand in one line after another.
@lru_cache(maxsize=2_000)
def _text(text, look):
    text = escape(storable(text))
    if "_x" in text:
        text = _LOOKS_CODED.sub("_x005F_", text)
    return f'<c s="{look}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


_HEADER = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_WRAPPED = '<alignment vertical="top" wrapText="1"/>'
_PARTS = {
    "[Content_Types].xml": f'{_HEADER}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/></Types>',
    "_rels/.rels": f'{_HEADER}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": f'{_HEADER}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="r2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
    "xl/styles.xml": f'{_HEADER}<styleSheet xmlns="{_MAIN}">'
    f'<numFmts count="1"><numFmt numFmtId="164" formatCode="{DATE_LOOK}"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4"><xf xfId="0"/>'
    f'<xf xfId="0" applyAlignment="1">{_WRAPPED}</xf>'
    f'<xf xfId="0" fontId="1" applyFont="1" applyAlignment="1">{_WRAPPED}</xf>'
    f'<xf xfId="0" numFmtId="164" applyNumberFormat="1" applyAlignment="1">{_WRAPPED}</xf>'
    '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>",
}
_WORKBOOK = (
    f'{_HEADER}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
    '<sheet name="{}" sheetId="1" r:id="r1"/></sheets></workbook>'
)
_SHEET_BEGINS = (
    f'{_HEADER}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
    "<cols>{columns}</cols><sheetData><row>{heads}</row>"
)
