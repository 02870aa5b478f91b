"""The review desk by keyboard, without scripts, on every screen; the matrix read aloud and on paper."""

# ruff: noqa: F811 (fixtures of the submissions' tests are asked for by their names)

import io
from datetime import date

import pikepdf
import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from accounts import digests
from submissions import actions, reminding
from submissions.matrix import fiscal_year_of
from submissions.models import Comment, Submission
from tests.browser.accessible import is_accessible, tells_of_a_fault
from tests.browser.test_typing import is_in_sight
from tests.factories import (
    give_post,
    make_office,
    make_submission,
    make_user,
)
from tests.meetings.test_browser import press, tab_to
from tests.submissions.conftest import duty, issued  # noqa: F401 (fixtures)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MARCH = date(2024, 3, 1)
State = Submission.State


@pytest.fixture
def sent(cast, duty, issued):
    """The minutes of the months from March to August, the oldest first."""
    return [
        make_submission(issued, duty, by=cast.staff, period_start=date(2024, month, 1))
        for month in range(3, 9)
    ]


@pytest.fixture
def dc(sit, cast):
    """A seat of the district's, whose browser complains about nothing."""
    page = sit(cast.dc_staff)
    complaints = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    yield page
    # That a page was refused is told to the console by the browser itself.
    assert [
        said for said in complaints if "the server responded with a status of 4" not in said
    ] == []


def states(sent):
    return [Submission.objects.get(pk=each.pk).state for each in sent]


def heading_says(page, submission):
    expect(page.get_by_role("heading", level=1)).to_contain_text(submission.period_name)


def alt(page, letter):
    with page.expect_navigation():
        page.keyboard.press(f"Alt+Key{letter}")


def test_the_desk_is_worked_through_by_keyboard_alone(dc, cast, sent):
    accepted, asked, returned, *rest = sent
    dc.goto(reverse("submissions:desk"))
    alt(dc, "N")
    heading_says(dc, accepted)
    # The cover: opening it is the one thing to do, and has the focus.
    expect(dc.get_by_role("button", name="খুলে দেখুন")).to_be_focused()
    is_in_sight(dc)
    with dc.expect_navigation():
        dc.keyboard.press("Enter")
    dc.keyboard.type("?")
    assert dc.locator(".keys").evaluate(
        "keys => keys.open && keys.contains(document.activeElement)"
    )
    is_in_sight(dc)
    alt(dc, "A")

    heading_says(dc, asked)
    with dc.expect_navigation():
        dc.keyboard.press("Enter")
    dc.keyboard.press("Alt+KeyQ")
    expect(dc.get_by_label("মন্তব্য")).to_be_focused()
    is_in_sight(dc)
    dc.keyboard.type("শেষ তারিখ কবে?")
    press(dc, "জিজ্ঞাসা করুন")
    expect(dc.get_by_role("status")).to_contain_text("জিজ্ঞাসা পাঠানো হয়েছে")
    alt(dc, "N")

    heading_says(dc, returned)
    with dc.expect_navigation():
        dc.keyboard.press("Enter")
    alt(dc, "R")
    press(dc, "ফেরত দিন")
    # Nothing was written: the error comes first, and leads to its field.
    assert dc.evaluate("document.activeElement.hasAttribute('data-error-summary')")
    press_here(dc, "কারণ: এটি পূরণ করতে হবে।")
    expect(dc.get_by_label("কারণ")).to_be_focused()
    for _ in range(4):
        dc.keyboard.press("ArrowDown")
    tab_to(dc, "কী ঠিক করতে হবে")
    dc.keyboard.type("২ নম্বর সিদ্ধান্তে স্বাক্ষর নেই।")
    press(dc, "ফেরত দিন")
    assert states(sent) == [State.ACCEPTED, State.ASKED, State.RETURNED] + [State.SENT] * 3
    assert Submission.objects.get(pk=returned.pk).reason_code == "signature"

    # One is put by unopened; then two are ticked and accepted at once.
    heading_says(dc, rest[0])
    alt(dc, "N")
    heading_says(dc, rest[1])
    press(dc, "জমা ও পর্যালোচনা")
    press(dc, "পর্যালোচনা করুন")
    for each in rest[:2]:
        tab_to(dc, f"বাছাই: {each.office.name}, {each.duty.name}, {each.period_name}")
        is_in_sight(dc)
        dc.keyboard.press("Space")
    press(dc, "বাছাই করাগুলো গ্রহণ করুন")
    # What that will do, before it is done.
    expect(dc.get_by_role("heading", level=1)).to_have_text("২টি কার্যবিবরণী গ্রহণ করবেন?")
    expect(dc.get_by_text("এর মধ্যে ২টি কেউ খুলে দেখেননি")).to_be_visible()
    fits(dc)
    assert states(rest) == [State.SENT] * 3
    press(dc, "হ্যাঁ, ২টি গ্রহণ করুন")
    expect(dc.get_by_role("status").first).to_contain_text("২টি কার্যবিবরণী গ্রহণ করা হয়েছে")
    assert states(rest) == [State.ACCEPTED, State.ACCEPTED, State.SENT]


