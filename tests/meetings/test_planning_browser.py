"""The pages around the agenda in a real browser: by keyboard, without a script, with axe."""

# ruff: noqa: F811 (fixtures of the other browser test are asked for by their names)

from datetime import date

import pytest
from playwright.sync_api import expect

from committees.models import Membership
from meetings import actions
from meetings.attendance import save_attendance, seen_of
from meetings.models import Attendance, Meeting, State
from meetings.planning import decisions_to_carry, plan_meeting, proposal
from offices.models import Posting
from tests.browser.accessible import is_accessible, tells_of_a_fault
from tests.factories import LONG_AGO, make_post, seat
from tests.meetings.test_browser import (  # noqa: F401 (fixtures)
    PASSWORD,
    _styled,
    desk,
    press,
    sign_in,
    sign_in_without_scripts,
    tab_to,
)
from tests.proof import some

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def members(cast):
    """Three members, a quorum of two, a standing agenda."""
    cast.committee.quorum = 2
    cast.committee.standing_agenda = ["ওয়েব পোর্টাল হালনাগাদ", "বিবিধ"]
    cast.committee.save()
    people = [
        ("উপজেলা নির্বাহী অফিসার", "রেহানা পারভীন"),
        ("উপজেলা কৃষি অফিসার", "মাহমুদ হাসান"),
        ("উপজেলা আইসিটি অফিসার", "তানজিলা হক"),
    ]
    for order, (title, name) in enumerate(people):
        post = make_post(cast.meghdubi, title)
        Posting.objects.create(post=post, name=name, starts_on=LONG_AGO)
        role = Membership.Role.MEMBER if order else Membership.Role.CHAIR
        seat(cast.committee, post, role, order=order)


@pytest.fixture
def sitting(cast, members, meeting):
    """The meeting after the cast's, with all of its decisions carried."""
    return plan_meeting(
        cast.committee,
        by=cast.staff,
        confirms=meeting,
        topics=cast.committee.standing_agenda,
        carried=list(decisions_to_carry(meeting)),
        **proposal(cast.committee, date(2024, 4, 18)),
    )


def test_a_meeting_is_opened_attended_and_checked_by_keyboard_alone(
    desk,
    live_server,
    cast,
    members,
    meeting,
):
    sign_in(desk, live_server, cast.staff)
    press(desk, "সভা")
    press(desk, "নতুন সভা")
    is_accessible(desk)
    press(desk, f"নতুন সভা: {cast.committee.name}")
    is_accessible(desk)
    tab_to(desk, "সভার তারিখ")
    desk.keyboard.press("Control+A")
    desk.keyboard.type("১৮/০৪/২০২৪")
    tab_to(desk, "সময়")
    desk.keyboard.press("Control+A")
    desk.keyboard.type("২.৩০")
    with desk.expect_navigation():
        desk.keyboard.press("Enter")
    is_accessible(desk)
    opened = Meeting.objects.get(held_on=date(2024, 4, 18))
    assert (opened.state, f"{opened.starts_at:%H:%M}") == (State.DRAFT, "14:30")

    press(desk, "উপস্থিতি নিন")
    is_accessible(desk)
    expect(desk.locator("[data-quorum-short]")).to_be_visible()
    tab_to(desk, "সব সদস্য উপস্থিত")
    desk.keyboard.press("Enter")
    expect(desk.locator("[data-count=seated]")).to_have_text("৩")
    expect(desk.locator("[data-quorum-met]")).to_be_visible()
    second = opened.attendances.get(name="মাহমুদ হাসান").pk
    desk.locator(f"#id_row{second}-status_0").focus()
    for _ in range(3):
        desk.keyboard.press("ArrowDown")
    expect(desk.locator("[data-count=represented]")).to_have_text("১")
    tab_to(desk, "প্রতিনিধির নাম")
    desk.keyboard.type("সুব্রত চাকমা")
    is_accessible(desk)
    press(desk, "সংরক্ষণ করুন")
    assert list(opened.attendances.values_list("status", "representative_name")) == [
        ("present", ""),
        ("represented", "সুব্রত চাকমা"),
        ("present", ""),
    ]
    press(desk, "যাচাই ও দাখিল")
    is_accessible(desk)
    press(desk, "প্রথম ঘাটতিতে যান")


def test_what_is_missing_takes_the_focus_and_leads_to_its_row(
    desk,
    live_server,
    cast,
    meeting,
):
    first = meeting.items.first()
    first.decisions.update(text="")
    sign_in(desk, live_server, cast.staff)
    desk.goto(f"{live_server.url}/meetings/{meeting.pk}/check/")
    is_accessible(desk)
    # Somebody empties a row while the page with the button is open: the server refuses.
    first.decisions.update(text="করতে হবে।")
    desk.reload()
    first.decisions.update(text="")
    press(desk, "অনুমোদনের জন্য পাঠান")
    assert desk.evaluate("document.activeElement.hasAttribute('data-error-summary')")
    tells_of_a_fault(desk)
    is_accessible(desk)
    tab_to(desk, "০১ নম্বর বিষয়: সিদ্ধান্ত লেখা নেই।")
    desk.keyboard.press("Enter")
    expect(desk.locator(f"#item{first.pk}-decision")).to_be_focused()
    with desk.expect_navigation():
        desk.keyboard.press("Enter")
    assert desk.url.endswith(f"?focus={first.pk}#item{first.pk}")
    desk.complaints = [said for said in desk.complaints if "status of 422" not in said]


