import logging
import signal
import threading
import time

from django.core.management.base import BaseCommand
from django.db import DatabaseError, InterfaceError, close_old_connections, connection

from accounts import daily, post
from documents.confinement import die_with_parent
from minutes_portal import due

log = logging.getLogger(__name__)

IDLE = 1  # seconds between two looks for mail
DUE_EVERY = 60  # seconds between two looks for daily work
AFTER_A_FAULT = 5  # seconds until the database is asked again


class Command(BaseCommand):
    help = "ইমেইল পাঠায় ও দৈনিক কাজ করে, থামানো পর্যন্ত। একসঙ্গে কয়েকটি চালানো যায়।"

    def add_arguments(self, parser):
        parser.add_argument(
            "--with-parent", type=int, metavar="PID", help="এই প্রক্রিয়া শেষ হলে এটিও শেষ হয়"
        )

    def handle(self, *, with_parent, **options):
        stopping = threading.Event()
        # The mail in hand is finished first. A kill loses nothing either.
        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, lambda *_: stopping.set())
        if with_parent:
            die_with_parent(with_parent)
        if not post.is_set_up():
            self.stderr.write("EMAIL_URL দেওয়া নেই: ইমেইল পোর্টালেই জমা থাকবে, পাঠানো হবে না।")
        looked_at = None
        while not stopping.is_set():
            close_old_connections()
            try:
                if looked_at is None or time.monotonic() - looked_at >= DUE_EVERY:
                    daily.do_due(due.daily())
                    looked_at = time.monotonic()
                if not (post.is_set_up() and post.send_one()):
                    stopping.wait(IDLE)
            except (DatabaseError, InterfaceError):
                log.exception("the database does not answer")
                connection.close()
                stopping.wait(AFTER_A_FAULT)
