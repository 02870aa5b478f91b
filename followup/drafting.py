"""The answer of a share as it follows from the answers of its parts. The same state, the same text."""

from collections import Counter

from bangla.digits import to_bengali
from bangla.grammar import genitive
from followup.models import Answer, Assignment
from offices.heads import HEADS
from offices.models import Office

State, Kind = Assignment.State, Answer.Kind

# What an office of a kind is called where several are counted.
NOUNS = {
    Office.Kind.DIVISION: "বিভাগ",
    Office.Kind.DISTRICT: "জেলা",
    Office.Kind.UPAZILA: "উপজেলা",
    Office.Kind.UNION: "ইউনিয়ন",
    Office.Kind.LINE: "দপ্তর",
}
# Those that are silent are named up to so many.
MOST_NAMED = 20
# How parts stand, in the order in which they are told.
_TOLD = {
    "verified": "{}টিতে কাজ সম্পন্ন ও যাচাইকৃত",
    "claimed": "{}টিতে কাজ সম্পন্ন হয়েছে বলে জানানো হয়েছে",
    "going": "{}টিতে কাজ চলমান (গড়ে {}%)",
    "blocked": "{}টিতে কাজ বাধাগ্রস্ত",
    "waiting": "{}টি অন্যের অপেক্ষায়",
    State.RETIRED: "{}টির চলমান দায়িত্ব শেষ",
    State.IRRELEVANT: "{}টিতে কাজটি আর প্রাসঙ্গিক নয়",
    State.UNVERIFIABLE: "{}টিতে কাজ যাচাই করা যায়নি",
    State.NOT_DONE: "{}টিতে বাস্তবায়ন ছাড়াই নিষ্পন্ন",
}


def draft(tree):
    """The text of an answer for the Part of a share; "" where nothing was handed down."""
    if not tree.live:
        return ""
    called, lines = _called(tree), [summary(tree)]
    for part in tree.live:
        if text := _said(part):
            lines.append(f"{called[part.assignment.pk]}: {text}")
    return "\n".join(lines)


def summary(tree):
    """One paragraph: how many parts a share has, how many answered, how they stand, who is silent."""
    parts = tree.live
    count, noun = to_bengali(len(parts)), _noun(parts)
    stand = {part.assignment.pk: _standing(part) for part in parts}
    counts = Counter(stand.values())
    silent = [part for part in parts if stand[part.assignment.pk] in ("silent", "unsettled")]
    answered = len(parts) - len(silent)
    if not answered:
        return f"কাজটি {count}টি {noun}কে দেওয়া হয়েছে; এখনও কোনোটি থেকে উত্তর পাওয়া যায়নি।"
    going = [part.progress for part in parts if stand[part.assignment.pk] == "going"]
    mean = to_bengali(sum(going) // len(going)) if going else ""
    told = [
        words.format(to_bengali(counts[standing]), mean)
        for standing, words in _TOLD.items()
        if counts[standing]
    ]
    text = f"{count}টি {genitive(noun)} {to_bengali(answered)}টি থেকে উত্তর পাওয়া গেছে: {', '.join(told)}।"
    return f"{text} {_silent(silent, tree)}" if silent else text


def _silent(silent, tree):
    text = f"{to_bengali(len(silent))}টি থেকে উত্তর পাওয়া যায়নি"
    called = _called(tree)
    names = [called[part.assignment.pk] for part in silent]
    return f"{text}: {', '.join(names)}।" if len(names) <= MOST_NAMED else f"{text}।"


def _standing(part):
    state = part.assignment.state
    if state == State.SETTLE:
        return "unsettled"
    if state != State.OPEN:
        return str(state)
    if not part.is_answered:
        return "silent"
    kind = part.said.kind if part.said else ""
    return {Kind.BLOCKED: "blocked", Kind.WAITING: "waiting"}.get(kind, "going")


def _said(part):
    """The last sentence of an owner; where there is none, what its own parts add up to."""
    if part.said and (text := " ".join(part.said.text.split())):
        return text
    return summary(part) if any(each.is_answered for each in part.live) else ""


def _noun(parts):
    """What is counted: offices of one kind, offices, or posts."""
    offices = [part.assignment.office_id for part in parts]
    if None in offices:
        return "পক্ষ"
    if len(set(offices)) < len(offices):
        return "পদ"
    kinds = {part.assignment.post.office.kind for part in parts}
    return NOUNS.get(kinds.pop(), "কার্যালয়") if len(kinds) == 1 else "কার্যালয়"


def _called(tree):
    """{assignment: what its owner is called among the parts of a share}: the post, in the own office; the
    place, where that tells an office apart; else both."""
    rows = [part.assignment for part in tree.live]
    short = {row.pk: _short(row, tree.assignment.office_id) for row in rows}
    often = Counter(short.values())
    return {row.pk: short[row.pk] if often[short[row.pk]] == 1 else row.owner for row in rows}


def _short(row, own):
    if row.post_id is None:
        return row.owner
    if row.office_id == own:
        return row.post.title
    # “উপজেলা নির্বাহী অফিসারের কার্যালয়, লৌহজং, মুন্সিগঞ্জ” → “লৌহজং”
    _, comma, place = row.post.office.name.partition(",")
    is_place = comma and row.post.kind == HEADS.get(row.post.office.kind)
    return place.split(",")[0].strip() if is_place else row.owner
