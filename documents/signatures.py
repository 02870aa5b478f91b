"""The signatures on a PDF, whoever sent it: read in a closed-in process that is killed when late.

Whether a file is the one that was issued is another question, which its SHA-256 answers
(documents.verifying). A signature can be without fault on a file that nobody issued.
"""

import base64
import datetime
import json
import logging
import os
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path

from documents.trust import revocation_lists, trusted_certificates
from documents.worker import frame

logger = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parent.parent
MAX_BYTES = 30 * 2**20
SECONDS = 10
MEMORY = 2**30
MAX_ANSWER_BYTES = 64 * 2**10
# How many are read at a time; who comes later waits as long as reading one takes, and no longer.
AT_A_TIME = threading.BoundedSemaphore(2)

MESSAGES = {
    "busy": "এই মুহূর্তে অনেকগুলো স্বাক্ষর যাচাই হচ্ছে। একটু পরে আবার চেষ্টা করুন।",
    "large": "ফাইলটি খুব বড়; ৩০ মেগাবাইটের বেশি যাচাই করা যায় না।",
    "slow": "ফাইলটির স্বাক্ষর যাচাই করতে অতিরিক্ত সময় লাগছিল, তাই থামিয়ে দেওয়া হয়েছে।",
    "broken": "ফাইলটি PDF হিসেবে পড়া যায়নি, তাই এর স্বাক্ষর যাচাই করা যায়নি।",
}


class UnreadableSignatures(Exception):
    """The file could not be examined. `str()` is a Bengali sentence; `reason` a key of MESSAGES."""

    def __init__(self, reason: str):
        super().__init__(MESSAGES[reason])
        self.reason = reason


@dataclass(frozen=True)
class Signature:
    """What can be said of one signature.

    signer and issuer are the names in the certificate, worth as much as `trusted` says. signed_at is
    the time of the time stamp where there is one (`timestamped`), or else what the signer's machine
    said. `intact`: what was signed is unchanged and nothing later in the file alters it, later
    signatures in the fields left for them apart. `covers_whole_file`: it is intact, and so are those after
    it, and nothing stands in the file that they do not cover. `trusted`: the certificate leads to one
    of settings.TRUST_ROOTS, was in force and not revoked as far as is known here.
    """

    field: str
    signer: str
    issuer: str
    signed_at: datetime.datetime | None
    timestamped: bool
    intact: bool
    trusted: bool
    covers_whole_file: bool


def signatures_of(pdf: bytes, *, at: datetime.datetime | None = None) -> list[Signature]:
    """The signatures of a PDF in the order they were made; an empty list where there are none.

    Certificates are judged as of `at` (aware), now if not given: the portal knows of its own papers
    when they were signed, though the certificate may have run out since. A trusted time stamp goes
    before both. Raises UnreadableSignatures. Safe for whatever bytes, from any thread.
    """
    if len(pdf) > MAX_BYTES:
        raise UnreadableSignatures("large")
    terms = {
        "parent": os.getpid(),
        "memory": MEMORY,
        "seconds": SECONDS,
        "file_size": MAX_ANSWER_BYTES,
        "roots": _told(trusted_certificates()),
        "lists": _told(revocation_lists()),
        "at": at and at.isoformat(),
    }
    if not AT_A_TIME.acquire(timeout=SECONDS):
        raise UnreadableSignatures("busy")
    try:
        answer = _examine(frame(json.dumps(terms).encode()) + frame(pdf))
    finally:
        AT_A_TIME.release()
    for door in ("network_closed", "files_closed"):
        if not answer[door]:
            logger.warning("signatures are read without %s: the kernel cannot", door)
    if "signatures" not in answer:
        raise UnreadableSignatures("broken")
    return [_signature(told) for told in answer["signatures"]]


def _told(certificates):
    return [base64.b64encode(each).decode() for each in certificates]


def _signature(told):
    signed_at = told["signed_at"]
    told["signed_at"] = signed_at and datetime.datetime.fromisoformat(signed_at)
    return Signature(**told)


def _examine(request: bytes) -> dict:
    """The answer of a process of its own, which can neither outlive the deadline nor say much."""
    with tempfile.TemporaryFile() as answer:
        try:
            done = subprocess.run(
                [sys.executable, "-s", "-m", "documents.examiner"],
                cwd=ROOT,
                # None of the portal's secrets.
                env={
                    **{
                        name: os.environ[name]
                        for name in ("PATH", "PYTHONPATH")
                        if name in os.environ
                    },
                    "LANG": "C.UTF-8",
                    "PYTHONUTF8": "1",
                    "PYTHONDONTWRITEBYTECODE": "1",
                },
                input=request,
                stdout=answer,
                stderr=subprocess.DEVNULL,
                timeout=SECONDS,
                check=False,
                start_new_session=True,
            )
        except subprocess.TimeoutExpired:
            logger.warning("reading the signatures of a file took too long")
            raise UnreadableSignatures("slow") from None
        answer.seek(0)
        said = answer.read(MAX_ANSWER_BYTES)
    try:
        return json.loads(said)
    except ValueError:
        logger.warning("reading the signatures of a file ended with code %d", done.returncode)
        raise UnreadableSignatures("broken") from None
