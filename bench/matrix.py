"""How long the matrix and the scorecards take, beside a thousand submissions and a hundred thousand.

    scripts/with-postgres python -m bench.matrix

Thirteen upazilas × twelve months × six committees, and 495 upazilas of 64 districts at the national
level. Requests go through the test client, with all middleware; times are the server's own.
"""

import statistics
import time
from datetime import date, datetime, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from committees.models import Committee
from offices.models import Office, Post, Posting
from submissions.models import Counterpart, Duty, Submission
from tests.cast import make_cast
from tests.factories import LONG_AGO, give_post, make_issued, make_meeting, make_office, make_user

KINDS = [f"উপজেলা {name} কমিটি" for name in ("আইসিটি", "ইনোভেশন", "শিক্ষা", "স্বাস্থ্য", "কৃষি", "সমন্বয়")]
DISTRICTS, UPAZILAS = 64, 495
TIMES = 15
YEAR = 2023
DHAKA = ZoneInfo("Asia/Dhaka")


def decided(start, by, state="accepted", **fields):
    """A paper that was decided about nine days after it was sent."""
    at = datetime(start.year, start.month, 20, tzinfo=DHAKA) + timedelta(days=9)
    return {
        "state": state,
        "first_sent_on": start,
        "opened_by": by,
        "opened_at": at,
        "decided_by": by,
        "decided_at": at,
        **fields,
    }


# What became of the papers, one after the other: most are accepted, some late; one is returned.
FATES = [
    *[decided] * 6,
    lambda start, by: decided(start, by, first_sent_on=start + timedelta(days=60)),
    lambda start, by: decided(start, by, "returned", reason_code="other", remarks="দেখুন"),
    lambda start, by: {"first_sent_on": start},
]


def main():
    connection.creation.create_test_db(verbosity=0)
    try:
        call_command("createcachetable", verbosity=0)
        measure()
    finally:
        connection.close()


def measure():
    cast = make_cast()
    meeting = make_meeting(cast.committee, by=cast.staff)
    make_issued(meeting, author=cast.staff, officer=cast.officer)
    country = Country(cast, meeting)
    for number in (1_000, 100_000):
        country.fill(number)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        for name, page, user, office, query in country.pages():
            seconds, queries = ask(page, user, office, query)
            print(
                f"{name}, {Submission.objects.count()} submissions: "
                f"{seconds * 1000:.0f} ms (median of {TIMES}), {queries} queries"
            )


class Country:
    """One nation, eight divisions, 64 districts; the first district has thirteen upazilas."""

    def __init__(self, cast, meeting):
        self.meeting, self.by = meeting, cast.staff
        nation = make_office("nation", Office.Kind.NATIONAL)
        divisions = [make_office(f"v{n}", Office.Kind.DIVISION, nation) for n in range(8)]
        districts = [
            make_office(f"d{n}", Office.Kind.DISTRICT, divisions[n % 8]) for n in range(DISTRICTS)
        ]
        upazilas = Office.objects.bulk_create(
            Office(
                code=f"u{n}",
                kind=Office.Kind.UPAZILA,
                name=f"উপজেলা কার্যালয় {n}",
                letter_office="কার্যালয়",
                parent=districts[0 if n < 13 else 1 + n % (DISTRICTS - 1)],
            )
            for n in range(UPAZILAS)
        )
        posts = Post.objects.bulk_create(Post(office=each, title="কর্মকর্তা") for each in upazilas)
        Posting.objects.bulk_create(
            Posting(post=post, name="নাম", starts_on=LONG_AGO) for post in posts
        )
        self.duties = Duty.objects.bulk_create(
            Duty(office=district, name=name, from_kind=Office.Kind.UPAZILA, starts_on=LONG_AGO)
            for district in districts
            for name in KINDS
        )
        committees = Committee.objects.bulk_create(
            Committee(office=office, name=name) for office in upazilas for name in KINDS
        )
        of = {(duty.office_id, duty.name): duty for duty in self.duties}
        self.answers = Counterpart.objects.bulk_create(
            Counterpart(
                duty=of[each.office.parent_id, each.name], office=each.office, committee=each
            )
            for each in committees
        )
        self.nation, self.district = nation, districts[0]
        self.people = [make_user("nation"), make_user("district")]
        give_post(self.people[0], nation, "viewer")
        give_post(self.people[1], self.district, "staff")

    def pages(self):
        whole, one = {"year": YEAR}, {"year": YEAR, "name": KINDS[0]}
        for called, page in (("matrix", "matrix"), ("scorecard", "scorecard")):
            yield f"{called} of a district, 13 × 12 × 6", page, self.people[1], self.district, whole
            yield f"{called} of the country, 495 × 12", page, self.people[0], self.nation, one
        upazila = self.answers[0].office
        yield "an upazila's own card, 12 × 6", "own_score", self.people[1], upazila, whole

    def fill(self, wanted):
        """Bring the submissions to that many: this year's first, then those of the years before."""
        have, rows = Submission.objects.count(), []
        content, file = {"items": []}, self.meeting.paper.issued_file
        months = [
            date(YEAR - back + (month < 7), month, 1)
            for back in range(5)
            for month in (7, 8, 9, 10, 11, 12, 1, 2, 3, 4, 5, 6)
        ]
        places = ((answer, start) for start in months for answer in self.answers)
        for number, (answer, start) in enumerate(places):
            if number >= wanted:
                break
            if number >= have:
                rows.append(
                    Submission(
                        duty_id=answer.duty_id,
                        office_id=answer.office_id,
                        meeting=self.meeting,
                        period_start=start,
                        file=file,
                        content=content,
                        sent_by=self.by,
                        sent_at=datetime(start.year, start.month, 20, tzinfo=DHAKA),
                        **FATES[number % len(FATES)](start, self.by),
                    )
                )
        Submission.objects.bulk_create(rows, batch_size=2_000)


def ask(page, user, office, query):
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(pk=user.pk))
    url = f"{reverse(f'submissions:{page}', args=[office.pk])}?{urlencode(query)}"
    seconds = []
    for _ in range(TIMES):
        began = time.perf_counter()
        answer = client.get(url)
        seconds.append(time.perf_counter() - began)
        if answer.status_code != 200:
            raise SystemExit(f"{url}: {answer.status_code}")
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    return statistics.median(seconds), len(queries)


if __name__ == "__main__":
    main()
