"""What a view of the room begins with: the row this person may see."""

from django.shortcuts import get_object_or_404

from followup.models import Assignment


def fetch_share(request, pk):
    """The share, if this person may see it at all, with all that a line tells of it."""
    shares = Assignment.objects.visible_to(request.user).with_decision()
    return get_object_or_404(shares, pk=pk)
