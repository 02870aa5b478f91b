"""Choosing an implementer and looking up earlier decisions, by keyboard, in a real browser."""

from datetime import date

import pytest
from playwright.sync_api import expect

from meetings.models import AgendaItem, Implementer
from tests.browser.accessible import violations
from tests.factories import item_of, make_meeting, make_post
from tests.proof import some

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

KEYS = ["serial", "topic", "decision", "implementer"]
EARLIER = "প্রতি মাসের প্রথম সপ্তাহে পোর্টালের\nসকল তথ্য হালনাগাদ করতে হবে।"


@pytest.fixture
def desk(cast, meeting, sit_down, server):
    """The long page of a meeting whose committee has decided and named before."""
    make_post(cast.meghdubi, "সহকারী প্রোগ্রামার")
    earlier = item_of(KEYS, "০১", "ওয়েব পোর্টাল হালনাগাদকরণ", [EARLIER])
    earlier["decisions"][0]["implementers"] = ["সহায়ক দল", "সহযোগী প্রতিষ্ঠান"]
    make_meeting(cast.committee, held_on=date(2024, 2, 21), items=[earlier])
    page = sit_down(cast.staff)
    page.complaints = []
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.goto(f"{server.url}/meetings/{meeting.pk}/items/")
    page.wait_for_selector("[data-writing][data-ready]")
    yield page
    assert page.complaints == []


@pytest.fixture
def item(meeting):
    return meeting.items.get(position=0)


def field_of(page, item, name):
    return page.locator(f"#item{item.pk}").get_by_label(name, exact=True)


def implementers_of(page, item):
    return field_of(page, item, "বাস্তবায়নকারী")


def options(page):
    return page.get_by_role("option").locator("span:first-child").all_inner_texts()


def start_line(page, item, typed):
    """Empty the field but for one line, and type into a second."""
    field = implementers_of(page, item)
    field.fill("সমবায় অফিসার")
    field.press("Shift+Enter")
    page.keyboard.insert_text(typed)  # at once: no list of fewer letters comes before
    expect(page.get_by_role("listbox")).to_be_visible()
    return field


def test_an_implementer_is_chosen_by_keyboard_and_saved_with_its_post(desk, item):
    field = start_line(desk, item, "সহ")
    assert options(desk)[:3] == ["সহযোগী প্রতিষ্ঠান", "সহায়ক দল", "সহকারী প্রোগ্রামার"]
    expect(desk.get_by_text("টি মিল; বাছতে নিচের তীর চাপুন")).to_have_attribute("role", "status")
    assert violations(desk) == []
    for _ in range(4):
        field.press("ArrowDown")
    field.press("ArrowUp")
    active = field.get_attribute("aria-activedescendant")
    chosen = desk.locator(f"#{active}")
    assert chosen.get_attribute("aria-selected") == "true"
    assert desk.locator("[role=option][aria-selected=true]").count() == 1
    assert violations(desk) == []
    field.press("Enter")
    expect(field).to_have_value("সমবায় অফিসার\nসহকারী প্রোগ্রামার")
    expect(field).to_be_focused()
    expect(desk.get_by_role("listbox")).to_have_count(0)
    field.press("Control+s")
    expect(desk.locator(f"#item{item.pk} [data-saved]")).to_contain_text("সংরক্ষিত")
    rows = Implementer.objects.filter(decision__item=item).order_by("position")
    assert [row.printed for row in rows] == ["সমবায় অফিসার", "সহকারী প্রোগ্রামার"]


def test_enter_keeps_its_meaning_until_an_option_is_highlighted(desk, item):
    field = start_line(desk, item, "সহ")
    field.press("Enter")
    expect(field).to_have_value("সমবায় অফিসার\nসহ")
    expect(desk.get_by_role("listbox")).to_have_count(0)
    other = AgendaItem.objects.get(meeting=item.meeting, position=1)
    expect(field_of(desk, other, "আলোচ্য বিষয়")).to_be_focused()


def test_escape_closes_the_list_and_keeps_what_was_typed(desk, item):
    field = start_line(desk, item, "সহ")
    field.press("ArrowDown")
    field.press("Escape")
    expect(desk.get_by_role("listbox")).to_have_count(0)
    assert field.get_attribute("aria-activedescendant") is None
    expect(field).to_have_value("সমবায় অফিসার\nসহ")
    expect(field).to_be_focused()
    # And the arrow brings it back.
    field.press("ArrowDown")
    expect(desk.get_by_role("listbox")).to_be_visible()


