"""What axe finds on a page, and whether it fits its window."""

from axe_playwright_python.sync_playwright import Axe

# Every rule is asked; only what passed is not carried over from the browser, which took half the time.
ASKED = {"resultTypes": ["violations"]}


def violations(page):
    found = Axe().run(page, options=ASKED).response["violations"]
    return [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found]


def is_accessible(page):
    found = violations(page)
    assert found == [], found
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
