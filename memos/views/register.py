"""The issue register on the screen: its lines, a reserved number, a line struck through."""

import json

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from accounts.access import acts, allow, pressed_twice
from accounts.forms import is_the_person
from accounts.models import record
from documents.attachments import attached
from documents.marking import marked_copy
from documents.models import Paper
from documents.views import serving
from memos import actions, rules
from memos.forms import RegisterFilter, ReserveForm, VoidForm
from memos.models import FileNumber, Memo, NumberTaken
from memos.ordering import OutOfOrder
from memos.views.fetching import fetch
from papers.drawing import SOURCE, paper_of

A_PAGE = 25


def lines_for(request):
    """(the filter, the lines it finds) of the register this person may read."""
    memos = Memo.objects.visible_to(request.user)
    form = RegisterFilter(
        request.GET, memos=memos, files=FileNumber.objects.of_offices_of(request.user)
    )
    found = form.found().select_related("series__office", "file", "voided_by")
    return form, found.order_by("-issued_on", "-period", "-serial", "-pk")


@require_safe
def register(request):
    form, found = lines_for(request)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    asked = QueryDict(mutable=True)
    asked.update({name: value for name, value in request.GET.items() if name in form.fields})
    return render(
        request,
        "memos/register.html",
        {
            "form": form,
            "page": page,
            "is_filtered": form.has_changed(),
            "query": asked.urlencode(),
            "can_reserve": rules.offices_numbered_by(request.user).exists(),
            "several_offices": len({memo.series.office_id for memo in page}) > 1,
        },
        status=200 if form.is_valid() else 400,
    )


@require_safe
def memo(request, pk):
    """A line of the register; of a number that was struck out also the paper as it had gone out."""
    line = fetch(request, pk)
    void = _void_paper_of(line)
    return render(
        request,
        "memos/memo.html",
        {
            "memo": line,
            "can_add_copies": rules.can_add_copies(request.user, line),
            "copies": line.sent_copies.all(),
            "can_void": rules.can_void(request.user, line),
            "is_void": void is not None,
            "paper": void and _carried(void),
        },
    )


def _void_paper_of(line):
    """The paper of a number that was struck out after it went out; None of any other line."""
    return line.paper if line.paper and line.paper.status == Paper.Status.VOID else None


def _carried(paper):
    """What an issued file says, as a page prints it; None of one that carries no content."""
    try:
        return paper_of(json.loads(attached(paper.issued_file.document.read(), SOURCE)))
    except LookupError:
        return None


@require_safe
def void_paper(request, pk):
    """The paper of a number that was struck out, for its own office: marked on every page."""
    line = fetch(request, pk)
    if _void_paper_of(line) is None:
        raise Http404
    if request.method == "GET":
        record(by=request.user, what="void paper downloaded", target=line, office=line.office)
    return serving.drawn_response(lambda: marked_copy(line.paper), f"বাতিল {line.number}.pdf")


@acts
def reserve(request):
    offices = rules.offices_numbered_by(request.user)
    allow(offices.exists())
    files = FileNumber.objects.open().filter(office__in=offices).select_related("series")
    form = ReserveForm(request.POST or None, files=files)
    if form.is_valid():
        try:
            line = actions.reserve(by=request.user, **form.cleaned_data)
        except OutOfOrder as crossed:
            form.add_error("reason", crossed)
        except NumberTaken as taken:
            form.add_error("serial", str(taken))
        else:
            messages.success(request, f"স্মারক নম্বর {line.number} সংরক্ষণ করা হয়েছে।")
            return redirect("memos:memo", pk=line.pk)
    return render(
        request,
        "memos/reserve.html",
        {"form": form, "has_files": files.exists()},
        status=422 if form.is_bound else 200,
    )


@acts
@sensitive_post_parameters("password")
def void(request, pk):
    """Strike a number out, after the password once more."""
    line = fetch(request, pk)
    form = VoidForm(request.POST or None)
    done = form.is_valid() and line.state == Memo.State.VOID
    if pressed_twice(request, done=done, by=line.voided_by_id):
        return redirect("memos:memo", pk=line.pk)
    if form.is_valid() and is_the_person(request.user, form):
        actions.void(memo=line, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, f"স্মারক {line.number} বাতিল হয়েছে; নম্বরটি রেজিস্টারে থাকবে।")
        return redirect("memos:memo", pk=line.pk)
    allow(rules.can_void(request.user, line))
    return render(
        request,
        "memos/void.html",
        {"memo": line, "form": form},
        status=422 if form.is_bound else 200,
    )
