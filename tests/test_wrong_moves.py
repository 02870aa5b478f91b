"""A table of wrong moves: each is tried through the page, refused with its sentence, and changes nothing.

What is compared is every row of every table of ours and every kept file, before and after.
"""

import uuid
from datetime import date

import pytest
from django.urls import reverse

from meetings import moves
from meetings.correcting import begin_corrigendum
from meetings.models import Meeting
from memos import actions as memos
from memos.models import FileNumber, Memo
from submissions import actions as submissions
from submissions.models import Submission
from tests.access.test_actions import everything
from tests.factories import blank_page, make_duty, make_issued, make_meeting, make_post
from tests.keys import PIN, give_keys
from tests.memos.conftest import approve, make_approved
from tests.memos.test_issuing_views import PASSWORD, answers, signed_in
from tests.test_pages import text

pytestmark = pytest.mark.once

MARCH = date(2024, 3, 1)
PRINTED = {"name": "রেহানা পারভীন", "designation": ["উপজেলা নির্বাহী অফিসার", "মেঘডুবি"]}
DENIED = "এই কাজের অনুমতি আপনার নেই"
CASES = {}


def wrong(status, sentence):
    """A case: a function of the world that brings it about and returns (who, address, what is sent).

    Nothing sent is a look. `sentence` is what the page says.
    """

    def keep(function):
        CASES[function.__name__] = (function, status, sentence)
        return function

    return keep


class World:
    """The cast, with keys, and what a case needs of the year."""

    def __init__(self, cast):
        self.cast = cast
        self.__dict__ |= vars(cast)
        self.duty = make_duty(cast.shalbon, cast.committee)

    def approved(self, held_on=date(2024, 3, 21), **changes):
        return make_approved(self.cast, held_on, **changes)

    def issued(self, held_on=date(2024, 3, 21), **changes):
        meeting = make_meeting(self.committee, by=self.staff, held_on=held_on, **changes)
        make_issued(meeting, author=self.staff, officer=self.officer)
        return meeting

    def corrected(self, meeting):
        """Its corrigendum, issued."""
        draft = begin_corrigendum(meeting, by=self.staff, reason="অঙ্ক ভুল")
        make_issued(draft, author=self.staff, officer=self.officer)
        meeting.refresh_from_db()
        return draft

    def voided(self, meeting):
        line = Meeting.objects.get(pk=meeting.pk).paper.memo
        memos.void(memo=line, by=self.officer, reason="দুবার জারি")
        return Memo.objects.get(pk=line.pk)

    def sent(self, meeting=None, *, opened=True):
        meeting = meeting or self.issued()
        sent = submissions.send(meeting=meeting, duty=self.duty, period_start=MARCH, by=self.staff)
        if opened:
            submissions.open_submission(submission=sent, by=self.dc_staff)
        return fresh(sent)

    def accepted(self):
        sent = self.sent()
        submissions.accept(submission=sent, by=self.dc_staff)
        return fresh(sent)

    def submitted(self, **changes):
        meeting = make_meeting(self.committee, by=self.staff, **changes)
        meeting.submit(by=self.staff)
        return meeting


def fresh(row):
    return Submission.objects.select_related("duty__office", "office", "file__paper").get(pk=row.pk)


def to(name, *arguments):
    return reverse(name, args=[getattr(each, "pk", each) for each in arguments])


def issue_page(meeting):
    return to("memos:issue", meeting)


def send_form(world, period="2024-03-01"):
    return {"duty": world.duty.pk, "period": period, "token": uuid.uuid4()}


# ── 1. The signature is the printed person's ────────────────────────────────────────────────────


@wrong(422, "ডিজিটাল স্বাক্ষর দিতে পারেন শুধু তিনি")
def a_stamp_over_anothers_name(w):
    meeting = w.approved(signatory=PRINTED)
    return w.officer, issue_page(meeting), answers(meeting)


@wrong(403, DENIED)
def a_clerk_issues(w):
    meeting = w.approved()
    return w.staff, issue_page(meeting), answers(meeting)


