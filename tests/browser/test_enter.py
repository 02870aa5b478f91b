"""Enter in a field saves or goes on, and never presses a button that does more than that.

A browser presses the first button of a form for it, seen or not, scripts or not; in a conflict the
first one of the page that belongs to the form.
"""

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from meetings import actions
from meetings.attendance import bring_members, save_attendance, seen_of
from meetings.models import AgendaItem, Attendance, Decision, Meeting
from submissions.models import Submission
from tests.browser.test_nothing_lost import SAVED, line_of, open_rows, row
from tests.browser.test_whole_pages import is_ready, line, open_page
from tests.factories import (
    item_of,
    make_duty,
    make_issued,
    make_meeting,
    make_post,
    make_submission,
    seat,
)
from tests.proof import some

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

COLUMNS = ["serial", "topic", "discussion", "decision", "implementer"]
# Where a single line is typed or a mark is set; of a group of marks the one the focus comes to.
SINGLE = "input:not([type=hidden]):not([type=radio]:not(:checked)), select"
FIELDS = f"{SINGLE}, textarea"


@pytest.fixture
def full(cast):
    """Minutes with something in every field: rows of one and of three decisions, each with a date,
    a code, copy lists, members in every state, guests."""
    items = [
        item_of(COLUMNS, "০১", "পোর্টাল হালনাগাদ", ["হালনাগাদ করতে হবে।"], code="১.১"),
        item_of(COLUMNS, "০২", "প্রশিক্ষণ", ["ক হবে।", "খ হবে।", "গ হবে।"], code="১.২"),
    ]
    meeting = make_meeting(cast.committee, by=cast.staff, items=items)
    Decision.objects.filter(item__meeting=meeting).update(due_on=date(2024, 4, 30))
    for title in ("কৃষি অফিসার", "শিক্ষা অফিসার", "আইসিটি অফিসার"):
        seat(cast.committee, make_post(cast.meghdubi, title))
    bring_members(meeting, by=cast.staff)
    absent, stood_for, _ = meeting.attendances.all()
    Attendance.objects.filter(pk=absent.pk).update(status="absent")
    Attendance.objects.filter(pk=stood_for.pk).update(
        status="represented", representative_name="নূর আলম", representative_post="অফিস সহকারী"
    )
    Attendance.objects.create(meeting=meeting, position=9, name="অতিথি", status="guest")
    return meeting


def stored(meeting):
    """Everything typed about a meeting, without versions and times."""
    head = Meeting.objects.filter(pk=meeting.pk).values(
        "held_on", "starts_at", "time_as_printed", "venue", "period_start", "period_end", "title",
        "chair", "signatory", "copy_signatory", "opening", "closing", "memo", "distribution",
        "attendance_as_printed", "quorum_override", "state",
    )  # fmt: skip
    items = meeting.items.values("pk", "serial", "code", "topic", "discussion", "position")
    decisions = Decision.objects.filter(item__meeting=meeting).order_by("pk")
    return (
        list(head),
        list(items),
        [(d.pk, d.text, d.due_on, [i.printed for i in d.implementers.all()]) for d in decisions],
        list(
            meeting.attendances.values("pk", "name", "designation", "status", "representative_name")
        ),
    )


@pytest.fixture(params=[True, False], ids=["scripts", "plain"])
def page(request, sit_down, cast):
    page = sit_down(cast.staff, java_script_enabled=request.param)
    page.with_scripts = request.param
    return page


def opened(page, server, meeting, name):
    """The page with everything that can be opened open; True once its scripts have come."""
    page.goto(f"{server.url}/meetings/{meeting.pk}/{name}/")
    if page.with_scripts:
        is_ready(page)
        page.evaluate("document.querySelectorAll('details').forEach(each => (each.open = true))")


def places(page, which):
    found = page.locator("[data-row]").locator(which)
    return [found.nth(place) for place in range(found.count()) if found.nth(place).is_visible()]