def press_here(page, name):
    """Follow a link within the page."""
    tab_to(page, name)
    page.keyboard.press("Enter")


def test_the_desk_works_without_javascript(sit, cast, sent):
    page = sit(cast.dc_staff, java_script_enabled=False)
    page.goto(reverse("submissions:desk"))
    page.locator("main .lines a").first.click()
    page.get_by_role("button", name="খুলে দেখুন").click()
    page.get_by_role("button", name="গ্রহণ করুন").click()
    page.get_by_role("button", name="খুলে দেখুন").click()
    page.get_by_label("মন্তব্য").fill("কবে?")
    page.get_by_role("button", name="জিজ্ঞাসা করুন").click()
    page.get_by_role("link", name="পরেরটি দেখুন").click()
    page.get_by_role("button", name="খুলে দেখুন").click()
    page.get_by_role("link", name="ফেরত দিন").click()
    page.get_by_label("কারণ").select_option("paper")
    page.get_by_label("কী ঠিক করতে হবে").fill("অন্য মাসের কাগজ।")
    page.get_by_role("button", name="ফেরত দিন").click()
    page.goto(reverse("submissions:desk"))
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_role("button", name="বাছাই করাগুলো গ্রহণ করুন").click()
    page.get_by_role("button", name="হ্যাঁ, ৩টি গ্রহণ করুন").click()
    assert states(sent) == [State.ACCEPTED, State.ASKED, State.RETURNED] + [State.ACCEPTED] * 3


# --- Every page in every state ----------------------------------------------------------------


def fits(page):
    """Nobody is shut out; nothing hangs over the side, at four times the size neither (400 % of
    1366 × 768, where axe is asked: all is on the page there, and more of it scrolls)."""
    page.set_viewport_size({"width": 1366, "height": 768})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.set_viewport_size({"width": 341, "height": 192})
    is_accessible(page)


@pytest.fixture
def world(cast, duty, issued):
    """One submission in each state, an excuse that stands and one that was refused."""
    now = timezone.now()
    decided = {"decided_by": cast.dc_officer, "decided_at": now}
    opened = {"opened_by": cast.dc_staff, "opened_at": now}
    mended = {"reason_code": "decision", "remarks": "৩ নম্বর দেখুন", **decided}
    cast.sent = {
        state: make_submission(
            issued, duty, by=cast.staff, state=state, period_start=date(2024, month, 1), **fields
        )
        for month, (state, fields) in enumerate(
            [
                ("sent", {}),
                ("opened", opened),
                ("asked", opened),
                ("accepted", opened | decided),
                ("returned", opened | mended),
                ("withdrawn", {"is_latest": False}),
            ],
            1,
        )
    }
    cast.sent["opened"].comments.create(text="ভালো", commented_by=cast.staff)
    cast.sent["asked"].comments.create(
        text="কবে?", commented_by=cast.dc_staff, position=1, asks=True
    )
    # Version 2, in which the place and item 1 read otherwise.
    past = make_submission(
        issued, duty, by=cast.staff, period_start=date(2024, 7, 1), state="returned",
        is_latest=False, **opened, **mended,
    )  # fmt: skip
    changed = {**past.content, "items": [dict(item) for item in past.content["items"]]}
    changed["items"][0]["topic"] = "ওয়েব পোর্টাল প্রতি সপ্তাহে হালনাগাদ"
    cast.sent["version 2"] = make_submission(
        issued, duty, by=cast.staff, period_start=date(2024, 7, 1), state="opened", version=2,
        content=changed, **opened,
    )  # fmt: skip
    cast.excuses = [
        actions.excuse(
            duty=duty, office=cast.meghdubi, period_start=date(2024, month, 1), reason="বন্যা",
            by=cast.staff,
        )
        for month in (8, 9)
    ]  # fmt: skip
    actions.refuse_excuse(excuse=cast.excuses[1], by=cast.dc_staff, reason="সভা হওয়ার কথা")
    cast.duty = duty
    return cast


