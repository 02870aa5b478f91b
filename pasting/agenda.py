"""The agenda in what a browser sent: a clipboard as HTML and text, or a file."""

from collections import Counter

from bangla.digits import to_bengali
from bangla.text import fold, words
from pasting.agenda_columns import NO_TABLE, agenda_in
from pasting.building import Reading
from pasting.grid import plain
from pasting.limits import BadPaste
from pasting.notes import GONE, Note
from pasting.numbered import table_in_lines
from pasting.tables import first_found, tables_in_file, tables_in_html, tables_in_text
from pasting.text import lines_told


def agenda_pasted(html, text, expected=()):
    """(rows, how many other tables) as `agenda_in` tells, of a clipboard. Raises BadPaste."""
    of_html = first_found(
        lambda: _wide(tables_in_html(html)),
        lambda: _wide(tables_in_text(text)),
        lambda: _numbered(lines_told(text)),
    )
    if of_html is None:
        raise BadPaste(NO_TABLE)
    rows, others = agenda_in(of_html, expected)
    if text.strip() and of_html.source:
        rows.notes += _disagreement(of_html, text)
    return rows, others


def agenda_in_upload(file, expected=()):
    """The same of an uploaded file."""
    reading = tables_in_file(file)
    if not _wide(reading):
        reading = _numbered(reading.outside) or reading
    return agenda_in(reading, expected)


def _wide(reading):
    """A Reading if it has a table of more than one column."""
    return reading if any(len(rows[0]) > 1 for rows in reading) else None


def _numbered(lines):
    table, beside = table_in_lines(lines)
    if table is None:
        return None
    reading = Reading()
    reading.append(table)
    reading.outside = beside
    return reading


# What a person does not see, and a clipboard's text does not hold.
_UNSEEN = {
    "deleted",
    "moved",
    "hidden",
    "hidden_row",
    "hidden_column",
    "comment",
    "picture",
    "field_code",
}


def _disagreement(reading, text):
    """Notes of the words that stand only in one of a clipboard's two forms, its HTML and its text.

    The browser sends the tables of the HTML alone: what the text has besides stood beside them.
    """
    outer = [table for table in reading if table.within is None]
    notes = [note for table in outer for note in table.notes] + reading.notes
    there = Counter()
    for told in [
        *(plain(cell) for table in outer for row in table for cell in row),
        *reading.outside,
    ]:
        there.update(words(fold(told)))
    for note in notes:
        there.subtract(words(fold(note.added)))
        if note.kind in GONE and note.kind not in _UNSEEN:
            there.update(words(fold(note.text)))
    # Some programs put what they hide, and all of them what they draw, into the text all the same.
    unseen = Counter()
    for note in notes:
        told = note.text if note.kind in _UNSEEN else note.added if note.kind == "drawn" else ""
        unseen.update(words(fold(told)))
    found = []
    for line in text.splitlines():
        beside = []
        for word in words(fold(line)):
            if there[word] > 0:
                there[word] -= 1
            elif unseen[word] > 0:
                unseen[word] -= 1
            else:
                beside.append(word)
        if beside:
            is_whole = len(beside) == len(words(fold(line)))
            found.append(Note("outside", " ".join(line.split()) if is_whole else " ".join(beside)))
    only_html = [word for word, count in there.items() for _ in range(count)]
    return found + ([Note("not_in_text", to_bengali(" ".join(only_html)))] if only_html else [])
