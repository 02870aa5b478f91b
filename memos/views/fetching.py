"""What a view of the issue register begins with: the row this person may see, or may act upon."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.access import allow
from meetings.views.fetching import fetch_with_paper
from memos import rules
from memos.models import FileNumber, Memo


def fetch(request, pk):
    """A line of the register, if this person may see it at all."""
    lines = Memo.objects.visible_to(request.user).select_related(
        "series__office", "file", "paper__issued_for__meeting__committee__office",
        "reserved_by", "issued_by", "voided_by",
    )  # fmt: skip
    return get_object_or_404(lines, pk=pk)


def fetch_issued(request, pk):
    """The meeting whose paper went out."""
    meeting = fetch_with_paper(request, pk)
    if meeting.paper is None:
        raise Http404
    return meeting


def fetch_file_to_change(request, pk):
    """A file to change, if this person may."""
    files = FileNumber.objects.of_offices_of(request.user).select_related("office", "series")
    file = get_object_or_404(files, pk=pk)
    allow(rules.can_keep_files(request.user, file.office))
    return file
