"""What people read of a change within a text."""

import pytest

from papers.differences import are_alike, word_parts
from papers.paragraphs import plain


@pytest.mark.parametrize(
    ("old", "new", "parts"),
    [
        ("ক খ", "ক খ", [("same", "ক খ")]),
        ("ক খ", "ক গ", [("same", "ক "), ("gone", "খ"), ("new", "গ")]),
        ("ক খ", "ক\nখ", [("same", "ক"), ("new", "↵\n"), ("same", "খ")]),
        ("ক\nখ", "ক খ", [("same", "ক"), ("gone", "↵\n"), ("same", "খ")]),
        ("ক\nখ", "ক\n\nখ", [("same", "ক"), ("gone", "↵\n"), ("new", "¶\n\n"), ("same", "খ")]),
        ("ক  খ", "ক খ", [("same", "ক"), ("gone", "␣␣"), ("new", "␣"), ("same", "খ")]),
        ("", "ক", [("new", "ক")]),
    ],
)
def test_a_change_is_seen_where_it_is(old, new, parts):
    assert word_parts(old, new) == parts


def test_a_changed_cell_is_told_within_its_row():
    before = [{"table": {"head": ["খাত", "টাকা"], "rows": [["কৃষি", "৪০"], ["শিক্ষা", "৬০"]]}}]
    after = [{"table": {"head": ["খাত", "টাকা"], "rows": [["কৃষি", "৪৫"], ["শিক্ষা", "৬০"]]}}]
    parts = word_parts(plain(before), plain(after))
    assert [(kind, text) for kind, text in parts if kind != "same"] == [
        ("gone", "৪০"),
        ("new", "৪৫"),
    ]
    assert parts[0][1].endswith("| কৃষি | ")


def test_texts_with_little_in_common_are_read_apart():
    assert are_alike("ক খ গ ঘ", "ক খ গ ঙ")
    assert not are_alike("ক খ গ ঘ", "চ ছ জ ঘ")
    assert not are_alike("", "ক")
