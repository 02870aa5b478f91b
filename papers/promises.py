"""What a paper promises and does not hold: attendance that nobody reads, annexes, a title."""

import re
from collections.abc import Callable
from typing import NamedTuple

from bangla.digits import to_ascii, to_bengali
from bangla.words import number_words
from papers import content as read
from papers.head import BY_KEY
from papers.paragraphs import texts

# পরিশিষ্ট-ক, পরিশিষ্ট ‘ক’, সংযোজনী ২: a named annex.
_NAMED = (
    r"(?:পরিশিষ্ট|সংযোজনী|সংলগ্নী|সংযুক্তি)(?=[ \u00a0–—“”\"'‘’(-])[ \u00a0]*[-–—]?[ \u00a0]*[“”\"'‘’(]?"
    r"(?:[ক-হ]|[০-৯0-9]{1,2}|[A-Za-z])(?![\u0980-\u09ffA-Za-z0-9])"
)
# … and what sends a reader there, or says that something lies with the paper.
_SENT = r"(?:পরিশিষ্ট|সংযোজনী|সংলগ্নী|সংযুক্তি)\S*\s+(?:দ্রষ্টব্য|দুষ্টব্য|দেখুন|দেখানো|দেখান)"
_ENCLOSED = r"(?:^|[।\n]\s*)সংযুক্তি\s*[:ঃ]\s*(?!নেই|নাই|প্রযোজ্য নয়)\S"
_WITH = (
    r"(?:তালিকা|অনুলিপি|কপি|ছক|বিবরণী|প্রতিবেদন|ফর্দ)\s+(?:এত(?:দ্?|ৎ)সঙ্গে\s+|এতদসাথে\s+)?সংযুক্ত"
    r"\s*(?:[।)(]|$|করা হ(?:লো|ল|ইল)|আছে|রয়েছে)|এত(?:দ্?|ৎ)(?:সঙ্গে|সাথে)\s+সংযুক্ত"
)
_PROMISE = re.compile("|".join(f"(?:{each})" for each in (_NAMED, _SENT, _ENCLOSED, _WITH)))
_LIES_HERE = re.compile(rf"\s*{_NAMED}")
_CITED = re.compile(_NAMED)
_NAME_AND_LETTER = re.compile(r"([^\s\u00a0–—-]+).*?([০-৯0-9]+|.)$")

# সংযুক্তি: ৩ (তিন) পাতা
_COUNT = re.compile(
    r"(?:^|সংযুক্তি\S*|মোতাবেক|মতে)[\s:ঃ–—-]*(?P<figure>[০-৯0-9]{1,3})\s*"
    r"(?:\((?P<word>[^()\d]{2,20})\))?\s*(?P<unit>টি|টা|খানা|খানি|কপি|প্রস্থ|সেট|পাতা|পৃষ্ঠা|ফর্দ)"
)
_SHEETS = {"পাতা", "পৃষ্ঠা", "ফর্দ"}


# The annex of another document: নীতিমালার পরিশিষ্ট-ক.
_OF_ANOTHER = re.compile(r"(?:^|\s)(?!কার্যবিবরণী|সভা)\S*র\s+$")
_AN_ANNEX = ("পরিশিষ্ট", "সংযোজনী", "সংলগ্নী")


class Annex(NamedTuple):
    """A file that lies with a paper; `pages()` counts its pages, None where that cannot be told."""

    name: str
    pages: Callable[[], int | None]


# What the list of those who came is called where nothing names it.
ANNEX = "পরিশিষ্ট-ক"
# Blocks that list who came.
LISTS_OF_THE_PRESENT = {"attendance", "annex"}


def annex_cited(content):
    """What the line of the attendance calls the list of those who came: পরিশিষ্ট-ক; or None."""
    return _annex_in((content.get("attendance") or {}).get("as_printed") or "")


def _annex_in(text):
    """The first annex that a text names, always spelled alike; or None."""
    found = _CITED.search(text)
    return found and "-".join(_NAME_AND_LETTER.match(found[0]).groups())


def broken(content, annexes):
    """What the paper with this content does not keep: [(where, Bengali sentence)].

    `where` is the part to mend it in: title, attendance or files; `annexes` are those that lie with
    it (each an Annex).
    """
    order = set(content["order"])
    if not order & {"title", "subject"}:
        yield "title", "কাগজের গড়নে শিরোনাম নেই: কিসের কার্যবিবরণী, তা কোথাও ছাপা হবে না।"
    said = list(_printed(content))
    yield from _attendance(content, said)
    yield from _annexes(content, said, annexes)


