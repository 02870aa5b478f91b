import json

from django.core.management.base import BaseCommand, CommandError

from backups.faults import Fault
from backups.restoring import restore


class Command(BaseCommand):
    help = "একটি ব্যাকআপ খালি পোর্টালে ফেরায়, এবং প্রতিটি কাগজ ও নিরীক্ষার শিকল মিলিয়ে দেখে।"

    def add_arguments(self, parser):
        parser.add_argument("folder", metavar="DIR", help="একটি ব্যাকআপ, বা যে ফোল্ডারে ব্যাকআপগুলো আছে")

    def handle(self, *, folder, **options):
        try:
            found = restore(folder)
        except Fault as fault:
            raise CommandError(str(fault)) from None
        self.stdout.write(json.dumps(found, ensure_ascii=False))
