"""Who is told of which paper on which day, in one digest; and what becomes of it."""

import os
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from accounts import daily, digests, post
from accounts.models import Digest, Mail, User
from committees.models import Committee
from offices.models import Holiday, Office, Post, Posting
from submissions.expectations import step_reached
from submissions.models import Excuse, Reminder
from submissions.reminding import due_today
from tests.factories import (
    LONG_AGO,
    give_post,
    make_committee,
    make_duty,
    make_office,
    make_post,
    make_submission,
    make_user,
)
from tests.meetings.test_races import PATIENCE, at_once, waiting_for_a_lock

DHAKA = ZoneInfo("Asia/Dhaka")
DAY = date.fromisoformat
MARCH = DAY("2024-03-01")
EID = {DAY(f"2024-04-{day}") for day in ("10", "11", "12", "14")}

# due day, holidays; then the days from which on each step is reached, by the step. A day between
# two of them has reached the one before. The weekend is Friday and Saturday.
STEPS = """
2024-04-01 Mon -                      -7=2024-03-25 -2=2024-03-28 0=2024-04-01 7=2024-04-08 14=2024-04-15
2024-04-01 Mon 2024-03-25,2024-03-24  -7=2024-03-21 -2=2024-03-28 0=2024-04-01 7=2024-04-08
2024-04-01 Mon 2024-04-08,2024-04-09  -7=2024-03-25 -2=2024-03-28 0=2024-04-01 7=2024-04-10 14=2024-04-15
2024-03-03 Sun -                      -7=2024-02-25 -2=2024-02-29 0=2024-03-03 7=2024-03-10
2023-03-01 Wed -                      -7=2023-02-22 -2=2023-02-27 0=2023-03-01 7=2023-03-08 14=2023-03-15 21=2023-03-22 28=2023-04-02 35=2023-04-09 42=2023-04-16
2024-03-07 Thu -                      -7=2024-02-29 -2=2024-03-05 0=2024-03-07 7=2024-03-14
2024-02-29 Thu 2024-02-21,2024-03-31  -7=2024-02-22 -2=2024-02-27 0=2024-02-29 7=2024-03-07 14=2024-03-14 21=2024-03-21 28=2024-04-01 35=2024-04-07
2024-12-31 Tue 2024-12-25             -7=2024-12-24 -2=2024-12-29 0=2024-12-31 7=2025-01-07
2025-01-02 Thu 2024-12-31             -7=2024-12-26 -2=2024-12-30 0=2025-01-02 7=2025-01-09
2024-04-04 Thu 2024-04-11,2024-04-14  -7=2024-03-28 -2=2024-04-02 0=2024-04-04 7=2024-04-15 14=2024-04-18
"""


def steps():
    for line in STEPS.strip().splitlines():
        due, weekday, off, *told = line.split()
        off = frozenset(DAY(day) for day in off.split(",")) if off != "-" else frozenset()
        yield pytest.param(
            DAY(due), weekday, off, [(int(s), DAY(d)) for s, d in (t.split("=") for t in told)],
            id=f"{due} {len(off)}",
        )  # fmt: skip


@pytest.mark.parametrize(("due", "weekday", "off", "told"), list(steps()))
def test_steps_before_move_back_and_steps_after_move_forward(due, weekday, off, told):
    assert f"{due:%a}" == weekday
    expected, reached = {}, None
    days = {day: step for step, day in told}
    first, last = min(days) - timedelta(days=3), max(days)
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        reached = days.get(day, reached)
        expected[day] = reached
    got = {day: step_reached(due, today=day, holidays=off) for day in expected}
    assert got == expected


def test_steps_of_long_holidays_fall_together_and_the_later_one_is_meant():
    due, off = DAY("2024-06-20"), {DAY(f"2024-06-{day}") for day in range(12, 20)}
    reached = {
        day: step_reached(due, today=DAY(f"2024-06-{day}"), holidays=off) for day in (10, 11, 13)
    }
    assert reached == {10: None, 11: -2, 13: -2}


