"""What is searched for in a Bengali PDF is found, to the last letter, and the page looks the same."""

import io
import itertools
import json
import re
from html import escape

import pikepdf
import pytest
import weasyprint
from fontTools.colorLib.builder import buildCOLR, buildCPAL
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables.S_V_G_ import SVGDocument
from hypothesis import given, settings
from hypothesis import strategies as st
from weasyprint.pdf import stream

from documents import textlayer
from tests.documents.reading import (
    HIND_SILIGURI,
    READERS,
    differing_pixels,
    draw,
    draw_stock,
    operators,
    page_of,
    pdfium_text,
    pdftotext,
    pymupdf_text,
    words,
)
from tests.proof import some

FACES = {
    "serif": "Noto Serif Bengali",
    "sans": "Noto Sans Bengali",
    "office": HIND_SILIGURI.read_bytes(),
}
JUSTIFIED = "p { text-align: justify }"

# Letters that are joined, split, stacked and reordered.
TORTURE = [
    "ক্ষ",
    "জ্ঞ",
    "ষ্ট্র",
    "ন্ত্র",
    "র্য",
    "র\u200d্য",
    "স্থ্য",
    "জ্জ্ব",
    "হ্ম",
    "ক্ষ্ম",
    "দ্বন্দ্ব",
    "স্ত্রী",
    "আকাঙ্ক্ষা",
    "কর্তৃপক্ষ",
    "কি",
    "কে",
    "কৈ",
    "কো",
    "কৌ",
    "কা",
    "কু",
    "কূ",
    "কৃ",
    "কর্ম",
    "র্কি",
    "র্কে",
    "র্কো",
    "র্কৌ",
    "র্ত্রি",
    "র্ত্রো",
    "কিঁ",
    "কোঁ",
    "কাঁ",
    "কুঁ",
    "রু",
    "রূ",
    "শু",
    "গু",
    "হু",
    "হৃ",
    "স্তু",
    "ত্রু",
    "দ্রূ",
    "নিষ্ক্রিয়",
    "উজ্জ্বল",
    "সন্ধ্যা",
    "বৈশিষ্ট্য",
    "সূক্ষ্ম",
    "র\u200d্যাব",
    "র\u200d্যাংক",
    "উৎস",
    "হঠাৎ",
    "দুঃখ",
    "বাংলা",
    "চাঁদ",
    "পড়ুন",
    "গাঢ়",
    "নিয়ে",
    "সময়",
    "ট্\u200cরেন",
    "উদ্\u200cবোধন",
    "অ্যাপ",
    "ব্যাংক",
    "পোর্টাল",
    "নতুন",
    "ফলপ্রসূ",
    "উপর্যুক্ত",
    "পূর্ণাঙ্গ",
]
# A sign above a letter, and the same letter next: the two glyphs of the first are drawn as one.
DOUBLED = ["পূর্ববর্তী", "সর্ববৃহৎ", "ধর্মমন্ত্রী"]

PARAGRAPHS = [
    "সভার প্রারম্ভে উপস্থিত সকলকে স্বাগত জানিয়ে কার্যক্রম শুরু করা হয়। সভাপতি মহোদয়ের অনুমতিক্রমে বিগত সভার "
    "কার্যবিবরণী পাঠ করে শোনানো হয় এবং কোনো সংশোধনী না থাকায় সর্বসম্মতিক্রমে দৃঢ়ীকরণ করা হয়।",
    "উদ্ভাবনী উদ্যোগ বাস্তবায়নের লক্ষ্যে সংশ্লিষ্ট দপ্তরপ্রধানগণ প্রয়োজনীয় ব্যবস্থা গ্রহণ করবেন; অগ্রগতি-প্রতিবেদন প্রতি "
    "মাসের ০৫ তারিখের মধ্যে dc.office@example.gov.bd ঠিকানায় প্রেরণ করতে হবে।",
    "স্মারক নম্বর ০৫.৪৭.৫২০০.০১১.১৮.০০২.১৯-৯২(৩০) অনুযায়ী বরাদ্দ ৳১২,৩৪,৫৬৭.৮৯ (বারো লক্ষ চৌত্রিশ হাজার পাঁচশত সাতষট্টি) "
    "টাকা; বিস্তারিত https://www.example.gov.bd/নোটিশ/2024?id=12&page=3 ঠিকানায় (PDF, 1.5 MB)।",
    "“ডিজিটাল বাংলাদেশ” বিনির্মাণে ই-নথি, ই-জিপি ও Smart Service Delivery-র র‍্যাংকিং পর্যালোচনা করা হয়: জেলা ২/৬৪, "
    "উপজেলা ১১/৪৯৫ — সন্তোষজনক। দুর্যোগ, কৃষি ও স্বাস্থ্যসেবায় ঝুঁকি হ্রাস পেয়েছে কি না, তা যাচাই করা প্রয়োজন।",
    " ".join(TORTURE),
]


