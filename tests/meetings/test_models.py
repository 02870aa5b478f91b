"""Which meetings a person sees and must act on; what an approval is bound to."""

import hashlib
import json
import uuid
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from accounts.models import User
from committees.models import Committee
from meetings.content import content_of
from meetings.interchange import read, store
from meetings.models import (
    PLANS,
    TO_WRITE,
    AgendaItem,
    Attendance,
    Decision,
    Implementer,
    Meeting,
    State,
)
from offices.models import Office, Post, today
from papers.content import canonical, digest
from papers.shapes import READY_SHAPES
from tests.cast import WORKS_IN
from tests.factories import (
    content_in,
    give_post,
    make_committee,
    make_meeting,
    make_office,
    make_post,
    make_user,
    seat,
)

DAY = timedelta(days=1)


def people(cast):
    """Everybody of the cast, by user name."""
    return {name: one for name, one in vars(cast).items() if hasattr(one, "username")}


def planned(committee, held_on, state="planned", by=None):
    return Meeting.objects.create(committee=committee, held_on=held_on, state=state, created_by=by)


# --- Who sees what --------------------------------------------------------------------------


def test_each_person_sees_the_meetings_of_their_offices_alone(cast):
    meetings = {
        office.code: make_meeting(make_committee(office, "সব কার্যালয়ের কমিটি"))
        for office in Office.objects.all()
    }
    seen = {
        who: {meeting.office.code for meeting in Meeting.objects.visible_to(one)}
        for who, one in people(cast).items()
    }
    assert len(meetings) == 8
    assert seen == WORKS_IN


def test_two_posts_in_one_office_show_a_meeting_once(cast, meeting):
    give_post(cast.staff, cast.meghdubi, "officer", title="ভারপ্রাপ্ত কর্মকর্তা")
    meeting.submit(by=cast.two_roles)
    assert list(Meeting.objects.visible_to(cast.staff)) == [meeting]
    meeting.created_by = None
    meeting.save()
    assert list(Meeting.objects.awaiting(cast.staff)) == [meeting]


# --- Whose turn it is -----------------------------------------------------------------------


def one_of_each(office, by):
    """A meeting of the office in every state, and plans for today and tomorrow; by a short name."""
    committee = make_committee(office, "অপেক্ষার কমিটি")
    found = {
        "planned, today": planned(committee, today()),
        "planned, tomorrow": planned(committee, today() + DAY),
        "noticed, yesterday": planned(committee, today() - DAY, "noticed"),
        "noticed, next week": planned(committee, today() + 7 * DAY, "noticed"),
    }
    for nth, state in enumerate(["draft", "submitted", "returned", "approved", "cancelled"]):
        meeting = make_meeting(committee, held_on=date(2020, 1, 1 + nth), by=by)
        if state in ("submitted", "returned", "approved"):
            meeting.submit(by=by)
        if state == "returned":
            meeting.send_back(by=by, remarks="দেখুন।")
        if state == "approved":
            meeting.approve(by=by)
        if state == "cancelled":
            meeting.cancel(by=by)
        found[state] = meeting
    return {f"{office.code}: {name}": meeting for name, meeting in found.items()}


def test_exactly_what_waits_for_a_person_awaits_them(cast):
    everything = {
        **one_of_each(cast.meghdubi, cast.staff),
        **one_of_each(cast.sister, cast.sister_staff),
        **one_of_each(cast.one_man, cast.only_officer),
        **one_of_each(cast.charghat, cast.far_staff),
    }
    names = {meeting.pk: name for name, meeting in everything.items()}

    def awaiting(one):
        return {names[meeting.pk] for meeting in Meeting.objects.awaiting(one)}

    def to_write(code):
        return {f"{code}: {name}" for name in ("planned, today", "noticed, yesterday", "draft", "returned")}  # fmt: skip

    found = {who: awaiting(one) for who, one in people(cast).items()}
    assert {who: names for who, names in found.items() if names} == {
        "staff": to_write("meghdubi"),
        "officer": {"meghdubi: submitted", "meghdubi: approved"},
        "sister_staff": to_write("sister"),
        "sister_officer": {"sister: submitted", "sister: approved"},
        "two_roles": {*to_write("meghdubi"), "sister: submitted", "sister: approved"},
        # Whoever is alone writes what is to be approved, and approves it.
        "only_officer": {*to_write("one-man"), "one-man: submitted", "one-man: approved"},
        "far_staff": to_write("charghat"),
        "far_officer": {"charghat: submitted", "charghat: approved"},
    }


def test_an_own_entry_awaits_another_officer(cast, meeting):
    second = make_user("second_officer")
    give_post(second, cast.meghdubi, "officer", title="দ্বিতীয় কর্মকর্তা")
    meeting.submit(by=second)
    assert list(Meeting.objects.awaiting(second)) == []
    assert list(Meeting.objects.awaiting(cast.officer)) == [meeting]


