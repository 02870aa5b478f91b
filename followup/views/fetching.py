"""What a view of decisions begins with: the row this person may see, or may change."""

from django.shortcuts import get_object_or_404

from accounts.access import allow
from followup import rules
from followup.models import Matter
from meetings.models import Meeting, State


def fetch_matter(request, pk):
    """The decision, if this person may see it and a paper has printed it."""
    matters = Matter.objects.visible_to(request.user).exclude(state=Matter.State.DRAFT)
    matters = matters.select_related(
        "decision__item", "decision__meeting__paper__memo", "committee", "office", "ended_by"
    )
    return get_object_or_404(matters, pk=pk)


def fetch_matter_to_end(request, pk):
    """The same, for somebody who may end it or take it up again for the committee."""
    matter = fetch_matter(request, pk)
    allow(rules.can_close(request.user, matter), rules.WHO_CLOSES)
    return matter


def fetch_minutes(request, pk):
    """A meeting whose decisions are followed, if this person may see it."""
    meetings = Meeting.objects.visible_to(request.user).filter(kind=Meeting.Kind.MINUTES)
    meetings = meetings.exclude(state=State.CANCELLED)
    return get_object_or_404(meetings.select_related("committee__office", "paper"), pk=pk)
