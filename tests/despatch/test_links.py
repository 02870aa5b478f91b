"""The page of a copy's link: looked at by machines without end, pressed by people, and never dead."""

import hashlib
import io
import re
from datetime import timedelta

import pypdf
import pytest
from django.conf import settings as portal_settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from despatch import receiving
from despatch.models import Evidence, Link, Reply
from despatch.replies import forecast
from despatch.served_in_time import served_in_time
from distribution.models import Addressee
from meetings.attendance import save_attendance, seen_of
from meetings.models import Meeting
from memos.actions import void
from offices.models import today
from tests.access.test_actions import everything
from tests.despatch.copies import call_members, copy_for, issue_letter, link_of
from tests.factories import make_post
from tests.proof import tried
from tests.test_pages import text

Step = Evidence.Step
WHO = {"act": "acknowledge", "who-name": "রহিমা বেগম", "who-designation": "অফিস সহকারী"}
FILE = {"act": "file"}


def page_of(copy):
    return reverse("despatch:link", args=[link_of(copy).token])


def answered(answer, **told):
    return {"act": "reply", "reply-answer": answer} | {f"reply-{k}": v for k, v in told.items()}


STAND_IN = {"name": "সুব্রত চাকমা", "designation": "সহকারী কৃষি অফিসার"}


@pytest.fixture
def called(cast):
    return call_members(cast, "উপজেলা কৃষি অফিসার", "উপজেলা শিক্ষা অফিসার", "উপজেলা প্রকৌশলী", quorum=2)


@pytest.fixture
def copy(called):
    return called[2]["উপজেলা কৃষি অফিসার"]


def row_of(copy):
    return copy.memo.paper.letter.meeting.attendances.get(membership__post=copy.post)


# ── Looking ─────────────────────────────────────────────────────────────────────────────────────


@tried("visits", 30, short=200, full=1000, once=True)
def test_machines_that_follow_every_link_change_nothing_and_use_nothing_up(copy, visits, settings):
    page, client = page_of(copy), Client()
    before = everything(settings.MEDIA_ROOT)
    seen = set()
    for number in range(visits):
        ask = (client.get, client.head, client.options, client.get)[number % 4]
        told = (
            {"HTTP_PURPOSE": "prefetch", "HTTP_SEC_PURPOSE": "prefetch"} if number % 4 == 3 else {}
        )
        seen.add(ask(page, REMOTE_ADDR=f"10.0.{number // 250}.{number % 250}", **told).status_code)
    assert seen == {200, 405}  # no one asks for OPTIONS
    assert everything(settings.MEDIA_ROOT) == before
    assert client.cookies == {}

    client.post(page, WHO)
    assert copy.evidence.get().told["name"] == "রহিমা বেগম"


def test_the_page_says_what_it_is_and_whose_and_nobody_elses(called, copy):
    letter = called[1]
    shown = Client().get(page_of(copy))
    for told in (letter.paper.office, copy.number, "সভার নোটিশ", "উপজেলা কৃষি অফিসার", "কার্যার্থে"):
        assert told in text(shown)
    page = shown.content.decode()
    assert not [t for t in ("উপজেলা শিক্ষা অফিসার", "উপজেলা প্রকৌশলী", "uno@example.org") if t in page]
    assert shown.headers["Referrer-Policy"] == "no-referrer"
    assert shown.headers["X-Robots-Tag"] == "noindex"
    assert "no-store" in shown.headers["Cache-Control"]


def test_a_link_that_nobody_was_given_leads_nowhere(db):
    wrong = [
        Client().get(f"/despatch/c/{token}/").status_code for token in ("x" * 27, "a-b_c", "0")
    ]
    assert wrong == [404, 404, 404]


def test_the_page_is_shown_so_often_a_minute_and_no_more(copy, settings):
    settings.ACCOUNT_RATE_LIMITS = {**portal_settings.ACCOUNT_RATE_LIMITS, "link": "3/m/ip"}
    cache.clear()
    page = page_of(copy)
    assert [Client().get(page).status_code for _ in range(4)] == [200, 200, 200, 429]
    assert Client().get(page, REMOTE_ADDR="10.9.9.9").status_code == 200
    cache.clear()


