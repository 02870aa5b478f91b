"""The code on an issued paper, by which anyone finds what is known of it. Pure functions.

28 of 30 letters are 137 bits: nobody guesses a code that exists. There is no 0, 1, i, l, o or u,
nothing that is taken for another when read from paper.
"""

import re
import secrets
import unicodedata

from bangla.digits import to_ascii

CODE_LETTERS = "23456789abcdefghjkmnpqrstvwxyz"
CODE_LENGTH = 28
CODE_GROUP = 4

_LETTER = f"[{CODE_LETTERS}]"
# PDFium reads a hyphen at the end of a line as U+FFFE.
_HYPHENS = "-\N{NON-BREAKING HYPHEN}\N{HYPHEN}\N{EN DASH}\N{EM DASH}\N{SOFT HYPHEN}\ufffe"
_BREAK = rf"[{_HYPHENS}]?\s{{0,4}}"
# As it stands in a link, and as it is printed.
WRITTEN = re.compile(
    rf"(?<![a-z0-9]){_LETTER}{{4}}(?:{_BREAK}{_LETTER}{{4}}){{6}}(?![a-z0-9])", re.IGNORECASE
)
LINK = re.compile(rf"/(?:verify|sheets)/({_LETTER}{{28}})/?(?![a-z0-9])", re.IGNORECASE)


def new_code() -> str:
    """An unguessable code for a new paper."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


def plain_code(typed: str) -> str:
    """A code as it is stored, from what a person typed off a paper: in groups, in capitals, in
    Bengali digits. What is no code stays none."""
    text = to_ascii(unicodedata.normalize("NFKC", typed)).lower()
    return "".join(
        letter for letter in text if not letter.isspace() and letter not in f"{_HYPHENS}_."
    )


def is_code(text: str) -> bool:
    """Whether a text could be a code as it is stored."""
    return re.fullmatch(f"{_LETTER}{{{CODE_LENGTH}}}", text) is not None


def grouped_code(code: str) -> str:
    """A code as it is printed: k7m2-9xqp-…"""
    starts = range(0, len(code), CODE_GROUP)
    return "-".join(code[start : start + CODE_GROUP] for start in starts)


def written_codes(text: str) -> list[str]:
    """The codes in a text, printed or in a link, as they are stored; each once, in their order."""
    return list(dict.fromkeys(plain_code(found) for found in WRITTEN.findall(text)))


def linked_code(text: str) -> str | None:
    """The code in a link of a paper to its page of verification, or of an attendance sheet to its
    meeting, wherever the portal lives."""
    found = LINK.search(text)
    return found and found[1].lower()
