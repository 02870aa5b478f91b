"""What a screen reader gets of a paper: its structure tree, mended where WeasyPrint's falls short.

WeasyPrint builds the tree page by page. `install()` makes of it what ISO 14289-1 (PDF/UA-1) asks:

1. page margin boxes (page numbers, running heads, the draft mark) are artifacts, not content (7.8);
2. a table that runs over several pages is one table, a row one row and a paragraph one paragraph;
   the head of a table that is printed again on each page is an artifact (7.5);
3. header cells say whether they head a column or a row, in place of a list in each data cell;
4. a table without any header cell is no table to a screen reader, but its texts in their order (15).
"""

import pydyf
import weasyprint.pdf
from weasyprint.formatting_structure.boxes import MarginBox, PageBox
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.pdf import tags

from documents import fields

_stock_add_tags = tags.add_tags
_stock_build_box_tree = tags._build_box_tree
# What stays one element when it runs over to the next page.
_CONTINUED = {"/Table", "/TBody", "/TR", "/TD", "/TH", "/P"}
_OF_TABLES = {"/Table", "/TBody", "/TR", "/TD"}
SHAPES = {
    _stock_add_tags: "pdf document pdf_version page_streams",
    _stock_build_box_tree: "box parent pdf page_number nums annotations tags",
}


def install():
    """Give the PDFs of this process this structure."""
    weasyprint.pdf.add_tags = _add_tags
    tags._build_box_tree = _build_box_tree


def _add_tags(pdf, document, pdf_version, page_streams):
    """Add the structure tree, with the signature fields; then turn what it left out into artifacts."""
    fields.place(pdf, document, document.signature_fields)
    pdf.first_parts = {}  # (HTML element, kind) → structure element or None, page number
    pdf.left_out = [set() for _ in page_streams]  # numbers of marked content, by page
    _stock_add_tags(pdf, document, pdf_version, page_streams)
    _untag_tables_without_heads(pdf.first_parts)
    fields.hang_up(pdf)
    for stream, left_out in zip(page_streams, pdf.left_out, strict=True):
        for index, operand in enumerate(stream.stream):
            if isinstance(operand, pydyf.Dictionary) and operand.get("MCID") in left_out:
                stream.stream[index - 1] = "/Artifact"
                stream.stream[index] = pydyf.Dictionary({"Type": "/Pagination"})


def _build_box_tree(box, parent, pdf, page_number, nums, annotations, tags):
    """The structure elements of a box and all in it."""
    if isinstance(box, AbsolutePlaceholder):
        box = box._box
    repeated = (
        box.element_tag in ("thead", "tfoot")
        and page_number != _first_part(pdf, box.element, box.element_tag, None, page_number)[1]
    )
    if repeated or isinstance(box, MarginBox):
        _leave_out(box, pdf.left_out[page_number], nums, tags)
        return

    elements = _stock_build_box_tree(box, parent, pdf, page_number, nums, annotations, tags)
    if isinstance(box, PageBox) or box.element_tag in ("html", "body"):
        yield from elements  # those of what is inside
        return

    for element in elements:
        if element["S"] == "/Table":
            _give_scopes(box)
        first, page = _first_part(pdf, box.element, element["S"], element, page_number)
        if element["S"] not in _CONTINUED or page == page_number:
            yield element
            continue
        for reference in element["K"]:
            pdf.objects[int(reference.split()[0])]["P"] = first.reference
            first["K"].append(reference)


def _first_part(pdf, html_element, kind, element, page_number):
    """The structure element that was made first for an HTML element, and on which page."""
    return pdf.first_parts.setdefault((html_element, kind), (element, page_number))


def _untag_tables_without_heads(first_parts):
    tables = [element for element, kind in first_parts if kind == "/Table"]
    within = {inner for table in tables if table.find(".//th") is None for inner in table.iter()}
    for (element, kind), (part, _) in first_parts.items():
        if part and element in within and kind in _OF_TABLES:
            part["S"] = "/Div"
            part.pop("A", None)


def _leave_out(box, left_out, nums, tags):
    """Note the marked content of a box as no part of the tree."""
    for inner in box.descendants():
        # WeasyPrint looks for the structure element of each cell of a table here.
        inner.mark = {"A": {}}
        if inner in tags:
            number = tags.pop(inner)["mcid"]
            left_out.add(number)
            nums[number] = "null"


def _give_scopes(table):
    """Say of each header cell what it heads."""
    for cell in table.descendants():
        if cell.element_tag not in ("td", "th") or not hasattr(cell, "mark"):
            continue
        attributes = cell.mark["A"]
        attributes.pop("Headers", None)
        if cell.element_tag == "th":
            row = cell.element.get("scope") == "row"
            attributes["Scope"] = "/Row" if row else "/Column"
