"""What a view of a duty, a submission or an office above others begins with: the row this person may
see, or may change."""

from django.shortcuts import get_object_or_404

from accounts.access import allow
from offices.models import Office
from submissions import rules
from submissions.models import Duty, Submission


def fetch(request, pk):
    """The submission, if this person may see it at all."""
    visible = Submission.objects.visible_to(request.user).select_related(
        "duty__office", "office", "file__paper", "file__document", "scan__document", "sent_by",
        "opened_by", "decided_by", "reopened_by", "meeting__committee__office",
    )  # fmt: skip
    return get_object_or_404(visible, pk=pk)


def fetch_duty(request, pk):
    """The duty, if this person may see it at all."""
    visible = Duty.objects.visible_to(request.user).select_related("office")
    return get_object_or_404(visible, pk=pk)


def fetch_duty_to_change(request, pk):
    """A duty that an office of one's own has set, if this person may change it."""
    mine = Office.objects.worked_in_by(request.user)
    duty = get_object_or_404(Duty.objects.filter(office__in=mine), pk=pk)
    allow(rules.can_keep_duties(request.user, duty.office))
    return duty


def fetch_office(request, pk):
    """An office whose matrix this person may read: an own one, or one up to two levels under it."""
    mine = Office.objects.worked_in_by(request.user)
    own = Office.objects.filter(pk__in=mine)
    one = Office.objects.filter(parent__in=mine)
    two = Office.objects.filter(parent__parent__in=mine)
    return get_object_or_404(own | one | two, pk=pk)


def fetch_own_office(request, pk):
    """An office in which this person works."""
    return get_object_or_404(Office.objects.worked_in_by(request.user), pk=pk)


def with_names(submissions):
    """With everything a line of a list names, without the contents of the papers."""
    return submissions.defer("content").select_related(
        "duty__office", "office", "file__paper", "sent_by", "opened_by", "decided_by"
    )
