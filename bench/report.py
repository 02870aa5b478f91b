"""What the benchmarks measured, in one file: build/bench.json."""

import json
from pathlib import Path

OUTPUT = Path(__file__).resolve().parents[1] / "build" / "bench.json"


def remember(name, rows, *, what, value, limit):
    """Put the rows of a benchmark and its target ("what" at most `limit`) into the report."""
    OUTPUT.parent.mkdir(exist_ok=True)
    report = json.loads(OUTPUT.read_text("utf-8")) if OUTPUT.exists() else {}
    target = {"what": what, "value": value, "limit": limit, "met": value <= limit}
    targets = [each for each in report.get("targets", []) if each["what"] != what]
    report |= {name: rows, "targets": [*targets, target]}
    OUTPUT.write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n", "utf-8")
