"""What a person was told, in the portal; and the log of it, with the mail servers' answers."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts import digests, post
from accounts.models import Digest, User
from offices.models import Office, Post, Posting
from submissions.models import Excuse, Reminder
from submissions.reminding import due_today
from tests.accounts.sink import listening
from tests.cast import signed_in
from tests.factories import (
    give_post,
    make_committee,
    make_duty,
    make_issued,
    make_meeting,
    make_submission,
)
from tests.test_pages import text

MARCH = date(2024, 3, 1)
# Monday, three weeks after the due day: everybody is told.
DAY = date(2024, 4, 22)
INBOX = "/inbox/"
REFUSAL = "550 5.1.1 no such person here"


@pytest.fixture
def duty(cast):
    """Shalbon expects March 2024 alone, by 1 April; the ADC is told from the second week on."""
    Post.objects.filter(postings__user=cast.dc_officer).update(kind=Post.Kind.ADC)
    for user in User.objects.all():
        user.email = f"{user.username}@office.example"
        user.save()
    return make_duty(
        cast.shalbon, cast.committee, starts_on=MARCH, ends_on=date(2024, 3, 31), due_day=1
    )


@pytest.fixture
def told(duty):
    digests.send(DAY, [due_today])
    return duty


def ask(user, url=INBOX, **query):
    return signed_in(user).get(url, query)


def press(user, url):
    return signed_in(user).post(url)


def log_of(office):
    return reverse("submissions:reminders", args=[office.pk])


def unread(user):
    return Digest.objects.filter(user=user).unread().count()


# ── The inbox ───────────────────────────────────────────────────────────────────────────────────


def test_an_empty_inbox_says_when_something_comes(cast):
    assert "এখনো কোনো বার্তা নেই।" in text(ask(cast.staff))


def test_the_head_of_each_page_counts_what_is_not_read(cast, told):
    assert "বার্তা ১টি না পড়া" in ask(cast.staff, "/").content.decode()
    digests.send(DAY + timedelta(days=14), [due_today])
    assert "বার্তা ২টি না পড়া" in ask(cast.staff, "/meetings/").content.decode()
    assert "টি না পড়া" not in ask(cast.dc_staff, "/").content.decode()


def test_reading_is_said_by_a_button_and_looking_changes_nothing(cast, told):
    day = "/inbox/2024/4/22/"
    digests.send(DAY + timedelta(days=14), [due_today])
    for url in (INBOX, day):
        assert ask(cast.staff, url).status_code == 200
    assert unread(cast.staff) == 2

    assert press(cast.staff, day).status_code == 302
    assert list(Digest.objects.filter(user=cast.staff).unread().values_list("made_on")) == [
        (DAY + timedelta(days=14),)
    ]
    read_at = Digest.objects.get(user=cast.staff, made_on=DAY).read_at
    press(cast.staff, "/inbox/read/")
    assert unread(cast.staff) == 0
    assert Digest.objects.get(user=cast.staff, made_on=DAY).read_at == read_at
    assert unread(cast.officer) == 2
    assert "সব পড়েছি" not in text(ask(cast.staff))


def test_a_day_is_everybodys_own(cast, told):
    other = make_duty(
        cast.padmar, name="অন্য জেলার গোপন কমিটি", starts_on=MARCH, ends_on=date(2024, 3, 31)
    )
    digests.send(DAY + timedelta(days=1), [due_today])
    assert "অন্য জেলার গোপন কমিটি" in text(ask(cast.far_staff))
    for person in (cast.staff, cast.dc_officer, cast.near_staff):
        assert other.name not in text(ask(person))
    assert ask(cast.far_staff, "/inbox/2024/4/22/").status_code == 404
    assert press(cast.far_staff, "/inbox/2024/4/22/").status_code == 404
    for never in ("2024/2/30", "0/1/1", "99999999/1/1", "2024/13/1"):
        assert ask(cast.staff, f"/inbox/{never}/").status_code == 404


def test_a_line_leads_to_the_act_and_says_how_the_paper_stands_now(cast, told):
    excuse = reverse("submissions:excuse", args=[told.pk, cast.meghdubi.pk, 2024, 3])
    page = ask(cast.staff)
    assert "২১ দিন পেরিয়েছে" in text(page)
    assert "এখনো আসেনি" in text(page)
    assert excuse in page.content.decode()

    meeting = make_meeting(cast.committee, by=cast.staff)
    make_issued(meeting, author=cast.staff, officer=cast.officer)
    send = reverse("submissions:send", args=[meeting.pk])
    assert send in ask(cast.staff).content.decode()
    assert send in ask(cast.staff, "/inbox/2024/4/22/").content.decode()

    sent = make_submission(meeting, told, by=cast.staff)
    page = ask(cast.staff)
    assert "পাঠানো হয়েছে" in text(page)
    assert "এখনো আসেনি" not in text(page)
    assert send not in page.content.decode()
    assert reverse("submissions:submission", args=[sent.pk]) in page.content.decode()


def test_who_waits_for_papers_is_told_whose_and_led_to_the_matrix(cast, told):
    Excuse.objects.create(
        duty=told,
        office=cast.noldanga,
        period_start=MARCH,
        reason="বন্যা",
        excused_by=cast.near_staff,
    )
    page = ask(cast.dc_officer)
    assert f"{cast.meghdubi.name}: উপজেলা আইসিটি কমিটি , মার্চ ২০২৪" in text(page)
    assert reverse("submissions:matrix", args=[cast.shalbon.pk]) in page.content.decode()
    assert "সভা হয়নি, জানানো হয়েছে" in text(page)


def test_links_of_the_inbox_lead_somewhere(cast, told):
    """Each address on it, for each who was told, in each state the paper can be in."""
    meeting = make_meeting(cast.committee, by=cast.staff)
    make_issued(meeting, author=cast.staff, officer=cast.officer)

    def follow():
        for person in (cast.staff, cast.officer, cast.near_staff, cast.dc_officer):
            client = Client()
            client.force_login(person)
            page = client.get(INBOX).content.decode().partition("<main")[2]
            for link in {part.partition('"')[0] for part in page.split('href="')[1:]}:
                assert client.get(link).status_code == 200, (person, link)

    follow()
    sent = make_submission(meeting, told, by=cast.staff)
    follow()
    sent.open(by=cast.dc_staff)
    sent.send_back(by=cast.dc_staff, reason_code="other", remarks="দেখুন")
    follow()
    told.ends_on = MARCH
    told.save()
    follow()


def test_who_left_the_office_reads_no_more_how_its_papers_stand(cast, told):
    Posting.objects.filter(user=cast.staff).update(ends_on=timezone.localdate() - timedelta(days=1))
    page = text(ask(cast.staff))
    assert "উপজেলা আইসিটি কমিটি" in page
    assert "এখনো আসেনি" not in page
    assert "সভা হয়নি" not in page


def test_the_inbox_turns_pages_and_asks_no_more_for_more_lines(cast, told):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert ask(cast.dc_officer).status_code == 200
        return len(queries)

    before = asked()
    for number in range(5):
        make_duty(cast.shalbon, name=f"কমিটি {number}", starts_on=MARCH, ends_on=date(2024, 3, 31))
    for week in range(2, 15):
        digests.send(DAY + timedelta(weeks=week), [due_today])
    assert asked() == before
    assert "পাতা ১/২" in text(ask(cast.dc_officer))
    assert "২২ এপ্রিল ২০২৪" in text(ask(cast.dc_officer, page=2))


# ── The log ─────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def refused(told, cast, settings):
    """All mail has been sent; the server knows nobody called as the upazila's staff."""
    with listening(settings) as sink:
        sink.to_recipients["staff@office.example"] = REFUSAL
        while post.send_one():
            pass
    # As on the next day: the log is about what was told lately.
    Digest.objects.update(made_on=timezone.localdate() - timedelta(days=1))
    return told


