"""What a view of a share begins with: the row this person may see, or may answer, or may act upon."""

from django.shortcuts import get_object_or_404

from accounts.access import allow
from followup import rules
from followup.models import Assignment, Indicator, Link, Proof
from offices.models import Office


def fetch_share(request, pk):
    """The share, if this person may see it at all."""
    return get_object_or_404(Assignment.objects.visible_to(request.user).with_decision(), pk=pk)


def fetch_share_to_tend(request, pk):
    """The same, for somebody of the section that asked for it."""
    share = fetch_share(request, pk)
    allow(rules.can_tend(request.user, share), rules.WHO_TENDS)
    return share


def fetch_share_to_hand_down(request, pk):
    """A share that this person's office has."""
    share = fetch_share(request, pk)
    allow(rules.can_hand_down(request.user, share), rules.WHO_HANDS_DOWN)
    return share


def fetch_part_to_change(request, pk):
    """A part that this person's office has handed down."""
    part = fetch_share(request, pk)
    allow(rules.can_take_back(request.user, part), rules.WHO_TAKES_BACK)
    return part


def fetch_planner(request, pk):
    """An office whose plan of a year this person keeps."""
    office = get_object_or_404(Office.objects.worked_in_by(request.user), pk=pk)
    allow(rules.can_keep_indicators(request.user, office), rules.WHO_KEEPS_INDICATORS)
    return office


def fetch_indicator(request, pk):
    """An indicator of a plan that this person sees."""
    visible = Indicator.objects.visible_to(request.user).select_related("office")
    return get_object_or_404(visible, pk=pk)


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