def test_the_pages_of_the_receiving_office_are_accessible_and_fit(dc, world):
    sent, duty = world.sent, world.duty
    matrix = reverse("submissions:matrix", args=[world.shalbon.pk])
    for address in [
        reverse("submissions:overview"),
        reverse("submissions:desk"),
        reverse("submissions:desk") + f"?tray=asked&office={world.noldanga.pk}",
        reverse("submissions:desk") + "?office=wrong",
        *(reverse("submissions:submission", args=[sent[s].pk]) for s in sent if s != "withdrawn"),
        *(reverse("submissions:excuse_given", args=[each.pk]) for each in world.excuses),
        f"{matrix}?year={fiscal_year_of(MARCH)}",
        f"{matrix}?year=wrong",
        *(
            reverse(f"submissions:{name}", args=[world.shalbon.pk])
            for name in ("scorecard", "summary", "reminders")
        ),
        reverse("submissions:scores"),
        reverse("submissions:duties"),
        reverse("submissions:duty", args=[duty.pk]),
        reverse("submissions:edit_duty", args=[duty.pk]),
    ]:
        dc.goto(address)
        fits(dc)
    # Forms, as they are and with nothing filled in.
    for address in [
        reverse("submissions:send_back", args=[sent["opened"].pk]),
        reverse("submissions:new_duty", args=[world.shalbon.pk]),
        reverse("submissions:excuse_given", args=[world.excuses[0].pk]),
    ]:
        dc.goto(address)
        fits(dc)
        dc.locator("main form[method=post] button").last.click()
        tells_of_a_fault(dc)
        expect(dc.locator("[data-error-summary]")).to_have_count(1)
        fits(dc)
    dc.goto(reverse("submissions:submission", args=[sent["opened"].pk]))
    dc.get_by_role("button", name="মন্তব্য রাখুন").click()
    tells_of_a_fault(dc)
    fits(dc)


def test_the_slower_of_two_reviewers_reads_who_was_faster_and_keeps_the_words(dc, world):
    opened = world.sent["opened"]
    dc.goto(reverse("submissions:send_back", args=[opened.pk]))
    dc.get_by_label("কারণ").select_option("other")
    dc.get_by_label("কী ঠিক করতে হবে").fill("তারিখ লিখুন")
    opened.accept(by=world.dc_officer)
    dc.get_by_role("button", name="ফেরত দিন").click()
    told = dc.get_by_role("alert")
    expect(told).to_be_focused()
    expect(told).to_contain_text("এর মধ্যে নাম dc_officer কাগজটি গ্রহণ করেছেন।")
    expect(told).to_contain_text("তারিখ লিখুন")
    fits(dc)


def test_the_pages_of_the_sending_office_are_accessible_and_fit(sit, world, meeting):
    page, sent, told_on = sit(world.staff), world.sent, date(2024, 12, 1)
    digests.send(told_on, [reminding.due_today])
    assert world.staff.digests.count() == 1
    for address in [
        reverse("submissions:overview"),
        reverse("submissions:desk"),
        reverse("submissions:submission", args=[sent["sent"].pk]),
        reverse("submissions:submission", args=[sent["returned"].pk]),
        reverse("submissions:submission", args=[sent["withdrawn"].pk]),
        reverse("submissions:withdraw", args=[sent["sent"].pk]),
        reverse("submissions:excuse_given", args=[world.excuses[1].pk]),
        reverse("submissions:counterpart", args=[world.duty.pk, world.meghdubi.pk]),
        reverse("submissions:matrix", args=[world.meghdubi.pk]),
        reverse("submissions:own_score", args=[world.meghdubi.pk]),
        reverse("submissions:reminders", args=[world.meghdubi.pk]),
        reverse("inbox"),
        reverse("digest", args=[told_on.year, told_on.month, told_on.day]),
    ]:
        page.goto(address)
        fits(page)
    now = timezone.localdate()
    page.goto(
        reverse("submissions:excuse", args=[world.duty.pk, world.meghdubi.pk, now.year, now.month])
    )
    fits(page)
    page.get_by_role("button", name="জানিয়ে দিন").click()
    tells_of_a_fault(page)
    fits(page)
    # To send again what was returned is refused; and when nobody expects it, the page says so.
    Comment.objects.all().delete()
    Submission.objects.exclude(pk=sent["returned"].pk).delete()
    page.goto(reverse("submissions:send", args=[meeting.pk]))
    fits(page)
    page.get_by_label("কোন মেয়াদের").select_option(sent["returned"].period_start.isoformat())
    page.get_by_role("button", name="জমা দিন").click()
    expect(page.get_by_role("alert")).to_contain_text("ফেরত আসা কাগজটিই আবার পাঠানো যায় না")
    fits(page)
    world.duty.counterparts.all().delete()
    page.goto(reverse("submissions:send", args=[meeting.pk]))
    expect(page.locator("main")).to_contain_text("এখনো চায়নি")
    fits(page)


