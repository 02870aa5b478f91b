"""What everybody else waits while strangers and one clerk ask for too much, behind the shipped proxy and without.

    scripts/with-postgres python -W ignore -m bench.strain [--seconds 12]

gunicorn serves the portal as it does on a server (deploy/gunicorn.conf.py), nginx stands before it
(deploy/nginx.conf). Six people of other offices read pages all the while, and somebody asks /healthz; beside
them, in turn, nobody; 64 connections that say nothing or half a request; 300 files for the verification;
twelve large papers of one clerk. Adds its figures to build/bench.json.
"""

import argparse
import contextlib
import http.client
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from types import SimpleNamespace

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from bench.report import remember
from offices.models import Posting
from tests.factories import (
    content_in,
    give_post,
    item_of,
    make_committee,
    make_meeting,
    make_office,
    make_user,
)
from tests.test_proxy import NAME, proxied

READERS, P95_MS, HEALTH_MS = 6, 500, 1_000
CONNECTIONS, FILES, PAPERS = 64, 300, 12
# Strangers come from elsewhere: the proxy counts by address.
HERE, ELSEWHERE = "127.0.0.1", "127.0.0.2"
PATIENCE = 10


def main():
    asked = argparse.ArgumentParser()
    asked.add_argument("--seconds", type=float, default=12)
    seconds = asked.parse_args().seconds
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    call_command("createcachetable", verbosity=0)
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as running:
        folder = Path(folder)
        folder.chmod(0o755)
        settings.MEDIA_ROOT = folder / "media"
        world = make_world()
        connection.close()
        port = running.enter_context(portal(folder))
        ways = {"without": (port, False)}
        place = folder / "proxy"
        place.mkdir()
        by_hand = SimpleNamespace(setattr=setattr)
        tls = running.enter_context(proxied(place, f"127.0.0.1:{port}", by_hand, seconds=10))
        ways["behind nginx"] = (tls, True)
        rows = [
            {"way": way, "beside": name} | strained(Door(*door), world, load, seconds)
            for way, door in ways.items()
            for name, load in LOADS.items()
        ]
    tell(rows)


def make_world():
    """{"clerk": cookie, "paper": address, "readers": [cookie], "pages": [address]}"""
    office = make_office("strained", name="উপজেলা কার্যালয়")
    clerk = make_user("clerk")
    give_post(clerk, office, Posting.Role.STAFF)
    committee = make_committee(office)
    keys = content_in()["column_keys"]
    items = [
        item_of(keys, str(number), f"বিষয় {number}", ["সংশ্লিষ্ট সকলকে ব্যবস্থা নিতে হবে। " * 12] * 4)
        for number in range(1, 200)
    ]
    large = make_meeting(committee, by=clerk, items=items)
    readers = []
    for number in range(READERS):
        other = make_office(f"reads{number}", name=f"অন্য কার্যালয় {number}")
        reader = make_user(f"reader{number}")
        give_post(reader, other, Posting.Role.OFFICER)
        make_meeting(make_committee(other), by=reader)
        readers.append(cookie_of(reader))
    names = ("home", "meetings:list", "memos:register", "committees:list", "followup:mine", "inbox")
    return {
        "clerk": cookie_of(clerk), "paper": reverse("meetings:pdf", args=[large.pk]),
        "readers": readers, "pages": [reverse(name) for name in names],
    }  # fmt: skip


def cookie_of(user):
    client = Client()
    client.force_login(user)
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


@contextlib.contextmanager
def portal(folder):
    """The port at which gunicorn serves the portal, with the settings of deploy/ but for the place."""
    with socket.create_server((HERE, 0)) as probe:
        port = probe.getsockname()[1]
    told = connection.settings_dict
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "minutes_portal.settings", "ENV_FILE": os.devnull, "HTTPS": "0",
        "DATABASE_URL": f"postgres:///{told['HOST']}/{told['NAME']}", "MEDIA_ROOT": str(folder / "media"),
        "SECRET_KEY": settings.SECRET_KEY, "BASE_URL": settings.BASE_URL,
        "ALLOWED_HOSTS": f"{HERE},{NAME}",
    }  # fmt: skip
    environment["STATIC_ROOT"] = str(folder / "collected")
    collect = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"]
    subprocess.run(collect, env=environment, cwd=settings.BASE_DIR, check=True)  # noqa: S603
    command = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py"]
    command += ["--bind", f"{HERE}:{port}", "minutes_portal.wsgi"]
    server = subprocess.Popen(command, env=environment, cwd=settings.BASE_DIR)  # noqa: S603
    try:
        until = time.monotonic() + 60
        while time.monotonic() < until and asked(Door(port, False), "/readyz")[0] != 200:
            time.sleep(0.5)
        yield port
    finally:
        server.terminate()
        server.wait()


class Door:
    """Where requests go: a port, with TLS or without."""

    def __init__(self, port, is_tls):
        self.port, self.is_tls = port, is_tls

    def plain(self, source):
        import ssl

        there = socket.create_connection(
            (HERE, self.port), timeout=PATIENCE, source_address=(source, 0)
        )
        if not self.is_tls:
            return there
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        return context.wrap_socket(there, server_hostname=NAME)


