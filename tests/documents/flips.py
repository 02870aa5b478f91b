"""Papers with one bit flipped, for tests of what tells them from the issued ones."""

import random
from itertools import product


def flips(data, tries, *, within=None, seed=53711):
    """So many copies of the data with one bit flipped each, chosen by chance; with EACH of
    tests/proof.py a copy for each bit. `within` is a range of bytes. Yields (byte, copy)."""
    places = within or range(len(data))
    if tries < 8 * len(places):
        chance = random.Random(seed)
        chosen = ((chance.choice(places), chance.randrange(8)) for _ in range(tries))
    else:
        chosen = product(places, range(8))
    for place, bit in chosen:
        flipped = bytearray(data)
        flipped[place] ^= 1 << bit
        yield place, bytes(flipped)


# In their order in the file; no digest covers the signature and its two brackets.
REGIONS = [
    "first line", "drawing", "update", "bracket before", "signature", "padding", "bracket behind",
    "byte range", "objects behind", "table", "last lines",
]  # fmt: skip


def region_of(pdf, name):
    """The bytes of a part of a paper with one signature, as a range."""
    bracket = pdf.index(b"/Contents <") + len(b"/Contents ")
    behind = pdf.index(b">", bracket)
    padding = bracket + len(pdf[bracket:behind].rstrip(b"0"))
    update = pdf.index(b"%%EOF") + len(b"%%EOF")
    after_range = pdf.index(b"]", behind)
    table = pdf.rindex(b" obj\n", 0, pdf.rindex(b"/XRef"))
    last = pdf.rindex(b"startxref")
    ends = [
        pdf.index(b"\n") + 1, update, bracket, bracket + 1, padding, behind, behind + 1,
        after_range + 1, table, last, len(pdf),
    ]  # fmt: skip
    nth = REGIONS.index(name)
    return range(ends[nth - 1] if nth else 0, ends[nth])
