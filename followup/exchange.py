"""The list of shares as a spreadsheet (XLSX) that comes back: its columns, its hidden key, its writing."""

from copy import copy
from dataclasses import dataclass
from datetime import date

import openpyxl
from django.core import signing
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from bangla.text import storable
from followup import edits
from followup.models import STEPS, Kind, RollUp
from papers import spreadsheets

SHEET = "করণীয়"
KEY = "চাবি (বদলাবেন না)"
_SALT = "followup.exchange"

TEND, ANSWER = "can_tend", "can_answer"

ACT_WORDS = {"যাচাই": edits.VERIFY, "ফেরত": edits.SEND_BACK}
KIND_WORDS = {label: value for value, label in Kind.choices}
ROLL_UP_WORDS = {label: value for value, label in RollUp.choices}


@dataclass(frozen=True)
class Column:
    """A column: its heading, its width in letters, what of a Line stands in it, who may change it."""

    heading: str
    width: int
    told: object
    editable: str = ""
    look: str = "General"
    choices: tuple = ()


DUE, OWNER, KIND, ROLL_UP = "শেষ তারিখ", "দায়িত্বপ্রাপ্ত", "ধরন", "যেভাবে গোনা হবে"
ACT, REASON = "শাখার কাজ", "কারণ"
PROGRESS, TEXT, DONE_ON = "নতুন অগ্রগতি (%)", "নতুন উত্তর", "সম্পন্ন হওয়ার তারিখ"

COLUMNS = [
    Column(KEY, 12, lambda line: key_of(line)),
    Column("কার্যালয়", 24, lambda line: line.asking_office),
    Column("কমিটি", 24, lambda line: line.committee),
    Column("স্মারক", 20, lambda line: line.memo),
    Column("সিদ্ধান্ত নম্বর", 11, lambda line: line.label),
    Column("সিদ্ধান্ত", 50, lambda line: line.asks),
    Column(KIND, 18, lambda line: line.kind_word, TEND, choices=tuple(KIND_WORDS)),
    Column(ROLL_UP, 18, lambda line: line.roll_up_word, TEND, choices=tuple(ROLL_UP_WORDS)),
    Column(OWNER, 32, lambda line: owner_typed(line), TEND),
    Column(DUE, 13, lambda line: line.due_on, TEND, look=spreadsheets.DATE_LOOK),
    Column("অনুমিত তারিখ", 10, lambda line: "হ্যাঁ" if line.is_implied else ""),
    Column("অবস্থা", 20, lambda line: line.state_word),
    Column("অগ্রগতি (%)", 10, lambda line: line.progress, look="0"),
    Column("দেরি (দিন)", 10, lambda line: line.days_late, look="0"),
    Column("শেষ উত্তর", 40, lambda line: line.said),
    Column(ACT, 11, lambda line: "", TEND, choices=tuple(ACT_WORDS)),
    Column(REASON, 30, lambda line: "", TEND),
    Column(PROGRESS, 12, lambda line: None, ANSWER, look="0", choices=tuple(map(str, STEPS))),
    Column(TEXT, 40, lambda line: "", ANSWER),
    Column(DONE_ON, 15, lambda line: None, ANSWER, look=spreadsheets.DATE_LOOK),
]
HEADINGS = [column.heading for column in COLUMNS]
EDITABLE = [column.heading for column in COLUMNS if column.editable]

HELP = [
    "সবুজ ঘরগুলোই বদলানো যায়; অন্য ঘরে যা-ই লিখুন, ফেরত আনার সময় তা ধরা হয় না।",
    "খালি ঘর মানে যেমন আছে তেমনই থাকবে; ঘর খালি করে কিছু মোছা যায় না।",
    "তারিখ বদলালে “কারণ” লিখুন; যে তারিখ অনুমিত, তা প্রথমবার বদলাতে কারণ লাগে না।",
    "দায়িত্বপ্রাপ্ত: পদ ও কার্যালয় লিখুন, যেমন “উপজেলা নির্বাহী অফিসার, উপজেলা কার্যালয়, …”। "
    f"পোর্টালে হিসাব নেই এমন কেউ হলে আগে “{edits.OUTSIDE}” লিখুন।",
    "শাখার কাজ: “যাচাই” বা “ফেরত”; ফেরত দিলে কারণ লিখুন।",
    "নতুন উত্তর দেবেন দায়িত্বপ্রাপ্ত কার্যালয়: অগ্রগতি ০, ২৫, ৫০, ৯০ বা ১০০ এবং এক বাক্যে কী হয়েছে। "
    "১০০ বা সম্পন্ন হওয়ার তারিখ লিখলে তা সম্পন্ন দাবি।",
    "প্রথম (লুকানো) কলামের চাবি বদলাবেন না; নতুন সারি যোগ করা যায় না।",
    "ফাইলটি আবার পোর্টালে দিলে আগে দেখানো হবে কী কী বদলাবে; আপনি “প্রয়োগ করুন” না চাপা পর্যন্ত কিছু বদলায় না।",
]


