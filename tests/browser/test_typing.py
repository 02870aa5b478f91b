"""The long page by keyboard: its keys, its focus, its input methods, its sizes; and without scripts."""

import json
import re
from datetime import date

import pytest
from playwright.sync_api import expect

from committees.models import Membership
from meetings import actions
from meetings.attendance import bring_members
from meetings.content import content_of
from meetings.forms import ItemForm
from meetings.models import Decision, Meeting, State
from meetings.views import writing
from offices.models import Posting
from papers.shapes import READY_SHAPES
from tests.browser.accessible import is_accessible, tells_of_a_fault
from tests.browser.test_nothing_lost import (
    SAVED,
    is_ready,
    is_stored,
    line_of,
    open_rows,
    row,
    topic_of,
    type_topic,
)
from tests.factories import LONG_AGO, item_of, make_meeting, make_post, seat
from tests.meetings.test_browser import tab_to
from tests.proof import some

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(server, sit_down, cast, meeting):
    return open_rows(sit_down(cast.staff), server, meeting)


def label_in_focus(page):
    return page.evaluate("document.activeElement.labels?.[0]?.innerText ?? null")


def name_in_focus(page):
    return page.evaluate("document.activeElement.name ?? null")


# --- Keys -------------------------------------------------------------------------------------


def test_enter_leads_from_field_to_field_and_from_row_to_row(desk, item, other):
    topic_of(desk, item).focus()
    desk.keyboard.press("Enter")
    assert label_in_focus(desk) == "আলোচনা"
    desk.keyboard.press("Tab")
    assert label_in_focus(desk) == "সিদ্ধান্ত"
    desk.keyboard.press("Tab")
    assert label_in_focus(desk) == "বাস্তবায়নকারী"
    desk.keyboard.press("Control+End")
    desk.keyboard.press("Shift+Enter")
    assert desk.evaluate("document.activeElement.value").endswith("\n")
    desk.keyboard.press("Backspace")
    desk.keyboard.press("Enter")
    expect(topic_of(desk, other)).to_be_focused()
    assert "\n" not in topic_of(desk, item).input_value()


def test_enter_in_the_last_row_opens_a_row_that_is_stored_once_typed_into(desk, meeting, other):
    row(desk, other).get_by_label("বাস্তবায়নকারী").last.focus()
    desk.keyboard.press("Enter")
    desk.keyboard.type("তৃতীয় বিষয়")
    desk.keyboard.press("Control+s")
    expect(desk.locator("[data-rows] > [data-row] [data-saved]").last).to_have_text(SAVED)
    assert label_in_focus(desk) == "আলোচ্য বিষয়"
    assert [item.topic for item in meeting.items.all()][2:] == ["তৃতীয় বিষয়"]
    expect(desk.locator("[data-rows] > [data-row] [data-serial]").last).to_have_text("০৩")


def test_keys_typed_at_once_after_enter_go_into_the_new_row(desk, meeting, other):
    """However slow the line: nothing waits for an answer."""
    desk.route("**/items/**", lambda route: (desk.wait_for_timeout(500), route.continue_()))
    row(desk, other).get_by_label("বাস্তবায়নকারী").last.focus()
    desk.keyboard.press("Enter")
    desk.keyboard.type("এক")
    desk.keyboard.press("Enter")
    desk.keyboard.type("দুই")
    desk.keyboard.press("Control+Enter")
    desk.keyboard.type("তিন")
    desk.keyboard.press("Control+s")
    expect(desk.locator("[data-rows] > [data-row] [data-saved]").last).to_have_text(SAVED)
    made = meeting.items.last()
    assert (made.topic, made.discussion) == ("এক", ["দুই"])
    assert [decision.text for decision in made.decisions.all()] == ["", "তিন"]


def test_control_enter_adds_a_decision_and_letters_follow(desk, item):
    row(desk, item).get_by_label("সিদ্ধান্ত", exact=True).focus()
    desk.keyboard.press("Control+Enter")
    desk.keyboard.type("দ্বিতীয়")
    desk.keyboard.press("Control+s")
    expect(line_of(desk, item)).to_have_text(SAVED)
    assert [(d.label, d.text) for d in item.decisions.all()] == [
        ("ক", "পোর্টালের তথ্য নিয়মিত হালনাগাদ করতে হবে।"),
        ("খ", "দ্বিতীয়"),
    ]
    legends = row(desk, item).locator("legend")
    assert legends.all_inner_texts() == ["সিদ্ধান্ত (ক)", "সিদ্ধান্ত (খ)"]
    row(desk, item).get_by_role("button", name="সিদ্ধান্তটি বাদ দিন").first.click()
    desk.wait_for_timeout(100)
    expect(line_of(desk, item)).to_have_text(SAVED)
    assert [(d.label, d.text) for d in item.decisions.all()] == [(None, "দ্বিতীয়")]
    assert name_in_focus(desk) == f"item{item.pk}-d1-text"


