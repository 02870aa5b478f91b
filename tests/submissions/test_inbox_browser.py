"""From the mail's link to the act, in a real browser: by keyboard alone, with axe."""

# ruff: noqa: F811 (fixtures of the other browser test are asked for by their names)

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from accounts import digests
from accounts.models import Digest
from bangla.phrases import long_date
from offices.models import today
from submissions.reminding import due_today
from tests.browser.accessible import is_accessible
from tests.factories import make_duty
from tests.meetings.test_browser import (  # noqa: F401 (fixtures)
    _styled,
    desk,
    press,
    sign_in,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_two_keys_lead_from_the_mail_to_the_act(desk, live_server, cast):
    # Not long ago: after three years nothing is said of a meeting any more.
    end = (today() - timedelta(days=90)).replace(day=1) - timedelta(days=1)
    start = end.replace(day=1)
    duty = make_duty(cast.shalbon, cast.committee, starts_on=start, ends_on=end)
    later = (end + timedelta(days=days) for days in range(1, 90))
    told_on = next(day for day in later if cast.officer in [line.user for line in due_today(day)])
    digests.send(told_on, [due_today])
    Digest.objects.filter(user=cast.officer).update(way="bad_address")
    sign_in(desk, live_server, cast.staff)

    # What the mail names.
    desk.goto(f"{live_server.url}/inbox/{told_on.year}/{told_on.month}/{told_on.day}/")
    is_accessible(desk)
    press(desk, f"সভা হয়নি, জানান: {duty.name}, {duty.period_name(start)}")
    expect(desk.locator("h1")).to_contain_text("সভা হয়নি")

    press(desk, "বার্তা ১টি না পড়া")
    expect(desk.locator(".digest-unread")).to_have_count(1)
    is_accessible(desk)
    press(desk, f"পড়েছি: {long_date(told_on)}")
    expect(desk.locator(".digest")).to_have_count(1)
    expect(desk.locator(".digest-unread, .unread")).to_have_count(0)

    press(desk, "জমা ও পর্যালোচনা")
    press(desk, "কাকে মনে করানো হয়েছে")
    expect(desk.locator(".lines-log > li")).not_to_have_count(0)
    for width, height in ((1366, 768), (390, 844)):
        desk.set_viewport_size({"width": width, "height": height})
        is_accessible(desk)
