"""All copies of a paper, made by the worker: once, in steps, for good."""

import io
import zipfile
from datetime import timedelta
from unittest.mock import patch

import pikepdf
import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.access import WrongState
from accounts.models import AuditEvent
from documents.models import Document
from documents.rendering import RenderFailed
from letters import merges, merging
from letters.models import Merge, MergePart
from memos.actions import void
from memos.models import Copy
from minutes_portal import due
from tests.cast import signed_in
from tests.factories import make_copies
from tests.letters.conftest import said_in


@pytest.fixture(autouse=True)
def small_steps(monkeypatch, quick):
    monkeypatch.setattr(merges, "STEPS", dict.fromkeys(Merge.Kind, 2))


def work(times=99):
    """What a worker does of it; how many steps there were."""
    return next((done for done in range(times) if not merges.step()), times)


def time_passes(merge, **told):
    Merge.objects.filter(pk=merge.pk).update(due_at=timezone.now() - timedelta(seconds=1), **told)


def test_it_is_made_in_steps_that_are_kept(memo, cast):
    merge = merges.ask(memo=memo, by=cast.staff)
    told = []
    while merges.step():
        merge.refresh_from_db()
        told.append((merge.state, merge.done, merge.parts.count()))
    assert told == [("waiting", 2, 1), ("waiting", 4, 2), ("waiting", 5, 3), ("done", 5, 0)]
    assert said_in(merge.document.read()) == [each.recipient for each in memo.sent_copies.all()]
    assert merges.step() is False


def test_what_was_asked_is_asked_once(memo, cast):
    merge = merges.ask(memo=memo, by=cast.staff)
    assert merges.ask(memo=memo, by=cast.officer) == merge
    work()
    assert merges.ask(memo=memo, by=cast.officer) == merge
    assert AuditEvent.objects.filter(what="copies merged").count() == 1
    others = [
        merges.ask(memo=memo, by=cast.staff, is_double_sided=True),
        merges.ask(memo=memo, by=cast.staff, kind="files"),
    ]
    assert merges.ask(memo=memo, by=cast.staff, kind="files", is_double_sided=True) == others[1]
    make_copies(memo, 1, first=6)
    more = merges.ask(memo=memo, by=cast.staff)
    assert len({merge, *others, more}) == 4
    assert (merge.total, more.total) == (5, 6)


def test_recipients_that_come_later_do_not_change_what_was_asked(memo, cast):
    merge = merges.ask(memo=memo, by=cast.staff)
    work(1)
    make_copies(memo, 3, first=6)
    work()
    merge.refresh_from_db()
    assert len(said_in(merge.document.read())) == 5


def test_separate_files_come_with_the_paper_as_it_is(memo, cast):
    merge = merges.ask(memo=memo, by=cast.staff, kind="files")
    work()
    merge.refresh_from_db()
    with zipfile.ZipFile(io.BytesIO(merge.document.read())) as files:
        paper, *names = files.namelist()
        assert files.read(paper) == memo.paper.issued_file.document.read()
        assert names[0] == "০০১ কর্মকর্তা ১, শালবন.pdf"
        for name, copy in zip(names, memo.sent_copies.all(), strict=True):
            assert said_in(files.read(name)) == [copy.recipient]


def test_a_worker_that_was_overtaken_throws_its_step_away(memo, cast):
    merge = merges.ask(memo=memo, by=cast.staff)
    drawing, overtaken = merging.addressed, []

    def slow(sent, recipients):
        if not overtaken:
            overtaken.append(True)
            time_passes(merge)
            assert merges.step()  # another worker, once the lease has run out
        return drawing(sent, recipients)

    with patch.object(merging, "addressed", slow):
        assert merges.step()
    merge.refresh_from_db()
    assert (merge.done, merge.parts.count()) == (2, 1)
    work()
    merge.refresh_from_db()
    assert len(said_in(merge.document.read())) == 5


def test_nobody_takes_what_another_has_in_hand(memo, cast):
    merge = merges.ask(memo=memo, by=cast.staff)
    assert merges._take() == merge
    assert merges._take() is None
    time_passes(merge)
    assert merges._take() == merge


