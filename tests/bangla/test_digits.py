import pytest
from hypothesis import given
from hypothesis import strategies as st

from bangla.digits import (
    MixedDigits,
    NotANumber,
    group,
    letter,
    numbered,
    parse_int,
    to_ascii,
    to_bengali,
)


def test_digits_change_and_nothing_else_does():
    assert to_bengali("২0২৪-2025, ঢাকা-1207।") == "২০২৪-২০২৫, ঢাকা-১২০৭।"
    assert to_bengali(92) == "৯২"
    assert to_ascii("০৫.৪৩.৬৯০০ (৩০)") == "05.43.6900 (30)"


@given(st.integers(min_value=0))
def test_a_number_reads_the_same_in_either_digits(number):
    assert parse_int(to_bengali(number)) == number
    assert parse_int(f" {number} ") == number


@pytest.mark.parametrize("text", ["1২3", "২0"])
def test_two_digit_systems_in_one_number_are_refused(text):
    with pytest.raises(MixedDigits, match="বাংলা ও ইংরেজি অঙ্ক মিশে আছে"):
        parse_int(text)


@pytest.mark.parametrize("text", ["", "দুই", "1.5", "-3", "+3", "1_000", "१२", "１２", "²", "1 2"])
def test_what_is_not_a_number_is_refused(text):
    with pytest.raises(NotANumber):
        parse_int(text)


def test_a_number_too_long_to_read_is_refused_in_bengali():
    with pytest.raises(NotANumber, match="অতিরিক্ত বড়"):
        parse_int("9" * 5000)


@pytest.mark.parametrize(
    ("number", "printed"),
    [
        (0, "০"),
        (999, "৯৯৯"),
        (1000, "১,০০০"),
        (99999, "৯৯,৯৯৯"),
        (100000, "১,০০,০০০"),
        (12345678, "১,২৩,৪৫,৬৭৮"),
        (-1234567, "-১২,৩৪,৫৬৭"),
    ],
)
def test_grouping_is_by_thousand_lakh_and_crore(number, printed):
    assert group(number) == printed


@pytest.mark.parametrize(
    ("style", "first", "tenth"),
    [
        ("১।", "১।", "১০।"),
        ("০১.", "০১.", "১০."),
        ("০১।", "০১।", "১০।"),
        ("১)", "১)", "১০)"),
        ("(১)", "(১)", "(১০)"),
        ("১.", "১.", "১০."),
        ("1.", "1.", "10."),
        ("(ক)", "(ক)", "(ঞ)"),
        (None, "", ""),
        ("", "", ""),
    ],
)
def test_a_list_is_numbered_in_the_style_of_its_first_line(style, first, tenth):
    assert (numbered(style, 1), numbered(style, 10)) == (first, tenth)


def test_a_style_without_a_number_is_refused():
    with pytest.raises(ValueError, match="ধরন বোঝা যায় না"):
        numbered("•", 1)


def test_sub_decisions_are_lettered_through_the_consonants_and_on():
    assert [letter(n) for n in (1, 2, 3, 4, 5, 32, 33, 64, 65)] == [
        *("ক", "খ", "গ", "ঘ", "ঙ", "হ", "কক", "কহ", "খক"),
    ]
    with pytest.raises(ValueError):
        letter(0)
