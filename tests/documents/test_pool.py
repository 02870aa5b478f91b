"""Render workers that are started, fed in turn, killed and replaced; all with real processes."""

import dataclasses
import io
import os
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pypdf
import pytest

from documents import pool as pool_module
from documents import rendering
from documents.pool import MAX_HTML_BYTES, MESSAGES, RenderFailed, WorkerPool

ROOT = Path(__file__).resolve().parents[2]

# WeasyPrint takes each of these columns up again and again: more than a minute of work.
ENDLESS = "<table><tr><td colspan=999999>ক</table>"
# A gradient of so many stops asks for more memory than any worker gets.
GREEDY = (
    '<div style="width: 1e6px; height: 1e6px;'
    ' background: repeating-linear-gradient(45deg, red 0, blue 0.0001px)">ক</div>'
)


@dataclasses.dataclass
class Source:
    name: str
    data: bytes
    mime: str
    description: str


def paper(text="ক", pages=1):
    sheets = f'<p style="break-after: page">{text}</p>' * (pages - 1) + f"<p>{text}</p>"
    return f'<html lang="bn"><head><title>ক</title></head><body>{sheets}</body></html>'


def page_count(pdf):
    return len(pypdf.PdfReader(io.BytesIO(pdf)).pages)


def eventually(condition, seconds=15):
    """The first true value of condition(); AssertionError when none comes in time."""
    deadline = time.monotonic() + seconds
    while not (value := condition()):
        assert time.monotonic() < deadline, "it did not come to pass in time"
        time.sleep(0.02)
    return value


