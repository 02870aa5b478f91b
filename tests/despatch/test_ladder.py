"""What is proved of a copy: each step from what proves it, and no step for a higher one."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import post
from accounts.models import Mail
from despatch import actions
from despatch.ladder import Step, highest, ladder_of, step_of
from despatch.models import Evidence
from memos.models import Copy
from tests.accounts.sink import listening
from tests.despatch.outgoing import copies_of, make_paper_with_copies, time_passes, work
from tests.proof import tried

REFUSAL = "550 5.1.1 <karim@karim.example>: Recipient address rejected: User unknown"


@pytest.fixture
def sink(settings, db):
    with listening(settings) as sink:
        yield sink


@pytest.fixture
def line(cast):
    return make_paper_with_copies(cast, "rahima", "karim")


def fresh(copy):
    return Copy.objects.get(pk=copy.pk)


def steps(copy):
    return [rung.step for rung in ladder_of(fresh(copy))]


def prove(copy, step, sending=None, **told):
    Evidence.objects.create(copy=copy, sending=sending, step=step, told=told)


def test_each_answer_of_the_server_stands_on_the_ladder_word_for_word(cast, line, sink):
    sink.to_recipients["karim@karim.example"] = REFUSAL
    sink.answers = ["250 2.0.0 Ok: queued as 4F2A1"]
    actions.send(copies=copies_of(line), by=cast.staff)
    rahima, karim = copies_of(line)
    assert steps(rahima) == ["queued"]
    work()

    taken, refused = ladder_of(fresh(rahima))[-1], ladder_of(fresh(karim))[-1]
    assert (taken.step, taken.evidence["line"]) == ("relayed", "250 2.0.0 Ok: queued as 4F2A1")
    assert "জিজ্ঞাসা করা হয়নি" in taken.leaves_open
    assert (refused.step, refused.evidence["line"]) == ("refused", REFUSAL)
    assert step_of([rahima, karim]) == {rahima.pk: "relayed", karim.pk: "refused"}


def test_a_busy_server_a_cut_line_and_a_silent_one(cast, line, sink):
    sink.answers = ["451 4.3.0 busy"] * 3
    actions.send(copies=copies_of(line)[:1], by=cast.staff)
    copy = copies_of(line)[0]
    for _ in range(3):
        time_passes()
        post.send_one()
        assert steps(copy) == ["queued"]
    sink.answers = ["drop"] * 2
    for _ in range(3):
        time_passes()
        post.send_one()
    assert Mail.objects.get().last_error == post.UNANSWERED
    # It may have arrived: neither taken nor refused.
    assert steps(copy) == ["queued", "queued"]
    assert ladder_of(fresh(copy))[-1].name == "সার্ভারের উত্তর আসেনি"


def test_what_never_left_is_not_said_to_be_refused_by_anybody(cast, line, sink):
    actions.send(copies=copies_of(line)[:1], by=cast.staff)
    line.paper.issued_file.document.path.unlink()
    work()
    last = ladder_of(copies_of(line)[0])[-1]
    assert (last.step, last.name) == ("refused", "পাঠানো যায়নি")
    assert last.evidence["line"].startswith(post.DAMAGED)


def test_a_bounce_takes_back_what_was_said_before_and_not_what_the_recipient_did(cast, line, sink):
    [sending] = actions.send(copies=copies_of(line)[:1], by=cast.staff)
    work()
    copy = sending.copy
    prove(copy, Step.REFUSED, sending, line=REFUSAL)
    assert highest(ladder_of(fresh(copy))) == "refused"
    prove(copy, Step.FETCHED, sha256="ab")
    assert highest(ladder_of(fresh(copy))) == "fetched"


def test_after_a_bounce_another_sending_counts(cast, line, sink):
    [first] = actions.send(copies=copies_of(line)[:1], by=cast.staff)
    work()
    prove(first.copy, Step.REFUSED, first, line=REFUSAL)
    [second] = actions.send(copies=copies_of(line)[:1], by=cast.staff)
    assert highest(ladder_of(fresh(first.copy))) == "queued"
    prove(first.copy, Step.DELIVERED, second, line="250 ok")
    assert highest(ladder_of(fresh(first.copy))) == "delivered"


@pytest.mark.parametrize(("told", "expected"), [
    ([], None),
    ([Step.DELIVERED], Step.DELIVERED),
    ([Step.DELIVERED, Step.REFUSED], Step.REFUSED),
    ([Step.REFUSED, Step.DELIVERED], Step.DELIVERED),
    ([Step.FETCHED, Step.DELIVERED], Step.FETCHED),
    ([Step.ACKNOWLEDGED, Step.FETCHED], Step.ACKNOWLEDGED),
    ([Step.SIGNED, Step.ACKNOWLEDGED], Step.SIGNED),
])  # fmt: skip
def test_the_highest_step_that_still_stands(cast, line, told, expected):
    copy = copies_of(line)[0]
    now = timezone.now()
    for minute, step in enumerate(told):
        Evidence.objects.create(copy=copy, step=step, at=now + timedelta(minutes=minute))
    assert step_of([fresh(copy)]) == {copy.pk: expected}


def test_steps_of_many_copies_cost_the_same_queries(cast, line, django_assert_num_queries):
    actions.send(copies=copies_of(line), by=cast.staff)
    copies = copies_of(line)
    with django_assert_num_queries(2):
        step_of(copies)


@tried("copies", few=10, short=50, full=300)
def test_every_rung_says_what_it_proves(cast, sink, copies):
    line = make_paper_with_copies(cast, *(f"n{number}" for number in range(copies)))
    actions.send(copies=copies_of(line), by=cast.staff)
    work()
    assert set(step_of(copies_of(line)).values()) == {"relayed"}
    for copy in copies_of(line):
        assert all(rung.proves and rung.name for rung in ladder_of(copy))
