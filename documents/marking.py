"""A copy of an issued file with “বাতিল” or “সংশোধিত” across every page, for who may still read a paper
that no longer stands.

What was kept stays as it was; the copy is made when it is asked for and kept nowhere. It is not the
issued file to the byte, and its signatures do not cover the mark, so nothing takes it for valid.
"""

import io

from django.template.loader import render_to_string

from documents.models import Paper
from documents.rendering import render_stamp


def marked_copy(paper):
    """The last issued file of a void or superseded paper, marked: PDF bytes. Raises RenderFailed,
    Damaged."""
    word, line = _said(paper)
    mark = render_stamp(render_to_string("documents/pdf/mark.html", {"word": word, "line": line}))
    return _marked(paper.issued_file.document.read(), mark)


def _said(paper):
    """What stands across a page, and in a line at its head."""
    if paper.status == Paper.Status.VOID:
        return "বাতিল", "বাতিল কাগজ, এর কোনো কার্যকারিতা নেই"
    number = paper.superseded_by.number
    return "সংশোধিত", f"সংশোধিত কাগজ, এর জায়গায় স্মারক {number} দেখুন"


def _marked(pdf, mark):
    # pyHanko takes half a second to load.
    from pyhanko.pdf_utils.generic import DictionaryObject, StreamObject, pdf_name
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.pdf_utils.reader import PdfFileReader

    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    drawn = writer.import_page_as_xobject(PdfFileReader(io.BytesIO(mark)))
    # A page may leave its coordinates turned.
    before = writer.add_object(StreamObject(stream_data=b"q"))
    for number in range(writer.root["/Pages"]["/Count"]):
        # Pages share their resources: a name for each. The mark is an artifact, no part of what the
        # paper says to whoever listens to it.
        name = f"/Void{number}"
        over = StreamObject(stream_data=f"Q /Artifact BMC q {name} Do Q EMC".encode())
        named = DictionaryObject({pdf_name(name): drawn})
        resources = DictionaryObject({pdf_name("/XObject"): named})
        writer.add_stream_to_page(number, before, prepend=True)
        writer.add_stream_to_page(number, writer.add_object(over), resources=resources)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
