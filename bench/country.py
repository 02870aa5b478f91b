"""A country of followed decisions: made in the database, row upon row of one that is made by hand."""

import uuid
from typing import NamedTuple

from django.db import connection
from django.utils import timezone

from committees.models import Committee
from documents.models import Paper
from followup.models import Answer, Assignment, Matter, Step
from meetings import rows
from meetings.models import AgendaItem, Charge, Decision, IssuedPaper, Meeting, State
from offices.models import Office, Post, Posting, today
from tests.factories import LONG_AGO, give_post, make_committee, make_office, make_paper, make_user

# Keys of what is made begin here, above those of what was made by hand.
BASE = 10_000_000
POSTS, COMMITTEES, MEETINGS, DECISIONS, SHARES = 20, 21, 6, 2, 3


class Size(NamedTuple):
    name: str
    # Offices of each level, and items in a meeting.
    divisions: int
    districts: int
    upazilas: int
    items: int


SIZES = {"demo": Size("demo", 8, 8, 8, 1), "country": Size("country", 8, 64, 495, 10)}


class Country:
    """Offices in four levels; a division has eight districts, the first district eight upazilas."""

    def __init__(self, size):
        self.size = size
        self.by = make_user("bench")
        self._make_offices()
        self._make_rows_by_hand()
        self._multiply_all()

    def _make_offices(self):
        size, kinds = self.size, Office.Kind
        levels = [
            (kinds.NATIONAL, 1, lambda n: None),
            (kinds.DIVISION, size.divisions, lambda n: BASE),
            (kinds.DISTRICT, size.districts, lambda n: BASE + 1 + n // 8),
            (kinds.UPAZILA, size.upazilas, lambda n: BASE + 1 + size.divisions
             + (0 if n < 8 else 1 + (n - 8) % (size.districts - 1))),
        ]  # fmt: skip
        made = []
        for kind, number, above in levels:
            for n in range(number):
                pk = BASE + len(made)
                name = f"{kind.label} {n + 1}"
                made.append(
                    Office(
                        pk=pk, code=f"o{pk}", kind=kind, name=name, letter_office=name,
                        parent_id=above(n),
                    )
                )  # fmt: skip
            Office.objects.bulk_create(made[-number:])
        self.offices = made
        Post.objects.bulk_create(
            Post(pk=BASE + number * POSTS + n, office=office, title=f"কর্মকর্তা {n + 1}")
            for number, office in enumerate(made)
            for n in range(POSTS)
        )
        self.nation, self.division = made[0], made[1]
        self.district = made[1 + size.divisions]
        self.upazila = made[1 + size.divisions + size.districts]
        self.people = {}
        for office in (self.nation, self.division, self.district, self.upazila):
            user = make_user(f"u{office.pk}")
            Posting.objects.create(
                post_id=BASE + (office.pk - BASE) * POSTS, user=user, name=user.name,
                role=Posting.Role.OFFICER, starts_on=LONG_AGO,
            )  # fmt: skip
            self.people[office.pk] = user

    def _make_rows_by_hand(self):
        """One of each, which the others are copies of."""
        office = make_office("bench", Office.Kind.DISTRICT)
        post = give_post(self.by, office, "officer").post
        committee = make_committee(office, "জেলা সমন্বয় কমিটি")
        day, now = today(), timezone.now()
        meeting = Meeting.objects.create(
            committee=committee, held_on=day, state=State.ISSUED, created_by=self.by,
            shape=committee.shape, paper=make_paper(issued_on=day), approved_by=self.by,
            approved_at=now, approved_digest="0" * 64, issued_by=self.by, issued_at=now,
        )  # fmt: skip
        meeting.issued_papers.create(paper=meeting.paper)
        told = {
            "text": "পোর্টালের তথ্য নিয়মিত হালনাগাদ করতে হবে।",
            "thread": uuid.uuid4(),
            "implementers": [],
        }
        rows.write(meeting, [{"serial": "০১", "topic": "ওয়েব পোর্টাল", "decisions": [told]}])
        decision = meeting.items.get().decisions.get()
        charge = Charge.objects.create(
            paper=meeting.paper, decision=decision, position=0, printed="কর্মকর্তা", post=post
        )
        matter = Matter.objects.create(
            thread=decision.thread, decision=decision, committee=committee, office=office,
            state=Matter.State.OPEN, opened_on=day, first_due_on=day, due_on=day,
        )  # fmt: skip
        share = Assignment.objects.create(
            matter=matter, charge=charge, printed="কর্মকর্তা", post=post, office=office,
            opened_on=day, first_due_on=day, due_on=day,
        )  # fmt: skip
        Step.tell(matter, "opened", by=self.by)
        Step.tell(matter, "opened", assignment=share, by=self.by)
        Answer.objects.create(
            assignment=share, kind=Answer.Kind.PROGRESS, progress=50, text="কাজ চলছে।", by=self.by,
            holder=self.by.name,
        )  # fmt: skip

    def _multiply_all(self):
        with connection.cursor() as cursor:
            # Copies of what the keys hold of already: they are not asked again for each row.
            cursor.execute("SET session_replication_role = replica")
            cursor.execute("SET maintenance_work_mem = '1GB'")
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            self._owners(cursor)
            todo = list(self._multiplied())
            indexes = put_aside(cursor, {model._meta.db_table for model, *_ in todo})
            for model, number, changes, more in todo:
                multiply(cursor, model, number, changes, more)
            for definition in indexes:
                cursor.execute(definition)
            cursor.execute("SET session_replication_role = DEFAULT")

    def _owners(self, cursor):
        """Whom an office charges: its own posts, and the first post of each office right below it."""
        told, slots = [], {}
        for number, office in enumerate(self.offices):
            below = [pk for pk, each in enumerate(self.offices) if each.parent_id == office.pk]
            posts = [number * POSTS + n for n in range(POSTS)] + [pk * POSTS for pk in below]
            slots[number] = len(posts)
            told += [(number, slot, BASE + pk, len(posts)) for slot, pk in enumerate(posts)]
        cursor.execute("CREATE TEMP TABLE owner (office int, slot int, post int, slots int)")
        cursor.executemany("INSERT INTO owner VALUES (%s, %s, %s, %s)", told)
        cursor.execute("CREATE INDEX ON owner (office, slot)")
        cursor.execute("ANALYZE owner")

    def _multiplied(self):
        """(model, how many, {column: SQL of the number i from 0 on}, what else is joined), in order."""
        committees = len(self.offices) * COMMITTEES
        meetings = committees * MEETINGS
        items, a_meeting = meetings * self.size.items, self.size.items * DECISIONS * SHARES
        decisions = items * DECISIONS
        shares = decisions * SHARES
        each = f"{self.size.items * DECISIONS}"

        def held(meeting):
            return f"(current_date - (20 + ({meeting} % {MEETINGS}) * 45 + ({meeting} / {MEETINGS}) % 40)::int)"

        def place(meeting):
            return f"{BASE} + ({meeting}) / {MEETINGS * COMMITTEES}"

        of_matter, of_share = f"(i / {each})", f"(i / {a_meeting})"
        slot = f"(i / {SHARES} + (i % {SHARES}) * 7)"
        owner = (
            f"JOIN owner AS one ON one.office = {of_share} / {MEETINGS * COMMITTEES} AND one.slot = 0 "
            f"JOIN owner ON owner.office = one.office AND owner.slot = {slot} % one.slots"
        )
        # By the place in a hundred: verified, claimed, otherwise ended, else open; the newer the more.
        rank = f"(((i % 100) * 7919 + 13) % 100 + 15 - ({of_share} % {MEETINGS}) * 12)"
        state = (
            f"CASE WHEN {rank} < 45 THEN 'verified' WHEN {rank} < 52 THEN 'claimed' "
            f"WHEN {rank} < 58 THEN 'not_done' ELSE 'open' END"
        )
        opened = f"({held(of_share)} + 3)"
        kind = "CASE WHEN {0} % 10 < 6 THEN 'once' WHEN {0} % 10 < 9 THEN 'continuing' ELSE 'outside' END"
        key = f"{BASE} + "
        yield (
            Committee,
            committees,
            {
                "office_id": f"{key} i / {COMMITTEES}",
                "name": "'কমিটি ' || i::text",
            },
            "",
        )
        yield (
            Paper,
            meetings,
            {
                "code": "'b' || i::text",
                "number": "'০৫.৪৭.৮৫৯২.০০০.০১.' || i::text",
                "issued_on": f"{held('i')} + 3",
            },
            "",
        )
        yield (
            Meeting,
            meetings,
            {
                "committee_id": f"{key} i / {MEETINGS}",
                "paper_id": f"{key} i",
                "held_on": held("i"),
            },
            "",
        )
        yield IssuedPaper, meetings, {"meeting_id": f"{key} i", "paper_id": f"{key} i"}, ""
        yield (
            AgendaItem,
            items,
            {
                "meeting_id": f"{key} i / {self.size.items}",
                "position": f"i % {self.size.items}",
            },
            "",
        )
        yield (
            Decision,
            decisions,
            {
                "item_id": f"{key} i / {DECISIONS}",
                "meeting_id": f"{key} i / {each}",
                "position": f"i % {DECISIONS}",
                "thread": "md5(i::text)::uuid",
            },
            "",
        )
        yield (
            Matter,
            decisions,
            {
                "decision_id": f"{key} i",
                "thread": "md5(i::text)::uuid",
                "committee_id": f"{key} {of_matter} / {MEETINGS}",
                "office_id": place(of_matter),
                "kind": kind.format("i"),
                "shown_above": "i % 5 < 3",
                "opened_on": f"{held(of_matter)} + 3",
                "first_due_on": f"{held(of_matter)} + 23",
                "due_on": f"{held(of_matter)} + 23",
                "is_implied": "i % 10 < 7",
            },
            "",
        )
        yield (
            Charge,
            shares,
            {
                "paper_id": f"{key} {of_share}",
                "decision_id": f"{key} i / {SHARES}",
                "position": f"i % {SHARES}",
                "post_id": "owner.post",
            },
            owner,
        )
        yield (
            Assignment,
            shares,
            {
                "matter_id": f"{key} i / {SHARES}",
                "charge_id": f"{key} i",
                "position": f"i % {SHARES}",
                "post_id": "owner.post",
                "office_id": f"{BASE} + (owner.post - {BASE}) / {POSTS}",
                "giving_office_id": place(of_share),
                "asking_office_id": place(of_share),
                "state": state,
                "opened_on": opened,
                "first_due_on": f"{opened} + 20",
                "due_on": f"{opened} + 20 + (i % 7 = 0)::int * 30",
                "is_implied": "(i / 3) % 10 < 7",
                "times_extended": "(i % 7 = 0)::int",
                "claimed_on": f"CASE WHEN {rank} < 52 THEN {opened} + (i % 31)::int END",
                "desk_due_on": f"CASE WHEN {rank} BETWEEN 45 AND 51 THEN {opened} + (i % 31)::int + 7 END",
                "answered_on": f"CASE WHEN i % 10 < 6 THEN {opened} + (i % 29)::int END",
                "ended_on": f"CASE WHEN {rank} < 45 OR {rank} BETWEEN 52 AND 57 THEN {opened} + 35 END",
            },
            owner,
        )
        yield (
            Answer,
            shares * 6 // 10,
            {
                "assignment_id": f"{key} (i / 6) * 10 + i % 6",
                "at": "now() - interval '1 day' * (i % 60)",
            },
            "",
        )
        yield (
            Step,
            shares,
            {
                "matter_id": f"{key} i / {SHARES}",
                "assignment_id": f"{key} i",
                "decision_id": f"{key} i / {SHARES}",
                "post_id": "NULL",
                "at": f"{opened}",
                "due_on": f"{opened} + 20",
                "first_due_on": f"{opened} + 20",
            },
            "",
        )
        yield (
            Step,
            decisions,
            {
                "id": f"{2 * BASE} + i",
                "matter_id": f"{key} i",
                "assignment_id": "NULL",
                "decision_id": f"{key} i",
                "kind": kind.format("i"),
                "at": f"{held(of_matter)} + 3",
            },
            "",
        )

    def pages(self):
        """(name, who asks, page, its arguments, its query)."""
        for name in ("nation", "division", "district", "upazila"):
            office = getattr(self, name)
            user = self.people[office.pk]
            yield f"board of a {name}", user, "board_of", [office.pk], ""
        user = self.people[self.district.pk]
        yield "board of an upazila, from above", user, "board_of", [self.upazila.pk], ""
        yield "list behind a figure", user, "board_list", [self.district.pk], "?figure=late"
        matter, committee = BASE + self._first_of(self.district), self._committee(self.district)
        share = BASE + (self._first_of(self.district)) * SHARES
        yield "matter", user, "matter", [matter], ""
        yield "share", user, "assignment", [share], ""
        yield "what the own office has to do", user, "mine", [], ""
        yield "what waits on the section", user, "desk", [], ""
        yield "list of all, of one committee", user, "grid", [], f"?committee={committee}&late=1"
        yield "list of all, unfinished", user, "grid", [], ""
        yield (
            "list of all, of one office below",
            user,
            "grid",
            [],
            f"?office={self.upazila.pk}&late=1",
        )

    def _committee(self, office):
        return BASE + (office.pk - BASE) * COMMITTEES

    def _first_of(self, office):
        """The place of the first decision of an office among all."""
        return (office.pk - BASE) * COMMITTEES * MEETINGS * self.size.items * DECISIONS


def put_aside(cursor, tables):
    """Drop the indexes of tables that no constraint needs; what makes them again."""
    cursor.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY(%s) AND indexname NOT IN "
        "(SELECT relname FROM pg_class JOIN pg_constraint ON pg_class.oid = conindid)",
        [list(tables)],
    )
    found = cursor.fetchall()
    for name, _ in found:
        cursor.execute(f"DROP INDEX {connection.ops.quote_name(name)}")
    return [definition for _, definition in found]


def multiply(cursor, model, number, changes, more):
    """Copies of the first row of a model, numbered from BASE on, with some columns as SQL of `i`."""
    table = model._meta.db_table
    columns = [field.column for field in model._meta.concrete_fields]
    first = model._base_manager.order_by("pk").values_list("pk", flat=True).first()
    changes = {"id": f"{BASE} + i"} | changes
    quote = connection.ops.quote_name
    quoted = ", ".join(quote(name) for name in columns)
    told = ", ".join(changes.get(name, f"t.{quote(name)}") for name in columns)
    cursor.execute(
        f"INSERT INTO {table} ({quoted}) SELECT {told} "  # noqa: S608 - names of our own
        f"FROM generate_series(0, {number - 1}) AS i {more}, {table} AS t WHERE t.id = {first}"
    )
