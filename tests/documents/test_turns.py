"""Nobody's many papers take the place of everybody's one."""

import os
import signal
import time
from pathlib import Path

import pytest

from documents.pool import WorkerPool
from documents.rendering import RenderFailed
from documents.turns import Asker, asked_by
from tests.documents.test_pool import ENDLESS, eventually, page_count, paper, start


def drawn_for(pool, person, office=None, *, html=None):
    with asked_by(lambda: Asker(person, office)):
        return page_count(pool.render(html or paper()))


@pytest.fixture
def pool():
    with WorkerPool(2, waiting=3, patience=30) as pool:
        pool.render(paper())
        yield pool


def hold(pool, person, office=None):
    """A paper of this person that never ends; its thread."""
    thread, _ = start(lambda: drawn_for(pool, person, office, html=ENDLESS))
    eventually(lambda: pool._shares._held.get(("drawn", "person", person)))
    return thread


def test_of_one_person_one_is_drawn_one_waits_and_the_rest_are_told_at_once(pool):
    busy = hold(pool, 1)
    second, outcome = start(lambda: drawn_for(pool, 1))
    eventually(lambda: len(pool._waiting) == 1)
    began = time.monotonic()
    with pytest.raises(RenderFailed) as refused:
        drawn_for(pool, 1)
    assert refused.value.reason == "yours"
    # The other worker is there for everybody else all the while, whoever stands before them.
    assert [drawn_for(pool, other) for other in (2, 3, None)] == [1, 1, 1]
    assert drawn_for(pool, 2) == 1
    assert time.monotonic() - began < 5
    assert not outcome

    end(pool, busy)
    second.join()
    assert outcome == [1]


def test_of_one_office_one_worker_and_one_place_are_left_to_others(pool):
    busy = hold(pool, 1, office=5)
    threads = []
    for person in (2, 3):
        threads.append(start(lambda person=person: drawn_for(pool, person, 5)))
        eventually(lambda person=person: len(pool._waiting) == person - 1)
    with pytest.raises(RenderFailed) as refused:
        drawn_for(pool, 4, 5)
    assert refused.value.reason == "yours"
    assert drawn_for(pool, 9, 6) == 1

    end(pool, busy)
    for thread, outcome in threads:
        thread.join()
        assert outcome == [1]


def test_what_runs_by_itself_has_no_share_to_keep_to(pool):
    threads = [start(lambda: page_count(pool.render(paper()))) for _ in range(3)]
    for thread, outcome in threads:
        thread.join()
        assert outcome == [1]


def test_a_share_is_given_back_whatever_became_of_the_paper(pool):
    for _ in range(3):
        with pytest.raises(RenderFailed), asked_by(lambda: Asker(1, 5)):
            pool.render("<p>", fields=[NoSuchField])
    assert drawn_for(pool, 1, 5) == 1
    assert not pool._shares._held


class NoSuchField:
    name, anchor, label = "a", "nowhere", "ক"


def end(pool, thread):
    """Kill the worker that draws without end: the one that has worked most."""
    os.kill(max(pool.worker_pids(), key=ticks_of), signal.SIGKILL)
    thread.join()


def ticks_of(pid):
    """How long a process has had a processor."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])
