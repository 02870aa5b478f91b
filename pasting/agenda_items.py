"""The rows of a pasted agenda become items, in the words of the interchange format.

All is pure, so a page can show what came out before anything is stored.
"""

import re
from typing import NamedTuple

from bangla.digits import letter, to_ascii, to_bengali
from pasting.agenda_columns import SERIAL, TOPICS, body_places
from pasting.grid import LINE, Covered, blocks, clean, ends_in_table, holds_table, plain
from pasting.notes import Note, lost

_CODE = re.compile(r"\[\s*([০-৯0-9]+(?:\.[০-৯0-9]+)+)\s*\]\s*")
_ENDED = re.compile(r"[।.?!:;)”\"'’]\s*$|[ঃ]\s*$")
# A line that cannot be the last one of an implementer.
_UNFINISHED = re.compile(r"(?:[,/–-]| ও| এবং)\s*$")

# What stands between a topic and what was said of it, in one cell.
_SEPARATOR = re.compile(r"\s*(?:ঃ-|:-|ঃ|:|–|—)(?:\s+|$)")
# Shortened words that end in a visarga of their own.
_SHORTENED = re.compile(
    r"(?:^|[\s(])(?:মোঃ|মো|মোসাঃ|মোছাঃ|ডাঃ|ক্রঃ|নিঃ|লিঃ|রেজিঃ|খ্রিঃ|প্রাঃ|তাং|নং|সং|ইং)\s*$"
)
LONGEST_TOPIC = 200

_LETTERS = {letter(number): number for number in range(1, 26)}
_MARKER = re.compile(
    r"(?:(?<=\s)|^)"
    r"(?:\(\s*(?P<in>[ক-হ]|[০-৯]{1,2}|[0-9]{1,2})\s*\)\s*"
    r"|(?P<before>[ক-হ]|[০-৯]{1,2}|[0-9]{1,2})\s?(?P<sign>[।)]\s*|\.\s+))"
)


class Agenda(NamedTuple):
    """What the rows of a table come to: items of the interchange format; which item, from 1 on,
    each row of the table went into; and notes of what was not taken over as it stood."""

    items: list
    places: dict
    notes: list


def items_of(rows, keys):
    """The agenda items of a table: a list of items of the interchange format."""
    return read_agenda(rows, keys).items


def read_agenda(rows, keys):
    """The Agenda of a table.

    `keys` name the columns ("" is not read; a key twice joins two columns). Text comes out
    normalised. A row that begins no item goes on with the one above it: with its sentence where a
    page end broke it, else with a further decision. A cell merged over the rows of several items
    serves each of them.
    """
    rows = [[clean(cell) for cell in row] for row in rows]
    body, notes, read = body_places(rows), [], []
    for place in body:
        cells = _by_key(rows[place], keys, lambda *told, at=place: notes.append(_note(at, *told)))
        if any(cells.values()):
            read.append((place, cells, _merged(rows[place], keys)))
    opened = [cells for _, cells, _ in read if _opens(cells, keys)]
    serials = sum(bool(cells.get("serial")) for cells in opened)
    numbered = serials > 0 and 3 * serials >= len(opened)
    drafts, places = [], {}
    for place, cells, merged in read:
        if not drafts or _begins_item(cells, keys, numbered=numbered):
            drafts.append(_Draft(has_serial="serial" in keys))
            cells = {key: text for key, text in merged.items() if key in _SHARED} | cells
        elif _opens(cells, keys) and drafts[-1].has_decided():
            notes.append(_note(place, "joined", plain(_opens(cells, keys))))
        drafts[-1].take(cells, place)
        places[place] = len(drafts)
    items = [draft.item(notes) for draft in drafts]
    return Agenda(items, places, notes + _unread(rows, keys, body, items, notes))


# What a cell over the rows of several items says of each of them.
_SHARED = {"topic", "topic_and_discussion", "discussion", "decision", "implementer", "progress"}


def _note(row, kind, text, added=""):
    return Note(kind, text, row, added)


def _merged(row, keys):
    """{key: what a cell above says of this row, too}."""
    return {
        key: cell.text
        for key, cell in zip(keys, row, strict=True)
        if key and isinstance(cell, Covered) and cell.above and cell.text
    }


