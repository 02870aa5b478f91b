import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bangla import phrases
from bangla.phrases import (
    HALF_YEARLY,
    MONTHLY,
    QUARTERLY,
    YEARLY,
    fiscal_year,
    fiscal_year_phrase,
    half_year,
    long_date,
    month_name,
    month_period,
    numeric_date,
    parse_date,
    parse_time,
    part_of_day,
    period_of,
    period_phrase,
    quarter,
    time_phrase,
    weekday,
)

D = datetime.date
T = datetime.time


def test_dates_are_printed_as_on_papers():
    assert long_date(D(2019, 7, 29)) == "২৯ জুলাই ২০১৯"
    assert numeric_date(D(2023, 10, 29)) == "২৯/১০/২০২৩"
    assert numeric_date(D(2019, 7, 1), "-") == "০১-০৭-২০১৯"
    assert weekday(D(2019, 7, 29)) == "সোমবার"
    assert [month_name(n) for n in (1, 12)] == ["জানুয়ারি", "ডিসেম্বর"]
    with pytest.raises(ValueError):
        month_name(0)


def test_periods_are_printed_as_in_titles():
    assert month_period(D(2019, 5, 28)) == "মে, ২০১৯ মাসের"
    assert month_period(D(2023, 10, 29), slash=True) == "অক্টোবর/২০২৩ খ্রি: মাসের"
    assert quarter(D(2024, 7, 29)) == "জুলাই-সেপ্টেম্বর ২০২৪ ত্রৈমাসিক"
    assert half_year(D(2024, 2, 29)) == "জানুয়ারি-জুন ২০২৪ ষান্মাসিক"
    assert phrases.year(D(2024, 2, 29)) == "২০২৪ সালের"


def test_the_fiscal_year_begins_in_july():
    assert fiscal_year(D(2024, 6, 30)) == "২০২৩-২০২৪"
    assert fiscal_year(D(2024, 7, 1)) == "২০২৪-২০২৫"
    assert fiscal_year_phrase(D(2025, 6, 30)) == "২০২৪-২০২৫ অর্থ বছর"


@pytest.mark.parametrize(
    ("cadence", "fiscal", "printed"),
    [
        (MONTHLY, False, "আগস্ট, ২০২৪ মাসের"),
        (QUARTERLY, False, "জুলাই-সেপ্টেম্বর ২০২৪ ত্রৈমাসিক"),
        (HALF_YEARLY, False, "জুলাই-ডিসেম্বর ২০২৪ ষান্মাসিক"),
        (YEARLY, False, "২০২৪ সালের"),
        (YEARLY, True, "২০২৪-২০২৫ অর্থ বছরের"),
    ],
)
def test_a_period_is_named_after_its_cadence(cadence, fiscal, printed):
    assert period_phrase(cadence, D(2024, 8, 15), fiscal=fiscal) == printed


@pytest.mark.parametrize(
    ("cadence", "fiscal", "start", "end"),
    [
        (MONTHLY, False, D(2024, 2, 1), D(2024, 2, 29)),
        (QUARTERLY, False, D(2024, 1, 1), D(2024, 3, 31)),
        (QUARTERLY, True, D(2024, 1, 1), D(2024, 3, 31)),
        (HALF_YEARLY, False, D(2024, 1, 1), D(2024, 6, 30)),
        (HALF_YEARLY, True, D(2024, 1, 1), D(2024, 6, 30)),
        (YEARLY, False, D(2024, 1, 1), D(2024, 12, 31)),
        (YEARLY, True, D(2023, 7, 1), D(2024, 6, 30)),
    ],
)
def test_a_day_belongs_to_the_period_of_its_cadence(cadence, fiscal, start, end):
    assert period_of(cadence, D(2024, 2, 29), fiscal=fiscal) == (start, end)


@given(
    st.sampled_from([MONTHLY, QUARTERLY, HALF_YEARLY, YEARLY]),
    st.booleans(),
    st.dates(D(1900, 1, 1), D(2100, 12, 31)),
)
def test_periods_cover_every_day_once(cadence, fiscal, day):
    start, end = period_of(cadence, day, fiscal=fiscal)

    assert start <= day <= end
    assert period_of(cadence, start, fiscal=fiscal) == (start, end)
    assert period_of(cadence, end + datetime.timedelta(days=1), fiscal=fiscal)[0] == (
        end + datetime.timedelta(days=1)
    )


def test_a_cadence_nobody_has_is_refused():
    with pytest.raises(ValueError, match="weekly"):
        period_of("weekly", D(2024, 1, 1))
    with pytest.raises(ValueError, match="weekly"):
        period_phrase("weekly", D(2024, 1, 1))


@pytest.mark.parametrize(
    "typed",
    [
        "২৯/১০/২০২৩",
        "29/10/2023",
        "২৯-১০-২০২৩",
        "29.10.2023",
        "29.10.23",
        "২৯/১০/২৩",
        " ২৯ / ১০ / ২০২৩ ",
        "২৯/১০/২০২৩ খ্রি:",
        "২৯/১০/২০২৩ খ্রিঃ",
        "২৯/১০/২০২৩খ্রি.",
        "২৯ অক্টোবর ২০২৩",
        "২৯ অক্টোবর, ২০২৩ খ্রি।",
        "২৯ অক্টোবর ২০২৩ খ্রিস্টাব্দ",
        "29 October 2023",
        "29 Oct 2023",
        "2023-10-29",
        "২০২৩-১০-২৯",
    ],
)
def test_a_date_is_read_however_it_is_typed(typed):
    assert parse_date(typed) == D(2023, 10, 29)


