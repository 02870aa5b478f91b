"""The Word copy of a paper: every word, every run fit for Bengali, and never the paper itself."""

import io
import json
import re
import zipfile
from datetime import date

import docx
import pytest
from django.template import engines
from docx.oxml.ns import qn
from lxml import etree

from documents.models import Paper
from papers.blocks import BLOCKS
from papers.drawing import SHARED, paper_html
from papers.shapes import READY_SHAPES
from papers.wordcopy import word_copy
from papers.wordlooks import LOOKS, LOOKS_WITHIN, NUMBERED, OTHERS
from tests.factories import content_in
from tests.papers.reading import output_of, words_of, words_printed
from tests.papers.test_papers import full_content

pytestmark = pytest.mark.once

REAL = ["000", "001", "002", "003", "004"]
PAPER = Paper(code="2" * 28, number="০৫.৪৭.৮৫৯২.০০০.০১.০০২.২৪.৩১", issued_on=date(2024, 3, 21))


def real(shared, number):
    [file] = (shared / "seeds").glob(f"{number}_*.json")
    return json.loads(file.read_text("utf-8"))


def english():
    content = full_content()
    content |= {
        "title": "Minutes of the ICT Committee", "committee": "ICT Committee",
        "letterhead": {"office": "Office of the Deputy Commissioner"},
        "columns": ["Sl.", "Discussion", "Decision", "Action by"],
        "head": [{"key": "date", "label": "Date"}],
    }  # fmt: skip
    return content


def parts_of(copy):
    """{name: root element} of every part that is XML."""
    with zipfile.ZipFile(io.BytesIO(copy)) as package:
        return {
            name: etree.fromstring(package.read(name))
            for name in package.namelist()
            if name.endswith((".xml", ".rels"))
        }


def text_of(copy):
    """All text of the body as python-docx reads it, cells that reach over several rows once."""
    found = []

    def read(story):
        for part in story.iter_inner_content():
            if hasattr(part, "rows"):
                cells = {cell._tc: cell for row in part.rows for cell in row.cells}
                for cell in cells.values():
                    read(cell)
            else:
                found.append(part.text)

    read(docx.Document(io.BytesIO(copy)))
    return "\n".join(found)


def faults_of_runs(root):
    """What is missing in the runs of a part: a set."""
    faults = set()
    for run in root.iter(qn("w:r")):
        told = {child.tag.rpartition("}")[2]: child for child in run.find(qn("w:rPr"))}
        value = {name: child.get(qn("w:val")) for name, child in told.items()}
        text = "".join(part.text or "" for part in run.iter(qn("w:t")))
        is_bengali = re.search("[\u0980-\u09ff]", text)
        right = {
            "face": told["rFonts"].get(qn("w:cs")) in ("Noto Serif Bengali", "Mukti"),
            "plain face": {"ascii", "hAnsi"}
            <= {key.rpartition("}")[2] for key in told["rFonts"].attrib},
            "size": value["sz"] == value["szCs"],
            "bold": value["b"] == value["bCs"],
            "italic": value["i"] == value["iCs"],
            "language": told["lang"].get(qn("w:bidi")) == "bn-BD" and value["lang"],
            "script": not is_bengali or "cs" in told,
        }
        faults |= {name for name, is_right in right.items() if not is_right}
    return faults


def contents(shared=None):
    yield from map(content_in, sorted(READY_SHAPES))
    yield full_content()
    yield english()
    if shared:
        yield from (real(shared, number) for number in REAL)


def test_every_run_in_every_part_is_fit_for_bengali(shared):
    for content in contents(shared):
        parts = parts_of(word_copy(content, draft=True, paper=PAPER))
        holding = [name for name, root in parts.items() if root.find(f".//{qn('w:r')}") is not None]
        assert {"word/document.xml", "word/header1.xml", "word/footer1.xml"} <= set(holding)
        assert [faults_of_runs(parts[name]) for name in holding] == [set()] * len(holding)
        defaults = parts["word/styles.xml"].find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")
        assert defaults.find(qn("w:rFonts")).get(qn("w:cs")) == "Noto Serif Bengali"
        assert defaults.find(qn("w:lang")).get(qn("w:bidi")) == "bn-BD"


def test_a_run_that_is_not_fit_is_seen():
    parts = parts_of(word_copy(content_in()))
    for name in ("rFonts", "szCs", "bCs", "lang", "cs"):
        root = etree.fromstring(etree.tostring(parts["word/document.xml"]))
        spoilt = next(root.iter(qn("w:r"))).find(f"{qn('w:rPr')}/{qn('w:' + name)}")
        if name == "cs":
            spoilt.getparent().remove(spoilt)
        else:
            spoilt.attrib.clear()
        assert faults_of_runs(root), name


def test_bold_bengali_is_bold_as_complex_script():
    copy = docx.Document(io.BytesIO(word_copy(full_content())))
    runs = list(copy.element.body.iter(qn("w:r")))
    bold = [
        "".join(part.text for part in run.iter(qn("w:t")))
        for run in runs
        if run.find(f"{qn('w:rPr')}/{qn('w:bCs')}").get(qn("w:val")) == "1"
    ]
    text = "".join(bold)
    assert full_content()["title"] in text
    assert all(heading in text for heading in full_content()["columns"])
    assert "দপ্তর প্রধান" not in text


