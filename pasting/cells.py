"""A cell while it is read: paragraphs of runs, whatever they come from.

Both readers, of HTML and of .docx, tell it what stands in the cell in its order, and it knows what
becomes text: what fonts make of their letters, the numbers that a program draws, tables in it.
"""

import re

from bangla.digits import letter, to_bengali
from pasting.fonts import in_text
from pasting.grid import LINE, SEPARATORS, drawn, one_line, plain

# Of a table in a cell, as in the interchange format.
MOST_TABLE_COLUMNS, MOST_TABLE_ROWS, LONGEST_TABLE_CELL = 20, 200, 2_000

_NOT_FROM_OUTSIDE = str.maketrans("", "", SEPARATORS.replace(LINE, "") + "\x1c\0")
_BREAKS = re.compile("[\v\u2028\u2029]")
_BENGALI = re.compile("[\u0980-\u09ff]")
_LATIN = re.compile("[A-Za-z]{2}")
# What Word and browsers show in a field that nobody has filled in.
_PLACEHOLDER = re.compile(
    r"(?:click(?: or tap)?(?: here)? to (?:enter|select|choose)[a-z ]*|choose an item|"
    r"enter (?:text|a date)(?: here)?|\[type (?:here|text)\])\.?",
    re.IGNORECASE,
)


class CellText:
    """What stands in a cell. `tell(kind, text, added)` hears what is not taken over as it stands."""

    def __init__(self, tell):
        self.tell = tell
        self._done, self._runs = [], []
        self._marker, self._is_drawn = None, False
        self.lists = []  # open lists of HTML: [style, number of the next item]

    def add(self, text, font=None):
        """Text of the open paragraph; `font` is what pasting.fonts.kind_of says of its font."""
        first, *others = _BREAKS.split(text.translate(_NOT_FROM_OUTSIDE))
        self._runs.append((first, font))
        for part in others:
            self.end()
            self._runs.append((part, font))

    def break_line(self):
        self._runs.append((LINE, None))

    def begin_with(self, marker, *, drawn=False):
        """The open paragraph has a number or a bullet before it, or None; `drawn` where its
        program draws it and it is no text."""
        self._marker, self._is_drawn = marker, drawn

    def end(self, *, forced=False):
        """End the open paragraph. A number before it waits for its text, unless it is `forced` to
        stand alone."""
        runs, marker = self._runs, self._marker
        self._runs = []
        text = LINE.join(map(one_line, in_text(runs, self.tell).split(LINE))).strip(f" {LINE}")
        if _PLACEHOLDER.fullmatch(text):
            self.tell("placeholder", text, "")
            text = ""
        if marker and not text and not forced:
            return
        self._marker = None
        if marker:
            if self._is_drawn:
                marker = in_digits_of(marker, text)
                self.tell("drawn", "", marker)
            text = f"{marker} {text}".strip(" ")
        if text:
            self._done.append(text)

    def put(self, table):
        """A table in the cell; one column is a frame around its paragraphs, and one that is larger
        than a paper has in a cell is lines."""
        self.end(forced=True)
        if not table:
            return
        columns = len(table[0])
        is_small = columns <= MOST_TABLE_COLUMNS and len(table) <= MOST_TABLE_ROWS
        if columns == 1:
            self._done += [plain(row[0]) for row in table]
        elif is_small and all(len(cell) <= LONGEST_TABLE_CELL for row in table for cell in row):
            self._done.append(drawn(table))
        else:
            lines = [" · ".join(filter(None, map(plain, row))) for row in table]
            self.tell("flat_table", lines[0], "")
            self._done += lines

    def text(self):
        self.end(forced=True)
        return "\n".join(self._done)


# --- Numbers that a program draws ---------------------------------------------------------------


def in_digits_of(marker, text):
    """A drawn number as an office prints it before this text: ৩। in Bengali, 3. in English."""
    if _LATIN.search(text) and not _BENGALI.search(text):
        return marker
    shown = to_bengali(marker)
    return re.sub(r"^([০-৯]+)\.$", r"\1।", shown)


def number_in(style, number):
    """A number in a style of lists, as Word and HTML name them."""
    if style in ("lowerLetter", "lower-alpha", "lower-latin", "a"):
        return _latin_letter(number)
    if style in ("upperLetter", "upper-alpha", "upper-latin", "A"):
        return _latin_letter(number).upper()
    if style in ("lowerRoman", "lower-roman", "i"):
        return _roman(number).lower()
    if style in ("upperRoman", "upper-roman", "I"):
        return _roman(number)
    if style in ("decimalZero", "decimal-leading-zero"):
        return f"{number:02}"
    if style in ("hindiConsonants", "hindiVowels", "bengali-letters"):
        return letter(max(number, 1))
    return str(number)


def _latin_letter(number):
    """a … z, aa, bb …, as Word counts."""
    number = max(number, 1)
    return chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 30)


_ROMAN = [
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"),
    (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
]  # fmt: skip


def _roman(number):
    if not 0 < number < 4000:
        return str(number)
    said = ""
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        said += sign * count
    return said


def printed_marker(text):
    """A marker that came as text: the sign of a bullet, whatever font it had, is •."""
    text = " ".join(text.split())
    if len(text) == 1 and not text.isdigit() and not _BENGALI.match(text):
        return "•"
    return text
