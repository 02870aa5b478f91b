"""Render workers as seen from the portal: started, fed in turn, watched, killed, replaced.

A pool has one minder thread for each worker process. The thread starts the process, takes the
oldest waiting job, and is the only one to talk to the process; it stays as long as the pool does,
because the kernel ends a worker with the thread that started it.
"""

import collections
import contextlib
import itertools
import json
import logging
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import NamedTuple

from documents import fonts
from documents.turns import Asker, Shares, asker
from documents.worker import LENGTH, MAX_PDF_BYTES, frame

logger = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parent.parent
MAX_HTML_BYTES = 8 * 2**20
MAX_ATTACHMENT_BYTES = 16 * 2**20
MAX_HEAD_BYTES = 64 * 2**10
START_SECONDS = 30

# All that a worker inherits. The portal's secrets are in its environment, so this names what may
# pass, never what may not.
INHERITED = (
    "PATH",
    "HOME",
    "LD_LIBRARY_PATH",
    "PYTHONPATH",
    "FONTCONFIG_FILE",
    "FONTCONFIG_PATH",
    "XDG_DATA_HOME",
)

# Where a worker may write: one directory each, named after the portal process it works for.
SCRATCH = "minutes-portal-papers-"

MESSAGES = {
    "busy": "এই মুহূর্তে অনেকগুলো কাগজ তৈরি হচ্ছে। একটু পরে আবার চেষ্টা করুন।",
    "yours": "আপনার বা আপনার কার্যালয়ের আরও কাগজ এখন তৈরি হচ্ছে। সেগুলো শেষ হলে আবার চেষ্টা করুন।",
    "slow": "কাগজটি তৈরি করতে অতিরিক্ত সময় লাগছিল, তাই থামিয়ে দেওয়া হয়েছে। লেখা কমিয়ে আবার চেষ্টা করুন।",
    "large": "কাগজটি খুব বড়, তাই তৈরি করা যায়নি। লেখা বা ছবি কমিয়ে আবার চেষ্টা করুন।",
    "broken": "কাগজটি তৈরি করা যায়নি। আবার চেষ্টা করুন; তাতেও না হলে প্রশাসককে জানান।",
}


class RenderFailed(Exception):
    """No PDF came of it. `str()` is a Bengali sentence for the user; `reason` a key of MESSAGES."""

    def __init__(self, reason: str):
        super().__init__(MESSAGES[reason])
        self.reason = reason


class _Job(NamedTuple):
    """A paper that is wanted: where its bytes go, what the worker is told, how long it may take, for whom."""

    answer: Future
    request: bytes
    seconds: float
    asker: Asker | None


