"""What is pasted arrives: every cell in its place, every row an item, nothing of its looks."""

import json
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.access import WrongState
from bangla.digits import to_bengali
from meetings import actions
from meetings.content import content_of
from meetings.models import Meeting
from pasting.agenda_columns import NO_TABLE, agenda_in, body_of, columns_of
from pasting.agenda_doubts import doubts
from pasting.agenda_items import items_of
from pasting.tables import (
    BadPaste,
    in_unicode,
    tables_in_docx,
    tables_in_html,
    tables_in_text,
)
from tests.factories import content_in
from tests.pasting import pasted
from tests.pasting.pasted import as_docx, as_tsv, cells_of, grid_of

pytestmark = pytest.mark.once

SAMPLES = ["000", "001", "002", "003", "004"]
# How a table comes: name → (its grid in that form, how that form is read).
FORMS = {
    "page": (pasted.as_html, tables_in_html),
    "word": (pasted.as_word_html, tables_in_html),
    "sheet": (pasted.as_sheet_html, tables_in_html),
    "tsv": (as_tsv, tables_in_text),
    "docx": (as_docx, tables_in_docx),
}


def sample(shared, number, suffix):
    [path] = (shared / "seeds").glob(f"{number}_*{suffix}")
    return path.read_text("utf-8")


def read(tables, expected=()):
    """(column keys, items) of what was pasted, as the page proposes them."""
    rows, _ = agenda_in(tables, expected)
    keys = columns_of(rows, expected)
    return keys, items_of(rows, keys)


def item(**told):
    """An item of the format as a table without further columns gives it."""
    decisions = [
        {"label": None, "implementers": [], "progress": None} | decision
        for decision in told.pop("decisions", [])
    ]
    return {
        "serial": None,
        "code": None,
        "topic": "",
        "discussion": [],
        "decisions": decisions,
    } | told


# --- The five papers -------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("number", SAMPLES)
def test_every_cell_of_a_paper_arrives_in_its_place(shared, number, form):
    content = json.loads(sample(shared, number, ".json"))
    write, tables_in = FORMS[form]
    grid = grid_of(content)
    tables = tables_in(write(grid))
    assert tables == [cells_of(grid)]
    assert read(tables) == (content["column_keys"], content["items"])


@pytest.mark.parametrize("number", SAMPLES)
def test_a_paper_pasted_whole_gives_its_items(shared, number):
    content = json.loads(sample(shared, number, ".json"))
    keys, items = read(tables_in_text(sample(shared, number, ".txt")))
    assert keys == content["column_keys"]
    assert items == content["items"]


@pytest.mark.parametrize("number", SAMPLES)
def test_a_paper_raises_no_doubt(shared, number):
    content = json.loads(sample(shared, number, ".json"))
    rows, _ = agenda_in(tables_in_text(sample(shared, number, ".txt")))
    keys = columns_of(rows)
    assert doubts(rows, keys, items_of(rows, keys), content["column_keys"]) == []


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "shape",
    ["district_innovation", "upazila", "progress_report", "line_office", "district_ict"],
)
def test_a_table_of_each_ready_shape_arrives(shape, form):
    content = content_in(shape)
    keys = content["column_keys"]
    if not {"discussion", "topic_and_discussion"} & set(keys):
        for each in content["items"]:
            each["discussion"] = []
    if "topic_and_discussion" in keys:
        for each in content["items"]:
            each["topic_separator"] = "ঃ "
    write, tables_in = FORMS[form]
    grid = grid_of(content)
    assert tables_in(write(grid)) == [cells_of(grid)]
    assert read([cells_of(grid)]) == (keys, content["items"])


