"""What a module can do that documents.confined calls: nothing. For test_qr."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path


def answer(data, *, act, secret=""):
    return ACTS[act](secret)


def look_around(secret):
    return {
        "network": tried(lambda: socket.create_connection(("127.0.0.1", 9))),
        "programs": tried(lambda: subprocess.run(["/bin/true"], check=True)),
        "the portal's files": tried(lambda: Path(secret).read_bytes()),
        "new files": tried(lambda: Path("/tmp/confined-probe").write_bytes(b"x")),
        "secrets": [name for name in os.environ if "SECRET" in name or "DATABASE" in name],
    }


def tried(act):
    try:
        act()
    except PermissionError:
        return "refused"
    return "done"


def eat(_):
    return {"eaten": len(bytearray(2**29))}


def fail(_):
    raise ValueError("a message that quotes the file")


ACTS = {
    "look around": look_around,
    "die": lambda _: os.kill(os.getpid(), 9),
    "say nothing": lambda _: sys.exit(0),
    "say too much": lambda _: {"much": "x" * 2**21},
    "sleep": lambda _: time.sleep(60),
    "eat": eat,
    "fail": fail,
}
