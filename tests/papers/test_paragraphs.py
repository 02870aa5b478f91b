"""Paragraphs and tables in one text area: whatever is stored comes back as it was, to the letter."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from papers.paragraphs import changed, fault_of, first_words, plain, read, texts, typed

# Signs that mean something in a text area, among letters.
SIGNS = st.text(alphabet="কa |\\n-:\n\t\u00a0", max_size=14) | st.text(max_size=10)


@st.composite
def tables(draw):
    width = draw(st.integers(1, 3))
    row = st.lists(SIGNS, min_size=width, max_size=width)
    rows = draw(st.lists(row, min_size=1, max_size=3))
    return {"table": {"head": draw(st.none() | row), "rows": rows}}


def table(head, *rows):
    return {"table": {"head": head, "rows": list(rows)}}


# On a machine that is busy with other tests the texts are slow to come.
@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(SIGNS.filter(bool) | tables(), max_size=4))
@example(["\n"])
@example(["|| "])
@example([table(None, ["ক"], ["---"], ["খ"])])
@example(["  \\", "\\", "\\\\host\\dir\\"])
@example([table(["---", ":--"], ["---", ""]), table(None, ["\\ "])])
def test_what_is_stored_is_read_as_it_was(paragraphs):
    assert read(typed(paragraphs)) == paragraphs


@given(SIGNS)
def test_whatever_is_typed_can_be_stored_and_stays(text):
    paragraphs = read(text)
    assert "" not in paragraphs
    assert read(typed(paragraphs)) == paragraphs


@given(st.text(alphabet="ab \n|", max_size=40))
def test_without_tables_no_line_becomes_one(text):
    assert all(isinstance(each, str) for each in read(text, tables=False))


def test_no_word_of_what_is_typed_is_lost():
    text = "ক খ\nগ | ঘ\n\n\n | ১ | ২ |\n| ৩ |\nঙ |\n|---|---|"
    said = " ".join(texts(read(text))).replace("|", " ").split()
    assert said == text.replace("|", " ").split()


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("", []),
        (" \n\n ", []),
        ("এক", ["এক"]),
        ("এক\nদুই", ["এক\nদুই"]),
        ("এক\n\n\n  দুই  ", ["এক", "দুই"]),
        ("করবে:\n(১) কৃষি\n(২) শিক্ষা", ["করবে:\n(১) কৃষি\n(২) শিক্ষা"]),
        ("| খাত | টাকা |\n|---|---|\n| কৃষি | ৪০ |", [table(["খাত", "টাকা"], ["কৃষি", "৪০"])]),
        ("| কৃষি | ৪০ |\n| মৎস্য |", [table(None, ["কৃষি", "৪০"], ["মৎস্য", ""])]),
        ("আগে\n| ক |\nপরে", ["আগে", table(None, ["ক"]), "পরে"]),
        ("| ক |\n\n| খ |", [table(None, ["ক"]), table(None, ["খ"])]),
        # A head over nothing is a row, and a rule elsewhere is dashes.
        ("| ক |\n|---|", [table(None, ["ক"])]),
        ("|---|\n| ক |", [table(None, ["---"], ["ক"])]),
        (r"| ক\|খ | গ\nঘ | ঙ\\চ | C:\dir |", [table(None, ["ক|খ", "গ\nঘ", "ঙ\\চ", "C:\\dir"])]),
        # A bar alone, or one that does not end its line, is a sign like others.
        ("|", ["|"]),
        ("| ক", ["| ক"]),
        (r"| ক \|", [r"| ক \|"]),
        (r"\\server\share", [r"\\server\share"]),
    ],
)
def test_how_a_text_area_reads(text, paragraphs):
    assert read(text) == paragraphs


def test_a_table_reads_well_where_it_is_typed():
    told = ["বরাদ্দ:", table(["খাত", "টাকা"], ["কৃষি", "৪০"])]
    assert typed(told) == "বরাদ্দ:\n\n| খাত | টাকা |\n|---|---|\n| কৃষি | ৪০ |"


def test_plain_words_have_no_guards():
    told = ["এক\n\nদুই", table(None, ["ক|খ", "গ\nঘ"])]
    assert plain(told) == "এক\n\nদুই\n\n| ক|খ | গ\nঘ |"
    assert list(texts(told)) == ["এক\n\nদুই", "ক|খ", "গ\nঘ"]
    assert changed(str.upper, ["a", table(["b"], ["c"])]) == ["A", table(["B"], ["C"])]


def test_a_row_without_a_name_is_called_by_its_first_words():
    assert first_words("", ["বীজ  বিতরণ\nহয়েছে"]) == "বীজ বিতরণ হয়েছে"
    assert first_words("", [], "সিদ্ধান্ত") == "সিদ্ধান্ত"
    assert first_words("", []) == ""
    assert len(first_words("শব্দ " * 40)) <= 60


@pytest.mark.parametrize(
    ("paragraphs", "fault"),
    [
        (["ক"] * 100, None),
        (["ক"] * 101, "সর্বোচ্চ ১০০টি অনুচ্ছেদ"),
        (["ক" * 20_001], "২০০০০টি অক্ষর"),
        ([table(None, *[["ক"]] * 200)], None),
        ([table(None, *[["ক"]] * 201)], "২০০টি সারি ও ২০টি কলাম"),
        ([table(None, ["ক"] * 21)], "২০০টি সারি ও ২০টি কলাম"),
        ([table(None, ["ক" * 2001])], "২০০০টি অক্ষর"),
    ],
)
def test_what_is_too_much_is_told(paragraphs, fault):
    assert fault in fault_of(paragraphs) if fault else fault_of(paragraphs) is None
