"""Boards in a real browser: by keyboard alone, with axe, at a desk and on a phone."""

# ruff: noqa: F811 (fixtures of the other browser test are asked for by their names)

import os
import random
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.accessible import is_accessible
from tests.followup.scattered import scatter
from tests.meetings.test_browser import _styled, desk, press, sign_in  # noqa: F401 (fixtures)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def looked_at(desk, name):
    """Accessible at both widths, and no wider than the phone."""
    for width, height in ((1366, 768), (390, 844)):
        desk.set_viewport_size({"width": width, "height": height})
        is_accessible(desk)
        assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth")
        if shots := os.environ.get("SHOTS"):
            desk.screenshot(path=Path(shots) / f"{name}-{width}.png", full_page=True)
    desk.set_viewport_size({"width": 1366, "height": 768})


def test_a_figure_leads_to_its_shares_and_on_to_the_decision(desk, live_server, cast):
    scatter(cast, random.Random(2), 40)
    sign_in(desk, live_server, cast.dc_staff)
    desk.goto(f"{live_server.url}/followup/board/")
    looked_at(desk, "many")
    link = desk.locator(".board tbody td a").first.get_attribute("aria-label")
    press(desk, link)
    expect(desk.locator(".counted tbody tr").first).to_be_visible()
    looked_at(desk, "list")
    press(desk, desk.locator(".counted tbody th a").first.inner_text())
    expect(desk.locator("h1")).to_be_visible()

    desk.goto(f"{live_server.url}/followup/board/")
    press(desk, cast.meghdubi.name)
    expect(desk.locator("h1")).to_contain_text(cast.meghdubi.name)
    looked_at(desk, "below")


def test_boards_of_nothing_and_of_one(desk, live_server, followed):
    cast = followed.cast
    sign_in(desk, live_server, cast.dc_staff)
    desk.goto(f"{live_server.url}/followup/board/{cast.noldanga.pk}/")
    expect(desk.locator(".empty-title")).to_be_visible()
    looked_at(desk, "none")
    desk.goto(f"{live_server.url}/followup/board/")
    looked_at(desk, "one")
