"""On a telephone: a head of one line, a menu without script, what is decided in reach."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.accessible import is_accessible
from tests.factories import make_issued, make_meeting

pytestmark = pytest.mark.browser

TELEPHONE = {"width": 390, "height": 844}


def test_a_telephone_has_one_line_of_head_and_its_menu_over_the_page(sit, cast):
    make_issued(make_meeting(cast.committee), author=cast.staff, officer=cast.officer)
    page = sit(cast.officer, viewport=TELEPHONE)
    page.goto(reverse("memos:register"))
    assert page.locator(".site-head").bounding_box()["height"] < 64
    link = page.get_by_role("link", name="কমিটি", exact=True)
    expect(link).to_be_hidden()
    page.get_by_role("button", name="মেনু").press("Enter")
    expect(link).to_be_visible()
    is_accessible(page)
    page.keyboard.press("Escape")
    expect(link).to_be_hidden()
    is_accessible(page)
    # A memo is as wide as the screen: nothing of it is out of sight.
    card = page.locator(".memos tbody tr").first.bounding_box()
    assert card["x"] + card["width"] <= TELEPHONE["width"]
    # At a desk the same lines stand, and no key is offered.
    page.set_viewport_size({"width": 1366, "height": 768})
    expect(link).to_be_visible()
    expect(page.get_by_role("button", name="মেনু")).to_be_hidden()


def test_approval_stays_at_the_foot_of_a_telephone(sit, cast):
    meeting = make_meeting(cast.committee, by=cast.staff)
    meeting.submit(by=cast.staff)
    page = sit(cast.officer, viewport=TELEPHONE)
    page.goto(reverse("meetings:approve", args=[meeting.pk]))
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    expect(page.get_by_role("button", name="অনুমোদন করুন")).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("link", name="ফেরত দিন")).to_be_in_viewport(ratio=1)
    is_accessible(page)
