"""What the offices below decided in a month or a quarter, on one paper for the meeting above.

A working paper: drawn when it is asked for, without a number, from the accepted papers alone.
"""

from datetime import date, timedelta
from math import ceil

from bangla.digits import to_bengali
from offices.models import today
from papers import content as read
from papers.columns import breadth
from papers.paragraphs import first_words
from submissions.expectations import Standing
from submissions.forms import SummaryFilter
from submissions.ledger import Ledger
from submissions.matrix import fiscal_days, fiscal_year_of, names_of, years_of
from submissions.models import Duty, Excuse, Submission

# Those of whom there is nothing to read: standings → what they are called.
OTHERS = {
    "waiting": ("এসেছে, এখনো গৃহীত হয়নি", {Standing.ON_TIME, Standing.LATE}),
    "returned": ("সংশোধনের জন্য ফেরত আছে", {Standing.RETURNED}),
    "fallen": ("জমার পরে বাতিল বা সংশোধিত, নতুনটি আসেনি", {Standing.FALLEN}),
    "missing": ("আসেনি", {Standing.MISSING}),
    "not_due": ("এখনো সময় আছে", {Standing.NOT_YET_DUE}),
}
ACCEPTED = {Standing.ACCEPTED, Standing.ACCEPTED_LATE}
# The totals, as they head a table.
TOTALS = {
    "owed": "চাওয়া",
    "accepted": "গৃহীত",
    "decisions": "সিদ্ধান্ত",
    "excused": "সভা হয়নি",
    "waiting": "পর্যালোচনায়",
    "returned": "ফেরত আছে",
    "fallen": "পরে বাতিল",
    "missing": "আসেনি",
    "not_due": "সময় আছে",
}
# Columns of the decisions → (width in per cent, letters in one line of it on paper).
COLUMNS = {
    "ক্রম": (6, 6),
    "আলোচ্য বিষয়": (20, 23),
    "সিদ্ধান্ত": (42, 50),
    "বাস্তবায়নকারী": (21, 24),
    "শেষ তারিখ": (11, 12),
}
# Decisions of one meeting of up to so many lines stay on one page.
TALL = 12


def decisions_of(content):
    """What an interchange content decides: [(topic, decision, implementers, due day or None)]."""
    return [
        (
            item.topic or first_words(item.discussion),
            decision.printed,
            item.implementers_as_printed or "; ".join(decision.implementers),
            decision.due,
        )
        for item in read.items(content)
        for decision in item.decisions
        if decision.text
    ]


class Summary:
    """What the duties of an office brought in a part of a fiscal year, as one person may read it."""

    def __init__(self, office, query, *, user):
        self.office, now = office, today()
        expected = Duty.objects.filter(office=office)
        last = now.replace(day=1) - timedelta(days=1)
        self.form = SummaryFilter(
            query,
            first=(fiscal_year_of(last), f"m{last.month}"),
            years=years_of(expected, now),
            names=names_of(expected),
            needs_name=False,
        )
        asked = self.form.asked()
        self.year, self.name = asked["year"], asked["name"]
        called, self._months = SummaryFilter.PARTS[asked["part"]]
        self.period = f"{called} {to_bengali(self.year + (self._months[0] >= 6))}"
        since, self._until = fiscal_days(self.year)
        duties = expected.holding(since, self._until)
        if self.name:
            duties = duties.filter(name=self.name)
        self._ledger = Ledger(
            duties.select_related("office"), since=since, until=self._until, today=now
        )
        self.sections = self._sections(user)
        self.totals = {
            name: sum(section["totals"][name] for section in self.sections) for name in TOTALS
        }

    def _sections(self, user):
        """A dict for each duty of which something was owed in the part."""
        lines = [
            (duty, office, cell)
            for duty in self._ledger.duties
            for office in self._ledger.offices_of(duty)
            for cell in self._ledger.cells(duty, office)
            if cell.standing != Standing.NOT_OWED
            and (min(cell.period.end, self._until).month - 7) % 12 in self._months
        ]
        accepted = [cell.submission for _, _, cell in lines if cell.standing in ACCEPTED]
        papers = Submission.objects.visible_to(user).select_related("file__paper").in_bulk(accepted)
        excused = [cell.excuse for _, _, cell in lines if cell.standing == Standing.EXCUSED]
        reasons = dict(
            Excuse.objects.visible_to(user).filter(pk__in=excused).values_list("pk", "reason")
        )
        return [
            _section(duty, [line[1:] for line in lines if line[0] is duty], papers, reasons)
            for duty in self._ledger.duties
            if any(line[0] is duty for line in lines)
        ]


def _section(duty, lines, papers, reasons):
    """One duty: its meetings with their decisions, the excused with their reasons, the others by name."""
    is_several = len({cell.period for _, cell in lines}) > 1
    named = [
        (
            f"{office.name} ({duty.period_name(cell.period.start)})" if is_several else office.name,
            cell,
        )
        for office, cell in lines
    ]
    meetings = [
        _meeting(name, papers[cell.submission])
        for name, cell in named
        if cell.standing in ACCEPTED and cell.submission in papers
    ]
    excused = [
        (name, reasons.get(cell.excuse, ""))
        for name, cell in named
        if cell.standing == Standing.EXCUSED
    ]
    others = {
        key: [name for name, cell in named if cell.standing in standings]
        for key, (_, standings) in OTHERS.items()
    }
    return {
        "name": duty.name,
        "meetings": meetings,
        "excused": excused,
        "others": [(OTHERS[key][0], names) for key, names in others.items() if names],
        "totals": {
            "owed": len(lines),
            "accepted": len(meetings),
            "decisions": sum(len(meeting["decisions"]) for meeting in meetings),
            "excused": len(excused),
            **{key: len(names) for key, names in others.items()},
        },
    }


def _meeting(name, submission):
    content = submission.content
    came, seated = read.came_to(content)
    decisions = decisions_of(content)
    rooms = [room for _, room in COLUMNS.values()][1:]
    lines = sum(
        max(ceil(breadth(text or "") / room) for text, room in zip(row[:3], rooms, strict=False))
        for row in decisions
    )
    return {
        "office": name,
        "held_on": date.fromisoformat(content["meeting"]["date"]),
        "number": submission.paper.number,
        "came": came,
        "seated": seated,
        "decisions": decisions,
        "submission": submission.pk,
        "is_tall": lines > TALL,
    }
