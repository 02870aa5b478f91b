"""Ways to look better than one's work: none lowers the burden of an office, whatever it does to a percent."""

import random
from dataclasses import replace

import pytest

from followup import scores
from offices.models import today
from tests.followup.cheating import CHEATS, burden, honest, honestly, percent, play
from tests.followup.really_cheating import Played
from tests.proof import some

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


def really(followed, history):
    """The burden of Meghdubi after the acts of the portal."""
    Played(followed, history)
    window = scores.in_window(today()).exclude(pk=followed.matter.pk)
    told = scores.burdens(scores.shares_of(window), today())
    burdens = [
        found.days for (_, _, office), found in told.items() if office == uno_office(followed)
    ]
    return sum(burdens)


def uno_office(followed):
    return followed.ours.office_id


def small(seed):
    """The first decisions of a random office, of which at least two are late."""
    history = honest(random.Random(seed))
    while sum(told.is_late for told in history[:4]) < 2:
        seed += 1000
        history = honest(random.Random(seed))
    return history[:4]


@pytest.mark.parametrize("name", some(["honest", *CHEATS], 4))
def test_the_acts_of_the_portal_lead_to_the_same_burden(followed, name):
    history = small(7)
    if name != "honest":
        history = CHEATS[name][1](history, random.Random(7))
    assert really(followed, history) == burden([play(told) for told in history])
