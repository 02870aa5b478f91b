"""Extracts of minutes: for one implementer the decisions that charge them, as the paper has them."""

from typing import NamedTuple

from django.core.exceptions import ValidationError

from bangla.grammar import genitive
from bangla.phrases import long_date
from bangla.text import skeleton
from meetings.charging import is_done, unmarked
from meetings.content import content_of
from memos.numbers import LABEL
from offices.implementers import key_of
from papers import content as read
from papers.blocks import BLANK
from papers.language import language_of
from papers.titles import sitting_called

SAID = (
    "উপর্যুক্ত বিষয় ও সূত্রের পরিপ্রেক্ষিতে জানানো যাচ্ছে যে, সভার কার্যবিবরণীর যে অংশের বাস্তবায়ন আপনার ওপর ন্যস্ত, "
    "তার উদ্ধৃতি নিচে দেওয়া হলো। প্রয়োজনীয় ব্যবস্থা গ্রহণ করে অগ্রগতি এ কার্যালয়কে জানানোর জন্য অনুরোধ করা হলো।"
)


class NoSuchExtract(ValidationError):
    """A number that no implementer of the paper has; the message is Bengali and fit to show."""


class Implementer(NamedTuple):
    """Who a paper charges, as it first prints them, and with which decisions."""

    printed: str
    # (place of the item, place of the decision in it), both from 0.
    decisions: frozenset


def implementers_of(meeting):
    """The implementers of a meeting's paper, in the order of the paper, each once: [Implementer].

    Fetch the meeting with `Meeting.objects.with_paper()`.
    """
    return _implementers_in(content_of(meeting))


def _implementers_in(content):
    found = {}
    for at, item in enumerate(read.items(content)):
        for place, decision in enumerate(item.decisions):
            for line in _lines_of(item, decision):
                _, places = found.setdefault(skeleton(key_of(line)), (line, set()))
                places.add((at, place))
    return [Implementer(line, frozenset(places)) for line, places in found.values()]


def _lines_of(item, decision):
    """Who carries a decision out: its own lines, or those of the one cell of the item."""
    lines = decision.implementers or (item.implementers_as_printed or "").splitlines()
    named = map(unmarked, lines)
    return [line for line in named if key_of(line) and not is_done(line)]


def extract_parts(meeting, number):
    """What the letter to the `number`th implementer (from 1) says of its own: parts of a content.

    Fetch the meeting with `Meeting.objects.with_paper()`. Raises NoSuchExtract.
    """
    content = content_of(meeting)
    implementers = _implementers_in(content)
    if not 1 <= (number or 0) <= len(implementers):
        raise NoSuchExtract(_no_such(implementers, content))
    to = implementers[number - 1]
    shown = [index for index, key in enumerate(content["column_keys"]) if key != "progress"]
    numbers = content.get("column_numbers")
    called = sitting_called(
        committee=content["committee"],
        cadence=content["cadence"],
        period_start=(read.period(content) or [None])[0],
    )
    return {
        "meeting": {"date": content["meeting"]["date"]},
        "letter": {
            "subject": f"{genitive(called)} কার্যবিবরণীর উদ্ধৃতাংশ প্রেরণ।",
            "reference": _cited(meeting, content),
            "body": [SAID],
            "recipient": [to.printed],
        },
        "columns": [content["columns"][index] for index in shown],
        "column_keys": [content["column_keys"][index] for index in shown],
        **({"column_numbers": [numbers[index] for index in shown]} if numbers else {}),
        "items": list(_items_for(to, content)),
        "signatory": content.get("copy_signatory") or content["signatory"],
    }


def _no_such(implementers, content):
    count = language_of(content).number(len(implementers))
    if not implementers:
        return "এই কার্যবিবরণীতে কোনো বাস্তবায়নকারীর নাম নেই; উদ্ধৃতাংশ হয় না।"
    return f"এই কার্যবিবরণীতে বাস্তবায়নকারী {count} জন; ১ থেকে {count} এর মধ্যে একটি নম্বর দিন।"


def _cited(meeting, content):
    """The number and the day of the minutes as another paper cites them, or of their sitting where they
    have no number."""
    if meeting.paper:
        number, day = meeting.paper.number, meeting.paper.issued_on
    else:
        memo = read.memo(content)
        number, day = memo.number and f"{memo.number}.{memo.issue or BLANK[:8]}", memo.date
    if number is None:
        return f"{long_date(read.held_on(content))} তারিখে অনুষ্ঠিত সভার কার্যবিবরণী।"
    dated = long_date(day) if day else BLANK
    return f"এ কার্যালয়ের {LABEL}{number}, তারিখ: {dated}।"


def _items_for(to, content):
    """The items with what charges this implementer; serials, letters and words are those of the paper."""
    count = language_of(content).number
    for at, item in enumerate(content["items"]):
        decisions = [
            {**decision, "progress": None}
            for place, decision in enumerate(item["decisions"])
            if (at, place) in to.decisions
        ]
        if decisions:
            yield {
                **item,
                "serial": item["serial"] or count(at + 1),
                "decisions": [
                    {key: said for key, said in decision.items() if key != "due"}
                    for decision in decisions
                ],
            }
