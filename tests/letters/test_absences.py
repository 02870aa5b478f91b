"""Reports of absences: to the office above each officer, told to the officer first."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.access import WrongState
from accounts.models import Mail
from letters.absences import reports_of, sittings_of
from letters.making import begin as begin_letter
from letters.models import Letter
from letters.printing import draw_letter
from letters.telling import begin_report, told_of
from meetings.attendance import seat_members
from offices.models import Office, Post, Posting
from tests.cast import signed_in
from tests.documents.reading import pdfium_read, pdftotext
from tests.factories import (
    LONG_AGO,
    make_committee,
    make_issued,
    make_meeting,
    make_office,
    make_post,
    make_user,
    seat,
)
from tests.memos.test_words_found import lost
from tests.papers.reading import words_of

Kind = Letter.Kind


@pytest.fixture
def district(cast):
    """A district's committee: who heads an upazila, a department without an office of its own, a line
    office under its directorate and one under the district, an officer of the district, one from
    another district's upazila."""
    national = make_office("dae", Office.Kind.NATIONAL, name="কৃষি সম্প্রসারণ অধিদপ্তর")
    farm = make_office("farm", Office.Kind.LINE, national, name="উপপরিচালকের কার্যালয়, কৃষি")
    fish = make_office("fish", Office.Kind.LINE, cast.shalbon, name="জেলা মৎস্য কার্যালয়")
    kinds = Post.Kind
    posts = [
        make_post(cast.noldanga, kind=kinds.UNO),
        make_post(cast.shalbon, "সিভিল সার্জন", kind=kinds.DEPARTMENT_HEAD),
        make_post(farm, "উপপরিচালক", kind=kinds.DEPARTMENT_HEAD),
        make_post(fish, "জেলা মৎস্য কর্মকর্তা", kind=kinds.DEPARTMENT_HEAD),
        make_post(cast.shalbon, "অতিরিক্ত জেলা প্রশাসক", kind=kinds.ADC),
        make_post(cast.charghat, kind=kinds.UNO),
    ]
    committee = make_committee(cast.shalbon, name="জেলা সমন্বয় কমিটি")
    for number, post in enumerate(posts):
        seat(committee, post, order=number)
    surgeon = make_user("surgeon", name="ডাঃ আয়েশা", email="surgeon@example.org")
    Posting.objects.create(
        post=posts[1], user=surgeon, name=surgeon.name, role="viewer", starts_on=LONG_AGO
    )
    return committee


def held(cast, committee, on, *statuses, issued=True):
    meeting = make_meeting(committee, by=cast.dc_staff, held_on=on)
    seat_members(meeting)
    for row, status in zip(meeting.attendances.all(), statuses, strict=True):
        row.status = status
        row.representative_name = "প্রতিনিধি একজন" if status == "represented" else ""
        row.save()
    if issued:
        make_issued(meeting, author=cast.dc_staff, officer=cast.dc_officer)
    return meeting


GONE = ["absent"] * 6


def test_each_is_reported_to_the_office_above_and_nobody_to_ones_own(cast, district):
    meeting = held(cast, district, date(2024, 3, 21), *GONE)
    assert [(report.called, len(report.absentees)) for report in reports_of([meeting])] == [
        ("সিভিল সার্জনের ঊর্ধ্বতন কার্যালয়", 1),
        ("কৃষি সম্প্রসারণ অধিদপ্তর", 1),
        ("জেলা মৎস্য কার্যালয়ের ঊর্ধ্বতন কার্যালয়", 1),
        (cast.padmar.name, 1),
    ]
    came = held(cast, district, date(2024, 4, 21), *["present", "leave"] * 3)
    assert reports_of([came]) == []
    with pytest.raises(ValidationError):
        begin_letter(Kind.ABSENCES, by=cast.dc_staff, meeting=came, number=1)


def test_a_letter_says_of_each_sitting_of_the_month_who_came_not_and_who_sent_somebody(
    cast, district
):
    held(cast, district, date(2024, 2, 28), *GONE)
    held(cast, district, date(2024, 3, 7), "absent", "represented", *["present"] * 4)
    meeting = held(cast, district, date(2024, 3, 21), "present", "absent", *["present"] * 4)
    later = held(cast, district, date(2024, 3, 28), *GONE)
    assert [each.held_on.day for each in sittings_of(meeting)] == [7, 21]
    assert [each.held_on.day for each in sittings_of(later)] == [7, 21, 28]
    letter = begin_letter(Kind.ABSENCES, by=cast.dc_staff, meeting=meeting, number=1)
    (_, told, _) = letter.content["letter"]["body"]
    (row,) = told["table"]["rows"]
    assert row[3:] == ["২১/০৩/২০২৪", "০৭/০৩/২০২৪", "২টির মধ্যে ২টি"]
    page, pdf = draw_letter(letter)
    words = words_of(page)
    assert meeting.paper.number in " ".join(words)
    for text in (pdftotext(pdf), pdfium_read([(pdf, [])])[0][0]):
        assert lost(words, text) == set()


def test_who_was_absent_is_told_first_once_and_of_nobody_else(cast, district):
    meeting = held(cast, district, date(2024, 3, 21), *GONE)
    letter = begin_report(Kind.ABSENCES, by=cast.dc_staff, meeting=meeting, number=1)
    assert begin_report(Kind.ABSENCES, by=cast.dc_officer, meeting=meeting, number=1) == letter
    mail = Mail.objects.get()
    assert mail.user.username == "surgeon"
    assert "২১ মার্চ ২০২৪: অনুপস্থিত" in mail.text
    assert "উপপরিচালক" not in mail.text
    ((_, names),) = told_of(letter)
    assert len(names) == 1
    page = signed_in(cast.dc_staff).get(reverse("letters:letter", args=[letter.pk]))
    assert "আগে দেখানো হয়েছে" in page.content.decode()
    # Nobody of the second has an account: the page says that they are to be told otherwise.
    second = begin_report(Kind.ABSENCES, by=cast.dc_staff, meeting=meeting, number=2)
    page = signed_in(cast.dc_staff).get(reverse("letters:letter", args=[second.pk]))
    assert "নিজেরা জানিয়ে দিন" in page.content.decode()
    assert Mail.objects.count() == 1


def test_nobody_is_reported_before_the_attendance_is_settled(cast, district):
    meeting = held(cast, district, date(2024, 3, 21), *GONE, issued=False)
    with pytest.raises(WrongState, match="জারি হলে"):
        begin_report(Kind.ABSENCES, by=cast.dc_staff, meeting=meeting, number=1)
    assert not Mail.objects.exists()


def test_the_page_lists_whom_letters_go_to_and_begins_one(cast, district):
    meeting = held(cast, district, date(2024, 3, 21), *GONE)
    staff = signed_in(cast.dc_staff)
    url = reverse("letters:served", args=[meeting.pk, "absences"])
    assert staff.get(url).content.decode().count("এখনো লেখা হয়নি") == 4
    begun = staff.post(reverse("letters:begin_served", args=[meeting.pk, "absences", 2]))
    letter = meeting.letters.get()
    assert begun["Location"] == reverse("letters:letter", args=[letter.pk])
    refused = staff.post(
        reverse("letters:begin_served", args=[meeting.pk, "absences", 9]), follow=True
    )
    assert "অনুপস্থিত নেই" in refused.content.decode()
    extracts = staff.get(reverse("letters:served", args=[meeting.pk, "extract"]))
    assert "উপজেলা নির্বাহী অফিসার (সকল)" in extracts.content.decode()
