import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bangla.words import LARGEST, count_words, number_words

TABLE = """
শূন্য এক দুই তিন চার পাঁচ ছয় সাত আট নয় দশ এগারো বারো তেরো চৌদ্দ পনের ষোল সতের আঠারো উনিশ বিশ একুশ
বাইশ তেইশ চব্বিশ পঁচিশ ছাব্বিশ সাতাশ আটাশ উনত্রিশ ত্রিশ একত্রিশ বত্রিশ তেত্রিশ চৌত্রিশ পঁয়ত্রিশ ছত্রিশ
সাতত্রিশ আটত্রিশ উনচল্লিশ চল্লিশ একচল্লিশ বিয়াল্লিশ তেতাল্লিশ চুয়াল্লিশ পঁয়তাল্লিশ ছেচল্লিশ সাতচল্লিশ
আটচল্লিশ উনপঞ্চাশ পঞ্চাশ একান্ন বাহান্ন তিপ্পান্ন চুয়ান্ন পঞ্চান্ন ছাপ্পান্ন সাতান্ন আটান্ন উনষাট ষাট
একষট্টি বাষট্টি তেষট্টি চৌষট্টি পঁয়ষট্টি ছেষট্টি সাতষট্টি আটষট্টি উনসত্তর সত্তর একাত্তর বাহাত্তর তিয়াত্তর
চুয়াত্তর পঁচাত্তর ছিয়াত্তর সাতাত্তর আটাত্তর উনআশি আশি একাশি বিরাশি তিরাশি চুরাশি পঁচাশি ছিয়াশি সাতাশি
আটাশি উননব্বই নব্বই একানব্বই বিরানব্বই তিরানব্বই চুরানব্বই পঁচানব্বই ছিয়ানব্বই সাতানব্বই আটানব্বই নিরানব্বই
"""
HUNDRED = TABLE.split()
SIZES = {"হাজার": 1000, "লাখ": 10**5, "কোটি": 10**7}


def number_read(words):
    """The number that a reader understands: each word by itself, in the order it is heard."""
    total = waiting = 0
    for word in words.split():
        if word == "কোটি":
            total, waiting = (total + waiting) * SIZES[word], 0
        elif word in SIZES:
            total, waiting = total + waiting * SIZES[word], 0
        elif word.endswith("শত"):
            waiting += HUNDRED.index(word.removesuffix("শত")) * 100
        else:
            waiting += HUNDRED.index(word)
    return total + waiting


def test_the_first_hundred_numbers_have_their_own_words():
    assert [number_words(n) for n in range(100)] == HUNDRED


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (44000, "চুয়াল্লিশ হাজার"),
        (100, "একশত"),
        (101, "একশত এক"),
        (100000, "এক লাখ"),
        (7100000, "একাত্তর লাখ"),
        (12345678, "এক কোটি তেইশ লাখ পঁয়তাল্লিশ হাজার ছয়শত আটাত্তর"),
    ],
)
def test_amounts_are_written_out(number, words):
    assert number_words(number) == words


@given(st.integers(0, LARGEST))
def test_the_words_read_back_are_the_number(number):
    assert number_read(number_words(number)) == number


@given(st.integers(0, LARGEST))
def test_the_words_are_in_nfc_and_singly_spaced(number):
    words = number_words(number)
    assert unicodedata.is_normalized("NFC", words)
    assert words == " ".join(words.split())


def test_counts_are_written_twice():
    assert [count_words(n) for n in (1, 12, 100)] == ["০১ (এক)", "১২ (বারো)", "১০০ (একশত)"]


@pytest.mark.parametrize(
    ("number", "message"), [(-1, "ঋণাত্মক"), (LARGEST + 1, "অতিরিক্ত বড়"), (10**400, "অতিরিক্ত বড়")]
)
def test_what_cannot_be_written_out_is_refused_in_bengali(number, message):
    with pytest.raises(ValueError, match=message):
        number_words(number)
    with pytest.raises(ValueError, match=message):
        count_words(number)
