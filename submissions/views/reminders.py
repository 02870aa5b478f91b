"""Whom the portal reminded of an office's papers, and what became of the mail."""

from datetime import timedelta

from django.core.paginator import Paginator
from django.db.models import OuterRef, Subquery
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import allow
from accounts.models import Digest
from offices.models import Posting, today
from offices.rules import offices_acted_for
from submissions import rules
from submissions.models import Reminder
from submissions.views.fetching import fetch_own_office

A_PAGE = 25
# An older failure says little of an address today.
RECENTLY = timedelta(days=60)


@require_safe
def reminders(request, pk):
    office = fetch_own_office(request, pk)
    allow(rules.can_read_reminders(request.user, office))
    found = Reminder.objects.visible_to(request.user).about(office)
    only_failed = request.GET.get("only") == "failed"
    if only_failed:
        found = found.filter(digest__in=Digest.objects.undelivered())
    rows = found.select_related("digest__user", "digest__mail", "duty__office", "office")
    page = Paginator(rows.order_by("-digest__made_on", "-pk"), A_PAGE).get_page(
        request.GET.get("page")
    )
    for row in page:
        row.time = row.time_on(row.digest.made_on)
    return render(
        request,
        "submissions/reminders.html",
        {
            "office": office,
            "page": page,
            "only_failed": only_failed,
            "unreached": unreached(request.user).filter(user__in=_people_of([office])),
        },
    )


def unreached(user):
    """The digests whose mail did not reach people of the offices this person acts for: of each
    person the last one, so that an address that was mended says no more."""
    people = _people_of(offices_acted_for(user))
    last = (
        Digest.objects.filter(user=OuterRef("user"), made_on__gt=today() - RECENTLY)
        .order_by("-made_on")
        .values("pk")[:1]
    )
    return (
        Digest.objects.undelivered()
        .filter(user__in=people, pk=Subquery(last))
        .select_related("user", "mail")
        .order_by("user__name", "pk")
    )


def _people_of(offices):
    return Posting.objects.current().filter(post__office__in=offices).values("user")
