"""Reminders to those outside the portal: a mail a day to each, with a fresh private link for each share."""

from collections import defaultdict

from django.conf import settings
from django.template.loader import render_to_string

from accounts import post
from accounts.models import Mail
from followup import links, phrasing
from followup.ladder import rung_of
from followup.models import Assignment, Nudge
from followup.reminding import Day

# Written in these hours alone: what missed them is told on the next working day.
OFFICE_HOURS = range(9, 17)


def write(today):
    """Write the mails of a day, in the caller's transaction; none on a day off. The number of mails."""
    day = Day.of(today)
    if day is None:
        return 0
    told_today = set(
        Nudge.objects.filter(user=None, told_on=today).values_list("assignment", flat=True)
    )
    nudges = {}
    for nudge in day.news_outside():
        if nudge.assignment_id not in told_today:
            nudges.setdefault(nudge.assignment_id, nudge)
    _with_links(nudges.values())
    groups = defaultdict(list)
    for share in Assignment.objects.with_decision().filter(pk__in=nudges).order_by("due_on", "pk"):
        groups[share.matter.office, day.emails[share.pk]].append((share, nudges[share.pk]))
    for (office, email), told in groups.items():
        mail = _mail(office, email, told, today)
        for _, nudge in told:
            nudge.mail = mail
    mails = {id(nudge.mail): nudge.mail for nudge in nudges.values()}
    Mail.objects.bulk_create(mails.values())
    Nudge.objects.bulk_create(nudges.values(), batch_size=1000)
    return len(mails)


def _with_links(nudges):
    """A fresh link for each share that is still to be answered."""
    fresh = links.fresh_links(
        nudge.assignment for nudge in nudges if rung_of(nudge.rung).clock not in phrasing.CHANGED
    )
    for nudge in nudges:
        nudge.link = fresh.get(nudge.assignment_id)


def _mail(office, email, told, today):
    """A Mail, not saved, to one address, of all that an office has to tell it."""
    rows = [
        {
            "share": share,
            "decision": " ".join(str(share.matter).split()),
            "change": phrasing.CHANGED.get(rung_of(nudge.rung).clock),
            "time": nudge.due_on and phrasing.time_of(nudge.due_on, today),
            "due_on": nudge.due_on,
            "link": nudge.link and links.url_of(nudge.link),
        }
        for share, nudge in told
    ]
    context = {
        "office": office,
        "rows": rows,
        "count": len(rows),
        "text": phrasing.text_of(told[0][0]),
        "is_change": all(row["change"] for row in rows),
        "is_demo": settings.DEMO,
    }
    subject = render_to_string("followup/email/nudge_subject.txt", context)
    text = render_to_string("followup/email/nudge.txt", context)
    return post.mail_to(email, subject=post.one_line(subject), text=text)
