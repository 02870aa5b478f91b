"""Minutes go up once, as they were issued, and nothing can alter them afterwards."""

import uuid
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.access import WrongState
from accounts.models import AuditEvent
from meetings.content import content_of
from meetings.models import Meeting
from submissions import actions
from submissions.models import Counterpart, Duty, Excuse, Submission
from tests.factories import make_committee, make_duty, make_submission
from tests.submissions.conftest import issue_another

MARCH = date(2024, 3, 1)
State = Submission.State


def send(meeting, duty, by, period_start=MARCH, **kwargs):
    return actions.send(meeting=meeting, duty=duty, period_start=period_start, by=by, **kwargs)


def told(user):
    client = Client()
    client.force_login(user)
    return client


def test_what_is_sent_are_the_issued_bytes_and_their_content(cast, duty, issued):
    sent = send(issued, duty, cast.staff)
    file = issued.paper.issued_file
    assert (sent.version, sent.state, sent.file) == (1, State.SENT, file)
    assert sent.content == content_of(Meeting.objects.with_paper().get(pk=issued.pk))
    response = told(cast.staff).get(reverse("submissions:pdf", args=[sent.pk]))
    assert response.getvalue() == file.document.read()


def test_both_offices_record_it(cast, duty, issued):
    sent = send(issued, duty, cast.staff)
    events = AuditEvent.objects.filter(what="submission sent", target_id=sent.pk)
    chains = {f"office-{cast.meghdubi.pk}", f"office-{cast.shalbon.pk}"}
    assert {event.chain for event in events} == chains


def test_the_same_form_twice_is_one_submission(cast, duty, issued):
    form = {"duty": duty.pk, "period": "2024-03-01", "token": str(uuid.uuid4())}
    client = told(cast.staff)
    url = reverse("submissions:send", args=[issued.pk])
    first, second = client.post(url, form), client.post(url, form)
    assert first["Location"] == second["Location"]
    assert Submission.objects.count() == 1


def test_nothing_is_sent_twice_for_a_period(cast, duty, issued):
    send(issued, duty, cast.staff)
    with pytest.raises(WrongState, match="ইতোমধ্যে পাঠানো আছে"):
        send(issue_another(cast), duty, cast.staff)
    assert Submission.objects.count() == 1


def test_nothing_is_sent_for_a_period_that_was_accepted(cast, duty, issued):
    send(issued, duty, cast.staff).accept(by=cast.dc_staff)
    with pytest.raises(WrongState, match="ইতোমধ্যে গৃহীত"):
        send(issue_another(cast), duty, cast.staff)


@pytest.mark.parametrize("state", ["draft", "submitted", "approved"])
def test_only_issued_minutes_are_sent(cast, duty, meeting, state):
    if state != "draft":
        meeting.submit(by=cast.staff)
    if state == "approved":
        meeting.approve(by=cast.officer)
    with pytest.raises(WrongState):
        send(meeting, duty, cast.staff)


def test_only_the_committee_that_answers_a_duty_does(cast, issued):
    other = make_duty(cast.shalbon, make_committee(cast.noldanga))
    with pytest.raises(WrongState, match="অন্য কমিটি"):
        send(issued, other, cast.staff)


def test_a_day_within_a_period_is_not_its_first(cast, duty, issued):
    with pytest.raises(ValidationError):
        send(issued, duty, cast.staff, period_start=date(2024, 3, 2))


def test_a_paper_that_was_returned_is_not_sent_again_as_it_is(cast, duty, issued):
    sent = send(issued, duty, cast.staff)
    sent.open(by=cast.dc_staff)
    sent.send_back(by=cast.dc_staff, reason_code="decision", remarks="অসম্পূর্ণ")
    with pytest.raises(ValidationError, match="ফেরত আসা কাগজটিই"):
        send(issued, duty, cast.staff)


def test_after_a_return_comes_version_two_which_is_late_only_if_the_first_was(cast, duty, issued):
    first = send(issued, duty, cast.staff)
    Submission.objects.filter(pk=first.pk).update(first_sent_on=date(2024, 4, 1))
    first.open(by=cast.dc_staff)
    first.send_back(by=cast.dc_staff, reason_code="decision", remarks="অসম্পূর্ণ")
    second = send(issue_another(cast), duty, cast.officer)
    first.refresh_from_db()
    assert (second.version, second.first_sent_on) == (2, date(2024, 4, 1))
    assert (first.is_latest, second.is_latest) == (False, True)


def test_what_nobody_has_opened_is_taken_back(cast, duty, issued):
    sent = send(issued, duty, cast.staff)
    told(cast.officer).post(reverse("submissions:withdraw", args=[sent.pk]))
    sent.refresh_from_db()
    assert (sent.state, sent.is_latest) == (State.WITHDRAWN, False)
    page = reverse("submissions:submission", args=[sent.pk])
    assert told(cast.staff).get(page).status_code == 200
    assert told(cast.dc_staff).get(page).status_code == 404
    again = send(issued, duty, cast.staff)
    assert (again.version, again.is_latest) == (2, True)


