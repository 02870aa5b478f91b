"""Normal forms of Bengali text: as stored, as searched, as split into words, as identifiers."""

import re
import unicodedata

from .digits import to_ascii, uses_two_digit_systems

ZWNJ = "\u200c"
ZWJ = "\u200d"

# Signs in one line or paragraph of a list that a person writes.
LONGEST_LINE = 2000

# Bengali signs that Python's \w does not count as part of a word, plus the joiners; U+0300–036F
# keeps accented Latin whole when it is not composed.
_WORD = re.compile(
    r"(?:[^\W_]|[\u0981-\u0983\u09bc\u09be-\u09cd\u09d7\u09e2\u09e3\u09fe\u200c\u200d\u0300-\u036f])+"
)
# U+000B is what Word has for a new line within a paragraph.
_LINE_BREAKS = re.compile("\r\n|[\r\v\f\u0085\u2028\u2029]")
_JOINERS = re.compile(f"[{ZWNJ}{ZWJ}]+")
_BENGALI_LETTER_OR_SIGN = re.compile("[\u0981-\u09e3\u09f0\u09f1\u09fc]")
_VIRAMA = "\u09cd"
_MARK_RUN_LIMIT = 4


class BadIdentifier(ValueError):
    """A number or code that could be mistaken for another; the message is Bengali."""


def normalise(text):
    """Return ``text`` as it is stored: NFC, with no character that cannot be seen or printed.

    Line breaks become "\\n"; control (Cc) and format (Cf) characters go, bidirectional controls,
    the byte order mark and the soft hyphen with them; tabs and newlines stay. ZWJ and ZWNJ stay
    where they shape Bengali (র‍্যাব, ক্‌ষ) and go elsewhere (UAX 31, A1, A2 and B). Bijoy text has
    to be converted before, because Bijoy writes a letter with the soft hyphen. Idempotent.
    """
    text = _LINE_BREAKS.sub("\n", str(text))
    text = "".join(char for char in text if char in "\n\t\u200c\u200d" or not _is_invisible(char))
    text = _JOINERS.sub(_first_joiner_if_it_shapes, text)
    return unicodedata.normalize("NFC", text)


def fold(text):
    """Return the search key of ``text``; a query is folded the same way before it is compared.

    NFC → ASCII digits → no ZWJ or ZWNJ → casefold → single spaces, none at the ends. Idempotent.
    """
    text = _JOINERS.sub("", to_ascii(normalise(text)))
    text = unicodedata.normalize("NFC", text.casefold())
    return " ".join(text.split())


def words(text):
    """Return the words of ``text`` in order; Bengali vowel signs and hasanta stay in their word."""
    return [
        word.strip(ZWNJ + ZWJ) for word in _WORD.findall(normalise(text)) if word.strip(ZWNJ + ZWJ)
    ]


def skeleton(text):
    """Return a key that is equal for names which look alike on paper (UTS 39, our own subset).

    Never shown: only compared. ৪ looks like 8, ৭ like 9, ০ like o; অা is drawn as আ and ব় as র.
    """
    text = _JOINERS.sub("", normalise(text)).casefold()
    text = unicodedata.normalize("NFC", text).translate(_LOOK_ALIKES)
    for drawn, meant in _LOOK_ALIKE_PAIRS:
        text = text.replace(drawn, meant)
    return "".join(text.split())


_LOOK_ALIKES = str.maketrans(
    {"০": "o", "0": "o", "৪": "8", "৭": "9", "1": "l", "|": "l", "।": "l", "i": "l", "ঃ": ":"}
)
_LOOK_ALIKE_PAIRS = (("অা", "আ"), ("ব\u09bc", "র"), ("rn", "m"))


def check_identifier(text):
    """Return ``text`` in NFC, without spaces at its ends, if it can be read in one way only.

    For memo numbers, sign-in names and codes: letters of one script (Bengali or English; Bengali
    digits count as Bengali), one digit system, nothing invisible, at most four signs on a letter.
    Raises BadIdentifier with a Bengali message otherwise.
    """
    text = str(text).strip()
    if not text:
        raise BadIdentifier("ঘরটি খালি রাখা যাবে না।")
    seen = unicodedata.normalize("NFC", text)
    if normalise(text) != seen or any(char.isspace() and char != " " for char in seen):
        raise BadIdentifier(f"“{normalise(text)}” লেখাটিতে অদৃশ্য অক্ষর আছে; আবার টাইপ করুন।")
    text = normalise(text)
    if uses_two_digit_systems(text):
        raise BadIdentifier(
            f"“{text}” লেখাটিতে বাংলা ও ইংরেজি অঙ্ক মিশে আছে; যেকোনো এক ধরনের অঙ্কে লিখুন।"
        )
    scripts = {script for script in map(_script, text) if script}
    if scripts - {"bengali", "english"}:
        raise BadIdentifier(f"“{text}” লেখাটিতে বাংলা বা ইংরেজি নয় এমন অক্ষর আছে।")
    if len(scripts) > 1:
        raise BadIdentifier(f"“{text}” লেখাটিতে বাংলা ও ইংরেজি অক্ষর মিশে আছে; একটিতে লিখুন।")
    if _longest_mark_run(text) > _MARK_RUN_LIMIT:
        raise BadIdentifier(f"“{text}” লেখাটিতে একটি অক্ষরে অতিরিক্ত চিহ্ন আছে।")
    return text


def _is_invisible(char):
    return unicodedata.category(char) in {"Cc", "Cf", "Cs"}


def _first_joiner_if_it_shapes(run):
    """Keep one joiner between Bengali characters, or after a hasanta that ends its word."""
    before, after = run.string[: run.start()][-1:], run.string[run.end() :][:1]
    shapes = before == _VIRAMA or (
        _BENGALI_LETTER_OR_SIGN.match(before) and _BENGALI_LETTER_OR_SIGN.match(after)
    )
    return run.group()[0] if shapes else ""


def _script(char):
    """The script that ``char`` ties a word to; None for punctuation, spaces and ASCII digits."""
    if "\u0980" <= char <= "\u09ff" or char in (ZWJ, ZWNJ):
        return "bengali"
    if char.isascii():
        return "english" if char.isalpha() else None
    return "other" if unicodedata.category(char)[0] in "LMNC" else None


def _longest_mark_run(text):
    longest = run = 0
    for char in text:
        run = run + 1 if unicodedata.category(char)[0] == "M" else 0
        longest = max(longest, run)
    return longest
