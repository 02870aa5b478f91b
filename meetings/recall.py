"""What a committee wrote before, found again while its minutes are typed.

Both searches run in Python over what one committee wrote, so that SQLite and PostgreSQL give the
same answers.
"""

import math
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db.models import Count, Max, Q

from bangla.digits import to_bengali
from bangla.text import ZWJ, ZWNJ
from meetings.models import SHOWN_STATES, Decision, Implementer, Meeting, shown_state
from offices.implementers import Implementers, key_of

# Options and precedents on one screen.
OPTIONS = 12
PRECEDENTS = 8

# How far back to look: about three years of a monthly committee.
LOOKED_THROUGH = 500
LINES_LOOKED_THROUGH = 1000

SHORTEST = 4  # letters; shorter words are in every decision
_WORD = re.compile(f"[\u0980-\u09ffa-z0-9]{{{SHORTEST},}}")
# Endings that a word takes in a sentence: পোর্টালের, পোর্টালে and পোর্টালসমূহ speak of পোর্টাল.
_ENDING = re.compile(
    "(?<=.{4})(?:গুলোর|গুলো|গুলি|সমূহের|সমূহ|বৃন্দ|গণের|গণ|দের|টির|টি|য়ের|ের|কে|তে|রা|র|ে|য়)$"
)


@dataclass(frozen=True)
class Option:
    """A line to choose for an implementer, and what is known of it."""

    printed: str
    note: str


@dataclass
class Precedent:
    """An earlier decision: the newest of those with the same words, and how many there are."""

    meeting: int
    held_on: date
    state: str
    serial: str
    topic: str
    text: str
    times: int = 1


def implementers_like(meeting, typed):
    """Up to OPTIONS lines for what has been typed of an implementer (all lines, where nothing has).

    Those that begin with it come first, then those in which its words begin words; among equals
    what the committee used most, then the office's posts and classes.
    """
    asked = key_of(typed)
    implementers = Implementers(meeting.office)
    printed, used = {}, Counter()
    for line, times in _lines_used(meeting):
        # The spelling used most stands for the others, with or without its full stop.
        printed.setdefault(key_of(line), line)
        used[key_of(line)] += times
    for line in implementers.choices():
        printed.setdefault(key_of(line), line)
    closeness = _closeness(asked)
    found = sorted(
        (near, place, key)
        for place, key in enumerate(printed)
        if key != asked and (near := closeness(key)) is not None
    )
    return [
        Option(printed[key], _note(implementers.stands_for(key), used[key]))
        for _, _, key in found[:OPTIONS]
    ]


def decisions_like(meeting, typed):
    """Up to PRECEDENTS earlier decisions of the committee on the same matter, newest first.

    A word weighs the more the fewer decisions have it. The decisions with the most weight in common
    are taken, none with less than a third of the best. Earlier is what was decided up to the day of
    the meeting.
    """
    asked = _terms(typed)
    if not asked:
        return []
    earlier = _earlier_decisions(meeting)
    weights = _weights(asked, [terms for _, terms in earlier])
    scored = [
        (sum(weights[meant] for meant in weights if not meant.isdisjoint(terms)), -place, precedent)
        for place, (precedent, terms) in enumerate(earlier)
    ]
    best = max((score for score, _, _ in scored), default=0)
    near = [each for each in scored if each[0] and each[0] >= best / 3]
    near = sorted(near, key=lambda each: each[:2], reverse=True)[:PRECEDENTS]
    return [precedent for _, place, precedent in sorted(near, key=lambda each: -each[1])]


def _earlier_decisions(meeting):
    """[(Precedent, its terms)] of what the committee decided before, newest first, no words twice."""
    earlier = (
        Meeting.objects.filter(committee=meeting.committee_id, held_on__lte=meeting.held_on)
        .standing()
        .exclude(pk=meeting.pk)
    )
    rows = (
        Decision.objects.filter(item__meeting__in=earlier)
        .exclude(text="")
        .order_by("-item__meeting__held_on", "-item__meeting", "item__position", "position")
        .values_list(
            "item__meeting",
            "item__meeting__held_on",
            "item__meeting__state",
            "item__meeting__paper__published_at",
            "item__serial",
            "item__code",
            "label",
            "item__topic",
            "text",
        )[:LOOKED_THROUGH]
    )
    of_topic = {}  # several decisions share one
    seen = {}  # (topic, text) → (Precedent, its terms)
    for pk, held_on, state, published_at, serial, code, label, topic, text in rows:
        same = (topic, text)
        if same in seen:
            seen[same][0].times += 1
            continue
        number = (serial or code or "") + (f" ({label})" if label else "")
        precedent = Precedent(
            pk, held_on, SHOWN_STATES[shown_state(state, published_at)], number.strip(), topic, text
        )
        of_topic[topic] = of_topic.get(topic) or _terms(topic)
        seen[same] = precedent, of_topic[topic] | _terms(text)
    return list(seen.values())


def _weights(asked, texts):
    """{the terms of which one will do: what having it weighs}, for words asked of texts (sets of terms)."""
    found = Counter(term for terms in texts for term in terms)
    weights = {}
    for word in asked:
        # A word that is still being typed stands for those that begin with it.
        meant = frozenset([word] if word in found else (t for t in found if t.startswith(word)))
        if meant:
            having = sum(not meant.isdisjoint(terms) for terms in texts)
            weights[meant] = math.log(1 + len(texts) / having)
    return weights


def _lines_used(meeting):
    """(line, how often) of the implementers the committee named, most used and newest first.

    A line that stands once in this very meeting is not one: it may be half typed.
    """
    lines = Implementer.objects.filter(
        decision__item__meeting__committee=meeting.committee_id, decision__withdrawn_at=None
    )
    return (
        lines.values("printed")
        .annotate(
            times=Count("pk"),
            elsewhere=Count("pk", filter=~Q(decision__item__meeting=meeting.pk)),
            last=Max("decision__item__meeting__held_on"),
        )
        .filter(Q(elsewhere__gt=0) | Q(times__gt=1))
        .order_by("-times", "-last", "printed")
        .values_list("printed", "times")[:LINES_LOOKED_THROUGH]
    )


def _closeness(asked):
    """A function that tells how near a line is to what was asked: 0 the nearest, None not at all."""
    begins = [re.compile(rf"(?:^|[\s(/,-]){re.escape(part)}") for part in asked.split()]

    def closeness(line):
        if line.startswith(asked):
            return 0
        return 1 if all(begin.search(line) for begin in begins) else None

    return closeness


def _note(posts, times):
    """What is known of a line: the posts it stands for (None: nobody for certain), how often used."""
    if posts is None:
        meaning = "মুদ্রিত লেখা মাত্র"
    else:
        meaning = f"= {to_bengali(posts)}টি পদ" if posts else "এমন পদ এখনো খোলা হয়নি"
    return f"{meaning} · আগে {to_bengali(times)} বার" if times else meaning


def _terms(text):
    """The words of a text that say what it is about, without their endings: a set."""
    # Not `bangla.text.words`: over hundreds of texts, its care for what cannot be seen takes longest.
    text = unicodedata.normalize("NFC", text.replace(ZWJ, "").replace(ZWNJ, "").casefold())
    return {stem for word in _WORD.findall(text) if (stem := _stem(word))}


@lru_cache(maxsize=20_000)
def _stem(word):
    stem = _ENDING.sub("", word)
    return "" if len(stem) < SHORTEST or stem.isdecimal() else stem
