"""What counts for and against an office, by table; and that a trend never draws nothing as nought."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from offices.models import Holiday
from submissions import actions, trends
from submissions.expectations import Period, Standing, days_with_sender, due_on
from submissions.ledger import Cell, Ledger, Review
from submissions.models import Counterpart, Excuse, Submission
from submissions.scores import Point, all_of, counts, middle, score, together, trend
from tests.factories import (
    LONG_AGO,
    give_post,
    make_committee,
    make_duty,
    make_office,
    make_submission,
    make_user,
)

DAY = date.fromisoformat
FEBRUARY = Period(DAY("2024-02-01"), DAY("2024-02-29"))
DUE, TODAY = DAY("2024-03-03"), DAY("2024-06-01")
DHAKA = ZoneInfo("Asia/Dhaka")


def cell(standing, sent=None, *, due=DUE, is_owed=True, reviews=()):
    return Cell(
        Standing(standing),
        FEBRUARY,
        due,
        is_owed=is_owed,
        first_sent_on=sent and DAY(sent),
        reviews=tuple(Review(*each) for each in reviews),
    )


COUNTED = [
    "owed", "in_time", "late", "to_mend", "missing", "excused", "returned", "undecided",
]  # fmt: skip
ALL = [*COUNTED, "days_late", "days_to_decide"]
BACK, TAKEN = True, False
IN_TIME, LATE = "2024-03-03", "2024-03-10"
NOT_DUE = DAY("2024-06-01")
# what happened: its cells → the figures that are not nought or None
SCORED = [
    ("nothing at all", [], {}),
    ("not owed", [cell("not_owed", is_owed=False)], {}),
    ("still time", [cell("not_yet_due", due=NOT_DUE)], {}),
    ("excused", [cell("excused")], {"excused": 1}),
    ("missing", [cell("missing")], {"owed": 1, "missing": 1}),
    (
        "on its day",
        [cell("on_time", IN_TIME)],
        {"owed": 1, "in_time": 1, "undecided": 1},
    ),
    (
        "a week late",
        [cell("late", LATE)],
        {"owed": 1, "late": 1, "days_late": 7, "undecided": 1},
    ),
    (
        "accepted",
        [cell("accepted", IN_TIME, reviews=[(TAKEN, 4)])],
        {"owed": 1, "in_time": 1, "days_to_decide": 4},
    ),
    (
        "late and accepted",
        [cell("accepted_late", LATE, reviews=[(TAKEN, 0)])],
        {"owed": 1, "late": 1, "days_late": 7, "days_to_decide": 0},
    ),
    (
        "in time, returned, not mended yet",
        [cell("returned", IN_TIME, reviews=[(BACK, 2)])],
        {"owed": 1, "to_mend": 1, "returned": 1, "days_to_decide": 2},
    ),
    (
        "in time, returned, mended after the day, accepted: in time",
        [cell("accepted", IN_TIME, reviews=[(BACK, 2), (TAKEN, 5)])],
        {"owed": 1, "in_time": 1, "returned": 1, "days_to_decide": 3.5},
    ),
    (
        "returned twice is one paper that went back",
        [cell("accepted", IN_TIME, reviews=[(BACK, 1), (BACK, 2), (TAKEN, 3)])],
        {"owed": 1, "in_time": 1, "returned": 1, "days_to_decide": 2},
    ),
    (
        "sent before its day has come: neither for",
        [cell("on_time", "2024-05-28", due=NOT_DUE)],
        {"undecided": 1},
    ),
    (
        "nor against, when it went back before its day",
        [cell("returned", "2024-05-28", due=NOT_DUE, reviews=[(BACK, 1)])],
        {"days_to_decide": 1},
    ),
    (
        "sent though nobody could ask for it",
        [cell("accepted_late", LATE, is_owed=False, reviews=[(TAKEN, 6)])],
        {"days_to_decide": 6},
    ),
    (
        "a year of all kinds",
        [
            *[cell("accepted", IN_TIME)] * 5,
            *[cell("accepted_late", LATE)] * 2,
            cell("late", "2024-03-04"),
            cell("returned", LATE),
            *[cell("missing")] * 2,
            cell("excused"),
            cell("not_yet_due", due=NOT_DUE),
        ],
        {
            "owed": 11, "in_time": 5, "late": 3, "to_mend": 1, "missing": 2, "excused": 1,
            "days_late": 7, "undecided": 1,
        },
    ),
]  # fmt: skip


@pytest.mark.parametrize(("what", "cells", "told"), SCORED, ids=[row[0] for row in SCORED])
def test_what_counts(what, cells, told):
    figures = score(cells, today=TODAY)
    assert {name: value for name in ALL if (value := getattr(figures, name)) is not None} == {
        **dict.fromkeys(COUNTED, 0),
        **told,
    }


def test_the_figures_of_several_are_those_of_all_their_cells():
    cells = [each for _, some, _ in SCORED for each in some]
    assert all_of([score(some, today=TODAY) for _, some, _ in SCORED]) == score(cells, today=TODAY)
    assert all_of([]) == score([], today=TODAY)


def test_a_share_of_nothing_is_none_and_neither_nought_nor_all():
    assert score([cell("excused")], today=TODAY).share is None
    assert score([cell("missing")], today=TODAY).share == 0
    assert score([cell("accepted", IN_TIME)], today=TODAY).share == 100


def test_a_paper_counts_from_the_day_after_its_day():
    assert not counts(cell("on_time", IN_TIME), today=DUE)
    assert counts(cell("on_time", IN_TIME), today=DAY("2024-03-04"))


def test_the_middle_of_few_is_not_told():
    assert middle([50, None, 70]) is None
    assert middle([50, None, 70, 90]) == 70
    assert middle([1, 2, 3, 4]) == 2.5


ASKED, ANSWERED_IT, SAID = (True, False), (False, True), (False, False)
TALKS = [
    ([], 0),
    ([(*ASKED, "2024-03-02"), (*ANSWERED_IT, "2024-03-07")], 5),
    ([(*ASKED, "2024-03-02"), (*SAID, "2024-03-04"), (*ANSWERED_IT, "2024-03-07")], 5),
    ([(*ASKED, "2024-03-02"), (*ASKED, "2024-03-04"), (*ANSWERED_IT, "2024-03-07")], 5),
    ([(*ANSWERED_IT, "2024-03-02"), (*SAID, "2024-03-04")], 0),
    ([(*ASKED, "2024-03-02")], 8),  # never answered, decided about on the tenth
    (
        [
            (*ASKED, "2024-03-01"), (*ANSWERED_IT, "2024-03-02"),
            (*ASKED, "2024-03-05"), (*ANSWERED_IT, "2024-03-08"),
        ],
        4,
    ),
]  # fmt: skip


@pytest.mark.parametrize(("talk", "days"), TALKS)
def test_days_on_which_a_question_waits_are_the_senders(talk, days):
    told = [(asks, is_senders, DAY(on)) for asks, is_senders, on in talk]
    assert days_with_sender(told, until=DAY("2024-03-10")) == days


# ── Trends ──────────────────────────────────────────────────────────────────────────────────────


def points(*shares):
    """A trend: (in time, owed) a step, or None where nothing was owed."""
    return [Point(f"মাস {n}", *(each or (0, 0))) for n, each in enumerate(shares)]


def test_a_trend_counts_what_a_score_counts():
    cells = [
        cell("accepted", IN_TIME),
        cell("missing"),
        cell("excused"),
        cell("not_owed", is_owed=False),
    ]
    steps = trend(cells, ["ক", "খ"], lambda period: 1, today=TODAY)
    assert steps == [Point("ক", 0, 0), Point("খ", 1, 2)]


def test_where_nothing_was_owed_the_line_has_a_gap():
    drawn = trends.drawing(points((1, 2), (2, 2), None, (0, 3), None, (1, 1), (1, 1)))
    assert len(drawn["lines"]) == 2
    assert [line.count(",") for line in drawn["lines"]] == [2, 2]
    assert [dot["label"] for dot in drawn["dots"]] == ["৫০%", "১০০%", "০%", "১০০%", "১০০%"]
    nothing = trends.drawing(points(None, None))
    assert (nothing["lines"], nothing["dots"]) == ([], [])
    assert trends.small(points(None, (0, 1), None))["lines"] == []


def test_the_higher_share_stands_higher_within_the_picture():
    drawn = trends.drawing(points((0, 4), (1, 4), (4, 4)))
    heights = [float(dot["y"]) for dot in drawn["dots"]]
    assert heights == sorted(heights, reverse=True)
    _, _, wide, high = map(float, drawn["box"].split())
    assert all(0 < float(dot["x"]) < wide and 0 < float(dot["y"]) < high for dot in drawn["dots"])


def test_a_trend_in_words_tells_the_same_numbers():
    assert trends.told(points((1, 2), None, (0, 3))) == "মাস ০: ২টির ১টি; মাস ২: ৩টির ০টি"


def test_all_together_leave_out_the_steps_of_too_few():
    three = [points((1, 1), (1, 1)), points((0, 2), None), points((1, 1), (0, 1))]
    assert together(three, fewest=3) == [Point("মাস 0", 2, 4), Point("মাস 1", 0, 0)]
    assert together(three) == [Point("মাস 0", 2, 4), Point("মাস 1", 1, 2)]


# ── From the rows of a district ─────────────────────────────────────────────────────────────────


def at(day):
    return datetime.fromisoformat(f"{day}T11:00").replace(tzinfo=DHAKA)


@pytest.fixture
def year(cast, duty, issued):
    """July to June, with all that could be unfair to somebody."""

    def send(month, sent_on, **fields):
        make_submission(
            issued, duty, by=cast.staff, period_start=DAY(f"{month}-01"),
            first_sent_on=DAY(sent_on), sent_at=at(sent_on), **fields,
        )  # fmt: skip

    def decided(on, state="accepted", **fields):
        return {"state": state, "decided_by": cast.dc_staff, "decided_at": at(on), **fields}

    back = {"reason_code": "other", "remarks": "দেখুন"}
    # The first of December is a Friday, the second a Saturday, and the third is declared a holiday.
    Holiday.objects.create(falls_on=DAY("2023-12-03"), name="শোক দিবস")
    Holiday.objects.create(falls_on=DAY("2024-05-01"), name="মে দিবস")
    assert due_on(DAY("2023-11-30"), due_day=1, holidays={DAY("2023-12-03")}) == DAY("2023-12-04")
    send("2023-11", "2023-12-04", **decided("2023-12-10"))
    # Returned, mended in January and accepted; the first version was in time.
    send(
        "2023-12",
        "2023-12-31",
        version=1,
        is_latest=False,
        **decided("2024-01-03", "returned", **back),
    )
    send("2023-12", "2023-12-31", version=2, **decided("2024-01-20"))
    # Accepted late, after a question that waited ten days.
    send("2024-01", "2024-02-08", **decided("2024-02-22"))
    asked = Submission.objects.get(period_start=DAY("2024-01-01"))
    for text, by, on in (("কবে?", cast.dc_staff, "2024-02-10"), ("কাল।", cast.staff, "2024-02-20")):
        asked.comments.create(
            text=text, asks=by == cast.dc_staff, commented_by=by, commented_at=at(on)
        )
    # One excuse stands, the other was refused.
    for month in ("2024-02", "2024-03"):
        given = actions.excuse(
            duty=duty, office=cast.meghdubi, period_start=DAY(f"{month}-01"), reason="নির্বাচন",
            by=cast.staff,
        )  # fmt: skip
    actions.refuse_excuse(excuse=given, by=cast.dc_staff, reason="সভা হওয়ার কথা")
    # Meghdubi joined in the middle of October, Noldanga's committee was closed in January.
    cast.meghdubi.posts.first().postings.model.objects.filter(post__office=cast.meghdubi).update(
        starts_on=DAY("2023-10-17")
    )
    closed = make_committee(cast.noldanga)
    closed.closed_on = DAY("2024-01-15")
    closed.save()
    Counterpart.objects.create(duty=duty, office=cast.noldanga, committee=closed)
    # A third upazila has not joined at all.
    make_office("never", parent=cast.shalbon)
    return duty


def scores_of(duty, today="2024-05-02"):
    ledger = Ledger(
        [duty], since=DAY("2023-07-01"), until=DAY("2024-06-30"), today=DAY(today), reviews=True
    )
    return {
        office.name: score(ledger.cells(duty, office), today=DAY(today))
        for office in ledger.offices_of(duty)
    }


def test_nobody_is_judged_for_what_could_not_be_asked_of_them(cast, year):
    told = scores_of(year)
    # November to March without the excused February; April is due on this very day.
    assert {name: getattr(told[cast.meghdubi.name], name) for name in ALL} == {
        "owed": 4, "in_time": 2, "late": 1, "to_mend": 0, "missing": 1, "excused": 1,
        "returned": 1, "days_late": 7,
        # 6, 3, 20 and 14 less the ten days of the question.
        "days_to_decide": 5, "undecided": 0,
    }  # fmt: skip
    # July to December: the month in which the committee was closed is not owed.
    assert (told[cast.noldanga.name].owed, told[cast.noldanga.name].missing) == (6, 6)
    assert (told["কার্যালয় never"].owed, told["কার্যালয় never"].share) == (0, None)


def test_a_holiday_declared_late_changes_the_figures_at_once(cast, year):
    Holiday.objects.all().delete()
    assert scores_of(year)[cast.meghdubi.name].in_time == 1


def test_without_an_excuse_the_month_is_missing(cast, year):
    Excuse.objects.all().delete()
    told = scores_of(year)[cast.meghdubi.name]
    assert (told.owed, told.missing, told.excused) == (5, 2, 0)


def test_the_questions_of_a_ledger_are_few_with_reviews_too(cast, year, django_assert_num_queries):
    with django_assert_num_queries(7):
        scores_of(year)
    office = make_office("more", parent=cast.shalbon)
    give_post(make_user("more"), office, "staff", starts_on=LONG_AGO)
    make_duty(cast.padmar, make_committee(cast.charghat))
    with django_assert_num_queries(7):
        assert scores_of(year)["কার্যালয় more"].owed == 9
