"""The PDF as a file: two standards at once, its metadata and attachments, and the same bytes again."""

import base64
import hashlib
import io
import sys
from pathlib import Path
from xml.etree import ElementTree

import pikepdf
import pytest
from weasyprint.urls import URLFetcher

from documents.attachments import Attachment
from documents.pdf import write_pdf
from tests.documents.reading import (
    HIND_SILIGURI,
    ROOT,
    draw,
    operators,
    page_of,
    pdftotext,
    run,
)

DOT = base64.b64encode(
    bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
        "1f15c4890000000d49444154789c6360606060000000050001a5f64540"
        "0000000049454e44ae426082"
    )
).decode()

ROW = """<tr><td rowspan="2">{n}</td><td rowspan="2">ডিজিটাল সেন্টার</td>
<td>(ক) সংশ্লিষ্ট কর্মকর্তাগণ প্রয়োজনীয় ব্যবস্থা গ্রহণ করবেন এবং আগামী সভায় প্রতিবেদন দেবেন।</td>
<td>উপজেলা নির্বাহী অফিসার (সকল)</td></tr>
<tr><td>(খ) অগ্রগতি উপস্থাপন করতে হবে।</td><td>সকল অফিস প্রধান</td></tr>"""

PAPER = f"""<!doctype html><html lang="bn"><head><meta charset="utf-8">
<title>জেলা কমিটির সভার কার্যবিবরণী &lt;১ &amp; ২&gt;</title>
<meta name="author" content="জেলা প্রশাসকের কার্যালয়, উদাহরণপুর">
<meta name="description" content="স্মারক ০৫.৪৭-৯২(৩০)">
<meta name="keywords" content="কার্যবিবরণী, সভা">
<meta name="dcterms.created" content="2019-07-21T11:45:00+06:00">
<meta name="dcterms.modified" content="2019-07-22T09:30:00+06:00">
<style>
@page {{ size: A4; margin: 2cm;
  @top-right {{ content: string(memo); font: 9pt 'Noto Serif Bengali' }}
  @bottom-center {{ content: "পৃষ্ঠা " counter(page, bengali) "/" counter(pages, bengali);
    font: 9pt 'Noto Serif Bengali' }}
  @left-middle {{ content: "খসড়া"; margin-right: -19cm; text-align: center; z-index: -1;
    font: 140pt/1 'Noto Serif Bengali'; color: rgba(0, 0, 0, .08); transform: rotate(-45deg) }} }}
html {{ font: 11pt/1.4 'Noto Serif Bengali', 'Noto Serif' }}
.memo {{ string-set: memo content() }}
table {{ width: 100%; table-layout: fixed; border-collapse: collapse }}
.items td, .items th {{ border: .5pt solid; vertical-align: top }}
</style></head><body>
<header><img alt="প্রতীক" src="data:image/png;base64,{DOT}"><p>উদাহরণপুর জেলা</p></header>
<p class="memo">স্মারক নম্বর ০৫.৪৭</p>
<h1>সভার কার্যবিবরণী</h1>
<table><tbody><tr><th scope="row">সভাপতি</th><td>কাল্পনিক ব্যক্তি</td></tr>
<tr><th scope="row">তারিখ</th><td>২১ জুলাই ২০১৯</td></tr></tbody></table>
<p>সভার <u>সিদ্ধান্ত</u> <a href="https://www.example.gov.bd">www.example.gov.bd</a> ঠিকানায়।</p>
<table class="items"><thead><tr><th scope="col">ক্রম</th><th scope="col">বিষয়</th>
<th scope="col">সিদ্ধান্ত</th><th scope="col">বাস্তবায়নকারী</th></tr></thead><tbody>
{"".join(ROW.format(n=n) for n in range(1, 31))}</tbody></table>
<h2>অনুলিপি</h2><ol><li>বিভাগীয় কমিশনার</li><li>সকল অফিস প্রধান</li></ol>
<dl><dt>স্থান</dt><dd>সম্মেলন কক্ষ</dd></dl>
</body></html>"""

SOURCE = Attachment("উৎস.json", b'{"meeting": 1}', "application/json", "কার্যবিবরণীর উপাত্ত")
TABLE = Attachment("items.csv", b"1,2\r\n", "text/csv", "সিদ্ধান্তের তালিকা")


