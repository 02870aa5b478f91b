"""Letters that go to one of many: an extract to each implementer, a report to each parent office."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.access import allow
from letters import absences, making, rules, telling
from letters.extracts import implementers_of
from letters.models import Letter
from letters.views.fetching import fetch_served
from memos.hindrances import said_of

Kind = Letter.Kind


def _to_extracts(meeting):
    return [(one.printed, len(one.decisions)) for one in implementers_of(meeting)]


def _to_parents(meeting):
    reports = absences.reports_of(absences.sittings_of(meeting))
    return [(report.called, len(report.absentees)) for report in reports]


# kind → (meeting → [(whom it goes to, how many it is about)], what is counted, the act that begins it).
SERVED = {
    Kind.EXTRACT: (_to_extracts, "টি সিদ্ধান্ত", making.begin),
    Kind.ABSENCES: (_to_parents, " জন কর্মকর্তা", telling.begin_report),
}


@require_safe
def served(request, pk, kind):
    """Everybody a letter of this kind goes to, and how far theirs is."""
    if kind not in SERVED:
        raise Http404
    meeting = fetch_served(request, pk)
    whom, counted, _ = SERVED[kind]
    letters = meeting.letters.filter(kind=kind).exclude(state=Letter.State.DROPPED)
    theirs = {each.number: each for each in letters.select_related("paper").order_by("pk")}
    rows = [
        {"number": number, "to": to, "count": count, "letter": theirs.get(number)}
        for number, (to, count) in enumerate(whom(meeting), 1)
    ]
    return render(
        request,
        "letters/served.html",
        {
            "meeting": meeting,
            "kind": kind,
            "name": Kind(kind).label,
            "counted": counted,
            "rows": rows,
            "hindrance": making.why_not(kind, meeting),
            "can_write": rules.can_write_letters(request.user, meeting.office),
        },
    )


@require_POST
def begin(request, pk, kind, number):
    """The letter to one of them; the draft there is, where somebody has begun it."""
    if kind not in SERVED:
        raise Http404
    meeting = fetch_served(request, pk)
    allow(rules.can_write_letters(request.user, meeting.office), rules.WHO_WRITES)
    *_, act = SERVED[kind]
    try:
        letter = act(kind, by=request.user, meeting=meeting, number=number)
    except ValidationError as refused:
        messages.error(request, said_of(refused))
        return redirect("letters:served", pk=pk, kind=kind)
    return redirect("letters:letter", pk=letter.pk)
