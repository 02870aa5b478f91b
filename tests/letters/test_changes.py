"""Changes of a sitting: whoever got the notice is told each of them once, as paper and as copy."""

from datetime import time, timedelta

import pytest
from django.core.exceptions import ValidationError

from accounts.access import WrongState
from letters import actions, notice
from letters.making import begin
from letters.models import Letter
from meetings import moves
from meetings.actions import add_item, save_head
from meetings.models import State
from memos.actions import void
from memos.models import Copy
from memos.rules import can_void
from offices.models import today
from tests.letters.conftest import Kind, fresh, send

pytestmark = pytest.mark.usefixtures("drawn_small")


def moved(meeting):
    return {"held_on": meeting.held_on + timedelta(days=3)}


OTHER_CHAIR = {"label": "সভাপতি", "name": "তানজিলা হক", "designation": ["সহকারী কমিশনার"]}
# What is changed → (the letter that tells it, what the letter is asked).
CHANGES = {
    "day": (Kind.POSTPONEMENT, moved),
    "hour": (Kind.POSTPONEMENT, lambda m: {"starts_at": time(15, 0)}),
    "place": (Kind.POSTPONEMENT, lambda m: {"venue": "জুমে"}),
    "chair": (Kind.POSTPONEMENT, lambda m: {"chair": OTHER_CHAIR}),
    "day, hour and place": (
        Kind.POSTPONEMENT,
        lambda m: {**moved(m), "starts_at": time(9, 30), "venue": "জুমে"},
    ),
    "agenda": (Kind.ADDENDUM, lambda m: {"topics": ["বাজেট", "বিবিধ"]}),
    "day and agenda": (Kind.POSTPONEMENT, lambda m: {**moved(m), "topics": ["বাজেট"]}),
    "called off": (Kind.CANCELLATION, lambda m: {"reason": "বন্যা পরিস্থিতির কারণে"}),
}


@pytest.fixture
def noticed(planned, cast):
    """Members were told; among them a late one, and a post that a class no longer holds."""
    letter = send(Kind.NOTICE, planned, cast)
    memo = letter.paper.memo
    for place, (line, is_late) in enumerate(
        [("উপজেলা কৃষি অফিসার।", False), ("প্রধান শিক্ষক, মেঘডুবি।", True)], 100
    ):
        Copy.objects.create(
            memo=memo, position=place, number=memo.number, line=line, recipient=line,
            purpose=Copy.Purpose.ACTION, is_late=is_late,
        )  # fmt: skip
    return fresh(planned)


def recipients(letter):
    return sorted(letter.paper.memo.sent_copies.values_list("recipient", flat=True))


@pytest.mark.parametrize("name", CHANGES)
def test_whoever_got_the_notice_is_told_a_change_once(noticed, cast, name):
    kind, asked = CHANGES[name]
    first = notice.standing(noticed)[0]

    letter = send(kind, noticed, cast, changes=asked(noticed))

    now = fresh(noticed)
    assert notice.untold_change(now) is None
    got = set(recipients(first))
    assert got <= set(recipients(letter))
    assert len(recipients(letter)) == len(set(recipients(letter)))
    printed = [line for each in letter.content["distribution"] for line in each["recipients"]]
    assert "প্রধান শিক্ষক, মেঘডুবি।" in printed
    assert len(printed) == len(set(printed))
    first.paper.refresh_from_db()
    if kind == Kind.ADDENDUM:
        assert (first.paper.status, letter.paper.adds_to) == ("current", first.paper)
        assert notice.agenda_of(now)[2:] == ["বাজেট", "বিবিধ"]
    else:
        assert first.paper.superseded_by == letter.paper
    assert now.state == (State.CANCELLED if kind == Kind.CANCELLATION else State.NOTICED)


@pytest.mark.parametrize("name", CHANGES)
def test_the_record_says_what_the_letter_says(noticed, cast, name):
    kind, asked = CHANGES[name]
    told = asked(noticed)

    send(kind, noticed, cast, changes=told)

    now = fresh(noticed)
    for column in told.keys() - {"topics", "reason"}:
        assert getattr(now, column) == told[column]
    assert set(told.get("topics", [])) <= set(notice.agenda_of(now))


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (lambda m, by: save_head(m, version=m.version, by=by, **moved(m)), Kind.POSTPONEMENT),
        (lambda m, by: save_head(m, version=m.version, by=by, venue="জুমে"), Kind.POSTPONEMENT),
        (lambda m, by: save_head(m, version=m.version, by=by, chair=OTHER_CHAIR), Kind.POSTPONEMENT),
        (lambda m, by: add_item(m, by=by, topic="বাজেট"), Kind.ADDENDUM),
        (lambda m, by: m.items.first().delete(), Kind.POSTPONEMENT),
        (lambda m, by: moves.cancel(meeting=m, by=by), Kind.CANCELLATION),
    ],
)  # fmt: skip
def test_a_change_of_the_record_is_offered_and_told_once(noticed, cast, change, kind):
    assert notice.untold_change(noticed) is None

    change(noticed, cast.staff)

    assert notice.untold_change(fresh(noticed)) == kind
    send(kind, noticed, cast)
    assert notice.untold_change(fresh(noticed)) is None
    with pytest.raises((WrongState, ValidationError)):
        begin(kind, by=cast.staff, meeting=fresh(noticed))