def _printed(content):
    """The texts of a paper in which something can be promised, as (block, text)."""
    order = set(content["order"])
    if "attendance" in read.heads_on(content):
        yield from (("attendance", line) for line in BY_KEY["attendance"].lines(content))
    for block in ("opening", "closing"):
        if block in order:
            yield from ((block, text) for text in content[block])
    for item in read.items(content) if "table" in order else ():
        yield from (("table", text) for text in (item.topic, *texts(item.discussion)))
        for decision in item.decisions:
            yield from (("table", text) for text in (decision.text, decision.progress) if text)
    if "body" in order:
        yield from (("body", text) for text in read.of_letter(content, "body") or [])


def _attendance(content, said):
    came = read.present(content)
    line = (content.get("attendance") or {}).get("as_printed")
    if not came and not line:
        return
    block = came and LISTS_OF_THE_PRESENT & set(content["order"])
    printed = block or any(where == "attendance" for where, _ in said)
    # The list may be told of, and lie with the paper.
    told = any("উপস্থিত" in text and _promise_in(text) for _, text in said)
    if not printed and not told:
        taken = f"{to_bengali(len(came))} জনের উপস্থিতি" if came else "উপস্থিতির লাইন"
        yield (
            "attendance",
            f"{taken} লেখা আছে, কিন্তু কাগজের কোথাও ছাপা হবে না: গড়নে উপস্থিতির তালিকা বা লাইন নেই।",
        )


def _annexes(content, said, annexes):
    letter = read.of_letter(content, "enclosure") if "enclosure" in content["order"] else None
    # A report behind its forwarding letter is what the letter encloses.
    holds_it = "page_break" in content["order"]
    heading = (content.get("attendance") or {}).get("heading") or ""
    came = bool(read.present(content))
    lists = came and LISTS_OF_THE_PRESENT & set(content["order"])
    # Pages of the paper itself.
    own = (annex_cited(content) or ANNEX) if came and "annex" in content["order"] else None
    for where, text in said:
        found = _promise_in(text)
        if not found or annexes or (_LIES_HERE.match(text) and where != "attendance"):
            continue
        if own and _annex_in(found[0]) == own:
            continue
        # Who came is read in the paper itself, whatever its line calls the list.
        if lists and ("পরিশিষ্ট" in heading or "উপস্থিত" in text or where == "attendance"):
            continue
        yield "files", f"“{_around(text, found)}” লেখা আছে, কিন্তু কোনো পরিশিষ্ট ফাইল রাখা হয়নি।"
        break
    else:
        if letter and not annexes and not holds_it:
            yield "files", f"সংযুক্তি “{letter}” লেখা আছে, কিন্তু কোনো পরিশিষ্ট ফাইল রাখা হয়নি।"
    counted = [text for _, text in said if "সংযুক্তি" in text]
    for text in [*([letter] if letter else []), *counted]:
        if found := _COUNT.search(text):
            yield from _counts(found, [] if holds_it else annexes)


def _counts(found, annexes):
    number, unit, quoted = int(to_ascii(found["figure"])), found["unit"], found[0].strip()
    if found["word"] and found["word"].strip() != number_words(number):
        yield "files", f"“{quoted}”: অঙ্কে {found['figure']}, কথায় {found['word'].strip()}।"
    if not annexes:
        return
    there = len(annexes)
    if unit not in _SHEETS:
        if there != number:
            yield "files", f"“{quoted}” লেখা আছে, পরিশিষ্ট ফাইল আছে {to_bengali(there)}টি।"
    elif all(counted := [annex.pages() for annex in annexes]):
        pages = sum(counted)
        # A sheet may be printed on both sides.
        sheets = sum((each + 1) // 2 for each in counted)
        if not (pages == number or (unit != "পৃষ্ঠা" and sheets <= number <= pages)):
            yield "files", f"“{quoted}” লেখা আছে, পরিশিষ্ট ফাইলে আছে {to_bengali(pages)} পৃষ্ঠা।"
    elif there > number:
        yield "files", f"“{quoted}” লেখা আছে, পরিশিষ্ট ফাইলই আছে {to_bengali(there)}টি।"


def _promise_in(text):
    """Where a text promises something of this paper: a match, or None."""
    return next(
        (
            found
            for found in _PROMISE.finditer(text)
            if not found[0].startswith(_AN_ANNEX)
            or not _OF_ANOTHER.search(text[: found.start()].rpartition("\n")[2])
        ),
        None,
    )


def _around(text, found):
    """The words of a promise, with a few that stand beside them."""
    before, after = text[: found.start()].split(" ")[-4:], text[found.end() :].split(" ")[:3]
    cut = len(" ".join(before)) < found.start(), len(" ".join(after)) < len(text) - found.end()
    words = " ".join((" ".join(before) + found[0] + " ".join(after)).split())
    return f"{'…' if cut[0] else ''}{words}{'…' if cut[1] else ''}"
