"""What the pages of a meeting say of its decisions, without knowing how they are followed."""

from django import template

from followup import planning
from followup.models import Matter
from meetings.models import Meeting

register = template.Library()


@register.inclusion_tag("followup/_clocks.html")
def clocks(meeting):
    """Before the issue: how many decisions name no date and what it will be, whose work is not clear."""
    if meeting.kind != Meeting.Kind.MINUTES:
        return {}
    return {"meeting": meeting, "counted": planning.counted(meeting)}


@register.inclusion_tag("followup/_followed.html")
def followed(meeting):
    """The way from a meeting's page to how its decisions are followed; after the issue how far they are."""
    if meeting.kind != Meeting.Kind.MINUTES or meeting.state in ("planned", "noticed", "cancelled"):
        return {}
    matters = Matter.objects.filter(decision__meeting=meeting)
    states = list(matters.values_list("state", flat=True)) if meeting.paper_id else []
    return {
        "meeting": meeting,
        "count": len(states),
        "ended": sum(state == Matter.State.ENDED for state in states),
    }
