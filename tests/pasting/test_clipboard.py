"""What a clipboard says twice, as HTML and as text, is held against each other."""

import pytest

from pasting.agenda import agenda_pasted
from pasting.notes import Note, lost, sentences
from tests.pasting.kinds import decision, page

pytestmark = pytest.mark.once

TEXT = "ক্রমিক\tআলোচ্য বিষয়\tআলোচনা\tসিদ্ধান্ত\tবাস্তবায়নকারী\n১।\tবিষয়\tআলোচনা হয়।\tদেখতে হবে।\tসকল\n"


def told(html, text):
    return sentences(agenda_pasted(html, text)[0].notes)


def test_two_forms_that_agree_say_nothing():
    assert told(decision("দেখতে হবে।"), TEXT) == []
    numbered = decision("<ol><li>দেখতে হবে।</ol>")
    assert told(numbered, TEXT.replace("দেখতে", "1. দেখতে")) == []


def test_lines_beside_the_table_are_named():
    assert told(decision("দেখতে হবে।"), f"সভার স্থান: সভাকক্ষ\n{TEXT}ধন্যবাদ।\n") == [
        "ছকের বাইরের লেখা আনা হয়নি: সভার স্থান: সভাকক্ষ; ধন্যবাদ।"
    ]


def test_words_of_the_html_alone_are_named():
    assert told(decision("দেখতে হবে। <span style='font-size:1px'>গোপন কথা</span>"), TEXT) == [
        "ছকে আছে, কিন্তু কপি করা লেখায় নেই; লুকানো লেখা কি না দেখুন: গোপন কথা"
    ]


def test_words_that_are_hidden_in_one_form_are_named_once():
    hidden = decision("দেখতে হবে।<del>মুছে ফেলা</del>")
    assert told(hidden, TEXT) == ["মুছে ফেলা লেখা আনা হয়নি: মুছে ফেলা"]
    assert told(hidden, TEXT.replace("হবে।", "হবে। মুছে ফেলা")) == told(hidden, TEXT)


def test_a_table_that_is_not_the_agenda_is_named():
    other = "<table><tr><td>নাম<td>স্বাক্ষর<tr><td>রেহানা পারভীন<td>-</table>"
    html = page("<tr><td>১<td>বিষয়<td>-<td>দেখতে হবে।<td>সকল", behind=other)
    assert "অন্য ছক আনা হয়নি: নাম স্বাক্ষর রেহানা পারভীন -" in told(html, "")


def test_what_a_reader_would_lose_is_named():
    assert lost(["এক দুই", "তিন"], ["তিন এক"], []) == ["দুই"]
    assert lost(["এক দুই"], ["এক"], [Note("hidden", "দুই")]) == []
    assert lost(["এক"], ["১। এক"], [Note("drawn", "", added="১।")]) == []
    assert lost(["সংখ্যা 5"], ["সংখ্যা ৫"], []) == []