@pytest.mark.parametrize(
    ("came_back", "today", "step"),
    [
        ("2024-04-17", "2024-04-17", 0),
        ("2024-04-17", "2024-04-23", 0),
        ("2024-04-17", "2024-04-24", 7),
        ("2024-04-17", "2024-05-01", 14),
        # On a Friday: told on Sunday; a week after it, on Sunday again.
        ("2024-04-19", "2024-04-20", None),
        ("2024-04-19", "2024-04-21", 0),
        ("2024-04-19", "2024-04-27", 0),
        ("2024-04-19", "2024-04-28", 7),
        # Before the due day: there is time until then.
        ("2024-03-20", "2024-03-21", None),
        ("2024-03-20", "2024-03-25", -7),
        ("2024-03-27", "2024-03-27", -7),
        ("2024-04-01", "2024-04-01", 0),
    ],
)
def test_steps_of_what_came_back_begin_anew(came_back, today, step):
    due = DAY("2024-04-01")
    assert step_reached(due, today=DAY(today), came_back_on=DAY(came_back)) == step


# ── Who is told ─────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def duty(cast):
    """Shalbon expects March 2024 alone, by Monday, 1 April; Meghdubi and Noldanga owe it."""
    Post.objects.filter(postings__user=cast.dc_officer).update(kind=Post.Kind.ADC)
    cast.dc = make_user("dc")
    make_post(cast.shalbon, "জেলা প্রশাসক", kind=Post.Kind.DC)
    give_post(cast.dc, cast.shalbon, "viewer", title="জেলা প্রশাসক")
    Posting.objects.filter(user=cast.transferred).update(ends_on=DAY("2024-01-31"))
    for user in User.objects.all():
        user.email = f"{user.username}@office.example"
        user.save()
    return make_duty(
        cast.shalbon, cast.committee, starts_on=MARCH, ends_on=DAY("2024-03-31"), due_day=1
    )


def tell(day):
    """Send a day's digests; {username: [(office, step)]} of what was new."""
    day = DAY(day) if isinstance(day, str) else day
    digests.send(day, [due_today])
    told = {}
    for row in Reminder.objects.filter(digest__made_on=day).order_by("office__code", "step"):
        assert row.user == row.digest.user
        told.setdefault(row.user.username, []).append((row.office.code, row.step))
    return told


def of(step, *people, office="meghdubi"):
    return {person: [(office, step)] for person in people}


def returned(issued, duty, cast, on):
    return make_submission(
        issued, duty, by=cast.staff, state="returned", reason_code="other", remarks="দেখুন",
        decided_by=cast.dc_staff, decided_at=datetime.fromisoformat(f"{on}T15:00+06:00"),
    )  # fmt: skip


def test_who_is_late_is_told_and_then_those_above_each_on_their_day(cast, duty):
    for day in EID:
        Holiday.objects.update_or_create(falls_on=day, defaults={"name": "ঈদ"})
    day, told = DAY("2024-03-20"), {}
    while day < DAY("2024-05-13"):
        if found := tell(day):
            told[f"{day}"] = found
        day += timedelta(days=1)

    own, near = ["staff", "two_roles"], ["near_staff"]
    work = lambda step: of(step, *own) | of(step, *near, office="noldanga")  # noqa: E731
    officers = lambda step: (  # noqa: E731
        work(step) | of(step, "officer") | of(step, "near_officer", office="noldanga")
    )
    both = lambda step: [("meghdubi", step), ("noldanga", step)]  # noqa: E731
    assert told == {
        "2024-03-25": work(-7),
        "2024-03-28": work(-2),
        "2024-04-01": work(0),
        "2024-04-08": officers(7),
        "2024-04-15": officers(14) | {"dc_officer": both(14)},
        "2024-04-22": officers(21) | {"dc_officer": both(21), "dc": both(21)},
        # Two weeks later, and not one: what is old is told together, on Sundays.
        "2024-05-05": officers(28) | {"dc_officer": both(28), "dc": both(28)},
        "2024-05-12": officers(35) | {"dc_officer": both(35), "dc": both(35)},
    }


