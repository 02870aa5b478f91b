"""What a reminder says, how much of it a reader is told, and how it stands in the portal."""

import re
from datetime import date, datetime, timedelta
from unittest.mock import patch

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import daily, digests, post
from accounts.models import Digest, Mail, User
from followup import links, outside, reminding
from followup.models import Assignment, Link, Nudge
from followup.reminding import SUMS_AT_MOST, due_today
from minutes_portal import due
from offices.models import Office
from tests.cast import signed_in
from tests.factories import give_post, make_office, make_user
from tests.followup.making import make_assignment, make_matter, make_sitting
from tests.followup.test_calendar import DAY, at, make_share, tell
from tests.test_pages import text

MONDAY = DAY("2024-04-08")
SUNDAY = DAY("2024-05-05")
FIRST = DAY("2024-04-01")
BEFORE = DAY("2023-12-20")


def told_to(user, day):
    """The texts of the lines of one person."""
    return [line.text for line in due_today(day) if line.user == user and line.text]


def many(reminded, count, posts, *, due_on=FIRST, held_on=BEFORE):
    """So many decisions more, each with a share of every post."""
    texts = [f"গোপন কথা {number}" for number in range(count)]
    meeting = make_sitting(
        reminded.committee, by=reminded.cast.dc_staff, held_on=held_on, decisions=texts
    )
    for decision in meeting.items.get().decisions.all():
        matter = make_matter(
            decision, by=reminded.cast.dc_officer, on=DAY("2024-01-01"), due_on=due_on
        )
        for each in posts:
            make_assignment(matter, each)


# ── Words ───────────────────────────────────────────────────────────────────────────────────────


def test_the_holder_reads_what_is_to_be_done_by_when(reminded):
    make_share(reminded, "uno", FIRST)
    (said,) = told_to(reminded.uno, MONDAY)
    assert said == (
        "“পোর্টাল হালনাগাদ করতে হবে।” (জেলা আইসিটি কমিটি); শেষ তারিখ ১ এপ্রিল ২০২৪, ৭ দিন পেরিয়েছে"
    )
    (of_staff,) = told_to(reminded.cast.staff, MONDAY)
    assert of_staff == f"{reminded.ours.post}: {said}"


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2024-03-25", "আর ৭ দিন বাকি"),
        ("2024-04-01", "আজ শেষ দিন"),
        ("2024-04-02", "১ দিন পেরিয়েছে"),
    ],
)
def test_a_reminder_says_how_much_time_there_is(reminded, day, told):
    make_share(reminded, "uno", FIRST)
    assert told_to(reminded.uno, DAY(day))[0].endswith(told)


def test_an_implied_date_and_a_claim_sent_back_are_said(reminded):
    share = make_share(reminded, "uno", FIRST)
    Assignment.objects.filter(pk=share.pk).update(is_implied=True, turn=1)
    (said,) = told_to(reminded.uno, MONDAY)
    assert "(অনুমিত)" in said
    assert said.endswith("সম্পন্নের দাবি ফেরত এসেছে")


def test_a_long_decision_is_cut_in_the_mail(reminded):
    share = make_share(reminded, "uno", FIRST)
    share.matter.decision.text = "পোর্টাল " * 200
    share.matter.decision.save()
    assert len(told_to(reminded.uno, MONDAY)[0]) < 250


# ── Those above: sums ───────────────────────────────────────────────────────────────────────────


def test_those_above_are_told_in_one_line_an_office_without_any_text(reminded):
    many(reminded, 3, [reminded.ours.post, reminded.coop])
    lines = told_to(reminded.dc_user, SUNDAY)
    assert lines == [
        f"{reminded.cast.meghdubi}: ৩টি সিদ্ধান্ত ৩৪ দিন পর্যন্ত বিলম্বিত",
        f"{reminded.cast.sister}: ৩টি সিদ্ধান্ত ৩৪ দিন পর্যন্ত বিলম্বিত",
    ]
    digests.send(SUNDAY, [due_today])
    # Each share behind a line is known to have been told.
    rows = Nudge.objects.filter(user=reminded.dc_user)
    assert rows.count() == 6
    assert {row.rung for row in rows} == {"owner+28^"}
    digest = Digest.objects.get(user=reminded.dc_user)
    assert set(rows.values_list("digest", flat=True)) == {digest.pk}


