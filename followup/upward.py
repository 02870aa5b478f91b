"""Progress reports: what became of the decisions of a sitting, told to the office above on one day.

A report is a Meeting of its own kind, numbered and frozen like minutes. Its decisions keep the thread of
those they answer. What it says of each is drafted from the table of its day (followup.table) and may be
written by hand; `refresh` brings the table of now into what nobody wrote.
"""

from copy import deepcopy
from datetime import date
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.access import WrongState, allow
from accounts.models import record
from committees.models import Committee
from followup import upward_words
from followup.models import Assignment, Matter, Upward
from followup.table import end_of, rows_on
from followup.wording import progress_of
from meetings import actions, rows
from meetings.models import OUT, TO_WRITE, Decision, Meeting, State
from meetings.rules import can_plan
from offices.models import today
from papers.shapes import READY_SHAPES

WHO_REPORTS = "অগ্রগতি প্রতিবেদন লিখতে পারেন শুধু প্রতিবেদনকারী কার্যালয়ের কর্মী; দরকার হলে তাঁকে বলুন।"


class Asked(NamedTuple):
    """What a report is about: a sitting the portal has (`about`), or one told by name and day.

    `reference` is what its letter cites, `recipient` whom it goes to; empty, both are drafted.
    """

    about: Meeting | None = None
    committee_name: str = ""
    held_on: date | None = None
    reference: str = ""
    recipient: tuple = ()
    # The number of the first row; None: as the paper of the sitting counts.
    start: int | None = None
    stands_on: date | None = None


def sittings_for(offices):
    """The sittings a report can be written of: those of these offices, and those of other offices that
    gave them something to do; the latest first."""
    offices = [office.pk for office in offices]
    # As keys: how few they are nothing tells the database, which would read through all shares.
    given = Assignment.objects.from_others().filter(office__in=offices)
    given = given.exclude(giving_office__in=offices).exclude(state=Assignment.State.WITHDRAWN)
    matters = set(given.values_list("matter", flat=True))
    theirs = set(Decision.objects.filter(matters__in=matters).values_list("meeting", flat=True))
    committees = set(Committee.objects.filter(office__in=offices).values_list("pk", flat=True))
    found = Meeting.objects.filter(
        Q(committee__in=committees) | Q(pk__in=theirs),
        kind=Meeting.Kind.MINUTES,
        state=State.ISSUED,
    )
    return found.select_related("committee__office", "paper").order_by("-held_on", "-pk")


@transaction.atomic
def begin(asked, *, committee, by):
    """A draft of a progress report, kept with a committee of the reporting office. Returns the Meeting.

    The one that is being written of the same sitting, where there is one. Raises ValidationError where
    nothing says which sitting it is about, or the sitting gave this office nothing.
    """
    allow(can_plan(by, committee.office), WHO_REPORTS)
    asked = _filled(asked, committee)
    if there := _being_written(asked, committee):
        return there
    now = timezone.now()
    told = items_of(asked, committee.office, until=_until(asked.stands_on, now))
    last = last_report(committee)
    report = Meeting(
        committee=committee,
        kind=Meeting.Kind.PROGRESS_REPORT,
        state=State.DRAFT,
        held_on=asked.held_on,
        committee_name=asked.committee_name,
        created_by=by,
        shape=deepcopy(last.shape if last else READY_SHAPES["progress_report"]),
        **upward_words.words_of(asked, committee.office, last=last, writer=by),
    )
    report._history_user = by
    report.save()
    rows.write(report, told, by=by)
    Upward.objects.create(
        report=report,
        about=asked.about,
        stands_on=asked.stands_on,
        stands_at=_until(asked.stands_on, now),
        drafted=_drafted(told),
    )
    record(by=by, what=f"meeting → {report.state}", target=report, office=report.office)
    return report


def _filled(asked, committee):
    """What was asked, with what follows from the sitting it is about."""
    about = asked.about
    name = about.committee_name if about else asked.committee_name
    held_on = about.held_on if about else asked.held_on
    if not name or held_on is None:
        raise ValidationError("কোন সভার প্রতিবেদন, বেছে নিন; পোর্টালে না থাকলে কমিটির নাম ও সভার তারিখ দিন।")
    if held_on > today():
        raise ValidationError("সভার তারিখ আজকের পরে হতে পারে না।")
    stands_on = asked.stands_on or today()
    if not held_on <= stands_on <= today():
        raise ValidationError("প্রতিবেদনে যে দিনের অবস্থা থাকবে, তা সভার দিন থেকে আজ পর্যন্ত হতে পারে।")
    return asked._replace(committee_name=name, held_on=held_on, stands_on=stands_on)


def _being_written(asked, committee):
    drafts = committee.meetings.filter(
        kind=Meeting.Kind.PROGRESS_REPORT, state__in=TO_WRITE, held_on=asked.held_on,
        committee_name=asked.committee_name, upward__about=asked.about, paper=None,
    )  # fmt: skip
    return drafts.order_by("-pk").first()


