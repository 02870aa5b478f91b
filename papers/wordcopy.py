"""A Word copy of a paper, to be worked on: never the paper itself, and every page of it says so.

It is made of the page that the screen and the PDF show (papers/_paper.html), element by element, so a
block that a paper gains is in its Word copy too; how a class of that page looks in Word stands in LOOKS.

Word chooses face, size and weight of Bengali by the properties of "complex script": each run has them
beside the plain ones, and w:cs, or what both scripts have (digits, brackets) would follow the others.
"""

import io
import re
from typing import NamedTuple
from xml.sax.saxutils import escape

import docx
from django.template.loader import render_to_string
from django.utils import timezone
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm
from lxml import html

from documents.models import Paper
from papers import content as read
from papers.drawing import paper_of
from papers.fonts import Face
from papers.language import ENGLISH, language_of
from papers.wordlooks import (
    ACROSS,
    COLON,
    FIRST_LINE,
    INK,
    ITS_OWN,
    MARGINS,
    NUMBERED,
    PAGE,
    Look,
    looked,
)

MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

# The face a paper is drawn in, and what an office's own machine is likely to have in its place.
FACES = {"": "Noto Serif Bengali", Face.MUKTI.value: "Mukti"}
INSTEAD = "Nikosh,Nirmala UI,Vrinda"
LATIN_FACE, LATIN_INSTEAD = "Noto Serif", "Times New Roman"
TAGS = {"bn": "bn-BD", "en": "en-GB"}

POINTS = 72 / 25.4
W = nsdecls("w")
HAIRLINE = 'w:val="single" w:sz="4" w:space="0" w:color="000000"'

CONTAINERS = {"article", "div", "header", "ol", "section", "ul"}
PARAGRAPHS = {"h1", "h2", "li", "p"}
INLINE = {"span", "strong"}

# A stretch of text in one script, with what both have around it.
_BENGALI, _LATIN = "\u0964\u0965\u0980-\u09ff", "A-Za-z\u00c0-\u024f"
STRETCH = re.compile(
    f"[^{_BENGALI}{_LATIN}]*(?:[{_LATIN}][^{_BENGALI}]*|[{_BENGALI}][^{_LATIN}]*|$)"
)
BENGALI, LATIN = re.compile(f"[{_BENGALI}]"), re.compile(f"[{_LATIN}]")
UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def word_copy(content, *, face="", draft=False, paper=None):
    """The bytes of a .docx of any paper, from its content (a dict of the interchange format).

    `face`: a papers.fonts.Face; `draft`: whether it is marked as one; `paper`: the
    documents.models.Paper it is a copy of, whose number and page of verification it then names.
    """
    writer = _Writer(content, FACES[face or ""])
    writer.write()
    writer.frame(draft=draft, paper=paper)
    packed = io.BytesIO()
    writer.document.save(packed)
    return packed.getvalue()


