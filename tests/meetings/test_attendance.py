"""Who came: marks, stand-ins, guests, the quorum, and two people at one table."""

import re
from datetime import date

import pytest
from django.urls import reverse

from accounts.access import WrongState
from accounts.models import AuditEvent
from committees.models import Membership
from meetings import actions, planning
from meetings.attendance import save_attendance, seen_of
from meetings.completeness import counts_of, tasks_of
from meetings.content import content_of
from meetings.models import Attendance, Meeting
from offices.models import Posting
from tests.factories import LONG_AGO, make_post, seat

HELD = date(2024, 4, 18)


def url(name, *args):
    return reverse(f"meetings:{name}", args=args)


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.fixture
def sitting(cast):
    """A meeting of a committee with three members and a quorum of two."""
    cast.committee.quorum = 2
    cast.committee.save()
    for order, (title, name) in enumerate(
        [("উপজেলা নির্বাহী অফিসার", "রেহানা পারভীন"), ("উপজেলা কৃষি অফিসার", "মাহমুদ হাসান"), ("উপজেলা আইসিটি অফিসার", "তানজিলা হক")]
    ):  # fmt: skip
        post = make_post(cast.meghdubi, title)
        Posting.objects.create(post=post, name=name, starts_on=LONG_AGO)
        role = Membership.Role.MEMBER if order else Membership.Role.CHAIR
        seat(cast.committee, post, role, order=order)
    return planning.plan_meeting(
        cast.committee, by=cast.staff, held_on=HELD, confirms=None, topics=["বিবিধ"], carried=[]
    )


def marks(meeting, *statuses, **changes):
    """What a browser sends: a mark for each row in order, the version, and what else is typed."""
    meeting.refresh_from_db()
    seen = seen_of(meeting)
    sent = {"version": seen, "quorum_override": meeting.quorum_override, "act": "save"}
    for row, status in zip(meeting.attendances.all(), statuses, strict=False):
        sent |= {
            f"row{row.pk}-status": status,
            f"row{row.pk}-name": row.name,
            f"row{row.pk}-designation": "\n".join(row.designation),
            f"row{row.pk}-representative_name": row.representative_name,
            f"row{row.pk}-representative_post": row.representative_post,
        }
    return sent | changes


def send(client, cast, meeting, *statuses, **changes):
    client.force_login(cast.staff)
    return client.post(url("attendance", meeting.pk), marks(meeting, *statuses, **changes))


def told(meeting):
    return [
        (row.name, row.status, row.representative_name, row.representative_post)
        for row in meeting.attendances.all()
    ]


def row(meeting, name):
    return meeting.attendances.get(name=name)


def test_marks_stand_ins_and_guests_are_kept(client, cast, sitting):
    second = row(sitting, "মাহমুদ হাসান").pk
    response = send(
        client, cast, sitting, "present", "represented", "leave",
        **{
            f"row{second}-representative_name": " সুব্রত  চাকমা ",
            f"row{second}-representative_post": "সহকারী কৃষি অফিসার",
            "guest1-name": "আমিনা খাতুন",
            "guest1-designation": "প্রধান শিক্ষক",
        },
    )  # fmt: skip
    assert response["Location"] == url("detail", sitting.pk)
    assert told(sitting) == [
        ("রেহানা পারভীন", "present", "", ""),
        ("মাহমুদ হাসান", "represented", "সুব্রত চাকমা", "সহকারী কৃষি অফিসার"),
        ("তানজিলা হক", "leave", "", ""),
        ("আমিনা খাতুন", "guest", "", ""),
    ]
    assert AuditEvent.objects.first().detail == {
        "present": 1, "leave": 1, "represented": 1, "guest": 1
    }  # fmt: skip
    assert counts_of(sitting) == {
        "members": 3, "present": 1, "represented": 1, "absent": 0, "leave": 1, "unmarked": 0,
        "guests": 1, "of_committee": 2, "seated": 3, "quorum": 2, "is_short": False,
    }  # fmt: skip