@wrong(404, "")
def an_officer_of_another_office_issues(w):
    meeting = w.approved()
    return w.near_officer, issue_page(meeting), answers(meeting)


@wrong(403, "ডিজিটাল স্বাক্ষর দিতে পারেন শুধু তিনি")
def somebody_else_signs_the_issued_paper(w):
    meeting = w.issued(signatory=PRINTED)
    return w.officer, to("memos:sign", meeting, "chair"), {"pin": PIN, "password": PASSWORD}


@wrong(403, "অন্যের পক্ষে স্বাক্ষর করেন শুধু এই কার্যালয়ের কর্মকর্তা")
def a_clerk_signs_for_the_head(w):
    lines = ["অফিস সহকারী", "উপজেলা নির্বাহী অফিসার এর পক্ষে"]
    meeting = w.issued(signatory={"name": w.staff.name, "designation": lines})
    return w.staff, to("memos:sign", meeting, "chair"), {"pin": PIN, "password": PASSWORD}


@wrong(403, "এই জায়গায় এখন স্বাক্ষর দেওয়া যায় না")
def a_place_is_signed_twice(w):
    meeting = w.issued(signatory={"name": w.staff.name, "designation": ["অফিস সহকারী"]})
    file = meeting.paper.issued_file
    file.signers = [{"name": w.staff.name, "post": "", "field": "chair"}]
    file.save()
    return w.staff, to("memos:sign", meeting, "chair"), {"pin": PIN, "password": PASSWORD}


@wrong(422, "পিন বা পাসফ্রেজ মেলেনি")
def a_wrong_pin(w):
    meeting = w.approved()
    return w.officer, issue_page(meeting), answers(meeting, pin="ভুল-পিন")


@wrong(422, "আপনি পাতাটি খোলার পরে লেখা বদলেছে")
def a_stale_page_of_issuing(w):
    meeting = w.approved()
    stale = answers(meeting)
    moves.send_back(meeting=Meeting.objects.get(pk=meeting.pk), by=w.officer, remarks="দেখুন")
    Meeting.objects.filter(pk=meeting.pk).update(venue="অন্য কক্ষ")
    approve(Meeting.objects.get(pk=meeting.pk), w.cast)
    return w.officer, issue_page(meeting), stale


# ── 2. Dates and numbers in order ───────────────────────────────────────────────────────────────


@wrong(422, "সভার তারিখের (২১ মার্চ ২০২৪) আগে হতে পারে না")
def a_memo_before_its_meeting(w):
    meeting = w.approved()
    return w.officer, issue_page(meeting), answers(meeting, on="২০/০৩/২০২৪")


@wrong(422, "স্মারকের তারিখ আজকের পরে হতে পারে না")
def a_memo_of_tomorrow(w):
    meeting = w.approved()
    return w.officer, issue_page(meeting), answers(meeting, on="৩১/১২/২০৯৯")


@wrong(422, "সংশোধনীর তারিখ")
def a_correction_before_what_it_corrects(w):
    meeting = w.issued()
    draft = approve(begin_corrigendum(meeting, by=w.staff, reason="অঙ্ক ভুল"), w.cast)
    return w.officer, issue_page(draft), answers(draft, way="ink")


def after_number_one(w):
    """Further minutes that wait, with serial 1 out on the 1st of May 2024."""
    first = w.approved(date(2024, 1, 4))
    memos.issue(meeting=first, by=w.officer, on=date(2024, 5, 1))
    return w.approved()


@wrong(422, "এই ধারার ইস্যু নম্বর ১ এর তারিখের (১ মে ২০২৪) আগে")
def a_day_before_the_last_number(w):
    meeting = after_number_one(w)
    return w.officer, issue_page(meeting), answers(meeting)


@wrong(422, "মাঝের ২-৮ রেজিস্টারে নেই")
def a_typed_number_that_leaves_some_out(w):
    meeting = after_number_one(w)
    typed = {"numbering": "typed", "serial": "৯", "on": "০২/০৫/২০২৪"}
    return w.officer, issue_page(meeting), answers(meeting, **typed)


