"""Forty earlier decisions gone through by keyboard, stored row by row; pages that fit and are accessible."""

import os
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from followup import reviewing
from followup.disposing import dispose
from followup.models import Disposal
from offices.models import today
from tests.browser.accessible import is_accessible
from tests.followup.sittings import answered, in_days, many, plan
from tests.meetings.test_browser import desk, sign_in  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def coming(followed):
    many(followed, 39)
    answered(followed.ours, "পোর্টালের ৪২টি পাতা হালনাগাদ হয়েছে, বাকি ৮টি চলছে।", on=today(), progress=50)
    followed.theirs.change("asked", by=followed.near_uno, wanted_due=in_days(45))
    return plan(followed.committee, by=followed.cast.dc_staff)


@pytest.fixture
def at_the_page(desk, live_server, followed, coming):  # noqa: F811
    """The page as the section has it before it, at its first row."""
    desk.set_viewport_size({"width": 1366, "height": 768})
    sign_in(desk, live_server, followed.cast.dc_staff)
    desk.goto(live_server.url + reverse("followup:review", args=[coming.pk]))
    desk.locator("[data-row] input[type=radio]").first.focus()
    return desk


def picture(page, name):
    """Kept where somebody asked for pictures."""
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png")


def press(page, letter):
    """Press the key that a Bengali layout has this letter on."""
    page.evaluate(
        """(key) => document.activeElement.dispatchEvent(
             new KeyboardEvent("keydown", {key, bubbles: true, cancelable: true}))""",
        letter,
    )


def chosen():
    return dict(Disposal.objects.values_list("matter", "choice"))


def test_forty_rows_by_keyboard_alone_one_key_a_row(at_the_page, followed):
    page = at_the_page
    for number in range(40):
        press(page, "চ") if number % 2 else page.keyboard.press("c")
        page.keyboard.press("ArrowDown")
    expect(page.locator("[data-told]:has-text('সংরক্ষিত')")).to_have_count(40)
    assert set(chosen().values()) == {"carry"}
    assert len(chosen()) == 40


def test_the_key_of_a_choice_opens_what_it_asks_for_and_tab_leads_there(at_the_page, followed):
    page, pk = at_the_page, followed.matter.pk
    press(page, "ন")
    end = page.locator(f"#id_m{pk}-end")
    expect(end).to_be_visible()
    page.keyboard.press("Tab")
    expect(end).to_be_focused()
    end.select_option("unverifiable")
    page.keyboard.press("Tab")
    expect(page.locator(f"#id_m{pk}-reason")).to_be_focused()
    expect(page.locator(f"#row{pk} .fault")).to_have_text("“যাচাই করা যায়নি” হলে কারণ লিখুন।")
    page.complaints.clear()  # the console's of a refusal
    picture(page, "fault")
    page.keyboard.type("সরেজমিনে দেখা যায়নি")
    page.keyboard.press("Tab")
    expect(page.locator(f"#row{pk} [data-told]")).to_contain_text("সংরক্ষিত")
    disposal = Disposal.objects.get()
    assert (disposal.end, disposal.reason) == ("unverifiable", "সরেজমিনে দেখা যায়নি")


def test_the_proposal_of_a_row_is_taken_by_a_key_and_of_all_by_one_press(at_the_page, followed):
    page = at_the_page
    press(page, "প")
    expect(page.locator(f"#row{followed.matter.pk} [data-told]")).to_contain_text("সংরক্ষিত")
    assert chosen() == {followed.matter.pk: "extend"}
    page.get_by_role("button", name="বাকি").click()
    expect(page.get_by_text("প্রস্তাব বসানো হয়েছে")).to_be_visible()
    assert len(chosen()) == 40
    picture(page, "full-1366")


def test_letters_typed_into_a_reason_choose_nothing(at_the_page, followed):
    page, pk = at_the_page, followed.matter.pk
    press(page, "চ")
    reason = page.locator(f"#id_m{pk}-reason")
    reason.fill("")
    reason.press_sequentially("নসচ")
    page.keyboard.press("Tab")
    expect(page.locator(f"#row{pk} [data-told]")).to_contain_text("নসচ")
    assert chosen() == {pk: "carry"}


def test_who_is_overtaken_is_told_by_whom_and_may_choose_again(at_the_page, followed, coming):
    page, pk = at_the_page, followed.matter.pk
    dispose(
        coming, followed.matter, by=followed.cast.dc_officer, choice="extend", new_due=in_days(90)
    )
    press(page, "চ")
    told = page.locator(f"#row{pk} [data-told]")
    expect(told).to_contain_text(followed.cast.dc_officer.name)
    page.complaints.clear()
    assert chosen() == {pk: "extend"}
    press(page, "চ")
    expect(told).to_contain_text("সংরক্ষিত")
    assert chosen() == {pk: "carry"}


def test_what_did_not_reach_the_server_says_so(at_the_page, followed):
    page = at_the_page
    page.route("**/review/*/", lambda route: route.fulfill(status=503, body=""))
    press(page, "চ")
    expect(page.locator(f"#row{followed.matter.pk} [data-told]")).to_contain_text("সংরক্ষিত হয়নি")
    page.complaints.clear()


@pytest.mark.parametrize("width", [1366, 390])
def test_the_page_is_accessible_and_fits(at_the_page, followed, coming, width):
    page = at_the_page
    page.set_viewport_size({"width": width, "height": 844})
    picture(page, f"open-{width}")
    is_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    reviewing.freeze(coming, by=followed.cast.dc_staff)
    reviewing.put_into_minutes(coming, by=followed.cast.dc_staff)
    answered(followed.theirs, "৩০টি পাতা শেষ।", on=in_days(1), progress=90)
    page.reload()
    picture(page, f"frozen-{width}")
    is_accessible(page)
