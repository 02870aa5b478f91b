"""What was taken out or marked at once comes back by one key at once, and from the history later."""

import re

import pytest
from playwright.sync_api import expect

from meetings import actions
from meetings.models import AgendaItem, Decision
from tests.browser.accessible import is_accessible
from tests.browser.test_nothing_lost import SAVED, line_of, open_rows, row, topic_of
from tests.browser.test_whole_pages import line, open_page, sitting, statuses  # noqa: F401
from tests.factories import item_of, make_meeting
from tests.proof import some

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

COLUMNS = ["serial", "topic", "discussion", "decision", "implementer"]
ARMED = "সারিটি বাদ দেবেন?"


@pytest.fixture
def three(cast):
    """Rows of three, one and one decisions; the first with implementers."""
    items = [
        item_of(COLUMNS, "০১", "প্রথম", ["ক হবে।", "খ হবে।", "গ হবে।"]),
        item_of(COLUMNS, "০২", "দ্বিতীয়", ["ঘ হবে।"]),
        item_of(COLUMNS, "০৩", "তৃতীয়", ["ঙ হবে।"]),
    ]
    items[0]["decisions"][1]["implementers"] = ["কৃষি অফিসার", "শিক্ষা অফিসার"]
    return make_meeting(cast.committee, by=cast.staff, items=items)


@pytest.fixture
def desk(server, sit_down, cast, three):
    return open_rows(sit_down(cast.staff), server, three)


def stored(meeting):
    return [
        (
            item.pk, item.serial, item.topic,
            [
                (d.pk, d.thread, d.label, d.text, [i.printed for i in d.implementers.all()])
                for d in item.decisions.all()
            ],
        )
        for item in meeting.items.all()
    ]  # fmt: skip


def undo_line(page):
    return page.locator(".undo")


def press_z(page):
    """As it comes from a Bengali layout: another letter, the same place."""
    page.evaluate(
        """() => document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {
             key: "য", code: "KeyZ", ctrlKey: true, bubbles: true, cancelable: true}))"""
    )


def until(page, meeting, expected):
    for _ in range(100):
        if stored(meeting) == expected:
            return
        page.wait_for_timeout(50)
    assert stored(meeting) == expected


def drop_second(desk, three):
    item = three.items.first()
    row(desk, item).get_by_role("button", name="সিদ্ধান্তটি বাদ দিন").nth(1).click()
    expect(undo_line(desk)).to_contain_text("সিদ্ধান্ত (খ) বাদ দেওয়া হয়েছে")
    expect(line_of(desk, item)).to_have_text(SAVED)
    assert item.decisions.count() == 2
    return item


def remove(desk, item):
    button = row(desk, item).locator("button[value=delete]")
    button.click()
    expect(button).to_contain_text(ARMED)
    button.click()
    expect(row(desk, item)).to_have_count(0)


# --- At once -----------------------------------------------------------------------------------


def test_a_decision_comes_back_as_itself(desk, three):
    before = stored(three)
    drop_second(desk, three)
    desk.keyboard.press("Control+z")
    until(desk, three, before)
    field = row(desk, three.items.first()).get_by_label("সিদ্ধান্ত", exact=True).nth(1)
    expect(field).to_be_focused()
    expect(field).to_have_value("খ হবে।")
    expect(undo_line(desk)).to_contain_text("ফিরে এসেছে")


def test_by_its_line_too_and_by_the_place_of_the_key(desk, three):
    before = stored(three)
    drop_second(desk, three)
    undo_line(desk).get_by_role("button", name="ফেরান (Ctrl+Z)").click()
    until(desk, three, before)
    drop_second(desk, three)
    press_z(desk)
    until(desk, three, before)


def test_without_a_line_it_comes_back_before_the_server_ever_knew(desk, three):
    before = stored(three)
    desk.context.set_offline(True)
    item = three.items.first()
    row(desk, item).get_by_role("button", name="সিদ্ধান্তটি বাদ দিন").nth(1).click()
    desk.keyboard.press("Control+z")
    desk.context.set_offline(False)
    expect(line_of(desk, item)).to_have_text(SAVED, timeout=15_000)
    assert stored(three) == before


def test_the_key_belongs_to_a_field_that_was_typed_into_since(desk, three):
    item = drop_second(desk, three)
    field = row(desk, item).get_by_label("সিদ্ধান্ত", exact=True).nth(1)
    expect(field).to_be_focused()
    desk.keyboard.type("!")
    desk.keyboard.press("Control+z")
    expect(field).to_have_value("গ হবে।")
    expect(row(desk, item).locator("[data-decision]")).to_have_count(2)
    # Its own is undone: now the key is ours.
    desk.keyboard.press("Control+z")
    expect(row(desk, item).locator("[data-decision]")).to_have_count(3)


