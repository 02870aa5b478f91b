"""Handing a share down and keeping a plan by keyboard alone; their pages accessible, and none wider
than its window."""

import os
import re
from decimal import Decimal

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from followup import handing, indicators
from followup.handing import HandDown
from followup.indicators import fiscal_year_of
from followup.models import Achievement, Answer, Assignment, Indicator
from offices.models import today
from tests.browser.accessible import is_accessible, tells_of_a_fault
from tests.factories import give_post, make_user
from tests.followup.cascading import make_tree, say
from tests.meetings.test_browser import desk, press, sign_in, tab_to  # noqa: F401
from tests.proof import some

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def tree(db):
    return make_tree(unions=1)


@pytest.fixture
def seat(desk):  # noqa: F811
    """A page whose browser complains about nothing but that a form was not taken as it was."""
    yield desk
    desk.complaints[:] = [said for said in desk.complaints if "a status of 422" not in said]


def test_a_share_is_handed_down_to_all_and_answered_from_theirs_by_keyboard_alone(
    seat, live_server, tree
):
    sign_in(seat, live_server, tree.dc)
    seat.goto(live_server.url + reverse("followup:assignment", args=[tree.top.pk]))
    press(seat, "অধীন কার্যালয়কে অংশ দিন")
    press(seat, "ভাগ করে দিন")
    expect(seat.get_by_role("alert")).to_contain_text("অন্তত একজনকে বাছাই করুন")
    tells_of_a_fault(seat)
    is_accessible(seat)
    tab_to(seat, "সব উপজেলা নির্বাহী অফিসার (৯ জন)")
    seat.keyboard.press("Space")
    tab_to(seat, "যা করতে হবে")
    seat.keyboard.type("সভা করে প্রতিবেদন দিন।")
    press(seat, "ভাগ করে দিন")
    expect(seat.get_by_role("status").first).to_contain_text("৯ জনকে ভাগ করে দেওয়া হয়েছে")
    parts = list(Assignment.objects.filter(parent=tree.top))
    assert {part.asked for part in parts} == {"সভা করে প্রতিবেদন দিন।"}
    for part in parts[:7]:
        say(part, f"সভা হয়েছে {part.pk}।")
    seat.reload()
    press(seat, "উত্তরের খসড়া")
    text = seat.get_by_label("কী হয়েছে")
    expect(text).to_have_value(re.compile("৯টি উপজেলার ৭টি থেকে উত্তর পাওয়া গেছে"))
    is_accessible(seat)
    press(seat, "পাঠান")
    if seat.get_by_role("button", name="তবু পাঠান").count():
        press(seat, "তবু পাঠান")
    expect(seat.get_by_role("status").first).to_contain_text("উত্তর রাখা হয়েছে")
    said = Answer.objects.get(assignment=tree.top)
    assert said.text == handing.drafted_answer(tree.top)
    assert said.progress == 25


def test_a_plan_is_written_and_a_quarter_told_by_keyboard_alone(seat, live_server, tree):
    sign_in(seat, live_server, tree.dc)
    seat.goto(live_server.url + reverse("followup:indicators"))
    press(seat, "নতুন সূচক")
    for label, typed in (
        ("কোড", "১.১.১"),
        ("একক", "সংখ্যা"),
        ("লক্ষ্যমাত্রা", "৪"),
        ("কর্মসম্পাদন সূচক", "ধারণা বাস্তবায়িত"),
    ):
        tab_to(seat, label)
        seat.keyboard.type(typed)
    seat.keyboard.press("Enter")
    expect(seat.get_by_role("status").first).to_contain_text("সূচক যোগ হয়েছে")
    press(seat, "১ম ত্রৈমাসিক")
    tab_to(seat, "[১.১.১] অর্জন")
    seat.keyboard.type("৩")
    seat.keyboard.press("Enter")
    expect(seat.get_by_role("status").first).to_contain_text("১টি সূচকের অর্জন লেখা হয়েছে")
    expect(seat.get_by_role("table")).to_contain_text("৭৫%")
    assert Achievement.objects.get().value == 3


