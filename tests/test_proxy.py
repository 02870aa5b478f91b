"""The proxy that ships with the portal, run as it is: a stranger who is slow, large or many is its affair.

Behind it stands a small server that notes what reaches it. `bench/strain.py` has the portal there.
"""

import contextlib
import datetime
import getpass
import http.client
import http.server
import shutil
import socket
import ssl
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.core.management import call_command

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
DEPLOY = Path(settings.BASE_DIR, "deploy")
NAME = "minutes.example"
pytestmark = [
    pytest.mark.once,
    pytest.mark.skipif(not NGINX, reason="no nginx on this machine (Debian package: nginx-light)"),
]


class Noted(http.server.BaseHTTPRequestHandler):
    """Answers everything, and notes it."""

    seen = []

    def do_GET(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.seen.append((self.path, dict(self.headers), len(body), time.monotonic()))
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    do_POST = do_GET

    def log_message(self, *said):
        pass


@pytest.fixture
def behind():
    """The port of what stands behind the proxy."""
    Noted.seen = []
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Noted)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


@pytest.fixture
def proxy(tmp_path, behind, monkeypatch):
    """The port of the proxy, in front of it."""
    with proxied(tmp_path, f"127.0.0.1:{behind}", monkeypatch) as port:
        yield port


@contextlib.contextmanager
def proxied(folder, upstream, monkeypatch, *, seconds=1):
    """nginx by the files in deploy/, with other places, ports and shorter patience."""
    static = folder / "static"
    monkeypatch.setattr(settings, "STATIC_ROOT", str(static))
    call_command("write_pages")
    (static / "css").mkdir()
    (static / "css/portal.0123456789ab.css").write_text("named {}")
    (static / "css/portal.css").write_text("plain {}")
    certify(folder)
    ports = [free_port(), free_port()]
    told = (DEPLOY / "nginx.conf").read_text()
    for here, there in (
        ("unix:/run/minutes/gunicorn.sock", upstream),
        ("    listen [::]:80;\n", ""),
        ("    listen [::]:443 ssl http2;\n", ""),
        ("listen 80;", f"listen 127.0.0.1:{ports[0]};"),
        ("listen 443 ssl http2;", f"listen 127.0.0.1:{ports[1]} ssl http2;"),
        ("/etc/ssl/minutes/", f"{folder}/"),
        ("/srv/minutes/build/static/", f"{static}/"),
        ("client_header_timeout 10s;", f"client_header_timeout {seconds}s;"),
        ("client_body_timeout   15s;", f"client_body_timeout {seconds}s;"),
    ):
        assert here in told, here
        told = told.replace(here, there)
    (folder / "portal.conf").write_text(told)
    shutil.copy(DEPLOY / "minutes_proxy.conf", folder)
    places = "".join(
        f"{kind}_temp_path {folder}/{kind}; " for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )  # fmt: skip
    (folder / "nginx.conf").write_text(
        # Where root starts it, it would read as another user, whom the folders of tests are closed to.
        f"user {getpass.getuser()}; daemon off; pid {folder}/pid; error_log {folder}/errors;\n"
        "events { worker_connections 512; }\n"
        f"http {{ include /etc/nginx/mime.types; access_log off; {places} include {folder}/portal.conf; }}\n"
    )
    command = [NGINX, "-p", str(folder), "-e", f"{folder}/errors", "-c", str(folder / "nginx.conf")]
    running = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 10
        while not answers(ports[1]):
            assert running.poll() is None, (folder / "errors").read_text()
            assert time.monotonic() < until
            time.sleep(0.02)
        yield ports[1]
    finally:
        running.terminate()
        running.wait()


