"""How a paper looks in Word: what paper.css says of its page, in Word's terms (papers.wordcopy)."""

import re
from typing import NamedTuple

# Millimetres (papers.css).
PAGE = (210, 297)
MARGINS = {"top": 20, "right": 20, "bottom": 18, "left": 25}
ACROSS = PAGE[0] - MARGINS["left"] - MARGINS["right"]
INK = 18
FIRST_LINE = 12
COLON = 4


class Look(NamedTuple):
    """How an element looks: in millimetres, the size of its letters in points."""

    size: float = 12
    bold: bool = False
    underline: bool = False
    align: str = "left"
    line: float = 1.4
    left: float = 0
    hanging: float = 0
    # What it keeps from the next, and its paragraphs from one another.
    after: float = 0
    between: float = 0
    # It stays with what follows, with what stands before it.
    keeps_next: bool = False
    keeps_before: bool = False
    # It has pages of its own.
    apart: bool = False
    # Which heading of the document it is.
    level: int | None = None
    # Of a table.
    ruled: bool = True
    padding: tuple = (1.2, 1.6)
    row: float = 0
    columns: tuple = ()  # in per cent, where no class tells


# What a block has for itself, and what stands in it does not take over.
ITS_OWN = {"after": 0, "apart": False, "keeps_before": False, "level": None}

# Element or class of a paper's page → what it changes.
LOOKS = {
    "h1": {"level": 0},
    "h2": {"level": 1},
    "th": {"align": "center", "bold": True},
    "strong": {"bold": True},
    "letterhead": {"after": 6, "align": "center", "keeps_next": True, "line": 1.35},
    "office": {"bold": True, "size": 13.5},
    "website": {"size": 10},
    "memo": {
        "after": 6, "columns": (58, 12, 30), "keeps_next": True, "padding": (0, 0), "ruled": False,
    },
    "title": {
        "after": 5, "align": "center", "bold": True, "keeps_next": True, "size": 13, "underline": True,
    },
    "head": {"after": 5, "columns": (24, 76), "padding": (0, 0), "ruled": False},
    "heading": {"keeps_next": True},
    "opening": {"after": 4, "align": "both", "between": 2.5},
    "closing": {"after": 4, "align": "both", "between": 2.5},
    "body": {"after": 4, "align": "both", "between": 2.5},
    "earlier": {"after": 5, "between": 1.5},
    "rows": {"after": 5, "between": 1.5},
    "grid": {"after": 1, "between": 0, "line": 1.35, "padding": (0.5, 0.9), "size": 10.5},
    "dense": {"size": 9.5},
    "figures": {"align": "right"},
    "serial": {"align": "center"},
    "signature-block": {
        "after": 5, "align": "center", "keeps_before": True, "keeps_next": True, "left": ACROSS * 0.58,
    },
    "signed-on": {"after": 2},
    "distribution": {"after": 5},
    "letter-line": {"after": 3, "hanging": 14, "left": 14},
    "subject": {"bold": True},
    "enclosure": {"hanging": 0, "left": 0},
    "attention": {"hanging": 0, "left": 0},
    "recipient": {"after": 3},
    "annex": {"apart": True},
    "annex-name": {"after": 2, "align": "right", "bold": True, "keeps_next": True},
    "held": {"after": 3, "align": "center", "keeps_next": True},
}  # fmt: skip
# What a class changes only within another.
LOOKS_WITHIN = {
    ("attendance", "heading"): {"after": 2, "align": "center", "bold": True},
    ("attendance", "rows"): {
        "between": 0, "line": 1.3, "padding": (0.6, 1.4), "row": 10.5, "size": 11,
    },
    ("distribution", "heading"): {"after": 1.5, "underline": True},
    ("earlier", "heading"): {"after": 1.5, "bold": True},
    ("head", "th"): {"align": "left", "bold": False},
    ("head", "td"): {"hanging": 0, "left": COLON},
}  # fmt: skip
# Classes that are read below, or say nothing in Word.
OTHERS = {
    "address",
    "agenda", "attendance", "colon", "date", "days", "decision", "discussion", "english", "implementer",
    "ink", "kept", "label", "latin", "name", "number", "on", "page-break", "paper", "person", "progress",
    "reference", "role", "second", "short", "signature", "topic", "topic_and_discussion", "typed",
    "unaddressed", "unbroken", "wide",
}  # fmt: skip
NUMBERED = re.compile(r"(hang|in|least|w)(\d+)")


def looked(look, element):
    """The look of what stands in a look, by its element and its classes."""
    names = [element.tag, *element.get("class", "").split()]
    around = {name for each in element.iterancestors() for name in each.get("class", "").split()}
    changes = [LOOKS[name] for name in names if name in LOOKS]
    changes += [
        changed
        for (outer, name), changed in LOOKS_WITHIN.items()
        if name in names and outer in around
    ]
    for changed in changes:
        look = look._replace(**changed)
    return look
