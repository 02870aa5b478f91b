"""The code tables against each other and against the geography of the country."""

import csv
import re
import unicodedata

import pytest

from offices.codes import districts, divisions, memo_part_two


@pytest.fixture(scope="module")
def geography(shared):
    """Rows of the list of upazilas: one dict each."""
    with (shared / "geo/upazilas.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def nfc(text):
    return unicodedata.normalize("NFC", text)


def test_there_are_eight_divisions_and_sixty_four_districts():
    assert len(divisions()) == 8
    assert len(districts()) == 64


@pytest.mark.parametrize("table", [divisions, districts])
def test_codes_are_two_ascii_digits_and_names_unique_normal_bengali(table):
    rows = table()
    assert all(code == row.code and re.fullmatch("[0-9]{2}", code) for code, row in rows.items())
    names = [row.name for row in rows.values()]
    assert len(set(names)) == len(rows)
    assert all(name == nfc(name) and re.fullmatch("[\u0980-\u09ff]+", name) for name in names)
    assert len({row.name_en for row in rows.values()}) == len(rows)


def test_every_district_lies_in_a_division_and_every_division_has_some():
    assert {row.division for row in districts().values()} == divisions().keys()


def test_every_part_two_stands_for_a_division():
    assert memo_part_two() == {"30": "30", "43": "50", "44": "40", "47": "55"}
    assert set(memo_part_two().values()) <= divisions().keys()


def test_divisions_are_those_of_the_geography(geography):
    told = {row["division_code"]: nfc(row["division_bn"]) for row in geography}
    assert {code: row.name for code, row in divisions().items()} == told


def test_districts_are_those_of_the_geography(geography):
    told = {
        row["district_code"]: (row["division_code"], nfc(row["district_bn"])) for row in geography
    }
    assert {code: (row.division, row.name) for code, row in districts().items()} == told
