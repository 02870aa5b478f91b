"""Open work goes with the post; the list of it is made by one hand and countersigned by another."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.access import WrongState
from accounts.models import AuditEvent
from followup import actions, handing_over
from followup.models import Assignment, Handover
from followup.reminding import due_today
from offices.models import today
from tests.cast import signed_in
from tests.documents.reading import pypdf_text
from tests.factories import give_post, make_user
from tests.followup.making import make_assignment, make_matter, make_sitting
from tests.meetings.test_races import at_once
from tests.test_pages import text

PAGE = "/followup/handovers/"
LATER = date(2024, 4, 21)


@pytest.fixture
def handed(followed):
    """`uno` leaves Meghdubi in five days; `next_uno` is named from the day after."""
    followed.leaving = followed.ours.post.postings.get()
    followed.leaving.ends_on = today() + timedelta(days=5)
    followed.leaving.save()
    followed.next_uno = make_user("next_uno", name="মাহবুবা খাতুন")
    followed.coming = give_post(
        followed.next_uno, followed.cast.meghdubi, "officer", title=followed.ours.post.title,
        starts_on=today() + timedelta(days=6),
    )  # fmt: skip
    return followed


def arrive(handed):
    """The day of the change has come."""
    handed.leaving.ends_on = today() - timedelta(days=1)
    handed.leaving.save()
    handed.coming.starts_on = today()
    handed.coming.save()


def hand_over(handed, **told):
    return handing_over.hand_over(handed.ours.post, **{"by": handed.uno} | told)


# ── Work goes with the post ─────────────────────────────────────────────────────────────────────


def test_who_comes_has_the_open_work_and_who_left_has_it_no_more(handed):
    owned = lambda user: list(Assignment.objects.owned_by(user))  # noqa: E731
    assert (owned(handed.uno), owned(handed.next_uno)) == ([handed.ours], [])
    arrive(handed)
    assert (owned(handed.uno), owned(handed.next_uno)) == ([], [handed.ours])
    answer = {"kind": "progress", "progress": 25, "text": "শুরু হয়েছে।"}
    actions.answer(handed.ours, by=handed.next_uno, **answer)
    with pytest.raises(PermissionDenied):
        actions.answer(handed.ours, by=handed.uno, **answer)
    assert not Assignment.objects.visible_to(handed.uno).exists()


def test_who_comes_is_reminded_and_who_left_is_not(handed):
    arrive(handed)
    Assignment.objects.update(due_on=today() - timedelta(days=8))
    lines = [line for day in range(7) for line in due_today(today() + timedelta(days=day))]
    told = {line.user.username for line in lines}
    assert "next_uno" in told
    assert "uno" not in told


# ── The list ────────────────────────────────────────────────────────────────────────────────────


def test_a_list_says_how_each_work_stands_and_keeps_saying_it(handed):
    actions.answer(handed.ours, by=handed.uno, kind="progress", progress=50, text="অর্ধেক হয়েছে।")
    make_assignment(handed.matter, parent=handed.ours, post=handed.theirs.post)
    made = hand_over(handed, note="নথি আলমারিতে।")
    (row,) = made.rows
    assert (row["progress"], row["said"], row["parts"]) == (50, "অর্ধেক হয়েছে।", [0, 1])
    assert row["decision"] == "পোর্টাল হালনাগাদ করতে হবে।"
    assert (made.leaving, made.coming) == (handed.leaving, handed.coming)
    actions.answer(handed.ours, by=handed.uno, kind="progress", progress=90, text="প্রায় শেষ।")
    made.refresh_from_db()
    assert made.rows == [row]
    assert AuditEvent.objects.filter(what="handover made", target_id=made.pk).exists()


def test_a_list_holds_what_is_open_and_asks_for_an_answer(handed):
    meeting = make_sitting(
        handed.committee,
        by=handed.cast.dc_staff,
        held_on=LATER,
        decisions=("জানা গেল।", "শেষ।", "বাতিল।"),
    )
    known, done, void = meeting.items.get().decisions.all()
    by = handed.cast.dc_officer
    make_assignment(make_matter(known, by=by, kind="information"), handed.ours.post)
    make_assignment(make_matter(done, by=by), handed.ours.post, state="not_done")
    make_assignment(make_matter(void, by=by, state="suspended"), handed.ours.post)
    assert [row["assignment"] for row in hand_over(handed).rows] == [handed.ours.pk]


def test_a_post_without_open_work_has_no_list(handed):
    Assignment.objects.update(state="not_done")
    with pytest.raises(ValidationError, match="চলমান কোনো কাজ নেই"):
        hand_over(handed)


def test_the_same_list_made_twice_is_one_and_another_takes_its_place(handed):
    first = hand_over(handed)
    assert hand_over(handed) == first
    actions.answer(handed.ours, by=handed.uno, kind="progress", progress=90, text="প্রায় শেষ।")
    second = hand_over(handed)
    assert second != first
    arrive(handed)
    with pytest.raises(WrongState, match="নতুন তালিকা"):
        handing_over.receive(first, by=handed.next_uno)
    handing_over.receive(second, by=handed.next_uno)


@pytest.mark.parametrize(
    ("held", "leaving", "coming"),
    [
        # name: first day, last day, in days from today
        ({"a": (-900, None)}, "a", None),
        ({"a": (-900, 5)}, "a", None),
        ({"a": (-900, 5), "b": (6, None)}, "a", "b"),
        ({"a": (-900, -1), "b": (0, None)}, "a", "b"),
        ({"a": (-900, -20), "b": (-3, None)}, "a", "b"),
        ({"a": (-900, -3)}, "a", None),
        ({"a": (-900, -3), "b": (4, None)}, "a", "b"),
        ({"z": (-900, -400), "a": (-399, None)}, "a", None),
        # Who has it in addition until somebody comes.
        ({"z": (-900, -60), "a": (-59, None), "b": (2, None)}, "a", "b"),
        ({"a": (-900, None), "b": (-2, None)}, "a", "b"),
        ({}, None, None),
    ],
)
def test_between_whom_a_post_passes(followed, held, leaving, coming):
    post = followed.ours.post
    post.postings.all().delete()
    on = today()
    for name, (first, last) in held.items():
        post.postings.create(
            name=name, role="officer", starts_on=on + timedelta(days=first),
            ends_on=last if last is None else on + timedelta(days=last),
        )  # fmt: skip
    hands = handing_over.hands_of(post, on)
    assert tuple(each and each.name for each in hands) == (leaving, coming)


# ── Countersigning ──────────────────────────────────────────────────────────────────────────────


def test_who_comes_countersigns_and_is_named(handed):
    made = hand_over(handed)
    arrive(handed)
    received = handing_over.receive(made, by=handed.next_uno)
    assert (received.coming, received.received_by) == (handed.coming, handed.next_uno)
    with pytest.raises(WrongState, match="আগেই"):
        handing_over.receive(made, by=handed.cast.officer)


@pytest.mark.parametrize(
    ("who", "may"),
    [("officer", True), ("uno", False), ("staff", False), ("next_uno", False), ("near_uno", False)],
)
def test_who_may_countersign(handed, who, may):
    made = hand_over(handed, by=handed.cast.staff)
    by = getattr(handed, who, None) or getattr(handed.cast, who)
    if may:
        assert handing_over.receive(made, by=by).received_by == by
    else:
        with pytest.raises(PermissionDenied):
            handing_over.receive(made, by=by)


def test_nobody_countersigns_the_own_list(handed):
    made = hand_over(handed, by=handed.cast.officer)
    with pytest.raises(PermissionDenied):
        handing_over.receive(made, by=handed.cast.officer)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_who_countersign_at_once_one_does(handed):
    made = hand_over(handed, by=handed.cast.staff)
    arrive(handed)

    def receive(by):
        try:
            return handing_over.receive(Handover.objects.get(pk=made.pk), by=by).received_by_id
        except WrongState:
            return None

    outcomes = at_once(lambda: receive(handed.next_uno), lambda: receive(handed.cast.officer))
    made.refresh_from_db()
    assert sorted(outcomes, key=bool)[0] is None
    assert made.received_by_id in outcomes
    assert AuditEvent.objects.filter(what="handover received").count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_list_made_twice_at_once_is_one(handed):
    made = at_once(*[lambda: hand_over(handed).pk] * 2)
    assert made[0] == made[1]
    assert Handover.objects.count() == 1


# ── Pages ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("ends", "is_wanted"), [(-15, False), (-14, True), (0, True), (14, True), (15, False)]
)
def test_a_list_is_proposed_around_the_day_a_holder_leaves(handed, ends, is_wanted):
    handed.leaving.ends_on = today() + timedelta(days=ends)
    handed.leaving.save()
    wanted = handing_over.wanted_by(handed.cast.officer)
    assert [posting.pk for posting in wanted] == [handed.leaving.pk] * is_wanted


def test_a_list_is_proposed_until_it_is_made_and_where_there_is_open_work(handed):
    page = signed_in(handed.cast.officer)
    assert "এখন তালিকা করা দরকার" in text(page.get(PAGE))
    made = page.post(PAGE, {"post": handed.ours.post_id})
    assert made.status_code == 302
    assert "এখন তালিকা করা দরকার" not in text(page.get(PAGE))
    Handover.objects.all().delete()
    Assignment.objects.filter(pk=handed.ours.pk).update(state="not_done")
    assert "এখন তালিকা করা দরকার" not in text(page.get(PAGE))


def test_a_form_without_a_post_comes_back_with_what_was_typed(handed):
    answer = signed_in(handed.uno).post(PAGE, {"note": "নথি আলমারিতে।"})
    assert answer.status_code == 422
    assert "যে পদের দায়িত্ব হস্তান্তর হচ্ছে" in text(answer)
    assert "নথি আলমারিতে।" in answer.content.decode()


def test_who_comes_receives_on_the_page_and_presses_twice(handed):
    made = hand_over(handed)
    arrive(handed)
    page, url = signed_in(handed.next_uno), reverse("followup:handover", args=[made.pk])
    assert "দেখে নিয়ে গ্রহণ করলাম" in text(page.get(url))
    assert [page.post(url).status_code for _ in range(2)] == [302, 302]
    shown = text(page.get(url))
    assert "গ্রহণ করা হয়েছে" in shown
    assert "দেখে নিয়ে গ্রহণ করলাম" not in shown
    assert signed_in(handed.cast.officer).post(url).status_code == 403


def test_who_left_and_strangers_do_not_find_the_list(handed):
    made = hand_over(handed)
    arrive(handed)
    url = reverse("followup:handover", args=[made.pk])
    for user in (handed.uno, handed.near_uno, handed.cast.dc_officer, handed.cast.reader):
        assert signed_in(user).get(url).status_code == 404


def test_the_paper_has_both_names_and_each_row(handed):
    made = hand_over(handed, note="নথি আলমারিতে।")
    answer = signed_in(handed.uno).get(reverse("followup:handover_pdf", args=[made.pk]))
    assert answer.headers["Content-Type"] == "application/pdf"
    words = " ".join(pypdf_text(answer.content).split())
    for each in ("ফারহানা ইয়াসমিন", "মাহবুবা খাতুন", "পোর্টাল হালনাগাদ করতে হবে", "দায়িত্ব গ্রহণ করলাম"):
        assert each in words


def test_pages_ask_as_much_for_many_rows(handed):
    page, url = signed_in(handed.uno), reverse("followup:handover", args=[hand_over(handed).pk])
    few = [_asked(page, each) for each in (PAGE, url)]
    decisions = [f"সিদ্ধান্ত {number}" for number in range(30)]
    meeting = make_sitting(
        handed.committee, by=handed.cast.dc_staff, held_on=LATER, decisions=decisions
    )
    for decision in meeting.items.get().decisions.all():
        make_assignment(make_matter(decision, by=handed.cast.dc_officer), handed.ours.post)
    url = reverse("followup:handover", args=[hand_over(handed).pk])
    assert [_asked(page, each) for each in (PAGE, url)] == few


def _asked(page, url):
    page.get(url)
    with CaptureQueriesContext(connection) as asked:
        assert page.get(url).status_code == 200
    return len(asked)