# --- Headings --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("headings", "keys"),
    [
        ("ক্রম|আলোচ্য বিষয়|আলোচনা|সিদ্ধান্ত|বাস্তবায়নকারী", "serial topic discussion decision implementer"),
        ("ক্রমিক নং|আলোচনা|সিদ্ধান্ত|বাস্তবায়নকারী", "serial topic_and_discussion decision implementer"),
        ("ক্রঃ নং|আলোচনার বিষয়|গৃহীত সিদ্ধান্ত|বাস্তবায়ন", "serial topic decision implementer"),
        ("ক্র. নং|বিষয়|সিদ্ধান্ত গ্রহণ|বাস্তবায়নকারী কর্মকর্তা/দপ্তর", "serial topic decision implementer"),
        ("ক্রমিক\nনম্বর|আলোচ্যসূচি|গৃহীত সিদ্ধান্তসমূহ|বাস্তবায়নে", "serial topic decision implementer"),
        ("নং|এজেন্ডা|সভার সিদ্ধান্ত|সিদ্ধান্ত বাস্তবায়নকারী", "serial topic decision implementer"),
        ("ক্রম|আলোচ্য বিষয় ও আলোচনা|সিদ্ধান্ত|দায়িত্বপ্রাপ্ত কর্মকর্তা", "serial topic_and_discussion decision implementer"),
        ("ক্র:নং:|আলোচনার বিষয়|সিদ্ধান্ত|বাস্তবায়নের অগ্রগতি প্রতিবেদন", "serial topic decision progress"),
        ("ক্রম|বিষয়|সিদ্ধান্ত|বাস্তবায়ন|মন্তব্য", "serial topic decision implementer progress"),
        ("ক্রম|বিষয়|সিদ্ধান্ত|বাস্তবায়নের সময়সীমা|বাস্তবায়নকারী", "serial topic decision - implementer"),
        ("Sl No|Agenda|Discussion|Decision|Implementer", "serial topic discussion decision implementer"),
    ],
)  # fmt: skip
def test_columns_are_known_by_their_headings(headings, keys):
    row = headings.split("|")
    rows = [row, ["০১", *["কথা"] * (len(row) - 1)]]
    assert columns_of(rows) == [key.strip("-") for key in keys.split()]
    assert body_of(rows) == rows[1:]


def test_a_table_without_headings_is_taken_for_the_meetings_own():
    rows = [["১", "পোর্টাল: হালনাগাদ", "করতে হবে।", "সকল"], ["২", "বিবিধ", "নেই।", ""]]
    own = ["serial", "topic_and_discussion", "decision", "implementer"]
    assert columns_of(rows, own) == own
    assert columns_of(rows) == ["serial", "topic", "decision", "implementer"]
    assert columns_of([row[1:] for row in rows]) == ["topic", "decision", "implementer"]


def test_a_heading_over_two_columns_names_both():
    html = """<table><tr><th>ক্রম<th>বিষয়<th colspan=2>সিদ্ধান্ত
      <tr><td>১<td>পোর্টাল<td>(ক)<td>করতে হবে।<tr><td><td><td>(খ)<td>দেখতে হবে।</table>"""
    keys, items = read(tables_in_html(html))
    assert keys == ["serial", "topic", "decision", "decision"]
    assert [(each["label"], each["text"]) for each in items[0]["decisions"]] == [
        ("ক", "করতে হবে।"),
        ("খ", "দেখতে হবে।"),
    ]


def test_headings_and_column_numbers_are_no_items_wherever_they_stand():
    head, numbers = "ক্রম\tবিষয়\tসিদ্ধান্ত\tবাস্তবায়ন", "১\t২\t৩\t৪"
    rows = [f"{n}\tবিষয় {n}\tকরতে হবে।\tসকল" for n in "১২৩৪"]
    text = "\n".join([head, numbers, *rows[:2], "", head, numbers, *rows[2:]])
    _, items = read(tables_in_text(text))
    assert [each["serial"] for each in items] == list("১২৩৪")


def test_a_row_of_numbers_in_the_table_is_not_taken_for_column_numbers():
    text = "ক্রম\tবিষয়\tসিদ্ধান্ত\n১\tক\tখ।\n২\t৩\t৪"
    assert [each["topic"] for each in read(tables_in_text(text))[1]] == ["ক", "৩"]


