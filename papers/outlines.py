"""A shape of papers as it is being adjusted in a form: what may be left out is still there to choose.

The form sends lists in step (`column` beside `heading`), in the order in which they stand on the
page; so a move is the same whether the server makes it or the page does.
"""

import re
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError

from bangla.digits import to_bengali
from bangla.formfields import LinesField
from bangla.text import LONGEST_LINE, normalise
from papers.shapes import (
    ATTENDANCE_COLUMNS,
    BLOCK_NAMES,
    COLUMN_NAMES,
    HEAD_NAMES,
    LISTS,
    NUMBERINGS,
    READY_SHAPES,
    check_copy_lists,
    check_shape,
    ready_shape,
)

ACT = re.compile(r"(block|column|head|copy)-(up|down|drop)-([0-9]{1,2})")
MOST_COPIES = 10
# One a line; a further line of one begins with a space.
RECIPIENTS = LinesField(required=False, goes_on=True)


@dataclass
class Line:
    """A column of the table or a line of the head; in the paper if it is used."""

    key: str
    text: str
    used: bool = True
    names: dict = field(default_factory=dict, repr=False)

    @property
    def name(self):
        return self.names[self.key]


@dataclass
class Outline:
    """Everything a form about a shape shows, in the order in which it shows it."""

    blocks: list = field(default_factory=list)
    columns: list = field(default_factory=list)
    head: list = field(default_factory=list)
    numbers: list = field(default_factory=list)
    is_numbered: bool = False
    attendance_heading: str = ""
    attendance_columns: list = field(default_factory=lambda: [""] * ATTENDANCE_COLUMNS)
    copies: list = field(default_factory=list)

    @property
    def named_blocks(self):
        return [(block, BLOCK_NAMES[block]) for block in self.blocks]

    @property
    def typed_copies(self):
        """The copy lists with their recipients as they are typed."""
        return [
            {**copies, "typed": RECIPIENTS.prepare_value(copies["recipients"])}
            for copies in self.copies
        ]


def outline_of(shape, copy_lists):
    """The outline of a stored shape and its copy lists."""
    attendance = shape.get("attendance", {})
    columns = zip(shape["column_keys"], shape["columns"], strict=True)
    return Outline(
        blocks=list(shape["order"]),
        columns=_completed([Line(*each, names=COLUMN_NAMES) for each in columns], COLUMN_NAMES),
        head=_completed(
            [Line(line["key"], line["label"], names=HEAD_NAMES) for line in shape["head"]],
            HEAD_NAMES,
        ),
        numbers=shape.get("column_numbers", []),
        is_numbered="column_numbers" in shape,
        attendance_heading=attendance.get("heading") or "",
        attendance_columns=attendance.get("columns") or [""] * ATTENDANCE_COLUMNS,
        copies=[dict(copies) for copies in copy_lists],
    )


def outline_sent(data):
    """The outline that a form (a QueryDict) sends; what it cannot hold is left out."""
    columns = _lines_sent(data, "column", "heading", COLUMN_NAMES)
    head = _lines_sent(data, "head", "label", HEAD_NAMES)
    cells = [_line(text) for text in data.getlist("attendance_column")[:ATTENDANCE_COLUMNS]]
    copies = zip(
        data.getlist("copy_heading"),
        data.getlist("copy_numbering"),
        data.getlist("copy_recipients"),
        strict=False,
    )
    return Outline(
        blocks=[b for b in data.getlist("block") if b in BLOCK_NAMES][: LISTS["order"]],
        columns=_completed(columns, COLUMN_NAMES),
        head=_completed(head, HEAD_NAMES),
        numbers=[_line(number) for number in data.getlist("number")[: len(COLUMN_NAMES)]],
        is_numbered="is_numbered" in data,
        attendance_heading=_line(data.get("attendance_heading", "")),
        attendance_columns=cells + [""] * (ATTENDANCE_COLUMNS - len(cells)),
        copies=[
            {
                "heading": _line(heading),
                "numbering": numbering if numbering in NUMBERINGS else None,
                "recipients": [
                    "\n".join(map(_line, text.split("\n"))) for text in RECIPIENTS.to_python(lines)
                ],
            }
            for heading, numbering, lines in list(copies)[:MOST_COPIES]
        ],
    )


def acted(outline, act, *, block="", ready="", chair_label):
    """The outline after a button of the form was pressed; an unknown act changes nothing."""
    if act == "ready" and ready in READY_SHAPES:
        return outline_of(ready_shape(ready, chair_label=chair_label), outline.copies)
    if act == "add-block" and block in BLOCK_NAMES and len(outline.blocks) < LISTS["order"]:
        outline.blocks.append(block)
    if act == "add-copy" and len(outline.copies) < MOST_COPIES:
        outline.copies.append(
            {"heading": "", "numbering": NUMBERINGS[0], "recipients": []},
        )
    if found := ACT.fullmatch(act):
        kind, way, place = found[1], found[2], int(found[3])
        lists = {
            "block": outline.blocks,
            "column": outline.columns,
            "head": outline.head,
            "copy": outline.copies,
        }
        _move(lists[kind], way, place, may_drop=kind in ("block", "copy"))
    return outline