def test_a_stand_in_needs_a_name(client, cast, sitting):
    second = row(sitting, "মাহমুদ হাসান").pk
    response = send(client, cast, sitting, "present", "represented", "absent")
    assert response.status_code == 422
    assert response.context["faults"] == [
        {
            "id": f"id_row{second}-representative_name",
            "label": "প্রতিনিধির নাম",
            "message": "প্রতিনিধি উপস্থিত থাকলে তাঁর নাম দিন।",
        }
    ]
    assert "<title>ত্রুটি:" in response.content.decode()
    # The lines that hold are stored; the faulty one waits on the page that comes back.
    assert [status for _, status, _, _ in told(sitting)] == ["present", "unmarked", "absent"]
    assert response.context["rows"][1]["status"].value() == "represented"
    # Mended there, it is no conflict with what was stored before.
    mended = {f"row{second}-representative_name": "সুব্রত চাকমা"}
    send(client, cast, sitting, "present", "represented", "absent", **mended)
    assert told(sitting)[1][1:3] == ("represented", "সুব্রত চাকমা")


def test_a_stand_ins_name_goes_with_the_mark(client, cast, sitting):
    second = row(sitting, "মাহমুদ হাসান").pk
    named = {f"row{second}-representative_name": "সুব্রত চাকমা"}
    send(client, cast, sitting, "present", "represented", "absent", **named)
    send(client, cast, sitting, "present", "present", "absent")
    assert told(sitting)[1] == ("মাহমুদ হাসান", "present", "", "")


def test_all_are_marked_at_once(client, cast, sitting):
    response = send(client, cast, sitting, "absent", "leave", "unmarked", act="all")
    assert response["Location"] == url("attendance", sitting.pk)
    assert [status for _, status, _, _ in told(sitting)] == ["present"] * 3


def test_a_guest_is_taken_out_and_members_are_not(client, cast, sitting):
    send(client, cast, sitting, "present", "present", "present", **{"guest0-name": "আমিনা খাতুন"})
    guest = row(sitting, "আমিনা খাতুন").pk
    first = row(sitting, "রেহানা পারভীন").pk
    refused = send(client, cast, sitting, "gone", "present", "present", "gone")
    assert refused.status_code == 422
    assert [fault["id"] for fault in refused.context["faults"]] == [f"id_row{first}-status_0"]
    send(client, cast, sitting, "present", "present", "present", "gone")
    assert not Attendance.objects.filter(pk=guest).exists()
    assert sitting.attendances.count() == 3


def test_a_name_is_put_right(client, cast, sitting):
    first = row(sitting, "রেহানা পারভীন").pk
    send(
        client, cast, sitting, "present", "present", "present",
        **{f"row{first}-name": "রেহানা পারভীন খান", f"row{first}-designation": "ইউএনও\nমেঘডুবি"},
    )  # fmt: skip
    assert Attendance.objects.filter(pk=first).values_list("name", "designation").get() == (
        "রেহানা পারভীন খান",
        ["ইউএনও", "মেঘডুবি"],
    )


def test_a_quorum_warns_and_never_blocks(client, cast, sitting):
    response = send(client, cast, sitting, "present", "absent", "leave", act="more")
    page = client.get(response["Location"])
    assert "কোরাম হয়নি। সভা হয়ে থাকলে তার কারণ লিখে রাখুন।" in text(page)
    assert page.context["counts"]["is_short"]
    send(client, cast, sitting, "present", "absent", "leave", quorum_override="বন্যার কারণে")
    sitting.refresh_from_db()
    assert sitting.quorum_override == "বন্যার কারণে"
    assert sitting.history.first().quorum_override == "বন্যার কারণে"


def test_guests_do_not_make_a_quorum(client, cast, sitting):
    send(client, cast, sitting, "present", "absent", "absent", **{"guest0-name": "আমিনা খাতুন"})
    counts = counts_of(sitting)
    assert (counts["seated"], counts["of_committee"], counts["is_short"]) == (2, 1, True)


