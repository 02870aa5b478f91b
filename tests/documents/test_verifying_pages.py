"""The public pages: what whoever holds a paper learns of it, and what nobody learns."""

import re
from base64 import b64decode
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from documents import confined
from documents.codes import grouped_code, new_code
from documents.models import Paper
from documents.qr import png_data_uri
from documents.store import keep
from documents.verifying import Verdict
from documents.views import verifying
from minutes_portal import uploads
from tests.documents.test_qr import all_turns
from tests.factories import make_paper, make_user

NOON = datetime(2024, 4, 1, 12, tzinfo=ZoneInfo("Asia/Dhaka"))
SIGNER = {
    "name": "রেহানা পারভীন",
    "post": "উপজেলা নির্বাহী অফিসার",
    "signed_at": "2024-03-24T06:15:00+00:00",
}
PDF = b"%PDF-1.7 issued"


def issued(data=PDF, *, signers=(SIGNER,), public=False, **fields):
    paper = make_paper(
        public_by=make_user(f"user{Paper.objects.count()}") if public else None, **fields
    )
    with transaction.atomic():
        paper.add_file(keep(data, mime="application/pdf"), kind="issued", signers=signers)
    return paper


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def large_words(response):
    """The answer at the top."""
    return re.search(r"<h1>(.*?)</h1>", response.content.decode(), re.DOTALL)[1].strip()


def uploaded(client, data, *, url="/verify/", name="কাগজ.pdf"):
    return client.post(url, {"file": SimpleUploadedFile(name, data)})


# ── By its code ─────────────────────────────────────────────────────────────────────────────────


def test_a_paper_tells_what_is_printed_on_it_and_that_it_stands(client, db):
    paper = issued()
    page = client.get(paper.get_absolute_url())
    assert large_words(page) == "এই কোডের কাগজ বহাল আছে"
    for printed in (
        "স্মারক নম্বর ০৫.৪৭.৮৫৯২.০০০.০১.০০২.২৪.৩১(২)",
        "তারিখ ১০ চৈত্র ১৪৩০ ২৪ মার্চ ২০২৪",
        "কার্যালয় উপজেলা নির্বাহী অফিসারের কার্যালয়, মেঘডুবি, শালবন",
        "কার্যবিবরণী উপজেলা আইসিটি কমিটির মার্চ, ২০২৪ মাসের সভার কার্যবিবরণী",
        "স্বাক্ষর করেছেন রেহানা পারভীন , উপজেলা নির্বাহী অফিসার · ২৪ মার্চ ২০২৪, দুপুর ১২.১৫ ঘটিকা",
        f"যাচাই কোড {grouped_code(paper.code)}",
    ):
        assert printed in text(page)


def test_a_corrected_paper_leads_to_its_correction_for_ever(client, db):
    paper, correction = issued(), make_paper(number="০৫.৪৭.৮৫৯২.০০০.০১.০০২.২৪.৩৫", kind="সংশোধনী")
    paper.supersede(by_paper=correction, at=NOON)
    page = client.get(paper.get_absolute_url())
    assert large_words(page) == "এই কোডের কাগজ পরে সংশোধিত"
    assert f'href="{correction.get_absolute_url()}"' in page.content.decode()
    assert "সংশোধনী: স্মারক ০৫.৪৭.৮৫৯২.০০০.০১.০০২.২৪.৩৫" in text(page)
    assert "সংশোধিত হয়েছে ১ এপ্রিল ২০২৪" in text(page)
    assert "বহাল" not in text(page)


def test_a_void_paper_says_so(client, db):
    paper = issued()
    paper.void(at=NOON)
    page = client.get(paper.get_absolute_url())
    assert large_words(page) == "এই কোডের কাগজ বাতিল"
    assert "বাতিল হয়েছে ১ এপ্রিল ২০২৪" in text(page)
    assert "বহাল" not in text(page)


def test_a_demo_paper_says_so(client, db):
    assert "পরীক্ষামূলক" in text(client.get(issued(is_demo=True).get_absolute_url()))
    assert "পরীক্ষামূলক" not in text(client.get(issued(b"%PDF-1.7 other").get_absolute_url()))


def test_a_code_is_taken_as_it_is_typed(client, db):
    paper = issued()
    for typed in (
        paper.code,
        paper.printed_code.upper(),
        f" {paper.printed_code.replace('-', ' ')} ",
    ):
        answer = client.get("/verify/", {"code": typed})
        assert (answer.status_code, answer["Location"]) == (302, paper.get_absolute_url())
    answer = client.get(f"/verify/{paper.printed_code.upper()}/")
    assert answer["Location"] == paper.get_absolute_url()
    empty = client.get("/verify/", {"code": " "})
    assert empty.status_code == 422
    assert "কাগজে ছাপা কোডটি লিখুন" in text(empty)


