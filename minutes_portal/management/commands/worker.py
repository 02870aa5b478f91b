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


class Night:
    """The long work of a night, in a thread of its own: mail goes on meanwhile, and a kill ends both."""

    def __init__(self):
        self.thread = None

    def begin(self):
        if self.thread is None or not self.thread.is_alive():
            self.thread = threading.Thread(target=self._work, daemon=True)
            self.thread.start()

    def _work(self):
        try:
            daily.do_due(due.nightly(), by_itself=True)
        except (DatabaseError, InterfaceError):
            log.exception("the database does not answer")
        finally:
            connection.close()


class Command(BaseCommand):
    help = "ইমেইল পাঠায়, ফেরত আসা মেইল পড়ে, বড় ফাইল তৈরি করে ও দৈনিক কাজ করে, থামানো পর্যন্ত। একসঙ্গে কয়েকটি চালানো যায়।"

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
        night = Night()
        works = [
            (DUE_EVERY, lambda: daily.do_due(due.daily())),
            (DUE_EVERY, night.begin),
            *due.often(),
        ]
        next_at = dict.fromkeys(range(len(works)), time.monotonic())
        while not stopping.is_set():
            close_old_connections()
            try:
                for number, (seconds, work) in enumerate(works):
                    if time.monotonic() >= next_at[number]:
                        next_at[number] = time.monotonic() + seconds
                        self.do(work)
                # A mail and a step of what else there is, in turns: neither waits long for the other.
                was_busy = post.is_set_up() and post.send_one()
                for job in due.jobs():
                    was_busy = self.do(job) or was_busy
                if not was_busy:
                    stopping.wait(IDLE)
            except (DatabaseError, InterfaceError):
                log.exception("the database does not answer")
                connection.close()
                stopping.wait(AFTER_A_FAULT)

    def do(self, work):
        """What it answers. One that fails is asked again in its time, and does not stop the others."""
        try:
            return work()
        except (DatabaseError, InterfaceError):
            raise
        except Exception:
            log.exception("%s failed", work)
            return None
