"""What a view of a letter begins with: the row this person may see."""

from django.shortcuts import get_object_or_404

from letters.models import Letter


def fetch(request, pk):
    """The letter, if this person may see it at all."""
    letters = Letter.objects.visible_to(request.user).select_related(
        "office", "meeting__committee__office", "paper__superseded_by", "paper__memo", "file",
        "changes__paper", "instead_of__paper__memo", "created_by", "issued_by",
    )  # fmt: skip
    return get_object_or_404(letters, pk=pk)