def last_report(committee):
    """The last progress report of a committee, for what the next one takes from it; None without one."""
    reports = committee.meetings.filter(kind=Meeting.Kind.PROGRESS_REPORT)
    return reports.exclude(state=State.CANCELLED).order_by("-pk").first()


def _until(day, now):
    """Up to which moment answers count for a report that stands on a day."""
    return min(end_of(day), now)


# --- What it says of each decision ------------------------------------------------------------------


def items_of(asked, office, *, until):
    """The rows of a report as meetings.rows.write takes them: topic, decision, progress; numbered from
    `start`. None of a sitting that the portal does not have: they are typed or pasted."""
    if asked.about is None:
        return []
    items = [
        (item, list(item.decisions.all()))
        for item in asked.about.items.prefetch_related("decisions__implementers")
        if not item.confirms_id
    ]
    threads = {decision.thread for _, decisions in items for decision in decisions}
    texts = progress_told(office, threads, asked.stands_on, until=until)
    kept = [
        (item, [each for each in decisions if each.thread in texts]) for item, decisions in items
    ]
    kept = [(item, decisions) for item, decisions in kept if decisions]
    if not kept:
        raise ValidationError("এই সভার কোনো সিদ্ধান্ত এই কার্যালয়ের অনুসরণে নেই।")
    start = asked.start or upward_words.number_in(kept[0][0].serial) or 1
    return [
        {
            "serial": upward_words.serial(start + place),
            "topic": item.called,
            "decisions": [
                {
                    "thread": each.thread,
                    "label": rows.label_at(index, len(decisions)),
                    "text": each.text,
                    "progress": texts[each.thread] or None,
                }
                for index, each in enumerate(decisions)
            ],
        }
        for place, (item, decisions) in enumerate(kept)
    ]


def progress_told(office, threads, day, *, until=None):
    """{thread: what an office can say of that decision, as it stood at the end of a day}.

    Of a decision of its own committees all that was done; of another office's, what it did itself, and
    whoever it handed its share down to. A decision that is none of its business is not there.
    """
    matters = Matter.objects.filter(thread__in=threads)
    told = {}
    for row in rows_on(matters, day, until=until):
        if row.matter.office_id == office.pk:
            told[row.matter.thread] = row.progress
        elif ours := list(_topmost(row.shares, office)):
            told[row.matter.thread] = progress_of(row.kind, row.end, ours)
    return told


def _topmost(shares, office):
    """The shares that an office has, without the parts of them it gave to itself."""
    for share in shares:
        if share.office_id == office.pk:
            yield share
        else:
            yield from _topmost(share.parts, office)


def _drafted(told):
    return {
        str(decision["thread"]): decision["progress"] or ""
        for item in told
        for decision in item["decisions"]
    }


@transaction.atomic
def refresh(report, *, by):
    """Bring how things stand now into what nobody wrote by hand. How many texts changed.

    A decision that was typed into the report and is followed since (handed down) is drafted too, where
    its cell is empty.
    """
    report = actions.locked(report, by=by)
    upward = Upward.objects.select_for_update().filter(report=report).first()
    if upward is None:
        raise WrongState("এই প্রতিবেদনের অগ্রগতি পোর্টালের তথ্য থেকে আনা হয়নি; তাই আবার আনার কিছু নেই।")
    now, drafted = timezone.now(), dict(upward.drafted)
    there = {row.thread: row for row in Decision.objects.filter(meeting=report)}
    texts = progress_told(report.office, set(there), today(), until=now)
    told = {}
    for thread, text in texts.items():
        row = there[thread]
        if (row.progress or "") == drafted.get(str(thread), ""):
            told[row.pk] = drafted[str(thread)] = text
    upward.stands_on, upward.stands_at, upward.drafted = today(), now, drafted
    upward.save(update_fields=["stands_on", "stands_at", "drafted"])
    changed = actions.fill_progress(report, by=by, told=told)
    record(by=by, what="report refreshed", target=report, office=report.office, changed=changed)
    return changed


@transaction.atomic
def save(report, *, version, by, start=None, **words):
    """Write the letter of a report and who signs its table (attributes of Meeting), and number its rows
    from `start`. Raises meetings.actions.Conflict where another saved it since `version`."""
    report = actions.save_head(report, version=version, by=by, **words)
    items = list(report.items.all())
    if start and items and upward_words.number_in(items[0].serial) != start:
        serials = [upward_words.serial(start + place) for place in range(len(items))]
        rows.put_in_order(items, serials, by=by)
    return report


def by_hand(report, upward):
    """The primary keys of the decisions whose progress somebody wrote by hand."""
    return {
        row.pk
        for row in Decision.objects.filter(meeting=report)
        if (row.progress or "") != upward.drafted.get(str(row.thread), "")
    }


# --- How long it took -------------------------------------------------------------------------------


def days_to_answer(report):
    """Days from the sitting to the letter that answers it; to today while the report is not issued.

    Sample: decided on 20 February, answered on 26 June 2023: 126.
    """
    is_out = report.state in OUT and report.paper_id
    return ((report.paper.issued_on if is_out else today()) - report.held_on).days
