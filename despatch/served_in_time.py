"""Whether the members were told as long before a sitting as the rule of the committee asks.

What counts is the day on which something proves that the notice reached them, not the day it left.
"""

from datetime import timedelta
from typing import NamedTuple

from django.utils import timezone

from despatch.ladder import highest, ladder_of, prefetch_ladders
from despatch.meter import SERVED
from despatch.replies import ASKED
from letters import notice
from memos.models import Copy


class InTime(NamedTuple):
    """How many of those who were called were reached in time, later, or not as far as is proved."""

    days: int  # that the rule asks for
    until: object  # the last day that was in time
    called: int
    in_time: int
    late: int

    @property
    def unproved(self):
        return self.called - self.in_time - self.late


def served_in_time(meeting):
    """The InTime of a sitting; None where the committee has no rule, or no notice of it stands."""
    days = meeting.committee.notice_days
    if not days:
        return None
    letter = notice.last_told(notice.standing(meeting))
    if letter is None:
        return None
    copies = list(
        Copy.objects.filter(memo__paper=letter.paper_id, purpose__in=ASKED).order_by("position")
    )
    prefetch_ladders(copies)
    reached = [day for day in map(_reached_on, copies) if day]
    late = sum(notice.short_by(meeting, day) > 0 for day in reached)
    until = meeting.held_on - timedelta(days=days)
    return InTime(days, until, len(copies), in_time=len(reached) - late, late=late)


def _reached_on(copy):
    """The first day on which a copy is proved to have reached its recipient, None where nothing is."""
    ladder = ladder_of(copy)
    if highest(ladder) not in SERVED:
        return None
    return timezone.localdate(min(rung.at for rung in ladder if rung.step in SERVED))