def world_of_pages(tree):
    """Parts and indicators in each state, and the addresses of the pages."""
    parts = handing.hand_down(
        tree.top, by=tree.dc, to=[HandDown(post=uno.head, asked="সভা করে প্রতিবেদন দিন।") for uno in tree.unos[:6]]
    )  # fmt: skip
    adc = give_post(
        make_user("adc"), tree.districts[0], "officer", title="অতিরিক্ত জেলা প্রশাসক (সার্বিক)"
    )
    handing.hand_down(tree.top, by=tree.dc, to=[HandDown(post=adc.post, is_essential=False)])
    low = [HandDown(post=tree.heads[tree.unions[0]].head)]
    (low,) = handing.hand_down(parts[0], by=tree.unos[0], to=low)
    say(low, "ইউনিয়ন ডিজিটাল সেন্টারে সভা হয়েছে।")
    say(parts[1], "ইনোভেশন টিমের সভা হয়েছে; কার্যবিবরণী পোর্টালে আছে।", kind="claim")
    say(parts[2], "কম্পিউটার নষ্ট; মেরামত চলছে।", kind="blocked", progress=None)
    handing.take_back_part(parts[3], by=tree.dc, reason="ভুল উপজেলা")
    parts[4].change("due", by=tree.dc, due_on=today().replace(day=1).replace(month=1))
    office, year = tree.districts[0], fiscal_year_of(today())
    rows = [
        indicators.keep(
            Indicator(office=office, year=year, code=f"{n}.১.১", name=name, unit=unit, target=Decimal(target)),
            by=tree.dc,
        )
        for n, (name, unit, target) in enumerate(PLAN, start=1)
    ]  # fmt: skip
    told = {rows[0].pk: (Decimal(1), ""), rows[1].pk: (Decimal("62.5"), "জুলাই থেকে সেপ্টেম্বর")}
    indicators.achieve(office, year=year, quarter=1, told=told, by=tree.dc)
    of_office = [office.pk, year]
    return [
        reverse("followup:hand_down", args=[tree.top.pk]),
        reverse("followup:assignment", args=[tree.top.pk]) + "?kind=progress&draft=1",
        reverse("followup:take_back", args=[parts[0].pk]),
        reverse("followup:indicators"),
        f"{reverse('followup:indicators')}?year={year + 1}",
        reverse("followup:indicator", args=[rows[1].pk]),
        reverse("followup:new_indicator", args=of_office),
        reverse("followup:paste_indicators", args=of_office),
        reverse("followup:achievements", args=[*of_office, 1]),
    ]


PLAN = [
    ("ন্যূনতম একটি উদ্ভাবনী ধারণা বাস্তবায়িত", "সংখ্যা", 1),
    ("ই-ফাইলে নোট নিষ্পত্তিকৃত", "%", 85),
    ("তথ্য বাতায়ন হালনাগাদকৃত", "সংখ্যা", 12),
]


@pytest.mark.parametrize("width", some([1366, 390, 320], 2))
def test_every_page_of_cascade_is_accessible_and_fits(seat, live_server, tree, width):
    shots = os.environ.get("SHOTS")
    seat.set_viewport_size({"width": width, "height": 768 if width > 500 else 844})
    addresses = world_of_pages(tree)
    sign_in(seat, live_server, tree.dc)
    for number, address in enumerate(addresses):
        seat.goto(live_server.url + address)
        assert seat.locator("h1").first.is_visible(), address
        is_accessible(seat)
        if shots:
            seat.screenshot(path=f"{shots}/{width}-{number}.png", full_page=True)
    seat.goto(live_server.url + addresses[-2])
    seat.get_by_label("সূচকের ছক").fill("৯.১.১\tনতুন সূচক\tসংখ্যা\tপাঁচ\nমোট")
    press(seat, "ছক পড়ুন")
    is_accessible(seat)
    press(seat, "টিক দেওয়া সূচক রাখুন")
    tells_of_a_fault(seat)
    is_accessible(seat)
    if shots:
        seat.screenshot(path=f"{shots}/{width}-rows.png", full_page=True)
    seat.goto(live_server.url + addresses[0])
    press(seat, "ভাগ করে দিন")
    is_accessible(seat)
    if shots:
        seat.screenshot(path=f"{shots}/{width}-fault.png", full_page=True)
