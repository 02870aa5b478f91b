"""A mail server of the tests, on this machine, that takes, refuses, delays or drops as told."""

import asyncio
import contextlib
import os
import signal
import socket
from collections import Counter
from email import message_from_bytes, policy

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

DSN = {"RET", "ENVID", "NOTIFY", "ORCPT"}


class Sink:
    """What arrived, in `mail`; `answers` says what each text is answered, then "250 OK".

    An answer is a reply, "drop" (the text is kept and the line cut), or a number of seconds to
    wait. `kill` is the process id of the sender, which is killed once its text has arrived. `senders`
    are the return paths; a server that `offers_dsn` keeps what was asked for in `asked`.
    """

    def __init__(self):
        self.mail, self.answers, self.to_recipients = [], [], {}
        self.senders, self.asked, self.offers_dsn = [], [], False
        self.connections = 0
        self.kill = None

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        self.connections += 1
        session.host_name = hostname
        return [*responses[:-1], *["250-DSN"] * self.offers_dsn, responses[-1]]

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.to_recipients:
            return self.to_recipients[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if isinstance(answer, int | float):
            await asyncio.sleep(answer)
            answer = "250 OK"
        if answer == "drop" or answer.startswith("250"):
            self.senders.append(envelope.mail_from)
            self.mail.append(
                (envelope.rcpt_tos, message_from_bytes(envelope.content, policy=policy.default))
            )
        if self.kill:
            os.kill(self.kill, signal.SIGKILL)
        if answer == "drop":
            server.transport.abort()
        return answer

    def copies(self):
        """How often each Message-ID arrived."""
        return Counter(message["Message-ID"] for _, message in self.mail)


class Server(SMTP):
    """One that takes the wishes of RFC 3461, where its handler offers them."""

    def _getparams(self, params):
        found = super()._getparams(params)
        if found and self.event_handler.offers_dsn:
            wishes = {name: found.pop(name) for name in DSN & found.keys()}
            self.event_handler.asked.append(wishes)
        return found


class Listener(Controller):
    def factory(self):
        return Server(self.handler, **self.SMTP_kwargs)


@contextlib.contextmanager
def listening(settings):
    """A Sink that the portal of these settings sends to."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    sink = Sink()
    controller = Listener(sink, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    try:
        yield sink
    finally:
        controller.stop()
