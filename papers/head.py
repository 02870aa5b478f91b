"""The head of a paper: one table of the lines that tell of the sitting.

Whatever shows, takes in, keeps or compares the head asks this table: the shapes a committee chooses
from, the paper, the interchange format and its schema, the form, the page that checks, the
difference between two versions, what a corrigendum and the next meeting carry on, the samples. A
line that is in the table is in all of them; where one is not, the table says so by a field of
HeadLine, with the reason beside it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from papers.content import person
from papers.kinds import DATE, LINE, TIME, Kind
from papers.language import language_of


@dataclass(frozen=True, kw_only=True, eq=False)
class HeadLine:
    """One line of the head.

    `attribute` is the column of a meeting that holds it; one with `own_words` has another column
    beside it, “<key>_as_printed”, for what an old paper printed, which wins.
    """

    key: str
    name: str  # by which people choose it
    attribute: str
    kind: Kind = LINE
    own_words: bool = False
    # As it is told beside the words of other dates and times; by default its name.
    told_as: str = ""
    # Its place in a content: content["meeting"][key], except for a person and the attendance.
    in_sitting: bool = True
    # content → its printed lines, [] where there is nothing; by default what its kind says.
    printed: Callable[[dict], list] | None = None
    # The form has a field made from the kind; the date and the time are typed in fields of their own
    # that follow each other, a chair in two, the attendance beside its table.
    is_typed: bool = True
    # The form shows it also where the paper does not print it.
    is_always_typed: bool = False
    # A corrigendum says the same until somebody mends it.
    is_carried: bool = True
    # The next meeting proposes it as the last one had it; its date is its own, its chair whoever
    # holds the post that day.
    is_proposed: bool = True
    # What is told, on the page that checks, of a paper that prints it empty; "" where another check
    # tells it.
    when_empty: str = ""
    # What an invented paper says.
    sample: str = ""

    @property
    def columns(self):
        """The columns of a meeting that hold it."""
        own = [f"{self.key}_as_printed"] if self.own_words else []
        return list(dict.fromkeys([self.attribute, *own]))

    def lines(self, content):
        """What a paper with this content prints of it: a list, empty where there is nothing."""
        if self.printed is not None:
            return self.printed(content)
        sitting = content.get("meeting") or {}
        own = sitting.get(f"{self.key}_as_printed") if self.own_words else None
        told = sitting.get(self.key)
        if own or not told:
            return [own] if own else []
        said = self.kind.on_paper or (lambda language: self.kind.said)
        return [said(language_of(content))(self.kind.read(told))]


def _chair(content):
    chair = person(content, "chair")
    return [chair.name, *chair.designation] if chair else []


def _attendance(content):
    said = (content.get("attendance") or {}).get("as_printed")
    return [said] if said else []


def _date(content):
    sitting = content.get("meeting") or {}
    if not sitting.get("date"):
        return []
    held_on = DATE.read(sitting["date"])
    return [sitting.get("date_as_printed") or language_of(content).head_date(held_on)]


HEAD = [
    HeadLine(
        key="chair",
        name="সভাপ্রধান",
        attribute="chair",
        in_sitting=False,
        printed=_chair,
        is_typed=False,
        is_proposed=False,
    ),
    HeadLine(
        key="venue",
        name="স্থান",
        attribute="venue",
        is_always_typed=True,
        when_empty="সভার স্থান লেখা নেই।",
        sample="সম্মেলন কক্ষ",
    ),
    HeadLine(
        key="date",
        name="তারিখ",
        attribute="held_on",
        kind=DATE,
        own_words=True,
        told_as="সভার তারিখ",
        printed=_date,
        is_typed=False,
        is_proposed=False,
    ),
    HeadLine(
        key="time",
        name="সময়",
        attribute="starts_at",
        kind=TIME,
        own_words=True,
        is_typed=False,
        when_empty="সভার সময় লেখা নেই।",
        sample="11:00",
    ),
    HeadLine(
        key="attendance",
        name="উপস্থিতি",
        attribute="attendance_as_printed",
        in_sitting=False,
        printed=_attendance,
        is_typed=False,
    ),
]
BY_KEY = {line.key: line for line in HEAD}
SITTING = [line for line in HEAD if line.in_sitting]
# When, where, and then the others as the table has them: as the page that checks shows them.
_FIRST = ["date", "time", "venue"]
WHEN_AND_WHERE = [BY_KEY[key] for key in _FIRST] + [
    line for line in SITTING if line.key not in _FIRST
]
TYPED = [line for line in HEAD if line.is_typed]


def sitting_of(meeting):
    """What a meeting (anything with the columns of the table) tells of its sitting, as a content does."""
    told = {}
    for line in SITTING:
        value = getattr(meeting, line.attribute)
        if value is not None:
            told[line.key] = line.kind.written(value)
        if line.own_words and (own := getattr(meeting, f"{line.key}_as_printed")) is not None:
            told[f"{line.key}_as_printed"] = own
    return told


def columns_of(sitting):
    """{column of a meeting: value} of what a content tells of its sitting."""
    values = {}
    for line in SITTING:
        told = sitting.get(line.key)
        values[line.attribute] = line.kind.read(told) if told else None
        if line.own_words:
            values[f"{line.key}_as_printed"] = sitting.get(f"{line.key}_as_printed")
    return values


def sample_sitting(held_on):
    """What an invented paper tells of its sitting on that day."""
    return {"date": DATE.written(held_on)} | {
        line.key: line.sample for line in SITTING if line.sample
    }


def carried_columns():
    """The columns that a corrigendum carries on."""
    return [column for line in HEAD if line.is_carried for column in line.columns]


def proposed_columns():
    """The columns that the next meeting proposes as the last one had them."""
    return [column for line in HEAD if line.is_proposed for column in line.columns]
