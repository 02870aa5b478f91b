"""A table and its notes as a page carries them from step to step: JSON, which is looked at again."""

import json

from pasting.grid import Covered, Table
from pasting.limits import MOST_COLUMNS, MOST_ROWS
from pasting.notes import GONE, KEPT, Note, said_of

# Before the text of a cell that a merged one above covers.
_COVERED = "\x1c"
# Letters of a note that a page shows and carries.
LONGEST_NOTE = 1_000
MOST_NOTES = 2_000


def packed(rows):
    return json.dumps([[_pack(cell) for cell in row] for row in rows], ensure_ascii=False)


def _pack(cell):
    if isinstance(cell, Covered) and cell.above:
        return f"{_COVERED}{cell.text}"
    return str(cell)


def packed_notes(notes):
    """Those notes that say something, short enough to be carried: the count of their words stays."""
    told = [note for note in notes if said_of(note.kind)]
    rest = {}
    for note in told[MOST_NOTES:]:
        rest.setdefault(note.kind, []).append(note)
    short = [
        note._replace(text=note.text[:LONGEST_NOTE], words=note.count())
        for note in told[:MOST_NOTES]
    ]
    short += [
        Note(kind, "…", None, "", sum(note.count() for note in found))
        for kind, found in rest.items()
    ]
    return json.dumps(short, ensure_ascii=False)


def unpacked(text, notes="[]"):
    """The Table that the page carries, or an empty one where it is none."""
    rows = _read(text)
    if not isinstance(rows, list) or not 0 < len(rows) <= MOST_ROWS:
        return Table()
    if not all(isinstance(row, list) and len(row) == len(rows[0]) for row in rows):
        return Table()
    if not 0 < len(rows[0]) <= MOST_COLUMNS:
        return Table()
    if not all(isinstance(cell, str) for row in rows for cell in row):
        return Table()
    return Table([[_unpack(cell) for cell in row] for row in rows], notes=_notes(notes))


def _unpack(cell):
    if cell.startswith(_COVERED):
        return Covered(cell[1:], above=True)
    return cell


def _notes(text):
    told = _read(text)
    if not isinstance(told, list) or len(told) > 2 * MOST_NOTES:
        return []
    return [Note(*each) for each in told if _is_note(each)]


def _is_note(each):
    return (
        isinstance(each, list)
        and len(each) == len(Note._fields)
        and all(isinstance(each[place], str) for place in (0, 1, 3))
        and all(each[place] is None or type(each[place]) is int for place in (2, 4))
        and each[0] in GONE | KEPT
    )


def _read(text):
    try:
        told = json.loads(text)
        json.dumps(told, ensure_ascii=False).encode()  # which half a pair of surrogates refuses
    except (ValueError, RecursionError):
        return None
    return told
