"""The files of a submission: the very bytes that were sent, and the scan beside them."""

from django.http import Http404
from django.views.decorators.http import require_safe

from accounts.models import record
from documents.marking import marked_copy
from documents.models import Paper
from documents.views import serving
from submissions.models import Submission
from submissions.views.fetching import fetch
from submissions.views.reviewing import is_senders

State = Submission.State


@require_safe
def pdf(request, pk):
    """The very bytes that were sent; of a paper that is void by now a copy that says so on each page."""
    return _file(request, pk, "file")


@require_safe
def scan(request, pk):
    """The scan of the paper signed in ink that was sent with it."""
    return _file(request, pk, "scan")


def _file(request, pk, which):
    found = fetch(request, pk)
    row = getattr(found, which)
    if row is None or (found.state == State.SENT and not is_senders(request.user, found)):
        raise Http404
    if request.method == "GET" and not found.paper.is_public:
        office = found.office if is_senders(request.user, found) else found.duty.office
        record(by=request.user, what="submission downloaded", target=found, office=office)
    suffix = serving.SUFFIXES.get(row.document.mime, "")
    name = f"{found.office.name} {found.period_name} {found.duty.name}{suffix}"
    if found.paper.status == Paper.Status.VOID and which == "file":
        return serving.drawn_response(lambda: marked_copy(found.paper), f"বাতিল {name}")
    return serving.file_response(request, row.document, name)
