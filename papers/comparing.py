"""What changed between the contents of two versions of a paper, in words."""

from difflib import SequenceMatcher

from bangla.digits import to_bengali
from bangla.phrases import long_date
from papers import content as read
from papers.differences import word_parts
from papers.head import HEAD
from papers.paragraphs import plain

# Single lines of the head and the end: key → what it is called.
LINES = {
    "committee": "কমিটি",
    "letterhead": "পত্রশীর্ষ",
    "title": "শিরোনাম",
    "opening": "সূচনা",
    "earlier": "বিগত সভার সিদ্ধান্তের অগ্রগতি",
    "closing": "সমাপ্তি",
    "signatory": "স্বাক্ষরকারী",
    "distribution": "অনুলিপি",
    "copy_signatory": "অনুলিপিতে স্বাক্ষরকারী",
    "letter": "অগ্রায়নপত্র",
    "report_signatory": "প্রতিবেদনে স্বাক্ষরকারী",
    "report_signed_on_as_printed": "প্রতিবেদনে স্বাক্ষরের তারিখ",
}
PARAGRAPHS = {"opening", "earlier", "closing"}


def changes(before, after):
    """The places where two contents (interchange format) differ, in the order of the paper.

    A list of {"where", "parts", "was", "now"}; `parts` is [(kind, text)] with the kinds "same", "gone",
    "new"; `was` and `now` are which item it is in either, counted from 1, None where it is in none.
    """
    found = []
    old, new = dict(_lines(before)), dict(_lines(after))
    for where in {**new, **old}:
        _compare(found, where, old.get(where, ""), new.get(where, ""))
    for was, now in _pairs(read.items(before), read.items(after)):
        number, item = now or was
        serial = item.serial or to_bengali(number)
        old, new = _item_lines(was), _item_lines(now)
        of = {"was": was and was[0], "now": now and now[0]}
        for where in {**new, **old}:
            _compare(found, f"{serial} · {where}", old.get(where, ""), new.get(where, ""), **of)
    return found


def _compare(found, where, old, new, *, was=None, now=None):
    if old != new:
        found.append({"where": where, "parts": word_parts(old, new), "was": was, "now": now})


def _lines(content):
    memo = read.memo(content)
    yield "স্মারক", to_bengali(".".join(filter(None, [memo.number, memo.issue])))
    yield "প্রাপকের সংখ্যা, স্মারকের বন্ধনীতে", to_bengali(memo.copies or "")
    yield "অনুলিপির স্মারক ও সংখ্যা", memo.copy_number_as_printed or ""
    yield "স্মারকের তারিখ", _day(memo.date)
    for line in HEAD:
        yield line.told_as or line.name, "\n".join(line.lines(content))
    yield "মেয়াদ", " – ".join(map(long_date, read.period(content) or []))
    for key, label in LINES.items():
        value = content.get(key)
        yield label, plain(value) if key in PARAGRAPHS and value else _words(value)
    yield (
        "কে কে উপস্থিত",
        "\n".join(
            f"{member.name}: {'উপস্থিত' if member.is_present else 'অনুপস্থিত'}"
            for member in read.members(content)
        ),
    )


def _pairs(before, after):
    """Items of two versions side by side, (number, item) or None where there is no such item."""
    old = list(enumerate(before, 1))
    new = list(enumerate(after, 1))
    names = [[item.topic or item.called for _, item in rows] for rows in (old, new)]
    for act, a1, a2, b1, b2 in SequenceMatcher(None, *names, autojunk=False).get_opcodes():
        was, now = old[a1:a2], new[b1:b2]
        if act in ("equal", "replace"):
            paired = min(len(was), len(now))
            yield from zip(was[:paired], now[:paired], strict=True)
            was, now = was[paired:], now[paired:]
        yield from ((each, None) for each in was)
        yield from ((None, each) for each in now)


def _item_lines(numbered):
    if numbered is None:
        return {}
    _, item = numbered
    lines = {"আলোচ্য বিষয়": item.topic, "আলোচনা": plain(item.discussion)}
    if item.implementers_as_printed:
        lines["বাস্তবায়নকারী"] = item.implementers_as_printed
    several = len(item.decisions) > 1
    for number, decision in enumerate(item.decisions, 1):
        label = f" {decision.label or to_bengali(number)}" if several else ""
        lines[f"সিদ্ধান্ত{label}"] = decision.text
        lines[f"বাস্তবায়নকারী{label}"] = _words(decision.implementers)
        lines[f"অগ্রগতি{label}"] = decision.progress or ""
        lines[f"শেষ তারিখ{label}"] = _day(decision.due)
    return lines


def _day(day):
    return long_date(day) if day else ""


def _words(value):
    """The words in lists and dicts, one a line."""
    if isinstance(value, dict):
        return "\n".join(filter(None, map(_words, value.values())))
    if isinstance(value, list):
        return "\n".join(filter(None, map(_words, value)))
    return "" if value is None else str(value)