def test_empty_pages_are_accessible_and_fit(sit, cast):
    page = sit(cast.other_dc_officer)
    for address in [
        *(reverse(f"submissions:{name}") for name in ("overview", "desk", "duties", "scores")),
        *(
            reverse(f"submissions:{name}", args=[cast.padmar.pk])
            for name in ("matrix", "scorecard", "summary", "reminders")
        ),
        reverse("inbox"),
    ]:
        page.goto(address)
        fits(page)


# --- Cards and summaries ------------------------------------------------------------------------


def test_the_cards_and_the_summary_are_accessible_and_fit(sit, world):
    year = f"?year={fiscal_year_of(MARCH)}"
    card, own, summary = (
        reverse(f"submissions:{name}", args=[office.pk])
        for name, office in (
            ("scorecard", world.shalbon), ("own_score", world.meghdubi), ("summary", world.shalbon),
        )
    )  # fmt: skip
    top = reverse("submissions:scorecard", args=[world.division.pk])
    for person, addresses in {
        world.dc_staff: [
            reverse("submissions:scores"), f"{card}{year}", f"{card}?year=wrong",
            f"{summary}{year}&part=m4", f"{summary}?part=wrong",
        ],
        world.staff: [reverse("submissions:scores"), f"{own}{year}"],
        world.division_viewer: [reverse("submissions:scores"), f"{top}{year}"],
        world.other_dc_officer: [
            reverse(f"submissions:{name}", args=[world.padmar.pk])
            for name in ("scorecard", "own_score", "summary")
        ],
    }.items():  # fmt: skip
        page = sit(person)
        for address in addresses:
            page.goto(address)
            expect(page.get_by_role("heading", level=1)).to_have_count(1)
            fits(page)


def test_a_trend_is_read_aloud(dc, world):
    card = reverse("submissions:scorecard", args=[world.shalbon.pk])
    dc.goto(f"{card}?year={fiscal_year_of(MARCH)}")
    picture = dc.get_by_role("img", name="মেয়াদ অনুযায়ী সময়মতো আসার হার")
    expect(picture).to_have_accessible_description("")
    assert "জানুয়ারি ২০২৪: ২টির ১টি" in picture.locator("desc").text_content()


# --- The matrix ---------------------------------------------------------------------------------


def test_the_matrix_is_read_aloud_and_fits_a4_across(dc, world):
    dc.goto(
        reverse("submissions:matrix", args=[world.shalbon.pk]) + f"?year={fiscal_year_of(MARCH)}"
    )
    table = dc.get_by_role("table")
    heads = table.get_by_role("columnheader").all_inner_texts()
    assert heads[:2] == ["কার্যালয়", "জুলাই ২০২৩"]
    assert len(heads) == 13
    row = table.get_by_role("row").filter(has=dc.get_by_role("rowheader", name=world.meghdubi.name))
    # What a screen reader says: the words without their signs.
    said = row.get_by_role("cell").evaluate_all(
        """cells => cells.map(cell => {
             const copy = cell.cloneNode(true);
             copy.querySelectorAll("[aria-hidden]").forEach(sign => sign.remove());
             return copy.textContent.trim();
           })"""
    )
    assert said[6:] == ["সময়মতো", "সময়মতো", "সময়মতো", "গৃহীত", "ফেরত", "আসেনি"]
    # At four times the size only the table's own region scrolls sideways, by keyboard too.
    dc.set_viewport_size({"width": 341, "height": 192})
    region = dc.get_by_role("region", name=f"ছক: {world.duty.name}")
    region.focus()
    dc.keyboard.press("ArrowRight")
    dc.wait_for_function("region => region.scrollLeft > 0", arg=region.element_handle())
    assert dc.evaluate("document.documentElement.scrollWidth <= innerWidth")

    paper = dc.pdf(prefer_css_page_size=True)
    with pikepdf.open(io.BytesIO(paper)) as pdf:
        width, height = (round(float(side)) for side in pdf.pages[0].mediabox[2:])
    assert (width, height) == (842, 595)


def test_thirteen_offices_twelve_months_and_the_signs_meanings_fit_one_page(dc, world):
    for number in range(11):
        office = make_office(
            f"more-{number}", parent=world.shalbon,
            name=f"উপজেলা নির্বাহী অফিসারের কার্যালয়, উপজেলা {number}, শালবন",
        )  # fmt: skip
        give_post(make_user(f"more{number}"), office, "staff")
    address = reverse("submissions:matrix", args=[world.shalbon.pk])
    dc.goto(f"{address}?year={fiscal_year_of(MARCH)}")
    expect(dc.get_by_role("rowheader")).to_have_count(13)
    paper = dc.pdf(prefer_css_page_size=True)
    with pikepdf.open(io.BytesIO(paper)) as file:
        assert len(file.pages) == 1
