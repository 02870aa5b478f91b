"""What a view of a committee begins with: the row, if this person may change it, and its lock."""

from django.shortcuts import get_object_or_404

from accounts.access import allow
from committees import rules
from committees.models import Committee, Membership


def kept(request, pk):
    """The committee to change, if this person may; locked while a change is posted."""
    committees = Committee.objects.visible_to(request.user).select_related("office")
    if request.method == "POST":
        committees = committees.select_for_update(of=("self",))
    committee = get_object_or_404(committees, pk=pk)
    allow(rules.can_keep_committee(request.user, committee.office))
    return committee


def kept_seat(request, pk):
    """A seat in such a committee."""
    seen = Committee.objects.visible_to(request.user)
    seats = Membership.objects.filter(committee__in=seen)
    seat = get_object_or_404(seats.select_related("post__office"), pk=pk)
    seat.committee = kept(request, seat.committee_id)
    return seat


def status_of(*forms):
    """The status of a page with forms: 422 where something has to be mended."""
    return 422 if any(form.is_bound and form.errors for form in forms) else 200
