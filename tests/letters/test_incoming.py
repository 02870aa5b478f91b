"""Letters that come in: a docket number each, what is owed by us and to us, and how it ends."""

from datetime import date, timedelta
from unittest.mock import patch

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts import digests
from accounts.access import WrongState
from accounts.models import AuditEvent, Digest
from letters import actions, prompting
from letters import incoming as docket
from letters.incoming_reports import waiting
from letters.models import Incoming, Letter, Prompt
from meetings import printing
from memos.actions import void
from memos.models import FileNumber
from offices.models import today
from tests import uploads
from tests.cast import signed_in
from tests.factories import tiny

pytestmark = pytest.mark.once

TYPED = {
    "sender": "বিভাগীয় কমিশনার\nউত্তরা বিভাগ",
    "number": "০৫.৪৩.০০০০.০১৭.০২.০০১.২৩.৬৪",
    "dated_on": "১১/০৬/২০২৩",
    "subject": "সভার সিদ্ধান্ত বাস্তবায়নের অগ্রগতি প্রেরণ।",
    "received_on": "১২/০৬/২০২৩",
    "due_on": "২৬/০৬/২০২৩",
}


def row(cast, **fields):
    told = {
        "office": cast.meghdubi,
        "sender": TYPED["sender"],
        "number": TYPED["number"],
        "dated_on": date(2023, 6, 11),
        "subject": TYPED["subject"],
        "received_on": date(2023, 6, 12),
    }
    return Incoming(**told | fields)


@pytest.fixture
def came(cast):
    return docket.register(incoming=row(cast, due_on=date(2023, 6, 26)), by=cast.staff)


def page(cast, **query):
    return signed_in(cast.staff).get(reverse("letters:incoming_list"), query).content.decode()


def issued_reply(cast, came):
    """Our answer, numbered and sealed as every letter is."""
    FileNumber.named_on_paper(cast.meghdubi, "০৫.৪৭.৮৫৯২.০০০.০১.০০২.২৪")
    letter = docket.begin_reply(incoming=came, by=cast.staff)
    content = letter.content
    content["memo"] = {"number": "০৫.৪৭.৮৫৯২.০০০.০১.০০২.২৪"}
    content["signatory"] = {"name": "রেহানা পারভীন", "designation": ["উপজেলা নির্বাহী অফিসার"]}
    letter.save()
    with patch.object(printing, "draw_issued", tiny):
        line = actions.issue(letter=letter, by=cast.officer, on=date(2023, 6, 26))
    letter.refresh_from_db()
    return letter, line


# --- The docket -----------------------------------------------------------------------------------


def test_a_letter_gets_the_next_number_of_its_year_and_the_page_says_it(cast):
    client = signed_in(cast.staff)
    url = reverse("letters:register_incoming", args=[cast.meghdubi.pk])
    first = client.post(url, TYPED)
    came = Incoming.objects.get()
    assert first.url == reverse("letters:incoming", args=[came.pk])
    assert (came.docket, came.year, came.sender) == (1, 2023, TYPED["sender"])
    assert "ডকেট ১ এ তোলা হয়েছে" in client.get(first.url).content.decode()

    client.post(url, TYPED | {"number": "অন্য", "docket": "৭"})
    client.post(url, TYPED | {"number": "আরও"})
    assert list(Incoming.objects.order_by("docket").values_list("docket", flat=True)) == [1, 7, 8]