@pytest.fixture(params=FACES.values(), ids=FACES)
def face(request):
    return request.param


@pytest.fixture(scope="session")
def samples(shared):
    """Every sentence of the reference samples, in one long text."""
    texts = []
    for path in sorted((shared / "seeds").glob("*.json")):
        collect(json.loads(path.read_text(encoding="utf-8")), texts)
    return texts


def collect(value, texts):
    """All strings inside a JSON value, added to `texts`."""
    if isinstance(value, str):
        texts.append(value)
    else:
        for inner in value.values() if isinstance(value, dict) else value or ():
            if not isinstance(inner, int):
                collect(inner, texts)


def paragraphs(texts):
    return "".join(f"<p>{escape(text)}</p>" for text in texts)


# --- Words come back ----------------------------------------------------------------------------


def test_every_word_comes_back_from_every_reader(face):
    pdf = draw(page_of(paragraphs(PARAGRAPHS), face, JUSTIFIED))

    for reader in READERS:
        assert words(reader(pdf)) == words("\n".join(PARAGRAPHS))


@pytest.mark.parametrize("face", some(list(FACES.values()), 1), indirect=True)
def test_every_word_of_the_samples_comes_back(samples, face):
    pdf = draw(page_of(paragraphs(samples), face, JUSTIFIED))

    for reader in READERS:
        assert words(reader(pdf)) == words("\n".join(samples))


def test_stock_weasyprint_loses_most_words():
    """The control: these readers and this text do tell a broken text layer."""
    pdf = draw_stock(page_of(paragraphs(PARAGRAPHS)))
    wanted = words("\n".join(PARAGRAPHS))

    for reader in READERS:
        lost = wanted - words(reader(pdf))
        assert lost.total() > wanted.total() / 2


def test_each_torture_word_comes_back_exactly(face):
    pdf = draw(page_of(paragraphs(TORTURE + DOUBLED), face))

    for reader in READERS:
        assert reader(pdf).split() == TORTURE + DOUBLED


def test_words_keep_their_order_and_their_spaces(face):
    line = "কার্যবিবরণী (ক) ৳ ৫০০ e-mail: a@b.gov.bd র‍্যাব, কি কে কো?"
    pdf = draw(page_of(f"<p>{line}</p>", face))

    for reader in READERS:
        assert reader(pdf).strip() == line


