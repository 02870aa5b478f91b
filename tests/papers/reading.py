"""How the tests read a paper: its elements, its words, and what its content says it should print.

What a content prints is told here from the interchange format alone, without papers.
"""

import re
import shutil
import subprocess

import pytest
import weasyprint

# Elements whose text does not run on into the text beside them.
BLOCKS = {"br", "div", "h1", "h2", "header", "li", "p", "section", "table", "td", "th", "tr"}


def output_of(program, *arguments, given=None):
    """A program's standard output as bytes; AssertionError with all it said when it fails.

    The test is skipped where there is no such program.
    """
    if not shutil.which(program):
        pytest.skip(f"no {program} on this machine (Debian packages: poppler-utils, qpdf)")
    done = subprocess.run([program, *arguments], input=given, capture_output=True, check=False)
    assert done.returncode == 0, (done.stdout + done.stderr).decode(errors="replace")
    return done.stdout


def parsed(page):
    """The root element of an HTML page, as the parser of the PDFs reads it."""
    return weasyprint.HTML(string=page).etree_element


def body_of(page):
    return parsed(page).find("body")


def words_of(page):
    """The words on an HTML page in their order, without what only its CSS prints: a list."""
    return text_of(body_of(page)).split()


def text_of(element):
    """The text of an element, with a space wherever the layout makes one."""
    parts = []

    def read(node):
        apart = node.tag in BLOCKS or node.get("class") == "number"
        parts.extend([" " if apart else "", node.text or ""])
        for child in node:
            read(child)
            parts.append(child.tail or "")
        parts.append(" " if apart else "")

    read(element)
    return "".join(parts)


def shape_of(element):
    """An element as (tag, attributes, children), without its text."""
    return element.tag, dict(element.attrib), [shape_of(child) for child in element]


def table_of(page, number=-1):
    """The rows of a table of items: for each <tbody> a list of rows of (key, rowspan, text)."""
    table = body_of(page).findall(".//table[@class='rows']")[number]
    return [
        [
            [
                (
                    cell.get("class").split()[0],
                    int(cell.get("rowspan", 1)),
                    " ".join(text_of(cell).split()),
                )
                for cell in row.findall("td")
            ]
            for row in group.findall("tr")
        ]
        for group in table.findall("tbody")
    ]


def printed(content):
    """Every string of a content (interchange format) that its paper prints: a list."""
    said, turns = [], {}
    for name in content["order"]:
        turn = turns[name] = turns.get(name, -1) + 1
        said += _SAID[name](content, turn)
    return [text for text in said if text]


def words_printed(content):
    """The words of those strings."""
    return [word for text in printed(content) for word in text.split()]


def _letterhead(content, turn):
    return list((content["letterhead"] or {}).values())


def _memo(content, turn):
    memo = content["memo"] or {}
    again = turn and memo.get("copy_number_as_printed")
    parts = [again or memo.get("as_printed")]
    if not parts[0]:
        parts = [memo.get("number"), memo.get("issue"), memo.get("copies")]
    return [*parts, memo.get("bangla_date_as_printed"), memo.get("date_as_printed")]


def _head(content, turn):
    chair, sitting = content.get("chair"), content["meeting"]
    values = {
        "chair": chair and [chair["name"], *chair.get("designation", [])],
        "date": [sitting.get("date_as_printed")],
        "time": [sitting.get("time_as_printed")],
        "venue": [sitting.get("venue")],
        "attendance": [(content.get("attendance") or {}).get("as_printed")],
    }
    said = []
    for line in content["head"]:
        told = values[line["key"]]
        if told and told != [None]:
            said += [line["label"].rstrip(), *told]
    return said


def _attendance(content, turn):
    attendance = content.get("attendance") or {}
    seated = [member for member in attendance.get("members", []) if member["present"]]
    if not seated:
        return []
    said = [attendance.get("heading"), *attendance.get("columns", [])]
    for member in seated:
        stand_in = member.get("representative", {})
        said += [member.get("serial"), member["name"], *member.get("designation", [])]
        said += [member.get("role"), stand_in.get("name"), stand_in.get("designation")]
    return said


def _annex(content, turn):
    said = _attendance(content, turn)
    if said:
        return [content["meeting"].get("date_as_printed"), *said]
    return said


def _table(content, turn):
    if not content["items"]:
        return []
    said = [*content["columns"], *content.get("column_numbers", [])]
    for item in content["items"]:
        for key in content["column_keys"]:
            said += _cell(item, key)
    return said


