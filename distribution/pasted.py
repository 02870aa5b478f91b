"""Recipients as offices keep them in Word, in lines or in a table, read into lines of a list.

Nothing is stored here; a person looks at what was read first.
"""

import re
from typing import NamedTuple

from bangla.digits import to_bengali
from bangla.text import LONGEST_LINE, normalise
from distribution.lines import body_and_note
from papers.shapes import NUMBERINGS
from pasting.grid import paragraphs
from pasting.notes import sentences
from pasting.tables import first_found, in_unicode, repeated, tables_in_html
from pasting.text import lines_told, tables_in_text

# With the office copy as many as the list of a committee takes.
MOST_RECIPIENTS = 199

_DIGITS = "[০-৯0-9]{1,3}"
# The number of a recipient, as it is typed or as Word draws it.
_NUMBER = re.compile(
    rf"\s*(?P<number>\({_DIGITS}\)|\([ক-হ]\)|{_DIGITS}\s?[।)]|{_DIGITS}\s?\.(?![০-৯0-9])"
    rf"|[ক-হ]\s?\)|{_DIGITS}\s?[-–:](?=\s)|[•▪●■–-](?=\s))\s*(?=\S)"
)
_BARE_NUMBER = re.compile(rf"\(?{_DIGITS}\)?[।.)]?")
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
# The first cell of a column or a whole line that names nobody.
_HEADINGS = ("ক্রম", "ক্রঃ", "ক্র.", "ক্র:", "নং", "প্রাপক", "পদবি", "পদবী", "নাম", "ঠিকানা", "ই-মেইল", "ইমেইল",
             "মন্তব্য", "কার্যালয়", "দপ্তর", "মোবাইল", "ফোন", "email", "e-mail")  # fmt: skip
_HEADINGS = tuple(map(normalise, _HEADINGS))
_OF_A_LIST = re.compile(normalise("অনুলিপি|বিতরণ|জ্ঞাতার্থে|কার্যার্থে"))


class Pasted(NamedTuple):
    """A list that was read."""

    recipients: list
    heading: str = ""
    # One of papers.shapes.NUMBERINGS, or "".
    numbering: str = ""
    # What of it stands in no recipient.
    left_out: list = []


def recipients_pasted(text, html=""):
    """The Pasted of a clipboard, None where it names nobody; its HTML is read where it holds a table.

    Bijoy text becomes Unicode. Raises BadPaste.
    """
    return first_found(
        lambda: html and _of_tables(tables_in_html(html)),
        lambda: _is_drawn(text) and _of_tables(tables_in_text(text)),
        lambda: _of_lines(lines_told(text)),
    )


def recipients_of_file(tables):
    """The same of the tables of a file (pasting.tables.tables_in_file), else of the lines beside
    them."""
    return _of_tables(tables) or _of_lines(tables.outside)


def _is_drawn(text):
    """Whether a text is for the most part a table; a tab behind the number of a line makes none."""
    lines = [line for line in text.splitlines() if line.strip()]
    drawn = [line for line in lines if "\t" in _NUMBER.sub("", line, count=1).strip()]
    return 2 * len(drawn) > len(lines)


def email_apart(line):
    """(the line without the first e-mail address in it, that address or "")."""
    found = _EMAIL.search(line)
    if not found:
        return line, ""
    rest = line[: found.start()] + line[found.end() :]
    rest = re.sub(rf"\(?\s*{_LABEL}?\s*[:ঃ-]?\s*\)?\s*$", "", rest, flags=re.M | re.I)
    parts = [" ".join(part.split()).strip(" ,;|") for part in rest.split("\n")]
    return "\n".join(filter(None, parts)), found[0]


_LABEL = r"(?:ই-?\s?মেইল|e-?mail)"


def _unicode(rows):
    return [[normalise(cell) for cell in row] for row in in_unicode(rows)[0]]


def _cut(recipients, **told):
    left_out = told.pop("left_out", [])
    recipients = [line for line in recipients if line]
    if not recipients:
        return None
    long = [line for line in recipients if len(line) > LONGEST_LINE]
    kept = [line for line in recipients if len(line) <= LONGEST_LINE]
    left_out = [*left_out, *(line[:200] for line in long), *kept[MOST_RECIPIENTS:]]
    return Pasted(kept[:MOST_RECIPIENTS], left_out=left_out, **told)


