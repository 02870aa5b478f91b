"""How long the pages of followed decisions take beside a small portal and a whole country.

    scripts/with-postgres python -m bench.boards [--size demo|country|both]

The country: 568 offices in four levels, 11,928 committees, 1.4 million decisions, 4.3 million shares, each
with its frozen charge and its steps, six in ten with an answer. The small one has the same committees in
an office, a tenth of their decisions and 25 offices. Requests go through the test client, with all
middleware; times are the server's own. Adds its figures to build/bench.json.
"""

import argparse
import statistics
import time

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from bench.country import SIZES, Country
from bench.report import remember
from followup import tallies
from followup.models import Assignment
from offices.models import today

TIMES = 40
LIMIT_MS, LIMIT_RATIO = 150, 1.3
# A query that takes longer, in seconds, is printed.
SLOW = 0.1


def main():
    asked = argparse.ArgumentParser()
    asked.add_argument("--size", choices=[*SIZES, "both"], default="both")
    asked.add_argument("--times", type=int, default=TIMES)
    given = asked.parse_args()
    sizes = list(SIZES) if given.size == "both" else [given.size]
    measured = {}
    for size in sizes:
        connection.creation.create_test_db(verbosity=0, autoclobber=True)
        call_command("createcachetable", verbosity=0)
        measured[size] = measure(SIZES[size], times=given.times)
        connection.close()
    rows = table(measured)
    worst = max(row["p95_ms"] for row in rows)
    remember("boards", rows, what="a page of followed decisions", value=worst, limit=LIMIT_MS)
    if len(measured) > 1:
        ratio = max(row["ratio"] for row in rows if row["ratio"])
        remember(
            "boards", rows, what="the same beside a small portal", value=ratio, limit=LIMIT_RATIO
        )


def measure(size, *, times=TIMES):
    """[{page, p50_ms, p95_ms, queries}] of the pages of a country of this size, after its count."""
    began = time.perf_counter()
    country = Country(size)
    print(
        f"{size.name}: {Assignment.objects.count()} shares made in {since(began):.0f} s", flush=True
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    began = time.perf_counter()
    tallies.renew(today())
    counted = tallies.refresh(limit=10_000)
    print(f"{size.name}: {counted} offices counted in {since(began):.1f} s", flush=True)
    rows = [ask(*page, times=times) for page in country.pages()]
    rows.append(an_act(country))
    for row in rows:
        print(
            f"{size.name:8} {row['page']:34} p50 {row['p50_ms']:6.1f}  p95 {row['p95_ms']:6.1f}  best {row['best_ms']:6.1f}"
            f"  own work {row['own_work_ms']:6.1f}  sql {row['sql_ms']:4} ms"
            f"  {row['queries']} queries"
        )
    return rows


def since(began):
    return time.perf_counter() - began


def ask(name, user, page, args, query, *, times):
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(pk=user.pk))
    url = reverse(f"followup:{page}", args=args) + query
    client.get(url)
    taken, worked = [], []
    for _ in range(times):
        began, busy = time.perf_counter(), time.process_time()
        answer = client.get(url)
        taken.append(since(began) * 1000)
        worked.append((time.process_time() - busy) * 1000)
        if answer.status_code != 200:
            raise SystemExit(f"{url}: {answer.status_code}")
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    return told(name, taken, worked, queries.captured_queries)


def an_act(country):
    """How long it takes to count one office anew, as a page does after an act, and the worker."""
    taken, worked = [], []
    for _ in range(5):
        began, busy = time.perf_counter(), time.process_time()
        with CaptureQueriesContext(connection) as queries:
            tallies.counted([country.district.pk])
        taken.append(since(began) * 1000)
        worked.append((time.process_time() - busy) * 1000)
    return told("one office counted anew", taken, worked, queries.captured_queries)


def told(name, taken, worked, queries):
    """A row: wall clock, what of it our own process worked, and what the database took once."""
    taken = sorted(taken)
    slowest = max(queries, key=lambda query: float(query["time"]))
    if float(slowest["time"]) > SLOW:
        print(f"  {name}: {slowest['time']} s for {slowest['sql']}\n", flush=True)
    return {
        "page": name,
        "p50_ms": round(statistics.median(taken), 1),
        "p95_ms": round(taken[min(int(len(taken) * 0.95), len(taken) - 1)], 1),
        "best_ms": round(taken[0], 1),
        "own_work_ms": round(statistics.median(worked), 1),
        "sql_ms": round(sum(float(query["time"]) for query in queries) * 1000),
        "queries": len(queries),
    }


def table(measured):
    """The rows of the largest size, each with how it compares to the smallest."""
    first, *_, last = [*measured.values(), *measured.values()]
    small = {row["page"]: row for row in first}
    rows = []
    for row in last:
        beside = small[row["page"]]["p50_ms"]
        ratio = round(row["p50_ms"] / beside, 2) if len(measured) > 1 and beside else None
        rows.append({**row, "ratio": ratio})
        if ratio:
            print(f"{row['page']:34} {ratio:5.2f} of the small one's median")
    return rows


if __name__ == "__main__":
    main()