def test_what_cannot_be_drawn_is_tried_again_and_then_said(memo, cast):
    merge = merges.ask(memo=memo, by=cast.staff)
    with patch.object(merging, "addressed", side_effect=RenderFailed("slow")):
        for _ in range(merges.TRIES_AT_MOST):
            assert merges.step()
            assert not merges.step()  # not at once
            time_passes(merge)
        assert not merges.step()
    merge.refresh_from_db()
    assert merge.state == "failed"
    assert "অতিরিক্ত সময়" in merge.fault
    assert merges.ask(memo=memo, by=cast.officer) == merge
    work()
    merge.refresh_from_db()
    assert (merge.state, merge.fault, merge.asked_by) == ("done", "", cast.officer)


def test_who_finds_all_render_workers_busy_has_not_tried(memo, cast):
    merge = merges.ask(memo=memo, by=cast.staff)
    with patch.object(merging, "addressed", side_effect=RenderFailed("busy")):
        for _ in range(merges.TRIES_AT_MOST + 2):
            merges.step()
            time_passes(merge)
    work()
    merge.refresh_from_db()
    assert merge.state == "done"


def test_no_copies_are_made_of_a_paper_that_stands_no_more(memo, cast):
    begun = merges.ask(memo=memo, by=cast.staff)
    work(1)
    void(memo=memo, by=cast.officer, reason="ভুল")
    work()
    begun.refresh_from_db()
    assert (begun.state, begun.fault) == ("failed", merges.NOT_CURRENT)
    with pytest.raises(WrongState, match="বহাল"):
        merges.ask(memo=memo, by=cast.staff, is_double_sided=True)


def test_a_paper_to_nobody_has_no_copies(drawn_memo, cast):
    with pytest.raises(WrongState, match="কোনো প্রাপক নেই"):
        merges.ask(memo=drawn_memo, by=cast.staff)


def test_the_worker_knows_of_it():
    assert merges.step in due.jobs()


# --- The pages ------------------------------------------------------------------------------------


def test_it_is_asked_for_watched_and_taken_home(memo, cast):
    staff = signed_in(cast.staff)
    page = reverse("letters:copies", args=[memo.pk])
    assert "প্রাপক ৫ জন" in staff.get(page).content.decode()
    answer = staff.post(page, {"kind": "print"}, follow=True)
    (merge,) = Merge.objects.all()
    address = reverse("letters:merge", args=[merge.pk])
    assert answer.redirect_chain == [(address, 302)]
    assert staff.get(reverse("letters:merge_file", args=[merge.pk])).status_code == 404
    work(2)
    assert "৫টির মধ্যে ৪টি কপি হয়েছে" in staff.get(address).content.decode()
    assert "৪/৫" in staff.get(page).content.decode()
    work()
    assert "নামান" in staff.get(address).content.decode()
    taken = staff.get(reverse("letters:merge_file", args=[merge.pk]))
    merge.refresh_from_db()
    assert taken.content == merge.document.read()
    assert MergePart.objects.count() == 0


def test_who_only_reads_sees_and_asks_for_nothing(memo, cast):
    reader = signed_in(cast.reader)
    page = reverse("letters:copies", args=[memo.pk])
    assert "তৈরি করুন</button>" not in reader.get(page).content.decode()
    assert reader.post(page, {"kind": "print"}).status_code == 403


def test_a_wrong_kind_is_said(memo, cast):
    answer = signed_in(cast.staff).post(reverse("letters:copies", args=[memo.pk]), {"kind": "x"})
    assert answer.status_code == 400
    assert not Merge.objects.exists()


def test_the_page_of_one_copy_and_of_a_draft_are_drawn_when_asked_for(memo, cast, meeting):
    staff = signed_in(cast.staff)
    copy = memo.sent_copies.first()
    answer = staff.get(reverse("letters:copy_page", args=[copy.pk]))
    assert said_in(answer.content) == [copy.recipient]
    draft = reverse("letters:addressed", args=[meeting.pk])
    with pikepdf.open(io.BytesIO(staff.get(draft).content)) as file:
        assert len(file.pages) == 2
    assert "নম্বর প্রাপক নেই" in staff.get(draft, {"to": "9"}).content.decode()


def test_what_is_made_is_kept_once(memo, cast):
    before = Document.objects.count()
    merges.ask(memo=memo, by=cast.staff)
    work()
    assert Document.objects.count() == before + 1
    assert Copy.objects.filter(memo=memo).count() == 5
