"""Who is to be told today that the office owes an answer: once before its day, once when it has passed."""

from collections import defaultdict
from datetime import timedelta

from accounts.digests import Line
from bangla.digits import to_bengali
from bangla.phrases import long_date
from letters.models import Incoming, Prompt
from offices.heads import People
from offices.models import Holiday, Office
from offices.models import today as this_day
from offices.working_days import is_working_day

Step = Prompt.Step

# Days before the last one on which who does the work is told.
BEFORE = timedelta(days=3)


def due_today(today):
    """The Lines of one day, the oldest due day first; none on a day off. Officers hear of what is late."""
    if not is_working_day(today, set(Holiday.objects.values_list("falls_on", flat=True))):
        return []
    owed = Incoming.objects.owed().filter(due_on__isnull=False, due_on__lte=today + BEFORE)
    rows = list(owed.select_related("office").order_by("due_on", "pk"))
    told = set(
        Prompt.objects.filter(incoming__in=rows).values_list("user", "incoming", "due_on", "step")
    )
    people, lines = People(today), []
    for row in rows:
        step = Step.LATE if row.due_on < today else Step.SOON
        users = dict(people.doing_the_work(row.office_id))
        if step == Step.LATE:
            users |= people.officers[row.office_id]
        for user in users.values():
            if (user.pk, row.pk, row.due_on, step) not in told:
                prompt = Prompt(user=user, incoming=row, due_on=row.due_on, step=step)
                lines.append(Line(user, _said(row, today), prompt))
    return lines


def _said(row, today):
    days = (row.due_on - today).days
    time = f"আর {to_bengali(days)} দিন বাকি" if days else "আজ শেষ দিন"
    if days < 0:
        time = f"{to_bengali(-days)} দিন পেরিয়েছে"
    return (
        f"জবাব বাকি: {row.sender_in_line}, স্মারক {row.number}, “{row.subject}”; "
        f"শেষ তারিখ {long_date(row.due_on)}, {time}"
    )


def lines_of(digests, *, reader):
    """{primary key of a digest: what it said of each letter, and how that stands now}."""
    rows = Prompt.objects.filter(digest__in=[digest.pk for digest in digests]).select_related(
        "incoming__office", "incoming__answer__paper", "incoming__report__paper"
    )
    mine = set(Office.objects.worked_in_by(reader).values_list("pk", flat=True)) if rows else ()
    found = defaultdict(list)
    for prompt in rows.order_by("due_on", "pk"):
        found[prompt.digest_id].append(
            {
                "template": "letters/_answer_told.html",
                "row": prompt.incoming,
                "due_on": prompt.due_on,
                "was_late": prompt.step == Step.LATE,
                "is_over": prompt.incoming.is_late(this_day()),
                "may_read": prompt.incoming.office_id in mine,
            }
        )
    return found
