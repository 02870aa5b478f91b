"""What comes back by mail: reports are matched and kept word for word, absence notes say nothing."""

import imaplib
import mailbox
from email.message import EmailMessage
from urllib.parse import quote

import pytest
from django.urls import reverse

from accounts.models import User
from despatch import actions, bounces, ladder
from despatch import mailbox as reading
from despatch.bounces import Became
from despatch.models import Evidence, Returned
from memos.models import Copy
from tests.accounts.sink import listening
from tests.despatch import imap
from tests.despatch.outgoing import copies_of, make_paper_with_copies, work

OURS = "bounce@minutes.example"
REFUSAL = "550 5.1.1 <karim@karim.example>: Recipient address rejected: User unknown in virtual mailbox table"


@pytest.fixture
def sent(cast, settings):
    """A Sending that our relay took."""
    settings.BOUNCE_ADDRESS = OURS
    line = make_paper_with_copies(cast, "karim")
    with listening(settings):
        [sending] = actions.send(copies=copies_of(line), by=cast.staff)
        work()
    sending.mail.refresh_from_db()
    return sending


def report(
    sending,
    action="failed",
    *,
    to=None,
    line=REFUSAL,
    server="mx.karim.example",
    headers=True,
    message_id=None,
):
    """A report as mail servers write it (RFC 3464), folded and with the headers of what it returns."""
    mail = sending.mail
    fields = [
        "Reporting-MTA: dns; relay.minutes.example",
        "Arrival-Date: Tue, 1 Dec 2026 06:00:00 +0600",
        "",
        f"Final-Recipient: rfc822; {mail.to}",
        f"Action: {action}",
        "Status: 5.1.1",
        f"Remote-MTA: dns; {server}",
        f"Diagnostic-Code: smtp; {line}".replace(": User", ":\r\n User"),
        "",
    ]
    returned = f"Message-ID: {message_id or mail.message_id}\r\nSubject: =?utf-8?b?4Kau?=\r\n"
    parts = [
        ("text/plain; charset=utf-8", "This is the mail system at host relay.minutes.example."),
        ("message/delivery-status", "\r\n".join(fields)),
        *([("text/rfc822-headers", returned)] if headers else []),
    ]
    body = "".join(f"--b\r\nContent-Type: {kind}\r\n\r\n{text}\r\n" for kind, text in parts)
    return (
        f"From: MAILER-DAEMON@relay.minutes.example\r\nTo: {to or mail.return_path}\r\n"
        "Subject: Undelivered Mail Returned to Sender\r\nAuto-Submitted: auto-replied\r\n"
        'MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n'
        f"\r\n{body}--b--\r\n"
    ).encode()


def step(sending):
    return ladder.highest(ladder.ladder_of(Copy.objects.get(pk=sending.copy_id)))


def test_a_refusal_that_comes_later_stands_on_the_ladder_word_for_word(sent):
    assert step(sent) == "relayed"
    assert bounces.take_in(report(sent)) == Became.NOTED
    assert step(sent) == "refused"
    told = Evidence.objects.get().told
    assert told["line"] == REFUSAL
    assert (told["server"], told["status"]) == ("mx.karim.example", "5.1.1")
    assert Evidence.objects.get().sending == sent


def test_the_same_report_again_changes_nothing(sent):
    raw = report(sent)
    assert [bounces.take_in(raw) for _ in range(3)] == [Became.NOTED, Became.KNOWN, Became.KNOWN]
    assert Evidence.objects.count() == 1


@pytest.mark.parametrize(("action", "server", "expected"), [
    ("delivered", "relay.minutes.example", "delivered"),
    ("expanded", "relay.minutes.example", "delivered"),
    ("relayed", "mx.karim.example", "delivered"),
    # A server that is not the recipient's own may be one more on the way.
    ("relayed", "smart.example.net", "relayed"),
    ("relayed", "notkarim.example", "relayed"),
    ("delayed", "mx.karim.example", "relayed"),
])  # fmt: skip
def test_what_a_report_proves_and_no_more(sent, action, server, expected):
    assert bounces.take_in(report(sent, action, line="250 2.1.5 Ok", server=server)) == Became.NOTED
    assert step(sent) == expected
    last = ladder.ladder_of(Copy.objects.get(pk=sent.copy_id))[-1]
    assert last.evidence["line"] == "250 2.1.5 Ok"
    assert (last.name == "পৌঁছাতে দেরি হচ্ছে") == (action == "delayed")


def test_a_report_is_matched_by_what_it_returns_where_its_address_is_lost(sent):
    raw = report(sent, to=OURS)
    assert bounces.take_in(raw) == Became.NOTED
    assert step(sent) == "refused"


def test_a_whole_returned_mail_is_searched_too(sent):
    raw = report(sent, to=OURS, headers=False).replace(
        b"--b--", b"--b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: "
        + sent.mail.message_id.encode() + b"\r\n\r\ntext\r\n--b--",
    )  # fmt: skip
    assert bounces.take_in(raw) == Became.NOTED


