"""The page of a paper's copies: sending, taking back, what is proved; and the command that prints it."""

import io
import json
import time
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from accounts.models import AuditEvent, Mail
from despatch import actions
from despatch.models import Evidence, Returned, Sending
from distribution.models import Addressee
from documents.store import keep
from memos.actions import void
from memos.models import Copy
from tests import uploads
from tests.accounts.sink import listening
from tests.cast import signed_in
from tests.despatch.outgoing import copies_of, make_paper_with_copies, work
from tests.factories import make_issued, make_meeting
from tests.test_pages import text

REFUSAL = "550 5.1.1 <karim@karim.example>: no such person"


@pytest.fixture
def line(cast):
    return make_paper_with_copies(cast, "rahima", "karim", "selim")


@pytest.fixture
def staff(cast):
    return signed_in(cast.staff)


def page_of(line, **asked):
    return reverse("despatch:paper", args=[line.pk], query=asked or None)


def press(client, line, do="all", **more):
    url = reverse("despatch:send", args=[line.pk])
    return client.post(url, {"do": do, "seen": 0} | more, follow=True)


def test_a_paper_is_sent_and_taken_back_from_its_page(staff, line):
    before = text(staff.get(page_of(line)))
    assert "৩টি কপির মধ্যে ০টির প্রাপ্তি স্বীকার হয়েছে" in before
    assert "৩টি এখনো পাঠানো হয়নি" in before
    assert "মেইলে সংযুক্ত হয়ে যাবে" in before
    assert "karim@karim.example" in before

    after = text(press(staff, line))
    assert "৩টি কপি পাঠানোর সারিতে রাখা হয়েছে" in after
    assert "৩টি কপি" in after
    assert "সব ফেরত নিন" in after
    # The same button of the same page once more.
    assert "আগেই পাঠানোর সারিতে" in text(press(staff, line, "chosen", copy=copies_of(line)[0].pk))
    assert Sending.objects.count() == 3

    back = staff.post(reverse("despatch:take_back", args=[line.pk]), follow=True)
    assert "৩টি কপি ফেরত নেওয়া হয়েছে" in text(back)
    assert set(Mail.objects.values_list("state", flat=True)) == {"taken_back"}
    late = staff.post(reverse("despatch:take_back", args=[line.pk]), follow=True)
    assert "সময় পার হয়ে গেছে" in text(late)


def test_addresses_that_nothing_proved_are_asked_about_once(staff, line):
    Addressee.objects.filter(email__startswith="karim").update(
        proved_on=timezone.localdate() - timedelta(days=200)
    )
    assert "১টি ঠিকানা ছয় মাসের মধ্যে প্রমাণিত নয়" in text(staff.get(page_of(line)))
    asked = press(staff, line)
    told = text(asked)
    assert "১টি ঠিকানা মিলিয়ে দেখুন" in told
    assert "karim@karim.example" in told
    assert "selim@selim.example" not in told
    assert not Sending.objects.exists()
    pks = [copy.pk for copy in copies_of(line)]
    press(staff, line, "chosen", copy=pks, trusting="yes")
    assert Sending.objects.count() == 3


def test_what_came_back_is_told_word_for_word_and_sent_again(staff, line, settings, cast):
    with listening(settings) as sink:
        sink.to_recipients["karim@karim.example"] = REFUSAL
        press(staff, line)
        work()
        page = staff.get(page_of(line))
        assert escape(REFUSAL) in page.content.decode()
        assert "পথে ২" in text(page)
        assert escape(REFUSAL) in staff.get(reverse("despatch:returned")).content.decode()
        assert "পাঠানো ১টি কপি বা মেইল ফেরত এসেছে" in text(staff.get("/"))

        refused = text(staff.get(page_of(line, step="refused")))
        assert "অফিসার karim" in refused
        assert "অফিসার rahima" not in refused

        Evidence.objects.create(copy=copies_of(line)[0], step="acknowledged", told={"name": "রহিমা"})
        again = text(press(staff, line, "again", seen=Sending.objects.latest("pk").pk))
        assert "২টি কপি পাঠানোর সারিতে" in again
        assert "৩টি কপির মধ্যে ১টির প্রাপ্তি স্বীকার হয়েছে" in again
        assert "পাঠানো ১টি" not in text(staff.get("/"))


def test_what_happened_on_paper_is_written_down(staff, line):
    copy = copies_of(line)[0]
    url = reverse("despatch:on_paper", args=[copy.pk])
    bad = staff.post(url, {"deed": "signed", "on": "০১/০৪/২০২৪", "name": ""})
    assert bad.status_code == 422
    assert "তাঁর নাম লিখুন" in text(bad)
    scan = SimpleUploadedFile("স্বাক্ষর.pdf", uploads.pdf("signed"))
    done = staff.post(
        url,
        {"deed": "signed", "on": "০১/০৪/২০২৪", "name": "রহিমা বেগম", "designation": "উচ্চমান সহকারী", "scan": scan},
        follow=True,
    )  # fmt: skip
    told = text(done)
    assert "কাগজে স্বাক্ষর করে নেওয়া হয়েছে" in told
    assert "রহিমা বেগম, উচ্চমান সহকারী" in told
    proof = Evidence.objects.get()
    shown = staff.get(reverse("despatch:scan", args=[proof.pk]))
    assert b"".join(shown.streaming_content if shown.streaming else [shown.content]) == (
        uploads.pdf("signed")
    )
    posted = {"deed": "posted", "on": "০১/০৪/২০২৪", "note": "রসিদ ৪৫৬"}
    told = text(staff.post(url, posted, follow=True))
    assert "ডাকঘরে দেওয়া হয়েছে" in told
    assert "রসিদ ৪৫৬" in told