def test_it_stops_when_the_paper_came_or_no_meeting_took_place(cast, duty, issued):
    make_submission(issued, duty, by=cast.staff)
    assert tell("2024-04-08").keys() == {"near_staff", "near_officer"}
    Excuse.objects.create(
        duty=duty,
        office=cast.noldanga,
        period_start=MARCH,
        reason="বন্যা",
        excused_by=cast.near_staff,
    )
    assert tell("2024-04-15") == {}


@pytest.mark.parametrize("why", ["duty ended", "committee closed", "office joined later"])
def test_it_stops_when_nothing_is_owed_any_more(cast, duty, why):
    match why:
        case "duty ended":
            duty.ends_on = DAY("2024-03-30")
            duty.save()
        case "committee closed":
            Committee.objects.update(closed_on=DAY("2024-03-20"))
        case "office joined later":
            joined = Posting.objects.filter(post__office=cast.meghdubi).exclude(
                user=cast.transferred
            )
            joined.update(starts_on=DAY("2024-03-02"))
            cast.transferred.postings.all().delete()
    assert {"staff", "officer"} & tell("2024-04-08").keys() == set()


def test_it_looks_back_a_year_and_no_further(cast, duty):
    assert tell("2025-03-02")
    assert tell("2025-04-02") == {}


@pytest.mark.parametrize("day", ["2024-04-19", "2024-04-20", "2024-04-17"])
def test_nobody_is_told_on_a_day_off(cast, duty, day):
    Holiday.objects.update_or_create(falls_on=DAY("2024-04-17"), defaults={"name": "ছুটি"})
    assert tell(day) == {}
    assert tell("2024-04-18")


def test_after_days_without_a_worker_only_the_last_step_is_told(cast, duty):
    assert set(tell("2024-04-18")["staff"]) == {("meghdubi", 14)}
    assert tell("2024-04-21") == {}
    assert set(tell("2024-04-22")["staff"]) == {("meghdubi", 21)}


def test_who_takes_over_a_post_is_told_once_and_who_left_no_more(cast, duty):
    tell("2024-04-08")
    Posting.objects.filter(user=cast.staff).update(ends_on=DAY("2024-04-08"))
    give_post(make_user("fresh"), cast.meghdubi, "staff", starts_on=DAY("2024-04-09"))
    assert tell("2024-04-09") == of(7, "fresh")
    assert tell("2024-04-16").keys().isdisjoint({"staff"})


def test_a_closed_account_is_not_told(cast, duty):
    User.objects.filter(pk=cast.staff.pk).update(is_active=False)
    assert tell("2024-03-25").keys() == {"two_roles", "near_staff"}


def test_an_office_without_staff_is_told_by_its_officers(cast, duty):
    Posting.objects.filter(role="staff", post__office=cast.noldanga).delete()
    assert tell("2024-03-25")["near_officer"] == [("noldanga", -7)]


def test_without_an_account_of_the_head_the_officers_stand_in(cast, duty):
    User.objects.filter(pk=cast.dc.pk).update(is_active=False)
    other = make_user("other_officer")
    give_post(other, cast.shalbon, "officer", title="সহকারী কমিশনার")
    assert "other_officer" not in tell("2024-04-15")
    told = tell("2024-04-22")
    assert told["other_officer"] == [("meghdubi", 21), ("noldanga", 21)]
    assert "dc" not in told


def test_of_a_division_the_commissioner_is_the_head(cast, duty):
    duty.ends_on = DAY("2024-03-15")
    duty.save()
    commissioner = make_user("commissioner")
    make_post(cast.division, "বিভাগীয় কমিশনার", kind=Post.Kind.COMMISSIONER)
    give_post(commissioner, cast.division, "viewer", title="বিভাগীয় কমিশনার")
    make_duty(
        cast.division, from_kind=Office.Kind.DISTRICT, starts_on=MARCH, ends_on=DAY("2024-03-31")
    )
    assert "commissioner" not in tell("2024-04-15")
    assert tell("2024-04-22")["commissioner"] == [("padmar", 21), ("shalbon", 21)]