def press_save(desk):
    desk.get_by_role("button", name="সংরক্ষণ করুন", exact=True).click()
    expect(desk.get_by_role("status").first).to_contain_text("সংরক্ষিত হয়েছে")


@pytest.mark.parametrize("width", some([1366, 320], 1))
def test_every_page_is_accessible_in_every_state(
    desk,
    live_server,
    cast,
    sitting,
    meeting,
    width,
):
    desk.set_viewport_size({"width": width, "height": 768})
    sign_in(desk, live_server, cast.staff)
    confirming = sitting.items.get(confirms=meeting)
    actions.delete_item(sitting.items.last(), version=1, by=cast.staff)
    pages = [
        "new/",
        f"new/{cast.committee.pk}/?date=18/05/2024",
        f"new/{cast.committee.pk}/?recorded=1",
        *(
            f"{sitting.pk}/{name}/"
            for name in ("head", "attendance", "files", "check", "history", "cancel", "items")
        ),
        f"{sitting.pk}/",
        f"{sitting.pk}/items/{confirming.pk}/confirmation/",
    ]
    for page in pages:
        desk.goto(f"{live_server.url}/meetings/{page}")
        is_accessible(desk)

    # With errors.
    desk.goto(f"{live_server.url}/meetings/{sitting.pk}/head/")
    desk.get_by_label("সভার তারিখ").fill("কাল")
    # Told beside the field while typing goes on, and in a summary by the button.
    expect(desk.locator(".fault")).to_contain_text("তারিখ")
    is_accessible(desk)
    desk.get_by_role("button", name="সংরক্ষণ করুন").click()
    expect(desk.locator("[data-error-summary]")).to_be_focused()
    is_accessible(desk)
    desk.get_by_label("সভার তারিখ").fill("১৮/০৪/২০২৪")
    press_save(desk)
    desk.goto(f"{live_server.url}/meetings/{sitting.pk}/attendance/")
    desk.locator("label.choice-represented").first.click()
    desk.get_by_role("button", name="সংরক্ষণ করুন", exact=True).click()
    expect(desk.get_by_role("alert")).to_contain_text("প্রতিনিধি উপস্থিত থাকলে তাঁর নাম দিন।")
    is_accessible(desk)
    desk.locator("label.choice-present").first.click()
    press_save(desk)
    desk.goto(f"{live_server.url}/meetings/{sitting.pk}/files/")
    desk.get_by_role("button", name="ফাইলটি রাখুন").click()
    is_accessible(desk)

    # In conflict: told while typing, and shown by the button.
    for page in ("head", "attendance"):
        desk.goto(f"{live_server.url}/meetings/{sitting.pk}/{page}/")
        desk.wait_for_selector("[data-ready]")
        stored = Meeting.objects.get(pk=sitting.pk)
        if page == "head":
            actions.save_head(stored, version=stored.version, by=cast.two_roles, venue="অন্যের স্থান")
            desk.get_by_label("স্থান", exact=True).fill("আমার স্থান")
        else:
            save_attendance(
                stored, seen=seen_of(stored), by=cast.two_roles, guests=[],
                gone=set(), rows={stored.attendances.first().pk: {"status": "leave"}},
                quorum_override="",
            )  # fmt: skip
            desk.locator("label.choice-absent").first.click()
        expect(desk.locator("[data-saved]")).to_contain_text("আরেকজন এই পাতা বদলেছেন")
        is_accessible(desk)
        desk.get_by_role("button", name="সংরক্ষণ করুন", exact=True).click()
        expect(desk.get_by_role("heading", name="একই পাতা দুজন লিখেছেন")).to_be_visible()
        desk.wait_for_selector("[data-conflict][data-ready]")
        is_accessible(desk)
        press_save(desk)
    sitting.refresh_from_db()
    assert sitting.venue == "আমার স্থান"
    assert Attendance.objects.filter(meeting=sitting, status="absent").count() == 1
    desk.goto(f"{live_server.url}/meetings/{sitting.pk}/history/")
    expect(desk.get_by_role("heading", name="বদলেছেন: উপস্থিতি").first).to_be_visible()
    is_accessible(desk)
    desk.complaints = [said for said in desk.complaints if "status of 4" not in said]


def test_a_meeting_is_opened_and_attended_without_javascript(
    browser, live_server, cast, members, meeting
):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in_without_scripts(page, live_server, cast.staff)
    page.goto(f"{live_server.url}/meetings/new/{cast.committee.pk}/?date=18/04/2024")
    page.get_by_label("পোর্টালের তথ্য নিয়মিত হালনাগাদ করতে হবে।").check()
    page.get_by_role("button", name="সভা খুলুন").click()
    page.get_by_role("link", name="উপস্থিতি নিন").click()
    page.get_by_role("button", name="সব সদস্য উপস্থিত").click()
    expect(page.locator("[data-count=seated]")).to_have_text("৩")
    page.get_by_label("আমন্ত্রিতের নাম").first.fill("আমিনা খাতুন")
    page.get_by_role("button", name="সংরক্ষণ করুন", exact=True).click()
    opened = Meeting.objects.get(held_on=date(2024, 4, 18))
    assert list(opened.attendances.values_list("status", flat=True)) == [
        "present", "present", "present", "guest"
    ]  # fmt: skip
    assert opened.items.get(position=1).decisions.get().times_carried == 1
    context.close()
