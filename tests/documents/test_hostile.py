"""What a hostile document can make the portal fetch, give away or choke on: nothing."""

import contextlib
import io
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pikepdf
import pytest
import weasyprint

from documents.pool import RenderFailed, WorkerPool

CANARY = "canary-7f3a91-of-the-portal's-own-files"


def page(body, head=""):
    return f'<html lang="bn"><head><title>ক</title>{head}</head><body>{body}</body></html>'


def css(rule, body="<p>ক"):
    return page(body, f"<style>{rule}</style>")


def svg(content):
    return page(
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
        f' width="99" height="99">{content}</svg>'
    )


# Every way we know to have something fetched; U stands for the address.
CONSTRUCTS = {
    "img": page('<img alt="" src="U">'),
    "img srcset": page('<img alt="" srcset="U 2x">'),
    "picture": page('<picture><source srcset="U"><img alt="" src="U"></picture>'),
    "input image": page('<input type="image" alt="" src="U">'),
    "object": page('<object data="U"></object>'),
    "embed": page('<embed src="U">'),
    "iframe": page('<iframe src="U"></iframe>'),
    "video": page('<video poster="U" src="U"></video>'),
    "base": page('<img alt="" src="x.png">', '<base href="U">'),
    "link stylesheet": page("ক", '<link rel="stylesheet" href="U">'),
    "link attachment": page("ক", '<link rel="attachment" href="U">'),
    "link icon": page("ক", '<link rel="icon" href="U">'),
    "a attachment": page('<a rel="attachment" href="U">ক</a>'),
    "a": page('<a href="U">ক</a>'),
    "meta refresh": page("ক", '<meta http-equiv="refresh" content="0; url=U">'),
    "entity": '<!DOCTYPE html [<!ENTITY x SYSTEM "U">]>' + page("&x;"),
    "xi:include": page(
        '<x xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="U" parse="text"/></x>'
    ),
    "@import": css("@import url(U);"),
    "@import string": css('@import "U";'),
    "@font-face": css("@font-face { font-family: x; src: url(U) } p { font-family: x }"),
    "@color-profile": css("@color-profile --x { src: url(U) } p { color: color(--x 0 0 0) }"),
    "@page": css("@page { background: url(U); @top-left { content: url(U) } }"),
    "background": css("p { background: url(U) }"),
    "background variable": css(":root { --x: url(U) } p { background: var(--x) }"),
    "content": css("p::before { content: url(U) }"),
    "content attr": css("p::before { content: attr(title url) }", '<p title="U">ক'),
    "list-style-image": css("li { list-style-image: url(U) }", "<ul><li>ক</ul>"),
    "border-image": css("p { border: 9px solid; border-image: url(U) 9 }"),
    "mask-border": css("p { mask-border: url(U) 9 }"),
    "mask": css("p { mask: url(U); mask-image: url(U) }"),
    "cursor": css("p { cursor: url(U), auto }"),
    "shape-outside": css("p { float: left; shape-outside: url(U) }"),
    "filter": css("p { filter: url(U#x) }"),
    "style attribute": page('<p style="background-image: url(U)">ক'),
    "svg image": svg('<image width="9" height="9" href="U"/>'),
    "svg image xlink": svg('<image width="9" height="9" xlink:href="U"/>'),
    "svg use": svg('<use href="U#x"/>'),
    "svg style": svg("<style>@import url(U);</style>"),
    "svg font": svg("<style>@font-face { font-family: x; src: url(U) }</style><text>ক</text>"),
    "svg feImage": svg(
        '<filter id="f"><feImage href="U"/></filter><rect width="9" height="9" filter="url(#f)"/>'
    ),
    "svg fill": svg('<rect width="9" height="9" fill="url(U#x)"/>'),
    "svg in data": page(
        '<img alt="" src="data:image/svg+xml,'
        "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'>"
        "<image width='9' height='9' href='U'/></svg>\">"
    ),
    "svg as png": page(
        '<img alt="" src="data:image/png,'
        "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'>"
        "<image width='9' height='9' href='U'/></svg>\">"
    ),
}


class Honeypot(BaseHTTPRequestHandler):
    """Answers anything with something, and remembers who asked for what."""

    def do_GET(self):
        self.server.hits.append(self.path)
        self.send_response(200)
        self.send_header("Content-Type", "text/css")
        self.end_headers()
        self.wfile.write(b"p { color: red }")

    def log_message(self, *arguments):
        pass


@pytest.fixture(scope="module")
def honeypot():
    with ThreadingHTTPServer(("127.0.0.1", 0), Honeypot) as server:
        server.hits = []
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def address(honeypot, name):
    return f"http://127.0.0.1:{honeypot.server_port}/{name.replace(' ', '-').replace('@', '')}"


@pytest.fixture(scope="module")
def canary(tmp_path_factory):
    file = tmp_path_factory.mktemp("portal") / "secret.txt"
    file.write_text(CANARY)
    return file


