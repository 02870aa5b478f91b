"""The rows of a pasted agenda become items, in the words of the interchange format.

All is pure, so a page can show what came out before anything is stored.
"""

import re

from bangla.digits import letter, to_ascii, to_bengali
from bangla.text import normalise
from pasting.agenda_columns import SERIAL, body_of

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


def items_of(rows, keys):
    """The agenda items of a table: a list of items of the interchange format.

    `keys` name the columns ("" is not read; a key twice joins two columns). Text comes out
    normalised. A row that begins no item goes on with the one above it: with its sentence where a
    page end broke it, else with a further decision.
    """
    rows = [[normalise(cell).strip() for cell in row] for row in body_of(rows)]
    rows = [cells for row in rows if any((cells := _by_key(row, keys)).values())]
    with_topic = [cells for cells in rows if _topic_cell(cells)]
    serials = sum(bool(cells.get("serial")) for cells in with_topic)
    numbered = serials > 0 and 3 * serials >= len(with_topic)
    drafts = []
    for cells in rows:
        if not drafts or _begins_item(cells, drafts[-1], numbered=numbered):
            drafts.append(_Draft(has_serial="serial" in keys))
        drafts[-1].take(cells)
    return [draft.item() for draft in drafts]


def _by_key(row, keys):
    cells = {}
    for key, cell in zip(keys, row, strict=True):
        if key and cell:
            before = cells.get(key)
            # A label in a column of its own, (ক) beside its text.
            apart = " " if before and _MARKER.fullmatch(before + " ") else "\n"
            cells[key] = f"{before}{apart}{cell}" if before else cell
    if cells.keys() == {"serial"}:
        # A title across the whole table; a number alone is a row of a form that was not filled in.
        serial = cells.pop("serial")
        return {} if SERIAL.fullmatch(serial) else {"title": serial}
    return cells


def _topic_cell(cells):
    return cells.get("topic_and_discussion") or cells.get("topic") or ""


def _begins_item(cells, before, *, numbered):
    if {"serial", "title"} & cells.keys():
        return True
    if not _topic_cell(cells):
        return False
    if not numbered:
        return True
    # In a numbered table a row without a number goes on, unless the one above it has ended.
    return "decision" in cells and before.has_ended()


class _Draft:
    """An item while its rows are read."""

    def __init__(self, *, has_serial):
        self.has_serial = has_serial
        self.serial = self.topic = self.shared = self.discussion = ""
        self.entries = []  # the cells of each row that decided something

    def take(self, cells):
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

    def has_ended(self):
        texts = [self.shared, *(entry["decision"] for entry in self.entries[-1:])]
        return all(not text or _ENDED.search(text) for text in texts)

    def item(self):
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
        decisions, as_printed = _decisions(self.entries)
        item |= {
            "code": code,
            "topic": topic,
            "discussion": [line for line in discussion.split("\n") if line],
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


def _decisions(entries):
    """(decisions, one cell of implementers for all of them or None) of an item's rows."""
    parts = []  # (text with its label, text without, progress, cell of implementers)
    shared = ""
    for entry in entries:
        # A cell over several rows stands in the first of them.
        shared = entry["implementer"] or shared
        texts = _listed(entry["decision"]) or [(None, entry["decision"], entry["decision"])]
        apart = _apart_by_letter(entry["implementer"], [number for number, _, _ in texts])
        progress = _apart_by_letter(entry["progress"], [number for number, _, _ in texts])
        for index, (number, whole, text) in enumerate(texts):
            done = progress[number] if progress else "" if index else entry["progress"]
            cell = (apart[number],) if apart else shared
            parts.append((whole, text, done, cell))
    several = len(parts) > 1
    decisions = [
        {
            "label": letter(position) if several else None,
            "text": text if several else whole,
            "implementers": _implementers(cell[0] if isinstance(cell, tuple) else cell),
            "progress": done or None,
        }
        for position, (whole, text, done, cell) in enumerate(parts, 1)
    ]
    cells = [cell for _, _, _, cell in parts]
    told = [entry["implementer"] for entry in entries if entry["implementer"]]
    one_cell = several and len(told) == 1 and not any(isinstance(cell, tuple) for cell in cells)
    one_cell = one_cell and bool(entries[0]["implementer"])
    return decisions, told[0] if one_cell else None


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


def _apart_by_letter(cell, numbers):
    """{number: text} of a cell that says (ক) … (খ) … for each of the decisions, else {}."""
    listed = _listed(cell) if cell and len(numbers) > 1 else []
    is_lettered = bool(listed) and listed[0][1].lstrip("( ")[0] in _LETTERS
    if is_lettered and [number for number, _, _ in listed] == numbers:
        return {number: text for number, _, text in listed}
    return {}


def _implementers(cell):
    """Those named in a cell: one a line, or apart by ২। ৩। …; a line that has not ended goes on."""
    listed = _listed(cell)
    head = ""
    if not listed:
        listed = _listed(cell, first=2)
        head = cell[: cell.index(listed[0][1])] if listed else cell
    elif len(listed) == 1:
        # One number is a part of the name (“১ম” is none).
        listed, head = [], cell
    names = _lines(head) + [" ".join(text.split()) for _, _, text in listed]
    return [name for name in names if name]


def _lines(text):
    names = []
    for line in text.split("\n"):
        line = line.removeprefix("•").strip()
        if names and _UNFINISHED.search(names[-1]):
            names[-1] += f" {line}"
        elif line:
            names.append(line)
    return names