def test_alt_and_arrows_move_the_row_under_its_focus(desk, meeting, item, other):
    field = topic_of(desk, other)
    field.focus()
    desk.evaluate("document.activeElement.marked = true")
    desk.keyboard.press("Alt+ArrowUp")
    expect(row(desk, other).locator("[data-serial]")).to_have_text("০১")
    expect(row(desk, item).locator("[data-serial]")).to_have_text("০২")
    assert desk.evaluate("document.activeElement.marked") is True
    assert list(meeting.items.values_list("pk", flat=True)) == [other.pk, item.pk]
    ids = desk.locator("[data-rows] > [data-row]").evaluate_all("rows => rows.map(row => row.id)")
    assert ids == [f"item{other.pk}", f"item{item.pk}"]
    desk.keyboard.press("Alt+ArrowDown")
    expect(row(desk, other).locator("[data-serial]")).to_have_text("০২")
    assert list(meeting.items.values_list("pk", flat=True)) == [item.pk, other.pk]


def test_the_keys_are_listed(desk, item):
    topic_of(desk, item).focus()
    desk.keyboard.type("?")
    assert desk.locator(".keys").evaluate("keys => keys.open") is False
    desk.get_by_role("button", name="সংরক্ষণ করুন").first.focus()
    desk.keyboard.type("?")
    assert desk.locator(".keys").evaluate("keys => keys.open") is True


@pytest.mark.parametrize("told", [{"isComposing": True}, {"keyCode": 229}])
@pytest.mark.parametrize(
    "keys",
    [{"key": "Enter"}, {"key": "Enter", "ctrlKey": True}, {"key": "s", "ctrlKey": True},
     {"key": "ArrowDown", "altKey": True}],
)  # fmt: skip
def test_keys_of_an_input_method_are_left_alone(desk, meeting, item, told, keys):
    asked = []
    desk.on("request", lambda request: asked.append(request.method))
    topic_of(desk, item).focus()
    went = desk.evaluate(
        """told => document.activeElement.dispatchEvent(
             new KeyboardEvent("keydown", {bubbles: true, cancelable: true, ...told}))""",
        told | keys,
    )
    desk.wait_for_timeout(200)
    assert went is True
    assert name_in_focus(desk) == f"item{item.pk}-topic"
    assert asked == []
    # The same keys, without an input method, do something: they are not simply dead.
    assert (
        desk.evaluate(
            """told => document.activeElement.dispatchEvent(
             new KeyboardEvent("keydown", {bubbles: true, cancelable: true, ...told}))""",
            keys,
        )
        is False
    )


def test_a_composition_goes_on_through_a_save(desk, item):
    """Chromium's own composition: a save and its answer come while the word is not finished."""
    topic_of(desk, item).fill("")
    devtools = desk.context.new_cdp_session(desk)
    devtools.send(
        "Input.imeSetComposition", {"text": "অফি", "selectionStart": 3, "selectionEnd": 3}
    )
    desk.evaluate("document.activeElement.marked = true")
    expect(line_of(desk, item)).to_have_text(SAVED)
    desk.wait_for_timeout(800)  # the preview has come back too
    assert desk.evaluate("document.activeElement.marked") is True
    devtools.send(
        "Input.imeSetComposition", {"text": "অফিস", "selectionStart": 4, "selectionEnd": 4}
    )
    devtools.send("Input.insertText", {"text": "অফিস"})
    expect(topic_of(desk, item)).to_have_value("অফিস")
    is_stored(desk, item, "অফিস")


def test_a_save_takes_neither_focus_nor_caret(desk, item):
    field = topic_of(desk, item)
    field.fill("এক দুই তিন")
    field.evaluate("field => field.setSelectionRange(3, 3)")
    expect(line_of(desk, item)).to_have_text(SAVED)
    desk.wait_for_timeout(800)
    expect(field).to_be_focused()
    assert field.evaluate("field => field.selectionStart") == 3


