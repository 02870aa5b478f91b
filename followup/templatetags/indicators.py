"""The indicators that items of an agenda name, beside them."""

from django import template

from bangla.digits import to_bengali
from followup import indicators

register = template.Library()

register.filter("amount", indicators.amount_told)


@register.inclusion_tag("followup/_indicators_of.html")
def indicators_of(meeting):
    """The indicators that the items of a meeting name, and how each stands; nothing where none does."""
    found = indicators.of_meeting(meeting)
    rows = [(item, found[item.pk]) for item in meeting.items.all() if item.pk in found]
    return {
        "rows": rows,
        "called": indicators.year_called(indicators.fiscal_year_of(meeting.held_on)),
    }


@register.inclusion_tag("followup/_indicator_of.html")
def indicator_of(item):
    """One line: the indicator an item names, its target and what is achieved; nothing without one."""
    row = indicators.of_item(item)
    return {"standing": indicators.standings([row])[0] if row else None}


@register.filter
def quarter_called(quarter):
    """১ম, ২য় …: a quarter as plans name it."""
    return {1: "১ম", 2: "২য়", 3: "৩য়", 4: "৪র্থ"}.get(quarter, to_bengali(quarter))
