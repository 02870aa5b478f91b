"""Pieces of a .docx as Word writes them, to be put together."""

from html import escape

from tests.pasting.pasted import W, docx

MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
M = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
WPS = 'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'


def run(text, properties="", *, tag="t"):
    return (
        f"<w:r><w:rPr>{properties}</w:rPr>"
        f'<w:{tag} xml:space="preserve">{escape(text)}</w:{tag}></w:r>'
    )


def par(*inline, number=None, level=0, style=None, mark=""):
    told = f'<w:pStyle w:val="{style}"/>' if style else ""
    if number is not None:
        told += f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    if mark:
        told += f"<w:rPr>{mark}</w:rPr>"
    inside = "".join(run(each) if not each.startswith("<") else each for each in inline)
    return f"<w:p><w:pPr>{told}</w:pPr>{inside}</w:p>"


def cell(*blocks, properties=""):
    inside = "".join(each if each.startswith("<") else par(each) for each in blocks or ("",))
    if inside.endswith("</w:tbl>"):
        inside += par()
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def row(*cells, properties=""):
    inside = "".join(each if each.startswith("<w:tc>") else cell(each) for each in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inside}</w:tr>"


def table(*rows):
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def font(name):
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}"/>'


def deleted(text):
    return f'<w:del w:id="1" w:author="ক">{run(text, tag="delText")}</w:del>'


def inserted(text):
    return f'<w:ins w:id="2" w:author="ক">{run(text)}</w:ins>'


def field(code, result):
    """A complex field; a result of None is a field that shows nothing of the file's."""
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
    shown = mark("separate") + (result if result.startswith("<") else run(result)) if result else ""
    return f"{mark('begin')}{run(code, tag='instrText')}{shown}{mark('end')}"


def control(inside, properties=""):
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>"


def text_box(*blocks):
    """A text box as new programs read it and, once more, as old ones do."""
    inside = "".join(each if each.startswith("<") else par(each) for each in blocks)
    return (
        f'<w:r><mc:AlternateContent {MC}><mc:Choice Requires="wps"><w:drawing><wps:wsp {WPS}>'
        f"<wps:txbx><w:txbxContent>{inside}</w:txbxContent></wps:txbx></wps:wsp></w:drawing>"
        f"</mc:Choice><mc:Fallback><w:pict><w:txbxContent>{inside}</w:txbxContent></w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r>"
    )


def equation(inside):
    return f"<m:oMath {M}>{inside}</m:oMath>"


def part(kind, inside):
    return f"<m:{kind}>{inside}</m:{kind}>"


def term(text):
    return f"<m:r><m:t>{escape(text)}</m:t></m:r>"


def footnote(number):
    return f'<w:r><w:footnoteReference w:id="{number}"/></w:r>'


def footnotes(**notes):
    """The part of footnotes: their numbers, as n2=…, and texts."""
    inside = "".join(
        f'<w:footnote w:id="{name[1:]}">{par("<w:r><w:footnoteRef/></w:r>", text)}</w:footnote>'
        for name, text in notes.items()
    )
    return ("word/footnotes.xml", f"<w:footnotes {W}>{inside}</w:footnotes>")


def level(at, text, *, kind="decimal", start=1):
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{escape(text)}"/></w:lvl>'
    )


def numbering(abstract, *, overrides=()):
    """The part of lists: {number: its levels}; `overrides` are (number, of which, where it starts)."""
    lists = "".join(
        f'<w:abstractNum w:abstractNumId="{number}">{"".join(levels)}</w:abstractNum>'
        for number, levels in abstract.items()
    )
    lists += "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'
        for number in abstract
    )
    lists += "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="{of}"/><w:lvlOverride w:ilvl="0">'
        f'<w:startOverride w:val="{start}"/></w:lvlOverride></w:num>'
        for number, of, start in overrides
    )
    return ("word/numbering.xml", f"<w:numbering {W}>{lists}</w:numbering>")


def styles(**told):
    """The part of styles: the name and, in w: elements, what each says."""
    inside = "".join(
        f'<w:style w:type="character" w:styleId="{name}"><w:name w:val="{name}"/>{said}</w:style>'
        for name, said in told.items()
    )
    return ("word/styles.xml", f"<w:styles {W}>{inside}</w:styles>")


HEAD = ("ক্রমিক", "আলোচ্য বিষয়", "আলোচনা", "সিদ্ধান্ত", "বাস্তবায়নকারী")


def agenda(*rows, parts=(), around=""):
    """The bytes of a .docx with an agenda of these rows below its headings."""
    return docx(around + table(row(*HEAD), *rows), more=parts)


def decided(*inline, parts=()):
    """An agenda of one item whose decision is these runs."""
    return agenda(row("১।", "বিষয়", "আলোচনা হয়।", cell(par(*inline)), "সকল"), parts=parts)
