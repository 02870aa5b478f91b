"""A spreadsheet that came back: looked through, and each row read into what it asks for. No database."""

import io
import re
import zipfile
from dataclasses import dataclass, field
from datetime import date, datetime

import openpyxl

from bangla.bijoy import from_bijoy, looks_like_bijoy
from bangla.digits import parse_int, to_bengali
from bangla.phrases import parse_date
from bangla.text import fold, normalise
from followup import exchange
from followup.exchange import (
    ACT,
    ACT_WORDS,
    DONE_ON,
    DUE,
    EDITABLE,
    HEADINGS,
    KEY,
    KIND,
    KIND_WORDS,
    OWNER,
    PROGRESS,
    REASON,
    ROLL_UP,
    ROLL_UP_WORDS,
    TEXT,
)
from followup.grid import MOST_LINES
from followup.models import STEPS
from pasting.fonts import kind_of
from pasting.limits import REFUSED, TANGLED, TOO_LONG, BadPaste
from pasting.package import look_through

LARGEST = 5 * 2**20  # bytes
# A filled sheet goes on with rows that only look empty.
MOST_ROWS_LOOKED_AT = 5_000
MOST_COLUMNS = 100
LONGEST = 2_000  # letters in a cell
YEARS = range(2000, 2101)

NOT_XLSX = "ফাইলটি .xlsx নয় বা নষ্ট; এক্সেলে খুলে .xlsx হিসেবে সংরক্ষণ করে আবার দিন।"
OLD_XLS = "এটি পুরোনো .xls ফাইল বা পাসওয়ার্ড দেওয়া; .xlsx হিসেবে সংরক্ষণ করে আবার দিন।"
NOT_OURS = "ফাইলটি এই তালিকা থেকে নেওয়া নয়: চাবির কলাম নেই। আগে “XLSX নিন” চেপে তালিকাটি নিন।"
_SAID = {
    TOO_LONG: "ফাইলটি একবারে আনার পক্ষে বেশি বড়; কম সারি নিয়ে আবার দিন।",
    TANGLED: "ফাইলটির গঠন এত জটিল যে পড়া গেল না; তালিকাটি আবার নিয়ে তাতে লিখুন।",
    REFUSED: "ফাইলটি নিরাপদ নয় বলে পড়া হয়নি; তালিকাটি আবার নিয়ে তাতে লিখুন।",
}


class BadWorkbook(ValueError):
    """The file cannot be read at all; the message is Bengali and fit to show."""


@dataclass
class Asked:
    """A row of the sheet: its number, its key, and what its filled cells ask for, by their headings."""

    row: int
    key: exchange.Key | None = None
    values: dict = field(default_factory=dict)
    # Why it cannot be taken over, a sentence each.
    wrong: list = field(default_factory=list)
    # The headings of the cells that were typed in Bijoy.
    converted: list = field(default_factory=list)


def read(data):
    """[Asked] of the bytes of a workbook, its empty rows left out. Raises BadWorkbook.

    Only the cells of one sheet are read: links to other files, names, macros, pictures are not.
    """
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise BadWorkbook(OLD_XLS)
    if len(data) > LARGEST:
        raise BadWorkbook(_SAID[TOO_LONG])
    try:
        book = openpyxl.load_workbook(
            io.BytesIO(_only_xml(data)), read_only=True, keep_links=False, data_only=False
        )
        asked = _rows(book)
    except BadPaste as refused:
        raise BadWorkbook(_SAID.get(str(refused), NOT_XLSX)) from refused
    except BadWorkbook:
        raise
    except Exception as error:  # a broken file breaks these libraries in every way there is
        raise BadWorkbook(NOT_XLSX) from error
    _name_twins(asked)
    return asked


