"""A new meeting from the last one, and the head of its paper."""

import re
from datetime import date, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from accounts.access import WrongState
from accounts.models import AuditEvent
from bangla.formfields import LinesField
from committees.models import Membership
from meetings import actions, planning
from meetings.models import AgendaItem, Attendance, Decision, Meeting, State
from meetings.planning import CONFIRMATION_TOPIC, SecondSitting, plan_meeting, proposal
from offices.models import Posting
from tests.factories import LONG_AGO, make_committee, make_meeting, make_post, seat

NEXT = date(2024, 4, 18)


def url(name, *args):
    return reverse(f"meetings:{name}", args=args)


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def fields(response):
    """What a browser would send of a page's one form: {name: value}."""
    form = response.context["form"]
    sent = {}
    for field in form:
        value = field.field.prepare_value(field.value())
        if isinstance(value, bool):
            if value:
                sent[field.html_name] = "on"
        elif value is not None:
            sent[field.html_name] = value
    for each in response.context.get("lists") or []:
        for field in each:
            sent[field.html_name] = field.field.prepare_value(field.value())
    if "version" in response.context:
        sent["version"] = response.context["version"]
    return sent


def hold(post, name, *, starts_on=LONG_AGO, ends_on=None):
    return Posting.objects.create(post=post, name=name, starts_on=starts_on, ends_on=ends_on)


@pytest.fixture
def chair(cast):
    post = make_post(cast.meghdubi, "উপজেলা নির্বাহী অফিসার", seniority=1)
    seat(cast.committee, post, Membership.Role.CHAIR, order=1)
    return post


@pytest.fixture
def members(cast, chair):
    """A chair and two more, the junior first in the table."""
    hold(chair, "রেহানা পারভীন", ends_on=date(2024, 4, 1))
    hold(chair, "সোহানা আক্তার", starts_on=date(2024, 4, 2))
    junior, senior = (
        make_post(cast.meghdubi, "উপজেলা আইসিটি অফিসার"),
        make_post(cast.sister, "উপজেলা সমবায় অফিসার"),
    )
    hold(junior, "তানজিলা হক")
    return (
        seat(cast.committee, junior, Membership.Role.MEMBER_SECRETARY, order=9),
        seat(cast.committee, senior, order=5),
    )


@pytest.fixture
def last(cast):
    return make_meeting(cast.committee, by=cast.staff)


def opened(client, cast, **changes):
    """Open a meeting as the page proposes it, with some fields typed otherwise."""
    client.force_login(cast.staff)
    page = client.get(url("new", cast.committee.pk), {"date": "18/04/2024"})
    sent = fields(page) | changes
    return client.post(url("new", cast.committee.pk), sent)


# ── What is proposed ────────────────────────────────────────────────────────────────────────────


def test_a_meeting_is_proposed_from_the_last_one(cast, last, members):
    told = proposal(cast.committee, NEXT)
    assert {key: told[key] for key in ("venue", "starts_at", "opening", "closing")} == {
        "venue": "উপজেলা পরিষদ সভাকক্ষ",
        "starts_at": time(11, 30),
        "opening": last.opening,
        "closing": last.closing,
    }
    assert (told["period_start"], told["period_end"]) == (date(2024, 4, 1), date(2024, 4, 30))
    assert told["title"] == "উপজেলা আইসিটি কমিটির এপ্রিল, ২০২৪ মাসের সভার কার্যবিবরণী"
    # The post stays and its holder changed on 2 April.
    assert told["chair"] == {
        "label": "সভাপতি",
        "name": "সোহানা আক্তার",
        "designation": ["উপজেলা নির্বাহী অফিসার"],
    }
    assert told["signatory"] == {
        "name": "সোহানা আক্তার",
        "designation": ["উপজেলা নির্বাহী অফিসার", "মেঘডুবি, শালবন।"],
    }
    # The file goes on; number of issue and date are given anew.
    assert told["memo"] == {"number": "০৫.৪৭.৮৫৯২.০০০.০১.০০২.২৪"}
    assert told["distribution"] == last.distribution
    assert told["copy_signatory"] == last.copy_signatory
    assert told["shape"] == cast.committee.shape
    assert told["letterhead"] == cast.meghdubi.letterhead