class _Writer:
    def __init__(self, content, face):
        self.content, self.face = content, face
        self.language = language_of(content)
        self.told = paper_of(content)
        self.look = Look(size=11 if self.language is ENGLISH else 12)
        self.document = _without_the_sample(docx.Document())
        self.body = self.document.element.body
        # Asked for by the element before: room for ink, a new page.
        self.above, self.on_new_page = 0, False

    def write(self):
        self._prepare()
        page = render_to_string("papers/_paper.html", {"paper": self.told})
        page = page.replace("<wbr>", "")  # Word breaks long words by itself
        self._block(html.fragment_fromstring(page), self.body, self.look, ACROSS)

    # ── Blocks ──────────────────────────────────────────────────────────────────────────────────

    def _block(self, element, story, look, across):
        """An element and what stands in it, at the end of a story (the body, a cell) `across` wide."""
        names = element.get("class", "").split()
        look = looked(look, element)
        if "memo" in names:
            element = _memo_as_table(element)
        if "ink" in names:
            self.above = INK
        elif "page-break" in names:
            self.on_new_page = True
        elif element.tag in PARAGRAPHS:
            self._paragraph(element, story, look)
        elif element.tag == "table":
            self._table(element, story, look, across)
        elif element.tag in CONTAINERS:
            if look.keeps_before:
                _keep_with_next(story, True)
            self.on_new_page |= look.apart and _last(story) is not None
            for child in element:
                self._block(child, story, look._replace(**ITS_OWN), across)
            self._keep_apart(story, look.after)
            self.on_new_page |= look.apart
            if look.keeps_before:
                _keep_with_next(story, False)
        else:
            raise ValueError(f"<{element.tag}> has no form in Word")

    def _paragraph(self, element, story, look):
        names = element.get("class", "").split()
        before, above, self.above = element.getprevious(), self.above, 0
        if before is not None and before.tag in PARAGRAPHS and "on" not in names:
            above += look.between
        pieces = _pieces(element)
        within = element.getparent().get("class", "").split()
        if "colon" in within and before is None:
            look, pieces = look._replace(hanging=COLON), [(":\t", False), *pieces]
        if "body" in within and not names:
            look = look._replace(hanging=-FIRST_LINE)
        for name, number in (found.groups() for found in map(NUMBERED.fullmatch, names) if found):
            # In half ems of its letters.
            size = int(number) / 2 * look.size / POINTS
            if name == "in":
                look = look._replace(left=look.left + size)
            elif name == "hang":
                look = look._replace(align="left", hanging=size)
        is_ruled = "days" in within and before is not None
        properties = self._of_paragraph(look, above, is_ruled=is_ruled)
        _add(story, f"<w:p {W}>{properties}{self._runs(pieces, look)}</w:p>")

    def _of_paragraph(self, look, above=0, *, is_ruled=False):
        """The properties of a paragraph and of the mark at its end."""
        new_page, self.on_new_page = self.on_new_page, False
        way = "hanging" if look.hanging > 0 else "firstLine"
        return (
            "<w:pPr>"
            + "<w:keepNext/>" * look.keeps_next
            + "<w:pageBreakBefore/>" * new_page
            + "<w:widowControl/>"
            + f"<w:pBdr><w:top {HAIRLINE}/></w:pBdr>" * is_ruled
            + f'<w:spacing w:before="{_twips(above)}" w:after="{_twips(look.after)}"'
            f' w:line="{round(look.size * look.line * 20)}" w:lineRule="atLeast"/>'
            f'<w:ind w:left="{_twips(look.left)}" w:{way}="{_twips(abs(look.hanging))}"/>'
            f'<w:jc w:val="{look.align}"/>'
            + (f'<w:outlineLvl w:val="{look.level}"/>' if look.level is not None else "")
            + f"{self._of_run(look)}</w:pPr>"
        )

    # ── Runs ────────────────────────────────────────────────────────────────────────────────────

    def _runs(self, pieces, look):
        """The one place that makes runs: [(text, whether it is bold)] → XML."""
        runs = []
        for said, bold in pieces:
            text, form = (
                (said.text, FIELD.format(said.code, "{}"))
                if isinstance(said, Field)
                else (said, "{}")
            )
            for part in _stretches(text):
                look_of_it = look._replace(bold=look.bold or bold)
                runs.append(
                    form.format(f"<w:r>{self._of_run(look_of_it, part)}{_said(part)}</w:r>")
                )
        return "".join(runs)

    def _of_run(self, look, text=""):
        """Its properties; what Word keeps twice, for plain and for complex script, is alike."""
        is_latin = LATIN.search(text) or (self.language is ENGLISH and not BENGALI.search(text))
        face = LATIN_FACE if is_latin else self.face
        bold, size, tag = int(look.bold), round(look.size * 2), TAGS[self.language.code]
        return (
            f'<w:rPr><w:rFonts w:ascii="{face}" w:hAnsi="{face}" w:eastAsia="{face}" w:cs="{self.face}"/>'
            f'<w:b w:val="{bold}"/><w:bCs w:val="{bold}"/><w:i w:val="0"/><w:iCs w:val="0"/>'
            f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
            + '<w:u w:val="single"/>' * look.underline
            + ("" if is_latin else "<w:cs/>")
            + f'<w:lang w:val="{tag}" w:eastAsia="{tag}" w:bidi="bn-BD"/></w:rPr>'
        )

    def _space(self, story, millimetres):
        """An empty paragraph of this height."""
        look = self.look._replace(size=1, line=max(millimetres * POINTS, 1))
        _add(
            story,
            f"<w:p {W}>{self._of_paragraph(look).replace('atLeast', 'exact')}</w:p>",
        )

    def _keep_apart(self, story, millimetres):
        """Room after what stands last in a story; a table has none of its own."""
        last = _last(story)
        if last is None:
            return
        if last.tag == qn("w:tbl"):
            self._space(story, millimetres)
        else:
            spacing = last.find(f"{qn('w:pPr')}/{qn('w:spacing')}")
            spacing.set(
                qn("w:after"), str(max(int(spacing.get(qn("w:after"))), _twips(millimetres)))
            )

    # ── Tables ──────────────────────────────────────────────────────────────────────────────────

    def _table(self, element, story, look, across):
        if self.on_new_page:
            self._space(story, 0)
        rows = [row for row in element.iter("tr") if next(row.iterancestors("table")) is element]
        widths = [across * share / 100 for share in look.columns or _shares(rows)]
        sides = zip(("top", "left", "bottom", "right"), look.padding * 2, strict=True)
        table = _add(
            story,
            f'<w:tbl {W}><w:tblPr><w:tblW w:w="{_twips(sum(widths))}" w:type="dxa"/>'
            f'<w:tblInd w:w="0" w:type="dxa"/>{BORDERS * look.ruled}<w:tblLayout w:type="fixed"/>'
            "<w:tblCellMar>"
            + "".join(f'<w:{side} w:w="{_twips(size)}" w:type="dxa"/>' for side, size in sides)
            + "</w:tblCellMar></w:tblPr><w:tblGrid>"
            + "".join(f'<w:gridCol w:w="{_twips(width)}"/>' for width in widths)
            + "</w:tblGrid></w:tbl>",
        )
        # Column → how many rows more the cell above reaches down.
        reaching = dict.fromkeys(range(len(widths)), 0)
        for row in rows:
            self._row(row, table, look, widths, reaching)
        self._keep_apart(story, look.after)

    def _row(self, element, table, look, widths, reaching):
        group = element.getparent()
        is_head = group.tag == "thead"
        is_kept = "kept" in group.get("class", "") and element.getnext() is not None
        look = look._replace(**ITS_OWN, keeps_next=look.keeps_next or is_head or is_kept)
        row = _add(
            table,
            f"<w:tr {W}><w:trPr>"
            + "<w:cantSplit/>" * ("least" not in element.get("class", ""))
            + (f'<w:trHeight w:val="{_twips(look.row)}" w:hRule="atLeast"/>' if look.row else "")
            + "<w:tblHeader/>" * is_head
            + "</w:trPr></w:tr>",
        )
        cells, column = iter(element), 0
        while column < len(widths):
            if reaching[column]:
                reaching[column] -= 1
                cell = _cell(row, widths[column], "<w:vMerge/>")
                _add(cell, f"<w:p {W}>{self._of_paragraph(look)}</w:p>")
                column += 1
                continue
            source = next(cells, None)
            if source is None:
                break
            deep, broad = (int(source.get(name, 1)) for name in ("rowspan", "colspan"))
            spans = f'<w:gridSpan w:val="{broad}"/>' * (broad > 1)
            spans += '<w:vMerge w:val="restart"/>' * (deep > 1)
            width = sum(widths[column : column + broad])
            is_middle = bool(look.row) or (source.tag == "th" and look.ruled)
            cell = _cell(row, width, spans, is_middle=is_middle)
            self._fill(cell, source, look, width - 2 * look.padding[1])
            for reached in range(column, column + broad):
                reaching[reached] = deep - 1
            column += broad

    def _fill(self, cell, source, look, room):
        """What stands in a cell: its blocks, or its words."""
        look = looked(look, source)
        if any(child.tag in PARAGRAPHS | CONTAINERS | {"table"} for child in source):
            for child in source:
                self._block(child, cell, look, room)
        else:
            _add(
                cell,
                f"<w:p {W}>{self._of_paragraph(look)}{self._runs(_pieces(source), look)}</w:p>",
            )
        if cell[-1].tag != qn("w:p"):
            self._space(cell, 0)  # a cell ends in a paragraph

    # ── What is around ──────────────────────────────────────────────────────────────────────────

    def frame(self, *, draft, paper):
        """The head and the foot of every page, and what the file tells of itself."""
        language, section = self.language, self.document.sections[0]
        of_letter = "subject" in self.content["order"]
        mark = language.copied[of_letter]
        if draft:
            mark = f"{language.draft}: {mark}"
        elif paper and paper.status != Paper.Status.CURRENT:
            mark = f"{paper.get_status_display()}: {mark}"
        small = self.look._replace(size=9, align="center", line=1.3)
        lines = [[(mark, True)]]
        if paper:
            number = language.memo.format(language.number(paper.number))
            lines.append([(f"{number}; {language.checked_at.format(paper.public_url)}", False)])
        foot = [
            (f"{language.page} ", False),
            (Field("PAGE", language.number(1)), False),
            ("/", False),
            (Field("NUMPAGES", language.number(1)), False),
        ]
        for part, paragraphs in ((section.header, lines), (section.footer, [foot])):
            part.is_linked_to_previous = False
            root = part._element
            root[:] = [
                parse_xml(f"<w:p {W}>{self._of_paragraph(small)}{self._runs(pieces, small)}</w:p>")
                for pieces in paragraphs
            ]
        self._told_of_itself(mark)

    def _told_of_itself(self, mark):
        """Its title and its office; no person's name."""
        core = self.document.core_properties
        core.title, core.subject = self.told["title"][:255], mark
        core.author = ", ".join(filter(None, read.office_lines(self.content)))[:255]
        core.language = TAGS[self.language.code]
        core.comments = core.keywords = core.category = core.last_modified_by = ""
        core.created = core.modified = timezone.now()

    def _prepare(self):
        section = self.document.sections[0]
        section.page_width, section.page_height = map(Mm, PAGE)
        for side, size in MARGINS.items():
            setattr(section, f"{side}_margin", Mm(size))
        section.header_distance = section.footer_distance = Mm(8)
        # Without w:cs: Latin runs would take that over.
        of_all = self._of_run(self.look).replace("<w:cs/>", "")
        defaults = (
            f"<w:docDefaults {W}><w:rPrDefault>{of_all}</w:rPrDefault>"
            "<w:pPrDefault/></w:docDefaults>"
        )
        styles = self.document.styles.element
        styles[:] = [parse_xml(defaults), *styles.findall(qn("w:style"))]
        normal = self.document.styles["Normal"].element
        for part in (normal.find(qn("w:pPr")), normal.find(qn("w:rPr"))):
            if part is not None:
                normal.remove(part)
        _add(normal, of_all.replace("<w:rPr>", f"<w:rPr {W}>"))
        fonts = next(
            part for part in self.document.part.package.iter_parts() if _is(part, "fontTable")
        )
        fonts._blob = (
            f"<w:fonts {W}>"
            + "".join(
                f'<w:font w:name="{name}"><w:altName w:val="{instead}"/></w:font>'
                for name, instead in ((self.face, INSTEAD), (LATIN_FACE, LATIN_INSTEAD))
            )
            + "</w:fonts>"
        ).encode()


