"""The pages of meetings: who sees what, what the lists hold, and the three acts."""

import re
from datetime import date, timedelta
from io import BytesIO
from urllib.parse import unquote

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from accounts.models import AuditEvent
from documents import rendering
from meetings.content import content_of
from meetings.models import Decision, Meeting, State
from papers.content import digest
from tests.factories import give_post, make_committee, make_meeting, make_user

ACTS = ["check", "approve", "send_back"]
REMARKS = "২ নম্বর সিদ্ধান্তের বাস্তবায়নকারী লিখুন।"


def url(name, meeting):
    return reverse(f"meetings:{name}", args=[meeting.pk])


def page(client, user, address):
    client.force_login(user)
    return client.get(address)


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def links(response):
    """The addresses a page leads to, within its main part."""
    main = response.content.decode().partition("<main")[2].partition("</main>")[0]
    return re.findall(r'href="([^"]+)"', main)


def shown(response):
    return list(response.context["page"])


@pytest.fixture
def submitted(cast, meeting):
    meeting.submit(by=cast.staff)
    return meeting


@pytest.fixture
def approved(cast, submitted):
    submitted.approve(by=cast.officer)
    return submitted


# ── Who sees it ─────────────────────────────────────────────────────────────────────────────────

STRANGERS = [
    "sister_staff", "sister_officer", "near_officer", "far_officer", "dc_officer",
    "other_dc_officer", "division_viewer", "transferred", "sysadmin",
]  # fmt: skip


@pytest.mark.parametrize("who", STRANGERS)
def test_to_a_stranger_a_meeting_is_not_there(client, cast, submitted, who):
    stranger = getattr(cast, who)
    client.force_login(stranger)
    missing = client.get(reverse("meetings:detail", args=[987654])).content
    for name in ["detail", "pdf", *ACTS]:
        response = client.get(url(name, submitted))
        assert (response.status_code, response.content) == (404, missing)
    for name in ACTS:
        assert client.post(url(name, submitted), {"remarks": REMARKS}).status_code == 404

    in_list = client.get(reverse("meetings:list"))
    assert shown(in_list) == []
    assert submitted.heading not in in_list.content.decode()
    by_committee = client.get(reverse("meetings:list"), {"committee": cast.committee.pk})
    assert (by_committee.status_code, shown(by_committee)) == (400, [])
    assert cast.committee.name not in by_committee.content.decode()
    submitted.refresh_from_db()
    assert submitted.state == State.SUBMITTED


@pytest.mark.parametrize("who", ["staff", "officer", "reader", "two_roles"])
def test_who_works_in_the_office_reads_the_paper(client, cast, meeting, who):
    response = page(client, getattr(cast, who), url("detail", meeting))
    assert response.status_code == 200
    assert f"<h1>{meeting.heading}</h1>" in response.content.decode()
    for said in ("সভাপতি", "ওয়েব পোর্টাল হালনাগাদ", "পোর্টালের তথ্য নিয়মিত হালনাগাদ করতে হবে।"):
        assert said in text(response)


def test_a_page_shows_only_the_acts_of_whoever_reads_it(client, cast, meeting):
    def acts(user):
        found = links(page(client, user, url("detail", meeting)))
        return [name for name in ACTS if url(name, meeting) in found]

    assert (acts(cast.staff), acts(cast.officer), acts(cast.reader)) == (["check"], [], [])
    meeting.submit(by=cast.staff)
    assert (acts(cast.staff), acts(cast.officer)) == ([], ["approve", "send_back"])
    meeting.approve(by=cast.officer)
    assert (acts(cast.staff), acts(cast.officer)) == ([], ["send_back"])


def test_a_page_says_who_has_it_and_since_when(client, cast, submitted):
    Meeting.objects.update(moved_at=timezone.now() - timedelta(days=3))
    said = text(page(client, cast.staff, url("detail", submitted)))
    assert f"এখন যাঁর কাছে: {cast.officer.name}, কর্মকর্তা" in said
    assert "৩ দিন ধরে" in said


