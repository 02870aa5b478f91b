"""Keys work by where they stand, whatever the layout types there; and never cut a word short."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_nothing_lost import (
    SAVED,
    is_ready,
    is_stored,
    line_of,
    open_rows,
    row,
    topic_of,
)
from tests.browser.test_whole_pages import line, open_page
from tests.factories import make_duty, make_issued, make_submission
from tests.proof import some

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# What the same keys type: {layout: (where S stands, where P stands, where Z stands)}.
LAYOUTS = {
    "us": ("s", "p", "z"),
    "inscript": ("े", "ज", "ॆ"),
    "inscript-bengali": ("ে", "জ", "্র"),
    "jatiya": ("ু", "ড", "্য"),
    "bijoy": ("ু", "ড", "্র"),
    "avro-phonetic": ("স", "প", "য"),
    "a conjunct on one key": ("ক্ষ", "জ্ঞ", "ঞ্জ"),
    "a dead key": ("Dead", "Dead", "Dead"),
    "not told": ("Unidentified", "Unidentified", "Unidentified"),
}
PRESS = """told => document.activeElement.dispatchEvent(
  new KeyboardEvent("keydown", { bubbles: true, cancelable: true, ...told }))"""


def press(page, key, code, **held):
    """Press a key as a layout types it; True where nobody took it."""
    return page.evaluate(PRESS, {"key": key, "code": code, **held})


@pytest.fixture
def desk(server, sit_down, cast, meeting):
    return open_rows(sit_down(cast.staff), server, meeting)


@pytest.mark.parametrize("layout", some(LAYOUTS, 4))
def test_rows_are_saved_and_printed_whatever_the_layout(desk, item, layout):
    s, p, _ = LAYOUTS[layout]
    topic_of(desk, item).fill("নতুন বিষয়")
    assert press(desk, s, "KeyS", ctrlKey=True) is False
    expect(line_of(desk, item)).to_have_text(SAVED, timeout=1500)
    desk.evaluate(
        """document.querySelector("[data-pdf]").addEventListener("click", (event) => {
             event.preventDefault(); document.body.dataset.printed = "1"; })"""
    )
    assert press(desk, p, "KeyP", ctrlKey=True) is False
    assert desk.locator("body").get_attribute("data-printed") == "1"


@pytest.mark.parametrize("name", ["head", "attendance"])
def test_whole_pages_too(server, sit_down, cast, meeting, name):
    page = open_page(sit_down(cast.staff), server, meeting, name)
    page.locator("[name=venue], [name=guest0-name]").first.fill("কামরুন নাহার")
    assert press(page, "ু", "KeyS", ctrlKey=True) is False
    expect(line(page)).to_have_text(SAVED, timeout=1500)


def test_on_a_mac_the_other_key_is_held(desk, item):
    topic_of(desk, item).focus()
    assert press(desk, "ু", "KeyS", metaKey=True) is False


def test_a_keyboard_on_the_screen_does_not_tell_the_place(desk, item):
    topic_of(desk, item).focus()
    assert press(desk, "s", "", ctrlKey=True) is False


@pytest.mark.parametrize(
    ("key", "code", "held"),
    [
        # AltGr types a sign; Windows tells of it as of Ctrl and Alt together.
        ("ষ", "KeyS", {"ctrlKey": True, "altKey": True}),
        ("ষ", "KeyS", {"ctrlKey": True, "altKey": True, "shiftKey": True}),
        ("ষ", "KeyS", {"ctrlKey": True, "modifierAltGraph": True}),
        ("ঞ", "KeyP", {"ctrlKey": True, "altKey": True}),
        ("Enter", "Enter", {"ctrlKey": True, "altKey": True}),
        ("ArrowDown", "ArrowDown", {"ctrlKey": True, "altKey": True}),
        # Another place that types the letter.
        ("স", "KeyN", {"ctrlKey": True}),
        # The number pad with Alt types signs by their numbers.
        ("8", "Numpad8", {"altKey": True}),
        ("2", "Numpad2", {"altKey": True}),
        # The browser's own.
        ("ু", "KeyS", {"ctrlKey": True, "shiftKey": True}),
    ],
)
def test_what_only_looks_like_a_key_is_left_alone(desk, meeting, item, key, code, held):
    asked = []
    desk.on("request", lambda request: asked.append(request.method))
    topic_of(desk, item).focus()
    order = list(meeting.items.values_list("pk", flat=True))
    assert press(desk, key, code, **held) is True
    desk.wait_for_timeout(200)
    assert asked == []
    assert list(meeting.items.values_list("pk", flat=True)) == order


def test_enter_of_the_number_pad_is_enter(desk, item, other):
    row(desk, item).get_by_label("শেষ তারিখ").focus()
    desk.keyboard.press("NumpadEnter")
    expect(topic_of(desk, other)).to_be_focused()


@pytest.mark.parametrize("key", ["?", "য়", "/"])
def test_the_list_of_keys_opens_by_place_too(desk, key):
    keys = desk.locator(".keys")
    desk.get_by_role("button", name="সংরক্ষণ করুন").first.focus()
    press(desk, key, "Slash", shiftKey=True)
    assert keys.evaluate("keys => keys.open") is True


def test_the_review_desk_is_steered_under_a_bengali_layout(server, sit_down, cast, meeting):
    make_issued(meeting, author=cast.staff, officer=cast.officer)
    make_submission(meeting, make_duty(cast.shalbon, cast.committee), by=cast.staff)
    page = sit_down(cast.dc_staff)
    page.goto(f"{server.url}/submissions/desk/")
    page.wait_for_load_state("networkidle")
    # AltGr opens nothing.
    press(page, "ণ", "KeyN", altKey=True, ctrlKey=True)
    press(page, "ণ", "KeyN", altKey=True, modifierAltGraph=True)
    page.wait_for_timeout(200)
    assert page.url.endswith("/desk/")
    with page.expect_navigation():
        press(page, "ণ", "KeyN", altKey=True)
    assert re.search(r"/submissions/[0-9]+/$", page.url)


# --- Composing -----------------------------------------------------------------------------------


class Composer:
    """An input method, as Chromium itself has one."""

    def __init__(self, page):
        self.devtools = page.context.new_cdp_session(page)

    def say(self, text):
        told = {"text": text, "selectionStart": len(text), "selectionEnd": len(text)}
        self.devtools.send("Input.imeSetComposition", told)

    def end(self, text):
        self.devtools.send("Input.insertText", {"text": text})

    def press(self, key, code):
        """A key that the input method has taken."""
        told = {"type": "rawKeyDown", "key": key, "code": code, "windowsVirtualKeyCode": 229}
        self.devtools.send("Input.dispatchKeyEvent", told)
        self.devtools.send("Input.dispatchKeyEvent", told | {"type": "keyUp"})


@pytest.mark.parametrize("part", some(["implementers", "discussion", "topic", "text"], 2))
def test_a_word_is_composed_through_keys_saves_and_looked_up_lists(
    server, sit_down, cast, meeting, item, part
):
    page = open_rows(sit_down(cast.staff), server, meeting)
    field = row(page, item).locator(f"[data-part={part}]").first
    field.fill("")
    method = Composer(page)
    method.say("ক")
    page.evaluate("document.activeElement.marked = true")
    # The page saves by itself meanwhile, and its answer comes.
    expect(line_of(page, item)).to_have_text(SAVED)
    method.say("কৃ")
    for key, code in (("Enter", "Enter"), ("ArrowDown", "ArrowDown"), ("Process", "KeyS")):
        method.press(key, code)
    page.wait_for_timeout(400)
    expect(field).to_be_focused()
    assert page.evaluate("document.activeElement.marked") is True
    expect(field).to_have_value("কৃ")
    expect(page.locator("#implementer-options")).to_have_count(0)
    method.end("কৃষি")
    expect(field).to_have_value("কৃষি")
    expect(page.locator("[data-rows] > [data-row]")).to_have_count(2)
    expect(line_of(page, item)).to_have_text(re.compile("লেখা হচ্ছে"))
    expect(line_of(page, item)).to_have_text(SAVED)
    # Control: the same key, with no input method, goes on.
    if part in ("topic", "implementers"):
        page.keyboard.press("Escape")
        page.keyboard.press("Enter")
        expect(field).not_to_be_focused()


def test_a_list_that_is_open_makes_way_for_a_word(server, sit_down, cast, meeting, item):
    page = open_rows(sit_down(cast.staff), server, meeting)
    page.route(
        "**/implementers/**",
        lambda route: route.fulfill(
            body='<li role="option" id="o0" data-printed="সকল">সকল</li>', content_type="text/html"
        ),
    )
    field = row(page, item).locator("[data-part=implementers]").first
    field.fill("স")
    expect(page.locator("#implementer-options")).to_be_visible()
    method = Composer(page)
    method.say("ক")
    expect(page.locator("#implementer-options")).to_have_count(0)
    method.end("ক")
    expect(page.locator("#implementer-options")).to_be_visible()
    expect(field).to_have_value("সক")


def test_a_guest_is_composed_through_a_save(server, sit_down, cast, meeting):
    page = open_page(sit_down(cast.staff), server, meeting, "attendance")
    name = page.locator("[name=guest0-name]")
    name.focus()
    method = Composer(page)
    method.say("আমি")
    expect(line(page)).to_have_text(SAVED)
    method.press("Enter", "Enter")
    method.say("আমিনা")
    method.end("আমিনা")
    expect(name).to_have_value("আমিনা")
    expect(name).to_be_focused()
    expect(line(page)).to_have_text(re.compile("লেখা হচ্ছে"))
    expect(line(page)).to_have_text(SAVED)
    assert [guest.name for guest in meeting.attendances.all()] == ["আমিনা"]


# --- Joiners -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("র্যাব অফিস", "র\u200d্যাব অফিস"),
        ("র\u200d্যাব অফিস", "র্যাব অফিস"),
        ("ক্ষ", "ক্\u200cষ"),
        ("উদ্বোধন", "উদ্\u200cবোধন"),
    ],
)
def test_a_joiner_alone_is_a_change(server, sit_down, cast, meeting, item, before, after):
    type(item).objects.filter(pk=item.pk).update(topic=before)
    page = open_rows(sit_down(cast.staff), server, meeting)
    topic_of(page, item).fill(after)
    expect(line_of(page, item)).to_have_text(SAVED)
    is_stored(page, item, after)
    # It is in the history, and a second person's joiner is a conflict like any other text.
    assert after in set(item.history.values_list("topic", flat=True))
    page.reload()
    is_ready(page)
    expect(topic_of(page, item)).to_have_value(after)
