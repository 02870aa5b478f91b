"""Parts of pages of the rooms below that only this room can fill: the answers to a notice, the meter."""

from django import template

from despatch.meter import meter_of
from despatch.replies import forecast
from despatch.served_in_time import served_in_time

register = template.Library()


@register.inclusion_tag("despatch/_forecast.html")
def answers_to_notice(meeting):
    """Who answered the notice of a meeting and whether there will be a quorum; nothing before one."""
    return {"forecast": forecast(meeting), "served": served_in_time(meeting)}


@register.inclusion_tag("despatch/_meter.html")
def served(meeting):
    """How many decisions × implementers are not served; nothing before the minutes are issued."""
    return {"meter": meter_of(meeting) if meeting.paper_id else None, "meeting": meeting}