def test_saving_the_same_again_is_no_step(client, cast, sitting):
    send(client, cast, sitting, "present", "absent", "leave")
    steps = Attendance.history.count()
    send(client, cast, sitting, "present", "absent", "leave")
    assert Attendance.history.count() == steps
    assert AuditEvent.objects.filter(what="attendance").count() == 1


def test_two_at_one_table_lose_nothing(client, cast, sitting):
    stale = marks(sitting, "present", "absent", "leave", **{"guest0-name": "আমার অতিথি"})
    send(
        client,
        cast,
        sitting,
        "present",
        "present",
        "absent",
        **{"guest0-name": "অন্যের <b>অতিথি</b>"},
    )
    response = client.post(url("attendance", sitting.pk), stale)
    assert response.status_code == 409
    html = response.content.decode()
    assert "অন্যের &lt;b&gt;অতিথি&lt;/b&gt;" in html
    assert "<b>অতিথি" not in html
    assert [(d["label"], d["theirs"], d["mine"]) for d in response.context["differences"]] == [
        ("মাহমুদ হাসান", "মাহমুদ হাসান, উপস্থিত", "মাহমুদ হাসান, অনুপস্থিত"),
        ("তানজিলা হক", "তানজিলা হক, অনুপস্থিত", "তানজিলা হক, ছুটিতে"),
        ("অন্যের <b>অতিথি</b>", "অন্যের <b>অতিথি</b>, উপস্থিত", "অন্যের <b>অতিথি</b>, উপস্থিত"),
    ]
    # The page that comes back sends mine, and both guests stay.
    again = {
        field.html_name: "\n".join(value) if isinstance(value, list) else value
        for form in [*response.context["rows"], *response.context["guests"]]
        for field in form
        if (value := field.value()) is not None
    } | {"version": response.context["foot"]["version"].value(), "quorum_override": ""}
    assert client.post(url("attendance", sitting.pk), again).status_code == 302
    assert [(name, status) for name, status, _, _ in told(sitting)] == [
        ("রেহানা পারভীন", "present"),
        ("মাহমুদ হাসান", "absent"),
        ("তানজিলা হক", "leave"),
        ("অন্যের <b>অতিথি</b>", "guest"),
        ("আমার অতিথি", "guest"),
    ]


def autosave(client, sitting, data):
    return client.post(url("attendance", sitting.pk), data, headers={"X-Autosave": "1"})


def test_marks_that_arrive_twice_are_answered_as_saved(client, cast, sitting):
    """The answer to the first was lost, and with it where its guests are stored."""
    send(
        client, cast, sitting, *["present"] * 3, **{"guest0-name": "প্রথম", "guest1-name": "দ্বিতীয়"}
    )
    first, second = sitting.attendances.filter(status="guest")
    # One guest taken out, another renamed in the line he was typed into, a third one new.
    data = marks(sitting, "present", "absent", "leave", "gone") | {
        "guest1-id": second.pk,
        "guest1-name": "দ্বিতীয়  অতিথি",
        "guest2-name": "তৃতীয়",
        "act": "",
    }
    saved, again = (autosave(client, sitting, data).json() for _ in range(2))
    assert saved | {"saved": ""} == again | {"saved": ""}
    assert [(row.name, row.status) for row in sitting.attendances.all()] == [
        ("রেহানা পারভীন", "present"),
        ("মাহমুদ হাসান", "absent"),
        ("তানজিলা হক", "leave"),
        ("দ্বিতীয় অতিথি", "guest"),
        ("তৃতীয়", "guest"),
    ]
    third = sitting.attendances.last()
    assert again["fields"] == {"guest0-id": "", "guest1-id": second.pk, "guest2-id": third.pk}
    assert not sitting.attendances.filter(pk=first.pk).exists()


