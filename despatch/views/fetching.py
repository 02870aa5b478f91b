"""What a view of what became of copies begins with: the row this person may see, or may act upon."""

from django.shortcuts import get_object_or_404

from accounts.access import allow
from despatch import inbox, rules
from despatch.models import Link
from meetings.models import Meeting
from memos.models import Copy
from offices.models import Office

# All that a page of a copy tells of it.
COPY = (
    "memo__paper__superseded_by", "memo__series__office", "post__office", "addressee",
)  # fmt: skip


def fetch_link(token):
    """The link with this token, whoever asks."""
    told = [f"copy__{name}" for name in COPY]
    return get_object_or_404(Link.objects.select_related(*told), token=token)


def fetch_received(request, pk):
    """A copy that was sent to an office this person works in."""
    return get_object_or_404(inbox.received_by(request.user).select_related(*COPY), pk=pk)


def fetch_sent(request, pk):
    """A copy of a paper of an office this person works in."""
    return get_object_or_404(Copy.objects.visible_to(request.user).select_related(*COPY), pk=pk)


def fetch_own_office(request, pk):
    """An office this person acts for."""
    office = get_object_or_404(Office.objects.worked_in_by(request.user), pk=pk)
    allow(rules.can_send(request.user, office))
    return office


def fetch_issued(request, pk):
    """A meeting whose minutes have gone out."""
    issued = Meeting.objects.visible_to(request.user).exclude(paper=None)
    return get_object_or_404(issued.select_related("committee__office", "paper__memo"), pk=pk)
