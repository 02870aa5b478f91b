from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from bangla.digits import to_bengali
from demo.signins import signers
from documents.demo_keys import make_keys


class Command(BaseCommand):
    help = "পরীক্ষামূলক ব্যবহারকারীদের স্বাক্ষরের চাবি বানায়। শুধু DEMO=1 থাকলে চলে।"
    requires_system_checks = []  # they ask for what this makes

    def handle(self, **options):
        if not settings.DEMO:
            raise CommandError("পরীক্ষামূলক চাবি শুধু DEMO=1 থাকলে বানানো যায়; এখানে DEMO চালু নেই।")
        if not (settings.SIGNERS_FILE and settings.TRUST_ROOTS):
            raise CommandError("SIGNERS_FILE ও TRUST_ROOTS নির্ধারণ করুন।")
        signers_file = Path(settings.SIGNERS_FILE)
        if signers_file.exists():
            self.stderr.write("স্বাক্ষরের চাবি আগে থেকেই আছে; কিছু বদলানো হয়নি।")
            return
        people = signers()
        make_keys(signers_file, Path(settings.TRUST_ROOTS), people)
        self.stderr.write(f"পরীক্ষামূলক স্বাক্ষরের চাবি বানানো হয়েছে: {to_bengali(len(people))}টি।")
