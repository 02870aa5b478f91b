import json
from contextlib import suppress
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from bangla.digits import NotANumber, parse_int
from documents.rendering import RenderFailed
from letters.merging import NoRecipients
from letters.printing import PAPERS
from meetings.management.lookup import meeting_with_paper
from memos.hindrances import said_of


class Command(BaseCommand):
    help = "একটি সভার কাগজ PDF আকারে ছাপে; কোনো নম্বর নেয় না, কিছু বদলায় না।"

    def add_arguments(self, parser):
        parser.add_argument("meeting", metavar="ID")
        parser.add_argument("paper", metavar="PAPER", help=", ".join(PAPERS))
        parser.add_argument("--to", metavar="N", help="কয়েকজনের কাগজে কেবল এই ক্রমের জনেরটি")
        parser.add_argument("-o", "--output", type=Path, required=True, metavar="OUT.pdf")
        parser.add_argument("--html", type=Path, metavar="OUT.html", help="যে HTML ছাপা হলো তাও")

    def handle(self, *, meeting, paper, output, html, to, **options):
        if paper not in PAPERS:
            raise CommandError(f"“{paper}” নামে কোনো কাগজ নেই; আছে: {', '.join(PAPERS)}।")
        meeting = meeting_with_paper(meeting)
        if not PAPERS[paper].has(meeting):
            raise CommandError(f"সভা নং {meeting.pk}: এর “{paper}” কাগজ নেই।")
        try:
            page, pdf = PAPERS[paper].draw(meeting, to and parse_int(to))
        except NotANumber as error:
            raise CommandError(f"--to: {error}") from None
        except NoRecipients as nobody:
            raise CommandError(str(nobody)) from None
        except (RenderFailed, ValidationError) as error:
            raise CommandError(said_of(error)) from None
        files = {output: pdf}
        if html:
            files[html] = page.encode()
        try:
            _write(files)
        except OSError as error:
            raise CommandError(f"{error.filename}: ফাইলটি লেখা গেল না।") from None
        self.stdout.write(json.dumps({"file": str(output), "bytes": len(pdf)}, ensure_ascii=False))


def _write(files):
    """Write all of the files ({path: bytes}) or, where one of them cannot be written, none."""
    new = []
    try:
        for path in files:
            if not path.exists():
                new.append(path)
            path.open("ab").close()
        for path, content in files.items():
            path.write_bytes(content)
    except OSError:
        for path in new:
            with suppress(OSError):
                path.unlink()
        raise
