"""A copy of an issued file with “বাতিল” across every page, for who may still read a void paper.

What was kept stays as it was; the copy is made when it is asked for and kept nowhere. It is not the
issued file to the byte, and its signatures do not cover the mark, so nothing takes it for valid.
"""

import io

from django.template.loader import render_to_string

from documents.rendering import render_stamp


def void_copy(paper):
    """The last issued file of a void paper, marked: PDF bytes. Raises RenderFailed, Damaged."""
    mark = render_stamp(render_to_string("documents/pdf/void.html"))
    return _marked(paper.issued_file.document.read(), mark)


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
