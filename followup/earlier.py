"""The table of earlier decisions that a sitting is given: what became of each since it was decided.

Until it is frozen it tells how things stand now; from then on what it told that day.
"""

from datetime import timedelta

from django.db.models import Count, Q

from bangla.digits import to_bengali
from bangla.phrases import long_date
from followup import wording
from followup.models import UNCHASED, Assignment, Disposal, Kind, Matter, Review, RollUp
from followup.proposing import proposed
from followup.table import end_of, rows_on
from followup.window import LATE, window_of
from meetings.models import OUT, Decision, Implementer, Meeting
from meetings.planning import last_before
from offices.models import today

State = Assignment.State
GONE = frozenset({State.REASSIGNED, State.WITHDRAWN})
# From so many days on an age is told in months.
IN_MONTHS = 90
A_MONTH = 30


def has_table(meeting):
    """Whether a meeting is given such a table at all: sittings are, reports and corrigenda are not."""
    return meeting.kind == Meeting.Kind.MINUTES and meeting.corrects_id is None


def rows_of(meeting):
    """The rows (see `live_rows`) of a meeting: the frozen ones or, before that, as things stand."""
    review = Review.objects.filter(meeting=meeting).first()
    return live_rows(meeting) if review is None or review.rows is None else review.rows


def live_rows(meeting):
    """What became of each earlier decision of the committee, as JSON would keep it: a list of dicts.

    Those that are open, and those that ended since the last sitting, in the order of their papers.
    Moments are those of the day the sitting is held, or of today where that is to come. The number
    of queries does not grow with the rows.
    """
    matters = _matters(meeting)
    day = min(today(), meeting.held_on)
    until = end_of(day)
    if meeting.issued_at:
        until = min(until, meeting.issued_at)
    found = [
        row
        for row in rows_on(matters, day, until=until)
        if row.meeting.held_on < meeting.held_on and row.kind not in UNCHASED
    ]
    beside = _Beside(found, meeting)
    window = window_of(meeting)
    return [_told(row, place, beside, window, meeting) for place, row in enumerate(found, 1)]


def left_out(meeting):
    """How many open decisions nobody has to answer for: done at the sitting, or for information."""
    found = Matter.objects.filter(committee=meeting.committee_id, kind__in=UNCHASED)
    return found.open().filter(decision__meeting__held_on__lt=meeting.held_on).count()


def _matters(meeting):
    last = last_before(meeting.committee, meeting.held_on)
    since = end_of(last.held_on - timedelta(days=1)) if last else None
    ended = Q(state=Matter.State.ENDED)
    if since:
        ended &= Q(ended_at__gte=since)
    # What an earlier sitting closed was told in its own paper.
    closed = Disposal.objects.filter(choice=Disposal.Choice.CLOSE, done_at__isnull=False)
    closed = closed.filter(meeting__committee=meeting.committee_id).exclude(meeting=meeting)
    found = Matter.objects.filter(committee=meeting.committee_id)
    return found.filter(Q(state=Matter.State.OPEN) | ended & ~Q(pk__in=closed.values("matter")))


class _Beside:
    """What is told of the rows beside how they stand: printed owners, earlier words, times carried."""

    def __init__(self, rows, meeting):
        matters = {row.matter.pk: row for row in rows}
        self.owners = {}
        decisions = [row.decision.pk for row in rows]
        lines = Implementer.objects.filter(decision__in=decisions).order_by("decision", "position")
        for line in lines:
            self.owners.setdefault(line.decision_id, []).append(line.printed)
        done = Disposal.objects.filter(matter__in=matters, done_at__isnull=False)
        done = done.filter(meeting__held_on__lt=meeting.held_on).exclude(choice="close")
        self.carried = dict(done.values_list("matter").annotate(times=Count("pk")))
        self.before = {}
        threads = [row.matter.thread for row in rows]
        printed = Decision.ever.filter(
            thread__in=threads,
            meeting__state__in=sorted(OUT),
            meeting__kind=Meeting.Kind.MINUTES,
        )
        for decision in printed.select_related("meeting").order_by("meeting__held_on", "pk"):
            self.before.setdefault(decision.thread, []).append(decision)