def certify(folder):
    """A certificate of its own for the name."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, NAME)])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now - datetime.timedelta(1))
        .not_valid_after(now + datetime.timedelta(1)).sign(key, hashes.SHA256())
    )  # fmt: skip
    (folder / "fullchain.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "privkey.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )


def free_port():
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return tried.getsockname()[1]


def answers(port):
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) == 0


@contextlib.contextmanager
def connected(port):
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    plain = socket.create_connection(("127.0.0.1", port), timeout=15)
    with context.wrap_socket(plain, server_hostname=NAME) as there:
        yield there


def let_go(there):
    """Whether the other side ends the connection without having answered."""
    try:
        return there.recv(100) == b""
    except ConnectionError:
        return True


def ask(port, path="/", *, method="GET", body=None, **headers):
    """(status, headers, text)"""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    there = http.client.HTTPSConnection("127.0.0.1", port, timeout=15, context=context)
    told = {"Host": NAME} | {name.replace("_", "-"): text for name, text in headers.items()}
    with contextlib.closing(there):
        there.request(method, path, body=body, headers=told)
        answer = there.getresponse()
        return answer.status, dict(answer.headers), answer.read().decode()


def test_strangers_who_say_half_of_what_they_want_hold_nobody(proxy):
    with contextlib.ExitStack() as all_of_them:
        slow = [all_of_them.enter_context(connected(proxy)) for _ in range(60)]
        for number, each in enumerate(slow):
            each.sendall(b"GET / HTTP/1.1\r\nHost: min" if number % 2 else b"")
        began = time.monotonic()
        assert [ask(proxy)[0] for _ in range(20)] == [200] * 20
        assert time.monotonic() - began < 5
        # And they are let go; nothing of them got through.
        assert all(let_go(each) for each in slow)
    assert len(Noted.seen) == 20


def test_what_is_sent_slowly_goes_on_when_it_is_whole(proxy):
    head = f"POST /x/ HTTP/1.1\r\nHost: {NAME}\r\nContent-Length: 3000\r\nConnection: close\r\n\r\n"
    with connected(proxy) as slow:
        slow.sendall(head.encode())
        for _ in range(3):
            time.sleep(0.3)
            assert not Noted.seen
            slow.sendall(b"x" * 1000)
        assert slow.recv(100).startswith(b"HTTP/1.1 200")
    assert [size for _, _, size, _ in Noted.seen] == [3000]
    with connected(proxy) as cut:
        cut.sendall(head.encode() + b"xx")
        assert let_go(cut)
    assert len(Noted.seen) == 1


def test_a_browser_cannot_say_where_it_comes_from(proxy):
    ask(
        proxy, "/x", X_Forwarded_For="203.0.113.9", X_Forwarded_Proto="http",
        X_Forwarded_Host="evil.example", Forwarded="for=203.0.113.9",
    )  # fmt: skip
    headers = {name.lower(): text for name, text in Noted.seen[-1][1].items()}
    assert headers["x-forwarded-for"] == "127.0.0.1"
    assert headers["x-forwarded-proto"] == "https"
    assert headers["host"] == NAME
    assert not {"x-forwarded-host", "forwarded"} & headers.keys()


@pytest.mark.parametrize(
    ("path", "size"), [("/verify/", 32 * 2**20), ("/accounts/login/", 2 * 2**20), ("/x/", 42 * 2**20)]
)  # fmt: skip
def test_what_is_too_large_is_told_so_in_bengali_before_it_is_read(proxy, path, size):
    head = f"POST {path} HTTP/1.1\r\nHost: {NAME}\r\nContent-Length: {size}\r\n\r\n"
    answer = b""
    with connected(proxy) as there:
        there.sendall(head.encode())
        while b"</html>" not in answer and (more := there.recv(20_000)):
            answer += more
    assert answer.startswith(b"HTTP/1.1 413")
    assert "ফাইলটি খুব বড়" in answer.decode()
    assert not Noted.seen


def test_who_sends_too_many_files_or_passwords_is_asked_to_wait_and_readers_are_not(proxy):
    # The bursts of nginx.conf, and what comes in after them while a slow machine sends.
    for path, most in (("/verify/", 25), ("/accounts/login/", 100)):
        with ThreadPoolExecutor(16) as senders:
            told = list(senders.map(lambda path: post(proxy, path), [path] * (most + 60)))
        refused = [page for status, _, page in told if status == 429]
        assert len(told) - most <= len(refused)
        assert all("একটু পরে চেষ্টা করুন" in page for page in refused)
        assert {status for status, *_ in told} == {200, 429}
        assert ask(proxy, path)[0] == 200


def post(port, path):
    return ask(port, path, method="POST", body="x")


def test_static_files_never_reach_the_portal(proxy):
    named, plain = "/static/css/portal.0123456789ab.css", "/static/css/portal.css"
    status, headers, text = ask(proxy, named)
    assert (status, text) == (200, "named {}")
    assert "immutable" in headers["Cache-Control"]
    status, headers, text = ask(proxy, plain)
    assert (status, text, headers["Cache-Control"]) == (200, "plain {}", "public, max-age=60")
    assert not Noted.seen


def test_a_portal_that_is_gone_is_told_of_in_bengali(tmp_path, monkeypatch):
    with proxied(tmp_path, f"127.0.0.1:{free_port()}", monkeypatch) as port:
        status, _, page = ask(port)
    assert (status, "পোর্টালটি এখন সাড়া দিচ্ছে না" in page) == (502, True)


def test_whether_the_portal_works_is_told_on_the_machine_itself(proxy):
    assert ask(proxy, "/healthz")[0] == 200