@pytest.mark.parametrize(
    ("what", "body", "style", "text"),
    [
        ("bold", "<p><b>কর্তৃপক্ষ</b> <strong>সিদ্ধান্ত</strong></p>", "", "কর্তৃপক্ষ সিদ্ধান্ত"),
        ("underlined", "<p><u>নির্দেশক্রমে</u> অনুরোধ</p>", "", "নির্দেশক্রমে অনুরোধ"),
        (
            "in cells",
            "<table><tr><th>ক্রম</th><td>বৈশিষ্ট্য</td></tr><tr><th>১</th><td>সূক্ষ্ম</td></tr></table>",
            "table { table-layout: fixed; width: 100% }",
            "ক্রম বৈশিষ্ট্য ১ সূক্ষ্ম",
        ),
        ("after tabs", "<pre>সভাপতি\tপূর্ণিমা\tনতুন</pre>", "", "সভাপতি পূর্ণিমা নতুন"),
        ("in small type", "<p>দুর্যোগ কোঁ</p>", "p { font-size: 5pt }", "দুর্যোগ কোঁ"),
        ("in large type", "<p>দুর্যোগ কোঁ</p>", "p { font-size: 60pt }", "দুর্যোগ কোঁ"),
        (
            "letter-spaced",
            "<p>কার্যবিবরণী নির্দেশ</p>",
            "p { letter-spacing: 3pt }",
            "কার্যবিবরণী নির্দেশ",
        ),
        ("turned", "<p>কর্তৃপক্ষ</p>", "p { transform: rotate(-45deg) }", "কর্তৃপক্ষ"),
        ("behind a soft hyphen", "<p>কার্য&shy;বিবরণী</p>", "", "কার্যবিবরণী"),
        ("across a font", "<p>ICT-র ‘e-সেবা’ ২০২৪</p>", "", "ICT-র ‘e-সেবা’ ২০২৪"),
        ("after a no-break space", "<p>৫০&nbsp;জন শিক্ষার্থী</p>", "", "৫০ জন শিক্ষার্থী"),
    ],
)
def test_words_come_back_wherever_they_stand(what, body, style, text):
    assert pdftotext(draw(page_of(body, style=style))).split() == text.split()


def test_words_in_the_page_margins_come_back():
    style = """@page { @top-left { content: "স্মারক"; font: 9pt 'Noto Serif Bengali' }
    @bottom-center { content: "পৃষ্ঠা " counter(page, bengali) "/" counter(pages, bengali);
    font: 9pt 'Noto Serif Bengali' } }"""
    pdf = draw(page_of("<p>কর্ম</p>", style=style))

    assert pdftotext(pdf).split() == ["স্মারক", "কর্ম", "পৃষ্ঠা", "১/১"]


def test_a_hyphen_at_the_end_of_a_line_is_not_lost():
    pdf = draw(page_of("<p>স্মারক ১৬-<br>৭৩, ই-<br>মেইল e-<br>mail</p>"))

    for reader in READERS:
        assert reader(pdf).split() == ["স্মারক", "১৬-", "৭৩,", "ই-", "মেইল", "e-", "mail"]


def test_a_hyphen_inside_a_line_gets_nothing_after_it():
    assert pdftotext(draw(page_of("<p><b>ই-</b>মেইল</p>"))).strip() == "ই-মেইল"


# --- Random syllables ---------------------------------------------------------------------------

CONSONANTS = "কখগঘঙচছজঝঞটঠডঢণতথদধনপফবভমযরলশষসহ"
CLUSTERS = [
    "ক্ষ",
    "ন্ত্র",
    "ষ্ট্র",
    "ক্ক",
    "ত্ত",
    "ন্দ",
    "ম্প",
    "স্থ",
    "র্ক",
    "র্ম",
    "ক্র",
    "প্র",
    "গ্ন",
    "ব্য",
    "দ্ব",
    "র‍্য",
]
codas = st.sampled_from(["", "ং", "ঃ", "ঁ", "ৎ"])


def words_of(onsets, vowels):
    """Words of one to five syllables that begin and go on with these."""
    syllables = st.tuples(onsets, vowels, codas).map("".join)
    return st.lists(syllables, min_size=1, max_size=5).map("".join)


any_words = words_of(st.sampled_from([*CONSONANTS, *CLUSTERS]), st.sampled_from(["", *"ািীুূৃেৈোৌ"]))
# Some readers leave out a letter that stands in the place of the same one.
same_letters = words_of(
    st.sampled_from(["ব", "র্ব", "র্ব্য", "ব্ব", "র্ব্ব"]), st.sampled_from(["", "", *"িুো"])
)


