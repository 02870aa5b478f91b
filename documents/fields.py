"""Places for signatures on a paper: empty signature fields, put there while it is drawn.

A field stands over the box of an HTML element. What it needs for PDF/A-3 (ISO 19005-3, 6.3: printed,
with an appearance of its own) and PDF/UA-1 (ISO 14289-1, 7.18: a name for people, a Form element in
the structure tree, tabs in the order of reading) it has before anybody signs, so that signing
changes nothing but the field itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass

PRINT = 1 << 2
# Signatures exist, and the file may only be added to.
SIGNATURES_EXIST, APPEND_ONLY = 1 << 0, 1 << 1
PT_PER_PX = 0.75


@dataclass(frozen=True)
class SignatureField:
    """Where somebody will sign: `name` ("chair"), no two the same in a paper; `anchor`, the id of
    the HTML element whose box the stamp goes into; `label`, what a screen reader says (Bengali)."""

    name: str
    anchor: str
    label: str


class NoPlace(ValueError):
    """The paper has no box for a signature field, or two fields of one name."""


def place(pdf, document, fields: Sequence[SignatureField]) -> None:
    """Put the fields on a drawn paper (a pydyf.PDF and its weasyprint Document), before it is tagged.

    WeasyPrint makes a Form element of every box that has a `widget_annotation`, and enters it in the
    parent tree.
    """
    import pydyf

    if not fields:
        return
    if len({field.name for field in fields}) < len(fields):
        raise NoPlace("two signature fields of one name")
    form = pydyf.Dictionary(
        {"Fields": pydyf.Array(), "SigFlags": SIGNATURES_EXIST | APPEND_ONLY},
    )
    pdf.add_object(form)
    pdf.catalog["AcroForm"] = form.reference
    for field in fields:
        number, box = _box_of(document, field.anchor)
        page = pdf.objects[int(pdf.page_references[number].split()[0])]
        widget = _widget(pydyf, pdf, field, box, document.pages[number].height)
        widget["P"] = page.reference
        page.setdefault("Annots", pydyf.Array()).append(widget.reference)
        form["Fields"].append(widget.reference)
        box.widget_annotation = widget


def hang_up(pdf) -> None:
    """Let a Form element of the tagged paper name its field itself, not in a list of one.

    pyHanko, and so whoever checks with it, takes the second signature for an alteration of the first
    where it finds the field elsewhere in the tree.
    """
    for element in pdf.objects:
        if isinstance(element, dict) and element.get("S") == "/Form":
            (element["K"],) = element["K"]


def _box_of(document, anchor):
    """(page index, box) of the element with this id; the first one where it goes over to a page."""
    for number, page in enumerate(document.pages):
        for box in page._page_box.descendants():
            element = box.element
            if (
                element is not None
                and element.attrib.get("id") == anchor
                and "::" not in box.element_tag  # not what CSS adds before or after it
            ):
                return number, box
    raise NoPlace(f"no element has the id {anchor!r}")


def _widget(pydyf, pdf, field, box, page_height):
    """The field and its annotation, which are one object, with nothing to see in it yet."""
    left, top = box.border_box_x(), box.border_box_y()
    width, height = box.border_width(), box.border_height()
    nothing = pydyf.Stream(
        [],
        {
            "Type": "/XObject",
            "Subtype": "/Form",
            "BBox": pydyf.Array((0, 0, _pt(width), _pt(height))),
            "Resources": pydyf.Dictionary(),
        },
    )
    pdf.add_object(nothing)
    corners = (left, page_height - top - height, left + width, page_height - top)
    widget = pydyf.Dictionary(
        {
            "Type": "/Annot",
            "Subtype": "/Widget",
            "FT": "/Sig",
            "T": pydyf.String(field.name),
            "TU": pydyf.String(field.label),
            "Rect": pydyf.Array(map(_pt, corners)),
            "F": PRINT,
            "AP": pydyf.Dictionary({"N": nothing.reference}),
        }
    )
    pdf.add_object(widget)
    return widget


def _pt(pixels):
    return round(pixels * PT_PER_PX, 3)
