from django.core.management.base import BaseCommand

from minutes_portal import assets


class Command(BaseCommand):
    help = "Make build/assets/ from the installed packages; quick when nothing changed."
    # Runs before the database and the collected files exist.
    requires_system_checks = []

    def handle(self, **options):
        for target in assets.build():
            self.stdout.write(target)
