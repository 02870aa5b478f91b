"""A line a copy of the papers of a meeting: to whom, how, and how far it is proved to have got."""

import json

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q

from despatch import ladder
from meetings.models import Meeting
from memos.models import Copy


class Command(BaseCommand):
    help = "সভার সব কাগজের প্রতিটি কপির কথা, প্রতি লাইনে একটি JSON: প্রাপক, কীভাবে, কোন ধাপ, প্রমাণ।"

    def add_arguments(self, parser):
        parser.add_argument("id", type=int, help="সভার নম্বর")

    def handle(self, *, id, **options):
        if not Meeting.objects.filter(pk=id).exists():
            raise CommandError(f"{id} নম্বর সভা নেই।")
        of_meeting = Q(memo__paper__issued_for__meeting=id) | Q(memo__paper__letter__meeting=id)
        copies = list(
            Copy.objects.filter(of_meeting)
            .select_related("memo__paper__letter")
            .order_by("memo__issued_at", "memo", "position")
        )
        ladder.prefetch_ladders(copies)
        for copy in copies:
            self.stdout.write(json.dumps(told_of(copy), ensure_ascii=False))


def told_of(copy):
    rungs = ladder.ladder_of(copy)
    step = ladder.highest(rungs)
    # The last thing that proves the step.
    rung = next((each for each in reversed(rungs) if each.step == step), None)
    sendings = [each for each in copy.sendings.all() if not each.taken_back_at]
    letter = getattr(copy.memo.paper, "letter", None)
    return {
        "paper": letter.kind if letter else copy.memo.kind,
        "memo": copy.memo.number,
        "copy": copy.position,
        "number": copy.number,
        "recipient": " ".join(copy.recipient.split()),
        "channel": sendings[-1].way if sendings else None,
        "step": step,
        "at": rung.at.isoformat() if rung else None,
        "evidence": rung.evidence if rung else {},
        "ladder": [
            {"step": each.step, "at": each.at.isoformat(), "evidence": each.evidence}
            for each in rungs
        ],
    }
