"""Template filters that print Bengali; built in, so no template has to load them.

An empty value prints nothing. None of these marks its result safe: autoescaping stays in force.
"""

import datetime

from django import template
from django.utils import timezone

from bangla import calendar, digits, phrases

register = template.Library()


def _local_day(value):
    """The day in Asia/Dhaka of a date or a datetime."""
    if isinstance(value, datetime.datetime):
        return (timezone.localtime(value) if timezone.is_aware(value) else value).date()
    return value


@register.filter
def bn(value):
    """Print ``value`` with Bengali digits: {{ meeting.pk|bn }}."""
    return "" if value is None else digits.to_bengali(value)


@register.filter
def grouped(value):
    """Print a whole number in Bengali digits with Indian grouping: ১,২৩,৪৫৬."""
    return "" if value is None else digits.group(int(value))


@register.filter
def bangla_date(value):
    """Print the date of the Bangla calendar: ১৪ জ্যৈষ্ঠ ১৪২৬."""
    return str(calendar.from_gregorian(_local_day(value))) if value else ""


@register.filter
def long_date(value):
    """Print ২৯ জুলাই ২০১৯."""
    return phrases.long_date(_local_day(value)) if value else ""


@register.filter
def numeric_date(value, sep="/"):
    """Print ২৯/১০/২০২৩, or with another separator: {{ day|numeric_date:"-" }}."""
    return phrases.numeric_date(_local_day(value), sep) if value else ""


@register.filter
def time_phrase(value, word=None):
    """Print সকাল ১১.৪৫ ঘটিকা; the writer's own word may be given: {{ time|time_phrase:word }}."""
    if value is None or value == "":
        return ""
    if isinstance(value, datetime.datetime):
        value = timezone.localtime(value) if timezone.is_aware(value) else value
    return phrases.time_phrase(value, word or None)


@register.filter
def numbered(number, style):
    """Print a list line's number in the list's style: {{ forloop.counter|numbered:"০১." }}."""
    return digits.numbered(style, number)


@register.filter
def letter(number):
    """Print the letter of a sub-decision: {{ forloop.counter|letter }} → ক."""
    return digits.letter(number)


@register.filter
def since_days(value):
    """Print for how long something has lasted: আজ, ৩ দিন ধরে. A day to come prints nothing."""
    if not value:
        return ""
    days = (timezone.localdate() - _local_day(value)).days
    if days < 0:
        return ""
    return f"{digits.to_bengali(days)} দিন ধরে" if days else "আজ"