class WorkerPool:
    """Up to `size` papers drawn at a time, each in a process that can be killed.

    Of one person one is drawn and one may wait; of one office all but one of each, so that whoever else
    asks finds a worker and a place (documents/turns.py).

    seconds: wall time a paper may take; patience: wall time it may wait for its turn; waiting: how
    many papers may wait; memory: address space of a worker in bytes; papers and resident: after so
    many papers, or holding so many bytes, a worker is replaced; unconfined: whether one may draw that
    the kernel could not close in.
    """

    def __init__(
        self,
        size: int = 2,
        *,
        seconds: float = 30,
        patience: float = 5,
        waiting: int = 16,
        memory: int = 2**30,
        papers: int = 500,
        resident: int = 400 * 2**20,
        unconfined: bool = False,
    ):
        self._seconds, self._patience, self._room = seconds, patience, waiting
        self._memory, self._papers, self._resident = memory, papers, resident
        self._unconfined = unconfined
        self._changed = threading.Condition()
        self._waiting: collections.deque[_Job] = collections.deque()
        self._shares = Shares(drawn=(1, max(1, size - 1)), waiting=(1, max(1, waiting - 1)))
        self._idle = 0  # minders that wait for a job
        self._workers: dict[int, _Worker] = {}
        self._closing = False
        # Set once a worker has started or failed to: nobody is "too busy" before that.
        self._opened = threading.Event()
        _sweep()
        self._minders = [
            threading.Thread(target=self._mind, args=(slot,), name=f"papers-{slot}", daemon=True)
            for slot in range(size)
        ]
        for minder in self._minders:
            minder.start()

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()

    def render(
        self,
        html: str,
        attachments: Sequence = (),
        fields: Sequence = (),
        *,
        is_stamp: bool = False,
        at_once: bool = False,
        since: float | None = None,
    ) -> bytes:
        """The PDF of a complete HTML document, drawn by the next free worker.

        `attachments` have `name`, `data` (bytes), `mime` and `description`, `fields` a `name`, an
        `anchor` and a `label`. A stamp has neither. What is wanted `at_once` takes no place among those
        that wait: it is busy unless a worker is idle. What has gone by `since` then, by
        time.monotonic(), is taken off the time the paper may take. Blocks; first come, first
        served, within each one's share; from any thread. Raises RenderFailed.
        """
        request = _request(html, attachments, fields, is_stamp)
        self._opened.wait(START_SECONDS)
        seconds = self._seconds - (0 if since is None else time.monotonic() - since)
        if seconds <= 0:
            raise RenderFailed("slow")
        job = _Job(Future(), request, seconds, asker())
        with self._changed:
            room = self._idle if at_once else self._room
            if self._closing or len(self._waiting) >= room:
                raise RenderFailed("busy")
            if not self._shares.has_room("waiting", job.asker):
                raise RenderFailed("yours")
            self._waiting.append(job)
            self._shares.take("waiting", job.asker)
            self._changed.notify()
        try:
            return job.answer.result(self._patience)
        except TimeoutError:
            with self._changed, contextlib.suppress(ValueError):
                self._waiting.remove(job)
                self._shares.give_back("waiting", job.asker)
                raise RenderFailed("busy") from None
        return job.answer.result()

    def worker_pids(self) -> list[int]:
        """Process ids of the workers there are now."""
        return [worker.pid for worker in list(self._workers.values())]

    def close(self) -> None:
        """End the workers at once; whoever waits gets RenderFailed. Idempotent."""
        with self._changed:
            self._closing = True
            while self._waiting:
                self._waiting.popleft().answer.set_exception(RenderFailed("busy"))
            for worker in self._workers.values():
                worker.kill()
            self._changed.notify_all()
        for minder in self._minders:
            minder.join()

    def abandon(self) -> None:
        """In a forked child, let go of the parent's workers without touching them."""
        for worker in list(self._workers.values()):
            worker.abandon()

    def _mind(self, slot: int) -> None:
        """One minder's life: keep a worker ready, hand it the oldest job, answer, replace it."""
        served = 0
        while not self._closing:
            worker = self._workers.get(slot)
            if worker is None:
                worker, served = self._start(slot), 0
            self._opened.set()
            job = self._next()
            if job is None:
                break
            try:
                if worker is None:
                    raise RenderFailed("broken")
                pdf = worker.render(job.request, job.seconds)
            except Exception as error:
                if not isinstance(error, RenderFailed):
                    logger.exception("a minder of render workers failed")
                    error = RenderFailed("broken")
                self._end(slot)
                self._done(job)
                job.answer.set_exception(error)
                continue
            self._done(job)
            job.answer.set_result(pdf)
            served += 1
            if served >= self._papers or worker.resident() > self._resident:
                self._end(slot)
        self._end(slot)

    def _next(self) -> _Job | None:
        """The oldest waiting job whose asker has a turn, however long it takes to come; None when the
        pool closes."""
        with self._changed:
            self._idle += 1
            self._changed.wait_for(lambda: self._oldest() or self._closing)
            self._idle -= 1
            if self._closing:
                return None
            job = self._oldest()
            self._waiting.remove(job)
            self._shares.give_back("waiting", job.asker)
            self._shares.take("drawn", job.asker)
            return job

    def _oldest(self) -> _Job | None:
        turns = (job for job in self._waiting if self._shares.has_room("drawn", job.asker))
        return next(turns, None)

    def _done(self, job: _Job) -> None:
        """Its asker may have the next one drawn."""
        with self._changed:
            self._shares.give_back("drawn", job.asker)
            self._changed.notify_all()

    def _start(self, slot: int) -> "_Worker | None":
        """A worker that has reported ready; None when it would not start."""
        try:
            worker = _Worker()
        except OSError:
            logger.exception("a render worker could not be started")
            return None
        with self._changed:
            self._workers[slot] = worker
            if self._closing:
                worker.kill()
        try:
            worker.get_ready(
                memory=self._memory, seconds=self._seconds, unconfined=self._unconfined
            )
        except RenderFailed:
            self._end(slot)
            return None
        return worker

    def _end(self, slot: int) -> None:
        with self._changed:
            worker = self._workers.pop(slot, None)
        if worker is not None:
            worker.end()