@pytest.mark.parametrize("deed", ["", "burnt"])
def test_a_deed_that_there_is_not_is_refused(staff, line, deed):
    url = reverse("despatch:on_paper", args=[copies_of(line)[0].pk])
    assert staff.post(url, {"deed": deed, "on": "০১/০৪/২০২৪"}).status_code == 422
    assert staff.post(url, {"deed": "handed", "on": "০১/০৪/২০৯৯"}).status_code == 422
    assert not Evidence.objects.exists()


def test_a_paper_without_copies_and_a_void_one_say_so(staff, cast, line):
    line.sent_copies.all().delete()
    assert "এই কাগজের কোনো কপি নেই" in text(staff.get(page_of(line)))
    other = make_paper_with_copies(cast, "nila", held_on=timezone.localdate())
    void(memo=other, by=cast.officer, reason="ভুল")
    told = text(staff.get(page_of(other)))
    assert "বাতিল কাগজ পাঠানো যায় না" in told
    assert "কপি পাঠান" not in told
    assert "বাতিল কাগজ পাঠানো যায় না" in text(press(staff, other))


def test_without_a_mailbox_the_page_says_what_is_not_seen(staff, line, settings):
    assert "পরে ফেরত আসা মেইল এখানে দেখা যায় না" in text(staff.get(page_of(line)))
    settings.BOUNCE_ADDRESS, settings.BOUNCE_MAILBOX = "b@x.example", "maildir:///x"
    assert "এখানে দেখা যায় না" not in text(staff.get(page_of(line)))


def test_a_reader_sees_and_sends_nothing(cast, line):
    told = text(signed_in(cast.reader).get(page_of(line)))
    assert "অফিসার karim" in told
    assert "কপি পাঠান" not in told


def test_a_mail_that_nobody_could_read_waits_until_somebody_has(staff, cast, db):
    with transaction.atomic():
        mail = keep(b"Subject: x\r\n\r\nHello", mime="message/rfc822")
    kept = Returned.objects.create(office=cast.meghdubi, document=mail, subject="ফেরত")
    url = reverse("despatch:returned")
    assert "দেখা হয়েছে" in text(staff.get(url))
    staff.post(reverse("despatch:see_returned", args=[kept.pk]))
    assert "দেখা হয়েছে" not in text(staff.get(url))
    assert AuditEvent.objects.filter(what="returned mail seen").count() == 1
    got = staff.get(reverse("despatch:returned_mail", args=[kept.pk]))
    assert "attachment" in got["Content-Disposition"]


def test_three_hundred_copies_are_a_quick_page(staff, cast, django_assert_max_num_queries):
    line = make_paper_with_copies(cast)
    book = Addressee.objects.bulk_create(
        Addressee(office=line.office, line=f"প্রাপক {n}", key=f"প্রাপক {n}", email=f"p{n}@x.example")
        for n in range(300)
    )
    Copy.objects.bulk_create(
        Copy(memo=line, position=n, number=line.number, line="ক", recipient=row.line, purpose="action", addressee=row)
        for n, row in enumerate(book, 1)
    )  # fmt: skip
    began = time.monotonic()
    press(staff, line, "chosen", copy=[copy.pk for copy in copies_of(line)], trusting="yes")
    assert Mail.objects.count() == 300
    with django_assert_max_num_queries(40):
        told = text(staff.get(page_of(line)))
    assert "৩০০টি কপি" in told
    assert "পাতা ১/৬" in told
    assert "প্রাপক ২৯৯" not in told
    assert time.monotonic() - began < 10


def printed(pk):
    out = io.StringIO()
    call_command("copies", str(pk), stdout=out)
    return [json.loads(each) for each in out.getvalue().splitlines()]


def test_the_command_prints_a_line_a_copy(cast, line, settings):
    with listening(settings) as sink:
        sink.to_recipients["karim@karim.example"] = REFUSAL
        actions.send(copies=copies_of(line)[:2], by=cast.staff)
        work()
    first, refused, unsent = printed(line.meeting.pk)
    assert first.keys() >= {"paper", "copy", "recipient", "channel", "step", "at", "evidence"}
    assert (first["paper"], first["copy"], first["recipient"]) == ("minutes", 1, "অফিসার rahima")
    assert (first["channel"], first["step"]) == ("mail", "relayed")
    assert first["evidence"]["line"].startswith("250")
    assert (refused["step"], refused["evidence"]["line"]) == ("refused", REFUSAL)
    assert (unsent["channel"], unsent["step"], unsent["at"]) == (None, None, None)


def test_the_command_names_a_meeting_that_is_not_there(db):
    with pytest.raises(CommandError, match="নম্বর সভা নেই"):
        printed(987654)


def test_a_meeting_whose_paper_has_no_copies_prints_nothing(cast):
    meeting = make_meeting(cast.committee, by=cast.staff, distribution=[])
    make_issued(meeting, author=cast.staff, officer=cast.officer)
    assert printed(meeting.pk) == []
