"""A table of a discussion: written in a grid, pasted from Word and spreadsheets, kept between bars."""

import json
import random

import pytest
from playwright.sync_api import expect

from meetings.interchange import read, store
from meetings.models import AgendaItem
from papers.paragraphs import read as paragraphs_of
from papers.paragraphs import typed
from tests.browser.test_modules import empty  # noqa: F401
from tests.browser.test_nothing_lost import is_ready
from tests.meetings.test_form_of_text import as_file, of_no_topic, rich

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TABLE = {"table": {"head": ["খাত", "টাকা"], "rows": [["কৃষি", "৪০"], ["শিক্ষা", "৬০"]]}}
BARS = "| খাত | টাকা |\n|---|---|\n| কৃষি | ৪০ |\n| শিক্ষা | ৬০ |"


# --- The scripts by themselves --------------------------------------------------------------------


def some_tables(count):
    chance = random.Random(14)
    signs = ["ক", " ", "|", "\\", "n", "-", "---", "\n", ":", "\t", "\u00a0", "", "𝒳"]
    for _ in range(count):
        width = chance.randint(1, 3)
        rows = [
            ["".join(chance.choices(signs, k=chance.randint(0, 4))) for _ in range(width)]
            for _ in range(chance.randint(2, 4))
        ]
        head = chance.random() < 0.5
        yield {"table": {"head": rows.pop(0) if head else None, "rows": rows}}


def test_the_page_and_the_server_write_and_read_the_same_bars(empty):  # noqa: F811
    tables = [each["table"] for each in some_tables(400)]
    told = empty.evaluate(
        """async (tables) => {
          const { bars, tableAt } = await import("/bars.js");
          return tables.map(({ head, rows }) => {
            const text = bars(head ? [head, ...rows] : rows, Boolean(head));
            return { text, back: tableAt(text, 0) };
          });
        }""",
        tables,
    )
    for table, each in zip(tables, told, strict=True):
        assert each["text"] == typed([{"table": table}])
        rows = each["back"]["rows"]
        head = rows.pop(0) if each["back"]["hasHead"] else None
        assert {"head": head, "rows": rows} == table


WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>
.gone { display:none; mso-hide:all }</style></head><body><!--StartFragment-->
<p class=MsoNormal>বরাদ্দ <del>পুরোনো</del>নিম্নরূপ:<o:p></o:p></p>
<table class=MsoTableGrid><thead><tr><td><p><b>খাত</b></p></td><td><p>টাকা</p></td></tr></thead>
<tr><td><p>কৃষি<span class=gone>গোপন</span></p><p>ও মৎস্য</p></td><td>৪০<br>৪১</td></tr>
<tr><td colspan=2 style='mso-hide:none'>মোট ৮১</td></tr></table>
<p class=MsoNormal>শেষ</p><!--EndFragment--></body></html>"""
EXCEL = """<html><body><table><col width=64><col width=0 style='display:none'><col width=64>
<tr height=20><td>খাত</td><td>গোপন</td><td>টাকা</td></tr>
<tr height=0 style='display:none'><td>ছাঁকা</td><td>গোপন</td><td>১</td></tr>
<tr height=20><td>কৃষি</td><td>গোপন</td><td align=right>৪০</td></tr></table></body></html>"""
CALC = """<html><body><table cellspacing="0" border="0"><colgroup span="2" width="85"></colgroup>
<tr><td rowspan=2 align="left">কৃষি</td><td sdval="40">৪০</td></tr><tr><td>৪১</td></tr></table></body></html>"""


@pytest.mark.parametrize(
    ("html", "text", "found"),
    [
        (
            WORD,
            "",
            [
                "বরাদ্দ নিম্নরূপ:",
                {
                    "rows": [["খাত", "টাকা"], ["কৃষি\nও মৎস্য", "৪০\n৪১"], ["মোট ৮১", ""]],
                    "hasHead": True,
                },
                "শেষ",
            ],
        ),
        (EXCEL, "", [{"rows": [["খাত", "টাকা"], ["কৃষি", "৪০"]], "hasHead": False}]),
        (CALC, "", [{"rows": [["কৃষি", "৪০"], ["", "৪১"]], "hasHead": False}]),
        (
            "<table><tr><th>ক<th>খ<tr><td>ভেতরে<table><tr><td>১<td>২</table><td>৩</table>",
            "",
            [{"rows": [["ক", "খ"], ["ভেতরে\n১, ২", "৩"]], "hasHead": True}],
        ),
        ("", 'ক\tখ\r\nগ\t"ঘ\nঙ"\r\n', [{"rows": [["ক", "খ"], ["গ", "ঘ\nঙ"]], "hasHead": False}]),
        (
            "",
            "১।\tক\tখ\n২।\tগ\tঘ",
            [{"rows": [["১।", "ক", "খ"], ["২।", "গ", "ঘ"]], "hasHead": False}],
        ),
        # Of these the plain text is what they are.
        ("", "১।\tকৃষি\n২।\tশিক্ষা", None),
        ("", "এক লাইন\nদুই লাইন", None),
        ("<p>এক</p><p>দুই</p>", "এক\nদুই", None),
        ("<table><tr><td>একটি ঘর</td></tr></table>", "একটি ঘর", None),
    ],
)
def test_what_is_on_a_clipboard(empty, html, text, found):  # noqa: F811
    told = empty.evaluate(
        """async ([html, text]) => (await import("/clipped.js")).clipped(html, text)""",
        [html, text],
    )
    assert told == found


# --- The page -------------------------------------------------------------------------------------


@pytest.fixture
def item(meeting):
    item = meeting.items.get(position=0)
    item.discussion = ["আলোচনা হয়।"]
    item.save()
    return item


@pytest.fixture
def desk(sit, cast, meeting, item):
    page = sit(cast.staff)
    # How a table prints is told elsewhere.
    page.route("**/preview/", lambda route: route.fulfill(body="<p></p>"))
    return opened(page, meeting)


def opened(page, meeting):
    page.goto(f"/meetings/{meeting.pk}/items/")
    is_ready(page)
    return page


def part(page, item, name="discussion"):
    return page.locator(f"#item{item.pk} [data-part={name}]").first


def grid(page):
    return page.locator("dialog.grid-editor")


def alt_t(field):
    """The key where T is, on a keyboard with another letter there."""
    field.evaluate(
        """field => field.dispatchEvent(new KeyboardEvent("keydown",
          { key: "ট", code: "KeyT", altKey: true, bubbles: true, cancelable: true }))"""
    )


def saved(page, item):
    expect(page.locator(f"#item{item.pk} [data-saved]")).to_contain_text("সংরক্ষিত")
    return AgendaItem.objects.get(pk=item.pk).discussion


def paste(field, html="", text=""):
    field.evaluate(
        """(field, [html, text]) => {
          const board = new DataTransfer();
          if (html) board.setData("text/html", html);
          board.setData("text/plain", text);
          field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: board, bubbles: true, cancelable: true }));
        }""",
        [html, text],
    )


def test_a_table_is_written_by_keyboard_alone(desk, item):
    area = part(desk, item)
    area.press("Control+End")
    alt_t(area)
    for text, key in [
        ("খাত", "Tab"), ("টাকা", "Tab"), ("কৃষি", "Tab"), ("৪০", "Tab"), ("শিক্ষা", "Tab"), ("৬০", "Enter"),
    ]:  # fmt: skip
        desk.keyboard.type(text)
        desk.keyboard.press(key)
    # Enter in a row that says something opens one more; an empty one leads on to the button.
    expect(grid(desk).locator("tr")).to_have_count(4)
    desk.keyboard.press("Enter")
    desk.keyboard.press("Enter")
    expect(grid(desk)).to_be_hidden()
    expect(area).to_be_focused()
    assert area.input_value() == f"আলোচনা হয়।\n\n{BARS}"
    assert saved(desk, item) == ["আলোচনা হয়।", TABLE]
    # What was put in is taken back like anything typed.
    area.press("Control+z")
    assert area.input_value() == "আলোচনা হয়।"


def test_the_table_at_the_caret_is_opened_and_changed(desk, item):
    area = part(desk, item)
    area.fill(f"আগে\n{BARS}\nপরে")
    area.evaluate("area => area.setSelectionRange(12, 12)")
    desk.locator(f"#item{item.pk} [data-grid]").click()
    cells = grid(desk).locator("textarea")
    assert [cell.input_value() for cell in cells.all()] == ["খাত", "টাকা", "কৃষি", "৪০", "শিক্ষা", "৬০"]
    assert grid(desk).get_by_label("প্রথম সারি শিরোনাম").is_checked()
    cells.nth(3).fill("৪০|৪১")
    cells.nth(3).press("Shift+Enter")
    cells.nth(3).press_sequentially("৪২")
    grid(desk).get_by_text("কলাম যোগ").click()
    desk.keyboard.type("নতুন")
    grid(desk).get_by_text("ঠিক আছে").click()
    assert paragraphs_of(area.input_value()) == [
        "আগে",
        {
            "table": {
                "head": ["খাত", "টাকা", ""],
                "rows": [["কৃষি", "৪০|৪১\n৪২", "নতুন"], ["শিক্ষা", "৬০", ""]],
            }
        },
        "পরে",
    ]


def test_escape_leaves_all_as_it_was(desk, item):
    area = part(desk, item)
    area.fill(f"আগে\n\n{BARS}")
    area.press("Control+End")
    alt_t(area)
    desk.keyboard.type("বদল")
    desk.keyboard.press("Escape")
    expect(grid(desk)).to_be_hidden()
    expect(area).to_be_focused()
    assert area.input_value() == f"আগে\n\n{BARS}"


def test_a_row_or_column_with_words_is_not_dropped(desk, item):
    area = part(desk, item)
    area.fill(BARS)
    alt_t(area)
    grid(desk).get_by_text("সারি বাদ").click()
    expect(grid(desk)).to_contain_text("সারিতে লেখা আছে; আগে মুছে নিন।")
    expect(grid(desk).locator("tr")).to_have_count(3)
    for cell in grid(desk).locator("tr").nth(0).locator("textarea").all():
        cell.fill("")
    grid(desk).get_by_text("সারি বাদ").click()
    expect(grid(desk).locator("tr")).to_have_count(2)
    grid(desk).get_by_text("কলাম বাদ").click()
    expect(grid(desk)).to_contain_text("কলামে লেখা আছে")
    grid(desk).get_by_text("ঠিক আছে").click()
    assert area.input_value() == "| কৃষি | ৪০ |\n|---|---|\n| শিক্ষা | ৬০ |"


def test_a_pasted_table_stays_one_in_a_discussion(desk, item):
    area = part(desk, item)
    area.press("Control+End")
    paste(area, WORD, "খাত\tটাকা")
    assert saved(desk, item) == [
        "আলোচনা হয়।",
        "বরাদ্দ নিম্নরূপ:",
        {
            "table": {
                "head": ["খাত", "টাকা"],
                "rows": [["কৃষি\nও মৎস্য", "৪০\n৪১"], ["মোট ৮১", ""]],
            }
        },
        "শেষ",
    ]


def test_a_pasted_table_becomes_lines_in_a_decision(desk, item):
    area = part(desk, item, "text")
    area.fill("")
    paste(area, EXCEL)
    assert area.input_value() == "খাত, টাকা\nকৃষি, ৪০"


def test_other_words_are_pasted_by_the_browser(desk, item):
    area = part(desk, item)
    area.fill("")
    assert area.evaluate(
        """area => {
          const board = new DataTransfer();
          board.setData("text/plain", "১।\\tএক\\n২।\\tদুই");
          return area.dispatchEvent(new ClipboardEvent("paste", { clipboardData: board, bubbles: true, cancelable: true }));
        }"""
    )


def test_a_row_that_was_sent_as_it_reads_keeps_its_tables(sit, cast, monkeypatch):
    monkeypatch.setattr("meetings.views.writing.MANY_ROWS", 0)
    content = rich()
    content["items"] = [
        {**content["items"][0], "topic": f"বিষয় {number}", "implementers_as_printed": None}
        for number in range(2)
    ]
    meeting, _ = store(read(as_file(content)), office=cast.meghdubi)
    page = sit(cast.staff)
    page.route("**/preview/", lambda route: route.fulfill(body="<p></p>"))
    opened(page, meeting)
    first = meeting.items.first()
    part(page, first, "topic").fill("নতুন বিষয়")
    assert saved(page, first) == content["items"][0]["discussion"]


def test_rows_without_topics_are_typed_and_named(sit, cast):
    content = of_no_topic()
    content["items"] = [content["items"][1] | {"discussion": ["বীজ বিতরণ"]}]
    meeting, _ = store(read(as_file(content)), office=cast.meghdubi)
    page = sit(cast.staff)
    opened(page, meeting)
    item = meeting.items.get()
    assert page.locator("[data-part=topic]").count() == 0
    part(page, item).fill("সার বিতরণ নিয়ে কথা")
    part(page, item).press("F2")
    expect(page.locator("dialog.precedents")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_text("নতুন সারি যোগ করুন").click()
    expect(page.locator("[data-row]").nth(1).locator("textarea").first).to_be_focused()
    page.keyboard.type("দ্বিতীয় কথা")
    page.keyboard.press("Control+s")
    expect(page.locator("[data-row]").nth(1).locator("[data-saved]")).to_contain_text("সংরক্ষিত")
    assert json.dumps(meeting.items.last().discussion) == json.dumps(["দ্বিতীয় কথা"])
    assert saved(page, item) == ["সার বিতরণ নিয়ে কথা"]