@settings(max_examples=40, deadline=None)
@given(st.lists(any_words | same_letters, min_size=1, max_size=30))
def test_any_bengali_comes_back_exactly(texts):
    pdf = draw(page_of(paragraphs(texts)))

    for reader in READERS:
        assert reader(pdf).split() == texts


# --- The page looks the same --------------------------------------------------------------------


@pytest.mark.parametrize(
    "style",
    [
        "",
        JUSTIFIED,
        "p { letter-spacing: 1pt }",
        "p { font: bold 8pt/2 'Noto Serif Bengali' }",
    ],
)
@pytest.mark.parametrize("face", some(list(FACES.values()), 1), indirect=True)
def test_pages_look_as_stock_weasyprint_draws_them(face, style, tmp_path):
    html = page_of(paragraphs(PARAGRAPHS), face, style)

    assert max(differing_pixels(draw(html), draw_stock(html), tmp_path)) <= 10


def test_a_sign_drawn_with_its_letter_hardly_moves(face, tmp_path):
    """By what a renderer rounds: it is no longer placed by itself."""
    html = page_of(paragraphs(DOUBLED), face)

    assert max(differing_pixels(draw(html), draw_stock(html), tmp_path)) <= 10


@pytest.mark.parametrize("face", some(list(FACES.values()), 1), indirect=True)
def test_pages_of_the_samples_look_as_stock_weasyprint_draws_them(samples, face, tmp_path):
    html = page_of(paragraphs(samples), face, JUSTIFIED)

    assert max(differing_pixels(draw(html), draw_stock(html), tmp_path)) <= 10


def test_a_lost_mark_would_be_seen(tmp_path):
    """The control: one vowel sign more or less on a full page is more than the tolerance."""
    texts = PARAGRAPHS * 2
    html, other = page_of(paragraphs(texts)), page_of(paragraphs([*texts[:-1], texts[-1] + "ূ"]))

    assert max(differing_pixels(draw(html), draw_stock(other), tmp_path)) > 10


def test_the_page_looks_the_same_where_weasyprint_draws_by_itself(tmp_path):
    body = """<p>সভাপতি العربية কর্তৃপক্ষ</p><p>নির্দেশ \U0010f123 অনুরোধ</p>
    <p style="width: 3cm; overflow: hidden; text-overflow: ellipsis; white-space: nowrap">দীর্ঘ শিরোনাম কাটা</p>
    <p>কার্যবিবরণী</p>"""
    html = page_of(body)
    pdf = draw(html)

    assert max(differing_pixels(pdf, draw_stock(html), tmp_path)) <= 10
    assert pdftotext(pdf).split()[-1] == "কার্যবিবরণী"


# --- What is no plain letter --------------------------------------------------------------------

# Signs that no font of a paper has: of Word's private use, Chinese, a picture, a unit.
MISSING = ["\uf0b7", "\uf0d8", "中", "✅", "㎡", "\U0001f389"]


@pytest.mark.parametrize("sign", MISSING)
def test_a_sign_without_a_glyph_spoils_no_word(sign, face):
    line = f"{sign} বিদ্যালয়ের উন্নয়ন {sign}উপস্থিতি{sign} নিশ্চিত করা র্কি তু কো ক্ষ"
    pdf = draw(page_of(paragraphs([line, *TORTURE]), face))

    for reader in READERS:
        assert words(reader(pdf)) == words(f"{line} {' '.join(TORTURE)}")


def test_a_sign_without_a_glyph_shows_no_notdef_and_its_box_is_seen(tmp_path):
    """ISO 19005-3, 6.2.11.8: no text may show .notdef; what is seen is a copy of it."""
    html = page_of("<p>নির্দেশ \U0010f123 অনুরোধ</p>")
    pdf = draw(html)

    fonts = list(fonts_of(pdf))
    assert not any(0 in glyphs.values() for _, glyphs, *_ in fonts)
    ((glyph, font),) = [
        (glyphs[code], font)
        for texts, glyphs, _, font in fonts
        for code, text in texts.items()
        if text == "\U0010f123"
    ]
    assert font["glyf"][font.getGlyphName(glyph)].numberOfContours
    assert max(differing_pixels(pdf, draw_stock(html), tmp_path)) <= 10


