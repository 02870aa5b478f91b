"""No paper goes out that says what is not so: who signed it, and when."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts.models import AuditEvent
from documents.models import Document, Paper
from meetings import rules
from meetings.content import content_of
from meetings.correcting import begin_corrigendum
from meetings.models import Meeting, State
from memos import actions, numbers
from memos.models import Counter, Memo
from offices.models import Posting
from papers.content import Person
from papers.places import places_to_sign
from tests.factories import LONG_AGO, give_post, make_post
from tests.keys import PIN, opened
from tests.memos.conftest import approve, make_approved
from tests.memos.test_issuing_views import answers, errors_of, signed_in, url_of
from tests.test_pages import text

PRINTED = {"name": "রেহানা পারভীন", "designation": ["উপজেলা নির্বাহী অফিসার", "মেঘডুবি, শালবন।"]}
WHO = "রেহানা পারভীন, উপজেলা নির্বাহী অফিসার ছাপা আছে; ডিজিটাল স্বাক্ষর দিতে পারেন শুধু তিনি"


@pytest.fixture
def of_another(cast):
    """Approved minutes that print somebody else than the officer as who signs."""
    return make_approved(cast, signatory=PRINTED)


def nothing_is_taken(meeting):
    meeting.refresh_from_db()
    there = [each.objects.exists() for each in (Memo, Counter, Paper, Document)]
    return (meeting.state, meeting.paper, there) == (State.APPROVED, None, [False] * 4)


# --- Who signs ------------------------------------------------------------------------------------


def test_nobody_puts_their_stamp_over_anothers_name(cast, keys, of_another):
    with pytest.raises(ValidationError, match=WHO):
        actions.issue(meeting=of_another, by=cast.officer, signer=opened("officer"))
    assert nothing_is_taken(of_another)


def test_the_page_offers_no_digital_signature_and_says_who_may(cast, keys, of_another):
    page = signed_in(cast.officer).get(url_of(of_another))
    assert WHO in text(page)
    assert "ফেরত দিয়ে সভার তথ্যে স্বাক্ষরকারী বদলাতে হবে" in text(page)
    assert "নম্বর নিয়ে, চিরদিনের জন্য সংরক্ষিত হবে" in text(page)
    form = page.context["form"]
    assert [value for value, _ in form.fields["way"].choices] == [form.INK]
    assert "pin" not in form.fields


def test_a_request_made_by_hand_is_refused_with_the_same_words(cast, keys, of_another):
    response = signed_in(cast.officer).post(url_of(of_another), answers(of_another, way="digital"))
    assert response.status_code == 422
    assert WHO in errors_of(response)["way"][0]
    assert nothing_is_taken(of_another)


def test_the_command_refuses_it_too(cast, keys, of_another, tmp_path, monkeypatch):
    monkeypatch.setenv("SIGNING_PIN", PIN)
    out = tmp_path / "x.pdf"
    with pytest.raises(CommandError, match=WHO):
        call_command("issue", str(of_another.pk), "--as", "officer", "-o", str(out))
    assert nothing_is_taken(of_another)
    assert not out.exists()


def test_without_a_signature_an_officer_issues_it_and_who_is_printed_signs_later(
    cast, keys, of_another, tmp_path, capsys
):
    """The officer has a key and does not use it; the chair, who holds no office in the portal but
    that of signing, adds the signature."""
    out = tmp_path / "x.pdf"
    call_command("issue", str(of_another.pk), "--as", "officer", "--ink", "-o", str(out))
    of_another.refresh_from_db()
    assert of_another.paper.issued_file.signers == []
    place, printed = actions.place_at_issue(content_of(of_another))

    # Whose name is not there is refused, here as well.
    with pytest.raises(PermissionDenied, match=WHO):
        actions.sign_further(
            meeting=of_another, by=cast.officer, field=place, signer=opened("officer")
        )
    refused = signed_in(cast.officer).get(reverse("memos:sign", args=[of_another.pk, place.name]))
    assert (refused.status_code, WHO in text(refused)) == (403, True)
    # What is out is not given back any more.
    assert "ফেরত দিয়ে" not in text(refused)

    Posting.objects.filter(user=cast.staff).update(name="রেহানা পারভীন")
    signed = actions.sign_further(
        meeting=of_another, by=cast.staff, field=place, signer=opened("staff")
    )
    assert [said["name"] for said in signed.signers] == [printed.name]


def test_a_stamp_bears_the_post_that_is_printed(cast, keys):
    """Who holds two posts signs in the one under which the paper names them."""
    give_post(cast.officer, cast.meghdubi, "staff", title="প্রশাসক, মেঘডুবি পৌরসভা")
    mine = {"name": cast.officer.name, "designation": ["প্রশাসক, মেঘডুবি পৌরসভা", "মেঘডুবি"]}
    meeting = make_approved(cast, signatory=mine)
    line = actions.issue(meeting=meeting, by=cast.officer, signer=opened("officer"))
    assert line.paper.issued_file.signers[0]["post"] == "প্রশাসক, মেঘডুবি পৌরসভা"


@pytest.mark.parametrize("printed", ["মোঃ নূর আলম", "মো. নূর আলম", "(মোঃ  নূর আলম)", "মো: নূর আলম"])
def test_one_name_is_written_in_several_ways(cast, printed):
    Posting.objects.filter(user=cast.officer).update(name="মোঃ নূর আলম")
    assert rules.signs_as(cast.officer, cast.meghdubi, Person(printed, []))


@pytest.mark.parametrize("printed", ["", "()", "নূর আলম", "মোঃ নূর আলী"])
def test_another_name_is_another_person(cast, printed):
    Posting.objects.filter(user=cast.officer).update(name="মোঃ নূর আলম")
    assert rules.signs_as(cast.officer, cast.meghdubi, Person(printed, [])) is None


def test_namesakes_in_an_office_are_told_apart_by_their_posts(cast):
    give_post(cast.two_roles, cast.meghdubi, "officer", title="সহকারী কমিশনার (ভূমি)")
    Posting.objects.filter(user__in=[cast.officer, cast.two_roles]).update(name="নূর আলম")
    both = Person("নূর আলম", ["সহকারী কমিশনার (ভূমি)", "মেঘডুবি"])
    assert rules.signs_as(cast.officer, cast.meghdubi, both) is None
    assert rules.signs_as(cast.two_roles, cast.meghdubi, both).post.title in both.designation


def test_who_has_left_the_post_signs_no_more(cast, keys, approved):
    Posting.objects.filter(user=cast.officer).update(ends_on=LONG_AGO + timedelta(days=9))
    with pytest.raises(PermissionDenied, match="এই কার্যালয়ের কর্মকর্তা"):
        actions.issue(meeting=approved, by=cast.officer, signer=opened("officer"))
    assert nothing_is_taken(approved)


def test_the_same_name_in_another_office_is_another_person(cast):
    make_post(cast.meghdubi)
    assert (
        rules.signs_as(cast.far_officer, cast.meghdubi, Person(cast.far_officer.name, [])) is None
    )
    assert rules.signs_as(cast.far_officer, cast.charghat, Person(cast.far_officer.name, []))


def test_a_paper_without_a_place_to_sign_says_so(cast, keys):
    meeting = make_approved(cast, signatory=None, copy_signatory=None)
    page = signed_in(cast.officer).get(url_of(meeting))
    assert "কাগজে স্বাক্ষরকারীর নাম নেই" in text(page)
    assert places_to_sign(content_of(meeting)) == []


# --- When -----------------------------------------------------------------------------------------

BEFORE = "সভার তারিখের (২১ মার্চ ২০২৪) আগে হতে পারে না"


def test_a_memo_is_not_dated_before_its_meeting(cast, approved):
    with pytest.raises(ValidationError) as refused:
        actions.issue(meeting=approved, by=cast.officer, on=date(2024, 3, 20))
    assert BEFORE in str(refused.value)
    assert nothing_is_taken(approved)
    assert actions.issue(meeting=approved, by=cast.officer, on=date(2024, 3, 21))


def test_nor_by_a_request(cast, keys, approved):
    response = signed_in(cast.officer).post(url_of(approved), answers(approved, on="২০/০৩/২০২৪"))
    assert response.status_code == 422
    assert BEFORE in errors_of(response)["on"][0]
    assert nothing_is_taken(approved)


def test_nor_by_the_command_where_the_paper_brings_its_date(cast, tmp_path):
    memo = {"number": "০৫.৪৭.৮৫৯২.০০০.০১.০০২.২৪", "issue": "৯২", "date": "2024-03-19"}
    meeting = make_approved(cast, memo=memo)
    with pytest.raises(CommandError, match="আগে হতে পারে না"):
        call_command("issue", str(meeting.pk), "--as", "officer", "-o", str(tmp_path / "x.pdf"))
    assert nothing_is_taken(meeting)


def test_nor_before_the_sitting_has_taken_place(cast):
    meeting = make_approved(cast, date(2199, 1, 8))
    with pytest.raises(ValidationError, match="আগে হতে পারে না"):
        actions.issue(meeting=meeting, by=cast.officer)
    assert nothing_is_taken(meeting)


def test_a_correction_is_not_dated_before_what_it_corrects(cast, approved):
    actions.issue(meeting=approved, by=cast.officer, on=date(2024, 5, 1))
    approved.refresh_from_db()
    correction = approve(begin_corrigendum(approved, by=cast.staff, reason="অঙ্ক ভুল"), cast)
    with pytest.raises(ValidationError, match="মূল কাগজের তারিখের"):
        actions.issue(meeting=correction, by=cast.officer, on=date(2024, 4, 30))
    assert Paper.objects.get().status == Paper.Status.CURRENT
    assert actions.issue(meeting=correction, by=cast.officer, on=date(2024, 5, 1))


def test_the_entry_of_an_old_paper_asks_for_its_dates_in_order(cast, client):
    client.force_login(cast.staff)
    memo = {"number": "০৫.৪৭.৮৫৯২.০০০.০১.০০২.২৪", "issue": "৯২", "date": "2024-03-24"}
    old = make_approved(cast, memo=memo)
    old.send_back(by=cast.officer, remarks="দেখুন")
    Meeting.objects.filter(pk=old.pk).update(is_recorded=True)
    page = reverse("meetings:head", args=[old.pk])
    form = client.get(page).context["form"]
    typed = {field.html_name: field.value() or "" for field in form}
    typed |= {"version": Meeting.objects.get(pk=old.pk).version, "memo_date": "২০/০৩/২০২৪"}
    answer = client.post(page, typed)
    assert answer.status_code == 422
    assert "আগে হতে পারে না" in errors_of(answer)["memo_date"][0]
    # One that came by a file is told of before it is handed in.
    Meeting.objects.filter(pk=old.pk).update(memo=memo | {"date": "2024-03-20"})
    assert "এভাবে জারি করা যাবে না" in text(client.get(reverse("meetings:check", args=[old.pk])))


# --- Numbers that no register has -----------------------------------------------------------------


@pytest.mark.parametrize("issue", ["৯" * 40, str(2**63), "৯" * 5_000, "1000000", "০"])
def test_a_serial_that_no_register_has_is_refused(cast, issue):
    memo = {"number": "০৫.৪৭.৮৫৯২.০০০.০১.০০২.২৪", "issue": issue, "date": "2024-03-24"}
    meeting = make_approved(cast, memo=memo)
    with pytest.raises(ValidationError, match="কাগজের ইস্যু নম্বর"):
        actions.issue(meeting=meeting, by=cast.officer)
    assert nothing_is_taken(meeting)
    assert numbers.serial_in("৯৯৯৯৯৯") == numbers.HIGHEST_SERIAL


def test_an_approval_with_a_sign_nobody_can_see_is_told_what_to_do(cast, client):
    """It stands for another text than the one that is there; the page asks about that."""
    meeting = make_approved(cast)
    meeting.send_back(by=cast.officer, remarks="দেখুন")
    meeting.submit(by=cast.staff)
    events = AuditEvent.objects.count()
    client.force_login(cast.officer)
    answer = client.post(reverse("meetings:approve", args=[meeting.pk]), {"seen": "ক\0"})
    assert answer.status_code == 200
    assert errors_of(answer) == {
        "__all__": ["আপনি পাতাটি খোলার পরে লেখা বদলেছে। নিচের লেখাটি আবার দেখে অনুমোদন করুন।"]
    }
    meeting.refresh_from_db()
    assert (meeting.state, AuditEvent.objects.count()) == (State.SUBMITTED, events)
