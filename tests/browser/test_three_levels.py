"""From the upazila's desk to the district's and back, in browsers: sent, returned, mended, accepted."""

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from bangla.phrases import period_of
from meetings.content import content_of
from meetings.models import Meeting, State
from offices.models import today
from submissions.matrix import fiscal_year_of
from submissions.models import Submission
from tests.factories import content_in, item_of, make_duty, make_meeting
from tests.keys import PIN, give_keys

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MARKER = "শিমুলতলার ঘাট"
PASSWORD = "নদীর পাড়ে বাড়ি"
BEFORE, AFTER = "নৌকা চলাচল নিয়মিত রাখতে হবে।", "নৌকা চলাচল প্রতি শুক্রবার বন্ধ রাখতে হবে।"


@pytest.fixture
def shalbon(cast, settings, tmp_path):
    """Shalbon expects the minutes of Meghdubi's committee, which met last month."""
    give_keys(settings, tmp_path / "keys", cast.officer)
    cast.officer.set_password(PASSWORD)
    cast.officer.save()
    cast.meghdubi.name = f"উপজেলা কার্যালয়, {MARKER}"
    cast.meghdubi.save()
    cast.committee.name = f"উপজেলা আইসিটি কমিটি, {MARKER}"
    cast.committee.save()
    day = today().replace(day=1) - timedelta(days=10)
    period = period_of("monthly", day)
    keys = content_in()["column_keys"]
    meeting = make_meeting(
        cast.committee,
        by=cast.staff,
        held_on=day,
        period=[each.isoformat() for each in period],
        title=f"{MARKER} এর আইসিটি কমিটির সভার কার্যবিবরণী",
        memo={"number": "০৫.৪৭.৮৫৯২.০০০.০১.০০২.২৪"},
        signatory={"name": cast.officer.name, "designation": ["কর্মকর্তা"]},
        items=[
            *content_in()["items"],
            item_of(keys, "০৩", f"{MARKER} থেকে ডিজিটাল সেন্টার", [BEFORE]),
        ],
    )
    duty = make_duty(cast.shalbon, cast.committee)
    return SimpleNamespace(duty=duty, meeting=meeting, period=period[0])


def hand_in(page, meeting):
    page.goto(reverse("meetings:check", args=[meeting.pk]))
    page.get_by_role("button", name="অনুমোদনের জন্য পাঠান").click()
    expect(page.get_by_role("status")).to_contain_text("অনুমোদনের জন্য পাঠানো হয়েছে")


def approve_and_issue(page, meeting):
    page.goto(reverse("meetings:approve", args=[meeting.pk]))
    page.get_by_role("button", name="অনুমোদন করুন").click()
    page.get_by_role("link", name="জারি করুন", exact=True).click()
    page.get_by_label("স্বাক্ষর-চাবির পিন").fill(PIN)
    page.get_by_label("আপনার পাসওয়ার্ড").fill(PASSWORD)
    page.get_by_role("button", name="জারি করুন").click()
    expect(page.get_by_role("status")).to_contain_text("স্মারকে জারি হয়েছে", timeout=60_000)


def to_the_desk(page):
    """From the first page to what waits, and what is on top of that."""
    page.goto("/")
    page.get_by_role("navigation").get_by_role("link", name="জমা ও পর্যালোচনা").click()
    page.get_by_role("link", name="নতুন আগত").click()
    page.get_by_role("link", name=MARKER).click()
    page.get_by_role("button", name="খুলে দেখুন").click()


def cell(page, world, office):
    """What the matrix says of the office and the month."""
    year = fiscal_year_of(world.period)
    page.goto(reverse("submissions:matrix", args=[world.duty.office_id]) + f"?year={year}")
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=office.name))
    heads = page.get_by_role("columnheader").all_inner_texts()
    return row.get_by_role("cell").nth(heads.index(world.duty.period_name(world.period)) - 1)


