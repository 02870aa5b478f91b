"""Whole numbers in Bengali words, as amounts and page counts are written out on papers."""

import unicodedata

from num2words import num2words

from .digits import to_bengali

# One crore crore less one: beyond it the words stop being readable, and no paper needs them.
LARGEST = 10**14 - 1

# num2words 0.5.14 writes these three in a way no Bangladeshi dictionary heads an entry with.
_DICTIONARY_FORM = {
    "পঁইত্রিশ": "পঁয়ত্রিশ",
    "চৌচল্লিশ": "চুয়াল্লিশ",
    "ছিষট্টি": "ছেষট্টি",
}


def number_words(number):
    """Return a whole number in words, in NFC: 44000 → চুয়াল্লিশ হাজার.

    Takes 0 to LARGEST; raises ValueError with a Bengali message outside of that.
    """
    if number < 0:
        raise ValueError(f"ঋণাত্মক সংখ্যা ({to_bengali(number)}) কথায় লেখা যায় না।")
    if number > LARGEST:
        raise ValueError("সংখ্যাটি কথায় লেখার জন্য অতিরিক্ত বড়; সর্বোচ্চ এক কোটি কোটির কম।")
    spelled = unicodedata.normalize("NFC", num2words(int(number), lang="bn"))
    return " ".join(_DICTIONARY_FORM.get(word, word) for word in spelled.split())


def count_words(number):
    """Return a count in the office's double writing: 1 → ০১ (এক). Errors as in number_words."""
    return f"{to_bengali(f'{number:02d}')} ({number_words(number)})"
