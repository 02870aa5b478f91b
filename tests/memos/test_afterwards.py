"""What becomes of issued papers: published, corrected, signed further, scanned, listed."""

import io
import subprocess
import sys
import uuid
import zipfile
from datetime import datetime, time
from pathlib import Path

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.access import WrongState
from accounts.models import AuditEvent
from documents import qr
from documents.signing import signatures_of
from documents.verifying import verdict_on
from meetings import printing
from meetings.content import content_of
from meetings.correcting import begin_corrigendum
from meetings.models import Meeting, State
from memos import actions, rules
from memos.models import Memo
from papers.places import places_to_sign
from tests.cast import signed_in
from tests.documents.reading import pdftotext, run
from tests.factories import make_issued, make_meeting
from tests.keys import opened
from tests.memos.conftest import approve, make_approved
from tests.papers.reading import words_printed
from tests.proof import some

REASON = "২ নম্বর সিদ্ধান্তে টাকার অঙ্ক ভুল ছিল"


@pytest.fixture
def issued(cast, meeting):
    """Issued minutes whose file is a tiny one."""
    make_issued(meeting, author=cast.staff, officer=cast.officer)
    return meeting


# --- The paper itself ---------------------------------------------------------------------------


@pytest.mark.once
@pytest.mark.parametrize(
    "shape", some(["district_ict", "upazila", "line_office", "progress_report"], 1)
)
def test_a_signed_paper_is_still_accessible_and_found_word_for_word(cast, keys, tmp_path, shape):
    meeting = make_approved(cast, shape=shape)
    line = actions.issue(meeting=meeting, by=cast.officer, signer=opened("officer"))

    paper = tmp_path / "paper.pdf"
    paper.write_bytes(line.paper.issued_file.document.read())
    run(Path(sys.executable).with_name("outloud"), "--fail-on", "error", paper)
    assert b"No syntax or stream encoding errors found" in run("qpdf", "--check", paper)
    content = content_of(Meeting.objects.with_paper().get(pk=meeting.pk))
    # A long address may go over to the next line.
    found = "".join(pdftotext(paper.read_bytes(), "-raw").split())
    assert [word for word in words_printed(content) if word not in found] == []


def test_every_page_of_it_leads_to_where_it_can_be_checked(cast, keys, approved, tmp_path):
    line = actions.issue(meeting=approved, by=cast.officer, signer=opened("officer"))
    scan = picture_of(line.paper.issued_file.document.path, tmp_path)

    assert qr.read_code(scan, "image/png") == line.paper.code


def picture_of(path, directory):
    """The first page as a scanner would give it."""
    stem = directory / "page"
    subprocess.run(
        ["pdftoppm", "-r", "150", "-f", "1", "-l", "1", "-png", "-singlefile", path, stem],
        check=True,
    )
    return stem.with_suffix(".png").read_bytes()


def test_the_secretary_signs_the_copy_list_after_the_chair(cast, keys):
    meeting = make_approved(cast, copy_signatory={"name": cast.staff.name, "designation": []})
    actions.issue(meeting=meeting, by=cast.officer, signer=opened("officer"))
    meeting.refresh_from_db()
    first = meeting.paper.issued_file
    place = places_to_sign(content_of(meeting))[1][0]

    second = actions.sign_further(
        meeting=meeting, by=cast.staff, field=place, signer=opened("staff")
    )

    data = second.document.read()
    assert data.startswith(first.document.read())
    assert [each.signer for each in signatures_of(data)] == [cast.officer.name, cast.staff.name]
    assert all(each.intact and each.trusted for each in signatures_of(data))
    assert verdict_on(data).status == "current"
    assert verdict_on(first.document.read()).status != "current"
    with pytest.raises(WrongState):
        actions.sign_further(meeting=meeting, by=cast.staff, field=place, signer=opened("staff"))


# --- Published ------------------------------------------------------------------------------------


def test_what_is_published_is_for_everybody_until_it_is_withdrawn(cast, issued):
    page = reverse("published_minutes", args=[issued.pk])
    file = reverse("documents:pdf", args=[issued.paper.code])
    anybody = Client()
    assert [anybody.get(url).status_code for url in (page, file)] == [404, 404]

    issued.publish(by=cast.officer)
    assert [anybody.get(url).status_code for url in (page, file)] == [200, 200]
    assert issued.title in anybody.get(reverse("published")).content.decode()

    issued.unpublish(by=cast.officer, reason="ব্যক্তিগত তথ্য ছিল")
    assert [anybody.get(url).status_code for url in (page, file)] == [404, 404]


