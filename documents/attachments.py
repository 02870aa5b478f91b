"""Files that travel inside a PDF. Kept apart from documents.pdf, which loads all of WeasyPrint."""

import io
from dataclasses import dataclass


@dataclass(frozen=True)
class Attachment:
    """A file embedded in a PDF as its source (ISO 19005-3, 6.8).

    `name` is the file's name, no two the same in one PDF; `mime` its type, as `application/json`;
    `description` a few words for people, in Bengali.
    """

    name: str
    data: bytes
    mime: str
    description: str


def attached(pdf: bytes, name: str) -> bytes:
    """The file of this name that a paper of our own carries. Raises LookupError where it has none."""
    # pyHanko takes half a second to load.
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader

    try:
        carried = PdfFileReader(io.BytesIO(pdf)).root["/Names"]["/EmbeddedFiles"]["/Names"]
        # Names and what they mean, in turns.
        described = [carried[place] for place in range(1, len(carried), 2)]
        found = {str(each["/UF"]): each for each in described}
        return found[name]["/EF"]["/F"].data
    except (KeyError, PdfError) as missing:
        raise LookupError(name) from missing