@pytest.mark.parametrize("headers", [
    {"Auto-Submitted": "auto-replied (vacation)"},
    {"Precedence": "bulk"},
    {"X-Autoreply": "yes"},
    {"Subject": "Automatic reply: সভার কার্যবিবরণী"},
    {"Subject": "Out of Office: leave"},
    {"Subject": "স্বয়ংক্রিয় উত্তর: ছুটিতে আছি"},
])  # fmt: skip
def test_an_absence_note_is_no_step_and_no_bounce(sent, headers):
    note = EmailMessage()
    note["From"], note["To"] = "karim@karim.example", sent.mail.return_path
    for name, value in ({"Subject": "Re: কার্যবিবরণী"} | headers).items():
        del note[name]
        note[name] = value
    note["In-Reply-To"] = sent.mail.message_id
    note.set_content("I am on leave until Sunday.")
    assert bounces.take_in(note.as_bytes()) == Became.IGNORED
    assert step(sent) == "relayed"
    assert not Returned.objects.exists()


def test_a_read_receipt_proves_nothing(sent):
    raw = report(sent, "displayed").replace(
        b"message/delivery-status", b"message/disposition-notification"
    )
    assert bounces.take_in(raw) == Became.IGNORED
    assert step(sent) == "relayed"


@pytest.mark.parametrize("raw", [
    b"From: MAILER-DAEMON@x.example\r\nTo: {to}\r\nSubject: failure notice\r\n\r\nHi. This is the qmail-send program.",
    b"To: {to}\r\nSubject: =?no-such?q?=FF?=\r\n\r\n\xff\xfe\x00",
    b"To: {to}\r\nContent-Type: multipart/report; boundary=b\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nrubbish",
    b"To: {to}\r\nContent-Type: multipart/mixed\r\n\r\n",
    b"\x00\xff",
])  # fmt: skip
def test_what_cannot_be_read_is_kept_for_a_person_once(sent, raw):
    raw = raw.replace(b"{to}", sent.mail.return_path.encode())
    assert bounces.take_in(raw) == Became.FOR_A_PERSON
    assert bounces.take_in(raw) == Became.KNOWN
    kept = Returned.objects.get()
    assert kept.document.read() == raw
    assert kept.office == (sent.copy.memo.office if b"bounce+" in raw else None)
    assert step(sent) == "relayed"


def test_a_report_of_a_mail_that_is_not_ours_is_kept_for_a_person(sent):
    raw = report(sent, to=OURS, message_id="<other@else.example>")
    assert bounces.take_in(raw) == Became.FOR_A_PERSON
    assert not Evidence.objects.exists()


def test_what_belongs_to_no_office_is_listed_for_the_administrator(sent, client):
    for to, said in ((OURS, "kept"), (sent.mail.return_path, "for the office")):
        bounces.take_in(
            f"From: postmaster@x.example\r\nTo: {to}\r\nSubject: {said}\r\n\r\n".encode()
        )
    client.force_login(User.objects.create_superuser("sabiha", name="সাবিহা নূর"))
    listed = client.get(reverse("admin:despatch_returned_changelist")).content.decode()
    assert ">kept<" in listed
    assert "for the office" not in listed


def test_the_folder_is_read_once_and_read_mail_stays(sent, settings, tmp_path):
    box = mailbox.Maildir(tmp_path / "bounces", factory=None)
    settings.BOUNCE_MAILBOX = f"maildir://{tmp_path / 'bounces'}"
    box.add(report(sent))
    box.add(b"To: nobody\r\nSubject: hello\r\n\r\n")
    assert reading.is_read()
    assert [reading.read(), reading.read()] == [2, 0]
    assert len(box) == 2
    assert step(sent) == "refused"
    assert Returned.objects.get().subject == "hello"


def test_a_mailbox_is_read_over_the_network_once(sent, settings):
    box = imap.Box([report(sent), b"To: nobody\r\nSubject: hello\r\n\r\n"])
    with imap.serving(box) as port:
        settings.BOUNCE_MAILBOX = f"imap://us:{quote(box.password, safe='')}@127.0.0.1:{port}/INBOX"
        assert [reading.read(), reading.read()] == [2, 0]
        settings.BOUNCE_MAILBOX = f"imap://us:wrong@127.0.0.1:{port}/INBOX"
        with pytest.raises(imaplib.IMAP4.error):
            reading.read()
    assert box.seen == {1, 2}
    assert step(sent) == "refused"


def test_a_mail_that_cannot_be_taken_in_stops_no_other(sent, settings, tmp_path, monkeypatch):
    box = mailbox.Maildir(tmp_path / "bounces", factory=None)
    settings.BOUNCE_MAILBOX = f"maildir://{tmp_path / 'bounces'}"
    box.add(b"Subject: poison\r\n\r\n")
    box.add(report(sent))
    taking = bounces.take_in

    def failing(raw):
        if b"poison" in raw:
            raise OSError("disk full")
        return taking(raw)

    monkeypatch.setattr(bounces, "take_in", failing)
    reading.read()
    assert step(sent) == "refused"
    monkeypatch.undo()
    settings.BOUNCE_MAILBOX = f"maildir://{tmp_path / 'bounces'}"
    assert reading.read() == 1


def test_without_a_mailbox_nobody_reads(settings):
    settings.BOUNCE_ADDRESS, settings.BOUNCE_MAILBOX = OURS, ""
    assert not reading.is_read()
    assert reading.read() == 0
