"""What an office owes the one above it."""

from datetime import timedelta

from django.db.models import Count, Q

from meetings.models import Meeting
from meetings.models import State as MeetingState
from offices.models import Office, today
from offices.rules import offices_acted_for
from submissions import actions
from submissions.expectations import Standing
from submissions.ledger import Ledger
from submissions.models import Duty, Submission

LOOK_BACK = timedelta(days=366)


# What still wants something of the office that owes it.
WANTING = (Standing.MISSING, Standing.RETURNED, Standing.FALLEN, Standing.NOT_YET_DUE)


RECENT = 15


# Whose matrix sums up what the offices below expect of theirs.
HIGHER = {Office.Kind.DIVISION, Office.Kind.NATIONAL}


def counts(submissions):
    """{state: how many} of the latest versions, in one query."""
    return submissions.filter(is_latest=True).aggregate(
        **{
            state: Count("pk", filter=Q(state=state))
            for state in Submission.State
            if state != Submission.State.WITHDRAWN
        }
    )


def owed(user, mine):
    """What the offices of this person still owe, the most urgent first: a list of dicts."""
    now = today()
    since = (now - LOOK_BACK).replace(day=1)
    duties = Duty.objects.owed_by(mine).holding(since, now).select_related("office")
    ledger = Ledger(duties, since=since, until=now, today=now, offices=mine)
    ready = ready_to_send(user, ledger)
    acted_for = set(offices_acted_for(user).values_list("pk", flat=True))
    lines = []
    for duty in ledger.duties:
        for office in ledger.offices_of(duty):
            for cell in ledger.cells(duty, office):
                meeting = ready.get((duty.pk, cell.committee, cell.period.start))
                is_early = cell.standing == Standing.NOT_YET_DUE and cell.period.end >= now
                if cell.standing not in WANTING or (is_early and not meeting):
                    continue
                lines.append(
                    {
                        "duty": duty,
                        "office": office,
                        "cell": cell,
                        "period": duty.period_name(cell.period.start),
                        "meeting": meeting,
                        "may_act": office.pk in acted_for,
                        "days_late": (now - cell.due).days if cell.due < now else 0,
                    }
                )
    return sorted(lines, key=lambda line: (line["cell"].due, line["duty"].name))


def ready_to_send(user, ledger):
    """{(duty, committee, first day of the period): the issued meeting that can be sent}."""
    answers = {}
    for duty in ledger.duties:
        for office in ledger.offices_of(duty):
            for cell in ledger.cells(duty, office)[-1:]:
                if cell.committee:
                    answers.setdefault(cell.committee, []).append(duty)
    issued = Meeting.objects.visible_to(user).filter(
        committee__in=answers, state=MeetingState.ISSUED
    )
    found = {}
    for meeting in issued.order_by("held_on", "pk"):
        for duty in answers[meeting.committee_id]:
            found[duty.pk, meeting.committee_id, actions.period_for(duty, meeting)] = meeting
    return found
