"""What a paper says, and in which order: from the interchange format to HTML.

The golden files hold the HTML of one small paper in each ready shape. After a change that is meant,
`.venv/bin/pytest tests/papers/test_papers.py --golden` writes them anew; read their diff.
"""

import re
from copy import deepcopy
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from documents import shortcuts
from documents.models import Paper
from meetings.interchange import schema
from meetings.models import Attendance, Meeting
from meetings.printing import draw
from papers.columns import LEAST, STEP, WIDTHS, breadth
from papers.drawing import paper_html, paper_of
from papers.shapes import COLUMN_KEYS, READY_SHAPES
from tests.factories import CAME, content_in, item_of
from tests.papers.reading import (
    body_of,
    name_of,
    parsed,
    printed,
    schema_text_fields,
    shape_of,
    table_of,
    text_fields,
    text_of,
    with_text,
    words_of,
)

SHAPES = sorted(READY_SHAPES)
GOLDEN = Path(__file__).resolve().parents[1] / "golden"
CSS = (settings.BASE_DIR / "static/css/paper.css").read_text("utf-8")


def html(content, *, draft=False):
    return paper_html(content, draft=draft)


def full_content(shape="district_ict"):
    """A paper in one of the ready shapes that has something in every field it may have."""
    content = content_in(shape)
    first, second = content["items"]
    first |= {"code": "২.১", "topic_separator": "ঃ "}
    third = item_of(content["column_keys"], "০৩", "ই-নথি", ["ক অংশ", "খ অংশ"])
    grid = {
        "table": {"head": ["খাত", "বরাদ্দ"], "rows": [["প্রশিক্ষণ", "৳ ৪০,০০০"], ["আসবাব", "৳ ১২,৫০০"]]}
    }
    third |= {"discussion": [*third["discussion"], grid]}
    content["items"] = [first, second, third | {"implementers_as_printed": "সকল দপ্তর প্রধান"}]
    for item in content["items"]:
        for decision in item["decisions"]:
            decision |= {"progress": "চলমান।", "implementers": ["দপ্তর প্রধান (সকল)"]}
    content["memo"]["copy_number_as_printed"] = "স্মারক নম্বর: ০৫.৪৭.৮৫৯২.০০০.০১.০০২.২৪.৩১/১(২)"
    content["distribution"].append(
        {
            "heading": "অনুলিপি কার্যার্থে:",
            "numbering": None,
            "recipients": ["সংরক্ষণ নথি।\n(সংশ্লিষ্ট শাখা)"],
            "blank_address": ["জনাব,", "….., শালবন।"],
        }
    )
    content["earlier"] = ["আগের সিদ্ধান্ত", {"table": {"head": ["ক্রম"], "rows": [["১"]]}}, "শেষ কথা"]
    content["attendance"] |= {
        "heading": "উপস্থিতি",
        "columns": ["ক্রম", "নাম", "ভূমিকা", "স্বাক্ষর"],
        "members": [
            {
                "serial": "১",
                "name": "মংসাই মারমা",
                "designation": ["পরিদর্শক"],
                "role": "সদস্য",
                "present": True,
                "status": "represented",
                "representative": {"name": "শিউলি বেগম", "designation": "ক্ষেত্র সহকারী"},
            }
        ],
    }
    return content


def small_content(shape):
    """A small paper in a ready shape in which each of its blocks has something to say."""
    content = content_in(shape)
    if "annex" in content["order"]:
        content["attendance"]["members"] = deepcopy(CAME)
    return content


# --- Golden files -----------------------------------------------------------------------------


@pytest.mark.parametrize("shape", SHAPES)
def test_a_paper_of_every_shape_reads_as_the_golden_file(shape, pytestconfig):
    # The style sheet is no part of what a paper says; it has tests of its own.
    page = re.sub(r"<style>.*?</style>", "<style></style>", html(small_content(shape)), flags=re.S)
    golden = GOLDEN / f"{shape}.html"
    if pytestconfig.getoption("--golden"):
        golden.write_text(page, "utf-8")

    assert page == golden.read_text("utf-8")


def test_every_golden_file_is_of_a_ready_shape():
    assert sorted(file.stem for file in GOLDEN.iterdir()) == SHAPES