def test_a_sign_of_private_use_has_an_actual_text():
    """ISO 19005-3, 6.2.11.7.3."""
    spans = [
        bytes(operands[1]["/ActualText"]).decode("utf-16")
        for page in operators(draw(page_of("<p>কাল \uf0b7 কাল</p>")))
        for operands, operator in page
        if operator == "BDC" and "/ActualText" in operands[1]
    ]
    assert spans == ["\uf0b7"]


def test_a_shortened_line_reads_what_it_shows_and_spoils_no_word(tmp_path):
    style = "overflow: hidden; text-overflow: ellipsis; white-space: nowrap; width: 4cm"
    line = f'<p style="{style}">র্কি তু কো ক্ষ দীর্ঘ শিরোনাম কাটা পড়ে</p>'
    html = page_of(line + paragraphs(TORTURE))
    pdf = draw(html)

    for reader in READERS:
        found = words(reader(pdf))
        assert found >= words("দীর্ঘ র্কি তু কো ক্ষ") + words(" ".join(TORTURE)) - words("র্কি কো ক্ষ")
        assert "কাটা" not in found
    assert max(differing_pixels(pdf, draw_stock(html), tmp_path)) <= 10


def test_arabic_is_read_from_right_to_left_and_spoils_no_word(face):
    line = "সভার শুরুতে ﷽ পাঠ করা হয়, সকলে السلام عليكم বলে কার্যক্রম শুরু করেন ও بسم পড়েন, শেষে لا"
    pdf = draw(page_of(paragraphs([line, *TORTURE]), face))

    for reader in READERS:
        text = reader(pdf)
        assert [word for word in line.split() if word not in text] == []
        assert words(text) >= words(" ".join(TORTURE))


@pytest.fixture(scope="session", params=["SVG ", "COLR"])
def picture_face(request):
    """Hind Siliguri as a font that draws pictures: only its ক is one, as ❤ is in an emoji font."""
    font = TTFont(HIND_SILIGURI)
    name = font.getBestCmap()[ord("ক")]
    if request.param == "SVG ":
        svg = newTable("SVG ")
        number = font.getGlyphID(name)
        picture = (
            f'<svg xmlns="http://www.w3.org/2000/svg"><g id="glyph{number}">'
            '<rect y="-700" width="600" height="700" fill="red"/></g></svg>'
        )
        svg.docList = [SVGDocument(picture, number, number, compressed=False)]
        font["SVG "] = svg
    else:
        font["CPAL"] = buildCPAL([[(1, 0, 0, 1)]])
        font["COLR"] = buildCOLR({name: [(name, 0)]}, version=0)
    with io.BytesIO() as content:
        font.save(content)
        return content.getvalue()


def test_pictures_stand_in_their_line_and_spoil_no_word(picture_face, tmp_path):
    html = page_of(
        paragraphs(["ICT-র ক কা সভা কর্তৃপক্ষ 5 কি", *TORTURE]),
        picture_face,
        "html { font-family: 'Noto Serif', 'Noto Serif Bengali', Office } i { font-family: Office }",
    ).replace(" ক ", " <i>ক</i> র্কি <i>ক কা</i> ")
    pdf = draw(html)

    # A picture alone in its font is nothing to pdfium, which goes by what the font itself draws.
    for reader in [each for each in READERS if each is not pdfium_text]:
        assert words(reader(pdf)) >= words(
            "ICT-র ক র্কি ক কা সভা কর্তৃপক্ষ 5 কি " + " ".join(TORTURE[1:])
        )
    assert max(differing_pixels(pdf, draw_stock(html), tmp_path)) <= 10


