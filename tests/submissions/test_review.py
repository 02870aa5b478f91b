"""The review desk: who may do what from which state, what is told, what comes next."""

import re
import uuid
from copy import deepcopy
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse, reverse_lazy
from django.utils import timezone

from accounts.access import WrongState
from accounts.models import AuditEvent
from meetings.correcting import begin_corrigendum
from meetings.forms import ReasonForm
from memos.actions import void
from memos.forms import VoidForm
from papers.comparing import changes
from submissions import actions
from submissions.forms import CommentForm, ExcuseForm, RefusalForm, ReturnForm
from submissions.models import Submission
from tests.cast import signed_in
from tests.factories import content_in, item_of, make_issued, make_submission
from tests.submissions.conftest import issue_another
from tests.test_pages import text

State = Submission.State
MANY = reverse_lazy("submissions:accept_many")


@pytest.fixture
def sent(cast, duty, issued):
    return make_submission(issued, duty, by=cast.staff)


@pytest.fixture
def opened(cast, sent):
    sent.open(by=cast.dc_staff)
    return sent


@pytest.fixture
def desk(cast):
    return signed_in(cast.dc_staff)


def url(name, submission):
    return reverse(f"submissions:{name}", args=[submission.pk])


VERBS = {
    State.OPENED: lambda sent, by: sent.open(by=by),
    State.ACCEPTED: lambda sent, by: sent.accept(by=by),
    State.RETURNED: lambda sent, by: sent.send_back(by=by, reason_code="other", remarks="দেখুন"),
    State.WITHDRAWN: lambda sent, by: sent.withdraw(by=by),
    State.ASKED: lambda sent, by: sent._move_to(State.ASKED, by=by),
}


@pytest.mark.parametrize("after", VERBS)
@pytest.mark.parametrize("before", State)
def test_only_the_moves_of_the_table_happen(cast, duty, issued, before, after):
    now = timezone.now()
    fields = {"state": before, "is_latest": before != State.WITHDRAWN}
    if before in (State.ACCEPTED, State.RETURNED):
        fields |= {"decided_by": cast.dc_staff, "decided_at": now}
    if before == State.RETURNED:
        fields |= {"reason_code": "other", "remarks": "দেখুন"}
    submission = make_submission(issued, duty, by=cast.staff, **fields)
    recorded = AuditEvent.objects.count()
    if after in Submission.MOVES[before]:
        VERBS[after](submission, cast.dc_staff)
        assert AuditEvent.objects.count() == recorded + 2
    else:
        with pytest.raises(WrongState):
            VERBS[after](submission, cast.dc_staff)
        assert AuditEvent.objects.count() == recorded
    submission.refresh_from_db()
    assert submission.state == (after if after in Submission.MOVES[before] else before)


def test_the_slower_of_two_reviewers_is_told_who_was_faster(cast, opened, desk):
    slower = Submission.objects.get(pk=opened.pk)
    opened.accept(by=cast.dc_officer)
    with pytest.raises(WrongState, match="নাম dc_officer"):
        slower.send_back(by=cast.dc_staff, reason_code="other", remarks="দেখুন")
    answer = desk.post(url("send_back", opened), {"reason_code": "other", "remarks": "দেখুন"})
    assert answer.status_code == 409
    assert "এর মধ্যে নাম dc_officer কাগজটি গ্রহণ করেছেন।" in text(answer)
    # What was written is not lost with it.
    assert "আপনি লিখেছিলেন: দেখুন" in text(answer)


