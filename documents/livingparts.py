"""What a PDF could do to whoever opens it; runs closed in, see documents.confined.

A paper shows words and pictures. Scripts, programs that it starts, files that it carries, forms that it
sends off and addresses that it opens by itself have no place in one. Every object of the file is looked
at, whether a page leads to it or not, and what is written in another way (packed, with escapes in its
names, under an owner's password) is looked at as it is meant.
"""

import io
import itertools
import json
import re
import zipfile

import pikepdf

MOST_OBJECTS = 300_000
MOST_PAGES = 2_000
DEEPEST = 60

# Actions by their /S, and what they are refused as.
SCRIPT, PROGRAM, FILES, SENDS, OPENS, MEDIA = (
    "script", "program", "files", "sends", "opens", "media",
)  # fmt: skip
ACTIONS = {
    "/JavaScript": SCRIPT,
    "/Launch": PROGRAM,
    "/GoToE": FILES,
    "/GoToR": PROGRAM,
    "/SubmitForm": SENDS,
    "/ImportData": SENDS,
    "/Rendition": MEDIA,
    "/Movie": MEDIA,
    "/Sound": MEDIA,
    "/RichMediaExecute": MEDIA,
    "/GoTo3DView": MEDIA,
}
# What happens by itself may lead to a page, and no further.
HARMLESS = {"/GoTo", "/Named", "/GoToDp"}
# Keys that mean something wherever they stand.
KEYS = {"/JS": SCRIPT, "/JavaScript": SCRIPT, "/XFA": SCRIPT, "/RichMediaContent": MEDIA}
KINDS = {"/3D": MEDIA, "/RichMedia": MEDIA, "/Movie": MEDIA, "/Sound": MEDIA, "/Screen": MEDIA}
# Looked for in the bytes too, where the file is damaged: a viewer may mend it otherwise than we do.
RAW = re.compile(
    rb"/(JavaScript|Launch|EmbeddedFiles?|SubmitForm|ImportData|RichMedia)(?![A-Za-z])"
)


def found_in(data):
    """A word for what is wrong with a PDF: `script`, `program`, `files`, `sends`, `opens`, `media`, `long`,
    `locked`, `joined`, `broken`; None where it is a paper and no more."""
    if zipfile.is_zipfile(io.BytesIO(data)):
        return "joined"
    try:
        with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as pdf:
            found = _found(pdf)
            if not found and pdf.get_warnings() and RAW.search(data):
                found = SCRIPT
            return found
    except pikepdf.PasswordError:
        return "locked"
    except (pikepdf.PdfError, ValueError, RecursionError):
        return "broken"


def _found(pdf):
    if not len(pdf.pages):
        return "broken"
    if len(pdf.pages) > MOST_PAGES or len(pdf.objects) > MOST_OBJECTS:
        return "long"
    for each in itertools.chain([pdf.trailer], pdf.objects):
        if found := _in(each, DEEPEST):
            return found
    return None


def _in(thing, deep):
    """What is wrong with an object or with what it holds; what it only refers to comes by itself."""
    if isinstance(thing, pikepdf.Array):
        parts = list(thing)
    elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        if found := _of(thing):
            return found
        parts = [part for _, part in thing.items()]
    else:
        return None
    if deep == 0:
        return "broken"
    for part in parts:
        held = isinstance(part, pikepdf.Object) and not part.is_indirect
        if held and (found := _in(part, deep - 1)):
            return found
    return None


def _of(thing):
    """What is wrong with a dictionary itself."""
    for key in thing.keys():  # noqa: SIM118 - a Stream has no other way
        if key in KEYS:
            return KEYS[key]
    is_part = str(thing.get("/Type", "")) == "/StructElem"
    if not is_part and (found := ACTIONS.get(_name(thing.get("/S")))):
        return found
    if found := KINDS.get(_name(thing.get("/Subtype"))):
        return found
    if "/EF" in thing and not _is_data(thing["/EF"]):
        return FILES
    for action in _by_itself(thing):
        if (kind := _name(action.get("/S"))) not in HARMLESS:
            return ACTIONS.get(kind, OPENS)
    return None


def _by_itself(thing):
    """The actions of a dictionary that nobody has to press for."""
    first = thing.get("/OpenAction")
    more = thing.get("/AA")
    found = [first, *(more.values() if isinstance(more, pikepdf.Dictionary) else ())]
    for _ in range(MOST_PAGES):
        found = [each for each in found if isinstance(each, pikepdf.Dictionary)]
        if not found:
            return
        yield from found
        following = [each.get("/Next") for each in found]
        found = [
            one
            for each in following
            for one in (each if isinstance(each, pikepdf.Array) else [each])
        ]


def _is_data(carried):
    """Whether the files of a file specification are data that nothing runs: JSON, as papers of this
    portal carry what they were made from."""
    for each in carried.values():
        try:
            json.loads(each.read_bytes().decode())
        except (AttributeError, ValueError, RecursionError, pikepdf.PdfError):
            return False
    return True


def _name(value):
    return str(value) if isinstance(value, pikepdf.Name) else None
