"""Memo numbers (স্মারক নম্বর): a file number in parts, the serial of an issue, and what follows it.

A file number has 18 digits in 7 parts, since the Secretariat Instructions of 2024 22 digits in 8;
real files of offices also have shapes of their own. What we issue is checked strictly, what we cite
is read leniently (meetings.discrepancies).
"""

import re

from django.core.exceptions import ValidationError

from bangla.digits import parse_int, to_ascii, to_bengali
from meetings.discrepancies import NEW_PARTS, OLD_PARTS

LABEL = "স্মারক নম্বর: "

# The parts of both official shapes, by the name an office knows them by.
OLD, NEW = (".".join(map(str, parts)) for parts in (OLD_PARTS, NEW_PARTS))
LONGEST_PART = 6
MOST_PARTS = 12

# No register of an office gets that far in a year.
HIGHEST_SERIAL = 999_999

# What stands between a file number and its serial: ….১৯.৯২, ….১৯-৯৭২.
SEPARATORS = {".": "বিন্দু (.)", "-": "হাইফেন (-)", "/": "ছেদচিহ্ন (/)"}


def check_lengths(lengths):
    """Refuse what does not name the digits of each part, such as 2.2.4.3.2.3.2."""
    parts = lengths.split(".")
    if not 2 <= len(parts) <= MOST_PARTS or not all(
        re.fullmatch("[1-9]", part) and int(part) <= LONGEST_PART for part in parts
    ):
        raise ValidationError(
            f"প্রতিটি অংশে কয় অঙ্ক তা বিন্দু দিয়ে লিখুন, যেমন {to_bengali(OLD)} "
            f"(২ থেকে {to_bengali(MOST_PARTS)}টি অংশ, প্রতিটি সর্বোচ্চ {to_bengali(LONGEST_PART)} অঙ্কের)।"
        )


def check_file_number(number, lengths):
    """Refuse a file number (ASCII digits and dots) whose parts are not as long as `lengths` says."""
    parts = number.split(".")
    if not all(re.fullmatch("[0-9]+", part) for part in parts):
        raise ValidationError("নথি নম্বর অঙ্ক ও বিন্দু দিয়ে লিখুন, যেমন ০৫.৪৭.৮৫৯২.০০০.০১.০০২.২৪।")
    told = ".".join(str(len(part)) for part in parts)
    if told != lengths:
        raise ValidationError(
            f"এই নম্বরের অংশগুলো {to_bengali(told)} অঙ্কের; হতে হবে {to_bengali(lengths)}।"
        )


def lengths_of(number):
    """The digits of each part of a file number as it stands: "2.2.4.3.2.3.2"."""
    return ".".join(str(len(part)) for part in number.split("."))


def plain(number):
    """A file number as it is stored and compared: ASCII digits, dots, no spaces."""
    return re.sub(r"\s+", "", to_ascii(number)).strip(".")


def serial_in(text):
    """The serial typed as an issue number, or None where none is typed.

    Raises ValueError (Bengali) for what is not a whole number above zero in one digit system, or is
    above HIGHEST_SERIAL.
    """
    if text is None or not str(text).strip():
        return None
    serial = parse_int(str(text).strip())
    if not serial:
        raise ValueError("ইস্যু নম্বর ১ বা তার বেশি হবে।")
    if serial > HIGHEST_SERIAL:
        raise ValueError(f"ইস্যু নম্বর {to_bengali(HIGHEST_SERIAL)} এর বেশি হতে পারে না।")
    return serial


def printed(number, serial, *, separator=".", copies=None):
    """A whole memo number in Bengali digits: ০৫.৪৭.৫২০০.০২৮.০১.০০২.১৯.৯২(৩০)."""
    told = f"{number}{separator}{serial}" + (f"({copies})" if copies else "")
    return to_bengali(told)


def endorsed(number, serial, *, separator=".", copies, turn=1):
    """The number over a copy list of the same letter: ….৯২/১(৬); /২(…) is for those added later."""
    counted = f"({copies})" if copies else ""
    return to_bengali(f"{number}{separator}{serial}/{turn}{counted}")
