import json

from django.core.management.base import BaseCommand, CommandError

from accounts import daily
from minutes_portal import due


class Command(BaseCommand):
    help = "দিনে একবারের যে কাজগুলোর সময় হয়েছে ও আজ হয়নি, সেগুলো করে।"

    def handle(self, **options):
        done, failed = daily.do_due(due.daily())
        by_night, failed_by_night = daily.do_due(due.nightly(), by_itself=True)
        done, failed = done + by_night, failed + failed_by_night
        for name in done:
            self.stdout.write(json.dumps({"done": name}))
        if failed:
            raise CommandError(f"কাজ শেষ হয়নি: {', '.join(failed)}")
