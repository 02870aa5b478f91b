"""Check and hand in, the task list, remarks on single rows, confirming the last minutes."""

import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from meetings import actions
from meetings.completeness import (
    Incomplete,
    doubts_about,
    hand_in,
    missing_in,
    next_step,
    tasks_of,
)
from meetings.models import AgendaItem, Attendance, Decision, Meeting, State
from meetings.planning import plan_meeting
from tests.factories import make_committee, make_meeting

pytestmark = pytest.mark.once


def url(name, *args):
    return reverse(f"meetings:{name}", args=args)


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def paper(meeting):
    return Meeting.objects.with_paper().get(pk=meeting.pk)


def lacks(meeting):
    return [lack["message"] for lack in missing_in(paper(meeting))]


# ── What is missing ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "shape", ["district_ict", "district_innovation", "upazila", "progress_report", "line_office"]
)
def test_a_whole_paper_of_each_shape_lacks_nothing(cast, shape):
    assert lacks(make_meeting(cast.committee, shape=shape)) == []


def test_a_paper_without_implementers_column_asks_for_none(cast):
    meeting = make_meeting(cast.committee, shape="progress_report")
    assert Decision.objects.filter(item__meeting=meeting, implementers=None).count() == 3
    assert lacks(meeting) == []


def test_each_thing_a_paper_needs_is_asked_for(cast, meeting):
    first, second = meeting.items.all()
    first.decisions.get().implementers.all().delete()
    AgendaItem.objects.filter(pk=second.pk).update(topic=" ")
    second.decisions.filter(position=1).update(text="")
    Meeting.objects.filter(pk=meeting.pk).update(chair=None, signatory=None)
    assert lacks(meeting) == [
        "সভাপ্রধানের নাম নেই।",
        "০১ নম্বর বিষয়: সিদ্ধান্ত কে বাস্তবায়ন করবেন, লেখা নেই।",
        "০২ নম্বর বিষয়: আলোচ্য বিষয় লেখা নেই।",
        "০২ নম্বর বিষয়: সিদ্ধান্ত (খ) লেখা নেই।",
        "স্বাক্ষরকারীর নাম নেই।",
    ]


def test_one_cell_may_name_who_carries_out_all_decisions(cast, meeting):
    second = meeting.items.last()
    for decision in second.decisions.all():
        decision.implementers.all().delete()
    assert len(lacks(meeting)) == 2
    AgendaItem.objects.filter(pk=second.pk).update(implementers_as_printed="সকল সদস্য")
    assert lacks(meeting) == []


def test_an_agenda_without_rows_or_a_row_without_decisions_is_told(cast, meeting):
    meeting.items.first().decisions.all().delete()
    assert lacks(meeting) == ["০১ নম্বর বিষয়: সিদ্ধান্ত লেখা নেই।"]
    meeting.items.all().delete()
    assert lacks(meeting) == ["একটিও আলোচ্য বিষয় নেই।"]


def test_what_is_doubtful_hinders_nothing(cast, meeting):
    cast.committee.quorum = 3
    cast.committee.save()
    Attendance.objects.create(meeting=meeting, position=0, name="ক", status="present")
    Attendance.objects.create(meeting=meeting, position=1, name="খ", status="unmarked")
    decision = meeting.items.first().decisions.get()
    decision.due_on = date(2024, 3, 1)
    decision.save()
    Meeting.objects.filter(pk=meeting.pk).update(
        venue=None, starts_at=None, time_as_printed=None, period_start="2024-01-01",
        period_end="2024-01-31",
    )  # fmt: skip
    assert all("পরিশিষ্ট" not in doubt["message"] for doubt in doubts_about(paper(meeting)))
    shape = meeting.shape | {"order": [each for each in meeting.shape["order"] if each != "annex"]}
    Meeting.objects.filter(pk=meeting.pk).update(shape=shape)
    told = [doubt["message"] for doubt in doubts_about(paper(meeting))]
    assert told == [
        "সভার তারিখ ২১ মার্চ ২০২৪ মেয়াদের (১ জানুয়ারি ২০২৪ – ৩১ জানুয়ারি ২০২৪) বাইরে।",
        "“পরিশিষ্ট-ক দ্রষ্টব্য।” লেখা আছে, কিন্তু কোনো পরিশিষ্ট ফাইল রাখা হয়নি।",
        "সভার সময় লেখা নেই।",
        "সভার স্থান লেখা নেই।",
        "১ জনের উপস্থিতি চিহ্নিত হয়নি।",
        "কোরাম ৩ জন, সদস্য উপস্থিত ১ জন; কারণ লেখা নেই।",
        "০১ নম্বর বিষয়: শেষ তারিখ সভার আগের।",
    ]
    assert lacks(meeting) == []
    hand_in(meeting, by=cast.staff)
    meeting.refresh_from_db()
    assert meeting.state == State.SUBMITTED


