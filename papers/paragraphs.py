"""Paragraphs as an interchange content holds them, and as people type them in one text area.

A paragraph is a string, in which "\\n" is a line break, or a table: {"table": {"head": [cell, …] or
None, "rows": [[cell, …], …]}}. In a text area a blank line parts paragraphs and a line break is
just that. A table stands there as lines between bars, with a rule below its head:

    | খাত | বরাদ্দ |
    |---|---|
    | কৃষি | ৪০ |

In a cell a backslash says that a bar is no bar (\\|) and stands, with an n, for a line break (\\n).
What would be read as something else than it is, such as an empty line within a paragraph, is
guarded by a backslash too, so that whatever is stored comes back as it was, to the letter. Other
backslashes are just that.
"""

import re

from bangla.digits import to_bengali

# As the interchange format takes them; meetings/interchange.schema.json says the same.
MOST_PARAGRAPHS = 100
LONGEST_PARAGRAPH = 20_000
MOST_ROWS = 200
MOST_COLUMNS = 20
LONGEST_CELL = 2000

# Letters of a text that has to do for a name.
A_NAME = 60

_TOKEN = re.compile(r"\\.|.", re.DOTALL)
_RULE = re.compile(r"\|(?:\s*:?-{3,}:?\s*\|)+")
_DASHES = re.compile(r":?-{3,}:?")
_WRITTEN = {"|": "\\|", "\n": "\\n", "\\": "\\\\"}
_MEANT = {written: sign for sign, written in _WRITTEN.items()} | {"\\-": "-", "\\:": ":"}


def typed(paragraphs):
    """The text of a text area in which these paragraphs are typed; `read` gives them back."""
    return "\n\n".join(
        _bars(each["table"]) if is_table(each) else "\n".join(map(_guarded, each.split("\n")))
        for each in paragraphs
    )


def read(text, *, tables=True):
    """The paragraphs of a text area. Without `tables` lines between bars are lines like others."""
    paragraphs, lines, kind = [], [], None
    for line in [*map(str.strip, text.split("\n")), ""]:
        now = None if not line else _is_row(line) if tables else False
        if now != kind and lines:
            paragraphs.append(_table(lines) if kind else "\n".join(map(_unguarded, lines)))
            lines = []
        kind = now
        if line:
            lines.append(line)
    # Guards around nothing: what is stored is never an empty paragraph.
    return [each for each in paragraphs if each]


def is_table(paragraph):
    return isinstance(paragraph, dict)


def plain(paragraphs):
    """All their words as one text that reads like what is typed, without guards: for looking
    through, comparing and counting."""
    return "\n\n".join(
        "\n".join(_plain_rows(each["table"])) if is_table(each) else each for each in paragraphs
    )


def texts(paragraphs):
    """Every text in them: the paragraphs and the cells, in their order."""
    for each in paragraphs:
        if is_table(each):
            for row in rows_of(each["table"]):
                yield from row
        else:
            yield each


def rows_of(table):
    """All rows of a table, its head first."""
    return [*([table["head"]] if table["head"] else []), *table["rows"]]


def changed(change, paragraphs):
    """The same paragraphs with each text in them as `change(text)` has it."""
    return [
        {
            "table": {
                "head": each["table"]["head"] and [change(cell) for cell in each["table"]["head"]],
                "rows": [[change(cell) for cell in row] for row in each["table"]["rows"]],
            }
        }
        if is_table(each)
        else change(each)
        for each in paragraphs
    ]


def first_words(*told):
    """What a row without a name of its own is called: the first words of the first text that has
    any. Each of `told` is a text or a list of paragraphs."""
    for text in (
        text for each in told for text in texts([each] if isinstance(each, str) else each)
    ):
        if words := text.split():
            name = " ".join(words)
            return name if len(name) <= A_NAME else name[: A_NAME - 1].rstrip() + "…"
    return ""