@pytest.mark.parametrize("name", ["items", "attendance", "head"])
def test_enter_in_any_field_changes_nothing_that_is_stored(server, page, full, name):
    before = stored(full)
    opened(page, server, full, name)
    # Without scripts Enter in a text area is a new line, and sends nothing.
    which = FIELDS if page.with_scripts else SINGLE
    count = len(places(page, which))
    assert count > (7 if name == "items" else 11)
    for place in range(count):
        field = places(page, which)[place]
        told = field.get_attribute("name")
        sends = field.evaluate("field => field.tagName") == "INPUT" and (
            name == "head" or not page.with_scripts
        )
        field.focus()
        if sends:
            with page.expect_navigation():
                page.keyboard.press("Enter")
        else:
            page.keyboard.press("Enter")
            page.wait_for_timeout(30)
            page.keyboard.press("Escape")  # out of a list of choices
        assert stored(full) == before, told
        if f"/{name}/" not in page.url:
            opened(page, server, full, name)
    if page.with_scripts:
        # Whatever was left to be saved by itself: blank lines, at most.
        page.wait_for_timeout(2500)
        assert stored(full) == before


# --- What was typed before it is saved -------------------------------------------------------------


def test_enter_in_a_due_date_saves_it_and_goes_on(server, sit_down, cast, full):
    desk = open_rows(sit_down(cast.staff), server, full)
    first, second = full.items.all()
    due = row(desk, first).get_by_label("শেষ তারিখ")
    due.fill("১৫/০৫/২০২৪")
    due.press("Enter")
    expect(row(desk, second).get_by_label("সূচক")).to_be_focused()
    desk.keyboard.press("Enter")
    expect(row(desk, second).get_by_label("আলোচ্য বিষয়")).to_be_focused()
    expect(line_of(desk, first)).to_have_text(SAVED)
    assert [d.due_on for d in first.decisions.all()] == [date(2024, 5, 15)]
    # Among several decisions it leads to the next one; of the last one out of the row.
    row(desk, second).get_by_label("শেষ তারিখ").first.press("Enter")
    expect(row(desk, second).get_by_label("সিদ্ধান্ত", exact=True).nth(1)).to_be_focused()
    assert second.decisions.count() == 3


