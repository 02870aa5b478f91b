"""What a script may send around an address: headers, cookies, methods, bodies and names of files.

A value goes out as the server would hand it on: without the ends of lines and the zero that no server
lets through. The answer may be anything but the portal's own failure.
"""

import io
import logging
from urllib.parse import quote, unquote_to_bytes

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests import uploads
from tests.access.table import ACCESS, MARKS, address
from tests.access.test_nasty_values import (
    ASKS_WHO_IT_IS,
    NASTY,
    TAKING,
    answered,
    undone,
    who_may,
)
from tests.proof import tried

pytestmark = [*MARKS, pytest.mark.once]


def as_sent(value):
    """Percent-encoded bytes as WSGI has them."""
    sent = unquote_to_bytes(value).decode("latin-1")
    return sent.translate({0: None, 10: None, 13: None})


# What any page may be asked with, and what a value looks like within it.
HEADERS = {
    "Host": ["{}", "testserver:{}", "{}.testserver"],
    "Accept-Language": ["{}", "bn;q={}"],
    "Accept": ["{}"],
    "Accept-Encoding": ["{}", "gzip;q={}"],
    "User-Agent": ["{}"],
    "Referer": ["{}", "http://testserver/{}"],
    "Origin": ["{}"],
    "Authorization": ["{}", "Basic {}"],
    "X-Forwarded-For": ["{}", "{}, 10.0.0.1"],
    "X-Forwarded-Proto": ["{}"],
    "X-Forwarded-Host": ["{}"],
    "X-CSRFToken": ["{}"],
    "X-Requested-With": ["{}"],
    "X-Autosave": ["{}"],
    "X-Dialog": ["{}"],
    "If-None-Match": ["{}", '"{}"', 'W/"{}"'],
    "If-Match": ["{}"],
    "If-Modified-Since": ["{}"],
    "If-Range": ["{}"],
    "Range": ["{}", "bytes={}", "bytes={}-", "bytes=-{}", "bytes=0-{}"],
    "Cookie": ["{}", "sessionid={}", "csrftoken={}", "messages={}", "{}=1"],
    "Content-Type": ["{}", "text/{}", "multipart/form-data; boundary={}", "text/plain; charset={}"],
    "Content-Length": ["{}"],
}
FEW = [str(2**63), "9" * 5_000, "%ED%A0%80", quote("²"), "-1"]
# A page for anyone, one that is signed in for, one that lists and filters, files with and without ranges.
PAGES = ["documents:verify", "documents:pdf", "home", "meetings:list", "meetings:download"]


