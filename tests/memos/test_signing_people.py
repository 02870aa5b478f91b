"""Who signs where, how often they are asked, and what the pages say of it beforehand."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from documents.signing import signatures_of
from meetings.completeness import doubts_about
from meetings.models import Meeting
from memos import actions
from memos.models import Memo
from offices.models import Posting
from offices.signatories import on_behalf_of, signs_as, why_not_in_post
from papers.content import Person
from tests.cast import signed_in as reading
from tests.factories import give_post, make_meeting, make_post
from tests.keys import PIN, opened
from tests.memos.conftest import make_approved
from tests.memos.test_issuing_views import PASSWORD, answers, signed_in, url_of
from tests.test_pages import text

pytestmark = pytest.mark.once


def of(user, *lines):
    return {"name": user.name, "designation": [*(lines or ["কর্মকর্তা"]), "মেঘডুবি, শালবন।"]}


def names_in(paper):
    return [said["field"] for said in paper.issued_file.signers]


# --- One person in two places ---------------------------------------------------------------------


@pytest.fixture
def twice(cast):
    """The officer is printed under the minutes and under the copy list."""
    return make_approved(cast, copy_signatory=of(cast.officer))


def test_one_person_in_two_places_signs_both_with_one_password_and_one_pin(cast, keys, twice):
    client = signed_in(cast.officer)
    page = text(client.get(url_of(twice)))
    assert "আরেকটি স্বাক্ষর লাগবে। অনুলিপির স্বাক্ষর: নাম officer, কর্মকর্তা" in page
    assert "একই সঙ্গে ডিজিটাল স্বাক্ষর হবে; পাসওয়ার্ড ও পিন একবারই লাগবে" in page

    assert client.post(url_of(twice), answers(twice)).status_code == 302

    paper = Memo.objects.get().paper
    assert names_in(paper) == ["chair", "copy"]
    assert paper.files.count() == 1
    data = paper.issued_file.document.read()
    assert [each.signer for each in signatures_of(data)] == [cast.officer.name] * 2
    assert all(each.intact and each.trusted for each in signatures_of(data))
    # Nothing is left to sign.
    assert "স্বাক্ষর করুন" not in text(client.get(reverse("meetings:detail", args=[twice.pk])))


def test_so_does_who_signs_later(cast, keys, twice):
    actions.issue(meeting=twice, by=cast.officer)
    client = signed_in(cast.officer)
    detail = client.get(reverse("meetings:detail", args=[twice.pk])).content.decode()
    assert detail.count("স্বাক্ষর করুন</a>") == 1
    page = reverse("memos:sign", args=[twice.pk, "chair"])
    assert "সব জায়গায় একসঙ্গে স্বাক্ষর হবে" in text(client.get(page))
    assert client.post(page, {"pin": PIN, "password": PASSWORD}).status_code == 302
    paper = Memo.objects.get().paper
    assert names_in(paper) == ["chair", "copy"]
    assert [each.intact for each in signatures_of(paper.issued_file.document.read())] == [True] * 2


def test_where_another_is_printed_their_place_stays_empty(cast, keys):
    meeting = make_approved(cast, copy_signatory=of(cast.staff, "অফিস সহকারী"))
    line = actions.issue(meeting=meeting, by=cast.officer, signer=opened("officer"))
    assert names_in(line.paper) == ["chair"]


# --- Methods that are to hand ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "said"),
    [
        # Has a key; is known and has none; is nobody of the portal.
        ("staff", "জারির পরে নিজের চাবি দিয়ে ডিজিটাল স্বাক্ষর দেবেন"),
        ("reader", "ছাপা কাগজে কালিতে স্বাক্ষর করবেন"),
        (None, "ছাপা কাগজে কালিতে স্বাক্ষর করবেন"),
    ],
)
def test_the_second_signature_is_announced_by_the_way_there_is(cast, keys, who, said):
    person = of(getattr(cast, who)) if who else {"name": "তানজিলা হক", "designation": ["সচিব"]}
    meeting = make_approved(cast, copy_signatory=person)
    page = text(signed_in(cast.officer).get(url_of(meeting)))
    told = f"আরেকটি স্বাক্ষর লাগবে। অনুলিপির স্বাক্ষর: {person['name']}"
    assert told in page
    assert said in page.partition(told)[2][:120]


def test_a_paper_with_one_place_announces_nothing(cast, keys, approved):
    Meeting.objects.filter(pk=approved.pk).update(copy_signatory=None)
    approved.refresh_from_db()
    assert "আরেকটি স্বাক্ষর লাগবে" not in text(signed_in(cast.officer).get(url_of(approved)))


@pytest.mark.parametrize(("who", "is_offered"), [("staff", True), ("reader", False)])
def test_a_key_is_named_only_where_there_is_one(cast, keys, who, is_offered):
    """Of who is printed and does not issue."""
    meeting = make_approved(cast, signatory=of(getattr(cast, who)))
    page = text(signed_in(cast.officer).get(url_of(meeting)))
    assert ("নিজের চাবি দিয়ে পরে ডিজিটাল স্বাক্ষর দেবেন" in page) is is_offered
    assert "ছাপা কাগজে কালিতে স্বাক্ষর করবেন" in page


# --- In the place of somebody else ----------------------------------------------------------------

FOR_THE_HEAD = "উপজেলা নির্বাহী অফিসার এর পক্ষে"


def test_an_officer_signs_for_another_under_the_own_name(cast, keys):
    make_post(cast.meghdubi)
    meeting = make_approved(cast, signatory=of(cast.officer, "কর্মকর্তা", FOR_THE_HEAD))
    client = signed_in(cast.officer)
    assert client.post(url_of(meeting), answers(meeting)).status_code == 302
    paper = Memo.objects.get().paper
    (said,) = paper.issued_file.signers
    assert (said["name"], said["post"]) == (cast.officer.name, "কর্মকর্তা")


def test_staff_sign_for_nobody(cast, keys):
    """Who may sign for whom is a rule: an officer of the same office."""
    meeting = make_approved(cast, signatory=of(cast.staff, "অফিস সহকারী", FOR_THE_HEAD))
    actions.issue(meeting=meeting, by=cast.officer)
    page = reverse("memos:sign", args=[meeting.pk, "chair"])
    answer = signed_in(cast.staff).get(page)
    assert answer.status_code == 403
    assert "অন্যের পক্ষে স্বাক্ষর করেন শুধু এই কার্যালয়ের কর্মকর্তা" in text(answer)
    assert names_in(Memo.objects.get().paper) == []


def test_the_own_name_is_printed_or_nobody_signs(cast, keys):
    """“…এর পক্ষে” under another's name opens no door."""
    printed = {"name": "রেহানা পারভীন", "designation": ["উপজেলা নির্বাহী অফিসার", FOR_THE_HEAD]}
    meeting = make_approved(cast, signatory=printed)
    with pytest.raises(ValidationError, match="ডিজিটাল স্বাক্ষর দিতে পারেন শুধু তিনি"):
        actions.issue(meeting=meeting, by=cast.officer, signer=opened("officer"))
    assert not Memo.objects.exists()


