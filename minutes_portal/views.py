"""What belongs to no one app: the first page, help, the state of health, the pages of refusal."""

import re
import sys
import tempfile
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, DataError, InterfaceError, OperationalError, connection
from django.db.models import OuterRef, Subquery
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from committees.models import Committee, today
from committees.rules import offices_kept_by
from documents import rendering
from documents.store import NotStored
from documents.stored import Damaged
from meetings.models import PLANS, Meeting, State
from submissions.models import Submission
from submissions.rules import offices_acted_for

# The next step of a meeting, as the button of whoever has to take it says it.
VERBS = {
    State.PLANNED: "কার্যবিবরণী লিখুন",
    State.NOTICED: "কার্যবিবরণী লিখুন",
    State.DRAFT: "খসড়া শেষ করুন",
    State.RETURNED: "সংশোধন করুন",
    State.SUBMITTED: "দেখে সিদ্ধান্ত দিন",
    State.APPROVED: "জারি করুন",
}
A_PAGE = 25


@require_safe
def home(request):
    meetings = Meeting.objects.visible_to(request.user)
    awaiting = meetings.awaiting(request.user)
    work = awaiting.select_related("committee", "created_by", "submitted_by", "returned_by")[
        :A_PAGE
    ]
    for meeting in work:
        meeting.verb = VERBS[meeting.state]
        meeting.url = reverse("meetings:detail", args=[meeting.pk])

    mine = Committee.objects.visible_to(request.user).filter(closed_on=None)
    return render(
        request,
        "home.html",
        {
            "work": work,
            "work_count": awaiting.count(),
            "committees": with_next_and_last(mine.order_by("name", "pk")[:A_PAGE], meetings),
            "committee_count": mine.count(),
            "submitted": submitted_work(request.user),
            # Asked only by a desk with nothing on it.
            "can_open": offices_kept_by(request.user).exists,
        },
    )


def submitted_work(user):
    """What waits among submissions: how many to review, and how many come back to be mended or
    answered, for the offices this person acts for."""
    offices = offices_acted_for(user)
    return {
        "to_review": Submission.objects.received_by(offices).to_review().count(),
        "to_answer": Submission.objects.filter(office__in=offices).to_answer().count(),
    }


def with_next_and_last(committees, meetings):
    """A list of the committees, each with its `next_meeting` and `last_meeting` (or None).

    `meetings` are those that may be shown at all.
    """
    sittings = meetings.filter(committee=OuterRef("pk")).standing()
    to_come = {"state__in": PLANS, "held_on__gte": today()}
    next_one = sittings.filter(**to_come).order_by("held_on", "pk")
    last_one = sittings.exclude(**to_come).order_by("-held_on", "-pk")
    found = list(
        committees.annotate(
            next_pk=Subquery(next_one.values("pk")[:1]), last_pk=Subquery(last_one.values("pk")[:1])
        )
    )
    wanted = [pk for committee in found for pk in (committee.next_pk, committee.last_pk) if pk]
    by_pk = meetings.in_bulk(wanted)
    for committee in found:
        committee.next_meeting = by_pk.get(committee.next_pk)
        committee.last_meeting = by_pk.get(committee.last_pk)
    return found


@require_safe
@login_not_required
def help_page(request):
    return render(request, "help.html")


@require_safe
@login_not_required
def healthz(request):
    """200 while the process answers at all."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@login_not_required
def readyz(request):
    """200 when a person could work now, 503 with the names of what is missing."""
    missing = [name for name, is_ready in PARTS.items() if not is_ready()]
    if missing:
        return HttpResponse(
            "".join(f"{name}: not ready\n" for name in missing),
            status=503,
            content_type="text/plain",
            headers={"Retry-After": "5"},
        )
    return HttpResponse("ready\n", content_type="text/plain")


def database_is_ready():
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def storage_is_ready():
    try:
        Path(settings.MEDIA_ROOT).mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=settings.MEDIA_ROOT) as probe:
            probe.write(b"ready")
    except OSError:
        return False
    return True


PARTS = {
    "database": database_is_ready,
    "storage": storage_is_ready,
    "renderer": rendering.is_ready,
}


# The pages of refusal are drawn without the request: they ask no database, know no person, and
# are the same to the byte for what is hidden and what does not exist.


def bad_request(request, exception):
    return HttpResponse(render_to_string("400.html"), status=400)


def forbidden(request, exception):
    reason = str(exception)
    # Reasons of our own are in Bengali; a library's English is no help to anybody here.
    if not re.search("[\u0980-\u09ff]", reason):
        reason = ""
    return HttpResponse(render_to_string("403.html", {"reason": reason}), status=403)


def not_found(request, exception):
    return HttpResponse(render_to_string("404.html"), status=404)


def server_error(request):
    error = sys.exception()
    if isinstance(error, OperationalError | InterfaceError):
        return unavailable()
    if isinstance(error, NotStored):
        return unavailable(str(error))
    if isinstance(error, Damaged):
        return HttpResponse(render_to_string("damaged.html", {"reason": str(error)}), status=500)
    if isinstance(error, OverflowError | DataError) and request.method in ("GET", "HEAD"):
        # A number in the address that no column could hold, where a library let it through.
        return bad_request(request, error)
    return HttpResponse(render_to_string("500.html"), status=500)


def unavailable(reason=""):
    """Not now, but soon: the answer while the database or the renderer does not answer us."""
    page = render_to_string("503.html", {"reason": reason})
    return HttpResponse(page, status=503, headers={"Retry-After": "5"})


def csrf_failure(request, reason=""):
    return HttpResponse(render_to_string("403_csrf.html"), status=403)
