import unicodedata

from django.conf import settings
from django.core.management.base import BaseCommand

from demo.signins import SignIn, sign_ins

HEADINGS = SignIn("ব্যবহারকারী নাম", "পাসওয়ার্ড", "কে", "কার্যালয়")


class Command(BaseCommand):
    help = "পরীক্ষামূলক ব্যবহারকারীদের নাম ও পাসওয়ার্ড দেখায়; পরীক্ষামূলক তথ্য না থাকলে কিছুই নয়।"

    def add_arguments(self, parser):
        parser.add_argument(
            "--markdown", action="store_true", help="README-এর জন্য Markdown ছক হিসেবে"
        )

    def handle(self, *, markdown, **options):
        rows = sign_ins() if settings.DEMO else []
        if not rows:
            return
        for line in (_markdown if markdown else _columns)([HEADINGS, *rows]):
            self.stdout.write(line)


def _columns(rows):
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [
            cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)
        ]
        yield "  ".join(cells).rstrip()


def _width(text):
    """Columns of a terminal: signs above, below and joined to a letter take none of their own."""
    return sum(unicodedata.category(char) not in ("Mn", "Cf") for char in text)


def _markdown(rows):
    heading, *rest = rows
    for row in [heading, ["---"] * len(heading), *rest]:
        yield f"| {' | '.join(row)} |"
