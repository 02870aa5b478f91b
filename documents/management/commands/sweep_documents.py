import json

from django.core.management.base import BaseCommand

from documents.store import sweep


class Command(BaseCommand):
    help = "যেসব ফাইল কোনো দলিলের নয় (অসমাপ্ত কাজের অবশেষ) ও ২৪ ঘণ্টার পুরোনো, সেগুলো মোছে।"

    def handle(self, **options):
        self.stdout.write(json.dumps({"swept": sweep()}))
