import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from meetings.interchange import BadFile, read, store
from offices.models import Office


class Command(BaseCommand):
    help = "ইন্টারচেঞ্জ JSON ফাইল থেকে সভা নেয়; একটি ফাইলেও ভুল থাকলে কিছুই নেয় না।"

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--office", metavar="CODE", help="যে কার্যালয়ে সভাগুলো রাখা হবে")
        parser.add_argument("--dry-run", action="store_true", help="শুধু যাচাই, কিছু রাখা হবে না")

    def handle(self, *, files, office, dry_run, **options):
        if office is not None:
            code, office = office, Office.objects.filter(code=office).first()
            if office is None:
                raise CommandError(f"--office: “{code}” সংকেতের কোনো কার্যালয় নেই।")

        told, faults = [], []
        with transaction.atomic():
            for file in files:
                try:
                    meeting, warnings = store(read(_bytes(file)), office=office)
                except BadFile as error:
                    faults += [f"{file}: {field}: {message}" for field, message in error.faults]
                else:
                    told.append({"file": str(file), "meeting": meeting.pk, "warnings": warnings})
            if faults or dry_run:
                transaction.set_rollback(True)

        if faults:
            raise CommandError("\n".join(faults))
        for line in told:
            if dry_run:
                line["meeting"] = None
            self.stdout.write(json.dumps(line, ensure_ascii=False))


def _bytes(file):
    try:
        return file.read_bytes()
    except OSError:
        raise BadFile(("ফাইল", "ফাইলটি পড়া গেল না।")) from None