def test_what_the_mail_server_refused_is_shown_to_both_offices(cast, refused):
    for person, office in (
        (cast.staff, cast.meghdubi),
        (cast.officer, cast.meghdubi),
        (cast.dc_staff, cast.shalbon),
        (cast.dc_officer, cast.shalbon),
    ):
        page = text(ask(person, log_of(office)))
        assert f"ইমেইল পাঠানো যায়নি staff@office.example: {REFUSAL}" in page
        assert "মেইল সার্ভার নিয়েছে" in page
        failed = text(ask(person, log_of(office), only="failed"))
        assert REFUSAL in failed
        assert "মেইল সার্ভার নিয়েছে" not in failed


def test_nobody_else_learns_of_it(cast, refused):
    for person, office, status in (
        (cast.reader, cast.meghdubi, 403),
        (cast.near_staff, cast.meghdubi, 404),
        (cast.sister_staff, cast.meghdubi, 404),
        (cast.dc_officer, cast.meghdubi, 404),
        (cast.staff, cast.shalbon, 404),
        (cast.other_dc_officer, cast.shalbon, 404),
        (cast.division_viewer, cast.shalbon, 404),
        (cast.sysadmin, cast.meghdubi, 404),
    ):
        assert ask(person, log_of(office)).status_code == status, (person, office)
    own = text(ask(cast.near_staff, log_of(cast.noldanga)))
    assert REFUSAL not in own
    assert cast.meghdubi.name not in own
    for person in (cast.near_staff, cast.sister_staff, cast.far_officer, cast.reader):
        assert REFUSAL not in text(ask(person, reverse("submissions:overview")))


