"""What the pages of a meeting say of its decisions, without knowing how they are followed."""

from django import template

from followup import planning, printed
from followup.earlier import has_table
from followup.models import Matter
from meetings.models import Meeting

register = template.Library()


@register.inclusion_tag("followup/_clocks.html")
def clocks(meeting):
    """Before the issue: how many decisions name no date and what it will be, whose work is not clear."""
    if meeting.kind != Meeting.Kind.MINUTES:
        return {}
    has_one = bool(meeting.earlier) and meeting.paper_id is None
    is_stale = has_one and not printed.is_printed_as_it_is(meeting)
    return {"meeting": meeting, "counted": planning.counted(meeting), "is_stale": is_stale}


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


@register.inclusion_tag("followup/_earlier.html")
def earlier_decisions(meeting):
    """The way from a sitting to what became of earlier decisions, with how many are open before it."""
    if not has_table(meeting) or meeting.state == "cancelled":
        return {}
    matters = Matter.objects.filter(committee=meeting.committee_id).open()
    count = matters.filter(decision__meeting__held_on__lt=meeting.held_on).count()
    return {"meeting": meeting, "count": count}


@register.inclusion_tag("followup/_became.html")
def what_became(offered):
    """Of the decisions that a new sitting is offered, those that have ended: no use in bringing them."""
    threads = {decision.thread: decision for decision in offered}
    ended = Matter.objects.filter(thread__in=threads, state=Matter.State.ENDED).order_by("pk")
    rows = [
        {"decision": threads[matter.thread], "end": matter.get_end_display()} for matter in ended
    ]
    return {"ended": rows, "count": len(threads) - len(rows)}