def _unread(rows, keys, body, items, notes):
    """Notes of the headings and columns that are not read, and of words that are nowhere."""
    body = set(body)
    found = [
        Note("heading", plain(cell), place)
        for place, row in enumerate(rows)
        for cell in row
        if cell and place not in body
    ]
    found += [
        Note("column", plain(row[column]), place)
        for place, row in enumerate(rows)
        for column, key in enumerate(keys)
        if place in body and not key and row[column]
    ]
    source = [plain(cell) for row in rows for cell in row]
    missing = lost(source, [text for item in items for text in texts_of(item)], notes + found)
    return found + [Note("lost", word) for word in missing]


def texts_of(item):
    """Every text of an item that a paper can print, each once."""
    for block in item["discussion"]:
        if isinstance(block, str):
            yield block
        else:
            table = block["table"]
            yield from (cell for row in [table["head"] or [], *table["rows"]] for cell in row)
    for key in ("serial", "code", "topic", "topic_separator", "implementers_as_printed"):
        yield item.get(key) or ""
    for decision in item["decisions"]:
        yield from (decision["label"] or "", decision["text"], decision["progress"] or "")
        if not item.get("implementers_as_printed"):
            yield from decision["implementers"]


def _by_key(row, keys, tell):
    """{key: text} of a row, in plain text but for the discussion, in which a table may stand."""
    cells = {}
    for key, cell in zip(keys, row, strict=True):
        if not (key and cell):
            continue
        if key not in ("discussion", "topic_and_discussion"):
            if holds_table(cell):
                tell("flat_table", plain(cell))
            cell = plain(cell, between=" · ")
        before = cells.get(key)
        # A label in a column of its own, (ক) beside its text.
        apart = " " if before and _MARKER.fullmatch(before + " ") else "\n"
        cells[key] = f"{before}{apart}{cell}" if before else cell
    if cells.keys() == {"serial"} and SERIAL.fullmatch(cells["serial"]):
        # A number alone is a row of a form that was not filled in.
        tell("unfilled", cells["serial"])
        return {}
    return _serial_apart(cells, keys, tell)


# What can be a number of a row, however an office counts: ০১, ১.২, ক), ১/ক, A-3.
_NUMBER = re.compile(r"[\[(]?(?:[ক-হA-Za-z]?[-./]?[০-৯0-9]{1,4}(?:[-./][০-৯0-9ক-হA-Za-z]{1,3})*|[ক-হA-Za-z]|[ivxIVX]{1,5})[\])।.:,]*")  # fmt: skip
_NUMBER_AND_TEXT = re.compile(rf"({SERIAL.pattern})(?<=[\s\])।.:,])\s*(\S.*)", re.DOTALL)


def _serial_apart(cells, keys, tell):
    """The cells of a row, with what stands in its serial column and is no number where it belongs:
    it is the topic of a row without one, else the first of what was said."""
    serial = cells.get("serial", "")
    if not serial or _NUMBER.fullmatch("".join(serial.split())):
        return cells
    found = _NUMBER_AND_TEXT.fullmatch(serial)
    number, text = found.groups() if found else ("", serial)
    cells["serial"] = number.strip()
    if not _opens(cells, keys):
        cells["title" if TOPICS & set(keys) or "discussion" not in keys else "discussion"] = text
        if len(cells) > 2 or number:
            tell("serial_text", text)
        return cells
    tell("serial_text", text)
    key = "topic_and_discussion" if "topic_and_discussion" in cells else "discussion"
    order = [cells.get(key), text] if key == "topic_and_discussion" else [text, cells.get(key)]
    cells[key] = "\n".join(filter(None, order))
    return cells


def _opens(cells, keys):
    """What a row of a table begins an item with: its topic or, in a form without, what was said."""
    if not TOPICS & set(keys):
        return cells.get("discussion", "")
    return cells.get("topic_and_discussion") or cells.get("topic") or ""


def _begins_item(cells, keys, *, numbered):
    if {"serial", "title"} & cells.keys():
        return True
    # In a numbered table a row without a number goes on with the one above it.
    return bool(_opens(cells, keys)) and not numbered


