"""What the members of a committee have been told of a sitting, and where the record has left it since.

The papers that tell them are the notice, its addenda, and whatever moved or called off the sitting.
What stands is read from their contents, so that nothing is told twice and no change is told never.
"""

from datetime import date
from typing import NamedTuple

from bangla.phrases import long_date, time_phrase, weekday
from letters.models import Letter
from meetings.models import PLANS, State
from papers import content as read
from papers.head import sitting_of
from papers.kinds import TIME
from papers.paragraphs import texts

Kind = Letter.Kind

# Papers that say when a committee sits; each but the first takes the place of those before it.
TELL = (Kind.NOTICE, Kind.POSTPONEMENT)
OF_A_NOTICE = (*TELL, Kind.ADDENDUM)
CHANGES = (Kind.POSTPONEMENT, Kind.CANCELLATION, Kind.ADDENDUM)


class Facts(NamedTuple):
    """What a notice tells of a sitting, each as a content has it; `chair` is a name and a post."""

    date: str | None
    time: str | None
    venue: str | None
    chair: str | None
    agenda: tuple


# Each fact with what it is called.
NAMES = {
    "date": "তারিখ",
    "time": "সময়",
    "venue": "স্থান",
    "chair": "সভাপতি",
    "agenda": "আলোচ্যসূচি",
}


def facts_seen(letter):
    """The Facts as the record had them when a draft was made."""
    seen = {name: letter.seen.get(name) for name in Facts._fields}
    return Facts(**seen | {"agenda": tuple(seen["agenda"] or ())})


def facts_in(content):
    """The Facts that a letter prints."""
    sitting, agenda = content["meeting"], read.agenda(content)
    return Facts(
        date=sitting.get("date"),
        time=sitting.get("time"),
        venue=sitting.get("venue"),
        chair=_called(content.get("chair")),
        agenda=tuple(agenda.topics) if agenda else (),
    )


def facts_of(meeting):
    """The Facts as the record of a meeting has them."""
    sitting = sitting_of(meeting)
    return Facts(
        date=sitting.get("date"),
        time=sitting.get("time"),
        venue=sitting.get("venue"),
        chair=_called(meeting.chair),
        agenda=tuple(agenda_of(meeting)),
    )


def _called(chair):
    return ", ".join([chair["name"], *chair.get("designation", [])]) if chair else None


def agenda_of(meeting):
    """What is on the agenda, a text for each item: its topic or, in a form without topics, what it opens with."""
    return [
        text
        for item in meeting.items.prefetch_related("decisions")
        if (
            text := item.topic
            or next(iter(texts(item.discussion)), "")
            or next((each.text for each in item.decisions.all() if each.text), "")
        )
    ]


def standing(meeting):
    """The issued letters that hold of the sitting of a meeting, the first first: a list."""
    issued = meeting.letters.filter(kind__in=OF_A_NOTICE, state=Letter.State.ISSUED)
    return list(issued.in_force().select_related("paper__memo").order_by("issued_at", "pk"))


def last_told(letters):
    """Which of the letters that stand says last when the committee sits, or None."""
    return next((letter for letter in reversed(letters) if letter.kind in TELL), None)


def told(meeting, letters=None):
    """The Facts that members were told last; None where no paper has told them anything.

    `letters` are those that stand, where they are at hand.
    """
    facts = None
    for letter in standing(meeting) if letters is None else letters:
        says = facts_in(letter.content)
        if letter.kind == Kind.ADDENDUM and facts:
            says = facts._replace(agenda=(*facts.agenda, *says.agenda))
        facts = says
    return facts


def difference(meeting, letters=None):
    """Where a sitting is no longer what its members were told: {fact: (told, as it stands)}.

    Empty where nobody was told of it, and as soon as the sitting is over.
    """
    before = told(meeting, letters)
    if before is None or meeting.state not in PLANS:
        return {}
    return between(before, facts_of(meeting))


def between(before, after):
    """{fact: (before, after)} of those that differ."""
    return {
        name: (getattr(before, name), getattr(after, name))
        for name in Facts._fields
        if getattr(before, name) != getattr(after, name)
    }


def untold_change(meeting, letters=None):
    """The kind of letter that members of a sitting are to be sent now; None where they know all.

    Of a sitting that was called off after its day had passed nobody needs to be told.
    """
    letters = standing(meeting) if letters is None else letters
    if not letters:
        return None
    if meeting.state == State.CANCELLED:
        said = told(meeting, letters).date
        is_ahead = said is None or date.fromisoformat(said) >= meeting.moved_at.date()
        return Kind.CANCELLATION if is_ahead else None
    differs = difference(meeting, letters)
    if not differs:
        return None
    if differs.keys() == {"agenda"}:
        before, after = differs["agenda"]
        if after[: len(before)] == before:
            return Kind.ADDENDUM
    return Kind.POSTPONEMENT


def as_said(name, value):
    """A fact as a person reads it; "" where there is none."""
    if not value:
        return ""
    if name == "date":
        day = date.fromisoformat(value)
        return f"{long_date(day)}, {weekday(day)}"
    if name == "time":
        return time_phrase(TIME.read(value))
    return "; ".join(value) if name == "agenda" else value


def short_by(meeting, served_on):
    """How many days too late a notice is that reaches the members on a day; 0 where it is in time.

    The rule is the committee's (`notice_days`): as many days between that day and the sitting.
    """
    return days_short(meeting.committee, meeting.held_on, served_on)


def days_short(committee, held_on, served_on):
    """The same for a sitting on a day that the record does not hold yet."""
    days = committee.notice_days
    return max(0, days - (held_on - served_on).days) if days else 0


def differences_said(meeting, letters=None):
    """What members were told and how it stands now: [(fact, told, now)], as a person reads it."""
    return [
        (NAMES[name], as_said(name, before), as_said(name, after))
        for name, (before, after) in difference(meeting, letters).items()
    ]
