"""How offices do with what they owe, in counts beside their denominators.

Pure functions over the cells of a Ledger; nothing here asks the database. What counts is a paper that
was owed and whose day has passed: one that is excused, not due yet or not owed counts neither for nor
against, and where nothing counts there is no share.
"""

from collections import Counter
from itertools import chain
from statistics import median
from typing import NamedTuple

from submissions.expectations import ANSWERED, IN_TIME, UNCOUNTED, Standing

# Asked of each of thousands of cells: a tuple is quicker than a set of enumeration members.
NEITHER, GOOD = tuple(UNCOUNTED), tuple(IN_TIME)

# From fewer offices a median would tell what a neighbour does.
FEWEST = 3


class Score(NamedTuple):
    """The figures of one office, or of several together."""

    in_time: int = 0
    late: int = 0
    # Returned, or struck out or corrected since; and not sent again yet.
    to_mend: int = 0
    missing: int = 0
    excused: int = 0
    # Owed papers that went back at least once, whatever became of them.
    returned: int = 0
    # What waits for the office above to decide.
    undecided: int = 0
    # Of each that came late: the days between the due day and the first version.
    lateness: tuple[int, ...] = ()
    # Of each version that was decided about: the days the office above took.
    decisions: tuple[int, ...] = ()

    @property
    def came(self):
        return self.in_time + self.late

    @property
    def owed(self):
        """The denominator of all shares."""
        return self.in_time + self.late + self.to_mend + self.missing

    @property
    def share(self):
        """Per cent of what was owed that came in time; None where nothing was."""
        return round(100 * self.in_time / self.owed) if self.owed else None

    @property
    def days_late(self):
        """The median of those that came late; None where none did."""
        return median(self.lateness) if self.lateness else None

    @property
    def days_to_decide(self):
        """The median of what was decided about; None where nothing was."""
        return median(self.decisions) if self.decisions else None


def counts(cell, *, today):
    """Whether a cell counts: owed, not excused, and its day has passed."""
    return cell.is_owed and cell.standing not in NEITHER and cell.due < today


def score(cells, *, today):
    """The Score of some cells, of one office or of several."""
    stood, returned, lateness, decisions, undecided = Counter(), 0, [], [], 0
    excused, waiting = Standing.EXCUSED, (Standing.ON_TIME, Standing.LATE)
    for cell in cells:
        stands = cell.standing
        if cell.reviews:
            decisions += [review.days for review in cell.reviews]
        if stands in waiting:
            undecided += 1
        if stands is excused:
            stood[excused] += 1
        elif counts(cell, today=today):
            stood[stands] += 1
            returned += any(review.returned for review in cell.reviews)
            if cell.first_sent_on and cell.first_sent_on > cell.due:
                lateness.append((cell.first_sent_on - cell.due).days)
    return Score(
        in_time=sum(stood[each] for each in IN_TIME),
        late=sum(stood[each] for each in ANSWERED - UNCOUNTED - IN_TIME),
        to_mend=stood[Standing.RETURNED] + stood[Standing.FALLEN],
        missing=stood[Standing.MISSING],
        excused=stood[excused],
        returned=returned,
        undecided=undecided,
        lateness=tuple(lateness),
        decisions=tuple(decisions),
    )


def all_of(scores):
    """Several Scores as one."""
    if not scores:
        return Score()
    *numbers, lateness, decisions = zip(*scores, strict=True)
    return Score(*map(sum, numbers), tuple(chain(*lateness)), tuple(chain(*decisions)))


def middle(values):
    """The median of what several offices reached; None where too few have a figure."""
    told = [value for value in values if value is not None]
    return median(told) if len(told) >= FEWEST else None


class Point(NamedTuple):
    """One step of a trend: of so many that were owed so many came in time."""

    name: str
    in_time: int
    owed: int

    @property
    def share(self):
        return round(100 * self.in_time / self.owed) if self.owed else None


def trend(cells, names, step_of, *, today):
    """A Point for each of `names`, oldest first; `step_of(period)` tells which of them it is of."""
    owed, in_time = [0] * len(names), [0] * len(names)
    for cell in cells:
        if counts(cell, today=today):
            step = step_of(cell.period)
            owed[step] += 1
            in_time[step] += cell.standing in GOOD
    return [Point(*each) for each in zip(names, in_time, owed, strict=True)]


def together(several, *, fewest=1):
    """One trend of several offices' (each a list of Points).

    A step at which fewer than `fewest` owed something is left out.
    """
    return [
        Point(
            steps[0].name,
            *(
                (sum(point.in_time for point in steps), sum(point.owed for point in steps))
                if sum(point.owed > 0 for point in steps) >= fewest
                else (0, 0)
            ),
        )
        for steps in zip(*several, strict=True)
    ]