def test_what_waits_longest_comes_first(cast):
    committee = cast.committee
    days = {"আজ": 3, "গত মাসে": 31, "গতকাল": 1}
    moved = {}
    now = datetime(2024, 5, 1, tzinfo=ZoneInfo("Asia/Dhaka"))
    for nth, (name, ago) in enumerate(days.items()):
        meeting = make_meeting(committee, held_on=date(2024, 3, 1 + nth))
        Meeting.objects.filter(pk=meeting.pk).update(moved_at=now - ago * DAY)
        moved[name] = meeting
    at_once = make_meeting(committee, held_on=date(2024, 4, 1))
    Meeting.objects.filter(pk=at_once.pk).update(moved_at=now - 31 * DAY)
    assert list(Meeting.objects.awaiting(cast.staff)) == [
        moved["গত মাসে"],
        at_once,
        moved["আজ"],
        moved["গতকাল"],
    ]


# --- A meeting itself -----------------------------------------------------------------------


def test_meetings_come_latest_first(cast):
    dates = [date(2024, 3, 21), date(2024, 5, 2), date(2023, 12, 31)]
    for held_on in dates:
        make_meeting(cast.committee, held_on=held_on)
    assert [meeting.held_on for meeting in Meeting.objects.all()] == sorted(dates, reverse=True)


def test_a_meeting_is_called_by_its_title_or_by_the_one_its_office_would_give_it(cast, meeting):
    assert str(meeting) == "উপজেলা আইসিটি কমিটির মার্চ, ২০২৪ মাসের সভার কার্যবিবরণী"
    meeting.title = None
    assert meeting.heading == "উপজেলা আইসিটি কমিটির মার্চ, ২০২৪ মাসের সভার কার্যবিবরণী"
    meeting.title = "বিশেষ সভা"
    assert str(meeting) == "বিশেষ সভা"


def test_the_text_is_open_until_it_is_submitted():
    writable = {state for state in State if Meeting(state=state).is_to_be_written}
    assert writable == PLANS | TO_WRITE
    assert writable == {"planned", "noticed", "draft", "returned"}


def test_the_authors_are_whoever_wrote_and_submitted(cast):
    assert Meeting().authors == set()
    assert Meeting(created_by=cast.staff).authors == {cast.staff.pk}
    both = Meeting(created_by=cast.staff, submitted_by=cast.officer)
    assert both.authors == {cast.staff.pk, cast.officer.pk}


def test_a_longer_paper_is_not_fetched_in_more_queries(cast, django_assert_num_queries):
    short = make_meeting(cast.committee)
    long = make_meeting(cast.committee, held_on=date(2024, 4, 1), items=content_in()["items"] * 20)
    for meeting in (short, long):
        with django_assert_num_queries(5):
            content_of(Meeting.objects.with_paper().get(pk=meeting.pk))


# --- What an approval is bound to -----------------------------------------------------------

