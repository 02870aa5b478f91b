"""A pasted table becomes agenda items, in the words of the interchange format.

`agenda_in` finds the table of the agenda among those pasted (pasting.tables) and joins its parts;
`columns_of` tells from the headings what each column holds; `items_of` reads the rows. All three
are pure, so a page can show what came out before anything is stored.
"""

import re
from itertools import pairwise

from bangla.digits import letter, to_ascii, to_bengali
from bangla.text import fold, normalise
from pasting.tables import BadPaste

NO_TABLE = "লেখার মধ্যে কোনো ছক পাওয়া যায়নি। ওয়ার্ড, এক্সেল বা ওয়েব পাতা থেকে পুরো ছকটি কপি করে এখানে পেস্ট করুন।"
LONGEST_CELL = 20_000  # characters, as in the interchange format
MOST_DECISIONS = 50


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

_SERIAL = re.compile(r"[\[(]?\s*(?:[০-৯]{1,3}|[0-9]{1,3})\s*[\])।.:,]*")


def columns_of(rows, expected=()):
    """What each column of a table holds: a key of the format for each, "" where nobody can tell.

    `expected` are the column keys of the meeting's own paper: a table without headings that has as
    many columns is taken for one like it.
    """
    _, _, keys = _headings(rows)
    width = len(rows[0]) if rows else 0
    if keys is None:
        keys = _guessed(rows, width, list(expected))
    if "discussion" in keys and not {"topic", "topic_and_discussion"} & set(keys):
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
        and not _SERIAL.fullmatch(told[0])
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
            if not column and below and all(map(_SERIAL.fullmatch, below)):
                key = "serial"
            elif column and below:
                key = found[-1]  # one heading over several columns
        found.append(key)
    return found


def _guessed(rows, width, expected):
    if width == len(expected):
        return expected
    first = [row[0] for row in rows if row[0]]
    serial = ["serial"] if first and all(map(_SERIAL.fullmatch, first)) else []
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
    """(rows of the agenda with its headings, how many other tables there were). Raises BadPaste.

    A table that page ends have split is joined: parts with the same headings, or without headings
    and as wide. Rows keep their headings; `items_of` leaves them out.
    """
    # A single column is an indented paragraph or a frame.
    tables = [rows for rows in tables if len(_used(rows)) > 1]
    if not tables:
        raise BadPaste(NO_TABLE)
    start = _first_agenda(tables, expected)
    rows, end = list(tables[start]), start + 1
    while end < len(tables) and _goes_on(rows, tables[end]):
        rows += tables[end]
        end += 1
    used = _used(rows)
    rows = [[row[column] for column in used] for row in rows]
    return rows, len(tables) - (end - start)


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
        return all(_SERIAL.fullmatch(row[column]) for row in part if row[column])
    return True


def body_of(rows):
    """The rows of a table without its headings, those repeated on other pages and column numbers."""
    first, after, keys = _headings(rows)
    if keys is None:
        return list(rows)
    headings = {tuple(map(fold, row)) for row in rows[first:after]}
    body, under_heading = [], True
    for row in rows[after:]:
        if tuple(map(fold, row)) in headings or (
            _is_heading(row) and [_key_of(cell) for cell in row] == keys
        ):
            under_heading = True
        elif any(row) and not (under_heading and _numbers_columns(row)):
            body.append(row)
            under_heading = False
    return body


def _numbers_columns(row):
    """Whether a row is ১ ২ ৩ ৪ under the headings; some cells of it may be blank."""
    told = [cell for cell in row if cell]
    if len(told) < 2 or not all(map(_SERIAL.fullmatch, told)):
        return False
    numbers = [int(re.search("[0-9]+", to_ascii(cell)).group()) for cell in told]
    return all(after == before + 1 for before, after in pairwise(numbers))


# --- Items -----------------------------------------------------------------------------------

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
        return {} if _SERIAL.fullmatch(serial) else {"title": serial}
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


# --- What a person should look at ------------------------------------------------------------


def doubts(rows, keys, items, expected=()):
    """What may have been misread, as Bengali sentences: a list."""
    found = []
    headings, body = headings_of(rows), body_of(rows)
    for column, key in enumerate(keys):
        if not key and any(row[column] for row in body):
            name = headings[column] or f"{to_bengali(column + 1)} নং কলাম"
            found.append(f"“{name}” কলাম আনা হবে না; দরকার হলে উপরে তার ধরন বেছে দিন।")
    missing = [
        NAMES[key]
        for key in dict.fromkeys(keys)
        if key in PRINTED and expected and not PRINTED[key] & set(expected)
    ]
    if missing:
        found.append(f"এই সভার ছকে {', '.join(missing)} কলাম নেই; লেখা থাকবে, কিন্তু কাগজে ছাপা হবে না।")
    for sentence, is_so in (
        ("{} নং সারিতে আলোচ্য বিষয় নেই।", lambda item: not item["topic"]),
        ("{} নং সারিতে কোনো সিদ্ধান্ত নেই।", lambda item: not item["decisions"]),
    ):
        places = [to_bengali(place) for place, item in enumerate(items, 1) if is_so(item)]
        if places:
            shown = ", ".join(places[:10]) + (" …" if len(places) > 10 else "")
            found.append(sentence.format(shown))
    if gap := _gap(items):
        found.append(gap)
    return found


NAMES = {
    "serial": "ক্রমিক",
    "topic": "আলোচ্য বিষয়",
    "discussion": "আলোচনা",
    "topic_and_discussion": "আলোচ্য বিষয় ও আলোচনা একই ঘরে",
    "decision": "সিদ্ধান্ত",
    "implementer": "বাস্তবায়নকারী",
    "progress": "অগ্রগতি",
}
# The columns of a paper that print what a pasted column holds.
PRINTED = {
    "discussion": {"discussion", "topic_and_discussion"},
    "decision": {"decision"},
    "implementer": {"implementer"},
    "progress": {"progress"},
}


def _gap(items):
    numbers = [re.search("[0-9]+", to_ascii(item["serial"] or "")) for item in items]
    numbers = [int(found.group()) for found in numbers if found]
    for before, after in pairwise(numbers):
        if after != before + 1:
            return f"ক্রমিক {to_bengali(before)}-এর পরে {to_bengali(after)} এসেছে; মাঝে কিছু বাদ পড়ল কি না দেখুন।"
    return None


def check(items):
    """Refuse what the interchange format cannot hold. Raises BadPaste."""
    for place, item in enumerate(items, 1):
        texts = [item["topic"], *item["discussion"], *(each["text"] for each in item["decisions"])]
        too_long = any(len(text) > LONGEST_CELL for text in texts)
        if too_long or len(item["decisions"]) > MOST_DECISIONS:
            raise BadPaste(
                f"{to_bengali(place)} নং সারিটি বেশি বড়: এক ঘরে ২০,০০০ অক্ষর ও এক সারিতে ৫০টি সিদ্ধান্ত পর্যন্ত আনা যায়।"
            )
