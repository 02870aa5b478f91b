"""What axe finds on a page, and whether it fits its window."""

import re

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import expect

# Every rule is asked; what passed is neither described nor carried over from the browser, which took
# half the time.
ASK = """axe.run({resultTypes: ["violations"]}).then(
    found => found.violations.map(rule => [rule.id, rule.nodes.map(node => node.html)]))"""


def violations(page):
    page.wait_for_load_state()
    if not page.evaluate("'axe' in window"):  # a page keeps it until it is left
        page.evaluate(AXE_SCRIPT)
    return page.evaluate(ASK)


def is_accessible(page):
    found = violations(page)
    assert found == [], found
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def tells_of_a_fault(page):
    """Its title begins with the fault, so that it is what a screen reader says first."""
    expect(page).to_have_title(re.compile("^ত্রুটি:"))
