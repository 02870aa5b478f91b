"""Committees kept in a real browser: by keyboard, with axe on every page, and without JavaScript."""

from datetime import date

import pytest
from playwright.sync_api import expect

from committees.models import Committee
from tests.browser.accessible import is_accessible
from tests.committees.test_members import TITLES
from tests.factories import make_meeting, make_post, seat
from tests.meetings.test_browser import (  # noqa: F401
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


def forgive(page, status=422):
    """The browser itself reports a page that came back with errors."""
    page.complaints[:] = [said for said in page.complaints if f"status of {status}" not in said]


def typed(page, name, text):
    # In a long form the field at hand is more than sixty Tabs from itself.
    if page.evaluate("document.activeElement.getAttribute('aria-label')") != name:
        tab_to(page, name)
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


def order_of(committee):
    return [seat.post.title for seat in committee.memberships.order_by("order", "pk")]


def test_a_committee_is_opened_and_filled_by_keyboard_alone(desk, live_server, cast):  # noqa: F811
    sign_in(desk, live_server, cast.near_staff)
    is_accessible(desk)
    press(desk, "প্রথম কমিটি খুলুন")
    is_accessible(desk)
    press(desk, "কমিটি খুলুন")
    # The error comes first, and leads to its field.
    assert desk.evaluate("document.activeElement.hasAttribute('data-error-summary')")
    is_accessible(desk)
    typed(desk, "কমিটির নাম", "নলডাঙ্গা উপজেলা আইসিটি কমিটি")
    # Rows of the field that may wait are one Enter away.
    tab_to(desk, "কোরাম, নোটিশের সময়, স্থায়ী আলোচ্যসূচি ও অনুচ্ছেদ (পরেও লেখা যায়)")
    desk.keyboard.press("Enter")
    typed(desk, "কোরাম", "৩")
    typed(desk, "সদস্য তালিকা", "১। উপজেলা নির্বাহী অফিসার - সভাপতি")
    press(desk, "কমিটি খুলুন")
    is_accessible(desk)
    # What was read has the focus, and the list is there for whoever goes back to it.
    assert desk.evaluate("document.activeElement.id") == "members-of-it"
    press(desk, "এই তালিকা ফেলে আবার পেস্ট করুন")
    assert "সভাপতি" in desk.get_by_label("সদস্য তালিকা").input_value()
    typed(desk, "সদস্য তালিকা", " ")
    press(desk, "কমিটি খুলুন")
    is_accessible(desk)
    committee = Committee.objects.get(office=cast.noldanga)
    assert (committee.name, committee.quorum) == ("নলডাঙ্গা উপজেলা আইসিটি কমিটি", 3)

    press(desk, "প্রথম সদস্য যোগ করুন")
    is_accessible(desk)
    press(desk, "সদস্য যোগ করুন")
    is_accessible(desk)
    for title in TITLES[:2]:
        typed(desk, "নতুন পদের নাম", title)
        press(desk, "যোগ করে আরেকজন")
        is_accessible(desk)
        expect(desk.locator("#q")).to_be_focused()
    # One that is there already is asked about.
    typed(desk, "নতুন পদের নাম", "ইউএনও")
    press(desk, "যোগ করে আরেকজন")
    is_accessible(desk)
    press(desk, "না, ফিরে যান")
    assert order_of(committee) == TITLES[:2]

    press(desk, f"নিচে নিন: {TITLES[0]}")
    is_accessible(desk)
    assert order_of(committee) == [TITLES[1], TITLES[0]]
    # At the bottom the focus is on the way back up.
    expect(desk.get_by_label(f"উপরে নিন: {TITLES[0]}")).to_be_focused()
    with desk.expect_navigation():
        desk.keyboard.press("Enter")
    assert order_of(committee) == TITLES[:2]

    press(desk, f"বদলান: {TITLES[1]}")
    is_accessible(desk)
    typed(desk, "নাম", "কামরুন নাহার")
    press(desk, "নাম সংরক্ষণ করুন")
    expect(desk.get_by_text("কামরুন নাহার", exact=True)).to_be_visible()
    press(desk, f"সদস্যপদ শেষ করুন: {TITLES[1]}")
    is_accessible(desk)
    typed(desk, "শেষ দিন", "x")
    press(desk, "সদস্যপদ শেষ করুন")
    is_accessible(desk)
    forgive(desk)


def test_the_sample_follows_the_shape_by_keyboard(desk, live_server, cast):  # noqa: F811
    sign_in(desk, live_server, cast.staff)
    desk.goto(f"{live_server.url}/committees/{cast.committee.pk}/shape/")
    is_accessible(desk)
    sample = desk.locator("[data-paper]")
    title = cast.committee.name
    expect(sample.locator("article > :first-child")).not_to_contain_text(title)

    # Two moves on the page itself, the focus staying on the button.
    tab_to(desk, "উপরে নিন: শিরোনাম")
    desk.keyboard.press("Enter")
    expect(desk.get_by_label("উপরে নিন: শিরোনাম")).to_be_focused()
    expect(sample.locator("article > :first-child")).to_contain_text(title)
    expect(desk.get_by_text("এখনো সংরক্ষণ করা হয়নি")).to_be_visible()
    typed(desk, "সিদ্ধান্ত: ছাপার শিরোনাম", "যা ঠিক হলো")
    expect(sample.locator("th", has_text="যা ঠিক হলো")).to_be_visible()
    typed(desk, "সিদ্ধান্ত: ছাপার শিরোনাম", " ")
    expect(sample).to_contain_text("“সিদ্ধান্ত” কলামের শিরোনাম লিখুন।")
    press(desk, "গড়ন সংরক্ষণ করুন")
    assert desk.evaluate("document.activeElement.hasAttribute('data-error-summary')")
    is_accessible(desk)
    typed(desk, "সিদ্ধান্ত: ছাপার শিরোনাম", "গৃহীত সিদ্ধান্ত")
    press(desk, "গড়ন সংরক্ষণ করুন")
    expect(desk.get_by_role("status")).to_contain_text("কাগজের গড়ন সংরক্ষিত হয়েছে")
    cast.committee.refresh_from_db()
    assert cast.committee.shape["order"][:2] == ["title", "letterhead"]
    assert cast.committee.shape["columns"][2] == "গৃহীত সিদ্ধান্ত"
    forgive(desk)


def test_a_table_of_word_is_pasted_with_its_cells(desk, live_server, cast):  # noqa: F811
    sign_in(desk, live_server, cast.staff)
    desk.goto(f"{live_server.url}/committees/{cast.committee.pk}/members/paste/")
    is_accessible(desk)
    html = (
        "<style>p{color:red}</style><table><tr><td>১</td><td><p style='x'>জনাব সুব্রত চাকমা</p>"
        "<p>সহকারী <b>পরিদর্শক</b></p></td><td>সদস্য সচিব ও ফোকাল পয়েন্ট</td></tr></table>"
    )
    desk.evaluate(
        """html => {
          const box = document.querySelector("[name=text]");
          const board = new DataTransfer();
          board.setData("text/html", html);
          box.dispatchEvent(new ClipboardEvent("paste", {clipboardData: board, bubbles: true}));
          box.value = "১ জনাব সুব্রত চাকমা";
        }""",
        html,
    )
    sent = desk.locator("[name=html]").input_value()
    assert "<p>সহকারী পরিদর্শক</p>" in sent
    assert "style" not in sent
    press(desk, "তালিকা পড়ুন")
    is_accessible(desk)
    expect(desk.get_by_label("নাম", exact=False).first).to_have_value("জনাব সুব্রত চাকমা")
    press(desk, "টিক দেওয়া সদস্যদের যোগ করুন")
    added = cast.committee.memberships.get()
    assert (added.post.title, added.printed_role, added.post.holder) == (
        "সহকারী পরিদর্শক", "সদস্য সচিব ও ফোকাল পয়েন্ট", "জনাব সুব্রত চাকমা",
    )  # fmt: skip

    # What is typed after a paste counts more than what was pasted.
    desk.goto(f"{live_server.url}/committees/{cast.committee.pk}/members/paste/")
    desk.evaluate("document.querySelector('[name=html]').value = '<table></table>'")
    typed(desk, "সদস্য তালিকা", "উপজেলা কৃষি অফিসার")
    assert desk.locator("[name=html]").input_value() == ""


@pytest.mark.parametrize("width", some([1366, 320], 1))
def test_every_page_is_accessible_and_fits(desk, live_server, cast, width):  # noqa: F811
    desk.set_viewport_size({"width": width, "height": 768})
    seats = [seat(cast.committee, make_post(cast.meghdubi, title)) for title in TITLES]
    seats[3].ends_on = seats[3].starts_on
    seats[3].save()
    # A sitting before the members of the committee began, with somebody who was none that day.
    draft = make_meeting(cast.committee, by=cast.staff)
    cast.committee.memberships.update(starts_on=date(2025, 1, 1), ends_on=None)
    draft.attendances.filter(position=0).update(membership=seats[0])
    sign_in(desk, live_server, cast.staff)
    own = f"/committees/{cast.committee.pk}/"
    for address in [
        "/committees/", "/committees/new/", own, f"{own}edit/", f"{own}members/",
        f"{own}members/add/", f"{own}members/add/?q=কৃষি", f"{own}members/paste/",
        f"{own}shape/", f"{own}members/days/", f"/committees/new/?from={cast.committee.pk}",
        f"/meetings/{draft.pk}/shape/", f"/meetings/{draft.pk}/attendance/",
        f"/committees/seats/{seats[0].pk}/", f"/committees/seats/{seats[0].pk}/end/",
    ]:  # fmt: skip
        desk.goto(live_server.url + address)
        is_accessible(desk)
    desk.goto(f"{live_server.url}{own}members/paste/")
    desk.get_by_label("সদস্য তালিকা").fill("১। উপজেলা যুব কর্মকর্তা - উপদেষ্টা\nশেষ")
    desk.get_by_role("button", name="তালিকা পড়ুন").click()
    is_accessible(desk)
    desk.get_by_label("তালিকায় পদবি").fill("")
    desk.get_by_role("button", name="টিক দেওয়া").click()
    expect(desk.locator("[data-error-summary]")).to_be_focused()
    is_accessible(desk)
    forgive(desk)

    # Two who change one committee.
    desk.goto(f"{live_server.url}{own}edit/")
    Committee.objects.filter(pk=cast.committee.pk).update(chair_label="আহবায়ক")
    desk.get_by_role("button", name="সংরক্ষণ করুন").click()
    expect(desk.get_by_role("heading", name="একই পাতা দুজন লিখেছেন")).to_be_visible()
    is_accessible(desk)
    forgive(desk, status=409)


def test_committees_are_kept_without_javascript(browser, live_server, cast):
    context = browser.new_context(java_script_enabled=False, base_url=live_server.url)
    page = context.new_page()
    sign_in_without_scripts(page, live_server, cast.staff)

    page.goto(f"/committees/{cast.committee.pk}/members/")
    page.get_by_role("link", name="তালিকা থেকে একবারে আনুন").click()
    page.get_by_label("সদস্য তালিকা").fill(
        "ক্রমিক\tপদবি\tকমিটিতে পদবি\n১\tউপজেলা কৃষি অফিসার\tসভাপতি\n২\tসহকারী প্রোগ্রামার\tসদস্য সচিব"
    )
    page.get_by_role("button", name="তালিকা পড়ুন").click()
    page.get_by_role("button", name="টিক দেওয়া সদস্যদের যোগ করুন").click()
    page.get_by_label("নিচে নিন: উপজেলা কৃষি অফিসার").click()
    assert order_of(cast.committee) == ["সহকারী প্রোগ্রামার", "উপজেলা কৃষি অফিসার"]

    page.goto(f"/committees/{cast.committee.pk}/shape/")
    page.get_by_label("দপ্তর: উপস্থিতির স্বাক্ষরতালিকা, পত্রশীর্ষ ছাড়া").check()
    page.get_by_role("button", name="এই গড়ন নিন").click()
    page.get_by_label("নিচে নিন: শিরোনাম").click()
    page.get_by_label("সিদ্ধান্ত: ছাপার শিরোনাম").fill("যা ঠিক হলো")
    # Enter in a field looks, and saves nothing.
    page.get_by_label("সিদ্ধান্ত: ছাপার শিরোনাম").press("Enter")
    expect(page.locator("[data-paper] th", has_text="যা ঠিক হলো")).to_be_visible()
    cast.committee.refresh_from_db()
    assert "যা ঠিক হলো" not in cast.committee.shape["columns"]
    page.get_by_role("button", name="গড়ন সংরক্ষণ করুন").click()
    cast.committee.refresh_from_db()
    assert cast.committee.shape["order"][:3] == ["head", "title", "attendance"]
    assert cast.committee.shape["columns"][2] == "যা ঠিক হলো"
    context.close()
