"""A worker killed at any step of making copies: what was done stays, and the file is there once."""

import hashlib
from itertools import product

import pytest
from django.db.backends.base.base import BaseDatabaseWrapper

from documents import store
from documents.models import Document
from letters import merges, merging
from letters.models import Merge, MergePart
from memos import actions
from memos.models import Copy
from tests.factories import make_copies
from tests.letters.test_merges import time_passes
from tests.memos.conftest import make_approved
from tests.memos.test_killed import in_a_process_that_dies
from tests.proof import tried

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

# Every step that writes or decides something; how many steps were done when it comes.
STEPS = [
    (merges, "_take", 0),
    (merging, "addressed", 1),
    (MergePart, "save", 1),
    (BaseDatabaseWrapper, "commit", 2),
    (merging, "bind", 3),
    (store, "keep", 3),
    (Merge, "move_to", 3),
    (BaseDatabaseWrapper, "commit", 3),
]
KILLS = list(product(STEPS, (True, False)))
# In the middle of the copies; and when the file is on the disk, and no row knows of it.
TELLING = [((merging, "addressed", 1), False), ((store, "keep", 3), False)]


def step_once(arm):
    arm()
    return str(merges.step())


@tried("kills", few=TELLING, short=KILLS, full=KILLS * 5)
def test_a_kill_loses_nothing_and_makes_nothing_twice(cast, monkeypatch, kills):
    size = 2
    monkeypatch.setattr(merges, "STEPS", dict.fromkeys(Merge.Kind, size))
    memo = actions.issue(meeting=make_approved(cast, distribution=[]), by=cast.officer)
    make_copies(memo, 5)
    undisturbed = finish(merges.ask(memo=memo, by=cast.staff))
    expected = undisturbed.document.read()
    for number, ((owner, name, done_before), before) in enumerate(kills):
        # One more recipient is another file; its bytes are told apart by their count alone.
        Merge.objects.filter(total=5).update(total=1000 + number)
        merge = merges.ask(memo=memo, by=cast.staff)
        for _ in range(done_before):
            assert merges.step()
        answered = in_a_process_that_dies(step_once, (owner, name), before=before)
        told = f"{name}, {'before' if before else 'after'}"
        assert not answered, told
        merge.refresh_from_db()
        steps = merge.parts.count()
        assert merge.state == Merge.State.DONE or merge.done == min(5, size * steps), told
        time_passes(merge)
        merge = finish(merge)
        assert merge.document.read() == expected, told
        assert not MergePart.objects.exists(), told
    assert Merge.objects.count() == 1 + len(kills)
    whole = hashlib.sha256(expected).hexdigest()
    assert Document.objects.filter(sha256=whole).count() == 1
    assert Copy.objects.filter(memo=memo).count() == 5


def finish(merge):
    while merges.step():
        pass
    merge.refresh_from_db()
    assert merge.state == Merge.State.DONE
    return merge
