"""The head of a meeting and its attendance are saved while they are typed, as the rows are."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from meetings import actions
from meetings.attendance import bring_members, save_attendance, seen_of
from meetings.models import Attendance, Meeting
from tests.browser.accessible import tells_of_a_fault
from tests.browser.test_nothing_lost import PASSWORD, SAVED, sign_in
from tests.factories import make_post, seat

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TYPED = "উপজেলা পরিষদ মিলনায়তন"


@pytest.fixture
def sitting(cast, meeting):
    """The meeting with two members who are not marked yet."""
    for title in ("উপজেলা কৃষি অফিসার", "উপজেলা আইসিটি অফিসার"):
        seat(cast.committee, make_post(cast.meghdubi, title))
    bring_members(meeting, by=cast.staff)
    return meeting


def open_page(page, server, meeting, name):
    page.goto(f"{server.url}/meetings/{meeting.pk}/{name}/")
    is_ready(page)
    return page


def is_ready(page):
    page.wait_for_selector("[data-writing][data-ready]")


def line(page):
    return page.locator("[data-saved]")


def type_venue(page, text=TYPED):
    field = page.get_by_label("স্থান", exact=True)
    field.fill("")
    field.press_sequentially(text)
    return field


def mark(page, choice, place=0):
    page.locator(f"label.choice-{choice}").nth(place).click()


def statuses(meeting):
    return list(meeting.attendances.values_list("status", flat=True))


def venue(meeting):
    return Meeting.objects.get(pk=meeting.pk).venue


# One page of each kind: what is done to it, and what the database says then.
PAGES = {
    "head": (type_venue, venue, TYPED),
    "attendance": (lambda page: mark(page, "absent"), statuses, ["absent", "unmarked"]),
}


@pytest.mark.parametrize("kind", PAGES)
def test_a_page_is_saved_by_itself_and_its_button_goes_on(server, sit_down, cast, sitting, kind):
    do, stands, expected = PAGES[kind]
    page = open_page(sit_down(cast.staff), server, sitting, kind)
    do(page)
    expect(line(page)).to_have_text(SAVED)
    assert stands(sitting) == expected
    page.get_by_role("button", name="সংরক্ষণ করুন", exact=True).click()
    page.wait_for_url(f"{server.url}/meetings/{sitting.pk}/")
    expect(page.get_by_role("status").first).to_contain_text("সংরক্ষিত হয়েছে")
    open_page(page, server, sitting, kind)
    expect(line(page)).to_have_text("")


@pytest.mark.parametrize("kind", PAGES)
def test_a_tab_closed_at_once_loses_nothing(server, sit_down, cast, sitting, kind):
    do, stands, expected = PAGES[kind]
    page = open_page(sit_down(cast.staff), server, sitting, kind)
    do(page)
    context = page.context
    page.close()
    assert stands(sitting) != expected
    page = open_page(context.new_page(), server, sitting, kind)
    expect(line(page)).to_have_text(SAVED)
    assert stands(sitting) == expected


@pytest.mark.parametrize("kind", ["head"])
def test_a_killed_server_loses_nothing(server, sit_down, cast, sitting, kind):
    do, stands, expected = PAGES[kind]
    page = open_page(sit_down(cast.staff), server, sitting, kind)
    server.kill()
    do(page)
    expect(line(page)).to_have_text(re.compile("সংযোগ নেই"))
    assert stands(sitting) != expected
    server.start()
    expect(line(page)).to_have_text(SAVED)
    assert stands(sitting) == expected


@pytest.mark.parametrize("kind", ["attendance"])
def test_an_expired_session_asks_to_sign_in_and_then_saves_in_place(
    server, sit_down, cast, sitting, kind
):
    do, stands, expected = PAGES[kind]
    cast.staff.set_password(PASSWORD)
    cast.staff.save()
    page = open_page(sit_down(cast.staff), server, sitting, kind)
    Session.objects.all().delete()
    do(page)
    expect(page.get_by_role("alert")).to_contain_text("প্রবেশের সময় শেষ হয়েছে")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="নতুন ট্যাবে আবার প্রবেশ করুন").click()
    sign_in(opened.value, cast.staff)
    page.bring_to_front()
    expect(line(page)).to_have_text(SAVED)
    assert stands(sitting) == expected


@pytest.mark.parametrize("kind", ["attendance"])
def test_who_leaves_by_a_link_takes_the_text_to_the_server(server, sit_down, cast, sitting, kind):
    do, stands, expected = PAGES[kind]
    page = open_page(sit_down(cast.staff), server, sitting, kind)
    do(page)
    page.get_by_role("link", name="সভার পাতায় ফিরে যান").click()
    page.wait_for_url(f"{server.url}/meetings/{sitting.pk}/")
    assert stands(sitting) == expected


@pytest.mark.parametrize("kind", ["head"])
def test_a_save_whose_answer_was_lost_is_no_conflict(server, sit_down, cast, sitting, kind):
    do, stands, expected = PAGES[kind]
    page = open_page(sit_down(cast.staff), server, sitting, kind)
    page.route(f"**/{kind}/", lambda route: (route.fetch(), route.abort()))
    do(page)
    expect(line(page)).to_have_text(re.compile("সংযোগ নেই"))
    assert stands(sitting) == expected
    page.unroute(f"**/{kind}/")
    expect(line(page)).to_have_text(SAVED)


def test_a_period_that_follows_its_date_is_shown(server, sit_down, cast, sitting):
    page = open_page(sit_down(cast.staff), server, sitting, "head")
    page.get_by_label("সভার তারিখ").fill("২১-৪-২০২৪")
    expect(line(page)).to_have_text(SAVED)
    expect(page.get_by_label("মেয়াদের শুরু")).to_have_value("০১/০৪/২০২৪")
    # The field that is being typed into is left alone.
    expect(page.get_by_label("সভার তারিখ")).to_have_value("২১-৪-২০২৪")


def test_a_fault_is_told_beside_its_field_and_the_text_kept(server, sit_down, cast, sitting):
    page = open_page(sit_down(cast.staff), server, sitting, "head")
    page.get_by_label("সভার তারিখ").fill("কাল")
    type_venue(page)
    expect(line(page)).to_have_text(re.compile("কিছু মেলাতে হবে"))
    expect(page.get_by_label("সভার তারিখ")).to_have_attribute("aria-invalid", "true")
    page.get_by_role("button", name="সংরক্ষণ করুন", exact=True).click()
    page.wait_for_selector("[data-unsaved][data-ready]")
    tells_of_a_fault(page)
    context = page.context
    page.close()
    page = open_page(context.new_page(), server, sitting, "head")
    expect(page.get_by_label("স্থান", exact=True)).to_have_value(TYPED)
    page.get_by_label("সভার তারিখ").fill("২২/৩/২০২৪")
    expect(line(page)).to_have_text(SAVED)
    assert venue(sitting) == TYPED
    expect(page.locator(".fault")).to_have_count(0)


def test_a_guest_typed_with_pauses_is_one_guest(server, sit_down, cast, sitting):
    page = open_page(sit_down(cast.staff), server, sitting, "attendance")
    name = page.get_by_label("আমন্ত্রিতের নাম").first
    name.press_sequentially("আমিনা")
    expect(line(page)).to_have_text(SAVED)
    name.press_sequentially(" খাতুন")
    page.keyboard.press("Control+s")
    expect(line(page)).to_have_text(SAVED)
    guests = sitting.attendances.filter(status="guest")
    assert [guest.name for guest in guests] == ["আমিনা খাতুন"]
    # Two lost answers later there is still one of her.
    page.route("**/attendance/", lambda route: (route.fetch(), route.abort()))
    page.get_by_label("আমন্ত্রিতের নাম").nth(1).press_sequentially("সুব্রত চাকমা")
    expect(line(page)).to_have_text(re.compile("সংযোগ নেই"))
    page.unroute("**/attendance/")
    expect(line(page)).to_have_text(SAVED)
    assert [guest.name for guest in guests.all()] == ["আমিনা খাতুন", "সুব্রত চাকমা"]
    name.fill("")
    page.get_by_label("আমন্ত্রিতের নাম").nth(1).fill("সুব্রত")
    expect(line(page)).to_have_text(re.compile("লেখা হচ্ছে"))
    expect(line(page)).to_have_text(SAVED)
    assert [guest.name for guest in guests.all()] == ["সুব্রত"]


def test_a_guest_whose_answer_was_lost_with_its_tab_is_one_guest(server, sit_down, cast, sitting):
    page = open_page(sit_down(cast.staff), server, sitting, "attendance")
    page.route("**/attendance/", lambda route: (route.fetch(), route.abort()))
    page.get_by_label("আমন্ত্রিতের নাম").first.press_sequentially("আমিনা")
    expect(line(page)).to_have_text(re.compile("সংযোগ নেই"))
    guest = sitting.attendances.get(status="guest")
    page.get_by_label("আমন্ত্রিতের নাম").first.press_sequentially(" খাতুন")
    context = page.context
    page.close()
    page = open_page(context.new_page(), server, sitting, "attendance")
    expect(line(page)).to_have_text(SAVED)
    # She has a row of her own by now, and is written there.
    expect(page.locator(f"[name=row{guest.pk}-name]")).to_have_value("আমিনা খাতুন")
    expect(page.get_by_label("আমন্ত্রিতের নাম").first).to_have_value("")
    guests = sitting.attendances.filter(status="guest").values_list("pk", "name")
    assert list(guests) == [(guest.pk, "আমিনা খাতুন")]


def test_one_faulty_line_keeps_none_of_the_others_from_the_server(server, sit_down, cast, sitting):
    page = open_page(sit_down(cast.staff), server, sitting, "attendance")
    # A stand-in without a name, and a post whose guest has none.
    mark(page, "represented", 0)
    mark(page, "absent", 1)
    page.locator("[name=guest0-designation]").fill("সাংবাদিক")
    page.locator("[name=guest1-name]").fill("আমিনা খাতুন")
    expect(line(page)).to_have_text(re.compile("লাল চিহ্নিত ঘরগুলো মেলাতে হবে; বাকি সব সংরক্ষিত"))
    names = list(sitting.attendances.values_list("name", "status"))
    assert [status for _, status in names] == ["unmarked", "absent", "guest"]
    assert names[2][0] == "আমিনা খাতুন"
    stand_in = page.get_by_label("প্রতিনিধির নাম").first
    expect(stand_in).to_have_attribute("aria-invalid", "true")
    # More is typed while the fault stands: no second guest, no conflict with oneself.
    page.locator("[name=guest1-designation]").fill("শিক্ষক")
    page.keyboard.press("Control+s")
    expect(line(page)).to_have_text(re.compile("বাকি সব সংরক্ষিত"))
    assert sitting.attendances.last().designation == ["শিক্ষক"]
    assert sitting.attendances.count() == 3
    # The button does not leave a page that is not done, and what is mended there is stored.
    page.get_by_role("button", name="সংরক্ষণ করুন", exact=True).click()
    page.wait_for_selector("[data-unsaved][data-ready]")
    tells_of_a_fault(page)
    page.get_by_label("প্রতিনিধির নাম").first.fill("সুব্রত চাকমা")
    page.locator("[name=guest0-name]").fill("কামরুন নাহার")
    expect(line(page)).to_have_text(SAVED)
    assert statuses(sitting) == ["represented", "absent", "guest", "guest"]


def test_marking_all_is_saved_too(server, sit_down, cast, sitting):
    page = open_page(sit_down(cast.staff), server, sitting, "attendance")
    page.get_by_role("button", name="সব সদস্য উপস্থিত").click()
    expect(page.locator("[data-count=seated]")).to_have_text("২")
    expect(line(page)).to_have_text(SAVED)
    assert statuses(sitting) == ["present", "present"]


def change_by_another(sitting, by, kind):
    if kind == "head":
        actions.save_head(sitting, version=1, by=by, venue="অন্যের <b>স্থান</b>")
        return
    first = sitting.attendances.first()
    save_attendance(
        sitting, seen=seen_of(sitting), by=by, guests=[], gone=set(),
        rows={first.pk: {"status": "leave"}}, quorum_override="",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "act"), [("head", "mine"), ("head", "theirs"), ("attendance", "theirs")]
)
def test_of_two_who_write_one_page_nothing_is_discarded(server, sit_down, cast, sitting, kind, act):
    do, stands, mine = PAGES[kind]
    page = open_page(sit_down(cast.staff), server, sitting, kind)
    change_by_another(sitting, cast.two_roles, kind)
    theirs = stands(sitting)
    do(page)
    expect(line(page)).to_have_text(re.compile("আরেকজন এই পাতা বদলেছেন"))
    assert stands(sitting) == theirs
    page.get_by_role("button", name="সংরক্ষণ করুন", exact=True).click()
    page.wait_for_selector("[data-conflict][data-ready]")
    expect(page.get_by_role("heading", name="একই পাতা দুজন লিখেছেন")).to_be_visible()
    # Whoever leaves without a choice finds the conflict again.
    context = page.context
    page.close()
    page = open_page(context.new_page(), server, sitting, kind)
    expect(line(page)).to_have_text(re.compile("আরেকজন এই পাতা বদলেছেন"))
    page.get_by_role("button", name="সংরক্ষণ করুন", exact=True).click()
    page.wait_for_selector("[data-conflict][data-ready]")
    button = "সংরক্ষণ করুন" if act == "mine" else "এখনকার লেখাই থাকুক"
    page.get_by_role("button", name=button, exact=True).click()
    page.wait_for_url(f"{server.url}/meetings/{sitting.pk}/")
    assert stands(sitting) == (mine if act == "mine" else theirs)
    if kind == "head":
        past = set(sitting.history.values_list("venue", flat=True))
        assert {TYPED, "অন্যের <b>স্থান</b>"} <= past
    else:
        past = set(Attendance.history.values_list("status", flat=True))
        assert {"absent", "leave"} <= past
    open_page(page, server, sitting, kind)
    expect(line(page)).to_have_text("")
