"""The country that boards are measured in, at a few thousand shares: it is made, counted, and its pages answer."""

import pytest

from bench.boards import measure
from bench.country import COMMITTEES, DECISIONS, MEETINGS, SHARES, Size
from followup import tallies
from followup.models import Assignment, Tally
from offices.models import Office, today
from tests.followup.scattered import by_hand
from tests.followup.test_figures import nothing_left_out, of_shares

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]


def test_a_small_country_is_counted_and_its_pages_answer(capsys):
    rows = measure(Size("few", 1, 1, 1, 1), times=1)

    made = 4 * COMMITTEES * MEETINGS * DECISIONS * SHARES
    assert Assignment.objects.count() == made + 1
    assert Tally.objects.count() == Office.objects.count() == 5
    assert len(rows) > 8
    assert f"{made + 1} shares made" in capsys.readouterr().out

    nation = Office.objects.get(kind=Office.Kind.NATIONAL)
    given = tallies.given_by([nation]).select_related("matter")
    assert of_shares(Tally.objects.get(office=nation).own["all"]) == nothing_left_out(
        by_hand(given, today())
    )
