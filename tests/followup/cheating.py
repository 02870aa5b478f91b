"""What an office can do so that its figures look better than its work: histories, honest and cheated.

A history is a list of Told, decisions with what was done to the one share that each has; days are counted
from the issue of the paper. `played` plays a history in memory.
"""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from followup.models import UNCHASED, Assignment, End, Kind
from followup.scores import Share, burdens

State = Assignment.State
ISSUED_ON = date(2024, 3, 3)
# The day on which the office is judged; and the date an undated decision of a committee that meets each
# quarter is taken to have.
JUDGED, IMPLIED = 200, 84
GIVER, OFFICE, OTHER = 1, 2, 3
NEVER = None


@dataclass
class Told:
    """A decision: its item, the printed day (None: no date), and the deeds [(day, name, what else)]."""

    item: int
    due: int | None
    deeds: list = field(default_factory=list)
    # When the work was really done: an honest office claims on that day.
    done: int | None = NEVER
    text: str = "তালিকা হালনাগাদ করতে হবে।"

    @property
    def is_late(self):
        return self.done is NEVER or self.done > self.due


def honest(rng):
    """An office's year: five to twelve items, each of one or two decisions; half of them are done in time."""
    told = []
    for item in range(rng.randrange(5, 13)):
        for _ in range(rng.randrange(1, 3)):
            due = rng.randrange(7, 31)
            fate = rng.random()
            done = rng.randrange(2, due) if fate < 0.5 else due + rng.randrange(3, 90)
            told.append(honestly(Told(item, due, done=NEVER if fate > 0.9 else done)))
    return told


def honestly(told):
    if told.done is NEVER:
        return replace(told, deeds=[])
    return replace(told, deeds=[(told.done, "claim", told.done), (told.done + 3, "verify", None)])


def _late_ones(cheat):
    """A cheat on each decision that would be late: Told → [Told] or Told."""

    def cheated(history, rng):
        found = []
        for told in history:
            made = cheat(told, rng) if told.is_late else told
            found += made if isinstance(made, list) else [made]
        return found

    return cheated


def _before(told, *deeds):
    """What is done first; then what the honest did."""
    return replace(told, deeds=[*deeds, *told.deeds])


def split(told, rng):
    """Two easy parts are written beside the hard one, done at once."""
    easy = [honestly(replace(told, done=2, due=told.due, text=f"সভা ডাকা {n}")) for n in range(2)]
    return [*easy, told]


def split_items(told, rng):
    return [
        *(honestly(replace(told, done=2, item=told.item * 100 + 100 + n)) for n in range(2)),
        told,
    ]


def vague(told, rng):
    return replace(told, due=None)


def early_claim(told, rng):
    return _before(told, (told.due - 3, "claim", told.due - 3), (told.due, "send back", None))


def ping_pong(told, rng):
    days = range(2, told.due, 4)
    turns = [deed for day in days for deed in ((day, "claim", day), (day + 2, "send back", None))]
    return _before(told, *turns)


def extended(told, rng):
    return _before(told, (told.due - 1, "extend", 150))


def reassigned(told, rng):
    return replace(told, deeds=[(told.due - 1, "reassign", None)])


def not_mine(told, rng):
    return replace(told, deeds=[(1, "not mine", None), (2, "reassign", None)])


def irrelevant(told, rng):
    return replace(told, deeds=[(told.due, "close", End.IRRELEVANT)])


def withdrawn(told, rng):
    return replace(told, deeds=[(told.due, "close", End.WITHDRAWN)])


def handed_down(told, rng):
    """A part of it is done by an office below in time; the whole when it was."""
    return _before(told, (1, "hand down", True), (3, "part claim", 3), (4, "part verify", None))


def inessential(told, rng):
    """All of it is handed down as something the whole need not wait for, and the whole told as done."""
    whole = [(told.due - 1, "claim", told.due - 1), (told.due, "verify", None)]
    return replace(told, deeds=[(1, "hand down", False), *whole])


def for_information(told, rng):
    return replace(told, deeds=[(told.due - 1, "kind", Kind.INFORMATION)])


def continuing(told, rng):
    report = [(told.due - 1, "claim", told.due - 1), (told.due, "verify", None)]
    return replace(told, deeds=[(told.due - 2, "kind", Kind.CONTINUING), *report])


def outside(told, rng):
    return _before(told, (told.due - 1, "kind", Kind.OUTSIDE))


def back_dated(told, rng):
    return replace(
        told,
        deeds=[
            (day, name, told.due - 1 if name == "claim" else more) for day, name, more in told.deeds
        ],
    )


def ended_and_reopened(told, rng):
    again = [(told.due, "close", End.IRRELEVANT), (told.due + 1, "reopen", None)]
    return _before(told, *again, (told.due + 2, "extend", 150))


def trivial(history, rng):
    """Things that are done as they are decided are written as items of their own."""
    return [*history, *(honestly(Told(900 + n, 20, done=0)) for n in range(10))]