def test_every_word_comes_back_in_the_order_of_the_page(shared):
    for content in contents(shared):
        text = text_of(word_copy(content))
        words = text.split()
        joined = "".join(words)
        assert [word for word in words_printed(content) if word not in joined] == []
        # Colons that the page's style sheet prints, and the space after a number that had none.
        on_page = "".join(words_of(paper_html(content, draft=False)))
        assert joined.replace(":", "") == on_page.replace(":", "")


def test_every_class_of_every_block_has_its_look():
    known = {*LOOKS, *OTHERS, *(name for pair in LOOKS_WITHIN for name in pair)}
    for name in BLOCKS:
        template = engines["django"].get_template(f"papers/_{SHARED.get(name, name)}.html")
        source = re.sub(r"{%.*?%}|{{.*?}}", " ", template.template.source, flags=re.S)
        used = {each for names in re.findall(r'class="([^"]*)"', source) for each in names.split()}
        told = {each for each in used if each not in {"w", "in", "hang", "least"}}
        assert {each for each in told - known if not NUMBERED.fullmatch(each)} == set(), name


def test_an_element_without_a_form_in_word_is_no_silence(monkeypatch):
    monkeypatch.setattr(
        "papers.wordcopy.render_to_string", lambda *_: "<article><dl><dt>ক</dt></dl></article>"
    )
    with pytest.raises(ValueError, match="<dl> has no form in Word"):
        word_copy(content_in())


def header_of(copy):
    return "".join(parts_of(copy)["word/header1.xml"].itertext())


def test_each_page_says_that_it_is_not_the_original():
    draft = word_copy(content_in(), draft=True)
    assert header_of(draft) == "খসড়া: কার্যবিবরণীর সম্পাদনযোগ্য কপি; মূল নথি নয়"

    said = header_of(word_copy(content_in(), paper=PAPER))
    assert "খসড়া" not in said
    assert PAPER.number in said
    assert PAPER.public_url in said

    dead = Paper(code="2" * 28, number="৩১", status=Paper.Status.SUPERSEDED)
    assert header_of(word_copy(content_in(), paper=dead)).startswith("সংশোধিত: ")
    letter = word_copy(content_in("progress_report"))
    assert header_of(letter) == "পত্রের সম্পাদনযোগ্য কপি; মূল নথি নয়"
    assert "not the original" in header_of(word_copy(english()))


def test_it_holds_no_macro_no_link_out_and_nobodys_name():
    copy = word_copy(content_in(), paper=PAPER)
    parts = parts_of(copy)
    assert not any("vba" in name or "customXml" in name for name in parts)
    outward = [
        relation
        for name, root in parts.items()
        if name.endswith(".rels")
        for relation in root
        if relation.get("TargetMode") == "External"
    ]
    assert outward == []
    told = docx.Document(io.BytesIO(copy)).core_properties
    assert told.author == ", ".join(content_in()["letterhead"][key] for key in ("office", "place"))
    assert told.last_modified_by == ""
    assert told.comments == ""


def test_it_is_a_page_of_a4_with_columns_as_wide_as_the_papers():
    copy = docx.Document(io.BytesIO(word_copy(content_in())))
    section = copy.sections[0]
    assert (section.page_width.mm, section.page_height.mm) == (
        pytest.approx(210, abs=0.1),
        pytest.approx(297, abs=0.1),
    )
    assert (section.left_margin.mm, section.right_margin.mm) == (
        pytest.approx(25, abs=0.1),
        pytest.approx(20, abs=0.1),
    )
    [table] = [
        table for table in copy.tables if table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    ][-1:]
    widths = [cell.width.mm for cell in table.rows[0].cells]
    assert sum(widths) == pytest.approx(165, abs=0.5)
    page = paper_html(content_in(), draft=False)
    told = re.findall(
        r'<th scope="col"\s+class="\w+(?: w(\d+))?"', page.partition('<table class="rows">')[2]
    )
    for width, share in zip(widths, told, strict=False):
        if share:
            assert width == pytest.approx(165 * int(share) / 100, abs=0.2)


@pytest.fixture(scope="module")
def as_pdf(shared, tmp_path_factory):
    """The five real papers as LibreOffice draws their copies: {number: path}."""
    folder = tmp_path_factory.mktemp("word")
    for number in REAL:
        (folder / f"{number}.docx").write_bytes(word_copy(real(shared, number)))
    files = sorted(map(str, folder.glob("*.docx")))
    profile = f"-env:UserInstallation=file://{folder}/profile"
    output_of(
        "soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *files
    )
    return {number: folder / f"{number}.pdf" for number in REAL}


def is_found(word, text):
    """Whether a word stands in a text, whole or as the two parts of one broken at the end of a line;
    poppler takes a hyphen there for the printer's own."""
    parts = ((word[:at], word[at:]) for at in range(1, len(word)))
    return word in text or any(
        first.removesuffix("-") in text and rest in text for first, rest in parts
    )


@pytest.mark.proof
@pytest.mark.parametrize("number", REAL)
def test_libreoffice_draws_every_word_and_bold_as_bold(shared, as_pdf, number):
    content = real(shared, number)
    text = "".join(output_of("pdftotext", str(as_pdf[number]), "-").decode().split())
    assert [word for word in words_printed(content) if not is_found(word, text)] == []
    page = output_of("pdftohtml", "-xml", "-stdout", str(as_pdf[number])).decode()
    fonts = output_of("pdffonts", str(as_pdf[number])).decode()
    assert "NotoSerifBengali-Bold" in fonts
    assert "<b>" in page
