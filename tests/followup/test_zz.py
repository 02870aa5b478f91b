import pytest
from followup import tallies
from followup.boards import Board
from followup.models import Tally, Stale
def test_x(followed):
    own = tallies.counted([followed.cast.shalbon.pk, followed.cast.meghdubi.pk])
    print(own)
    b = Board(followed.cast.shalbon, is_own=True)
    for t in b.tables(): print(t)
    print(tallies.refresh(), Stale.objects.count())
    for t in Tally.objects.all(): print(t, t.own, t.below)
    for t in Board(followed.cast.shalbon, is_own=True).tables(): print(t)
