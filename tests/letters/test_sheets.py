"""Attendance sheets: printed with a code of their own, signed by hand, and filed by their scan."""

import io
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from accounts.models import AuditEvent
from documents import qr
from letters import sheets
from meetings.attached import NotKept
from meetings.attendance import seat_members
from meetings.completeness import annexes_of
from meetings.models import Attendance, Meeting, MeetingFile
from meetings.printed_rows import rows_of
from memos.sheets import file_sheet, sheet_with
from tests.cast import signed_in
from tests.documents.reading import pdfium_read, pdftotext
from tests.documents.test_qr import jpeg, photographed
from tests.factories import make_issued, make_meeting, make_post, seat
from tests.memos.test_words_found import lost
from tests.papers.reading import output_of, words_of

pytestmark = pytest.mark.once


@pytest.fixture
def members(cast):
    """Thirty seats, the chair last entered and first in rank."""
    for number in range(30):
        post = make_post(cast.meghdubi, f"সহকারী কর্মকর্তা ({'কখগঘঙচছজঝঞটঠডঢণ'[number % 15]}{number})")
        seat(cast.committee, post, order=100 - number)


def fresh(meeting):
    return Meeting.objects.with_paper().get(pk=meeting.pk)


def pages(pdf, tmp_path, dots=150):
    """The pages of a PDF as a scanner gives them."""
    (tmp_path / "sheet.pdf").write_bytes(pdf)
    output_of("pdftoppm", "-r", str(dots), "-png", tmp_path / "sheet.pdf", tmp_path / f"page{dots}")
    return [
        Image.open(io.BytesIO(file.read_bytes()))
        for file in sorted(tmp_path.glob(f"page{dots}*.png"))
    ]


def png(picture):
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


def upload(data, name="sheet.png"):
    return SimpleUploadedFile(name, data)


def file_by(user, meeting, data, name="sheet.png", **told):
    mime = {"png": "image/png", "pdf": "application/pdf", "jpg": "image/jpeg"}[name[-3:]]
    code = qr.read_code(data, mime)
    return file_sheet(meeting=meeting, by=user, file=upload(data, name), code=code, **told)


def test_a_sheet_lists_the_members_of_the_day_by_rank_and_rows_for_others(cast, meeting, members):
    content = sheets.attendance_content(fresh(meeting), empty_rows=7)
    told = content["attendance"]
    names = [member["name"] for member in told["members"]]
    assert len(names) == 30
    assert names == [m.post.title for m in cast.committee.members_on(meeting.held_on)]
    page, pdf = sheets.draw_attendance(fresh(meeting))
    words = words_of(page)
    assert words.count("৩৫") == 1
    assert "৩৬" not in words
    assert lost(words, pdftotext(pdf)) == set()
    assert lost(words, pdfium_read([(pdf, [])])[0][0]) == set()


def test_the_rows_of_the_attendance_stand_on_the_sheet_once_they_are_there(cast, meeting, members):
    seat_members(meeting)
    Attendance.objects.create(
        meeting=meeting, position=99, name="আমন্ত্রিত অতিথি", designation=["প্রভাষক"], status="guest"
    )
    first = meeting.attendances.first()
    first.status, first.representative_name = "represented", "শিউলি বেগম"
    first.save()
    told = sheets.attendance_content(fresh(meeting))["attendance"]
    assert len(told["members"]) == 31
    assert told["members"][0]["representative"]["name"] == "শিউলি বেগম"
    assert told["members"][-1]["name"] == "আমন্ত্রিত অতিথি"


def test_each_page_bears_the_code_and_says_of_which_sitting_it_is(cast, meeting, members, tmp_path):
    sheet = sheets.print_sheet(meeting=fresh(meeting), by=cast.staff, empty_rows=20)
    pdf = sheets.draw_sheet(sheet)
    scanned = pages(pdf, tmp_path)
    assert len(scanned) == 3
    assert [qr.read_code(png(page), "image/png") for page in scanned] == [sheet.code] * 3
    upside_down = png(scanned[1].rotate(180))
    assert qr.read_code(upside_down, "image/png") == sheet.code
    for text in pdftotext(pdf).split("\f")[:3]:
        assert "উপজেলা আইসিটি কমিটির" in text
        assert "হাজিরা" in text


@pytest.mark.proof
@pytest.mark.parametrize("degrees", [4, -12, 95])
def test_a_photograph_at_an_angle_is_read(cast, meeting, members, tmp_path, degrees):
    sheet = sheets.print_sheet(meeting=fresh(meeting), by=cast.staff, empty_rows=20)
    page = pages(sheets.draw_sheet(sheet), tmp_path, dots=300)[2].convert("L")
    assert qr.read_code(jpeg(photographed(page, degrees)), "image/jpeg") == sheet.code


def test_a_sheet_stays_as_it_was_made_and_is_made_once(cast, meeting, members):
    first = sheets.print_sheet(meeting=fresh(meeting), by=cast.staff)
    assert sheets.print_sheet(meeting=fresh(meeting), by=cast.officer) == first
    seat(cast.committee, make_post(cast.meghdubi, "নতুন সদস্য"))
    assert "নতুন সদস্য" not in str(first.content)
    second = sheets.print_sheet(meeting=fresh(meeting), by=cast.staff)
    assert second.code != first.code
    assert "নতুন সদস্য" in str(second.content)
    assert AuditEvent.objects.filter(what="sheet printed").count() == 2