def is_alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def processor_time(pid):
    """Ticks of processor time a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def start(action, *arguments):
    """A running thread, and the list its outcome (a value or RenderFailed's reason) goes to."""
    outcome = []

    def run():
        try:
            outcome.append(action(*arguments))
        except RenderFailed as failure:
            outcome.append(failure.reason)

    thread = threading.Thread(target=run)
    thread.start()
    return thread, outcome


def busy_worker(pool, html=ENDLESS):
    """Have the only worker of a warm pool draw something long: its pid, the thread, the outcome."""
    (pid,) = pool.worker_pids()
    before = processor_time(pid)
    thread, outcome = start(pool.render, html)
    eventually(lambda: processor_time(pid) > before + 5)
    return pid, thread, outcome


@pytest.fixture(scope="module")
def pool():
    with WorkerPool(2) as pool:
        yield pool


@pytest.fixture
def only_worker():
    """A pool of one worker, warm."""
    with WorkerPool(1) as pool:
        pool.render(paper())
        yield pool


def test_html_becomes_a_pdf(pool):
    (page,) = pypdf.PdfReader(io.BytesIO(pool.render(paper("RAB 2025")))).pages

    assert page.extract_text().strip() == "RAB 2025"


def test_attachments_travel_inside(pool):
    sources = [
        Source("source.json", '{"সভা": 1}'.encode(), "application/json", "উৎস"),
        Source("empty.txt", b"", "text/plain", "ফাঁকা"),
    ]

    pdf = pool.render(paper(), sources)

    assert pypdf.PdfReader(io.BytesIO(pdf)).attachments == {
        "source.json": ['{"সভা": 1}'.encode()],
        "empty.txt": [b""],
    }


def test_two_workers_draw_the_same_bytes():
    drawn = set()
    for _ in range(2):
        with WorkerPool(1) as pool:
            drawn.add(pool.render(paper("কার্যবিবরণী")))

    assert len(drawn) == 1


def test_each_thread_gets_its_own_paper(pool):
    threads = [start(lambda n=n: page_count(pool.render(paper(pages=n)))) for n in range(1, 13)]
    for thread, _ in threads:
        thread.join()

    assert [outcome for _, outcome in threads] == [[n] for n in range(1, 13)]


def test_a_worker_killed_at_work_fails_its_paper_and_no_other(only_worker):
    pid, thread, outcome = busy_worker(only_worker)

    os.kill(pid, signal.SIGKILL)
    thread.join()

    assert outcome == ["broken"]
    assert page_count(only_worker.render(paper(pages=2))) == 2
    assert only_worker.worker_pids() != [pid]


def test_an_idle_worker_that_died_is_replaced(only_worker):
    (pid,) = only_worker.worker_pids()
    os.kill(pid, signal.SIGKILL)
    eventually(lambda: not is_alive(pid))

    with pytest.raises(RenderFailed) as failure:
        only_worker.render(paper())
    assert failure.value.reason == "broken"
    assert page_count(only_worker.render(paper())) == 1


def test_a_paper_that_takes_too_long_is_stopped_by_force():
    with WorkerPool(1, seconds=1) as pool:
        pool.render(paper())
        (pid,) = pool.worker_pids()
        started = time.monotonic()
        with pytest.raises(RenderFailed) as failure:
            pool.render(ENDLESS)
        took = time.monotonic() - started

        assert failure.value.reason == "slow"
        assert 1 <= took < 3
        assert not is_alive(pid)
        assert page_count(pool.render(paper())) == 1


def test_what_was_done_before_is_taken_off_the_time_of_a_paper():
    with WorkerPool(1, seconds=5) as pool:
        pool.render(paper())
        started = time.monotonic()
        with pytest.raises(RenderFailed) as failure:
            pool.render(ENDLESS, since=started - 4)

        assert failure.value.reason == "slow"
        assert 1 <= time.monotonic() - started < 4


def test_a_paper_whose_time_is_up_before_it_is_drawn_costs_no_worker():
    with WorkerPool(1, seconds=5) as pool:
        pool.render(paper())
        workers = pool.worker_pids()
        with pytest.raises(RenderFailed) as failure:
            pool.render(paper(), since=time.monotonic() - 6)

        assert failure.value.reason == "slow"
        assert pool.worker_pids() == workers


def test_a_worker_that_stopped_reading_is_killed_too():
    with WorkerPool(1, seconds=1) as pool:
        pool.render(paper())
        (pid,) = pool.worker_pids()
        os.kill(pid, signal.SIGSTOP)
        with pytest.raises(RenderFailed) as failure:
            pool.render(paper("ক" * 100_000))  # more than a pipe holds

        assert failure.value.reason == "slow"
        assert not is_alive(pid)


def test_a_paper_that_wants_too_much_memory_fails_alone():
    with WorkerPool(1, memory=400 * 2**20) as pool:
        with pytest.raises(RenderFailed) as failure:
            pool.render(GREEDY)

        assert failure.value.reason == "large"
        assert page_count(pool.render(paper())) == 1


def test_html_over_eight_megabytes_is_refused_unsent(only_worker):
    (pid,) = only_worker.worker_pids()
    before = processor_time(pid)
    largest = "<!--".ljust(MAX_HTML_BYTES - 3, "x") + "-->"

    with pytest.raises(RenderFailed) as failure:
        only_worker.render(largest + " ")
    assert failure.value.reason == "large"
    with pytest.raises(RenderFailed) as failure:
        only_worker.render(paper(), [Source("a", bytes(16 * 2**20 + 1), "text/plain", "ক")])
    assert failure.value.reason == "large"
    assert processor_time(pid) - before <= 5
    assert page_count(only_worker.render(largest)) == 1


def test_half_a_surrogate_pair_is_no_error(pool):
    assert page_count(pool.render(paper("ক\ud800"))) == 1


def test_workers_are_replaced_after_so_many_papers():
    with WorkerPool(1, papers=2) as pool:
        pool.render(paper())
        first = pool.worker_pids()
        time.sleep(0.3)
        assert pool.worker_pids() == first

        pool.render(paper())
        second = eventually(lambda: set(pool.worker_pids()) - set(first))

        assert page_count(pool.render(paper(pages=3))) == 3
        assert set(pool.worker_pids()) == second
        assert not is_alive(first[0])


def test_workers_that_hold_too_much_memory_are_replaced():
    with WorkerPool(1, resident=2**20) as pool:
        pool.render(paper())
        first = pool.worker_pids()

        pool.render(paper())

        assert not set(first) & set(pool.worker_pids())


def test_only_so_many_papers_may_wait():
    with WorkerPool(1, waiting=2, patience=30) as pool:
        pool.render(paper())
        pid, busy, _ = busy_worker(pool)
        waiting = [start(lambda: page_count(pool.render(paper()))) for _ in range(2)]
        eventually(lambda: len(pool._waiting) == 2)

        started = time.monotonic()
        with pytest.raises(RenderFailed) as failure:
            pool.render(paper())
        assert failure.value.reason == "busy"
        assert time.monotonic() - started < 1

        os.kill(pid, signal.SIGKILL)
        for thread, outcome in waiting:
            thread.join()
            assert outcome == [1]
        busy.join()


def test_nobody_waits_longer_than_patience():
    with WorkerPool(1, waiting=1, patience=0.3) as pool:
        pool.render(paper())
        pid, busy, _ = busy_worker(pool)
        for _ in range(2):  # who gave up takes no place in the queue
            started = time.monotonic()
            with pytest.raises(RenderFailed) as failure:
                pool.render(paper())
            assert failure.value.reason == "busy"
            assert 0.3 <= time.monotonic() - started < 2
        os.kill(pid, signal.SIGKILL)
        busy.join()


def test_what_is_wanted_at_once_never_stands_in_line():
    with WorkerPool(1, patience=30) as pool:
        pool.render(paper())
        eventually(lambda: pool._idle == 1)
        assert page_count(pool.render(paper(), at_once=True)) == 1

        pid, busy, _ = busy_worker(pool)
        with pytest.raises(RenderFailed) as failure:
            pool.render(paper(), at_once=True)
        assert failure.value.reason == "busy"
        assert not pool._waiting
        os.kill(pid, signal.SIGKILL)
        busy.join()


def test_first_come_first_served():
    with WorkerPool(1, patience=30) as pool:
        pool.render(paper())
        pid, busy, _ = busy_worker(pool)
        served, threads = [], []
        for n in range(1, 5):
            threads.append(start(lambda: pool.render(paper())))
            eventually(lambda n=n: len(pool._waiting) == n)
            # When it is served, not when its thread next has its turn.
            pool._waiting[-1].answer.add_done_callback(lambda _, n=n: served.append(n))
        os.kill(pid, signal.SIGKILL)
        for thread, _ in [*threads, (busy, None)]:
            thread.join()

        assert served == [1, 2, 3, 4]


def test_closing_ends_the_workers_and_whoever_waits():
    others = set(pool_module.scratch_directories())
    pool = WorkerPool(1, patience=30)
    pool.render(paper())
    pid, busy, at_work = busy_worker(pool)
    waiting, in_line = start(pool.render, paper())
    eventually(lambda: len(pool._waiting) == 1)

    pool.close()
    busy.join()
    waiting.join()

    assert not is_alive(pid)
    assert (at_work, in_line) == (["broken"], ["busy"])
    assert set(pool_module.scratch_directories(os.getpid())) <= others
    with pytest.raises(RenderFailed) as failure:
        pool.render(paper())
    assert failure.value.reason == "busy"
    pool.close()


def test_a_portal_that_was_killed_leaves_no_scratch_directory_for_long(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    gone = subprocess.Popen(["true"])
    gone.wait()
    for owner in (gone.pid, os.getpid()):
        (tmp_path / f"{pool_module.SCRATCH}{owner}-x").mkdir()

    with WorkerPool(1) as pool:
        pool.render(paper())

        assert list(pool_module.scratch_directories(gone.pid)) == []
        assert len(list(pool_module.scratch_directories(os.getpid()))) == 2


def test_a_worker_knows_none_of_the_portals_secrets(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://portal:secret@localhost/portal")
    assert "SECRET_KEY" in os.environ  # the settings of the tests put it there

    with WorkerPool(1) as pool:
        pool.render(paper())
        environment = Path(f"/proc/{pool.worker_pids()[0]}/environ").read_bytes()

    names = {entry.partition(b"=")[0].decode() for entry in environment.split(b"\0") if entry}
    own = {"XDG_CACHE_HOME", "TMPDIR", "LANG", "PYTHONUTF8", "PYTHONDONTWRITEBYTECODE"}
    assert names - set(pool_module.INHERITED) == own
    assert b"secret" not in environment


def test_a_worker_is_closed_in(only_worker):
    (pid,) = only_worker.worker_pids()
    process = Path("/proc", str(pid))
    status = dict(line.split(":\t", 1) for line in (process / "status").read_text().splitlines())
    limits = {
        line[:25].strip(): line[26:46].strip()
        for line in (process / "limits").read_text().splitlines()
    }
    handles = {os.readlink(handle).partition(":")[0] for handle in (process / "fd").iterdir()}

    assert (status["Seccomp"], status["NoNewPrivs"]) == ("2", "1")
    assert limits["Max address space"] == str(2**30)
    assert limits["Max core file size"] == "0"
    assert limits["Max file size"] == str(16 * 2**20)
    assert limits["Max open files"] == "64"
    assert limits["Max cpu time"].isdigit()
    assert handles == {"pipe", "/dev/null"}
    assert os.getsid(pid) == pid  # Ctrl-C in a terminal does not reach it
    if os.geteuid() == 0:
        assert os.readlink(process / "ns/net") != os.readlink("/proc/self/ns/net")


def run_script(script, **variables):
    """A Python script in a portal of its own, with every warning an error: what it printed."""
    finished = subprocess.run(
        [sys.executable, "-X", "dev", "-W", "error", "-c", script],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", **variables},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert finished.stderr == ""
    return finished.stdout.split()


def test_no_worker_outlives_its_portal():
    script = """
import os, signal, threading, time
from documents.pool import WorkerPool
pool = WorkerPool(2)
pool.render("<p>x")
while len(pool.worker_pids()) < 2:
    time.sleep(0.02)
threading.Thread(target=pool.render, args=["<table><tr><td colspan=999999>x</table>"]).start()
time.sleep(0.5)
print(*pool.worker_pids(), flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""
    pids = run_script(script)

    assert len(pids) == 2
    eventually(lambda: not any(is_alive(pid) for pid in pids), 5)


def test_a_worker_outlives_the_thread_that_asked_first():
    with WorkerPool(1) as pool:
        thread, _ = start(pool.render, paper())
        thread.join()
        (pid,) = pool.worker_pids()
        time.sleep(0.2)

        assert page_count(pool.render(paper())) == 1
        assert pool.worker_pids() == [pid]


def test_each_forked_portal_has_workers_of_its_own_and_all_end_quietly():
    script = """
import os, threading
from documents import rendering
rendering.render_pdf("<p>x")
before = rendering._pool.worker_pids()
child = os.fork()
if child == 0:
    assert rendering._pool is None
    assert rendering.render_pdf("<p>x").startswith(b"%PDF")
    assert not set(before) & set(rendering._pool.worker_pids())
    raise SystemExit(7)
assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
assert rendering.render_pdf("<p>x").startswith(b"%PDF")
assert rendering._pool.worker_pids() == before
print(*before)
"""
    pids = run_script(script)

    assert len(pids) >= 1
    assert not any(is_alive(pid) for pid in pids)


def test_the_portal_itself_loads_no_weasyprint():
    script = """
import sys
from documents.rendering import render_pdf
render_pdf("<p>x")
print("weasyprint" in sys.modules, "PIL" in sys.modules)
"""
    assert run_script(script) == ["False", "False"]


@pytest.fixture
def fresh_pool(monkeypatch):
    """The next paper starts a pool by the settings of the test; it is closed afterwards."""
    monkeypatch.setattr(rendering, "_pool", None)
    yield
    rendering._pool.close()


def test_the_settings_say_how_many_draw_and_for_how_long(settings, fresh_pool):
    settings.RENDER_WORKERS, settings.RENDER_SECONDS = 1, 1

    assert page_count(rendering.render_pdf(paper(pages=2))) == 2
    assert len(rendering._pool.worker_pids()) == 1
    with pytest.raises(RenderFailed) as failure:
        rendering.render_pdf(ENDLESS)
    assert failure.value.reason == "slow"


def test_the_settings_say_how_many_may_wait(settings, fresh_pool):
    settings.RENDER_QUEUE = 0

    with pytest.raises(RenderFailed) as failure:
        rendering.render_pdf(paper())
    assert failure.value.reason == "busy"


def test_users_are_told_in_bengali_what_happened():
    assert set(MESSAGES) == {"busy", "yours", "slow", "large", "broken"}
    for reason, message in MESSAGES.items():
        assert str(RenderFailed(reason)) == message
        assert re.findall("[A-Za-z]+", message) == []