def test_standing_texts_of_the_committee_come_before_the_last_meetings(cast, last):
    cast.committee.opening = ["স্থায়ী সূচনা।"]
    cast.committee.save()
    assert proposal(cast.committee, NEXT)["opening"] == ["স্থায়ী সূচনা।"]


def test_only_an_earlier_meeting_that_was_held_is_the_last_one(cast, last):
    later = make_meeting(cast.committee, held_on=date(2024, 6, 2))
    assert planning.last_before(cast.committee, NEXT) == last
    last.cancel(by=cast.staff)
    assert planning.last_before(cast.committee, NEXT) is None
    assert planning.last_before(cast.committee, date(2024, 7, 1)) == later


@pytest.mark.parametrize(
    ("cadence", "start", "end"),
    [
        ("monthly", date(2024, 4, 1), date(2024, 4, 30)),
        ("quarterly", date(2024, 4, 1), date(2024, 6, 30)),
        ("half_yearly", date(2024, 1, 1), date(2024, 6, 30)),
        ("yearly", date(2024, 1, 1), date(2024, 12, 31)),
        ("irregular", None, None),
    ],
)
def test_the_period_follows_the_cadence(cast, cadence, start, end):
    cast.committee.cadence = cadence
    assert planning.period(cast.committee, NEXT) == (start, end)


# ── Opening it ──────────────────────────────────────────────────────────────────────────────────


def test_the_form_opens_a_meeting_with_members_and_agenda(client, cast, last, members):
    cast.committee.standing_agenda = ["ওয়েব পোর্টাল হালনাগাদ", "বিবিধ"]
    cast.committee.save()
    carried = Decision.objects.filter(item__meeting=last).order_by("pk")
    response = opened(client, cast, carried=[decision.pk for decision in carried])
    meeting = Meeting.objects.get(held_on=NEXT)
    assert response["Location"] == url("detail", meeting.pk)
    assert (meeting.state, meeting.created_by) == (State.DRAFT, cast.staff)
    assert [
        (row.name, row.designation, row.role, row.status) for row in meeting.attendances.all()
    ] == [
        ("সোহানা আক্তার", ["উপজেলা নির্বাহী অফিসার, উপজেলা কার্যালয়, মেঘডুবি"], "সভাপতি", "unmarked"),
        # Nobody holds the post: the post stands for itself.
        (
            "উপজেলা সমবায় অফিসার",
            ["উপজেলা সমবায় অফিসার, উপজেলা সমবায় কার্যালয়, মেঘডুবি"],
            "সদস্য",
            "unmarked",
        ),
        ("তানজিলা হক", ["উপজেলা আইসিটি অফিসার, উপজেলা কার্যালয়, মেঘডুবি"], "সদস্য সচিব", "unmarked"),
    ]
    items = list(meeting.items.prefetch_related("decisions__implementers"))
    assert [(item.serial, item.topic) for item in items] == [
        ("০১", CONFIRMATION_TOPIC),
        ("০২", "ওয়েব পোর্টাল হালনাগাদ"),
        ("০৩", "বিবিধ"),
        ("০৪", "র‍্যাবের সঙ্গে সমন্বয় ও National Portal ব্যবহার"),
    ]
    assert items[0].confirms == last
    assert items[0].discussion == ["২১ মার্চ ২০২৪ তারিখে অনুষ্ঠিত সভার কার্যবিবরণী পাঠ করে শোনানো হয়।"]
    # What is carried goes under its own standing topic, or under a topic of its own.
    assert [
        [(d.label, d.text, d.carried_from_id, d.times_carried) for d in item.decisions.all()]
        for item in items[1:]
    ] == [
        [(None, carried[0].text, carried[0].pk, 1)],
        [(None, "", None, 0)],
        [("ক", carried[1].text, carried[1].pk, 1), ("খ", carried[2].text, carried[2].pk, 1)],
    ]
    assert [line.printed for line in items[3].decisions.all()[0].implementers.all()] == [
        "উপজেলা নির্বাহী অফিসার (সকল)"
    ]
    assert [decision.thread for decision in items[3].decisions.all()] == [
        carried[1].thread, carried[2].thread
    ]  # fmt: skip
    assert meeting.history.get().history_user == cast.staff