class _Draft:
    """An item while its rows are read."""

    def __init__(self, *, has_serial):
        self.has_serial = has_serial
        self.serial = self.topic = self.shared = self.discussion = ""
        self.entries = []  # the cells of each row that decided something
        self.row = None  # the first

    def take(self, cells, row):
        self.row = row if self.row is None else self.row
        self.serial = self.serial or " ".join(cells.get("serial", "").split())
        self.topic = _run_on(self.topic, cells.get("title") or cells.get("topic", ""))
        self.shared = _run_on(self.shared, cells.get("topic_and_discussion", ""))
        self.discussion = _run_on(self.discussion, cells.get("discussion", ""))
        told = {key: cells.get(key, "") for key in ("decision", "implementer", "progress")}
        if not any(told.values()):
            return
        last = self.entries[-1] if self.entries else None
        if last is None or (told["decision"] and _is_another(last["decision"], told["decision"])):
            self.entries.append(told)
            return
        for key in ("decision", "progress"):
            last[key] = _run_on(last[key], told[key])
        # A page end in the middle of the row breaks the cell; else it is one more implementer.
        broken = told["decision"] or _UNFINISHED.search(last["implementer"])
        join = " " if broken else "\n"
        last["implementer"] = join.join(filter(None, [last["implementer"], told["implementer"]]))

    def has_decided(self):
        """Whether the last of its decisions is whole."""
        return bool(self.entries) and bool(_ENDED.search(self.entries[-1]["decision"]))

    def item(self, notes):
        # Spreadsheets know numbers in ASCII digits only; papers print them in Bengali.
        item = {
            "serial": to_bengali(self.serial) or None if self.has_serial else None,
            "code": None,
        }
        code, topic = _coded(" ".join(self.topic.split()))
        discussion = self.discussion
        separator = None
        if self.shared:
            shared_code, rest = _coded(self.shared)
            code = code or shared_code
            name, separator, said = _topic_apart(rest)
            topic = " ".join(filter(None, [topic, name]))
            discussion = "\n".join(filter(None, [said, discussion]))
        decisions, as_printed = _decisions(
            self.entries, lambda *told: notes.append(_note(self.row, *told))
        )
        item |= {
            "code": code,
            "topic": topic,
            "discussion": blocks(discussion),
            "decisions": decisions,
        }
        if separator:
            item["topic_separator"] = separator
        if as_printed:
            item["implementers_as_printed"] = as_printed
        return item


def _is_another(before, text):
    """Whether a decision in a row of its own is a further one, and not the rest of the one above."""
    return bool(_leading_number(text)) or not before or bool(_ENDED.search(before))


def _run_on(before, more):
    """Text and what follows it in the next row: the same paragraph where the first has not ended."""
    if not before or not more:
        return before or more
    if ends_in_table(before) or holds_table(more.partition("\n")[0]):
        return f"{before}\n{more}"
    return before + ("\n" if _ENDED.search(before) else " ") + more


def _coded(topic):
    """(code, rest) of a topic that an indicator's number stands before: [১.১.১] …"""
    found = _CODE.match(topic)
    return (to_bengali(found[1]), topic[found.end() :]) if found else (None, topic)


def _topic_apart(text):
    """(topic, separator, discussion) of a cell that holds both.

    Without a separator a short first paragraph is the topic; text that is all discussion has none.
    """
    first, _, rest = text.partition("\n")
    if holds_table(first):
        return "", None, text
    if LINE in first:
        first, _, same = first.partition(LINE)
        rest = "\n".join(filter(None, [same, rest]))
    for found in _SEPARATOR.finditer(first):
        topic = first[: found.start()]
        if len(topic) > LONGEST_TOPIC or "।" in topic:
            break
        # “মোঃ” ends in a visarga of its own.
        if topic and not _SHORTENED.search(first[: found.end()].rstrip()):
            sign = found[0] if found[0][-1].isspace() else found[0] + " "
            said = "\n".join(filter(None, [first[found.end() :], rest]))
            return topic, sign if said else None, said
    if len(first) <= LONGEST_TOPIC and not first.endswith("।"):
        return first, None, rest
    return "", None, text


