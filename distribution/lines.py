"""A line of a copy list as text: its note, its count, its spelling, and what a list's heading asks for.

Pure functions; whom a line means is told by `distribution.meaning`.
"""

import re

from django.db import models

from bangla.digits import to_ascii
from bangla.text import fold, normalise
from offices.implementers import key_of


class Purpose(models.TextChoices):
    """What somebody gets a copy for."""

    ADDRESSED = "addressed", "প্রাপক"
    INFORMATION = "information", "জ্ঞাতার্থে"
    ACTION = "action", "কার্যার্থে"
    BOTH = "both", "জ্ঞাতার্থে ও কার্যার্থে"
    OFFICE_COPY = "office_copy", "অফিস কপি"


# What a heading says for each purpose; papers often mistype its last letters.
_INFORMATION = tuple(map(fold, ["তার্থ", "তাথে", "অবগতি", "জ্ঞাতব্য", "information"]))
_ACTION = tuple(map(fold, ["যার্থ", "য়ার্থ", "র্যাথে", "ব্যবস্থা", "কার্যক্রম", "action"]))
_COPY = tuple(map(fold, ["অনুলিপি", "অনুলিপী", "প্রতিলিপি", "copy", "copies"]))

NOT_BY_RANK = normalise("(জ্যেষ্ঠতার ক্রমানুসারে নয়)")
_SAID_OF_RANK = re.compile(normalise(r"\s*\(?\s*(?:জ্যেষ্ঠতা|পদমর্যাদা)র\s+ক্রম(?:ানুসারে|ানুযায়ী)?\s+নয়\s*\)?"))

# “… (১২ জন)”, “… ৩ কপি”: how many a line says it is for.
COUNTED = re.compile(r"\(?\s*\b(?P<count>[0-9]{1,3})\s*(?:জন|টি|কপি)(?![\u0980-\u09ff])\s*\)?")
# A line in brackets below a recipient says something of the copy, not where it goes; so does one on
# whose desk it is to lie.
_NOTE = re.compile(
    normalise(r"\([^()]*(?:\([^()]*\)[^()]*)*\)[।.]?|\(?দৃষ্টি\s?আকর্ষণ.*|\(?attention\b.*"),
    re.IGNORECASE,
)
_KEPT = r"(?:অফিস|গার্ড|মাস্টার|office|guard) ?(?:কপি|নথি|ফাইল|copy|file)"
_OFFICE_COPY = re.compile(rf"(?:{_KEPT}|নথি)(?: ?(?:/|,|ও) ?(?:{_KEPT}|নথি))*")


def purpose_of(heading):
    """The Purpose of the copies of a list, by its heading.

    Copies of a list that says nothing of a purpose are the paper's own: “বিতরণ”.
    """
    said = fold(heading)
    match any(word in said for word in _INFORMATION), any(word in said for word in _ACTION):
        case True, True:
            return Purpose.BOTH
        case False, True:
            return Purpose.ACTION
        case True, False:
            return Purpose.INFORMATION
    is_copy = any(word in said for word in _COPY)
    return Purpose.INFORMATION if is_copy else Purpose.ADDRESSED


def without_rank(heading):
    """(the heading without its words on rank, whether it had said that there is no order of rank)."""
    said = normalise(heading)
    plain = _SAID_OF_RANK.sub("", said)
    return " ".join(plain.split()), plain != said


def with_rank(heading, *, is_by_rank):
    """The heading as it prints: “বিতরণ (জ্যেষ্ঠতার ক্রমানুসারে নয়):” where there is no order of rank."""
    plain, _ = without_rank(heading)
    if is_by_rank:
        return plain
    words = plain.rstrip(" :：ঃ-")
    return f"{words} {NOT_BY_RANK}{plain[len(words) :].strip() or ':'}"


def body_and_note(line):
    """(the lines that say who and where, those in brackets under them that say what for)."""
    lines = [each.strip() for each in line.split("\n") if each.strip()]
    note = []
    while len(lines) > 1 and _NOTE.fullmatch(lines[-1]) and not COUNTED.search(to_ascii(lines[-1])):
        note.insert(0, lines.pop())
    return lines, note


def in_one_line(line):
    """Who and where of a printed line: জেলা প্রশাসক, শালবন। Its note is not of it."""
    body, _ = body_and_note(line)
    joined = ", ".join(each.rstrip(" ,।") for each in body[:-1])
    if not joined:
        return " ".join(body[-1].split()) if body else ""
    between = " " if body[-1].startswith("(") else ", "
    return " ".join(f"{joined}{between}{body[-1]}".replace(", (", " (").split())


def recipient_key(line):
    """The spelling by which the recipients of two printed lines are compared."""
    return key_of(in_one_line(line))


def counted(line, instead=""):
    """(the line with something instead of its count, how many it says it is for or None)."""
    found = COUNTED.search(to_ascii(line))
    if not found:
        return line, None
    # to_ascii changes no length: digits alone are other ones.
    without = f"{line[: found.start()]} {instead} {line[found.end() :]}"
    return re.sub(r" +([,।])", r"\1", " ".join(without.split())), int(found["count"]) or 1


def is_office_copy(line):
    """Whether a line is the copy that stays in the office: “অফিস কপি।”"""
    plain, _ = counted(in_one_line(line))
    return bool(_OFFICE_COPY.fullmatch(key_of(plain)))