class Field(NamedTuple):
    """What Word counts itself (PAGE, NUMPAGES), and what stands there until then."""

    code: str
    text: str


FIELD = '<w:fldSimple w:instr="{}">{}</w:fldSimple>'
BORDERS = (
    "<w:tblBorders>"
    + "".join(
        f"<w:{side} {HAIRLINE}/>"
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    + "</w:tblBorders>"
)


def _twips(millimetres):
    return round(millimetres * POINTS * 20)


def _is(part, name):
    return str(part.partname).endswith(f"/{name}.xml")


KEPT_PARTS = ("styles", "settings", "fontTable")


def _without_the_sample(document):
    """Nothing of the library's sample document stays but what each document has."""
    for part in (document.part, document.part.package):
        for key, relation in list(part.rels.items()):
            kept = (*KEPT_PARTS, "document", "core")
            if not any(_is(relation.target_part, name) for name in kept):
                part.rels.pop(key)
    styles = document.styles.element
    for style in styles.findall(qn("w:style")):
        if style.get(qn("w:default")) != "1":
            styles.remove(style)
    # As Word of 2013 and later lays out; without what its pages are compared with for older ones.
    compat = document.settings.element.find(qn("w:compat"))
    mode = compat.find(f"{qn('w:compatSetting')}[@{qn('w:name')}='compatibilityMode']")
    mode.set(qn("w:val"), "15")
    document.settings.element.find(qn("w:themeFontLang")).set(qn("w:bidi"), "bn-BD")
    return document


def _add(story, xml):
    """The element of this XML, at the end of a story."""
    element = parse_xml(xml)
    if len(story) and story[-1].tag == qn("w:sectPr"):
        story[-1].addprevious(element)
    else:
        story.append(element)
    return element


def _last(story):
    """The last paragraph or table of a story, or None."""
    found = [part for part in story if part.tag in (qn("w:p"), qn("w:tbl"))]
    return found[-1] if found else None


def _keep_with_next(story, is_kept):
    """Whether what stands last in a story, a paragraph, stays with what follows."""
    last = _last(story)
    if last is None or last.tag == qn("w:tbl"):
        return
    for kept in last.findall(f"{qn('w:pPr')}/{qn('w:keepNext')}"):
        kept.getparent().remove(kept)
    if is_kept:
        last.find(qn("w:pPr")).insert(0, parse_xml(f"<w:keepNext {W}/>"))


def _cell(row, width, spans, *, is_middle=False):
    return _add(
        row,
        f'<w:tc {W}><w:tcPr><w:tcW w:w="{_twips(width)}" w:type="dxa"/>{spans}'
        + '<w:vAlign w:val="center"/>' * is_middle
        + "</w:tcPr></w:tc>",
    )


def _shares(rows):
    """The widths of the columns of a table in per cent: as told by their classes, the rest alike."""
    cells = max(rows, key=len)
    told = [re.search(r"\bw(\d+)\b", cell.get("class", "")) for cell in cells]
    told = [int(found[1]) if found else None for found in told]
    left = (100 - sum(filter(None, told))) / max(told.count(None), 1)
    return [share or left for share in told]


def _memo_as_table(element):
    """The number left, the date right: flexible boxes of the page, a table of three cells in Word."""
    table = html.Element("table", {"class": "memo"})
    row = html.etree.SubElement(table, "tr")
    (number,), (label, days) = element.find_class("number"), element.find_class("date")[0]
    for name, parts in (("number", [number]), ("date", [label]), ("days", list(days))):
        html.etree.SubElement(row, "td", {"class": name}).extend(parts)
    return table


# ── Words ───────────────────────────────────────────────────────────────────────────────────────────


def _pieces(element):
    """The words of an element, space as a page shows it: [(text, whether it is bold)].

    "\n" is a new line; "\t" stands where the text behind a number of a list begins.
    """
    pieces = []

    def add(text, bold):
        text = re.sub("[ \t\r\n\f]+", " ", text or "")
        if not pieces or pieces[-1][0][-1:] in (" ", "\t", "\n"):
            text = text.lstrip(" ")
        if text:
            pieces.append((text, bold))

    def walk(part, bold):
        is_number = "number" in part.get("class", "").split() and part.tag == "span"
        if is_number:
            number = part.text_content()
            pieces.append((number.rstrip() + "\t" * number[-1:].isspace(), bold))
        else:
            add(part.text, bold)
            for child in part:
                if child.tag == "br":
                    pieces.append(("\n", bold))
                elif child.tag in INLINE:
                    walk(child, bold or child.tag == "strong")
                else:
                    raise ValueError(f"<{child.tag}> has no form among words in Word")
                add(child.tail, bold)

    walk(element, False)
    if pieces and not pieces[-1][0].strip(" "):
        pieces.pop()
    elif pieces:
        pieces[-1] = (pieces[-1][0].rstrip(" "), pieces[-1][1])
    return pieces


def _stretches(text):
    return [part for part in STRETCH.findall(UNFIT.sub("", text)) if part]


def _said(text):
    """What stands in a run."""
    return "".join(
        {"\t": "<w:tab/>", "\n": "<w:br/>"}.get(
            part, f'<w:t xml:space="preserve">{escape(part)}</w:t>'
        )
        for part in re.split("([\t\n])", text)
        if part
    )
