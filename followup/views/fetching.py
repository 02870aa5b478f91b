"""What a view of what became of decisions begins with: the row this person may see."""

from django.shortcuts import get_object_or_404

from followup.models import Handover


def fetch_handover(request, pk):
    """A list of a post's open work."""
    rows = Handover.objects.visible_to(request.user)
    about = ("post__office", "leaving", "coming", "handed_by", "received_by")
    return get_object_or_404(rows.select_related(*about), pk=pk)
