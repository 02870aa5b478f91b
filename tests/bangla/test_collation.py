import ctypes
import ctypes.util
import re
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bangla.collation import sort_key

# Each list is another rule of the bn collation.
IN_ORDER = {
    "signs, digits, Bengali, Latin": "(ক) < ১ নং < ৯ নং < অফিস < হাট < ICT < web",
    "vowels before consonants": "অফিস < আইন < ইউনিয়ন < ঈদ < উপজেলা < ঊর্ধ্ব < ঋণ < এলাকা < ঐক্য < "
    "ওয়ার্ড < ঔষধ < কমিটি < খাল < হাট",
    "anusvara, visarga, candrabindu, then consonants": "অং < অঃ < অঁ < অক < অহ < অা",
    "a bare consonant, its signs, its conjuncts": "ক < কং < কক < কা < কি < কী < কু < কূ < কৃ < কে < "
    "কৈ < কো < কৌ < ক্ক < ক্ষ < খ",
    "conjuncts after every sign": "সংবাদ < সভা < সহকারী < সাধারণ < সিদ্ধান্ত < সেবা < স্থান",
    "nukta letters after the plain ones, all else equal": "ডক < ড়ক < ডখ < ঢ < ঢ় < ণ",
    "য before য় before র": "যত < য়ত < যথ < রক",
    "khanda ta as ত্, before থ": "তা < ত্ক < ৎক < ত্খ < থ",
    "a space before any letter": "উপ পরিচালক < উপজেলা",
    "the Assamese letters in their places": "র < ৰ < ল < ৱ < শ",
    "districts": "কক্সবাজার < কুড়িগ্রাম < খুলনা < জয়পুরহাট < ঢাকা < নাটোর < নোয়াখালী < মুন্সিগঞ্জ < "
    "রংপুর < রাজশাহী < লালমনিরহাট < হবিগঞ্জ",
    "Latin without case, accents as a tie": "ac < AC < ad < ea < EA < éa < eb",
}


@pytest.mark.parametrize("rule", IN_ORDER)
def test_text_sorts_by_the_rules_of_the_bn_locale(rule):
    names = IN_ORDER[rule].split(" < ")
    jumbled = names[::-2] + names[-2::-2]

    assert sorted(jumbled, key=sort_key) == names
    assert all(sort_key(one) < sort_key(other) for one, other in pairwise(names))


@pytest.mark.parametrize(
    "text", ["প\u09dcা", "গা\u09dd", "সম\u09df", "স\u09c7\u09beনা", "ন\u09c7\u09d7কা"]
)
def test_spellings_of_the_same_letters_sort_the_same(text):
    decomposed = unicodedata.normalize("NFD", text)
    assert sort_key(text) == sort_key(decomposed)
    assert sort_key(text) == sort_key(unicodedata.normalize("NFC", text))


def test_joiners_and_digit_systems_do_not_count():
    assert sort_key("র\u200d\u09cdয\u09beব") == sort_key("র\u09cdয\u09beব")
    assert sort_key("কমিটি ২")[:3] == sort_key("কমিটি 2")[:3]


def icu_sort_key():
    """ICU's own key function for bn (PostgreSQL depends on ICU), or None where it is missing."""
    library = ctypes.util.find_library("icui18n")
    if library is None:
        return None
    version = re.search(r"\.so\.(\d+)", library)[1]
    icu = ctypes.CDLL(library)
    open_collator = getattr(icu, f"ucol_open_{version}")
    open_collator.restype = ctypes.c_void_p
    get_sort_key = getattr(icu, f"ucol_getSortKey_{version}")
    status = ctypes.c_int(0)
    collator = ctypes.c_void_p(open_collator(b"bn", ctypes.byref(status)))
    assert status.value <= 0

    def key(text):
        encoded = text.encode("utf-16-le")
        units = ctypes.create_string_buffer(encoded)
        buffer = ctypes.create_string_buffer(64 * len(encoded) + 64)
        get_sort_key(collator, units, len(encoded) // 2, buffer, len(buffer))
        return buffer.value

    return key


ICU_KEY = icu_sort_key()
office_text = st.text(
    st.one_of(
        st.characters(min_codepoint=0x980, max_codepoint=0x9DF, exclude_categories=["Cn"]),
        st.sampled_from("কমরসতৎড়্্ািো\u09bc\u200d\u200c ০১২12aAbzÉ-–.,।()/:'“”৳%&"),
    ),
    max_size=6,
)


@pytest.mark.skipif(ICU_KEY is None, reason="ICU is not installed")
@settings(max_examples=1000)
@given(office_text, office_text, office_text)
def test_the_order_is_that_of_icu(common, one, other):
    ours = [sort_key(common + one)[:3], sort_key(common + other)[:3]]
    theirs = [ICU_KEY(common + one), ICU_KEY(common + other)]

    assert (ours[0] < ours[1]) == (theirs[0] < theirs[1])
    assert (ours[0] == ours[1]) == (theirs[0] == theirs[1])
