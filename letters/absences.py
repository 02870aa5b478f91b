"""Who was absent: told to the office above each absent officer, and to the officer first."""

from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Q

from accounts.access import allow
from accounts.models import AuditEvent, record
from accounts.post import send_later
from bangla.digits import to_bengali
from bangla.grammar import genitive
from bangla.phrases import long_date, month_name, numeric_date
from meetings.models import PLANS, Attendance, Meeting, State
from memos.rules import can_keep_sheets
from offices.holders import designation_of, postings_of
from offices.models import Office
from papers.titles import sitting_called

TOLD = "absences told"
# Who keeps an office of these is told by its ministry or department, which the tree may not hold.
_MINISTRIES = {Office.Kind.NATIONAL, Office.Kind.LINE}
HEAD = ["ক্রঃ নং", "নাম ও পদবি", "কার্যালয়", "অনুপস্থিত", "প্রতিনিধি পাঠিয়েছেন", "মোট"]


class NobodyAbsent(ValueError):
    """Nobody of another office was absent; the message is Bengali and fit to show."""


@dataclass
class Absentee:
    """An officer who did not come, or sent a representative, at some of the sittings."""

    name: str
    designation: list
    # None for somebody whose line came without a seat in the committee.
    post: object
    office: str
    absent: list = field(default_factory=list)
    represented: list = field(default_factory=list)
    # At how many sittings they were expected.
    expected: int = 0


@dataclass
class Report:
    """The absentees of one parent office; `parent` is None where the portal does not know it."""

    parent: Office | None
    absentees: list

    @property
    def called(self):
        """Whom the letter goes to."""
        return (
            self.parent.name
            if self.parent
            else f"{genitive(self.absentees[0].office)} ঊর্ধ্বতন কার্যালয়"
        )


def sittings_of_month(meeting):
    """The sittings of its committee in the month of a meeting whose attendance is taken, in their order."""
    day = meeting.held_on
    found = Meeting.objects.filter(
        committee=meeting.committee_id, held_on__year=day.year, held_on__month=day.month
    )
    # A corrigendum takes the place of its minutes once it has gone out.
    found = found.exclude(state__in=[*PLANS, State.CANCELLED, State.CORRECTED]).exclude(
        ~Q(state=State.ISSUED), corrects__isnull=False
    )
    return list(found.order_by("held_on", "pk"))


def reports_of(meetings):
    """A Report for each office above absent officers, in the order of the attendance.

    Nobody is reported to the office that holds the sitting: its own people and those below it.
    """
    ours = meetings[0].office
    found = {}
    for absentee, office in _absentees(meetings):
        if office is None:
            found.setdefault(("", absentee.office), Report(None, [])).absentees.append(absentee)
            continue
        parent = office.parent
        if office.kind == Office.Kind.LINE and parent and parent.kind not in _MINISTRIES:
            parent = None  # where it works, not to whom it answers
        if office == ours or parent == ours:
            continue
        key = ("", office.pk) if parent is None else parent.pk
        found.setdefault(key, Report(parent, [])).absentees.append(absentee)
    return list(found.values())


def _absentees(meetings):
    """(Absentee, the office of the post or None) of everybody who was not there themselves."""
    told, offices = {}, {}
    status = Attendance.Status
    rows = Attendance.objects.filter(meeting__in=meetings).exclude(status=status.GUEST)
    rows = rows.select_related("meeting", "membership__post__office__parent")
    for row in rows.order_by("meeting__held_on", "meeting", "position"):
        post = row.membership and row.membership.post
        key = post.pk if post else (row.name, *row.designation)
        office = post.office.name if post else ", ".join(row.designation) or row.name
        one = told.setdefault(key, Absentee(row.name, row.designation, post, office))
        # As the last of the papers names them.
        one.name, one.designation = row.name, row.designation
        offices[key] = post and post.office
        one.expected += row.status != status.UNMARKED
        if row.status == status.ABSENT:
            one.absent.append(row.meeting.held_on)
        elif row.status == status.REPRESENTED:
            one.represented.append(row.meeting.held_on)
    return [(one, offices[key]) for key, one in told.items() if one.absent or one.represented]


