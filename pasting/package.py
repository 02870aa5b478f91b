"""A file of an office program (OOXML) before anything of it is unpacked: .docx and .xlsx alike."""

import io
import re
import zipfile
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


# What begins so is a file of the old kind, with macros or with another program's file in it.
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MACROS, OBJECTS, OUTSIDE = "macros", "objects", "outside"
# What a part is related to, by the end of the relation's type.
OBJECT_RELATIONS = ("/oleObject", "/control", "/activeXControl", "/aFChunk", "/attachedToolbars")
MACRO_RELATIONS = ("/vbaProject", "/wordVbaData", "/keyMapCustomizations", "/xlMacrosheet")
# Word notes where the template lay on the writer's own machine; nothing is fetched from there.
_ON_A_DRIVE = re.compile(r"(?:file:///)?[A-Za-z]:[\\/]|[^\\/:]+$")
_DDE = re.compile(r"\bDDE(?:AUTO)?\b", re.IGNORECASE)


def living_parts(archive, *, within=True):
    """What of an archive that was looked through would act, or fetch something, when it is opened:
    `macros`, `objects`, `outside`; None where nothing would. It is told by what the parts are.

    `within`: an office file in it, as the figures of a chart are, may be as harmless; one in that not.
    """
    for file in archive.infolist():
        name = file.filename.replace("\\", "/").lower()
        with archive.open(file) as part:
            begins = part.read(len(OLE))
        if name.endswith("vbaproject.bin") or "/macrosheets/" in name:
            return MACROS
        if begins == OLE or "/activex/" in name:
            return OBJECTS
        if begins[:4] == b"PK\3\4" and (not within or _inner(archive.read(file))):
            return OBJECTS
        if name.endswith((".xml", ".rels")) and (found := _acts(archive.read(file))):
            return found
    return None


def _inner(data):
    """Whether a file within the file is anything but a harmless office file."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            look_through(archive, len(data))
            return living_parts(archive, within=False) is not None
    except (BadPaste, zipfile.BadZipFile):
        return True


def _acts(data):
    """What an XML part would do."""
    found, fields = [], []

    def start(name, told):
        local = name.rpartition(":")[2]
        if local == "Relationship":
            found.append(_related(told))
        elif local in ("Override", "Default"):
            kind = told.get("ContentType", "").lower()
            found.append(MACROS if "macroenabled" in kind or "vbaproject" in kind else None)
        elif local == "fldSimple":
            fields.extend(value for key, value in told.items() if key.endswith("instr"))
        elif local == "ddeLink":
            found.append(OUTSIDE)
        # Nobody waits for the rest of the text.
        parser.CharacterDataHandler = fields.append if local == "instrText" else None

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.Parse(data, True)
    if _DDE.search("".join(fields)):
        return OUTSIDE
    return next(filter(None, found), None)


def _related(told):
    kind, target = told.get("Type", ""), told.get("Target", "")
    if kind.endswith(MACRO_RELATIONS):
        return MACROS
    if kind.endswith(OBJECT_RELATIONS):
        return OBJECTS
    if told.get("TargetMode", "").lower() != "external" or kind.endswith("/hyperlink"):
        return None
    is_own = kind.endswith("/attachedTemplate") and _ON_A_DRIVE.match(target)
    return None if is_own else OUTSIDE


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
