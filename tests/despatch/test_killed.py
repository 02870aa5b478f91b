"""Copies under pressure: a worker that is killed, a mail server that takes its time."""

import threading
import time

import pytest
from django.db import connection
from django.urls import reverse

from accounts import post
from accounts.models import Mail
from despatch import actions, ladder
from tests.accounts.sink import listening
from tests.accounts.test_worker import send_all, send_in_a_process_that_dies
from tests.cast import signed_in
from tests.despatch.outgoing import copies_of, make_paper_with_copies, time_passes
from tests.proof import tried

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def sink(settings):
    with listening(settings) as sink:
        yield sink


@tried("kills", few=2, short=6, full=30)
def test_no_copy_is_lost_and_none_comes_a_third_time(cast, sink, kills):
    line = make_paper_with_copies(cast, *(f"n{number}" for number in range(kills)))
    actions.send(copies=copies_of(line), by=cast.staff)
    time_passes()
    for number in range(kills):
        send_in_a_process_that_dies(sink, before_the_answer=number % 2 == 0)
    # Nothing is claimed of what nobody saw answered.
    assert set(ladder.step_of(copies_of(line)).values()) == {"queued"}
    assert not post.send_one()
    time_passes()
    send_all()

    assert set(ladder.step_of(copies_of(line)).values()) == {"relayed"}
    arrived = sink.copies()
    assert arrived.keys() == set(Mail.objects.values_list("message_id", flat=True))
    assert set(arrived.values()) == {2}
    for recipients, _ in sink.mail:
        assert len(recipients) == 1


@tried("seconds", few=1, short=3, full=40)
def test_pages_answer_while_a_mail_server_takes_its_time(cast, sink, seconds):
    line = make_paper_with_copies(cast, "rahima", "karim")
    actions.send(copies=copies_of(line), by=cast.staff)
    time_passes()
    sink.answers = [seconds, seconds]
    staff = signed_in(cast.staff)
    staff.get("/")  # what is loaded once
    worker = threading.Thread(target=send_all)
    began, took = time.monotonic(), []
    worker.start()
    while worker.is_alive():
        for url in ("/", reverse("despatch:paper", args=[line.pk]), reverse("memos:register")):
            asked = time.monotonic()
            assert staff.get(url).status_code == 200
            took.append(time.monotonic() - asked)
        time.sleep(0.05)
    worker.join()
    assert time.monotonic() - began >= 2 * seconds
    assert set(Mail.objects.values_list("state", flat=True)) == {"sent"}
    print(f"{len(took)} pages while {2 * seconds} s passed: longest {max(took):.3f} s")
    assert max(took) < 1
    connection.close()
