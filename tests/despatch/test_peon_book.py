"""The peon book: what goes by hand is printed to be signed, ticked as signed; addresses for the post."""

import io

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from bangla.phrases import numeric_date
from despatch.models import Evidence
from despatch.receiving import sign_for
from offices.models import today
from tests import uploads
from tests.cast import signed_in
from tests.despatch.copies import call_members, copy_for, send
from tests.despatch.test_certificate import letters
from tests.documents.reading import pdftotext
from tests.factories import make_post
from tests.test_pages import text


@pytest.fixture
def memo(cast):
    return call_members(cast, "উপজেলা কৃষি অফিসার")[1].paper.memo


@pytest.fixture
def by_hand(memo, cast):
    copies = [
        copy_for(memo, recipient=f"চেয়ারম্যান\n{name} ইউনিয়ন পরিষদ\nমেঘডুবি, শালবন।")
        for name in ("ক্ষীরোদপুর", "র‍্যাংগাছা")
    ]
    return [send(copy, by=cast.staff, way="hand") for copy in copies]


def address(cast, name="peon_book"):
    return reverse(f"despatch:{name}", args=[cast.meghdubi.pk])


def test_the_book_of_a_day_and_of_a_paper_is_printed_with_room_to_sign(by_hand, memo, cast):
    client = signed_in(cast.staff)
    for query in ({}, {"memo": memo.pk}):
        page = text(client.get(address(cast), query))
        assert "২টি কপি হাতে হাতে; ২টির স্বাক্ষর তোলা বাকি।" in page
        pdf = letters(pdftotext(client.get(address(cast, "peon_book_pdf"), query).content))
        for sending in by_hand:
            assert letters(sending.copy.recipient) in pdf
            assert letters(sending.copy.number) in pdf
    assert "এই তারিখে হাতে হাতে কিছু যায়নি।" in text(client.get(address(cast), {"day": "১/১/২০২০"}))


def test_a_row_that_was_signed_is_ticked_with_the_name_and_the_scan(by_hand, cast, settings):
    client = signed_in(cast.staff)
    first, second = by_hand
    scan = SimpleUploadedFile("বই.pdf", uploads.pdf("book"))
    sent = {f"signed{first.pk}": "on", f"name{first.pk}": "আবদুল করিম", "on": numeric_date(today())}
    sent["scan"] = scan
    assert client.post(address(cast), sent).status_code == 302
    said = first.evidence.get()
    assert (said.step, said.by, said.copy) == (Evidence.Step.SIGNED, cast.staff, first.copy)
    assert said.told["name"] == "আবদুল করিম"
    assert len(said.told["scan"]) == 64
    assert not second.evidence.exists()
    page = text(client.get(address(cast)))
    assert "১টির স্বাক্ষর তোলা বাকি।" in page
    assert "স্বাক্ষর আছে আবদুল করিম" in page
    # The same form again finds the row signed.
    sent["scan"] = SimpleUploadedFile("বই.pdf", uploads.pdf("book"))
    assert client.post(address(cast), sent).status_code == 422
    assert first.evidence.count() == 1


def test_two_at_the_book_at_once_tell_of_one_signature_once(by_hand, cast):
    first, second = by_hand
    assert len(sign_for({first: ("আবদুল করিম", "")}, by=cast.staff, on=today())) == 1
    both = {first: ("আরেকজন", ""), second: ("আবদুল করিম", "")}
    assert [each.copy for each in sign_for(both, by=cast.staff, on=today())] == [second.copy]
    assert first.copy.evidence.get().told["name"] == "আবদুল করিম"


def test_a_tick_without_a_name_and_a_day_before_the_sending_are_refused(by_hand, cast):
    client = signed_in(cast.staff)
    first = by_hand[0]
    for sent, told in (
        ({f"signed{first.pk}": "on"}, "কে নিয়েছেন, তাঁর নাম লিখুন।"),
        ({f"name{first.pk}": "ক"}, "স্বাক্ষর হয়ে থাকলে চিহ্নও দিন।"),
        ({}, "যে সারিগুলোতে স্বাক্ষর হয়েছে, সেগুলোতে চিহ্ন দিন।"),
        (
            {f"signed{first.pk}": "on", f"name{first.pk}": "ক", "on": "১/১/২০২০"},
            "পাঠানোর আগে হতে পারে না",
        ),
        (
            {f"signed{first.pk}": "on", f"name{first.pk}": "ক", "on": "১/১/২০৯৯"},
            "আজকের পরে হতে পারে না",
        ),
    ):
        refused = client.post(address(cast), {"on": numeric_date(today())} | sent)
        assert refused.status_code == 422
        assert told in text(refused)
    assert not Evidence.objects.exists()


@pytest.mark.parametrize(("name", "pages"), [("labels", 2), ("envelopes", 15)])
def test_addresses_for_the_post_are_printed_to_the_letter(memo, cast, name, pages):
    for number in range(15):
        post = make_post(cast.noldanga, f"সহকারী ক্ষেত্র কর্মকর্তা {number}")
        recipient = f"{post.title}\nর‍্যাব-১৩, রংপুর\nডাকঘর: ক্ষেতলাল, উপজেলা: নলডাঙ্গা-৫৭০০"
        send(copy_for(memo, post=post, recipient=recipient), by=cast.staff, way="post")
    answer = signed_in(cast.staff).get(address(cast, name))
    reader = pypdf.PdfReader(io.BytesIO(answer.content))
    assert len(reader.pages) == pages
    size = [round(float(edge) / 72 * 25.4) for edge in reader.pages[0].mediabox[2:]]
    assert size == ([210, 297] if name == "labels" else [220, 110])
    words = letters(pdftotext(answer.content))
    assert words.count(letters("ডাকঘর: ক্ষেতলাল, উপজেলা: নলডাঙ্গা-৫৭০০")) == 15
    assert words.count(letters("র‍্যাব-১৩, রংপুর")) == 15


def test_where_nothing_goes_by_post_there_is_nothing_to_print(by_hand, cast):
    answer = signed_in(cast.staff).get(address(cast, "labels"))
    assert answer.status_code == 404
    assert "ঠিকানা ছাপার কিছু নেই" in text(answer)