FORM = "application/x-www-form-urlencoded"
PART = b'--x\r\nContent-Disposition: form-data; name="%s"\r\n%s\r\n!\r\n--x--\r\n'
BODIES = [
    ("application/json", b'{"a":' * 20_000),
    ("application/json", b'{"__proto__": 1e400, "\xed\xa0\x80": NaN}'),
    ("application/xml", b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'),
    (FORM, b"%ED%A0%80=%00&a[b][c]=1&=&&;%FF%FE=%C0%AE"),
    (FORM, b"&".join(b"a%d=1" % n for n in range(3_000))),
    (FORM + "; charset=rot13", b"a=b"),
    (FORM + "; charset=utf-16", b"\xff\xfea\0"),
    ("multipart/form-data", b""),
    ("multipart/form-data; boundary=x", b"--x\r\nno part"),
    ("multipart/form-data; boundary=" + "x" * 300, b"--x"),
    ("multipart/form-data; boundary=x; charset=rot13", PART % (b"reason", b"")),
    ("multipart/form-data; boundary=x", PART % (b"\xed\xa0\x80", b"Content-Type: \xff/\xff\r\n")),
    (
        "multipart/form-data; boundary=x",
        PART % (b"file", b"Content-Transfer-Encoding: base64\r\n"),
    ),
    ("multipart/form-data; boundary=x", PART % (b"a" * 5_000, b"\0: \0\r\n")),
]


@pytest.mark.parametrize("part", range(4))
def test_no_body_breaks_a_page(world, record_property, part):
    """Each address that takes anything, a quarter of them at a time."""
    names = sorted(set(TAKING) - ASKS_WHO_IT_IS)[part::4]
    broken = {}
    for name in names:
        url, row = address(world, name), ACCESS[name]
        client = Client(raise_request_exception=False)
        client.force_login(getattr(world, who_may(row.get("writers", row["allowed"]))))
        for kind, body in BODIES:

            def post(told=(url, body, kind), by=client):
                return answered(by.generic("POST", *told))

            if (status := undone(post)) >= 500:
                broken[name, kind[:60], body[:12]] = status
    record_property("requests", len(names) * len(BODIES))
    assert broken == {}


def test_what_is_refused_is_told_in_one_line(client, db, monkeypatch, settings):
    """Whoever sends many of them fills no log."""
    told = io.StringIO()
    (console,) = [each for each in logging.getLogger().handlers if each.filters]
    monkeypatch.setattr(console, "stream", told)
    monkeypatch.setattr("minutes_portal.uploads.LARGEST_REQUEST", 10)
    url = reverse("documents:verify")
    assert client.post(url, {"file": SimpleUploadedFile("a.pdf", uploads.pdf())}).status_code == 400
    assert client.get(url, headers={"Content-Type": "text/plain; charset=rot13"}).status_code == 400
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1
    assert client.generic("POST", url, b"a=bcd", FORM).status_code == 400
    lines = told.getvalue()
    assert "bytes of files" in lines
    assert "Traceback" not in lines
    assert len(lines.splitlines()) <= 6
    # The control: a fault of our own is told whole.
    try:
        raise ValueError
    except ValueError:
        logging.getLogger("django.request").exception("a fault")
    assert "Traceback" in told.getvalue()


# How a file may be called, next to the values that go anywhere.
CALLED = [
    'filename="{}"',
    'filename="{}.pdf"',
    "filename*=utf-8''{}.pdf",
    "filename*=rot13''{}.pdf",
    "filename*={}",
    'filename="a.pdf"; filename="{}"',
]


@tried("values", few=FEW[:3], short=NASTY, full=NASTY)
def test_no_name_of_a_file_breaks_a_page(world, record_property, values):
    client = Client(raise_request_exception=False)
    client.force_login(world.staff)
    broken, count = {}, 0
    for name in ("documents:verify", "meetings:files"):
        url = address(world, name)
        for shape in CALLED:
            for value in values:
                called = shape.format(as_sent(value)).encode("latin-1")
                body = (
                    b'--x\r\nContent-Disposition: form-data; name="kind"\r\n\r\nannex\r\n'
                    b'--x\r\nContent-Disposition: form-data; name="file"; %s\r\n\r\n%s\r\n--x--\r\n'
                ) % (called, uploads.pdf(f"{count}"))
                count += 1

                def post(url=url, body=body):
                    kind = "multipart/form-data; boundary=x"
                    return answered(client.generic("POST", url, body, kind))

                if (status := undone(post)) >= 500:
                    broken[name, shape, value[:12]] = status
    record_property("requests", count)
    assert broken == {}


@pytest.mark.parametrize("name", PAGES)
@tried("values", few=FEW[:2], short=FEW, full=NASTY)
def test_no_header_breaks_a_page(world, name, record_property, values):
    url, row = address(world, name), ACCESS[name]
    client = Client(raise_request_exception=False)
    client.force_login(getattr(world, who_may(row["allowed"] - {"anonymous"} or {"staff"})))
    broken, count = {}, 0
    for header, shapes in HEADERS.items():
        for shape in shapes:
            for value in values:
                sent = {header: shape.format(as_sent(value))}
                count += 1
                if (status := answered(client.get(url, headers=sent))) >= 500:
                    broken[header, shape, value[:12]] = status
    record_property("requests", count)
    assert broken == {}
    assert count >= len(HEADERS) * len(values)
