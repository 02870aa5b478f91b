"""A portal grown large: an issued meeting of the demo, copied in the database into many offices and years."""

from django.db import connection
from django.db.models import Count, Q

from bench.country import put_aside
from committees.models import Committee
from demo.cast import ROOT
from documents.models import Paper
from followup.models import Assignment, Matter, Step
from meetings.models import (
    AgendaItem,
    Attendance,
    Charge,
    Decision,
    Implementer,
    IssuedPaper,
    Meeting,
    State,
)
from memos.models import Copy, FileNumber, Memo, Series
from offices.models import Office, Post

# Keys of what is made begin here, above those of the demo.
BASE = 10_000_000
# What is charged by decisions of one meeting, about as many as there are on real papers.
DECISIONS = 11
# Offices made beside the demo's, and the committees of each.
DIVISIONS, DISTRICTS, UPAZILAS, COMMITTEES = 7, 56, 340, 5
# Meetings of the two offices whose people ask for pages: no more than this, and no more than its part.
OF_DISTRICT, OF_UPAZILA, SHARE = 5_000, 1_000, 0.02


def grow(count, *, district, upazila):
    """Make the portal `count` meetings larger, with what an issued meeting has; PostgreSQL alone.

    The two offices get up to 5,000 and 1,000 of them, the others the rest: meetings over ten years.
    """
    own = min(OF_DISTRICT, int(count * SHARE))
    below = min(OF_UPAZILA, int(count * SHARE / 5))
    others = _offices()
    each, more = divmod(count - own - below, len(others))
    wanted = [(district, own), (upazila, below)]
    wanted += [(office, each + (place < more)) for place, office in enumerate(others)]
    with connection.cursor() as cursor:
        # Copies of what the keys hold of already: they are not asked again for each row.
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("SET maintenance_work_mem = '1GB'")
        _sittings(cursor, wanted)
        copied = _Copied(_template())
        tables = {model._meta.db_table for model in copied.rows}
        indexes = put_aside(cursor, tables)
        for model in copied.rows:
            copied.insert(cursor, model)
        for definition in indexes:
            cursor.execute(definition)
        cursor.execute("SET session_replication_role = DEFAULT")
        for table in [*sorted(tables), *_small()]:
            cursor.execute(f"VACUUM ANALYZE {table}")


def _small():
    return [model._meta.db_table for model in (Office, Post, Committee, Series, FileNumber)]


def _offices():
    """Offices in three levels beside the demo's and below its division, each with a post, a register and
    committees."""
    root = Office.objects.get(code=ROOT)
    levels = [
        (Office.Kind.DIVISION, DIVISIONS, lambda n: None),
        # One in eight is the demo's division's.
        (Office.Kind.DISTRICT, DISTRICTS, lambda n: BASE + n % 8 if n % 8 < DIVISIONS else root.pk),
        (Office.Kind.UPAZILA, UPAZILAS, lambda n: BASE + DIVISIONS + n % DISTRICTS),
    ]
    made = []
    for kind, number, above in levels:
        level = []
        for n in range(number):
            pk, name = BASE + len(made) + n, f"{kind.label} {n + 1}"
            level.append(
                Office(
                    pk=pk, code=f"o{pk}", kind=kind, name=name, letter_office=name, parent_id=above(n)
                )
            )  # fmt: skip
        made += Office.objects.bulk_create(level)
    Post.objects.bulk_create(Post(pk=each.pk, office=each, title="কর্মকর্তা") for each in made)
    Series.objects.bulk_create(Series(pk=each.pk, office=each, name="সাধারণ") for each in made)
    FileNumber.objects.bulk_create(
        FileNumber(pk=each.pk, office=each, series_id=each.pk, number="054785920000100119")
        for each in made
    )
    Committee.objects.bulk_create(
        Committee(pk=each.pk * 10 + n, office=each, name=f"কমিটি {n + 1}")
        for each in made
        for n in range(COMMITTEES)
    )
    return made


def _sittings(cursor, wanted):
    """The table `sitting`: for each number from 0 whose meeting it is and when it was."""
    cursor.execute(
        "CREATE TEMP TABLE sitting (i bigint PRIMARY KEY, committee bigint, office bigint, series bigint,"
        " file bigint, post bigint, serial int, held_on date)"
    )
    first = 0
    for office, number in wanted:
        committees = list(
            Committee.objects.filter(office=office, closed_on=None).values_list("pk", flat=True)
        )
        file = FileNumber.objects.filter(office=office).first()
        post = Post.objects.filter(office=office).order_by("pk").values_list("pk", flat=True)[0]
        cursor.execute(
            "INSERT INTO sitting SELECT %s + n, (%s)[n %% %s + 1], %s, %s, %s, %s, 100000 + n,"
            " current_date - 500 - (n / %s * 5)::int FROM generate_series(0, %s - 1) AS n",
            [
                *(first, committees, len(committees), office.pk, file.series_id, file.pk, post),
                *(len(committees), number),
            ],
        )
        first += number
    cursor.execute("ANALYZE sitting")