def test_several_changes_follow_each_other(noticed, cast):
    send(Kind.ADDENDUM, noticed, cast, changes={"topics": ["বাজেট"]})
    send(Kind.POSTPONEMENT, noticed, cast, changes=moved(noticed))
    send(Kind.ADDENDUM, noticed, cast, changes={"topics": ["বিবিধ"]})
    send(Kind.POSTPONEMENT, noticed, cast, changes={"venue": "জুমে"})
    last = send(Kind.CANCELLATION, noticed, cast)

    papers = [each.paper for each in noticed.letters.order_by("pk")]
    assert [paper.status for paper in papers] == ["superseded"] * 5 + ["current"]
    assert papers[1].superseded_by == papers[2]
    assert papers[4].superseded_by == last.paper


def test_a_draft_that_the_record_overtook_is_not_issued_until_it_is_renewed(planned, cast):
    letter = begin(Kind.NOTICE, by=cast.staff, meeting=planned)
    save_head(planned, version=planned.version, by=cast.staff, venue="জুমে")

    with pytest.raises(WrongState, match="স্থান"):
        actions.issue(letter=letter, by=cast.officer)
    actions.renew(letter, by=cast.staff)

    actions.issue(letter=letter, by=cast.officer)
    assert notice.told(fresh(planned)).venue == "জুমে"


def test_a_change_keeps_its_own_facts_when_the_record_moves_under_it(noticed, cast):
    letter = begin(Kind.POSTPONEMENT, by=cast.staff, meeting=noticed, changes=moved(noticed))
    save_head(noticed, version=noticed.version, by=cast.staff, venue="জুমে")

    letter = Letter.objects.get(pk=letter.pk)
    assert actions.out_of_date(letter) == ["venue"]

    letter = actions.renew(letter, by=cast.staff)
    actions.issue(letter=letter, by=cast.officer)
    now = fresh(noticed)
    assert (now.venue, now.held_on) == ("জুমে", noticed.held_on + timedelta(days=3))
    assert notice.untold_change(now) is None


def test_a_change_may_leave_what_the_record_says_meanwhile(noticed, cast):
    """The record names one room that nobody was told of, and the letter names another."""
    save_head(noticed, version=noticed.version, by=cast.staff, venue="জুমে")

    send(Kind.POSTPONEMENT, noticed, cast, changes={"venue": "সম্মেলন কক্ষ"})

    assert fresh(noticed).venue == "সম্মেলন কক্ষ"


def test_short_notice_asks_why_and_says_so_for_ever(planned, cast):
    cast.committee.notice_days = 14
    cast.committee.save()
    letter = begin(Kind.NOTICE, by=cast.staff, meeting=fresh(planned))

    assert notice.short_by(fresh(planned), today()) == 4
    with pytest.raises(ValidationError, match="৪ দিন কম"):
        actions.issue(letter=letter, by=cast.officer)
    actions.issue(letter=letter, by=cast.officer, short_notice_reason="জরুরি সভা")

    letter.refresh_from_db()
    assert letter.short_notice_reason == "জরুরি সভা"


def test_a_notice_whose_number_was_struck_out_is_taken_up_in_its_words(planned, cast):
    letter = send(Kind.NOTICE, planned, cast)
    words = letter.content["letter"]
    void(memo=letter.paper.memo, by=cast.officer, reason="ভুল নথি")

    again = begin(Kind.NOTICE, by=cast.staff, meeting=fresh(planned))

    assert (again.instead_of, again.content["letter"]) == (letter, words)
    assert "issue" not in again.content["memo"]
    actions.issue(letter=again, by=cast.officer)
    letter.refresh_from_db()
    assert (letter.shown_state, again.office.series.get().memos.count()) == ("void", 2)


def test_an_addendum_does_not_hide_another_change(noticed, cast):
    save_head(noticed, version=noticed.version, by=cast.staff, venue="জুমে")

    with pytest.raises(WrongState, match="একসঙ্গে জানান"):
        begin(Kind.ADDENDUM, by=cast.staff, meeting=fresh(noticed), changes={"topics": ["বাজেট"]})


def test_a_notice_is_not_struck_out_from_under_its_addendum(noticed, cast):
    added = send(Kind.ADDENDUM, noticed, cast, changes={"topics": ["বাজেট"]})
    memo = added.changes.paper.memo
    assert not can_void(cast.officer, memo)

    void(memo=added.paper.memo, by=cast.officer, reason="ভুল বিষয়")

    assert can_void(cast.officer, memo)
    assert notice.untold_change(fresh(noticed)) == Kind.ADDENDUM


def test_what_replaced_a_notice_is_not_struck_out(noticed, cast):
    letter = send(Kind.POSTPONEMENT, noticed, cast, changes=moved(noticed))

    for memo in (letter.paper.memo, letter.changes.paper.memo):
        with pytest.raises(WrongState.__base__):
            void(memo=memo, by=cast.officer, reason="ভুল")


def test_a_day_on_which_the_committee_sits_already_is_refused_whole(noticed, cast):
    from tests.letters.conftest import make_planned

    make_planned(cast, days=13)
    letter = begin(Kind.POSTPONEMENT, by=cast.staff, meeting=noticed, changes=moved(noticed))

    with pytest.raises(ValidationError, match="ইতোমধ্যে আছে"):
        actions.issue(letter=letter, by=cast.officer)

    letter.refresh_from_db()
    assert letter.is_draft
    assert fresh(noticed).held_on == noticed.held_on
    assert cast.meghdubi.series.get().counters.get().last == 1
