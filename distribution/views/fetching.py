"""What a view of an address book begins with: the row this person may see, or may change."""

from django.shortcuts import get_object_or_404

from accounts.access import allow
from distribution import rules
from distribution.models import Addressee, DistributionList
from offices.models import Office

NOT_THEIRS = "এই কার্যালয়ের ঠিকানা বই ও তালিকা বদলাতে পারেন শুধু এর নিজের কর্মী।"


def fetch_office_to_change(request, pk):
    """An office whose book and lists this person keeps."""
    office = get_object_or_404(Office.objects.worked_in_by(request.user), pk=pk)
    allow(rules.can_keep_addresses(request.user, office), NOT_THEIRS)
    return office


def fetch_addressee_to_change(request, pk):
    """A line of a book that this person keeps."""
    rows = Addressee.objects.visible_to(request.user).select_related("office", "post__office")
    row = get_object_or_404(rows, pk=pk)
    allow(rules.can_keep_addresses(request.user, row.office), NOT_THEIRS)
    return row


def fetch_list_to_change(request, pk):
    """A list that this person keeps."""
    rows = DistributionList.objects.visible_to(request.user).select_related("office")
    row = get_object_or_404(rows, pk=pk)
    allow(rules.can_keep_addresses(request.user, row.office), NOT_THEIRS)
    return row
