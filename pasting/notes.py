"""What a reader leaves out, changes or cannot place, each by name; and the words, counted.

The words that went in are those that came out and those that are told as gone, but for the words
that a reader added (a number that Word draws). `lost` holds the one against the other.
"""

import re
import unicodedata
from collections import Counter
from typing import NamedTuple

from bangla.digits import to_ascii, to_bengali
from bangla.text import fold, words

LONGEST_SAID = 120  # letters of one text in a sentence
MOST_SAID = 4  # texts in a sentence
MOST_PLACES = 6  # sentences of one kind


class Note(NamedTuple):
    """`text` was met in a row of a table and was not taken over as it stood; `added` stands there
    instead, or besides."""

    kind: str
    text: str
    row: int | None = None
    added: str = ""
    words: int | None = None  # how many words the text had, where it was shortened

    def count(self):
        return len(words_in(self.text)) if self.words is None else self.words


# kind: the sentence about it. What these tell is in no cell.
GONE = {
    "deleted": "মুছে ফেলা লেখা আনা হয়নি",
    "moved": "সরানো লেখা আগের জায়গা থেকে বাদ গেছে",
    "hidden": "লুকানো লেখা আনা হয়নি",
    "hidden_row": "লুকানো সারি আনা হয়নি",
    "hidden_column": "লুকানো কলামের লেখা আনা হয়নি",
    "comment": "মন্তব্যের চিহ্ন আনা হয়নি",
    "placeholder": "খালি ঘরের নির্দেশনা আনা হয়নি",
    "picture": "ছবি আনা হয়নি",
    "field": "ফলহীন ফিল্ড আনা হয়নি",
    "sign": "চেনা যায়নি এমন চিহ্ন আনা হয়নি",
    "equation_gone": "সমীকরণ আনা হয়নি; হাতে লিখে দিন",
    "chunk": "ফাইলের ভেতরে বসানো আরেকটি ফাইলের লেখা আনা হয়নি",
    "note_sign": "",
    "field_code": "",
    "bullet": "",
    "bijoy": "ফন্ট দেখে বিজয় থেকে ইউনিকোড করা হয়েছে",
    "changed": "চিহ্ন বদলে দেওয়া হয়েছে",
    "number": "তালিকার ক্রম বদলে গেছে",
    "names_number": "বাস্তবায়নকারীর তালিকার ক্রমচিহ্ন রাখা হয়নি",
    "heading": "",
    "apart": "",
    "unfilled": "শুধু ক্রমিক আছে এমন সারি আনা হয়নি",
    "column": "",
    "outside": "ছকের বাইরের লেখা আনা হয়নি",
    "other": "অন্য ছক আনা হয়নি",
    "lost": "এই লেখার হিসাব মেলেনি; হাতে মিলিয়ে নিন",
}
# What these tell stands in a cell.
KEPT = {
    "footnote": "পাদটীকা বন্ধনীতে রাখা হয়েছে",
    "equation": "সমীকরণ সাধারণ লেখায় রাখা হয়েছে",
    "box": "টেক্সট বক্সের লেখা ঘরের শেষে রাখা হয়েছে",
    "struck": "কাটা দাগ দেওয়া লেখা দাগ ছাড়া এসেছে; দরকার না হলে বাদ দিন",
    "inserted": "ট্র্যাক করা সংযোজন ধরে নেওয়া হয়েছে",
    "serial_text": "ক্রমিকের ঘরের লেখা বিষয় বা আলোচনায় রাখা হয়েছে",
    "joined": "ক্রমিক ছাড়া সারিটি এই সারির সঙ্গে জোড়া হয়েছে",
    "flat_table": "ঘরের ভেতরের ছক লাইন ধরে লেখা হয়েছে",
    "from_text": "ক্রম দেওয়া লেখা থেকে সারি করা হয়েছে; কোন লেখা কোন কলামে গেল মিলিয়ে নিন",
    "drawn": "",
    "not_in_text": "ছকে আছে, কিন্তু কপি করা লেখায় নেই; লুকানো লেখা কি না দেখুন",
}


def said_of(kind):
    """What is said of notes of a kind; "" where a person need not read of them."""
    return GONE.get(kind) or KEPT.get(kind) or ""