def test_how_often_a_decision_was_carried_is_said(client, cast, last, members):
    carried = Decision.objects.filter(item__meeting=last)[:1]
    opened(client, cast, carried=[carried[0].pk])
    again = Meeting.objects.get(held_on=NEXT)
    assert "বার আনা হয়েছে" not in text(
        client.get(url("new", cast.committee.pk), {"date": "18/04/2024"})
    )
    page = client.get(url("new", cast.committee.pk), {"date": "18/05/2024"})
    assert text(page).count("১ বার আনা হয়েছে") == 1
    third = plan_meeting(
        cast.committee,
        by=cast.staff,
        held_on=date(2024, 5, 18),
        confirms=again,
        topics=[],
        carried=list(planning.decisions_to_carry(again)),
    )
    assert [d.times_carried for d in Decision.objects.filter(item__meeting=third)] == [0, 2]


def test_a_due_date_that_has_passed_is_not_carried(cast, last):
    decisions = list(planning.decisions_to_carry(last))
    decisions[0].due_on, decisions[1].due_on = date(2024, 4, 1), date(2024, 6, 1)
    meeting = plan_meeting(
        cast.committee, by=cast.staff, held_on=NEXT, confirms=None, topics=[], carried=decisions[:2]
    )
    kept = Decision.objects.filter(item__meeting=meeting).order_by("item__position")
    assert [decision.due_on for decision in kept] == [None, date(2024, 6, 1)]


def test_nothing_need_be_carried_or_confirmed(client, cast, last):
    client.force_login(cast.staff)
    sent = fields(client.get(url("new", cast.committee.pk), {"date": "18/04/2024"}))
    del sent["confirms"]
    client.post(url("new", cast.committee.pk), sent)
    assert Meeting.objects.get(held_on=NEXT).items.count() == 0


@pytest.mark.parametrize(
    ("days", "state"), [(-1, State.DRAFT), (0, State.DRAFT), (1, State.PLANNED)]
)
def test_a_day_to_come_makes_a_plan_and_others_a_draft(client, cast, days, state):
    day = timezone.localdate() + timedelta(days=days)
    opened(client, cast, held_on=day.isoformat())
    assert Meeting.objects.get().state == state
    assert Meeting.objects.get().held_on == day


def test_period_and_title_follow_the_day_until_somebody_changes_them(client, cast):
    opened(client, cast, held_on="০২/০৬/২০২৪")
    meeting = Meeting.objects.get()
    assert meeting.period_start == date(2024, 6, 1)
    assert meeting.title == "উপজেলা আইসিটি কমিটির জুন, ২০২৪ মাসের সভার কার্যবিবরণী"
    opened(client, cast, held_on="০৩/০৭/২০২৪", title="নিজের শিরোনাম", period_start="১/৫/২০২৪", period_end="31/5/2024")  # fmt: skip
    typed = Meeting.objects.get(held_on=date(2024, 7, 3))
    assert (typed.title, typed.period_end) == ("নিজের শিরোনাম", date(2024, 5, 31))


def test_the_chair_of_the_day_follows_the_day_until_somebody_names_another(
    client, cast, last, members
):
    opened(client, cast, held_on="২৮/০৩/২০২৪")
    earlier = Meeting.objects.get(held_on=date(2024, 3, 28))
    assert earlier.chair["name"] == earlier.signatory["name"] == "রেহানা পারভীন"
    opened(client, cast, held_on="২৯/০৩/২০২৪", chair_name="অন্য কেউ")
    named = Meeting.objects.get(held_on=date(2024, 3, 29))
    assert (named.chair["name"], named.signatory["name"]) == ("অন্য কেউ", "রেহানা পারভীন")


