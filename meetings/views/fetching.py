"""What a view of a meeting begins with: the row this person may see, or may write."""

from django.shortcuts import get_object_or_404

from accounts.access import allow
from meetings import rules
from meetings.models import Meeting
from offices.models import Posting


def fetch(request, pk):
    """The meeting, if this person may see it at all."""
    meetings = Meeting.objects.visible_to(request.user)
    return get_object_or_404(meetings.select_related("committee__office", "paper"), pk=pk)


def fetch_with_paper(request, pk):
    """The same, with all that its paper prints."""
    meetings = Meeting.objects.visible_to(request.user).with_paper()
    return get_object_or_404(meetings.select_related("paper"), pk=pk)


def fetch_to_change(request, pk):
    """The meeting, for somebody who may write it now. What is written locks it (`actions.locked`)."""
    meeting = fetch(request, pk)
    allow(rules.can_write(request.user, meeting))
    return meeting


def officers_of(meeting):
    """Who approves for the office of a meeting today."""
    officers = Posting.objects.current().filter(
        post__office=meeting.office, role=Posting.Role.OFFICER
    )
    return officers.select_related("post").order_by("post__seniority", "pk")