@pytest.mark.parametrize(
    "other",
    [
        {"guest0-name": "আরেকজন"},
        {"guest0-name": ""},
        {"guest0-designation": "সাংবাদিক"},
        {"guest1-name": "আরও একজন"},
        {"quorum_override": "জরুরি"},
    ],
)
def test_one_mark_more_makes_it_a_conflict(client, cast, sitting, other):
    client.force_login(cast.staff)
    data = marks(sitting, *["present"] * 3) | {"guest0-name": "অতিথি", "act": ""}
    assert autosave(client, sitting, data).status_code == 200
    before = told(sitting)
    assert autosave(client, sitting, data | other).status_code == 409
    assert told(sitting) == before


def test_a_row_of_somebody_else_makes_it_a_conflict(client, cast, sitting):
    client.force_login(cast.staff)
    data = marks(sitting, *["present"] * 3) | {"act": ""}
    autosave(client, sitting, data)
    Attendance.objects.create(meeting=sitting, position=9, name="অন্যের অতিথি", status="guest")
    assert autosave(client, sitting, data).status_code == 409


def test_who_writes_the_head_is_not_in_the_way_of_who_takes_attendance(client, cast, sitting):
    sent = marks(sitting, "present", "present", "present")
    actions.save_head(sitting, version=1, by=cast.two_roles, venue="অন্য স্থান")
    client.force_login(cast.staff)
    assert client.post(url("attendance", sitting.pk), sent).status_code == 302
    sitting.refresh_from_db()
    assert (sitting.version, sitting.venue) == (2, "অন্য স্থান")


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30])
def test_a_version_nobody_saw_is_refused(client, cast, sitting, version):
    response = send(client, cast, sitting, "present", "present", "present", version=version)
    assert response.status_code in (409, 422)
    assert [status for _, status, _, _ in told(sitting)] == ["unmarked"] * 3


def test_members_who_joined_since_are_brought_in(client, cast, sitting):
    post = make_post(cast.meghdubi, "উপজেলা শিক্ষা অফিসার")
    seat(cast.committee, post, order=1)
    send(client, cast, sitting, "present", "present", "present", **{"guest0-name": "আমিনা খাতুন"})
    page = client.get(url("attendance", sitting.pk))
    assert "১ জন সদস্য এই তালিকায় নেই।" in text(page)
    client.post(url("seat_members", sitting.pk))
    assert [(name, status) for name, status, _, _ in told(sitting)][3:] == [
        ("উপজেলা শিক্ষা অফিসার", "unmarked"),
        ("আমিনা খাতুন", "guest"),
    ]
    client.post(url("seat_members", sitting.pk))
    assert sitting.attendances.count() == 5


def test_rows_that_nobody_touched_become_those_of_another_day_with_its_date(client, cast, sitting):
    """Minutes typed after the event: who was a member that day, under the name of that day."""
    first, second, third = [each.membership for each in sitting.attendances.all()]
    Membership.objects.filter(pk=second.pk).update(starts_on=date(2024, 3, 1))
    Membership.objects.filter(pk=third.pk).update(starts_on=date(2024, 3, 1))
    old = seat(cast.committee, make_post(cast.meghdubi, "উপজেলা শিক্ষা অফিসার"), order=9)
    Membership.objects.filter(pk=old.pk).update(ends_on=date(2024, 3, 1))
    Posting.objects.filter(post=first.post).update(starts_on=date(2024, 3, 1))
    Posting.objects.create(
        post=first.post, name="আগের জন", starts_on=LONG_AGO, ends_on=date(2024, 2, 29)
    )
    # A person has marked the third: that row stays, and is named.
    send(client, cast, sitting, "unmarked", "unmarked", "present")
    head = {"held_on": "২১/০২/২০২৪", "version": "1", "title": "সভা"}
    assert client.post(url("head", sitting.pk), head).status_code == 302
    assert [(name, status) for name, status, _, _ in told(sitting)] == [
        ("আগের জন", "unmarked"), ("তানজিলা হক", "present"), ("উপজেলা শিক্ষা অফিসার", "unmarked"),
    ]  # fmt: skip
    page = text(client.get(url("attendance", sitting.pk)))
    assert "এঁরা ২১/০২/২০২৪ তারিখে সদস্য ছিলেন না: তানজিলা হক।" in page

    # Back again, all is as it was.
    sitting.refresh_from_db()
    head |= {"held_on": "১৮/০৪/২০২৪", "version": sitting.version}
    client.post(url("head", sitting.pk), head)
    assert {name for name, *_ in told(sitting)} == {"রেহানা পারভীন", "মাহমুদ হাসান", "তানজিলা হক"}
    assert "সদস্য ছিলেন না" not in text(client.get(url("attendance", sitting.pk)))


