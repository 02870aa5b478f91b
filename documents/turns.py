"""For whom a paper is drawn or a file looked into, so that one person's many never take everybody's place.

The portal says who asks at the head of each request (`asked_by`); what runs by itself, as the worker
does, asks for nobody and has no share to keep to.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple


class Asker(NamedTuple):
    """Who asks. All who did not sign in are one person; an office may be unknown."""

    person: int | None
    office: int | None = None


_asker: ContextVar[Callable[[], Asker] | None] = ContextVar("asker", default=None)


@contextmanager
def asked_by(find: Callable[[], Asker]) -> Iterator[None]:
    """Within it, `find` tells who asks; it is called when that first matters."""
    before = _asker.set(find)
    try:
        yield
    finally:
        _asker.reset(before)


def asker() -> Asker | None:
    """Who asks for what is done now; None for what runs by itself."""
    find = _asker.get()
    return find and find()


class Shares:
    """How much of a queue one person and one office may have.

    `drawn` and `waiting`: pairs of the most for (a person, an office). Not safe by itself: whoever uses it
    holds a lock.
    """

    def __init__(self, *, drawn: tuple[int, int], waiting: tuple[int, int]):
        self._most = {"drawn": drawn, "waiting": waiting}
        self._held: dict[tuple, int] = {}

    def has_room(self, part: str, asker: Asker | None) -> bool:
        """Whether one more of this asker's may be drawn, or wait."""
        return all(
            self._held.get((part, *key), 0) < most
            for key, most in zip(_keys(asker), self._most[part], strict=False)
        )

    def take(self, part: str, asker: Asker | None) -> None:
        for key in _keys(asker):
            self._held[part, *key] = self._held.get((part, *key), 0) + 1

    def give_back(self, part: str, asker: Asker | None) -> None:
        for key in _keys(asker):
            left = self._held[part, *key] - 1
            if left:
                self._held[part, *key] = left
            else:
                del self._held[part, *key]


def _keys(asker):
    if asker is None:
        return []
    found = [("person", asker.person)]
    return found if asker.office is None else [*found, ("office", asker.office)]
