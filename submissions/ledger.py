"""Many expectations at once: a fixed number of queries, however many offices and months there are."""

from collections import defaultdict
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Exists, Min, OuterRef
from django.utils import timezone

from documents.models import Paper
from offices.models import Holiday, Office, Posting
from submissions.expectations import (
    Period,
    Standing,
    days_with_sender,
    due_on,
    is_owed,
    periods,
    standing,
)
from submissions.models import Comment, Counterpart, Excuse, Submission

# A due day lies in the month after its period; holidays may push it on.
AFTERWARDS = timedelta(days=400)


class Review(NamedTuple):
    """What the office above made of one version: whether it went back, and the days that took.

    Days on which a question waited for the sending office's answer are not among them.
    """

    returned: bool
    days: int


class Cell(NamedTuple):
    """How one office stands with one paper of one period."""

    standing: Standing
    period: Period
    due: date | None = None
    submission: int | None = None
    excuse: int | None = None
    committee: int | None = None
    # False of a paper that came though nobody could ask for it.
    is_owed: bool = True
    first_sent_on: date | None = None
    # Of all its versions; only where the ledger was asked for them.
    reviews: tuple[Review, ...] = ()


class Ledger:
    """What the offices below owe by some duties for the periods that begin on some days.

    Everything is fetched when it is made. `offices` (a query) keeps it to some of those that owe;
    with `reviews` each cell tells what became of all its versions.
    """

    def __init__(self, duties, *, since, until, today, offices=None, reviews=False):
        self.today = today
        self.duties = list(duties)
        self._periods = {
            duty.pk: periods(duty.cadence, since, until, fiscal=duty.fiscal) for duty in self.duties
        }
        pks = [duty.pk for duty in self.duties]
        below = Office.objects.filter(parent__in={duty.office_id for duty in self.duties})
        if offices is not None:
            below = below.filter(pk__in=offices)
        self._below = _by_kind(below)
        self._joined = _joined(below)
        self._answers = _answers(pks)
        self.holidays = frozenset(
            Holiday.objects.filter(
                falls_on__gte=since, falls_on__lte=until + AFTERWARDS + timedelta(days=400)
            ).values_list("falls_on", flat=True)
        )
        span = {"duty__in": pks, "period_start__gte": since, "period_start__lte": until}
        self._excuses = _excuses(span)
        sent = Submission.objects.filter(**span).order_by()
        columns = ["duty", "office", "period_start", "pk", "state", "first_sent_on"]
        columns += ["file__paper__status"]
        self._reviews = {}
        if reviews:
            versions = list(sent.values_list(*columns, "is_latest", "sent_at", "decided_at"))
            rows = [version[:7] for version in versions if version[7]]
            self._reviews = _reviews(versions, _talks(span))
        else:
            rows = sent.filter(is_latest=True).values_list(*columns)
        # (duty, office, first day of the period) → (submission, its state, first sent, its paper's)
        self._submissions = {row[:3]: row[3:] for row in rows}
        self._dues = {}

    def offices_of(self, duty):
        """The offices that have to meet a duty, by name."""
        return self._below[duty.office_id, duty.from_kind]

    def periods_of(self, duty):
        return self._periods[duty.pk]

    def due(self, duty, period):
        """The day on which a paper is due, worked out once for all offices."""
        key = (duty.due_day, period.end)
        if key not in self._dues:
            self._dues[key] = due_on(period.end, due_day=duty.due_day, holidays=self.holidays)
        return self._dues[key]

    def cell(self, duty, office, period):
        key = (duty.pk, office.pk, period.start)
        pk, state, first_sent_on, paper = self._submissions.get(key, (None, None, None, None))
        committee, closed_on = self._answers.get(key[:2], (None, None))
        owed = is_owed(
            period,
            starts_on=duty.starts_on,
            ends_on=duty.ends_on,
            joined_on=self._joined.get(office.pk),
            closed_on=closed_on,
        )
        # What was sent though it was not owed is shown as what it is.
        if state is None and not owed:
            return Cell(Standing.NOT_OWED, period, is_owed=False)
        due, excuse = self.due(duty, period), self._excuses.get(key)
        stands = standing(
            due,
            today=self.today,
            state=state,
            first_sent_on=first_sent_on,
            excused=excuse is not None,
            fallen=paper is not None and paper != Paper.Status.CURRENT,
        )
        return Cell(
            stands, period, due, pk, excuse, committee, owed, first_sent_on,
            self._reviews.get(key, ()),
        )  # fmt: skip

    def cells(self, duty, office):
        return [self.cell(duty, office, period) for period in self._periods[duty.pk]]


def _by_kind(offices):
    """{(the office above, kind): the offices of that kind under it, by name}"""
    found = defaultdict(list)
    for office in offices.only("pk", "name", "kind", "parent", "geo_code").order_by("name", "pk"):
        found[office.parent_id, office.kind].append(office)
    return found


def _joined(offices):
    """{office: the first day on which somebody held a post in it}"""
    postings = Posting.objects.filter(post__office__in=offices.order_by().values("pk")).order_by()
    return dict(postings.values_list("post__office").annotate(Min("starts_on")))


def _answers(duties):
    """{(duty, office): (the committee that answers, the day it was closed)}"""
    rows = Counterpart.objects.filter(duty__in=duties)
    return {
        (duty, office): (committee, closed_on)
        for duty, office, committee, closed_on in rows.values_list(
            "duty", "office", "committee", "committee__closed_on"
        )
    }


def _excuses(span):
    """{(duty, office, first day of the period): the excuse that stands}"""
    rows = Excuse.objects.standing().filter(**span).order_by()
    return {
        (duty, office, start): pk
        for pk, duty, office, start in rows.values_list("pk", "duty", "office", "period_start")
    }


def _talks(span):
    """{submission: what was said of it, as days_with_sender reads it} where something was asked."""
    talks = defaultdict(list)
    from_sender = Posting.objects.filter(
        user=OuterRef("commented_by"), post__office=OuterRef("submission__office")
    )
    asked = Comment.objects.filter(asks=True).order_by().values("submission")
    for submission, asks, is_senders, at in (
        Comment.objects.filter(
            submission__in=asked, **{f"submission__{name}": value for name, value in span.items()}
        )
        .order_by("commented_at", "pk")
        .values_list("submission", "asks", Exists(from_sender), "commented_at")
    ):
        talks[submission].append((asks, is_senders, timezone.localdate(at)))
    return talks


def _reviews(versions, talks):
    """{(duty, office, first day of the period): the Reviews of its versions that were decided}."""
    found, zone = {}, timezone.get_current_timezone()
    for *key, pk, state, _, _, _, sent_at, decided_at in versions:
        if decided_at is None:
            continue
        decided_on = decided_at.astimezone(zone).date()
        days = (decided_on - sent_at.astimezone(zone).date()).days
        if pk in talks:
            days -= days_with_sender(talks[pk], until=decided_on)
        key = tuple(key)
        review = Review(state == Submission.State.RETURNED, max(days, 0))
        found[key] = (*found.get(key, ()), review)
    return found
