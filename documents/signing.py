"""Signing a paper, and reading the signatures on one (PAdES, ETSI EN 319 142-1).

A signature goes into a field that was put on the paper when it was drawn (documents.fields), as an
addition at the end of the file: the bytes before it stay as they were. In its box stands who
signed, as what and when.
"""

import contextlib
import datetime
import logging
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from bangla.phrases import long_date, time_phrase
from documents import fonts
from documents.fields import SignatureField
from documents.keys import KeyUnavailable, Signer, WrongPin
from documents.rendering import RenderFailed, render_stamp
from documents.signatures import (
    Signature,
    UnreadableSignatures,
    signatures_of,
    trusted_certificates,
)

__all__ = [
    "Signature",
    "SignatureField",
    "SigningFailed",
    "Stamp",
    "UnreadableSignatures",
    "sign",
    "signatures_of",
    "stamp_beforehand",
]

logger = logging.getLogger(__name__)

# Letters of a stamp in points: the first size it has room in.
SIZES = (7.2, 6.2, 5.2, 4.4)

# Points by which a stamp may be larger or smaller than its room; no eye and no printer can tell.
SLACK = 0.01

MESSAGES = {
    "field": "কাগজে এই স্বাক্ষরের খালি ঘর নেই। কাগজটি নতুন করে তৈরি করুন।",
    "stamp": "স্বাক্ষরকারীর নাম ও পদবি স্বাক্ষরের ঘরে আঁটছে না।",
    "time": "সময়ের মোহর পাওয়া যায়নি, তাই স্বাক্ষর করা হয়নি। একটু পরে আবার চেষ্টা করুন।",
    "revoked": "স্বাক্ষরের সার্টিফিকেটটি বাতিল করা হয়েছে, তাই স্বাক্ষর করা হয়নি।",
    "broken": "স্বাক্ষর করা যায়নি। আবার চেষ্টা করুন; তাতেও না হলে প্রশাসককে জানান।",
}


class SigningFailed(Exception):
    """Nothing was signed. `str()` is a Bengali sentence for the user; `reason` a key of MESSAGES."""

    def __init__(self, reason: str):
        super().__init__(MESSAGES[reason])
        self.reason = reason


def sign(
    pdf: bytes,
    *,
    field: str,
    signer: Signer,
    name: str,
    post: str,
    signed_at: datetime.datetime,
    is_demo: bool = False,
    stamp: "Stamp | None" = None,
) -> bytes:
    """The paper with the signature of `signer` (documents.keys.Key.open) in its field `field`.

    `name`, `post` and `signed_at` (aware) stand in the stamp; `is_demo` says there that it has no
    legal value. A `stamp` of stamp_beforehand is taken where it says just that and has the size of the
    field, or else one is drawn. With settings.TSA_URL the signature bears a time stamp (B-T), with
    settings.SIGNING_LTV also what the authority says of revocation, where that can be had (B-LT). What
    comes back begins with `pdf`, and its signature has been checked. Raises SigningFailed,
    documents.rendering.RenderFailed, and WrongPin or KeyUnavailable of a token that went away.
    """
    from documents import pades

    try:
        paper = pades.Paper(pdf, field)
        said = _said(name=name, post=post, signed_at=signed_at, is_demo=is_demo)
        picture = stamp and stamp.picture(paper.room, said)
        if picture is None:
            picture = _drawn(paper.room, said)
        with signer.at_work() as key:
            return paper.signed(
                key,
                picture,
                signed_at=signed_at,
                time_stamper=pades.time_stamper(settings.TSA_URL, settings.SIGNING_SECONDS),
                roots=trusted_certificates() if settings.SIGNING_LTV else (),
                seconds=settings.SIGNING_SECONDS,
            )
    except (SigningFailed, WrongPin, KeyUnavailable):
        raise
    except pades.Refused as refusal:
        logger.warning("a paper was not signed: %s (%s)", refusal.reason, refusal)
        raise SigningFailed(refusal.reason) from None


@dataclass(frozen=True)
class Stamp:
    """The picture of a signature that is being drawn before there is a paper to put it on."""

    room: tuple[float, float]
    said: dict
    drawing: Future

    def picture(self, room, said) -> bytes | None:
        """The PDF page, if it says this and fits this room; None where another has to be drawn."""
        if said != self.said or any(
            abs(mine - wanted) > SLACK for mine, wanted in zip(self.room, room, strict=True)
        ):
            return None
        try:
            return self.drawing.result()
        except RenderFailed:  # nobody was free then
            return None


@contextlib.contextmanager
def stamp_beforehand(room: tuple[float, float], **about) -> Iterator[Stamp]:
    """A Stamp with `name`, `post`, `signed_at` and `is_demo`, drawn while the block draws its paper.

    `room`: the width and height that its field will have, in points. No paper waits for it: it is drawn
    by a render worker that is idle, or later.
    """
    said = _said(**about)
    with ThreadPoolExecutor(1) as thread:
        yield Stamp(room, said, thread.submit(_drawn, room, said, at_once=True))


def _said(*, name, post, signed_at, is_demo=False) -> dict:
    """What stands in a stamp."""
    at = timezone.localtime(signed_at)
    told = f"{long_date(at)}, {time_phrase(at)}"
    return {"name": name, "post": post, "signed_at": told, "is_demo": is_demo}


def _drawn(room, said, *, at_once=False) -> bytes:
    """The picture of a signature as a PDF page of the size of its room: (width, height) in points."""
    from documents import pades

    width, height = room
    for size in SIZES:
        stamp = render_stamp(
            render_to_string(
                "documents/pdf/stamp.html",
                {
                    "width": f"{width:.3f}",
                    "height": f"{height:.3f}",
                    "size": f"{size:.1f}",
                    "families": fonts.bengali_families(),
                    **said,
                },
            ),
            at_once=at_once,
        )
        if pades.pages_of(stamp) == 1:
            return stamp
    raise SigningFailed("stamp")