def _only_xml(data):
    """The archive anew with what was looked through, and nothing else."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(kept, "w") as clean:
        look_through(archive, len(data))
        for file in archive.infolist():
            if file.filename.lower().endswith((".xml", ".rels")):
                clean.writestr(file.filename, archive.read(file))
    return kept.getvalue()


def _rows(book):
    for sheet in book.worksheets:
        # What a file says of its size is not believed.
        sheet.reset_dimensions()
        rows = sheet.iter_rows(max_row=MOST_ROWS_LOOKED_AT, max_col=MOST_COLUMNS)
        first = next(rows, ())
        places = {_heading(cell): place for place, cell in enumerate(first) if _heading(cell)}
        if KEY in places:
            return _asked(rows, places)
    raise BadWorkbook(NOT_OURS)


def _heading(cell):
    text = " ".join(normalise(cell.value).split()) if isinstance(cell.value, str) else ""
    return text if text in HEADINGS else ""


def _asked(rows, places):
    found = []
    for number, cells in enumerate(rows, 2):
        told = {
            heading: cells[place]
            for heading, place in places.items()
            if place < len(cells) and cells[place].value not in (None, "")
        }
        if not told:
            continue
        if len(found) == MOST_LINES:
            raise BadWorkbook(f"একটি ফাইলে সর্বোচ্চ {to_bengali(MOST_LINES)}টি সারি আনা যায়।")
        found.append(_row(number, told))
    return found


def _row(number, told):
    asked = Asked(number)
    cell = told.get(KEY)
    asked.key = exchange.read_key(cell.value) if cell and isinstance(cell.value, str) else None
    if asked.key is None:
        asked.wrong.append("অচেনা সারি: লুকানো চাবি নেই বা বদলে গেছে। নতুন সারি যোগ করা যায় না।")
        return asked
    for heading in EDITABLE:
        if heading not in told:
            continue
        try:
            value = _READ[heading](told[heading], asked, heading)
        except ValueError as wrong:
            asked.wrong.append(f"“{heading}”: {wrong}")
        else:
            if value not in (None, ""):
                asked.values[heading] = value
    return asked


def _name_twins(asked):
    first = {}
    for each in asked:
        if each.key is None:
            continue
        other = first.setdefault(each.key.pk, each.row)
        if other != each.row:
            each.wrong.append(f"একই কাজ {to_bengali(other)} নম্বর সারিতেও আছে; একটি রাখুন।")


def _plain(cell):
    """What stands in a cell: a text, a number or a day."""
    if cell.data_type == "f":
        raise ValueError("সূত্র লেখা আছে; সূত্র নয়, লেখা বা মান দিন।")
    if cell.data_type == "e" or isinstance(cell.value, bool):
        raise ValueError("ঘরটিতে এক্সেলের ত্রুটি বা হ্যাঁ/না আছে; লেখা বা মান দিন।")
    return cell.value


def _text(cell, asked, heading):
    value = _plain(cell)
    if isinstance(value, datetime | date):
        raise ValueError("এখানে তারিখ নয়, লেখা হবে।")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value)
    in_font = kind_of(cell.font.name if cell.font else None) == "bijoy"
    if (in_font and not re.search("[ঀ-৿]", text)) or looks_like_bijoy(text):
        text = from_bijoy(text, force=in_font)
        asked.converted.append(heading)
    text = " ".join(normalise(text).split())
    if len(text) > LONGEST:
        raise ValueError(f"লেখাটি {to_bengali(LONGEST)} অক্ষরের বেশি।")
    return text


def _day(cell, asked, heading):
    value = _plain(cell)
    if isinstance(value, datetime):
        day = value.date()
    elif isinstance(value, str):
        if not value.strip():
            return None
        day = parse_date(normalise(value))
    else:
        raise ValueError(f"“{to_bengali(value)}” তারিখ নয়; ২৯/১০/২০২৬ এভাবে লিখুন।")
    if day.year not in YEARS:
        raise ValueError(f"“{to_bengali(day.year)}” সালটি ঠিক নয়।")
    return day


def _step(cell, asked, heading):
    value = _plain(cell)
    if isinstance(value, str):
        text = normalise(value).strip().removesuffix("%").strip()
        if not text:
            return None
        value = parse_int(text)
    elif "%" in (cell.number_format or "") and isinstance(value, int | float) and value <= 1:
        value = round(value * 100, 6)
    if isinstance(value, datetime | date) or value not in STEPS:
        shown = to_bengali(value).removesuffix(".০")
        raise ValueError(f"“{shown}” নয়; অগ্রগতি ০, ২৫, ৫০, ৯০ বা ১০০ শতাংশ।")
    return int(value)


def _one_of(words):
    by_key = {fold(word): value for word, value in words.items()}

    def read_choice(cell, asked, heading):
        text = _text(cell, asked, heading)
        if text and fold(text) not in by_key:
            raise ValueError(f"“{text}” নয়; {', '.join(words)}: এগুলোর একটি লিখুন।")
        return by_key.get(fold(text), "")

    return read_choice


_READ = {
    KIND: _one_of(KIND_WORDS),
    ROLL_UP: _one_of(ROLL_UP_WORDS),
    OWNER: _text,
    DUE: _day,
    ACT: _one_of(ACT_WORDS),
    REASON: _text,
    PROGRESS: _step,
    TEXT: _text,
    DONE_ON: _day,
}
