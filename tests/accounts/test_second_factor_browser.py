"""The second factor in a real browser: by keyboard alone, with axe."""

# ruff: noqa: F811 (fixtures of the other browser test are asked for by their names)

import pytest
from playwright.sync_api import expect

from tests.accounts.test_second_factor import PAGE, code_of
from tests.browser.accessible import is_accessible
from tests.meetings.test_browser import (  # noqa: F401 (fixtures)
    PASSWORD,
    _styled,
    desk,
    press,
    sign_in,
    tab_to,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CODE = "ছয় অঙ্কের কোড"


def fill(page, answers):
    """Type into fields found by Tab, by their labels, and press Enter in the last one."""
    for label, text in answers.items():
        tab_to(page, label)
        page.keyboard.type(text)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_second_factor_is_set_up_and_asked_for_by_keyboard_alone(desk, live_server, cast):
    sign_in(desk, live_server, cast.officer)
    press(desk, "দ্বিতীয় ধাপ")
    is_accessible(desk)
    secret = desk.inner_text(".second-factor code").replace(" ", "")
    fill(desk, {CODE: code_of(secret), "পাসওয়ার্ড": PASSWORD})
    expect(desk.locator("main")).to_contain_text("চালু আছে")
    is_accessible(desk)
    press(desk, "বেরিয়ে যান")

    fill(desk, {"ব্যবহারকারী নাম": "officer", "পাসওয়ার্ড": PASSWORD})
    is_accessible(desk)
    fill(desk, {CODE: code_of(secret)})
    expect(desk).to_have_url(f"{live_server.url}/")

    desk.set_viewport_size({"width": 390, "height": 844})
    desk.goto(f"{live_server.url}{PAGE}")
    is_accessible(desk)
    fill(desk, {"পাসওয়ার্ড": PASSWORD})
    expect(desk.locator("main")).to_contain_text("চালু করলে")
    is_accessible(desk)