def test_other_tables_of_the_paper_are_left_alone():
    attendance = "ক্রঃ নং\tনাম ও পদবী\tস্বাক্ষর\n১\tরেহানা পারভীন\t\n"
    agenda = "ক্রম\tবিষয়\tসিদ্ধান্ত\n১\tপোর্টাল\tকরতে হবে।\n"
    copies = "ক্রম\tনাম\tমোবাইল\n২\tজেলা প্রশাসক\t\n"
    rows, others = agenda_in(tables_in_text("\n".join([attendance, agenda, copies])))
    assert others == 2
    assert [each["topic"] for each in items_of(rows, columns_of(rows))] == ["পোর্টাল"]


def test_an_attendance_table_behind_the_agenda_is_no_part_of_it():
    agenda = "বিষয়\tসিদ্ধান্ত\nপোর্টাল\tকরতে হবে।\n"
    rows, others = agenda_in(tables_in_text(f"{agenda}\nনাম ও পদবি\tস্বাক্ষর\nরেহানা পারভীন\tx\n"))
    assert (len(rows), others) == (2, 1)


# --- Rows ------------------------------------------------------------------------------------

HEAD = ["ক্রম", "আলোচ্য বিষয়", "সিদ্ধান্ত", "বাস্তবায়ন"]
KEYS = ["serial", "topic", "decision", "implementer"]


def decided(*rows):
    """[(label, text, implementers), …] and the shared cell of the one item of these rows."""
    [one] = items_of([HEAD, *rows], KEYS)
    found = [(each["label"], each["text"], each["implementers"]) for each in one["decisions"]]
    return found, one.get("implementers_as_printed")


def test_decisions_stand_apart_by_their_letters():
    both = [("ক", "করতে হবে।", ["সকল"]), ("খ", "দেখতে হবে।", ["সকল"])]
    for cell in (
        "(ক) করতে হবে। (খ) দেখতে হবে।",
        "(ক) করতে হবে।\n(খ) দেখতে হবে।",
        "ক) করতে হবে।\nখ) দেখতে হবে।",
    ):
        assert decided(["১", "বিষয়", cell, "সকল"]) == (both, "সকল")
    for cell in ("১। করতে হবে। ২। দেখতে হবে।", "1. করতে হবে।\n2. দেখতে হবে।"):
        assert decided(["১", "বিষয়", cell, "সকল"]) == (both, "সকল")


@pytest.mark.parametrize(
    "text",
    [
        "(ক) শ্রেণির পদ পূরণ করতে হবে।",
        "(ক) শ্রেণির ২। নম্বর ফরম দিতে হবে।",
        "ধারা ১। অনুযায়ী ২। নম্বর ফরম দিতে হবে।",
        "৮০% হতে ২৩.৪৪ % বাড়াতে হবে। ১ম কোয়ার্টারে (খ) অংশ দেখতে হবে।",
        "সেবা ক. খ. গ. ঘরে লিখতে হবে।",
        "২০২২-২০২৩ অর্থ বছরে ৩। ৪। ৫। ফরম দিতে হবে।",
    ],
)
def test_a_decision_is_not_cut_where_it_is_no_list(text):
    assert decided(["১", "বিষয়", text, "সকল"]) == ([(None, text, ["সকল"])], None)


def test_each_lettered_implementer_goes_to_its_decision():
    assert decided(["১", "বিষয়", "(ক) এক। (খ) দুই।", "(ক) প্রথম জন\n(খ) দ্বিতীয় জন"]) == (
        [("ক", "এক।", ["প্রথম জন"]), ("খ", "দুই।", ["দ্বিতীয় জন"])],
        None,
    )


