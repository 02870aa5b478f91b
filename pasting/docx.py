"""The tables of a .docx, which is looked through before anything of it is unpacked."""

import io
import posixpath
import re
import zipfile
from xml.etree import ElementTree

from pasting.limits import LARGEST_DOCX, NOT_DOCX, OLD_DOC, REFUSED, TOO_LONG, BadPaste
from pasting.package import MACROS, living_parts, look_through
from pasting.word import read_document

OLD_WORD = b"\xd0\xcf\x11\xe0"


def tables_in_docx(data):
    """The Reading of a .docx (bytes). Raises BadPaste.

    The archive is measured before anything is unpacked, and its XML is looked through before it
    is read: no document type, no depth and no number of elements that would exhaust it.
    """
    if data.startswith(OLD_WORD):
        raise BadPaste(OLD_DOC)
    if len(data) > LARGEST_DOCX:
        raise BadPaste(TOO_LONG)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            look_through(archive, len(data))
            # Nothing but text is taken, so what else it may carry stays behind; but no office sends
            # macros in a file that says it has none.
            if living_parts(archive) == MACROS:
                raise BadPaste(REFUSED)
            return _read(archive)
    except BadPaste:
        raise
    except Exception as error:  # a broken file breaks these libraries in every way there is
        raise BadPaste(NOT_DOCX) from error


def _read(archive):
    names = {file.filename.replace("\\", "/"): file for file in archive.infolist()}
    main = _main_part(archive, names)
    beside = posixpath.dirname(main)

    def part(name):
        file = names.get(posixpath.join(beside, name))
        return _tree(archive, file) if file else None

    notes = [part(name) for name in ("footnotes.xml", "endnotes.xml")]
    reading = read_document(
        _tree(archive, names[main]),
        styles=part("styles.xml"),
        numbering=part("numbering.xml"),
        notes=[root for root in notes if root is not None],
        around=[
            part(posixpath.basename(name))
            for name in sorted(names)
            if posixpath.dirname(name) == beside and _AROUND.fullmatch(posixpath.basename(name))
        ],
    )
    return reading


# What is printed around the text of each page.
_AROUND = re.compile(r"(?:header|footer)[0-9]*\.xml")


def _tree(archive, file):
    # Looked through before: it has no document type, so nothing in it can be expanded.
    return ElementTree.fromstring(archive.read(file))  # noqa: S314


def _main_part(archive, names):
    """The name of the part that holds the text."""
    if "_rels/.rels" in names:
        for each in _tree(archive, names["_rels/.rels"]):
            target = each.get("Target", "").lstrip("/")
            if each.get("Type", "").endswith("/officeDocument") and target in names:
                return target
    if "word/document.xml" not in names:
        raise BadPaste(NOT_DOCX)
    return "word/document.xml"
