"""The little grammar that composed titles need."""

import unicodedata

_VOWEL_ENDINGS = set("অআইঈউঊঋএঐওঔািীুূৃেৈোৌ")
# য় ড় ঢ় decompose in NFC; the nukta counts as part of its consonant.
_CONSONANTS = {chr(code) for code in range(0x0995, 0x09BA)} | {"\u09bc"}


def genitive(noun):
    """The possessive of a noun: কমিটি → কমিটির, টিম → টিমের, ২০২৪ → ২০২৪-এর.

    Looks at the last character only, which is what the ending hangs on in writing.
    """
    noun = unicodedata.normalize("NFC", noun).strip()
    last = noun[-1:]
    if last in _VOWEL_ENDINGS:
        return noun + "র"
    if last in _CONSONANTS:
        return noun + "ের"
    return noun + "-এর"