def test_a_log_is_of_one_office_also_to_who_works_in_two(cast, refused):
    give_post(cast.near_staff, cast.meghdubi, "staff")
    assert REFUSAL in text(ask(cast.near_staff, log_of(cast.meghdubi)))
    page = text(ask(cast.near_staff, log_of(cast.noldanga)))
    assert cast.near_officer.name in page
    assert REFUSAL not in page.partition("ইমেইল পৌঁছায়নি")[2]
    assert cast.officer.name not in page


def test_the_first_page_warns_until_the_address_is_mended(cast, refused, settings):
    overview = reverse("submissions:overview")
    page = ask(cast.officer, overview)
    assert "১ জনের কাছে স্মরণের ইমেইল পৌঁছায়নি।" in text(page)
    assert f"{cast.staff}: staff@office.example · {REFUSAL}" in text(page)
    assert f"{log_of(cast.meghdubi)}?only=failed" in page.content.decode()

    digests.send(timezone.localdate(), [lambda today: again(cast.staff)])
    with listening(settings):
        assert post.send_one()
    assert REFUSAL not in text(ask(cast.officer, overview))


def again(user):
    row = Reminder.objects.select_related("user").get(user=user)
    row.pk, row.step = None, row.step + 7
    return [digests.Line(row.user, "আবার", row)]


def test_an_address_that_cannot_be_written_to_is_shown_too(cast, duty):
    User.objects.filter(pk=cast.staff.pk).update(email="স্টাফ@office.example")
    User.objects.filter(pk=cast.officer.pk).update(email="")
    digests.send(DAY, [due_today])
    Digest.objects.update(made_on=timezone.localdate())
    page = text(ask(cast.officer, log_of(cast.meghdubi)))
    assert "শুধু পোর্টালে ইমেইল ঠিকানা ঠিক নয়" in page
    assert "শুধু পোর্টালে ইমেইল ঠিকানা নেই" in page
    assert "পাঠানোর অপেক্ষায়" in page
    warning = text(ask(cast.officer, reverse("submissions:overview")))
    assert f"{cast.staff}: ইমেইল ঠিকানা ঠিক নয়" in warning
    assert "১ জনের কাছে" in warning


def test_a_server_that_is_busy_is_told_of_as_well(cast, told, settings):
    with listening(settings) as sink:
        sink.to_recipients["staff@office.example"] = "451 4.3.0 busy"
        while post.send_one():
            pass
    page = text(ask(cast.officer, log_of(cast.meghdubi)))
    assert "পাঠানোর অপেক্ষায় ১ বার চেষ্টা হয়েছে: 451 4.3.0 busy" in page


def test_an_empty_log_says_when_the_portal_reminds(cast):
    assert "এখনো কাউকে কিছু মনে করানো হয়নি।" in text(ask(cast.staff, log_of(cast.meghdubi)))
    assert "এমন কিছু নেই।" in text(ask(cast.staff, log_of(cast.meghdubi), only="failed"))


def test_the_log_asks_no_more_for_more_lines(cast, told):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert ask(cast.dc_staff, log_of(cast.shalbon)).status_code == 200
        return len(queries)

    before = asked()
    for week in range(2, 10):
        digests.send(DAY + timedelta(weeks=week), [due_today])
    assert asked() == before
    assert "পাতা ১/" in text(ask(cast.dc_staff, log_of(cast.shalbon)))


def test_an_office_that_neither_owes_nor_expects_is_led_to_no_log(cast, told):
    log = "কাকে মনে করানো হয়েছে"
    overview = reverse("submissions:overview")
    assert log in text(ask(cast.staff, overview))
    assert log in text(ask(cast.dc_staff, overview))
    make_committee(Office.objects.get(code="sister"))
    assert log not in text(ask(cast.sister_staff, overview))
    assert log not in text(ask(cast.reader, overview))
