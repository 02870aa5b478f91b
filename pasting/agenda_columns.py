"""Which of the pasted tables is the agenda, and what each of its columns holds.

`agenda_in` finds the table of the agenda among those pasted (pasting.tables) and joins its parts;
`columns_of` tells from the headings what each column holds; `body_of` are the rows below them.
"""

import re
from itertools import pairwise

from bangla.digits import to_ascii
from bangla.text import fold
from pasting.grid import Table, blocks
from pasting.limits import BadPaste
from pasting.notes import Note

NO_TABLE = "লেখার মধ্যে কোনো ছক পাওয়া যায়নি। ওয়ার্ড, এক্সেল বা ওয়েব পাতা থেকে পুরো ছকটি কপি করে এখানে পেস্ট করুন।"


# --- Columns ---------------------------------------------------------------------------------

# A heading is short and is no sentence.
LONGEST_HEADING = 60
# Rows of a table in which its headings are looked for: a title may stand above them.
HEADINGS_WITHIN = 6

_TOPIC = "(?:বিষয়|সূচি|সূচী|এজেন্ডা|শিরোনাম|সূচক|agenda|topic|subject)"
_SAID = "(?:আলোচনা|পর্যালোচনা|discussion)"
# What a heading means: the first that fits. None is a column minutes have no place for.
_HEADINGS = [
    (None, "সময়সীমা|সময় সীমা|মেয়াদ|তারিখ|deadline"),
    ("progress", "অগ্রগতি|মন্তব্য|বর্তমান অবস্থা|গৃহীত (?:ব্যবস্থা|কার্যক্রম|পদক্ষেপ)|progress|remark"),
    ("implementer", "বাস্তবায়ন|দায়িত্ব|implement|responsib"),
    ("topic_and_discussion", f"{_TOPIC}.*(?:ও|এবং|/|and).*{_SAID}|{_SAID} ?(?:ও|এবং|/|and) ?.*{_TOPIC}"),
    ("decision", "সিদ্ধান্ত|সুপারিশ|decision"),
    ("topic", _TOPIC),
    ("discussion", _SAID),
    ("serial", r"(?:ক্রম|ক্রমিক|ক্র|sl|serial)(?:[ /]*(?:নং|নম্বর|নাম্বার|সংখ্যা|no))?|নং|নম্বর|no|#"),
]  # fmt: skip
_HEADINGS = [
    (key, re.compile(fold(pattern) if key != "serial" else f"^(?:{fold(pattern)})$"))
    for key, pattern in _HEADINGS
]
# Headings of tables that are not the agenda: attendance, copy lists.
_FOREIGN = re.compile(fold("নাম|পদবি|পদবী|স্বাক্ষর|মোবাইল|ফোন|ই-মেইল|উপস্থিত"))

SERIAL = re.compile(r"[\[(]?\s*(?:[০-৯]{1,3}|[0-9]{1,3})\s*[\])।.:,]*")


# Columns that name what an item is about; the form of some offices has none.
TOPICS = {"topic", "topic_and_discussion"}


def columns_of(rows, expected=()):
    """What each column of a table holds: a key of the format for each, "" where nobody can tell.

    `expected` are the column keys of the meeting's own paper: a table without headings that has as
    many columns is taken for one like it.
    """
    _, _, keys = _headings(rows)
    width = len(rows[0]) if rows else 0
    if keys is None:
        keys = _guessed(rows, width, list(expected))
    has_topics = not expected or TOPICS & set(expected) or "discussion" not in expected
    if has_topics and "discussion" in keys and not TOPICS & set(keys):
        keys[keys.index("discussion")] = "topic_and_discussion"
    if "topic_and_discussion" in expected and "topic" in keys and "discussion" not in keys:
        # The office writes both in one cell, whatever it calls the column.
        keys[keys.index("topic")] = "topic_and_discussion"
    return keys


def headings_of(rows):
    """The headings of a table as printed, one a column; "" where there is none."""
    first, after, keys = _headings(rows)
    if keys is None:
        return [""] * (len(rows[0]) if rows else 0)
    return [" ".join(filter(None, column)) for column in zip(*rows[first:after], strict=True)]


def _headings(rows):
    """(first heading row, first row after the headings, keys), or (0, 0, None) without headings."""
    for first, row in enumerate(rows[:HEADINGS_WITHIN]):
        if not _is_heading(row):
            continue
        keys, after = [_key_of(cell) for cell in row], first + 1
        # A second row of headings under cells that span columns.
        while after < len(rows) and _is_heading(rows[after]):
            keys = [key or _key_of(cell) for key, cell in zip(keys, rows[after], strict=True)]
            after += 1
        return first, after, _without_gaps(rows, first, after, keys)
    return 0, 0, None


def _is_heading(row):
    told = [cell for cell in row if cell]
    keys = {key for cell in told if (key := _key_of(cell))}
    return (
        len(keys) >= 2
        and 2 * len(keys) >= len(told)
        and all(len(cell) <= LONGEST_HEADING and not cell.endswith("।") for cell in told)
        and not SERIAL.fullmatch(told[0])
    )


def _key_of(heading):
    """The column key a heading means, or "" if it means none."""
    text = re.sub(r"[ঃ:।.,;*()\[\]_-]+", " ", fold(heading).replace("ক্রঃ", "ক্র "))
    text = " ".join(text.split())
    for key, pattern in _HEADINGS:
        if text and pattern.search(text):
            return key or ""
    return ""


