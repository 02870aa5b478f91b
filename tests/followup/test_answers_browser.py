"""Answering a share by keyboard alone; the pages of answers accessible, and none wider than its window."""

# ruff: noqa: F811 (the page of the meetings' tests is asked for by its name)

import os
from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from followup import actions
from followup.models import Answer, Assignment, Link
from offices.models import today
from tests.browser.accessible import is_accessible, tells_of_a_fault
from tests.followup.making import make_assignment
from tests.followup.test_answer_pages import matters
from tests.followup.test_answers import Say, say
from tests.meetings.test_browser import desk, press, sign_in, tab_to  # noqa: F401
from tests.proof import some

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def seat(desk):
    """A page whose browser complains about nothing but that a form was not taken as it was."""
    yield desk
    desk.complaints[:] = [said for said in desk.complaints if "a status of 422" not in said]


def _shoot(page, name):
    """Keep what is seen, where somebody asks for pictures: SHOTS=folder."""
    if folder := os.environ.get("SHOTS"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


DECISION = "পোর্টাল হালনাগাদ করতে হবে।"


def test_a_share_is_claimed_from_the_list_by_keyboard_alone(seat, live_server, followed):
    sign_in(seat, live_server, followed.uno)
    seat.goto(live_server.url + reverse("followup:mine"))
    press(seat, f"সম্পন্ন: {DECISION}")
    tab_to(seat, "কী করা হয়েছে")
    seat.keyboard.type("পোর্টাল হালনাগাদ করা হয়েছে।")
    press(seat, "পাঠান")
    # What it lacks is pointed out once; the key that sends it all the same has the focus.
    expect(seat.get_by_role("alert")).to_contain_text("প্রমাণক")
    assert not Answer.objects.exists()
    is_accessible(seat)
    _shoot(seat, "warned")
    with seat.expect_navigation():
        seat.keyboard.press("Enter")
    expect(seat.get_by_role("status").first).to_contain_text("উত্তর রাখা হয়েছে")
    assert Answer.objects.get().warnings == ["echo", "no_proof"]
    assert Assignment.objects.get(pk=followed.ours.pk).state == Assignment.State.CLAIMED


def test_claims_are_verified_together_by_keyboard_alone(desk, live_server, followed):
    say(followed, Say.CLAIM)
    say(followed, Say.CLAIM, followed.theirs, by=followed.near_uno)
    sign_in(desk, live_server, followed.cast.dc_officer)
    desk.goto(live_server.url + reverse("followup:desk"))
    for share in (followed.ours, followed.theirs):
        tab_to(desk, f"বাছাই: {share.owner}, {DECISION}")
        desk.keyboard.press("Space")
    press(desk, "বাছাই করাগুলো যাচাই করা হলো")
    expect(desk.get_by_role("status").first).to_contain_text("২টি দাবি যাচাই করা হয়েছে")
    assert not Assignment.objects.exclude(state=Assignment.State.VERIFIED).exists()


def world_of_pages(world):
    """One share in each state, and the addresses of the pages, by who opens them."""
    cast = world.cast
    late, implied, *_ = matters(world, 4)
    Assignment.objects.filter(pk=late.pk).update(due_on=today() - timedelta(days=3))
    Assignment.objects.filter(pk=implied.pk).update(is_implied=True)
    outside = make_assignment(world.matter, outsider="মেসার্স আলম ট্রেডার্স", position=2)
    old, new = (Link.objects.create(assignment=outside) for _ in range(2))
    unsettled = make_assignment(world.matter, printed="সংশ্লিষ্ট সকল", position=3)
    say(world, Say.PROGRESS)
    say(world, Say.EXTENSION)
    say(world, Say.DISAGREES)
    proof = ("ছবি.png", b"\x89PNG\r\n\x1a\n", "image/png")
    say(world, Say.CLAIM, world.theirs, by=world.near_uno, proofs=[proof])
    actions.refuse_extension(world.ours, by=cast.dc_staff, reason="জরুরি কাজ")
    say(world, Say.EXTENSION)
    share = reverse("followup:assignment", args=[world.ours.pk])
    mine, section = reverse("followup:mine"), reverse("followup:desk")
    link = reverse("followup:link", args=[new.token])
    return {
        world.uno: [
            mine, f"{mine}?tray=late", f"{mine}?tray=ended", share,
            *(f"{share}?kind={kind}" for kind in Say.values),
        ],
        cast.dc_staff: [
            section, *(f"{section}?tray={tray}" for tray in ("owners", "time", "disputes")),
            *(reverse("followup:assignment", args=[each.pk]) for each in (world.ours, world.theirs, unsettled)),
        ],
        None: [link, f"{link}?kind=claim", reverse("followup:link", args=[old.token])],
    }  # fmt: skip


@pytest.mark.parametrize("width", some([1366, 390, 320], 2))
def test_every_page_of_answers_is_accessible_and_fits(desk, live_server, followed, width):
    desk.set_viewport_size({"width": width, "height": 768})
    for user, addresses in world_of_pages(followed).items():
        desk.context.clear_cookies()
        if user:
            sign_in(desk, live_server, user)
        for number, address in enumerate(addresses):
            desk.goto(live_server.url + address)
            assert desk.locator("h1").first.is_visible(), address
            is_accessible(desk)
            _shoot(desk, f"{width}-{user.username if user else 'link'}-{number}")


def test_what_is_missing_is_told_first_and_what_was_typed_stays(seat, live_server, followed):
    sign_in(seat, live_server, followed.uno)
    seat.goto(
        live_server.url + reverse("followup:assignment", args=[followed.ours.pk]) + "?kind=claim"
    )
    seat.get_by_label("কবে সম্পন্ন হয়েছে").fill("কাল")
    seat.get_by_label("কী করা হয়েছে").fill("৪২টি পাতা ঠিক হয়েছে।")
    seat.get_by_role("button", name="পাঠান").click()
    tells_of_a_fault(seat)
    expect(seat.get_by_label("কী করা হয়েছে")).to_have_value("৪২টি পাতা ঠিক হয়েছে।")
    is_accessible(seat)
    _shoot(seat, "fault")
    seat.get_by_label("কবে সম্পন্ন হয়েছে").fill(f"{today():%d/%m/%Y}")
    seat.get_by_role("button", name="পাঠান").click()
    seat.get_by_role("button", name="তবু পাঠান").click()
    expect(seat.get_by_role("status").first).to_contain_text("উত্তর রাখা হয়েছে")
