"""What waits on a person: the shares they are to answer, and what owners sent that their section acts upon."""

from django.db.models import Case, Count, F, Prefetch, Q, Value, When

from bangla.digits import to_bengali
from followup.models import ON_A_DESK, UNCHASED, Answer, Assignment, Matter
from offices.models import today
from offices.rules import held_by

State = Assignment.State

# Trays of the owner and of the section: the name in the address → what it is called.
OPEN, LATE, ENDED = "", "late", "ended"
MINE = {OPEN: "বাকি", LATE: "তারিখ পেরিয়েছে", ENDED: "শেষ হয়েছে"}
CLAIMS, OWNERS, TIME, DISPUTES = "", "owners", "time", "disputes"
DESK = {
    CLAIMS: "যাচাই বাকি",
    OWNERS: "কার কাজ, নির্ধারণ বাকি",
    TIME: "সময় চেয়েছেন",
    DISPUTES: "একমত নন",
}


def chased():
    """The shares of decisions that are followed and ask for something."""
    return Assignment.objects.filter(matter__state=Matter.State.OPEN).exclude(
        matter__kind__in=UNCHASED
    )


def owned_by(user):
    """The shares this person is to answer, by tray: {name of a tray: queryset}.

    Those that run come first, the oldest date at their head; then what waits on the section.
    """
    mine = chased().owned_by(user)
    waits = Case(When(state=State.OPEN, then=Value(0)), default=Value(1))
    in_turn = (waits, F("due_on").asc(nulls_last=True), "pk")
    return {
        OPEN: mine.open().order_by(*in_turn),
        LATE: mine.late().filter(state=State.OPEN).order_by(*in_turn),
        ENDED: _ended(Assignment.objects.owned_by(user)).order_by("-moved_at", "-pk"),
    }


def _ended(rows):
    """Those that ended, and the few left open by a decision that did: these as keys, so that nobody looks
    up the decision of each that ended in all the years."""
    left = rows.filter(state__in=Assignment.UNFINISHED, matter__state=Matter.State.ENDED)
    left = set(left.values_list("pk", flat=True))
    return rows.filter(Q(state__in=Assignment.ENDS) | Q(pk__in=left))


# What of a share brings it to a tray of the section.
_BROUGHT = {
    CLAIMS: Q(state=State.CLAIMED),
    OWNERS: Q(state=State.SETTLE),
    TIME: Q(state=State.OPEN, wanted_due__isnull=False),
    DISPUTES: Q(state=State.OPEN, disagreed_on__isnull=False),
}


def on_desk_of(user):
    """What waits on the section this person acts for, by tray; what waits longest comes first."""
    rows = _asked_by(user).order_by(F("desk_due_on").asc(nulls_last=True), "moved_at", "pk")
    return {name: rows.filter(brought) for name, brought in _BROUGHT.items()}


def late_of(user):
    """The shares this person is to answer whose date has passed."""
    return chased().owned_by(user).late().filter(state=State.OPEN)


# What ended is kept for ever; so many of it are counted and leafed through, the latest first.
MOST_ENDED = 1_000


def leafed(name, rows):
    """The shares of a tray as far as they are counted and leafed through."""
    return rows[:MOST_ENDED] if name == ENDED else rows


def counts(trays):
    """How many there are in each tray, as far as they are leafed through: {name: number}."""
    return {name: leafed(name, rows.order_by()).count() for name, rows in trays.items()}


def counts_on_desk_of(user):
    """How many wait in each tray of `on_desk_of`: {name: number}; one question."""
    waiting = _asked_by(user).filter(ON_A_DESK)
    counted = waiting.aggregate(
        **{f"of_{name}": Count("pk", filter=brought) for name, brought in _BROUGHT.items()}
    )
    return {name: counted[f"of_{name}"] for name in _BROUGHT}


def _asked_by(user):
    return chased().filter(asking_office__in=held_by(user).offices)


def told_in_full(rows):
    """The shares of one page with all that a line tells, in their order: it is looked up for them alone."""
    keys = list(rows.values_list("pk", flat=True))
    told = Assignment.objects.with_decision().order_by().in_bulk(keys)
    return [told[pk] for pk in keys if pk in told]


def with_answers(rows):
    """With all answers of each and their proofs, the latest first, as `told`."""
    answers = Answer.objects.select_related("proposed_post__office").prefetch_related("proofs")
    return rows.prefetch_related(
        Prefetch("answers", answers.order_by("-at", "-pk"), to_attr="told")
    )


def time_left(due, *, on=None):
    """How much time there is: আর ৭ দিন, আজ শেষ দিন, ৩ দিন পেরিয়েছে."""
    days = (due - (on or today())).days
    if days > 0:
        return f"আর {to_bengali(days)} দিন"
    return f"{to_bengali(-days)} দিন পেরিয়েছে" if days else "আজ শেষ দিন"
