import json

from django.core.management.base import BaseCommand, CommandError

from bangla.digits import to_bengali
from documents import store


class Command(BaseCommand):
    help = "সংরক্ষিত সব দলিল আগাগোড়া পড়ে মিলিয়ে দেখে; একটি বাইট বদলালেও বা ফাইল না থাকলে নাম বলে।"

    def handle(self, **options):
        checked = faulty = 0
        for document, is_whole in store.checked():
            checked += 1
            if not is_whole:
                faulty += 1
                self._name(document)
        self.stdout.write(json.dumps({"checked": checked, "faulty": faulty}))
        if faulty:
            raise CommandError(
                f"{to_bengali(checked)}টি দলিলের {to_bengali(faulty)}টি নষ্ট বা হারানো; ব্যাকআপ থেকে ফেরান।"
            )

    def _name(self, document):
        numbers = document.paper_files.order_by("pk").values_list("paper__number", flat=True)
        found = {
            "file": str(document.path),
            "fault": "damaged" if document.path.exists() else "missing",
            "memos": list(numbers),
        }
        self.stdout.write(json.dumps(found, ensure_ascii=False))