def test_a_row_comes_back_in_its_place_and_the_focus_stays_near(desk, three):
    before = stored(three)
    first, second, third = three.items.all()
    remove(desk, second)
    expect(topic_of(desk, third)).to_be_focused()
    expect(row(desk, third).locator("[data-serial]")).to_have_text("০২")
    remove(desk, third)
    expect(topic_of(desk, first)).to_be_focused()
    expect(undo_line(desk)).to_contain_text("সারি “তৃতীয়” বাদ দেওয়া হয়েছে")
    assert three.items.count() == 1
    desk.keyboard.press("Control+z")
    expect(topic_of(desk, third)).to_be_focused()
    desk.keyboard.press("Control+z")
    expect(topic_of(desk, second)).to_be_focused()
    until(desk, three, before)
    ids = desk.locator("[data-rows] > [data-row]").evaluate_all("rows => rows.map(row => row.id)")
    assert ids == [f"item{item.pk}" for item in (first, second, third)]
    # And it is written on, without a conflict with oneself.
    topic_of(desk, second).fill("দ্বিতীয়, আবার")
    desk.keyboard.press("Control+s")
    expect(line_of(desk, second)).to_have_text(SAVED)
    assert AgendaItem.objects.get(pk=second.pk).topic == "দ্বিতীয়, আবার"


def test_what_another_made_of_the_row_meanwhile_is_not_written_over(desk, three, cast):
    from meetings.restoring import restore_item

    second = three.items.all()[1]
    remove(desk, second)
    back = restore_item(three, second.pk, by=cast.two_roles)
    actions.save_item(
        back, version=back.version, by=cast.two_roles, topic="অন্যের লেখা", decisions=[]
    )
    desk.keyboard.press("Control+z")
    desk.wait_for_url(re.compile(rf"focus={second.pk}"))
    expect(topic_of(desk, second)).to_have_value("অন্যের লেখা")


def test_a_row_that_cannot_come_back_now_says_so_and_may_later(desk, three):
    before = stored(three)
    second = three.items.all()[1]
    remove(desk, second)
    desk.context.set_offline(True)
    desk.keyboard.press("Control+z")
    expect(undo_line(desk)).to_contain_text("এখন ফেরানো গেল না")
    desk.context.set_offline(False)
    desk.keyboard.press("Control+z")
    until(desk, three, before)


def test_a_row_that_was_moved_goes_back(desk, three):
    before = stored(three)
    second = three.items.all()[1]
    topic_of(desk, second).focus()
    desk.keyboard.press("Alt+ArrowDown")
    expect(row(desk, second).locator("[data-serial]")).to_have_text("০৩")
    expect(undo_line(desk)).to_contain_text("সারিটি নিচে নেওয়া হয়েছে")
    desk.keyboard.press("Control+z")
    expect(row(desk, second).locator("[data-serial]")).to_have_text("০২")
    until(desk, three, before)
    expect(topic_of(desk, second)).to_be_focused()


def test_rows_that_another_moved_too_stand_as_the_server_has_them(desk, three, cast):
    first, second, third = three.items.all()
    actions.move_item(third, by=cast.two_roles, down=False)
    topic_of(desk, first).focus()
    desk.keyboard.press("Alt+ArrowDown")
    expect(row(desk, first).locator("[data-serial]")).to_have_text("০২")

    def shown():
        return desk.locator("[data-rows] > [data-row]").evaluate_all(
            "rows => rows.map(row => Number(row.dataset.item))"
        )

    assert shown() == [third.pk, first.pk, second.pk]
    desk.keyboard.press("Control+z")
    expect(row(desk, first).locator("[data-serial]")).to_have_text("০১")
    assert shown() == [first.pk, third.pk, second.pk]
    assert list(three.items.values_list("pk", flat=True)) == shown()
    expect(topic_of(desk, first)).to_be_focused()


def test_marks_set_at_once_go_back(server, sit_down, cast, sitting):  # noqa: F811
    page = open_page(sit_down(cast.staff), server, sitting, "attendance")
    page.locator("label.choice-absent").first.click()
    expect(line(page)).to_have_text(SAVED)
    page.get_by_role("button", name="সব সদস্য উপস্থিত").click()
    expect(undo_line(page)).to_contain_text("সব সদস্যকে উপস্থিত ধরা হয়েছে")
    page.wait_for_function("document.querySelector('[data-count=seated]').textContent === '২'")
    expect(line(page)).to_have_text(SAVED)
    assert statuses(sitting) == ["present", "present"]
    page.keyboard.press("Control+z")
    expect(page.locator("[data-count=seated]")).to_have_text("০")
    page.keyboard.press("Control+s")
    expect(line(page)).to_have_text(SAVED)
    assert statuses(sitting) == ["absent", "unmarked"]


