"""The plan of a fiscal year: its indicators, what the quarters achieved, and the items that name them."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from followup import indicators
from followup.indicator_forms import rows_of
from followup.indicators import Conflict, code_of, fiscal_year_of, standings
from followup.models import Achievement, Assignment, Indicator
from offices.models import today
from pasting.text import tables_in_text
from tests.cast import signed_in
from tests.followup.making import make_assignment, make_matter, make_sitting

SEED = Path(__file__).parents[3] / "shared/seeds/003_5be6797f13343578.json"
YEAR = 2024


def make_indicator(office, code="১.১.১", **fields):
    told = {"name": "উদ্ভাবনী ধারণা বাস্তবায়িত", "unit": "সংখ্যা", "target": Decimal(10), "year": YEAR}
    return Indicator.objects.create(office=office, code=code, **(told | fields))


def achieve(indicator, quarter, value, *, by, note=""):
    told = {indicator.pk: (Decimal(value), note)}
    office, year = indicator.office, indicator.year
    return indicators.achieve(office, year=year, quarter=quarter, told=told, by=by)


@pytest.mark.once
@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("১.১.১", "১.১.১"),
        ("[1.1.1]", "১.১.১"),
        (" [ ১ . ১ . ১ ] ।", "১.১.১"),
        ("২.১", "২.১"),
        ("", ""),
    ],
)
def test_a_code_is_one_however_it_is_typed(typed, kept):
    assert code_of(typed) == kept


@pytest.mark.once
def test_codes_stand_in_the_order_of_the_plan():
    codes = ["১০.১.১", "২.১.১", "২.১.১০", "২.১.২"]
    assert sorted(codes, key=indicators.place_of) == ["২.১.১", "২.১.২", "২.১.১০", "১০.১.১"]


@pytest.mark.once
@pytest.mark.parametrize(
    ("day", "year"), [(date(2024, 6, 30), 2023), (date(2024, 7, 1), 2024), (date(2025, 1, 9), 2024)]
)
def test_a_fiscal_year_begins_in_july(day, year):
    assert fiscal_year_of(day) == year


@pytest.mark.once
def test_a_year_has_quarters_from_july():
    assert [indicators.first_day_of(2024, quarter) for quarter in indicators.QUARTERS] == [
        date(2024, 7, 1), date(2024, 10, 1), date(2025, 1, 1), date(2025, 4, 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("counting", "achieved", "percent"),
    [("sum", Decimal("7.5"), 75), ("mean", Decimal("2.5"), 25), ("last", Decimal("4.5"), 45)],
)
def test_quarters_add_up_as_the_plan_says(cast, counting, achieved, percent):
    row = make_indicator(cast.meghdubi, counting=counting)
    for quarter, value in ((1, 1), (2, 2), (3, "4.5")):
        achieve(row, quarter, value, by=cast.staff)
    (standing,) = standings([row])
    assert (standing.achieved, standing.percent) == (achieved, percent)


def test_the_last_word_of_a_quarter_counts_and_the_first_stays(cast):
    row = make_indicator(cast.meghdubi)
    achieve(row, 1, 3, by=cast.staff)
    achieve(row, 1, 2, by=cast.officer, note="ভুল ছিল")
    assert achieve(row, 1, 2, by=cast.officer, note="ভুল ছিল") == []
    told = Achievement.objects.order_by("pk").values_list("value", "note", "told_by")
    assert list(told) == [(3, "", cast.staff.pk), (2, "ভুল ছিল", cast.officer.pk)]
    assert standings([row])[0].achieved == 2


def test_nothing_is_achieved_before_its_quarter(cast):
    row = make_indicator(cast.meghdubi, year=fiscal_year_of(today()) + 1)
    with pytest.raises(ValidationError, match="শুরু হয়নি"):
        achieve(row, 1, 3, by=cast.staff)


def test_a_code_stands_once_in_a_year(cast):
    make_indicator(cast.meghdubi)
    with pytest.raises(ValidationError, match="ইতোমধ্যে আছে"):
        indicators.keep(
            Indicator(
                office=cast.meghdubi, year=YEAR, code="[1.1.1]", name="অন্য", target=Decimal(1)
            ),
            by=cast.staff,
        )
    make_indicator(cast.meghdubi, year=YEAR + 1)
    make_indicator(cast.noldanga)


def test_who_was_slower_is_told_how_it_stands(cast):
    mine = make_indicator(cast.meghdubi)
    theirs = Indicator.objects.get(pk=mine.pk)
    theirs.target = Decimal(20)
    indicators.keep(theirs, by=cast.officer, version=1)
    mine.target = Decimal(5)
    with pytest.raises(Conflict) as refused:
        indicators.keep(mine, by=cast.staff, version=1)
    assert refused.value.current.target == 20


def test_only_the_office_keeps_its_plan(cast):
    row = make_indicator(cast.meghdubi)
    for stranger in (cast.reader, cast.near_staff, cast.dc_officer):
        for act in (
            lambda by: indicators.keep(row, by=by, version=1),
            lambda by: indicators.drop(row, by=by),
            lambda by: indicators.copy_year(cast.meghdubi, year=YEAR, by=by),
            lambda by: indicators.keep_many(cast.meghdubi, year=YEAR, rows=[], by=by),
            lambda by: achieve(row, 1, 1, by=by),
        ):
            with pytest.raises(PermissionDenied):
                act(stranger)


def test_who_stands_above_sees_a_plan_and_a_neighbour_does_not(cast):
    row = make_indicator(cast.meghdubi)
    page = reverse("followup:indicator", args=[row.pk])
    seen = {
        name: signed_in(getattr(cast, name)).get(page).status_code
        for name in ("staff", "reader", "dc_officer", "near_staff", "far_officer", "sister_staff")
    }
    assert seen == {
        "staff": 200, "reader": 200, "dc_officer": 200,
        "near_staff": 404, "far_officer": 404, "sister_staff": 404,
    }  # fmt: skip


def test_a_new_year_takes_over_the_plan_once(cast):
    make_indicator(cast.meghdubi)
    make_indicator(cast.meghdubi, "২.১.১")
    make_indicator(cast.meghdubi, "১.১.১", year=YEAR + 1, target=Decimal(99))
    assert indicators.copy_year(cast.meghdubi, year=YEAR + 1, by=cast.staff) == 1
    assert indicators.copy_year(cast.meghdubi, year=YEAR + 1, by=cast.staff) == 0
    kept = Indicator.objects.filter(year=YEAR + 1).order_by("code").values_list("code", "target")
    assert list(kept) == [("১.১.১", 99), ("২.১.১", 10)]


def test_what_was_told_of_keeps_its_indicator(cast):
    row, other = make_indicator(cast.meghdubi), make_indicator(cast.meghdubi, "২.১.১")
    achieve(row, 1, 1, by=cast.staff)
    with pytest.raises(ValidationError, match="বাদ দেওয়া যায় না"):
        indicators.drop(row, by=cast.staff)
    indicators.drop(other, by=cast.staff)
    assert Indicator.objects.get() == row


# --- Items that name one ------------------------------------------------------------------------------


@pytest.fixture
def coded(cast):
    """A sitting of Meghdubi in the fiscal year 2024 whose only item names ২.১.১, and its share."""
    sitting = make_sitting(cast.committee, by=cast.staff, held_on=date(2024, 7, 29))
    item = sitting.items.get()
    item.code = "[2.1.1]"
    item.save()
    matter = make_matter(item.decisions.get(), by=cast.officer)
    post = cast.officer.postings.get().post
    return sitting, item, make_assignment(matter, post)


def test_an_item_has_the_indicator_of_its_code_office_and_year(cast, coded):
    sitting, item, share = coded
    assert indicators.of_item(item) is None
    assert indicators.of_assignment(share) is None
    for told in ({"year": 2023}, {"code": "২.১.২"}):
        make_indicator(cast.meghdubi, **({"code": "২.১.১"} | told))
    make_indicator(cast.noldanga, "২.১.১")
    assert indicators.of_item(item) is None
    row = make_indicator(cast.meghdubi, "২.১.১")
    assert indicators.of_item(item) == row
    assert indicators.of_assignment(Assignment.objects.get(pk=share.pk)) == row
    assert [standing.indicator for standing in indicators.of_meeting(sitting).values()] == [row]


def test_the_indicator_stands_beside_its_item(cast, coded):
    sitting, item, _ = coded
    page = Template("{% load indicators %}{% indicator_of item %}{% indicators_of sitting %}")
    told = Context({"item": item, "sitting": sitting})
    assert page.render(told).strip() == ""
    row = make_indicator(cast.meghdubi, "২.১.১", target=Decimal(1200), unit="%")
    achieve(row, 1, "300.50", by=cast.staff)
    text = " ".join(page.render(told).split())
    assert "সূচক [২.১.১]" in text
    assert "লক্ষ্যমাত্রা ১২০০ %" in text
    assert "অর্জন ৩০০.৫ (২৫%)" in text
    shown = signed_in(cast.staff).get(reverse("meetings:detail", args=[sitting.pk]))
    assert "আলোচ্য বিষয়ের সূচক, ২০২৪-২০২৫ অর্থবছর" in shown.content.decode()


@pytest.mark.skipif(not SEED.exists(), reason="the five samples are not at hand")
def test_every_code_of_sample_003_finds_its_indicator(cast):
    items = json.loads(SEED.read_text("utf-8"))["items"]
    sitting = make_sitting(
        cast.committee, by=cast.staff, held_on=date(2024, 7, 29), decisions=("ক",) * len(items)
    )
    first = sitting.items.get()
    for place, item in enumerate(items, start=1):
        sitting.items.create(position=50 + place, code=item["code"], topic=item["topic"])
        indicators.keep(
            Indicator(
                office=cast.meghdubi, year=2024, code=f"[{item['code']}]", name=item["topic"],
                target=Decimal(place),
            ),
            by=cast.staff,
        )  # fmt: skip
    first.delete()
    found = indicators.of_meeting(sitting)
    assert len(items) == 9
    assert [found[item.pk].indicator.target for item in sitting.items.order_by("position")] == [
        *range(1, 10)
    ]


# --- Pages ------------------------------------------------------------------------------------------------


def plan_of(cast, name, *more):
    return reverse(f"followup:{name}", args=[cast.meghdubi.pk, YEAR, *more])


ROW = {
    "code": "[১.১.১]",
    "name": "ধারণা বাস্তবায়িত",
    "unit": "সংখ্যা",
    "target": "১,২০০.৫",
    "counting": "sum",
}


def test_a_plan_is_written_row_by_row(cast):
    client = signed_in(cast.staff)
    answer = client.post(plan_of(cast, "new_indicator"), ROW | {"act": "again"})
    assert answer.url == plan_of(cast, "new_indicator")
    row = Indicator.objects.get()
    assert (row.code, row.target) == ("১.১.১", Decimal("1200.5"))
    page = reverse("followup:indicator", args=[row.pk])
    assert client.post(page, ROW | {"target": "১৫", "version": "1"}).status_code == 302
    assert client.post(page, ROW | {"target": "১৬", "version": "1"}).status_code == 409
    row.refresh_from_db()
    assert row.target == 15
    assert client.post(page, {"act": "drop"}).status_code == 302
    assert not Indicator.objects.exists()


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("target", "অনেক", "কোনো পরিমাণ নয়"),
        ("target", "1২", "মিশে আছে"),
        ("target", "০", "শূন্যের বেশি"),
        ("target", "৯৯৯৯৯৯৯৯৯৯৯৯৯৯", "কোনো পরিমাণ নয়"),
        ("code", "", "এটি পূরণ করতে হবে"),
        ("code", "[]", "কোড লিখুন"),
    ],
)
def test_what_is_wrong_with_a_row_is_said(cast, field, typed, said):
    answer = signed_in(cast.staff).post(plan_of(cast, "new_indicator"), ROW | {field: typed})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Indicator.objects.exists()


def test_a_quarter_is_told_for_all_at_once_and_only_what_changed_is_kept(cast):
    one, two = make_indicator(cast.meghdubi), make_indicator(cast.meghdubi, "২.১.১")
    client, page = signed_in(cast.staff), plan_of(cast, "achievements", 2)
    sent = {f"i{one.pk}-value": "৩.৫", f"i{one.pk}-note": "", f"i{two.pk}-value": ""}
    for _ in range(2):
        assert client.post(page, sent).status_code == 302
    assert [str(each.value) for each in Achievement.objects.all()] == ["3.50"]
    wrong = client.post(page, sent | {f"i{two.pk}-value": "-৫"})
    assert wrong.status_code == 422
    assert Achievement.objects.count() == 1
    shown = client.get(f"{reverse('followup:indicators')}?year={YEAR}").content.decode()
    assert "৩.৫" in shown
    assert "৩৫%" in shown


PASTED = """ক্রম\tকর্মসম্পাদন সূচক\tএকক\tলক্ষ্যমাত্রা
১\t[১.১.১] উদ্ভাবনী ধারণা বাস্তবায়িত\tসংখ্যা\t১
২\t[4.1.2] ই-ফাইলে নোট নিষ্পত্তিকৃত\t%\t৮৫
মোট\t\t\t
৩\t[৫.১.১] তথ্য বাতায়ন হালনাগাদকৃত\tসংখ্যা\tচার"""


@pytest.mark.once
def test_a_pasted_plan_is_read_by_its_codes():
    found, left_out = rows_of(tables_in_text(PASTED))
    assert [(row["code"], row["name"], row["unit"], row["target"]) for row in found] == [
        ("১.১.১", "উদ্ভাবনী ধারণা বাস্তবায়িত", "সংখ্যা", "১"),
        ("৪.১.২", "ই-ফাইলে নোট নিষ্পত্তিকৃত", "%", "৮৫"),
        ("৫.১.১", "তথ্য বাতায়ন হালনাগাদকৃত", "সংখ্যা", "চার"),
    ]
    assert left_out == ["মোট"]


@pytest.mark.once
def test_a_plan_with_columns_for_aim_and_activity_is_read_by_the_code_of_the_indicator():
    text = "[১] উদ্ভাবন\t[১.১] ধারণা\t[১.১.১] ধারণা বাস্তবায়িত\tসংখ্যা\t২\n[১] উদ্ভাবন\t[১.১] ধারণা\t[১.১.২] প্রদর্শনী\tতারিখ\t৩"
    found, left_out = rows_of(tables_in_text(text))
    assert [(row["code"], row["name"], row["unit"], row["target"]) for row in found] == [
        ("১.১.১", "ধারণা বাস্তবায়িত", "সংখ্যা", "২"),
        ("১.১.২", "প্রদর্শনী", "তারিখ", "৩"),
    ]
    # What is in no field is named, not lost.
    aims = "[১] উদ্ভাবন · [১.১] ধারণা"
    assert left_out == [f"১.১.১: {aims}", f"১.১.২: {aims}"]


@pytest.mark.once
def test_a_target_that_is_no_amount_comes_along_to_be_mended():
    (row,), _ = rows_of(tables_in_text("৯.১.১\tনতুন সূচক\tসংখ্যা\tপাঁচ\n"))
    assert (row["unit"], row["target"]) == ("সংখ্যা", "পাঁচ")


def test_a_pasted_plan_is_looked_at_and_kept_whole_or_not_at_all(cast):
    make_indicator(cast.meghdubi)
    client, page = signed_in(cast.staff), plan_of(cast, "paste_indicators")
    read = client.post(page, {"text": PASTED})
    assert read.status_code == 200
    assert "৩টি সূচক পাওয়া গেছে" in read.content.decode()
    assert "আগে আছে; বদলাবে" in read.content.decode()
    rows = [("১.১.১", "নতুন নাম", "৭"), ("৪.১.২", "নোট", "৮৫"), ("৫.১.১", "বাতায়ন", "চার")]
    sent = {"act": "keep", "rows": "3"}
    for number, (code, name, target) in enumerate(rows):
        sent |= {f"use{number}": "on", f"row{number}-code": code, f"row{number}-name": name}
        sent |= {f"row{number}-target": target, f"row{number}-counting": "sum"}
    refused = client.post(page, sent)
    assert refused.status_code == 422
    assert Indicator.objects.get().name == "উদ্ভাবনী ধারণা বাস্তবায়িত"
    twice = client.post(page, sent | {"row2-target": "4", "row2-code": "৪.১.২"})
    assert (twice.status_code, Indicator.objects.count()) == (422, 1)
    assert client.post(page, sent | {"row2-target": "4"}).status_code == 302
    kept = Indicator.objects.order_by("code").values_list("code", "name", "target", "version")
    assert list(kept) == [
        ("১.১.১", "নতুন নাম", 7, 2), ("৪.১.২", "নোট", 85, 1), ("৫.১.১", "বাতায়ন", 4, 1),
    ]  # fmt: skip
    assert client.post(page, {"text": "কিছু লেখা"}).status_code == 422


def test_a_plan_of_a_hundred_costs_as_many_queries_as_one(cast):
    client = signed_in(cast.staff)
    row = make_indicator(cast.meghdubi)
    achieve(row, 1, 1, by=cast.staff)
    pages = [
        f"{reverse('followup:indicators')}?year={YEAR}",
        plan_of(cast, "achievements", 1),
    ]
    few = [queries_of(client, page) for page in pages]
    for number in range(100):
        achieve(make_indicator(cast.meghdubi, f"৯.১.{number}"), 1, 1, by=cast.staff)
    assert [queries_of(client, page) for page in pages] == few


def queries_of(client, page):
    client.get(page)
    with CaptureQueriesContext(connection) as told:
        assert client.get(page).status_code == 200
    return len(told)
