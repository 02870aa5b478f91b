"""Bengali and ASCII digits, Indian grouping, and the list numbering that office papers use."""

import re

BENGALI_DIGITS = "০১২৩৪৫৬৭৮৯"
ASCII_DIGITS = "0123456789"

_TO_BENGALI = str.maketrans(ASCII_DIGITS, BENGALI_DIGITS)
_TO_ASCII = str.maketrans(BENGALI_DIGITS, ASCII_DIGITS)

# The order in which sub-decisions are lettered: the consonants from ক to হ.
LETTERS = "কখগঘঙচছজঝঞটঠডঢণতথদধনপফবভমযরলশষসহ"

_ORDINAL_IN_STYLE = re.compile(r"[০-৯]+|[0-9]+|ক")


class NotANumber(ValueError):
    """The text is not a whole number; the message is Bengali and fit to show."""


class MixedDigits(NotANumber):
    """Bengali and ASCII digits in one number: ``int("1২3")`` is 123, which nobody meant."""


def to_bengali(value):
    """Return ``str(value)`` with its ASCII digits printed as Bengali digits; the rest stays."""
    return str(value).translate(_TO_BENGALI)


def to_ascii(text):
    """Return ``text`` with its Bengali digits as ASCII digits; the rest stays."""
    return str(text).translate(_TO_ASCII)


def uses_two_digit_systems(text):
    """True if Bengali and ASCII digits both occur in ``text``."""
    return any(d in text for d in BENGALI_DIGITS) and any(d in text for d in ASCII_DIGITS)


def parse_int(text):
    """Read a whole number of zero or more, typed in Bengali or in ASCII digits.

    Spaces around it are ignored. Raises MixedDigits for two digit systems in one number and
    NotANumber for anything else that is not only digits (other scripts' digits included).
    """
    digits = str(text).strip()
    if uses_two_digit_systems(digits):
        shown = " ".join(digits.split())
        raise MixedDigits(
            f"“{shown}” সংখ্যাটিতে বাংলা ও ইংরেজি অঙ্ক মিশে আছে; যেকোনো এক ধরনের অঙ্কে লিখুন।"
        )
    plain = to_ascii(digits)
    if not (plain.isascii() and plain.isdigit()):
        shown = " ".join(digits.split())
        raise NotANumber(f"“{shown}” শূন্য বা তার বড় পূর্ণসংখ্যা নয়; শুধু অঙ্কে লিখুন।")
    try:
        return int(plain)
    except ValueError:
        # Python refuses to read numbers of more than 4,300 digits.
        raise NotANumber("সংখ্যাটি অতিরিক্ত বড়।") from None


def group(number):
    """Return a whole number with Indian grouping in Bengali digits: 12345678 → ১,২৩,৪৫,৬৭৮."""
    sign = "-" if number < 0 else ""
    digits = str(abs(number))
    head, last_three = digits[:-3], digits[-3:]
    pairs = []
    while head:
        pairs.insert(0, head[-2:])
        head = head[:-2]
    return to_bengali(sign + ",".join([*pairs, last_three]))


def letter(number):
    """Return the ``number``-th letter of a lettered list: 1 → ক, 32 → হ, 33 → কক.

    Raises ValueError below 1.
    """
    if number < 1:
        raise ValueError("তালিকার ক্রম ১ থেকে শুরু হয়।")
    letters = ""
    while number:
        number, position = divmod(number - 1, len(LETTERS))
        letters = LETTERS[position] + letters
    return letters


def numbered(style, number):
    """Return the number of a list's ``number``-th line in the list's own style.

    ``style`` is the first line's number as the office prints it: "১।", "০১.", "০১।", "১)", "(১)",
    "১.", "(ক)"; a leading zero asks for two digits. None or "" is a list without numbers: "".
    Raises ValueError for a style without a first number or letter.
    """
    if not style:
        return ""
    first = _ORDINAL_IN_STYLE.search(style)
    if first is None:
        raise ValueError(f"“{style}” থেকে তালিকার ক্রমের ধরন বোঝা যায় না।")
    sample = first.group()
    if sample == "ক":
        ordinal = letter(number)
    else:
        ordinal = str(number).zfill(len(sample))
        if sample[0] in BENGALI_DIGITS:
            ordinal = to_bengali(ordinal)
    return style[: first.start()] + ordinal + style[first.end() :]