def test_a_joiner_ends_no_text():
    """pdf.js would leave the letters before it out."""
    pdf = draw(page_of(paragraphs(["কাঁর\u200d্যক্রম", "র\u200d্যাব", "উদ্\u200c যাপন", "ক্\u200cষ"])))

    for texts, *_ in fonts_of(pdf):
        ended = {text for text in texts.values() if len(text) > 1 and text[-1] in "\u200c\u200d"}
        assert ended == set()


def test_a_word_with_a_sign_off_its_line_is_read_once():
    """pdfium read it again at the end of the line, for the sign begins after the space."""
    line = "২০১৯ অর্থ বছরের সেতু বন্ধন সম্পর্কে জানতে স্মার্ট রিপোর্ট"
    for reader in READERS:
        assert reader(draw(page_of(f"<p>{line}</p>", FACES["office"]))).split() == line.split()


def test_lines_beside_each_other_stay_apart():
    """pypdf took the first word of a line for the end of the last one of the line beside it."""
    body = (
        '<div style="display: flex; align-items: center"><p>তারিখ:</p>'
        "<div><p>১০ চৈত্র ১৪৩০</p><p>২৪ মার্চ ২০২৪</p></div></div>"
    )
    for reader in READERS:
        found = reader(draw(page_of(body, style="p { margin: 0 }"))).split()
        assert sorted(found) == sorted("তারিখ: ১০ চৈত্র ১৪৩০ ২৪ মার্চ ২০২৪".split())  # noqa: SIM905


# --- Fonts --------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def cff_face():
    """Hind Siliguri with the outlines of an OpenType CFF font, as an office may upload one."""
    source = TTFont(HIND_SILIGURI)
    glyphs = source.getGlyphSet()
    outlines = {}
    for name in source.getGlyphOrder():
        pen = T2CharStringPen(glyphs[name].width, glyphs)
        glyphs[name].draw(pen)
        outlines[name] = pen.getCharString()
    del source["glyf"], source["loca"], source["maxp"]
    source.sfntVersion = "OTTO"
    builder = FontBuilder(font=source)
    builder.setupMaxp()
    builder.setupCFF("OfficeCFF", {}, outlines, {})
    with io.BytesIO() as content:
        source.save(content)
        return content.getvalue()


def test_words_in_a_cff_font_are_found(cff_face, tmp_path):
    html = page_of(paragraphs(PARAGRAPHS), cff_face)
    pdf = draw(html)

    assert words(pdftotext(pdf)) == words("\n".join(PARAGRAPHS))
    assert max(differing_pixels(pdf, draw_stock(html), tmp_path)) <= 10