def test_seats_that_begin_after_the_sitting_are_told_with_the_way_to_their_dates(client, cast):
    client.force_login(cast.staff)
    new = url("new", cast.committee.pk) + "?date=2024-04-18&recorded=1"
    days = reverse("committees:days", args=[cast.committee.pk])
    cast.committee.memberships.all().delete()
    for title in ("উপজেলা কৃষি অফিসার", "উপজেলা শিক্ষা অফিসার"):
        seat(cast.committee, make_post(cast.meghdubi, title), starts_on=date(2024, 7, 1))
    assert days in client.get(new).content.decode()
    meeting = planning.plan_meeting(
        cast.committee, by=cast.staff, held_on=HELD, confirms=None, topics=[], carried=[]
    )
    page = client.get(url("attendance", meeting.pk))
    assert "২ জনের সদস্যপদ শুরু ০১/০৭/২০২৪ থেকে" in text(page)
    assert days in page.content.decode()

    told_days = {"seats": cast.committee.memberships.values_list("pk", flat=True)}
    client.post(days, {**told_days, "starts_on": "০১/০১/২০২৪"})
    assert days not in client.get(new).content.decode()
    client.post(url("seat_members", meeting.pk))
    assert meeting.attendances.count() == 2
    assert days not in client.get(url("attendance", meeting.pk)).content.decode()


def test_who_is_not_marked_is_not_printed_as_present(cast, sitting):
    members = content_of(Meeting.objects.with_paper().get(pk=sitting.pk))["attendance"]["members"]
    assert [(member["present"], "status" in member) for member in members] == [(False, False)] * 3


@pytest.mark.parametrize(
    ("statuses", "status"),
    [
        ((), "not_started"),
        (("present", "unmarked", "unmarked"), "incomplete"),
        (("present", "absent", "leave"), "complete"),
    ],
)
def test_the_task_list_says_how_far_attendance_is(client, cast, sitting, statuses, status):
    if statuses:
        send(client, cast, sitting, *statuses)
    tasks = tasks_of(Meeting.objects.with_paper().get(pk=sitting.pk))
    assert {task["key"]: task["status"] for task in tasks}["attendance"] == status


def test_only_while_minutes_are_written(cast, sitting):
    sitting.submit(by=cast.staff)
    with pytest.raises(WrongState):
        save_attendance(
            sitting, seen="", by=cast.staff, rows={}, guests=[], gone=set(), quorum_override="x"
        )


def test_the_page_costs_the_same_for_more_members(
    client, cast, sitting, django_assert_max_num_queries
):
    client.force_login(cast.staff)
    with django_assert_max_num_queries(12):
        client.get(url("attendance", sitting.pk))
    for number in range(20):
        seat(cast.committee, make_post(cast.meghdubi, f"পদ {number}"))
    client.post(url("seat_members", sitting.pk))
    with django_assert_max_num_queries(12):
        client.get(url("attendance", sitting.pk))
    with django_assert_max_num_queries(24):
        client.post(url("attendance", sitting.pk), marks(sitting, *["present"] * 23))
