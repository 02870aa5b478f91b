"""The trail on a page: an office's for its officers, the portal's for the system administrator."""

import ast
import re
from datetime import UTC, date, datetime
from html import unescape

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.admin import Recorded
from accounts.models import record
from committees import actions
from committees.models import Membership
from meetings.models import Meeting
from minutes_portal.telling import said
from offices.actions import fill_post
from tests.conftest import let_the_trail_be_changed
from tests.factories import give_post, make_committee, make_meeting, make_post, make_user, seat
from tests.test_conventions import BENGALI, portal_files

PORTAL = "/trail/"


def url(office):
    return reverse("office_trail", args=[office.pk])


@pytest.fixture
def desk(client, cast):
    client.force_login(cast.officer)
    return client


@pytest.fixture
def worked(cast, meeting):
    """What an office did on some days; another one did something too."""
    days = [datetime(2024, 3, day, 5, 30, tzinfo=UTC) for day in (22, 23, 24)]
    meeting.submit(by=cast.staff, at=days[0])
    meeting.send_back(by=cast.officer, remarks="দেখুন।", at=days[1])
    meeting.submit(by=cast.staff, at=days[2])
    make_meeting(make_committee(cast.sister), by=cast.sister_staff).submit(by=cast.sister_staff)
    return meeting


def entries(response):
    """The events of a page, as the words of their headings."""
    found = re.findall(r"<h2>(.*?)</h2>", response.content.decode(), re.DOTALL)
    return [" ".join(unescape(re.sub(r"<[^>]*>", "", text)).split()) for text in found]


def text_of(response):
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", response.content.decode())).split())


def test_an_officer_reads_who_did_what_and_when_newest_first(desk, cast, worked):
    response = desk.get(url(cast.meghdubi))
    staff, officer = cast.staff, cast.officer
    assert entries(response) == [
        f"৩ · ২৪ মার্চ ২০২৪, ১১:৩০ · {staff} কার্যবিবরণী অনুমোদনের জন্য দাখিল করেছেন",
        f"২ · ২৩ মার্চ ২০২৪, ১১:৩০ · {officer} কার্যবিবরণী সংশোধনের জন্য ফেরত দিয়েছেন",
        f"১ · ২২ মার্চ ২০২৪, ১১:৩০ · {staff} কার্যবিবরণী অনুমোদনের জন্য দাখিল করেছেন",
    ]
    link = f'<a href="{reverse("meetings:detail", args=[worked.pk])}">'
    assert response.content.decode().count(link) == 3


@pytest.mark.parametrize(
    ("asked", "serials"),
    [
        ({"by": "officer"}, [2]),
        ({"by": "staff"}, [3, 1]),
        ({"since": "২৩/০৩/২০২৪"}, [3, 2]),
        ({"until": "২৩ মার্চ ২০২৪"}, [2, 1]),
        ({"since": "23/03/2024", "until": "23/03/2024"}, [2]),
        ({"kind": "meetings.meeting"}, [3, 2, 1]),
        ({"by": "staff", "until": "২২/০৩/২০২৪", "kind": "meetings.meeting"}, [1]),
        ({"since": "০১/০৪/২০২৪"}, []),
    ],
)
def test_events_are_found_by_person_day_and_kind(desk, cast, worked, asked, serials):
    if "by" in asked:
        asked = asked | {"by": getattr(cast, asked["by"]).pk}
    response = desk.get(url(cast.meghdubi), asked)
    assert response.status_code == 200
    assert [event.serial for event in response.context["page"]] == serials
    assert ("এই বাছাইয়ে কোনো ঘটনা নেই।" in text_of(response)) == (not serials)


def test_only_people_and_things_of_this_trail_can_be_asked_for(desk, cast, worked):
    form = desk.get(url(cast.meghdubi)).context["form"]
    assert set(form.fields["by"].queryset) == {cast.staff, cast.officer}
    assert form.fields["kind"].choices == [("", "সবকিছু"), ("meetings.meeting", "সভা")]
    for asked in ({"by": cast.sister_staff.pk}, {"kind": "accounts.user"}, {"since": "কাল"}):
        response = desk.get(url(cast.meghdubi), asked)
        assert response.status_code == 400
        assert list(response.context["page"]) == []


