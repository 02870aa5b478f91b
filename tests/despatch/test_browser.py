"""The recipient's pages as they stand in a browser: for everybody, at a desk and on a phone."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from despatch.models import Reply
from memos.actions import void
from tests.browser.accessible import is_accessible, tells_of_a_fault
from tests.browser.conftest import seats
from tests.despatch.copies import call_members, copy_for, link_of, send
from tests.factories import make_post

pytestmark = pytest.mark.browser


@pytest.fixture
def sit(browser, browser_context_args, live_server, cast):
    told = {**browser_context_args, "base_url": live_server.url}
    with seats(browser, told, live_server.url) as sit:
        yield sit


def test_a_recipient_answers_and_acknowledges_on_a_phone(page, cast):
    letter, copies = call_members(cast, "উপজেলা কৃষি অফিসার")[1:]
    copy = copies["উপজেলা কৃষি অফিসার"]
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(reverse("despatch:link", args=[link_of(copy).token]))
    is_accessible(page)
    page.get_by_label("প্রতিনিধি পাঠাব").check()
    page.get_by_label("প্রতিনিধির নাম").fill("সুব্রত চাকমা")
    page.get_by_role("button", name="উত্তর দিন").click()
    tells_of_a_fault(page)
    is_accessible(page)
    page.get_by_label("প্রতিনিধির পদবি").fill("সহকারী কৃষি অফিসার")
    page.get_by_role("button", name="উত্তর দিন").click()
    expect(page.get_by_text("আপনার উত্তর")).to_contain_text("সুব্রত চাকমা")
    page.get_by_label("আপনার নাম").fill("রহিমা বেগম")
    page.get_by_label("আপনার পদবি").fill("অফিস সহকারী")
    page.get_by_role("button", name="প্রাপ্তি স্বীকার করুন").click()
    expect(page.get_by_text("প্রাপ্তি স্বীকার করা হয়েছে")).to_contain_text("রহিমা বেগম")
    with page.expect_download() as taken:
        page.get_by_role("button", name="কাগজটি নিন").click()
    assert taken.value.suggested_filename.endswith(".pdf")
    assert Reply.objects.get().copy == copy
    assert page.context.cookies() == []
    void(memo=letter.paper.memo, by=cast.officer, reason="তারিখ ভুল ছিল")
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("বাতিল")
    is_accessible(page)


def test_the_pages_of_offices_are_accessible(sit, cast):
    meeting, letter, _ = call_members(cast, "উপজেলা কৃষি অফিসার", quorum=1)
    memo = letter.paper.memo
    copy = copy_for(memo, post=make_post(cast.shalbon, "জেলা প্রশাসক"))
    send(copy, by=cast.staff, way="portal")
    for way in ("hand", "post"):
        send(copy_for(memo, recipient="চেয়ারম্যান\nক ইউনিয়ন পরিষদ"), by=cast.staff, way=way)
    page = sit(cast.dc_staff)
    for address in ("/despatch/inbox/", reverse("despatch:received", args=[copy.pk])):
        page.goto(address)
        is_accessible(page)
    page.get_by_role("button", name="খুলে দেখুন").click()
    page.get_by_role("button", name="প্রাপ্তি স্বীকার করুন").click()
    is_accessible(page)
    page = sit(cast.staff, viewport={"width": 390, "height": 844})
    page.goto(reverse("despatch:peon_book", args=[cast.meghdubi.pk]))
    is_accessible(page)
    page.get_by_role("button", name="স্বাক্ষর তুলে রাখুন").click()
    tells_of_a_fault(page)
    is_accessible(page)
    page.goto(reverse("meetings:attendance", args=[meeting.pk]))
    is_accessible(page)
