"""The door to the render workers: HTML in, PDF out, from wherever in the portal.

The workers belong to the process that first asks for a paper, and start then; a process forked
off later gets workers of its own.
"""

import atexit
import os
import threading
from collections.abc import Sequence

from django.conf import settings

from documents.fields import SignatureField
from documents.pool import RenderFailed, WorkerPool

__all__ = ["RenderFailed", "is_ready", "render_pdf", "render_stamp"]

_pool: WorkerPool | None = None
_lock = threading.Lock()


def render_pdf(
    html: str,
    *,
    attachments: Sequence = (),
    fields: Sequence[SignatureField] = (),
    since: float | None = None,
) -> bytes:
    """The PDF of a complete HTML document, drawn in a closed-in process of its own.

    `attachments`: things with `name`, `data` (bytes), `mime` and `description`, such as
    documents.attachments.Attachment. `fields`: where it will be signed; an anchor that is not on the
    page is an error. Nothing is fetched: only `asset:` names and `data:` URIs of PNG,
    JPEG, TTF, OTF and WOFF2 (4 MB each) are drawn; the rest is left out.

    Bounds: 8 MB of HTML in UTF-8, data: URIs included; 16 MB of attachments; 64 MB of PDF;
    settings.RENDER_SECONDS of wall time for drawing and 5 more of waiting for a worker, with at
    most settings.RENDER_QUEUE others waiting. `since`: when the work on the paper began, by
    time.monotonic(); what it took until now counts as drawing. Safe from any thread. Raises RenderFailed, whose text
    is a Bengali sentence for the user.
    """
    return _current_pool().render(html, attachments, fields, since=since)


def render_stamp(html: str, *, at_once: bool = False) -> bytes:
    """The PDF of a small HTML document, to be laid into another PDF; otherwise as render_pdf.

    `at_once`: only where a worker is idle, so that no paper waits longer for it.
    """
    return _current_pool().render(html, is_stamp=True, at_once=at_once)


def is_ready() -> bool:
    """Whether a worker stands by to draw. The first to ask starts them, and is told no."""
    return bool(_current_pool().worker_pids())


def _current_pool() -> WorkerPool:
    global _pool
    with _lock:
        if _pool is None:
            _pool = WorkerPool(
                settings.RENDER_WORKERS,
                seconds=settings.RENDER_SECONDS,
                waiting=settings.RENDER_QUEUE,
                unconfined=settings.UNCONFINED,
            )
        return _pool


@atexit.register
def _close() -> None:
    if _pool is not None:
        _pool.close()


def _start_afresh() -> None:
    """In a forked child: the parent's workers are not ours, and its lock may be held for ever."""
    global _pool, _lock
    _lock = threading.Lock()
    if _pool is not None:
        _pool.abandon()
        _pool = None


os.register_at_fork(after_in_child=_start_afresh)