def test_the_paper_follows_the_row_in_focus(server, sit_down, cast, meeting):
    for number in range(12):
        actions.add_item(meeting, by=cast.staff, topic=f"বিষয় {number}", discussion=["কথা " * 60])
    page = sit_down(cast.staff, viewport={"width": 1366, "height": 768})
    open_rows(page, server, meeting)
    last = meeting.items.last()
    topic_of(page, last).fill("শেষ বিষয়!")
    shown = page.locator("[data-paper] tbody.here")
    expect(shown).to_contain_text("শেষ বিষয়!")
    expect(shown).to_be_in_viewport()
    topic_of(page, meeting.items.first()).focus()
    expect(page.locator("[data-paper] tbody.here")).to_contain_text("ওয়েব পোর্টাল হালনাগাদ")
    expect(page.locator("[data-paper] tbody.here")).to_be_in_viewport()


# --- For everybody, on every screen -----------------------------------------------------------


@pytest.mark.parametrize("width", some([1366, 320], 1))
def test_every_state_of_the_page_is_accessible_and_fits(
    server, sit_down, cast, meeting, item, other, width
):
    page = sit_down(cast.staff, viewport={"width": width, "height": 768 if width > 400 else 256})
    open_rows(page, server, meeting)
    is_accessible(page)

    # A date that is none: told beside it while typing.
    due = row(page, item).get_by_label("শেষ তারিখ")
    due.fill("৩১/০২/২০২৪")
    due.press("Control+s")
    expect(line_of(page, item)).to_have_text(re.compile("মেলাতে হবে"))
    expect(row(page, item).locator(".fault")).to_be_visible()
    is_accessible(page)

    # Text whose row is gone.
    topic_of(page, other).fill("হারানো সারির লেখা")
    actions.delete_item(other, version=other.version, by=cast.two_roles)
    expect(line_of(page, other)).to_have_text(re.compile("বাদ দিয়েছেন"))
    is_accessible(page)
    page.reload()
    is_ready(page)
    expect(page.locator("[data-recovered]")).to_be_visible()
    is_accessible(page)

    # A row opened here, with two decisions.
    page.get_by_role("button", name="নতুন সারি যোগ করুন").click()
    page.keyboard.type("নতুন")
    page.keyboard.press("Control+Enter")
    is_accessible(page)

    # A conflict.
    row(page, item).get_by_label("শেষ তারিখ").fill("")
    actions.save_item(
        item, version=item.version, by=cast.two_roles, topic="অন্যের লেখা", decisions=[]
    )
    topic_of(page, item).fill("আমার লেখা")
    expect(line_of(page, item)).to_have_text(re.compile("আরেকজন এই সারি বদলেছেন"))
    topic_of(page, item).press("Control+s")
    page.wait_for_selector("[data-conflict][data-ready]")
    is_accessible(page)

    # A meeting without rows.
    empty = make_meeting(
        cast.committee, by=cast.staff, items=[], held_on=meeting.held_on.replace(day=1)
    )
    open_rows(page, server, empty)
    is_accessible(page)


def test_a_plain_form_with_a_fault_is_accessible(server, sit_down, cast, meeting, item):
    page = sit_down(cast.staff, java_script_enabled=True)
    page.route("**/*.js", lambda route: route.abort())
    page.goto(f"{server.url}/meetings/{meeting.pk}/items/")
    row(page, item).get_by_label("শেষ তারিখ").fill("৩১/০২/২০২৪")
    row(page, item).get_by_role("button", name="সংরক্ষণ করুন").click()
    tells_of_a_fault(page)
    is_accessible(page)


# --- A whole agenda ---------------------------------------------------------------------------


@pytest.fixture
def sample(shared):
    [file] = (shared / "seeds").glob("004_*.json")
    return json.loads(file.read_text("utf-8"))


@pytest.fixture
def committee(cast, sample):
    """The cast's committee with the sample's columns and one member: who holds its chair."""
    shape = READY_SHAPES["district_ict"] | {key: sample[key] for key in ("columns", "column_keys")}
    cast.committee.shape = shape
    cast.committee.save()
    chair = make_post(cast.meghdubi, "উপজেলা নির্বাহী অফিসার")
    Posting.objects.create(post=chair, name="রেহানা পারভীন", starts_on=LONG_AGO)
    seat(cast.committee, chair, Membership.Role.CHAIR)
    return cast.committee


