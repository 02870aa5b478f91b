"""The address pages as they are seen: for everybody, on a desk and on a phone, pasted into."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from distribution.models import Addressee, DistributionList
from tests.browser.accessible import is_accessible, tells_of_a_fault
from tests.factories import make_issued, make_meeting, make_post
from tests.proof import some

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG = (
    "মাননীয় প্রতিমন্ত্রী মহোদয়ের একান্ত সচিব, তথ্য ও যোগাযোগ প্রযুক্তি বিভাগ, আগারগাঁও, ঢাকা।\n(মহোদয়ের অবগতির জন্য)"
)
PASTE = """(box) => {
    const data = new DataTransfer();
    data.setData("text/html", "<table><tr><td>১</td><td>পাঠাগার</td><td>মেঘডুবি</td></tr></table>");
    data.setData("text/plain", "১\\tপাঠাগার\\tমেঘডুবি");
    box.focus();
    box.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true }));
    box.value = "১\\tপাঠাগার\\tমেঘডুবি";
}"""


@pytest.fixture
def kept(cast):
    for office in (cast.meghdubi, cast.noldanga):
        make_post(office, kind="uno")
    for number in range(3):
        fields = {"email": f"a-very-long-name-of-a-mailbox-{number}@department.example.org"}
        Addressee.objects.create(office=cast.meghdubi, line=f"{number} {LONG}", **fields)
    lines = [f"1 {LONG}", "অজানা দপ্তর", "উপজেলা নির্বাহী অফিসার, মেঘডুবি", "অফিস কপি।"]
    return DistributionList.objects.create(
        office=cast.meghdubi, name="জেলা", heading="অনুলিপি সদয় জ্ঞাতার্থে:", recipients=lines
    )


def url(name, *args):
    return reverse(name, args=args)


@pytest.mark.parametrize("width", some([1366, 390], 1))
def test_everybody_can_use_the_pages(live_server, sit, cast, kept, width):
    memo = make_issued(make_meeting(cast.committee), author=cast.staff, officer=cast.officer)
    page = sit(cast.staff, viewport={"width": width, "height": 800})
    row = Addressee.objects.first()
    for address in (
        url("distribution:book"),
        url("distribution:addressee", row.pk),
        url("distribution:lists"),
        url("distribution:list", kept.pk),
        url("distribution:paste", cast.meghdubi.pk),
        url("memos:late", memo.pk),
        url("memos:memo", memo.pk),
    ):
        page.goto(f"{live_server.url}{address}")
        is_accessible(page)
    page.goto(f"{live_server.url}{url('distribution:list', kept.pk)}")
    page.get_by_label("তালিকার নাম").fill("")
    page.get_by_role("button", name="তালিকা সংরক্ষণ করুন").last.click()
    tells_of_a_fault(page)
    is_accessible(page)


def test_a_table_is_pasted_into_a_list_and_enter_saves_it(live_server, sit, cast, kept):
    page = sit(cast.staff)
    page.goto(f"{live_server.url}{url('distribution:list', kept.pk)}")
    page.get_by_text("ওয়ার্ড থেকে প্রাপক আনুন").click()
    page.locator("#id_text").evaluate(PASTE)
    assert "<table" in page.locator("[name=html]").input_value()
    page.get_by_role("button", name="তালিকা পড়ে নিচে যোগ করুন").click()
    expect(page.locator(".lines-meant > li")).to_have_count(5)
    page.get_by_label("তালিকার নাম").press("Enter")
    expect(page.get_by_text("তালিকা সংরক্ষিত হয়েছে।")).to_be_visible()
    kept.refresh_from_db()
    assert kept.recipients[-2] == "পাঠাগার\nমেঘডুবি"
