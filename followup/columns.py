"""How figures read in a table: each column, what it says, and which shares stand behind it."""

from collections.abc import Callable
from typing import NamedTuple

from bangla.digits import to_bengali
from bangla.phrases import numeric_date
from followup.figures import CHASED, FEWEST
from followup.models import Assignment, Kind

State = Assignment.State
SHORT_KINDS = {
    Kind.ONCE: "একবারের", Kind.CONTINUING: "চলমান", Kind.OUTSIDE: "বাইরে",
    Kind.INFORMATION: "অবগতি", Kind.DONE: "সভাতেই সম্পন্ন",
}  # fmt: skip


class Column(NamedTuple):
    head: str
    said: Callable
    # The figure whose shares a list can show (followup.figures.conditions), "" where it is none.
    figure: str = ""


def number(name):
    return lambda figures: to_bengali(figures[name])


def share_said(met, owed):
    """১২টির ৯টি (৭৫%); of few no percent is told, of none nothing."""
    if not owed:
        return "–"
    said = f"{owed}টির {met}টি"
    return to_bengali(f"{said} ({met * 100 // owed}%)" if owed >= FEWEST else said)


def kinds_said(figures, *, prefix="shares", kinds=CHASED):
    """একবারের ৮ · চলমান ৩."""
    return " · ".join(
        f"{SHORT_KINDS[kind]} {to_bengali(figures[f'{prefix}_{kind}'])}"
        for kind in kinds
        if figures[f"{prefix}_{kind}"]
    )


def all_said(figures):
    """How many, and of which kinds."""
    kinds = kinds_said(figures)
    return f"{to_bengali(figures.n)} ({kinds})" if kinds else to_bengali(figures.n)


def late_said(figures):
    late = to_bengali(figures["late"])
    return f"{late} ({numeric_date(figures.oldest)} থেকে)" if figures.oldest else late


def claimed_said(figures):
    claimed = to_bengali(figures["claimed"])
    slow = figures["verifier_late"]
    return f"{claimed} (যাচাইয়ে দেরি {to_bengali(slow)})" if slow else claimed


def days_said(days):
    return "–" if days is None else f"{to_bengali(days)} দিন"


def burden_said(figures):
    if not figures["burden_items"]:
        return "–"
    return to_bengali(f"{figures['burden_days']} দিন ({figures['burden_items']}টি বিষয়)")


def ends_said(figures):
    """How the others ended: বাস্তবায়ন ছাড়াই নিষ্পন্ন ২ · প্রত্যাহৃত ১."""
    return " · ".join(f"{State(how).label} {to_bengali(often)}" for how, often in figures.ended)


def first_said(figures):
    return share_said(figures["first_met"], figures["first_owed"])


def now_said(figures):
    return share_said(figures["now_met"], figures["now_owed"])


def periods_said(figures):
    return share_said(figures["periods_first_met"], figures.periods_owed)


COLUMNS = [
    Column("কাজ (ধরন)", all_said, "all"),
    Column("শেষ হয়নি", lambda figures: to_bengali(figures.unfinished), "unfinished"),
    Column("৭ দিনে শেষ তারিখ", number("soon"), "soon"),
    Column("দেরি", late_said, "late"),
    Column("যাচাই বাকি", claimed_said, "claimed"),
    Column("যাচাইকৃত", number("verified"), "verified"),
    Column("অন্যভাবে শেষ", lambda figures: to_bengali(figures.ended_otherwise), "ended_otherwise"),
    Column("প্রথম তারিখে সময়মতো", first_said, "first_owed"),
    Column("বর্তমান তারিখে সময়মতো", now_said, "now_owed"),
    Column("গড় বয়স", lambda figures: days_said(figures.age)),
]
# The burden is told of offices.
BURDEN = Column("অপেক্ষার ভার", burden_said)


def columns_of(table):
    return [*COLUMNS, BURDEN] if table in ("below", "office") else COLUMNS


# All that is told of one set of shares: (group, [Column]).
WHOLE = [
    ("এখন যেমন", [
        Column("শেষ হয়নি", lambda figures: to_bengali(figures.unfinished), "unfinished"),
        Column("তারিখ অনুমিত", number("implied"), "implied"),
        Column("সময় বেড়েছে", number("extended"), "extended"),
        Column("৭ দিনের মধ্যে শেষ তারিখ", number("soon"), "soon"),
        Column("কার কাজ, নির্ধারণ বাকি", number("settle"), "settle"),
        Column("যাচাই বাকি", number("claimed"), "claimed"),
        Column("তার মধ্যে যাচাইয়ে দেরি", number("verifier_late"), "verifier_late"),
        Column("শেষ হয়নি এমন কাজের গড় বয়স", lambda figures: days_said(figures.age)),
    ]),
    ("দেরি", [
        Column("মোট দেরি", late_said, "late"),
        Column("৭ দিন পর্যন্ত", number("late_week"), "late_week"),
        Column("৮–৩০ দিন", number("late_month"), "late_month"),
        Column("৩১–৯০ দিন", number("late_quarter"), "late_quarter"),
        Column("৯০ দিনের বেশি", number("late_more"), "late_more"),
    ]),
    ("যেভাবে শেষ", [
        Column(state.label, number(state.value), state.value)
        for state in State
        if state in Assignment.ENDS
    ]),
    ("কত সময়মতো, কত দিনে", [
        Column("প্রথম তারিখ ধরে", first_said, "first_owed"),
        Column("বর্তমান তারিখ ধরে", now_said, "now_owed"),
        Column("চলমান দায়িত্ব, মেয়াদ ধরে", periods_said),
        Column("সিদ্ধান্ত থেকে প্রথম উত্তর (মধ্যক)", lambda figures: days_said(figures.wait)),
        Column("অপেক্ষার ভার", burden_said),
    ]),
]  # fmt: skip
