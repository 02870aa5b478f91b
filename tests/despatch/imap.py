"""A mailbox of the tests that speaks as much IMAP as is asked of it."""

import contextlib
import re
import socketserver
import threading


class Talk(socketserver.StreamRequestHandler):
    def handle(self):
        box = self.server.box
        self.say("* OK ready")
        for line in self.rfile:
            tag, command = line.decode().strip().split(" ", 1)
            name = command.upper()
            if name.startswith("CAPABILITY"):
                self.say("* CAPABILITY IMAP4rev1")
            elif name.startswith("LOGIN") and box.password not in command:
                self.say(f"{tag} NO wrong password")
                continue
            elif name.startswith("SELECT"):
                self.say(f"* {len(box.mail)} EXISTS")
            elif name.startswith("UID SEARCH"):
                unseen = [str(n) for n in range(1, len(box.mail) + 1) if n not in box.seen]
                self.say("* SEARCH " + " ".join(unseen))
            elif name.startswith("UID FETCH"):
                number = int(command.split()[2])
                raw = box.mail[number - 1]
                self.say(f"* {number} FETCH (UID {number} BODY[] {{{len(raw)}}}")
                self.wfile.write(raw + b")\r\n")
            elif name.startswith("UID STORE"):
                box.seen.add(int(re.findall(r"\d+", command)[0]))
            elif name.startswith("LOGOUT"):
                self.say("* BYE")
            self.say(f"{tag} OK done")

    def say(self, line):
        self.wfile.write(f"{line}\r\n".encode())


class Box:
    def __init__(self, mail, password="s3:cret/"):
        self.mail, self.seen, self.password = mail, set(), password


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True


@contextlib.contextmanager
def serving(box):
    """The port on which this box is read."""
    with Server(("127.0.0.1", 0), Talk) as server:
        server.box = box
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