def test_the_same_form_twice_is_one_letter_and_from_another_a_sentence(cast):
    url = reverse("letters:register_incoming", args=[cast.meghdubi.pk])
    answers = [signed_in(cast.staff).post(url, TYPED) for _ in range(2)]
    assert answers[0].url == answers[1].url
    assert Incoming.objects.count() == 1
    told = signed_in(cast.officer).post(url, TYPED)
    assert told.status_code == 422
    assert "এই পত্র ডকেট ১/২০২৩ এ আগে থেকেই তোলা আছে।" in told.content.decode()


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"number": ""}, "তাঁদের স্মারক নম্বর"),
        ({"dated_on": "১৩/০৬/২০২৩"}, "পত্রের তারিখ প্রাপ্তির তারিখের পরে হতে পারে না।"),
        ({"due_on": "১১/০৬/২০২৩"}, "জবাবের শেষ তারিখ প্রাপ্তির আগে হতে পারে না।"),
        ({"received_on": "০১/০১/২০৯৯", "due_on": ""}, "প্রাপ্তির তারিখ আজকের পরে হতে পারে না।"),
        ({"docket": "০"}, "ডকেট নম্বর"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_typed_is_lost(cast, wrong, told):
    url = reverse("letters:register_incoming", args=[cast.meghdubi.pk])
    answer = signed_in(cast.staff).post(url, TYPED | wrong)
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert TYPED["subject"] in answer.content.decode()
    assert not Incoming.objects.exists()


def test_a_number_taken_meanwhile_is_named_with_the_next_one(cast, came):
    with pytest.raises(ValidationError, match="পরের নম্বর ২"):
        docket.register(incoming=row(cast, number="অন্য", docket=1), by=cast.staff)


def test_a_scan_is_kept_as_it_was_put_in_and_another_kind_of_file_is_not(cast, came):
    client = signed_in(cast.staff)
    url = reverse("letters:change_incoming", args=[came.pk])
    typed = TYPED | {"docket": "১"}
    bad = client.post(url, typed | {"scan": SimpleUploadedFile("পত্র.pdf", b"MZ not a paper")})
    assert bad.status_code == 422
    assert (
        client.post(url, typed | {"scan": SimpleUploadedFile("পত্র.pdf", uploads.pdf())}).status_code
        == 302
    )
    answer = client.get(reverse("letters:incoming_scan", args=[came.pk]))
    assert answer.content == uploads.pdf()
    assert answer["Content-Disposition"].startswith("attachment")


def test_a_change_is_told_in_the_trail(cast, came):
    client = signed_in(cast.staff)
    url = reverse("letters:change_incoming", args=[came.pk])
    client.post(url, TYPED | {"docket": "১", "subject": "অন্য বিষয়"})
    event = AuditEvent.objects.get(what="incoming changed")
    assert event.detail["changes"] == {"subject": [TYPED["subject"], "অন্য বিষয়"]}
    client.post(url, TYPED | {"docket": "১", "subject": "অন্য বিষয়"})
    assert AuditEvent.objects.filter(what="incoming changed").count() == 1


# --- How it ends ----------------------------------------------------------------------------------


def test_the_divisions_memo_of_11_june_is_answered_by_the_letter_of_26_june(cast, came):
    """As in the second of the real papers: their memo is what our answer refers to."""
    assert TYPED["subject"] in page(cast)
    letter = docket.begin_reply(incoming=came, by=cast.staff)
    assert letter.kind == Letter.Kind.REPLY
    said = letter.content["letter"]
    assert TYPED["number"] in said["reference"]
    assert "১১ জুন ২০২৩" in said["reference"]
    assert said["recipient"] == ["বিভাগীয় কমিশনার", "উত্তরা বিভাগ"]
    # Pressed once more, the answer that is being written.
    assert docket.begin_reply(incoming=came, by=cast.officer) == letter
    assert Incoming.objects.owed().get() == came

    letter, line = issued_reply(cast, came)
    came = Incoming.objects.get()
    assert came.is_answered
    assert not Incoming.objects.owed().exists()
    assert TYPED["subject"] in page(cast, tray="done")
    shown = signed_in(cast.reader).get(reverse("letters:incoming", args=[came.pk])).content.decode()
    assert letter.paper.number in shown
    assert "২৬ জুন ২০২৩" in shown
    with pytest.raises(WrongState):
        docket.begin_reply(incoming=came, by=cast.staff)

    void(memo=line, by=cast.officer, reason="ভুল প্রাপক।")
    came = Incoming.objects.get()
    assert not came.is_answered
    assert Incoming.objects.owed().get() == came
    assert docket.begin_reply(incoming=came, by=cast.staff) != letter


def test_it_can_be_settled_without_an_answer_and_be_taken_up_again(cast, came):
    client = signed_in(cast.staff)
    url = reverse("letters:close_incoming", args=[came.pk])
    assert client.post(url, {"reason": " "}).status_code == 422
    assert client.post(url, {"reason": "টেলিফোনে জানানো হয়েছে।"}).status_code == 302
    assert client.post(url, {"reason": "আবার"}).status_code == 302  # pressed twice
    came = Incoming.objects.get()
    assert came.close_reason == "টেলিফোনে জানানো হয়েছে।"
    assert (
        "টেলিফোনে জানানো হয়েছে।"
        in client.get(reverse("letters:incoming", args=[came.pk])).content.decode()
    )
    with pytest.raises(WrongState):
        docket.close(incoming=came, by=cast.officer, reason="আবার")
    docket.reopen(incoming=came, by=cast.officer)
    assert Incoming.objects.owed().get() == came
    with pytest.raises(WrongState):
        docket.reopen(incoming=came, by=cast.officer)


def test_the_latest_due_stands_first_and_what_has_no_day_last(cast):
    days = {"গতকাল": -1, "কাল": 1, "আগের": -9, "তারিখ নেই": None}
    for name, days_left in days.items():
        due = days_left and today() + timedelta(days=days_left)
        docket.register(incoming=row(cast, number=name, subject=name, due_on=due), by=cast.staff)
    shown = page(cast)
    places = [shown.index(f">{name}<") for name in ("আগের", "গতকাল", "কাল", "তারিখ নেই")]
    assert places == sorted(places)
    assert shown.count("জবাব দেরিতে") == 2


def test_our_letter_waits_until_one_that_came_in_answers_it(cast, came):
    letter, _ = issued_reply(cast, came)
    due = today() - timedelta(days=2)
    docket.ask_for_answer(letter=letter, by=cast.staff, due_on=due)
    assert "২ দিন পেরিয়েছে" in page(cast, tray="theirs")
    assert [each.text for each in waiting(cast.staff)] == ["আমাদের ১টি পত্রের জবাব সময়মতো আসেনি"]

    client = signed_in(cast.staff)
    typed = TYPED | {"number": "জবাব", "answers_letter": letter.pk}
    client.post(reverse("letters:register_incoming", args=[cast.meghdubi.pk]), typed)
    answer = Incoming.objects.get(answers_letter=letter)
    assert not Letter.objects.unanswered().exists()
    # Whoever mends a word of it later leaves that as it is, or says that it answers nothing.
    change = reverse("letters:change_incoming", args=[answer.pk])
    assert client.post(change, typed | {"docket": "২", "subject": "অন্য"}).status_code == 302
    assert Incoming.objects.get(pk=answer.pk).answers_letter == letter
    client.post(change, typed | {"docket": "২", "subject": "অন্য", "answers_letter": ""})
    assert Letter.objects.unanswered().get() == letter


# --- Who, and who is told -------------------------------------------------------------------------


def test_a_reader_reads_and_another_office_finds_nothing(cast, came):
    assert (
        signed_in(cast.reader).get(reverse("letters:incoming", args=[came.pk])).status_code == 200
    )
    assert (
        signed_in(cast.far_staff).get(reverse("letters:incoming", args=[came.pk])).status_code
        == 404
    )
    with pytest.raises(PermissionDenied):
        docket.close(incoming=came, by=cast.reader, reason="না")


def test_the_first_page_and_the_digest_tell_what_is_owed(cast):
    monday = date(2024, 4, 1)
    soon = docket.register(incoming=row(cast, number="ক", due_on=date(2024, 4, 4)), by=cast.staff)
    late = docket.register(incoming=row(cast, number="খ", due_on=date(2024, 3, 28)), by=cast.staff)
    docket.register(incoming=row(cast, number="গ", due_on=date(2024, 4, 5)), by=cast.staff)
    [told] = waiting(cast.staff)
    assert told.text == "৩টি প্রাপ্ত পত্রের জবাব বাকি, ৩টির শেষ তারিখ পেরিয়েছে"
    assert list(waiting(cast.far_staff)) == []

    digests.send(monday, [prompting.due_today])
    assert {(p.user, p.incoming, p.step) for p in Prompt.objects.all()} == {
        (cast.staff, late, "late"), (cast.two_roles, late, "late"), (cast.officer, late, "late"),
        (cast.transferred, late, "late"),  # who was an officer there that day
        (cast.staff, soon, "soon"), (cast.two_roles, soon, "soon"),
    }  # fmt: skip
    assert prompting.due_today(monday) == []
    assert prompting.due_today(date(2024, 4, 5)) == []  # a Friday
    digest = Digest.objects.get(user=cast.staff)
    shown = signed_in(cast.staff).get(
        reverse("digest", args=[digest.made_on.year, digest.made_on.month, digest.made_on.day])
    )
    assert shown.content.decode().count("জবাব বাকি:") == 2
