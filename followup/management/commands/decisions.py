"""A line a share of every decision that is followed: whose it is, by when, how it stands on a day."""

import json
from datetime import date

from django.core.management.base import BaseCommand, CommandError

from bangla.digits import to_ascii
from followup.models import Assignment, Matter
from followup.table import rows_on
from meetings.management.lookup import meeting_with_paper
from meetings.models import Decision
from offices.models import Office, today

# So many decisions are read at a time: a country's do not fit in memory.
AT_A_TIME = 500


class Command(BaseCommand):
    help = "যেসব সিদ্ধান্ত অনুসরণ করা হচ্ছে, তার প্রতিটি করণীয়ের কথা, প্রতি লাইনে একটি JSON।"

    def add_arguments(self, parser):
        parser.add_argument("--office", metavar="CODE", help="এই কার্যালয়ের কমিটির সিদ্ধান্ত")
        parser.add_argument("--meeting", metavar="ID", help="এই সভার সিদ্ধান্ত")
        parser.add_argument(
            "--on", metavar="DATE", help="এই তারিখের শেষে যে অবস্থা ছিল, যেমন 2026-11-30"
        )
        parser.add_argument("--late", action="store_true", help="শুধু যেগুলোর সময় পেরিয়েছে")

    def handle(self, *, office, meeting, on, late, **options):
        day = _day(on)
        for rows in self._rows(_matters(office, meeting), day):
            for line in (line for row in rows for line in lines_of(row)):
                if not late or line["days_late"]:
                    self.stdout.write(json.dumps(line, ensure_ascii=False))

    def _rows(self, matters, day):
        pks = list(matters.order_by("opened_on", "pk").values_list("pk", flat=True))
        for begin in range(0, len(pks), AT_A_TIME):
            some = Matter.objects.filter(pk__in=pks[begin : begin + AT_A_TIME])
            yield rows_on(some, day)


def lines_of(row):
    """[dict]: a line for each share of a decision as it stood; one without an owner where nobody has
    to do anything."""
    told = {
        "thread": str(row.matter.thread),
        "meeting": row.meeting.pk,
        "memo": row.memo,
        "label": row.label,
        "text": row.text,
        "kind": row.kind,
    }
    lines = [
        told
        | {
            "printed": _printed(share),
            "owner": None if share.state == Assignment.State.SETTLE else share.owner,
            "due": _told(share.due_on),
            "implied": share.is_implied,
            "state": share.state,
            "days_late": share.days_late,
        }
        for share in row.every_share()
    ]
    nobody = {"printed": None, "owner": None, "due": None, "implied": False, "days_late": 0}
    return lines or [told | nobody | {"state": row.state}]


def _printed(share):
    charge = share.assignment.charge
    return charge.printed if charge else share.printed


def _told(day):
    return day and day.isoformat()


def _day(typed):
    if not typed:
        return today()
    try:
        return date.fromisoformat(to_ascii(typed))
    except ValueError:
        raise CommandError(f"“{typed}” কোনো তারিখ নয়; 2026-11-30 এভাবে লিখুন।") from None


def _matters(office, meeting):
    matters = Matter.objects.exclude(state=Matter.State.DRAFT)
    if office:
        if not Office.objects.filter(code=office).exists():
            raise CommandError(f"“{office}” সংকেতের কোনো কার্যালয় নেই।")
        matters = matters.filter(office__code=office)
    if meeting:
        rows = Decision.ever.filter(meeting=meeting_with_paper(meeting))
        matters = matters.filter(thread__in=rows.values("thread"))
    return matters