def fonts_of(pdf):
    """Each font of a PDF with its codes' texts, glyphs, widths, and its font file: a list."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        for font in file.pages[0].Resources.Font.values():
            (descendant,) = font.DescendantFonts
            _, *sections = font.ToUnicode.read_bytes().decode().split("beginbfchar")
            texts = {
                int(code, 16): bytes.fromhex(text).decode("utf-16-be")
                for code, text in re.findall(r"<([0-9a-f]{4})> <([0-9a-f]*)>", "".join(sections))
            }
            mapping = descendant.get("/CIDToGIDMap", "/Identity")
            if mapping == "/Identity":
                glyphs = {code: code for code in texts}
            else:
                numbers = mapping.read_bytes()
                glyphs = {code: int.from_bytes(numbers[2 * code : 2 * code + 2]) for code in texts}
            widths, array = {}, list(descendant.W)
            for first, row in zip(array[::2], array[1::2], strict=True):
                widths |= {int(first) + nth: float(width) for nth, width in enumerate(row)}
            content = descendant.FontDescriptor.FontFile2.read_bytes()
            yield texts, glyphs, widths, TTFont(io.BytesIO(content))


def test_every_code_shown_has_a_text_and_a_glyph_of_its_width(face):
    pdf = draw(page_of(paragraphs(PARAGRAPHS) + "<p>العربية</p>", face))

    for texts, glyphs, widths, font in fonts_of(pdf):
        assert "" not in texts.values()
        for code, glyph in glyphs.items():
            name = font.getGlyphName(glyph)
            width = font["hmtx"][name][0] * 1000 / font["head"].unitsPerEm
            assert abs(width - widths[code]) <= 1, (name, texts[code])


def test_the_same_glyph_has_a_code_for_each_of_its_texts():
    """In কি the sign is drawn first: it reads ক, and the consonant after it reads the sign."""
    ((texts, glyphs, _, _),) = fonts_of(draw(page_of("<p>ক কি</p>")))

    texts_of = {glyph: set() for glyph in glyphs.values()}
    for code, glyph in glyphs.items():
        texts_of[glyph].add(texts[code])
    # The second space is the one that ends the line.
    told = sorted(sorted(texts) for texts in texts_of.values())
    assert told == [[" "], [" "], ["ক"], ["ক", "ি"]]


def test_two_fonts_of_one_name_do_not_give_out_the_same_codes(monkeypatch):
    """WeasyPrint may have several font objects for what is one font in the PDF."""
    numbers = itertools.count()
    key_of = stream.get_pango_font_key
    monkeypatch.setattr(
        stream, "get_pango_font_key", lambda font: (next(numbers), *key_of(font)[1:])
    )

    pdf = draw(page_of(paragraphs(TORTURE)))

    assert len(list(fonts_of(pdf))) == 1
    assert pymupdf_text(pdf).split() == TORTURE


def test_only_glyphs_that_are_used_are_in_the_file():
    """HarfBuzz-Subset is at work: the whole font has more than 600 glyphs and 180 kB."""
    pdf = draw(page_of("<p>ক</p>"))

    ((_, _, _, font),) = fonts_of(pdf)
    outlines = [name for name in font.getGlyphOrder() if font["glyf"][name].numberOfContours]
    assert len(outlines) <= 2  # .notdef may be among them
    assert len(pdf) < 20_000


# --- Marked content -----------------------------------------------------------------------------


def test_spans_open_and_close_inside_the_tagged_content_they_belong_to():
    pdf = draw(page_of(paragraphs(PARAGRAPHS) + "<table><tr><td>পোর্টাল<td>নতুন</table>"))

    spans = 0
    for page in operators(pdf):
        open_marks = []
        for operands, operator in page:
            if operator in ("BDC", "BMC"):
                properties = operands[1] if operator == "BDC" else {}
                if "/ActualText" in properties:
                    spans += 1
                    assert ["/MCID" in mark for mark in open_marks] == [True]
                open_marks.append(properties)
            elif operator == "EMC":
                open_marks.pop()
            elif operator == "ET":
                assert not any("/ActualText" in mark for mark in open_marks)
        assert open_marks == []
    assert spans > 10


def test_a_word_drawn_in_line_needs_no_actual_text():
    assert not [
        operands
        for page in operators(draw(page_of("<p>সভা কাল আমরা</p>")))
        for operands, operator in page
        if operator == "BDC" and "/ActualText" in operands[1]
    ]


# --- Another WeasyPrint -------------------------------------------------------------------------


def test_another_version_of_weasyprint_is_refused(monkeypatch):
    monkeypatch.setattr(weasyprint, "__version__", "70.1")

    with pytest.raises(RuntimeError, match=r"written for WeasyPrint 70\.0, not 70\.1"):
        textlayer.install()


def test_a_weasyprint_of_another_shape_is_refused(monkeypatch):
    def drawn_otherwise(stream, textbox):
        raise NotImplementedError

    shapes = textlayer._SHAPES | {drawn_otherwise: "stream textbox matrix"}
    monkeypatch.setattr(textlayer, "_SHAPES", shapes)

    with pytest.raises(RuntimeError, match="drawn_otherwise"):
        textlayer.install()


def test_weasyprint_without_harfbuzz_subset_is_refused(monkeypatch):
    monkeypatch.setattr(textlayer, "harfbuzz_subset", None)

    with pytest.raises(RuntimeError, match="HarfBuzz-Subset"):
        textlayer.install()
