"""Whole numbers in Bengali words, as amounts and page counts are written out on papers."""

from .digits import to_bengali

# One crore crore less one: beyond it the words stop being readable, and no paper needs them.
LARGEST = 10**14 - 1

# Each number below a hundred has a word of its own, here as Bangladeshi dictionaries head it.
_TABLE = """
শূন্য এক দুই তিন চার পাঁচ ছয় সাত আট নয়
দশ এগারো বারো তেরো চৌদ্দ পনের ষোল সতের আঠারো উনিশ
বিশ একুশ বাইশ তেইশ চব্বিশ পঁচিশ ছাব্বিশ সাতাশ আটাশ উনত্রিশ
ত্রিশ একত্রিশ বত্রিশ তেত্রিশ চৌত্রিশ পঁয়ত্রিশ ছত্রিশ সাতত্রিশ আটত্রিশ উনচল্লিশ
চল্লিশ একচল্লিশ বিয়াল্লিশ তেতাল্লিশ চুয়াল্লিশ পঁয়তাল্লিশ ছেচল্লিশ সাতচল্লিশ আটচল্লিশ উনপঞ্চাশ
পঞ্চাশ একান্ন বাহান্ন তিপ্পান্ন চুয়ান্ন পঞ্চান্ন ছাপ্পান্ন সাতান্ন আটান্ন উনষাট
ষাট একষট্টি বাষট্টি তেষট্টি চৌষট্টি পঁয়ষট্টি ছেষট্টি সাতষট্টি আটষট্টি উনসত্তর
সত্তর একাত্তর বাহাত্তর তিয়াত্তর চুয়াত্তর পঁচাত্তর ছিয়াত্তর সাতাত্তর আটাত্তর উনআশি
আশি একাশি বিরাশি তিরাশি চুরাশি পঁচাশি ছিয়াশি সাতাশি আটাশি উননব্বই
নব্বই একানব্বই বিরানব্বই তিরানব্বই চুরানব্বই পঁচানব্বই ছিয়ানব্বই সাতানব্বই আটানব্বই নিরানব্বই
"""
_BELOW_HUNDRED = _TABLE.split()
_GROUPS = ((10**7, "কোটি"), (10**5, "লাখ"), (1000, "হাজার"))


def _words(number):
    """The words of a positive whole number in their order; none for 0."""
    for size, name in _GROUPS:
        if number >= size:
            return [*_words(number // size), name, *_words(number % size)]
    if number >= 100:
        return [f"{_BELOW_HUNDRED[number // 100]}শত", *_words(number % 100)]
    return [_BELOW_HUNDRED[number]] if number else []


def number_words(number):
    """Return a whole number in words, in NFC: 44000 → চুয়াল্লিশ হাজার.

    Takes 0 to LARGEST; raises ValueError with a Bengali message outside of that.
    """
    if number < 0:
        raise ValueError(f"ঋণাত্মক সংখ্যা ({to_bengali(number)}) কথায় লেখা যায় না।")
    if number > LARGEST:
        raise ValueError("সংখ্যাটি কথায় লেখার জন্য অতিরিক্ত বড়; সর্বোচ্চ এক কোটি কোটির কম।")
    return " ".join(_words(int(number))) or _BELOW_HUNDRED[0]


def count_words(number):
    """Return a count in the office's double writing: 1 → ০১ (এক). Errors as in number_words."""
    return f"{to_bengali(f'{number:02d}')} ({number_words(number)})"