@pytest.mark.parametrize(
    ("typed", "word", "starts_at", "printed"),
    [
        ("১১.৪৫", "", time(11, 45), None),
        ("14:30", "", time(14, 30), None),
        ("২.৩০", "", time(14, 30), None),
        ("২.৩০", "বিকাল", time(14, 30), "বিকাল ২.৩০ ঘটিকা"),
        ("৩.৩০", "বিকাল", time(15, 30), None),
        ("বেলা ১১.০০ ঘটিকা", "", time(11, 0), None),
        ("১১.০০", "বেলা", time(11, 0), "বেলা ১১.০০ ঘটিকা"),
        ("২.০০", "রাত", time(2, 0), None),
        ("", "", None, None),
    ],
)
def test_a_time_is_stored_and_its_word_chosen(client, cast, typed, word, starts_at, printed):
    opened(client, cast, starts_at=typed, time_word=word)
    meeting = Meeting.objects.get()
    assert (meeting.starts_at, meeting.time_as_printed) == (starts_at, printed)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"held_on": ""}, "সভার তারিখ: এটি পূরণ করতে হবে।"),
        ({"held_on": "৩১/০৪/২০২৪"}, "“৩১/০৪/২০২৪” তারিখটি পঞ্জিকায় নেই।"),
        ({"starts_at": "১৪:৩০", "time_word": "সকাল"}, "লেখায় সময়ের সঙ্গে “সকাল” মেলে না।"),
        ({"period_end": ""}, "মেয়াদের দুই দিকই দিন।"),
        ({"period_end": "১/১/২০২৪"}, "মেয়াদের শেষ শুরুর আগে হতে পারে না।"),
        ({"chair_designation": "অফিসার"}, "পদবি আছে, নাম নেই; নাম দিন।"),
    ],
)
def test_a_meeting_is_not_opened_from_what_makes_no_sense(client, cast, changes, error):
    response = opened(client, cast, **changes)
    assert response.status_code == 422
    assert error in text(response)
    assert "<title>ত্রুটি:" in response.content.decode()
    assert Meeting.objects.count() == 0


def test_a_second_meeting_on_one_day_is_refused(client, cast, last):
    response = opened(client, cast, held_on="২১/০৩/২০২৪")
    assert response.status_code == 422
    assert "এই কমিটির ২১ মার্চ ২০২৪ তারিখের একটি সভা ইতোমধ্যে আছে (খসড়া)।" in text(response)
    with pytest.raises(SecondSitting) as refused:
        plan_meeting(
            cast.committee,
            by=cast.staff,
            held_on=last.held_on,
            confirms=None,
            topics=[],
            carried=[],
        )
    assert refused.value.there == last
    last.cancel(by=cast.staff)
    assert opened(client, cast, held_on="২১/০৩/২০২৪").status_code == 302


def test_decisions_are_not_carried_into_an_earlier_meeting(client, cast, last):
    carried = Decision.objects.filter(item__meeting=last)
    response = opened(client, cast, held_on="০১/০৩/২০২৪", carried=[carried[0].pk])
    assert response.status_code == 422
    assert "তার আগের সভায় আনা যায় না।" in text(response)


def test_decisions_of_another_committee_cannot_be_carried(client, cast, last):
    other = make_meeting(make_committee(cast.sister))
    foreign = Decision.objects.filter(item__meeting=other)[0]
    assert opened(client, cast, carried=[foreign.pk]).status_code == 422
    assert Meeting.objects.filter(held_on=NEXT).count() == 0


# ── An earlier meeting, from paper ──────────────────────────────────────────────────────────────


def test_an_earlier_meeting_is_recorded_with_its_number(client, cast, last):
    client.force_login(cast.staff)
    page = client.get(url("new", cast.committee.pk), {"recorded": "1", "date": "10/02/2024"})
    sent = fields(page) | {
        "recorded": "1",
        "held_on": "১০/০২/২০২৪",
        "memo_number": "০৫.৪৭.৮৫৯২.০০০.০১.০০২.২৪",
        "memo_issue": "১৭",
        "memo_copies": "৯",
        "memo_date": "১২/০২/২০২৪",
    }
    assert client.post(url("new", cast.committee.pk), sent).status_code == 302
    meeting = Meeting.objects.get(held_on=date(2024, 2, 10))
    assert (meeting.is_recorded, meeting.state) == (True, State.DRAFT)
    assert meeting.memo == {
        "number": "০৫.৪৭.৮৫৯২.০০০.০১.০০২.২৪",
        "issue": "১৭",
        "copies": "৯",
        "date": "2024-02-12",
    }
    assert meeting.items.count() == 0