def test_a_page_costs_no_more_for_more_rows(client, cast, meeting, django_assert_num_queries):
    client.force_login(cast.staff)
    with django_assert_num_queries(13):
        client.get(url("detail", meeting))
    item = meeting.items.last()
    for position in range(10, 20):
        item.decisions.create(meeting_id=item.meeting_id, position=position, text="আরও একটি সিদ্ধান্ত")
    with django_assert_num_queries(13):
        client.get(url("detail", meeting))


# ── The list ────────────────────────────────────────────────────────────────────────────────────


def test_the_list_is_narrowed_by_committee_month_and_state(client, cast):
    other = make_committee(cast.meghdubi, "উপজেলা আইন-শৃঙ্খলা কমিটি")
    march, april = (make_meeting(cast.committee, held_on=date(2024, m, 21)) for m in (3, 4))
    law = make_meeting(other, held_on=date(2024, 4, 2))
    april.submit(by=cast.staff)
    client.force_login(cast.staff)

    def found(**words):
        response = client.get(reverse("meetings:list"), words)
        return response.status_code, shown(response)

    assert found() == (200, [april, law, march])
    assert found(committee=other.pk) == (200, [law])
    assert found(month="2024-04-01") == (200, [april, law])
    assert found(state="submitted") == (200, [april])
    assert found(committee=cast.committee.pk, month="2024-03-01", state="draft") == (200, [march])
    assert found(state="cancelled") == (200, [])

    assert found(state="secret") == (400, [])
    assert found(month="2024-05-01") == (400, [])
    assert found(committee="1 OR 1=1") == (400, [])
    # What is not a word of the list changes nothing.
    assert found(created_by=1, ordering="remarks", title__contains="ক") == (
        200,
        [april, law, march],
    )


def test_the_list_counts_and_turns_pages(client, cast):
    for day in range(27):
        make_meeting(cast.committee, held_on=date(2024, 3, 1) + timedelta(days=day))
    first = page(client, cast.staff, reverse("meetings:list") + "?state=draft")
    assert "২৭টি সভা" in text(first)
    assert "পাতা ১/২" in text(first)
    assert len(shown(first)) == 25
    second = client.get(reverse("meetings:list") + "?state=draft&page=2")
    assert len(shown(second)) == 2
    assert "?state=draft&amp;page=2" in first.content.decode()
    assert [m.held_on.day for m in shown(second)] == [2, 1]


def test_a_list_costs_no_more_for_more_rows(client, cast, django_assert_num_queries):
    client.force_login(cast.staff)
    make_meeting(cast.committee)
    with django_assert_num_queries(9):
        client.get(reverse("meetings:list"))
    for day in range(1, 12):
        make_meeting(cast.committee, held_on=date(2024, 4, day))
    with django_assert_num_queries(9):
        client.get(reverse("meetings:list"))


# ── The paper as a file ─────────────────────────────────────────────────────────────────────────


def test_the_paper_comes_as_a_pdf_under_a_bengali_name(client, cast, meeting):
    response = page(client, cast.reader, url("pdf", meeting))
    assert response["Content-Type"] == "application/pdf"
    assert response["Cache-Control"] == "private, no-store"
    wanted = "attachment; filename*=utf-8''উপজেলা আইসিটি কমিটি ২১-০৩-২০২৪.pdf"
    assert unquote(response["Content-Disposition"]) == wanted
    drawn = PdfReader(BytesIO(response.content))
    assert drawn.metadata.title == meeting.heading


def test_when_no_paper_can_be_drawn_the_page_says_so(client, cast, meeting, settings, monkeypatch):
    monkeypatch.setattr(rendering, "_pool", None)
    settings.RENDER_SECONDS = 0
    response = page(client, cast.reader, url("pdf", meeting))
    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert "এখন কাজটি করা যাচ্ছে না" in text(response)
    rendering._current_pool().close()


