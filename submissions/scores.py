"""How offices do with what they owe, in counts beside their denominators.

Pure functions over the cells of a Ledger; nothing here asks the database. What counts is a paper that
was owed and whose day has passed: one that is excused, not due yet or not owed counts neither for nor
against, and where nothing counts there is no share.
"""

from collections import Counter
from statistics import median
from typing import NamedTuple

from submissions.expectations import ANSWERED, IN_TIME, UNCOUNTED, Standing

# From fewer offices a median would tell what a neighbour does.
FEWEST = 3


class Score(NamedTuple):
    """The figures of one office, or of several together.

    owed = in_time + late + to_mend + missing.
    """

    owed: int
    in_time: int
    late: int
    # Returned, and not sent again yet.
    to_mend: int
    missing: int
    excused: int
    # Owed papers that went back at least once, whatever became of them.
    returned: int
    # Of what came late: the days between the due day and the first version; None where nothing did.
    days_late: float | None
    # What the office above has decided, the days it took (the median), and what waits for it.
    decided: int
    days_to_decide: float | None
    undecided: int

    @property
    def came(self):
        return self.in_time + self.late

    @property
    def share(self):
        """Per cent of what was owed that came in time; None where nothing was."""
        return round(100 * self.in_time / self.owed) if self.owed else None


def counts(cell, *, today):
    """Whether a cell counts: owed, not excused, and its day has passed."""
    return cell.is_owed and cell.standing not in UNCOUNTED and cell.due < today


def score(cells, *, today):
    """The Score of some cells, of one office or of several."""
    stood, returned, late, decided, undecided = Counter(), 0, [], [], 0
    for cell in cells:
        decided += [review.days for review in cell.reviews]
        undecided += cell.standing in (Standing.ON_TIME, Standing.LATE)
        if cell.standing == Standing.EXCUSED:
            stood[Standing.EXCUSED] += 1
        if not counts(cell, today=today):
            continue
        stood[cell.standing] += 1
        returned += any(review.returned for review in cell.reviews)
        if cell.first_sent_on and cell.first_sent_on > cell.due:
            late.append((cell.first_sent_on - cell.due).days)
    in_time = sum(stood[each] for each in IN_TIME)
    came_late = sum(stood[each] for each in ANSWERED - UNCOUNTED - IN_TIME)
    return Score(
        owed=in_time + came_late + stood[Standing.RETURNED] + stood[Standing.MISSING],
        in_time=in_time,
        late=came_late,
        to_mend=stood[Standing.RETURNED],
        missing=stood[Standing.MISSING],
        excused=stood[Standing.EXCUSED],
        returned=returned,
        days_late=median(late) if late else None,
        decided=len(decided),
        days_to_decide=median(decided) if decided else None,
        undecided=undecided,
    )


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
            in_time[step] += cell.standing in IN_TIME
    return [Point(*each) for each in zip(names, in_time, owed, strict=True)]


def together(several):
    """One trend of several offices' (each a list of Points), for each of them to be set beside.

    A step at which too few owed something is left out, as a median would be.
    """
    return [
        Point(
            steps[0].name,
            *(
                (sum(point.in_time for point in steps), sum(point.owed for point in steps))
                if sum(point.owed > 0 for point in steps) >= FEWEST
                else (0, 0)
            ),
        )
        for steps in zip(*several, strict=True)
    ]
