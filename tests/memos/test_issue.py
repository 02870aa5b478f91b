"""One act: freeze, number, draw once, sign those bytes, store."""

import json
from datetime import date

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.access import WrongState
from accounts.models import AuditEvent
from bangla.calendar import from_gregorian
from bangla.phrases import long_date
from documents import signing
from documents.models import Document, Paper
from documents.signing import signatures_of
from meetings.content import content_of
from meetings.models import Meeting, State
from memos import actions
from memos.models import Counter, FileNumber, Memo, NumberTaken
from papers.content import canonical, digest
from papers.places import ROOM_TO_SIGN
from papers.printed import printed
from tests.documents.reading import pdftotext
from tests.keys import PIN, opened
from tests.memos.conftest import make_approved

FILE = "০৫.৪৭.৮৫৯২.০০০.০১.০০২.২৪"


def issue(meeting, cast, **asked):
    return actions.issue(meeting=meeting, by=cast.officer, **asked)


def test_issuing_numbers_draws_signs_and_keeps_the_paper(cast, keys, approved):
    line = issue(approved, cast, signer=opened("officer"))

    approved.refresh_from_db()
    today = timezone.localdate()
    assert (line.serial, line.number) == (1, f"{FILE}.১(২)")
    assert (line.state, line.issued_on, line.issued_by) == (Memo.State.ISSUED, today, cast.officer)
    assert (approved.state, approved.issued_by) == (State.ISSUED, cast.officer)
    assert approved.memo["date"] == today.isoformat()
    paper = approved.paper
    assert (paper.number, paper.issued_on, paper.title) == (line.number, today, approved.title)
    (signature,) = signatures_of(paper.issued_file.document.read())
    assert (signature.signer, signature.intact) == (cast.officer.name, True)
    assert (signature.trusted, signature.covers_whole_file) == (True, True)


def test_a_stamp_drawn_beside_the_paper_fits_every_room_on_it(cast, keys, approved):
    line = issue(approved, cast, signer=opened("officer"))

    with line.paper.issued_file.document.open() as file, pikepdf.open(file) as pdf:
        rooms = [[float(number) for number in field.Rect] for field in pdf.Root.AcroForm.Fields]
    assert rooms
    for left, bottom, right, top in rooms:
        room = (right - left, top - bottom)
        assert room == pytest.approx(ROOM_TO_SIGN, abs=signing.SLACK)


def test_the_issued_paper_says_its_number_its_two_dates_and_where_it_is_checked(
    cast, keys, approved
):
    line = issue(approved, cast, signer=opened("officer"))

    text = " ".join(pdftotext(line.paper.issued_file.document.read()).split())
    today = timezone.localdate()
    assert line.number in text
    assert str(from_gregorian(today)) in text
    assert long_date(today) in text
    assert line.paper.public_url in text.replace(" ", "")
    assert "খসড়া" not in text


def test_the_paper_carries_what_it_prints_of_the_very_content_that_was_approved(
    cast, keys, approved
):
    before = approved.approved_digest
    line = issue(approved, cast, signer=opened("officer"))

    with pikepdf.open(line.paper.issued_file.document.path) as pdf:
        carried = pdf.attachments["minutes.json"].get_file().read_bytes()
    now = content_of(Meeting.objects.with_paper().get(pk=approved.pk))
    assert carried == canonical(printed(now))
    assert digest(now | {"memo": {"number": FILE}}) == before


def test_a_paper_signed_in_ink_has_a_number_and_no_signature(cast, approved):
    line = issue(approved, cast)

    assert line.paper.issued_file.signers == []
    assert signatures_of(line.paper.issued_file.document.read()) == []


def test_a_changed_text_is_not_issued(cast, approved):
    approved.items.update(topic="বদলানো বিষয়")

    with pytest.raises(WrongState, match="লেখা বদলেছে"):
        issue(approved, cast)
    assert nothing_is_taken()


def test_only_approved_minutes_are_issued(cast, meeting):
    with pytest.raises(WrongState):
        issue(meeting, cast)
    assert nothing_is_taken()


def test_a_failed_drawing_takes_no_number(cast, approved):
    approved.office.paper_font.name = "fonts/not-there.ttf"
    approved.office.save()

    with pytest.raises(FileNotFoundError):
        issue(approved, cast)
    approved.refresh_from_db()
    assert approved.state == State.APPROVED
    assert nothing_is_taken()


