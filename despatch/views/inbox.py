"""The inbox of an office: letters that came to its posts; opening one is a deed in one's own name."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.access import acts
from despatch import inbox as letters
from despatch import links, receiving, rules
from despatch.models import Evidence
from despatch.views.fetching import COPY, fetch_received
from documents.views import serving
from offices.rules import offices_acted_for

A_PAGE = 25


@require_safe
def inbox(request):
    """What came, what nobody has opened first."""
    came = letters.received_by(request.user).select_related(*COPY)
    page = Paginator(came.order_by("is_opened", "-came_at", "-pk"), A_PAGE)
    return render(
        request,
        "despatch/inbox.html",
        {
            "page": page.get_page(request.GET.get("page")),
            "peon_offices": offices_acted_for(request.user),
        },
    )


@acts
def received(request, pk):
    """One letter: what it is; and, once it was opened, the paper. A POST opens it."""
    copy = fetch_received(request, pk)
    if request.method == "POST":
        receiving.fetch(copy, by=request.user)
        return redirect("despatch:received", pk=copy.pk)
    return render(
        request,
        "despatch/received.html",
        {
            "copy": copy,
            "paper": copy.memo.paper,
            "fallen": links.fallen(copy),
            "acknowledged": links.acknowledgement_of(copy),
            "opened": _opened(copy),
            "can_receive": rules.can_receive(request.user, copy),
        },
    )


@require_safe
def pdf(request, pk):
    """The paper of a letter that somebody of the office has opened; before that there is none."""
    copy = fetch_received(request, pk)
    if not _opened(copy):
        raise Http404
    paper = copy.memo.paper
    return serving.drawn_response(
        lambda: receiving.bytes_of(paper), f"{paper.kind} {copy.number}.pdf"
    )


@require_POST
def acknowledge(request, pk):
    copy = fetch_received(request, pk)
    receiving.acknowledge(copy, by=request.user)
    return redirect("despatch:received", pk=copy.pk)


def _opened(copy):
    """Who of the office opened it, each once, first things first."""
    return list(
        copy.evidence.filter(step=Evidence.Step.FETCHED).exclude(by=None).order_by("at", "pk")
    )