def sentences(notes, place_of=lambda row: None):
    """What a person should read of these notes: Bengali sentences, a kind and a place in each, or
    all places of a kind where they are many."""
    by_kind = {}
    for note in notes:
        if said_of(note.kind):
            by_kind.setdefault(note.kind, {}).setdefault(place_of(note.row), []).append(note)
    told = []
    for kind, by_place in by_kind.items():
        if len(by_place) > MOST_PLACES:
            everywhere = [note for found in by_place.values() for note in found]
            told.append((0, _sentence(None, kind, everywhere)))
        else:
            told += [
                (place or 0, _sentence(place, kind, found)) for place, found in by_place.items()
            ]
    return [sentence for _, sentence in sorted(told, key=lambda each: (each[0] == 0, each[0]))]


def in_full(notes, place_of=lambda row: None):
    """[(place or None, what is said of it, its whole text), …] of the notes that say something."""
    return [
        (place_of(note.row), said_of(note.kind), _text_of(note))
        for note in notes
        if said_of(note.kind) and note.text.strip()
    ]


def _sentence(place, kind, notes):
    texts = [_shown(note) for note in notes if note.text.strip()]
    told = "; ".join(texts[:MOST_SAID]) + (" …" if len(texts) > MOST_SAID else "")
    start = f"{to_bengali(place)} নং সারি: " if place else ""
    count = f" ({to_bengali(len(notes))}টি)" if kind in COUNTED else ""
    sentence = said_of(kind) + count
    return f"{start}{sentence}: {told}" if told else f"{start}{sentence}।"


COUNTED = {"picture", "comment", "footnote"}


def _shown(note):
    text = _text_of(note)
    if len(text) <= LONGEST_SAID:
        return text
    return f"{text[:LONGEST_SAID].rsplit(' ', 1)[0]} … ({to_bengali(note.count())}টি শব্দ)"


def _text_of(note):
    text = " ".join(note.text.split())
    return f"{text} → {note.added}" if note.kind in ("bijoy", "changed", "number") else text


# --- The count ----------------------------------------------------------------------------------


def words_in(text):
    """The words of a text, as a count of words tells them: what stands between spaces and holds a
    letter or a digit."""
    return [word for word in text.split() if any(map(_counts, word))]


# What is in no cell because it was left out, not because something stands in its place.
LEFT_OUT = {kind for kind, said in GONE.items() if said} - {"bijoy", "changed", "number"} | {
    "column"
}


def balance(rows, of_reader, of_agenda):
    """(words read, of these taken over, of these left out), told by a table and by all notes about
    it. Its headings are no part of it."""
    there = sum(len(words_in(cell)) for row in rows for cell in row)
    there -= sum(note.count() for note in of_agenda if note.kind == "heading")
    before = sum(note.count() for note in of_reader if note.kind in LEFT_OUT)
    left = before + sum(note.count() for note in of_agenda if note.kind in LEFT_OUT)
    return there + before, there + before - left, left


def lost(source, told, notes):
    """The words of `source` (texts) that are neither in `told` (texts) nor in the notes as gone.

    Letters are held against letters, since runs and marks cut words apart; where one is missing or
    too many, the words it may be are named.
    """
    there = Counter()
    for text in [*source, *(note.added for note in notes)]:
        there.update(_letters(text))
    for text in [*told, *(note.text for note in notes if note.kind in GONE)]:
        there.subtract(_letters(text))
    if not any(count > 0 for count in there.values()):
        return []
    found = Counter(word for text in source for word in words(fold(text)))
    for text in [*told, *(note.text for note in notes if note.kind in GONE)]:
        found.subtract(words(fold(text)))
    missing = [to_bengali(word) for word, count in found.items() if count > 0]
    return missing or [letter for letter, count in there.items() if count > 0]


_WORD_MARKS = re.compile("[\u0981\u0982\u09bc\u09be-\u09cd\u09d7]")


def _counts(char):
    return char.isalnum() or bool(_WORD_MARKS.match(char))


def _letters(text):
    return Counter(filter(_counts, to_ascii(unicodedata.normalize("NFC", text))))
