"""What a writer can look up without leaving the row: implementers to choose, earlier decisions."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.access import allow, number_sent
from meetings import recall, rules
from meetings.models import Meeting

# Characters; nobody types a longer question, and a pasted one says enough by then.
ASKED_AT_MOST = 400


def asked(request):
    return request.GET.get("q", "")[:ASKED_AT_MOST].strip()


def _topic_of(meeting, item):
    """What a row is called: what its link asks about where nothing was typed."""
    row = meeting.items.filter(pk=item).first() if item else None
    return row.called[:ASKED_AT_MOST] if row else ""


@require_safe
def implementers(request, pk):
    """The options of a list box, for the line being typed."""
    meeting = get_object_or_404(
        Meeting.objects.visible_to(request.user).select_related("committee__office"), pk=pk
    )
    allow(rules.can_write(request.user, meeting))
    options = recall.implementers_like(meeting, asked(request))
    return render(request, "meetings/_implementers.html", {"options": options})


@require_safe
def precedents(request, pk):
    """Earlier decisions with the words asked for: a page, or the part a dialog shows."""
    meeting = get_object_or_404(
        Meeting.objects.visible_to(request.user).select_related("committee"), pk=pk
    )
    question = asked(request) or _topic_of(meeting, number_sent(request.GET.get("item")))
    in_dialog = request.headers.get("X-Dialog") == "1"
    return render(
        request,
        "meetings/_precedents.html" if in_dialog else "meetings/precedents.html",
        {
            "meeting": meeting,
            "question": question,
            "precedents": recall.decisions_like(meeting, question),
            "in_dialog": in_dialog,
        },
    )
