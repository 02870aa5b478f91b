import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from bangla.digits import to_bengali
from documents.verifying import verdict_on


class Command(BaseCommand):
    help = "ফাইলগুলো জারি করা কাগজ কি না মিলিয়ে দেখে; সব ক’টি হুবহু এক ও বহাল হলে তবেই সফল।"

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")

    def handle(self, *, files, **options):
        standing, unread = 0, []
        for path in files:
            try:
                data = path.read_bytes()
            except OSError:
                unread.append(str(path))
                continue
            verdict = verdict_on(data)
            standing += verdict.stands
            self.stdout.write(json.dumps(told(path, verdict), ensure_ascii=False))
        if unread:
            raise CommandError(f"ফাইল পড়া গেল না: {', '.join(unread)}।")
        if standing < len(files):
            raise CommandError(
                f"{to_bengali(len(files))}টি ফাইলের {to_bengali(len(files) - standing)}টি জারি করা বহাল কাগজ নয়।"
            )


def told(path, verdict):
    """A line of output: the three answers, one after another."""
    return {
        "file": str(path),
        "issued": verdict.issued,
        "status": verdict.status,
        "memo": verdict.paper.number if verdict.paper else None,
        "sha256": verdict.sha256,
        "kind": verdict.file.kind if verdict.file else None,
        "later_stage": verdict.later is not None,
        "superseded_by": _successor(verdict),
        "signatures": [
            {
                "signer": signature.signer,
                "signed_at": signature.signed_at and signature.signed_at.isoformat(),
                "intact": signature.intact,
                "trusted": signature.trusted,
                "covers_whole_file": signature.covers_whole_file,
            }
            for signature in verdict.signatures or []
        ],
        "claims": [
            {"memo": paper.number, "status": paper.status} for paper in verdict.claims or []
        ],
        "unread": [text for text in (verdict.signatures_unread, verdict.claims_unread) if text],
    }


def _successor(verdict):
    successor = verdict.paper and verdict.paper.superseded_by
    return successor.number if successor else None
