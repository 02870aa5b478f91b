"""The decisions of a meeting settled in a real browser: by keyboard, with axe on each page."""

import os

import pytest
from django.urls import reverse

from followup.models import Assignment, Matter
from meetings.models import Decision
from tests.browser.accessible import is_accessible
from tests.committees.test_browser import forgive, typed
from tests.followup.samples import content_of_sample, issue_sample, make_committees, make_district
from tests.meetings.test_browser import (  # noqa: F401
    PASSWORD,
    _styled,
    desk,
    press,
    sign_in,
    tab_to,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("SHOTS")
EITHER = "জেলা শিক্ষা অফিসার/ জেলা প্রাথমিক শিক্ষা অফিসার, লালমনিরহাট।"


def shot(page, name):
    if SHOTS:
        for width, height in ((1366, 768), (390, 844)):
            page.set_viewport_size({"width": width, "height": height})
            page.screenshot(path=f"{SHOTS}/{name}-{width}.png", full_page=True)
            page.screenshot(path=f"{SHOTS}/{name}-{width}-seen.png")
        page.set_viewport_size({"width": 1366, "height": 768})


def test_a_clerk_settles_sample_004_by_keyboard_alone(desk, live_server, transactional_db, shared):  # noqa: F811
    world = make_district()
    make_committees(world)
    meeting = issue_sample(world, world.office, content_of_sample(shared, "004"))
    staff, officer = world.people[world.office.pk]
    for user in (staff, officer):
        user.set_password(PASSWORD)
        user.save()
    sign_in(desk, live_server, staff)
    desk.goto(live_server.url + reverse("followup:plan", args=[meeting.pk]))
    is_accessible(desk)
    shot(desk, "plan")

    last = Decision.objects.filter(item__meeting=meeting).order_by("-item__position").first()
    prefix = f"d{last.pk}"
    desk.locator(f"#id_{prefix}-due_on").focus()
    desk.keyboard.type("৩২/১৩/২০২৯")
    # Enter would settle every row at once, so it only goes on; saving is a key of its own.
    desk.keyboard.press("Enter")
    assert desk.evaluate("document.activeElement.name") != f"{prefix}-due_on"
    desk.locator(f"#id_{prefix}-due_on").focus()
    desk.keyboard.press("Control+S")
    desk.wait_for_selector(".error-summary")
    forgive(desk)
    is_accessible(desk)
    assert desk.evaluate("document.activeElement.hasAttribute('data-error-summary')")
    shot(desk, "plan-error")
    desk.locator(f"#id_{prefix}-due_on").focus()
    desk.keyboard.press("Control+A")
    desk.keyboard.type("৩০/১২/২০২৯")
    # On to the two it may mean, one of them out, and the other is who it is.
    for _ in range(20):
        desk.keyboard.press("Tab")
        if desk.evaluate("document.activeElement.name") == f"{prefix}l0-drop":
            break
    desk.keyboard.press("Space")
    desk.keyboard.press("Control+S")
    desk.wait_for_selector(".note")
    is_accessible(desk)
    matter = Matter.objects.get(thread=last.thread)
    assert matter.due_on.isoformat() == "2029-12-30"
    live = matter.assignments.filter(state=Assignment.State.OPEN)
    assert [share.post.title for share in live] == ["জেলা প্রাথমিক শিক্ষা অফিসার"]

    desk.goto(live_server.url + reverse("followup:matter", args=[matter.pk]))
    is_accessible(desk)
    shot(desk, "matter")
    desk.goto(live_server.url + reverse("meetings:detail", args=[meeting.pk]))
    is_accessible(desk)
    shot(desk, "meeting")

    desk.context.clear_cookies()
    sign_in(desk, live_server, officer)
    desk.goto(live_server.url + reverse("followup:matter", args=[matter.pk]))
    press(desk, "নিষ্পন্ন করুন")
    is_accessible(desk)
    press(desk, "নিষ্পন্ন করুন")
    forgive(desk)
    is_accessible(desk)
    shot(desk, "close-error")
    desk.get_by_label("আর প্রাসঙ্গিক নয়").focus()
    desk.keyboard.press("Space")
    typed(desk, "কারণ", "তথ্যাদি অন্য প্রকল্পে হালনাগাদ হয়েছে")
    press(desk, "নিষ্পন্ন করুন")
    is_accessible(desk)
    shot(desk, "matter-ended")
    matter.refresh_from_db()
    assert matter.end == "irrelevant"