def test_implementers_stand_one_a_line_or_after_numbers():
    for cell, names in {
        "উপজেলা নির্বাহী অফিসার (সকল)\nঅফিস প্রধান": ["উপজেলা নির্বাহী অফিসার (সকল)", "অফিস প্রধান"],
        "১। অফিসার\n২। প্রধান": ["অফিসার", "প্রধান"],
        "অফিসার। ২। প্রধান ৩। সচিব": ["অফিসার।", "প্রধান", "সচিব"],
        "জেলা শিক্ষা অফিসার,\nশালবন ও\nসচিব": ["জেলা শিক্ষা অফিসার, শালবন ও সচিব"],
        "• অফিসার\n• প্রধান": ["অফিসার", "প্রধান"],
        "অফিসার/প্রধান ও সচিব (১)": ["অফিসার/প্রধান ও সচিব (১)"],
        "১ম শ্রেণির কর্মকর্তা": ["১ম শ্রেণির কর্মকর্তা"],
    }.items():
        assert decided(["১", "বিষয়", "করতে হবে।", cell])[0][0][2] == names


def test_a_row_without_a_number_brings_a_further_decision():
    rows = [["১", "বিষয়", "করতে হবে।", "প্রথম"], ["", "", "দেখতে হবে।", "দ্বিতীয়"]]
    assert decided(*rows) == (
        [("ক", "করতে হবে।", ["প্রথম"]), ("খ", "দেখতে হবে।", ["দ্বিতীয়"])],
        None,
    )


def test_one_cell_of_implementers_beside_two_rows_serves_both():
    html = """<table><tr><td>ক্রম<td>বিষয়<td>সিদ্ধান্ত<td>বাস্তবায়ন
      <tr><td rowspan=2>১<td rowspan=2>পোর্টাল<td>করতে হবে।<td rowspan=2>সকল<br>সচিব
      <tr><td>দেখতে হবে।</table>"""
    [one] = read(tables_in_html(html))[1]
    assert [each["implementers"] for each in one["decisions"]] == [["সকল", "সচিব"]] * 2
    assert one["implementers_as_printed"] == "সকল\nসচিব"


def test_a_row_that_a_page_end_broke_goes_on():
    rows = [
        ["১", "পোর্টালের", "তথ্য নিয়মিত", "উপজেলা নির্বাহী"],
        ["", "তথ্য", "হালনাগাদ করতে হবে।", "অফিসার"],
        ["২", "বিবিধ", "নেই।", ""],
    ]
    first, second = items_of([HEAD, *rows], KEYS)
    assert first == item(
        serial="১",
        topic="পোর্টালের তথ্য",
        decisions=[{"text": "তথ্য নিয়মিত হালনাগাদ করতে হবে।", "implementers": ["উপজেলা নির্বাহী অফিসার"]}],
    )
    assert second == item(serial="২", topic="বিবিধ", decisions=[{"text": "নেই।"}])


def test_a_sentence_behind_a_page_end_is_a_paragraph_of_its_own_if_the_one_before_has_ended():
    rows = [["১", "পোর্টালঃ এক।", "করতে"], ["", "দুই", ""], ["", "তিন।", "হবে।"]]
    [one] = items_of(rows, ["serial", "topic_and_discussion", "decision"])
    assert one["discussion"] == ["এক।", "দুই তিন।"]
    assert [each["text"] for each in one["decisions"]] == ["করতে হবে।"]


def test_rows_without_any_number_are_items_of_their_own():
    rows = [["", "পোর্টাল", "করতে হবে।", "সকল"], ["", "ই-নথি", "করতে হবে।", "সকল"]]
    assert [each["topic"] for each in items_of([HEAD, *rows], KEYS)] == ["পোর্টাল", "ই-নথি"]


