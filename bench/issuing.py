"""How long issuing a paper takes, beside drawing the same paper: numbering, signing and storing included.

    python -m bench.issuing

Both go through the warm render workers, in rounds that take turns; what is compared is the median.
Papers of every length are held to the limit, the shortest too.
The key is EC P-256 in a PKCS#12 file. Adds its figures to build/bench.json.
"""

import statistics
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from bench.papers import minutes
from bench.report import remember
from meetings import printing
from meetings.interchange import store
from meetings.models import Meeting
from memos import actions
from offices.models import today
from tests.cast import make_cast
from tests.keys import give_keys, opened

# rows of the table → rounds
ROUNDS = {5: 20, 13: 20, 50: 8, 200: 3}
LIMIT = 1.6


def main():
    with tempfile.TemporaryDirectory() as folder:
        connection.settings_dict["NAME"] = f"{folder}/bench.sqlite3"
        settings.MEDIA_ROOT = Path(folder) / "media"
        call_command("migrate", verbosity=0)
        cast = make_cast()
        give_keys(settings, Path(folder) / "keys", cast.officer)
        signer = opened(cast.officer.username)
        results = [measure(cast, signer, rows, rounds) for rows, rounds in ROUNDS.items()]
    for row in results:
        print(
            f"{row['rows']:8d} rows  drawn {row['drawn_ms']:7.1f} ms   "
            f"issued {row['issued_ms']:7.1f} ms   ratio {row['ratio']:.2f}  "
            f"{'met' if row['ratio'] <= LIMIT else 'MISSED'}"
        )
    worst = max(row["ratio"] for row in results)
    print(
        f"worst ratio {worst:.2f}, to be at most {LIMIT}: {'met' if worst <= LIMIT else 'MISSED'}"
    )
    remember(
        "issuing", results, what="issuing a paper, beside drawing it", value=worst, limit=LIMIT
    )
    raise SystemExit(worst > LIMIT)


def measure(cast, signer, rows, rounds):
    drawn, issued = [], []
    warming = 2
    for number in range(rounds + warming):
        meeting = approved(cast, rows, number)
        began = time.perf_counter()
        printing.draw(Meeting.objects.with_paper().get(pk=meeting.pk))
        between = time.perf_counter()
        actions.issue(meeting=meeting, by=cast.officer, signer=signer, on=today())
        ended = time.perf_counter()
        if number >= warming:
            drawn.append(between - began)
            issued.append(ended - between)
    drawn_ms, issued_ms = (statistics.median(each) * 1000 for each in (drawn, issued))
    return {
        "rows": rows,
        "drawn_ms": drawn_ms,
        "issued_ms": issued_ms,
        "ratio": statistics.median(b / a for a, b in zip(drawn, issued, strict=True)),
    }


def approved(cast, rows, number):
    content = minutes(rows)
    held_on = today() - timedelta(days=1 + number + 100 * rows)
    content["committee"] = cast.committee.name
    content["meeting"]["date"] = held_on.isoformat()
    content["memo"] = {"number": "০৫.৪৭.৮৫৯২.০০০.০১.০০২.২৪"}
    # Who signs is who is printed.
    content["signatory"] = {"name": cast.officer.name, "designation": ["কর্মকর্তা", "মেঘডুবি, শালবন।"]}
    meeting, _ = store(content, office=cast.meghdubi, by=cast.staff)
    meeting.submit(by=cast.staff)
    meeting.approve(by=cast.officer)
    return meeting


if __name__ == "__main__":
    main()