# ── Taking ──────────────────────────────────────────────────────────────────────────────────────


def test_the_paper_is_given_to_who_presses_and_the_bytes_are_told(copy):
    client = Client(enforce_csrf_checks=True)  # who has no cookies is not shut out
    given = client.post(page_of(copy), FILE)
    assert given.headers["Content-Disposition"].startswith("attachment")
    assert "no-store" in given.headers["Cache-Control"]
    issued = copy.memo.paper.issued_file.document
    assert hashlib.sha256(given.content).hexdigest() == issued.sha256
    client.post(page_of(copy), FILE)
    fetched = copy.evidence.get()  # the same bytes again prove nothing more
    assert (fetched.step, fetched.by) == (Step.FETCHED, None)
    assert fetched.told == {"way": "link", "sha256": issued.sha256}


def test_nobody_is_taken_for_who_they_are_elsewhere_in_the_portal(copy, cast):
    client = Client()
    client.force_login(cast.dc_officer)
    client.post(page_of(copy), FILE)
    client.post(page_of(copy), WHO)
    assert {each.by for each in copy.evidence.all()} == {None}


def test_a_shared_mailbox_is_asked_who_it_is_and_nothing_typed_is_lost(copy):
    client = Client()
    assert "আপনি কে?" in text(client.get(page_of(copy)))
    refused = client.post(page_of(copy), WHO | {"who-designation": " "})
    assert refused.status_code == 422
    assert "আপনার পদবি লিখুন।" in text(refused)
    assert 'value="রহিমা বেগম"' in refused.content.decode()
    assert not copy.evidence.exists()

    assert client.post(page_of(copy), WHO).status_code == 302
    said = copy.evidence.get()
    assert (said.step, said.told["post"]) == (Step.ACKNOWLEDGED, "অফিস সহকারী")
    client.post(page_of(copy), WHO | {"who-name": "আরেকজন"})
    assert copy.evidence.get() == said
    shown = text(client.get(page_of(copy)))
    assert "প্রাপ্তি স্বীকার করা হয়েছে: রহিমা বেগম , অফিস সহকারী" in shown
    assert "আপনি কে?" not in shown


def test_nobody_acknowledges_in_a_shared_mailbox_without_a_name_by_whatever_way(copy):
    for who in ({}, {"name": "রহিমা বেগম"}, {"designation": "অফিস সহকারী"}):
        with pytest.raises(ValidationError, match="নাম ও পদবি"):
            receiving.acknowledge_by_link(link_of(copy), **who)
    assert not copy.evidence.exists()


def test_who_has_a_mailbox_alone_only_presses_and_proves_the_address(copy, cast):
    own = Addressee.objects.create(
        office=cast.meghdubi, post=copy.post, line="কৃষি অফিসার", is_shared=False,
        email="uno@example.org",
    )  # fmt: skip
    other = Addressee.objects.create(office=cast.meghdubi, line="অন্য প্রাপক", email="b@example.org")
    client = Client()
    assert "আপনি কে?" not in text(client.get(page_of(copy)))
    client.post(page_of(copy), {"act": "acknowledge"})
    assert copy.evidence.get().told["by_address_book"]
    own.refresh_from_db()
    other.refresh_from_db()
    assert (own.proved_on, other.proved_on) == (today(), None)


def test_an_address_that_was_changed_since_is_not_proved_by_an_old_link(copy, cast):
    new = Addressee.objects.create(
        office=cast.meghdubi, post=copy.post, line="কৃষি অফিসার", email="new@example.org"
    )
    Client().post(page_of(copy), WHO)
    new.refresh_from_db()
    assert copy.evidence.count() == 1
    assert new.proved_on is None


def test_a_press_that_says_nothing_does_nothing(copy, settings):
    link = page_of(copy)
    before = everything(settings.MEDIA_ROOT)
    for sent in ({}, {"act": "x"}, {"act": "reply"}, {"act": "acknowledge", "who-name": "ক\0"}):
        assert Client().post(link, sent).status_code in (302, 422)
    assert everything(settings.MEDIA_ROOT) == before


