"""A progress report made by keyboard alone; its pages accessible, none wider than its window."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from bangla.phrases import long_date
from followup import upward
from followup.upward import Asked
from letters import incoming as docket
from letters.models import Incoming
from meetings.actions import add_item
from meetings.models import Meeting
from tests.browser.accessible import is_accessible, tells_of_a_fault
from tests.followup.test_table import answered, days_ago
from tests.followup.test_upward import begun, world  # noqa: F401
from tests.meetings.test_browser import desk, press, sign_in, tab_to  # noqa: F401
from tests.proof import some

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_report_is_made_by_keyboard_alone(desk, live_server, world):  # noqa: F811
    answered(world.share, "নিয়মিত পরিদর্শন করা হয়।", on=days_ago(1), progress=50)
    sign_in(desk, live_server, world.cast.dc_staff)
    desk.goto(f"{live_server.url}{reverse('followup:reports')}")
    sitting = world.divisional
    tab_to(desk, f"{sitting.committee_name}, {long_date(sitting.held_on)}: প্রতিবেদন লিখুন")
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/reports/new/**")
    is_accessible(desk)
    tab_to(desk, "আমাদের যে কমিটির কাগজপত্রে থাকবে")
    desk.keyboard.press("ArrowDown")
    tab_to(desk, "প্রথম সারির ক্রমিক")
    desk.keyboard.type("৩")
    press(desk, "খসড়া তৈরি করুন")
    expect(desk.get_by_text("নিয়মিত পরিদর্শন করা হয়।")).to_be_visible()
    is_accessible(desk)
    report = Meeting.objects.get(kind=Meeting.Kind.PROGRESS_REPORT)
    assert report.committee == world.report_committee
    answered(world.share, "পরে যা হয়েছে।", on=days_ago(1), progress=90)
    press(desk, "আজকের অবস্থা আবার আনুন")
    expect(desk.get_by_text("পরে যা হয়েছে।")).to_be_visible()
    tab_to(desk, "দৃষ্টি আকর্ষণ")
    desk.keyboard.type("সিনিয়র সহকারী কমিশনার, আইসিটি শাখা।")
    press(desk, "পত্রের লেখা সংরক্ষণ করুন")
    expect(desk.get_by_text("পত্রের লেখা সংরক্ষিত হয়েছে।")).to_be_visible()
    report.refresh_from_db()
    assert report.letter["attention"] == "সিনিয়র সহকারী কমিশনার, আইসিটি শাখা।"
    assert report.items.get().serial == "৩."
    press(desk, "কাগজ ও পরের ধাপ")
    desk.wait_for_url(f"**{reverse('meetings:detail', args=[report.pk])}")
    is_accessible(desk)


@pytest.mark.parametrize("width", some([1366, 390], 1))
def test_every_page_of_reports_is_accessible_and_fits(
    desk, live_server, world, width  # noqa: F811
):  # fmt: skip
    cast = world.cast
    answered(world.share, "নিয়মিত পরিদর্শন করা হয়।", on=days_ago(1), progress=50)
    came = docket.register(
        incoming=Incoming(
            office=cast.shalbon, sender="বিভাগীয় কমিশনার\nরংপুর", number="০৫.৪৭.০০০০.০১৭.০২.০০১.২৩.৬৪",
            subject="অগ্রগতি প্রেরণ", dated_on=days_ago(9), received_on=days_ago(8),
        ),
        by=cast.dc_staff,
    )  # fmt: skip
    desk.set_viewport_size({"width": width, "height": 768})
    sign_in(desk, live_server, cast.dc_staff)
    for address in [
        reverse("followup:reports"),
        reverse("followup:new_report"),
        reverse("letters:incoming", args=[came.pk]),
        reverse("letters:report_incoming", args=[came.pk]),
        reverse("followup:report", args=[begun(world).pk]),
        reverse("followup:report", args=[_empty(world).pk]),
        reverse("followup:take_up", args=_typed(world)),
        reverse("followup:reports"),
        reverse("followup:table") + f"?committee={world.committee.pk}",
        reverse("followup:table") + f"?committee={world.report_committee.pk}",
    ]:
        desk.goto(f"{live_server.url}{address}")
        is_accessible(desk)
    desk.goto(f"{live_server.url}{reverse('followup:new_report')}")
    desk.get_by_role("button", name="খসড়া তৈরি করুন").click()
    tells_of_a_fault(desk)
    is_accessible(desk)
    desk.complaints = [said for said in desk.complaints if "status of 422" not in said]


def _typed(world):  # noqa: F811
    """The address of a decision typed into that report."""
    report = _empty(world)
    item = add_item(report, by=world.cast.dc_staff, topic="উদ্ভাবন")
    return [report.pk, item.decisions.get().pk]


def _empty(world):  # noqa: F811
    """A report of a sitting that the portal does not have, still without rows."""
    asked = Asked(committee_name="মন্ত্রিপরিষদ বিভাগের সভা", held_on=days_ago(90))
    return upward.begin(asked, committee=world.report_committee, by=world.cast.dc_staff)