@wrong(422, "ইস্যু নম্বর ১ রেজিস্টারে ইতোমধ্যে আছে")
def a_number_that_is_taken(w):
    meeting = after_number_one(w)
    typed = {"numbering": "typed", "serial": "১", "on": "০২/০৫/২০২৪"}
    return w.officer, issue_page(meeting), answers(meeting, **typed)


@wrong(422, "কারণ লিখুন; রেজিস্টারে নম্বরটির পাশে তা ছাপা থাকবে")
def a_number_reserved_out_of_order(w):
    after_number_one(w)
    file = FileNumber.objects.get()
    memos.reserve(file=file, by=w.staff, subject="আজকের পত্র")
    asked = {"file": file.pk, "subject": "পত্র", "serial": "৭", "token": uuid.uuid4()}
    return w.staff, to("memos:reserve"), asked


@wrong(422, "তালিকায় ২, এখানে ৩০")
def another_number_of_copies_than_the_lists_come_to(w):
    meeting = w.approved()
    return w.officer, issue_page(meeting), answers(meeting, copies="৩০")


@wrong(422, "সংরক্ষিত নম্বর: তালিকা থেকে বেছে নিন")
def a_reserved_number_that_another_tab_has_used(w):
    first = after_number_one(w)
    held = memos.reserve(
        file=FileNumber.objects.get(), by=w.staff, subject="পত্র", on=date(2024, 5, 2)
    )
    second = w.approved(date(2024, 3, 22))
    memos.reserve(file=FileNumber.objects.get(), by=w.staff, subject="পত্র", on=date(2024, 5, 2))
    memos.issue(meeting=first, by=w.officer, on=date(2024, 5, 2), reserved=held)
    typed = {"numbering": "reserved", "reserved": held.pk, "on": "০২/০৫/২০২৪"}
    return w.officer, issue_page(second), answers(second, **typed)


@wrong(403, DENIED)
def a_draft_is_issued(w):
    meeting = make_meeting(w.committee, by=w.staff)
    return w.officer, issue_page(meeting), answers(meeting)


# ── 3. Acceptance means something ───────────────────────────────────────────────────────────────


@wrong(409, "পাঠানোর পরে বাতিল হয়েছে, তাই গ্রহণ করা যায় না")
def a_void_paper_is_accepted(w):
    sent = w.sent()
    w.voided(sent.meeting)
    return w.dc_staff, to("submissions:accept", sent), {}


@wrong(409, "পাঠানোর পরে সংশোধিত হয়েছে, তাই গ্রহণ করা যায় না")
def a_corrected_paper_is_accepted(w):
    sent = w.sent()
    w.corrected(sent.meeting)
    return w.dc_staff, to("submissions:accept", sent), {}


@wrong(200, "পাঠানোর পরে বাতিল হয়েছে, তাই গ্রহণ করা যায় না")
def a_void_paper_is_accepted_among_many(w):
    sent = w.sent()
    w.voided(sent.meeting)
    return w.dc_staff, to("submissions:accept_many"), {"pk": [sent.pk], "act": "accept"}


@wrong(200, "এর মধ্যে ১টি কেউ খুলে দেখেননি")
def many_are_accepted_without_a_look_at_what(w):
    """The first press only shows what would be done."""
    sent = w.sent(opened=False)
    return w.dc_staff, to("submissions:accept_many"), {"pk": [sent.pk]}


@wrong(403, "শুধু জারি করা কার্যবিবরণী জমা দেওয়া যায়")
def a_void_paper_is_sent(w):
    meeting = w.issued()
    w.voided(meeting)
    return w.staff, to("submissions:send", meeting), send_form(w)


@wrong(403, "কাগজটি পরে সংশোধিত হয়েছে")
def a_corrected_paper_is_sent(w):
    meeting = w.issued()
    w.corrected(meeting)
    return w.staff, to("submissions:send", meeting), send_form(w)


@wrong(403, "এই মেয়াদের কার্যবিবরণী ইতোমধ্যে পাঠানো আছে")
def a_second_paper_of_the_period_is_sent(w):
    w.sent()
    return w.staff, to("submissions:send", w.issued(date(2024, 3, 28))), send_form(w)


