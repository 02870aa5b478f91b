"""A paper to a hundred recipients as one file to print, beside drawing each copy by itself.

    python -m bench.merging

A copy drawn by itself is the addressed page and the paper anew, as a mail merge of an office program
does it; some are drawn and the mean is taken a hundred times. The share of the pages is what the
addressed pages alone need in one file, and the paper once. Adds its figures to build/bench.json.
"""

import statistics
import tempfile
import time
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from bench.issuing import approved
from bench.report import remember
from documents.rendering import render_pdf
from letters import merging
from memos import actions
from memos.models import Copy
from papers.drawing import paper_html
from tests.cast import make_cast
from tests.factories import make_copies
from tests.keys import give_keys, opened

RECIPIENTS = 100
ALONE = 10  # copies drawn by themselves
ROUNDS = 3
COST, BYTES = 0.1, 1.5
# Rows of the table of the paper: one of two pages and one as long as most.
ROWS = [5, 13]


def main():
    with tempfile.TemporaryDirectory() as folder:
        connection.settings_dict["NAME"] = f"{folder}/bench.sqlite3"
        settings.MEDIA_ROOT = Path(folder) / "media"
        call_command("migrate", verbosity=0)
        cast = make_cast()
        give_keys(settings, Path(folder) / "keys", cast.officer)
        signer = opened(cast.officer.username)
        results = [measure(cast, signer, rows) for rows in ROWS]
    for row in results:
        print(
            f"{row['rows']:4d} rows, {RECIPIENTS} recipients: {row['merged_ms']:7.0f} ms for "
            f"{row['alone_ms']:8.0f} ms, ratio {row['cost']:.3f}   "
            f"{row['merged_bytes']:8d} bytes for a share of {row['share_bytes']:8d}, "
            f"ratio {row['bytes']:.2f}"
        )
    missed = False
    for key, limit, what in (
        ("cost", COST, "a merged file of 100 copies, beside drawing each by itself"),
        ("bytes", BYTES, "bytes of a merged file, beside the share of its pages"),
    ):
        worst = max(row[key] for row in results)
        missed |= worst > limit
        print(
            f"worst {key} ratio {worst:.3f}, to be at most {limit}: {'MISSED' if worst > limit else 'met'}"
        )
        remember("merging", results, what=what, value=worst, limit=limit)
    raise SystemExit(missed)


def measure(cast, signer, rows):
    meeting = approved(cast, rows, 0)
    memo = actions.issue(meeting=meeting, by=cast.officer, signer=signer)
    Copy.objects.filter(memo=memo).delete()
    make_copies(memo, RECIPIENTS)
    sent = merging.sent_by(memo)
    recipients = merging.recipients_of(memo, sent)
    paper = paper_html(sent.content, draft=False)
    alone = [
        timed(lambda each=each: (merging.drawn(sent, [each]), render_pdf(paper)))[0]
        for each in recipients[: ALONE + 2]
    ][2:]
    merged = []
    for _ in range(ROUNDS):
        took, file = timed(lambda: merged_file(memo))
        merged.append(took)
    share = len(merging.drawn(sent, recipients)[1]) + len(sent.pdf)
    alone_ms, merged_ms = statistics.mean(alone) * RECIPIENTS, statistics.median(merged)
    return {
        "rows": rows,
        "alone_ms": alone_ms,
        "merged_ms": merged_ms,
        "cost": merged_ms / alone_ms,
        "merged_bytes": len(file),
        "share_bytes": share,
        "bytes": len(file) / share,
    }


def merged_file(memo):
    """All of it, from reading the issued paper on."""
    sent = merging.sent_by(memo)
    recipients = merging.recipients_of(memo, sent)
    parts = [merging.addressed(sent, some) for some in merging.chunks(recipients)]
    return merging.bind(sent, parts)


def timed(do):
    """(milliseconds, what it gave)."""
    began = time.perf_counter()
    made = do()
    return (time.perf_counter() - began) * 1000, made


if __name__ == "__main__":
    main()
