"""The words of a content as a person should see them before they are printed: what of them is still
Bijoy, and which signs no face of a paper can draw."""

import unicodedata
from functools import cache, partial
from typing import NamedTuple

from bangla.bijoy import looks_like_bijoy
from bangla.digits import to_bengali
from bangla.text import texts_in
from documents.fonts import has_glyph
from papers import content as read
from papers.fonts import draws

BIJOY, NO_GLYPH = "bijoy", "no_glyph"

# The parts of a content that print words, and how people call them.
PARTS = {
    "title": "শিরোনাম",
    "committee": "কমিটির নাম",
    "letterhead": "পত্রশীর্ষ",
    "letter": "অগ্রায়নপত্র",
    "head": "সভার তথ্যের শিরোনাম",
    "meeting": "সভার তথ্য",
    "chair": "সভাপ্রধান",
    "attendance": "উপস্থিতি",
    "opening": "সূচনা",
    "earlier": "বিগত সভার সিদ্ধান্তের অগ্রগতি",
    "columns": "কলামের শিরোনাম",
    "items": "আলোচ্যসূচি",
    "closing": "সমাপ্তি",
    "signatory": "স্বাক্ষরকারী",
    "memo": "স্মারক",
    "distribution": "বিতরণ",
    "copy_signatory": "অনুলিপির স্বাক্ষরকারী",
    "report_signatory": "প্রতিবেদনের স্বাক্ষরকারী",
    "report_signed_on_as_printed": "প্রতিবেদনের তারিখ",
}
PARTS_OF_AN_ITEM = {
    "topic": "আলোচ্য বিষয়",
    "discussion": "আলোচনা",
    "decisions": "সিদ্ধান্ত",
    "implementers_as_printed": "বাস্তবায়নকারী",
}

SHOWN = 60  # letters of a text that is quoted
MOST_SIGNS = 8  # that are named one by one


class Doubt(NamedTuple):
    """`path` leads to the part of the content: ("items", 2, "topic"), ("opening",)."""

    path: tuple
    code: str
    message: str


def doubts_about_words(content, *, font=None):
    """A list of Doubts, at most one of each code for a part; in the order of `PARTS`.

    `content` is a dict of the interchange format, `font` the office's own face (a FieldFile) or None.
    """
    drawn, found = cache(partial(draws, font)), []
    for path, called, texts in _parts(content):
        if bijoy := next((text for text in texts if looks_like_bijoy(text)), None):
            told = f"{called}: লেখা এখনো বিজয়ে আছে (“{_shortened(bijoy)}”); ইউনিকোডে বদলে নিন।"
            found.append(Doubt(path, BIJOY, told))
        signs = dict.fromkeys(sign for text in texts for sign in signs_without_glyph(text))
        signs = [sign for sign in signs if not (font and drawn(sign))]
        if signs:
            named = ", ".join(_named(sign) for sign in signs[:MOST_SIGNS])
            more = f" ও আরও {to_bengali(len(signs) - MOST_SIGNS)}টি" if signs[MOST_SIGNS:] else ""
            told = f"{called}: কাগজে এই চিহ্ন ছাপা যাবে না, ফাঁকা ঘর আসবে: {named}{more}।"
            found.append(Doubt(path, NO_GLYPH, told))
    return found


def signs_without_glyph(text):
    """The characters of a text that no face at hand draws, each once."""
    if text.isascii():
        return []
    return [char for char in dict.fromkeys(text) if not _is_unseen(char) and not has_glyph(char)]


def _is_unseen(char):
    # Spaces, joiners and the selectors of a shape draw nothing by themselves.
    return (
        char.isspace() or unicodedata.category(char) in ("Cf", "Cc") or "\ufe00" <= char <= "\ufe0f"
    )


def _named(sign):
    code = f"U+{ord(sign):04X}"
    # A sign of a symbol font has no shape of its own.
    return code if unicodedata.category(sign) == "Co" else f"“{sign}” ({code})"


def _shortened(text):
    text = " ".join(text.split())
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def _parts(content):
    """(path, what people call it, its texts) of each part that prints words."""
    for name, called in PARTS.items():
        value = content.get(name)
        if name == "items":
            for number, item in enumerate(value or []):
                serial = read.spoken_serial(item.get("serial"), number + 1)
                for part, within in PARTS_OF_AN_ITEM.items():
                    path = (name, number, part)
                    yield path, f"{serial} নম্বর বিষয়, {within}", list(texts_in(item.get(part)))
        elif name == "meeting":
            for key, each in value.items():
                yield (name, key), called, list(texts_in(each))
        else:
            yield (name,), called, list(texts_in(value))
