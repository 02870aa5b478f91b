"""What a paper says by itself, in the language it is written in: labels, dates, numbers.

A paper is English where nothing that frames it (title, committee, letterhead, headings of its columns
and lines) has a Bengali letter, and something has a Latin one.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time

from bangla.calendar import from_gregorian
from bangla.digits import to_ascii, to_bengali
from bangla.phrases import ENGLISH_MONTHS, long_date, numeric_date, time_phrase
from papers import content as read
from papers.titles import Kind, sitting_called, title_of

_BENGALI_LETTER = re.compile("[\u0985-\u09b9\u09ce\u09dc-\u09e1]")
_LATIN_LETTER = re.compile("[A-Za-z]")


@dataclass(frozen=True, kw_only=True)
class Language:
    code: str
    number: Callable[[object], str]
    # How a day reads in the memo (its lines) and in the head, and a time of day.
    memo_dates: Callable[[date], list]
    long_date: Callable[[date], str]
    head_date: Callable[[date], str]
    time: Callable[[time], str]
    title: Callable[[dict], str]
    described: str
    memo: str
    dated: str
    subject: str
    reference: str
    enclosure: str
    attention: str
    instead: str
    attendance: tuple
    # The annex of those who came: its name and what it is called.
    annex: str
    came: Callable[[dict], str]
    held: str
    # Under an issued paper: of a portal that only shows, then around the address of its page.
    of_demo: str
    check: tuple
    code_label: str
    # On a Word copy: what it is a copy of (minutes, a letter), where its original is, its pages.
    copied: tuple
    checked_at: str
    page: str
    draft: str


def language_of(content):
    """The Language a paper with this content is in."""
    framing = " ".join(_framing(content))
    is_english = _LATIN_LETTER.search(framing) and not _BENGALI_LETTER.search(framing)
    return ENGLISH if is_english else BENGALI


def _framing(content):
    yield content.get("title") or content.get("committee") or ""
    yield from (line for line in (content.get("letterhead") or {}).values() if line)
    yield from content.get("columns") or []
    for line in content.get("head") or []:
        yield line.get("label") or ""


def _bengali_title(content):
    return title_of(
        committee=content["committee"],
        kind=Kind(content["kind"]).label,
        cadence=content["cadence"],
        period_start=(read.period(content) or [None])[0],
    )


def _bengali_came(content):
    called = sitting_called(
        committee=content["committee"],
        cadence=content["cadence"],
        period_start=(read.period(content) or [None])[0],
    )
    return f"{called}য় উপস্থিত সদস্যবৃন্দের তালিকা"


def _english_title(content):
    what = {"minutes": "Minutes", "progress_report": "Progress report"}[content["kind"]]
    return f"{what} of {_english_sitting(content)}"


def _english_came(content):
    return f"Members present at {_english_sitting(content)}"


def _english_sitting(content):
    period = read.period(content)
    when = f"{_months(*period)} " if period else ""
    committee = content["committee"]
    article = "" if committee.lower().startswith("the ") else "the "
    return f"the {when}meeting of {article}{committee}"


def _months(first, last):
    """May 2019, or July–September 2024."""
    begin, end = (f"{ENGLISH_MONTHS[day.month - 1]} {day.year}" for day in (first, last))
    if begin == end:
        return end
    return f"{ENGLISH_MONTHS[first.month - 1] if first.year == last.year else begin}–{end}"


def _english_date(day):
    return f"{day.day} {ENGLISH_MONTHS[day.month - 1]} {day.year}"


def _english_time(value):
    return f"{value.hour % 12 or 12}.{value.minute:02} {'a.m.' if value.hour < 12 else 'p.m.'}"


BENGALI = Language(
    code="bn",
    number=to_bengali,
    memo_dates=lambda day: [str(from_gregorian(day)), long_date(day)],
    long_date=long_date,
    head_date=lambda day: f"{numeric_date(day)} খ্রি.",
    time=time_phrase,
    title=_bengali_title,
    described="{}, সভার তারিখ {}",
    memo="স্মারক নম্বর: {}",
    dated="তারিখ:",
    subject="বিষয়:",
    reference="সূত্র:",
    enclosure="সংযুক্তি:",
    attention="দৃষ্টি আকর্ষণ:",
    instead="পক্ষে: {}",
    attendance=("ক্রঃ নং", "নাম ও পদবি", "কমিটিতে পদবি", "স্বাক্ষর"),
    annex="পরিশিষ্ট-ক",
    came=_bengali_came,
    held="সভার তারিখ: {}",
    of_demo="পরীক্ষামূলক পোর্টাল থেকে জারি করা কাগজ; এর কোনো আইনগত মূল্য নেই।",
    check=(
        "স্মারক {}। কাগজটি আসল কি না জানতে পাতার নিচের সংকেত স্ক্যান করুন, অথবা",
        "ঠিকানায় দেখুন।",
    ),
    code_label="যাচাই কোড",
    copied=(
        "কার্যবিবরণীর সম্পাদনযোগ্য কপি; মূল নথি নয়",
        "পত্রের সম্পাদনযোগ্য কপি; মূল নথি নয়",
    ),
    checked_at="মূল নথি: {}",
    page="পৃষ্ঠা",
    draft="খসড়া",
)
ENGLISH = Language(
    code="en",
    number=to_ascii,
    memo_dates=lambda day: [_english_date(day)],
    long_date=_english_date,
    head_date=_english_date,
    time=_english_time,
    title=_english_title,
    described="{}, meeting of {}",
    memo="Memo No. {}",
    dated="Date:",
    subject="Subject:",
    reference="Ref:",
    enclosure="Enclosure:",
    attention="Attention:",
    instead="Represented by: {}",
    attendance=("Sl.", "Name and designation", "Position in the committee", "Signature"),
    annex="Annex A",
    came=_english_came,
    held="Date of the meeting: {}",
    of_demo="Issued by a demonstration portal; without any legal value.",
    check=(
        "Memo No. {}. To see whether this paper is genuine, scan the code at the foot of the page, or look at",
        "on the portal.",
    ),
    code_label="Verification code",
    copied=(
        "Editable copy of the minutes; not the original",
        "Editable copy of the letter; not the original",
    ),
    checked_at="Original: {}",
    page="Page",
    draft="DRAFT",
)
