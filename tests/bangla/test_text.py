import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bangla.text import BadIdentifier, check_identifier, fold, normalise, skeleton, storable, words

ROOT = Path(__file__).resolve().parents[2]

bengali = st.text(
    st.one_of(
        st.characters(min_codepoint=0x980, max_codepoint=0x9FF),
        st.sampled_from(" ।|৷)\u200c\u200d\u09cd\u09bcরকযতঅা\uf0b7\u202e\ufeff\r\n\tAa1"),
    )
)


@pytest.mark.parametrize(
    "word",
    [
        "র\u200d\u09cdয\u09beব",
        "ক\u09cd\u200cষ",
        "উদ\u09cd\u200cবৃত্ত",
        "অ\u200c\u09cdয\u09be",
        "ক\u09cd\u200d",
        "সভা",
    ],
)
def test_a_joiner_that_shapes_bengali_survives(word):
    assert normalise(word) == word
    assert normalise(f"{word} {word}।") == f"{word} {word}।"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("ab\u200dc", "abc"),
        ("সভা\u200c", "সভা"),
        ("\u200dসভা", "সভা"),
        ("র\u200d\u200d\u09cdয", "র\u200d\u09cdয"),
        ("১\u200c২", "১২"),
        ("কৃ\u200cষি\u200c অ\u200dফিস", "কৃষি অফিস"),
        ("উদ\u09cd\u200c ধৃত", "উদ\u09cd ধৃত"),
        ("\ufeffসভা\u202e\u200f\u2066", "সভা"),
        ("ক\x00\x07খ\x7f", "কখ"),
        ("এক\r\nদুই\rতিন\u2028চার", "এক\nদুই\nতিন\nচার"),
        ("এক\tদুই", "এক\tদুই"),
        ("\u09dcনি\u09df", "ড\u09bcনিয\u09bc"),
        ("ক\u09c7\u09be ক\u09c7\u09d7", "ক\u09cb ক\u09cc"),
    ],
)
def test_stored_text_is_composed_and_has_nothing_invisible(typed, stored):
    assert normalise(typed) == stored


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("অাগামী সভা অাজ", "আগামী সভা আজ"),
        ("ঋৃণ", "ৠণ"),
        ("হঠাত\u09cd\u200d উত\u09cd\u200dসব", "হঠাৎ উৎসব"),
        ("উত\u09cd\u200dয", "উত\u09cd\u200dয"),
        ("১৷ তালিকা করতে হবে৷", "১। তালিকা করতে হবে।"),
        ("১| তালিকা করতে হবে|\n২| বিতরণ (সকল)|", "১। তালিকা করতে হবে।\n২। বিতরণ (সকল)।"),
        ("1| তালিকা", "1। তালিকা"),
        ("তিনি বলেন “সভা হবে|”", "তিনি বলেন “সভা হবে।”"),
    ],
)
def test_of_what_is_drawn_alike_the_right_sign_is_stored(typed, stored):
    assert normalise(typed) == stored


@pytest.mark.parametrize(
    "text",
    [
        "A | B",
        "নাম | পদবি | ফোন",
        "| ধান | ১০০ |",
        "|ধান|১০০|\n|গম| ৫০|",
        "কৃষি|মৎস্য",
        "grep a| wc",
        "1| one",
        "হ্যাঁ |না",
    ],
)
def test_a_bar_that_is_no_danda_stays(text):
    assert normalise(text) == text


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("\uf0b7\tবিদ্যালয়ের উন্নয়ন", "•\tবিদ্যালয়ের উন্নয়ন"),
        ("ক\n \uf0fc বই বিতরণ", "ক\n • বই বিতরণ"),
        ("\uf0d8উন্নয়ন", "•উন্নয়ন"),
        ("ধান \uf0fc গম", "ধান \uf0fc গম"),
    ],
)
def test_a_bullet_of_a_symbol_font_is_a_bullet(typed, stored):
    # Named on the check page where it is none.
    assert normalise(typed) == unicodedata.normalize("NFC", stored)


