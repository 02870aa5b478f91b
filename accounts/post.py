"""E-mail: written with the deed it tells of, sent afterwards by a worker.

`send_later` writes a row (what carries files or is held first: `mail_to`); nothing else of the portal touches mail, so no page waits for a mail
server. A worker takes one row at a time, keeps it by a lease that it renews while it lives, and
notes what the server answered. docs/decisions/0012-the-post.md tells why there is no task queue.
"""

import hashlib
import logging
import random
import secrets
import unicodedata
import uuid
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta
from email.utils import format_datetime, parseaddr
from pathlib import Path
from smtplib import SMTPDataError, SMTPResponseException, SMTPSenderRefused
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.smtp import EmailBackend
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import JOINERS, Mail, User

log = logging.getLogger(__name__)

# A worker that was killed gives its mail free after LEASE; a living one renews it every BEAT.
LEASE = timedelta(seconds=90)
BEAT = 20  # seconds
# The wait after the first failure doubles up to the longest; all tries together take five days.
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=6)
TRIES_AT_MOST = 27
# The first sending and one repeat; after two without an answer a person decides.
UNANSWERED_AT_MOST = 2
KEPT = timedelta(days=90)

UNANSWERED = "দুবার পাঠিয়েও মেইল সার্ভারের উত্তর আসেনি; পৌঁছে থাকতে পারে।"
TRIED_TOO_OFTEN = "বারবার চেষ্টাতেও পাঠানো যায়নি।"
DAMAGED = "সংযুক্তির ফাইলটি পড়া যায়নি বা বদলে গেছে; পাঠানো হয়নি:"
# How `last_error` begins where it is not the mail server that refused.
OUR_OWN = (TRIED_TOO_OFTEN, DAMAGED)


class LeaseLost(Exception):
    """Another worker has the mail now."""


class Refused(Exception):
    """The mail server will never take this mail."""


class Damaged(Refused):
    """A file that it carries is not there, or not what it was: it is not sent without it."""


# ── Writing ─────────────────────────────────────────────────────────────────────────────────────


def send_later(*, to, subject, text):
    """Write a mail to one person, in the caller's transaction. Returns the Mail, or None; see
    `mail_to`."""
    mail = mail_to(to, subject=subject, text=text)
    if mail:
        mail.save(force_insert=True)
    return mail


def mail_to(to, *, subject, text, leaves_at=None, **more):
    """A Mail to one person that is not saved yet: who writes many saves them together.

    `to` is a User or an address. None for a user who has no address or whose account is closed:
    they are told in the portal alone. Before `leaves_at` it can be taken back for certain. `more` are
    columns: `attachments` ({"path", "sha256", "name", "mime"}, the path within MEDIA_ROOT),
    `return_path`, `follows`, `is_kept`. Raises ValidationError for an address, a subject or the name of
    a file that would not stay in its header.
    """
    user = to if isinstance(to, User) else None
    address = user.email if user else to
    if user and not (user.is_active and address):
        return None
    check_address(address)
    if not subject or any(_breaks_a_line(char) for char in subject):
        raise ValidationError("ইমেইলের বিষয় এক লাইনের হবে, অদৃশ্য অক্ষর ছাড়া।")
    for file in more.get("attachments", []):
        if any(_breaks_a_line(char) for char in file["name"]):
            raise ValidationError("সংযুক্তির নাম এক লাইনের হবে, অদৃশ্য অক্ষর ছাড়া।")
    return Mail(
        user=user,
        to=address,
        subject=subject[:200],
        text=text,
        message_id=f"<{uuid.uuid4()}@{urlsplit(settings.BASE_URL).hostname}>",
        next_try_at=leaves_at or timezone.now(),
        **more,
    )


def check_address(address):
    """Raise ValidationError for what is no address, or none that mail servers everywhere take."""
    if not address.isascii():
        raise ValidationError("ইমেইল ঠিকানাটি ঠিক নয়।")
    validate_email(address)


