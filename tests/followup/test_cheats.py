"""Ways to look better than one's work: none lowers the burden of an office, whatever it does to a percent."""

import random
from dataclasses import replace

import pytest

from tests.followup.cheating import CHEATS, burden, honest, honestly, percent, play

OFFICES = 200


def outcomes(cheat):
    """[(burden honest, cheated; naive percent honest, cheated)] of random offices."""
    told = []
    for seed in range(OFFICES):
        rng = random.Random(seed)
        history = honest(rng)
        before = [play(each) for each in history]
        after = [play(each) for each in cheat(history, rng)]
        told.append((burden(before), burden(after), percent(before), percent(after)))
    return told


@pytest.mark.once
@pytest.mark.parametrize("name", CHEATS)
def test_no_cheat_lowers_the_burden_of_any_office(name):
    _, cheat, _ = CHEATS[name]
    told = outcomes(cheat)
    assert [pair for pair in told if pair[1] < pair[0]] == []
    assert max(before for before, *_ in told) > 100


@pytest.mark.once
@pytest.mark.parametrize("name", [name for name in CHEATS if CHEATS[name][2]])
def test_a_raw_percent_is_taken_in(name):
    _, cheat, _ = CHEATS[name]
    told = outcomes(cheat)
    assert sum(after > before for *_, before, after in told) > OFFICES / 2


@pytest.mark.once
def test_work_done_sooner_does_lower_the_burden():
    def sooner(history, rng):
        return [
            honestly(replace(each, done=each.due)) if each.is_late else each for each in history
        ]

    told = outcomes(sooner)
    assert all(after <= before for before, after, *_ in told)
    assert sum(after < before for before, after, *_ in told) > OFFICES * 0.9
