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
# Control characters but tab and new line, marks that turn the direction of reading, halves of a
# surrogate pair, and the codes that are no characters.
_UNSTORABLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff"
    "\ufdd0-\ufdef"
    + "".join(chr(plane + end) for plane in range(0, 0x110000, 0x10000) for end in (0xFFFE, 0xFFFF))
    + "]"
)
_JOINERS = re.compile(f"[{ZWNJ}{ZWJ}]+")
_BENGALI_LETTER = re.compile("[\u0985-\u09b9\u09bc\u09ce\u09dc-\u09e1\u09f0\u09f1]")
_BENGALI_VOWEL_SIGN = re.compile("[\u09be-\u09cd\u09d7]")
_VIRAMA = "\u09cd"

# Drawn alike, and only one of them is right: what Unicode says not to use for a letter, and the sign
# of an old coinage that keyboards have where the danda belongs.
_ONE_SPELLING = (("অা", "আ"), ("ঋৃ", "ৠ"), ("ঌৢ", "ৡ"), ("\u09f7", "।"))
# Before ৎ had a code of its own. Before য and র the joiner asks for another shape.
_OLD_KHANDA_TA = re.compile(f"ত{_VIRAMA}{ZWJ}(?![যর])")
_BAR_AS_DANDA = re.compile(r"(?:(?<=[ঀ-৿])|(?<=[ঀ-৿][)”’\"']))\|(?=[\s)”’\"']|$)")
_BAR_OF_A_SERIAL = re.compile(r"^(\s*[0-9]{1,3})\|(?=\s+[ঀ-৿])")
# A bar of a table or between two things.
_BAR_APART = re.compile(r"(?:^|\s)\|")
# Word keeps a sign of a symbol font in the private-use area: whatever begins a line is its bullet,
# the common bullets are bullets wherever they stand.
_SYMBOL_BULLET = re.compile(
    "(?m:^(?P<before>[ \t]*))[\uf020-\uf0ff](?=[\\s\u0980-\u09ff])|[\uf0b7\uf0a7\uf0d8\uf076\uf071\uf0a8]"
)
_MARK_RUN_LIMIT = 4


class BadIdentifier(ValueError):
    """A number or code that could be mistaken for another; the message is Bengali."""


def storable(text):
    """Return ``text`` without what no database, spreadsheet, JSON or XML can hold, and without what
    makes it read otherwise than it stands; all else as it was. Line breaks become "\\n". Idempotent.
    """
    return _UNSTORABLE.sub("", _LINE_BREAKS.sub("\n", str(text)))


def unstorable_in(text):
    """The first character that `storable` would not leave as it is, or None."""
    found = _UNSTORABLE.search(text) or _LINE_BREAKS.search(text)
    return found and found[0][0]


def in_all(value, change):
    """``value`` as JSON may hold it (texts, lists, dicts), every text in it changed by a function."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list | tuple):
        return [in_all(each, change) for each in value]
    if isinstance(value, dict):
        return {key: in_all(each, change) for key, each in value.items()}
    return value


def texts_in(value):
    """Every text in a value as JSON may hold it, but its keys."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from texts_in(inner)


def storable_in(value):
    """The same with every text in it `storable`, the keys too."""
    if isinstance(value, dict):
        return {storable(key): storable_in(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [storable_in(each) for each in value]
    return storable(value) if isinstance(value, str) else value


def normalise(text):
    """Return ``text`` as it is stored: NFC, with no character that cannot be seen or printed.

    Line breaks become "\\n"; control (Cc) and format (Cf) characters go, bidirectional controls,
    the byte order mark and the soft hyphen with them; tabs and newlines stay. ZWJ and ZWNJ stay
    where they shape Bengali (র‍্যাব, ক্‌ষ) and go elsewhere (UAX 31, A1, A2 and B). Of what is drawn
    alike the right one is stored: আ for অা, ৎ for ত্‍, । for ৷ and for a | that ends a Bengali word;
    a bullet of Word's symbol fonts is a •. Bijoy text has to be converted before, because Bijoy
    writes a letter with the soft hyphen. Idempotent.
    """
    text = storable(text)
    if text.isascii():
        return text
    text = "".join(char for char in text if char in "\n\t\u200c\u200d" or not _is_invisible(char))
    text = unicodedata.normalize("NFC", text)
    text = _JOINERS.sub(_first_joiner_if_it_shapes, text)
    for drawn, meant in _ONE_SPELLING:
        text = text.replace(drawn, meant)
    text = _bars_as_dandas(_OLD_KHANDA_TA.sub("ৎ", text))
    text = _SYMBOL_BULLET.sub(lambda found: f"{found['before'] or ''}•", text)
    return unicodedata.normalize("NFC", text)


def _bars_as_dandas(text):
    if "|" not in text:
        return text
    return "\n".join(
        line
        if _BAR_APART.search(line)
        else _BAR_AS_DANDA.sub("।", _BAR_OF_A_SERIAL.sub(r"\1।", line))
        for line in text.split("\n")
    )


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

    Never shown: only compared. ৪ looks like 8, ৭ like 9, ০ like o; ব় is drawn as র.
    """
    text = _JOINERS.sub("", normalise(text)).casefold()
    text = unicodedata.normalize("NFC", text).translate(_LOOK_ALIKES)
    for drawn, meant in _LOOK_ALIKE_PAIRS:
        text = text.replace(drawn, meant)
    return "".join(text.split())


_LOOK_ALIKES = str.maketrans(
    {"০": "o", "0": "o", "৪": "8", "৭": "9", "1": "l", "|": "l", "।": "l", "i": "l", "ঃ": ":"}
)
_LOOK_ALIKE_PAIRS = (("ব\u09bc", "র"), ("rn", "m"))


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
    """Keep one joiner after a hasanta (a non-joiner only within a word), or where a letter meets
    its vowel sign or hasanta."""
    before, after = run.string[: run.start()][-1:], run.string[run.end() :][:1]
    joiner = run.group()[0]
    if before == _VIRAMA:
        shapes = joiner == ZWJ or _BENGALI_LETTER.match(after)
    else:
        shapes = _BENGALI_LETTER.match(before) and _BENGALI_VOWEL_SIGN.match(after)
    return joiner if shapes else ""


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
