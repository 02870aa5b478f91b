"""How long each page takes beside the demo and beside a portal grown large.

    scripts/with-postgres python -W ignore -m bench.flat [--meetings 400000] [--times 7]

The demo is loaded, its pages are found by following links as seven people would (one address for each
name of a page and each set of what it is asked), and timed; then the portal is grown to so many meetings
(bench/grown.py), and the same addresses are timed again. Requests go through the test client, with all
middleware; the times are the server's own. Of each query, what the database touched is asked too: no page
may read through a table. Adds its figures to build/bench.json. Fails where a page asks more of the database
than beside the demo, or a query reads more than its office can have: that does not hang on the machine.
"""

import argparse
import json
import re
import statistics
import tempfile
import time
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import Resolver404, resolve

from accounts.models import User
from bench.grown import grow
from bench.report import remember
from followup.models import Assignment
from offices.models import Office

PEOPLE = (
    *("kurigram.staff", "kurigram.officer", "kurigram.dc", "ulipur.staff", "ulipur.officer"),
    *("somobay.officer", "division.viewer"),
)
LIMIT_MS, LIMIT_RATIO = 100, 1.3
# Rows that one query may touch.
ROWS = 3_000
# The part of all shares that no page comes near: the two offices have a fiftieth of them.
WHOLE = 0.1
# A page that has more to show may ask a little more; one question a row would be far more.
FURTHER = 3
MOST_ADDRESSES = 60
LINK = re.compile(r'href="(/[^"#]*)')


def main():
    asked = argparse.ArgumentParser()
    asked.add_argument("--meetings", type=int, default=400_000)
    asked.add_argument("--times", type=int, default=7)
    asked.add_argument(
        "--rows", action="store_true", help="name each query that touches too many rows"
    )
    given = asked.parse_args()
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    with tempfile.TemporaryDirectory() as folder:
        prepare(Path(folder))
        measure(given)


def measure(given):
    addresses = {who: found(who) for who in PEOPLE}
    small = timed(addresses, given.times)
    began = time.perf_counter()
    offices = Office.objects.in_bulk(["kurigram", "ulipur"], field_name="code")
    grow(given.meetings, district=offices["kurigram"], upazila=offices["ulipur"])
    print(f"{given.meetings} meetings made in {time.perf_counter() - began:.0f} s", flush=True)
    big = timed(addresses, given.times, rows=True, named=given.rows)
    tell(small, big)
    if wrong := grown_with_the_portal(small, big):
        raise SystemExit("\n".join(wrong))
    slowest = max(row["ms"] for row in big.values())
    print(
        f"{len(big)} pages ask no more and read no more than before; the slowest takes {slowest:.0f} ms"
    )


def grown_with_the_portal(small, big):
    """What each page that does not stay as it was does more."""
    most = WHOLE * Assignment.objects.count()
    found = []
    for (who, kind), after in big.items():
        if after["queries"] > small[who, kind]["queries"] + FURTHER:
            found.append(
                f"{who} {kind}: {small[who, kind]['queries']} queries → {after['queries']}"
            )
        if after["rows"] > most:
            found.append(f"{who} {kind}: one query reads {after['rows']} rows")
    return found


def prepare(folder):
    """The demo, with its keys and files in this folder."""
    settings.DEMO = True
    settings.MEDIA_ROOT = folder / "media"
    settings.SIGNERS_FILE = str(folder / "keys/signers.toml")
    settings.TRUST_ROOTS = str(folder / "keys/trust")
    call_command("createcachetable", verbosity=0)
    call_command("make_demo_keys", verbosity=0)
    call_command("load_demo", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def signed_in(who):
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(username=who))
    return client


def kind_of(address):
    """What makes two addresses alike: the name of the page, and what it is asked."""
    parts = urlsplit(address)
    try:
        match = resolve(parts.path)
    except Resolver404:
        return None
    asked = " ".join(sorted(f"{key}" for key, _ in parse_qsl(parts.query)))
    return f"{match.view_name} {asked}".strip()


def found(who):
    """{kind: address} of what this person reaches from the first page by links."""
    client, seen, queue = signed_in(who), {}, ["/"]
    while queue and len(seen) < MOST_ADDRESSES:
        address = queue.pop(0)
        kind = kind_of(address)
        if not kind or kind in seen or "logout" in kind or kind.startswith("admin"):
            continue
        answer = client.get(address)
        if answer.status_code != 200:
            continue
        seen[kind] = address
        if "html" in answer["Content-Type"] and not answer.streaming:
            queue += [
                link.replace("&amp;", "&")
                for link in LINK.findall(answer.content.decode())
                if not link.startswith(settings.STATIC_URL)
            ]
    return seen


def timed(addresses, times, *, rows=False, named=False):
    """{(who, kind): {ms, best, queries, rows}}"""
    told = {}
    for who, pages in addresses.items():
        client = signed_in(who)
        for kind, address in pages.items():
            taken = []
            for _ in range(times):
                began = time.perf_counter()
                answer = client.get(address)
                if answer.streaming:
                    list(answer.streaming_content)
                taken.append((time.perf_counter() - began) * 1000)
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            told[who, kind] = {
                "ms": statistics.median(taken[1:] or taken),
                "best": min(taken),
                "queries": len(queries),
                "rows": touched(queries, named and f"{who} {address}") if rows else 0,
            }
    return told


def touched(queries, named=""):
    """The most rows that one of these queries touches."""
    most = 0
    for query in queries.captured_queries:
        if not query["sql"].startswith("SELECT"):
            continue
        with connection.cursor() as cursor:
            cursor.execute("EXPLAIN (ANALYZE, FORMAT JSON) " + query["sql"].replace("%", "%%"), [])
            (plan,) = cursor.fetchone()
        plan = json.loads(plan) if isinstance(plan, str) else plan
        rows = max(read_by(plan[0]["Plan"]))
        if rows > ROWS and named:
            print(
                f"  {named}: {rows} rows, {plan[0]['Execution Time']:.0f} ms: {query['sql'][:1500]}\n"
            )
        most = max(most, rows)
    return most


def read_by(node):
    """Rows that each part of a plan read: those it gave and those it threw away."""
    loops = node.get("Actual Loops", 1)
    away = sum(
        node.get(name, 0) for name in ("Rows Removed by Filter", "Rows Removed by Index Recheck")
    )
    yield round((node.get("Actual Rows", 0) + away) * loops)
    for each in node.get("Plans", []):
        yield from read_by(each)


def tell(small, big):
    rows = []
    for (who, kind), after in sorted(big.items(), key=lambda each: -each[1]["ms"]):
        before = small[who, kind]
        rows.append(
            {
                "who": who, "page": kind, "demo_ms": round(before["ms"], 1), "ms": round(after["ms"], 1),
                "ratio": round(after["best"] / before["best"], 2), "demo_queries": before["queries"],
                "queries": after["queries"], "rows": after["rows"],
            }
        )  # fmt: skip
        print(
            "{who:17} {page:48} {demo_ms:7.1f} {ms:7.1f} ms  × {ratio:5.2f}  {demo_queries:3}"
            " {queries:3} queries {rows:8} rows".format(**rows[-1])
        )
    for what, figure, limit in (
        ("a page of a portal grown large, ms", "ms", LIMIT_MS),
        ("the same beside the demo", "ratio", LIMIT_RATIO),
    ):
        worst = max(row[figure] for row in rows)
        remember("flat", rows, what=what, value=worst, limit=limit)


if __name__ == "__main__":
    main()
