"""Whether two titles may mean one post: asked before a second post of it is made."""

from difflib import SequenceMatcher

from bangla.text import normalise, skeleton, words
from offices.implementers import key_of

# What offices write for each other: read as one word.
_SAME = {
    normalise(word): normalise(meant).split()
    for word, meant in {
        "কর্মকর্তা": "অফিসার",
        "ইউএনও": "উপজেলা নির্বাহী অফিসার",
        "ডিসি": "জেলা প্রশাসক",
        "এডিসি": "অতিরিক্ত জেলা প্রশাসক",
        "এসপি": "পুলিশ সুপার",
        "ওসি": "অফিসার ইনচার্জ",
        "থানা": "উপজেলা",
    }.items()
}
# Of these one is never another one that was mistyped.
_LEVELS = {normalise(word) for word in ("জেলা", "উপজেলা", "বিভাগীয়", "উপ", "সহকারী", "সহ")}
_NEARLY = 0.7  # of the letters of one word


def reads_alike(one, other):
    """Whether two titles differ by spelling, by one word more, or by words of one meaning."""
    if skeleton(one) == skeleton(other):
        return True
    one, other = sorted((_words(one), _words(other)), key=len)
    if len(one) < len(other):
        return len(one) > 1 and len(one) + 1 == len(other) and _is_within(one, other)
    if sorted(one) == sorted(other):
        return True
    apart = [pair for pair in zip(one, other, strict=True) if pair[0] != pair[1]]
    return len(apart) == 1 and _is_misspelt(*apart[0])


def _words(title):
    return [meant for word in words(key_of(title)) for meant in _SAME.get(word, [word])]


def _is_within(few, many):
    """Whether the words stand in the others in their order."""
    rest = iter(many)
    return all(word in rest for word in few)


def _is_misspelt(one, other):
    # Numbers tell posts apart: ১ নম্বর ইউনিয়ন, ২ নম্বর ইউনিয়ন.
    if one.isdigit() or other.isdigit() or {one, other} & _LEVELS or min(len(one), len(other)) < 3:
        return False
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= _NEARLY