# --- Blocks and their order -------------------------------------------------------------------


@pytest.mark.parametrize("shape", SHAPES)
def test_the_blocks_stand_in_the_order_of_the_shape(shape):
    content = small_content(shape)
    assert [block["name"] for block in paper_of(content)["blocks"]] == content["order"]

    content["order"] = content["order"][::-1]
    assert [block["name"] for block in paper_of(content)["blocks"]] == content["order"]


def test_blocks_with_nothing_to_say_are_left_out():
    nothing = {
        "letterhead": None,
        "chair": None,
        "meeting": {"date": "2024-03-21"},
        "attendance": {"as_printed": None, "members": []},
        "opening": [],
        "items": [],
        "closing": [],
        "signatory": None,
        "distribution": [],
        "copy_signatory": None,
    }
    blocks = paper_of(content_in(**nothing))["blocks"]

    assert [block["name"] for block in blocks] == ["title", "head", "memo"]
    assert [line["value"] for line in blocks[1]["lines"]] == [["২১/০৩/২০২৪ খ্রি."]]


def test_an_unknown_block_is_no_paper():
    with pytest.raises(KeyError):
        paper_of(content_in(order=["title", "colophon"]))


def blocks_of(content, name):
    return [block for block in paper_of(content)["blocks"] if block["name"] == name]


def two_lists(**changes):
    lists = [
        {"heading": f"তালিকা {letter}", "numbering": None, "recipients": [f"প্রাপক {letter}"]}
        for letter in "কখগ"
    ]
    return content_in(distribution=lists, **changes)


def test_a_distribution_that_comes_twice_prints_its_next_list():
    content = two_lists(order=["distribution", "copy_signatory", "distribution"])
    first, second = blocks_of(content, "distribution")

    assert [each["heading"] for each in first["lists"]] == ["তালিকা ক"]
    # The last one prints all that are left: no list is lost.
    assert [each["heading"] for each in second["lists"]] == ["তালিকা খ", "তালিকা গ"]


def test_a_distribution_that_comes_once_prints_all_its_lists():
    (only,) = blocks_of(two_lists(), "distribution")
    assert [each["heading"] for each in only["lists"]] == ["তালিকা ক", "তালিকা খ", "তালিকা গ"]


def test_a_distribution_with_no_list_left_is_left_out():
    content = two_lists(order=["distribution"] * 4)
    printed_lists = [
        each["heading"] for b in blocks_of(content, "distribution") for each in b["lists"]
    ]
    assert printed_lists == ["তালিকা ক", "তালিকা খ", "তালিকা গ"]


def test_a_memo_that_comes_twice_prints_the_number_of_the_copy():
    content = content_in("upazila")
    first, second = blocks_of(content, "memo")
    assert first == second

    content["memo"]["copy_number_as_printed"] = "স্মারক নম্বর: ০৫.০০/১(২)"
    first, second = blocks_of(content, "memo")
    assert first["number"] == "স্মারক নম্বর: ০৫.৪৭.৮৫৯২.০০০.০১.০০২.২৪.৩১(২)"
    assert second["number"] == "স্মারক নম্বর: ০৫.০০/১(২)"
    assert first["dates"] == second["dates"]


# --- Memo and dates ---------------------------------------------------------------------------


def memo(**changes):
    given = {"number": "05.47.8592.000.01.002.24", "issue": "31", "copies": "30"} | changes
    (block,) = blocks_of(content_in(memo=given), "memo")
    return block["number"], block["dates"]


def test_a_number_is_put_together_from_its_parts_in_bengali_digits():
    assert memo()[0] == "স্মারক নম্বর: ০৫.৪৭.৮৫৯২.০০০.০১.০০২.২৪.৩১(৩০)"
    assert memo(copies=None)[0] == "স্মারক নম্বর: ০৫.৪৭.৮৫৯২.০০০.০১.০০২.২৪.৩১"
    assert memo(issue=None, copies=None)[0] == "স্মারক নম্বর: ০৫.৪৭.৮৫৯২.০০০.০১.০০২.২৪........."


def test_a_number_as_it_was_printed_wins():
    assert memo(as_printed="স্মারক নং-০৫.৪৭(ক)- ৩১")[0] == "স্মারক নং-০৫.৪৭(ক)- ৩১"