@dataclass(frozen=True)
class Key:
    """Which share a row is, and how that stood when it was written."""

    pk: int
    version: int
    matter_version: int
    turn: int
    due_on: str
    owner: str
    kind: str
    roll_up: str


def key_of(line):
    stood = [
        line.pk, line.version, line.matter_version, line.turn,
        line.due_on.isoformat() if line.due_on else "", owner_typed(line), line.kind, line.roll_up,
    ]  # fmt: skip
    return signing.dumps(stood, salt=_SALT, compress=True)


def read_key(text):
    """The Key of a cell, or None of what this portal has not written."""
    try:
        return Key(*signing.loads(text, salt=_SALT))
    except (signing.BadSignature, TypeError, ValueError):
        return None


def owner_typed(line):
    """An owner as a cell has it, so that it is read back as the same."""
    if line.post_id:
        return line.owner
    return f"{edits.OUTSIDE} {line.owner}" if line.outsider else ""


def workbook(lines):
    """The lines as the bytes of a workbook; what its reader may not change is locked."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = SHEET
    _head(sheet)
    looks = {}
    for row, line in enumerate(lines, 2):
        for place, column in enumerate(COLUMNS, 1):
            is_open = bool(column.editable) and getattr(line, column.editable)
            _fill(sheet.cell(row, place), column, column.told(line), is_open, looks)
    sheet.column_dimensions["A"].hidden = True
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"B1:{get_column_letter(len(COLUMNS))}{len(lines) + 1}"
    _protect(sheet)
    _offer_choices(sheet, len(lines) + 1)
    rules = book.create_sheet("নিয়ম")
    spreadsheets.fill(rules, [("কীভাবে পূরণ করবেন", 110)], [[rule] for rule in HELP])
    return spreadsheets.bytes_of(book)


def _head(sheet):
    for place, column in enumerate(COLUMNS, 1):
        cell = sheet.cell(1, place, storable(column.heading))
        cell.font = Font(bold=True)
        cell.alignment = Alignment(vertical="top", wrap_text=True)
        sheet.column_dimensions[get_column_letter(place)].width = column.width


def _fill(cell, column, value, is_open, looks):
    if isinstance(value, date | int):
        cell.value = value
    elif value:
        # A text for certain: what a person typed is never a formula, nor becomes one when it is edited.
        cell.value = storable(value)
        cell.data_type = "s"
    elif not is_open:
        return
    quoted = isinstance(value, str) and value[:1] in ("=", "+", "-", "@")
    look = (column.look, is_open, quoted)
    if look not in looks:
        cell.number_format = column.look
        cell.alignment = Alignment(vertical="top", wrap_text=True)
        cell.protection = Protection(locked=not is_open)
        cell.quotePrefix = quoted
        if is_open:
            cell.fill = PatternFill("solid", fgColor="E9F2ED")
        looks[look] = cell._style
    cell._style = copy(looks[look])


def _protect(sheet):
    told = sheet.protection
    told.sheet = True
    # Looking at it in another order or width changes nothing.
    told.autoFilter = told.sort = told.formatColumns = told.formatRows = False


def _offer_choices(sheet, last):
    for place, column in enumerate(COLUMNS, 1):
        if not column.choices or last < 2:
            continue
        choices = DataValidation(
            type="list", formula1=f'"{",".join(column.choices)}"', allow_blank=True
        )
        letter = get_column_letter(place)
        choices.add(f"{letter}2:{letter}{last}")
        sheet.add_data_validation(choices)
