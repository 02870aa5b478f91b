"""The list of all shares with 500 rows, beside a simple page: first paint, one edit, XLSX out and in.

    python -m bench.grid

A gunicorn of its own serves it from a SQLite file in WAL mode; Chromium says when it first painted
something (from the press to the paint, the server's time included), in rounds that take turns with the
help page so that what else the machine does meets both alike. One edit, the sheet out and the sheet in
are the server's own time, with all middleware. Adds its figures to build/bench.json.
"""

import io
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from datetime import timedelta
from pathlib import Path

import openpyxl
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, setup_test_environment
from django.urls import reverse
from playwright.sync_api import sync_playwright

from bangla.phrases import numeric_date
from bench.report import remember
from followup import exchange
from followup.exchange import DUE, HEADINGS, REASON
from followup.models import Assignment
from offices.models import today
from tests.cast import make_cast
from tests.followup.many import make_many

ROWS = 500
ROUNDS = 15
EDITS = 40
MISTAKES = 20
FIRST_PAINT, ONE_EDIT = 300, 50  # milliseconds

PAINTED = """() => new Promise((done) => {
  const look = () => {
    const paint = performance.getEntriesByName("first-contentful-paint")[0];
    const table = document.querySelector("[data-shares]");
    if (!paint || (table && !table.dataset.ready)) return setTimeout(look, 10);
    const page = performance.getEntriesByType("navigation")[0];
    return done([page.responseStart, paint.startTime, performance.now()]);
  };
  look();
})"""


def at_home_in(folder):
    connection.settings_dict["NAME"] = f"{folder}/bench.sqlite3"
    settings.MEDIA_ROOT = Path(folder) / "media"


def serve():
    """What gunicorn runs."""
    at_home_in(os.environ["BENCH_FOLDER"])
    return StaticFilesHandler(get_wsgi_application())


def main():
    with tempfile.TemporaryDirectory() as folder:
        at_home_in(folder)
        for command in ("migrate", "createcachetable", "build_assets"):
            call_command(command, verbosity=0)
        cast = make_cast()
        make_many(cast, ROWS)
        client = Client(SERVER_NAME="127.0.0.1")
        client.force_login(cast.dc_staff)
        told = painted(folder, client.cookies["sessionid"].value)
        told |= edited(client)
        told |= exchanged(client)
    say(told)


def painted(folder, session):
    """First paint of the list and of the help page, in milliseconds, in turns."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    connection.close()
    server = subprocess.Popen(  # noqa: S603 - a program of ours
        [
            *(sys.executable, "-W", "ignore", "-m", "gunicorn", "bench.grid:serve()"),
            *("--threads", "4", "--bind", f"127.0.0.1:{port}", "--log-level", "warning"),
        ],
        env=os.environ | {"BENCH_FOLDER": folder},
    )
    taken = {"help": [], "followup:grid": []}
    try:
        wait_for(port)
        with sync_playwright() as playwright:
            page = desk(playwright, port, session)
            for number in range(ROUNDS + 2):
                for name, times in taken.items():
                    page.goto(f"http://127.0.0.1:{port}{reverse(name)}")
                    found = page.evaluate(PAINTED)
                    if number >= 2:
                        times.append(found)
            rows = page.locator("[data-line]").count()
            if rows != ROWS:
                raise SystemExit(f"{rows} rows are shown, not {ROWS}")
    finally:
        server.terminate()
        server.wait()
    median = {
        name: [statistics.median(each) for each in zip(*times, strict=True)]
        for name, times in taken.items()
    }
    first, paint, whole = median["followup:grid"]
    return {
        "first_byte_ms": first,
        "first_paint_ms": paint,
        "all_rows_ms": whole,
        "help_paint_ms": median["help"][1],
        "paint_ratio": paint / median["help"][1],
    }


def wait_for(port, patience=60):
    until = time.monotonic() + patience
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=1).close()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise SystemExit("the server did not start")


def desk(playwright, port, session):
    builds = ("chromium-headless-shell", "chromium", "chromium-browser")
    path = next(filter(None, map(shutil.which, builds)), None)
    flags = ["--disable-dev-shm-usage"] + (["--no-sandbox"] if os.geteuid() == 0 else [])
    browser = playwright.chromium.launch(executable_path=path, args=flags)
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    url = f"http://127.0.0.1:{port}"
    context.add_cookies([{"name": "sessionid", "value": session, "url": url}])
    return context.new_page()


def edited(client):
    """One row saved: the server's time, its bytes, its questions; beside the help page."""
    simple = [timed(lambda: client.get(reverse("help")))[0] for _ in range(EDITS)]
    running = Assignment.objects.filter(state=Assignment.State.OPEN).order_by("pk")
    taken = []
    for number, share in enumerate(running.with_decision()[:EDITS]):
        took, answer = timed(lambda share=share, number=number: save(client, share, number))
        if answer.status_code != 200 or answer.json().keys() != {"row", "said"}:
            raise SystemExit(f"an edit failed: {answer.status_code} {answer.content[:300]}")
        taken.append(took)
    share = running.with_decision()[EDITS]
    with CaptureQueriesContext(connection) as queries:
        answer = save(client, share, 1)
    return {
        "edit_ms": statistics.median(taken[5:]),
        "edit_bytes": len(answer.content),
        "edit_queries": len(queries),
        "help_ms": statistics.median(simple[5:]),
        "edit_ratio": statistics.median(taken[5:]) / statistics.median(simple[5:]),
    }