def test_the_bangla_date_stands_over_the_gregorian_one():
    assert memo(date="2019-05-28")[1] == ["১৪ জ্যৈষ্ঠ ১৪২৬", "২৮ মে ২০১৯"]


def test_dates_as_they_were_printed_win_even_where_they_are_wrong():
    wrong = {"bangla_date_as_printed": "১৩ জ্যৈষ্ঠ ১৪২৬", "date_as_printed": "২৮ মে, ২০১৯ খ্রি."}
    assert memo(date="2019-05-28", **wrong)[1] == ["১৩ জ্যৈষ্ঠ ১৪২৬", "২৮ মে, ২০১৯ খ্রি."]
    assert memo(date="2019-05-28", date_as_printed="২৮/৫/১৯")[1] == ["২৮/৫/১৯"]


def test_a_draft_leaves_room_for_number_and_date():
    (block,) = blocks_of(content_in(memo=None), "memo")
    assert re.fullmatch(r"স্মারক নম্বর: \.{20,}", block["number"])
    assert [bool(re.fullmatch(r"\.{20,}", line)) for line in block["dates"]] == [True]

    page = html(content_in(memo=None))
    assert words_of(page).count("তারিখ:") == 1


# --- Title and head ---------------------------------------------------------------------------


def test_a_title_of_two_lines_is_one_heading():
    content = content_in(title="কমিটির সভার\nকার্যবিবরণী")
    root = parsed(html(content))

    assert [shape_of(heading)[0::2] for heading in root.findall(".//h1")] == [
        ("h1", [("br", {}, [])])
    ]
    assert root.find("head/title").text == "কমিটির সভার কার্যবিবরণী"


def test_a_paper_without_a_title_of_its_own_gets_the_one_its_office_would_give_it():
    root = parsed(html(content_in(title=None)))
    given = "উপজেলা আইসিটি কমিটির মার্চ, ২০২৪ মাসের সভার কার্যবিবরণী"

    assert root.find("head/title").text == given
    assert ["".join(heading.itertext()) for heading in root.findall(".//h1")] == [given]


def test_a_letters_subject_is_the_main_heading_and_the_annex_comes_under_it():
    body = body_of(html(content_in("progress_report")))
    headings = [element for element in body.iter() if element.tag in ("h1", "h2", "h3")]

    assert [heading.tag for heading in headings] == ["h1", "h2"]
    assert text_of(headings[0]).split()[:2] == ["বিষয়:", "সভার"]


def head(**changes):
    content = content_in() | changes
    (block,) = blocks_of(content, "head")
    return [(line["label"], line["colon"], line["value"]) for line in block["lines"]]


def test_the_head_stands_in_the_order_of_the_shape():
    assert head() == [
        ("সভাপতি", True, ["রেহানা পারভীন", "উপজেলা নির্বাহী অফিসার"]),
        ("সভার তারিখ", True, ["২১/০৩/২০২৪ খ্রি."]),
        ("সভার সময়", True, ["সকাল ১১.৩০ ঘটিকা"]),
        ("স্থান", True, ["উপজেলা পরিষদ সভাকক্ষ"]),
        ("উপস্থিতি", True, ["পরিশিষ্ট-ক দ্রষ্টব্য।"]),
    ]


def test_a_label_that_brings_its_colon_gets_no_second_one():
    labels = {"সভাপতি": True, "সভাপতি:": False, "সভাপতিঃ ": False, "সভাপতি : ": False}
    for label, colon in labels.items():
        assert [line[:2] for line in head(head=[{"key": "chair", "label": label}])] == [
            (label.rstrip(), colon)
        ]
        page = html(content_in(head=[{"key": "chair", "label": label}]))
        assert ('class="colon"' in page) is colon


def test_date_and_time_are_told_where_nothing_printed_is_kept():
    told = head(meeting={"date": "2024-03-21", "time": "15:05"})
    assert [value for _, _, value in told[1:3]] == [["২১/০৩/২০২৪ খ্রি."], ["বিকাল ৩.০৫ ঘটিকা"]]


# --- The table --------------------------------------------------------------------------------


