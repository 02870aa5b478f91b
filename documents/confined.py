"""Untrusted bytes looked into by a process of its own, which can do nothing but answer.

    from documents import confined
    confined.ask("documents.codereading", data, mime="application/pdf")

starts `python -m documents.confined`, closes it in (no network, no programs, no files but its own
code, bounded memory, time and answer), lets it call `documents.codereading.answer(data, mime=…)`
and brings back the JSON that this returned. The module does not know Django.
"""

import importlib
import json
import logging
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from documents import confinement
from documents.turns import asker

logger = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parent.parent
MAX_ANSWER_BYTES = 2**20
# All that the process inherits of the portal's environment, where its secrets are.
INHERITED = ("PATH", "LD_LIBRARY_PATH", "PYTHONPATH")

# At one time in one process of the portal. Of strangers it is one, and the next is told so at once; of
# those who work here one may wait so many seconds.
AT_ONCE = 2
PATIENCE = 5

MESSAGES = {
    "busy": "এই মুহূর্তে অনেকগুলো ফাইল দেখা হচ্ছে। একটু পরে আবার চেষ্টা করুন।",
    "slow": "ফাইলটি পড়তে অতিরিক্ত সময় লাগছিল, তাই থামিয়ে দেওয়া হয়েছে।",
    "broken": "ফাইলটি পড়া যায়নি।",
    "open": "এই সার্ভারে ফাইল নিরাপদে খোলার ব্যবস্থা নেই, তাই ফাইলটি দেখা হয়নি; প্রশাসককে জানান।",
}

# The error of a process that could not be closed in.
OPEN = "not closed in"

_turns = threading.BoundedSemaphore(AT_ONCE)
_line = threading.BoundedSemaphore(AT_ONCE + 1)
_strangers = threading.BoundedSemaphore(1)
_has_turn: ContextVar[bool] = ContextVar("has a turn", default=False)


class NoAnswer(Exception):
    """Nothing came of it. `str()` is a Bengali sentence for the user; `reason` a key of MESSAGES."""

    def __init__(self, reason: str):
        super().__init__(MESSAGES[reason])
        self.reason = reason


def ask(
    module: str,
    data: bytes,
    *,
    seconds: float = 20,
    memory: int = 2**30,
    largest: int = MAX_ANSWER_BYTES,
    **terms,
) -> dict:
    """What `answer(data, **terms)` of the module returned, in a process closed in for it.

    seconds: of wall time, its start included; memory: bytes of address space; largest: bytes of the
    answer; terms: JSON. Where the kernel cannot close the process in, nothing is looked into unless
    settings.UNCONFINED says so. Raises NoAnswer.
    """
    # The process itself, which runs this file too, is told what it must know and loads no Django.
    from django.conf import settings

    told = {
        "module": module,
        "terms": terms,
        "parent": os.getpid(),
        "seconds": seconds,
        "memory": memory,
        "largest": largest,
        "unconfined": settings.UNCONFINED,
    }
    with turn():
        return _ask(data, told)


@contextmanager
def turn() -> Iterator[None]:
    """One turn for all that is asked within it. Raises NoAnswer where others have all of them."""
    if _has_turn.get():
        yield
        return
    who = asker()
    is_stranger = who is not None and who.person is None
    line, patience = (_strangers, 0) if is_stranger else (_line, PATIENCE)
    if not line.acquire(blocking=False):
        raise NoAnswer("busy")
    try:
        if not _turns.acquire(timeout=patience):
            raise NoAnswer("busy")
        before = _has_turn.set(True)
        try:
            yield
        finally:
            _has_turn.reset(before)
            _turns.release()
    finally:
        line.release()


def _ask(data: bytes, told: dict) -> dict:
    module, seconds, largest = told["module"], told["seconds"], told["largest"]
    # Files, not pipes: a pipe would take as much answer as it is given.
    with tempfile.TemporaryFile() as question, tempfile.TemporaryFile() as answer:
        question.write(data)
        question.seek(0)
        try:
            ended = subprocess.run(  # noqa: S603 - this very file
                [sys.executable, "-s", "-m", "documents.confined", json.dumps(told)],
                cwd=ROOT,
                env=_environment(),
                stdin=question,
                stdout=answer,
                stderr=subprocess.DEVNULL,
                timeout=seconds,
                check=False,
                start_new_session=True,
            )
        except subprocess.TimeoutExpired:
            logger.warning("%s took too long and was killed", module)
            raise NoAnswer("slow") from None
        answer.seek(0)
        text = answer.read(largest + 1)
    try:
        found = json.loads(text) if ended.returncode == 0 else {"error": f"code {ended.returncode}"}
    except ValueError:
        found = {"error": "no answer"}
    if found == {"error": OPEN}:
        logger.error("nothing is looked into: the kernel closes no process in, see UNCONFINED")
        raise NoAnswer("open")
    if not isinstance(found, dict) or "error" in found:
        # Hostile files end here too: this is news, not a fault.
        logger.info("%s gave no answer: %.300r", module, found)
        raise NoAnswer("broken")
    return found


def _environment() -> dict[str, str]:
    return {
        **{name: os.environ[name] for name in INHERITED if name in os.environ},
        "HOME": "/nonexistent",
        "LANG": "C.UTF-8",
        "PYTHONUTF8": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


# ── In the process itself ───────────────────────────────────────────────────────────────────────


def _found(module, question, terms) -> dict:
    try:
        return module.answer(question.read(), **terms)
    except Exception as error:  # whatever a hostile file brings about
        return {"error": f"{type(error).__name__}"}


def main() -> int:
    told = json.loads(sys.argv[1])
    confinement.die_with_parent(told["parent"])
    confinement.offer_to_the_oom_killer()
    confinement.limit_resources(memory=told["memory"], file_size=told["largest"], open_files=64)
    confinement.limit_cpu(told["seconds"])
    network_closed = confinement.close_network()
    question, answer = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)
    # Loads what it needs now, while the files are still there; what comes late is code too.
    module = importlib.import_module(told["module"])
    try:
        files_closed = confinement.close_files(
            readable=[*confinement.code_places(), os.devnull, "/dev/urandom"], writable=[]
        )
    except OSError:
        files_closed = False
    if not (network_closed and files_closed) and not told["unconfined"]:
        found = {"error": OPEN}
    else:
        found = _found(module, question, told["terms"])
    answer.write(json.dumps(found).encode())
    answer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