def test_a_night_in_dhaka_belongs_to_its_own_day(desk, cast):
    for hour in (17, 18):  # 23:59 and 00:00 in Dhaka
        at = datetime(2024, 3, 31, hour, 59 if hour == 17 else 0, tzinfo=UTC)
        record(by=cast.staff, what="post made", target=cast.meghdubi, office=cast.meghdubi, at=at)
    response = desk.get(url(cast.meghdubi), {"since": "০১/০৪/২০২৪"})
    assert [event.serial for event in response.context["page"]] == [2]


def test_twenty_five_events_are_a_page(desk, cast):
    for _ in range(30):
        record(by=cast.staff, what="post made", target=cast.meghdubi, office=cast.meghdubi)
    first = [event.serial for event in desk.get(url(cast.meghdubi)).context["page"]]
    second = [event.serial for event in desk.get(url(cast.meghdubi), {"page": 2}).context["page"]]
    assert (first, second) == ([*range(30, 5, -1)], [*range(5, 0, -1)])


def test_the_questions_to_the_database_do_not_grow_with_the_events(desk, cast, meeting):
    def questions():
        with CaptureQueriesContext(connection) as asked:
            assert desk.get(url(cast.meghdubi)).status_code == 200
        return len(asked)

    def work(n):
        post = make_post(cast.meghdubi, f"পদ {n}")
        sitting = make_meeting(cast.committee, by=cast.staff, held_on=date(2025, 1, n))
        sitting.submit(by=cast.staff)
        member = actions.add_member(
            seat=Membership(committee=cast.committee, post=post, starts_on=date(2024, 1, 1)),
            by=cast.staff,
        )
        actions.end_seat(seat=member, on=date(2024, 2, 1), by=cast.staff)
        fill_post(post=post, name=f"নাম {n}", since=date(2024, 1, 1), by=cast.staff)

    work(1)
    few = questions()
    for n in range(2, 6):
        work(n)
    assert questions() == few


def test_what_changed_is_told_with_what_it_was(desk, cast):
    committee = cast.committee
    committee.chair_label, committee.quorum = "আহবায়ক", 5
    actions.change_committee(committee=committee, fields=["chair_label", "quorum"], by=cast.staff)
    post = make_post(cast.meghdubi, "উপজেলা কৃষি অফিসার")
    member = seat(committee, post)
    member.role = Membership.Role.FOCAL_POINT
    actions.change_seat(seat=member, fields=["role"], by=cast.staff)

    seat_event, committee_event = desk.get(url(cast.meghdubi)).context["page"]
    response = desk.get(url(cast.meghdubi))
    text = text_of(response)
    assert [committee_event.what, seat_event.what] == ["committee changed", "member changed"]
    assert "সভাপ্রধানের নাম ছিল: সভাপতি হলো: আহবায়ক" in text
    assert "কোরাম ৫" in text
    assert "কমিটিতে পদবি ছিল: সদস্য হলো: ফোকাল পয়েন্ট" in text
    assert f"সদস্যপদ উপজেলা কৃষি অফিসার, {committee}" in text


def test_a_role_given_by_the_administrator_is_read_by_the_officers_of_the_office(client, cast):
    posting = cast.staff.postings.get()
    post = posting.post
    client.force_login(cast.sysadmin)
    form = {
        "office": post.office.pk,
        "title": post.title,
        "kind": post.kind,
        "seniority": post.seniority,
        "postings-TOTAL_FORMS": 1,
        "postings-INITIAL_FORMS": 1,
        "postings-0-id": posting.pk,
        "postings-0-name": posting.name,
        "postings-0-user": cast.staff.pk,
        "postings-0-role": "officer",
        "postings-0-starts_on": posting.starts_on.strftime("%d/%m/%Y"),
        "postings-0-ends_on": "",
    }
    page = reverse("admin:offices_post_change", args=[post.pk])
    assert client.post(page, form).status_code == 302

    client.force_login(cast.officer)
    text = text_of(client.get(url(cast.meghdubi)))
    assert f"{cast.sysadmin} পদ বদলেছেন" in text
    assert "ভূমিকা ছিল: শাখার কর্মী হলো: কর্মকর্তা" in text


