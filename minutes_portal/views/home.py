"""What belongs to no one app: the first page, help, the state of health, the pages of refusal."""

from django.contrib.auth.decorators import login_not_required
from django.db.models import OuterRef, Subquery
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from committees.models import Committee
from meetings.models import PLANS, Meeting, State
from offices.models import today
from offices.rules import offices_acted_for, offices_kept_by
from submissions.models import Submission

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
    by_pk = meetings.select_related("paper").in_bulk(wanted)
    for committee in found:
        committee.next_meeting = by_pk.get(committee.next_pk)
        committee.last_meeting = by_pk.get(committee.last_pk)
    return found


@require_safe
@login_not_required
def help_page(request):
    return render(request, "help.html")


# The pages of refusal are drawn without the request: they ask no database, know no person, and
# are the same to the byte for what is hidden and what does not exist.
