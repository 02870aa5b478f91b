"""The portal as a server process of its own serves it in the tests, static files included.

    python -m tests.browser.served

A server costs its imports and templates once: this process has read them, and for each port it is
told it forks a gunicorn that listens there, and writes the id of that process, which leads a group
of its own.
"""

import ctypes
import os
import signal
import sys
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.wsgi import get_wsgi_application
from django.template.loader import get_template
from django.urls import reverse
from gunicorn.app.base import BaseApplication

PR_SET_CHILD_SUBREAPER = 36  # <linux/prctl.h>


class Portal(BaseApplication):
    """gunicorn for an application that is loaded already."""

    def __init__(self, application, **options):
        self.application, self.options = application, options
        super().__init__()

    def load_config(self):
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self):
        return self.application


def serve(application, port):
    """Become a server; returns only by ending this process."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.setsid()
    os.dup2(os.open(os.devnull, os.O_RDWR), 0)
    os.dup2(2, 1)  # the list of ids is this one's parent's
    Portal(
        application, bind=f"127.0.0.1:{port}", worker_class="gthread", workers=1, threads=8,
        loglevel="warning",
    ).run()  # fmt: skip


def read_ahead():
    """All that a portal reads with its first pages: the views, the templates."""
    reverse("home")
    templates = Path(settings.BASE_DIR, "templates")
    for file in templates.rglob("*.html"):
        get_template(str(file.relative_to(templates)))


def main():
    application = StaticFilesHandler(get_wsgi_application())
    read_ahead()
    # Whoever is killed leaves nothing behind, a server's own children neither: they become ours.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    for line in sys.stdin:
        server = os.fork()
        if not server:
            serve(application, int(line))
        print(server, flush=True)


if __name__ == "__main__":
    main()