def test_enter_after_a_guests_name_keeps_the_marks_and_goes_on(server, sit_down, cast, full):
    page = open_page(sit_down(cast.staff), server, full, "attendance")
    marks = list(full.attendances.values_list("status", flat=True))
    name = page.locator("[name=guest0-name]")
    name.fill("কামরুন নাহার")
    name.press("Enter")
    expect(page.locator("[name=guest0-designation]")).to_be_focused()
    page.keyboard.type("সাংবাদিক")
    page.keyboard.press("Enter")
    expect(page.locator("[name=guest1-name]")).to_be_focused()
    expect(line(page)).to_have_text(SAVED)
    assert list(full.attendances.values_list("status", flat=True)) == [*marks, "guest"]
    guest = full.attendances.last()
    assert (guest.name, guest.designation) == ("কামরুন নাহার", ["সাংবাদিক"])
    # The last field leads to the button that ends the page.
    page.locator("[name=guest2-designation]").press("Enter")
    expect(page.get_by_role("button", name="সংরক্ষণ করুন", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(f"{server.url}/meetings/{full.pk}/")


def test_enter_leads_from_person_to_person_and_marks_nobody(server, sit_down, cast, full):
    page = open_page(sit_down(cast.staff), server, full, "attendance")
    rows = list(full.attendances.all())
    page.locator(f"[name=row{rows[0].pk}-status][value=present]").focus()
    page.keyboard.press("Enter")
    chosen = page.locator(f"[name=row{rows[1].pk}-status][value=represented]")
    expect(chosen).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(f"[name=row{rows[1].pk}-representative_name]")).to_be_focused()
    assert list(full.attendances.values_list("status", flat=True)) == [r.status for r in rows]


def test_enter_in_the_head_saves_and_goes_to_the_meeting(server, sit_down, cast, full):
    page = open_page(sit_down(cast.staff), server, full, "head")
    page.get_by_label("স্থান", exact=True).fill("মিলনায়তন")
    page.get_by_label("স্থান", exact=True).press("Enter")
    page.wait_for_url(f"{server.url}/meetings/{full.pk}/")
    assert Meeting.objects.get(pk=full.pk).venue == "মিলনায়তন"


@pytest.mark.parametrize("name", ["attendance", "head", "items"])
def test_without_scripts_enter_saves_what_was_typed(server, sit_down, cast, full, name):
    page = sit_down(cast.staff, java_script_enabled=False)
    page.goto(f"{server.url}/meetings/{full.pk}/{name}/")
    field, typed = {
        "attendance": ("[name=guest0-name]", "কামরুন নাহার"),
        "head": ("[name=venue]", "মিলনায়তন"),
        "items": ("[name$=-due_on] >> nth=1", "১৫/০৫/২০২৪"),
    }[name]
    page.locator(field).fill(typed)
    page.locator(field).press("Enter")
    page.wait_for_load_state()
    marks = [mark.status for mark in full.attendances.all()]
    found = {
        "attendance": full.attendances.last().name,
        "head": Meeting.objects.get(pk=full.pk).venue,
        "items": Decision.objects.filter(item__meeting=full)[1].due_on.strftime("%d/%m/%Y"),
    }[name]
    assert found == {"items": "15/05/2024"}.get(name, typed)
    assert marks[:4] == ["absent", "represented", "unmarked", "guest"]
    assert Decision.objects.filter(item__meeting=full).count() == 4


# --- Two who wrote the same ------------------------------------------------------------------------


@pytest.mark.parametrize("scripts", some([True, False], 1), ids=["scripts", "plain"])
@pytest.mark.parametrize("name", ["items", "attendance", "head"])
def test_enter_in_a_conflict_keeps_ones_own_text(server, sit_down, cast, full, name, scripts):
    """The button that gives one's own text up stands first on that page."""
    page = sit_down(cast.staff, java_script_enabled=scripts)
    item = full.items.first()
    address = f"items/{item.pk}" if name == "items" and not scripts else name
    page.goto(f"{server.url}/meetings/{full.pk}/{address}/")
    if scripts:
        is_ready(page)
    place, typed, is_mine = {
        "items": (
            f"[name=item{item.pk}-d0-due_on]",
            "১৫/০৫/২০২৪",
            lambda: item.decisions.get().due_on == date(2024, 5, 15),
        ),
        "attendance": (
            "[name=guest0-name]",
            "কামরুন নাহার",
            lambda: full.attendances.filter(name="কামরুন নাহার").exists(),
        ),
        "head": (
            "[name=venue]",
            "মিলনায়তন",
            lambda: Meeting.objects.get(pk=full.pk).venue == "মিলনায়তন",
        ),
    }[name]
    _change_meanwhile(name, full, item, cast)
    page.locator(place).fill(typed)
    save = page.locator("[data-row]").get_by_role("button", name="সংরক্ষণ করুন", exact=True).first
    if name == "items" and scripts:
        expect(line_of(page, item)).to_have_text(re.compile("আরেকজন"))
    save.click()
    expect(page).to_have_title(re.compile("দুজন লিখেছেন"))
    if scripts:
        is_ready(page)
    asked = page.url

    page.locator(place).press("Enter")
    if name == "attendance" and scripts:
        # It goes on, and sends nothing by itself while two texts stand side by side.
        expect(page.locator("[name=guest0-designation]")).to_be_focused()
        page.wait_for_timeout(300)
        assert not is_mine()
        save.click()
    expect(page).not_to_have_title(re.compile("দুজন লিখেছেন"))
    assert is_mine(), asked


def _change_meanwhile(name, full, item, cast):
    if name == "items":
        decisions = [
            {"id": d.pk, "text": "অন্যের লেখা", "due_on": d.due_on, "implementers": []}
            for d in item.decisions.all()
        ]
        actions.save_item(
            AgendaItem.objects.get(pk=item.pk), version=item.version, by=cast.staff,
            decisions=decisions, topic=item.topic, discussion=item.discussion,
        )  # fmt: skip
    elif name == "attendance":
        save_attendance(
            full, seen=seen_of(full), by=cast.staff, guests=[], gone=set(),
            quorum_override="",
            rows={
                row.pk: {
                    "status": row.status, "representative_name": row.representative_name,
                    "representative_post": row.representative_post, "name": f"{row.name} হক",
                    "designation": row.designation,
                }
                for row in full.attendances.all()
            },
        )  # fmt: skip
    else:
        actions.save_head(full, version=full.version, by=cast.staff, venue="অন্যের স্থান")


def test_enter_on_a_box_of_the_review_desk_accepts_nothing(server, sit_down, cast, full):
    make_issued(full, author=cast.staff, officer=cast.officer)
    sent = make_submission(full, make_duty(cast.shalbon, cast.committee), by=cast.staff)
    page = sit_down(cast.dc_staff)
    page.goto(f"{server.url}/submissions/desk/")
    page.locator("[name=pk]").check()
    page.locator("[name=pk]").press("Enter")
    page.wait_for_load_state()
    expect(page.get_by_role("heading", level=1)).to_have_text("১টি কার্যবিবরণী গ্রহণ করবেন?")
    assert Submission.objects.get(pk=sent.pk).state == "sent"