def _cell(item, key):
    decisions = item["decisions"]
    match key:
        case "serial":
            return [item["serial"]]
        case "topic":
            return [item.get("code"), item["topic"]]
        case "discussion":
            return _told(item["discussion"])
        case "topic_and_discussion":
            separator = (item.get("topic_separator") or ":").strip()
            return [item.get("code"), item["topic"] + separator, *_told(item["discussion"])]
        case "decision":
            return [text for each in decisions for text in (each.get("label"), each["text"])]
        case "implementer":
            one_cell = item.get("implementers_as_printed")
            return (
                [one_cell] if one_cell else [n for each in decisions for n in each["implementers"]]
            )
        case "progress":
            return [each.get("progress") for each in decisions]


def _told(paragraphs):
    said = []
    for each in paragraphs:
        if isinstance(each, str):
            said.append(each)
        else:
            table = each["table"]
            said += [cell for row in (table["head"] or [], *table["rows"]) for cell in row]
    return said


def _distribution(content, turn):
    if turn:
        return []  # which turn prints which list is another test's question
    return [
        text
        for each in content["distribution"]
        for text in (each["heading"], *each["recipients"], *each.get("blank_address", []))
    ]


def _person(key):
    def said(content, turn):
        person = content.get(key)
        return [person["name"], *person.get("designation", [])] if person else []

    return said


def _of_letter(key):
    def said(content, turn):
        told = (content.get("letter") or {}).get(key)
        return told if isinstance(told, list) else [told]

    return said


_SAID = {
    "letterhead": _letterhead,
    "memo": _memo,
    "title": lambda content, turn: [content["title"]],
    "head": _head,
    "attendance": _attendance,
    "annex": _annex,
    "opening": lambda content, turn: content["opening"],
    "earlier": lambda content, turn: _told(content.get("earlier") or []),
    "table": _table,
    "closing": lambda content, turn: content["closing"],
    "agenda": lambda content, turn: [
        text
        for told in [content.get("agenda")]
        if told
        for text in (told["heading"], *told["topics"])
    ],
    "signatory": _person("signatory"),
    "distribution": _distribution,
    "copy_signatory": _person("copy_signatory"),
    "page_break": lambda content, turn: [],
    "report_signatory": lambda content, turn: [
        content.get("report_signed_on_as_printed"),
        *_person("report_signatory")(content, turn),
    ],
    **{
        name: _of_letter(name)
        for name in ("subject", "reference", "body", "enclosure", "recipient", "attention")
    },
}


# --- Text fields ------------------------------------------------------------------------------

# Fields with a vocabulary or a form of their own: no free text stands there.
CODED = re.compile(
    r"kind|cadence|period\[]|order\[]|head\[]\.key|column_keys\[]|meeting\.(date|time)|memo\.date"
    r"|distribution\[]\.numbering|attendance\.members\[]\.status|items\[]\.decisions\[]\.due"
)


def text_fields(content):
    """The fields of a content that hold free text, as {path: text}; a path is a tuple of keys."""

    def walk(value, path):
        if isinstance(value, dict):
            for key, each in value.items():
                yield from walk(each, (*path, key))
        elif isinstance(value, list):
            for index, each in enumerate(value):
                yield from walk(each, (*path, index))
        elif isinstance(value, str) and not CODED.fullmatch(name_of(path)):
            yield path, value

    return dict(walk(content, ()))


def name_of(path):
    """items[].decisions[].text, for a path to one of them."""
    steps = ("[]" if isinstance(step, int) else f".{step}" for step in path)
    return "".join(steps).removeprefix(".")


def schema_text_fields(schema):
    """The names of all fields of a JSON Schema that hold free text: a set."""
    names = set()

    def walk(node, path):
        if "$ref" in node:
            walk(schema["$defs"][node["$ref"].rpartition("/")[2]], path)
        choices = [node[key] for key in ("then", "else") if key in node]
        for choice in [*node.get("oneOf", []), *choices]:
            walk(choice, path)
        for key, each in node.get("properties", {}).items():
            walk(each, f"{path}.{key}".removeprefix("."))
        if "items" in node:
            walk(node["items"], f"{path}[]")
        if "string" in (node.get("type") or "") and not CODED.fullmatch(path):
            names.add(path)

    walk(schema, "")
    return names


def with_text(content, path, text):
    """Set one field of a content, in place."""
    *way, last = path
    for step in way:
        content = content[step]
    content[last] = text