@pytest.fixture(scope="session")
def paper():
    return draw(PAPER, attachments=[TABLE, SOURCE])


@pytest.fixture
def opened(paper):
    with pikepdf.open(io.BytesIO(paper)) as file:
        yield file


# --- The standards ------------------------------------------------------------------------------


def test_the_file_is_sound(paper, tmp_path):
    (tmp_path / "paper.pdf").write_bytes(paper)

    assert b"No syntax or stream encoding errors found" in run(
        "qpdf", "--check", tmp_path / "paper.pdf"
    )


def test_a_screen_reader_can_read_it(paper, tmp_path):
    (tmp_path / "paper.pdf").write_bytes(paper)

    outloud = Path(sys.executable).with_name("outloud")
    told = run(outloud, "--fail-on", "error", tmp_path / "paper.pdf").decode()

    assert "0 error(s)" in told


def test_the_catalog_says_what_pdf_ua_asks(opened):
    catalog = opened.Root

    assert str(catalog.Lang) == "bn"
    assert bool(catalog.ViewerPreferences.DisplayDocTitle)
    assert bool(catalog.MarkInfo.Marked)
    assert {str(page.Tabs) for page in opened.pages} == {"/S"}


def test_colours_are_told_by_an_output_intent(opened):
    (intent,) = opened.Root.OutputIntents

    assert str(intent.S) == "/GTS_PDFA1"
    profile = intent.DestOutputProfile
    assert profile.N == 3
    assert profile.read_bytes()[36:40] == b"acsp"


def test_every_font_is_embedded(opened):
    fonts = [font for page in opened.pages for font in page.Resources.Font.values()]

    assert fonts
    for font in fonts:
        (descendant,) = font.DescendantFonts
        assert "/FontFile2" in descendant.FontDescriptor


def test_the_metadata_name_both_standards_and_describe_the_second(opened):
    packet = opened.Root.Metadata.read_bytes()

    assert "/Filter" not in opened.Root.Metadata  # so that any tool can find it
    names = {name.rpartition("}")[2] for name in described(packet)}
    assert {"part", "conformance", "schemas"} <= names
    properties = described(packet)
    assert properties["{http://www.aiim.org/pdfa/ns/id/}part"] == ["3"]
    assert properties["{http://www.aiim.org/pdfa/ns/id/}conformance"] == ["A"]
    assert properties["{http://www.aiim.org/pdfua/ns/id/}part"] == ["1"]
    assert (
        "http://www.aiim.org/pdfua/ns/id/"
        in properties["{http://www.aiim.org/pdfa/ns/extension/}schemas"]
    )


def test_the_metadata_are_the_papers_own_in_bengali(opened):
    properties = described(opened.Root.Metadata.read_bytes())
    dublin_core, xmp = "{http://purl.org/dc/elements/1.1/}", "{http://ns.adobe.com/xap/1.0/}"
    title = "জেলা কমিটির সভার কার্যবিবরণী <১ & ২>"

    assert properties[dublin_core + "title"] == [title, title]  # by default, and in Bengali
    assert properties[dublin_core + "creator"] == ["জেলা প্রশাসকের কার্যালয়, উদাহরণপুর"]
    assert properties[dublin_core + "description"][0] == "স্মারক ০৫.৪৭-৯২(৩০)"
    assert properties[dublin_core + "language"] == ["bn"]
    assert properties[xmp + "CreateDate"] == ["2019-07-21T11:45:00+06:00"]
    assert properties[xmp + "ModifyDate"] == ["2019-07-22T09:30:00+06:00"]
    assert str(opened.docinfo.Title) == title
    assert str(opened.docinfo.CreationDate) == "D:20190721114500+06'00"


def described(packet):
    """The properties of an XMP packet and all the texts in each: a dict."""
    rdf = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
    (description,) = ElementTree.fromstring(packet).iter(f"{rdf}Description")
    return {
        element.tag: [text.strip() for text in element.itertext() if text.strip()]
        for element in description
    }


# --- Attachments --------------------------------------------------------------------------------