def test_a_click_chooses_and_can_be_taken_back(desk, item):
    field = start_line(desk, item, "সহ")
    desk.get_by_role("option", name="সহায়ক দল").click()
    expect(field).to_have_value("সমবায় অফিসার\nসহায়ক দল")
    expect(field).to_be_focused()
    field.press("Control+z")
    expect(field).to_have_value("সমবায় অফিসার\nসহ")


def test_the_list_works_on_the_line_the_caret_is_in(desk, item):
    field = implementers_of(desk, item)
    with desk.expect_response("**/implementers/**"):  # about the second line: answered before we go
        field.fill("সহ\nসমবায় অফিসার")
    field.press("Control+Home")
    field.press("End")
    # Down moves the caret while there is a line below.
    field.press("ArrowDown")
    expect(desk.get_by_role("listbox")).to_have_count(0)
    field.press("Control+Home")
    field.press("End")
    desk.keyboard.insert_text("া")
    expect(desk.get_by_role("listbox")).to_be_visible()
    field.press("ArrowDown")
    field.press("Enter")
    expect(field).to_have_value("সহায়ক দল\nসমবায় অফিসার")


def test_text_unlike_anything_stays_free(desk, item):
    field = start_line(desk, item, "সহ")
    field.press_sequentially("জ সেবার নতুন উদ্যোক্তা")
    expect(desk.get_by_role("listbox")).to_have_count(0)
    expect(field).to_have_value("সমবায় অফিসার\nসহজ সেবার নতুন উদ্যোক্তা")


def test_an_input_method_that_is_composing_is_left_alone(desk, item):
    field = start_line(desk, item, "সহ")
    field.press("ArrowDown")
    kept = field.input_value()
    composing = """(field, key) => field.dispatchEvent(
        new KeyboardEvent("keydown", {key, bubbles: true, cancelable: true, isComposing: true}))"""
    for key in ("Enter", "ArrowDown", "Escape", "F2"):
        assert field.evaluate(composing, key) is True  # nobody took it
    expect(field).to_have_value(kept)
    field.press("Escape")
    asked = []
    desk.on("request", lambda request: asked.append(request.url))
    field.evaluate(
        """(field) => field.dispatchEvent(new InputEvent("input", {bubbles: true, isComposing: true}))"""
    )
    desk.wait_for_timeout(500)
    assert not [url for url in asked if "/implementers/" in url]


def test_an_earlier_decision_is_brought_to_the_caret_by_keyboard(desk, item):
    text = field_of(desk, item, "সিদ্ধান্ত")
    text.fill("পোর্টাল: আগের মতো।")
    text.evaluate("(field) => field.setSelectionRange(8, 8)")
    text.press("F2")
    dialog = desk.get_by_role("dialog", name="আগের সিদ্ধান্ত")
    expect(dialog.get_by_text("২১/০২/২০২৪ তারিখের সভা")).to_be_visible()
    expect(dialog.get_by_role("button", name="এই লেখা আনুন")).to_be_focused()
    assert violations(desk) == []
    desk.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    expect(text).to_be_focused()
    expect(text).to_have_value(f"পোর্টাল:{EARLIER} আগের মতো।")
    caret = len(f"পোর্টাল:{EARLIER}")
    assert text.evaluate("(field) => field.selectionStart") == caret
    # It is saved like what was typed.
    expect(desk.locator(f"#item{item.pk} [data-saved]")).to_contain_text("সংরক্ষিত")
    assert item.decisions.get().text == f"পোর্টাল:{EARLIER} আগের মতো।"


def test_escape_leads_back_to_the_field_and_changes_nothing(desk, item):
    topic = field_of(desk, item, "আলোচ্য বিষয়")
    before = topic.input_value()
    topic.focus()
    topic.press("Control+Home")
    topic.press("ArrowRight")
    topic.press("F2")
    dialog = desk.get_by_role("dialog", name="আগের সিদ্ধান্ত")
    # Into a topic an earlier topic is brought.
    expect(dialog.get_by_role("button", name="এই বিষয় আনুন")).to_be_focused()
    desk.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(topic).to_be_focused()
    assert topic.evaluate("(field) => field.selectionStart") == 1
    expect(topic).to_have_value(before)


