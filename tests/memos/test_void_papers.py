"""A number that was struck out: its own office still reads the paper, and nobody takes it for valid."""

import re

import pytest
from django.urls import reverse

from accounts.models import AuditEvent
from documents.models import Paper
from documents.verifying import verdict_on
from meetings import moves
from meetings.correcting import begin_corrigendum
from meetings.models import Meeting
from memos import actions
from tests.documents.reading import pypdf_text
from tests.factories import make_issued
from tests.keys import opened
from tests.memos.conftest import approve
from tests.memos.test_issuing_views import PASSWORD, errors_of, signed_in
from tests.papers.reading import output_of
from tests.test_pages import text

pytestmark = pytest.mark.once


@pytest.fixture
def voided(cast, keys, approved):
    """A signed paper, published, whose number was struck out: its register line."""
    line = actions.issue(meeting=approved, by=cast.officer, signer=opened("officer"))
    moves.publish(meeting=Meeting.objects.get(pk=approved.pk), by=cast.officer)
    line.refresh_from_db()
    actions.void(memo=line, by=cast.officer, reason="দুবার জারি হয়েছে")
    return type(line).objects.get(pk=line.pk)


def page_of(line):
    return reverse("memos:memo", args=[line.pk])


def file_of(line):
    return reverse("memos:void_paper", args=[line.pk])


@pytest.mark.parametrize("who", ["staff", "officer", "reader"])
def test_its_own_office_reads_the_page_and_the_file(cast, voided, who, tmp_path):
    client = signed_in(getattr(cast, who))
    page = client.get(page_of(voided))
    shown = text(page)
    assert "কাগজের আর কোনো কার্যকারিতা নেই" in shown
    assert "দুবার জারি হয়েছে" in shown
    # The words of the paper, with the number it had.
    assert "পোর্টালের তথ্য নিয়মিত হালনাগাদ করতে হবে।" in shown
    assert page.context["paper"]["title"] in shown

    answer = client.get(file_of(voided))
    assert answer.status_code == 200
    assert (
        "বাতিল" in answer.headers["Content-Disposition"]
        or "%E0" in (answer.headers["Content-Disposition"])
    )
    file = tmp_path / "void.pdf"
    file.write_bytes(answer.getvalue())
    pages = output_of("pdftotext", "-layout", str(file), "-").decode().split("\f")[:-1]
    assert pages
    assert all("বাতিল কাগজ" in each for each in pages)
    assert b"No syntax or stream encoding errors found" in output_of("qpdf", "--check", str(file))


def test_the_mark_is_on_every_page_and_the_kept_file_is_as_it_was(cast, voided):
    kept = voided.paper.issued_file.document.read()
    marked = signed_in(cast.staff).get(file_of(voided)).getvalue()
    assert marked.startswith(kept)
    assert "বাতিল" not in pypdf_text(kept)
    assert len(re.findall(rb"/Void[0-9]", marked)) >= 1


def test_nobody_takes_the_copy_for_valid(cast, voided):
    marked = signed_in(cast.staff).get(file_of(voided)).getvalue()
    verdict = verdict_on(marked)
    assert not verdict.issued
    assert not verdict.stands
    assert not any(each.covers_whole_file for each in verdict.signatures)
    # The bytes that were issued are known, and void.
    assert verdict_on(voided.paper.issued_file.document.read()).status == Paper.Status.VOID


def test_everybody_else_learns_that_it_is_void_and_no_more(cast, client, voided):
    for who in (cast.near_officer, cast.dc_officer, cast.sysadmin):
        assert signed_in(who).get(page_of(voided)).status_code == 404
        assert signed_in(who).get(file_of(voided)).status_code == 404
    code = voided.paper.code
    checked = client.get(reverse("documents:paper", args=[code]))
    assert "এই কোডের কাগজ বাতিল" in text(checked)
    assert client.get(reverse("documents:pdf", args=[code])).status_code == 404
    assert client.get(file_of(voided)).status_code == 302


def test_reading_it_is_noted(cast, voided):
    client = signed_in(cast.reader)
    client.head(file_of(voided))
    assert not AuditEvent.objects.filter(what="void paper downloaded").exists()
    client.get(file_of(voided))
    assert AuditEvent.objects.get(what="void paper downloaded").by == cast.reader


def test_a_paper_that_stands_has_no_void_copy(cast, approved):
    line = actions.issue(meeting=approved, by=cast.officer)
    assert signed_in(cast.staff).get(file_of(line)).status_code == 404
    assert signed_in(cast.staff).get(page_of(line)).context["paper"] is None


