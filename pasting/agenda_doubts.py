"""What of a pasted agenda a person should look at, and what cannot be stored."""

import re
from itertools import pairwise

from bangla.digits import to_ascii, to_bengali
from pasting.agenda_columns import TOPICS, body_of, headings_of
from pasting.agenda_items import texts_of
from pasting.limits import BadPaste

LONGEST_CELL = 20_000  # characters, as in the interchange format
MOST_DECISIONS = 50
MOST_PARAGRAPHS = 100


def doubts(rows, keys, items, expected=()):
    """What may have been misread, as Bengali sentences: a list."""
    found = []
    headings, body = headings_of(rows), body_of(rows)
    for column, key in enumerate(keys):
        if not key and any(row[column] for row in body):
            name = headings[column] or f"{to_bengali(column + 1)} নং কলাম"
            found.append(f"“{name}” কলাম আনা হবে না; দরকার হলে উপরে তার ধরন বেছে দিন।")
    missing = [
        NAMES[key]
        for key in dict.fromkeys(keys)
        if key in PRINTED and expected and not PRINTED[key] & set(expected)
    ]
    if missing:
        found.append(f"এই সভার ছকে {', '.join(missing)} কলাম নেই; লেখা থাকবে, কিন্তু কাগজে ছাপা হবে না।")
    has_topics = not expected or TOPICS & set(expected)
    for sentence, is_so in (
        ("{} নং সারিতে আলোচ্য বিষয় নেই।", lambda item: has_topics and not item["topic"]),
        ("{} নং সারিতে কোনো সিদ্ধান্ত নেই।", lambda item: not item["decisions"]),
    ):
        places = [to_bengali(place) for place, item in enumerate(items, 1) if is_so(item)]
        if places:
            shown = ", ".join(places[:10]) + (" …" if len(places) > 10 else "")
            found.append(sentence.format(shown))
    if gap := _gap(items):
        found.append(gap)
    return found


NAMES = {
    "serial": "ক্রমিক",
    "topic": "আলোচ্য বিষয়",
    "discussion": "আলোচনা",
    "topic_and_discussion": "আলোচ্য বিষয় ও আলোচনা একই ঘরে",
    "decision": "সিদ্ধান্ত",
    "implementer": "বাস্তবায়নকারী",
    "progress": "অগ্রগতি",
}
# The columns of a paper that print what a pasted column holds.
PRINTED = {
    "discussion": {"discussion", "topic_and_discussion"},
    "decision": {"decision"},
    "implementer": {"implementer"},
    "progress": {"progress"},
}


def _gap(items):
    numbers = [re.search("[0-9]+", to_ascii(item["serial"] or "")) for item in items]
    numbers = [int(found.group()) for found in numbers if found]
    for before, after in pairwise(numbers):
        if after != before + 1:
            return f"ক্রমিক {to_bengali(before)}-এর পরে {to_bengali(after)} এসেছে; মাঝে কিছু বাদ পড়ল কি না দেখুন।"
    return None


def check(items):
    """Refuse what the interchange format cannot hold. Raises BadPaste."""
    for place, item in enumerate(items, 1):
        texts = texts_of(item)
        too_long = any(len(text) > LONGEST_CELL for text in texts)
        too_many = (
            len(item["decisions"]) > MOST_DECISIONS or len(item["discussion"]) > MOST_PARAGRAPHS
        )
        if too_long or too_many:
            raise BadPaste(
                f"{to_bengali(place)} নং সারিটি বেশি বড়: এক ঘরে ২০,০০০ অক্ষর ও ১০০ অনুচ্ছেদ, এক সারিতে ৫০টি সিদ্ধান্ত পর্যন্ত আনা যায়।"
            )