def test_paragraphs_of_a_discussion_stay():
    html = (
        "<table><tr><td>ক্রম<td>আলোচনা<td>সিদ্ধান্ত<tr><td>০১<td><p>পোর্টাল সংক্রান্তঃ প্রথম কথা।</p>"
        "<p>&nbsp;</p><ol><li>দ্বিতীয়&shy;<li>তৃতীয়</ol><td>করতে হবে।</table>"
    )
    assert read(tables_in_html(html))[1] == [
        item(
            serial="০১",
            topic="পোর্টাল সংক্রান্ত",
            topic_separator="ঃ ",
            discussion=["প্রথম কথা।", "১। দ্বিতীয়", "২। তৃতীয়"],
            decisions=[{"text": "করতে হবে।"}],
        )
    ]


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("বিবিধ : আলোচনা হয়।", ("বিবিধ", " : ", ["আলোচনা হয়।"])),
        ("পোর্টাল:\nআলোচনা হয়।", ("পোর্টাল", ": ", ["আলোচনা হয়।"])),
        ("মোঃ রহিমের আবেদনঃ আলোচনা হয়।", ("মোঃ রহিমের আবেদন", "ঃ ", ["আলোচনা হয়।"])),
        ("https://example.org দেখা: হয়।", ("https://example.org দেখা", ": ", ["হয়।"])),
        ("পোর্টাল হালনাগাদ", ("পোর্টাল হালনাগাদ", None, [])),
        ("পোর্টাল হালনাগাদ\nআলোচনা হয়।", ("পোর্টাল হালনাগাদ", None, ["আলোচনা হয়।"])),
        ("সভায় আলোচনা হয়। মত: ভালো।", ("", None, ["সভায় আলোচনা হয়। মত: ভালো।"])),
    ],
)
def test_a_topic_is_told_from_the_discussion_behind_it(cell, told):
    [one] = items_of([[cell, "করতে হবে।"]], ["topic_and_discussion", "decision"])
    assert (one["topic"], one.get("topic_separator"), one["discussion"]) == told


def test_what_word_draws_of_a_list_is_read_as_text():
    number = (
        "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span "
        "style='mso-list:Ignore'>{}<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp; </span>"
        "</span><![endif]>{}<o:p>&nbsp;</o:p></p>"
    )
    html = (
        "<table><tr><td>ক্রঃ নং<td>আলোচ্য বিষয়<td>সিদ্ধান্ত<td>বাস্তবায়ন"
        f"<tr><td>{number.format('১.', '')}<td>ওয়েব<br>পোর্টাল<td>"
        f"{number.format('(ক)', 'এক।')}{number.format('(খ)', 'দুই।')}<td>{number.format('·', 'সকল')}</table>"
    )
    assert tables_in_html(html)[0][1] == ["১.", "ওয়েব\nপোর্টাল", "(ক) এক।\n(খ) দুই।", "• সকল"]
    [one] = read(tables_in_html(html))[1]
    assert (one["serial"], one["topic"]) == ("১.", "ওয়েব পোর্টাল")
    assert [each["implementers"] for each in one["decisions"]] == [["সকল"], ["সকল"]]


def test_a_sheet_with_a_title_merged_cells_and_numbers_is_read():
    html = """<table x:str><!--StartFragment--><col width=64 span=4>
      <tr><td colspan=4 class=xl66>মার্চ মাসের সভার সিদ্ধান্ত</td></tr>
      <tr><td>ক্রমিক</td><td>বিষয়</td><td>সিদ্ধান্ত</td><td>বাস্তবায়ন</td></tr>
      <tr><td rowspan=2 align=right x:num>1</td><td rowspan=2>ই-নথি<span
        style='mso-spacerun:yes'>&nbsp; </span>ও পোর্টাল</td><td>এক।</td><td>অফিসার</td></tr>
      <tr><td>দুই।</td><td>প্রধান</td></tr>
      <tr><td colspan=4>বিবিধ</td></tr>
      <tr><td x:num>2</td><td></td><td></td><td></td></tr><!--EndFragment--></table>"""
    keys, items = read(tables_in_html(html))
    assert keys == KEYS
    assert items == [
        item(
            serial="১",
            topic="ই-নথি ও পোর্টাল",
            decisions=[
                {"label": "ক", "text": "এক।", "implementers": ["অফিসার"]},
                {"label": "খ", "text": "দুই।", "implementers": ["প্রধান"]},
            ],
        ),
        item(topic="বিবিধ"),
    ]


def test_prose_is_no_table():
    for text in ("", "সভায় আলোচনা হয়।\n\nধন্যবাদ।", "<p>কথা</p>", "ক\nখ"):
        with pytest.raises(BadPaste, match="কোনো ছক পাওয়া যায়নি"):
            agenda_in(tables_in_text(text))


