"""What a browser may send at all, before a form looks at it."""

from django.core.exceptions import RequestDataTooBig
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
