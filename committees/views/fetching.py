"""What a view of a committee begins with: the row, if this person may see or change it, and its lock."""

from django.shortcuts import get_object_or_404

from accounts.access import allow
from committees import rules
from committees.models import Committee, Membership


def fetch(request, pk):
    """The committee, if this person may see it at all."""
    return get_object_or_404(_seen_by(request), pk=pk)


def fetch_to_change(request, pk):
    """The committee to change, if this person may; locked while a change is posted."""
    committees = _seen_by(request)
    if request.method == "POST":
        committees = committees.select_for_update(of=("self",))
    committee = get_object_or_404(committees, pk=pk)
    allow(rules.can_keep_committee(request.user, committee.office))
    return committee


def fetch_seat_to_change(request, pk):
    """A seat in such a committee."""
    seats = Membership.objects.filter(committee__in=Committee.objects.visible_to(request.user))
    seat = get_object_or_404(seats.select_related("post__office"), pk=pk)
    seat.committee = fetch_to_change(request, seat.committee_id)
    return seat


def _seen_by(request):
    return Committee.objects.visible_to(request.user).select_related("office")


def status_of(*forms):
    """The status of a page with forms: 422 where something has to be mended."""
    return 422 if any(form.is_bound and form.errors for form in forms) else 200