def _without_gaps(rows, first, after, keys):
    """Keys for columns without a heading, and each key once."""
    found = []
    for column, key in enumerate(keys):
        has_heading = any(row[column] for row in rows[first:after])
        if key in found:
            # Two columns of one kind: the second is left for a person to name.
            key = ""
        elif not has_heading:
            below = [row[column] for row in rows[after:] if row[column]]
            if not column and below and all(map(SERIAL.fullmatch, below)):
                key = "serial"
            elif column and below:
                key = found[-1]  # one heading over several columns
        found.append(key)
    return found


def _guessed(rows, width, expected):
    if width == len(expected):
        return expected
    first = [row[0] for row in rows if row[0]]
    serial = ["serial"] if first and all(map(SERIAL.fullmatch, first)) else []
    rest = {
        1: ["topic"],
        2: ["topic", "decision"],
        3: ["topic", "decision", "implementer"],
        4: ["topic", "discussion", "decision", "implementer"],
    }
    left = width - len(serial)
    return serial + rest.get(left, rest[4] + [""] * (left - 4))


# --- The table of the agenda -----------------------------------------------------------------

AGENDA = {"topic", "topic_and_discussion", "discussion", "decision"}


def agenda_in(tables, expected=()):
    """(rows of the agenda with its headings: a Table, how many other tables there were). Raises
    BadPaste.

    A table that page ends have split is joined: parts with the same headings, or without headings
    and as wide. Rows keep their headings; `items_of` leaves them out. The notes of the Table tell
    of the other tables and of the lines beside them, too.
    """
    # A single column is an indented paragraph or a frame.
    wide = [rows for rows in tables if len(_used(rows)) > 1]
    if not wide:
        raise BadPaste(NO_TABLE)
    start = _first_agenda(wide, expected)
    parts = [wide[start]]
    agenda = Table(wide[start], notes=getattr(wide[start], "notes", ()))
    for part in wide[start + 1 :]:
        if not _goes_on(agenda, part):
            break
        agenda.notes += [
            note._replace(row=note.row + len(agenda)) for note in getattr(part, "notes", ())
        ]
        agenda += part
        parts.append(part)
    used = _used(agenda)
    agenda[:] = [[row[column] for column in used] for row in agenda]
    others = _others(tables, parts)
    agenda.notes += [Note("other", _beside(rows)) for rows in others]
    agenda.notes += [note for rows in others for note in _as_left(rows)]
    agenda.notes += [Note("outside", line) for line in getattr(tables, "outside", ())]
    agenda.notes += getattr(tables, "notes", ())
    return agenda, sum(rows in wide for rows in others)


def _others(tables, parts):
    """The tables that are no part of the agenda, nor stand in it."""
    inside = {id(part) for part in parts}
    for rows in tables:
        if id(getattr(rows, "within", None)) in inside:
            inside.add(id(rows))
    return [rows for rows in tables if id(rows) not in inside]


def _beside(rows):
    """The text of a table without that of the tables in it."""
    cells = (block for row in rows for cell in row for block in blocks(cell))
    return " ".join(block for block in cells if isinstance(block, str))


def _as_left(rows):
    """What the words of a table that is left out are held against: not what its program drew."""
    return [note._replace(row=None) for note in getattr(rows, "notes", ()) if note.added]


def _used(rows):
    """The columns that hold anything."""
    return [column for column in range(len(rows[0])) if any(row[column] for row in rows)]


def _first_agenda(tables, expected):
    for index, rows in enumerate(tables):
        keys = _headings(rows)[2]
        if keys and len(AGENDA & set(keys)) >= 2:
            return index
    alike = [rows for rows in tables if len(rows[0]) == len(expected) and not _is_foreign(rows)]
    candidates = alike or [rows for rows in tables if not _is_foreign(rows)] or tables
    return tables.index(
        max(candidates, key=lambda rows: sum(map(len, "".join(map("".join, rows)))))
    )


def _is_foreign(rows):
    told = [cell for cell in rows[0] if cell]
    return (
        all(len(cell) <= LONGEST_HEADING for cell in told)
        and sum(bool(_FOREIGN.search(fold(cell))) for cell in told) >= 2
    )


def _goes_on(rows, part):
    """Whether a table goes on in this one."""
    keys, own = _headings(rows)[2], _headings(part)[2]
    if len(part[0]) != len(rows[0]):
        return False
    if own is not None:
        return own == keys
    if _is_foreign(part):
        return False
    if keys and "serial" in keys:
        column = keys.index("serial")
        return all(SERIAL.fullmatch(row[column]) for row in part if row[column])
    return True


def body_of(rows):
    """The rows of a table without its headings, those repeated on other pages and column numbers."""
    return [rows[place] for place in body_places(rows)]


def body_places(rows):
    """Where in a table the rows of `body_of` stand."""
    first, after, keys = _headings(rows)
    if keys is None:
        return list(range(len(rows)))
    headings = {tuple(map(fold, row)) for row in rows[first:after]}
    body, under_heading = [], True
    for place, row in enumerate(rows[after:], after):
        if tuple(map(fold, row)) in headings or (
            _is_heading(row) and [_key_of(cell) for cell in row] == keys
        ):
            under_heading = True
        elif any(row) and not (under_heading and _numbers_columns(row)):
            body.append(place)
            under_heading = False
    return body


def _numbers_columns(row):
    """Whether a row is ১ ২ ৩ ৪ under the headings; some cells of it may be blank."""
    told = [cell for cell in row if cell]
    if len(told) < 2 or not all(map(SERIAL.fullmatch, told)):
        return False
    numbers = [int(re.search("[0-9]+", to_ascii(cell)).group()) for cell in told]
    return all(after == before + 1 for before, after in pairwise(numbers))
