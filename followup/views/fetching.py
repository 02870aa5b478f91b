"""What a view of a share begins with: the row this person may see, or may answer, or may act upon."""

from django.shortcuts import get_object_or_404

from accounts.access import allow
from followup import rules
from followup.boards import offices_seen
from followup.models import Assignment, Link, Proof


def fetch_share(request, pk):
    """The share, if this person may see it at all."""
    return get_object_or_404(Assignment.objects.visible_to(request.user).with_decision(), pk=pk)


def fetch_share_to_tend(request, pk):
    """The same, for somebody of the section that asked for it."""
    share = fetch_share(request, pk)
    allow(rules.can_tend(request.user, share), rules.WHO_TENDS)
    return share


def fetch_proof(request, pk):
    """A file that shows an answer, if this person may see the share it is of."""
    visible = Assignment.objects.visible_to(request.user).values("pk")
    proofs = Proof.objects.select_related("document").filter(answer__assignment__in=visible)
    return get_object_or_404(proofs, pk=pk)


def fetch_link(token):
    """The private link with this token, whoever asks, and the share it opens."""
    link = get_object_or_404(Link, token=token)
    link.assignment = Assignment.objects.with_decision().get(pk=link.assignment_id)
    return link


def fetch_office(request, pk):
    """An office whose board this person may see: one acted for, or one below it."""
    return get_object_or_404(offices_seen(request.user).select_related("parent"), pk=pk)