@given(st.text(st.characters(), max_size=40))
def test_what_is_storable_can_be_kept_anywhere(text):
    kept = storable("\v" + text + "\ud800\x00\u202e\uffff")
    assert storable(kept) == kept
    assert kept.encode("utf-8").decode() == kept
    assert not {c for c in kept if unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t"}
    assert not set("\u202e\u200f\ufffe\uffff") & set(kept)


@given(bengali)
def test_normal_and_search_forms_are_final(text):
    assert normalise(normalise(text)) == normalise(text)
    assert fold(fold(text)) == fold(text)
    assert unicodedata.is_normalized("NFC", normalise(text))


@given(bengali)
def test_no_control_or_bidi_character_is_stored(text):
    allowed = set("\n\t\u200c\u200d")
    kept = {c for c in normalise(text) if unicodedata.category(c) in ("Cc", "Cf")}
    assert kept <= allowed


@given(st.text(), st.text())
def test_a_search_finds_what_it_was_cut_from(before, after):
    text = f"{before} স্মারক ০৫.৪৩ {after}"
    assert fold("স্মারক 05.43") in fold(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("র\u200d\u09cdয\u09beব", "র\u09cdয\u09beব"),
        ("২৯/১০/২০২৩", "29/10/2023"),
        ("ICT  শাখা\n", "ict শাখা"),
        ("প\u09dcা", "প\u09a1\u09bcা"),
    ],
)
def test_search_keys_of_the_same_words_are_equal(one, other):
    assert fold(one) == fold(other)


def test_words_keep_their_signs():
    assert words("উপজেলা নির্বাহী অফিসার (সকল), ICT-শাখা। র\u200d\u09cdযাব ১২টি") == [
        "উপজেলা",
        "নির্বাহী",
        "অফিসার",
        "সকল",
        "ICT",
        "শাখা",
        "র\u200d\u09cdযাব",
        "১২টি",
    ]
    assert words(" ।—\u200d ") == []


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" ০৫.৪৩.৬৯০০.০২৩.০৬.০০২.১৬. ৭৩ ", "০৫.৪৩.৬৯০০.০২৩.০৬.০০২.১৬. ৭৩"),
        ("05.43.6900-92(30)", "05.43.6900-92(30)"),
        ("জেপ্রনা/আইসিটি/২০১৯/৭৩", "জেপ্রনা/আইসিটি/২০১৯/৭৩"),
        ("শাখা-12", "শাখা-12"),
        ("ac.ict@natore", "ac.ict@natore"),
        ("র\u200d\u09cdযাব-৫", "র\u200d\u09cdযাব-৫"),
    ],
)
def test_a_plain_identifier_is_taken(typed, kept):
    assert check_identifier(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "০৫.43",
        "1২3",
        "ict-শাখা",
        "ict-৯২",
        "раypal",
        "१२",
        "１２",
        "ab\u200dc",
        "05\u202e43",
        "05\u00a043",
        "05\t43",
        "05\n43",
        "ক\u0981\u0981\u0981\u0981\u0981",
        "e\u0301\u0301\u0301\u0301\u0301",
    ],
)
def test_an_identifier_with_two_readings_is_refused(typed):
    with pytest.raises(BadIdentifier):
        check_identifier(typed)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Block ৪", "Block 8"),
        ("কমিটি ৭", "কমিটি 9"),
        ("o৭", "০9"),
        ("অাইসিটি", "আইসিটি"),
        ("নাটোব\u09bc", "নাটোর"),
        ("ICT শাখা", "ict  শাখা"),
        ("modern", "modem"),
        ("ill", "I1|"),
    ],
)
def test_names_that_look_alike_have_one_skeleton(one, other):
    assert skeleton(one) == skeleton(other)


def test_names_that_look_different_keep_different_skeletons():
    names = ["নাটোর", "নাটোর সদর", "কমিটি ১", "কমিটি ২", "জেলা", "উপজেলা", "ict", "icm"]
    assert len({skeleton(name) for name in names}) == len(names)


def test_the_source_of_this_package_is_in_nfc():
    files = [*ROOT.glob("bangla/**/*.py")]
    assert files
    assert [
        f.name for f in files if not unicodedata.is_normalized("NFC", f.read_text("utf-8"))
    ] == []
