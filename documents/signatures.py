"""The signatures on a PDF, whoever sent it: read in a closed-in process that is killed when late.

Whether a file is the one that was issued is another question, which its SHA-256 answers
(documents.verifying). A signature can be without fault on a file that nobody issued.
"""

import base64
import datetime
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from documents import confined

MAX_BYTES = 30 * 2**20
SECONDS = 10

MESSAGES = {
    **confined.MESSAGES,
    "large": "ফাইলটি খুব বড়; ৩০ মেগাবাইটের বেশি যাচাই করা যায় না।",
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
    the time of a time stamp that is trusted (`timestamped`), or else what the signer's machine said. `intact`: what was signed is unchanged and nothing later in the file alters it, later
    signatures in the fields left for them apart. `covers_whole_file`: it is intact, and so are those after
    it, and nothing stands in the file that they do not cover. `trusted`: the certificate leads to one
    of settings.TRUST_ROOTS, was in force, and was not revoked as far as the file itself tells.
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
    roots = [base64.b64encode(root).decode() for root in trusted_certificates()]
    moment = at and at.isoformat()
    try:
        answer = confined.ask("documents.examiner", pdf, seconds=SECONDS, roots=roots, at=moment)
    except confined.NoAnswer as none:
        raise UnreadableSignatures(none.reason) from None
    return [_signature(told) for told in answer["signatures"]]


def trusted_certificates() -> list[bytes]:
    """Every certificate (DER) in the PEM files of settings.TRUST_ROOTS; none where none is set."""
    from asn1crypto import pem

    if not settings.TRUST_ROOTS or not Path(settings.TRUST_ROOTS).is_dir():
        return []
    return [
        content
        for path in sorted(Path(settings.TRUST_ROOTS).glob("*.pem"))
        for _, _, content in pem.unarmor(path.read_bytes(), multiple=True)
    ]


def _signature(told):
    signed_at = told["signed_at"]
    told["signed_at"] = signed_at and datetime.datetime.fromisoformat(signed_at)
    return Signature(**told)
