"""What the pages of a meeting say of its letters, without knowing them."""

from django import template

from letters import notice, rules
from letters.models import Letter

register = template.Library()


@register.inclusion_tag("letters/_untold.html", takes_context=True)
def told_otherwise(context, meeting):
    """That members were told otherwise than the record stands, and the letter that tells them."""
    kind = notice.untold_change(meeting)
    return {
        "meeting": meeting,
        "kind": kind,
        "letter_name": kind and Letter.Kind(kind).label,
        "differs": notice.differences_said(meeting) if kind else [],
        "can_write": kind and rules.can_write_letters(context["user"], meeting.office),
    }