def test_the_administrator_reads_who_came_and_no_minutes(client, cast, worked):
    record(by=None, what="sign-in failed", target=cast.staff, address="192.0.2.7")
    # From before there were chains: the moves of a meeting stand in the portal's.
    record(by=cast.staff, what="meeting draft → submitted", target=worked)
    client.force_login(cast.sysadmin)
    response = client.get(PORTAL)
    told = [entry.split(" · ")[2] for entry in entries(response)]
    assert told == [
        f"{cast.staff} কার্যবিবরণী অনুমোদনের জন্য দাখিল করেছেন",
        "অচেনা কেউ প্রবেশের চেষ্টা করে ব্যর্থ হয়েছেন",
    ]
    text = text_of(response)
    assert "যে ঠিকানা থেকে 192.0.2.7" in text
    assert f"{cast.staff} (staff)" in text
    assert worked.heading not in text


def test_an_officer_of_two_offices_is_led_to_both(client, cast):
    chief = make_user("chief")
    give_post(chief, cast.meghdubi, "officer", title="প্রথম পদ")
    give_post(chief, cast.sister, "officer", title="দ্বিতীয় পদ")
    client.force_login(chief)
    for here, there in ((cast.meghdubi, cast.sister), (cast.sister, cast.meghdubi)):
        assert f'<a href="{url(there)}">{there}</a>' in client.get(url(here)).content.decode()


@pytest.mark.parametrize(
    ("who", "leads_to"),
    [("officer", "meghdubi"), ("two_roles", "sister"), ("sysadmin", None), ("staff", "")],
)
def test_only_who_may_read_a_trail_is_led_to_it(client, cast, who, leads_to):
    client.force_login(getattr(cast, who))
    led = re.findall(r'href="(/trail/[^"]*)"', client.get("/").content.decode())
    wanted = [] if leads_to == "" else [url(getattr(cast, leads_to)) if leads_to else PORTAL]
    assert led == wanted


# --- Is it intact? ----------------------------------------------------------------------------


def test_the_page_says_in_plain_words_that_the_chain_is_intact(desk, cast, worked):
    assert "শিকল অটুট।" not in text_of(desk.get(url(cast.meghdubi)))
    text = text_of(desk.get(url(cast.meghdubi), {"verify": "1"}))
    assert "শিকল অটুট। ৩টি ঘটনার প্রতিটি তার আগেরটির সঙ্গে মেলে" in text


def test_the_page_says_in_plain_words_that_the_chain_is_broken(desk, cast, worked):
    let_the_trail_be_changed()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE accounts_auditevent SET by_id = %s WHERE chain = %s AND serial = 2",
            [cast.staff.pk, f"office-{cast.meghdubi.pk}"],
        )
    text = text_of(desk.get(url(cast.meghdubi), {"verify": "1"}))
    assert "শিকল ভাঙা। ২ নম্বর ঘটনা থেকে লেখা আর মেলে না" in text


# --- There are words for everything -----------------------------------------------------------


def acts_recorded():
    """Every `what=` that the code of the portal records, as far as it is written out there."""
    found = set()
    for path in portal_files():
        if "migrations" in path.parts:
            continue
        tree = ast.parse(path.read_text("utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "record":
                (what,) = [k.value for k in node.keywords if k.arg == "what"]
                if isinstance(what, ast.Constant):
                    found.add(what.value)
                elif isinstance(what, ast.Name):
                    found |= _assigned(tree, what.id)
    return found


def _assigned(tree, name):
    """The texts that a name is given anywhere in a module."""
    given = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and [getattr(t, "id", "") for t in node.targets] == [name]:
            given |= {
                each.value
                for each in ast.walk(node.value)
                if isinstance(each, ast.Constant) and isinstance(each.value, str)
            }
    return given


def test_there_are_words_for_all_that_is_recorded():
    acts = acts_recorded()
    assert {"file kept", "committee closed", "reauth failed", "signed in"} <= acts
    acts |= {
        f"meeting {before} → {after}" for before, moves in Meeting.MOVES.items() for after in moves
    }
    acts |= {f"meeting → {state}" for state in ("planned", "draft")}
    acts |= {
        f"{model._meta.model_name} {done}"
        for model, page in admin.site._registry.items()
        if isinstance(page, Recorded)
        for done in ("added", "changed", "deleted")
    }
    assert sorted(what for what in acts if not BENGALI.search(said(what) or "")) == []


def test_an_act_without_words_is_found():
    assert said("something new") is None
    assert said("meeting draft → nowhere") is None