@pytest.mark.parametrize(
    "typed", ["a/b", "../..", "//example.org", "১২/৩৪", "ক", "%", "?", "a" * 90]
)
def test_what_is_no_code_is_told_so(client, db, typed):
    answer = client.get("/verify/", {"code": typed}, follow=True)
    assert answer.status_code == 404
    assert "এই কোডে কিছু পাওয়া যায়নি" in text(answer)


def told(response):
    return response.status_code, response.content, dict(response.headers)


def test_every_code_that_leads_nowhere_gets_the_same_answer(client, db):
    hidden = issued(public=False)
    missing = told(client.get(f"/verify/{new_code()}/"))
    assert missing[0] == 404
    assert "এই কোডে কিছু পাওয়া যায়নি" in missing[1].decode()
    for url in (
        f"/verify/{hidden.code[:-1]}/",
        f"/verify/{hidden.code}2/",
        "/verify/-/",
        "/verify/%00/",
        "/verify/১২৩/",
        f"/verify/{'x' * 5000}/",
        f"/verify/{new_code()}/paper.pdf",
        # An unpublished paper's file does not exist, as far as anybody is told.
        f"/verify/{hidden.code}/paper.pdf",
    ):
        assert told(client.get(url)) == missing


# ── Its file ────────────────────────────────────────────────────────────────────────────────────


def test_a_published_paper_is_shown_and_saved_as_it_was_issued(client, db):
    paper = issued(public=True)
    page = client.get(paper.get_absolute_url()).content.decode()
    url = f"/verify/{paper.code}/paper.pdf"
    assert f'href="{url}"' in page
    shown, saved = client.get(url), client.get(f"{url}?download")
    assert shown.content == saved.content == PDF
    assert shown["Content-Disposition"].startswith("inline;")
    assert saved["Content-Disposition"].startswith("attachment;")
    assert shown["Cache-Control"] == "public, max-age=300"


def test_a_file_is_not_packed_on_its_way_so_that_it_has_parts(client, db):
    data = PDF + bytes(5000)
    url = f"/verify/{issued(data, public=True).code}/paper.pdf"
    whole = client.get(url, headers={"Accept-Encoding": "gzip"})
    part = client.get(url, headers={"Accept-Encoding": "gzip", "Range": "bytes=5-9"})
    assert (whole.content, part.content) == (data, data[5:10])
    for answer in (whole, part):
        assert "Content-Encoding" not in answer
        assert not answer["ETag"].startswith("W/")


def test_hiding_a_paper_takes_its_file_away(client, db):
    paper = issued(public=True)
    paper.withdraw(by=paper.published_by, reason="ভুল")
    assert client.get(f"/verify/{paper.code}/paper.pdf").status_code == 404
    page = client.get(paper.get_absolute_url())
    assert "paper.pdf" not in page.content.decode()
    assert "সবার জন্য প্রকাশ করা হয়নি" in text(page)


def test_only_published_papers_may_be_found_by_search_engines(client, db):
    assert client.get(issued().get_absolute_url())["X-Robots-Tag"] == "noindex"
    public = issued(b"%PDF-1.7 other", public=True)
    assert client.get(public.get_absolute_url())["X-Robots-Tag"] == "all"
    assert client.get("/verify/")["X-Robots-Tag"] == "noindex"


def test_a_damaged_file_is_not_shown_and_says_why(client, db):
    paper = issued(public=True)
    path = paper.issued_file.document.path
    path.chmod(0o600)
    path.write_bytes(b"%PDF-1.7 forged")
    client.raise_request_exception = False
    answer = client.get(f"/verify/{paper.code}/paper.pdf")
    assert answer.status_code == 500
    assert "ফাইলটি আর আগের মতো নেই" in text(answer)
    assert "forged" not in text(answer)


# ── What is said of a file in large words ──


HEADLINES = {
    "altered": "ফাইলটি বদলানো",
    "unknown_certificate": "স্বাক্ষরের সার্টিফিকেট অচেনা",
    "unread": "এটি জারি করা ফাইল নয়",
    "copy": "এটি কাগজের কপি বা ছবি",
    "other": "এটি জারি করা ফাইল নয়",
}


@pytest.mark.parametrize("finding", HEADLINES)
def test_each_finding_has_its_headline(client, db, monkeypatch, finding):
    monkeypatch.setattr(Verdict, "finding", finding)
    monkeypatch.setattr(verifying, "verdict_on", lambda data: Verdict(sha256="0" * 64))
    assert large_words(uploaded(client, b"%PDF-1.7 other")) == HEADLINES[finding]


def test_a_file_of_another_paper_is_not_taken_for_the_one_asked_about(client, db):
    asked, other = issued(), issued(PDF + b" too")
    url = asked.get_absolute_url()
    answer = uploaded(client, PDF + b" too", url=url)
    assert large_words(answer) == "ফাইলটি এই কাগজের নয়"
    assert other.number in text(answer)
    assert large_words(uploaded(client, PDF, url=url)) == "এটিই জারি করা কাগজ"


