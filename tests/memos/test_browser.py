"""Issue, check, publish: in a real browser, by keyboard alone, with axe on every page."""

from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from meetings.models import PUBLISHED
from memos.models import Memo
from tests.browser.accessible import is_accessible
from tests.factories import make_issued, make_meeting
from tests.keys import PIN
from tests.meetings.test_browser import (  # noqa: F401
    PASSWORD,
    _styled,
    desk,
    press,
    sign_in,
    tab_to,
)
from tests.proof import some

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_minutes_are_issued_checked_and_published_by_keyboard_alone(
    desk,  # noqa: F811
    live_server,
    cast,
    keys,
    approved,
):
    sign_in(desk, live_server, cast.officer)
    press(desk, f"জারি করুন: {approved.heading}")
    press(desk, "জারি করুন")
    is_accessible(desk)

    tab_to(desk, "স্বাক্ষর-চাবির পিন")
    desk.keyboard.type("ভুল")
    tab_to(desk, "আপনার পাসওয়ার্ড")
    desk.keyboard.type(PASSWORD)
    with desk.expect_navigation():
        desk.keyboard.press("Enter")
    # The error comes first, and leads to its field.
    assert desk.evaluate("document.activeElement.hasAttribute('data-error-summary')")
    is_accessible(desk)
    tab_to(desk, "স্বাক্ষর-চাবির পিন")
    desk.keyboard.type(PIN)
    tab_to(desk, "আপনার পাসওয়ার্ড")
    desk.keyboard.type(PASSWORD)
    with desk.expect_navigation():
        desk.keyboard.press("Enter")

    line = Memo.objects.get()
    expect(desk.get_by_role("status")).to_contain_text(line.number)
    is_accessible(desk)
    press(desk, line.paper.printed_code)
    expect(desk.locator("main")).to_contain_text(line.number)
    is_accessible(desk)
    desk.go_back()
    press(desk, "প্রকাশ করুন")
    is_accessible(desk)
    press(desk, "প্রকাশ করুন")
    approved.refresh_from_db()
    assert approved.shown_state == PUBLISHED
    # A refused form is told to the console by the browser itself.
    desk.complaints = [said for said in desk.complaints if "status of 422" not in said]


@pytest.mark.parametrize("width", some([1366, 320], 1))
def test_every_page_of_the_register_is_accessible_and_fits(
    desk,  # noqa: F811
    live_server,
    cast,
    keys,
    approved,
    width,
):
    earlier = make_meeting(cast.committee, by=cast.staff, held_on=date(2024, 2, 5))
    line = make_issued(earlier, author=cast.staff, officer=cast.officer)
    desk.set_viewport_size({"width": width, "height": 768})
    sign_in(desk, live_server, cast.officer)
    for address in [
        reverse("memos:register"),
        reverse("memos:register") + "?words=nothing",
        reverse("memos:memo", args=[line.pk]),
        reverse("memos:void", args=[line.pk]),
        reverse("memos:reserve"),
        reverse("memos:files"),
        reverse("memos:signed"),
        reverse("memos:scans"),
        reverse("memos:scan", args=[line.meeting.pk]),
        reverse("memos:issue", args=[approved.pk]),
        reverse("meetings:publish", args=[line.meeting.pk]),
        reverse("meetings:detail", args=[line.meeting.pk]),
        reverse("published"),
    ]:
        desk.goto(live_server.url + address)
        is_accessible(desk)
    sign_in_again(desk, live_server, cast.staff)
    for address in [
        reverse("memos:new_file", args=[cast.meghdubi.pk]),
        reverse("memos:file", args=[line.file_id]),
        reverse("meetings:correct", args=[line.meeting.pk]),
    ]:
        desk.goto(live_server.url + address)
        is_accessible(desk)
        desk.locator("main form button").last.click()
        is_accessible(desk)
        desk.complaints.clear()


def sign_in_again(page, live_server, user):
    page.context.clear_cookies()
    sign_in(page, live_server, user)