# --- Bijoy -----------------------------------------------------------------------------------


def test_a_table_in_bijoy_becomes_unicode_with_its_headings():
    rows = [
        ["µwgK bs", "Av‡jvP¨ welq", "wm×všÍ", "ev¯ÍevqbKvix"],
        ["01", "I‡qe †cvU©vj", "Z_¨ nvjbvMv`\nKi‡Z n‡e|", "mKj"],
        ["02", "National Portal", "www.example.org", "ICT"],
    ]
    converted, changed = in_unicode(rows)
    assert converted == [
        ["ক্রমিক নং", "আলোচ্য বিষয়", "সিদ্ধান্ত", "বাস্তবায়নকারী"],
        ["০১", "ওয়েব পোর্টাল", "তথ্য হালনাগাদ\nকরতে হবে।", "সকল"],
        rows[2],
    ]
    assert ("mKj", "সকল") in changed
    assert len(changed) == 8
    assert columns_of(converted) == KEYS


# --- Doubts ----------------------------------------------------------------------------------


def test_what_may_be_misread_is_said():
    rows = [
        [*HEAD, "সময়সীমা"],
        ["১", "", "করতে হবে।", "", "৩০ জুন"],
        ["৩", "বিবিধ", "", "", ""],
    ]
    keys = columns_of(rows)
    told = doubts(rows, keys, items_of(rows, keys), ["serial", "topic", "decision"])
    assert told == [
        "“সময়সীমা” কলাম আনা হবে না; দরকার হলে উপরে তার ধরন বেছে দিন।",
        "এই সভার ছকে বাস্তবায়নকারী কলাম নেই; লেখা থাকবে, কিন্তু কাগজে ছাপা হবে না।",
        "১ নং সারিতে আলোচ্য বিষয় নেই।",
        "২ নং সারিতে কোনো সিদ্ধান্ত নেই।",
        "ক্রমিক ১-এর পরে ৩ এসেছে; মাঝে কিছু বাদ পড়ল কি না দেখুন।",
    ]


# --- The page --------------------------------------------------------------------------------


@pytest.fixture
def paste(client, cast, meeting):
    """Ask the page of the meeting, as staff: paste(text=…) or paste() to open it."""
    client.force_login(cast.staff)
    address = reverse("meetings:paste", args=[meeting.pk])
    return lambda **sent: client.post(address, sent) if sent else client.get(address)


@pytest.fixture
def empty(meeting):
    """The meeting before anything was typed."""
    meeting.items.all().delete()
    return meeting


def fields_of(response):
    """What the preview sends back when a button of it is pressed."""
    return {field.html_name: field.value() or "" for field in response.context["form"]}


def items_in(meeting):
    return content_of(Meeting.objects.with_paper().get(pk=meeting.pk))["items"]


TSV = "ক্রমিক নং\tআলোচনা\tসিদ্ধান্ত\tবাস্তবায়নকারী\n" + "\n".join(
    f"{to_bengali(f'{n:02}')}\tবিষয় {n}ঃ আলোচনা হয়।\t(ক) করতে হবে।\tসকল\n\t\t(খ) দেখতে হবে।\tঅফিসার"
    for n in (1, 2, 3)
)


def test_a_pasted_table_is_shown_and_then_added(paste, empty, cast):
    shown = paste(text=TSV)
    assert (shown.context["count"], shown.context["decisions"]) == (3, 6)
    assert empty.items.count() == 0

    added = paste(**fields_of(shown), act="add")
    first = empty.items.first()
    assert added["Location"].endswith(f"/items/?focus={first.pk}#item{first.pk}")
    assert items_in(empty) == items_of(*_rows_and_keys(TSV))
    assert {row.history_user for row in first.history.all()} == {cast.staff}
    decision = first.decisions.first()
    assert decision.history.get().history_type == "+"
    assert decision.implementers.get().history.get().history_user == cast.staff


def _rows_and_keys(text):
    rows, _ = agenda_in(tables_in_text(text))
    return rows, columns_of(rows)


