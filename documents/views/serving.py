"""Papers on their way to a browser. Who may have them is asked before, by the view."""

import re

from django.http import HttpResponse, StreamingHttpResponse
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header

from documents.rendering import RenderFailed

# Read once and sent, as nearly every paper; a larger file is read twice, to be checked and in chunks.
IN_MEMORY = 8 * 2**20
A_CHUNK = 256 * 2**10
# How the name of a paper or a scan ends, by what it is.
SUFFIXES = {"application/pdf": ".pdf", "image/png": ".png", "image/jpeg": ".jpg"}
# Told to a browser's own viewer; everything else is only ever saved.
SHOWN = frozenset(SUFFIXES)
# Nothing in a file runs, wherever it is opened; a browser's PDF viewer works all the same.
CSP = "default-src 'none'; sandbox"
PRIVATE, PUBLIC = "private, no-store", "public, max-age=300"

A_RANGE = re.compile(r"bytes=(\d*)-(\d*)")
UNFIT_FOR_A_NAME = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]+')


def file_response(request, document, name, *, inline=False, public=False):
    """The answer to GET or HEAD: the document under this name, saved or (inline) shown.

    `document`: a Document or a StoredFile; no byte of it is sent before all are checked. Raises
    documents.stored.Damaged. Understands If-None-Match, If-Range and a single
    Range. `public`: whoever carries it may keep it for minutes; otherwise nobody keeps it.
    """
    etag = f'"{document.sha256}"'
    inline = inline and document.mime in SHOWN
    headers = {
        "ETag": etag,
        "Accept-Ranges": "bytes",
        "Cache-Control": PUBLIC if public else PRIVATE,
        "Content-Disposition": content_disposition_header(not inline, _tidy(name)),
        "Content-Security-Policy": CSP,
        "X-Content-Type-Options": "nosniff",
    }
    # A PDF is packed already, and the parts of a packed answer would be parts of something else.
    request.META.pop("HTTP_ACCEPT_ENCODING", None)
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        for header in ("ETag", "Cache-Control"):
            unchanged.headers[header] = headers[header]
        return unchanged

    status, start, length = 200, 0, document.size
    if request.method == "GET" and request.headers.get("If-Range", etag) == etag:
        wanted = _wanted(request.headers.get("Range", ""), document.size)
        if wanted == NOT_THERE:
            return HttpResponse(
                status=416, headers=headers | {"Content-Range": f"bytes */{document.size}"}
            )
        if wanted:
            start, length = wanted
            last = start + length - 1
            status, headers["Content-Range"] = 206, f"bytes {start}-{last}/{document.size}"

    headers["Content-Length"] = str(length)
    told = {"status": status, "content_type": document.mime, "headers": headers}
    if document.size > IN_MEMORY:
        file = document.open()
        if request.method == "GET":
            return StreamingHttpResponse(_Part(file, start, length), **told)
        file.close()
        return HttpResponse(**told)
    data = document.read()
    if request.method == "HEAD":
        return HttpResponse(**told)
    return HttpResponse(data if length == document.size else data[start : start + length], **told)


def drawn_response(draw, name):
    """The PDF that `draw()` gives, drawn now and kept nowhere, saved under this name; the page that asks
    to try again where it raises RenderFailed."""
    try:
        drawn = draw()
    except RenderFailed as failed:
        return busy(str(failed))
    return download(drawn, name, mime="application/pdf")


def busy(reason):
    """Not now, but soon: the page that says why, in Bengali, and asks to try again."""
    page = render_to_string("503.html", {"reason": reason})
    return HttpResponse(page, status=503, headers={"Retry-After": "5"})


def download(data, name, *, mime):
    """What was made just now and is kept nowhere, saved under this name."""
    return HttpResponse(
        data,
        content_type=mime,
        headers={"Content-Disposition": content_disposition_header(True, name)},
    )


def streamed(request, pieces, name, *, mime):
    """What is made while it is sent, saved under this name: bytes in pieces, packed already."""
    request.META.pop("HTTP_ACCEPT_ENCODING", None)
    return StreamingHttpResponse(
        pieces,
        content_type=mime,
        headers={"Content-Disposition": content_disposition_header(True, name)},
    )


NOT_THERE = (-1, 0)


def _wanted(asked, size):
    """(start, length) of a Range header that asks for one range; NOT_THERE for one past the end;
    None for what is answered with the whole: no range, several, or none that can be read."""
    found = A_RANGE.fullmatch(asked.replace(" ", ""))
    if not found or len(asked) > 60:
        return None
    first, last = found.groups()
    if first:
        start, end = int(first), int(last) if last else size - 1
        if last and end < start:
            return None
    elif last:
        start, end = max(0, size - int(last)), size - 1 if int(last) else -1
    else:
        return None
    if start >= size or end < start:
        return NOT_THERE
    return start, min(end, size - 1) - start + 1


class _Part:
    """Some bytes of an open file, a chunk at a time; the file is closed with the answer."""

    def __init__(self, file, start, length):
        self.file, self.length = file, length
        file.seek(start)

    def __iter__(self):
        left = self.length
        while left and (chunk := self.file.read(min(left, A_CHUNK))):
            left -= len(chunk)
            yield chunk
        self.close()

    def close(self):
        self.file.close()


def _tidy(name):
    """A file name that every system can keep."""
    return UNFIT_FOR_A_NAME.sub(" ", name).strip(" .") or "file"