def rows_of_one_item(shape="upazila", **changes):
    """The rows of a table that has one item with one decision, but for the changes."""
    content = content_in(shape)
    keys = content["column_keys"]
    item = item_of(keys, "০১", "ই-নথি", ["ব্যবহার করতে হবে।"], discussion=["আলোচনা হয়।"])
    return [row for group in table_of(html(content | {"items": [item | changes]})) for row in group]


def decision(label, text, *implementers, progress=None):
    return {
        "label": label,
        "text": text,
        "implementers": list(implementers),
        "progress": progress,
    }


def test_an_item_with_one_decision_is_one_row():
    assert rows_of_one_item() == [
        [
            ("serial", 1, "০১"),
            ("topic", 1, "ই-নথি"),
            ("decision", 1, "ব্যবহার করতে হবে।"),
            ("implementer", 1, "উপজেলা নির্বাহী অফিসার (সকল)"),
        ]
    ]


def test_several_decisions_are_lettered_rows_beside_one_topic():
    decisions = [
        decision("ক", "প্রথম।", "সভাপতি"),
        decision("খ", "দ্বিতীয়।", "সদস্য", "সদস্য সচিব"),
        decision(None, "তৃতীয়।"),
    ]
    assert rows_of_one_item(decisions=decisions) == [
        [
            ("serial", 3, "০১"),
            ("topic", 3, "ই-নথি"),
            ("decision", 1, "(ক) প্রথম।"),
            ("implementer", 1, "সভাপতি"),
        ],
        [("decision", 1, "(খ) দ্বিতীয়।"), ("implementer", 1, "সদস্য সদস্য সচিব")],
        [("decision", 1, "তৃতীয়।"), ("implementer", 1, "")],
    ]


def test_a_tall_item_has_no_cell_that_would_span_the_end_of_a_page():
    long = "বাস্তবায়ন করতে হবে " * 60
    decisions = [decision("ক", long, "সভাপতি"), decision("খ", long, "সদস্য")]
    first, second = rows_of_one_item(decisions=decisions)
    assert [cell[:2] for cell in first] == [cell[:2] for cell in second]
    assert {span for _, span, _ in first} == {1}
    assert [text for _, _, text in second[:2]] == ["", ""]


def test_only_a_row_beside_a_spanning_cell_has_no_rule_at_its_left():
    def unruled(*decisions, **changes):
        content = content_in("upazila", **changes)
        content["items"] = [content["items"][0] | {"decisions": list(decisions)}]
        cells = body_of(html(content)).findall(".//tbody/tr/td[@class]")
        return [cell.get("class") for cell in cells if "second" in cell.get("class")]

    short, tall = decision("ক", "করতে হবে।"), decision("খ", "বাস্তবায়ন করতে হবে " * 90)
    assert unruled(short, short) == ["decision second"]
    assert unruled(short, tall) == []
    first_column = {"column_keys": ["decision", "topic"], "columns": ["সিদ্ধান্ত", "বিষয়"]}
    assert unruled(short, short, **first_column) == []


def test_implementers_printed_as_one_cell_stay_one_cell():
    decisions = [decision("ক", "প্রথম।", "সভাপতি"), decision("খ", "দ্বিতীয়।", "সদস্য")]
    assert rows_of_one_item(decisions=decisions, implementers_as_printed="সভাপতি\n২। সদস্য") == [
        [
            ("serial", 1, "০১"),
            ("topic", 1, "ই-নথি"),
            ("decision", 1, "(ক) প্রথম। (খ) দ্বিতীয়।"),
            ("implementer", 1, "সভাপতি ২। সদস্য"),
        ]
    ]


def test_an_item_without_a_decision_is_a_row_all_the_same():
    assert rows_of_one_item(decisions=[]) == [
        [
            ("serial", 1, "০১"),
            ("topic", 1, "ই-নথি"),
            ("decision", 1, ""),
            ("implementer", 1, ""),
        ]
    ]


def test_an_item_without_a_serial_is_counted():
    assert rows_of_one_item(serial=None)[0][0] == ("serial", 1, "১")


def test_a_code_stands_before_the_topic():
    assert rows_of_one_item("line_office", code="২.১.১")[0][0] == ("topic", 1, "[২.১.১] ই-নথি")
    assert rows_of_one_item("district_ict", code="২.১.১")[0][1] == (
        "topic_and_discussion",
        1,
        "[২.১.১] ই-নথি: আলোচনা হয়।",
    )