def nothing_is_taken():
    return not (
        Memo.objects.exists()
        or Counter.objects.filter(last__gt=0).exists()
        or Paper.objects.exists()
        or Document.objects.exists()
    )


def test_serials_follow_each_other_in_their_series(cast):
    lines = [issue(make_approved(cast, date(2024, month, 5)), cast) for month in (1, 2, 3)]
    assert [line.serial for line in lines] == [1, 2, 3]


def test_the_same_form_twice_is_one_issue(cast, approved):
    token = "8b3f1f5e-9df1-4a2c-bc55-0b1a3e7b1c11"
    first = issue(approved, cast, token=token)
    again = issue(approved, cast, token=token)

    assert (first, Memo.objects.count(), Paper.objects.count()) == (again, 1, 1)


def test_another_form_finds_it_issued(cast, approved):
    issue(approved, cast)
    with pytest.raises(WrongState):
        issue(approved, cast)


def test_an_old_paper_keeps_its_number_its_date_and_its_words(cast):
    meeting = make_approved(
        cast,
        date(2019, 7, 14),
        memo={
            "number": FILE,
            "issue": "৯২",
            "copies": "৩০",
            "as_printed": f"স্মারক নম্বর: {FILE}. ৯২(৩০)",
            "date": "2019-07-29",
            "bangla_date_as_printed": "১৪ শ্রাবণ ১৪২৬",
            "date_as_printed": "২৯ জুলাই ২০১৯",
        },
    )
    line = issue(meeting, cast)

    assert (line.serial, line.number, line.is_manual) == (92, f"{FILE}.৯২(৩০)", True)
    assert line.issued_on == date(2019, 7, 29)
    assert line.period == 2019
    meeting.refresh_from_db()
    assert meeting.memo["as_printed"] == f"স্মারক নম্বর: {FILE}. ৯২(৩০)"


def test_a_number_that_is_in_the_register_is_not_given_again(cast):
    issue(make_approved(cast, memo={"number": FILE, "issue": "৯২", "date": "2024-03-24"}), cast)
    other = make_approved(
        cast, date(2024, 4, 4), memo={"number": FILE, "issue": "92", "date": "2024-04-06"}
    )
    with pytest.raises(NumberTaken, match="৯২"):
        issue(other, cast)
    other.refresh_from_db()
    assert other.state == State.APPROVED


def test_what_is_written_by_hand_moves_the_counter_on(cast):
    issue(make_approved(cast, date(2024, 1, 5)), cast, serial=40)
    line = issue(make_approved(cast, date(2024, 2, 5)), cast)
    assert line.serial == 41


def test_a_reserved_number_can_be_used(cast):
    first = issue(make_approved(cast, date(2024, 1, 5)), cast)
    held = actions.reserve(file=first.file, by=cast.staff, subject="অগ্রায়নপত্র")
    third = issue(make_approved(cast, date(2024, 2, 5)), cast)
    used = issue(make_approved(cast, date(2024, 3, 5)), cast, reserved=held)

    assert (held.serial, third.serial, used.serial, used.pk) == (2, 3, 2, held.pk)
    assert used.reserved_by == cast.staff


def test_a_reserved_number_is_used_once(cast):
    first = issue(make_approved(cast, date(2024, 1, 5)), cast)
    held = actions.reserve(file=first.file, by=cast.staff, subject="অগ্রায়নপত্র")
    issue(make_approved(cast, date(2024, 2, 5)), cast, reserved=held)
    with pytest.raises(ValidationError, match="খালি নেই"):
        issue(make_approved(cast, date(2024, 3, 5)), cast, reserved=held)


def test_a_paper_without_a_file_goes_out_of_the_one_that_is_chosen(cast):
    series = cast.meghdubi.series.create(name="কার্যালয়")
    file = FileNumber.objects.create(
        office=cast.meghdubi, number="05.47.8592.000.06.001.24", series=series
    )
    meeting = make_approved(cast, memo=None)
    with pytest.raises(ValidationError, match="নথি"):
        issue(meeting, cast)

    assert issue(meeting, cast, file=file).number == "০৫.৪৭.৮৫৯২.০০০.০৬.০০১.২৪.১(২)"


def test_it_usually_goes_out_of_the_file_its_committee_used_last(cast):
    assert FileNumber.usual_for(make_approved(cast, date(2024, 1, 5), memo=None)) is None
    line = issue(make_approved(cast, date(2024, 2, 5)), cast)
    assert FileNumber.usual_for(make_approved(cast, date(2024, 3, 5), memo=None)) == line.file