# ── What stands no more ─────────────────────────────────────────────────────────────────────────


def words_of(pdf):
    return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def test_the_link_of_a_void_paper_says_so_with_its_reason_and_gives_it_only_marked(copy, cast):
    void(memo=copy.memo, by=cast.officer, reason="তারিখ ভুল ছিল")
    client, page = Client(), page_of(copy)
    shown = text(client.get(page))
    assert re.search(r"<h1>বাতিল</h1>", client.get(page).content.decode())
    for told in ("তারিখ ভুল ছিল", "আর কোনো কার্যকারিতা নেই", copy.number):
        assert told in shown
    assert "সভায় থাকবেন কি?" not in shown
    given = client.post(page, FILE)
    assert "বাতিল কাগজ" in words_of(given.content)
    told = copy.evidence.get().told
    assert (told["marked"], told["sha256"]) == ("void", hashlib.sha256(given.content).hexdigest())
    client.post(page, WHO)
    assert copy.evidence.filter(step=Step.ACKNOWLEDGED).exists()


def test_the_link_of_a_superseded_paper_leads_its_recipient_to_their_own_copy(called, copy, cast):
    meeting, letter, copies = called
    later = issue_letter(meeting, by=cast.officer, kind="postponement", changes=letter)
    letter.paper.supersede(by_paper=later.paper)
    own = copy_for(later.paper.memo, post=copy.post)
    client = Client()
    shown = client.get(page_of(copy))
    # Who has no link of the successor is led to the page that anybody may see.
    assert f'href="{later.paper.get_absolute_url()}"' in shown.content.decode()
    assert later.get_kind_display() in text(shown)
    link = page_of(own)
    shown = client.get(page_of(copy)).content.decode()
    assert f'href="{link}"' in shown
    assert "<h1>সংশোধিত</h1>" in shown
    given = client.post(page_of(copy), FILE)
    assert "সংশোধিত কাগজ" in words_of(given.content)
    assert later.paper.number in words_of(given.content)
    others = client.get(page_of(copies["উপজেলা প্রকৌশলী"])).content.decode()
    assert link not in others


# ── Answering a notice ──────────────────────────────────────────────────────────────────────────


def test_an_answer_can_be_changed_and_every_one_is_kept(copy):
    client, page = Client(), page_of(copy)
    assert client.post(page, answered("represented", **STAND_IN)).status_code == 302
    row = row_of(copy)
    assert (row.status, row.representative_name) == ("represented", "সুব্রত চাকমা")
    assert row.representative_post == "সহকারী কৃষি অফিসার"
    assert "সুব্রত চাকমা" in text(client.get(page))

    client.post(page, answered("absent", note="ছুটিতে থাকব"))
    row = row_of(copy)
    assert (row.status, row.representative_name, row.representative_post) == ("absent", "", "")
    client.post(page, answered("coming"))
    assert row_of(copy).status == "unmarked"  # who says they come has not come yet
    assert [each.answer for each in copy.replies.all()] == ["represented", "absent", "coming"]
    assert {each.history_user for each in row_of(copy).history.all()} == {None}


def test_a_representative_has_a_name_and_a_post(copy):
    refused = Client().post(page_of(copy), answered("represented", name="ক খ"))
    assert refused.status_code == 422
    assert "প্রতিনিধির পদবি লিখুন।" in text(refused)
    assert 'value="ক খ"' in refused.content.decode()
    assert not Reply.objects.exists()


def test_an_answer_never_writes_over_what_a_person_marked(called, copy, cast):
    meeting = called[0]
    client, page = Client(), page_of(copy)
    client.post(page, answered("absent"))
    row = row_of(copy)
    present = {"status": "present", "representative_name": "", "representative_post": ""}
    save_attendance(
        meeting, seen=seen_of(meeting), by=cast.staff, rows={row.pk: present}, guests=[], gone=set(),
        quorum_override="",
    )  # fmt: skip
    client.post(page, answered("represented", **STAND_IN))
    assert row_of(copy).status == "present"
    assert copy.replies.last().answer == "represented"