def test_one_reader_is_told_ten_lines_at_most(reminded):
    posts = []
    for number in range(14):
        office = make_office(f"line-{number}", Office.Kind.LINE, reminded.cast.shalbon)
        posts.append(give_post(make_user(f"head{number}"), office, "officer").post)
    many(reminded, 2, posts)
    lines = told_to(reminded.dc_user, SUNDAY)
    assert len(lines) == SUMS_AT_MOST
    assert lines[-1] == "এ ছাড়া আরও ৫টি কার্যালয় ও কমিটির ২টি সিদ্ধান্ত ৩৪ দিন পর্যন্ত বিলম্বিত"
    digests.send(SUNDAY, [due_today])
    assert Nudge.objects.filter(user=reminded.dc_user).count() == 28


def test_no_text_of_a_decision_reaches_who_may_not_read_it(reminded):
    many(reminded, 2, [reminded.coop])
    User.objects.update(email="someone@example.org")
    for number in range(60):
        digests.send(FIRST + timedelta(days=number), [due_today])
    told = Nudge.objects.filter(user=reminded.uno)
    assert told.exists()  # the head of the upazila over the line office
    for mail in Mail.objects.filter(user=reminded.uno):
        assert "গোপন" not in mail.text
    assert "গোপন" in Mail.objects.filter(user__username="coop").first().text
    shown = signed_in(reminded.uno).get("/inbox/").content.decode()
    assert "গোপন" not in shown
    assert "সমবায় কার্যালয়" in shown


# ── Outside the portal ──────────────────────────────────────────────────────────────────────────


def test_a_mail_to_somebody_outside_has_a_link_fresh_each_time(reminded):
    share = make_share(reminded, "firm", FIRST)
    for day in ("2024-03-25", "2024-03-26", "2024-03-28"):
        outside.write(DAY(day))
    first, second = Mail.objects.order_by("pk")
    assert first.to == "firm@example.org"
    assert "তাগিদ" in first.subject
    found = [re.search(r"http\S+", mail.text)[0] for mail in (first, second)]
    assert found == [links.url_of(link) for link in Link.objects.order_by("pk")]
    assert [link.is_last for link in Link.objects.order_by("pk")] == [False, True]
    assert [row.link for row in Nudge.objects.order_by("pk")] == list(Link.objects.order_by("pk"))
    for said in (
        "আর ৭ দিন বাকি",
        "পোর্টাল হালনাগাদ করতে হবে।",
        "এর উত্তর কেউ পড়েন না",
        "সবশেষেরটিই কাজ করে",
    ):
        assert said in first.text
    assert share.links.count() == 2


def test_one_mail_a_day_has_all_that_is_asked_of_one_address(reminded):
    make_share(reminded, "firm", FIRST)
    texts = ["প্রথম কাজ।", "দ্বিতীয় কাজ।"]
    meeting = make_sitting(
        reminded.committee, by=reminded.cast.dc_staff, held_on=FIRST, decisions=texts
    )
    for decision in meeting.items.get().decisions.all():
        matter = make_matter(decision, by=reminded.cast.dc_officer, on=FIRST, due_on=FIRST)
        make_assignment(matter, outsider=str(reminded.firm), addressee=reminded.firm)
    assert outside.write(MONDAY) == 1
    assert outside.write(MONDAY) == 0
    mail = Mail.objects.get()
    assert "৩টি সিদ্ধান্ত" in mail.subject
    assert len(set(re.findall(r"http\S+", mail.text))) == 3
    assert Nudge.objects.filter(mail=mail).count() == 3


def test_a_mail_of_a_reminder_is_forgotten_in_time_and_the_reminder_is_not(reminded):
    make_share(reminded, "firm", FIRST)
    outside.write(MONDAY)
    long_ago = timezone.now() - timedelta(days=100)
    Mail.objects.update(state=Mail.State.SENT, sent_at=long_ago)
    post.forget_old(date.today())
    assert not Mail.objects.exists()
    assert Nudge.objects.get().mail is None


# ── Hours ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("hour", "digest", "mail"),
    [(2, 0, 0), (7, 0, 0), (8, 1, 0), (9, 1, 1), (16, 1, 1), (17, 0, 0), (23, 0, 0)],
)
def test_nobody_is_told_at_night(reminded, hour, digest, mail):
    make_share(reminded, "uno", FIRST)
    firm = make_share(reminded, "firm", FIRST)
    now = timezone.make_aware(datetime(2024, 4, 8, hour, 30))
    with patch("django.utils.timezone.localtime", lambda *args: now):
        daily.do_due([work for work in due.daily() if work[1].__module__ != "accounts.post"])
    assert Digest.objects.filter(user=reminded.uno).count() == digest
    assert firm.nudges.count() == mail


