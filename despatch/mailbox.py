"""The mailbox that undeliverable mail comes back to: a folder (maildir) or an account (IMAP).

What was read is marked as seen and stays where it is. Whoever reads a mail a second time, after a kill
in between, finds it known.
"""

import imaplib
import logging
import mailbox
from contextlib import suppress
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from despatch import bounces

log = logging.getLogger(__name__)

A_ROUND = 100  # mails at most, so that other work of the worker comes in between
SECONDS = 20  # for each answer of an IMAP server


def is_read():
    """Whether anybody will learn here of mail that comes back later."""
    return bool(settings.BOUNCE_ADDRESS and settings.BOUNCE_MAILBOX)


def read():
    """Take in what has come back since the last time. How many mails that were."""
    if not is_read():
        return 0
    place = urlsplit(settings.BOUNCE_MAILBOX)
    match place.scheme:
        case "maildir":
            return _read_maildir(unquote(place.path))
        case "imap" | "imaps":
            return _read_imap(place)
    raise ImproperlyConfigured("BOUNCE_MAILBOX হবে maildir:///ফোল্ডার বা imaps://নাম:চাবি@সার্ভার/INBOX।")


def _read_maildir(path):
    box = mailbox.Maildir(path, factory=None, create=False)
    unread = [key for key in box.iterkeys() if "S" not in _flags(box, key)][:A_ROUND]
    for key in unread:
        # Another worker may have moved it since.
        with suppress(KeyError, FileNotFoundError):
            raw = box.get_bytes(key)
            if _take_in(raw):
                message = box.get_message(key)
                message.set_subdir("cur")
                message.add_flag("S")
                box[key] = message
    return len(unread)


def _flags(box, key):
    with suppress(KeyError, FileNotFoundError):
        return box.get_message(key).get_flags()
    return "S"


def _read_imap(place):
    kind = imaplib.IMAP4_SSL if place.scheme == "imaps" else imaplib.IMAP4
    with kind(place.hostname, place.port or _port(place), timeout=SECONDS) as box:
        box.login(unquote(place.username or ""), unquote(place.password or ""))
        box.select(unquote(place.path.strip("/")) or "INBOX")
        _, [found] = box.uid("SEARCH", "UNSEEN")
        unread = found.split()[:A_ROUND]
        for uid in unread:
            _, told = box.uid("FETCH", uid, "(BODY.PEEK[])")
            raw = next((each[1] for each in told if isinstance(each, tuple)), None)
            if raw is not None and _take_in(raw):
                box.uid("STORE", uid, "+FLAGS.SILENT", r"(\Seen)")
        return len(unread)


def _port(place):
    return imaplib.IMAP4_SSL_PORT if place.scheme == "imaps" else imaplib.IMAP4_PORT


def _take_in(raw):
    """Whether a mail was dealt with; one that cannot be is tried again and stops no other."""
    try:
        bounces.take_in(raw)
    except Exception:
        log.exception("a mail that came back could not be taken in")
        return False
    return True