def test_an_earlier_meeting_lies_in_the_past(client, cast):
    client.force_login(cast.staff)
    day = timezone.localdate() + timedelta(days=1)
    page = client.get(url("new", cast.committee.pk), {"recorded": "1"})
    sent = fields(page) | {"recorded": "1", "held_on": day.isoformat()}
    response = client.post(url("new", cast.committee.pk), sent)
    assert "আগের সভার তারিখ আজকের পরে হতে পারে না।" in text(response)


# ── Who ─────────────────────────────────────────────────────────────────────────────────────────


def test_only_who_writes_for_the_office_opens_meetings(client, cast):
    with pytest.raises(PermissionDenied, match="অনুমতি আপনার নেই"):
        plan_meeting(
            cast.committee, by=cast.officer, held_on=NEXT, confirms=None, topics=[], carried=[]
        )
    assert Meeting.objects.count() == AuditEvent.objects.count() == 0


def test_a_closed_committee_sits_no_more(client, cast):
    cast.committee.closed_on = date(2024, 1, 1)
    cast.committee.save()
    client.force_login(cast.staff)
    assert client.get(url("new", cast.committee.pk)).status_code == 403
    assert client.get(url("choose")).context["committees"] == []
    with pytest.raises(WrongState, match="বিলুপ্ত"):
        plan_meeting(
            cast.committee, by=cast.staff, held_on=NEXT, confirms=None, topics=[], carried=[]
        )


def test_the_chooser_leads_to_the_form(client, cast, last):
    client.force_login(cast.staff)
    page = client.get(url("choose"))
    assert page.context["committees"] == [cast.committee]
    assert url("new", cast.committee.pk) in page.content.decode()
    chosen = client.get(url("choose"), {"committee": cast.committee.pk})
    assert chosen["Location"] == url("new", cast.committee.pk)
    strange = make_committee(cast.sister)
    assert client.get(url("choose"), {"committee": strange.pk}).status_code == 403
    for who, seen in (("staff", True), ("officer", False), ("reader", False)):
        client.force_login(getattr(cast, who))
        assert (url("choose") in client.get(url("list")).content.decode()) == seen


# ── The head ────────────────────────────────────────────────────────────────────────────────────


def head(client, cast, meeting, **changes):
    client.force_login(cast.staff)
    page = client.get(url("head", meeting.pk))
    return client.post(url("head", meeting.pk), fields(page) | changes)


def test_saving_an_untouched_head_changes_nothing(client, cast, meeting):
    before = Meeting.objects.filter(pk=meeting.pk).values().get()
    digest = meeting.content_digest()
    assert head(client, cast, meeting).status_code == 302
    assert Meeting.objects.filter(pk=meeting.pk).values().get() == before
    assert meeting.content_digest() == digest


def test_the_head_is_written(client, cast, meeting):
    response = head(
        client,
        cast,
        meeting,
        held_on="২২/০৩/২০২৪",
        starts_at="১২.১৫",
        venue="  নতুন   সভাকক্ষ ",
        chair_name="সোহানা আক্তার",
        opening="প্রথম অনুচ্ছেদ\n\nদ্বিতীয় অনুচ্ছেদ",
        memo_number="০৫.৪৭.৮৫৯২.০০০.০১.০০৩.২৪",
        **{"copies0-recipients": "জেলা প্রশাসক\n  দৃষ্টি আকর্ষণ\nঅফিস কপি", "copies0-numbering": "১)"},
        **{"copies1-heading": "বিতরণ:", "copies1-recipients": "সকল সদস্য"},
    )
    assert response["Location"] == url("detail", meeting.pk)
    meeting.refresh_from_db()
    assert (meeting.held_on, meeting.date_as_printed) == (date(2024, 3, 22), None)
    assert (meeting.starts_at, meeting.time_as_printed) == (time(12, 15), None)
    assert meeting.venue == "নতুন সভাকক্ষ"
    assert meeting.chair["name"] == "সোহানা আক্তার"
    assert meeting.opening == ["প্রথম অনুচ্ছেদ", "দ্বিতীয় অনুচ্ছেদ"]
    # What an old paper printed of its number goes with the number.
    assert meeting.memo["number"] == "০৫.৪৭.৮৫৯২.০০০.০১.০০৩.২৪"
    assert "as_printed" not in meeting.memo
    assert meeting.memo["date"] == "2024-03-24"
    assert meeting.distribution == [
        {
            "heading": "অনুলিপি সদয় জ্ঞাতার্থে:",
            "numbering": "১)",
            "recipients": ["জেলা প্রশাসক\nদৃষ্টি আকর্ষণ", "অফিস কপি"],
        },
        {"heading": "বিতরণ:", "numbering": "১।", "recipients": ["সকল সদস্য"]},
    ]
    assert meeting.version == 2
    assert meeting.history.first().history_user == cast.staff


