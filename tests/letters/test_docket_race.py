"""Two letters taken in at the same moment. On PostgreSQL, with real threads."""

from datetime import date

import pytest

from letters import incoming as docket
from letters.models import Incoming
from offices.models import Office
from tests.meetings.test_races import at_once, held_open


def take_in_two(cast):
    def taking_in(number):
        row = Incoming(
            office=cast.meghdubi, sender="জেলা প্রশাসক", number=number, subject="তথ্য প্রেরণ",
            dated_on=date(2024, 3, 1), received_on=date(2024, 3, 2),
        )  # fmt: skip
        return lambda: docket.register(incoming=row, by=cast.staff).docket

    with held_open(Incoming, 2) as told:
        return at_once(taking_in("ক"), taking_in("খ")), told


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_letters_at_once_get_two_numbers_of_the_docket(cast):
    outcomes, _ = take_in_two(cast)
    assert sorted(outcomes) == [1, 2]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_without_the_lock_one_of_them_would_be_refused(cast, monkeypatch):
    monkeypatch.setattr(Office.objects, "select_for_update", Office.objects.all)
    outcomes, told = take_in_two(cast)
    assert told["together"] == 2
    assert sum(isinstance(outcome, Exception) for outcome in outcomes) == 1