# ── The page ────────────────────────────────────────────────────────────────────────────────────


def test_the_page_shows_everything_with_a_way_to_mend_it(client, cast, meeting):
    client.force_login(cast.staff)
    response = client.get(url("check", meeting.pk))
    assert response.status_code == 200
    said = text(response)
    rows = [row for group in response.context["groups"] for row in group["rows"]]
    for row in rows:
        assert f'id="{row["id"]}" href="{row["url"]}"'.replace("&", "&amp;") in (
            response.content.decode()
        )
        assert all(re.sub(r"\s+", " ", line) in said for line in row["lines"])
    assert len({row["id"] for row in rows}) == len(rows)
    first = meeting.items.first()
    assert {row["id"]: row["url"] for row in rows}[f"item{first.pk}-decision"] == (
        f"{url('items', meeting.pk)}?focus={first.pk}#item{first.pk}"
    )
    assert "বাস্তবায়নকারী: উপজেলা নির্বাহী অফিসার (সকল)" in said


def test_each_change_link_leads_to_a_page_with_its_field(client, cast, meeting):
    client.force_login(cast.staff)
    groups = client.get(url("check", meeting.pk)).context["groups"]
    for address in {row["url"] for group in groups for row in group["rows"]}:
        page, _, anchor = address.partition("#")
        response = client.get(page)
        assert response.status_code == 200
        assert not anchor or f'id="{anchor}"' in response.content.decode()


def test_a_paper_that_lacks_something_is_not_handed_in(client, cast, meeting):
    first = meeting.items.first()
    first.decisions.update(text="")
    client.force_login(cast.staff)
    page = client.get(url("check", meeting.pk))
    assert page.status_code == 200
    assert "<title>ত্রুটি" not in page.content.decode()
    assert not re.search(r"<button[^>]*>অনুমোদনের জন্য পাঠান", page.content.decode())

    response = client.post(url("check", meeting.pk))
    assert response.status_code == 422
    html = response.content.decode()
    assert "<title>ত্রুটি: যাচাই ও দাখিল" in html
    assert "data-error-summary" in html
    assert f'<a href="#item{first.pk}-decision">০১ নম্বর বিষয়: সিদ্ধান্ত লেখা নেই।</a>' in html
    assert f'id="item{first.pk}-decision"' in html
    meeting.refresh_from_db()
    assert meeting.state == State.DRAFT


def test_every_lack_and_doubt_leads_to_a_row_that_is_there(client, cast):
    meeting = make_meeting(cast.committee, by=cast.staff)
    meeting.items.all().delete()
    Meeting.objects.filter(pk=meeting.pk).update(
        chair=None, signatory=None, venue=None, starts_at=None, time_as_printed=None,
        attendance_as_printed=None, is_recorded=True, memo={"number": "১২৩"},
    )  # fmt: skip
    client.force_login(cast.staff)
    html = client.get(url("check", meeting.pk)).content.decode()
    targets = set(re.findall(r'<li><a href="#([^"]+)">', html))
    assert targets == {
        "chair", "items", "signatory", "time", "venue", "attendance", "files", "memo"
    }  # fmt: skip
    assert all(f'<a id="{target}" href="' in html for target in targets)


def test_the_model_refuses_what_the_page_forgot(cast, meeting):
    meeting.items.first().decisions.update(text="")
    with pytest.raises(Incomplete) as refused:
        hand_in(meeting, by=cast.staff)
    assert [lack["message"] for lack in refused.value.missing] == ["০১ নম্বর বিষয়: সিদ্ধান্ত লেখা নেই।"]
    with pytest.raises(PermissionDenied, match="শুধু এই কার্যালয়ের কর্মী"):
        hand_in(meeting, by=cast.officer)