@pytest.mark.parametrize(
    ("separator", "cell"),
    [(None, "ই-নথি: আলোচনা হয়।"), (": ", "ই-নথি: আলোচনা হয়।"), ("ঃ ", "ই-নথিঃ আলোচনা হয়।")],
)
def test_a_topic_leads_its_discussion_in_bold(separator, cell):
    changes = {"topic_separator": separator, "discussion": ["আলোচনা হয়।", "আরও হয়।"]}
    ((_, (key, span, text), *_),) = rows_of_one_item("district_ict", **changes)
    assert (key, span, text) == ("topic_and_discussion", 1, f"{cell} আরও হয়।")

    content = content_in("district_ict")
    content["items"] = [content["items"][0] | {"topic": "ই-নথি", **changes}]
    bold = body_of(html(content)).findall(".//td[@class='topic_and_discussion']//strong")
    assert ["".join(lead.itertext()) for lead in bold] == [cell.removesuffix("আলোচনা হয়।")]


def test_a_discussion_without_a_topic_has_nothing_before_it():
    cell = rows_of_one_item("district_ict", topic="")[0][1]
    assert cell == ("topic_and_discussion", 1, "আলোচনা হয়।")


def test_progress_stands_beside_its_decision():
    decisions = [decision("ক", "প্রথম।", progress="হয়েছে।"), decision("খ", "দ্বিতীয়।")]
    first, second = rows_of_one_item("progress_report", decisions=decisions)
    assert [first[2:], second] == [
        [("decision", 1, "(ক) প্রথম।"), ("progress", 1, "হয়েছে।")],
        [("decision", 1, "(খ) দ্বিতীয়।"), ("progress", 1, "")],
    ]


def heads_of(content):
    heads = body_of(html(content)).findall(".//table[@class='rows']/thead/tr")
    return [["".join(cell.itertext()) for cell in row] for row in heads]


def test_the_column_numbers_are_a_second_row_of_the_head():
    content = content_in("progress_report")
    assert heads_of(content) == [content["columns"], ["১", "২", "৩", "৪"]]

    del content["column_numbers"]
    assert heads_of(content) == [content["columns"]]


def test_a_column_the_shape_lacks_is_not_printed():
    said = " ".join(words_of(html(content_in("upazila"))))
    assert "আলোচনা হয়" not in said


# --- The widths of columns --------------------------------------------------------------------

LONG_WORDS = st.text("কখডজশি/-a", min_size=1, max_size=40)


@given(
    keys=st.lists(st.sampled_from(COLUMN_KEYS), min_size=1, unique=True),
    words=st.lists(LONG_WORDS, min_size=7, max_size=7),
    length=st.integers(1, 60),
)
def test_columns_leave_room_for_each_other(keys, words, length):
    texts = [f"{word} " + "লেখা " * length for word in words]
    item = item_of(keys, words[0], texts[1], [texts[2]])
    item["decisions"][0] |= {"implementers": [words[3]], "progress": texts[4]}
    item["discussion"] = [texts[5]]
    content = content_in(column_keys=keys, columns=words[: len(keys)], items=[item])
    (table,) = blocks_of(content, "table")

    widths = [column["width"] for column in table["columns"]]
    given_widths = [width for width in widths if width is not None]
    assert set(given_widths) <= set(WIDTHS)
    assert len(given_widths) >= len(keys) - 1
    assert sum(given_widths) <= (100 if None not in widths else 100 - LEAST)


def test_every_width_has_its_class():
    def classes(table):
        found = re.findall(rf"\.paper \.{table} \.w(\d+) \{{ width: (\d+)%; \}}", CSS)
        return {int(a): int(b) for a, b in found}

    assert classes("rows") == {width: width for width in WIDTHS}
    assert classes("grid") == {width: width for width in range(STEP, 100, STEP)}


def width_of(key, **changes):
    content = content_in("upazila")
    content["items"][0] |= changes
    (table,) = blocks_of(content, "table")
    return {column["key"]: column["width"] for column in table["columns"]}[key]