@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_a_paper_pasted_whole_is_stored_as_it_was_printed(shared, paste, empty, number):
    content = json.loads(sample(shared, number, ".json"))
    empty.shape = empty.shape | {key: content[key] for key in ("columns", "column_keys")}
    empty.save()
    shown = paste(text=sample(shared, number, ".txt"))
    paste(**fields_of(shown), act="add")
    assert items_in(empty) == content["items"]


def test_pasted_rows_count_on_behind_those_there(paste, meeting):
    there = [(each["serial"], each["topic"]) for each in items_in(meeting)]
    paste(**fields_of(paste(text=TSV)), act="add")
    assert [(each["serial"], each["topic"]) for each in items_in(meeting)] == [
        *there,
        ("০৩", "বিষয় 1"),
        ("০৪", "বিষয় 2"),
        ("০৫", "বিষয় 3"),
    ]


def test_a_table_sent_twice_comes_in_once(paste, empty):
    fields = fields_of(paste(text=TSV))
    assert paste(**fields, act="add").status_code == 302
    again = paste(**fields, act="add")
    assert (again.status_code, empty.items.count()) == (409, 3)
    # And in again only if the person, having been told, says so.
    assert paste(**fields_of(again), act="add").status_code == 302
    assert empty.items.count() == 6


def test_a_first_heading_that_is_blank_keeps_its_column(paste):
    shown = paste(text="\tবিষয়\tসিদ্ধান্ত\n১\tপোর্টাল\tকরতে হবে।")
    told = shown.context["items"][0]
    assert (told["serial"], told["topic"]) == ("১", "পোর্টাল")


def test_columns_are_what_the_person_says(paste, empty):
    shown = paste(text="ক\tখ\tগ\n১\tকরতে হবে।\tপোর্টাল\n")
    fields = fields_of(shown) | {"column0": "", "column1": "decision", "column2": "topic"}
    looked = paste(**fields, act="look")
    assert [each["topic"] for each in looked.context["items"]] == ["গ", "পোর্টাল"]
    paste(**fields, act="add")
    assert [each["decisions"][0]["text"] for each in items_in(empty)] == ["খ", "করতে হবে।"]


def test_a_table_without_topic_or_decision_is_not_added(paste, empty):
    fields = fields_of(paste(text=TSV))
    none = paste(**fields | {f"column{n}": "" for n in range(4)}, act="add")
    assert (none.status_code, empty.items.count()) == (422, 0)
    assert "কোন কলামে আলোচ্য বিষয়" in none.content.decode()
    assert json.loads(fields_of(none)["rows"]) == json.loads(fields["rows"])


def test_text_without_a_table_comes_back_with_one_message(paste):
    refused = paste(text="\tসভায় <b>আলোচনা</b> হয়।\n", html="<p>x</p>")
    assert refused.status_code == 422
    form = refused.context["form"]
    assert form.errors == {"text": [NO_TABLE]}
    assert (form["text"].value(), form["html"].value()) == ("\tসভায় <b>আলোচনা</b> হয়।\n", "<p>x</p>")
    assert "\tসভায় &lt;b&gt;আলোচনা&lt;/b&gt; হয়।" in refused.content.decode()


def test_html_counts_before_the_text_it_came_with(paste):
    html = as_html_table([["ক্রম", "বিষয়", "সিদ্ধান্ত"], ["১", "পোর্টাল", "এক<br>দুই"]])
    shown = paste(text="ক্রম\tবিষয়\tসিদ্ধান্ত\n১\tপোর্টাল\tএক\nদুই", html=html)
    assert shown.context["items"][0]["decisions"][0]["text"] == "এক\nদুই"
    # A picture's HTML holds no table: then the text has to do.
    assert paste(text=TSV, html="<img src=x>").context["count"] == 3
    assert paste(text=TSV, html="<div>" * 300).context["count"] == 3


def as_html_table(rows):
    return f"<table>{''.join('<tr>' + ''.join(f'<td>{c}</td>' for c in row) + '</tr>' for row in rows)}</table>"


