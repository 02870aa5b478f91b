"""What a browser may send at all, before a form looks at it."""

import logging

from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.core.files.uploadhandler import FileUploadHandler

LARGEST_REQUEST = 40 * 2**20


class SizeCap(FileUploadHandler):
    """Refuses a request with files that is too large for any form, instead of storing it first.

    The forms have bounds of their own, and say so; this one is for what no person sends.
    """

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        if content_length > LARGEST_REQUEST:
            raise RequestDataTooBig(f"{content_length} bytes of files")

    def receive_data_chunk(self, raw_data, start):
        return raw_data

    def file_complete(self, file_size):
        return None


def in_utf8(get_response):
    """Middleware that refuses what says it is written in anything but UTF-8: no browser sends that, and
    Python knows codes (`rot13`) that are no writing at all."""

    def middleware(request):
        said = request.content_params.get("charset", "utf-8")
        if said.strip("\"' ").lower() not in ("utf-8", "utf8"):
            request.encoding = "utf-8"
            raise BadRequest("not in UTF-8")
        return get_response(request)

    return middleware


class InOneLine(logging.Filter):
    """Tells of a request that was refused in one line: how the portal got there says nothing, and would
    fill the log for whoever sends many."""

    def filter(self, record):
        if record.exc_info and isinstance(record.exc_info[1], BadRequest | SuspiciousOperation):
            record.exc_info = record.exc_text = None
        return True
