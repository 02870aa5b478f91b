"""How long a paper takes, and how large it is, beside stock WeasyPrint and Chromium.

    .venv/bin/python -m bench.pdf [--rows 10 50 …] [--rounds N] [--no-samples]

Every way draws the same HTML: invented minutes of so many rows, and the five sample papers where
they lie beside this checkout. The rounds are interleaved, so that what else the machine does meets
all ways alike; what is compared are ratios within a round, by the clock, and of those the median.
Prints a table, then each target at every paper, met or missed, and writes build/bench.json.
"""

import argparse
import json
import math
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
from papers.drawing import paper_html

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "../shared/seeds"
OUTPUT = ROOT / "build" / "bench.json"

# rows of the paper → rounds
ROUNDS = {10: 15, 50: 11, 200: 7, 1000: 3}
ROUNDS_OF_A_SAMPLE = 11
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
        builds = ("chromium", "chromium-browser", "chromium-headless-shell")
        program = next(filter(None, map(shutil.which, builds)), None)
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


def measure(ways, name, content, rounds, directory):
    """What a paper takes: {"paper", "seconds": {way: [in each round]}, "bytes": {way: …}, …}."""
    page = directory / f"{name}.html"
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
            seconds = ways[way](page, directory / f"{name}-{way}.pdf")
            if turn >= 0:
                taken[way].append(seconds)
                if way in cpu:
                    cpu[way].append(ways[way].cpu_seconds)
        if sys.stderr.isatty():
            print(f"{name}, round {turn + 1} of {rounds}", end="\r", file=sys.stderr)
    return {
        "paper": name,
        "html_seconds": writing,
        "seconds": taken,
        "cpu_seconds": cpu,
        "bytes": {way: (directory / f"{name}-{way}.pdf").stat().st_size for way in ways},
        "pages": len(pypdf.PdfReader(directory / f"{name}-ours.pdf").pages),
    }


def ratio(result, way, to, seconds="seconds"):
    """The median over the rounds: within one round both met the same machine."""
    pairs = zip(result[seconds][way], result[seconds][to], strict=True)
    return statistics.median(one / other for one, other in pairs)


def pool_overhead(result):
    """What the portal's door takes above the drawing itself, in milliseconds."""
    pairs = zip(result["seconds"]["pool"], result["seconds"]["ours"], strict=True)
    return 1000 * statistics.median(pool - ours for pool, ours in pairs)


def targets(results):
    """What is aimed at, at every paper: [(what, paper, value, limit)]; met up to the limit."""
    found = []
    for result in results:
        paper = result["paper"]
        found.append(("ours / stock", paper, ratio(result, "ours", "stock"), 1.10))
        found.append(("pool overhead, ms", paper, pool_overhead(result), 50))
        if "chromium" in result["seconds"]:
            found.append(("ours / chromium", paper, ratio(result, "ours", "chromium"), 1.0))
    by_paper = {result["paper"]: result for result in results}
    if {"50 rows", "1000 rows"} <= by_paper.keys():
        long, short = (
            statistics.median(by_paper[f"{rows} rows"]["seconds"]["ours"]) for rows in (1000, 50)
        )
        found.append(("per row / of 50 rows", "1000 rows", long / (20 * short), 1.3))
    return sorted(found, key=lambda target: target[0])


def show(results):
    print(f"{'paper':>10} {'pages':>5} {'stock':>9}", end="")
    for way in WAYS[1:]:
        print(f"{way + '/stock':>18}", end="")
    print(f"{'cpu ours/stock':>16}{'size/stock':>12}{'pool − ours':>14}{'content→HTML':>15}")
    for result in results:
        size = result["bytes"]
        stock = statistics.median(result["seconds"]["stock"])
        print(f"{result['paper']:>10} {result['pages']:>5} {stock * 1000:>6.0f} ms", end="")
        for way in WAYS[1:]:
            known = way in result["seconds"]
            print(f"{ratio(result, way, 'stock') if known else math.nan:>18.2f}", end="")
        print(f"{ratio(result, 'ours', 'stock', 'cpu_seconds'):>16.2f}", end="")
        print(f"{size['ours'] / size['stock']:>12.2f}", end="")
        print(f"{pool_overhead(result):>11.0f} ms{result['html_seconds'] * 1000:>12.0f} ms")
    print()
    missed = []
    for what, paper, value, limit in targets(results):
        if value > limit:
            missed.append(f"{what} at {paper} ({value:.2f})")
        verdict = "ok" if value <= limit else "MISSED"
        print(f"{verdict:<7}{what}, {paper}: {value:.2f} (at most {limit:g})")
    print(f"\nfalls short: {'; '.join(missed) or 'nowhere'}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rows", type=int, nargs="+", default=list(ROUNDS))
    parser.add_argument("--rounds", type=int, help="instead of fewer for longer papers")
    parser.add_argument("--no-samples", action="store_true", help="invented papers alone")
    options = parser.parse_args()

    papers = [(f"{rows} rows", minutes(rows), ROUNDS.get(rows, 5)) for rows in options.rows]
    if not options.no_samples:
        samples = sorted(SAMPLES.glob("*.json"))
        if not samples:
            print("left out: no sample papers beside this checkout (../shared)", file=sys.stderr)
        for sample in samples:
            content = json.loads(sample.read_text("utf-8"))
            papers.append((f"sample {sample.name[:3]}", content, ROUNDS_OF_A_SAMPLE))
    ways = drawers()
    with tempfile.TemporaryDirectory() as directory:
        results = [
            measure(ways, name, content, options.rounds or rounds, Path(directory))
            for name, content, rounds in papers
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
            {"what": what, "paper": paper, "value": value, "limit": limit, "met": value <= limit}
            for what, paper, value, limit in targets(results)
        ],
    }
    OUTPUT.write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n", "utf-8")
    print(f"\n{OUTPUT.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
