import random

import pytest

from followup import tallies
from followup.columns import COLUMNS, WHOLE, all_said, share_said
from followup.figures import Figures, conditions
from followup.models import Assignment, Kind, Matter
from offices.models import today
from tests.followup.scattered import by_hand, scatter
from tests.proof import tried

NOT_OF_SHARES = ("decisions_", "burden_")


def of_shares(figures):
    return {
        name: value
        for name, value in figures.items()
        if value and not name.startswith(NOT_OF_SHARES)
    }


def nothing_left_out(told):
    return {name: value for name, value in told.items() if value}


@tried("seed", 1, short=2, full=40)
def test_figures_equal_those_counted_one_by_one(cast, seed):
    rng = random.Random(seed)
    scatter(cast, rng, 60)
    day = today()
    offices = [cast.shalbon, cast.meghdubi, cast.noldanga, cast.padmar]
    counted = tallies.counted([office.pk for office in offices], day)
    roots = Assignment.objects.filter(
        parent=None, matter__state__in=["open", "ended"]
    ).select_related("matter")
    for office in offices:
        told, given = counted[office.pk], roots.filter(matter__office=office)
        shown = given.filter(matter__shown_above=True)
        assert of_shares(told["all"]) == nothing_left_out(by_hand(given, day))
        assert of_shares(told["shown"]) == nothing_left_out(by_hand(shown, day))
        owed = Assignment.objects.filter(
            office=office, matter__state__in=["open", "ended"]
        ).select_related("matter")
        assert of_shares(told["owed"]) == nothing_left_out(by_hand(owed, day))
        for kind in Kind:
            followed = Matter.objects.filter(office=office, state__in=["open", "ended"], kind=kind)
            assert told["all"][f"decisions_{kind}"] == followed.count()


def test_the_parts_of_an_office_add_up_to_it(cast):
    scatter(cast, random.Random(3), 40)
    for told in tallies.counted([cast.shalbon.pk, cast.meghdubi.pk]).values():
        whole = of_shares(told["all"])
        whole.pop("waits")
        for rows in ("committees", "owners"):
            total = sum((Figures(row["all"]) for row in told[rows].values()), Figures())
            kept = of_shares(total)
            if rows == "owners":
                kept |= {name: whole[name] for name in whole if name.startswith("periods_")}
            assert kept == whole


def test_every_share_stands_in_one_state(cast):
    scatter(cast, random.Random(4), 40)
    told = tallies.counted([cast.shalbon.pk])[cast.shalbon.pk]["all"]
    assert sum(told[state] for state in Assignment.State) == told.n > 5
    assert sum(often for _, often in told.ended) == told.ended_otherwise


@pytest.mark.once
def test_a_percent_is_never_told_of_few():
    assert share_said(0, 0) == "–"
    assert share_said(3, 4) == "৪টির ৩টি"
    assert share_said(4, 5) == "৫টির ৪টি (৮০%)"


@pytest.mark.once
def test_a_percent_never_stands_without_its_number_and_the_kinds():
    figures = Figures(
        first_owed=8, first_met=6, now_owed=8, now_met=7, shares_once=8, shares_outside=2
    )
    told = {column.head: column.said(figures) for column in COLUMNS}
    assert [text for text in told.values() if "%" in text] == ["৮টির ৬টি (৭৫%)", "৮টির ৭টি (৮৭%)"]
    assert told["কাজ (ধরন)"] == all_said(figures) == "১০ (একবারের ৮ · বাইরে ২)"
    for _, columns in WHOLE:
        for column in columns:
            assert "%" not in column.said(figures) or "টির" in column.said(figures)


@pytest.mark.once
def test_figures_add_up():
    one = Figures(open=2, oldest="2024-03-01", waits={"3": 2})
    two = Figures(open=1, late=1, oldest="2024-02-01", waits={"3": 1, "5": 4})
    both = one + two
    assert both == {"open": 3, "late": 1, "oldest": "2024-02-01", "waits": {"3": 3, "5": 4}}
    assert (both.wait, one.wait, Figures().wait) == (5, 3, None)
    assert one == {"open": 2, "oldest": "2024-03-01", "waits": {"3": 2}}


@pytest.mark.once
def test_every_figure_that_leads_to_a_list_has_its_condition():
    columns = [*COLUMNS, *(each for _, group in WHOLE for each in group)]
    named = {*conditions(today()), "all", "unfinished", "ended_otherwise", ""}
    assert {column.figure for column in columns} <= named
