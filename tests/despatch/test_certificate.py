"""The certificate of service: every step with what it proves and what not, word for word in the PDF."""

import re

import pytest
from django.urls import reverse

from accounts.models import Mail
from despatch.certificate import certificate_of
from despatch.models import Evidence
from memos.actions import void
from tests.cast import signed_in
from tests.despatch.copies import call_members, link_of, send
from tests.despatch.test_links import FILE, STAND_IN, WHO, answered, page_of
from tests.documents.reading import pdftotext

LINE = "250 2.0.0 Ok: queued as 4F2B1C-ক"
PUBLIC = "550 5.1.1 <uno@example.org>: Recipient address rejected: User unknown"


@pytest.fixture
def copy(cast):
    return call_members(cast, "উপজেলা কৃষি অফিসার")[2]["উপজেলা কৃষি অফিসার"]


def drawn(copy, user):
    answer = signed_in(user).get(reverse("despatch:certificate", args=[copy.pk]))
    assert answer.status_code == 200
    return pdftotext(answer.content)


def letters(words):
    """Without the places where lines break."""
    return re.sub(r"\s", "", words)


def test_every_word_of_the_certificate_is_found_in_its_pdf(copy, cast, client):
    mail = Mail.objects.create(
        to="uno@example.org", subject="নোটিশ", text="লিংক", message_id="<a1@minutes.example>",
        state="sent", sent_at=copy.sendings.get().sent_at, answer=LINE, is_kept=True,
    )  # fmt: skip
    copy.sendings.update(mail=mail)
    copy.evidence.create(
        step=Evidence.Step.REFUSED, sending=copy.sendings.get(), told={"line": PUBLIC}
    )
    for sent in (FILE, WHO, answered("represented", **STAND_IN)):
        client.post(page_of(copy), sent)
    words = letters(drawn(copy, cast.staff))
    told = certificate_of(copy)
    assert [entry.name for entry in told["entries"]] == [
        "পাঠানোর সারিতে", "আমাদের মেইল সার্ভার নিয়েছে", "ফেরত এসেছে", "পোর্টালে খোলা হয়েছে",
        "প্রাপ্তি স্বীকার করা হয়েছে",
    ]  # fmt: skip
    said = [
        copy.number,
        copy.memo.paper.printed_code,
        LINE,
        PUBLIC,
        "<a1@minutes.example>",
        told["sha256"],
    ]
    said += ["রহিমা বেগম", "অফিস সহকারী", "কপির লিংকে", "প্রতিনিধি পাঠাব", "সুব্রত চাকমা"]
    for entry in told["entries"]:
        said += [entry.name, entry.at, entry.proves, entry.leaves_open]
        said += [each for pair in entry.told for each in pair]
    assert [each for each in said if letters(each) not in words] == []
    assert "প্রাপ্তিস্বীকারকরাহয়েছে" in words.split("সর্বোচ্চপ্রমাণিতধাপ")[1][:60]


def test_the_certificate_of_a_void_paper_says_so_and_that_of_one_never_sent_proves_nothing(
    copy, cast
):
    void(memo=copy.memo, by=cast.officer, reason="তারিখ ভুল ছিল")
    copy.sendings.all().delete()
    words = letters(drawn(copy, cast.staff))
    for said in ("কাগজটি বাতিল হয়েছে", "তারিখ ভুল ছিল", "কপিটি পাঠানো হয়নি"):
        assert letters(said) in words


def test_the_certificate_is_for_the_office_whose_paper_it_is(copy, cast):
    send(copy, by=cast.staff)
    link_of(copy)
    page = reverse("despatch:certificate", args=[copy.pk])
    assert signed_in(cast.near_officer).get(page).status_code == 404
    assert signed_in(cast.dc_officer).get(page).status_code == 404