def test_an_officer_of_another_office_signs_for_nobody_here(cast):
    person = Person(cast.far_officer.name, ["কর্মকর্তা", FOR_THE_HEAD])
    assert signs_as(cast.far_officer, cast.meghdubi, person) is None
    assert signs_as(cast.far_officer, cast.charghat, person)


@pytest.mark.parametrize("line", ["জেলা প্রশাসকের পক্ষে", "জেলা প্রশাসক এর পক্ষে", "পক্ষে: জেলা প্রশাসক"])
def test_the_line_is_known_however_it_is_written(line):
    assert on_behalf_of(Person("ক", ["অতিরিক্ত জেলা প্রশাসক", line])) == line
    assert on_behalf_of(Person("ক", ["পক্ষেত্র বিভাগের প্রধান"])) is None


def test_for_whom_one_signs_is_not_what_one_is(cast):
    """Namesakes: the one who is the head does not sign what the other signs for the head."""
    give_post(cast.two_roles, cast.meghdubi, "officer", title="উপজেলা নির্বাহী অফিসার")
    Posting.objects.filter(user__in=[cast.officer, cast.two_roles]).update(name="নূর আলম")
    printed = Person("নূর আলম", ["কর্মকর্তা", FOR_THE_HEAD])
    assert signs_as(cast.officer, cast.meghdubi, printed).post.title == "কর্মকর্তা"
    assert signs_as(cast.two_roles, cast.meghdubi, printed) is None


# --- Who is not in the post any more --------------------------------------------------------------

DAY = date(2024, 3, 24)
NOT_YET = {"number": "০৫.৪৭.৮৫৯২.০০০.০১.০০২.২৪"}


def told(cast, name, *lines, on=DAY):
    return why_not_in_post(Person(name, [*lines]), cast.meghdubi, on)


def test_who_holds_the_printed_post_raises_no_doubt(cast):
    assert told(cast, cast.officer.name, "কর্মকর্তা", "মেঘডুবি") is None
    assert told(cast, "রেহানা পারভীন", "উপজেলা নির্বাহী অফিসার") is None  # known by neither