def test_a_plan_is_checked_but_not_handed_in(client, cast, meeting):
    Meeting.objects.filter(pk=meeting.pk).update(state=State.PLANNED)
    client.force_login(cast.staff)
    assert url("start_writing", meeting.pk) in client.get(url("check", meeting.pk)).content.decode()
    assert client.post(url("check", meeting.pk)).status_code == 403


# ── The task list ───────────────────────────────────────────────────────────────────────────────


def statuses(meeting):
    return {task["key"]: task["status"] for task in tasks_of(paper(meeting))}


def step(meeting):
    meeting = paper(meeting)
    return next_step(meeting, tasks_of(meeting))["url"]


def test_the_next_step_goes_on_with_the_work(cast):
    meeting = plan_meeting(
        cast.committee, by=cast.staff, held_on=date(2024, 4, 18), confirms=None, topics=["বিবিধ"],
        carried=[], signatory={"name": "ক", "designation": []}, chair={"name": "ক"},
        shape=cast.committee.shape,
    )  # fmt: skip
    assert statuses(meeting) == {
        "head": "complete", "attendance": "not_started", "items": "not_started",
        "files": "optional", "check": "waiting",
    }  # fmt: skip
    assert step(meeting) == url("attendance", meeting.pk)
    Attendance.objects.create(meeting=meeting, position=0, name="ক", status="present")
    assert step(meeting) == url("items", meeting.pk)
    item = actions.save_item(
        meeting.items.get(), version=1, by=cast.staff,
        decisions=[{"id": None, "text": "করতে হবে।", "implementers": []}],
    )  # fmt: skip
    assert statuses(meeting)["items"] == "incomplete"
    actions.save_item(
        item, version=2, by=cast.staff,
        decisions=[{"id": None, "text": "করতে হবে।", "implementers": ["সকল সদস্য"]}],
    )  # fmt: skip
    assert statuses(meeting)["items"] == "complete"
    assert statuses(meeting)["check"] == "not_started"
    assert step(meeting) == url("check", meeting.pk)
    Meeting.objects.filter(pk=meeting.pk).update(signatory=None)
    assert (statuses(meeting)["head"], statuses(meeting)["check"]) == ("incomplete", "waiting")
    assert step(meeting) == url("head", meeting.pk)


@pytest.mark.parametrize(
    ("state", "days", "view"),
    [
        ("planned", 5, "give_notice"),
        ("noticed", 5, "items"),
        ("planned", 0, "start_writing"),
        ("noticed", -1, "start_writing"),
    ],
)
def test_before_the_sitting_the_next_step_is_before_it(cast, meeting, state, days, view):
    held_on = timezone.localdate() + timedelta(days=days)
    Meeting.objects.filter(pk=meeting.pk).update(state=state, held_on=held_on)
    assert step(meeting) == url(view, meeting.pk)


def test_the_meetings_page_names_the_next_step_to_who_writes(client, cast, meeting):
    for who, seen in (("staff", True), ("two_roles", True), ("officer", False), ("reader", False)):
        client.force_login(getattr(cast, who))
        page = client.get(url("detail", meeting.pk))
        assert ("যা করতে হবে" in text(page)) == seen
        assert (f'href="{url("check", meeting.pk)}"' in page.content.decode()) == seen
    meeting.submit(by=cast.staff)
    client.force_login(cast.staff)
    assert "যা করতে হবে" not in text(client.get(url("detail", meeting.pk)))


# ── Remarks on single rows ──────────────────────────────────────────────────────────────────────


def test_minutes_go_back_with_remarks_on_rows(client, cast, meeting):
    meeting.submit(by=cast.staff)
    first, second = meeting.items.all()
    client.force_login(cast.officer)
    said = "কে করবেন <b>লিখুন</b>"
    response = client.post(
        url("send_back", meeting.pk),
        {"remarks": "দেখুন।", f"item{first.pk}": f" {said} ", f"item{second.pk}": ""},
    )
    assert response.status_code == 302
    meeting.refresh_from_db()
    assert meeting.item_remarks == {str(first.pk): said}
    client.force_login(cast.staff)
    for name in ("items", "detail", "check"):
        html = client.get(url(name, meeting.pk)).content.decode()
        assert html.count("কে করবেন &lt;b&gt;লিখুন&lt;/b&gt;") == 1
    row = client.get(url("item", meeting.pk, second.pk)).content.decode()
    assert "ফেরতের মন্তব্য" not in row

    meeting.submit(by=cast.staff)
    meeting.refresh_from_db()
    assert meeting.item_remarks == {}