def test_a_file_is_read_by_what_is_in_it(paste):
    grid = grid_of(content_in())
    for name, data in {
        "paper.docx": as_docx(grid),
        "paper.txt": as_tsv(grid).encode(),
        "unicode.txt": as_tsv(grid).encode("utf-16"),
        "page.html": pasted.as_html(grid).encode(),
    }.items():
        assert paste(file=SimpleUploadedFile(name, data)).context["count"] == 2, name


def test_a_bad_file_is_refused_and_the_text_stays(paste):
    for data in (b"\x89PNG\r\n\x1a\n\xff", b"PK\x03\x04", b"\xd0\xcf\x11\xe0" + bytes(99), b""):
        refused = paste(file=SimpleUploadedFile("x.docx", data), text="আগের লেখা")
        assert refused.status_code == 422
        assert list(refused.context["form"].errors) == ["file"]
        assert refused.context["form"]["text"].value() == "আগের লেখা"


def test_bijoy_is_shown_and_may_be_kept(paste, empty):
    shown = paste(text="µwgK bs\tAv‡jvP¨ welq\twm×všÍ\n01\tI‡qe †cvU©vj\tKi‡Z n‡e|")
    assert (shown.context["changes"], shown.context["items"][0]["topic"]) == (6, "ওয়েব পোর্টাল")
    assert "I‡qe †cvU©vj" in shown.content.decode()

    kept = paste(**fields_of(shown) | {"keep_bijoy": "on"}, act="look")
    assert kept.context["items"][-1]["topic"] == "I‡qe †cvU©vj"
    paste(**fields_of(shown), act="add")
    assert [each["topic"] for each in items_in(empty)] == ["ওয়েব পোর্টাল"]


def test_what_no_page_sends_begins_anew(paste, empty):
    for rows in ("", "x", "[]", "{}", "[[]]", '[["a"],[]]', "[[1]]", "[" * 100_000, '[["a"]]' * 2):
        assert paste(rows=rows, act="add").status_code == 422
    over = json.dumps([["ক", "খ"], ["অ" * 20_001, "খ"]])
    refused = paste(rows=over, column0="topic", column1="decision", act="add")
    assert (refused.status_code, empty.items.count()) == (422, 0)
    assert paste(rows='[["ক","খ"]]', column0="version", column1="x", act="add").status_code == 422


def test_nothing_is_pasted_into_minutes_handed_in(paste, empty, cast):
    fields = fields_of(paste(text=TSV))
    empty.submit(by=cast.staff)
    assert paste(**fields, act="add").status_code == 403
    with pytest.raises(WrongState):
        actions.add_items(empty, by=cast.staff, items=[], last=None)
    assert empty.items.count() == 0


def test_pasted_elements_are_shown_as_text(paste, empty):
    shown = paste(text="ক্রম\tবিষয়\tসিদ্ধান্ত\n১\t<img src=x onerror=alert(1)>\t&lt;script&gt;alert(2)")
    assert "<img src=x" not in shown.content.decode()
    added = paste(**fields_of(shown), act="add")
    assert added.status_code == 302
    assert "<img src=x" not in paste().client.get(added["Location"]).content.decode()


def test_two_hundred_rows_come_in_at_once(paste, empty, django_assert_max_num_queries):
    def table(rows):
        return "ক্রম\tআলোচনা\tসিদ্ধান্ত\tবাস্তবায়ন\n" + "\n".join(
            f"{to_bengali(n)}\tবিষয় {to_bengali(n)}ঃ {'আলোচনা হয়। ' * 20}\t(ক) {'করতে হবে। ' * 10} (খ) দেখতে হবে।\tসকল\n"
            for n in range(1, rows + 1)
        ).replace("\n\n", "\n")

    started = time.process_time()
    shown = paste(text=table(200))
    with django_assert_max_num_queries(60):
        added = paste(**fields_of(shown), act="add")
    assert time.process_time() - started < 3
    assert (added.status_code, empty.items.count()) == (302, 200)
    assert len(shown.content) < 300_000
