"""What a view of the copies of a paper begins with: the row this person may see."""

from django.shortcuts import get_object_or_404

from letters.models import Merge
from memos.models import Copy


def fetch_merge(request, pk):
    """A file of all copies that was asked for, if this person may see its paper."""
    visible = Merge.objects.visible_to(request.user).select_related(
        "memo__series__office", "memo__paper", "document", "asked_by"
    )
    return get_object_or_404(visible, pk=pk)


def fetch_copy(request, pk):
    """One copy of a paper, if this person may see it."""
    visible = Copy.objects.visible_to(request.user).select_related(
        "memo__series__office", "memo__paper"
    )
    return get_object_or_404(visible, pk=pk)
