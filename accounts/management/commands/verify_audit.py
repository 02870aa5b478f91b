import json
from collections import defaultdict
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from accounts import trail


class Command(BaseCommand):
    help = "নিরীক্ষার প্রতিটি শিকল আগাগোড়া মিলিয়ে দেখে; একটিও না মিললে ব্যর্থ হয়।"

    def add_arguments(self, parser):
        parser.add_argument(
            "--anchor",
            action="store_true",
            help="শুধু প্রতিটি শিকলের মাথা ছাপে, পোর্টালের বাইরে লিখে রাখার জন্য",
        )
        parser.add_argument(
            "--against", type=Path, metavar="FILE", help="আগে --anchor দিয়ে লেখা মাথার সঙ্গেও মেলায়"
        )

    def handle(self, *, anchor, against, **options):
        if anchor:
            for chain, events, last_hash in trail.anchors():
                self._tell(chain=chain, events=events, hash=last_hash)
            return
        anchored = _anchored(against) if against else {}
        broken = []
        for chain in sorted({*trail.chains(), *anchored}):
            verdict = trail.verify(chain, anchored=anchored.get(chain, ()))
            told = {"chain": chain, "events": verdict.events, "intact": verdict.is_intact}
            if not verdict.is_intact:
                told["broken_at"] = verdict.broken_at
                broken.append(chain)
            self._tell(**told)
        if broken:
            raise CommandError(f"নিরীক্ষার শিকল মেলেনি: {', '.join(broken)}")

    def _tell(self, **line):
        self.stdout.write(json.dumps(line, ensure_ascii=False))


def _anchored(file):
    """{chain: [(serial, hash), …]} from lines that --anchor wrote, on one day or on many."""
    found, broken = defaultdict(list), 0
    try:
        lines = [line for line in file.read_text("utf-8", "replace").splitlines() if line.strip()]
    except OSError:
        lines = []
    for line in lines:
        try:
            told = json.loads(line)
            found[str(told["chain"])].append((int(told["events"]), str(told["hash"])))
        except (ValueError, KeyError, TypeError):
            # A note that was cut short by a full disk or a kill: the others hold all the same.
            broken += 1
    if broken >= len(lines) / 2 or not found:
        raise CommandError(f"{file}: ফাইলটি পড়া গেল না, বা এটি --anchor দিয়ে লেখা নয়।")
    return found
