"""The list of all shares at a desk: by keyboard alone, without scripts, at both widths, two at once."""

from datetime import timedelta

import openpyxl
import pytest
from django.urls import reverse
from playwright.sync_api import expect

from bangla.phrases import numeric_date
from followup import actions
from followup.exchange import DUE, HEADINGS, REASON, SHEET
from followup.models import Assignment, Step
from offices.models import today
from tests.browser.accessible import is_accessible, tells_of_a_fault
from tests.followup.many import make_many

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LATER = numeric_date(today() + timedelta(days=80))
State = Assignment.State


@pytest.fixture
def listed(cast):
    """Sixty shares of Shalbon's committee: more than come with the page."""
    cast.shares = make_many(cast, 60)
    return cast


def open_list(sit, user, query="", **more):
    page = sit(user, **more)
    page.complaints = []
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.goto(f"{reverse('followup:grid')}{query}")
    expect(page.locator("[data-shares][data-ready]")).to_be_visible()
    return page


def in_hand(page):
    """The primary key of the share whose row has the focus."""
    return page.evaluate("+document.activeElement.closest('[data-line]')?.id.slice(1)")


def fresh(share):
    return Assignment.objects.get(pk=share)


def test_the_list_is_worked_by_keyboard_alone(sit, listed):
    page = open_list(sit, listed.dc_staff)
    is_accessible(page)
    keys = page.keyboard
    rows = page.locator("[data-line]")
    expect(rows).to_have_count(60)

    # From row to row, to the ends, and to the list of keys.
    keys.press("j")
    first = in_hand(page)
    keys.press("ArrowDown")
    second = in_hand(page)
    keys.press("k")
    assert in_hand(page) == first != second
    keys.press("End")
    assert in_hand(page) == int(rows.last.get_attribute("id")[1:])
    keys.press("Home")
    assert in_hand(page) == first
    keys.press("?")
    expect(page.get_by_text("সব সারিতে চিহ্ন")).to_be_visible()

    # One row: its date, with Enter, without a page.
    page.evaluate("window.stays = true")
    keys.press("j")
    keys.press("j")
    keys.press("j")
    row = in_hand(page)
    keys.press("Enter")
    expect(page.locator("[data-opened] [data-part=due_on]")).to_be_focused()
    is_accessible(page)
    keys.type(LATER)
    keys.press("Enter")
    expect(page.locator("[data-opened] [data-error-summary]")).to_be_focused()
    is_accessible(page)
    keys.press("Escape")
    expect(page.locator("[data-opened]")).to_have_count(0)
    assert in_hand(page) == row
    keys.press("d")
    expect(page.locator("[data-opened] [data-part=due_on]")).to_be_focused()
    keys.type(LATER)
    for _ in range(4):
        keys.press("Tab")
    keys.type("বন্যার জন্য")
    keys.press("Enter")
    expect(page.locator("[data-share-told]")).to_have_text("সংরক্ষিত হয়েছে।")
    assert in_hand(page) == row
    expect(page.locator(f"#s{row} .due")).to_contain_text(LATER)
    assert numeric_date(fresh(row).due_on) == LATER
    assert page.evaluate("window.stays") is True
    assert page.complaints == []


def test_it_is_filtered_and_sorted_by_keyboard(sit, listed):
    page = open_list(sit, listed.dc_staff)
    keys = page.keyboard
    keys.press("s")
    assert page.evaluate("document.activeElement.innerText").strip().startswith("শেষ তারিখ")
    with page.expect_navigation():
        keys.press("Enter")
    assert "sort=-due" in page.url
    expect(page.locator("[data-shares][data-ready]")).to_be_visible()
    keys.press("/")
    expect(page.locator("[data-filters] [type=search]")).to_be_focused()
    keys.type("প্রতিবেদন ৫৭")
    with page.expect_navigation():
        keys.press("Enter")
    expect(page.locator("[data-line]")).to_have_count(1)
    assert "sort=-due" in page.url
    is_accessible(page)


def test_many_rows_are_marked_and_dated_and_verified(sit, listed):
    page = open_list(sit, listed.dc_staff, "?state=claimed")
    keys = page.keyboard
    for _ in range(3):
        keys.press("j")
        keys.press("Space")
    marked = page.locator("[data-mark]:checked")
    expect(marked).to_have_count(3)
    expect(page.locator("[data-marked]")).to_have_text("(৩টি)")
    chosen = [
        int(value.split(".")[0])
        for value in marked.evaluate_all("all => all.map(each => each.value)")
    ]
    keys.press("v")
    expect(page.locator("[data-many] [data-act=verify]")).to_be_focused()
    is_accessible(page)
    with page.expect_navigation():
        keys.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("৩টি সারিতে করা হয়েছে")
    assert {fresh(pk).state for pk in chosen} == {State.VERIFIED}
    assert Step.objects.filter(assignment__in=chosen, what="verified").count() == 3

    # A date cannot be given to what waits for its verifier: named, and the others go through.
    page.goto(reverse("followup:grid"))
    expect(page.locator("[data-shares][data-ready]")).to_be_visible()
    keys.press("a")
    expect(page.locator("[data-mark]:checked")).to_have_count(57)
    keys.press("d")
    expect(page.locator("[data-many] [data-part=due_on]")).to_be_focused()
    keys.type(LATER)
    page.locator("[data-many] [data-part=reason]").focus()
    keys.type("সভার সিদ্ধান্ত")
    with page.expect_navigation():
        keys.press("Enter")
    tells_of_a_fault(page)
    is_accessible(page)
    expect(page.get_by_text("৯টি সারিতে হয়নি; ৪৮টি সারিতে হয়েছে")).to_be_visible()
    assert (
        Step.objects.filter(what="extended").count() + Step.objects.filter(what="dated").count()
        == 48
    )


