"""Stored bytes as a browser gets them: whole or in part, under a Bengali name, never damaged."""

import hashlib
import os
from urllib.parse import unquote

import pytest
from django.core.signals import request_finished
from django.db import close_old_connections, transaction
from django.test import RequestFactory
from django.test.client import conditional_content_removal

from documents.store import keep
from documents.stored import Damaged
from documents.views import serving
from documents.views.serving import file_response

pytestmark = pytest.mark.once

DATA = bytes(range(256)) * 3000  # three chunks
SIZE = len(DATA)
NAME = "স্মারক ৩১: কার্যবিবরণী/মার্চ.pdf"


@pytest.fixture(params=["in memory", "in chunks"])
def document(db, request, monkeypatch):
    if request.param == "in chunks":
        monkeypatch.setattr(serving, "IN_MEMORY", 0)
    with transaction.atomic():
        return keep(DATA, mime="application/pdf")


@pytest.fixture(autouse=True)
def _closed():
    """As a server closes every answer, read or not; but not the database, as the test client."""
    request_finished.disconnect(close_old_connections)
    yield
    while answers:
        answers.pop().close()
    request_finished.connect(close_old_connections)


answers = []


def answer(document, *, method="get", name=NAME, inline=False, public=False, **headers):
    asked = {f"HTTP_{key.upper()}": value for key, value in headers.items()}
    request = getattr(RequestFactory(), method)("/", **asked)
    response = file_response(request, document, name, inline=inline, public=public)
    answers.append(response)
    return conditional_content_removal(request, response)


def body(response):
    return b"".join(response) if response.streaming else response.content


def test_the_bytes_come_as_they_were_stored(document):
    response = answer(document)
    assert (response.status_code, response["Content-Length"]) == (200, str(SIZE))
    assert body(response) == DATA
    assert response["Content-Type"] == "application/pdf"
    assert response["ETag"] == f'"{hashlib.sha256(DATA).hexdigest()}"'
    assert response["Cache-Control"] == "private, no-store"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_file_has_its_bengali_name_and_no_path(document):
    told = answer(document)["Content-Disposition"]
    assert told.isascii()
    assert unquote(told) == "attachment; filename*=utf-8''স্মারক ৩১  কার্যবিবরণী মার্চ.pdf"
    for name, tidy in {
        "a.pdf": 'filename="a.pdf"',
        "../../etc/passwd": 'filename="etc passwd"',
        'x"\r\nSet-Cookie: a=b': 'filename="x Set-Cookie  a=b"',
        "...": 'filename="file"',
    }.items():
        assert answer(document, name=name)["Content-Disposition"] == f"attachment; {tidy}"


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=0-99", 0, 100),
        ("bytes=100-", 100, SIZE),
        ("bytes=-100", SIZE - 100, SIZE),
        ("bytes= 5 - 9", 5, 10),
        (f"bytes=-{SIZE * 2}", 0, SIZE),
        (f"bytes=10-{SIZE * 2}", 10, SIZE),
        (f"bytes={SIZE - 1}-", SIZE - 1, SIZE),
        (f"bytes=1-{SIZE - 2}", 1, SIZE - 1),
    ],
)
def test_a_part_is_the_part_asked_for(document, asked, start, end):
    response = answer(document, range=asked)
    assert response.status_code == 206
    assert response["Content-Range"] == f"bytes {start}-{end - 1}/{SIZE}"
    assert response["Content-Length"] == str(end - start)
    assert body(response) == DATA[start:end]


@pytest.mark.parametrize("asked", [f"bytes={SIZE}-", f"bytes={SIZE}-{SIZE + 5}", "bytes=-0"])
def test_a_part_that_is_not_there_is_refused(document, asked):
    response = answer(document, range=asked)
    assert (response.status_code, response["Content-Range"]) == (416, f"bytes */{SIZE}")
    assert body(response) == b""


@pytest.mark.parametrize(
    "asked", ["", "bytes=", "bytes=-", "bytes=9-5", "bytes=0-1,5-6", "lines=1-2", "bytes=a-b", "bytes=" + "9" * 99 + "-"]
)  # fmt: skip
def test_what_asks_for_no_one_part_gets_the_whole(document, asked):
    response = answer(document, range=asked)
    assert response.status_code == 200
    assert body(response) == DATA


def test_who_has_it_is_sent_nothing(document):
    etag = f'"{document.sha256}"'
    for known in (etag, f'"x", {etag}', f"W/{etag}", "*"):
        response = answer(document, if_none_match=known)
        assert (response.status_code, response["ETag"], body(response)) == (304, etag, b"")
    assert answer(document, if_none_match='"x"').status_code == 200
    assert answer(document, if_match='"x"').status_code == 412


def test_a_part_of_another_file_is_not_added_to_what_one_has(document):
    etag = f'"{document.sha256}"'
    assert answer(document, range="bytes=5-9", if_range=etag).status_code == 206
    for other in ('"x"', f"W/{etag}", "Sun, 24 Mar 2024 06:00:00 GMT"):
        response = answer(document, range="bytes=5-9", if_range=other)
        assert (response.status_code, body(response)) == (200, DATA)


def test_the_head_is_that_of_the_whole(document):
    whole, head = answer(document), answer(document, method="head")
    assert head.headers == whole.headers
    assert (head.status_code, body(head)) == (200, b"")
    assert answer(document, method="head", range="bytes=5-9").status_code == 200


def test_a_damaged_file_is_not_sent_at_all(document):
    data = bytearray(DATA)
    data[SIZE // 2] ^= 1
    document.path.chmod(0o600)
    document.path.write_bytes(data)
    for asked in ({}, {"range": "bytes=0-9"}, {"method": "head"}):
        with pytest.raises(Damaged):
            answer(document, **asked)


def test_a_file_is_closed_with_its_answer(document):
    before = open_files()
    for asked in ({}, {"range": "bytes=0-9"}, {"method": "head"}):
        response = answer(document, **asked)
        response.close()
    cut = answer(document)
    next(iter(cut))
    cut.close()
    assert open_files() == before


def open_files():
    return len(os.listdir("/proc/self/fd"))


def test_only_what_a_browser_shows_harmlessly_is_shown(document):
    shown = answer(document, inline=True, public=True)
    assert shown["Content-Disposition"].startswith("inline; filename*=")
    assert shown["Cache-Control"] == "public, max-age=300"
    assert shown["Content-Security-Policy"] == "default-src 'none'; sandbox"
    with transaction.atomic():
        page = keep(b"<script>alert(1)</script>", mime="text/html")
    saved = answer(page, name="a.html", inline=True)
    assert saved["Content-Disposition"] == 'attachment; filename="a.html"'
    assert saved["Content-Security-Policy"] == "default-src 'none'; sandbox"