def test_taking_version_two_back_leaves_the_returned_one_standing(cast, duty, issued):
    first = send(issued, duty, cast.staff)
    first.open(by=cast.dc_staff)
    first.send_back(by=cast.dc_staff, reason_code="decision", remarks="অসম্পূর্ণ")
    send(issue_another(cast), duty, cast.staff).withdraw(by=cast.staff)
    first.refresh_from_db()
    assert first.is_latest


def test_what_was_opened_cannot_be_taken_back(cast, duty, issued):
    sent = send(issued, duty, cast.staff)
    sent.open(by=cast.dc_staff)
    response = told(cast.staff).post(reverse("submissions:withdraw", args=[sent.pk]))
    assert response.status_code == 403
    with pytest.raises(WrongState):
        sent.withdraw(by=cast.staff)


def test_reading_the_cover_does_not_open_and_shows_no_content(cast, duty, issued):
    sent = send(issued, duty, cast.staff)
    page = told(cast.dc_staff).get(reverse("submissions:submission", args=[sent.pk]))
    assert "খুলে দেখুন" in page.content.decode()
    assert "পোর্টালের তথ্য নিয়মিত" not in page.content.decode()
    pdf = told(cast.dc_staff).get(reverse("submissions:pdf", args=[sent.pk]))
    sent.refresh_from_db()
    assert (pdf.status_code, sent.state) == (404, State.SENT)


# --- Excuses ----------------------------------------------------------------------------------


def test_a_meeting_that_did_not_take_place_is_told_once(cast, duty):
    given = [
        actions.excuse(
            duty=duty, office=cast.meghdubi, period_start=MARCH, reason="নির্বাচন", by=cast.staff
        )
        for _ in range(2)
    ]
    assert given[0] == given[1]
    assert Excuse.objects.count() == 1


def test_an_excuse_that_was_refused_can_be_given_anew(cast, duty):
    def give():
        return actions.excuse(
            duty=duty, office=cast.meghdubi, period_start=MARCH, reason="নির্বাচন", by=cast.staff
        )

    actions.refuse_excuse(excuse=give(), by=cast.dc_staff, reason="সভা হওয়ার কথা")
    with pytest.raises(WrongState, match="নাম dc_staff"):
        actions.refuse_excuse(excuse=Excuse.objects.get(), by=cast.dc_officer, reason="আবার")
    give()
    assert Excuse.objects.standing().count() == 1


def test_nothing_is_excused_that_was_sent(cast, duty, issued):
    send(issued, duty, cast.staff)
    with pytest.raises(WrongState):
        actions.excuse(
            duty=duty, office=cast.meghdubi, period_start=MARCH, reason="নির্বাচন", by=cast.staff
        )


# --- Duties -----------------------------------------------------------------------------------


def test_a_new_duty_finds_the_committees_that_plainly_answer_it(cast):
    make_committee(cast.noldanga, "উপজেলা আইসিটি কমিটি")
    make_committee(cast.noldanga, "উপজেলা ইনোভেশন কমিটি")
    make_committee(cast.charghat, "উপজেলা আইসিটি কমিটি")  # another district's
    client = told(cast.dc_staff)
    form = {
        "name": "উপজেলা আইসিটি কমিটি", "from_kind": "upazila", "cadence": "monthly",
        "due_day": "১", "starts_on": "০১/০১/২০২৪",
    }  # fmt: skip
    client.post(reverse("submissions:new_duty", args=[cast.shalbon.pk]), form)
    named = Counterpart.objects.values_list("office__code", "committee__name")
    assert sorted(named) == [
        ("meghdubi", "উপজেলা আইসিটি কমিটি"),
        ("noldanga", "উপজেলা আইসিটি কমিটি"),
    ]
    # The same once more is refused, and says so.
    again = client.post(reverse("submissions:new_duty", args=[cast.shalbon.pk]), form)
    assert (again.status_code, Duty.objects.count()) == (422, 1)


def test_a_committee_of_another_office_answers_nothing(cast, duty):
    with pytest.raises(ValidationError):
        actions.name_counterpart(
            duty=duty, office=cast.noldanga, committee=cast.committee, by=cast.dc_staff
        )


# --- What the database itself refuses ---------------------------------------------------------

BROKEN = {
    "two latest of a period": {"version": 2},
    "a version twice": {"is_latest": False},
    "returned without a reason": {"version": 2, "is_latest": False, "state": "returned"},
    "opened by nobody": {"version": 2, "is_latest": False, "opened_at": "2024-04-01T00:00Z"},
    "accepted by nobody": {"version": 2, "is_latest": False, "state": "accepted"},
    "taken back and latest": {"period_start": date(2024, 5, 1), "state": "withdrawn"},
}


@pytest.mark.parametrize("what", BROKEN)
def test_the_database_refuses(cast, duty, issued, what):
    make_submission(issued, duty, by=cast.staff)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_submission(issued, duty, **{"by": cast.staff, **BROKEN[what]})
