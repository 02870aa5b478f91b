"""The table of a paper (interchange content) as other programs put it on the clipboard or in a file.

What stands in which cell is told here from the content alone, without papers or pasting.
"""

import io
import zipfile
from html import escape

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def grid_of(content):
    """The table as rows of (text, rows it spans); a cell covered from above is left out."""
    keys = content["column_keys"]
    grid = [[(heading, 1) for heading in content["columns"]]]
    if "column_numbers" in content:
        grid.append([(number, 1) for number in content["column_numbers"]])
    for item in content["items"]:
        grid += _rows(item, keys)
    return grid


def _rows(item, keys):
    code = f"[{item['code']}] " if item.get("code") else ""
    whole = {
        "serial": item["serial"],
        "topic": code + item["topic"],
        "discussion": "\n".join(item["discussion"]),
        "topic_and_discussion": item["topic"]
        + (item.get("topic_separator") or "")
        + "\n".join(item["discussion"]),
    }
    texts = [
        f"({each['label']}) {each['text']}" if each["label"] else each["text"]
        for each in item["decisions"]
    ]
    if "implementers_as_printed" in item:
        split = {"decision": "\n".join(texts), "implementer": item["implementers_as_printed"]}
        return [[((whole | split)[key], 1) for key in keys]]
    rows = []
    for index, (text, decision) in enumerate(zip(texts, item["decisions"], strict=True)):
        split = {
            "decision": text,
            "implementer": "\n".join(decision["implementers"]),
            "progress": decision["progress"],
        }
        rows.append(
            [
                (split[key], 1) if key in split else (whole[key], len(texts))
                for key in keys
                if key in split or index == 0
            ]
        )
    return rows


def cells_of(grid):
    """The rows with every cell in its place, "" where one from above covers it."""
    rows, covered = [], {}
    width = len(grid[0])
    for given in grid:
        row, given = [], list(given)
        for column in range(width):
            if covered.get(column):
                covered[column] -= 1
                row.append("")
                continue
            text, span = given.pop(0)
            covered[column] = span - 1
            row.append(text)
        rows.append(row)
    return rows


def as_html(grid):
    """A plain web page."""

    def cell(text, span):
        inside = "".join(f"<p>{escape(line)}</p>" for line in text.split("\n"))
        return f'<td rowspan="{span}">{inside}</td>' if span > 1 else f"<td>{inside}</td>"

    rows = "".join(f"<tr>{''.join(cell(*each) for each in row)}</tr>" for row in grid)
    return f"<html><body><h1>সভা</h1><table>{rows}</table><p>সমাপ্ত</p></body></html>"


def as_word_html(grid):
    """What Word puts on the clipboard: styles, classes, o:p, line breaks within the source."""

    def paragraph(line):
        words = escape(line).replace(" ", "\n  ", 1)
        return (
            "<p class=MsoNormal align=center style='margin-bottom:0in;text-align:center'><b><span\n"
            f"lang=BN style='font-size:11.0pt;font-family:\"Nikosh\"'>{words}<o:p></o:p></span></b></p>\n"
        )

    def cell(text, span):
        rowspan = f" rowspan={span}" if span > 1 else ""
        inside = "".join(map(paragraph, text.split("\n"))) if text else paragraph("\u00a0")
        return (
            f"<td width=47{rowspan} valign=top style='width:35.45pt;border:solid windowtext 1.0pt;"
            f"mso-border-alt:solid windowtext .5pt;padding:0in 5.4pt'>{inside}</td>"
        )

    rows = "".join(
        f"<tr style='mso-yfti-irow:{index}'>\n {''.join(cell(*each) for each in row)}\n</tr>\n"
        for index, row in enumerate(grid)
    )
    return (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta charset="utf-8">'
        "<!--[if gte mso 9]><xml><o:OfficeDocumentSettings/></xml><![endif]-->"
        "<style><!-- td {mso-style-name:x} table > tr {} --></style></head>"
        "<body lang=EN-US><!--StartFragment-->\n"
        f"<table class=MsoTableGrid border=1 cellspacing=0>{rows}</table>"
        "<!--EndFragment--></body></html>"
    )


def as_sheet_html(grid):
    """What a spreadsheet puts on the clipboard: cells of one line, <br> for the others."""

    def cell(text, span):
        rowspan = f' rowspan="{span}"' if span > 1 else ""
        value = escape(text.split("\n")[0]).replace("&gt;", ">")
        inside = "<br>".join(map(escape, text.split("\n")))
        return (
            f'<td{rowspan} class="xl65" style="x:str" data-sheets-value="{value} > 0">{inside}</td>'
        )

    rows = "".join(
        f'<tr style="height:21px;">{"".join(cell(*each) for each in row)}</tr>' for row in grid
    )
    return (
        "<meta charset='utf-8'><google-sheets-html-origin><style type=\"text/css\">"
        '<!--td {border: 1px solid #cccccc;}--></style><table xmlns="http://www.w3.org/1999/xhtml" '
        'data-sheets-root="1"><colgroup><col width="47"/><col width="100"/></colgroup>'
        f"<tbody>{rows}</tbody></table>"
    )


def as_tsv(grid):
    """Tab-separated text as a spreadsheet writes it: cells of several lines in quotation marks."""

    def cell(text):
        if "\n" in text or '"' in text:
            return '"' + text.replace('"', '""') + '"'
        return text

    return "\r\n".join("\t".join(map(cell, row)) for row in cells_of(grid)) + "\r\n"


def as_docx(grid):
    """A .docx with the table between two paragraphs."""
    rows = []
    left = {}
    for given in grid:
        cells, given = [], list(given)
        for column in range(len(grid[0])):
            if left.get(column):
                left[column] -= 1
                cells.append("<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc>")
                continue
            text, span = given.pop(0)
            left[column] = span - 1
            merge = '<w:tcPr><w:vMerge w:val="restart"/></w:tcPr>' if span > 1 else ""
            inside = "".join(map(paragraph, text.split("\n")))
            cells.append(f"<w:tc>{merge}{inside}</w:tc>")
        rows.append(f"<w:tr>{''.join(cells)}</w:tr>")
    return docx(f"{paragraph('সভা')}<w:tbl>{''.join(rows)}</w:tbl>{paragraph('সমাপ্ত')}")


def paragraph(text):
    return (
        '<w:p><w:r><w:rPr><w:rFonts w:ascii="Nikosh"/><w:b/></w:rPr>'
        f'<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'
    )


def docx(body, *, doctype="", more=()):
    """The bytes of a .docx with this body; `more` are (name, text) of further files in it."""
    files = [
        (
            "[Content_Types].xml",
            f'<Types xmlns="{PACKAGE}/content-types">'
            '<Default Extension="xml" ContentType="application/xml"/></Types>',
        ),
        (
            "_rels/.rels",
            f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
            f'Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        ),
        ("word/document.xml", f"{doctype}<w:document {W}><w:body>{body}</w:body></w:document>"),
        *more,
    ]
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files:
            archive.writestr(name, text)
    return file.getvalue()