def test_each_publication_is_a_version_with_its_time(cast, issued):
    issued.publish(by=cast.officer)
    issued.unpublish(by=cast.officer, reason="ভুল")
    issued.publish(by=cast.officer)

    over = issued.paper.withdrawals.get()
    assert (over.reason, over.withdrawn_by) == ("ভুল", cast.officer)
    assert over.published_at < over.withdrawn_at < issued.paper.published_at


# --- Corrected ------------------------------------------------------------------------------------


def test_a_corrigendum_begins_with_all_that_was_said_and_why_it_is_there(cast, issued):
    draft = begin_corrigendum(issued, by=cast.staff, reason=REASON)

    old, new = (content_of(Meeting.objects.with_paper().get(pk=pk)) for pk in (issued.pk, draft.pk))
    assert new["items"] == old["items"]
    assert new["attendance"] == old["attendance"]
    assert REASON in new["opening"][0]
    assert issued.paper.number in new["opening"][0]
    assert new["title"] == f"{old['title']} (সংশোধিত)"
    assert draft.state == State.DRAFT


def test_the_old_paper_says_for_ever_that_it_was_corrected(cast, issued):
    draft = begin_corrigendum(issued, by=cast.staff, reason=REASON)
    make_issued(draft, author=cast.staff, officer=cast.officer)

    issued.refresh_from_db()
    assert (issued.state, issued.paper.status) == (State.CORRECTED, "superseded")
    assert issued.paper.superseded_by == draft.paper
    page = Client().get(reverse("documents:paper", args=[issued.paper.code])).content.decode()
    assert draft.paper.number in page
    assert not rules.can_void(cast.officer, issued.paper.memo)


def test_issuing_a_corrigendum_replaces_what_it_corrects(cast, issued):
    draft = approve(begin_corrigendum(issued, by=cast.staff, reason=REASON), cast)
    line = actions.issue(meeting=draft, by=cast.officer)

    issued.refresh_from_db()
    assert line.kind == Memo.Kind.CORRIGENDUM
    assert issued.paper.superseded_by == line.paper
    assert not rules.can_void(cast.officer, line)
    third = begin_corrigendum(Meeting.objects.get(pk=draft.pk), by=cast.staff, reason="আবার")
    assert third.title.count("(সংশোধিত)") == 1


def test_there_is_one_corrigendum_at_a_time(cast, issued):
    begin_corrigendum(issued, by=cast.staff, reason=REASON)
    with pytest.raises(WrongState, match="ইতোমধ্যে"):
        begin_corrigendum(issued, by=cast.staff, reason=REASON)


def test_the_next_meeting_follows_the_text_that_stands(cast, issued):
    draft = begin_corrigendum(issued, by=cast.staff, reason=REASON)
    assert list(cast.committee.meetings.standing()) == [issued]
    make_issued(draft, author=cast.staff, officer=cast.officer)
    assert list(cast.committee.meetings.standing()) == [draft]


# --- Signed in ink --------------------------------------------------------------------------------


def test_a_scan_is_filed_with_the_paper_whose_code_it_bears(cast, approved, tmp_path):
    line = actions.issue(meeting=approved, by=cast.officer)
    data = picture_of(line.paper.issued_file.document.path, tmp_path)
    file = io.BytesIO(data)
    file.name = "স্ক্যান.png"

    response = signed_in(cast.staff).post(reverse("memos:scans"), {"scan": file})

    assert response.status_code == 302
    kept = line.paper.files.get(kind="scan")
    assert kept.document.read() == data
    got = signed_in(cast.officer).get(reverse("meetings:scan", args=[approved.pk, kept.pk]))
    assert got.getvalue() == data


