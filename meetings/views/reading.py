from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from accounts.access import acts, allow, pressed_twice
from accounts.models import record
from documents.models import PaperFile
from documents.views import serving
from meetings import calendar as calendars
from meetings import moves, printing, rules
from meetings.completeness import next_step, tasks_of
from meetings.content import content_of
from meetings.forms import ApproveForm, MeetingFilter, ReturnForm
from meetings.mending import mended
from meetings.models import Meeting, State
from meetings.views.fetching import fetch, fetch_with_paper, officers_of
from papers import wordcopy
from papers.content import digest
from papers.drawing import paper_of
from papers.places import places_to_sign

A_PAGE = 25


@require_safe
def meeting_list(request):
    meetings = Meeting.objects.visible_to(request.user)
    form = MeetingFilter(request.GET, meetings=meetings, user=request.user)
    found = form.found().select_related("committee__office", "paper")
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
        .select_related(
            "created_by",
            "submitted_by",
            "returned_by",
            "approved_by",
            "issued_by",
            "paper__superseded_by",
            "corrects__paper",
        ),
        pk=pk,
    )
    content = content_of(meeting)
    return render(
        request,
        "meetings/detail.html",
        {
            "meeting": meeting,
            "paper": paper_of(content),
            "officers": officers_of(meeting),
            **_tasks_for(request.user, meeting),
            "can_approve": (can_approve := rules.can_approve(request.user, meeting)),
            "mended": mended(meeting, content) if can_approve else None,
            "can_send_back": rules.can_send_back(request.user, meeting),
            "can_issue": rules.can_issue(request.user, meeting),
            **(_issued_for(request.user, meeting, content) if meeting.paper else {}),
        },
    )


def _issued_for(user, meeting, content):
    """What the page says of an issued paper, and what this person may do with it."""
    return {
        "issued_file": meeting.paper.issued_file,
        "scans": meeting.paper.files.filter(kind=PaperFile.Kind.SCAN).select_related("document"),
        "corrigendum": meeting.corrigenda.exclude(state=State.CANCELLED).first(),
        # Who is printed in several places signs them all at once.
        "to_sign": rules.waiting_for(user, meeting, places_to_sign(content))[:1],
        "can_publish": rules.can_publish(user, meeting),
        "can_unpublish": rules.can_unpublish(user, meeting),
        "can_correct": rules.can_correct(user, meeting),
        "can_add_scan": rules.can_add_scan(user, meeting),
    }


def _tasks_for(user, meeting):
    """The task list with the next step named, for somebody who may write now."""
    if not rules.can_write(user, meeting):
        return {"can_write": False}
    tasks = tasks_of(meeting)
    return {"can_write": True, "tasks": tasks, "next_step": next_step(meeting, tasks)}


@require_safe
def pdf(request, pk):
    meeting = fetch_with_paper(request, pk)
    if meeting.paper_id:
        return issued_file(request, meeting)
    return serving.drawn_response(lambda: printing.draw(meeting)[1], printing.file_name(meeting))


@require_safe
def word(request, pk):
    """A copy to work on, of a draft too. Of issued words that are not public the taking is noted."""
    meeting = fetch_with_paper(request, pk)
    if request.method == "GET" and meeting.paper_id and not meeting.paper.is_public:
        record(by=request.user, what="word copy taken", target=meeting, office=meeting.office)
    name = printing.file_name(meeting, ".docx")
    return serving.download(printing.draw_word(meeting), name, mime=wordcopy.MIME)


@require_safe
def calendar(request, pk):
    """The sitting as a calendar file; a corrigendum's is that of the sitting it corrects."""
    meeting = fetch_with_paper(request, pk)
    if meeting.corrects_id:
        raise Http404
    url = meeting.paper.public_url if meeting.is_published else ""
    name = printing.file_name(meeting, ".ics")
    return serving.download(calendars.calendar_of(meeting, url=url), name, mime=calendars.MIME)


def issued_file(request, meeting):
    """The issued bytes themselves. Reading what is not public is noted."""
    if request.method == "GET" and not meeting.paper.is_public:
        record(by=request.user, what="paper downloaded", target=meeting, office=meeting.office)
    document = meeting.paper.issued_file.document
    return serving.file_response(request, document, printing.file_name(meeting))


@acts
def approve(request, pk):
    meeting = fetch_with_paper(request, pk)
    is_approved = meeting.state == State.APPROVED and meeting.approved_digest == request.POST.get(
        "seen"
    )
    if pressed_twice(request, done=is_approved, by=meeting.approved_by_id):
        return redirect("meetings:detail", pk=meeting.pk)
    allow(rules.can_approve(request.user, meeting))

    content = content_of(meeting)
    form = ApproveForm(request.POST or None, digest=digest(content))
    if form.is_valid():
        moves.approve(meeting=meeting, by=request.user, seen=form.cleaned_data["seen"])
        messages.success(request, "কার্যবিবরণী অনুমোদিত হয়েছে। লেখা আর বদলানো যাবে না।")
        return redirect("meetings:detail", pk=meeting.pk)
    return render(
        request,
        "meetings/approve.html",
        {
            "meeting": meeting,
            "form": form,
            "paper": paper_of(content),
            "mended": mended(meeting, content),
        },
    )


@acts
def send_back(request, pk):
    meeting = fetch(request, pk)
    allow(rules.can_send_back(request.user, meeting))

    form = ReturnForm(request.POST or None, items=meeting.items.all())
    if form.is_valid():
        moves.send_back(
            meeting=meeting,
            by=request.user,
            remarks=form.cleaned_data["remarks"],
            item_remarks=form.item_remarks(),
        )
        messages.success(request, "কার্যবিবরণী সংশোধনের জন্য শাখায় ফেরত গেছে।")
        return redirect("meetings:detail", pk=meeting.pk)
    return render(request, "meetings/return.html", {"meeting": meeting, "form": form})