# ── Acts ────────────────────────────────────────────────────────────────────────────────────────


def test_looking_at_an_act_does_nothing(client, cast, submitted):
    before = AuditEvent.objects.count()
    client.force_login(cast.officer)
    for name in ("approve", "send_back"):
        assert client.get(url(name, submitted)).status_code == 200
        assert client.head(url(name, submitted)).status_code == 200
        assert client.put(url(name, submitted)).status_code == 405
    submitted.refresh_from_db()
    assert submitted.state == State.SUBMITTED
    assert AuditEvent.objects.count() == before


def test_staff_hand_the_draft_to_the_officer(client, cast, meeting):
    asked = page(client, cast.staff, url("check", meeting))
    assert f"এটি যাবে {cast.officer.name}, কর্মকর্তা" in text(asked)

    response = client.post(url("check", meeting), follow=True)
    assert response.redirect_chain == [(url("detail", meeting), 302)]
    assert "কার্যবিবরণী অনুমোদনের জন্য পাঠানো হয়েছে" in text(response)
    meeting.refresh_from_db()
    assert (meeting.state, meeting.submitted_by) == (State.SUBMITTED, cast.staff)


@pytest.mark.parametrize("who", ["officer", "reader"])
def test_only_who_writes_hands_in(client, cast, meeting, who):
    client.force_login(getattr(cast, who))
    assert client.get(url("check", meeting)).status_code == 403
    assert client.post(url("check", meeting)).status_code == 403
    meeting.refresh_from_db()
    assert meeting.state == State.DRAFT


def test_minutes_handed_in_are_not_handed_in_again(client, cast, submitted):
    client.force_login(cast.staff)
    assert client.post(url("check", submitted)).status_code == 403


def approve(client, meeting):
    """Press the button on the page as it stands now."""
    seen = client.get(url("approve", meeting)).context["form"]["seen"].value()
    return client.post(url("approve", meeting), {"seen": seen}, follow=True)


def test_an_officer_approves_the_text_on_the_screen(client, cast, submitted):
    client.force_login(cast.officer)
    response = approve(client, submitted)
    assert response.redirect_chain == [(url("detail", submitted), 302)]
    submitted.refresh_from_db()
    assert (submitted.state, submitted.approved_by) == (State.APPROVED, cast.officer)
    content = content_of(Meeting.objects.with_paper().get(pk=submitted.pk))
    assert submitted.approved_digest == digest(content)


def test_text_that_changed_behind_the_page_is_not_approved(client, cast, submitted):
    client.force_login(cast.officer)
    seen = client.get(url("approve", submitted)).context["form"]["seen"].value()
    submitted.send_back(by=cast.officer, remarks=REMARKS)
    Decision.objects.filter(item__meeting=submitted).update(text="অন্য সিদ্ধান্ত")
    submitted.submit(by=cast.staff)

    response = client.post(url("approve", submitted), {"seen": seen})
    assert response.status_code == 200
    assert "আপনি পাতাটি খোলার পরে লেখা বদলেছে।" in text(response)
    assert "অন্য সিদ্ধান্ত" in text(response)
    submitted.refresh_from_db()
    assert submitted.state == State.SUBMITTED

    again = client.post(
        url("approve", submitted), {"seen": response.context["form"]["seen"].value()}
    )
    assert again.status_code == 302


def test_an_approval_of_nothing_seen_is_no_approval(client, cast, submitted):
    client.force_login(cast.officer)
    assert client.post(url("approve", submitted), {"seen": ""}).status_code == 200
    assert client.post(url("approve", submitted), {"x": ""}).status_code == 200
    submitted.refresh_from_db()
    assert submitted.state == State.SUBMITTED


