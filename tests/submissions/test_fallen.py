"""What becomes of a sent paper that is struck out or corrected, and of an acceptance taken back: both
offices learn of it, and matrix, score, summary, verification and public page say it at once."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts import digests
from accounts.access import WrongState
from accounts.models import AuditEvent, Digest, Mail
from meetings import moves
from meetings.correcting import begin_corrigendum
from meetings.models import Meeting
from memos.actions import void
from offices.models import Holiday
from submissions import actions
from submissions.expectations import Standing
from submissions.ledger import Ledger
from submissions.models import Notice, Submission
from submissions.reports import lines as told_on
from submissions.scores import score
from tests.cast import signed_in
from tests.factories import blank_page, make_issued
from tests.submissions.conftest import ask_for
from tests.test_pages import text

State = Submission.State
MARCH = date(2024, 3, 1)
TODAY = date(2024, 5, 6)  # a Monday, weeks after the due day
DHAKA = ZoneInfo("Asia/Dhaka")


@pytest.fixture
def sent(cast, duty, issued):
    """In time, and published."""
    moves.publish(meeting=Meeting.objects.get(pk=issued.pk), by=cast.officer)
    at = datetime(2024, 4, 1, 10, tzinfo=DHAKA)
    return actions.send(meeting=issued, duty=duty, period_start=MARCH, by=cast.staff, at=at)


@pytest.fixture
def accepted(cast, sent):
    actions.open_submission(submission=sent, by=cast.dc_staff)
    actions.accept(submission=fresh(sent), by=cast.dc_staff)
    return fresh(sent)


def fresh(submission):
    return Submission.objects.select_related("duty__office", "office", "file__paper").get(
        pk=submission.pk
    )


def strike_out(cast, submission, reason="দুবার জারি হয়েছে"):
    line = Meeting.objects.get(pk=submission.meeting_id).paper.memo
    void(memo=line, by=cast.officer, reason=reason)


def correct(cast, submission):
    """A corrigendum takes its place; returns its meeting."""
    meeting = Meeting.objects.get(pk=submission.meeting_id)
    draft = begin_corrigendum(meeting, by=cast.staff, reason="অঙ্ক ভুল")
    make_issued(draft, author=cast.staff, officer=cast.officer)
    return draft


def reissue(cast, submission):
    """The same minutes under another number; returns the meeting."""
    meeting = Meeting.objects.get(pk=submission.meeting_id)
    make_issued(meeting, author=cast.staff, officer=cast.officer)
    return meeting


def cell_of(duty, office):
    ledger = Ledger([duty], since=MARCH, until=MARCH, today=TODAY, reviews=True)
    (cell,) = ledger.cells(duty, office)
    return cell


def stands(duty, office):
    """How the paper of March stands in matrix, score and summary: three words for one fact."""
    cell = cell_of(duty, office)
    told = score([cell], today=TODAY)
    return cell.standing, (told.in_time, told.to_mend), told.undecided


ENDS = {"void": strike_out, "corrected": correct}


# --- The whole way --------------------------------------------------------------------------------


@pytest.mark.parametrize("end", ENDS)
def test_matrix_score_and_summary_follow_at_once(cast, duty, accepted, end):
    assert stands(duty, cast.meghdubi) == (Standing.ACCEPTED, (1, 0), 0)
    summary = {"user": cast.dc_staff, "office": cast.shalbon, "year": 2023, "part": "m3"}
    number = accepted.paper.number
    assert number in text(ask_for("summary", **summary))

    ENDS[end](cast, accepted)

    assert stands(duty, cast.meghdubi) == (Standing.FALLEN, (0, 1), 0)
    shown = text(ask_for("summary", **summary))
    assert number not in shown
    assert "জমার পরে বাতিল বা সংশোধিত, নতুনটি আসেনি" in shown
    matrix = text(ask_for("matrix", user=cast.dc_staff, office=cast.shalbon, year=2023))
    assert "বাতিল বা সংশোধিত" in matrix
    # The row of what was accepted stays as it was decided.
    assert fresh(accepted).state == State.ACCEPTED


@pytest.mark.parametrize(("end", "again"), [("void", reissue), ("corrected", None)])
def test_the_new_paper_takes_the_place_of_the_old_one_and_is_in_time(
    cast, duty, accepted, end, again
):
    meeting = ENDS[end](cast, accepted)
    meeting = again(cast, accepted) if again else meeting
    client = signed_in(cast.staff)
    page = text(client.get(reverse("submissions:submission", args=[accepted.pk])))
    assert "সংশোধিত কাগজ জমা দিন" in page
    assert client.get(reverse("submissions:send", args=[meeting.pk])).status_code == 200

    second = actions.send(meeting=meeting, duty=duty, period_start=MARCH, by=cast.staff)

    assert (second.version, second.first_sent_on) == (2, accepted.first_sent_on)
    assert stands(duty, cast.meghdubi)[0] == Standing.ON_TIME
    actions.open_submission(submission=second, by=cast.dc_staff)
    actions.accept(submission=fresh(second), by=cast.dc_staff)
    assert stands(duty, cast.meghdubi) == (Standing.ACCEPTED, (1, 0), 0)
    shown = text(ask_for("summary", user=cast.dc_staff, office=cast.shalbon, year=2023, part="m3"))
    assert second.paper.number in shown
    # What was accepted first is still there to be read, and decides nothing.
    assert [v.state for v in second.versions()] == [State.ACCEPTED, State.ACCEPTED]
    assert not Submission.objects.fallen().exists()


def test_verification_and_the_public_page_follow_too(cast, client, accepted):
    paper, pk = accepted.paper, accepted.meeting_id
    assert client.get(reverse("published_minutes", args=[pk])).status_code == 200
    strike_out(cast, accepted)
    assert client.get(reverse("published_minutes", args=[pk])).status_code == 404
    assert "এই কোডের কাগজ বাতিল" in text(client.get(reverse("documents:paper", args=[paper.code])))
    again = reissue(cast, accepted)
    moves.publish(meeting=again, by=cast.officer)
    assert client.get(reverse("published_minutes", args=[pk])).status_code == 200
    checked = client.get(reverse("documents:paper", args=[again.paper.code]))
    assert "এই কোডের কাগজ বহাল আছে" in text(checked)
    assert "এই কোডের কাগজ বাতিল" in text(client.get(reverse("documents:paper", args=[paper.code])))


def test_the_page_of_a_void_paper_says_who_struck_it_out_and_why(cast, accepted):
    strike_out(cast, accepted)
    for who in (cast.staff, cast.dc_staff):
        page = text(signed_in(who).get(reverse("submissions:submission", args=[accepted.pk])))
        assert "গ্রহণও আর গণ্য নয়" in page
        assert f"স্মারক বাতিল করেছেন {cast.officer}" in page
        assert "দুবার জারি হয়েছে" in page


@pytest.mark.parametrize("state", [State.SENT, State.OPENED, State.ASKED])
def test_a_paper_that_waits_for_a_decision_falls_as_well(cast, duty, sent, state):
    if state != State.SENT:
        actions.open_submission(submission=sent, by=cast.dc_staff)
    if state == State.ASKED:
        actions.comment(submission=fresh(sent), text="কবে?", by=cast.dc_staff, asks=True)
    strike_out(cast, sent)
    assert stands(duty, cast.meghdubi)[0] == Standing.FALLEN
    meeting = reissue(cast, sent)
    second = actions.send(meeting=meeting, duty=duty, period_start=MARCH, by=cast.staff)
    old = fresh(sent)
    assert not old.is_latest
    # Of the two only the one that stands can still be decided about.
    with pytest.raises(PermissionDenied):
        actions.accept(submission=old, by=cast.dc_staff)
    assert second.version == 2


def test_the_receiver_gets_the_void_file_marked(cast, duty, meeting, monkeypatch):
    monkeypatch.setattr("tests.factories.tiny", blank_page)
    make_issued(meeting, author=cast.staff, officer=cast.officer)
    sent = actions.send(meeting=meeting, duty=duty, period_start=MARCH, by=cast.staff)
    actions.open_submission(submission=sent, by=cast.dc_staff)
    page, client = reverse("submissions:pdf", args=[sent.pk]), signed_in(cast.dc_staff)
    as_sent = client.get(page).getvalue()
    assert as_sent == sent.file.document.read()
    strike_out(cast, sent)
    marked = client.get(page).getvalue()
    assert marked != as_sent
    assert marked.startswith(as_sent)


# --- Both offices are told ------------------------------------------------------------------------


@pytest.mark.parametrize("end", ENDS)
def test_both_offices_are_told_on_the_first_page_at_once(cast, accepted, end):
    ENDS[end](cast, accepted)
    assert "আমাদের জমা দেওয়া ১টি কাগজ জমার পরে বাতিল বা সংশোধিত" in text(signed_in(cast.staff).get("/"))
    desk = signed_in(cast.dc_staff)
    assert "আমাদের পাওয়া ১টি কাগজ জমার পরে বাতিল বা সংশোধিত" in text(desk.get("/"))
    tray = desk.get(reverse("submissions:desk"), {"tray": "fallen"})
    assert accepted.paper.number in text(tray)
    assert "বাতিল বা সংশোধিত" not in text(signed_in(cast.near_officer).get("/"))


def test_and_by_the_next_digest_once_each(cast, accepted):
    strike_out(cast, accepted)
    at = datetime(2024, 5, 6, 8, tzinfo=DHAKA)
    digests.send(TODAY, [told_on], at=at)
    told = set(Notice.objects.values_list("user__username", flat=True))
    # On that day the transferred officer was still there.
    assert told == {"staff", "two_roles", "officer", "transferred", "dc_staff", "dc_officer"}
    tomorrow = TODAY + timedelta(days=1)
    digests.send(tomorrow, [told_on], at=at + timedelta(days=1))
    assert Notice.objects.count() == len(told)
    digest = Digest.objects.get(user=cast.dc_officer, made_on=TODAY)
    client = signed_in(cast.dc_officer)
    page = text(client.get(reverse("digest", args=[2024, 5, 6])))
    assert f"স্মারক {accepted.paper.number} জমার পরে বাতিল হয়েছে" in page
    assert "গ্রহণও আর গণ্য নয়" in page
    assert digest.pk


def test_the_mail_says_it_in_one_line_to_each_side(cast, accepted):
    for who in (cast.staff, cast.dc_officer):
        who.email = f"{who.username}@example.org"
        who.save()
    strike_out(cast, accepted)
    digests.send(TODAY, [told_on], at=datetime(2024, 5, 6, 8, tzinfo=DHAKA))
    mails = {mail.to: mail.text for mail in Mail.objects.all()}
    assert "নতুন করে জারি করে আবার জমা দিতে হবে" in mails["staff@example.org"]
    assert "নতুন কাগজ জমা দেবে প্রেরক কার্যালয়" in mails["dc_officer@example.org"]


def test_nobody_is_told_on_a_day_off_or_of_what_was_returned(cast, duty, sent):
    strike_out(cast, sent)
    Holiday.objects.create(falls_on=TODAY, name="ছুটি")
    assert told_on(TODAY) == []
    Submission.objects.filter(pk=sent.pk).update(
        state=State.RETURNED, decided_by=cast.dc_staff, decided_at=sent.sent_at,
        reason_code="other", remarks="দেখুন",
    )  # fmt: skip
    fell = [line for line in told_on(TODAY + timedelta(days=1)) if isinstance(line.row, Notice)]
    assert fell == []


# --- An acceptance taken back ---------------------------------------------------------------------

REASON = {"reason": "উপস্থিতির হিসাব আবার দেখতে হবে।"}


def page_to_reopen(submission):
    return reverse("submissions:reopen", args=[submission.pk])


def test_an_officer_reopens_an_acceptance_with_a_reason(cast, duty, accepted):
    client = signed_in(cast.dc_officer)
    page = client.get(reverse("submissions:submission", args=[accepted.pk]))
    assert page_to_reopen(accepted) in page.content.decode()
    assert client.get(page_to_reopen(accepted)).status_code == 200
    assert client.post(page_to_reopen(accepted), {"reason": ""}).status_code == 422
    assert fresh(accepted).state == State.ACCEPTED

    assert client.post(page_to_reopen(accepted), REASON).status_code == 302

    now = fresh(accepted)
    assert (now.state, now.decided_by, now.decided_at) == (State.OPENED, None, None)
    assert (now.opened_by, now.reopened_by) == (cast.dc_staff, cast.dc_officer)
    assert stands(duty, cast.meghdubi) == (Standing.ON_TIME, (1, 0), 1)
    for who in (cast.staff, cast.dc_staff):
        shown = text(signed_in(who).get(reverse("submissions:submission", args=[accepted.pk])))
        assert REASON["reason"] in shown
        assert f"গ্রহণ ফিরিয়ে নিয়েছেন {cast.dc_officer}" in shown
    # It can be decided about again, either way.
    actions.send_back(submission=now, by=cast.dc_staff, reason_code="other", remarks="দেখুন")


def test_pressed_twice_it_is_reopened_once(cast, accepted):
    client = signed_in(cast.dc_officer)
    for _ in range(2):
        assert client.post(page_to_reopen(accepted), REASON).status_code == 302
    events = AuditEvent.objects.filter(what="submission reopened")
    assert events.count() == 2  # one in the trail of each office
    assert {event.detail["reason"] for event in events} == {REASON["reason"]}


def test_what_nobody_has_opened_waits_unopened_again(cast, sent):
    """Nobody is written down as having opened it."""
    actions.accept(submission=sent, by=cast.dc_staff)
    actions.reopen(submission=fresh(sent), by=cast.dc_officer, reason="পড়া হয়নি")
    now = fresh(sent)
    assert (now.state, now.opened_by, now.opened_at) == (State.SENT, None, None)
    page = text(signed_in(cast.dc_staff).get(reverse("submissions:submission", args=[sent.pk])))
    assert "পড়া হয়নি" in page
    assert "খুলে দেখুন" in page


@pytest.mark.parametrize("who", ["dc_staff", "officer", "staff", "other_dc_officer"])
def test_only_an_officer_of_the_receiving_office_reopens(cast, accepted, who):
    client = signed_in(getattr(cast, who))
    assert client.get(page_to_reopen(accepted)).status_code in (403, 404)
    assert client.post(page_to_reopen(accepted), REASON).status_code in (403, 404)
    assert fresh(accepted).state == State.ACCEPTED


def test_what_is_not_accepted_is_not_reopened(cast, sent):
    with pytest.raises(WrongState, match="শুধু গৃহীত কাগজ আবার খোলা যায়"):
        actions.reopen(submission=sent, by=cast.dc_officer, reason="দেখি")
    answer = signed_in(cast.dc_officer).post(page_to_reopen(sent), REASON)
    assert answer.status_code == 409
    assert REASON["reason"] in text(answer)


# --- A signature that is missing ------------------------------------------------------------------

COPY = {"name": "তানজিলা হক", "designation": ["সহকারী প্রোগ্রামার"]}
MISSING = "অনুলিপির স্বাক্ষর: তানজিলা হক, সহকারী প্রোগ্রামার: ডিজিটাল স্বাক্ষর নেই"


@pytest.fixture
def half_signed(cast, meeting):
    """The chair has signed, and the copy list's place is empty."""
    order = [*meeting.shape["order"]]
    if "copy_signatory" not in order:
        meeting.shape = meeting.shape | {"order": [*order, "copy_signatory"]}
    meeting.copy_signatory = COPY
    meeting.save()
    make_issued(meeting, author=cast.staff, officer=cast.officer)
    file = meeting.paper.issued_file
    file.signers = [{"name": "রেহানা পারভীন", "post": "", "field": "chair", "signed_at": None}]
    file.save()
    return meeting


def test_a_missing_signature_is_seen_by_sender_publisher_and_reviewer(cast, duty, half_signed):
    sender = signed_in(cast.staff).get(reverse("submissions:send", args=[half_signed.pk]))
    assert MISSING in text(sender)
    publisher = signed_in(cast.officer).get(reverse("meetings:publish", args=[half_signed.pk]))
    assert MISSING in text(publisher)
    sent = actions.send(meeting=half_signed, duty=duty, period_start=MARCH, by=cast.staff)
    actions.open_submission(submission=sent, by=cast.dc_staff)
    reviewer = signed_in(cast.dc_staff).get(reverse("submissions:submission", args=[sent.pk]))
    assert (False, MISSING) in reviewer.context["checklist"]


def test_a_paper_that_is_signed_everywhere_lacks_nothing(cast, duty, half_signed):
    file = half_signed.paper.issued_file
    file.signers = [*file.signers, {"name": COPY["name"], "post": "", "field": "copy"}]
    file.save()
    page = signed_in(cast.staff).get(reverse("submissions:send", args=[half_signed.pk]))
    assert "ডিজিটাল স্বাক্ষর নেই" not in text(page)
