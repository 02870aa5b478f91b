from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import allow
from bangla.phrases import numeric_date
from committees.models import Posting
from documents.rendering import RenderFailed
from meetings import papers, rules
from meetings.completeness import next_step, tasks_of
from meetings.content import content_of, digest
from meetings.forms import ApproveForm, MeetingFilter, ReturnForm
from meetings.models import Meeting

A_PAGE = 25

acts = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def meeting_list(request):
    meetings = Meeting.objects.visible_to(request.user)
    form = MeetingFilter(request.GET, meetings=meetings, user=request.user)
    found = form.found().select_related("committee__office")
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "meetings/list.html",
        {
            "form": form,
            "page": page,
            "is_filtered": form.has_changed(),
            "can_plan": rules.plans_somewhere(request.user),
        },
        status=200 if form.is_valid() else 400,
    )


@require_safe
def detail(request, pk):
    meeting = get_object_or_404(
        Meeting.objects.visible_to(request.user)
        .with_paper()
        .select_related("created_by", "submitted_by", "returned_by", "approved_by"),
        pk=pk,
    )
    return render(
        request,
        "meetings/detail.html",
        {
            "meeting": meeting,
            "paper": papers.paper_of(content_of(meeting)),
            "officers": officers_of(meeting),
            **_tasks_for(request.user, meeting),
            "can_approve": rules.can_approve(request.user, meeting),
            "can_send_back": rules.can_send_back(request.user, meeting),
        },
    )


def _tasks_for(user, meeting):
    """The task list with the next step named, for somebody who may write now."""
    if not rules.can_write(user, meeting):
        return {"can_write": False}
    tasks = tasks_of(meeting)
    return {"can_write": True, "tasks": tasks, "next_step": next_step(meeting, tasks)}


@require_safe
def pdf(request, pk):
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user).with_paper(), pk=pk)
    try:
        _, drawn = papers.draw(meeting)
    except RenderFailed as failed:
        page = render_to_string("503.html", {"reason": str(failed)})
        return HttpResponse(page, status=503, headers={"Retry-After": "5"})
    committee = meeting.committee.name.replace("/", "-").replace("\\", "-")
    name = f"{committee} {numeric_date(meeting.held_on, '-')}.pdf"
    return HttpResponse(
        drawn,
        content_type="application/pdf",
        headers={"Content-Disposition": content_disposition_header(True, name)},
    )


@acts
def approve(request, pk):
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user).with_paper(), pk=pk)
    allow(rules.can_approve(request.user, meeting))

    content = content_of(meeting)
    form = ApproveForm(request.POST or None, digest=digest(content))
    if form.is_valid():
        meeting.approve(by=request.user, seen=form.cleaned_data["seen"])
        messages.success(request, "কার্যবিবরণী অনুমোদিত হয়েছে। লেখা আর বদলানো যাবে না।")
        return redirect("meetings:detail", pk=meeting.pk)
    return render(
        request,
        "meetings/approve.html",
        {"meeting": meeting, "form": form, "paper": papers.paper_of(content)},
    )


@acts
def send_back(request, pk):
    meeting = fetch(request, pk)
    allow(rules.can_send_back(request.user, meeting))

    form = ReturnForm(request.POST or None, items=meeting.items.all())
    if form.is_valid():
        meeting.send_back(
            by=request.user,
            remarks=form.cleaned_data["remarks"],
            item_remarks=form.item_remarks(),
        )
        messages.success(request, "কার্যবিবরণী সংশোধনের জন্য শাখায় ফেরত গেছে।")
        return redirect("meetings:detail", pk=meeting.pk)
    return render(request, "meetings/return.html", {"meeting": meeting, "form": form})


def fetch(request, pk):
    """The meeting for an act upon it, if this person may see it at all."""
    meetings = Meeting.objects.visible_to(request.user)
    return get_object_or_404(meetings.select_related("committee__office"), pk=pk)


def officers_of(meeting):
    """Who approves for the office of a meeting today."""
    officers = Posting.objects.current().filter(
        post__office=meeting.office, role=Posting.Role.OFFICER
    )
    return officers.select_related("post").order_by("post__seniority", "pk")
