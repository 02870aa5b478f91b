import json

from django.core.management.base import BaseCommand, CommandError

from backups.faults import Fault
from backups.saving import back_up, told_of


class Command(BaseCommand):
    help = "ডেটাবেস ও সব কাগজের একটি ব্যাকআপ করে, কাজ চলতে থাকলেও; অসমাপ্ত ব্যাকআপ কখনো ব্যাকআপ বলে গণ্য হয় না।"

    def add_arguments(self, parser):
        parser.add_argument("folder", metavar="DIR", help="যে ফোল্ডারে তারিখ-নামের ব্যাকআপ হবে")
        parser.add_argument("--keep", type=int, default=0, metavar="N", help="শুধু নতুন N-টি রাখে")

    def handle(self, *, folder, keep, **options):
        if keep < 0:
            raise CommandError("--keep হবে ১ বা তার বেশি।")
        try:
            made, told = back_up(folder, keep=keep)
        except Fault as fault:
            raise CommandError(str(fault)) from None
        found = {name: told[name] for name in ("papers", "bytes", "faulty", "seconds")}
        self.stdout.write(json.dumps({"backup": str(made)} | found, ensure_ascii=False))
        if told["faulty"]:
            raise CommandError(told_of(told["faulty"]))
