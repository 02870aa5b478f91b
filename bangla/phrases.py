"""Dates, periods and times in the words that office papers use, and back from what people type.

Dates are Gregorian here (for the Bangla date see bangla.calendar). Everything returned is printed
text in Bengali digits; every ValueError carries a Bengali message fit to show beside a field.
"""

import datetime
import re
import unicodedata

from .digits import parse_int, to_ascii, to_bengali

MONTHS = (
    "জানুয়ারি",
    "ফেব্রুয়ারি",
    "মার্চ",
    "এপ্রিল",
    "মে",
    "জুন",
    "জুলাই",
    "আগস্ট",
    "সেপ্টেম্বর",
    "অক্টোবর",
    "নভেম্বর",
    "ডিসেম্বর",
)
WEEKDAYS = (
    "সোমবার",
    "মঙ্গলবার",
    "বুধবার",
    "বৃহস্পতিবার",
    "শুক্রবার",
    "শনিবার",
    "রবিবার",
)

MONTHLY, QUARTERLY, HALF_YEARLY, YEARLY = "monthly", "quarterly", "half_yearly", "yearly"
_MONTHS_IN = {MONTHLY: 1, QUARTERLY: 3, HALF_YEARLY: 6, YEARLY: 12}

ENGLISH_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_MONTH_NUMBERS = {
    **{name: number for number, name in enumerate(MONTHS, start=1)},
    **{name.lower(): number for number, name in enumerate(ENGLISH_MONTHS, start=1)},
    **{name[:3].lower(): number for number, name in enumerate(ENGLISH_MONTHS, start=1)},
    # Spellings still common on papers.
    "জানুয়ারী": 1,
    "ফেব্রুয়ারী": 2,
    "আগষ্ট": 8,
    "সেপ্টেম্বার": 9,
    "অক্টোবার": 10,
    "নভেম্বার": 11,
    "ডিসেম্বার": 12,
}

