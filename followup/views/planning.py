"""How the decisions of one meeting are followed: kinds, whom the lines mean, dates; before and after issue."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render

from accounts.access import acts, allow
from bangla.digits import to_bengali
from followup import indicators, planning, rules
from followup.planning_forms import Plan
from followup.views.fetching import fetch_minutes
from meetings.models import State


@acts
def plan(request, pk):
    """A row for each decision, and one save for all of them; to be read by whoever sees the meeting."""
    meeting = fetch_minutes(request, pk)
    may = rules.can_plan(request.user, meeting) and meeting.state != State.CORRECTED
    if request.method != "POST":
        return _page(request, meeting, may=may)
    allow(rules.can_plan(request.user, meeting), rules.WHO_PLANS)
    rows = planning.rows_of(meeting)
    forms = Plan(rows, office=meeting.office, data=request.POST)
    if not forms.is_valid():
        return _page(request, meeting, rows=rows, forms=forms, status=422)
    try:
        count = planning.settle(meeting, forms.told(), by=request.user)
    except planning.Conflict as conflict:
        return _page(request, meeting, rows=rows, forms=forms, conflict=conflict, status=409)
    except ValidationError as refused:
        for pk_of_row, faults in refused.message_dict.items():
            forms.forms[int(pk_of_row)].add_error("due_on", faults)
        return _page(request, meeting, rows=rows, forms=forms, status=422)
    if count:
        messages.success(request, f"{to_bengali(count)}টি সিদ্ধান্তে যা নির্ধারণ করলেন, তা রাখা হয়েছে।")
    else:
        messages.info(request, "কিছু বদলানো হয়নি।")
    return redirect("followup:plan", pk=meeting.pk)


def _page(request, meeting, *, may=True, rows=None, forms=None, conflict=None, status=200):
    rows = planning.rows_of(meeting) if rows is None else rows
    forms = forms or Plan(rows, office=meeting.office)
    standings = indicators.of_meeting(meeting)
    for row in rows:
        row.indicator = standings.get(row.decision.item_id)
    theirs = []
    if conflict:
        # The form goes on from what stands now; what the others said is shown beside it.
        now = {row.decision.pk: row for row in planning.rows_of(meeting)}
        theirs = [now[pk] for pk in conflict.rows if pk in now]
        for row in theirs:
            form = forms.forms[row.decision.pk]
            form.is_contested = True
            form.data = form.data.copy()
            form.data[form.add_prefix("version")] = str(row.version)
    return render(
        request,
        "followup/plan.html",
        {
            "meeting": meeting,
            "rows": rows,
            "forms": forms,
            "may": may and any(row.form for row in rows),
            "faults": forms.faults(),
            "theirs": theirs,
            "counted": planning.count_of(rows),
        },
        status=status,
    )
