"""Hand in and approve minutes in a real browser, by keyboard alone, with axe on every page."""

import re

import pytest
from django.conf import settings
from django.core.management import call_command
from playwright.sync_api import expect

from meetings.models import State
from tests.browser.accessible import is_accessible
from tests.proof import some

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "নদীর পাড়ে বাড়ি"


@pytest.fixture(scope="session", autouse=True)
def _styled():
    """Pages as people see them; without their style sheet axe would measure other colours."""
    call_command("build_assets", verbosity=0)
    assert (settings.BASE_DIR / "build/assets/vendor/bootstrap.min.css").exists()


@pytest.fixture
def desk(page, live_server):
    """A page of the browser that complains about whatever the console complains about."""
    page.complaints = []
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on(
        "console",
        lambda said: page.complaints.append(said.text) if said.type == "error" else None,
    )
    yield page
    assert page.complaints == []


def sign_in(page, live_server, user):
    user.set_password(PASSWORD)
    user.save()
    page.goto(live_server.url)
    is_accessible(page)
    tab_to(page, "ব্যবহারকারী নাম")
    page.keyboard.type(user.username)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{live_server.url}/")


def sign_in_without_scripts(page, live_server, user):
    user.set_password(PASSWORD)
    user.save()
    page.goto(live_server.url)
    page.get_by_label("ব্যবহারকারী নাম").fill(user.username)
    page.get_by_label("পাসওয়ার্ড").fill(PASSWORD)
    page.get_by_role("button", name="প্রবেশ করুন").click()


def tab_to(page, name):
    """Press Tab until the focus stands on what bears this name; its ring must be seen."""
    for _ in range(150):
        page.keyboard.press("Tab")
        said = page.evaluate(
            """() => {
              const at = document.activeElement;
              return at.getAttribute("aria-label") || at.labels?.[0]?.innerText || at.innerText || "";
            }"""
        )
        if re.sub(r"\s*\*$", "", said.strip()) == name:
            ring = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
            assert ring == "3px"
            return
    pytest.fail(f"no Tab leads to {name}")


def press(page, name):
    """Walk to a link or button by Tab and press it."""
    tab_to(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_minutes_are_handed_in_and_approved_by_keyboard_alone(desk, live_server, cast, meeting):
    sign_in(desk, live_server, cast.staff)
    is_accessible(desk)
    press(desk, f"খসড়া শেষ করুন: {meeting.heading}")
    is_accessible(desk)
    press(desk, "যাচাই করে অনুমোদনের জন্য পাঠান")
    is_accessible(desk)
    press(desk, "অনুমোদনের জন্য পাঠান")
    expect(desk.get_by_role("status")).to_contain_text("অনুমোদনের জন্য পাঠানো হয়েছে")
    is_accessible(desk)
    press(desk, "বেরিয়ে যান")

    sign_in(desk, live_server, cast.officer)
    press(desk, f"দেখে সিদ্ধান্ত দিন: {meeting.heading}")
    press(desk, "অনুমোদন করুন")
    is_accessible(desk)
    press(desk, "অনুমোদন করুন")
    expect(desk.get_by_role("status")).to_contain_text("কার্যবিবরণী অনুমোদিত হয়েছে")
    meeting.refresh_from_db()
    assert (meeting.state, meeting.approved_by) == (State.APPROVED, cast.officer)

    press(desk, "ফেরত দিন")
    press(desk, "ফেরত দিন")
    # The error comes first, and leads to its field.
    assert desk.evaluate("document.activeElement.hasAttribute('data-error-summary')")
    is_accessible(desk)
    tab_to(desk, "কী সংশোধন করতে হবে: এটি পূরণ করতে হবে।")
    desk.keyboard.press("Enter")
    expect(desk.get_by_label("কী সংশোধন করতে হবে")).to_be_focused()


@pytest.mark.parametrize("width", some([1366, 320], 1))
def test_every_page_is_accessible_and_fits(desk, live_server, cast, meeting, width):
    desk.set_viewport_size({"width": width, "height": 768})
    sign_in(desk, live_server, cast.staff)
    for address in [
        "/", "/meetings/", "/meetings/?state=approved", f"/meetings/{meeting.pk}/", "/committees/",
        f"/committees/{cast.committee.pk}/", "/help/", "/accounts/password/change/",
        "/accounts/logout/",
    ]:  # fmt: skip
        desk.goto(live_server.url + address)
        is_accessible(desk)
    for address in ["/nowhere", f"/meetings/{meeting.pk}/approve/"]:
        desk.goto(live_server.url + address)
        is_accessible(desk)
    # The browser itself reports a page that was not found, or not allowed, as an error.
    desk.complaints = [said for said in desk.complaints if "status of 40" not in said]


def test_everything_works_without_javascript(browser, live_server, cast, meeting):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in_without_scripts(page, live_server, cast.staff)
    page.get_by_role("link", name=f"খসড়া শেষ করুন: {meeting.heading}").click()
    page.get_by_role("link", name="যাচাই করে অনুমোদনের জন্য পাঠান").click()
    page.get_by_role("button", name="অনুমোদনের জন্য পাঠান").click()
    expect(page.get_by_role("status")).to_contain_text("অনুমোদনের জন্য পাঠানো হয়েছে")
    context.close()
