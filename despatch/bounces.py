"""What mail servers write back: delivery reports (RFC 3464) about the mail of copies.

A report is matched by the address it comes back to, which each mail has of its own, by the envelope
it names, or by the Message-ID of what it returns. Its words are kept as they came. Answers by machines
that are no reports (absence notes, read receipts) say nothing of a delivery; whatever else cannot be
read is kept for a person.
"""

import re
from email import message_from_bytes
from email.header import decode_header, make_header
from enum import StrEnum
from typing import NamedTuple

from django.db import transaction

from accounts import post
from accounts.models import Mail
from despatch.ladder import Step
from despatch.models import Evidence, Returned, Sending
from documents import store

TO_US = ("To", "Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "Apparently-To")
TOKEN = re.compile(r"\+([0-9a-f]{24})@")
AN_ID = re.compile(r"<[^<>\s]+@[^<>\s]+>")
SERVERS = re.compile(r"mailer-daemon|postmaster", re.IGNORECASE)
AWAY = re.compile(
    r"auto(matic)?[ -]?(reply|response)|out of (the )?office|vacation|away from|absence|"
    r"স্বয়ংক্রিয়|ছুটিতে|অনুপস্থিত",
    re.IGNORECASE,
)
LONGEST_LINE = 1_000


class Became(StrEnum):
    """What was done with a mail that came back."""

    NOTED = "noted"
    KNOWN = "known"  # read before
    IGNORED = "ignored"  # a machine that answers for its person
    FOR_A_PERSON = "for a person"


class Report(NamedTuple):
    """What a delivery report says of a recipient."""

    action: str
    status: str
    line: str
    server: str


@transaction.atomic
def take_in(raw):
    """Read a mail (bytes) that came to the return path and note what it proves. The same mail again
    changes nothing."""
    message = message_from_bytes(raw)
    parts = [
        each for each in message.walk() if each.get_content_type() == "message/delivery-status"
    ]
    if not parts and _is_answered_by_itself(message):
        return Became.IGNORED
    mail = _mail_of(message, parts)
    sending = mail and Sending.objects.select_for_update().filter(mail=mail).first()
    document = store.keep(raw, mime="message/rfc822")
    if Evidence.objects.filter(told__report=document.sha256).exists():
        return Became.KNOWN
    steps = [_step_of(report, sending) for part in parts for report in _reports(part)]
    if sending is None or not steps or None in steps:
        return _keep_for_a_person(message, document, sending)
    for step, told in steps:
        told = {key: value for key, value in told.items() if value}
        Evidence.objects.create(
            copy_id=sending.copy_id, sending=sending, step=step,
            told=told | {"report": document.sha256},
        )  # fmt: skip
    return Became.NOTED


def _step_of(report, sending):
    """(step, what is told of it), or None for what a person has to read."""
    told = {"line": report.line, "status": report.status, "server": report.server}
    match report.action:
        case "failed":
            return Step.REFUSED, told
        case "delivered" | "expanded":
            return Step.DELIVERED, told
        case "relayed":
            # It went on to a server that sends no reports. That one is the recipient's where it stands
            # in the recipient's own domain; otherwise nobody can tell from here.
            is_theirs = sending and _is_within(report.server, sending.address)
            return (Step.DELIVERED if is_theirs else Step.RELAYED), told
        case "delayed":
            return Step.RELAYED, told | {"delayed": True}
    return None


def _is_within(server, address):
    domain = address.rpartition("@")[2].lower()
    return bool(domain) and f".{server.lower().rstrip('.')}".endswith(f".{domain}")


def _mail_of(message, parts):
    """The Mail of a copy that this one is about, or None."""
    kept = Mail.objects.filter(is_kept=True)
    for name in TO_US:
        for value in message.get_all(name, []):
            for token in TOKEN.findall(_unfolded(value).lower()):
                if mail := kept.filter(return_path__contains=f"+{token}@").first():
                    return mail
    named = [
        f"<{_field(block, 'Original-Envelope-Id')}>" for part in parts for block in _blocks(part)
    ]
    for each in message.walk():
        if each is not message:
            named += AN_ID.findall(_unfolded(each.get("Message-ID", "")))
        if each.get_content_type() in {"text/rfc822-headers", "message/rfc822-headers"}:
            named += AN_ID.findall(_message_id_in(each))
    return kept.filter(message_id__in=[each for each in named if each != "<>"]).first()


def _message_id_in(part):
    """The line with the Message-ID in a part that holds headers alone."""
    data = part.get_payload(decode=True) or b""
    return _unfolded(message_from_bytes(data).get("Message-ID", ""))


def _reports(part):
    """The Report of each recipient in a part with a delivery status."""
    blocks = _blocks(part)
    reporting = _field(blocks[0], "Reporting-MTA") if blocks else ""
    for block in blocks:
        action = _field(block, "Action").lower()
        if not action and not _field(block, "Final-Recipient"):
            continue
        status = _field(block, "Status")
        yield Report(
            action=action,
            status=status,
            line=_after_type(_field(block, "Diagnostic-Code")) or status,
            server=_after_type(_field(block, "Remote-MTA") or reporting),
        )


def _blocks(part):
    payload = part.get_payload()
    return payload if isinstance(payload, list) else []


def _field(block, name):
    return _unfolded(block.get(name, "")).strip()[:LONGEST_LINE]


def _after_type(value):
    """What stands behind "smtp;" or "dns;", word for word."""
    kind, semicolon, rest = value.partition(";")
    return rest.strip() if semicolon else kind.strip()


def _unfolded(value):
    return re.sub(r"\r?\n", "", str(value)).replace("\x00", "")


def _is_answered_by_itself(message):
    """Whether a machine answered for its person, or tells that something was displayed."""
    if message.get_content_type() == "multipart/report" and any(
        each.get_content_type() == "message/disposition-notification" for each in message.walk()
    ):
        return True
    sender = _unfolded(message.get("From", ""))
    if SERVERS.search(sender):
        return False
    told = _unfolded(message.get("Auto-Submitted", "no")).split(";")[0].strip().lower()
    return (
        told != "no"
        or _unfolded(message.get("Precedence", "")).strip().lower()
        in {"bulk", "junk", "auto_reply"}
        or any(
            message.get(name)
            for name in ("X-Autoreply", "X-Autorespond", "X-Auto-Response-Suppress")
        )
        or bool(AWAY.search(_subject(message)))
    )


def _subject(message):
    said = message.get("Subject", "")
    try:
        said = make_header(decode_header(said))
    except (LookupError, ValueError):  # a charset nobody knows, or a broken encoding
        pass
    return post.one_line(_unfolded(said))


def _keep_for_a_person(message, document, sending):
    office = sending and sending.copy.memo.office
    _, is_new = Returned.objects.get_or_create(
        document=document, defaults={"office": office, "subject": _subject(message)[:300]}
    )
    return Became.FOR_A_PERSON if is_new else Became.KNOWN