@pytest.mark.parametrize("style", ["(ক)", "ক)", "০০১।"])
def test_a_copy_list_keeps_its_own_style_of_numbers(client, cast, meeting, style):
    meeting.distribution[0]["numbering"] = style
    meeting.save()
    assert head(client, cast, meeting, venue="নতুন সভাকক্ষ").status_code == 302
    meeting.refresh_from_db()
    assert (meeting.venue, meeting.distribution[0]["numbering"]) == ("নতুন সভাকক্ষ", style)


def test_what_the_form_does_not_show_of_a_copy_list_stays(client, cast, meeting):
    meeting.distribution[0]["blank_address"] = ["জনাব", "নাটোর"]
    meeting.save()
    head(client, cast, meeting, **{"copies0-heading": "অনুলিপি:"})
    meeting.refresh_from_db()
    assert meeting.distribution[0]["blank_address"] == ["জনাব", "নাটোর"]


def test_an_emptied_copy_list_goes(client, cast, meeting):
    head(client, cast, meeting, **{"copies0-heading": "", "copies0-recipients": ""})
    meeting.refresh_from_db()
    assert meeting.distribution == []


def test_recipients_come_back_as_they_were_typed():
    field = LinesField(goes_on=True)
    recipients = ["জেলা প্রশাসক\nদৃষ্টি আকর্ষণ: এডিসি", "অফিস কপি"]
    assert field.clean(field.prepare_value(recipients)) == recipients


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"held_on": "কাল"}, "“কাল” তারিখটি বোঝা যায়নি"),
        ({"copies0-heading": ""}, "প্রাপক আছে, শিরোনাম নেই; শিরোনাম দিন।"),
        ({"chair_name": ""}, "পদবি আছে, নাম নেই; নাম দিন।"),
    ],
)
def test_a_faulty_head_comes_back_with_all_that_was_typed(client, cast, meeting, changes, error):
    response = head(client, cast, meeting, venue="টাইপ করা স্থান", **changes)
    assert response.status_code == 422
    assert error in text(response)
    assert "টাইপ করা স্থান" in response.content.decode()
    assert "<title>ত্রুটি:" in response.content.decode()
    assert response.context["faults"][0]["id"] == f"id_{next(iter(changes))}"
    meeting.refresh_from_db()
    assert meeting.version == 1


def test_a_head_moved_to_a_taken_day_is_refused(client, cast, meeting):
    make_meeting(cast.committee, held_on=NEXT)
    response = head(client, cast, meeting, held_on="১৮/০৪/২০২৪")
    assert response.status_code == 422
    assert "এই কমিটির ১৮ এপ্রিল ২০২৪ তারিখের একটি সভা ইতোমধ্যে আছে" in text(response)


def test_two_who_write_the_head_lose_nothing(client, cast, meeting):
    client.force_login(cast.staff)
    sent = fields(client.get(url("head", meeting.pk)))
    actions.save_head(
        meeting, version=1, by=cast.two_roles, venue="অন্যের <b>স্থান</b>", opening=["অন্যের সূচনা"]
    )
    response = client.post(
        url("head", meeting.pk), sent | {"venue": "আমার স্থান", "copies0-recipients": "আমার প্রাপক"}
    )
    assert response.status_code == 409
    html = response.content.decode()
    assert "অন্যের &lt;b&gt;স্থান&lt;/b&gt;" in html
    # Mine stands in the form, theirs beside it.
    assert response.context["form"]["venue"].value() == "আমার স্থান"
    assert {d["label"]: (d["theirs"], d["mine"]) for d in response.context["differences"]} == {
        "স্থান": ("অন্যের <b>স্থান</b>", "আমার স্থান"),
        "সূচনা": ("অন্যের সূচনা", sent["opening"]),
        "প্রাপক": ("জেলা প্রশাসক, শালবন।\nঅফিস কপি।", "আমার প্রাপক"),
    }
    again = client.post(url("head", meeting.pk), fields(response))
    assert again.status_code == 302
    meeting.refresh_from_db()
    assert (meeting.venue, meeting.version) == ("আমার স্থান", 3)
    assert meeting.distribution[0]["recipients"] == ["আমার প্রাপক"]


