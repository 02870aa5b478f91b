"""A table copied elsewhere and pasted with Ctrl+V, with scripts and without."""

import re

import pytest
from playwright.sync_api import expect

from meetings.content import content_of
from meetings.models import Meeting
from pasting.agenda_columns import agenda_in, columns_of
from pasting.agenda_items import items_of
from pasting.tables import tables_in_text
from tests.browser.accessible import is_accessible
from tests.factories import content_in
from tests.pasting.pasted import as_tsv, as_word_html, grid_of
from tests.proof import some

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

COPY = """([html, text]) => navigator.clipboard.write([new ClipboardItem({
  "text/html": new Blob([html], {type: "text/html"}),
  "text/plain": new Blob([text], {type: "text/plain"}),
})])"""


@pytest.fixture
def grid():
    """A table with a cell of two paragraphs and an item of two rows."""
    return grid_of(content_in())


@pytest.fixture
def empty(meeting):
    meeting.items.all().delete()
    return meeting


def items_in(meeting):
    return content_of(Meeting.objects.with_paper().get(pk=meeting.pk))["items"]


def expected(grid):
    rows, _ = agenda_in(tables_in_text(as_tsv(grid)))
    return items_of(rows, columns_of(rows))


@pytest.mark.parametrize("width", some([1366, 320], 1))
def test_a_table_from_word_is_pasted_by_keyboard(sit_down, server, cast, empty, grid, width):
    page = sit_down(
        cast.staff,
        permissions=["clipboard-read", "clipboard-write"],
        viewport={"width": width, "height": 768},
    )
    page.goto(f"{server.url}/meetings/{empty.pk}/items/")
    page.get_by_role("link", name="তৈরি ছক পেস্ট করুন").press("Enter")
    is_accessible(page)

    # The text loses the cells: what arrives whole can only have come from the HTML.
    page.evaluate(COPY, [as_word_html(grid), "লেখা মাত্র"])
    box = page.get_by_label("ছকটি এখানে পেস্ট করুন")
    box.press("Control+V")
    expect(page.locator("[data-told]")).to_have_text("৪ সারির ছক পাওয়া গেছে।")
    sent = page.locator("[name=html]").input_value()
    tags = {"table", "tbody", "tr", "td", "p"}
    assert set(re.findall("<(.*?)>", sent)) == (
        tags | {f"/{tag}" for tag in tags} | {'td rowspan="2"'}
    )

    page.get_by_role("button", name="কী পাওয়া গেল দেখুন").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("ছক মিলিয়ে দেখুন")
    is_accessible(page)
    page.get_by_role("button", name="২টি সারি যোগ করুন").press("Enter")
    page.wait_for_url("**/items/?focus=*")
    assert items_in(empty) == expected(grid)


def test_text_changed_by_hand_counts_instead_of_the_table_it_came_from(
    sit_down, server, cast, empty, grid
):
    page = sit_down(cast.staff, permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"{server.url}/meetings/{empty.pk}/paste/")
    page.evaluate(COPY, [as_word_html(grid), "লেখা মাত্র"])
    box = page.get_by_label("ছকটি এখানে পেস্ট করুন")
    box.press("Control+V")
    box.press("x")
    assert page.locator("[name=html]").input_value() == ""
    page.get_by_role("button", name="কী পাওয়া গেল দেখুন").press("Enter")

    # Refused, with the text still there and the message first.
    expect(page.locator("[data-error-summary]")).to_be_focused()
    expect(box).to_have_value("লেখা মাত্রx")
    is_accessible(page)


def test_two_tables_pasted_one_after_the_other_both_count(sit_down, server, cast, empty, grid):
    page = sit_down(cast.staff, permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"{server.url}/meetings/{empty.pk}/paste/")
    box = page.get_by_label("ছকটি এখানে পেস্ট করুন")
    for rows in (grid[:2], grid[:1] + grid[2:]):
        page.evaluate(COPY, [as_word_html(rows), "লেখা"])
        box.press("Control+V")
    page.get_by_role("button", name="কী পাওয়া গেল দেখুন").press("Enter")
    page.get_by_role("button", name="২টি সারি যোগ করুন").press("Enter")
    page.wait_for_url("**/items/?focus=*")
    assert items_in(empty) == expected(grid)


def test_a_table_is_pasted_without_javascript(sit_down, server, cast, empty, grid):
    page = sit_down(cast.staff, java_script_enabled=False)
    page.goto(f"{server.url}/meetings/{empty.pk}/paste/")
    page.get_by_label("ছকটি এখানে পেস্ট করুন").fill(as_tsv(grid))
    page.get_by_role("button", name="কী পাওয়া গেল দেখুন").click()
    page.get_by_role("button", name="২টি সারি যোগ করুন").click()
    page.wait_for_url("**/items/?focus=*")
    assert items_in(empty) == expected(grid)
