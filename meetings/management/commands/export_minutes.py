import json

from django.core.management.base import BaseCommand

from bangla.text import storable_in
from meetings.content import content_of
from meetings.management.lookup import meeting_with_paper


class Command(BaseCommand):
    help = "একটি সভা ইন্টারচেঞ্জ JSON আকারে দেয়।"

    def add_arguments(self, parser):
        parser.add_argument("meeting", metavar="ID")

    def handle(self, *, meeting, **options):
        # A row that was spoilt before the columns were watched is written all the same.
        content = storable_in(content_of(meeting_with_paper(meeting)))
        self.stdout.write(json.dumps(content, ensure_ascii=False))