@wrong(422, "ফেরত আসা কাগজটিই আবার পাঠানো যায় না")
def what_came_back_is_sent_unmended(w):
    sent = w.sent()
    submissions.send_back(submission=sent, by=w.dc_staff, reason_code="other", remarks="দেখুন")
    return w.staff, to("submissions:send", sent.meeting), send_form(w)


@wrong(403, "এই কাগজে সিদ্ধান্ত দিতে পারেন শুধু যে কার্যালয় তা পেয়েছে")
def the_sender_accepts(w):
    return w.officer, to("submissions:accept", w.sent()), {}


@wrong(404, "")
def another_district_accepts(w):
    return w.other_dc_officer, to("submissions:accept", w.sent()), {}


@wrong(409, "এর মধ্যে নাম dc_staff কাগজটি গ্রহণ করেছেন")
def the_slower_of_two_accepts(w):
    return w.dc_officer, to("submissions:accept", w.accepted()), {}


@wrong(409, "এর মধ্যে নাম dc_staff কাগজটি গ্রহণ করেছেন")
def what_was_accepted_is_returned(w):
    asked = {"reason_code": "other", "remarks": "আবার দেখুন"}
    return w.dc_officer, to("submissions:send_back", w.accepted()), asked


@wrong(403, "আগে খুলে পড়ুন")
def what_nobody_opened_is_returned(w):
    asked = {"reason_code": "other", "remarks": "দেখুন"}
    return w.dc_staff, to("submissions:send_back", w.sent(opened=False)), asked


@wrong(403, "গ্রহণ ফিরিয়ে নিতে পারেন শুধু")
def a_clerk_takes_an_acceptance_back(w):
    return w.dc_staff, to("submissions:reopen", w.accepted()), {"reason": "আবার দেখি"}


@wrong(422, "এটি পূরণ করতে হবে")
def an_acceptance_is_taken_back_without_a_reason(w):
    return w.dc_officer, to("submissions:reopen", w.accepted()), {"reason": " "}


@wrong(409, "শুধু গৃহীত কাগজ আবার খোলা যায়")
def what_is_not_accepted_is_taken_back(w):
    return w.dc_officer, to("submissions:reopen", w.sent()), {"reason": "আবার দেখি"}


@wrong(403, DENIED)
def what_was_opened_is_withdrawn(w):
    return w.staff, to("submissions:withdraw", w.sent()), {}


# ── 4. Return and approval ──────────────────────────────────────────────────────────────────────


@wrong(403, DENIED)
def who_wrote_it_approves_it(w):
    meeting = w.submitted()
    Meeting.objects.filter(pk=meeting.pk).update(created_by=w.officer)
    return w.officer, to("meetings:approve", meeting), {"seen": meeting.content_digest()}


@wrong(200, "আপনি পাতাটি খোলার পরে লেখা বদলেছে")
def a_stale_text_is_approved(w):
    meeting = w.submitted()
    seen = meeting.content_digest()
    Meeting.objects.filter(pk=meeting.pk).update(venue="অন্য কক্ষ")
    return w.officer, to("meetings:approve", meeting), {"seen": seen}


@wrong(403, DENIED)
def what_was_given_back_is_approved_from_another_tab(w):
    meeting = w.submitted()
    seen = meeting.content_digest()
    moves.send_back(meeting=meeting, by=w.officer, remarks="দেখুন")
    return w.officer, to("meetings:approve", meeting), {"seen": seen}


@wrong(403, DENIED)
def issued_minutes_are_given_back(w):
    return w.officer, to("meetings:send_back", w.issued()), {"remarks": "দেখুন"}


@wrong(403, DENIED)
def a_clerk_gives_minutes_back(w):
    return w.staff, to("meetings:send_back", w.submitted()), {"remarks": "দেখুন"}


# ── 9. What is public ───────────────────────────────────────────────────────────────────────────


@wrong(403, DENIED)
def a_corrected_paper_is_published(w):
    meeting = w.issued()
    w.corrected(meeting)
    return w.officer, to("meetings:publish", meeting), {}


@wrong(403, DENIED)
def what_is_not_public_is_withdrawn(w):
    return w.officer, to("meetings:unpublish", w.issued()), {"reason": ""}


