"""Code tables of the country: divisions, districts, and part 2 of the memo numbers of each division.

Codes are those of the Bangladesh Bureau of Statistics (BBS geocodes). The part-2 table holds the
codes seen on papers of field offices; a code that is not in it is unknown, not wrong.
"""

import csv
from functools import cache
from importlib.resources import files
from typing import NamedTuple


class Division(NamedTuple):
    code: str
    name: str
    name_en: str


class District(NamedTuple):
    code: str
    division: str
    name: str
    name_en: str


def _rows(name):
    with (files(__package__) / name).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


@cache
def divisions():
    """The 8 divisions by their two-digit BBS code (ASCII digits)."""
    return {row["code"]: Division(**row) for row in _rows("divisions.csv")}


@cache
def districts():
    """The 64 districts by their two-digit BBS code, which is unique in the country."""
    return {row["code"]: District(**row) for row in _rows("districts.csv")}


@cache
def memo_part_two():
    """Part 2 of a memo number → BBS code of the division it stands for."""
    return {row["part_two"]: row["division"] for row in _rows("memo_part_two.csv")}