def test_a_guest_who_was_taken_out_goes_back(server, sit_down, cast, sitting):  # noqa: F811
    from meetings.models import Attendance

    guest = Attendance.objects.create(
        meeting=sitting, position=9, name="আমিনা খাতুন", designation=["সাংবাদিক", "শালবন"],
        status="guest",
    )  # fmt: skip
    page = open_page(sit_down(cast.staff), server, sitting, "attendance")
    gone = page.locator(f"label[for=id_row{guest.pk}-status_1]")
    # Before the server knew, and after.
    gone.click()
    page.keyboard.press("Control+z")
    expect(line(page)).to_have_text(SAVED)
    assert sitting.attendances.count() == 3
    gone.click()
    expect(line(page)).to_have_text(re.compile("লেখা হচ্ছে"))
    expect(line(page)).to_have_text(SAVED)
    assert sitting.attendances.count() == 2
    expect(page.locator(f"[data-person='{guest.pk}']")).to_have_count(0)
    page.keyboard.press("Control+z")
    expect(page.locator("[name=guest0-name]")).to_have_value("আমিনা খাতুন")
    expect(page.locator("[name=guest0-id]")).not_to_have_value("")
    back = sitting.attendances.last()
    assert (back.name, back.designation) == ("আমিনা খাতুন", ["সাংবাদিক, শালবন"])


def test_a_line_of_a_shape_goes_back_in_its_place(server, sit_down, cast):
    page = sit_down(cast.staff)
    page.goto(f"{server.url}/committees/{cast.committee.pk}/shape/")
    page.wait_for_selector(".undo", state="attached")
    held = "form => [...new FormData(form)].filter(([name]) => name !== 'csrfmiddlewaretoken')"
    form = page.locator("[data-shape]")
    before = form.evaluate(held)
    page.locator("[data-move=drop]").first.click()
    expect(undo_line(page)).to_contain_text("লাইনটি বাদ দেওয়া হয়েছে")
    assert form.evaluate(held) != before
    page.keyboard.press("Control+z")
    expect(undo_line(page)).to_contain_text("ফিরে এসেছে")
    assert form.evaluate(held) == before


@pytest.mark.parametrize("width", some([1366, 320], 1))
def test_the_line_that_offers_it_is_accessible(server, sit_down, cast, three, width):
    page = sit_down(cast.staff, viewport={"width": width, "height": 768})
    open_rows(page, server, three)
    drop_second(page, three)
    is_accessible(page)


# --- Sure? -------------------------------------------------------------------------------------


@pytest.mark.parametrize("leave", ["Escape", "Tab", "elsewhere", "later"])
def test_an_armed_button_that_was_left_has_to_be_asked_anew(server, sit_down, cast, three, leave):
    desk = sit_down(cast.staff)
    desk.clock.install()
    open_rows(desk, server, three)
    second = three.items.all()[1]
    button = row(desk, second).locator("button[value=delete]")
    button.click()
    expect(button).to_contain_text(ARMED)
    if leave == "elsewhere":
        desk.get_by_role("heading", level=1).first.click()
    elif leave == "later":
        desk.clock.run_for(10_000)
    else:
        desk.keyboard.press(leave)
    expect(button).to_have_text("বাদ দিন")
    button.click()
    expect(button).to_contain_text(ARMED)
    assert three.items.count() == 3
    # Control: not left, the second press does it.
    button.click()
    expect(row(desk, second)).to_have_count(0)
    expect(undo_line(desk)).to_be_visible()
    assert three.items.count() == 2


# --- Later, and without scripts ------------------------------------------------------------------


def test_without_scripts_all_of_it_comes_back_from_the_history(server, sit_down, cast, three):
    page = sit_down(cast.staff, java_script_enabled=False)
    before = stored(three)
    first, second, _ = three.items.all()
    page.goto(f"{server.url}/meetings/{three.pk}/items/")
    row(page, first).get_by_role("button", name="সিদ্ধান্তটি বাদ দিন").nth(1).click()
    assert first.decisions.count() == 2
    page.get_by_role("status").get_by_role("link", name="ইতিহাস").click()
    page.get_by_role("button", name="সিদ্ধান্তটি ফিরিয়ে আনুন").click()
    assert stored(three) == before
    page.goto(f"{server.url}/meetings/{three.pk}/items/")
    row(page, second).get_by_role("button", name="নিচে নিন").click()
    assert stored(three) != before
    page.goto(f"{server.url}/meetings/{three.pk}/history/")
    page.get_by_role("button", name="সারির আগের ক্রমে ফিরুন").first.click()
    assert stored(three) == before
    assert Decision.objects.filter(item__meeting=three).count() == 5
