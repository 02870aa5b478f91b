"""A file of an office program (OOXML) before anything of it is unpacked: .docx and .xlsx alike."""

from xml.parsers import expat

from pasting.limits import (
    DEEPEST,
    MOST_ELEMENTS,
    MOST_FILES,
    MOST_XML,
    NOT_DOCX,
    PRESSED,
    REFUSED,
    SMALL,
    TANGLED,
    TOO_LONG,
    UNPACKED,
    BadPaste,
)


def look_through(archive, pressed):
    """Refuse an archive (a ZipFile of `pressed` bytes) that could exhaust whoever reads it: BadPaste.

    It is measured before anything is unpacked, and its XML looked through before it is read: no document
    type, no depth and no number of elements that would exhaust it.
    """
    _measure(archive, pressed)
    _look_through(archive)


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
    if "[Content_Types].xml" not in names and "word/document.xml" not in names:
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
