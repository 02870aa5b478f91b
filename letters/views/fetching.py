"""What a view of a letter begins with: the row this person may see, or may change."""

from django.shortcuts import get_object_or_404

from accounts.access import allow
from letters import rules
from letters.incoming import WHO_KEEPS
from letters.models import Incoming, Letter


def fetch(request, pk):
    """The letter, if this person may see it at all."""
    letters = Letter.objects.visible_to(request.user).select_related(
        "office", "meeting__committee__office", "paper__superseded_by", "paper__memo", "file",
        "changes__paper", "instead_of__paper__memo", "created_by", "issued_by",
    )  # fmt: skip
    return get_object_or_404(letters, pk=pk)


def fetch_incoming(request, pk):
    """The letter that came in, if this person may see it at all."""
    rows = Incoming.objects.visible_to(request.user).select_related(
        "office", "answer__paper", "answers_letter__paper", "scan", "entered_by", "closed_by"
    )
    return get_object_or_404(rows, pk=pk)


def fetch_incoming_to_change(request, pk):
    """The same, for somebody who takes letters in for its office."""
    row = fetch_incoming(request, pk)
    allow(rules.can_keep_docket(request.user, row.office), WHO_KEEPS)
    return row
