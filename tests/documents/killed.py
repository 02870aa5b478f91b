"""Keep a document and be killed at every step of it; for test_store, in a process of its own.

    python -m tests.documents.killed DIRECTORY

The directory becomes MEDIA_ROOT and holds the database. Prints a line of JSON for each kill: where
it fell, and what was found afterwards: rows, files without a row, rows without their file.
"""

import json
import os
import signal
import sys
import tempfile
from pathlib import Path

import django
from django.conf import settings
from django.db import connection, transaction


def main(place):
    django.setup()
    settings.MEDIA_ROOT = place / "media"
    connection.settings_dict["NAME"] = str(place / "kept.sqlite3")
    from documents.models import Document

    with connection.schema_editor() as editor:
        editor.create_model(Document)
    connection.close()

    killed_at = 0
    while True:
        told, hears = os.pipe()
        child = os.fork()
        if not child:
            keep_and_die(b"a document %d" % killed_at, killed_at, hears)
        os.close(hears)
        _, status = os.waitpid(child, 0)
        with os.fdopen(told) as pipe:
            step = pipe.read()
        print(json.dumps({"step": step, "killed": os.WIFSIGNALED(status), **found()}))
        if not os.WIFSIGNALED(status):
            return
        killed_at += 1


def keep_and_die(data, killed_at, pipe):
    """Keep it; the process is killed before the step of this number, or ends when there is none."""
    steps = iter(range(10_000))

    def step(name):
        if next(steps) == killed_at:
            os.write(pipe, name.encode())
            os.kill(os.getpid(), signal.SIGKILL)

    def watched(name, act):
        def watching(*args, **kwargs):
            step(f"before {name}")
            done = act(*args, **kwargs)
            step(f"after {name}")
            return done

        return watching

    for module, name in ((tempfile, "mkstemp"), (os, "fsync"), (os, "rename")):
        setattr(module, name, watched(name, getattr(module, name)))

    def inserting(execute, sql, *rest):
        return watched("insert", execute)(sql, *rest) if "INSERT" in sql else execute(sql, *rest)

    from documents.store import keep

    with connection.execute_wrapper(inserting), transaction.atomic():
        keep(data, mime="text/plain")
        step("before commit")
    step("after commit")
    os.write(pipe, b"the end")
    os._exit(0)


def found():
    from documents.models import Document
    from documents.store import stored_files
    from documents.stored import Damaged

    dangling = []
    for document in Document.objects.all():
        try:
            document.read()
        except Damaged:
            dangling.append(document.sha256)
    rows = Document.objects.count()
    connection.close()
    return {
        "rows": rows,
        "files": len(list(stored_files())),
        "unfinished": len(list((settings.MEDIA_ROOT / "sha256" / "incoming").glob("*"))),
        "dangling": dangling,
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]))
