"""SIGKILL at every step of issuing: what was answered is there, what was not never half is."""

import os
import signal
import traceback
from itertools import product

import pytest
from django.core.management import call_command
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from documents import signing, store
from documents.models import Document, Paper
from documents.store import stored_files
from meetings import printing
from meetings.models import Meeting, State
from memos import actions
from memos.models import Counter, Memo, Series
from tests.keys import opened
from tests.memos.test_races import FILES, problems, small
from tests.proof import tried

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

# Every step that writes or decides something, in their order.
STEPS = [
    (Series, "lock"),
    (Counter, "next"),
    (printing, "draw_issued"),
    (signing, "sign"),
    (store, "keep"),
    (Paper, "save"),
    (Paper, "add_file"),
    (Memo, "save"),
    (Meeting, "issue"),
    (BaseDatabaseWrapper, "commit"),
]
KILLS = list(product(STEPS, (True, False)))
# When all is written and nothing of it counts yet, and when all of it does but nobody was told.
AT_THE_COMMIT = KILLS[-2:]


def die_at(owner, name, *, before):
    """From now on the process ends, by SIGKILL, where this step begins or ends."""
    step = getattr(owner, name)

    def deadly(*args, **kwargs):
        if before:
            os.kill(os.getpid(), signal.SIGKILL)
        result = step(*args, **kwargs)
        os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(owner, name, deadly)


def in_a_process_that_dies(act, step, *, before):
    """Do something in a child, which is killed at the step. Returns the text it acknowledged before that."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(reading)
            # The parent's connection is not ours to close; nor may it be collected.
            parents = [(each, each.connection) for each in connections.all(initialized_only=True)]
            for each, _ in parents:
                each.connection = None
            os.write(writing, act(lambda: die_at(*step, before=before)).encode())
        except BaseException:
            traceback.print_exc()
        os.kill(os.getpid(), signal.SIGKILL)
    os.close(writing)
    with os.fdopen(reading, "rb") as answer:
        acknowledged = answer.read().decode()
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL
    return acknowledged


def issue_in_a_process_that_dies(meeting, by, step, *, before):
    def issue(arm):
        signer = opened("officer")
        arm()
        return actions.issue(meeting=meeting, by=by, signer=signer).number

    return in_a_process_that_dies(issue, step, before=before)


@tried("kills", few=AT_THE_COMMIT, short=KILLS, full=KILLS * 10)
def test_a_kill_at_any_step_leaves_all_or_nothing(cast, keys, kills):
    meetings = []
    for number, (step, before) in enumerate(kills):
        meeting = small(cast, number, FILES[0])
        meetings.append(meeting)

        acknowledged = issue_in_a_process_that_dies(meeting, cast.officer, step, before=before)

        meeting.refresh_from_db()
        told = f"{step[1]}, {'before' if before else 'after'}"
        # Only what happens after the commit can have been answered or be there at all.
        is_out = meeting.state == State.ISSUED
        assert is_out == (step[1] == "commit" and not before), told
        assert not acknowledged or is_out, told
        assert Memo.objects.filter(paper__issued_for__meeting=meeting).exists() == is_out, told
        if not is_out:
            actions.issue(meeting=meeting, by=cast.officer)
    assert problems(meetings) == []
    for document in Document.objects.all():
        document.read()  # raises Damaged
    orphans = {path.name for path in stored_files()} - set(
        Document.objects.values_list("sha256", flat=True)
    )
    # Killed between the durable file and its row: five of the steps, once or twice each.
    assert orphans
    store.sweep(older_than=-1)
    assert {path.name for path in stored_files()} == set(
        Document.objects.values_list("sha256", flat=True)
    )
    call_command("check_documents")
    with transaction.atomic():
        assert Counter.objects.get().last == len(meetings)
