"""How far the long proofs go: a few tries in `make test`, more in `make prove`.

A proof tries one rule many times over: a flip of each bit of a paper, a kill at each step, two hundred
papers at once. Its test takes the number of tries, or the list of them, as an argument; `make test`
gives it the few that tell most, `make prove` all, and `make prove SHORT=1`, which CI runs, something
in between. Nothing else says how long a proof is.
"""

import math
import os

import pytest

# Set by scripts/prove; for `pytest -m proof` by hand the short form.
LENGTH = os.environ.get("PROOF", "short")
EACH = math.inf  # as many tries as there are


def some(values, few):
    """Parameters, of which all but the first few are proofs."""
    return [
        value if number < few else pytest.param(value, marks=pytest.mark.proof)
        for number, value in enumerate(values)
    ]


def tried(name, few, *, short, full, once=False):
    """The test takes the argument `name`: these few, and as a proof what the length of it says.

    `few` is None where another test is the small one. `once`: what the proof tries beyond the few is
    the same on any database.
    """
    marks = [pytest.mark.proof] + [pytest.mark.once] * once
    many = pytest.param({"short": short, "full": full}[LENGTH], id="proof", marks=marks)
    return pytest.mark.parametrize(
        name, [many] if few is None else [pytest.param(few, id="few"), many]
    )
