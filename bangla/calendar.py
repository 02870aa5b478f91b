"""The Bangla calendar of Bangladesh, in both of its present-day forms.

New year is 14 April. Until BS 1425 the first five months had 31 days and the other seven 30, with
a 31st of Falgun in a Gregorian leap year (the Bangla Academy's reform, in official use since the
1980s). The revision that took effect on 16 October 2019 gives 31 days to the first six months, 29
to Falgun (30 in a leap year) and 30 to the others. It was first felt on the 31st of Ashwin 1426,
so a whole year follows one rule or the other: 1426 and later the new one. Dates before the reform
are computed by its rule backwards and are not what was printed then.
"""

import datetime
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from .digits import to_bengali

MONTHS = (
    "বৈশাখ",
    "জ্যৈষ্ঠ",
    "আষাঢ়",
    "শ্রাবণ",
    "ভাদ্র",
    "আশ্বিন",
    "কার্তিক",
    "অগ্রহায়ণ",
    "পৌষ",
    "মাঘ",
    "ফাল্গুন",
    "চৈত্র",
)

DHAKA = ZoneInfo("Asia/Dhaka")

_FIRST_YEAR_OF_2019_RULE = 1426
_FALGUN = 11


def _is_leap(gregorian_year):
    return gregorian_year % 4 == 0 and (gregorian_year % 100 != 0 or gregorian_year % 400 == 0)


def month_lengths(year):
    """Return the twelve lengths in days, Boishakh first, of the Bangla ``year``."""
    # Falgun falls in February and March of the next-but-one count: BS 1430's is in 2024.
    leap_day = 1 if _is_leap(year + 594) else 0
    if year >= _FIRST_YEAR_OF_2019_RULE:
        return (31,) * 6 + (30,) * 4 + (29 + leap_day, 30)
    return (31,) * 5 + (30,) * 5 + (30 + leap_day, 30)


@dataclass(frozen=True, order=True)
class BanglaDate:
    """A day of the Bangla calendar: ``str()`` prints it as papers do, ১৪ জ্যৈষ্ঠ ১৪২৬.

    Raises ValueError, with a message in Bengali, for a day that does not exist.
    """

    year: int
    month: int
    day: int

    def __post_init__(self):
        if not 1 <= self.year <= 9405:
            raise ValueError(f"বাংলা সন {to_bengali(self.year)} গণনার বাইরে।")
        if not 1 <= self.month <= 12:
            raise ValueError(f"বাংলা মাস ১ থেকে ১২, {to_bengali(self.month)} নয়।")
        length = month_lengths(self.year)[self.month - 1]
        if not 1 <= self.day <= length:
            raise ValueError(
                f"{MONTHS[self.month - 1]} {to_bengali(self.year)} মাসে "
                f"{to_bengali(self.day)} তারিখ নেই; মাসটি {to_bengali(length)} দিনের।"
            )

    def __str__(self):
        return f"{to_bengali(self.day)} {self.month_name} {to_bengali(self.year)}"

    @property
    def month_name(self):
        return MONTHS[self.month - 1]


def from_gregorian(day):
    """Return the BanglaDate of a ``datetime.date``.

    An aware ``datetime`` is first taken to Asia/Dhaka, where the day begins at midnight. Raises
    ValueError before 14 April 594, the first day the calendar counts.
    """
    if isinstance(day, datetime.datetime):
        day = (day.astimezone(DHAKA) if day.tzinfo else day).date()
    new_year = datetime.date(day.year, 4, 14)
    if day < new_year:
        if day.year <= 594:
            raise ValueError("৫৯৪ সালের ১৪ এপ্রিলের আগের তারিখের বাংলা সন নেই।")
        new_year = datetime.date(day.year - 1, 4, 14)
    year = new_year.year - 593
    if year < 1:
        raise ValueError("৫৯৪ সালের ১৪ এপ্রিলের আগের তারিখের বাংলা সন নেই।")
    remaining = (day - new_year).days
    lengths = month_lengths(year)
    month = 0
    while remaining >= lengths[month]:
        remaining -= lengths[month]
        month += 1
    return BanglaDate(year, month + 1, remaining + 1)


def to_gregorian(bangla):
    """Return the ``datetime.date`` of a BanglaDate."""
    before = sum(month_lengths(bangla.year)[: bangla.month - 1])
    new_year = datetime.date(bangla.year + 593, 4, 14)
    return new_year + datetime.timedelta(days=before + bangla.day - 1)