def test_an_old_paper_without_a_count_gets_none(cast):
    memo = {"number": FILE, "issue": "৭৩", "date": "2019-05-28"}
    assert issue(make_approved(cast, date(2019, 5, 14), memo=memo), cast).number == f"{FILE}.৭৩"


def test_the_second_memo_of_a_paper_counts_its_copies(cast):
    meeting = make_approved(cast, shape="upazila")
    line = issue(meeting, cast)

    meeting.refresh_from_db()
    assert line.number == f"{FILE}.১"
    assert meeting.memo["copy_number_as_printed"] == f"স্মারক নম্বর: {FILE}.১/১(২)"


def test_counts_can_be_changed_and_left_out(cast):
    first = issue(make_approved(cast, date(2024, 1, 5)), cast, copies=30)
    second = issue(make_approved(cast, date(2024, 2, 5)), cast, copies=0)
    assert (first.number, second.number) == (f"{FILE}.১(৩০)", f"{FILE}.২")


def test_what_is_struck_out_stays_and_its_minutes_go_back(cast, approved):
    line = issue(approved, cast)
    actions.void(memo=line, by=cast.officer, reason="ভুল নথিতে জারি")

    approved.refresh_from_db()
    line.refresh_from_db()
    assert (line.state, line.serial, line.void_reason) == ("void", 1, "ভুল নথিতে জারি")
    assert line.paper.status == "void"
    assert (approved.state, approved.paper, approved.memo) == ("returned", None, {"number": FILE})
    approved.submit(by=cast.staff)
    approved.approve(by=cast.officer)
    assert issue(approved, cast).serial == 2


def test_every_act_is_in_the_trail_of_the_office(cast, keys, approved):
    line = issue(approved, cast, signer=opened("officer"))
    approved.refresh_from_db()
    approved.publish(by=cast.officer)
    approved.unpublish(by=cast.officer, reason="ভুল")
    actions.void(memo=line, by=cast.officer, reason="ভুল নথিতে জারি")

    office = f"office-{cast.meghdubi.pk}"
    events = AuditEvent.objects.filter(chain=office).order_by("serial")
    assert [event.what for event in events] == [
        "meeting draft → submitted",
        "meeting submitted → approved",
        "meeting approved → issued",
        "meeting issued → published",
        "meeting published → issued",
        "memo voided",
        "meeting issued → returned",
    ]


def test_issued_minutes_are_not_sent_back(cast, approved):
    issue(approved, cast)
    approved.refresh_from_db()
    with pytest.raises(WrongState):
        approved.send_back(by=cast.officer, remarks="আবার দেখুন")


# --- The command ----------------------------------------------------------------------------------


def ask(meeting, username, out, capsys, *options):
    call_command("issue", str(meeting.pk), "--as", username, "-o", str(out), *options)
    return json.loads(capsys.readouterr().out)


def test_the_command_issues_under_a_users_rights(
    cast, keys, approved, tmp_path, capsys, monkeypatch
):
    monkeypatch.setenv("SIGNING_PIN", PIN)
    told = ask(approved, "officer", tmp_path / "out.pdf", capsys)

    line = Memo.objects.get()
    assert told == {
        "memo": line.number,
        "serial": 1,
        "sha256": line.paper.issued_file.document.sha256,
    }
    assert (tmp_path / "out.pdf").read_bytes() == line.paper.issued_file.document.read()
    assert line.paper.issued_file.signers[0]["name"] == cast.officer.name


@pytest.mark.parametrize(
    ("username", "reason"),
    [
        ("staff", "কর্মকর্তা"),
        ("far_officer", "সভা নেই"),
        ("sysadmin", "সভা নেই"),
        ("nobody", "ব্যবহারকারী নেই"),
    ],
)
def test_the_command_refuses_everybody_else(cast, approved, tmp_path, username, reason):
    with pytest.raises(CommandError, match=reason):
        call_command("issue", str(approved.pk), "--as", username, "-o", str(tmp_path / "x.pdf"))
    assert nothing_is_taken()
    assert not (tmp_path / "x.pdf").exists()


def test_the_command_takes_no_wrong_pin(cast, keys, approved, tmp_path, monkeypatch):
    monkeypatch.setenv("SIGNING_PIN", "ভুল")
    with pytest.raises(CommandError, match="মেলেনি"):
        call_command("issue", str(approved.pk), "--as", "officer", "-o", str(tmp_path / "x.pdf"))
    assert nothing_is_taken()