def test_the_same_click_twice_accepts_once(opened, desk):
    answers = [desk.post(url("accept", opened)) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert AuditEvent.objects.filter(what="submission accepted").count() == 2  # one each office


def test_a_return_needs_a_reason_and_words(opened, desk):
    answer = desk.post(url("send_back", opened), {"reason_code": "", "remarks": " "})
    assert answer.status_code == 422
    opened.refresh_from_db()
    assert opened.state == State.OPENED


# Nothing, and what prints nothing: spaces, a joiner that joins nothing, a soft hyphen.
UNSEEN = ["", " \n", "\u200c", " \u00ad\u200d "]


@pytest.mark.parametrize("words", UNSEEN)
@pytest.mark.parametrize(
    "form",
    [
        ReturnForm({"reason_code": "other"}),
        CommentForm({}),
        ExcuseForm({}),
        RefusalForm({}),
        VoidForm({"password": "যা-ই হোক"}),
        ReasonForm({}, asks="কেন"),
    ],
    ids=lambda form: type(form).__name__,
)
def test_words_that_nobody_can_see_are_none(form, words):
    name = {"ReturnForm": "remarks", "CommentForm": "text"}.get(type(form).__name__, "reason")
    form.data[name] = words
    form.full_clean()
    assert list(form.errors) == [name]
    form.data[name] = "ভুল নথি"
    form.full_clean()
    assert form.is_valid()


def test_a_return_is_read_by_the_sender_with_its_reason(cast, opened, desk):
    desk.post(url("send_back", opened), {"reason_code": "decision", "remarks": "৩ নম্বর অসম্পূর্ণ"})
    client = Client()
    client.force_login(cast.staff)
    page = text(client.get(url("submission", opened)))
    assert "সিদ্ধান্ত অসম্পূর্ণ বা অস্পষ্ট" in page
    assert "৩ নম্বর অসম্পূর্ণ" in page
    assert "সংশোধনী লিখুন" in page


def test_a_question_waits_for_the_sender_and_the_answer_comes_back(cast, opened, desk):
    desk.post(url("comment", opened), {"text": "তারিখ কবে?", "position": "2", "act": "ask"})
    opened.refresh_from_db()
    assert opened.state == State.ASKED
    client = Client()
    client.force_login(cast.officer)
    client.post(url("comment", opened), {"text": "৩০ এপ্রিল।", "position": "2"})
    opened.refresh_from_db()
    assert opened.state == State.OPENED
    said = [(c.position, c.text, c.asks, c.commented_by) for c in opened.comments.all()]
    assert said == [
        (2, "তারিখ কবে?", True, cast.dc_staff),
        (2, "৩০ এপ্রিল।", False, cast.officer),
    ]
    for reader in (client, desk):
        assert "৩০ এপ্রিল।" in text(reader.get(url("submission", opened)))


def test_after_a_verdict_the_next_paper_is_opened_up(cast, duty, opened, desk):
    waiting = make_submission(opened.meeting, duty, by=cast.staff, period_start=date(2024, 4, 1))
    answer = desk.post(url("accept", opened))
    assert answer["Location"] == url("submission", waiting)
    assert desk.post(url("accept", waiting))["Location"] == reverse("submissions:desk")


def test_many_are_accepted_at_once_and_what_another_decided_is_told(cast, duty, opened, desk):
    more = [
        make_submission(opened.meeting, duty, by=cast.staff, period_start=date(2024, month, 1))
        for month in (4, 5)
    ]
    more[1].open(by=cast.dc_officer)
    more[1].send_back(by=cast.dc_officer, reason_code="other", remarks="দেখুন")
    ticked = [opened.pk, *(each.pk for each in more), 987654321]
    states = Submission.objects.order_by("period_start").values_list("state", flat=True)
    before = list(states)

    # First what it will do, one of them unread; nothing is done by that.
    asked = desk.post(MANY, {"pk": ticked})
    assert "২টি কার্যবিবরণী গ্রহণ করবেন?" in text(asked)
    assert "এর মধ্যে ১টি কেউ খুলে দেখেননি" in text(asked)
    assert "এর মধ্যে নাম dc_officer কাগজটি ফেরত দিয়েছেন" in text(asked)
    assert list(states.all()) == before

    answer = desk.post(MANY, {"pk": ticked, "act": "accept"}, follow=True)
    assert "২টি কার্যবিবরণী গ্রহণ করা হয়েছে" in text(answer)
    assert "এর মধ্যে নাম dc_officer কাগজটি ফেরত দিয়েছেন" in text(answer)
    assert list(states.all()) == ["accepted", "accepted", "returned"]


def test_what_nobody_read_stays_unread_in_the_record(cast, duty, sent, desk):
    desk.post(MANY, {"pk": [sent.pk], "act": "accept"})
    sent.refresh_from_db()
    assert (sent.state, sent.decided_by) == (State.ACCEPTED, cast.dc_staff)
    assert (sent.opened_by, sent.opened_at) == (None, None)
    assert not AuditEvent.objects.filter(what="submission opened").exists()
    assert "না খুলেই গৃহীত" in text(desk.get(url("submission", sent)))
    assert "না খুলেই" in text(desk.get(reverse("submissions:desk"), {"tray": "accepted"}))


@pytest.mark.parametrize("ticked", [[], ["9" * 5_000], [str(2**63)], ["²"], ["\0"]])
def test_nothing_ticked_is_nothing_accepted(sent, desk, ticked):
    answer = desk.post(MANY, {"pk": ticked, "act": "accept"}, follow=True)
    assert "কোনোটি বাছাই করা হয়নি" in text(answer)
    sent.refresh_from_db()
    assert sent.state == State.SENT


# --- A paper that no longer stands ----------------------------------------------------------------


def strike_out(cast, submission):
    void(memo=submission.meeting.paper.memo, by=cast.officer, reason="ভুল নথি")


def correct(cast, submission):
    """A corrigendum takes its place, with a tiny file."""
    draft = begin_corrigendum(submission.meeting, by=cast.staff, reason="অঙ্ক ভুল")
    make_issued(draft, author=cast.staff, officer=cast.officer)


ENDED = {strike_out: "বাতিল", correct: "সংশোধিত"}


def as_it_stands(submission):
    """The submission and all that was ever noted of it."""
    submission = Submission.objects.filter(pk=submission.pk).values().get()
    return submission, AuditEvent.objects.filter(what__startswith="submission").count()


@pytest.mark.parametrize("end", ENDED)
@pytest.mark.parametrize("read", [True, False])
def test_a_paper_that_no_longer_stands_is_not_accepted(cast, sent, desk, end, read):
    if read:
        sent.open(by=cast.dc_staff)
    end(cast, sent)
    before = as_it_stands(sent)
    why = f"পাঠানোর পরে {ENDED[end]} হয়েছে, তাই গ্রহণ করা যায় না"

    with pytest.raises(WrongState, match=why):
        Submission.objects.get(pk=sent.pk).accept(by=cast.dc_staff)
    one = desk.post(url("accept", sent))
    assert (one.status_code, why in text(one)) == (409, True)
    asked = desk.post(MANY, {"pk": [sent.pk]})
    assert "এগুলো গ্রহণ করা যায় না" in text(asked)
    assert why in text(asked)
    assert 'value="accept"' not in asked.content.decode()
    many = desk.post(MANY, {"pk": [sent.pk], "act": "accept"}, follow=True)
    assert why in text(many)
    assert "গ্রহণ করা হয়েছে" not in text(many)
    assert as_it_stands(sent) == before

    # The screens offer to return it instead, and nothing to tick.
    assert 'name="pk"' not in desk.get(reverse("submissions:desk")).content.decode()
    page = desk.get(url("submission", sent))
    assert why in text(page)
    assert url("accept", sent) not in page.content.decode()
    if read:
        assert url("send_back", sent) in page.content.decode()


@pytest.mark.parametrize("end", ENDED)
def test_nor_is_it_sent(cast, duty, issued, client, end):
    away = make_submission(issued, duty, by=cast.staff, period_start=date(2024, 1, 1))
    end(cast, away)
    count = Submission.objects.count()
    march = {"duty": duty, "period_start": date(2024, 3, 1)}
    with pytest.raises(WrongState, match=re.escape(ENDED[end])):
        actions.send(meeting=issued, by=cast.staff, **march)
    client.force_login(cast.staff)
    page = reverse("submissions:send", args=[issued.pk])
    form = {"duty": duty.pk, "period": "2024-03-01", "token": uuid.uuid4()}
    for answer in (client.get(page), client.post(page, form)):
        assert answer.status_code == 403
        assert "জমা" in text(answer)
    assert Submission.objects.count() == count


def test_a_paper_whose_meeting_was_not_told_is_not_sent_either(cast, duty, issued):
    """However it came to stand so: what is asked is the paper itself."""
    issued.paper.void()
    with pytest.raises(WrongState, match="আর বহাল নেই"):
        actions.send(meeting=issued, duty=duty, period_start=date(2024, 3, 1), by=cast.staff)


def test_nobody_accepts_many_of_another_district(cast, sent):
    client = Client()
    client.force_login(cast.other_dc_officer)
    client.post(reverse("submissions:accept_many"), {"pk": [sent.pk]})
    sent.refresh_from_db()
    assert sent.state == State.SENT


def test_the_desk_counts_and_says_with_whom_and_for_how_long(cast, duty, opened, desk):
    make_submission(opened.meeting, duty, by=cast.staff, period_start=date(2024, 4, 1))
    Submission.objects.filter(pk=opened.pk).update(
        moved_at=timezone.now() - timezone.timedelta(days=3)
    )
    page = text(desk.get(reverse("submissions:desk")))
    assert "আমাদের অপেক্ষায় ২" in page
    assert "নতুন আগত ১" in page
    assert "কার্যাধীন ১" in page
    assert "এখন যাঁর কাছে: নাম dc_staff" in page
    assert "৩ দিন ধরে" in page


def test_the_first_page_says_what_waits_and_for_whom(cast, opened, desk):
    def home(user):
        client = Client()
        client.force_login(user)
        return text(client.get("/"))

    assert "১টি জমা দেওয়া কার্যবিবরণী পর্যালোচনার অপেক্ষায়" in home(cast.dc_officer)
    opened.send_back(by=cast.dc_staff, reason_code="other", remarks="দেখুন")
    assert "পর্যালোচনার অপেক্ষায়" not in home(cast.dc_officer)
    assert "১টি জমা দেওয়া কার্যবিবরণী ফেরত এসেছে" in home(cast.staff)
    assert "জমা দেওয়া কার্যবিবরণী" not in home(cast.other_dc_officer)


# --- What changed ------------------------------------------------------------------------------


def two_contents():
    before = content_in()
    after = deepcopy(before)
    after["items"][1]["decisions"][0]["text"] = "প্রতি মাসে ৳ ১৫,০০০ ব্যয় করা যাবে।"
    after["items"].insert(
        1, item_of(before["column_keys"], "০২", "নতুন বিষয়", ["৩০ তারিখের মধ্যে করতে হবে।"])
    )
    return before, after


def test_a_diff_names_each_place_and_marks_the_words():
    before, after = two_contents()
    found = {change["where"]: change["parts"] for change in changes(before, after)}
    assert set(found) == {
        "০২ · সিদ্ধান্ত ক",
        "০২ · আলোচ্য বিষয়",
        "০২ · আলোচনা",
        "০২ · সিদ্ধান্ত",
        "০২ · বাস্তবায়নকারী",
    }
    assert ("gone", "১২,৫০০") in found["০২ · সিদ্ধান্ত ক"]
    assert ("new", "১৫,০০০") in found["০২ · সিদ্ধান্ত ক"]
    assert found["০২ · আলোচ্য বিষয়"] == [("new", "নতুন বিষয়")]


def test_equal_contents_differ_in_nothing():
    before, _ = two_contents()
    assert changes(before, deepcopy(before)) == []


def test_the_second_version_shows_what_changed_since_the_first(cast, duty, opened, desk):
    opened.send_back(by=cast.dc_staff, reason_code="decision", remarks="দেখুন")
    items = deepcopy(content_in()["items"])
    items[0]["decisions"][0]["text"] = "পোর্টালের তথ্য প্রতি সপ্তাহে হালনাগাদ করতে হবে।"
    second = issue_another(cast, items=items)
    Submission.objects.filter(pk=opened.pk).update(is_latest=False)
    later = make_submission(second, duty, by=cast.staff, version=2)
    later.open(by=cast.dc_staff)
    page = desk.get(url("submission", later)).content.decode()
    assert '<del><span class="visually-hidden">বাদ: </span>নিয়মিত</del>' in page
    assert "প্রতি সপ্তাহে</ins>" in page
