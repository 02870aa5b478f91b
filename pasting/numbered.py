"""Plain numbered text, ১। … (ক) … ২। …, as the rows of an agenda."""

import re

from bangla.digits import to_ascii
from pasting.grid import Table, one_line
from pasting.limits import MOST_ROWS, TOO_LONG, BadPaste
from pasting.notes import Note
from pasting.tables import in_unicode

# A number before a line; | is the danda of old habits.
_NUMBERED = re.compile(
    r"(?P<opens>[\[(]?)\s*(?P<number>[০-৯0-9]{1,3})\s*(?P<sign>[।|.)\]:]+)\s*(?P<text>\S.*)?"
)
_LETTERED = re.compile(r"(?:\(\s*[ক-হ]\s*\)|[ক-হ][).।])\s*\S")
_SIGN = r"\s*(?:ঃ-|:-|[ঃ:–—-])\s*"
# What a line is about by the word before it.
_LABELS = {
    "decision": re.compile(rf"(?:গৃহীত\s+|সভার\s+)?সিদ্ধান্ত(?:সমূহ|গুলো)?{_SIGN}"),
    "discussion": re.compile(rf"(?:পর্যা)?আলোচনা{_SIGN}"),
    "implementer": re.compile(rf"(?:বাস্তবায়ন(?:কারী|ে)?|দায়িত্ব(?:প্রাপ্ত)?)(?:\s+(?:কর্মকর্তা|দপ্তর|কর্তৃপক্ষ))?{_SIGN}"),
    "progress": re.compile(rf"(?:বাস্তবায়ন\s+)?অগ্রগতি{_SIGN}"),
}  # fmt: skip
_HEADINGS = {
    "serial": "ক্রমিক",
    "discussion": "আলোচ্য বিষয় ও আলোচনা",
    "decision": "সিদ্ধান্ত",
    "implementer": "বাস্তবায়নকারী",
    "progress": "অগ্রগতি",
}


def table_in_lines(lines):
    """(the Table that numbered lines come to, the lines beside it), or (None, lines).

    Raises BadPaste. The numbers count up by one, in one style. Lines that belong to none of them stay outside:
    those before the first, and those behind the last and a blank line.
    """
    lines = [one_line(line) for line in lines]
    rows, changed = in_unicode([[line] for line in lines])
    told = [line for (line,) in rows]
    starts = _starts(told)
    has_labels = any(_labelled(line) for line in told)
    if len(starts) < 2 and not (starts and has_labels):
        return None, [line for line in told if line]
    if len(starts) >= MOST_ROWS:
        raise BadPaste(TOO_LONG)
    first, end = starts[0][0], _end(told, starts[-1][0])
    body = told[first:end]
    rows, notes = [], [Note("from_text", "")]
    begins = dict(starts)
    for place, line in enumerate(body, first):
        if place in begins:
            number, line = begins[place]
            rows.append({"serial": number})
            section, is_decided = "discussion", _is_decided(told, place, begins, end)
        section, line, label = _section(line, section, is_decided=is_decided)
        if label:
            notes.append(Note("heading", label, len(rows)))
        if line:
            rows[-1][section] = "\n".join(filter(None, [rows[-1].get(section), line]))
    keys = [key for key in _HEADINGS if any(key in row for row in rows)]
    notes += [Note("drawn", "", 0, _HEADINGS[key]) for key in keys]
    notes += [Note("bijoy", before, None, after) for before, after in changed]
    table = Table([[_HEADINGS[key] for key in keys]], notes=notes)
    table += [[row.get(key, "") for key in keys] for row in rows]
    beside = told[:first] + told[end:]
    return (table if len(keys) > 1 else None), [line for line in beside if line]


def _starts(lines):
    """[(place, (number, text)), …] of the lines that begin a row."""
    found, style, expected = [], None, None
    for place, line in enumerate(lines):
        match = _NUMBERED.fullmatch(line)
        if not match:
            continue
        number, own = int(to_ascii(match["number"])), (match["opens"], match["sign"])
        if style is None or (own == style and number == expected):
            style, expected = own, number + 1
            text = match["text"] or ""
            printed = line[: len(line) - len(text)].strip().replace("|", "।")
            found.append((place, (printed, text)))
    return found


def _end(lines, last):
    """Where the last row ends: at a blank line with prose behind it."""
    for place in range(last + 1, len(lines)):
        if lines[place] or not place + 1 < len(lines):
            continue
        following = lines[place + 1]
        if following and not (_LETTERED.match(following) or _labelled(following)):
            return place
    return len(lines)


def _is_decided(lines, place, begins, end):
    """Whether the row that begins there says which of its lines are its decision."""
    for at in range(place + 1, end):
        if at in begins:
            return False
        if _labelled(lines[at])[:1] == ("decision",):
            return True
    return False


def _labelled(line):
    for key, pattern in _LABELS.items():
        if found := pattern.match(line):
            return key, found[0]
    return ()


def _section(line, section, *, is_decided):
    """(what a line is about, the line without the word that says so, that word)."""
    if found := _labelled(line):
        key, label = found
        return key, line[len(label) :], label
    if not is_decided and _LETTERED.match(line):
        return "decision", line, ""
    return section, line, ""
