"""The tables of a .docx, which is looked through before anything of it is unpacked."""

import io
import posixpath
import re
import zipfile
from xml.etree import ElementTree
from xml.parsers import expat

from pasting.limits import (
    DEEPEST,
    LARGEST_DOCX,
    MOST_ELEMENTS,
    MOST_FILES,
    MOST_XML,
    NOT_DOCX,
    OLD_DOC,
    PRESSED,
    REFUSED,
    SMALL,
    TANGLED,
    TOO_LONG,
    UNPACKED,
    BadPaste,
)
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
            _measure(archive, len(data))
            _look_through(archive)
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


def _measure(archive, pressed):
    files = archive.infolist()
    names = [file.filename.replace("\\", "/") for file in files]
    total = sum(file.file_size for file in files)
    tight = (
        file.file_size > SMALL and file.file_size > PRESSED * max(file.compress_size, 1)
        for file in files
    )
    if (
        len(files) > MOST_FILES
        or total > UNPACKED
        or total > PRESSED * pressed + SMALL
        or any(tight)
        or len({name.casefold() for name in names}) != len(names)
        or any(name.startswith("/") or ".." in name.split("/") or ":" in name for name in names)
        or any(file.flag_bits & 1 for file in files)
    ):
        raise BadPaste(REFUSED)
    if "word/document.xml" not in names and "[Content_Types].xml" not in names:
        raise BadPaste(NOT_DOCX)


def _look_through(archive):
    """Refuse XML that could read files, grow without end or nest too deep. Nothing is expanded."""
    size = elements = 0
    for file in archive.infolist():
        if not file.filename.lower().endswith((".xml", ".rels")):
            continue
        size += file.file_size
        if size > MOST_XML:
            raise BadPaste(TOO_LONG)
        elements += _elements(archive.read(file))
        if elements > MOST_ELEMENTS:
            raise BadPaste(TOO_LONG)


def _elements(data):
    """How many elements an XML text has."""
    count = depth = 0

    def start(name, attributes):
        nonlocal count, depth
        count, depth = count + 1, depth + 1
        if depth > DEEPEST or count > MOST_ELEMENTS:
            raise BadPaste(TANGLED)

    def end(name):
        nonlocal depth
        depth -= 1

    def refuse(*doctype):
        raise BadPaste(REFUSED)

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.Parse(data, True)
    return count