def test_a_narrow_column_is_widened_for_a_long_word_but_not_for_a_long_text():
    assert width_of("topic") == 17
    assert width_of("topic", topic="সহজ কাজ " * 40) == 17
    assert width_of("topic", topic="ডিজিটাইজেশনযোগ্য") == 23
    # What may break after its slash needs no more room than its parts.
    assert width_of("topic", topic="সহজিকরণ/ডিজিটাইজেশন") == 17
    assert width_of("topic", topic="ক" * 100) == 25


def test_signs_above_and_below_and_joined_letters_take_no_room():
    assert breadth("কু") == breadth("ক") == breadth("কঁ") == 1
    assert breadth("ক্ষ") < 1.5
    assert breadth("র‍্যাব") == breadth("র্যাব")
    assert breadth("কি") > breadth("ক")


# --- Words that must not be broken ------------------------------------------------------------


def unbroken_in(container, **changes):
    page = body_of(html(content_in("upazila", **changes)))
    return [
        "".join(span.itertext())
        for element in page.findall(f".//{container}")
        for span in element.findall(".//span[@class='unbroken']")
    ]


def test_words_with_a_hyphen_a_slash_or_a_bracket_stay_on_one_line():
    text = "ই-নথি ও জেলা/উপজেলা প্রদর্শনী(শোকেসিং) দপ্তর, ২০২৪–২৫"
    said = unbroken_in("div[@class='opening']", opening=[text])
    assert said == ["ই-নথি", "জেলা/উপজেলা", "প্রদর্শনী(শোকেসিং)", "২০২৪–২৫"]
    # At its ends a word loses nothing.
    assert unbroken_in("div[@class='opening']", opening=["(সকল) ১৬- এবং/ – (ক)"]) == []


def test_a_word_wider_than_its_line_may_break_after_a_slash_only():
    long = "উদ্ভাবিত/সহজিকৃত-কৃত/ডিজিটাইজকৃত"
    item = content_in("upazila")["items"][0] | {"topic": long}

    assert unbroken_in("div[@class='opening']", opening=[long]) == [long]
    assert unbroken_in("td[@class='topic']", items=[item]) == [
        "উদ্ভাবিত/",
        "সহজিকৃত-কৃত/",
        "ডিজিটাইজকৃত",
    ]


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        # Before the signs that part an address …
        (
            "ict-officer.kurigram_sadar@upazila.example.gov.bd",
            ["ict-officer", ".kurigram", "_sadar", "@upazila", ".example", ".gov", ".bd"],
        ),
        (
            "statistics.officer@example.gov.bd",
            ["statistics", ".officer", "@example", ".gov", ".bd"],
        ),
        (
            "https://www.example.org/list?page=12&size=20",
            ["https://", "www", ".example", ".org/", "list", "?page", "=12", "&size", "=20"],
        ),
        # … and after the dots of a number, which stay with what they end.
        (
            "০৫.৪৭.৫২০০.০১১.১৮.০০২.১৯-৯২",
            ["০৫.", "৪৭.", "৫২০০.", "০১১.", "১৮.", "০০২.", "১৯-৯২"],
        ),
    ],
)
def test_an_address_without_room_on_a_line_breaks_at_its_signs(word, parts):
    item = content_in("upazila")["items"][0] | {"topic": word}
    (cell,) = body_of(html(content_in("upazila", items=[item]))).findall(".//td[@class='topic']")
    spans = [span.text for span in cell.findall(".//span[@class='unbroken']")]
    assert spans == parts
    # Where it has room, it is not broken at all.
    assert unbroken_in("div[@class='opening']", opening=[word]) in ([word], [])


def test_marking_words_changes_no_letter():
    text = "  (ক)/(খ) -- ই-নথি/ a(b)c – শেষ/ " + "/" * 200 + "(" * 90
    content = content_in(opening=[text])
    opening = body_of(html(content)).find(".//div[@class='opening']")
    assert "".join(opening.itertext()).strip("\n") == text


# --- Attendance, lists and signatures ---------------------------------------------------------


