"""How long the download of a stored paper takes, beside the same bytes from a bare Django view.

    python -m bench.serving

Both are asked of gunicorn over a socket, in rounds that take turns so that what else the machine does
meets both alike; what is compared is the median. What ours does more: it asks the database for the
document and hashes every byte before it sends the first. Adds its figures to build/bench.json.
"""

import http.client
import os
import secrets
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.db import connection, transaction
from django.http import HttpResponse
from django.urls import path

from bench.report import remember
from documents.models import Document
from documents.store import keep
from documents.views.serving import file_response

# bytes → rounds; a paper of three pages is about 40 kB, a scanned one some megabytes
ROUNDS = {40_000: 300, 400_000: 200, 4_000_000: 60}
LIMIT = 3


@login_not_required
def ours(request, sha256):
    document = Document.objects.get(sha256=sha256)
    return file_response(request, document, "কার্যবিবরণী.pdf")


@login_not_required
def bare(request, sha256):
    data = (settings.MEDIA_ROOT / "bare" / sha256).read_bytes()
    return HttpResponse(data, content_type="application/pdf")


urlpatterns = [path("ours/<str:sha256>", ours), path("bare/<str:sha256>", bare)]


def at_home_in(folder):
    """The portal with its database and its files in this folder, and these two pages alone."""
    connection.settings_dict["NAME"] = f"{folder}/bench.sqlite3"
    settings.MEDIA_ROOT = Path(folder) / "media"
    settings.ROOT_URLCONF = "bench.serving"


def serve():
    """What gunicorn runs."""
    at_home_in(os.environ["BENCH_FOLDER"])
    return get_wsgi_application()


def main():
    with tempfile.TemporaryDirectory() as folder:
        at_home_in(folder)
        call_command("migrate", verbosity=0)
        stored = {size: store(size) for size in ROUNDS}
        connection.close()
        with socket.create_server(("127.0.0.1", 0)) as probe:
            port = probe.getsockname()[1]
        server = subprocess.Popen(  # noqa: S603 - a program of ours
            [
                *(sys.executable, "-m", "gunicorn", "bench.serving:serve()", "--threads", "4"),
                *("--bind", f"127.0.0.1:{port}", "--log-level", "warning"),
            ],
            env=os.environ | {"BENCH_FOLDER": folder},
        )
        try:
            rows = [measure(port, *stored[size], rounds) for size, rounds in ROUNDS.items()]
        finally:
            server.terminate()
            server.wait()
    for row in rows:
        print(
            f"{row['bytes'] / 1000:8.0f} kB   bare {row['bare_ms']:7.2f} ms   "
            f"ours {row['ours_ms']:7.2f} ms   ratio {row['ratio']:.2f}"
        )
    worst = max(row["ratio"] for row in rows)
    print(
        f"worst ratio {worst:.2f}, to be at most {LIMIT}: {'met' if worst <= LIMIT else 'MISSED'}"
    )
    remember(
        "serving",
        rows,
        what="a download of a stored paper, beside a bare view",
        value=worst,
        limit=LIMIT,
    )
    raise SystemExit(worst > LIMIT)


def store(size):
    """(name, bytes) of a document and a bare file of the same random bytes."""
    data = b"%PDF-1.7\n" + secrets.token_bytes(size - 9)
    with transaction.atomic():
        document = keep(data, mime="application/pdf")
    folder = settings.MEDIA_ROOT / "bare"
    folder.mkdir(exist_ok=True)
    (folder / document.sha256).write_bytes(data)
    return document.sha256, data


def measure(port, name, data, rounds):
    taken = {"bare": [], "ours": []}
    warming = 10
    for number in range(rounds + warming):
        for way, seconds in taken.items():
            began = time.perf_counter()
            content = download(port, f"/{way}/{name}")
            spent = time.perf_counter() - began
            if content != data:
                raise SystemExit(f"{way} sent something else")
            if number >= warming:
                seconds.append(spent)
    told = {way: statistics.median(seconds) * 1000 for way, seconds in taken.items()}
    return {
        "bytes": len(data),
        "bare_ms": told["bare"],
        "ours_ms": told["ours"],
        "ratio": told["ours"] / told["bare"],
    }


def download(port, url, patience=20):
    until = time.monotonic() + patience
    while True:
        connecting = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        try:
            connecting.request("GET", url)
            return connecting.getresponse().read()
        except ConnectionRefusedError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)  # it is starting
        finally:
            connecting.close()


if __name__ == "__main__":
    main()