def test_what_came_back_is_told_anew_and_climbs_anew(cast, duty, issued):
    tell("2024-04-08")
    returned(issued, duty, cast, "2024-04-17")
    Posting.objects.filter(post__office=cast.noldanga).delete()
    told = {
        day: tell(f"2024-{day}") for day in ("04-18", "04-21", "04-24", "05-02", "05-05", "05-08")
    }
    assert told == {
        "04-18": of(0, "staff", "two_roles"),
        "04-21": {},
        "04-24": of(7, "staff", "two_roles", "officer"),
        "05-02": of(14, "staff", "two_roles", "officer", "dc_officer"),
        "05-05": {},
        "05-08": of(21, "staff", "two_roles", "officer", "dc_officer", "dc"),
    }
    said = Mail.objects.filter(user=cast.staff).order_by("pk")[1].text
    assert "ফেরত এসেছে" in said
    assert "ফেরত গেছে, আবার আসেনি" in Mail.objects.filter(user=cast.dc).get().text


def test_an_excuse_that_was_refused_counts_from_the_refusal(cast, duty):
    Posting.objects.filter(post__office=cast.noldanga).delete()
    Excuse.objects.create(
        duty=duty, office=cast.meghdubi, period_start=MARCH, reason="বন্যা",
        excused_by=cast.staff, refused_by=cast.dc_staff, refusal="সভা হয়েছিল",
        refused_at=datetime(2024, 4, 22, 12, tzinfo=DHAKA),
    )  # fmt: skip
    assert tell("2024-04-23") == of(0, "staff", "two_roles")
    assert tell("2024-04-29") == of(7, "staff", "two_roles", "officer")


# ── One digest ──────────────────────────────────────────────────────────────────────────────────


def test_a_person_with_two_posts_and_many_papers_gets_one_digest(cast, duty):
    give_post(cast.two_roles, cast.noldanga, "officer", title="অতিরিক্ত দায়িত্ব")
    make_duty(cast.shalbon, name="উপজেলা ইনোভেশন কমিটি", starts_on=MARCH, ends_on=DAY("2024-03-31"))
    told = tell("2024-04-08")
    assert told["two_roles"] == [("meghdubi", 7)] * 2 + [("noldanga", 7)] * 2
    assert Digest.objects.filter(user=cast.two_roles).count() == 1
    assert Mail.objects.filter(user=cast.two_roles).count() == 1
    assert Digest.objects.count() == Mail.objects.count() == len(told)


def test_the_mail_says_what_to_do_by_when_and_nothing_of_any_minutes(cast, duty, issued, settings):
    tell("2024-04-08")
    mail = Mail.objects.get(user=cast.staff)
    assert mail.subject == "কার্যবিবরণী: আজ আপনার জন্য ১টি বিষয়"
    assert mail.text.splitlines() == [
        f"{cast.staff.name},",
        "",
        "৮ এপ্রিল ২০২৪ তারিখে আপনার দেখার মতো ১টি বিষয় আছে।",
        "",
        "• উপজেলা আইসিটি কমিটি, মার্চ ২০২৪: শেষ তারিখ ১ এপ্রিল ২০২৪, ৭ দিন পেরিয়েছে।"
        " যাবে: জেলা প্রশাসকের কার্যালয়, শালবন",
        "",
        "পোর্টালে দেখে ব্যবস্থা নিতে: https://minutes.example/inbox/2024/4/8/",
        "",
        "পোর্টাল নিজে থেকে এই ইমেইল পাঠিয়েছে; এর উত্তর কেউ পড়েন না। কাজটি হয়ে গেলে আর মনে করানো হবে না।",
    ]
    tell("2024-04-22")
    above = Mail.objects.get(user=cast.dc).text
    assert "• উপজেলা কার্যালয়, মেঘডুবি: উপজেলা আইসিটি কমিটি, মার্চ ২০২৪:" in above
    assert all("হালনাগাদ" not in mail.text for mail in Mail.objects.all())


def test_a_long_digest_says_how_much_more_there_is_in_the_portal(cast, duty):
    for number in range(digests.LINES_AT_MOST + 5):
        make_duty(cast.shalbon, name=f"কমিটি {number}", starts_on=MARCH, ends_on=DAY("2024-03-31"))
    tell("2024-03-25")
    mail = Mail.objects.get(user=cast.staff)
    assert mail.text.count("•") == digests.LINES_AT_MOST
    assert "আরও ৬টি" in mail.text
    assert Reminder.objects.filter(user=cast.staff).count() == digests.LINES_AT_MOST + 6