@pytest.fixture(scope="module")
def pool():
    with WorkerPool(1) as pool:
        yield pool


def contents(pdf):
    """The embedded files of a PDF, and all that is in it, decompressed, as two values."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        streams = [thing for thing in document.objects if isinstance(thing, pikepdf.Stream)]
        embedded = [
            stream.read_bytes() for stream in streams if stream.get("/Type") == "/EmbeddedFile"
        ]
        unpacked = io.BytesIO()
        document.save(unpacked, stream_decode_level=pikepdf.StreamDecodeLevel.generalized)
    return embedded, unpacked.getvalue()


# A refused colour profile is an error in WeasyPrint, not a thing left out.
DRAWN = [name for name in CONSTRUCTS if name != "@color-profile"]


@pytest.mark.parametrize("name", DRAWN)
def test_nothing_is_fetched_from_the_network(pool, honeypot, name):
    pdf = pool.render(CONSTRUCTS[name].replace("U", address(honeypot, name)))

    assert contents(pdf)[0] == []
    assert honeypot.hits == []


@pytest.mark.parametrize("name", DRAWN)
def test_no_file_is_read(pool, canary, name):
    for target in (canary.as_uri(), "file:///etc/passwd"):
        embedded, everything = contents(pool.render(CONSTRUCTS[name].replace("U", target)))

        assert embedded == []
        assert CANARY.encode() not in everything
        assert b"root:x:0:0" not in everything


def test_a_refused_colour_profile_is_a_clear_error(pool, honeypot, canary):
    for target in (address(honeypot, "profile"), canary.as_uri()):
        with pytest.raises(RenderFailed) as failure:
            pool.render(CONSTRUCTS["@color-profile"].replace("U", target))
        assert failure.value.reason == "broken"
    assert honeypot.hits == []


def test_the_corpus_is_live(honeypot, canary):
    """The control: WeasyPrint left to itself fetches most of it, and gives files away."""
    hit = set()
    for name, html in CONSTRUCTS.items():
        with contextlib.suppress(Exception):
            weasyprint.HTML(string=html.replace("U", address(honeypot, name))).write_pdf()
        if honeypot.hits:
            hit.add(name)
        honeypot.hits.clear()
    given_away = weasyprint.HTML(
        string=CONSTRUCTS["link attachment"].replace("U", canary.as_uri())
    ).write_pdf()

    assert len(hit) >= 20, sorted(hit)
    assert contents(given_away)[0] == [CANARY.encode()]


# What each bomb may end in; None is a PDF after all, on a machine that is fast enough.
BOMBS = {
    "a cell over 99,999 columns": ("<table><tr><td colspan=99999>ক</table>", {"slow"}),
    "1,000 nested divs": ("<div>" * 1000 + "ক", {"broken"}),
    "200 nested tables": ("<table><tr><td>" * 200 + "ক", {"broken", "slow"}),
    "an enormous face": ('<p style="font-size: 1e9px">ক', {"broken"}),
    "a paragraph of 100,000 words": ("<p>" + "সভা " * 100_000, {"slow", None}),
    "a table of 60,000 rows": (
        "<table>" + "<tr><td>ক<td>খ<td>গ</tr>" * 60_000 + "</table>",
        {"slow", None},
    ),
    "an SVG of two to the thirtieth": (
        "<svg width=9 height=9><defs><g id=a0><rect width=1 height=1 /></g>"
        + "".join(
            f"<g id=a{n}><use href=#a{n - 1} /><use href=#a{n - 1} /></g>" for n in range(1, 30)
        )
        + "</defs><use href=#a29 /></svg>",
        {"slow", "large"},
    ),
}


def test_a_bomb_ends_in_time_and_stops_nobody_else():
    limit = 2
    ends, seconds, others, over = {}, {}, [], threading.Event()

    with WorkerPool(2, seconds=limit) as pool:

        def go_on_rendering():
            while not over.is_set():
                try:
                    others.append(len(pool.render(page("<p>ক"))))
                except RenderFailed as failure:
                    others.append(failure.reason)
                time.sleep(0.05)

        pool.render(page("<p>ক"))
        thread = threading.Thread(target=go_on_rendering)
        thread.start()
        for name, (bomb, _) in BOMBS.items():
            started = time.monotonic()
            try:
                pool.render(bomb)
                ends[name] = None
            except RenderFailed as failure:
                ends[name] = failure.reason
            seconds[name] = time.monotonic() - started
        over.set()
        thread.join()

    assert {name: end for name, end in ends.items() if end not in BOMBS[name][1]} == {}
    # The bomb may have waited while the worker of the one before was replaced.
    assert {name: took for name, took in seconds.items() if took > limit + 5} == {}
    assert len(set(others)) == 1, "one paper failed, or came out otherwise, beside a bomb"
    assert len(others) > len(BOMBS)