def test_its_scan_files_itself_from_the_pile(cast, meeting, members, tmp_path):
    sheet = sheets.print_sheet(meeting=fresh(meeting), by=cast.staff)
    first, second = pages(sheets.draw_sheet(sheet), tmp_path)
    staff = signed_in(cast.staff)
    for page in (first, second):
        answer = staff.post(reverse("memos:scans"), {"scan": upload(png(page))}, follow=True)
        assert "পরিশিষ্ট-ক হিসেবে রাখা হয়েছে" in answer.content.decode()
    assert meeting.files.filter(kind=MeetingFile.Kind.SHEET).count() == 2
    again = staff.post(reverse("memos:scans"), {"scan": upload(png(first))})
    assert again.status_code == 422
    assert "আগে থেকেই আছে" in again.content.decode()
    # Whoever works elsewhere is told what is told of a code nobody knows.
    unknown = png(Image.new("L", (200, 200), 255))
    answers = [
        signed_in(cast.near_staff).post(reverse("memos:scans"), {"scan": upload(data)})
        for data in (png(second), unknown)
    ]
    said = [answer.context["form"].errors["scan"] for answer in answers]
    assert said[0] == said[1]
    assert meeting.files.count() == 2
    # The check page and the promise of the paper know it for what it is.
    row = next(
        row for g in rows_of(fresh(meeting), [], []) for row in g["rows"] if row["id"] == "files"
    )
    assert "পরিশিষ্ট-ক" in str(row["lines"])
    assert [annex.pages() for annex in annexes_of(fresh(meeting))] == [1, 1]


def test_the_page_of_the_meeting_takes_it_and_asks_where_the_code_is_not_read(
    cast, meeting, members, tmp_path
):
    sheet = sheets.print_sheet(meeting=fresh(meeting), by=cast.staff)
    page = pages(sheets.draw_sheet(sheet), tmp_path)[0]
    url = reverse("letters:sheet_scan", args=[meeting.pk])
    staff = signed_in(cast.staff)
    torn = png(page.crop((0, 0, page.width, page.height // 2)))
    asked = staff.post(url, {"scan": upload(torn)})
    assert asked.status_code == 422
    assert "সংকেত পড়া যায়নি" in asked.content.decode()
    assert staff.post(url, {"scan": upload(torn), "unread": "on"}).status_code == 302
    assert staff.post(url, {"scan": upload(png(page), "other.png")}).status_code == 302
    assert meeting.files.count() == 2
    other = make_meeting(cast.committee, by=cast.staff, held_on=date(2024, 5, 2))
    wrong = staff.post(reverse("letters:sheet_scan", args=[other.pk]), {"scan": upload(png(page))})
    assert "অন্য কাগজের কোড" in wrong.content.decode()
    assert not other.files.exists()


def test_an_issued_paper_is_not_touched_by_the_sheet_that_comes_later(
    cast, meeting, members, tmp_path
):
    sheet = sheets.print_sheet(meeting=fresh(meeting), by=cast.staff)
    data = png(pages(sheets.draw_sheet(sheet), tmp_path)[0])
    make_issued(meeting, author=cast.staff, officer=cast.officer)
    before = (meeting.paper.issued_file.document.sha256, fresh(meeting).content_digest())
    # The page of its issued paper takes it too.
    answer = signed_in(cast.staff).post(
        reverse("memos:scan", args=[meeting.pk]), {"scan": upload(data)}, follow=True
    )
    assert "পরিশিষ্ট-ক" in answer.content.decode()
    assert meeting.files.get().kind == "sheet"
    assert not meeting.paper.files.filter(kind="scan")
    assert before == (meeting.paper.issued_file.document.sha256, fresh(meeting).content_digest())
    with pytest.raises(NotKept):
        file_by(cast.officer, meeting, data)


def test_who_may_and_of_which_sitting(cast, meeting, members):
    sheet = sheets.print_sheet(meeting=fresh(meeting), by=cast.officer)
    assert sheet_with(sheet.code, cast.staff) == sheet
    for user in (cast.reader, cast.near_staff, cast.dc_officer):
        assert sheet_with(sheet.code, user) is None
        with pytest.raises(PermissionDenied):
            sheets.print_sheet(meeting=fresh(meeting), by=user)
    with pytest.raises(ValidationError):
        file_sheet(meeting=meeting, by=cast.staff, file=upload(b""), code="2" * 28)
    fresh(meeting).cancel(by=cast.staff)
    with pytest.raises(PermissionDenied):
        sheets.print_sheet(meeting=fresh(meeting), by=cast.staff)


def test_the_code_leads_to_the_meeting_and_looking_changes_nothing(cast, meeting, members):
    sheet = sheets.print_sheet(meeting=fresh(meeting), by=cast.staff)
    staff = signed_in(cast.staff)
    page = staff.get(reverse("letters:sheet", args=[sheet.code]))
    assert reverse("letters:sheet_scan", args=[meeting.pk]) in page.content.decode()
    drawn = staff.get(reverse("letters:sheet_pdf", args=[sheet.code]))
    assert drawn.content.startswith(b"%PDF-")
    assert meeting.sheets.count() == 1
    for user in (cast.near_staff, cast.reader):
        for name in ("sheet", "sheet_pdf"):
            assert (
                signed_in(user).get(reverse(f"letters:{name}", args=[sheet.code])).status_code
                == 404
            )
    bad = staff.post(reverse("letters:sheets", args=[meeting.pk]), {"empty_rows": "৯৯৯"})
    assert bad.status_code == 422
    assert "৯৯৯" in bad.content.decode()
