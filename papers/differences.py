"""Two texts as one, with what went and what came marked: what people read of a change."""

import re
from difflib import SequenceMatcher

_TOKEN = re.compile(r"\n+|[^\S\n]+|\S+")
# Beyond so many words against words a text is shown gone and come as a whole.
MOST_COMPARED = 4_000_000
# Below so much in common two texts are easier read one after the other.
IN_COMMON = 0.5

LINE_BREAK, PARAGRAPH, SPACE = "↵", "¶", "␣"


def word_parts(old, new):
    """Two texts as one, word by word: [(kind, text)] with the kinds "same", "gone", "new".

    A line break that came or went is told by ↵, a new paragraph by ¶, a space alone by ␣.
    """
    a, b = _TOKEN.findall(old), _TOKEN.findall(new)
    if len(a) * len(b) > MOST_COMPARED:
        return [(kind, text) for kind, text in (("gone", old), ("new", new)) if text]
    parts = []
    for act, a1, a2, b1, b2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        gone, came = "".join(a[a1:a2]), "".join(b[b1:b2])
        if act == "equal":
            parts.append(("same", gone))
            continue
        # A space that made room for something, or took its room, says nothing of its own.
        if gone and not (_is_room(gone) and came and not _is_room(came)):
            parts.append(("gone", _visible(gone)))
        if came and not (_is_room(came) and gone and not _is_room(gone)):
            parts.append(("new", _visible(came)))
    return parts


def are_alike(old, new):
    """Whether two texts have enough in common to be read as one."""
    a, b = old.split(), new.split()
    if not a or not b or len(a) * len(b) > MOST_COMPARED:
        return False
    return SequenceMatcher(None, a, b, autojunk=False).ratio() >= IN_COMMON


def _is_room(text):
    return text.isspace() and "\n" not in text


def _visible(text):
    if _is_room(text):
        return SPACE * len(text)
    return re.sub(r"\n\n+|\n", lambda found: _SIGNS.get(found[0], PARAGRAPH) + found[0], text)


_SIGNS = {"\n": LINE_BREAK}