# name → (what it does, the cheat, whether a raw percent of what was in time is taken in by it)
CHEATS = {
    "split": ("কঠিন সিদ্ধান্তের পাশে সহজ দুটি লেখা", _late_ones(split), True),
    "split items": ("সহজ দুটি আলাদা আলোচ্য বিষয় করা", _late_ones(split_items), True),
    "vague": ("তারিখ ছাড়া লেখা", _late_ones(vague), True),
    "early claim": ("কাজের আগেই সম্পন্ন বলা", _late_ones(early_claim), True),
    "ping-pong": ("বারবার দাবি করে ফেরত নেওয়া", _late_ones(ping_pong), True),
    "extension": ("শেষ তারিখের আগে সময় বাড়ানো", _late_ones(extended), True),
    "reassign": ("শেষ তারিখের আগে অন্যকে দেওয়া", _late_ones(reassigned), True),
    "not mine": ("“আমাদের কাজ নয়” বলা", _late_ones(not_mine), True),
    "irrelevant": ("অপ্রাসঙ্গিক বলে নিষ্পন্ন করা", _late_ones(irrelevant), True),
    "withdrawn": ("কাগজ ছাড়া প্রত্যাহার করা", _late_ones(withdrawn), True),
    "hand down": ("নিচে দিয়ে নিজের দায় কমানো", _late_ones(handed_down), False),
    "inessential": ("নিচের অংশ ঐচ্ছিক বলে আগেই শেষ করা", _late_ones(inessential), True),
    "information": ("অবগতির জন্য বলে ধরন বদলানো", _late_ones(for_information), True),
    "continuing": ("চলমান দায়িত্ব বলে ধরন বদলানো", _late_ones(continuing), True),
    "outside": ("বাইরের কাছে অনুরোধ বলে ধরন বদলানো", _late_ones(outside), False),
    "back-dated": ("পেছনের তারিখে সম্পন্ন বলা", _late_ones(back_dated), True),
    "end and reopen": ("নিষ্পন্ন করে আবার খোলা, নতুন তারিখে", _late_ones(ended_and_reopened), True),
    "trivial": ("সেদিনই হয়ে যাওয়া কাজ যোগ করা", trivial, True),
}


@dataclass
class Row:
    """A share as it stands after the deeds; what the naive figure asks of it beside."""

    told: Told
    state: str = State.OPEN
    kind: str = Kind.ONCE
    due: int = 0
    claimed: int | None = None
    # What the first claim said, and the day it said as the day of the deed.
    first_claim: int | None = None
    said: int | None = None
    part: str = ""
    part_claimed: int | None = None


def play(told):
    """The Row of one decision after all that was done to it."""
    row = Row(told, due=told.due or IMPLIED)
    for _day, name, more in sorted(told.deeds, key=lambda deed: deed[0]):
        DEEDS[name](row, _day, more)
    return row


def _claim(row, day, said):
    row.state, row.claimed, row.said = State.CLAIMED, day, said
    row.first_claim = day if row.first_claim is None else row.first_claim


def _verify(row, day, _):
    if row.kind == Kind.CONTINUING:
        row.state, row.claimed = State.OPEN, None
    else:
        row.state = State.VERIFIED
        if row.part in Assignment.UNFINISHED:
            row.part = State.WITHDRAWN  # it ends with the whole


def _send_back(row, day, _):
    row.state, row.claimed = State.OPEN, None


def _claim_part(row, day, said):
    row.part, row.part_claimed = State.CLAIMED, day


def _set(**told):
    def deed(row, day, more):
        for name, value in told.items():
            setattr(row, name, more if value is ... else value)

    return deed


def _close(row, day, end):
    row.state = State.WITHDRAWN if end == End.WITHDRAWN else State(end)


DEEDS = {
    "claim": _claim,
    "verify": _verify,
    "send back": _send_back,
    "extend": _set(due=...),
    "reassign": _set(state=State.REASSIGNED),
    "not mine": _set(state=State.SETTLE),
    "close": _close,
    "reopen": _set(state=State.OPEN),
    "kind": _set(kind=...),
    "hand down": _set(part=State.OPEN),
    "part claim": _claim_part,
    "part verify": _set(part=State.VERIFIED),
}


def shares_of(rows):
    """The Shares that followup.scores would read of these rows."""
    for number, row in enumerate(rows, 1):
        told = row.told
        state = State.NOT_DONE if row.state == State.WITHDRAWN else row.state
        done = ISSUED_ON + timedelta(days=row.claimed) if state == State.VERIFIED else None
        due = ISSUED_ON + timedelta(days=told.due) if told.due is not None else None
        whose = (GIVER, True, number, number, 0, told.item, OFFICE)
        yield Share(number, None, *whose, state, ISSUED_ON, due, done)
        if row.part:
            done = row.part_claimed if row.part == State.VERIFIED else None
            done = None if done is None else ISSUED_ON + timedelta(days=done)
            whose = (GIVER, True, number, number, 0, told.item, OTHER)
            yield Share(-number, number, *whose, row.part, ISSUED_ON, None, done)


def burden(rows):
    """The days of the office whose rows these are."""
    day = ISSUED_ON + timedelta(days=JUDGED)
    told = burdens(shares_of(rows), day)
    return told[GIVER, True, OFFICE].days if (GIVER, True, OFFICE) in told else 0


def percent(rows):
    """The naive figure: of what is still asked for and due, how much was said to be done by its date."""
    asked = [
        row
        for row in rows
        if row.kind not in {*UNCHASED, Kind.CONTINUING}
        and row.state in (State.OPEN, State.CLAIMED, State.VERIFIED)
    ]
    met = [row for row in asked if row.state == State.VERIFIED and _said_in_time(row)]
    return 100 * len(met) / len(asked) if asked else 100.0


def _said_in_time(row):
    return min(row.first_claim, row.said) <= row.due