def asked(door, path, *, cookie="", body=None, kind="", source=HERE):
    """(status or 0, seconds, bytes)"""
    began = time.perf_counter()
    try:
        there = http.client.HTTPConnection(HERE, door.port, timeout=PATIENCE)
        there.sock = door.plain(source)
        headers = {"Host": NAME, "Cookie": cookie} | ({"Content-Type": kind} if kind else {})
        with contextlib.closing(there):
            there.request("POST" if body is not None else "GET", path, body=body, headers=headers)
            answer = there.getresponse()
            data = answer.read()
            return answer.status, time.perf_counter() - began, data
    except (OSError, http.client.HTTPException):
        return 0, time.perf_counter() - began, b""


def strained(door, world, load, seconds):
    """What readers and /healthz saw while a load was on."""
    over, told = threading.Event(), {"times": [], "failed": [], "health": [], "load": []}

    def read(cookie):
        turn = 0
        while not over.is_set():
            status, took, _ = asked(door, world["pages"][turn % len(world["pages"])], cookie=cookie)
            told["times"].append(took * 1000)
            if status != 200:
                told["failed"].append(status)
            turn += 1
            over.wait(0.2)

    def watch():
        while not over.is_set():
            told["health"].append(asked(door, "/healthz")[1] * 1000)
            over.wait(0.2)

    threads = [threading.Thread(target=read, args=[cookie]) for cookie in world["readers"]]
    threads += [threading.Thread(target=watch)]
    threads += load(door, world, over, told["load"])
    for thread in threads:
        thread.start()
    time.sleep(seconds)
    over.set()
    for thread in threads:
        thread.join()
    quantiles = statistics.quantiles(told["times"], n=20)
    return {
        "pages": len(told["times"]), "p50": quantiles[9], "p95": quantiles[18],
        "failed": len(told["failed"]), "healthz": max(told["health"]),
        "answers": {status: told["load"].count(status) for status in sorted(set(told["load"]))},
    }  # fmt: skip


def nobody(door, world, over, answers):
    return []


def half_heads(door, world, over, answers):
    """Connections that say nothing, or half of what they want; one that is ended comes again."""

    def hold(says):
        while not over.is_set():
            with contextlib.suppress(OSError), door.plain(ELSEWHERE) as there:
                there.settimeout(0.5)
                if says:
                    there.sendall(b"GET / HTTP/1.1\r\nHost: minu")
                while not over.is_set():
                    with contextlib.suppress(TimeoutError):
                        if not there.recv(1000):
                            break
            over.wait(0.2)

    return [threading.Thread(target=hold, args=[number % 2]) for number in range(CONNECTIONS)]


def files(door, world, over, answers):
    """Files for the verification, one after another from eight senders, with a token of our own page."""
    left = iter(range(FILES))
    lock = threading.Lock()

    def send():
        page = asked(door, "/verify/", source=ELSEWHERE)[2].decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        token = token[1] if token else "x" * 64
        body = multipart(token)
        while not over.is_set():
            with lock:
                if next(left, None) is None:
                    return
            status, _, _ = asked(
                door, "/verify/", body=body, kind="multipart/form-data; boundary=b", source=ELSEWHERE,
                cookie=f"{settings.CSRF_COOKIE_NAME}={token}",
            )  # fmt: skip
            answers.append(status)

    return [threading.Thread(target=send) for _ in range(8)]


def multipart(token):
    pdf = b"%PDF-1.7\n" + b"1 0 obj << >> endobj\n" * 10_000
    return (
        b'--b\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n' + token.encode()
        + b'\r\n--b\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n' + pdf
        + b"\r\n--b--\r\n"
    )  # fmt: skip


def papers(door, world, over, answers):
    """One clerk asks for a large paper again and again, twelve at a time."""

    def ask_on():
        while not over.is_set():
            answers.append(asked(door, world["paper"], cookie=world["clerk"])[0])
            over.wait(0.2)

    return [threading.Thread(target=ask_on) for _ in range(PAPERS)]


LOADS = {
    "nobody": nobody,
    f"{CONNECTIONS} silent or half heads": half_heads,
    f"{FILES} files to verify": files,
    f"{PAPERS} large papers of one clerk": papers,
}


def tell(rows):
    for row in rows:
        print(
            "{way:13} {beside:30} {pages:5} pages  p50 {p50:6.0f}  p95 {p95:6.0f} ms  failed {failed:4}"
            "  /healthz at most {healthz:6.0f} ms  {answers}".format(**row)
        )
    behind = [row for row in rows if row["way"] == "behind nginx"]
    for what, value, limit in (
        ("a page behind nginx under strain, p95 in ms", max(row["p95"] for row in behind), P95_MS),
        (
            "/healthz behind nginx under strain, ms",
            max(row["healthz"] for row in behind),
            HEALTH_MS,
        ),
        ("pages that failed behind nginx under strain", sum(row["failed"] for row in behind), 0),
    ):
        remember("strain", rows, what=what, value=value, limit=limit)


if __name__ == "__main__":
    main()