# Model → field → another value for it. Every one of them is printed or told in the paper's file.
PRINTED = {
    Meeting: {
        "kind": "progress_report",
        "committee_name": "অন্য কমিটি",
        "held_on": date(2024, 3, 22),
        "date_as_printed": "২২/০৩/২০২৪",
        "starts_at": time(12, 45),
        "time_as_printed": None,
        "venue": "অন্য সভাকক্ষ",
        "cadence": "quarterly",
        "period_start": date(2024, 2, 1),
        "period_end": date(2024, 4, 30),
        "title": "অন্য শিরোনাম",
        "shape": READY_SHAPES["upazila"],
        "letterhead": None,
        "chair": {"label": "সভাপতি", "name": "অন্য জন"},
        "attendance_as_printed": "পরিশিষ্ট-খ",
        "opening": [],
        "earlier": ["আগের সিদ্ধান্ত", {"table": {"head": None, "rows": [["হয়েছে"]]}}],
        "closing": ["আর কিছু নেই।"],
        "signatory": {"name": "অন্য জন"},
        "memo": {"number": "০৫"},
        "distribution": [],
        "copy_signatory": {"name": "অন্য জন"},
        "letter": {"subject": "বিষয়", "body": [], "recipient": []},
        "report_signatory": {"name": "অন্য জন"},
        "report_signed_on_as_printed": "২৫/০৩/২০২৪",
    },
    Attendance: {
        "position": 90,
        "serial": "৯",
        "name": "অন্য জন",
        "designation": ["অন্য পদ"],
        "role": "সদস্য",
        "status": "absent",
        "representative_name": "অন্য প্রতিনিধি",
        "representative_post": "অন্য পদ",
    },
    AgendaItem: {
        "position": 90,
        "serial": "৯",
        "code": "১.১",
        "topic": "অন্য বিষয়",
        "topic_separator": "ঃ",
        "discussion": ["অন্য আলোচনা"],
        "implementers_as_printed": "সকলে",
    },
    Decision: {
        "position": 90,
        "label": "ঙ",
        "text": "অন্য সিদ্ধান্ত",
        "due_on": date(2024, 4, 30),
        "progress": "চলমান",
    },
    Implementer: {"position": 90, "printed": "অন্য কেউ"},
}
# What says who did what when, or ties a row to another; never printed.
NOT_PRINTED = {
    Meeting: {
        "id": None,
        "committee": lambda cast: make_committee(cast.sister),
        "state": "planned",
        "created_by": lambda cast: cast.officer,
        "created_at": datetime(2020, 1, 1, tzinfo=ZoneInfo("Asia/Dhaka")),
        "moved_at": datetime(2020, 1, 1, tzinfo=ZoneInfo("Asia/Dhaka")),
        "submitted_by": lambda cast: cast.officer,
        "submitted_at": datetime(2020, 1, 1, tzinfo=ZoneInfo("Asia/Dhaka")),
        "returned_by": lambda cast: cast.officer,
        "returned_at": datetime(2020, 1, 1, tzinfo=ZoneInfo("Asia/Dhaka")),
        "remarks": "দেখুন।",
        "approved_by": lambda cast: cast.officer,
        "approved_at": datetime(2020, 1, 1, tzinfo=ZoneInfo("Asia/Dhaka")),
        "approved_digest": "0" * 64,
        # These come with an issued paper; tests/memos compares its content with what was approved.
        "issued_by": None,
        "issued_at": None,
        "paper": None,
        "corrects": lambda cast: make_meeting(make_committee(cast.sister)),
        "correction_reason": "তারিখ ভুল ছিল।",
        "version": 7,
        "is_recorded": True,
        "calendar_sequence": 7,
        "calendar_changed_at": datetime(2020, 1, 1, tzinfo=ZoneInfo("Asia/Dhaka")),
        "quorum_override": "জরুরি সভা।",
        "item_remarks": {"1": "দেখুন।"},
        "returned": {"content": {}, "remarks": "দেখুন।", "item_remarks": {}},
    },
    Attendance: {
        "id": None,
        "meeting": None,
        "membership": lambda cast: seat(cast.committee, make_post(cast.meghdubi)),
    },
    AgendaItem: {
        "id": None,
        "meeting": None,
        "version": 7,
        "confirms": lambda cast: make_meeting(make_committee(cast.sister)),
        "confirmed_as": "corrected",
        # What was taken out is not printed: tests of its own say so.
        "withdrawn_at": None,
    },
    Decision: {
        "id": None,
        "item": None,
        "meeting": None,
        "thread": uuid.UUID(int=7),
        "carried_from": None,
        "times_carried": 3,
        "withdrawn_at": None,
    },
    Implementer: {"id": None, "decision": None},
}
# Two columns that a constraint keeps together are changed together.
TOGETHER = {
    "submitted_by": "submitted_at",
    "submitted_at": "submitted_by",
    "returned_by": "returned_at",
    "returned_at": "returned_by",
}
IN_APPROVAL = {"approved_by", "approved_at", "approved_digest"}


@pytest.fixture
def paper(cast):
    """A submitted paper with two of everything, so that an order can change."""
    content = content_in("line_office", committee=cast.committee.name)
    content["attendance"]["members"][0] |= {
        "status": "represented",
        "representative": {"name": "শিউলি বেগম", "designation": "ক্ষেত্র সহকারী"},
    }
    decision = content["items"][1]["decisions"][0]
    decision["implementers"] = ["উপজেলা নির্বাহী অফিসার (সকল)", "সহকারী প্রোগ্রামার"]
    content["items"].reverse()
    meeting, _ = store(content, office=cast.meghdubi, by=cast.staff)
    return meeting


def first_row(model, meeting):
    """The row of a paper whose fields are changed: the first of its kind."""
    rows = {
        Meeting: Meeting.objects.filter(pk=meeting.pk),
        Attendance: Attendance.objects.filter(meeting=meeting),
        AgendaItem: AgendaItem.objects.filter(meeting=meeting),
        Decision: Decision.objects.filter(item__meeting=meeting, item__position=0),
        Implementer: Implementer.objects.filter(
            decision__item__meeting=meeting, decision__item__position=0, decision__position=0
        ),
    }
    return model.objects.filter(pk=rows[model].first().pk)


@pytest.mark.parametrize("model", PRINTED)
def test_every_column_is_known_as_printed_or_not(model):
    columns = {field.name for field in model._meta.concrete_fields}
    assert columns == PRINTED[model].keys() | NOT_PRINTED[model].keys()
    assert not PRINTED[model].keys() & NOT_PRINTED[model].keys()
    assert not model._meta.many_to_many


