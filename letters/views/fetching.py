"""What a view of a letter or of copies begins with: the row this person may see, or may change."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.access import allow
from letters import rules
from letters.incoming import WHO_KEEPS
from letters.models import Incoming, Letter, Merge
from meetings.views.fetching import fetch_with_paper
from memos.models import Copy
from memos.rules import can_keep_sheets
from memos.sheets import NOT_THEIRS, sheet_with


def fetch(request, pk):
    """The letter, if this person may see it at all."""
    letters = Letter.objects.visible_to(request.user).select_related(
        "office", "meeting__committee__office", "paper__superseded_by", "paper__memo", "file",
        "changes__paper", "instead_of__paper__memo", "created_by", "issued_by",
    )  # fmt: skip
    return get_object_or_404(letters, pk=pk)


def fetch_for_sheets(request, pk):
    """A meeting, for somebody who prints and files its attendance sheets."""
    meeting = fetch_with_paper(request, pk)
    allow(can_keep_sheets(request.user, meeting), NOT_THEIRS)
    return meeting


def fetch_sheet(request, code):
    """The sheet that bears a code, for somebody who files it; to anybody else there is none."""
    if sheet := sheet_with(code, request.user):
        return sheet
    raise Http404


def fetch_served(request, pk):
    """A meeting whose minutes give letters to one of many."""
    meeting = fetch_with_paper(request, pk)
    if meeting.kind != meeting.Kind.MINUTES:
        raise Http404
    return meeting


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


def fetch_incoming(request, pk):
    """The letter that came in, if this person may see it at all."""
    rows = Incoming.objects.visible_to(request.user).select_related(
        "office",
        "answer__paper",
        "report__paper",
        "answers_letter__paper",
        "scan",
        "entered_by",
        "closed_by",
    )
    return get_object_or_404(rows, pk=pk)


def fetch_incoming_to_change(request, pk):
    """The same, for somebody who takes letters in for its office."""
    row = fetch_incoming(request, pk)
    allow(rules.can_keep_docket(request.user, row.office), WHO_KEEPS)
    return row
