"""Asks a virus scanner about a file: clamd over its socket, where settings.CLAMAV_SOCKET names one."""

import logging
import socket
import struct
import time
from urllib.parse import urlsplit

from django.conf import settings

logger = logging.getLogger(__name__)

SECONDS = 15  # for a file, from the first byte to the verdict
PIECE = 2**18
LONGEST_ANSWER = 4_096


class Unasked(Exception):
    """The scanner gave no verdict."""


def is_infected(data):
    """Whether the scanner finds something in these bytes; False where none is set. Raises Unasked."""
    if not settings.CLAMAV_SOCKET:
        return False
    try:
        told = _asked(data, time.monotonic() + SECONDS)
    except (OSError, ValueError) as error:
        logger.error("the virus scanner does not answer: %r", error)
        raise Unasked from error
    # `stream: OK` or `stream: <name> FOUND`; whatever else it says is no verdict.
    if told == "stream: OK":
        return False
    if told.startswith("stream: ") and told.endswith(" FOUND"):
        logger.warning("a file was refused by the virus scanner: %.200r", told)
        return True
    logger.error("the virus scanner gave no verdict: %.200r", told)
    raise Unasked


def _asked(data, deadline):
    """What clamd says to INSTREAM: pieces, each with its length before it, and an empty one at the end."""
    with _connected(deadline) as line:
        _send(line, b"zINSTREAM\0", deadline)
        for start in range(0, len(data), PIECE):
            piece = data[start : start + PIECE]
            _send(line, struct.pack(">I", len(piece)) + piece, deadline)
        _send(line, struct.pack(">I", 0), deadline)
        told = b""
        while not told.endswith(b"\0") and len(told) < LONGEST_ANSWER:
            _limit(line, deadline)
            more = line.recv(LONGEST_ANSWER)
            if not more:
                break
            told += more
    return told.rstrip(b"\0\n").decode(errors="replace")


def _connected(deadline):
    place = settings.CLAMAV_SOCKET
    if place.startswith("tcp://"):
        where = urlsplit(place)
        return socket.create_connection(
            (where.hostname, where.port or 3310), timeout=deadline - time.monotonic()
        )
    line = socket.socket(socket.AF_UNIX)
    try:
        _limit(line, deadline)
        line.connect(place)
    except OSError:
        line.close()
        raise
    return line


def _send(line, data, deadline):
    _limit(line, deadline)
    line.sendall(data)


def _limit(line, deadline):
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    line.settimeout(left)