def one_line(text):
    """A text as it may stand in a header: on one line, without invisible characters."""
    return " ".join("".join(" " if _breaks_a_line(char) else char for char in text).split())


def new_return_path():
    """An address for one mail to come back to (bounce+…@…), or "" where no mailbox is set for that."""
    name, at, domain = settings.BOUNCE_ADDRESS.rpartition("@")
    return f"{name}+{secrets.token_hex(12)}@{domain}" if at else ""


@transaction.atomic
def take_back(mail):
    """Let a mail that waits never leave. Whether that was still possible.

    A mail whose text was handed over and not answered may have arrived: too late. Who is about to
    hand it over says so first (`_hold`), and finds here that it must not.
    """
    held = Mail.objects.filter(pk=mail.pk, state=Mail.State.WAITING, unanswered=0)
    return bool(held.update(state=Mail.State.TAKEN_BACK))


def _breaks_a_line(char):
    return char not in JOINERS and unicodedata.category(char) in {
        "Cc",
        "Cf",
        "Cn",
        "Cs",
        "Zl",
        "Zp",
    }


def forget_old(today):
    """Delete mail that was sent KEPT ago; what failed stays until somebody has seen to it, and what
    proves something for ever."""
    old = Mail.objects.filter(state=Mail.State.SENT, sent_at__lt=timezone.now() - KEPT)
    old.filter(is_kept=False).delete()


# ── Sending ─────────────────────────────────────────────────────────────────────────────────────


def is_set_up():
    """Whether there is a way to send; until then mail waits."""
    return bool(settings.EMAIL_BACKEND)


def send_one():
    """Send the mail that has been due longest. Whether there was one."""
    mail = _take()
    if mail is None:
        return False
    try:
        answer = _hand_over(mail)
    except LeaseLost:
        log.warning("mail %s was taken by another worker, or taken back", mail.pk)
    except Refused as refusal:
        failed = {"state": Mail.State.FAILED, "failed_at": timezone.now()}
        _note(mail, **failed, last_error=_told(refusal))
    except Exception as error:  # a fault of one mail must not stop the others
        log.warning("mail %s: try %s: %s", mail.pk, mail.tries, _told(error))
        _note(mail, next_try_at=timezone.now() + _pause(mail.tries), last_error=_told(error))
    else:
        sent = {"state": Mail.State.SENT, "sent_at": timezone.now(), "answer": answer}
        _note(mail, **sent, last_error="", unanswered=0)
    return True


@transaction.atomic
def _take():
    """A due mail, held by a lease from now on, or None."""
    due = Mail.objects.due(timezone.now()).order_by("next_try_at", "pk")
    if not due.exists():  # SQLite need not be locked to learn that
        return None
    mail = due.select_for_update(skip_locked=True).first()
    if mail is None:
        return None
    if mail.unanswered >= UNANSWERED_AT_MOST or mail.tries >= TRIES_AT_MOST:
        mail.last_error = (
            UNANSWERED
            if mail.unanswered >= UNANSWERED_AT_MOST
            else f"{TRIED_TOO_OFTEN} {mail.last_error}"[:500]
        )
        mail.state, mail.failed_at = Mail.State.FAILED, timezone.now()
        mail.save(update_fields=["state", "failed_at", "last_error"])
        return None
    mail.tries += 1
    mail.next_try_at = timezone.now() + LEASE
    mail.save(update_fields=["tries", "next_try_at"])
    return mail


def _note(mail, **changes):
    """Write to a mail while it is still ours; `tries` tells whose it is. Whether it was."""
    held = Mail.objects.filter(pk=mail.pk, state=Mail.State.WAITING, tries=mail.tries)
    return bool(held.update(**changes))


def _hold(mail, **changes):
    if not _note(mail, next_try_at=timezone.now() + LEASE, **changes):
        raise LeaseLost


