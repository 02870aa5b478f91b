"""Who was absent: what is told of it to the office above each absent officer."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError

from bangla.digits import to_bengali
from bangla.grammar import genitive
from bangla.phrases import long_date, month_name, numeric_date
from meetings.models import Attendance, Meeting, State
from offices.heads import HEADS
from offices.holders import designation_of
from offices.models import Office, Post
from papers.titles import sitting_called

# An office of these may be the one above a line office; any other is where it works.
_MINISTRIES = {Office.Kind.NATIONAL, Office.Kind.LINE}
# Posts of the administration, by whether they head their office.
_ITS_HEADS = set(HEADS.values())
_UNDER_ITS_HEADS = {Post.Kind.ADC, Post.Kind.AC_ICT}
COLUMNS = ["ক্রঃ নং", "নাম", "পদবি ও কার্যালয়", "অনুপস্থিত", "প্রতিনিধি পাঠিয়েছেন", "কতটির মধ্যে কতটি সভা"]


class NobodyAbsent(ValidationError):
    """Nobody of another office was absent; the message is Bengali and fit to show."""


@dataclass
class Absentee:
    """An officer who did not come, or sent a representative, at some of the sittings."""

    name: str
    designation: list
    # None for somebody whose line came without a seat in the committee.
    post: Post | None
    absent: list = field(default_factory=list)
    represented: list = field(default_factory=list)
    # At how many sittings they were expected.
    expected: int = 0


@dataclass
class Report:
    """The absentees of one parent office; `parent` is None where the portal does not know it."""

    parent: Office | None
    # Whom the letter goes to.
    called: str
    absentees: list = field(default_factory=list)


def sittings_of(meeting):
    """The sittings of its committee in the month of a meeting, up to this one, whose minutes have gone out."""
    day = meeting.held_on
    found = Meeting.objects.filter(
        committee=meeting.committee_id,
        held_on__range=(day.replace(day=1), day),
        state=State.ISSUED,
    ).exclude(pk=meeting.pk)
    return [*found.order_by("held_on", "pk"), meeting]


def reports_of(meetings):
    """A Report for each office above absent officers, in the order of the attendance.

    Nobody is reported who answers to the office that holds the sitting.
    """
    ours, found = meetings[0].office, {}
    for one in _absentees(meetings):
        parent, called = _above(one)
        if parent != ours:
            key = called if parent is None else parent.pk
            found.setdefault(key, Report(parent, called)).absentees.append(one)
    return list(found.values())


def _above(one):
    """(the office an absentee answers to, what it is called); None for one that the portal does not know:
    heads of departments are often posts of the office they sit with, line offices stand under it."""
    post = one.post
    if post is None:
        called = ", ".join(one.designation) or one.name
    elif post.kind in _ITS_HEADS:
        return post.office.parent, post.office.parent.name if post.office.parent else _ABOVE.format(
            genitive(post.office.name)
        )
    elif post.kind in _UNDER_ITS_HEADS:
        return post.office, post.office.name
    elif post.office.kind != Office.Kind.LINE:
        called = post.title
    elif post.kind != Post.Kind.DEPARTMENT_HEAD:
        return post.office, post.office.name
    elif (parent := post.office.parent) and parent.kind in _MINISTRIES:
        return parent, parent.name
    else:
        called = post.office.name
    return None, _ABOVE.format(genitive(called))


_ABOVE = "{} ঊর্ধ্বতন কার্যালয়"


def _absentees(meetings):
    """An Absentee for everybody who was not there themselves, as the last of the papers names them."""
    told = {}
    status = Attendance.Status
    rows = Attendance.objects.filter(meeting__in=meetings).exclude(status=status.GUEST)
    rows = rows.select_related("meeting", "membership__post__office__parent")
    for row in rows.order_by("meeting__held_on", "meeting", "position"):
        post = row.membership and row.membership.post
        key = post.pk if post else (row.name, *row.designation)
        one = told.setdefault(key, Absentee(row.name, row.designation, post))
        one.name, one.designation = row.name, row.designation
        one.expected += row.status != status.UNMARKED
        if row.status == status.ABSENT:
            one.absent.append(row.meeting.held_on)
        elif row.status == status.REPRESENTED:
            one.represented.append(row.meeting.held_on)
    return [one for one in told.values() if one.absent or one.represented]


def absences_parts(meeting, number):
    """What the `number`th report (from 1) about the month of a meeting says of its own: parts of a
    content of the interchange format. Raises NobodyAbsent."""
    meetings = sittings_of(meeting)
    reports = reports_of(meetings)
    if not 1 <= (number or 0) <= len(reports):
        raise NobodyAbsent("এই সভায় অন্য কার্যালয়ের এমন কেউ অনুপস্থিত নেই, যাঁর কথা জানাতে হবে।")
    report = reports[number - 1]
    sittings = called(meeting, several=len(meetings) > 1)
    reference = _cited(meeting)
    return {
        "meeting": {"date": meeting.held_on.isoformat()},
        "letter": {
            "subject": f"{sittings} অনুপস্থিতি সম্পর্কে।",
            **({"reference": reference} if reference else {}),
            "body": _body(report, sittings, len(meetings)),
            "recipient": _recipient(report),
        },
        "signatory": meeting.copy_signatory or meeting.signatory,
    }


def called(meeting, *, several=False):
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
            one.name,
            ", ".join(one.designation),
            _days(one.absent),
            _days(one.represented),
            f"{to_bengali(one.expected)}টির মধ্যে {to_bengali(len(one.absent) + len(one.represented))}টি",
        ]
        for number, one in enumerate(report.absentees, 1)
    ]
    sittings = f" ({to_bengali(count)}টি সভা)" if count > 1 else ""
    return [
        f"উপর্যুক্ত বিষয়ে জানানো যাচ্ছে যে, {called}{sittings} নিম্নবর্ণিত কর্মকর্তা নিজে উপস্থিত ছিলেন না। "
        "অনুপস্থিতির তারিখ ও প্রতিনিধি প্রেরণের তথ্য নিচের ছকে দেওয়া হলো:",
        {"table": {"head": COLUMNS, "rows": rows}},
        "বিষয়টি সদয় অবগতি ও প্রয়োজনীয় ব্যবস্থার জন্য অনুরোধ করা হলো।",
    ]


def _days(days):
    return ", ".join(map(numeric_date, days)) or "—"


def _recipient(report):
    if report.parent is None:
        return [report.called]
    heads = report.parent.posts.order_by("seniority", "pk")
    return designation_of(heads[0]) if heads else [report.parent.name]