def test_two_at_once_each_sees_the_others_and_keeps_the_own(sit, listed):
    page = open_list(sit, listed.dc_staff, "?state=open")
    keys = page.keyboard
    keys.press("j")
    row = in_hand(page)
    keys.press("d")
    expect(page.locator("[data-opened] [data-part=due_on]")).to_be_focused()
    keys.type(LATER)
    page.locator("[data-opened] [data-part=reason]").fill("আমার কারণ")
    between = today() + timedelta(days=70)
    actions.set_due(fresh(row), by=listed.dc_officer, due_on=between, reason="আগে")
    keys.press("Enter")
    expect(page.locator("[data-opened] [data-error-summary]")).to_contain_text("আরেকজন")
    expect(page.locator(f"#s{row} .due")).to_contain_text(numeric_date(between))
    expect(page.locator("[data-opened] [data-part=due_on]")).to_have_value(LATER)
    page.locator("[data-opened] [data-part=reason]").press("Enter")
    expect(page.locator("[data-opened]")).to_have_count(0)
    assert numeric_date(fresh(row).due_on) == LATER


def test_it_works_without_scripts(sit, listed):
    page = sit(listed.dc_staff, java_script_enabled=False)
    page.goto(f"{reverse('followup:grid')}?state=open&sort=due")
    page.get_by_role("link", name="সারিও দেখান").click() if page.locator(
        "[data-rest]"
    ).count() else None
    row = page.locator("[data-line]").first
    share = int(row.get_attribute("id")[1:])
    row.locator("[data-open]").click()
    page.get_by_label("শেষ তারিখ").fill(LATER)
    page.get_by_label("কারণ").fill("বন্যা")
    page.get_by_role("button", name="সংরক্ষণ করুন").click()
    assert page.url.endswith(f"#s{share}")
    assert "sort=due" in page.url
    assert numeric_date(fresh(share).due_on) == LATER
    boxes = page.locator("[data-mark]")
    boxes.nth(0).check()
    boxes.nth(1).check()
    page.locator("[data-many] summary").click()
    page.locator("#many_kind").select_option("outside")
    page.get_by_role("button", name="লেখা ঘরগুলো বসান").click()
    expect(page.get_by_text("২টি সারিতে করা হয়েছে")).to_be_visible()


@pytest.mark.parametrize("width", [1366, 390])
def test_every_page_is_accessible_and_fits(sit, listed, tmp_path, width):
    page = open_list(sit, listed.dc_staff, viewport={"width": width, "height": 800})
    is_accessible(page)
    page.locator("[data-open]").nth(2).click()
    expect(page.locator("[data-opened]")).to_be_visible()
    is_accessible(page)
    grid = reverse("followup:grid")
    share = listed.shares[0].pk
    for address in (
        f"{grid}?q=নেই", f"{grid}?committee=0", f"{grid}?late=1&sort=-owner", f"{grid}shares/{share}/",
        reverse("followup:take_xlsx"),
    ):  # fmt: skip
        page.goto(address)
        is_accessible(page)

    # A sheet with a mistake, then without.
    with page.expect_download() as got:
        page.goto(grid)
        page.get_by_role("link", name="XLSX নিন").click()
    file = tmp_path / "তালিকা.xlsx"
    got.value.save_as(file)
    for reason in ("", "বন্যা"):
        book = openpyxl.load_workbook(file)
        row = next(each for each in book[SHEET].iter_rows(min_row=2) if each[11].value == "চলমান")
        row[HEADINGS.index(DUE)].value = LATER
        row[HEADINGS.index(REASON)].value = reason
        # The first is late, so that its date needs a reason.
        book.save(file)
        page.goto(reverse("followup:take_xlsx"))
        page.get_by_label("পূরণ করা XLSX ফাইল").set_input_files(file)
        page.get_by_role("button", name="পড়ে দেখান").click()
        expect(page.get_by_role("heading", name="XLSX থেকে যা বদলাবে")).to_be_visible()
        is_accessible(page)
    page.get_by_role("button", name="প্রয়োগ করুন").click()
    expect(page.get_by_text("১টি সারি বদলেছে।")).to_be_visible()