def test_what_goes_out_again_is_another_paper(cast, voided):
    meeting = voided.meeting
    meeting.submit(by=cast.staff)
    meeting.approve(by=cast.officer)
    again = actions.issue(meeting=meeting, by=cast.officer)
    assert again.number != voided.number
    assert signed_in(cast.staff).get(file_of(voided)).status_code == 200
    assert verdict_on(again.paper.issued_file.document.read()).stands


# --- A published paper that is corrected later ----------------------------------------------------


@pytest.fixture
def corrected(cast, meeting):
    """Published minutes, and the corrigendum that took their place."""
    make_issued(meeting, author=cast.staff, officer=cast.officer)
    moves.publish(meeting=meeting, by=cast.officer)
    draft = begin_corrigendum(meeting, by=cast.staff, reason="অঙ্ক ভুল")
    actions.issue(meeting=approve(draft, cast), by=cast.officer)
    meeting.refresh_from_db()
    draft.refresh_from_db()
    return meeting, draft


def test_a_published_paper_can_be_withdrawn_after_it_was_corrected(cast, client, corrected):
    old, new = corrected
    public = reverse("published_minutes", args=[old.pk])
    assert "পরে সংশোধিত হয়েছে" in text(client.get(public))
    officer = signed_in(cast.officer)
    assert "প্রকাশ প্রত্যাহার করুন" in text(officer.get(reverse("meetings:detail", args=[old.pk])))
    withdraw = reverse("meetings:unpublish", args=[old.pk])
    sure = {"reason": "নাম ভুল ছিল", "password": PASSWORD}
    assert officer.get(withdraw).status_code == 200
    assert officer.post(withdraw, sure).status_code == 302

    assert client.get(public).status_code == 404
    assert client.get(reverse("documents:pdf", args=[old.paper.code])).status_code == 404
    checked = text(client.get(reverse("documents:paper", args=[old.paper.code])))
    assert "এই কোডের কাগজ পরে সংশোধিত" in checked
    assert new.paper.number in checked
    # Pressed again it is the same; of the paper that stands nothing has changed.
    assert officer.post(withdraw, sure).status_code == 302
    assert old.paper.withdrawals.count() == 1
    assert "এই কোডের কাগজ বহাল আছে" in text(
        client.get(reverse("documents:paper", args=[new.paper.code]))
    )


def test_the_current_paper_is_published_beside_the_corrected_one(cast, client, corrected):
    old, new = corrected
    moves.publish(meeting=new, by=cast.officer)
    answer = client.get(reverse("published"))
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    assert not answer.cookies
    assert reverse("documents:pdf", args=[new.paper.code]) in answer.content.decode()
    listed = text(answer)
    assert old.paper.number in listed
    assert new.paper.number in listed
    assert "পরে সংশোধিত হয়েছে" not in text(client.get(reverse("published_minutes", args=[new.pk])))
    moves.unpublish(meeting=old, by=cast.officer, reason="ভুল")
    assert client.get(reverse("published_minutes", args=[new.pk])).status_code == 200


def test_what_was_corrected_is_not_published_any_more(cast, meeting):
    make_issued(meeting, author=cast.staff, officer=cast.officer)
    draft = begin_corrigendum(meeting, by=cast.staff, reason="অঙ্ক ভুল")
    actions.issue(meeting=approve(draft, cast), by=cast.officer)
    assert (
        signed_in(cast.officer).get(reverse("meetings:publish", args=[meeting.pk])).status_code
        == 403
    )


@pytest.mark.parametrize("act", ["memos:void", "meetings:unpublish"])
def test_what_everybody_counts_on_ends_only_by_the_password(cast, keys, approved, act):
    line = actions.issue(meeting=approved, by=cast.officer, signer=opened("officer"))
    meeting = Meeting.objects.get(pk=approved.pk)
    moves.publish(meeting=meeting, by=cast.officer)
    officer = signed_in(cast.officer)
    page = reverse(act, args=[line.pk if act == "memos:void" else meeting.pk])
    reason = "দুবার জারি হয়েছে"
    for wrong in ("", "ভুল"):
        answer = officer.post(page, {"reason": reason, "password": wrong})
        assert answer.status_code == 422
        assert list(errors_of(answer)) == ["password"]
        assert reason in text(answer)  # what was typed stays
    assert Meeting.objects.get(pk=meeting.pk).is_published
    assert AuditEvent.objects.filter(what="reauth failed", by=cast.officer).count() == 1
    assert officer.post(page, {"reason": reason, "password": PASSWORD}).status_code == 302
    assert not Meeting.objects.get(pk=meeting.pk).is_published