@wrong(403, DENIED)
def a_clerk_withdraws_a_published_paper(w):
    meeting = w.issued()
    moves.publish(meeting=meeting, by=w.officer)
    return w.staff, to("meetings:unpublish", meeting), {"reason": "ভুল"}


@wrong(404, "")
def a_withdrawn_paper_is_read_by_the_public(w):
    meeting = w.issued()
    moves.publish(meeting=meeting, by=w.officer)
    w.corrected(meeting)
    moves.unpublish(meeting=meeting, by=w.officer, reason="ভুল")
    return w.far_officer, to("published_minutes", meeting), None


# ── 10. What is void ────────────────────────────────────────────────────────────────────────────


SURE = {"reason": "ভুল", "password": PASSWORD}


@wrong(422, "এটি পূরণ করতে হবে")
def a_number_is_struck_out_without_a_reason(w):
    return w.officer, to("memos:void", w.issued().paper.memo), {"reason": ""}


@wrong(403, DENIED)
def a_clerk_strikes_a_number_out(w):
    return w.staff, to("memos:void", w.issued().paper.memo), {"reason": ""}


@wrong(403, "এই নম্বর আপনি বাতিল করতে পারেন না")
def a_corrigendum_is_struck_out(w):
    draft = w.corrected(w.issued())
    return w.officer, to("memos:void", draft.paper.memo), SURE


@wrong(403, "এই নম্বর আপনি বাতিল করতে পারেন না")
def a_corrected_paper_is_struck_out(w):
    meeting = w.issued()
    w.corrected(meeting)
    return w.officer, to("memos:void", meeting.paper.memo), SURE


@wrong(404, "")
def another_office_reads_a_void_paper(w):
    return w.dc_officer, to("memos:void_paper", w.voided(w.issued())), None


@wrong(404, "")
def the_public_reads_a_void_paper(w):
    line = w.voided(w.issued())
    return w.far_officer, reverse("documents:pdf", args=[line.paper.code]), None


@wrong(404, "")
def a_paper_that_stands_is_asked_for_as_void(w):
    return w.officer, to("memos:void_paper", w.issued().paper.memo), None


# ── The table ───────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def world(cast, settings, tmp_path, monkeypatch):
    give_keys(settings, tmp_path / "keys", cast.officer, cast.staff)
    monkeypatch.setattr("tests.factories.tiny", blank_page)
    make_post(cast.meghdubi)
    return World(cast)


def but_for_answers(kept):
    """Without what tells how a password or PIN was answered, which is kept whatever becomes of the act."""
    rows, files = kept
    told = [row for row in rows["accounts.AuditEvent"] if "'pin failed'" not in row]
    # The head of the chain moves with its events, all of which are compared.
    counted = {"accounts.WrongAnswers": [], "accounts.AuditChain": [], "accounts.AuditEvent": told}
    return rows | counted, files


@pytest.mark.parametrize("name", CASES)
def test_a_wrong_move_is_refused_with_its_sentence_and_changes_nothing(world, settings, name):
    bring_about, status, sentence = CASES[name]
    who, address, sent = bring_about(world)
    client = signed_in(who)
    before = but_for_answers(everything(settings.MEDIA_ROOT))
    # Pressed twice, as an impatient hand does.
    for _ in range(2):
        answer = client.get(address) if sent is None else client.post(address, sent, follow=True)
        assert (answer.status_code, sentence in text(answer)) == (status, True), text(answer)[:900]
        assert but_for_answers(everything(settings.MEDIA_ROOT)) == before


def test_the_table_is_as_long_as_it_was_asked_for():
    assert len(CASES) >= 30


def test_the_comparison_sees_a_change(world, settings):
    """The control: what is allowed does change something, in the very same comparison."""
    meeting = world.submitted()
    client = signed_in(world.officer)
    before = everything(settings.MEDIA_ROOT)
    seen = {"seen": meeting.content_digest()}
    assert client.post(to("meetings:approve", meeting), seen).status_code == 302
    assert everything(settings.MEDIA_ROOT) != before
