"""The form of a text: lines, lists and small tables, from a paragraph to the page."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers import prose
from papers.columns import STEP, breadth, grid_of
from papers.drawing import paper_html
from papers.figures import kept_together
from tests.factories import content_in
from tests.papers.reading import body_of, text_of

ROOM = 60
TABLE = {"table": {"head": ["উপজেলা", "অর্জন"], "rows": [["উলিপুর", "১,১০০"], ["রৌমারী", "৪৫০"]]}}


def lines(*paragraphs, room=ROOM):
    """[(marker, text, inset, hang)] of a text of words alone."""
    return [
        (line.marker, line.text, line.inset, line.hang)
        for line in prose.blocks_of(paragraphs, breadth, room)
    ]


# --- Markers ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "marker",
    [
        "১।",
        "১০।",
        "১০০।",
        "১.",
        "১)",
        "(১)",
        "1.",
        "(1)",
        "1)",
        "ক)",
        "(ক)",
        "ক।",
        "(a)",
        "(i)",
        "(xii)",
        *["•", "-", "–", "▪", "[১]", "(ড়)"],
    ],
)
def test_what_a_list_begins_with_hangs_out(marker):
    ((found, text, inset, hang),) = lines(f"{marker} কাজ করতে হবে")
    assert (found, text) == (f"{marker} ", "কাজ করতে হবে")
    assert inset == hang > 0


@pytest.mark.parametrize(
    "text",
    [
        "১০.৩০ ঘটিকায় সভা",
        "১.৫ লক্ষ টাকা",
        "২০২৩। সালের কাজ",
        "ড. রহমান বলেন",
        "A. K. Rahman",
        "-৫ ডিগ্রি",
        "(ক)/(খ) দফা",
        "(সকল) দপ্তর",
        "১২,৫০০ টাকা",
        "ক",
        "১।",
        "",
    ],
)
def test_what_only_looks_like_a_list_runs_on(text):
    assert lines(text) == [("", text, 0, 0)]


def test_a_letter_with_a_stop_is_a_list_in_company():
    assert [marker for marker, *_ in lines("ক. প্রথম\nখ. দ্বিতীয়")] == ["ক. ", "খ. "]
    assert [marker for marker, *_ in lines("১.১ প্রথম", "১.২ দ্বিতীয়")] == ["১.১ ", "১.২ "]


def test_a_marker_is_printed_as_it_was_typed():
    assert lines("(১)করতে হবে")[0][:2] == ("(১)", "করতে হবে")
    assert lines("১।   করতে হবে")[0][:2] == ("১। ", "করতে হবে")


def test_a_list_hangs_alike_in_one_paragraph_and_in_several():
    one = lines("করবে:\n(১) কৃষি\n(২) শিক্ষা")
    assert one == lines("করবে:", "(১) কৃষি", "(২) শিক্ষা")
    assert [inset for *_, inset, _ in one] == [0, 4, 4]


def test_a_list_in_a_list_hangs_deeper_and_comes_back():
    insets = [
        inset
        for *_, inset, _ in lines("১। এক", "(ক) উপ", "(i) নিচে", "(ii) নিচে", "(খ) উপ", "২। দুই")
    ]
    assert insets[0] == insets[5] < insets[1] == insets[4] < insets[2] == insets[3]


def test_in_a_narrow_column_a_list_in_a_list_takes_little_room():
    wide, narrow = (lines("১। এক", "(ক) উপ", room=room)[1][2] for room in (ROOM, 12))
    assert narrow == 5 < wide


def test_all_numbers_of_a_list_keep_their_gap():
    numbered = lines(*(f"{n}। নাম" for n in ("৯", "১০", "১০০")))
    assert len({hang for *_, hang in numbered}) == 1
    assert numbered[0][3] / 2 > breadth("১০০।") * prose.LETTER


def test_i_after_h_is_a_letter_and_after_nothing_a_numeral():
    insets = [inset for *_, inset, _ in lines("(g) x", "(h) x", "(i) x", "(j) x")]
    assert len(set(insets)) == 1
    insets = [inset for *_, inset, _ in lines("(a) x", "(i) y", "(ii) y", "(b) x")]
    assert insets[0] == insets[3] < insets[1] == insets[2]


def test_plain_lines_of_a_paragraph_stay_one_block():
    assert lines("প্রথম\nদ্বিতীয়", "তৃতীয়") == [("", "প্রথম\nদ্বিতীয়", 0, 0), ("", "তৃতীয়", 0, 0)]


SIGNS = st.text("ক১।.)( i•-খ\n", max_size=30)


@given(st.lists(SIGNS, max_size=6), st.sampled_from([6, 60]))
def test_no_letter_of_a_text_is_lost(paragraphs, room):
    blocks = prose.blocks_of(paragraphs, breadth, room)
    said = "".join(block.marker + block.text for block in blocks)
    assert re.sub(r"\s", "", said) == re.sub(r"\s", "", "".join(paragraphs))
    assert all(block.inset <= prose.MOST_INSET for block in blocks)


# --- On the page ------------------------------------------------------------------------------


def page_of(**changes):
    return body_of(paper_html(content_in("district_ict", **changes), draft=False))


def discussion_of(*paragraphs):
    content = content_in("district_ict")
    content["items"] = [content["items"][0] | {"discussion": list(paragraphs)}]
    (cell,) = body_of(paper_html(content, draft=False)).findall(
        ".//td[@class='topic_and_discussion']"
    )
    return cell


def test_a_list_in_a_cell_hangs_and_its_paragraph_stays_together():
    cell = discussion_of("করবে:\n(১) কৃষি\n(২) শিক্ষা")
    said = [(p.get("class"), " ".join("".join(p.itertext()).split())) for p in cell.findall("p")]
    assert [text.endswith("করবে:") for _, text in said] == [True, False, False]
    assert said[1:] == [("on in4 hang4", "(১) কৃষি"), ("on in4 hang4", "(২) শিক্ষা")]


def test_a_list_that_comes_first_stands_under_its_topic():
    first, second, *_ = discussion_of("(১) কৃষি\n(২) শিক্ষা").findall("p")
    assert first.find("strong") is not None
    assert "".join(second.itertext()) == "(১) কৃষি"


@pytest.mark.parametrize("field", ["opening", "closing"])
def test_line_breaks_and_tables_stand_in_running_text_too(field):
    block = page_of(**{field: ["প্রথম\nদ্বিতীয়", TABLE]}).find(f".//div[@class='{field}']")
    assert [child.tag for child in block] == ["p", "table"]
    assert block.find("p/br").tail == "দ্বিতীয়"


def test_line_breaks_of_all_cells_are_kept():
    content = content_in("district_innovation")
    decision = content["items"][0]["decisions"][0] | {"text": "এক\nদুই", "implementers": ["তিন\nচার"]}
    item = content["items"][0] | {"topic": "পাঁচ\nছয়", "decisions": [decision]}
    page = body_of(paper_html(content | {"items": [item]}, draft=False))
    for key, after in (("topic", "ছয়"), ("decision", "দুই"), ("implementer", "চার")):
        assert page.find(f".//td[@class='{key}']/p/br").tail == after


def test_a_small_table_has_heads_where_it_was_given_some():
    table = discussion_of("আগে", TABLE, "পরে").find("table")
    assert [text_of(cell).split() for cell in table.findall("thead/tr/th")] == [["উপজেলা"], ["অর্জন"]]
    assert [[text_of(cell).strip() for cell in row] for row in table.findall("tbody/tr")] == (
        TABLE["table"]["rows"]
    )
    bare = discussion_of({"table": {"head": None, "rows": [["এক\nদুই", "৩"], ["চার"]]}}).find("table")
    assert bare.findall(".//th") == []
    # A short row has all its cells, or a rule would be missing.
    assert [len(row) for row in bare.findall("tbody/tr")] == [2, 2]
    assert bare.find(".//br").tail == "দুই"


CELLS = st.lists(st.text("কখ১,. ", max_size=12), min_size=1, max_size=12)


@given(st.lists(CELLS, min_size=1, max_size=4), st.integers(5, 60))
def test_the_columns_of_a_small_table_leave_room_for_each_other(rows, room):
    columns = grid_of(prose.Grid(None, rows), room)["columns"]
    widths = [int(width) for each in columns for width in re.findall(r"w(\d+)", each["class"])]
    assert len(columns) == max(map(len, rows))
    assert not widths or (len(widths) == len(columns) - 1 and sum(widths) <= 100 - STEP)
    assert all(
        width % STEP == 0 and each["room"] > 0 for width, each in zip(widths, columns, strict=False)
    )


# --- Figures ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "together",
    [
        "৫ লক্ষ টাকা",
        "২৯ অক্টোবর",
        "২৯ অক্টোবর, ২০২৩",
        "১০ কি.মি.",
        "৫ কি. মি.",
        "৩ টি",
        "৳ ১২,৫০০",
        "Tk. 5,000",
        "০১ (এক) পাতা",
        *["১০০ %", "১৪ জ্যৈষ্ঠ", "29 October", "10 km", "৭ জনকে", "নং ৩০২", "২১/০৩/২০২৪ খ্রি."],
    ],
)
def test_a_figure_stays_with_what_it_counts(together):
    pieces = kept_together(f"সভায় {together} বলা হয়")
    assert [piece for piece, kept in pieces if kept] == [together]


@pytest.mark.parametrize("text", ["৫ সদস্য আসেন", "লক্ষ টাকা", "১৬- এবং", "৫  লক্ষ", "অক্টোবর মাস", ""])
def test_other_words_may_part(text):
    assert not any(kept for _, kept in kept_together(text))


@given(st.text("৫1 লক্ষটাক৳(km)%.\n", max_size=40))
def test_keeping_together_changes_no_letter(text):
    assert "".join(piece for piece, _ in kept_together(text)) == text


def test_figure_and_unit_part_where_a_line_has_no_room_for_both():
    spans = page_of(opening=["৫ " + "লক্ষ" + "টা" * 60]).findall(".//div[@class='opening']//span")
    assert spans == []


def test_a_roman_number_keeps_no_wider_gap_than_another_marker():
    gaps = {marker: prose.hang_of([marker], breadth) for marker in ("(iii)", "(mmm)", "(ক)")}
    assert gaps == {"(iii)": 5, "(mmm)": 7, "(ক)": 4}
