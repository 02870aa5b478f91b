"""How an audit event is told as text, and the SHA-256 that ties it to the one before it."""

import hashlib
import json
from datetime import UTC

from bangla.text import storable_in

# The chain of what belongs to no office: accounts, sign-ins, the tree of offices.
PORTAL = "portal"

# What the first event of a chain names as the hash before it.
NOTHING_BEFORE = ""

# Everything an event says. Its primary key says nothing: an event is known by chain and serial.
TOLD = (
    "chain", "serial", "at", "by", "what", "target_kind", "target_id", "detail", "previous_hash",
)  # fmt: skip


def chain_of(office):
    """The name of the chain that an office's events stand in; of the portal's for None."""
    return f"office-{office.pk}" if office else PORTAL


def event_hash(**told):
    """SHA-256 (hex) of an event: the canonical JSON of all that `TOLD` names.

    Canonical: UTF-8, keys sorted at every depth, no blanks, letters as they are; `at` (aware) in
    UTC with six digits of a second; `by` as the primary key of the user or null. What has been
    written must come out the same for ever: this form does not change.
    """
    if told.keys() != set(TOLD):
        raise TypeError(f"an event tells {', '.join(TOLD)}")
    told["at"] = told["at"].astimezone(UTC).isoformat(timespec="microseconds")
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    # A database that was tampered with may hold half a pair of surrogates.
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def as_kept(detail):
    """Detail as any database gives it back: JSON of texts, whole numbers, lists and objects.

    A number with a fraction is refused with ValueError: databases write it in ways of their own.
    """
    kept = json.loads(json.dumps(detail, allow_nan=False), parse_float=_refuse)
    # Before it is told: what the column would clean could not be told again.
    return storable_in(kept)


def _refuse(number):
    raise ValueError(f"an audit event keeps no fraction: {number}")
