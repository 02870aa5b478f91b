"""The certificate of service of a copy: each thing that is proved of its way, word for word, and what
none of it proves."""

from typing import NamedTuple

from django.utils import timezone

from bangla.digits import to_bengali
from bangla.phrases import long_date, time_phrase
from despatch import links
from despatch.ladder import WORDS, Step, highest, ladder_of
from documents.models import Paper

# What a piece of evidence says, in the order it is told; whatever else it holds is for the machine.
TOLD = {
    "name": "নাম",
    "post": "পদবি",
    "to": "ঠিকানা",
    "line": "সার্ভারের উত্তর, হুবহু",
    "message_id": "মেইলের পরিচিতি",
    "on": "স্বাক্ষরের তারিখ",
    "sha256": "ফাইলের SHA-256",
    "marked": "ফাইলে চিহ্ন",
    "scan": "স্ক্যানের SHA-256",
    "reason": "কারণ",
    "by": "লিখেছেন",
}
WAYS = {"link": "কপির লিংকে", "portal": "পোর্টালে, নিজের হিসাবে"}


class Entry(NamedTuple):
    """One line of the certificate."""

    name: str
    at: str
    told: list  # [(what it is, what it says)]
    proves: str
    leaves_open: str


def certificate_of(copy):
    """What the certificate of a copy prints, as of now."""
    ladder = ladder_of(copy)
    step = highest(ladder)
    paper = copy.memo.paper
    last = WORDS[step] if step else None
    return {
        "copy": copy,
        "paper": paper,
        "letterhead": {"lines": copy.memo.office.letterhead},
        "sha256": paper.issued_file.document.sha256,
        "fallen": links.fallen(copy),
        "entries": [_entry(rung) for rung in ladder],
        "replies": list(copy.replies.all()),
        "reached": last,
        "is_refused": step == Step.REFUSED,
        "made_at": timezone.localtime(),
    }


def _entry(rung):
    told = dict(rung.evidence)
    said = [(label, _said(key, told[key])) for key, label in TOLD.items() if told.get(key)]
    if way := WAYS.get(told.get("way")):
        said.insert(0, ("যেভাবে", way))
    if told.get("by_address_book"):
        said.append(("নামের উৎস", "ঠিকানা বই; প্রাপক নিজে লেখেননি"))
    if rung.sending and not way:
        said.insert(0, ("যেভাবে", rung.sending.get_way_display()))
    return Entry(rung.name, moment(rung.at), said, rung.proves, rung.leaves_open)


def _said(key, value):
    if key == "marked":
        return Paper.Status(value).label
    if key == "on":
        return long_date(timezone.datetime.fromisoformat(value).date())
    return str(value)


def moment(at):
    """২৪ মার্চ ২০২৪, দুপুর ১২.১৫ ঘটিকা (:৪২): to the second, as evidence is told."""
    at = timezone.localtime(at)
    return f"{long_date(at.date())}, {time_phrase(at)}, {to_bengali(at.second)} সেকেন্ড"