def test_the_attendance_table_prints_those_who_sat():
    content = content_in("line_office")
    plain = {"designation": ["পরিদর্শক"], "role": "সদস্য", "present": True}
    content["attendance"]["members"] = [
        plain | {"serial": "১", "name": "উপস্থিত"},
        plain | {"serial": "২", "name": "অনুপস্থিত", "present": False},
        plain | {"serial": "৩", "name": "ছুটিতে", "present": False, "status": "leave"},
        plain
        | {
            "serial": None,
            "name": "প্রতিনিধিত্ব",
            "status": "represented",
            "representative": {"name": "শিউলি বেগম", "designation": "ক্ষেত্র সহকারী"},
        },
        plain
        | {"serial": "৫", "name": "অতিথি", "role": None, "status": "guest", "designation": []},
    ]
    assert table_of(html(content), 0) == [
        [
            [
                ("serial", 1, "১"),
                ("name", 1, "উপস্থিত, পরিদর্শক"),
                ("role", 1, "সদস্য"),
                ("signature", 1, ""),
            ]
        ],
        [
            [
                ("serial", 1, "২"),
                ("name", 1, "প্রতিনিধিত্ব, পরিদর্শক পক্ষে: শিউলি বেগম, ক্ষেত্র সহকারী"),
                ("role", 1, "সদস্য"),
                ("signature", 1, ""),
            ]
        ],
        [
            [
                ("serial", 1, "৫"),
                ("name", 1, "অতিথি"),
                ("role", 1, ""),
                ("signature", 1, ""),
            ]
        ],
    ]


@pytest.mark.parametrize(
    ("numbering", "numbers"),
    [
        ("১।", ["১।", "২।"]),
        ("০১.", ["০১.", "০২."]),
        ("০১।", ["০১।", "০২।"]),
        ("১)", ["১)", "২)"]),
        ("(১)", ["(১)", "(২)"]),
        ("১.", ["১.", "২."]),
        (None, [None, None]),
    ],
)
def test_copies_are_numbered_in_the_style_of_their_list(numbering, numbers):
    copies = {"heading": "অনুলিপি:", "numbering": numbering, "recipients": ["প্রথম।", "দ্বিতীয়।"]}
    entries = body_of(html(content_in(distribution=[copies]))).findall(".//li")

    printed_numbers = [entry.findtext("span[@class='number']") for entry in entries]
    assert [number and number.strip() for number in printed_numbers] == numbers
    assert [text_of(entry).split()[-1] for entry in entries] == ["প্রথম।", "দ্বিতীয়।"]


def test_the_styles_of_lists_are_those_of_the_format():
    numbering = schema()["properties"]["distribution"]["items"]["properties"]["numbering"]
    assert numbering["enum"] == ["১।", "০১.", "০১।", "১)", "(১)", "১.", None]


def test_a_note_under_a_recipient_is_a_line_of_its_own():
    copies = {"heading": "অনুলিপি:", "numbering": None, "recipients": ["সচিব।\n(দৃষ্টি আকর্ষণ)"]}
    (entry,) = body_of(html(content_in(distribution=[copies]))).findall(".//li")
    (line_break,) = entry
    assert [entry.text, line_break.tag, line_break.tail] == ["সচিব।", "br", "(দৃষ্টি আকর্ষণ)"]


def test_a_copy_to_be_addressed_leaves_its_lines_blank():
    copies = {
        "heading": "অনুলিপি:",
        "numbering": "১।",
        "recipients": [],
        "blank_address": ["জনাব,", "….., শালবন।"],
    }
    body = body_of(html(content_in(distribution=[copies])))
    assert [p.text for p in body.findall(".//div[@class='address']/p")] == ["জনাব,", "….., শালবন।"]
    assert body.findall(".//li") == []


def test_names_are_signed_in_brackets():
    people = body_of(html(content_in("progress_report"))).findall(".//p[@class='person']")
    assert ["".join(person.itertext()) for person in people] == ["(রেহানা পারভীন)", "(তানজিলা হক)"]

    dated = body_of(html(content_in("progress_report"))).findall(".//p[@class='signed-on']")
    assert ["".join(line.itertext()) for line in dated] == ["২৫/০৩/২০২৪"]


# --- Nothing is lost, nothing gets in ---------------------------------------------------------


@pytest.mark.parametrize("shape", SHAPES)
def test_all_that_a_shape_prints_is_on_the_paper(shape):
    for content in (content_in(shape), full_content(shape)):
        said = " ".join(words_of(html(content)))
        missing = [text for text in printed(content) if " ".join(text.split()) not in said]
        assert missing == []
        assert len(printed(content)) > 30


