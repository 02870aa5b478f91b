"""Words that stay on one line: a figure and its unit or month, a sum and its currency."""

import re
import unicodedata

from bangla.calendar import MONTHS as BANGLA_MONTHS
from bangla.phrases import ENGLISH_MONTHS, MONTHS

_FIGURE = r"[০-৯0-9](?:[০-৯0-9,./:–-]*[০-৯0-9])?%?"
# As they begin a word; the ending (টি, টির, জনের, টাকায়) stays with them.
_UNITS = (
    "শত হাজার লক্ষ লাখ কোটি টাকা টি টা খানা খানি জন বার গুণ ভাগ শতাংশ শতক পয়সা ডলার "
    "সেকেন্ড মিনিট ঘণ্টা ঘন্টা ঘটিকা দিন কর্মদিবস কার্যদিবস সপ্তাহ মাস বছর বৎসর সাল তারিখ খ্রি খ্রিস্টাব্দ বঙ্গাব্দ "
    "কি.মি কিমি কি. কিলোমিটার মি. মিটার সে.মি সেমি সেন্টিমিটার মিলিমিটার ফুট ইঞ্চি গজ মাইল বর্গ ঘন "
    "কেজি কিলোগ্রাম গ্রাম কুইন্টাল মণ টন মে.টন মে. মেট্রিক লিটার একর হেক্টর বিঘা কাঠা ডেসিমেল "
    "কিলোবাইট মেগাবাইট গিগাবাইট কেবি এমবি জিবি টেরাবাইট এমবিপিএস ভোল্ট ওয়াট কিলোওয়াট মেগাওয়াট ডিগ্রি "
    "পাতা পৃষ্ঠা কপি প্রস্থ সেট ধাপ দফা নম্বর নং "
    "hundred thousand lakh lac million billion crore taka percent mm cm km kg gm mg ml m g t kb mb gb tb "
    "kbps mbps gbps mhz ghz kw mw am pm a.m p.m days day months month weeks week years year hours hour "
    "minutes minute copies copy pages page sq. acres acre"
)
_NAMES_OF_MONTHS = [
    *MONTHS, *BANGLA_MONTHS, "জানুয়ারী", "ফেব্রুয়ারী", "আগষ্ট",
    *ENGLISH_MONTHS, *(name[:3] for name in ENGLISH_MONTHS), "sept",
]  # fmt: skip
_BEFORE_A_FIGURE = ("৳", "Tk", "Tk.", "BDT", "USD", "US$", "$", "টাঃ", "নং", "নম্বর", "No.", "no.")


def _any_of(words):
    words = (unicodedata.normalize("NFC", word) for word in words)
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


# A Latin unit is a whole word, a Bengali one may have an ending.
_LATIN_UNITS = [unit for unit in _UNITS.split() if unit.isascii()]
_BENGALI_UNITS = [unit for unit in _UNITS.split() if not unit.isascii()]
_AFTER_A_FIGURE = re.compile(
    rf"(?:{_any_of([*_BENGALI_UNITS, *MONTHS, *BANGLA_MONTHS])})"
    rf"|(?:{_any_of([*_LATIN_UNITS, *_NAMES_OF_MONTHS])})(?![a-z0-9])",
    re.IGNORECASE,
)
_LONGEST_ENDING = 6
_ENDS_IN_A_FIGURE = re.compile(rf"[^\w\s]*{_FIGURE}(?:ই|ম|য়|র্থ|ষ্ঠ)?")
_A_FIGURE = re.compile("[০-৯0-9]")
_SPACE = re.compile(r"(\s+)")
_IN_WORDS = re.compile(r"\([^()\s]{1,12}\)")
_BEGINS_WITH_A_FIGURE = re.compile(r"[(]?[০-৯0-9]")


def kept_together(text):
    """The text in pieces, as (piece, whether it stays on one line); together they are the text."""
    if not _A_FIGURE.search(text):
        return [(text, False)]
    words = _SPACE.split(text)  # each second one is a space
    pieces, begin, at = [], 0, 0
    while at < len(words):
        end = at
        if _A_FIGURE.search(words[at]) or words[at].lstrip("(") in _BEFORE_A_FIGURE:
            while words[end + 1 : end + 2] == [" "] and _joined(words[at : end + 3 : 2]):
                end += 2
        if end > at:
            pieces += [("".join(words[begin:at]), False), ("".join(words[at : end + 1]), True)]
            begin = end + 1
        at = end + 2
    return [*pieces, ("".join(words[begin:]), False)]


def _joined(words):
    """Whether the last of these words stays on the line of those before it."""
    *_, before, word = words
    if before.lstrip("(") in _BEFORE_A_FIGURE:
        return bool(_BEGINS_WITH_A_FIGURE.match(word))
    if _ENDS_IN_A_FIGURE.fullmatch(before):
        if word.startswith("%"):
            return True
        return bool(_IN_WORDS.fullmatch(word)) or _is_unit(word)
    if _MONTH.fullmatch(before) and len(words) > 2:
        return bool(_YEAR.match(word))
    # ০১ (এক) পাতা, ৫ লক্ষ টাকা, ১০ কি. মি.
    counted = len(words) > 2 and _ENDS_IN_A_FIGURE.fullmatch(words[-3])
    if counted and (_IN_WORDS.fullmatch(before) or _is_scale(before)):
        return _is_unit(word)
    return False


_MONTH = re.compile(rf"(?:{_any_of(_NAMES_OF_MONTHS)}),?", re.IGNORECASE)
_YEAR = re.compile("[০-৯0-9]{4}")


def _is_scale(word):
    return word in (
        "শত",
        "হাজার",
        "লক্ষ",
        "লাখ",
        "কোটি",
        "কি.",
        "সে.",
        "মে.",
        "মেট্রিক",
        "বর্গ",
        "lakh",
        "crore",
    )


def _is_unit(word):
    found = _AFTER_A_FIGURE.match(word)
    return bool(found) and len(word) - found.end() <= _LONGEST_ENDING