# Playwright takes options whose values differ by a blank for the same: chosen by place.
SEPARATORS = [value for value, _ in ItemForm.base_fields["topic_separator"].choices]


def items_of(meeting):
    return content_of(Meeting.objects.with_paper().get(pk=meeting.pk))["items"]


def enter(page, sample):
    """Enter the sample's items on the long page of a meeting without rows, by keys alone."""
    keyboard = page.keyboard

    def go_to(label):
        for _ in range(60):
            if label_in_focus(page) == label:
                return
            keyboard.press("Tab")
        pytest.fail(f"no Tab leads to {label}")

    for _ in range(60):
        keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText") == "নতুন সারি যোগ করুন":
            break
    keyboard.press("Enter")
    for number, item in enumerate(sample["items"], 1):
        assert label_in_focus(page) == "আলোচ্য বিষয়"
        keyboard.insert_text(item["topic"])
        go_to("বিষয়ের পরের চিহ্ন")
        for _ in range(10):
            if page.evaluate("document.activeElement.value") == item["topic_separator"]:
                break
            keyboard.press("ArrowDown")
        else:
            pytest.fail("no arrow leads to the separator")
        go_to("আলোচনা")
        keyboard.insert_text("\n".join(item["discussion"]))
        for index, decision in enumerate(item["decisions"]):
            if index:
                keyboard.press("Control+Enter")
            go_to("সিদ্ধান্ত")
            keyboard.insert_text(decision["text"])
            go_to("বাস্তবায়নকারী")
            for place, implementer in enumerate(decision["implementers"]):
                if place:
                    keyboard.press("Shift+Enter")
                keyboard.insert_text(implementer)
        if item.get("implementers_as_printed"):
            go_to("সব সিদ্ধান্তের বাস্তবায়নকারী এক ঘরে, যেমন ছাপা হবে")
            keyboard.insert_text(item["implementers_as_printed"])
        if number < len(sample["items"]):
            keyboard.press("Enter")
    keyboard.press("Control+s")
    expect(page.locator("[data-rows] > [data-row]")).to_have_count(len(sample["items"]))
    for line in page.locator("[data-rows] > [data-row] [data-saved]").all():
        expect(line).to_have_text(SAVED)