def _told(row, place, beside, window, meeting):
    shares = tuple(_marked(share, window) for share in row.shares)
    counted = [share for share in shares if share.state not in GONE]
    told = {
        "matter": row.matter.pk,
        "place": to_bengali(place),
        "is_open": row.is_open,
        "sitting": row.meeting.held_on.isoformat(),
        "memo": row.memo,
        "number": _number(row),
        "topic": row.topic,
        "text": row.text,
        "amends": _amended(row, beside.before.get(row.matter.thread, [])),
        "owners": _owners(row, beside),
        "kind": row.kind,
        "kind_name": Kind(row.kind).label,
        "done": sum(share.state == State.VERIFIED for share in counted),
        "total": len(counted),
        "progress": wording.progress_of(row.kind, row.end, shares),
        "is_late": any(_came_late(each, window) for each in row.every_share()),
        "age_days": row.age_days,
        "times_carried": max(row.times_carried, beside.carried.get(row.matter.pk, 0)),
        "first_due": row.first_due_on and row.first_due_on.isoformat(),
        "due": row.due_on and row.due_on.isoformat(),
        "is_implied": row.is_implied,
        "days_late": row.days_late,
        "end": row.end,
        "end_name": row.state_name if row.end else "",
        "end_reason": row.end_reason,
        "ended_on": row.ended_on and row.ended_on.isoformat(),
    }
    is_done = adds_up(row.matter.roll_up, [(share.state, share.part) for share in counted])
    facts = {"row": row, "shares": counted, "is_done": is_done}
    return told | {"proposed": proposed(meeting, **facts) if row.is_open else None}


def _number(row):
    """By which its paper tells it: ০৩(ক)."""
    return f"{row.serial}({row.label})" if row.label else row.serial


def _owners(row, beside):
    item = row.decision.item
    if item.implementers_as_printed:
        return [item.implementers_as_printed]
    printed = beside.owners.get(row.decision.pk)
    return printed or list(dict.fromkeys(share.printed or share.owner for share in row.shares))


def _amended(row, printed):
    """The words an earlier sitting gave it, where a later one changed them: [{"sitting", "text"}]."""
    before, seen = [], {" ".join(row.text.split())}
    for decision in printed:
        words = " ".join(decision.text.split())
        if decision.meeting.held_on < row.meeting.held_on and words not in seen:
            seen.add(words)
            before.append({"sitting": decision.meeting.held_on.isoformat(), "text": decision.text})
    return before


def _came_late(share, window):
    return bool(share.said) and window.is_late(share.said.at)


def _marked(share, window):
    """A share whose last words say so where they came after the window; its parts too."""
    parts = tuple(_marked(part, window) for part in share.parts)
    text = f"{share.text} ({LATE})" if _came_late(share, window) else share.text
    return share._replace(text=text, parts=parts)


def adds_up(roll_up, shares):
    """Whether a decision counts as done by its shares ([(state, part)]) that are verified."""
    if roll_up == RollUp.LEAD:
        shares = [each for each in shares if each[1] == Assignment.Part.LEAD] or shares
    verified = [state == State.VERIFIED for state, _ in shares]
    return any(verified) if roll_up == RollUp.ANY else bool(verified) and all(verified)


# --- In words -------------------------------------------------------------------------------------


def age_in_words(days):
    """৬৩ দিন, ৪ মাস."""
    if days < IN_MONTHS:
        return f"{to_bengali(days)} দিন"
    return f"{to_bengali(round(days / A_MONTH))} মাস"


def disposal_in_words(choice, *, end="", new_due=None, reason=""):
    """What a sitting does with a decision, in a sentence without its full stop."""
    match choice:
        case Disposal.Choice.CLOSE:
            said = f"নিষ্পন্ন: {end}"
        case Disposal.Choice.EXTEND:
            said = f"সময় {long_date(new_due)} পর্যন্ত বাড়বে"
        case _:
            said = "চলমান থাকবে"
    return f"{said}; {reason}" if reason else said