def test_attachments_are_the_sources_of_the_paper(opened):
    files = {str(file.UF): file for file in opened.Root.AF}

    assert len(opened.Root.AF) == 2
    assert sorted(files) == ["items.csv", "উৎস.json"]
    for attachment in SOURCE, TABLE:
        file = files[attachment.name]
        content = file.EF.F
        assert str(file.AFRelationship) == "/Source"
        assert str(file.Desc) == attachment.description
        assert content.read_bytes() == attachment.data
        assert str(content.Subtype) == f"/{attachment.mime}"
        assert content.Params.Size == len(attachment.data)
        assert bytes(content.Params.CheckSum) == hashlib.md5(attachment.data).digest()
        assert str(content.Params.ModDate) == "D:20190722093000+06'00"


def test_attachments_are_found_by_their_names(opened):
    assert {name: file.get_file().read_bytes() for name, file in opened.attachments.items()} == {
        SOURCE.name: SOURCE.data,
        TABLE.name: TABLE.data,
    }
    names = [bytes(name) for name in list(opened.Root.Names.EmbeddedFiles.Names)[::2]]
    assert names == sorted(names)


def test_a_paper_without_attachments_has_no_place_for_them():
    with pikepdf.open(io.BytesIO(draw(page_of("<p>সভা</p>")))) as file:
        assert "/AF" not in file.Root
        assert "/EmbeddedFiles" not in file.Root.get("/Names", {})


def test_names_of_attachments_are_told_apart_from_names_in_the_paper():
    """A link inside the paper puts destinations into the same dictionary of names."""
    body = '<p><a href="#there">সিদ্ধান্ত</a></p><p id="there">সভা</p>'

    with pikepdf.open(io.BytesIO(draw(page_of(body), attachments=[SOURCE]))) as file:
        assert sorted(file.Root.Names.keys()) == ["/Dests", "/EmbeddedFiles"]


# --- The same bytes -----------------------------------------------------------------------------

DRAW_AGAIN = """
import sys
from tests.documents.reading import draw
from tests.documents.test_pdf import PAPER, SOURCE, TABLE
sys.stdout.buffer.write(draw(PAPER, attachments=[SOURCE, TABLE]))
"""


def test_a_paper_drawn_again_is_the_same_file(paper):
    draw(page_of("<p>অন্য কাগজ</p>"))

    assert draw(PAPER, attachments=[SOURCE, TABLE]) == paper


def test_a_paper_drawn_in_another_process_is_the_same_file(paper):
    done = run("env", "PYTHONHASHSEED=5", f"PYTHONPATH={ROOT}", sys.executable, "-c", DRAW_AGAIN)

    assert done == paper


# --- Fonts of offices ---------------------------------------------------------------------------


def test_an_office_font_does_not_reach_the_papers_of_another_office():
    office = page_of("<p>কার্যবিবরণী</p>", HIND_SILIGURI.read_bytes())
    other = page_of("<p>কার্যবিবরণী</p>", "Office").replace("'Noto Serif'", "'Noto Serif Bengali'")
    before = draw(other)

    drawn = draw(office)

    assert font_names(drawn) != font_names(before) == {"Noto-Serif-Bengali"}
    assert draw(other) == before
    assert draw(office) == drawn


def test_a_font_face_hidden_from_the_test_for_it_does_not_stay_either():
    plain = page_of("<p>কার্যবিবরণী</p>", "Office").replace("'Noto Serif'", "'Noto Serif Bengali'")
    before = draw(plain)
    hidden = page_of("<p>কার্যবিবরণী</p>", HIND_SILIGURI.read_bytes())

    draw(hidden.replace("@font-face", r"@\66ont-face"))

    assert draw(plain) == before


def font_names(pdf):
    with pikepdf.open(io.BytesIO(pdf)) as file:
        return {
            str(font.BaseFont).partition("+")[2]
            for page in file.pages
            for font in page.Resources.Font.values()
        }


# --- What a screen reader hears -----------------------------------------------------------------


def elements(node):
    """Every structure element below a node, in order."""
    for child in node.K if isinstance(node.get("/K"), pikepdf.Array) else [node.get("/K")]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield child
            yield from elements(child)


def kinds(opened):
    return [str(element.S) for element in elements(opened.Root.StructTreeRoot)]