def fault_of(paragraphs):
    """What keeps paragraphs from being stored, as one Bengali sentence; None where nothing does."""
    if len(paragraphs) > MOST_PARAGRAPHS:
        return f"সর্বোচ্চ {to_bengali(MOST_PARAGRAPHS)}টি অনুচ্ছেদ দেওয়া যায়।"
    for each in paragraphs:
        if not is_table(each):
            if len(each) > LONGEST_PARAGRAPH:
                return f"একটি অনুচ্ছেদে সর্বোচ্চ {to_bengali(LONGEST_PARAGRAPH)}টি অক্ষর দেওয়া যায়।"
            continue
        rows = rows_of(each["table"])
        if len(each["table"]["rows"]) > MOST_ROWS or len(rows[0]) > MOST_COLUMNS:
            return (
                f"একটি ছকে সর্বোচ্চ {to_bengali(MOST_ROWS)}টি সারি ও "
                f"{to_bengali(MOST_COLUMNS)}টি কলাম দেওয়া যায়।"
            )
        if any(len(cell) > LONGEST_CELL for row in rows for cell in row):
            return f"ছকের একটি ঘরে সর্বোচ্চ {to_bengali(LONGEST_CELL)}টি অক্ষর দেওয়া যায়।"
    return None


# --- Lines ----------------------------------------------------------------------------------------


def _guarded(line):
    """A line of a paragraph, guarded where it would be read otherwise."""
    return "\\" * _misread(line) + line + "\\" * _misread_behind(line)


def _unguarded(line):
    if line.endswith("\\") and _misread_behind(line[:-1]):
        line = line[:-1]
    return line[1:] if line.startswith("\\") and _misread(line[1:]) else line


def _misread(line):
    """Whether the front of a line would be lost, or the line taken for something else."""
    if line.startswith("\\"):
        return _misread(line[1:])
    return not line or line[0].isspace() or _is_row(line.strip())


def _misread_behind(line):
    if line.endswith("\\"):
        return _misread_behind(line[:-1])
    return line[-1:].isspace()


# --- Tables ---------------------------------------------------------------------------------------


def _is_row(line):
    tokens = _TOKEN.findall(line)
    return len(tokens) > 1 and tokens[0] == "|" == tokens[-1]


def _table(lines):
    head = None
    if len(lines) > 2 and _RULE.fullmatch(lines[1]):
        head = _cells(lines[0])
        lines = lines[2:]
    elif len(lines) == 2 and _RULE.fullmatch(lines[1]):
        # A head over nothing is a row.
        lines = lines[:1]
    rows = [_cells(line) for line in lines]
    width = max(map(len, [head or [], *rows]))
    rows, head = [_filled(row, width) for row in rows], head and _filled(head, width)
    return {"table": {"head": head, "rows": rows}}


def _filled(row, width):
    return row + [""] * (width - len(row))


def _cells(line):
    cells = [[]]
    for sign in _TOKEN.findall(line)[1:-1]:
        if sign == "|":
            cells.append([])
        else:
            cells[-1].append(sign)
    return ["".join(map(_meant, _stripped(cell))) for cell in cells]


def _stripped(tokens):
    said = [place for place, token in enumerate(tokens) if not token.isspace()]
    return tokens[said[0] : said[-1] + 1] if said else []


def _meant(token):
    if token in _MEANT:
        return _MEANT[token]
    # A backslash before a space keeps it; before another sign it is a backslash.
    return token[1:] if len(token) == 2 and token[1].isspace() else token


def _bars(table):
    lines = [_row(row) for row in rows_of(table)]
    if table["head"]:
        lines.insert(1, "|" + "---|" * len(table["head"]))
    return "\n".join(lines)


def _row(cells):
    return "|" + "|".join(f" {_cell(cell)} " for cell in cells) + "|"


def _cell(cell):
    signs = [_WRITTEN.get(sign, sign) for sign in cell]
    for end in (0, -1):
        # A space at an end is kept by a backslash; dashes alone would be the rule below a head.
        if signs and (signs[end].isspace() or (not end and _DASHES.fullmatch(cell))):
            signs[end] = "\\" + signs[end]
    return "".join(signs)


def _plain_rows(table):
    lines = ["| " + " | ".join(row) + " |" for row in rows_of(table)]
    if table["head"]:
        lines.insert(1, "|" + "---|" * len(table["head"]))
    return lines
