"""The inbox of an office: what came to its posts, opened and acknowledged in one's own name."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from despatch import reports
from despatch.models import Evidence
from memos.actions import void
from tests.cast import signed_in
from tests.despatch.copies import call_members, copy_for, link_of, send
from tests.factories import make_post
from tests.test_pages import text

INBOX = "/despatch/inbox/"


@pytest.fixture
def letter(cast):
    return call_members(cast, "উপজেলা কৃষি অফিসার")[1]


@pytest.fixture
def copy(letter, cast):
    """A copy to a post of the district's office, sent by the portal."""
    copy = copy_for(letter.paper.memo, post=make_post(cast.shalbon, "জেলা প্রশাসক"))
    send(copy, by=cast.staff, way="portal")
    return copy


def page_of(copy):
    return reverse("despatch:received", args=[copy.pk])


def waiting(user):
    return [line.text for line in reports.waiting(user)]


def test_a_copy_is_in_the_inbox_of_the_office_of_its_post_and_of_no_other(copy, cast):
    client = signed_in(cast.dc_staff)
    assert copy.number in text(client.get(INBOX))
    assert waiting(cast.dc_staff) == ["১টি আসা চিঠি খোলা হয়নি"]
    assert "১টি আসা চিঠি খোলা হয়নি" in text(client.get("/"))
    for other in (cast.other_dc_officer, cast.near_staff, cast.sysadmin):
        assert "এখনো কোনো চিঠি আসেনি।" in text(signed_in(other).get(INBOX))
        assert waiting(other) == []
        assert signed_in(other).get(page_of(copy)).status_code == 404


def test_what_can_still_be_taken_back_or_was_has_not_come(letter, cast):
    post, now = make_post(cast.shalbon, "জেলা প্রশাসক"), timezone.now()
    held = copy_for(letter.paper.memo, post=post)
    send(held, by=cast.staff, way="portal", leaves_at=now + timedelta(minutes=2))
    taken_back = copy_for(letter.paper.memo, post=make_post(cast.shalbon, "নেজারত ডেপুটি কালেক্টর"))
    send(taken_back, by=cast.staff, way="mail", taken_back_by=cast.staff, taken_back_at=now)
    by_hand = copy_for(letter.paper.memo, post=make_post(cast.shalbon, "সহকারী কমিশনার"))
    send(by_hand, by=cast.staff, way="hand")
    copy_for(letter.paper.memo, post=make_post(cast.shalbon, "হিসাবরক্ষক"))
    client = signed_in(cast.dc_staff)
    assert "এখনো কোনো চিঠি আসেনি।" in text(client.get(INBOX))
    assert client.get(page_of(held)).status_code == 404


def test_looking_opens_nothing_and_opening_is_told_in_ones_name(copy, cast):
    client = signed_in(cast.dc_officer)
    pdf = reverse("despatch:received_pdf", args=[copy.pk])
    assert "খুলে দেখুন" in text(client.get(page_of(copy)))
    assert client.get(pdf).status_code == 404
    assert not copy.evidence.exists()

    assert client.post(page_of(copy)).status_code == 302
    client.post(page_of(copy))
    opened = copy.evidence.get()
    document = copy.memo.paper.issued_file.document
    assert (opened.step, opened.by) == ("fetched", cast.dc_officer)
    assert opened.told == {
        "way": "portal", "name": cast.dc_officer.name, "post": "কর্মকর্তা", "sha256": document.sha256,
    }  # fmt: skip
    assert client.get(pdf).content == document.read()
    assert waiting(cast.dc_officer) == []

    acknowledge = reverse("despatch:acknowledge", args=[copy.pk])
    client.post(acknowledge)
    signed_in(cast.dc_staff).post(acknowledge)
    said = copy.evidence.get(step=Evidence.Step.ACKNOWLEDGED)
    assert (said.by, said.told["name"]) == (cast.dc_officer, cast.dc_officer.name)
    assert f"প্রাপ্তি স্বীকার করা হয়েছে: {cast.dc_officer.name}" in text(client.get(page_of(copy)))


def test_what_was_not_opened_comes_first_and_a_void_paper_says_so(letter, copy, cast):
    later = copy_for(letter.paper.memo, post=make_post(cast.shalbon, "সহকারী কমিশনার"))
    send(later, by=cast.staff, way="mail")
    client = signed_in(cast.dc_staff)
    client.post(page_of(later))
    assert [each.pk for each in client.get(INBOX).context["page"]] == [copy.pk, later.pk]
    void(memo=letter.paper.memo, by=cast.officer, reason="তারিখ ভুল ছিল")
    assert "বাতিল" in text(client.get(INBOX))
    assert "তারিখ ভুল ছিল" in text(client.get(page_of(copy)))


def test_a_list_of_letters_costs_no_more_for_more_of_them(
    letter, copy, cast, django_assert_max_num_queries
):
    client = signed_in(cast.dc_staff)
    for number in range(12):
        send(
            copy_for(letter.paper.memo, post=make_post(cast.shalbon, f"সহকারী কমিশনার {number}")),
            by=cast.staff,
            way="portal",
        )
    with django_assert_max_num_queries(12):
        assert client.get(INBOX).status_code == 200


MARKERS = ("গোপনপ্রাপক", "gopon@example.org", "গোপনখসড়া")


def test_no_page_of_a_recipient_shows_another_one_or_what_is_only_a_draft(letter, copy, cast):
    """The copies of a paper lie side by side; each recipient sees their own alone."""
    other = copy_for(letter.paper.memo, recipient="গোপনপ্রাপক\nঅন্য কার্যালয়", holder="গোপনপ্রাপক")
    send(other, by=cast.staff, way="mail", address="gopon@example.org")
    other.evidence.create(step="acknowledged", told={"name": "গোপনপ্রাপক", "post": "ক"})
    letter.meeting.letters.create(
        office=cast.meghdubi, kind="extract", created_by=cast.staff,
        content={"title": "গোপনখসড়া"},
    )  # fmt: skip
    client = signed_in(cast.dc_officer)
    client.post(page_of(copy))
    link = reverse("despatch:link", args=[link_of(copy).token])
    asked = [
        client.get(INBOX), client.get(page_of(copy)), client.get(link), client.get("/"),
        client.get(reverse("despatch:received_pdf", args=[copy.pk])),
        client.post(link, {"act": "file"}), client.post(link, {"act": "acknowledge"}),
    ]  # fmt: skip
    told = [answer.getvalue().decode("latin-1") for answer in asked]
    told += [str(answer.headers) for answer in asked]
    for marker in MARKERS:
        raw = marker.encode().decode("latin-1")
        assert not [page for page in told if raw in page]
    # The control: what was looked for is told where it belongs.
    paper = reverse("despatch:paper", args=[letter.paper.memo.pk])
    assert "গোপনপ্রাপক" in text(signed_in(cast.staff).get(paper))
