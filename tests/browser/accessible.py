"""What axe finds on a page, and whether it fits its window."""

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

# Every rule is asked; only what passed is not carried over from the browser, which took half the time.
ASKED = {"resultTypes": ["violations"]}


def violations(page):
    page.wait_for_load_state()
    found = Axe().run(page, options=ASKED).response["violations"]
    return [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found]


def is_accessible(page):
    found = violations(page)
    assert found == [], found
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def tells_of_a_fault(page):
    """Its title begins with the fault, so that it is what a screen reader says first."""
    expect(page).to_have_title(re.compile("^ত্রুটি:"))
