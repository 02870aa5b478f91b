"""Offices below × periods: who has sent what, on time or late, and who has not."""

from collections import Counter
from datetime import date

import openpyxl
from django.db.models import Min
from django.urls import reverse

from bangla.digits import to_bengali
from offices.models import Office, today
from papers import spreadsheets
from submissions.expectations import ANSWERED, IN_TIME, UNCOUNTED, Standing
from submissions.forms import MatrixFilter
from submissions.ledger import Ledger
from submissions.models import Duty
from submissions.owed import HIGHER

# A sign beside each word, for who does not see colours.
SIGNS = {
    Standing.NOT_OWED: "–",
    Standing.NOT_YET_DUE: "…",
    Standing.MISSING: "✗",
    Standing.ON_TIME: "●",
    Standing.LATE: "◐",
    Standing.RETURNED: "↩",
    Standing.FALLEN: "⊘",
    Standing.ACCEPTED: "✓",
    Standing.ACCEPTED_LATE: "✓",
    Standing.EXCUSED: "○",
}
SHORT = {
    Standing.NOT_OWED: "প্রযোজ্য নয়",
    Standing.NOT_YET_DUE: "সময় আছে",
    Standing.MISSING: "আসেনি",
    Standing.ON_TIME: "সময়মতো",
    Standing.LATE: "দেরিতে",
    Standing.RETURNED: "ফেরত",
    Standing.FALLEN: "বহাল নেই",
    Standing.ACCEPTED: "গৃহীত",
    Standing.ACCEPTED_LATE: "দেরিতে গৃহীত",
    Standing.EXCUSED: "সভা হয়নি",
}
OPEN = {Standing.MISSING, Standing.RETURNED, Standing.FALLEN}


def fiscal_year_of(day):
    return day.year if day.month >= 7 else day.year - 1


def fiscal_days(year):
    """The first and the last day of the fiscal year that begins in a year."""
    return date(year, 7, 1), date(year + 1, 6, 30)


def years_of(duties, day):
    """The fiscal years that can be chosen on a day, the latest first: the present one, the one before
    it, and on to the first in which one of the duties held."""
    this_year = fiscal_year_of(day)
    began = duties.aggregate(on=Min("starts_on"))["on"] or day
    return list(range(this_year, min(fiscal_year_of(began), this_year - 1) - 1, -1))


def expected_under(office):
    """The duties of an office; of a division and of the nation also those of their districts."""
    own = Duty.objects.filter(office=office)
    if office.kind == Office.Kind.NATIONAL:
        return own | Duty.objects.filter(office__parent__parent=office)
    return own | Duty.objects.filter(office__parent=office) if office.kind in HIGHER else own


def names_of(duties):
    """What duties are called, each once, by name."""
    return sorted(set(duties.order_by().values_list("name", flat=True)))


class Matrix:
    """The matrix of an office for one fiscal year, as its page and its spreadsheet show it."""

    def __init__(self, office, query):
        self.office, now = office, today()
        self.is_higher = office.kind in HIGHER
        expected = expected_under(office)
        self.form = MatrixFilter(
            query,
            years=years_of(expected, now),
            names=names_of(expected),
            needs_name=self.is_higher,
        )
        asked = self.form.asked()
        self.year, self.name = asked["year"], asked["name"]
        self.only_open = asked["rows"] == MatrixFilter.OPEN
        since, until = fiscal_days(self.year)
        duties = expected.holding(since, until)
        if self.name:
            duties = duties.filter(name=self.name)
        self._ledger = Ledger(
            duties.select_related("office__parent"), since=since, until=until, today=now
        )

    def tables(self):
        """What this office itself expects, a table for each duty."""
        for duty in self._ledger.duties:
            if duty.office_id != self.office.pk:
                continue
            rows = []
            for office in self._ledger.offices_of(duty):
                cells = self._ledger.cells(duty, office)
                if not self.only_open or any(cell.standing in OPEN for cell in cells):
                    rows.append((office, cells))
            yield {
                "duty": duty,
                "periods": [duty.period_name(p.start) for p in self._ledger.periods_of(duty)],
                "rows": rows,
                "total": share(cell for _, cells in rows for cell in cells),
            }

    def summary(self):
        """What the offices right below expect of theirs: a row for each, a share for each period.

        Periods are those of the first duty of that name; None where nothing is expected.
        """
        duties = [duty for duty in self._ledger.duties if duty.office_id != self.office.pk]
        if not duties:
            return None
        cadence = duties[0].cadence
        heads = self._ledger.periods_of(duties[0])
        rows = {}
        for duty in duties:
            if duty.cadence != cadence:
                continue
            row = row_under(self.office, duty)
            _, counted = rows.setdefault(row.pk, (row, [Counter() for _ in heads]))
            for office in self._ledger.offices_of(duty):
                for count, cell in zip(counted, self._ledger.cells(duty, office), strict=False):
                    count[cell.standing] += 1
        return {
            "name": self.name,
            "periods": [duties[0].period_name(period.start) for period in heads],
            "rows": [
                (office, [share_of(count) for count in counted])
                for office, counted in sorted(rows.values(), key=lambda row: row[0].name)
                if not self.only_open or any(count[s] for count in counted for s in OPEN)
            ],
        }


def row_under(office, duty):
    """Whose row a duty of a lower office counts in: a district's at the division, a division's at
    the national level."""
    return duty.office if duty.office.parent_id == office.pk else duty.office.parent


def share(cells):
    return share_of(Counter(cell.standing for cell in cells))


def share_of(count):
    """How many of those that count came, came in time, were returned, are missing.

    What is not owed, not due yet or excused counts in no share.
    """
    owed = sum(number for stands, number in count.items() if stands not in UNCOUNTED)
    return {
        "owed": owed,
        "came": sum(count[stands] for stands in ANSWERED - UNCOUNTED),
        "in_time": sum(count[stands] for stands in IN_TIME),
        # To be mended by who sent it, whoever found the fault.
        "returned": count[Standing.RETURNED] + count[Standing.FALLEN],
        "missing": count[Standing.MISSING],
        "excused": count[Standing.EXCUSED],
    }


def shown(tables):
    """The tables with each cell as the page prints it: its class, sign, word and link."""
    page = reverse("submissions:submission", args=[0])
    excuse = reverse("submissions:excuse_given", args=[0])
    for table in tables:
        table["rows"] = [
            (
                office,
                [
                    (
                        cell.standing.value,
                        SIGNS[cell.standing],
                        SHORT[cell.standing],
                        page.replace("/0/", f"/{cell.submission}/")
                        if cell.submission
                        else excuse.replace("/0/", f"/{cell.excuse}/")
                        if cell.excuse
                        else "",
                    )
                    for cell in cells
                ],
            )
            for office, cells in table["rows"]
        ]
        yield table


def share_said(count):
    if not count["owed"]:
        return "–"
    return to_bengali(f"{count['owed']}টির {count['came']}টি এসেছে, সময়মতো {count['in_time']}টি")


def sheet_of(book, number, name, periods, rows, *, heading="কার্যালয়"):
    """A further sheet of a workbook: a row's name, then a text for each period."""
    sheet = book.create_sheet(spreadsheets.sheet_name(number, name))
    widths = [(heading, 40), *((period, 16) for period in periods)]
    spreadsheets.fill(sheet, widths, ([first, *texts] for first, texts in rows))
    sheet.freeze_panes = "B2"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = openpyxl.worksheet.properties.PageSetupProperties(
        fitToPage=True
    )