def test_a_photograph_leads_to_the_paper_whose_code_it_shows(client, db):
    paper = issued()
    shown = b64decode(png_data_uri(f"https://x.example/verify/{paper.code}/").split(",")[1])
    answer = uploaded(client, shown, name="ছবি.png")
    assert large_words(answer) == "এটি কাগজের কপি বা ছবি"
    assert paper.get_absolute_url() in answer.content.decode()
    # A picture that shows none, or cannot be opened, says so and leads nowhere.
    broken = uploaded(client, b"\xff\xd8\xff a photograph", name="ছবি.jpg")
    assert large_words(broken) == "এটি কাগজের কপি বা ছবি"
    assert paper.number not in text(broken)


def test_the_door_offers_strangers_what_they_came_for(client, db):
    door = client.get("/", follow=True)
    page = door.content.decode()
    for what in ('name="login"', 'name="code"', 'name="file"', 'href="/published/"'):
        assert what in page
    assert page.count('action="/verify/"') == 2


# ── What the pages do not do ────────────────────────────────────────────────────────────────────


def test_no_session_is_begun_and_no_one_is_known(client, cast):
    paper = issued()
    for url in ("/verify/", paper.get_absolute_url()):
        assert set(client.get(url).cookies) == {"csrftoken"}
    client.force_login(cast.officer)
    for url in ("/verify/", paper.get_absolute_url()):
        page = client.get(url)
        assert cast.officer.name not in text(page)
        assert "sessionid" not in page.cookies


def test_a_file_is_sent_with_a_token_of_our_own_page(db):
    client = Client(enforce_csrf_checks=True)
    assert uploaded(client, PDF).status_code == 403
    token = client.get("/verify/").cookies["csrftoken"].value
    answer = client.post(
        "/verify/", {"file": SimpleUploadedFile("a.pdf", b"none"), "csrfmiddlewaretoken": token}
    )
    assert answer.status_code == 422


def test_who_asks_too_often_is_asked_to_wait(client, db):
    paper = issued(public=True)
    urls = ["/verify/", paper.get_absolute_url(), f"/verify/{paper.code}/paper.pdf", "/verify/x/"]
    codes = [client.get(urls[number % 4]).status_code for number in range(61)]
    assert codes == [200, 200, 200, 404] * 15 + [429]
    refused = client.get(paper.get_absolute_url())
    assert "একটু পরে চেষ্টা করুন" in text(refused)
    assert paper.number not in text(refused)
    assert client.post("/verify/").status_code == 429
    # Somebody else's asking is counted apart.
    assert client.get("/verify/", REMOTE_ADDR="198.51.100.7").status_code == 200


def test_files_are_taken_more_rarely_than_codes(client, db, settings):
    rates = settings.ACCOUNT_RATE_LIMITS
    settings.ACCOUNT_RATE_LIMITS = rates | {"verify_upload": "2/m/ip"}
    answers = [uploaded(client, b"a letter").status_code for _ in range(3)]
    assert answers == [422, 422, 429]
    assert client.get("/verify/").status_code == 200


def test_while_other_files_are_read_the_page_says_so_at_once_and_tells_no_half_truth(client, db):
    paper = issued()
    with all_turns(confined.AT_ONCE):
        busy = uploaded(client, PDF)
    assert (busy.status_code, busy.headers["Retry-After"]) == (503, "5")
    assert "একটু পরে আবার চেষ্টা করুন" in text(busy)
    assert paper.number in text(uploaded(client, PDF))


def test_asking_changes_nothing(client, db):
    paper = issued()
    before = list(Paper.objects.values())
    for url in ("/verify/", paper.get_absolute_url()):
        client.get(url)
        uploaded(client, PDF, url=url)
    assert list(Paper.objects.values()) == before


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "PDF নয়"),
        (b"PK a letter", "JPG বা PNG ছবিও নয়"),
        (b"%PDF-1.7" + bytes(30 * 2**20), "৩০ মেগাবাইটের বেশি বড়"),
    ],
    ids=["empty", "a letter", "too large"],
)
def test_what_cannot_be_compared_is_refused_with_a_reason(client, db, data, said):
    for url in ("/verify/", issued().get_absolute_url()):
        answer = uploaded(client, data, url=url)
        assert answer.status_code == 422
        assert said in text(answer)
    assert "মিলিয়ে দেখার ফাইলটি বেছে দিন" in text(client.post("/verify/"))


def test_what_no_form_asks_for_is_not_even_stored(client, db, monkeypatch):
    monkeypatch.setattr(uploads, "LARGEST_REQUEST", 1000)
    assert uploaded(client, PDF + bytes(1000)).status_code == 400
