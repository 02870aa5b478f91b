"""What a view of a meeting begins with: the row this person may see, or may write."""

from django.shortcuts import get_object_or_404

from meetings.models import Meeting
from offices.models import Posting


def fetch(request, pk):
    """The meeting for an act upon it, if this person may see it at all."""
    meetings = Meeting.objects.visible_to(request.user)
    return get_object_or_404(meetings.select_related("committee__office"), pk=pk)


def officers_of(meeting):
    """Who approves for the office of a meeting today."""
    officers = Posting.objects.current().filter(
        post__office=meeting.office, role=Posting.Role.OFFICER
    )
    return officers.select_related("post").order_by("post__seniority", "pk")
