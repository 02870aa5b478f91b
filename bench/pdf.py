"""How long a paper takes, and how large it is, beside stock WeasyPrint and Chromium.

    .venv/bin/python -m bench.pdf [--rows 10 50 …] [--rounds N]

Every way draws the same HTML. The rounds are interleaved, so that what else the machine does
meets all ways alike; what is compared is the median, as a ratio to stock WeasyPrint. Prints a
table and writes build/bench.json.
"""

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import playwright.sync_api
import pydyf
import pypdf
import weasyprint
from django.conf import settings

from bench.papers import minutes
from documents.pdf import VARIANT
from documents.rendering import render_pdf
from meetings.papers import paper_html

ROOT = Path(__file__).resolve().parents[1]
OUTPUT = ROOT / "build" / "bench.json"

# rows of the paper → rounds
ROUNDS = {10: 15, 50: 11, 200: 7, 1000: 3}
# Rows of a usual paper, of about three pages. Longer ones Chromium prints sooner.
USUAL = 10
WAYS = ("stock", "stock-fonts", "ours", "pool", "chromium")


class Drawer:
    """A warm process of its own; calling it draws a page and gives the seconds it took."""

    def __init__(self, way):
        # By its path and not as a part of this package, which brings Django and the text layer.
        self.process = subprocess.Popen(  # noqa: S603 - a program of ours
            [sys.executable, "-P", ROOT / "bench" / "drawing.py", way, VARIANT],
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    cpu_seconds = 0.0

    def __call__(self, page, target):
        self.process.stdin.write(json.dumps([str(page), str(target)]) + "\n")
        self.process.stdin.flush()
        seconds, self.cpu_seconds = json.loads(self.process.stdout.readline())
        return seconds

    def close(self):
        self.process.stdin.close()
        self.process.wait()


class Chromium:
    """A warm browser that prints each paper from a new page."""

    def __init__(self):
        program = shutil.which("chromium") or shutil.which("chromium-browser")
        if not program:
            raise FileNotFoundError("no chromium on this machine")
        self.playwright = playwright.sync_api.sync_playwright().start()
        flags = ["--disable-dev-shm-usage"] + (["--no-sandbox"] if os.geteuid() == 0 else [])
        self.browser = self.playwright.chromium.launch(executable_path=program, args=flags)

    def __call__(self, page, target):
        html = page.read_text("utf-8")
        began = time.perf_counter()
        tab = self.browser.new_page()
        tab.set_content(html)
        tab.pdf(path=target, prefer_css_page_size=True, tagged=True)
        tab.close()
        return time.perf_counter() - began

    def close(self):
        self.browser.close()
        self.playwright.stop()


class Pool:
    """The portal's own door: documents.rendering, with its worker processes."""

    def __call__(self, page, target):
        html = page.read_text("utf-8")
        began = time.perf_counter()
        pdf = render_pdf(html)
        seconds = time.perf_counter() - began
        target.write_bytes(pdf)
        return seconds

    def close(self):
        pass


def drawers():
    """The ways to draw that this machine has, warm: {way: drawer}."""
    settings.RENDER_SECONDS = 300
    ways = {way: Drawer(way) for way in ("stock", "stock-fonts", "ours")}
    ways["pool"] = Pool()
    try:
        ways["chromium"] = Chromium()
    except FileNotFoundError as missing:
        print(f"left out: {missing}", file=sys.stderr)
    return ways


def measure(ways, rows, rounds, directory):
    """Medians for a paper of so many rows: {"seconds": {way: …}, "bytes": {way: …}, "pages", …}."""
    page, content = directory / f"{rows}.html", minutes(rows)
    page.write_text(paper_html(content, draft=False), "utf-8")
    began = time.perf_counter()
    paper_html(content, draft=False)
    writing = time.perf_counter() - began

    names = list(ways)
    taken = {way: [] for way in ways}
    cpu = {way: [] for way in ways if hasattr(ways[way], "cpu_seconds")}
    for turn in range(-1, rounds):
        # Each round begins with another way; the first one warms them all up and does not count.
        for way in names[turn % len(names) :] + names[: turn % len(names)]:
            seconds = ways[way](page, directory / f"{rows}-{way}.pdf")
            if turn >= 0:
                taken[way].append(seconds)
                if way in cpu:
                    cpu[way].append(ways[way].cpu_seconds)
        if sys.stderr.isatty():
            print(f"{rows} rows, round {turn + 1} of {rounds}", end="\r", file=sys.stderr)
    return {
        "rows": rows,
        "rounds": rounds,
        "html_seconds": writing,
        "seconds": {way: statistics.median(times) for way, times in taken.items()},
        "cpu_seconds": {way: statistics.median(times) for way, times in cpu.items()},
        "all_seconds": taken,
        # Of the same round, so that both met the same machine.
        "pool_overhead": statistics.median(
            pool - ours for pool, ours in zip(taken["pool"], taken["ours"], strict=True)
        ),
        "bytes": {way: (directory / f"{rows}-{way}.pdf").stat().st_size for way in ways},
        "pages": len(pypdf.PdfReader(directory / f"{rows}-ours.pdf").pages),
    }


def targets(results):
    """What is aimed at: a list of (what, value, limit); met where the value is not above it."""
    by_rows = {result["rows"]: result for result in results}
    found = []
    for rows, result in by_rows.items():
        seconds = result["seconds"]
        # Of processor time, where one process does it all: that is the same on a busy machine.
        ratio = result["cpu_seconds"]["ours"] / result["cpu_seconds"]["stock"]
        found.append((f"{rows} rows: ours / stock, cpu", ratio, 1.10))
        if rows <= USUAL and "chromium" in seconds:
            ratio = seconds["ours"] / seconds["chromium"]
            found.append((f"{rows} rows: ours / chromium", ratio, 1.0))
        if rows <= 50:
            found.append((f"{rows} rows: pool overhead, ms", result["pool_overhead"] * 1000, 50))
    if {50, 1000} <= by_rows.keys():
        long, short = (by_rows[rows]["cpu_seconds"]["ours"] for rows in (1000, 50))
        found.append(("1000 rows / 20 × 50 rows, cpu", long / (20 * short), 1.3))
    return found


def show(results):
    print(f"{'rows':>5} {'pages':>5} {'stock':>9}", end="")
    for way in WAYS[1:]:
        print(f"{way + '/stock':>18}", end="")
    print(f"{'cpu ours/stock':>16}{'size/stock':>12}{'pool − ours':>14}{'content→HTML':>15}")
    for result in results:
        seconds, cpu, size = result["seconds"], result["cpu_seconds"], result["bytes"]
        print(
            f"{result['rows']:>5} {result['pages']:>5} {seconds['stock'] * 1000:>6.0f} ms", end=""
        )
        for way in WAYS[1:]:
            ratio = f"{seconds[way] / seconds['stock']:.2f}" if way in seconds else "–"
            print(f"{ratio:>18}", end="")
        print(f"{cpu['ours'] / cpu['stock']:>16.2f}", end="")
        print(f"{size['ours'] / size['stock']:>12.2f}", end="")
        print(
            f"{result['pool_overhead'] * 1000:>11.0f} ms{result['html_seconds'] * 1000:>12.0f} ms"
        )
    print()
    for what, value, limit in targets(results):
        verdict = "ok" if value <= limit else "MISSED"
        print(f"{verdict:<7}{what}: {value:.2f} (at most {limit:g})")


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rows", type=int, nargs="+", default=list(ROUNDS))
    parser.add_argument("--rounds", type=int, help="instead of fewer for longer papers")
    options = parser.parse_args()

    ways = drawers()
    with tempfile.TemporaryDirectory() as directory:
        results = [
            measure(ways, rows, options.rounds or ROUNDS.get(rows, 5), Path(directory))
            for rows in options.rows
        ]
    for way in ways.values():
        way.close()

    show(results)
    OUTPUT.parent.mkdir(exist_ok=True)
    report = {
        "machine": {
            "cores": os.cpu_count(),
            "system": platform.platform(),
            "python": platform.python_version(),
            "weasyprint": weasyprint.__version__,
            "pydyf": pydyf.__version__,
        },
        "variant": VARIANT,
        "papers": results,
        "targets": [
            {"what": what, "value": value, "limit": limit, "met": value <= limit}
            for what, value, limit in targets(results)
        ],
    }
    OUTPUT.write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n", "utf-8")
    print(f"\n{OUTPUT.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
