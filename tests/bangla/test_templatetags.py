import datetime

import pytest
from django.template import Context, Template
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

D = datetime.date
MEETING = D(2019, 7, 29)


def printed(source, **context):
    return Template(source).render(Context(context))


@pytest.mark.parametrize(
    ("source", "value", "expected"),
    [
        ("{{ value|bn }}", 92, "৯২"),
        ("{{ value|bn }}", "স্মারক 05.43", "স্মারক ০৫.৪৩"),
        ("{{ value|bn }}", 0, "০"),
        ("{{ value|bn }}", None, ""),
        ("{{ value|grouped }}", 1234567, "১২,৩৪,৫৬৭"),
        ("{{ value|grouped }}", None, ""),
        ("{{ value|bangla_date }}", MEETING, "১৪ শ্রাবণ ১৪২৬"),
        ("{{ value|bangla_date }}", None, ""),
        ("{{ value|long_date }}", MEETING, "২৯ জুলাই ২০১৯"),
        ("{{ value|long_date }}", None, ""),
        ("{{ value|numeric_date }}", MEETING, "২৯/০৭/২০১৯"),
        ('{{ value|numeric_date:"-" }}', MEETING, "২৯-০৭-২০১৯"),
        ("{{ value|numeric_date }}", None, ""),
        ("{{ value|time_phrase }}", datetime.time(11, 45), "সকাল ১১.৪৫ ঘটিকা"),
        ('{{ value|time_phrase:"বেলা" }}', datetime.time(11, 0), "বেলা ১১.০০ ঘটিকা"),
        ('{{ value|time_phrase:"" }}', datetime.time(0, 0), "রাত ১২.০০ ঘটিকা"),
        ("{{ value|time_phrase }}", None, ""),
        ('{{ value|numbered:"০১." }}', 3, "০৩."),
        ("{{ value|numbered:None }}", 3, ""),
        ("{{ value|letter }}", 2, "খ"),
    ],
)
def test_filters_print_bengali_without_being_loaded(source, value, expected):
    assert printed(source, value=value) == expected


def test_a_moment_is_printed_as_the_day_and_hour_in_dhaka():
    moment = datetime.datetime(2024, 4, 13, 18, 30, tzinfo=datetime.UTC)

    assert printed("{{ value|long_date }}", value=moment) == "১৪ এপ্রিল ২০২৪"
    assert printed("{{ value|bangla_date }}", value=moment) == "১ বৈশাখ ১৪৩১"
    assert printed("{{ value|time_phrase }}", value=moment) == "রাত ১২.৩০ ঘটিকা"


def test_what_people_typed_is_still_escaped():
    typed = "<b>১</b>"
    assert printed("{{ value|bn }}", value=typed) == "&lt;b&gt;১&lt;/b&gt;"
    assert printed("{{ 1|numbered:value }}", value=typed) == "&lt;b&gt;১&lt;/b&gt;"
    assert printed("{{ day|numeric_date:value }}", day=MEETING, value="<i>") == (
        "২৯&lt;i&gt;০৭&lt;i&gt;২০১৯"
    )
    assert printed("{{ time|time_phrase:value }}", time=datetime.time(9), value="<i>") == (
        "&lt;i&gt; ৯.০০ ঘটিকা"
    )


def test_digits_of_safe_text_are_not_safe_any_more():
    from bangla.templatetags.bangla import bn

    assert not isinstance(bn(mark_safe("1")), SafeString)


@pytest.mark.parametrize(
    ("ago", "expected"), [(0, "আজ"), (1, "১ দিন ধরে"), (30, "৩০ দিন ধরে"), (-1, "")]
)
def test_a_wait_is_counted_in_days(ago, expected):
    day = timezone.localdate() - datetime.timedelta(days=ago)
    assert printed("{{ day|since_days }}", day=day) == expected
    assert printed("{{ day|since_days }}", day=None) == ""
