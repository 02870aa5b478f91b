"""Papers that were struck out or corrected after they were sent: who is told, and what.

Whoever strikes a paper out knows nothing of where it was sent; here both offices learn of it, on
their first page at once and by the next digest.
"""

from collections import defaultdict

from accounts.digests import Line
from documents.models import Paper
from offices.heads import People
from offices.models import Holiday, Office
from offices.working_days import is_working_day
from submissions.models import Notice, Submission


def told_today(today):
    """The Lines of one day, to all who work in either office, each of a paper once; none on a day off."""
    holidays = frozenset(Holiday.objects.filter(falls_on=today).values_list("falls_on", flat=True))
    fallen = Submission.objects.fallen().select_related("duty__office", "office", "file__paper")
    fallen = list(fallen.defer("content").order_by("pk"))
    if not fallen or not is_working_day(today, holidays):
        return []
    told = set(
        Notice.objects.filter(submission__in=[each.pk for each in fallen]).values_list(
            "user", "submission"
        )
    )
    people, lines = People(today), []
    for each in fallen:
        for office in each.offices:
            workers = people.staff[office.pk] | people.officers[office.pk]
            for user in workers.values():
                if (user.pk, each.pk) not in told:
                    told.add((user.pk, each.pk))
                    lines.append(Line(user, said(each, office), _for(user, each)))
    return lines


def said(submission, office):
    """What an office is told of a paper that it sent or got."""
    is_void = submission.paper.status == Paper.Status.VOID
    text = (
        f"{submission.duty.name}, {submission.period_name}: স্মারক {submission.paper.number} জমার পরে "
        f"{submission.paper.get_status_display()} হয়েছে"
    )
    if submission.state == Submission.State.ACCEPTED:
        text += "; গ্রহণও আর গণ্য নয়"
    if office.pk == submission.office_id:
        mend = "নতুন করে জারি করে" if is_void else "সংশোধিত কাগজটি"
        return f"{text}। {mend} আবার জমা দিতে হবে"
    return f"{submission.office.name}: {text}। নতুন কাগজ জমা দেবে প্রেরক কার্যালয়"


def _for(user, submission):
    was_accepted = submission.state == Submission.State.ACCEPTED
    return Notice(user=user, submission=submission, was_accepted=was_accepted)


def lines_of(digests, *, reader):
    """{primary key of a digest: [what it told of each paper, and whether another has come since]}."""
    mine = set(Office.objects.worked_in_by(reader).values_list("pk", flat=True))
    rows = (
        Notice.objects.filter(digest__in=[digest.pk for digest in digests])
        .select_related("submission__duty__office", "submission__office", "submission__file__paper")
        .defer("submission__content")
        .order_by("pk")
    )
    found = defaultdict(list)
    for row in rows:
        offices = {each.pk for each in row.submission.offices}
        found[row.digest_id].append(
            {
                "template": "submissions/_fell.html",
                "submission": row.submission,
                "was_accepted": row.was_accepted,
                "is_own": row.submission.office_id in mine,
                "may_read": bool(offices & mine),
            }
        )
    return found
