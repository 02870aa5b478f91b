"""Every share of a decision as one line: what a line tells, which lines are asked for, in which order."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery

from bangla.digits import to_ascii, to_bengali
from bangla.phrases import numeric_date
from committees.models import Committee
from followup.models import Answer, Assignment, Kind, Matter, RollUp, Tally, below_acted_for
from offices.models import Office, Post, today
from offices.rules import held_by

State = Assignment.State

# At most so many lines on a page, and in a spreadsheet.
A_PAGE = 500
MOST_LINES = 1_000

# What stands in an address beside the states themselves.
UNFINISHED, ENDED, ANY = "unfinished", "ended", "any"
SHOWN_STATES = {
    UNFINISHED: "শেষ হয়নি (সব)",
    ANY: "সব অবস্থা",
    **{state.value: state.label for state in State},
    ENDED: "শেষ হয়েছে (সব)",
}
# Where in an order what has no such thing stands: at the end, whichever way.
ORDERS = {
    "committee": ["matter__committee__name"],
    "memo": ["matter__decision__meeting__paper__issued_on", "matter__decision__item__position"],
    "kind": ["matter__kind"],
    "owner": ["post__title", "office__name", "outsider", "printed"],
    "due": ["due_on"],
    "late": ["due_on"],
    "state": ["state"],
    "progress": ["progress"],
}
# The later it is, the earlier it was due.
_REVERSED = {"late"}
USUAL_ORDER = "due"

_COLUMNS = {
    "pk": "pk", "version": "version", "state": "state", "progress": "progress", "due_on": "due_on",
    "is_implied": "is_implied", "turn": "turn", "wanted_due": "wanted_due", "part": "part",
    "post_id": "post_id", "outsider": "outsider", "printed": "printed", "asked": "asked",
    "office_id": "office_id", "office": "office__name", "title": "post__title",
    "asking_office_id": "asking_office_id", "asking_office": "asking_office__name",
    "matter_id": "matter_id", "matter_version": "matter__version", "matter_state": "matter__state",
    "kind": "matter__kind", "roll_up": "matter__roll_up", "committee": "matter__committee__name",
    "text": "matter__decision__text", "letter": "matter__decision__label",
    "serial": "matter__decision__item__serial", "memo": "matter__decision__meeting__paper__number",
    "issued_on": "matter__decision__meeting__paper__issued_on", "said": "said", "answer": "answer",
}  # fmt: skip
_KINDS, _STATES = dict(Kind.choices), dict(State.choices)
_ROLL_UPS, _ANSWERS = dict(RollUp.choices), dict(Answer.Kind.choices)
_SIGNS = {State.SETTLE: "waiting", State.CLAIMED: "waiting", State.OPEN: "open"}


@dataclass(slots=True)
class Line:
    """One share as a page and a spreadsheet tell it; `can_tend` and `can_answer` say who reads it."""

    pk: int
    version: int
    state: str
    progress: int
    due_on: date | None
    is_implied: bool
    turn: int
    wanted_due: date | None
    part: str
    post_id: int | None
    outsider: str
    printed: str
    asked: str
    office_id: int | None
    office: str | None
    title: str | None
    asking_office_id: int | None
    asking_office: str | None
    matter_id: int
    matter_version: int
    matter_state: str
    kind: str
    roll_up: str
    committee: str
    text: str | None
    letter: str | None
    serial: str | None
    memo: str | None
    issued_on: date | None
    said: str | None
    answer: str | None
    days_late: int = 0
    can_tend: bool = False
    can_answer: bool = False

    @property
    def label(self):
        """The place of the decision in its paper: ০২ (ক)."""
        letter = f"({self.letter})" if self.letter and "(" not in self.letter else self.letter
        return " ".join(filter(None, [self.serial, letter]))

    @property
    def asks(self):
        """What is to be done: the decision, or what whoever handed a part of it down asks for."""
        return self.asked or self.text or ""

    @property
    def owner(self):
        if self.post_id:
            return f"{self.title}, {self.office}"
        return " ".join((self.outsider or self.printed or "").split())

    @property
    def state_word(self):
        return _STATES[self.state]

    @property
    def kind_word(self):
        return _KINDS[self.kind]

    @property
    def roll_up_word(self):
        return _ROLL_UPS[self.roll_up]

    @property
    def answer_word(self):
        return _ANSWERS.get(self.answer, "")

    @property
    def sign(self):
        """The look of its state; the word stands beside it."""
        return _SIGNS.get(self.state, "approved")

    @property
    def due_words(self):
        return numeric_date(self.due_on) if self.due_on else ""

    @property
    def wanted_words(self):
        return numeric_date(self.wanted_due) if self.wanted_due else ""

    @property
    def late_words(self):
        return f"{to_bengali(self.days_late)} দিন দেরি"

    @property
    def progress_words(self):
        return f"{to_bengali(self.progress)}%"

    @property
    def mark(self):
        """What a mark on the line sends: which share, as it stood when it was shown."""
        return f"{self.pk}.{self.version}"


class Reader:
    """What lines need to know of who reads them: two questions, whatever the number of lines."""

    def __init__(self, user):
        self.user = user
        self.held = held_by(user)
        self.offices, self.posts = set(self.held.offices), set(self.held.posts)

    def can_tend(self, line):
        return line.asking_office_id in self.offices

    def can_answer(self, line):
        return line.post_id in self.posts or line.office_id in self.offices

    def shares(self):
        """The shares this person has to do with: given by the own office, handed down by it, or its own."""
        return Assignment.objects.touched_by(self.held)

    def seen(self):
        """All that this person may see, what offices below show to those above too."""
        return Assignment.objects.visible_to(self.user)

    def committees(self):
        """The committees that those shares come from."""
        own = Committee.objects.filter(
            Exists(Matter.objects.issued().filter(committee=OuterRef("pk"))),
            office__in=self.held.offices,
        )
        # Looked up row by row: there are few, of a whole country's decisions.
        of_matter = Matter.objects.filter(pk=OuterRef("matter")).order_by().values("committee")[:1]
        given = self.shares().exclude(giving_office__in=self.held.offices).order_by()
        return Committee.objects.filter(
            Q(pk__in=own.values("pk")) | Q(pk__in=given.values(committee=Subquery(of_matter)))
        )

    def owners(self):
        """The posts that those shares were given to. What ended is known as it was counted last."""
        offices, shares = self.held.offices, Assignment.objects.order_by()
        tallies = dict(
            Tally.objects.filter(office__in=offices).values_list("office", "own__owners")
        )
        found = {int(key) for told in tallies.values() for key in told or {} if key.isdecimal()}
        not_counted = [pk for pk in offices if not tallies.get(pk)]
        for some in (
            shares.filter(giving_office__in=not_counted),
            shares.filter(giving_office__in=offices, state__in=Assignment.UNFINISHED),
            shares.filter(asking_office__in=offices, parent__isnull=False),
        ):
            found.update(some.exclude(post=None).values_list("post", flat=True).distinct())
        own = Post.objects.filter(Q(office__in=offices) | Q(pk__in=self.held.posts))
        own = own.filter(Exists(Assignment.objects.filter(post=OuterRef("pk"))))
        found.update(own.values_list("pk", flat=True))
        return Post.objects.filter(pk__in=found)

    def offices_seen(self):
        """The offices this person works in, and those below the ones acted for."""
        return Office.objects.filter(
            Q(pk__in=self.offices)
            | Q(posts__in=self.posts)
            | Q(pk__in=below_acted_for(self.user).values("pk"))
        ).distinct()


def lines_of(found, reader, *, on=None):
    """[Line] of a queryset of shares, in its order: one question for which they are, one for the rest, so
    that only what is shown is looked up."""
    on = on or today()
    keys = list(found.values_list("pk", flat=True))
    last = Answer.objects.filter(assignment=OuterRef("pk")).order_by("-at", "-pk")
    rows = Assignment.objects.filter(pk__in=keys).order_by()
    rows = rows.annotate(
        said=Subquery(last.values("text")[:1]), answer=Subquery(last.values("kind")[:1])
    )
    told = {values[0]: Line(*values) for values in rows.values_list(*_COLUMNS.values())}
    lines = [told[pk] for pk in keys if pk in told]
    for line in lines:
        if line.due_on is not None and line.state in Assignment.RUNNING:
            line.days_late = max((on - line.due_on).days, 0)
        line.can_tend, line.can_answer = reader.can_tend(line), reader.can_answer(line)
    return lines


def counted(found):
    """{"all", "late", "implied"}: how many shares there are, are late, have an implied date."""
    late = Q(state__in=Assignment.RUNNING, due_on__lt=today())
    return found.order_by().aggregate(
        all=Count("pk"),
        late=Count("pk", filter=late),
        implied=Count("pk", filter=Q(is_implied=True)),
    )


def line_of(pk, reader):
    """The Line of one share as it stands now."""
    return lines_of(Assignment.objects.filter(pk=pk), reader)[0]


def in_order(found, order):
    """The shares in the order of a column, `-` before its name the other way round."""
    name = order.removeprefix("-")
    falls = order.startswith("-") != (name in _REVERSED)
    by = [
        F(column).desc(nulls_last=True) if falls else F(column).asc(nulls_last=True)
        for column in ORDERS[name]
    ]
    return found.order_by(*by, "matter_id", "position", "pk")


def in_state(found, state):
    if state == UNFINISHED:
        return found.open()
    if state == ENDED:
        return found.filter(state__in=Assignment.ENDS)
    return found if state == ANY else found.filter(state=state)


def of_office(found, office):
    """Those that an office gave, and those it has to do."""
    return found.filter(Q(giving_office=office) | Q(office=office))


def holding(found, words):
    """Those whose decision, owner, memo or last words hold these words, in either digits."""
    asked = Q()
    for said in {words, to_bengali(words), to_ascii(words)}:
        for column in (
            "matter__decision__text", "matter__decision__item__topic", "asked", "post__title",
            "office__name", "outsider", "printed", "matter__decision__meeting__paper__number",
        ):  # fmt: skip
            asked |= Q(**{f"{column}__icontains": said})
    return found.filter(asked)