def _decisions(entries, tell):
    """(decisions, one cell of implementers for all of them or None) of an item's rows."""
    parts = []  # (text with its label, text without, progress, cell of implementers)
    shared = ""
    for entry in entries:
        # A cell over several rows stands in the first of them.
        shared = entry["implementer"] or shared
        texts = _listed(entry["decision"]) or [(None, entry["decision"], entry["decision"])]
        numbers = [number for number, _, _ in texts]
        apart = _apart_by_letter(entry["implementer"], numbers, tell)
        progress = _apart_by_letter(entry["progress"], numbers, tell)
        for index, (number, whole, text) in enumerate(texts):
            done = progress[number] if progress else "" if index else entry["progress"]
            cell = (apart[number],) if apart else shared
            parts.append((whole, text, done, cell))
    several = len(parts) > 1
    decisions = [
        {
            "label": _label(position, whole, text, tell) if several else None,
            "text": text if several else whole,
            "implementers": _implementers(cell[0] if isinstance(cell, tuple) else cell)[0],
            "progress": done or None,
        }
        for position, (whole, text, done, cell) in enumerate(parts, 1)
    ]
    cells = [cell for _, _, _, cell in parts]
    told = [entry["implementer"] for entry in entries if entry["implementer"]]
    one_cell = several and len(told) == 1 and not any(isinstance(cell, tuple) for cell in cells)
    one_cell = one_cell and bool(entries[0]["implementer"])
    if one_cell:
        return decisions, told[0]
    for cell in dict.fromkeys(cell[0] if isinstance(cell, tuple) else cell for cell in cells):
        for marker in _implementers(cell)[1]:
            tell("names_number", marker)
    return decisions, None


def _label(position, whole, text, tell):
    """The letter of a decision among several; another number that it had is told."""
    label = letter(position)
    marker = whole[: len(whole) - len(text)].strip()
    if not marker:
        tell("drawn", "", label)
    elif label not in marker:
        tell("number", marker, f"({label})")
    return label


def _listed(text, *, first=1):
    """[(number, text with its marker, text without), …] of a text led by (ক) (খ) … or ১। ২। …

    Empty where it is no list. Markers count up one by one in one style, from whatever the text
    begins with; with `first` = 2 the one before it is not marked.
    """
    found = [(each, _number(each), _style(each)) for each in _MARKER.finditer(text)]
    found = [each for each in found if each[1] and _may_stand(text, each[0])]
    marks = []
    for each, number, style in found:
        if not marks:
            if (each.start() == 0) if first == 1 else (number == first and each.start()):
                marks.append((each, number, style))
        elif number == marks[-1][1] + 1 and style == marks[-1][2]:
            marks.append((each, number, style))
    if not marks:
        return []
    ends = [each.start() for each, _, _ in marks[1:]] + [len(text)]
    return [
        (number, text[each.start() : end].strip(), text[each.end() : end].strip())
        for (each, number, _), end in zip(marks, ends, strict=True)
    ]


def _number(marker):
    sign = marker["in"] or marker["before"]
    return _LETTERS.get(sign) or (int(to_ascii(sign)) if sign[0] not in _LETTERS else None)


def _style(marker):
    sign = marker["in"] or marker["before"]
    return sign[0] in _LETTERS, bool(marker["in"]), (marker["sign"] or "").strip()


def _may_stand(text, marker):
    """In the middle of a line only (ক), (১) and ১। are markers; “ক.” and “১.” are too common."""
    is_first = marker.start() == 0 or text[marker.start() - 1] == "\n"
    is_plain_number = marker["before"] and marker["before"][0] not in _LETTERS
    return is_first or bool(marker["in"]) or bool(is_plain_number and marker["sign"][0] == "।")


def _leading_number(text):
    listed = _listed(text)
    return listed[0][0] if listed else None


def _apart_by_letter(cell, numbers, tell):
    """{number: text} of a cell that says (ক) … (খ) … for each of the decisions, else {}."""
    listed = _listed(cell) if cell and len(numbers) > 1 else []
    is_lettered = bool(listed) and listed[0][1].lstrip("( ")[0] in _LETTERS
    if is_lettered and [number for number, _, _ in listed] == numbers:
        for _, whole, text in listed:
            tell("apart", whole[: len(whole) - len(text)].strip())
        return {number: text for number, _, text in listed}
    return {}


def _implementers(cell):
    """(those named in a cell: one a line, or apart by ২। ৩। …; the numbers before them). A line that
    has not ended goes on."""
    listed = _listed(cell)
    head = ""
    if not listed:
        listed = _listed(cell, first=2)
        head = cell[: cell.index(listed[0][1])] if listed else cell
    elif len(listed) == 1:
        # One number is a part of the name (“১ম” is none).
        listed, head = [], cell
    names = _lines(head) + [" ".join(text.split()) for _, _, text in listed]
    markers = [whole[: len(whole) - len(text)].strip() for _, whole, text in listed]
    return [name for name in names if name], markers


def _lines(text):
    names = []
    for line in text.split("\n"):
        line = line.removeprefix("•").strip()
        if names and _UNFINISHED.search(names[-1]):
            names[-1] += f" {line}"
        elif line:
            names.append(line)
    return names