@pytest.mark.parametrize(
    ("model", "field"), [(model, field) for model in PRINTED for field in PRINTED[model]]
)
def test_the_digest_changes_with_every_printed_column(paper, model, field):
    before = paper.content_digest()
    value, changes = PRINTED[model][field], {}
    if field == "status":
        changes = {"representative_name": "", "representative_post": ""}
    first_row(model, paper).update(**{field: value}, **changes)
    assert paper.content_digest() != before


@pytest.mark.once
@pytest.mark.parametrize(
    ("model", "field"),
    [(model, field) for model, fields in NOT_PRINTED.items() for field in fields if fields[field]],
)
def test_the_digest_stays_with_every_other_column(cast, paper, model, field):
    before = paper.content_digest()

    def value_of(name):
        value = NOT_PRINTED[model][name]
        return value(cast) if callable(value) else value

    changes = {field: value_of(field)}
    if field in TOGETHER:
        changes[TOGETHER[field]] = value_of(TOGETHER[field])
    if field in IN_APPROVAL:
        changes = {name: value_of(name) for name in IN_APPROVAL} | {"state": "approved"}
    assert first_row(model, paper).update(**changes) == 1
    assert paper.content_digest() == before


def test_the_digest_does_not_follow_the_numbers_of_rows(cast, paper):
    first = paper.content_digest()
    content = content_of(Meeting.objects.with_paper().get(pk=paper.pk))
    rows = set(paper.items.values_list("pk", flat=True))
    make_meeting(cast.committee, held_on=date(2024, 8, 1))
    again, _ = store(content, office=cast.sister, by=cast.sister_staff)
    assert again.pk != paper.pk
    assert not rows & set(again.items.values_list("pk", flat=True))
    assert again.content_digest() == first


def test_the_digest_follows_the_order_of_rows_and_not_how_they_are_counted(paper):
    first = paper.content_digest()
    for model in (Attendance, AgendaItem):
        for row in model.objects.filter(meeting=paper).order_by("-position"):
            model.objects.filter(pk=row.pk).update(position=row.position * 10 + 5)
    assert paper.content_digest() == first
    last = paper.items.last()
    AgendaItem.objects.filter(pk=last.pk).update(position=0)
    assert paper.content_digest() != first


def test_the_digest_does_not_follow_what_becomes_of_the_office(cast, paper):
    post = make_post(cast.meghdubi, "সহকারী প্রোগ্রামার")
    before = paper.content_digest()
    Office.objects.update(name="নতুন নাম", letter_office="নতুন নাম", letter_place="নতুন স্থান", website="")
    Committee.objects.update(
        shape=READY_SHAPES["upazila"], opening=["নতুন"], chair_label="আহবায়ক", cadence="yearly"
    )
    Post.objects.update(phone="০১")
    Post.objects.filter(pk=post.pk).update(title="নতুন পদবি")
    User.objects.update(name="নতুন নাম")
    seat(cast.committee, post)
    make_office("another")
    assert paper.content_digest() == before


def test_the_canonical_bytes_do_not_follow_the_order_of_keys():
    one = {"খ": ["১", None], "ক": {"b": True, "a": "র‍্যাব\n"}}
    other = {"ক": {"a": "র‍্যাব\n", "b": True}, "খ": ["১", None]}
    expected = '{"ক":{"a":"র‍্যাব\\n","b":true},"খ":["১",null]}'.encode()
    assert canonical(one) == canonical(other) == expected
    assert digest(one) == digest(other) == hashlib.sha256(expected).hexdigest()
    # As `sha256sum` says of the same bytes in a file.
    assert digest(one) == "57fa2464a6e30f43f7ee052844b954d32dfcef308bf1d10126d472c19d4f666d"
    assert digest({**one, "খ": [None, "১"]}) != digest(one)


@pytest.mark.parametrize("shape", sorted(READY_SHAPES))
def test_the_canonical_bytes_survive_a_file(db, shape):
    meeting, _ = store(content_in(shape))
    told = canonical(content_of(Meeting.objects.with_paper().get(pk=meeting.pk)))
    assert canonical(read(told)) == told
    assert canonical(read(json.dumps(json.loads(told), indent=3).encode())) == told
    assert hashlib.sha256(told).hexdigest() == meeting.content_digest()
    # Asked again, the very same.
    assert meeting.content_digest() == Meeting.objects.get(pk=meeting.pk).content_digest()


def test_a_paper_keeps_the_name_its_committee_had_that_day(cast, meeting):
    digest, heading = meeting.content_digest(), meeting.heading
    cast.committee.name = "উপজেলা ডিজিটাল কমিটি"
    cast.committee.save()
    meeting = Meeting.objects.get(pk=meeting.pk)
    assert (meeting.content_digest(), meeting.heading) == (digest, heading)
    assert meeting.committee_name == "উপজেলা আইসিটি কমিটি"
