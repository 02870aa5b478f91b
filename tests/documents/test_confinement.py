"""The locks of a render worker, each tried on a process of its own; and without them, as control."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from documents import confined
from documents.confined import NoAnswer
from documents.pool import RenderFailed, WorkerPool

ROOT = Path(__file__).resolve().parents[2]
ATTEMPTS = """
import os, socket, subprocess, sys
from pathlib import Path
from documents import confinement

def attempt(name, action):
    try:
        action()
        print(name, "done")
    except OSError as error:
        print(name, type(error).__name__)
"""


def outcomes(script, *arguments):
    """What each attempt of a script came to: name → "done" or the kind of its error."""
    finished = subprocess.run(
        [sys.executable, "-c", ATTEMPTS + script, *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert finished.stderr == ""
    return dict(line.rsplit(" ", 1) for line in finished.stdout.splitlines())


@pytest.mark.parametrize("locked", [False, True])
def test_a_closed_network_has_no_sockets_and_no_other_programs(locked):
    found = outcomes(f"""
print("closed", {locked} and confinement.close_network())
attempt("tcp", lambda: socket.socket().close())
attempt("udp", lambda: socket.socket(type=socket.SOCK_DGRAM).close())
attempt("unix", lambda: socket.socket(socket.AF_UNIX).close())
attempt("program", lambda: subprocess.run(["true"]))
attempt("file", lambda: Path("/etc/passwd").read_text())
""")
    if locked and found["closed"] == "False":
        pytest.skip("this kernel has no system call filters for us")

    outward = "PermissionError" if locked else "done"
    assert found == {
        "closed": str(locked),
        "tcp": outward,
        "udp": outward,
        "unix": outward,
        "program": outward,
        "file": "done",
    }


@pytest.mark.parametrize("locked", [False, True])
def test_closed_files_leave_what_was_named_and_nothing_else(tmp_path, locked):
    for name in ("library", "scratch", "portal"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text("x")
    (tmp_path / "single").write_text("x")
    found = outcomes(
        f"""
place = Path(sys.argv[1])
print("closed", {locked} and confinement.close_files(
    readable=[place / "library", place / "single", place / "no such thing"],
    writable=[place / "scratch"],
))
attempt("read library", (place / "library/file").read_text)
attempt("read single", (place / "single").read_text)
attempt("read portal", (place / "portal/file").read_text)
attempt("list portal", lambda: os.listdir(place / "portal"))
attempt("parent's secrets", Path(f"/proc/{{os.getppid()}}/environ").read_bytes)
attempt("write library", lambda: (place / "library/new").write_text("x"))
attempt("write single", lambda: (place / "single").write_text("x"))
attempt("write portal", lambda: (place / "portal/file").write_text("x"))
attempt("write scratch", lambda: (place / "scratch/new").write_text("x"))
attempt("clear scratch", (place / "scratch/file").unlink)
""",
        tmp_path,
    )
    if locked and found["closed"] == "False":
        pytest.skip("this kernel has no Landlock")

    outside = "PermissionError" if locked else "done"
    assert found == {
        "closed": str(locked),
        "read library": "done",
        "read single": "done",
        "read portal": outside,
        "list portal": outside,
        "parent's secrets": outside,
        "write library": outside,
        "write single": outside,
        "write portal": outside,
        "write scratch": "done",
        "clear scratch": "done",
    }


def test_a_process_whose_parent_is_another_ends_itself():
    finished = subprocess.run(
        [
            sys.executable,
            "-c",
            "from documents import confinement; confinement.die_with_parent(1); print('lives')",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert (finished.returncode, finished.stdout) == (1, "")


def test_processor_time_has_an_end():
    finished = subprocess.run(
        [
            sys.executable,
            "-c",
            "from documents import confinement\nconfinement.limit_cpu(0.5)\nwhile True: pass",
        ],
        cwd=ROOT,
        capture_output=True,
        timeout=30,
    )
    assert -finished.returncode == signal.SIGXCPU


def test_a_worker_that_is_ready_draws_and_does_nothing_else(tmp_path):
    found = outcomes(
        """
from documents import worker
terms = {"parent": os.getppid(), "memory": 2**30, "scratch": sys.argv[1]}
ready, draw = worker._get_ready(terms)
job = {"attachments": [], "fields": [], "is_stamp": False}
print("closed", all(ready.values()))
attempt("settings", Path("minutes_portal/settings.py").read_bytes)
attempt("parent's secrets", Path(f"/proc/{os.getppid()}/environ").read_bytes)
attempt("passwords", Path("/etc/passwd").read_bytes)
attempt("list project", lambda: os.listdir("."))
attempt("write project", lambda: Path("documents/new.py").write_text("x"))
attempt("network", lambda: socket.socket().close())
attempt("program", lambda: subprocess.run(["true"]))
print("paper", "done" if draw("<p>ক", job, []).startswith(b"%PDF") else "none")
attempt("many files", lambda: [os.open(os.devnull, os.O_RDONLY) for _ in range(64)])
""",
        tmp_path,
    )
    if found["closed"] == "False":
        pytest.skip("this kernel has no Landlock or no system call filters")

    assert found.pop("paper") == "done"
    assert found.pop("many files") == "OSError"
    assert found.pop("closed") == "True"
    assert set(found.values()) == {"PermissionError"}
    assert len(found) == 7


@pytest.fixture
def another_kernel(tmp_path, monkeypatch):
    """A machine on which the system calls cannot be filtered, as far as its processes can tell."""
    (tmp_path / "sitecustomize.py").write_text(
        "import os\ntold = os.uname_result((*os.uname()[:4], 'another'))\nos.uname = lambda: told\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path), prepend=os.pathsep)


@pytest.mark.usefixtures("another_kernel")
def test_a_file_is_looked_into_behind_closed_doors_or_not_at_all(settings, caplog):
    told = {"act": "look around", "secret": str(ROOT / "manage.py")}
    with pytest.raises(NoAnswer, match="নিরাপদে") as refused:
        confined.ask("tests.documents.probe", b"", **told)
    assert refused.value.reason == "open"
    assert "UNCONFINED" in caplog.text
    # Only whoever says so goes on, with a door open.
    settings.UNCONFINED = True
    assert confined.ask("tests.documents.probe", b"", **told)["secrets"] == []


@pytest.mark.usefixtures("another_kernel")
def test_a_paper_is_drawn_behind_closed_doors_or_not_at_all(caplog):
    with WorkerPool(1) as pool, pytest.raises(RenderFailed) as refused:
        pool.render("<p>ক")
    assert refused.value.reason == "broken"
    assert "UNCONFINED" in caplog.text
    with WorkerPool(1, unconfined=True) as pool:
        assert pool.render("<p>ক").startswith(b"%PDF")
