from django.core.paginator import Paginator
from django.db.models import Count, F
from django.shortcuts import render
from django.views.decorators.http import require_safe

from committees import rules
from committees.models import Committee
from committees.views.fetching import fetch
from offices.holders import holders
from offices.models import today

A_PAGE = 25
LATEST = 10


@require_safe
def committee_list(request):
    committees = (
        Committee.objects.visible_to(request.user)
        .select_related("office")
        .annotate(sittings=Count("meetings"))
        .order_by(F("closed_on").asc(nulls_first=True), "name", "pk")
    )
    page = Paginator(committees, A_PAGE).get_page(request.GET.get("page"))
    offices = {committee.office_id for committee in page}
    return render(
        request,
        "committees/list.html",
        {
            "page": page,
            "several_offices": len(offices) > 1,
            "can_open": rules.offices_kept_by(request.user).exists(),
        },
    )


@require_safe
def detail(request, pk):
    committee = fetch(request, pk)
    meetings = committee.meetings.visible_to(request.user)
    return render(
        request,
        "committees/detail.html",
        {
            "committee": committee,
            "members": committee.members_on(today()).prefetch_related(holders("post__postings")),
            "meetings": meetings.select_related("committee__office")[:LATEST],
            "sittings": meetings.count(),
            "can_keep": rules.can_keep_committee(request.user, committee.office),
        },
    )