def test_page_numbers_running_heads_and_the_draft_mark_are_no_content(paper, opened):
    pages = operators(paper)
    assert len(pages) >= 3

    for page in pages:
        artifacts = [
            operands[1]
            for operands, operator in page
            if operator == "BDC" and str(operands[0]) == "/Artifact"
        ]
        assert artifacts.count({"/Type": pikepdf.Name.Pagination}) >= 3
    for number, page in enumerate(pages):
        assert sorted(numbers_of_content(page)) == sorted(numbers_in_tree(opened, number))


def numbers_of_content(page):
    """The numbers (MCID) of the tagged content on a page."""
    return [
        int(operands[1]["/MCID"])
        for operands, operator in page
        if operator == "BDC" and "/MCID" in operands[1]
    ]


def numbers_in_tree(opened, number):
    """The numbers of the tagged content on a page that the structure tree knows."""
    page = opened.pages[number].obj
    return [
        int(child)
        for element in elements(opened.Root.StructTreeRoot)
        if element.get("/Pg") == page
        for child in element.K
        if not isinstance(child, pikepdf.Object)
    ]


def test_the_draft_mark_and_the_page_number_are_on_each_page(paper):
    pages = pdftotext(paper).split("\\f")[:-1]

    assert [page.count("খসড়া") for page in pages] == [1] * len(pages)
    bengali = str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯")
    for number, page in enumerate(pages, start=1):
        assert f"পৃষ্ঠা {number}/{len(pages)}".translate(bengali) in page


def test_a_table_over_several_pages_is_one_table_with_one_head(opened):
    tables = [each for each in elements(opened.Root.StructTreeRoot) if each.S == "/Table"]

    assert len(opened.pages) >= 3
    assert len(tables) == 2  # the head of the paper, and its items
    rows = [[str(cell.S) for cell in row.K] for row in elements(tables[1]) if row.S == "/TR"]
    assert rows[0] == ["/TH"] * 4
    assert rows[1:] == [["/TD"] * 4, ["/TD"] * 2] * 30


def test_a_paragraph_over_two_pages_is_one_paragraph():
    text = "সভার কার্যক্রম শুরু করা হয়। " * 300
    pdf = draw(page_of(f"<h1>সভা</h1><p>{text}</p><p>সমাপ্ত</p>"))

    with pikepdf.open(io.BytesIO(pdf)) as file:
        assert len(file.pages) > 1
        assert [kind for kind in kinds(file) if kind != "/Span"] == ["/Document", "/H1", "/P", "/P"]
        long = next(each for each in elements(file.Root.StructTreeRoot) if each.S == "/P")
        assert {line.Pg.objgen for line in long.K} == {page.obj.objgen for page in file.pages}
        assert {line.P.objgen for line in long.K} == {long.objgen}


def test_header_cells_say_what_they_head(opened):
    scopes = [
        str(element.A.Scope)
        for element in elements(opened.Root.StructTreeRoot)
        if element.S == "/TH"
    ]

    assert scopes == ["/Row"] * 2 + ["/Column"] * 4


def test_headings_lists_links_and_pictures_are_in_the_tree(opened):
    found = kinds(opened)

    assert [kind for kind in found if kind in ("/H1", "/H2")] == ["/H1", "/H2"]
    assert found.count("/L") == 2
    assert found.count("/Link") == 1
    (figure,) = (e for e in elements(opened.Root.StructTreeRoot) if e.S == "/Figure")
    assert str(figure.Alt) == "প্রতীক"


# --- The door -----------------------------------------------------------------------------------


def test_the_fetcher_answers_for_every_address():
    asked = []

    class Refusing(URLFetcher):
        def fetch(self, url, headers=None):
            asked.append(url)
            raise ValueError(url)

    body = '<img alt="প্রতীক" src="http://example.org/a.png"><p>সভা</p>'
    pdf = write_pdf(page_of(body), url_fetcher=Refusing())

    assert asked == ["http://example.org/a.png"]
    assert pdftotext(pdf).split()[-1] == "সভা"


def test_asking_for_a_paper_does_not_load_weasyprint():
    """The web processes hand papers to the workers; half a second and 40 MB are saved in each."""
    code = (
        "import sys, documents.attachments, documents.rendering; print('weasyprint' in sys.modules)"
    )

    done = run("env", f"PYTHONPATH={ROOT}", sys.executable, "-c", code)

    assert done.strip() == b"False"