_DAY_FIRST = re.compile(r"(\d{1,2})\s*([./-])\s*(\d{1,2})\s*\2\s*(\d{4}|\d{2})", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_MONTH_NAMED = re.compile(r"(\d{1,2})\s*([^\d\s,./-]+)[\s,./-]*(\d{4})", re.ASCII)
_ERA = re.compile(r"\s*(খ্রিস্টাব্দ|খ্রিষ্টাব্দ|খ্রি|খ্রীঃ|খ্রী|ইং)\s*[.:।ঃ]*\s*$")

_TIME = re.compile(
    r"(?P<word>[^\d\s.:]*)\s*(?P<hour>\d{1,2})(\s*[.:ঃ]\s*(?P<minute>\d{2}))?"
    r"\s*(ঘটিকা(য়)?|টা(য়)?)?\s*(?P<half>[ap]\.?m\.?)?[।.]?",
    re.ASCII | re.IGNORECASE,
)

# The word proposed for an hour; the writer may choose another.
_PARTS_OF_DAY = ((5, "রাত"), (12, "সকাল"), (14, "দুপুর"), (15, "বেলা"), (18, "বিকাল"), (20, "সন্ধ্যা"))
PARTS_OF_DAY = ("সকাল", "বেলা", "দুপুর", "বিকাল", "সন্ধ্যা", "রাত")


def long_date(day):
    """২৯ জুলাই ২০১৯."""
    return to_bengali(f"{day.day} {MONTHS[day.month - 1]} {day.year}")


def numeric_date(day, sep="/"):
    """২৯/১০/২০২৩, with ``sep`` between the parts."""
    return to_bengali(f"{day.day:02d}{sep}{day.month:02d}{sep}{day.year}")


def weekday(day):
    """The Bengali name of the day of the week: রবিবার."""
    return WEEKDAYS[day.weekday()]


def month_name(month):
    """The Bengali name of a Gregorian month, 1 to 12."""
    if not 1 <= month <= 12:
        raise ValueError(f"মাস ১ থেকে ১২, {to_bengali(month)} নয়।")
    return MONTHS[month - 1]


def month_period(day, *, slash=False):
    """The month of ``day`` in a title: "মে, ২০১৯ মাসের", or with ``slash`` "মে/২০১৯ খ্রি: মাসের"."""
    name, year = MONTHS[day.month - 1], to_bengali(day.year)
    return f"{name}/{year} খ্রি: মাসের" if slash else f"{name}, {year} মাসের"


def quarter(day):
    """The quarter of ``day`` in a title: জুলাই-সেপ্টেম্বর ২০২৪ ত্রৈমাসিক."""
    return f"{_span(QUARTERLY, day)} ত্রৈমাসিক"


def half_year(day):
    """The half-year of ``day`` in a title: জুলাই-ডিসেম্বর ২০২৪ ষান্মাসিক."""
    return f"{_span(HALF_YEARLY, day)} ষান্মাসিক"


def year(day):
    """The calendar year of ``day`` in a title: ২০২৪ সালের."""
    return f"{to_bengali(day.year)} সালের"


def fiscal_year(day):
    """The fiscal year, July to June, that ``day`` falls in: ২০২৪-২০২৫."""
    start, end = period_of(YEARLY, day, fiscal=True)
    return to_bengali(f"{start.year}-{end.year}")


def fiscal_year_phrase(day):
    """২০২৪-২০২৫ অর্থ বছর."""
    return f"{fiscal_year(day)} অর্থ বছর"


def period_phrase(cadence, day, *, fiscal=False, slash=False):
    """The period of ``day`` as it stands in the title of that cadence's meeting.

    ``fiscal`` makes a year the fiscal one; ``slash`` chooses the month style (see month_period).
    """
    if cadence == MONTHLY:
        return month_period(day, slash=slash)
    if cadence == QUARTERLY:
        return quarter(day)
    if cadence == HALF_YEARLY:
        return half_year(day)
    if cadence == YEARLY:
        return f"{fiscal_year_phrase(day)}ের" if fiscal else year(day)
    raise ValueError(f"“{cadence}” নামে কোনো সভার পর্যায় নেই।")


def period_of(cadence, day, *, fiscal=False):
    """Return (first day, last day) of the period that ``day`` falls in.

    ``cadence`` is one of MONTHLY, QUARTERLY, HALF_YEARLY, YEARLY. With ``fiscal`` the year begins
    in July; quarters and half-years are the same either way.
    """
    if cadence not in _MONTHS_IN:
        raise ValueError(f"“{cadence}” নামে কোনো সভার পর্যায় নেই।")
    length = _MONTHS_IN[cadence]
    # Months counted from the January or the July that begins the year.
    shift = 6 if fiscal else 0
    months = day.year * 12 + day.month - 1 - shift
    first = months - months % length + shift
    start = datetime.date(first // 12, first % 12 + 1, 1)
    after = first + length
    return start, datetime.date(after // 12, after % 12 + 1, 1) - datetime.timedelta(days=1)


def parse_date(text):
    """Read a Gregorian date as people type it and return a ``datetime.date``.

    Takes Bengali or ASCII digits (not mixed in one number): ২৯/১০/২০২৩, 29-10-2023, ২৯.১০.২৩ (a
    two-digit year is of this century), ২৯ অক্টোবর, ২০২৩, 29 October 2023, 2023-10-29; খ্রি: may
    follow. The day comes before the month. Raises ValueError otherwise.
    """
    typed = " ".join(unicodedata.normalize("NFC", str(text)).split())
    if not typed:
        raise ValueError("তারিখ লিখুন।")
    for number in re.findall(r"[০-৯0-9]+", typed):
        parse_int(number)
    plain = _ERA.sub("", to_ascii(typed)).rstrip(" ।").lower()
    day, month, year = _date_parts(plain)
    if day is None:
        raise ValueError(f"“{typed}” তারিখটি বোঝা যায়নি; ২৯/১০/২০২৩ এভাবে লিখুন।")
    try:
        return datetime.date(year, month, day)
    except ValueError:
        raise ValueError(f"“{typed}” তারিখটি পঞ্জিকায় নেই।") from None


def part_of_day(time):
    """The word proposed for a ``datetime.time``: সকাল, বেলা, দুপুর, বিকাল, সন্ধ্যা or রাত."""
    return next((word for until, word in _PARTS_OF_DAY if time.hour < until), "রাত")


def time_phrase(time, word=None, *, sep="."):
    """A time as papers print it, on the twelve-hour clock: সকাল ১১.৪৫ ঘটিকা.

    ``word`` is the writer's own choice; None proposes one, "" prints none.
    """
    word = part_of_day(time) if word is None else word
    clock = to_bengali(f"{time.hour % 12 or 12}{sep}{time.minute:02d}")
    return f"{word} {clock} ঘটিকা".strip()


def parse_time(text):
    """Read a time of day as people type it and return a ``datetime.time``.

    Takes সকাল ১১.৪৫ ঘটিকা, বিকাল ০১: ৩০, রাত ৮টা, ২:৩০ pm and, without a word, the 24-hour clock:
    ১৪:৩০. Raises ValueError otherwise, and where word and hour contradict each other.
    """
    typed = " ".join(unicodedata.normalize("NFC", str(text)).split())
    if not typed:
        raise ValueError("সময় লিখুন।")
    for number in re.findall(r"[০-৯0-9]+", typed):
        parse_int(number)
    found = _TIME.fullmatch(to_ascii(typed))
    unclear = f"“{typed}” সময়টি বোঝা যায়নি; সকাল ১১.৪৫ অথবা ১৪:৩০ এভাবে লিখুন।"
    if found is None:
        raise ValueError(unclear)
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if hour > 23 or minute > 59:
        raise ValueError(f"“{typed}” কোনো সময় নয়।")
    word = found["word"] or (found["half"] or "").replace(".", "").lower()
    if word:
        hours = _HOURS_OF_WORD.get(word)
        if hours is None or (found["word"] and found["half"]):
            raise ValueError(unclear)
        hour = next((h for h in (hour, (hour + 12) % 24) if h in hours), None)
        if hour is None:
            raise ValueError(f"“{typed}” লেখায় সময়ের সঙ্গে “{word}” মেলে না।")
    return datetime.time(hour, minute)


_HOURS_OF_WORD = {
    "ভোর": range(3, 8),
    "সকাল": range(4, 13),
    "বেলা": range(9, 18),
    "দুপুর": range(11, 16),
    "বিকাল": range(13, 20),
    "বিকেল": range(13, 20),
    "সন্ধ্যা": range(17, 22),
    "রাত": (*range(18, 24), *range(5)),
    "পূর্বাহ্ণ": range(4, 13),
    "পূর্বাহ্ন": range(4, 13),
    "অপরাহ্ণ": range(12, 18),
    "অপরাহ্ন": range(12, 18),
    "am": range(12),
    "pm": range(12, 24),
}


def _span(cadence, day):
    start, end = period_of(cadence, day)
    return f"{MONTHS[start.month - 1]}-{MONTHS[end.month - 1]} {to_bengali(start.year)}"


def _date_parts(plain):
    """Return (day, month, year) of ASCII-digit text, or three times None."""
    if found := _DAY_FIRST.fullmatch(plain):
        day, _, month, year = found.groups()
        return int(day), int(month), int(year) + (2000 if len(year) == 2 else 0)
    if found := _YEAR_FIRST.fullmatch(plain):
        year, month, day = found.groups()
        return int(day), int(month), int(year)
    if (found := _MONTH_NAMED.fullmatch(plain)) and found[2] in _MONTH_NUMBERS:
        return int(found[1]), _MONTH_NUMBERS[found[2]], int(found[3])
    return None, None, None