@pytest.mark.parametrize("month", ["জানুয়ারি", "জানুয়ারী", "January", "jan"])
def test_a_month_is_read_in_its_spellings(month):
    assert parse_date(f"৫ {month} ২০২৪") == D(2024, 1, 5)


@given(st.dates(D(1900, 1, 1), D(2100, 12, 31)))
def test_every_printed_date_is_read_back(day):
    assert parse_date(long_date(day)) == day
    assert parse_date(numeric_date(day)) == day
    assert parse_date(numeric_date(day, "-")) == day
    assert parse_date(day.isoformat()) == day


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "তারিখ লিখুন"),
        ("আগামীকাল", "বোঝা যায়নি"),
        ("৩১/০৪/২০২৪", "পঞ্জিকায় নেই"),
        ("১০/২৯/২০২৩", "পঞ্জিকায় নেই"),
        ("29/10-2023", "বোঝা যায়নি"),
        ("২৯/১০/২০2৩", "অঙ্ক মিশে আছে"),
        ("২৯ বৈশাখ ১৪৩০", "বোঝা যায়নি"),
        ("২৯/১০/০২৩", "বোঝা যায়নি"),
        ("०१/०२/२०२३", "বোঝা যায়নি"),
        ("২৯/১০/২০২৩ ও ৩০/১০/২০২৩", "বোঝা যায়নি"),
    ],
)
def test_what_is_not_a_date_is_refused_in_bengali(typed, message):
    with pytest.raises(ValueError, match=message):
        parse_date(typed)


@given(st.text())
def test_no_text_breaks_the_readers_otherwise_than_with_a_bengali_message(text):
    assert all(is_bengali(message) for message in refusals(text))


def refusals(text):
    for read in (parse_date, parse_time):
        try:
            read(text)
        except ValueError as refusal:
            yield str(refusal)


def is_bengali(message):
    return any("\u0980" <= char <= "\u09ff" for char in message)


@pytest.mark.parametrize(
    ("time", "word"),
    [
        (T(4, 59), "রাত"),
        (T(5, 0), "সকাল"),
        (T(11, 45), "সকাল"),
        (T(12, 0), "দুপুর"),
        (T(14, 0), "বেলা"),
        (T(15, 0), "বিকাল"),
        (T(18, 0), "সন্ধ্যা"),
        (T(20, 0), "রাত"),
        (T(0, 0), "রাত"),
    ],
)
def test_the_word_for_an_hour_is_proposed(time, word):
    assert part_of_day(time) == word


def test_a_time_is_printed_with_the_proposed_or_the_chosen_word():
    assert time_phrase(T(11, 45)) == "সকাল ১১.৪৫ ঘটিকা"
    assert time_phrase(T(11, 0), "বেলা") == "বেলা ১১.০০ ঘটিকা"
    assert time_phrase(T(13, 30), "বিকাল", sep=":") == "বিকাল ১:৩০ ঘটিকা"
    assert time_phrase(T(0, 5)) == "রাত ১২.০৫ ঘটিকা"
    assert time_phrase(T(9, 30), "") == "৯.৩০ ঘটিকা"


@pytest.mark.parametrize(
    ("typed", "time"),
    [
        ("সকাল ১১.৪৫ ঘটিকা", T(11, 45)),
        ("সকাল ১০.১০ টায়।", T(10, 10)),
        ("বেলা ১১.০০ ঘটিকা।", T(11, 0)),
        ("বেলা ২.৩০", T(14, 30)),
        ("বিকাল ০১: ৩০ ঘটিকা", T(13, 30)),
        ("দুপুর ১২টা", T(12, 0)),
        ("দুপুর ১.১৫ টা", T(13, 15)),
        ("সন্ধ্যা ৭টায়", T(19, 0)),
        ("রাত ৮টা", T(20, 0)),
        ("রাত ১২.৩০", T(0, 30)),
        ("রাত ২.০০", T(2, 0)),
        ("অপরাহ্ণ ৩.০০ ঘটিকা", T(15, 0)),
        ("১১:৪৫", T(11, 45)),
        ("14:30", T(14, 30)),
        ("2:30 PM", T(14, 30)),
        ("12:05 a.m.", T(0, 5)),
        ("বিকাল ১৫.৩০", T(15, 30)),
    ],
)
def test_a_time_is_read_however_it_is_typed(typed, time):
    assert parse_time(typed) == time


@given(st.times())
def test_every_printed_time_is_read_back(time):
    assert parse_time(time_phrase(time)) == time.replace(second=0, microsecond=0)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "সময় লিখুন"),
        ("এখন", "বোঝা যায়নি"),
        ("২৫:০০", "কোনো সময় নয়"),
        ("১১.৬০", "কোনো সময় নয়"),
        ("1১:৪৫", "অঙ্ক মিশে আছে"),
        ("সকাল ৩.০০ pm", "বোঝা যায়নি"),
        ("সকাল ৩.০০", "মেলে না"),
        ("রাত ১০.০০ সকাল", "বোঝা যায়নি"),
        ("পরে ১০.০০", "বোঝা যায়নি"),
    ],
)
def test_what_is_not_a_time_is_refused_in_bengali(typed, message):
    with pytest.raises(ValueError, match=message):
        parse_time(typed)