def test_a_paper_goes_up_comes_back_is_corrected_and_accepted(sit, cast, shalbon):
    staff, officer, dc = sit(cast.staff), sit(cast.officer), sit(cast.dc_staff)
    hand_in(staff, shalbon.meeting)
    approve_and_issue(officer, shalbon.meeting)
    officer.goto(reverse("submissions:overview"))
    officer.get_by_role("link", name=re.compile("^জমা দিন:")).click()
    officer.get_by_role("button", name="জমা দিন").click()
    expect(officer.get_by_role("status")).to_contain_text("পাঠানো হয়েছে")

    # The district reads it, speaks about item 3 and gives it back.
    to_the_desk(dc)
    expect(dc.get_by_label("জমা দেওয়া কাগজ")).to_contain_text(BEFORE)
    dc.get_by_label("কোন বিষয়ে").select_option("3")
    dc.get_by_label("মন্তব্য").fill(f"কোন দিন বন্ধ? {MARKER}")
    dc.get_by_role("button", name="মন্তব্য রাখুন").click()
    dc.get_by_role("link", name="ফেরত দিন").click()
    dc.get_by_label("কারণ").select_option("decision")
    dc.get_by_label("কী ঠিক করতে হবে").fill(f"৩ নম্বর সিদ্ধান্তে দিন লিখুন। {MARKER}")
    dc.get_by_role("button", name="ফেরত দিন").click()
    expect(dc.get_by_role("status")).to_contain_text("ফেরত পাঠানো হয়েছে")
    expect(cell(dc, shalbon, cast.meghdubi)).to_have_text("↩ ফেরত")
    first = Submission.objects.get()
    assert (first.state, first.decided_by) == ("returned", cast.dc_staff)

    # The upazila sees why, corrects item 3 in a corrigendum and sends that.
    staff.goto(reverse("submissions:overview"))
    staff.get_by_role("link", name=re.compile("^দেখে সংশোধন করুন:")).click()
    expect(staff.locator(".remarks")).to_contain_text("সিদ্ধান্ত অসম্পূর্ণ বা অস্পষ্ট")
    expect(staff.locator(".remarks")).to_contain_text("৩ নম্বর সিদ্ধান্তে দিন লিখুন।")
    expect(staff.locator(".talk")).to_contain_text("কোন দিন বন্ধ?")
    staff.get_by_role("link", name="সংশোধনী লিখুন").click()
    staff.get_by_label("কী ভুল হয়েছে, কেন সংশোধন").fill("৩ নম্বর সিদ্ধান্তে দিন লেখা ছিল না")
    staff.get_by_role("button", name="সংশোধনী লিখুন").click()
    staff.wait_for_selector("[data-writing][data-ready]")
    corrigendum = Meeting.objects.get(corrects=shalbon.meeting)
    row = staff.locator("[data-rows] > [data-row]").nth(2)
    row.get_by_label("সিদ্ধান্ত", exact=True).fill(AFTER)
    staff.keyboard.press("Control+s")
    expect(row.locator("[data-saved]")).to_have_text(re.compile("^সংরক্ষিত"))
    hand_in(staff, corrigendum)
    approve_and_issue(officer, corrigendum)
    staff.goto(reverse("submissions:submission", args=[first.pk]))
    staff.get_by_role("link", name="সংশোধিত কাগজ জমা দিন").click()
    staff.get_by_role("button", name="জমা দিন").click()
    expect(staff.get_by_role("status")).to_contain_text("পাঠানো হয়েছে")

    # The district sees what changed in item 3, and accepts.
    to_the_desk(dc)
    changed = dc.locator(".changed > div").filter(has_text="০৩ · সিদ্ধান্ত")
    expect(changed.locator("del")).to_have_text("বাদ: নিয়মিত")
    expect(changed.locator("ins")).to_have_text("যোগ: প্রতি শুক্রবার বন্ধ")
    expect(dc.locator(".changed")).not_to_contain_text("০১ ·")
    dc.get_by_role("button", name="গ্রহণ করুন").click()
    expect(dc.get_by_role("status")).to_contain_text("গ্রহণ করা হয়েছে")
    expect(cell(dc, shalbon, cast.meghdubi)).to_contain_text("গৃহীত")

    second = Submission.objects.get(is_latest=True)
    corrigendum.refresh_from_db()
    shalbon.meeting.refresh_from_db()
    assert (second.version, second.state, second.meeting) == (2, "accepted", corrigendum)
    assert (corrigendum.state, shalbon.meeting.state) == (State.ISSUED, State.CORRECTED)
    assert second.file == corrigendum.paper.issued_file
    assert second.content == content_of(Meeting.objects.with_paper().get(pk=corrigendum.pk))

    # The next district finds nothing there, and nothing in its lists; more in test_strangers.py.
    other = sit(cast.other_dc_officer)
    for each in (first, second):
        assert other.goto(reverse("submissions:submission", args=[each.pk])).status == 404
        assert MARKER not in other.content()
    other.goto(reverse("submissions:desk") + "?tray=accepted")
    expect(other.locator("main")).to_contain_text("এখানে কোনো কার্যবিবরণী নেই")