# Each stands for the character above it in breadth and in where a line may break after it.
HOSTILE = "<script>alert(x)</script><img src=x onerror='alert(x)'>&amp;\"</td>"
HARMLESS = HOSTILE.translate(str.maketrans("<>&\"'", "+×%!*"))


def test_the_harmless_stand_in_is_as_broad_and_as_breakable():
    assert breadth(HOSTILE) == breadth(HARMLESS)
    assert not set("<>&\"'") & set(HARMLESS)


def test_all_text_fields_of_the_format_are_tried():
    tried = {name_of(path) for shape in SHAPES for path in text_fields(full_content(shape))}
    assert tried == schema_text_fields(schema())


def without_printed(content):
    """The content without what an old paper printed, so that the parts are printed instead."""
    content = deepcopy(content)
    for key in ("as_printed", "bangla_date_as_printed", "date_as_printed"):
        del content["memo"][key]
    for item in content["items"]:
        item.pop("implementers_as_printed", None)
    return content | {"title": None}


def swapped(shape):
    tag, attributes, children = shape
    attributes = {name: value.replace(HARMLESS, HOSTILE) for name, value in attributes.items()}
    return tag, attributes, [swapped(child) for child in children]


@pytest.mark.parametrize("shape", SHAPES)
def test_html_typed_into_every_field_is_printed_as_it_was_typed(shape):
    for content in (full_content(shape), without_printed(full_content(shape))):
        hostile, harmless = deepcopy(content), deepcopy(content)
        for path, text in text_fields(content).items():
            with_text(hostile, path, f"{text} {HOSTILE}")
            with_text(harmless, path, f"{text} {HARMLESS}")
        typed, plain = parsed(html(hostile)), parsed(html(harmless))

        assert "".join(typed.itertext()) == "".join(plain.itertext()).replace(HARMLESS, HOSTILE)
        assert shape_of(typed) == swapped(shape_of(plain))
        assert "".join(typed.itertext()).count(HOSTILE) > 30


# --- The page ---------------------------------------------------------------------------------


def test_a_page_carries_its_style_and_asks_for_nothing():
    root = parsed(html(content_in()))

    assert root.find("head/style").text.strip() == CSS.strip()
    assert root.get("lang") == "bn"
    assert [element for element in root.iter() if {"src", "href"} & set(element.keys())] == []
    assert "url(" not in CSS
    assert "@import" not in CSS


def test_a_draft_says_so_and_nothing_else_changes():
    final, draft = html(content_in()), html(content_in(), draft=True)

    assert body_of(final).get("class") is None
    assert body_of(draft).get("class") == "draft"
    assert draft.replace('<body class="draft">', "<body>") == final


def test_an_offices_own_face_comes_first_and_travels_with_the_page(tmp_path):
    (tmp_path / "face.ttf").write_bytes(b"\x00\x01\x00\x00 a face")

    class Stored:
        def open(self, mode):
            return (tmp_path / "face.ttf").open(mode)

    page = parsed(paper_html(content_in(), draft=False, font=Stored()))
    ours, style = (element.text for element in page.findall("head/style"))

    assert ours == CSS
    assert "src: url(data:font/ttf;base64,AAEAACBhIGZhY2U=)" in style
    assert re.findall(r'\.paper \{ font-family: "([^"]+)"', style) == ["Office Face"]


def test_all_papers_bring_the_very_same_style_sheet():
    """A worker reads it once (documents.shortcuts), unless something of one paper stands in it."""
    paper = Paper(code="2" * 28, number="১")
    issued = paper_html(content_in(), draft=False, issued={"paper": paper, "qr": "data:image/png,"})

    sheets = [parsed(page).findall("head/style") for page in (html(content_in()), issued)]
    assert [sheet[0].text for sheet in sheets] == [CSS, CSS]
    assert not shortcuts._NOT_PLAIN.search(CSS)


def test_a_paper_is_drawn_of_what_is_stored(meeting):
    stored = Meeting.objects.with_paper().get(pk=meeting.pk)
    Attendance.objects.create(meeting=meeting, position=0, name="মংসাই মারমা")
    page, pdf = draw(stored)
    assert words_of(page)
    assert pdf.startswith(b"%PDF-")
