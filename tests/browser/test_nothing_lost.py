"""What somebody typed is found again, whatever dies, breaks off or comes in between."""

import os
import re
import signal
import subprocess
import time
from types import SimpleNamespace

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from meetings import actions
from meetings.models import AgendaItem, Decision
from tests.browser.conftest import session_cookie

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "নদীর পাড়ে বাড়ি"
TYPED = "ক্ষুদ্র র‍্যাব কার্যালয়ের নতুন বিষয়"
SAVED = re.compile("^সংরক্ষিত")


def open_rows(page, server, meeting):
    page.goto(f"{server.url}/meetings/{meeting.pk}/items/")
    is_ready(page)
    return page


def is_ready(page):
    page.wait_for_selector("[data-writing][data-ready]")


def row(page, item):
    return page.locator(f"#item{item.pk}")


def topic_of(page, item):
    return row(page, item).get_by_label("আলোচ্য বিষয়")


def line_of(page, item):
    return row(page, item).locator("[data-saved]")


def type_topic(page, item, text=TYPED):
    field = topic_of(page, item)
    field.fill("")
    field.press_sequentially(text)
    return field


def is_stored(page, item, topic, *, seconds=15):
    """Wait until the database has the topic; the page goes on meanwhile."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        item.refresh_from_db()
        if item.topic == topic:
            return
        page.wait_for_timeout(100)
    assert item.topic == topic


def texts_of(item):
    """Every topic and decision the row has, or had at any step of its history."""
    past = item.history.all()
    return {
        *past.values_list("topic", flat=True),
        *Decision.history.filter(item_id=item.pk).values_list("text", flat=True),
        *Decision.objects.filter(item_id=item.pk).values_list("text", flat=True),
        *(line for row in past for line in row.discussion),
    }


# --- Servers, lines and browsers that go away -------------------------------------------------


def test_text_is_saved_by_itself_after_the_server_was_killed(server, sit_down, cast, meeting, item):
    page = open_rows(sit_down(cast.staff), server, meeting)
    type_topic(page, item)
    server.kill()
    expect(line_of(page, item)).to_have_text(re.compile("সংযোগ নেই"))
    item.refresh_from_db()
    assert item.topic != TYPED
    server.start()
    expect(line_of(page, item)).to_have_text(SAVED)
    is_stored(page, item, TYPED)


def test_a_save_whose_answer_was_lost_is_no_conflict(server, sit_down, cast, meeting, item):
    page = open_rows(sit_down(cast.staff), server, meeting)

    def lose(route):
        route.fetch()
        route.abort()

    page.route("**/items/*/", lose)
    type_topic(page, item, "এক")
    expect(line_of(page, item)).to_have_text(re.compile("সংযোগ নেই"))
    is_stored(page, item, "এক")
    topic_of(page, item).press_sequentially(" দুই")
    page.unroute("**/items/*/")
    expect(line_of(page, item)).to_have_text(SAVED)
    is_stored(page, item, "এক দুই")


def test_a_save_whose_answer_was_lost_with_its_tab_is_no_conflict(
    server, sit_down, cast, meeting, item
):
    page = open_rows(sit_down(cast.staff), server, meeting)
    page.route("**/items/*/", lambda route: (route.fetch(), route.abort()))
    type_topic(page, item, "এক")
    is_stored(page, item, "এক")
    topic_of(page, item).press_sequentially(" দুই")
    context = page.context
    page.close()
    page = open_rows(context.new_page(), server, meeting)
    expect(line_of(page, item)).to_have_text(SAVED)
    is_stored(page, item, "এক দুই")


def test_text_of_a_tab_closed_at_once_is_restored_and_saved(server, sit_down, cast, meeting, item):
    page = open_rows(sit_down(cast.staff), server, meeting)
    context = page.context
    type_topic(page, item)
    page.close()
    item.refresh_from_db()
    assert item.topic != TYPED
    page = open_rows(context.new_page(), server, meeting)
    expect(topic_of(page, item)).to_have_value(TYPED)
    is_stored(page, item, TYPED)


def test_text_typed_without_a_line_is_saved_when_it_is_back(server, sit_down, cast, meeting, item):
    page = sit_down(cast.staff)
    page.clock.install()
    open_rows(page, server, meeting)
    page.context.set_offline(True)
    type_topic(page, item)
    page.clock.run_for(60_000)
    expect(line_of(page, item)).to_have_text(re.compile("সংযোগ নেই"))
    topic_of(page, item).press_sequentially(" ও আরও")
    page.context.set_offline(False)
    page.clock.run_for(31_000)
    is_stored(page, item, f"{TYPED} ও আরও")


def test_rows_and_decisions_opened_without_a_line_are_there_when_it_is_back(
    server, sit_down, cast, meeting, other
):
    page = open_rows(sit_down(cast.staff), server, meeting)
    page.context.set_offline(True)
    topic_of(page, other).focus()
    page.get_by_role("button", name="নতুন সারি যোগ করুন").click()
    page.keyboard.type("নতুন সারির বিষয়")
    page.keyboard.press("Control+Enter")
    page.keyboard.type("দ্বিতীয় সিদ্ধান্ত")
    context = page.context
    page.close()
    page = context.new_page()
    context.set_offline(False)
    open_rows(page, server, meeting)
    expect(page.locator("[data-rows] > [data-row]")).to_have_count(3)
    expect(page.locator("[data-rows] > [data-row] [data-saved]").last).to_have_text(SAVED)
    made = meeting.items.last()
    assert (meeting.items.count(), made.topic) == (3, "নতুন সারির বিষয়")
    assert [(d.label, d.text) for d in made.decisions.all()] == [
        ("ক", ""),
        ("খ", "দ্বিতীয় সিদ্ধান্ত"),
    ]
    open_rows(page, server, meeting)
    expect(page.locator("[data-rows] > [data-row]")).to_have_count(3)


def test_text_survives_a_browser_that_was_killed(
    server, playwright, browser_type_launch_args, cast, meeting, item, tmp_path
):
    """The whole browser, 300 ms after the last key and with no server to have saved it."""

    def start():
        context = playwright.chromium.launch_persistent_context(
            tmp_path / "profile", **browser_type_launch_args
        )
        context.add_cookies([session_cookie(cast.staff, server.url)])
        return context

    context = start()
    page = open_rows(context.pages[0], server, meeting)
    server.kill()
    type_topic(page, item)
    page.wait_for_timeout(300)
    with context.expect_event("close"):
        for pid in processes_of(tmp_path / "profile"):
            os.kill(pid, signal.SIGKILL)
    for lock in (tmp_path / "profile").glob("Singleton*"):
        lock.unlink()
    server.start()
    item.refresh_from_db()
    assert item.topic != TYPED
    context = start()
    page = open_rows(context.pages[0], server, meeting)
    is_stored(page, item, TYPED)
    expect(topic_of(page, item)).to_have_value(TYPED)
    context.close()


def processes_of(profile):
    """The browser that this test started: it is the only one with this profile."""
    told = subprocess.run(
        ["pgrep", "-f", f"user-data-dir={profile}"], capture_output=True, text=True, check=True
    )
    return [int(pid) for pid in told.stdout.split()]


# --- Sessions ---------------------------------------------------------------------------------


def sign_in(page, user):
    page.get_by_label("ব্যবহারকারী নাম").fill(user.username)
    page.get_by_label("পাসওয়ার্ড").fill(PASSWORD)
    page.get_by_role("button", name="প্রবেশ করুন").click()
    page.wait_for_url(re.compile(r"/$"))


@pytest.fixture
def with_password(cast):
    for user in (cast.staff, cast.two_roles):
        user.set_password(PASSWORD)
        user.save()


def test_an_expired_session_asks_to_sign_in_and_then_saves_in_place(
    server, sit_down, cast, meeting, item, with_password
):
    page = open_rows(sit_down(cast.staff), server, meeting)
    Session.objects.all().delete()
    field = type_topic(page, item)
    expect(page.get_by_role("alert")).to_contain_text("প্রবেশের সময় শেষ হয়েছে")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="নতুন ট্যাবে আবার প্রবেশ করুন").click()
    sign_in(opened.value, cast.staff)
    page.bring_to_front()
    expect(line_of(page, item)).to_have_text(SAVED)
    expect(page.get_by_role("alert")).to_be_hidden()
    expect(field).to_have_value(TYPED)
    is_stored(page, item, TYPED)


def test_text_is_not_saved_in_the_name_of_whoever_signed_in_since(
    server, sit_down, cast, meeting, item, with_password
):
    page = open_rows(sit_down(cast.staff), server, meeting)
    Session.objects.all().delete()
    tab = page.context.new_page()
    tab.goto(server.url)
    sign_in(tab, cast.two_roles)
    page.bring_to_front()
    type_topic(page, item)
    expect(page.get_by_role("alert")).to_contain_text("অন্য একজন প্রবেশ করেছেন")
    item.refresh_from_db()
    assert item.topic != TYPED
    expect(topic_of(page, item)).to_have_value(TYPED)


def test_a_token_that_changed_with_a_new_sign_in_is_fetched_anew(
    server, sit_down, cast, meeting, item, with_password
):
    page = open_rows(sit_down(cast.staff), server, meeting)
    tab = page.context.new_page()
    tab.goto(f"{server.url}/accounts/logout/")
    tab.get_by_role("main").get_by_role("button").click()
    sign_in(tab, cast.staff)
    page.bring_to_front()
    type_topic(page, item)
    is_stored(page, item, TYPED)
    expect(line_of(page, item)).to_have_text(SAVED)


# --- Two people -------------------------------------------------------------------------------


@pytest.fixture
def two(server, sit_down, cast, meeting, item):
    """Two people before the same row; the first has saved, the second has typed and is told."""
    fast = open_rows(sit_down(cast.staff), server, meeting)
    slow = open_rows(sit_down(cast.two_roles), server, meeting)
    type_topic(slow, item, "ধীরের লেখা <b>")
    type_topic(fast, item, "দ্রুতের লেখা <img src=x onerror=alert(1)>")
    topic_of(fast, item).press("Control+s")
    expect(line_of(fast, item)).to_have_text(SAVED)
    expect(line_of(slow, item)).to_have_text(re.compile("আরেকজন এই সারি বদলেছেন"))
    slow.keyboard.press("Control+s")
    slow.wait_for_selector("[data-conflict][data-ready]")
    return SimpleNamespace(fast=fast, slow=slow)


THEIRS = "দ্রুতের লেখা <img src=x onerror=alert(1)>"
MINE = "ধীরের লেখা <b>"


def test_a_conflict_shows_both_texts(two, item):
    expect(two.slow.get_by_role("region", name="এখন যা সংরক্ষিত আছে")).to_contain_text(THEIRS)
    expect(topic_of(two.slow, item)).to_have_value(MINE)
    assert two.slow.locator("img[src=x]").count() == 0


@pytest.mark.parametrize(
    ("act", "kept"),
    [("mine", MINE), ("theirs", THEIRS), ("merge", f"{THEIRS} ও {MINE}")],
)
def test_whatever_is_chosen_nothing_is_discarded(two, item, act, kept):
    page = two.slow
    if act == "merge":
        topic_of(page, item).fill(kept)
    button = "এই লেখাই থাকুক" if act == "theirs" else "সংরক্ষণ করুন"
    page.get_by_role("button", name=button).click()
    page.wait_for_url(re.compile(r"/items/\?focus="))
    is_ready(page)
    expect(topic_of(page, item)).to_have_value(kept)
    expect(line_of(page, item)).to_have_text("")
    item.refresh_from_db()
    assert item.topic == kept
    told = texts_of(item)
    assert THEIRS in told
    assert any(MINE in text for text in told)


def test_the_first_to_type_may_be_the_slower_one(server, sit_down, cast, meeting, item):
    first = open_rows(sit_down(cast.two_roles), server, meeting)
    second = open_rows(sit_down(cast.staff), server, meeting)
    first.context.set_offline(True)
    type_topic(first, item, MINE)
    expect(line_of(first, item)).to_have_text(re.compile("সংযোগ নেই"))
    type_topic(second, item, THEIRS)
    expect(line_of(second, item)).to_have_text(SAVED)
    first.context.set_offline(False)
    expect(line_of(first, item)).to_have_text(re.compile("আরেকজন এই সারি বদলেছেন"))
    item.refresh_from_db()
    assert item.topic == THEIRS


def test_a_conflict_left_without_a_choice_is_one_again(two, server, meeting, item):
    topic_of(two.slow, item).fill(f"{MINE} মিলিয়ে")
    page = two.slow.context.new_page()
    two.slow.close()
    open_rows(page, server, meeting)
    expect(topic_of(page, item)).to_have_value(f"{MINE} মিলিয়ে")
    expect(line_of(page, item)).to_have_text(re.compile("আরেকজন এই সারি বদলেছেন"))
    item.refresh_from_db()
    assert item.topic == THEIRS


def test_a_choice_the_server_did_not_get_is_still_to_be_made(two, server, item):
    server.kill()
    two.slow.get_by_role("button", name="এই লেখাই থাকুক").click()
    expect(line_of(two.slow, item)).to_have_text(re.compile("সংযোগ নেই"))
    expect(topic_of(two.slow, item)).to_have_value(MINE)
    server.start()
    two.slow.get_by_role("button", name="এই লেখাই থাকুক").click()
    two.slow.wait_for_url(re.compile(r"/items/\?focus="))
    assert MINE in texts_of(item)


def test_text_of_a_row_taken_out_is_recovered(server, sit_down, cast, meeting, item):
    page = open_rows(sit_down(cast.staff), server, meeting)
    type_topic(page, item)
    actions.delete_item(item, version=item.version, by=cast.two_roles)
    expect(line_of(page, item)).to_have_text(re.compile("বাদ দিয়েছেন"))
    expect(topic_of(page, item)).to_have_value(TYPED)
    page.reload()
    is_ready(page)
    expect(page.locator("[data-recovered]")).to_contain_text(TYPED)
    page.get_by_role("button", name="নতুন সারি হিসেবে রাখুন").click()
    expect(page.locator("[data-rows] > [data-row] [data-saved]").last).to_have_text(SAVED)
    assert meeting.items.last().topic == TYPED
    page.reload()
    is_ready(page)
    expect(page.locator("[data-recovered]")).to_have_count(0)


def test_a_row_taken_out_is_opened_anew_in_place(server, sit_down, cast, meeting, item):
    page = open_rows(sit_down(cast.staff), server, meeting)
    type_topic(page, item)
    actions.delete_item(item, version=item.version, by=cast.two_roles)
    page.get_by_role("button", name="নতুন সারি হিসেবে রাখুন").click()
    expect(page.locator("[data-rows] > [data-row] [data-saved]").first).to_have_text(SAVED)
    made = AgendaItem.objects.get(meeting=meeting, topic=TYPED)
    assert [d.text for d in made.decisions.all()] == ["পোর্টালের তথ্য নিয়মিত হালনাগাদ করতে হবে।"]


def test_text_typed_into_minutes_handed_in_meanwhile_is_kept(server, sit_down, cast, meeting, item):
    page = open_rows(sit_down(cast.staff), server, meeting)
    type_topic(page, item)
    meeting.submit(by=cast.two_roles)
    expect(line_of(page, item)).to_have_text(re.compile("এখন লেখার জন্য খোলা নেই"))
    context = page.context
    page.close()
    meeting.send_back(by=cast.officer, remarks="আবার দেখুন")
    page = open_rows(context.new_page(), server, meeting)
    expect(topic_of(page, item)).to_have_value(TYPED)
    is_stored(page, item, TYPED)