def save(client, share, number):
    prefix = f"s{share.pk}"
    told = {
        "due_on": numeric_date(today() + timedelta(days=100 + number)),
        "owner": str(share.post),
        "kind": share.matter.kind,
        "roll_up": share.matter.roll_up,
        "reason": "সভার সিদ্ধান্ত",
        "stood": f"{share.version}.{share.matter.version}",
    }
    data = {f"{prefix}-{name}": value for name, value in told.items()} | {"act": "save"}
    return client.post(
        reverse("followup:share", args=[share.pk]), data, headers={"X-Autosave": "1"}
    )


def exchanged(client):
    """The sheet of all rows out; in again as it is, with mistakes, and with a date in each running row."""
    setup_test_environment()  # so that answers tell what their pages were given
    out_ms, answer = timed(lambda: client.get(reverse("followup:grid_xlsx")))
    untouched = answer.content
    same_ms, page = timed(lambda: give(client, untouched))
    if page.context["plan"].unchanged != ROWS or page.context["plan"].wrong:
        raise SystemExit("a sheet that nobody touched would change something")
    wrong_ms, page = timed(lambda: give(client, filled(untouched, MISTAKES)))
    if len(page.context["plan"].wrong) != MISTAKES:
        raise SystemExit(f"{len(page.context['plan'].wrong)} mistakes were found")
    whole = filled(untouched, 0)
    in_ms, page = timed(lambda: give(client, whole))
    changes = len(page.context["plan"].changes)
    kept = page.context["kept"]
    apply_ms, answer = timed(lambda: client.post(reverse("followup:apply_xlsx"), {"kept": kept}))
    if answer.status_code != 302 or give(client, whole).context["plan"].changes:
        raise SystemExit("the sheet was not taken in, or would change something once more")
    return {
        "out_ms": out_ms, "out_bytes": len(untouched), "same_ms": same_ms, "wrong_ms": wrong_ms,
        "changes": changes, "in_ms": in_ms, "apply_ms": apply_ms,
    }  # fmt: skip


def filled(data, mistakes):
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book[exchange.SHEET]
    states = HEADINGS.index("অবস্থা") + 1
    running = [
        row
        for row in range(2, sheet.max_row + 1)
        if sheet.cell(row, states).value == Assignment.State.OPEN.label
    ]
    for place, row in enumerate(running):
        due = "শীঘ্রই" if place < mistakes else today() + timedelta(days=200)
        sheet.cell(row, HEADINGS.index(DUE) + 1).value = due
        sheet.cell(row, HEADINGS.index(REASON) + 1).value = "সভার সিদ্ধান্ত"
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def give(client, data):
    file = SimpleUploadedFile("list.xlsx", data)
    return client.post(reverse("followup:take_xlsx"), {"file": file})


def timed(do):
    """(milliseconds, what it gave)."""
    began = time.perf_counter()
    made = do()
    return (time.perf_counter() - began) * 1000, made


def say(told):
    print(
        f"first paint of {ROWS} rows {told['first_paint_ms']:.0f} ms (first byte "
        f"{told['first_byte_ms']:.0f}, all rows there {told['all_rows_ms']:.0f}); "
        f"help page {told['help_paint_ms']:.0f} ms, ratio {told['paint_ratio']:.1f}"
    )
    print(
        f"one edit {told['edit_ms']:.1f} ms, {told['edit_bytes']} bytes, {told['edit_queries']} "
        f"queries; help page {told['help_ms']:.1f} ms, ratio {told['edit_ratio']:.1f}"
    )
    print(
        f"XLSX out {told['out_ms']:.0f} ms, {told['out_bytes']} bytes; in, untouched "
        f"{told['same_ms']:.0f} ms, with {MISTAKES} mistakes {told['wrong_ms']:.0f} ms, "
        f"{told['changes']} changes tried {told['in_ms']:.0f} ms, applied {told['apply_ms']:.0f} ms"
    )
    missed = False
    for key, limit, what in (
        ("first_paint_ms", FIRST_PAINT, f"first paint of a list of {ROWS} shares, in ms"),
        ("edit_ms", ONE_EDIT, "one edit in the list of shares, in ms"),
    ):
        missed |= told[key] > limit
        verdict = "MISSED" if told[key] > limit else "met"
        print(f"{what}: {told[key]:.0f}, to be at most {limit}: {verdict}")
        remember("grid", [told], what=what, value=told[key], limit=limit)
    raise SystemExit(missed)


if __name__ == "__main__":
    main()
