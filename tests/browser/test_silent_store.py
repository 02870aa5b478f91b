"""A browser whose own store never answers: the server has what is typed all the sooner, and it is said.

Field case 33: IndexedDB that opens and never tells of it. Nothing was saved, nothing was said, and
with the tab the text was gone.
"""

import re
import time

import pytest
from playwright.sync_api import expect

from meetings.models import Meeting
from tests.browser.test_nothing_lost import (
    SAVED,
    is_stored,
    line_of,
    open_rows,
    topic_of,
)
from tests.browser.test_whole_pages import line

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SAID = "ভান্ডার সাড়া দিচ্ছে না, তাই লেখা সরাসরি সার্ভারে রাখা হচ্ছে"

# How a store can say nothing at all.
SILENT = {
    "open": "IDBFactory.prototype.open = () => ({});",
    "blocked": """IDBFactory.prototype.open = () => {
        const asked = new EventTarget();
        setTimeout(() => asked.onblocked?.(new Event("blocked")), 50);
        return asked;
      };""",
    "reading": "IDBObjectStore.prototype.openCursor = () => ({});",
    "writing": """
      const { transaction } = IDBDatabase.prototype;
      IDBDatabase.prototype.transaction = function (...told) {
        const made = transaction.apply(this, told);
        if (told[2]?.durability !== "strict") return made;
        return { objectStore: () => ({ put() {} }), commit() {} };
      };""",
}
# And how it can fail at once.
FAILING = {
    "throws": "IDBFactory.prototype.open = () => { throw new Error('no'); };",
    "fails": """IDBFactory.prototype.open = () => {
        const asked = {};
        setTimeout(() => asked.onerror?.(), 20);
        return asked;
      };""",
}


def sat(sit_down, user, script):
    page = sit_down(user)
    page.add_init_script(script)
    return page


@pytest.mark.parametrize("how", [*SILENT, *FAILING])
def test_what_is_typed_is_on_the_server_in_time(server, sit_down, cast, meeting, item, how):
    page = sat(sit_down, cast.staff, {**SILENT, **FAILING}[how])
    page.goto(f"{server.url}/meetings/{meeting.pk}/items/")
    # At once: the page waits for its store meanwhile.
    topic_of(page, item).fill("ঝুলে থাকা ভান্ডার")
    begun = time.monotonic()
    if how in SILENT:
        expect(line_of(page, item)).to_contain_text(SAID, timeout=4000)
    is_stored(page, item, "ঝুলে থাকা ভান্ডার", seconds=4)
    assert time.monotonic() - begun < (2.5 if how in ("open", "blocked", "reading") else 4)
    expect(line_of(page, item)).to_contain_text(re.compile("^সংরক্ষিত"))


def test_only_what_was_silent_is_spoken_of(server, sit_down, cast, meeting, item):
    """The control: a store that answers is not mentioned."""
    page = open_rows(sit_down(cast.staff), server, meeting)
    topic_of(page, item).fill("সাড়া দেওয়া ভান্ডার")
    expect(line_of(page, item)).to_have_text(re.compile(r"^সংরক্ষিত [০-৯]{2}:[০-৯]{2}$"))


def test_a_page_that_waits_for_ever_saves_nothing(server, sit_down, cast, meeting, item):
    """The control: what came of it before, when nothing put an end to the waiting."""
    patient = "AbortSignal.timeout = () => new AbortController().signal;"
    page = sat(sit_down, cast.staff, SILENT["open"] + patient)
    page.goto(f"{server.url}/meetings/{meeting.pk}/items/")
    before = item.topic
    topic_of(page, item).fill("ঝুলে থাকা ভান্ডার")
    page.wait_for_timeout(5000)
    item.refresh_from_db()
    assert item.topic == before
    expect(line_of(page, item)).to_have_text("")


@pytest.mark.parametrize("name", ["head", "attendance"])
def test_a_whole_page_says_so_before_anything_is_typed(server, sit_down, cast, meeting, name):
    page = sat(sit_down, cast.staff, SILENT["open"])
    page.goto(f"{server.url}/meetings/{meeting.pk}/{name}/")
    expect(line(page)).to_have_text(re.compile(SAID), timeout=2000)
    if name == "head":
        page.get_by_label("স্থান", exact=True).fill("মিলনায়তন")
        expect(line(page)).to_have_text(re.compile(f"^সংরক্ষিত .*{SAID}"))
        assert Meeting.objects.get(pk=meeting.pk).venue == "মিলনায়তন"


def test_a_tab_closed_while_the_store_is_waited_for_loses_nothing(
    server, sit_down, cast, meeting, item
):
    page = sat(sit_down, cast.staff, SILENT["open"])
    page.goto(f"{server.url}/meetings/{meeting.pk}/items/", wait_until="commit")
    page.wait_for_selector(".undo", state="attached")  # its scripts have run
    topic_of(page, item).fill("বন্ধ ট্যাবের লেখা")
    context = page.context
    page.close()
    page = open_rows(context.new_page(), server, meeting)
    expect(topic_of(page, item)).to_have_value("বন্ধ ট্যাবের লেখা")
    is_stored(page, item, "বন্ধ ট্যাবের লেখা")


def test_no_line_and_no_store_promise_nothing(server, sit_down, cast, meeting, item):
    nowhere = "Storage.prototype.setItem = () => { throw new DOMException('full'); };"
    page = sat(sit_down, cast.staff, SILENT["open"] + nowhere)
    open_rows(page, server, meeting)
    server.kill()
    topic_of(page, item).fill("শুধু পাতায়")
    expect(line_of(page, item)).to_contain_text("লেখা শুধু এই পাতায় আছে (পাতাটি বন্ধ করবেন না)")
    server.start()
    expect(line_of(page, item)).to_contain_text(re.compile("^সংরক্ষিত"))
    is_stored(page, item, "শুধু পাতায়")


def test_copies_of_a_store_that_answers_late_come_back_late(server, sit_down, cast, meeting, item):
    """The power went: only the slower store had the text, and it takes three seconds."""
    page = open_rows(sit_down(cast.staff), server, meeting)
    server.kill()
    topic_of(page, item).fill("বিদ্যুৎ যাওয়ার আগের লেখা")
    expect(line_of(page, item)).to_have_text(re.compile("সংযোগ নেই"))
    page.wait_for_timeout(200)
    page.evaluate("localStorage.clear(); Storage.prototype.setItem = () => {}")
    context = page.context
    page.close()
    server.start()
    page = context.new_page()
    page.add_init_script(
        """const { open } = IDBFactory.prototype;
           IDBFactory.prototype.open = function (...told) {
             const late = {};
             setTimeout(() => {
               const asked = open.apply(this, told);
               asked.onsuccess = () => { late.result = asked.result; late.onsuccess(); };
             }, 3000);
             return late;
           };"""
    )
    open_rows(page, server, meeting)
    expect(topic_of(page, item)).not_to_have_value("বিদ্যুৎ যাওয়ার আগের লেখা")
    expect(topic_of(page, item)).to_have_value("বিদ্যুৎ যাওয়ার আগের লেখা")
    expect(line_of(page, item)).to_have_text(SAVED)
    is_stored(page, item, "বিদ্যুৎ যাওয়ার আগের লেখা")