def _hand_over(mail):
    """Give a mail to the mail server. Returns what the server said as it took it, word for word."""
    message = _message(mail)
    way = get_connection()
    # Another thread talks, so that this one can go on renewing the lease.
    with ThreadPoolExecutor(1) as thread:

        def wait_for(act, *arguments):
            future = thread.submit(act, *arguments)
            while not wait([future], timeout=BEAT).done:
                _note(mail, next_try_at=timezone.now() + LEASE)
            return future.result()

        def say_beforehand():
            # From here until the answer nobody can tell whether it arrived: said beforehand, so that
            # whoever finds the mail after a crash knows, and nobody takes it back any more.
            _hold(mail, unanswered=F("unanswered") + 1)

        if not isinstance(way, EmailBackend):
            say_beforehand()
            try:
                wait_for(way.send_messages, [message])
            except Exception:
                _note(mail, unanswered=F("unanswered") - 1)
                raise
            return ""
        try:
            wait_for(_open, way, message, mail)
            say_beforehand()
            try:
                return wait_for(_send_text, way, message)
            except (SMTPDataError, Refused):
                _note(mail, unanswered=F("unanswered") - 1)
                raise
        finally:
            # Never QUIT: the answer is known, and a server that does not hear it is not waited for.
            if way.connection is not None:
                way.connection.close()


def _message(mail):
    message = EmailMessage(
        mail.subject,
        mail.text,
        to=[mail.to],
        headers={
            "Message-ID": mail.message_id,
            "Date": format_datetime(mail.made_at),
            "Auto-Submitted": "auto-generated",
            **({"In-Reply-To": mail.follows, "References": mail.follows} if mail.follows else {}),
        },
    )
    for file in mail.attachments:
        message.attach(file["name"], _read(file), file["mime"])
    return message


def _read(file):
    """The bytes of a file that a mail carries, if they are still those it was written with."""
    try:
        data = (Path(settings.MEDIA_ROOT) / file["path"]).read_bytes()
    except OSError:
        data = None
    if data is None or hashlib.sha256(data).hexdigest() != file["sha256"]:
        raise Damaged(f"{DAMAGED} {file['name']}")
    return data


def _open(way, message, mail):
    """Reach the server, and tell it from whom and to whom.

    Where what comes back is read, a server that can is asked to tell what became of the mail
    (RFC 3461), without the text. That it does not let us in, or not write from this address, is the portal's fault and not the
    mail's: tried again until somebody has mended it.
    """
    way.open()
    way.connection.ehlo_or_helo_if_needed()
    sender = mail.return_path or parseaddr(message.from_email)[1]
    of_mail, of_recipient = [], []
    if mail.return_path and way.connection.has_extn("dsn"):
        of_mail = ["RET=HDRS", f"ENVID={mail.message_id.strip('<>')}"]
        of_recipient = ["NOTIFY=SUCCESS,FAILURE,DELAY"]
    code, said = way.connection.mail(sender, of_mail)
    if code != 250:
        raise SMTPSenderRefused(code, said, sender)
    _expect(way.connection.rcpt(mail.to, of_recipient), {250, 251})


def _send_text(way, message):
    """Hand the text over. What the server answers as it takes it."""
    try:
        answer = way.connection.data(message.message().as_bytes(linesep="\r\n"))
    except SMTPDataError as error:
        answer = error.smtp_code, error.smtp_error
    _expect(answer, {250})
    return _line(*answer)


def _expect(answer, codes):
    code, said = answer
    if code in codes:
        return
    if 500 <= code < 600:
        raise Refused(_line(code, said))
    raise SMTPDataError(code, said)


def _line(code, said):
    said = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return f"{code} {said}".replace("\x00", "")[:500]


def _pause(tries):
    """How long to wait after this many tries: longer each time, and never all mail at once."""
    return min(FIRST_WAIT * 2 ** (tries - 1), LONGEST_WAIT) * random.uniform(0.8, 1.2)  # noqa: S311


def _told(error):
    if isinstance(error, SMTPResponseException):
        return _line(error.smtp_code, error.smtp_error)
    return (str(error) or type(error).__name__).replace("\x00", "")[:500]