@pytest.mark.parametrize("who", ["staff", "reader", "two_roles"])
def test_only_an_officer_of_the_office_decides(client, cast, submitted, who):
    client.force_login(getattr(cast, who))
    for name in ("approve", "send_back"):
        assert client.get(url(name, submitted)).status_code == 403
        assert client.post(url(name, submitted), {"remarks": REMARKS}).status_code == 403
    submitted.refresh_from_db()
    assert submitted.state == State.SUBMITTED


def test_nobody_approves_their_own_entry(client, cast):
    own = make_meeting(cast.committee, by=cast.officer)
    own.submit(by=cast.staff)
    detail = page(client, cast.officer, url("detail", own))
    assert "তাই অনুমোদন করবেন অন্য কর্মকর্তা" in text(detail)
    assert client.post(url("approve", own), {"seen": own.content_digest()}).status_code == 403
    own.refresh_from_db()
    assert own.state == State.SUBMITTED


def test_the_only_officer_of_an_office_approves_their_own_entry(client, cast):
    own = make_meeting(make_committee(cast.one_man), by=cast.only_officer)
    client.force_login(cast.only_officer)
    client.post(url("check", own))
    approve(client, own)
    own.refresh_from_db()
    assert own.state == State.APPROVED
    assert AuditEvent.objects.first().detail == {"own_entry": True}


@pytest.mark.parametrize("state", ["submitted", "approved"])
def test_minutes_go_back_with_a_reason(client, cast, request, state):
    meeting = request.getfixturevalue(state)
    client.force_login(cast.officer)
    asked = text(client.get(url("send_back", meeting)))
    assert ("আগের অনুমোদন বাতিল হবে।" in asked) == (state == "approved")

    response = client.post(url("send_back", meeting), {"remarks": f"  {REMARKS}\n"})
    assert response["Location"] == url("detail", meeting)
    meeting.refresh_from_db()
    assert (meeting.state, meeting.remarks, meeting.approved_by) == (State.RETURNED, REMARKS, None)
    assert REMARKS in text(page(client, cast.staff, url("detail", meeting)))


@pytest.mark.parametrize(
    ("remarks", "error"),
    [
        ("", "এটি পূরণ করতে হবে।"),
        (" \n ", "এটি পূরণ করতে হবে।"),
        ("ক" * 2001, "সর্বোচ্চ ২০০০টি অক্ষর দেওয়া যাবে (দেওয়া আছে ২০০১টি)।"),
    ],
)
def test_minutes_do_not_go_back_without_a_reason(client, cast, submitted, remarks, error):
    client.force_login(cast.officer)
    response = client.post(url("send_back", submitted), {"remarks": remarks})
    assert response.status_code == 200
    assert f"কী সংশোধন করতে হবে: {error}" in text(response)
    submitted.refresh_from_db()
    assert submitted.state == State.SUBMITTED


def test_the_slower_of_two_officers_learns_what_happened(client, cast, submitted):
    second = make_user("second_officer")
    give_post(second, cast.meghdubi, "officer", title="দ্বিতীয় কর্মকর্তা")
    client.force_login(second)
    submitted.approve(by=cast.officer)
    response = client.post(url("approve", submitted), {"seen": submitted.content_digest()})
    assert response.status_code == 403


def test_the_same_approval_twice_is_answered_alike(client, cast, submitted):
    client.force_login(cast.officer)
    sent = {"seen": submitted.content_digest()}
    first, again = (client.post(url("approve", submitted), sent) for _ in range(2))
    assert (first.status_code, first["Location"]) == (again.status_code, again["Location"])
    assert AuditEvent.objects.filter(what="meeting submitted → approved").count() == 1


def test_typed_text_is_shown_as_typed(client, cast, submitted):
    client.force_login(cast.officer)
    typed = "<script>alert(1)</script>"
    client.post(url("send_back", submitted), {"remarks": typed})
    html = client.get(url("detail", submitted)).content.decode()
    assert typed not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