def test_a_head_that_arrives_twice_is_answered_as_saved(client, cast, meeting):
    """Its first answer was lost: what follows the day followed it then, and is not sent yet."""
    client.force_login(cast.staff)
    # As the page proposes it, so that the period and the title go with the day.
    period = planning.period(cast.committee, meeting.held_on)
    title = planning.title(cast.committee, period[0])
    Meeting.objects.filter(pk=meeting.pk).update(
        period_start=period[0], period_end=period[1], title=title
    )
    page = client.get(url("head", meeting.pk))
    data = fields(page) | {
        "seen_on": page.context["seen_on"],
        "held_on": "২১-৪-২০২৪",
        "venue": "  মিলনায়তন\u200b ",
        "starts_at": "২.৩০",
    }
    saved, again, other = (
        client.post(url("head", meeting.pk), data | more, headers={"X-Autosave": "1"})
        for more in ({}, {}, {"venue": "অন্য"})
    )
    assert [each.status_code for each in (saved, again, other)] == [200, 200, 409]
    assert saved.json() | {"saved": ""} == again.json() | {"saved": ""}
    meeting.refresh_from_db()
    assert (meeting.version, meeting.venue) == (2, "মিলনায়তন")
    assert meeting.period_start == date(2024, 4, 1)
    assert meeting.title == planning.title(cast.committee, date(2024, 4, 1)) != title


@pytest.mark.parametrize("name", ["head", "attendance", "start_writing", "cancel", "check"])
def test_minutes_handed_in_are_not_changed(client, cast, meeting, name):
    meeting.submit(by=cast.staff)
    client.force_login(cast.staff)
    assert client.get(url(name, meeting.pk)).status_code == 403
    assert client.post(url(name, meeting.pk), {"version": 1}).status_code == 403


# ── Steps before writing ────────────────────────────────────────────────────────────────────────


@pytest.fixture
def planned(client, cast):
    opened(client, cast, held_on=(timezone.localdate() + timedelta(days=9)).isoformat())
    return Meeting.objects.get()


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("give_notice", State.NOTICED),
        ("start_writing", State.DRAFT),
        ("cancel", State.CANCELLED),
    ],
)
def test_a_step_is_asked_about_and_taken(client, cast, planned, name, state):
    assert client.get(url(name, planned.pk)).status_code == 200
    planned.refresh_from_db()
    assert planned.state == State.PLANNED
    response = client.post(url(name, planned.pk))
    assert response["Location"] == url("detail", planned.pk)
    planned.refresh_from_db()
    assert planned.state == state
    assert AuditEvent.objects.first().what == f"meeting planned → {state}"


def test_steps_are_not_taken_twice(client, cast, planned):
    client.post(url("give_notice", planned.pk))
    assert client.post(url("give_notice", planned.pk)).status_code == 403
    client.post(url("start_writing", planned.pk))
    assert client.post(url("start_writing", planned.pk)).status_code == 403
    client.post(url("cancel", planned.pk))
    assert client.post(url("cancel", planned.pk)).status_code == 403
    planned.refresh_from_db()
    assert planned.state == State.CANCELLED


def test_the_database_itself_keeps_a_day_to_one_sitting(cast, meeting):
    with pytest.raises(IntegrityError):
        Meeting.objects.create(committee=cast.committee, held_on=meeting.held_on)


def test_rows_of_a_new_meeting_belong_to_their_history(client, cast, last, members):
    opened(client, cast)
    meeting = Meeting.objects.get(held_on=NEXT)
    assert Attendance.objects.filter(meeting=meeting).count() == 3
    users = AgendaItem.history.filter(meeting=meeting).values_list("history_user", flat=True)
    assert set(users) == {cast.staff.pk}