BAD = [
    "রহিমা@office.example",
    "a@b@c.example",
    "x\nBcc: all@office.example",
    "nobody",
    "a b@c.example",
]


@pytest.mark.parametrize("address", BAD)
def test_a_bad_address_stops_nobody_else_and_its_owner_is_told_in_the_portal(
    cast, duty, address, caplog
):
    User.objects.filter(pk=cast.staff.pk).update(email=address)
    User.objects.filter(pk=cast.near_staff.pk).update(email="")
    User.objects.filter(pk=cast.two_roles.pk).update(name="দুই\r\nBcc: all@office.example")
    Office.objects.filter(pk=cast.shalbon.pk).update(
        name="জেলা\n\nপোর্টালে দেখুন: https://evil.example"
    )
    assert tell("2024-03-25").keys() == {"staff", "two_roles", "near_staff"}
    ways = dict(Digest.objects.values_list("user__username", "way"))
    assert ways == {"staff": "bad_address", "near_staff": "no_address", "two_roles": "mail"}
    [mail] = Mail.objects.all()
    assert (mail.user, mail.to) == (cast.two_roles, "two_roles@office.example")
    assert "\n" not in mail.subject
    assert [line for line in mail.text.splitlines() if line.startswith("পোর্টালে দেখুন")] == []
    assert f"no mail to user {cast.staff.pk}" in caplog.text


def test_told_twice_is_told_once(cast, duty):
    before = tell("2024-04-08")
    counted = Digest.objects.count(), Mail.objects.count(), Reminder.objects.count()
    assert tell("2024-04-08") == before
    assert (Digest.objects.count(), Mail.objects.count(), Reminder.objects.count()) == counted
    assert tell("2024-04-09") == {}


def test_what_comes_up_later_that_day_waits_for_the_next_morning(cast, duty):
    before = tell("2024-04-08")
    make_duty(cast.shalbon, name="উপজেলা ইনোভেশন কমিটি", starts_on=MARCH, ends_on=DAY("2024-03-31"))
    give_post(make_user("fresh"), cast.meghdubi, "staff")
    # Who has not been told today is told now.
    assert tell("2024-04-08") == before | {"fresh": [("meghdubi", 7)] * 2}
    assert tell("2024-04-09") == before


def test_what_fails_in_the_middle_leaves_nothing_and_is_made_whole_again(cast, duty):
    def broken(today):
        yield from due_today(today)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        digests.send(DAY("2024-04-08"), [broken])

    def refused(today):
        for line in due_today(today):
            line.row.step = -3  # after digests and mail have been written
            yield line

    with pytest.raises(IntegrityError), transaction.atomic():
        digests.send(DAY("2024-04-08"), [refused])
    assert not Digest.objects.exists()
    assert not Mail.objects.exists()
    assert tell("2024-04-08")