def test_who_has_left_is_named_with_the_last_day_and_who_came(cast):
    Posting.objects.filter(user=cast.officer).update(ends_on=DAY - timedelta(days=3))
    post = Posting.objects.get(user=cast.officer).post
    Posting.objects.create(post=post, name="নতুন কর্মকর্তা", role="officer", starts_on=DAY)
    said = told(cast, cast.officer.name, "কর্মকর্তা")
    assert "দায়িত্বে ছিলেন ২১ মার্চ ২০২৪ পর্যন্ত; ২৪ মার্চ ২০২৪ তারিখে তিনি এই পদে নেই" in said
    assert "পদটিতে আছেন নতুন কর্মকর্তা" in said
    # On the day of the paper, not on that of the look.
    assert told(cast, cast.officer.name, "কর্মকর্তা", on=DAY - timedelta(days=3)) is None


def test_who_was_moved_within_the_office_is_named_with_the_new_post(cast):
    make_post(cast.meghdubi, "সহকারী কমিশনার (ভূমি)")
    said = told(cast, cast.officer.name, "সহকারী কমিশনার (ভূমি)")
    assert "তিনি এই পদে নেই, আছেন কর্মকর্তা পদে" in said


def test_a_post_that_somebody_else_holds_is_doubted(cast):
    give_post(cast.two_roles, cast.meghdubi, "officer", title="উপজেলা নির্বাহী অফিসার")
    said = told(cast, "রেহানা পারভীন", "উপজেলা নির্বাহী অফিসার")
    assert f"পদটিতে আছেন {cast.two_roles.name}" in said


def test_the_longer_title_is_meant(cast):
    """অতিরিক্ত জেলা প্রশাসক is no জেলা প্রশাসক."""
    give_post(cast.two_roles, cast.meghdubi, "officer", title="জেলা প্রশাসক")
    give_post(cast.officer, cast.meghdubi, "officer", title="অতিরিক্ত জেলা প্রশাসক")
    assert told(cast, cast.officer.name, "অতিরিক্ত জেলা প্রশাসক") is None


def test_a_post_to_sign_for_that_the_office_has_not_is_doubted(cast):
    said = told(cast, cast.officer.name, "কর্মকর্তা", "বিভাগীয় কমিশনার এর পক্ষে")
    assert "কিন্তু এই কার্যালয়ে এমন পদ নেই" in said
    make_post(cast.meghdubi, "বিভাগীয় কমিশনার")
    assert told(cast, cast.officer.name, "কর্মকর্তা", "বিভাগীয় কমিশনার এর পক্ষে") is None


def test_the_check_page_and_the_issue_page_say_so(cast, keys):
    gone = of(cast.transferred, "কর্মকর্তা")
    meeting = make_meeting(cast.committee, by=cast.staff, memo=NOT_YET, signatory=gone)
    rows = {doubt["row"]: doubt["message"] for doubt in doubts_about(_whole(meeting))}
    assert "তিনি এই পদে নেই" in rows["signatory"]
    client = reading(cast.staff)
    page = text(client.get(reverse("meetings:check", args=[meeting.pk])))
    assert f"{cast.transferred.name}, কর্মকর্তা: দায়িত্বে ছিলেন" in page
    meeting.submit(by=cast.staff)
    meeting.approve(by=cast.officer)
    issue = text(signed_in(cast.officer).get(url_of(meeting)))
    assert f"{cast.transferred.name}, কর্মকর্তা: দায়িত্বে ছিলেন" in issue


def test_the_copy_lists_signatory_is_looked_at_too(cast):
    meeting = make_meeting(
        cast.committee, by=cast.staff, memo=NOT_YET, signatory=of(cast.officer),
        copy_signatory=of(cast.transferred, "কর্মকর্তা"),
    )  # fmt: skip
    rows = {doubt["row"] for doubt in doubts_about(_whole(meeting))}
    assert "copy_signatory" in rows
    assert "signatory" not in rows


def test_an_old_paper_is_judged_by_its_own_day(cast):
    memo = {"number": "০৫.৪৭.৮৫৯২.০০০.০১.০০২.২৪", "issue": "৯২", "date": "2024-03-24"}
    old = of(cast.transferred, "কর্মকর্তা")
    meeting = make_meeting(cast.committee, by=cast.staff, memo=memo, signatory=old)
    assert "signatory" not in {doubt["row"] for doubt in doubts_about(_whole(meeting))}


def _whole(meeting):
    return Meeting.objects.with_paper().get(pk=meeting.pk)
