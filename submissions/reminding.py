"""Who is to be told of which paper today, and how what they were told stands now.

Both with a fixed number of questions to the database, however many offices and papers there are.
"""

from collections import defaultdict

from django.db.models import Count, Max
from django.utils import timezone

from accounts.digests import Line
from bangla.phrases import long_date
from offices.heads import People
from offices.models import Office
from offices.models import today as this_day
from offices.rules import offices_acted_for
from offices.working_days import is_working_day
from submissions.expectations import ANSWERED, WEEK, Standing, step_reached
from submissions.ledger import Ledger
from submissions.models import Duty, Excuse, Reminder, Submission
from submissions.owed import LOOK_BACK, ready_to_send

# From which step on others are told beside those who do the work.
TO_OWN_OFFICERS, TO_DEPUTY, TO_HEAD = WEEK, 2 * WEEK, 3 * WEEK


def due_today(today):
    """The Lines of one day, the oldest due day first; none on a day off.

    Who was not told while the portal was off hears of the last step alone.
    """
    since = (today - LOOK_BACK).replace(day=1)
    duties = Duty.objects.holding(since, today).select_related("office").order_by("pk")
    ledger = Ledger(duties, since=since, until=today, today=today)
    if not is_working_day(today, ledger.holidays):
        return []
    came_back = _came_back(ledger.duties, since)
    told, people, lines = _told(ledger.duties, since), People(today), []
    for row in _reached(ledger, came_back):
        for user in _told_of(people, row.duty, row.office, row.step):
            key = (user.pk, row.duty_id, row.office_id, row.period_start, row.turn)
            if key in told and told[key] >= row.step:
                continue
            is_own = user.pk in people.workers[row.office_id]
            lines.append(Line(user, _said(row, today, is_own=is_own), _for(user, row)))
    return sorted(lines, key=lambda line: (line.row.due_on, line.row.office.name))


def _reached(ledger, came_back):
    """A Reminder, not saved and to nobody yet, for each open paper of which somebody is to know."""
    for duty in ledger.duties:
        for office in ledger.offices_of(duty):
            for cell in ledger.cells(duty, office):
                if cell.standing in ANSWERED or cell.standing == Standing.NOT_OWED:
                    continue
                turn, on = came_back.get((duty.pk, office.pk, cell.period.start), (0, None))
                step = step_reached(
                    cell.due, today=ledger.today, came_back_on=on, holidays=ledger.holidays
                )
                if step is not None:
                    yield Reminder(
                        duty=duty,
                        office=office,
                        period_start=cell.period.start,
                        due_on=cell.due,
                        step=step,
                        turn=turn,
                        standing=cell.standing,
                    )


def _for(user, row):
    return Reminder(
        user=user,
        duty=row.duty,
        office=row.office,
        **{name: getattr(row, name) for name in ("period_start", "due_on", "step", "turn")},
        standing=row.standing,
    )


def _came_back(duties, since):
    """{(duty, office, period): (how often, the last day)} a paper was returned, an excuse refused, or
    what was sent struck out or corrected."""
    span = {"duty__in": [duty.pk for duty in duties], "period_start__gte": since}
    found = {}
    for rows, moment in (
        (Submission.objects.filter(state=Submission.State.RETURNED, **span), "decided_at"),
        (Excuse.objects.filter(refused_at__isnull=False, **span), "refused_at"),
        (Submission.objects.fallen().filter(**span), "file__paper__status_at"),
    ):
        for duty, office, start, often, last in (
            rows.order_by()
            .values_list("duty", "office", "period_start")
            .annotate(Count("pk"), Max(moment))
        ):
            turn, on = found.get((duty, office, start), (0, None))
            day = timezone.localdate(last)
            found[duty, office, start] = (turn + often, max(on or day, day))
    return found


def _told(duties, since):
    """{(user, duty, office, period, turn): the last step this person was told}."""
    rows = Reminder.objects.filter(duty__in=[duty.pk for duty in duties], period_start__gte=since)
    return {
        tuple(key): step
        for *key, step in rows.order_by()
        .values_list("user", "duty", "office", "period_start", "turn")
        .annotate(Max("step"))
    }


def _said(row, today, *, is_own):
    """What the mail says of a paper, to who is to send it and to who waits for it."""
    text = f"{row.duty.name}, {row.period_name}: শেষ তারিখ {long_date(row.due_on)}, {row.time_on(today)}"
    if row.standing == Standing.FALLEN:
        text += "; জমার পরে কাগজটি বাতিল বা সংশোধিত হয়েছে, নতুনটি " + ("পাঠাতে হবে" if is_own else "আসেনি")
    if row.standing == Standing.RETURNED:
        text += "; ফেরত এসেছে, ঠিক করে আবার পাঠাতে হবে" if is_own else "; ফেরত গেছে, আবার আসেনি"
    return f"{text}। যাবে: {row.duty.office.name}" if is_own else f"{row.office.name}: {text}"


def _told_of(people, duty, office, step):
    """Everybody who is told of a paper at a step, each once."""
    found = dict(people.doing_the_work(office.pk))
    if step >= TO_OWN_OFFICERS:
        found |= people.officers[office.pk]
    if step >= TO_DEPUTY:
        found |= people.deputies[duty.office_id]
    if step >= TO_HEAD:
        found |= people.heading(duty.office_id)
    return found.values()


# ── In the portal ───────────────────────────────────────────────────────────────────────────────


def lines_of(digests, *, reader):
    """{primary key of a digest: [what it said of each paper and how that stands now]}.

    How it stands, and what to do, is told of the offices the reader works in today.
    """
    rows = list(
        Reminder.objects.filter(digest__in=[digest.pk for digest in digests])
        .select_related("digest", "duty__office", "office")
        .order_by("due_on", "office__name", "pk")
    )
    mine = set(Office.objects.worked_in_by(reader).values_list("pk", flat=True))
    known = [row for row in rows if {row.office_id, row.duty.office_id} & mine]
    cells, ready = _now(known, reader)
    acted_for = set(offices_acted_for(reader).values_list("pk", flat=True)) if rows else ()
    found = defaultdict(list)
    for row in rows:
        cell = cells.get((row.duty_id, row.office_id, row.period_start))
        found[row.digest_id].append(
            {
                "template": "submissions/_told.html",
                "duty": row.duty,
                "office": row.office,
                "period": row.period_name,
                "due_on": row.due_on,
                "time": row.time_on(row.digest.made_on),
                "was_returned": row.standing == Standing.RETURNED,
                "cell": cell,
                "is_open": cell and cell.standing not in {*ANSWERED, Standing.NOT_OWED},
                "is_own": row.office_id in mine,
                "may_act": row.office_id in acted_for,
                "meeting": cell and ready.get((row.duty_id, cell.committee, row.period_start)),
            }
        )
    return found


def _now(rows, reader):
    """({(duty, office, period): its Cell}, the meetings the reader could send for them)."""
    if not rows:
        return {}, {}
    starts = [row.period_start for row in rows]
    ledger = Ledger(
        {row.duty_id: row.duty for row in rows}.values(),
        since=min(starts),
        until=max(starts),
        today=this_day(),
        offices=Office.objects.filter(pk__in={row.office_id for row in rows}),
    )
    by_start = {
        (duty.pk, period.start): period
        for duty in ledger.duties
        for period in ledger.periods_of(duty)
    }
    cells = {
        (row.duty_id, row.office_id, row.period_start): ledger.cell(row.duty, row.office, period)
        for row in rows
        if (period := by_start.get((row.duty_id, row.period_start)))
    }
    return cells, ready_to_send(reader, ledger)