def press(page, name):
    """Walk to a link or button by Tab and press it."""
    tab_to(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_whole_meeting_is_entered_and_handed_in_by_keyboard_alone(
    server, sit_down, cast, committee, sample
):
    page = sit_down(cast.staff)
    page.goto(server.url)
    press(page, "সভা")
    press(page, "নতুন সভা")
    press(page, f"নতুন সভা: {committee.name}")
    tab_to(page, "সভার তারিখ")
    page.keyboard.press("Control+A")
    page.keyboard.type("১৮/০৪/২০২৪")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    press(page, "আলোচ্যসূচি ও সিদ্ধান্ত")
    is_ready(page)
    enter(page, sample)

    press(page, Meeting.objects.get().heading)
    press(page, "যাচাই ও দাখিল")
    press(page, "অনুমোদনের জন্য পাঠান")
    meeting = Meeting.objects.get()
    assert (meeting.state, meeting.submitted_by) == (State.SUBMITTED, cast.staff)
    assert items_of(meeting) == sample["items"]


def enter_plainly(page, sample):
    """Enter the sample's items by the buttons of plain forms."""
    page.get_by_role("button", name="নতুন সারি যোগ করুন").click()
    for number, item in enumerate(sample["items"], 1):
        form = page.locator("[data-rows] > [data-row]").nth(number - 1)
        form.get_by_label("আলোচ্য বিষয়").fill(item["topic"])
        form.get_by_label("বিষয়ের পরের চিহ্ন").select_option(
            index=SEPARATORS.index(item["topic_separator"])
        )
        form.get_by_label("আলোচনা").fill("\n".join(item["discussion"]))
        for _ in item["decisions"][1:]:
            form.get_by_role("button", name="আরেকটি সিদ্ধান্ত").click()
        for index, decision in enumerate(item["decisions"]):
            part = form.locator("[data-decision]").nth(index)
            part.get_by_label("সিদ্ধান্ত", exact=True).fill(decision["text"])
            part.get_by_label("বাস্তবায়নকারী").fill("\n".join(decision["implementers"]))
        if item.get("implementers_as_printed"):
            form.get_by_label("সব সিদ্ধান্তের বাস্তবায়নকারী").fill(item["implementers_as_printed"])
        act = "পরের সারি" if number < len(sample["items"]) else "সংরক্ষণ করুন"
        form.get_by_role("button", name=act).click()


def test_a_whole_meeting_is_entered_and_handed_in_without_javascript(
    server, sit_down, cast, committee, sample
):
    for title, name in (("উপজেলা কৃষি অফিসার", "মাহমুদ হাসান"), ("উপজেলা আইসিটি অফিসার", "তানজিলা হক")):
        post = make_post(cast.meghdubi, title)
        Posting.objects.create(post=post, name=name, starts_on=LONG_AGO)
        seat(committee, post)
    page = sit_down(cast.staff, java_script_enabled=False)
    page.goto(server.url)
    page.get_by_role("navigation").get_by_role("link", name="সভা").click()
    page.get_by_role("link", name="নতুন সভা").click()
    page.get_by_role("link", name=f"নতুন সভা: {committee.name}").click()
    page.get_by_label("সভার তারিখ").fill("কাল")
    page.get_by_role("button", name="সভা খুলুন").click()
    tells_of_a_fault(page)
    page.get_by_label("সভার তারিখ").fill("১৮/০৪/২০২৪")
    page.get_by_label("স্থান", exact=True).fill(sample["meeting"]["venue"])
    page.get_by_role("button", name="সভা খুলুন").click()
    meeting = Meeting.objects.get()

    page.get_by_role("link", name="সভার তথ্য").first.click()
    page.get_by_label("সময়", exact=True).fill("১১.৩০")
    page.get_by_role("textbox", name="সূচনা").fill("\n".join(sample["opening"]))
    page.get_by_role("button", name="সংরক্ষণ করুন", exact=True).click()

    page.get_by_role("link", name="উপস্থিতি নিন").click()
    page.get_by_role("button", name="সব সদস্য উপস্থিত").click()
    page.locator(".choice-represented").nth(1).click()
    page.get_by_label("প্রতিনিধির নাম").nth(1).fill("সুব্রত চাকমা")
    page.get_by_label("আমন্ত্রিতের নাম").first.fill("আমিনা খাতুন")
    page.get_by_role("button", name="সংরক্ষণ করুন", exact=True).click()

    page.get_by_role("link", name="আলোচ্যসূচি ও সিদ্ধান্ত").first.click()
    enter_plainly(page, sample)
    page.get_by_role("link", name=meeting.heading).click()
    page.get_by_role("link", name="যাচাই ও দাখিল").first.click()
    page.get_by_role("button", name="অনুমোদনের জন্য পাঠান").click()
    expect(page.get_by_role("status")).to_contain_text("অনুমোদনের জন্য পাঠানো হয়েছে")

    meeting.refresh_from_db()
    assert (meeting.state, meeting.submitted_by) == (State.SUBMITTED, cast.staff)
    assert (meeting.venue, meeting.opening) == (sample["meeting"]["venue"], sample["opening"])
    assert list(meeting.attendances.values_list("name", "status", "representative_name")) == [
        ("রেহানা পারভীন", "present", ""),
        ("মাহমুদ হাসান", "represented", "সুব্রত চাকমা"),
        ("তানজিলা হক", "present", ""),
        ("আমিনা খাতুন", "guest", ""),
    ]
    assert items_of(meeting) == sample["items"]


# --- A long agenda ----------------------------------------------------------------------------


@pytest.fixture
def long_one(cast):
    """More rows than are sent with their forms; of every kind a row can be."""
    keys = READY_SHAPES["district_ict"]["column_keys"]
    items = [
        item_of(
            keys, f"{number}", f"বিষয় {number} <b>&amp; ", ["এক  \nলাইন", "দুই"][: number % 2 + 1]
        )
        for number in range(writing.MANY_ROWS + 3)
    ]
    items[3] |= {"discussion": ["প্রথম অনুচ্ছেদ", "দ্বিতীয় “অনুচ্ছেদ”"], "topic_separator": "ঃ "}
    items[3]["decisions"][0]["implementers"] = ["সহকারী প্রোগ্রামার", "অফিস সহকারী"]
    items[4] |= {"implementers_as_printed": "সকল", "discussion": []}
    meeting = make_meeting(cast.committee, by=cast.staff, items=items)
    Decision.objects.filter(item__position=3).update(due_on=date(2024, 5, 1))
    return meeting


def test_rows_sent_without_forms_are_the_same_rows(server, sit_down, cast, long_one):
    page = open_rows(sit_down(cast.staff), server, long_one)
    told = page.locator("[data-rows] > [data-row]").evaluate_all(
        """forms => forms.map(form => Object.fromEntries(
             [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken")))"""
    )
    assert told == [writing._fields(item) for item in long_one.items.all()]
    serials = page.locator("[data-rows] [data-serial]").all_inner_texts()
    assert serials == list(long_one.items.values_list("serial", flat=True))
    expect(page.locator("[data-paper] table.rows tbody").first).to_be_attached()
    # And are written like any other.
    item = long_one.items.get(position=3)
    type_topic(page, item, "বদলানো বিষয়")
    page.keyboard.press("Control+s")
    expect(line_of(page, item)).to_have_text(SAVED)
    stored = writing._fields(long_one.items.get(pk=item.pk))
    changed = {f"item{item.pk}-topic": "বদলানো বিষয়", f"item{item.pk}-version": "2"}
    assert stored == told[3] | changed
    row(page, item).get_by_label("বাস্তবায়নকারী").first.press("Enter")
    expect(topic_of(page, long_one.items.get(position=4))).to_be_focused()


def test_a_long_agenda_is_written_without_javascript(server, sit_down, cast, long_one):
    page = sit_down(cast.staff, java_script_enabled=False)
    page.goto(f"{server.url}/meetings/{long_one.pk}/items/")
    is_lean = page.locator("[data-lean]")
    assert is_lean.count() == long_one.items.count()
    first, second = long_one.items.all()[:2]
    page.locator(f"#item{first.pk}").get_by_role("link", name="সারিটি লিখুন").click()
    topic_of(page, first).fill("প্রথম")
    row(page, first).get_by_role("button", name="পরের সারি").click()
    topic_of(page, second).fill("দ্বিতীয়")
    row(page, second).get_by_role("button", name="সংরক্ষণ করুন").click()
    assert [item.topic for item in long_one.items.all()[:2]] == ["প্রথম", "দ্বিতীয়"]


@pytest.fixture
def zoomed(server, sit_down, cast):
    """1366 × 768 at 400 %: what is left of the screen in CSS pixels, each drawn four times."""
    return sit_down(cast.staff, viewport={"width": 341, "height": 192}, device_scale_factor=4)


def test_the_pages_of_writing_are_usable_at_four_times_the_size(
    server, zoomed, cast, meeting, item
):
    seat(cast.committee, make_post(cast.meghdubi, "উপজেলা কৃষি অফিসার"))
    bring_members(meeting, by=cast.staff)
    here = f"{server.url}/meetings/{meeting.pk}/"
    for name in ("", "head/", "attendance/", "items/", "paste/", "check/", "history/", "files/"):
        zoomed.goto(here + name)
        is_accessible(zoomed)
    for name, told in (
        ("head/", "সংরক্ষণ করুন"),
        ("attendance/", "সংরক্ষণ করুন"),
        ("items/", "নতুন সারি যোগ করুন"),
    ):
        zoomed.goto(here + name)
        is_ready(zoomed)
        tab_to(zoomed, told)
        is_in_sight(zoomed)
    # A row is written, its fault told and its conflict shown.
    topic = topic_of(zoomed, item)
    topic.focus()
    is_in_sight(zoomed)
    due = row(zoomed, item).get_by_label("শেষ তারিখ")
    due.fill("৩১/০২/২০২৪")
    due.press("Control+s")
    expect(row(zoomed, item).locator(".fault")).to_be_visible()
    is_accessible(zoomed)
    due.fill("")
    actions.save_item(item, version=1, by=cast.two_roles, topic="অন্যের লেখা", decisions=[])
    topic.fill("আমার লেখা")
    expect(line_of(zoomed, item)).to_have_text(re.compile("আরেকজন এই সারি বদলেছেন"))
    topic.press("Control+s")
    zoomed.wait_for_selector("[data-conflict][data-ready]")
    is_accessible(zoomed)


def is_in_sight(page):
    """What has the focus is on the screen, and nothing lies over its middle."""
    assert page.evaluate(
        """() => {
          const at = document.activeElement, box = at.getBoundingClientRect();
          const seen = document.elementFromPoint(
            box.left + box.width / 2, Math.min(box.top + box.height / 2, innerHeight - 2));
          return box.top >= 0 && box.top < innerHeight && (at === seen || at.contains(seen));
        }"""
    )