# ── In the portal ───────────────────────────────────────────────────────────────────────────────


def test_the_inbox_says_how_it_stands_now_and_leads_to_the_answer(reminded):
    share = make_share(reminded, "uno", FIRST)
    tell(MONDAY)
    shown = signed_in(reminded.uno).get("/inbox/")
    assert "উত্তর দিন" in text(shown)
    assert f"/followup/assignments/{share.pk}/" in shown.content.decode()
    share.move_to(
        "claimed", "claimed", by=reminded.uno, claimed_on=MONDAY, desk_due_on=MONDAY, at=at(MONDAY)
    )
    shown = text(signed_in(reminded.uno).get("/inbox/"))
    assert "উত্তর দিন" not in shown
    assert "সম্পন্ন দাবি, যাচাই বাকি" in shown


def test_the_inbox_of_the_section_leads_to_what_waits_on_it(reminded):
    share = make_share(reminded, "uno", FIRST)
    share.move_to(
        "claimed", "claimed", by=reminded.uno, claimed_on=FIRST, desk_due_on=MONDAY, at=at(FIRST)
    )
    tell(MONDAY)
    shown = text(signed_in(reminded.cast.dc_staff).get("/inbox/"))
    assert "যাচাই বাকি" in shown
    assert "যাচাই করুন" in shown


def test_who_was_transferred_reads_no_more_what_it_was_about(reminded):
    make_share(reminded, "uno", FIRST)
    tell(MONDAY)
    held = reminded.uno.postings.get()
    held.ends_on = DAY("2024-06-30")
    held.save()
    shown = text(signed_in(reminded.uno).get("/inbox/"))
    assert "পোর্টাল হালনাগাদ" not in shown
    assert "এখন আর আপনার দেখার নয়" in shown


def test_a_sum_in_the_inbox_says_how_many_are_left(reminded):
    many(reminded, 3, [reminded.ours.post])
    tell(SUNDAY)
    share = Assignment.objects.filter(matter__decision__text="গোপন কথা 1").get()
    share.move_to("not_done", "ended", by=reminded.cast.dc_officer)
    shown = text(signed_in(reminded.dc_user).get("/inbox/"))
    assert "৩টি সিদ্ধান্ত" in shown
    assert "এখনও ২টি বাকি" in shown


def test_as_much_is_asked_for_many_shares_as_for_few(reminded):
    User.objects.update(email="someone@example.org")
    many(reminded, 2, [reminded.ours.post, reminded.coop])
    make_share(reminded, "firm", FIRST)
    counts = [_asked(lambda: due_today(SUNDAY)), _asked(lambda: outside.write(MONDAY))]
    digests.send(SUNDAY, [due_today])
    counts.append(_asked(lambda: signed_in(reminded.dc_user).get("/inbox/")))
    Nudge.objects.all().delete()
    Digest.objects.all().delete()
    many(
        reminded,
        40,
        [reminded.ours.post, reminded.coop, reminded.theirs.post],
        held_on=DAY("2023-11-20"),
    )
    for number in range(9):
        told = {
            "outsider": f"{number}",
            "addressee": reminded.firm,
            "due_on": FIRST,
            "first_due_on": FIRST,
        }
        make_assignment(reminded.matter, position=number, **told)
    again = [_asked(lambda: due_today(SUNDAY)), _asked(lambda: outside.write(MONDAY))]
    digests.send(SUNDAY, [due_today])
    again.append(_asked(lambda: signed_in(reminded.dc_user).get("/inbox/")))
    assert again == counts


def _asked(act):
    with CaptureQueriesContext(connection) as asked:
        act()
    return len(asked)


def test_a_broken_day_is_found(reminded, monkeypatch):
    """The control: who was told is told again, if nobody looks what was told."""
    make_share(reminded, "uno", FIRST)
    tell(MONDAY)
    assert tell(MONDAY + timedelta(days=1)) == {}
    monkeypatch.setattr(reminding, "_told", lambda shares, today: {})
    assert tell(MONDAY + timedelta(days=2))
