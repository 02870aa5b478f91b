"""Alphabetical order of Bengali text.

The order is that of the Unicode CLDR locale ``bn`` ("standard" collation: the root order with
anusvara, visarga and candrabindu after ঔ, and the Bengali script before Latin), which follows the
Bangla Academy dictionary. Source: CLDR, common/collation/bn.xml and the root collation, as ICU 72
carries them; the tests compare this module with ICU where ICU is installed. The usual libraries
are no way out: icu4py has no collator, PyICU needs a compiler, and pyuca knows no tailoring.
"""

import unicodedata

# Characters of papers that are neither letters nor digits, in root order.
_SIGNS = "\t\n _-‑–—,;:!?.…·।॥'‘’\"“”«»()[]{}§¶@*/\\&#%‰†‡•৽`´˜^¯¨°৺©®→+±÷×<=>¬|¦~■●¤¢$£¥৲৳৻€₹"
# No letter may be typed twice: its position is its weight. The nukta and the sandhi mark are
# absent: they only break ties (ড before ড়).
_BENGALI = (
    "ঀঅআইঈউঊঋৠঌৡএঐওঔ"
    "\u0982\u0983\u0981"
    "কখগঘঙচছজঝঞটঠডঢণতথদধনপফবভমযরৰলৱশষসহঽ"
    "\u09be\u09bf\u09c0\u09c1\u09c2\u09c3\u09c4\u09e2\u09e3\u09c7\u09c8\u09cb\u09cc\u09cd\u09d7ৼ"
)
_KHANDA_TA, _TA_VIRAMA = "ৎ", "ত\u09cd"

# What sorts before what, whatever the letters: signs, digits, Bengali, its sister scripts, Latin.
_KNOWN_SIGN, _OTHER_SIGN, _DIGIT, _LETTER, _BRAHMIC, _LATIN, _OTHER = range(7)

_WEIGHTS = {
    **{char: (_KNOWN_SIGN, weight) for weight, char in enumerate(_SIGNS)},
    **{char: (_LETTER, weight) for weight, char in enumerate(_BENGALI)},
}


def sort_key(text):
    """Return a key that sorts ``text`` in CLDR ``bn`` order: ``sorted(names, key=sort_key)``.

    Composed and decomposed spellings have the same key, ZWJ and ZWNJ do not count. Bengali and
    ASCII digits are equal. Scripts other than Bengali and Latin are kept in code point order,
    which is not their alphabet.
    """
    text = unicodedata.normalize("NFC", str(text))
    text = "".join(char for char in text if unicodedata.category(char) != "Cf")
    primary, secondary, tertiary = [], [], []
    for char in _letters(text):
        if unicodedata.category(char).startswith("M") and char not in _WEIGHTS:
            secondary.append(ord(char))
            tertiary.append(0)
            continue
        for expanded in _TA_VIRAMA if char == _KHANDA_TA else char.casefold():
            primary.append(_weight(expanded))
            secondary.append(0)
            tertiary.append(0 if expanded == char else 1)
    return tuple(primary), tuple(secondary), tuple(tertiary), text


def _letters(text):
    """The characters of NFC ``text``, with accents apart from other letters than Bengali ones."""
    for char in text:
        yield from char if char in _WEIGHTS else unicodedata.normalize("NFD", char)


def _weight(char):
    if char in _WEIGHTS:
        return _WEIGHTS[char]
    category = unicodedata.category(char)
    if category == "Nd":
        return _DIGIT, unicodedata.digit(char)
    if category[0] in "PSZC":
        return _OTHER_SIGN, ord(char)
    if "\u0900" <= char <= "\u0dff":
        return _BRAHMIC, ord(char)
    if char.isascii() or unicodedata.name(char, "").startswith("LATIN "):
        return _LATIN, ord(char)
    return _OTHER, ord(char)