def test_remarks_on_rows_alone_send_nothing_back(client, cast, meeting):
    meeting.submit(by=cast.staff)
    first = meeting.items.first()
    client.force_login(cast.officer)
    response = client.post(
        url("send_back", meeting.pk), {"remarks": "", f"item{first.pk}": "এই সারি দেখুন"}
    )
    assert response.status_code == 200
    assert "<title>ত্রুটি:" in response.content.decode()
    # What was typed comes back, and not folded away.
    assert "এই সারি দেখুন" in response.content.decode()
    assert '<details class="of-items" open>' in response.content.decode()
    meeting.refresh_from_db()
    assert meeting.state == State.SUBMITTED


# ── Confirming the minutes of the sitting before ────────────────────────────────────────────────


@pytest.fixture
def confirming(cast, meeting):
    """The first item of the next meeting, which confirms the minutes of this one."""
    after = plan_meeting(
        cast.committee, by=cast.staff, held_on=date(2024, 4, 18), confirms=meeting, topics=[],
        carried=[], shape=cast.committee.shape,
    )  # fmt: skip
    return after.items.get()


def confirm(client, cast, item, **typed):
    client.force_login(cast.staff)
    sent = {"version": item.version, **typed}
    return client.post(url("confirmation", item.meeting_id, item.pk), sent)


@pytest.mark.parametrize(
    ("typed", "text_of"),
    [
        (
            {"confirmed_as": "as_read", "correction": "ফেলে দেওয়া"},
            "কোনো সংশোধনী না থাকায় ২১ মার্চ ২০২৪ তারিখে অনুষ্ঠিত সভার কার্যবিবরণী সর্বসম্মতিক্রমে নিশ্চিত করা হলো।",
        ),
        (
            {"confirmed_as": "corrected", "correction": " ২ নম্বরে ৫টি হবে। "},
            "২১ মার্চ ২০২৪ তারিখে অনুষ্ঠিত সভার কার্যবিবরণী নিম্নরূপ সংশোধনসহ নিশ্চিত করা হলো: ২ নম্বরে ৫টি হবে।",
        ),
    ],
)
def test_the_choice_writes_the_decision(client, cast, confirming, typed, text_of):
    assert confirm(client, cast, confirming, **typed).status_code == 302
    confirming.refresh_from_db()
    assert confirming.confirmed_as == typed["confirmed_as"]
    assert [decision.text for decision in confirming.decisions.all()] == [text_of]
    assert (confirming.version, confirming.history.first().history_user) == (2, cast.staff)
    # Nobody carries it out, and nobody is asked for.
    assert [lack["row"] for lack in missing_in(paper(confirming.meeting))] == ["signatory"] or (
        lacks(confirming.meeting) == ["সভাপ্রধানের নাম নেই।", "স্বাক্ষরকারীর নাম নেই।"]
    )


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({}, "কীভাবে নিশ্চিত হলো: এটি পূরণ করতে হবে।"),
        ({"confirmed_as": "never"}, "কীভাবে নিশ্চিত হলো:"),
        ({"confirmed_as": "corrected", "correction": " "}, "সংশোধনসহ নিশ্চিত হলে সংশোধনটি লিখুন।"),
    ],
)
def test_a_confirmation_says_how(client, cast, confirming, typed, error):
    response = confirm(client, cast, confirming, **typed)
    assert response.status_code == 422
    assert error in text(response)
    confirming.refresh_from_db()
    assert confirming.confirmed_as == ""


def test_a_confirmation_of_a_row_another_changed_is_asked_again(client, cast, confirming):
    actions.save_item(
        confirming, version=1, by=cast.two_roles,
        decisions=[{"id": None, "text": "অন্যের লেখা", "implementers": []}],
    )  # fmt: skip
    response = confirm(client, cast, confirming, confirmed_as="as_read")
    assert response.status_code == 409
    assert "অন্যের লেখা" in text(response)
    assert response.context["form"]["version"].value() == 2
    confirming.refresh_from_db()
    assert confirming.confirmed_as == ""


def test_only_a_row_that_confirms_is_confirmed(client, cast, meeting):
    client.force_login(cast.staff)
    assert client.get(url("confirmation", meeting.pk, meeting.items.first().pk)).status_code == 404
    other = make_meeting(make_committee(cast.sister))
    assert client.get(url("confirmation", meeting.pk, other.items.first().pk)).status_code == 404
