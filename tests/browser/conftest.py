"""A server that can be killed and started again, and people at their desks before it."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager, suppress

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client

START_SECONDS = 30


@pytest.fixture(scope="session", autouse=True)
def _styled():
    """Pages as people see them."""
    call_command("build_assets", verbosity=0)


def database_url():
    """The test database, as another process reaches it."""
    told = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{told['NAME']}"
    # The cluster of this run, and the database the tests made in it.
    return f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{told['NAME']}"


class Server:
    """gunicorn on one port and the test database: `start`, `kill` (SIGKILL), `start` again."""

    def __init__(self, fork):
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.fork = fork
        self.process = None

    def start(self):
        self.process = self.fork(self.port)
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            try:
                urllib.request.urlopen(f"{self.url}/healthz", timeout=1).close()
                return
            except (urllib.error.URLError, OSError):
                time.sleep(0.02)
        pytest.fail("the server did not start")

    def kill(self):
        """All of its processes at once, without a chance to finish anything."""
        if self.process is None:
            return
        # Until none of the group is left: the port is free then.
        with suppress(ProcessLookupError):
            while True:
                os.killpg(self.process, signal.SIGKILL)
                time.sleep(0.005)
        self.process = None


@pytest.fixture(scope="session")
def fork_server(django_db_setup, tmp_path_factory):
    """fork_server(port) → the id of a new process that serves the portal on that port."""
    with (
        open(tmp_path_factory.mktemp("servers") / "log", "ab") as log,
        subprocess.Popen(
            [sys.executable, "-m", "tests.browser.served"],
            cwd=settings.BASE_DIR,
            env=os.environ
            | {"DJANGO_SETTINGS_MODULE": "tests.settings", "DATABASE_URL": database_url()},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        ) as imported,
    ):

        def fork(port):
            print(port, file=imported.stdin, flush=True)
            return int(imported.stdout.readline())

        yield fork


@pytest.fixture
def server(transactional_db, fork_server):
    """A new one for each test."""
    server = Server(fork_server)
    server.start()
    yield server
    server.kill()


def session_cookie(user, url):
    """A cookie of somebody who has signed in."""
    client = Client()
    client.force_login(user)
    return {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": url}


@contextmanager
def seats(browser, told, url):
    """sit(user) → a page of a browser of their own, signed in at this address."""
    contexts = []

    def sit(user, **more):
        context = browser.new_context(**{**told, **more})
        context.set_default_timeout(15_000)
        context.add_cookies([session_cookie(user, url)])
        contexts.append(context)
        return context.new_page()

    yield sit
    for context in contexts:
        context.close()


@pytest.fixture
def item(meeting):
    return meeting.items.get(position=0)


@pytest.fixture
def other(meeting):
    return meeting.items.get(position=1)


@pytest.fixture
def sit_down(browser, browser_context_args, server):
    """Seats before the server that can be killed."""
    with seats(browser, browser_context_args, server.url) as sit:
        yield sit


@pytest.fixture
def sit(browser, browser_context_args, live_server):
    """Seats before a server in this process: with the settings of the test, keys among them."""
    with seats(
        browser, {**browser_context_args, "base_url": live_server.url}, live_server.url
    ) as s:
        yield s