def absences_content(meeting, number, *, whole_month=False):
    """The `number`th report (from 1) about a meeting, or about all of its committee in its month, as a
    content of the interchange format. Raises NobodyAbsent."""
    meetings = sittings_of_month(meeting) if whole_month else [meeting]
    reports = reports_of(meetings or [meeting])
    if not 1 <= number <= len(reports):
        raise NobodyAbsent("এই সভায় অন্য কার্যালয়ের এমন কেউ অনুপস্থিত নেই, যাঁর কথা জানাতে হবে।")
    report = reports[number - 1]
    called = _called(meeting, meetings if whole_month else None)
    return {
        "kind": meeting.kind,
        "committee": meeting.committee_name,
        "title": None,
        "cadence": meeting.cadence,
        "period": None,
        "letterhead": meeting.letterhead or meeting.office.letterhead,
        "meeting": {"date": meeting.held_on.isoformat()},
        "letter": {
            "subject": f"{called} অনুপস্থিতি সম্পর্কে।",
            "reference": _cited(meeting),
            "body": _body(report, called, len(meetings or [meeting])),
            "enclosure": None,
            "recipient": _recipient(report),
            "attention": None,
        },
        "order": [
            "letterhead", "memo", "subject", "reference", "body", "signatory", "recipient",
        ],
        "head": [],
        "columns": [],
        "column_keys": [],
        "opening": [],
        "items": [],
        "closing": [],
        "signatory": meeting.copy_signatory or meeting.signatory,
        "memo": None,
        "distribution": [],
    }  # fmt: skip


def _called(meeting, several):
    """In which sittings: those of a month, or the one on its day."""
    if several:
        month = f"{month_name(meeting.held_on.month)} {to_bengali(meeting.held_on.year)}"
        return f"{genitive(meeting.committee_name)} {month} মাসের সভাসমূহে"
    called = sitting_called(
        committee=meeting.committee_name,
        cadence=meeting.cadence,
        period_start=meeting.period_start,
    )
    return f"{called}য়"


def _cited(meeting):
    if not meeting.paper:
        return None
    day = long_date(meeting.paper.issued_on)
    return f"এ কার্যালয়ের স্মারক নম্বর: {meeting.paper.number}, তারিখ: {day}।"


def _body(report, called, count):
    rows = [
        [
            to_bengali(number),
            ", ".join([one.name, *one.designation]),
            one.post.office.name if one.post else "",
            _days(one.absent),
            _days(one.represented),
            f"{to_bengali(one.expected)}টি সভার মধ্যে {to_bengali(len(one.absent) + len(one.represented))}টি",
        ]
        for number, one in enumerate(report.absentees, 1)
    ]
    sittings = f" ({to_bengali(count)}টি সভা)" if count > 1 else ""
    return [
        f"উপর্যুক্ত বিষয়ে জানানো যাচ্ছে যে, {called}{sittings} নিম্নবর্ণিত কর্মকর্তা নিজে উপস্থিত ছিলেন না। "
        "অনুপস্থিতির তারিখ ও প্রতিনিধি প্রেরণের তথ্য নিচের ছকে দেওয়া হলো:",
        {"table": {"head": HEAD, "rows": rows}},
        "বিষয়টি সদয় অবগতি ও প্রয়োজনীয় ব্যবস্থার জন্য অনুরোধ করা হলো।",
    ]


def _days(days):
    return ", ".join(map(numeric_date, days)) or "—"


def _recipient(report):
    if report.parent is None:
        return [report.called]
    heads = report.parent.posts.order_by("seniority", "pk")
    return designation_of(heads[0]) if heads else [report.parent.name]


@transaction.atomic
def tell_absentees(*, letter, report, by):
    """Show each absent officer what will be told of them, before it goes out. Their names, those who
    have an account first told by mail."""
    allow(can_keep_sheets(by, letter.meeting))
    day = letter.meeting.held_on
    held = postings_of([one.post.pk for one in report.absentees if one.post], day)
    names = []
    for one in report.absentees:
        posting = one.post and held.get(one.post.pk)
        if posting is None or posting.user is None:
            continue
        if send_later(to=posting.user, subject="সভায় আপনার অনুপস্থিতি", text=_told(letter, one)):
            names.append(one.name)
    record(by=by, what=TOLD, target=letter, office=letter.office, names=names)
    return names


def _told(letter, one):
    said = [f"{_called(letter.meeting, None)} আপনার উপস্থিতি এভাবে লেখা আছে:"]
    said += [f"{long_date(day)}: অনুপস্থিত" for day in one.absent]
    said += [f"{long_date(day)}: প্রতিনিধি উপস্থিত" for day in one.represented]
    said.append(
        f"এই তথ্য আপনার ঊর্ধ্বতন কার্যালয়কে জানানোর পত্র {letter.office.name} তৈরি করছে। "
        "তথ্যে ভুল থাকলে পত্র জারির আগে সেই কার্যালয়কে জানান।"
    )
    return "\n\n".join(said)


def told_of(letter):
    """When which absent officers were shown what a letter says of them: [(when, [names])]."""
    events = AuditEvent.objects.filter(
        what=TOLD, target_kind=letter._meta.label_lower, target_id=letter.pk
    )
    return [(event.at, event.detail["names"]) for event in events.order_by("pk")]
