"""The trail in a real browser: by keyboard alone, with axe."""

# ruff: noqa: F811 (fixtures of the other browser test are asked for by their names)

import re

import pytest
from playwright.sync_api import expect

from committees.actions import change_committee
from tests.browser.accessible import is_accessible
from tests.meetings.test_browser import (  # noqa: F401 (fixtures)
    _styled,
    desk,
    press,
    sign_in,
    tab_to,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_an_officer_reads_the_trail_by_keyboard_alone(desk, live_server, cast, meeting):
    meeting.submit(by=cast.staff)
    cast.committee.chair_label = "আহবায়ক"
    change_committee(committee=cast.committee, fields=["chair_label"], by=cast.two_roles)
    sign_in(desk, live_server, cast.officer)
    press(desk, "নিরীক্ষা")
    is_accessible(desk)
    expect(desk.locator(".changes h2")).to_have_count(2)

    tab_to(desk, "কীসের")
    desk.keyboard.press("ArrowDown")
    press(desk, "দেখান")
    expect(desk.locator(".changes h2")).to_have_text([re.compile("কমিটির তথ্য বদলেছেন")])
    press(desk, "শিকল অটুট আছে কি না, মিলিয়ে দেখুন")
    expect(desk.locator(".verdict")).to_contain_text("শিকল অটুট।")
    expect(desk.locator(".changes h2")).to_have_count(1)
    is_accessible(desk)

    desk.set_viewport_size({"width": 390, "height": 844})
    is_accessible(desk)