def _template():
    standing = Q(state=State.ISSUED, corrects=None, corrigenda=None, kind=Meeting.Kind.MINUTES)
    meetings = Meeting.objects.filter(standing, paper__memo__isnull=False)
    meetings = meetings.annotate(count=Count("items__decisions", distinct=True))
    return meetings.filter(count__gte=DECISIONS).order_by("count", "pk").first()


class _Copied:
    """The rows of one meeting, and where each goes in every copy of it."""

    def __init__(self, meeting):
        decisions = list(Decision.objects.filter(meeting=meeting).order_by("pk"))
        threads = [decision.thread for decision in decisions]
        matters = Matter.objects.filter(thread__in=threads)
        # One share each, so that there are as many as there are decisions.
        shares = [matter.assignments.filter(parent=None).first() for matter in matters]
        shares = [share for share in shares if share]
        found = {
            Paper: [meeting.paper],
            Meeting: [meeting],
            IssuedPaper: meeting.issued_papers.filter(paper=meeting.paper),
            Memo: [meeting.paper.memo],
            Copy: meeting.paper.memo.sent_copies.all()[:2],
            Attendance: Attendance.objects.filter(meeting=meeting)[:3],
            AgendaItem: meeting.items.all(),
            Decision: decisions,
            Implementer: Implementer.objects.filter(decision__in=decisions),
            Charge: Charge.objects.filter(pk__in=[share.charge_id for share in shares]),
            Matter: matters,
            Assignment: shares,
            Step: Step.objects.filter(assignment__in=shares, what="opened"),
        }
        self.rows = {model: sorted(row.pk for row in rows) for model, rows in found.items()}
        self.changes = {
            Paper: {"code": "'g' || s.i", "number": "t.number || '-' || s.i", "issued_on": "s.held_on + 3"},
            Meeting: {
                "committee_id": "s.committee",
                "held_on": "s.held_on",
                "issued_at": "s.held_on + 3",
                "moved_at": "s.held_on + 3",
            },
            Memo: {
                "series_id": "s.series", "file_id": "s.file", "serial": "s.serial", "token": "NULL",
                "number": "t.number || '-' || s.i", "issued_on": "s.held_on + 3",
            },
            # What an office issues goes to its own post, as far as it goes to one of the portal.
            Copy: {"post_id": "CASE WHEN t.post_id IS NOT NULL THEN s.post END"},
            Decision: {"thread": "md5(t.thread::text || s.i)::uuid"},
            Charge: {"post_id": "s.post", "posting_id": "NULL", "holder": "''"},
            Matter: {
                "thread": "md5(t.thread::text || s.i)::uuid", "committee_id": "s.committee",
                "office_id": "s.office", "opened_on": "s.held_on + 3", "first_due_on": "s.held_on + 23",
                "due_on": "s.held_on + 23",
                # What is open is of the last year that was made.
                "state": "CASE WHEN s.held_on > current_date - 800 THEN 'open' ELSE 'ended' END",
                "end": "CASE WHEN s.held_on > current_date - 800 THEN '' ELSE 'verified' END",
                "ended_at": "CASE WHEN s.held_on > current_date - 800 THEN NULL ELSE s.held_on + 20 END",
            },
            Assignment: {
                "post_id": "s.post", "office_id": "s.office", "giving_office_id": "s.office",
                "asking_office_id": "s.office", "opened_on": "s.held_on + 3", "outsider": "''",
                "addressee_id": "NULL", "first_due_on": "s.held_on + 23", "due_on": "s.held_on + 23",
                "claimed_on": "s.held_on + 10", "answered_on": "s.held_on + 5",
                "state": "CASE WHEN s.held_on > current_date - 800 AND (s.i + t.idx) % 3 < 2 THEN 'open'"
                " ELSE 'verified' END",
                "ended_on": "CASE WHEN s.held_on > current_date - 800 AND (s.i + t.idx) % 3 < 2 THEN NULL"
                " ELSE s.held_on + 20 END",
                "desk_due_on": "NULL",
            },
            Step: {"post_id": "NULL", "at": "s.held_on + 3"},
        }  # fmt: skip

    def insert(self, cursor, model):
        pks, changes = self.rows[model], self.changes.get(model, {})
        if not pks:
            return
        quote = connection.ops.quote_name
        told = {}
        for field in model._meta.concrete_fields:
            there = self.rows.get(field.related_model) if field.is_relation else None
            if field.primary_key:
                told[field.column] = f"{BASE} + s.i * {len(pks)} + t.idx"
            elif field.column in changes:
                told[field.column] = changes[field.column]
            elif there:
                place = f"array_position(ARRAY{there}::bigint[], t.{quote(field.column)}) - 1"
                told[field.column] = f"{BASE} + s.i * {len(there)} + {place}"
            else:
                told[field.column] = f"t.{quote(field.column)}"
        table = quote(model._meta.db_table)
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(map(quote, told))}) SELECT {', '.join(told.values())} "  # noqa: S608 - names of our own
            f"FROM sitting AS s, (SELECT *, row_number() OVER (ORDER BY id) - 1 AS idx FROM {table}"
            f" WHERE id = ANY(ARRAY{pks}::bigint[])) AS t"
        )