def shape_from(outline):
    """The shape an outline stands for. Ask `faults` before it is stored or drawn."""
    used = [line for line in outline.columns if line.used]
    shape = {
        "order": outline.blocks,
        "head": [{"key": line.key, "label": line.text} for line in outline.head if line.used],
        "columns": [line.text for line in used],
        "column_keys": [line.key for line in used],
    }
    if outline.is_numbered:
        own = outline.numbers if len(outline.numbers) == len(used) and all(outline.numbers) else []
        shape["column_numbers"] = own or [to_bengali(n) for n in range(1, len(used) + 1)]
    attendance = {}
    if outline.attendance_heading:
        attendance["heading"] = outline.attendance_heading
    if any(outline.attendance_columns):
        attendance["columns"] = outline.attendance_columns
    if attendance:
        shape["attendance"] = attendance
    return shape


def faults(outline):
    """What keeps an outline from being a shape: [(id of the element to mend, sentence), …]."""
    found = []
    if not outline.blocks:
        found.append(("blocks", "কাগজে অন্তত একটি অংশ রাখুন।"))
    used = [line.key for line in outline.columns if line.used]
    if not used:
        found.append(("columns", "ছকে অন্তত একটি কলাম রাখুন।"))
    if "topic_and_discussion" in used and {"topic", "discussion"} & set(used):
        found.append(
            (
                "columns",
                "“বিষয় ও আলোচনা এক ঘরে” থাকলে “আলোচ্য বিষয়” ও “আলোচনা” কলাম আলাদা থাকতে পারে না।",
            )
        )
    for kind, lines, of in (
        ("heading", outline.columns, "কলামের শিরোনাম"),
        ("label", outline.head, "লাইনের শিরোনাম"),
    ):
        for number, line in enumerate(lines, 1):
            if line.used and not line.text:
                found.append((f"{kind}{number}", f"“{line.name}” {of} লিখুন।"))
            found += _too_long(f"{kind}{number}", line.text)
    if any(outline.attendance_columns) and not all(outline.attendance_columns):
        number = outline.attendance_columns.index("") + 1
        found.append(
            (f"attendance_column{number}", "উপস্থিতির ছকে চারটি কলামেরই শিরোনাম দিন, অথবা সবগুলো ফাঁকা রাখুন।")
        )
    for number, text in enumerate(outline.attendance_columns, 1):
        found += _too_long(f"attendance_column{number}", text)
    found += _too_long("attendance_heading", outline.attendance_heading)
    for number, copies in enumerate(outline.copies, 1):
        if not copies["heading"]:
            found.append((f"copy_heading{number}", "অনুলিপি তালিকার শিরোনাম লিখুন, অথবা তালিকাটি বাদ দিন।"))
        found += _too_long(f"copy_heading{number}", copies["heading"])
        for line in copies["recipients"]:
            found += _too_long(f"copy_recipients{number}", line)
    return found or _refused(outline)


def _refused(outline):
    """What the guards of the model still refuse."""
    try:
        check_shape(shape_from(outline))
        check_copy_lists(outline.copies)
    except ValidationError as error:
        return [("shape-form", message) for message in error.messages]
    return []


def _too_long(where, text):
    if len(text) <= LONGEST_LINE:
        return []
    return [(where, f"একটি লেখায় সর্বোচ্চ {to_bengali(LONGEST_LINE)}টি অক্ষর দেওয়া যায়।")]


def _line(text):
    return " ".join(normalise(text).split())


def _lines_sent(data, kind, text, names):
    used = data.getlist(f"{kind}_used")
    pairs = zip(data.getlist(kind), data.getlist(text), strict=False)
    known = [(key, _line(said)) for key, said in pairs if key in names]
    return [Line(key, said, key in used, names) for key, said in known[: 2 * len(names)]]


def _completed(lines, names):
    """The lines with those that are not used yet below them."""
    there = {line.key for line in lines}
    return lines + [Line(key, "", False, names) for key in names if key not in there]


def _move(things, way, place, *, may_drop):
    other = place + {"up": -1, "down": 1, "drop": 0}[way]
    if not (0 <= place < len(things) and 0 <= other < len(things)):
        return
    if way == "drop":
        if may_drop:
            del things[place]
    else:
        things[place], things[other] = things[other], things[place]