class _Worker:
    """The portal's end of one worker process. Used by one thread, but for kill and abandon."""

    def __init__(self):
        self._scratch = Path(tempfile.mkdtemp(prefix=f"{SCRATCH}{os.getpid()}-"))
        self._process = subprocess.Popen(
            [sys.executable, "-s", "-m", "documents.worker"],
            cwd=ROOT,
            env=_environment(self._scratch),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            start_new_session=True,  # Ctrl-C in a terminal is for the portal, not for it
        )
        self._pipes = (self._process.stdin, self._process.stdout)
        for pipe in self._pipes:
            os.set_blocking(pipe.fileno(), False)
        self._dismissed = False

    @property
    def pid(self) -> int:
        return self._process.pid

    def get_ready(self, *, memory: int, seconds: float, unconfined: bool) -> None:
        """Tell the terms and wait for the worker's report. One with a door open gets no paper."""
        deadline = time.monotonic() + START_SECONDS
        terms = {
            "parent": os.getpid(),
            "memory": memory,
            "seconds": seconds + 5,
            "scratch": str(self._scratch),
        }
        self._write(frame(json.dumps(terms).encode()), deadline)
        report = json.loads(self._read(MAX_HEAD_BYTES, deadline))
        if "error" in report:
            logger.error("a render worker could not start: %r", report.get("detail"))
            raise RenderFailed("broken")
        still_open = [door for door in ("network_closed", "files_closed") if not report[door]]
        if still_open and not unconfined:
            logger.error("render workers are refused, for want of %s: see UNCONFINED", still_open)
            raise RenderFailed("broken")

    def render(self, asked: bytes, seconds: float) -> bytes:
        """One paper, within so many seconds of wall time. After RenderFailed this worker is done."""
        deadline = time.monotonic() + seconds
        self._write(asked, deadline)
        head = json.loads(self._read(MAX_HEAD_BYTES, deadline))
        if "error" in head:
            logger.warning("a paper failed: %.20r %.300r", head["error"], head.get("detail"))
            raise RenderFailed("large" if head["error"] == "large" else "broken")
        return self._read(MAX_PDF_BYTES, deadline)

    def resident(self) -> int:
        """Bytes of memory it holds; 0 when it is gone."""
        try:
            pages = Path(f"/proc/{self.pid}/statm").read_text().split()[1]
        except (OSError, IndexError):
            return 0
        return int(pages) * os.sysconf("SC_PAGE_SIZE")

    def kill(self) -> None:
        """Dismiss it at once, from any thread; the thread that uses it still has to `end` it."""
        self._dismissed = True
        self._process.kill()

    def end(self) -> None:
        """Kill, reap and clear away; for the thread that uses the worker."""
        self._process.kill()
        self._process.wait()
        for pipe in self._pipes:
            pipe.close()
        shutil.rmtree(self._scratch, ignore_errors=True)

    def abandon(self) -> None:
        for pipe in self._pipes:
            pipe.close()
        # It is no child of this process: nothing here may wait for it or miss it.
        self._process.returncode = 0

    def _write(self, content: bytes, deadline: float) -> None:
        rest = memoryview(content)
        pipe = self._process.stdin.fileno()
        while rest:
            self._await(pipe, select.POLLOUT, deadline)
            try:
                rest = rest[os.write(pipe, rest) :]
            except BrokenPipeError:
                raise self._lost() from None

    def _read(self, bound: int, deadline: float) -> bytes:
        """The next frame's content, of at most `bound` bytes."""
        (length,) = LENGTH.unpack(self._read_exactly(LENGTH.size, deadline))
        if length > bound:
            raise RenderFailed("large")
        return self._read_exactly(length, deadline)

    def _read_exactly(self, count: int, deadline: float) -> bytes:
        pipe = self._process.stdout.fileno()
        content = bytearray()
        while len(content) < count:
            self._await(pipe, select.POLLIN, deadline)
            chunk = os.read(pipe, min(count - len(content), 2**20))
            if not chunk:
                raise self._lost()
            content += chunk
        return bytes(content)

    def _await(self, pipe: int, event: int, deadline: float) -> None:
        """Wait until the pipe can be used or the worker is gone; RenderFailed past the deadline."""
        poll = select.poll()
        poll.register(pipe, event)
        left = deadline - time.monotonic()
        if left <= 0 or not poll.poll(left * 1000):
            logger.warning("render worker %d took too long and is killed", self.pid)
            raise RenderFailed("slow")

    def _lost(self) -> RenderFailed:
        """What it means that the worker hung up."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(1)
        self._process.kill()
        code = self._process.wait()
        if not self._dismissed:
            logger.warning("render worker %d ended with code %d", self.pid, code)
        return RenderFailed("slow" if code == -signal.SIGXCPU else "broken")


def _request(html: str, attachments: Sequence, fields: Sequence, is_stamp: bool) -> bytes:
    """A job as the worker reads it; RenderFailed when it is over the caps."""
    text = html.encode(errors="replace")
    contents = [bytes(attachment.data) for attachment in attachments]
    head = json.dumps(
        {
            "attachments": [
                {"name": each.name, "mime": each.mime, "description": each.description}
                for each in attachments
            ],
            "fields": [
                {"name": each.name, "anchor": each.anchor, "label": each.label} for each in fields
            ],
            "is_stamp": is_stamp,
        }
    ).encode()
    if (
        len(text) > MAX_HTML_BYTES
        or sum(map(len, contents)) > MAX_ATTACHMENT_BYTES
        or len(head) > MAX_HEAD_BYTES
    ):
        raise RenderFailed("large")
    return b"".join(map(frame, itertools.chain((head, text), contents)))


def _environment(scratch: Path) -> dict[str, str]:
    return {
        **{name: os.environ[name] for name in INHERITED if name in os.environ},
        **fonts.worker_environment(scratch),
        "TMPDIR": str(scratch),
        "LANG": "C.UTF-8",
        "PYTHONUTF8": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def scratch_directories(owner: int | str = "*") -> Iterator[Path]:
    """The scratch directories there are, of the portal process `owner` or of all."""
    return Path(tempfile.gettempdir()).glob(f"{SCRATCH}{owner}-*")


def _sweep() -> None:
    """Remove the scratch directories of portals that were killed."""
    for left_over in scratch_directories():
        owner = left_over.name.removeprefix(SCRATCH).partition("-")[0]
        if not Path("/proc", owner).exists():
            shutil.rmtree(left_over, ignore_errors=True)
