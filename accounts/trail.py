"""Reading the chains of the trail again: is every event there, in its place and as it was written?"""

from collections import defaultdict
from dataclasses import dataclass

from django.db import transaction

from accounts.chain import NOTHING_BEFORE
from accounts.models import AuditChain, AuditEvent


@dataclass(frozen=True)
class Verdict:
    """What became of a chain. `broken_at` is the serial of the first event that is not as it was."""

    chain: str
    events: int
    broken_at: int | None

    @property
    def is_intact(self):
        return self.broken_at is None


def chains():
    """The names of all chains there are, those without a head or without events too."""
    with_head = AuditChain.objects.values_list("name", flat=True)
    with_events = AuditEvent.objects.order_by().values_list("chain", flat=True)
    return sorted(set(with_head) | set(with_events.distinct()))


def anchors():
    """(chain, number of events, hash of the last one) of every chain, to be kept elsewhere."""
    return list(AuditChain.objects.order_by("name").values_list("name", "length", "last_hash"))


def verify(chain, *, anchored=()):
    """Read a chain from its first event to its head. Returns a Verdict.

    `anchored` holds (serial, hash) pairs that were noted elsewhere when those events were the last.
    Nobody who records meanwhile has to wait for more than the last few events.
    """
    walk = _Walk(anchored)
    events = AuditEvent.objects.filter(chain=chain).order_by("serial", "pk")
    walk.along(events)
    with transaction.atomic():
        head = _held_head(chain)
        # What was added since; nothing is while the head is held.
        walk.along(events.filter(serial__gt=walk.last_serial))
        if head is None and walk.count:
            # The first event of all came in between, and its head with it.
            head = _held_head(chain)
            walk.along(events.filter(serial__gt=walk.last_serial))
    return Verdict(chain, walk.count, walk.ended_by(head))


def _held_head(chain):
    return AuditChain.objects.select_for_update().filter(name=chain).first()


class _Walk:
    """One way along a chain, that remembers where it first went wrong."""

    def __init__(self, anchored):
        # {serial: its hashes}; two that differ are met by no event.
        self.anchored = defaultdict(set)
        for serial, noted in anchored:
            self.anchored[serial].add(noted)
        self.count = self.last_serial = 0
        self.last_hash = NOTHING_BEFORE
        self.broken_at = None

    def along(self, events):
        try:
            for event in events.iterator():
                self._step(event)
        except (ValueError, TypeError, AttributeError, OverflowError):
            # A row that cannot even be read: no such date, no such JSON.
            self._broken(self.count + 1)
            self.count = max(self.count, events.count())

    def ended_by(self, head):
        """Compare the end with the chain's head and with what was noted; where it is broken."""
        length, last_hash = (head.length, head.last_hash) if head else (0, NOTHING_BEFORE)
        if self.count != length:
            self._broken(min(self.count, length) + 1)
        elif self.last_hash != last_hash:
            self._broken(max(length, 1))
        if self.anchored and max(self.anchored) > self.count:
            self._broken(self.count + 1)
        return self.broken_at

    def _step(self, event):
        place = self.count + 1
        if (
            event.serial != place
            or event.previous_hash != self.last_hash
            or event.hash != event.computed_hash()
            or self.anchored.get(event.serial, {event.hash}) != {event.hash}
        ):
            self._broken(place)
        self.count, self.last_serial, self.last_hash = place, event.serial, event.hash

    def _broken(self, at):
        if self.broken_at is None:
            self.broken_at = at