def test_the_log_stays_true_when_old_mail_is_forgotten(cast, duty):
    User.objects.filter(pk=cast.near_staff.pk).update(email="")
    tell("2024-03-25")
    Mail.objects.update(state=Mail.State.SENT, sent_at=datetime(2024, 3, 25, tzinfo=DHAKA))
    post.forget_old(DAY("2024-08-01"))
    assert not Mail.objects.exists()
    states = {digest.user.username: digest.mail_state for digest in Digest.objects.all()}
    assert states == {"staff": "sent", "two_roles": "sent", "near_staff": None}
    assert Reminder.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_the_database_refuses_a_second_digest_and_a_step_told_twice(cast, duty):
    tell("2024-03-25")
    digest = Digest.objects.get(user=cast.staff)
    row = digest.reminders.get()
    other = Digest.objects.create(user=cast.staff, made_on=DAY("2024-03-27"), way="no_address")
    told = {
        "user": cast.staff, "duty": duty, "office": cast.meghdubi, "period_start": MARCH,
        "due_on": row.due_on, "standing": row.standing,
    }  # fmt: skip
    for broken in (
        lambda: Digest.objects.create(user=cast.staff, made_on=digest.made_on),
        lambda: Digest.objects.filter(pk=digest.pk).update(way="no_address"),
        lambda: Reminder.objects.create(digest=other, step=-7, **told),
        lambda: Reminder.objects.create(digest=digest, step=0, **told),
        lambda: Reminder.objects.create(digest=other, step=-3, **told),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            broken()
    Reminder.objects.create(digest=other, step=-7, **told | {"turn": 1})


def test_it_asks_no_more_for_more_offices_papers_and_people(cast, duty):
    with CaptureQueriesContext(connection) as few:
        assert len(tell_only("2024-04-22")) == 7
    for number in range(40):
        office = make_office(f"more-{number}", parent=cast.shalbon)
        give_post(make_user(f"more{number}", email=f"m{number}@office.example"), office, "staff")
        duty.counterparts.create(office=office, committee=make_committee(office))
    for number in range(3):
        make_duty(cast.shalbon, name=f"কমিটি {number}", starts_on=MARCH, ends_on=DAY("2024-03-31"))
    with CaptureQueriesContext(connection) as many:
        assert len(tell_only("2024-04-29")) == 47
    questions, written = (
        [asked_in(queries, insert) for queries in (few, many)] for insert in (0, 1)
    )
    assert questions[0] == questions[1]
    # A database may take so many rows at a time.
    assert written[0] <= written[1] <= written[0] + 6


def asked_in(queries, insert):
    return sum(query["sql"].startswith("INSERT") == bool(insert) for query in queries)


def tell_only(day):
    digests.send(DAY(day), [due_today])
    return Digest.objects.filter(made_on=DAY(day))


# ── Every day ───────────────────────────────────────────────────────────────────────────────────


def open_paper(cast):
    """A paper of which somebody is told on any day but a day off; the rows of the race are few."""
    Post.objects.filter(postings__user=cast.dc_officer).update(kind=Post.Kind.ADC)
    return make_duty(cast.shalbon, cast.committee, starts_on=LONG_AGO)


def a_working_day(today):
    """What is done daily, as if today were a working day."""
    digests.send(DAY("2024-04-08"), [due_today])


def until_the_other_waits(today):
    a_working_day(today)
    end = time.monotonic() + PATIENCE
    with ThreadPoolExecutor(1) as another:
        while not another.submit(somebody_waits).result() and time.monotonic() < end:
            time.sleep(0.01)


def somebody_waits():
    try:
        return waiting_for_a_lock()
    finally:
        connection.close()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_tell_everybody_once(cast):
    open_paper(cast)

    outcomes = at_once(*[lambda: daily.do_due([(0, until_the_other_waits)])] * 2)
    assert sorted(len(done) for done, _ in outcomes) == [0, 1]
    assert [failed for _, failed in outcomes] == [[], []]
    people = list(Digest.objects.values_list("user", flat=True))
    assert sorted(people) == sorted(set(people)) != []


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_without_the_row_of_daily_work_one_fails_and_still_nobody_is_told_twice(cast):
    open_paper(cast)
    both = threading.Barrier(2)

    def both_see(today):
        lines = due_today(today)
        both.wait(PATIENCE)
        return lines

    outcomes = at_once(*[lambda: digests.send(DAY("2024-04-08"), [both_see])] * 2)
    assert sum(isinstance(outcome, IntegrityError) for outcome in outcomes) == 1
    people = list(Digest.objects.values_list("user", flat=True))
    assert sorted(people) == sorted(set(people)) != []


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_leaves_nothing_and_the_next_tells_all(cast):
    open_paper(cast)

    def deadly(today):
        a_working_day(today)
        assert Digest.objects.exists()
        os.kill(os.getpid(), signal.SIGKILL)

    deadly.__qualname__ = a_working_day.__qualname__
    child = os.fork()
    if child == 0:
        try:
            for each in connections.all(initialized_only=True):
                each.connection = None
            daily.do_due([(0, deadly)])
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status)
    assert not Digest.objects.exists()
    assert not Mail.objects.exists()

    done, failed = daily.do_due([(0, a_working_day)])
    assert (len(done), failed) == (1, [])
    assert Digest.objects.exists()
    assert daily.do_due([(0, a_working_day)]) == ([], [])