# --- Tables ---------------------------------------------------------------------------------------


def _of_tables(tables):
    """Each row is a recipient: its cells in their order, without its number."""
    recipients, left_out = [], []
    for table in tables:
        if table.within is not None:
            continue
        for row in _unicode(repeated(table)):
            cells = [paragraphs(cell) for cell in row]
            cells = [cell for cell in dict.fromkeys(cells) if cell]
            if cells and _BARE_NUMBER.fullmatch(cells[0].strip()):
                cells = cells[1:]
            if not cells:
                continue
            if _is_heading(cells):
                left_out.append(" · ".join(cells))
                continue
            first, *rest = cells
            lines = [_NUMBER.sub("", first, count=1) if _NUMBER.match(first) else first, *rest]
            body = [line for cell in lines for line in cell.split("\n")]
            recipients.append("\n".join(filter(None, (" ".join(line.split()) for line in body))))
    notes = [note for table in tables for note in table.notes] + getattr(tables, "notes", [])
    outside = [line for line in getattr(tables, "outside", []) if line.strip()]
    heading, outside = _heading_among(outside)
    return _cut(recipients, heading=heading, left_out=left_out + outside + sentences(notes))


def _is_heading(cells):
    return all(
        len(cell) < 40 and normalise(cell).casefold().startswith(_HEADINGS) for cell in cells
    )


def _heading_among(lines):
    """(the line that heads a list, the others)."""
    lines = [" ".join(line.split()) for (line,) in _unicode([[line] for line in lines])]
    heading = next((line for line in lines if _is_head(line)), "")
    return heading, [line for line in lines if line and line != heading]


def _is_head(line):
    return bool(_OF_A_LIST.search(line)) and len(line) < 160 and not _NUMBER.match(line)


# --- Lines ----------------------------------------------------------------------------------------


def _of_lines(lines):
    """The recipients of plain lines.

    Where lines are numbered, one without a number goes on with the recipient above it; where they
    are not, lines between blank ones are one recipient, or each is one.
    """
    lines = [line for (line,) in _unicode([[line.replace("\v", "\n")] for line in lines])]
    lines = [part for line in lines for part in line.split("\n")]
    numbered = [bool(_NUMBER.match(line)) for line in lines]
    if any(numbered):
        return _numbered(lines, numbered)
    heading = ""
    if lines and (first := next((line for line in lines if line.strip()), "")) and _is_head(first):
        heading = " ".join(first.split())
        lines = lines[lines.index(first) + 1 :]
    recipients = []
    for block in _blocks(lines):
        recipients += [block] if _is_address(block) else [[line] for line in block]
    return _cut(_with_notes("\n".join(block) for block in recipients), heading=heading)


def _numbered(lines, numbered):
    first = numbered.index(True)
    before = [" ".join(line.split()) for line in lines[:first] if line.strip()]
    heading = before.pop() if before and _is_head(before[-1]) else ""
    recipients, style = [], ""
    for line, begins in zip(lines[first:], numbered[first:], strict=True):
        said = (
            " ".join(_NUMBER.sub("", line, count=1).split()) if begins else " ".join(line.split())
        )
        if begins:
            style = style or "".join(to_bengali(_NUMBER.match(line)["number"]).split())
            recipients.append(said)
        elif said:
            recipients[-1] = f"{recipients[-1]}\n{said}".strip()
    numbering = style if style in NUMBERINGS else ""
    return _cut(recipients, heading=heading, numbering=numbering, left_out=before)


def _blocks(lines):
    block = []
    for line in [*lines, ""]:
        if line.strip():
            block.append(" ".join(line.split()))
        elif block:
            yield block
            block = []


def _is_address(block):
    """Whether lines that stand together are one address: each but the last ends open."""
    return len(block) > 1 and all(line.endswith(",") for line in block[:-1])


def _with_notes(recipients):
    """Recipients with a note in brackets that stood on a line of its own under them."""
    done = []
    for line in recipients:
        is_note = done and line.startswith("(") and not body_and_note(f"x\n{line}")[0][1:]
        if is_note:
            done[-1] = f"{done[-1]}\n{line}"
        else:
            done.append(line)
    return done