def test_the_scan_of_another_paper_is_refused(cast, issued):
    with pytest.raises(ValidationError, match="অন্য কাগজের কোড"):
        actions.file_scan(
            meeting=issued, by=cast.staff, data=b"%PDF-1.7 x", mime="application/pdf", code="other"
        )
    with pytest.raises(ValidationError, match="পড়া যায়নি"):
        actions.file_scan(
            meeting=issued, by=cast.staff, data=b"%PDF-1.7 x", mime="application/pdf", code=None
        )
    assert issued.paper.files.count() == 1


# --- Lists ----------------------------------------------------------------------------------------


def test_the_register_leaves_as_a_spreadsheet_without_formulas(cast, issued):
    Memo.objects.update(subject="=1+1", sender="+৮৮০ <&> _x0041_", recipients=["@সবাই", "খ"])
    sheet = signed_in(cast.staff).get(reverse("memos:xlsx"))

    book = openpyxl.load_workbook(io.BytesIO(sheet.getvalue()))
    headings, row = list(book.active.iter_rows())
    assert [cell.value for cell in headings][:4] == ["ক্রমিক", "বিষয়", "প্রেরক", "স্মারক নম্বর"]
    line = Memo.objects.get()
    # What looks like the code of a letter is written so that a spreadsheet does not read it as one.
    assert [cell.value for cell in row] == [
        line.serial, "=1+1", "+৮৮০ <&> _x005F_x0041_", line.number,
        datetime.combine(line.issued_on, time.min), "@সবাই\nখ", "\n".join(line.copied_to) or None,
        "কার্যবিবরণী", None,
    ]  # fmt: skip
    # Numbers and days can be added up and sorted; what a person typed is never a formula.
    assert [cell.data_type for cell in row][:6] == ["n", "s", "s", "s", "d", "s"]
    assert "f" not in {cell.data_type for cell in row}


def test_a_sign_that_nobody_can_see_does_not_cost_the_register_its_spreadsheet(cast, issued):
    """Neither one that is sent now nor one that came past the form."""
    client = signed_in(cast.staff)
    file = issued.paper.memo.file
    form = {"file": file.pk, "token": uuid.uuid4()}
    client.post(reverse("memos:reserve"), form | {"subject": "প্রশিক্ষণের\x0bচিঠি\x1b"})
    assert Memo.objects.get(token=form["token"]).subject == "প্রশিক্ষণের চিঠি"
    unseen = client.post(reverse("memos:reserve"), {"file": file.pk, "subject": "\x0b\u200b"})
    assert "subject" in unseen.context["form"].errors

    with connection.cursor() as cursor:
        # Past the field, which would clean it.
        cursor.execute(
            "UPDATE memos_memo SET subject = %s WHERE state = 'reserved'", ["পুরোনো\x0bচিঠি\x1b"]
        )
    answer = client.get(reverse("memos:xlsx"))
    sheet = openpyxl.load_workbook(io.BytesIO(answer.getvalue())).active
    assert "পুরোনো\nচিঠি" in [cell.value for cell in sheet["B"]]


def test_the_register_prints(cast, issued):
    paper = signed_in(cast.staff).get(reverse("memos:pdf"))
    assert Memo.objects.get().number in pdftotext(paper.getvalue()).replace("\n", "")


def test_a_month_of_papers_comes_in_one_archive_and_is_noted(cast, issued):
    on = issued.paper.issued_on
    packed = signed_in(cast.officer).get(reverse("memos:month", args=[on.year, on.month]))

    with zipfile.ZipFile(io.BytesIO(packed.getvalue())) as archive:
        (name,) = archive.namelist()
        assert archive.read(name) == issued.paper.issued_file.document.read()
    assert name == printing.file_name(issued)
    assert AuditEvent.objects.filter(what="paper downloaded", target_id=issued.pk).count() == 1


def test_reading_an_unpublished_paper_is_noted_and_a_published_one_not(cast, issued):
    url = reverse("meetings:pdf", args=[issued.pk])
    signed_in(cast.officer).get(url)
    issued.publish(by=cast.officer)
    signed_in(cast.officer).get(url)
    assert AuditEvent.objects.filter(what="paper downloaded").count() == 1


def test_another_office_has_another_register(cast, issued):
    make_meeting(cast.committee, by=cast.staff, held_on=issued.held_on.replace(month=6))
    page = signed_in(cast.far_officer).get(reverse("memos:register")).content.decode()
    assert Memo.objects.get().number not in page