def test_after_the_sitting_has_begun_no_answer_is_taken(called, copy):
    Meeting.objects.filter(pk=called[0].pk).update(held_on=today() - timedelta(days=1))
    client, page = Client(), page_of(copy)
    assert "উত্তর দেওয়ার সময় শেষ হয়েছে" in text(client.get(page))
    assert client.post(page, answered("coming")).status_code == 422
    assert not Reply.objects.exists()


def test_who_only_gets_to_know_of_a_notice_is_not_asked(called, cast):
    memo = called[1].paper.memo
    told = copy_for(memo, post=make_post(cast.shalbon, "জেলা প্রশাসক"), purpose="information")
    client = Client()
    assert "সভায় থাকবেন কি?" not in text(client.get(page_of(told)))
    assert client.post(page_of(told), answered("coming")).status_code == 422


def test_the_answers_forecast_the_quorum(called, cast, client):
    meeting, _, copies = called
    first, second, third = copies.values()
    for copy, told in ((first, answered("coming")), (second, answered("represented", **STAND_IN))):
        Client().post(page_of(copy), told)
    found = forecast(meeting)
    assert (found.invited, found.answered, found.coming, found.outlook) == (3, 2, 2, "likely")
    client.force_login(cast.staff)
    shown = text(client.get(reverse("meetings:attendance", args=[meeting.pk])))
    assert "উত্তর দিয়েছেন ৩ জনের মধ্যে ২ ; আসবেন ২ (প্রতিনিধি ১); কোরাম ২" in shown
    Client().post(page_of(second), answered("absent"))
    assert forecast(meeting).outlook == "open"
    Client().post(page_of(third), answered("absent"))
    assert forecast(meeting).outlook == "unlikely"


def test_a_notice_is_in_time_by_the_day_that_is_proved(called, cast, client):
    meeting, _, copies = called
    first, second, _ = copies.values()
    assert served_in_time(meeting) is None  # the committee has no rule
    meeting.committee.notice_days = 7
    meeting.committee.save()
    Client().post(page_of(first), WHO)
    second.evidence.create(step=Step.DELIVERED, at=timezone.now() + timedelta(days=2))

    found = served_in_time(meeting)

    assert (found.called, found.in_time, found.late, found.unproved) == (3, 1, 1, 1)
    client.force_login(cast.staff)
    shown = text(client.get(reverse("meetings:attendance", args=[meeting.pk])))
    told = "৩টি কপির ১টি সময়ের মধ্যে পৌঁছানো প্রমাণিত, ১টি পরে, ১টির প্রমাণ নেই।"
    assert "".join(told.split()) in "".join(shown.split())
    # What came back later was never there.
    second.evidence.create(step=Step.REFUSED, at=timezone.now() + timedelta(days=3))
    assert served_in_time(meeting).unproved == 2


def follow(letter, *, by, kind):
    """A letter that takes the place of another one."""
    later = issue_letter(letter.meeting, by=by, kind=kind, changes=letter)
    letter.paper.supersede(by_paper=later.paper)
    return later


def test_a_sitting_that_is_moved_asks_anew_and_one_with_more_to_discuss_does_not(
    called, copy, cast
):
    meeting, letter, _ = called
    Client().post(page_of(copy), answered("absent"))
    more = follow(letter, by=cast.officer, kind="addendum")
    assert forecast(meeting).answered == 1
    again = copy_for(more.paper.memo, post=copy.post)
    assert "আপনার উত্তর: উপস্থিত থাকতে পারব না" in text(Client().get(page_of(again)))
    moved = follow(more, by=cast.officer, kind="postponement")
    assert forecast(meeting).answered == 0
    follow(moved, by=cast.officer, kind="cancellation")
    assert forecast(meeting) is None


def test_a_link_is_the_only_one_of_its_copy(copy):
    assert link_of(copy) == link_of(copy)
    assert Link.objects.filter(copy=copy).count() == 1
    assert len(link_of(copy).token) == 27