def test_other_words_are_asked_within_the_dialog(desk, item):
    topic = field_of(desk, item, "আলোচ্য বিষয়")
    topic.fill("ভবন মেরামত")
    topic.press("F2")
    dialog = desk.get_by_role("dialog", name="আগের সিদ্ধান্ত")
    expect(dialog.get_by_text("মিল পাওয়া যায়নি")).to_be_visible()
    question = dialog.get_by_label("যে বিষয়ে খুঁজছেন")
    expect(question).to_be_focused()
    question.fill("পোর্টাল")
    question.press("Enter")
    expect(dialog.get_by_role("button", name="এই বিষয় আনুন")).to_be_focused()
    desk.keyboard.press("Enter")
    expect(topic).to_have_value("ভবন মেরামতওয়েব পোর্টাল হালনাগাদকরণ")


def test_the_link_opens_the_dialog_for_the_field_left_last(desk, item):
    text = field_of(desk, item, "সিদ্ধান্ত")
    text.fill("পোর্টাল")
    desk.locator(f"#item{item.pk}").get_by_role("link", name="আগের সিদ্ধান্ত").click()
    dialog = desk.get_by_role("dialog", name="আগের সিদ্ধান্ত")
    dialog.get_by_role("button", name="এই লেখা আনুন").click()
    expect(text).to_have_value(f"পোর্টাল{EARLIER}")


@pytest.mark.parametrize("width", some([1366, 320], 1))
def test_the_dialog_and_its_page_are_accessible_and_fit(desk, server, meeting, item, width):
    desk.set_viewport_size({"width": width, "height": 768})
    field_of(desk, item, "সিদ্ধান্ত").press("F2")
    expect(desk.get_by_role("dialog")).to_contain_text("তারিখের সভা")
    assert violations(desk) == []
    assert desk.evaluate("document.querySelector('dialog').scrollWidth <= window.innerWidth")
    for question in ("পোর্টাল", ""):
        desk.goto(f"{server.url}/meetings/{meeting.pk}/precedents/?q={question}")
        assert violations(desk) == []
        assert desk.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_line_that_is_down_says_so_and_loses_nothing(desk, item):
    text = field_of(desk, item, "সিদ্ধান্ত")
    text.fill("পোর্টাল")
    desk.route("**/precedents/**", lambda route: route.abort())
    desk.route("**/implementers/**", lambda route: route.abort())
    text.press("F2")
    expect(desk.get_by_role("dialog").get_by_role("alert")).to_contain_text("সংযোগ নেই")
    desk.keyboard.press("Escape")
    expect(text).to_have_value("পোর্টাল")
    expect(text).to_be_focused()  # the dialog gives the focus back before anybody types on
    field = implementers_of(desk, item)
    field.fill("সহ")
    field.press("ArrowDown")
    desk.wait_for_timeout(300)
    expect(desk.get_by_role("listbox")).to_have_count(0)
    expect(field).to_have_value("সহ")


def test_without_javascript_the_field_is_plain_and_the_link_a_page(
    browser, cast, meeting, item, sit_down, server
):
    make_meeting(
        cast.committee,
        held_on=date(2024, 2, 21),
        items=[item_of(KEYS, "০১", "ওয়েব পোর্টাল হালনাগাদকরণ", [EARLIER])],
    )
    page = sit_down(cast.staff, java_script_enabled=False)
    page.goto(f"{server.url}/meetings/{meeting.pk}/items/")
    field = implementers_of(page, item)
    assert (field.get_attribute("role"), field.get_attribute("list")) == (None, None)
    with page.expect_popup() as opened:
        page.locator(f"#item{item.pk}").get_by_role("link", name="আগের সিদ্ধান্ত").click()
    expect(opened.value.get_by_text("২১/০২/২০২৪ তারিখের সভা")).to_be_visible()
    opened.value.get_by_label("যে বিষয়ে খুঁজছেন").fill("ভবন মেরামত")
    opened.value.get_by_role("button", name="খুঁজুন").click()
    expect(opened.value.get_by_text("মিল পাওয়া যায়নি")).to_be_visible()
