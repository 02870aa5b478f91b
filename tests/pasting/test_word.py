"""What Word shows is what is read: its lists, its grid, its fields, each by itself."""

import pytest

from pasting import word as reader
from pasting.grid import blocks, plain
from pasting.notes import sentences
from pasting.tables import repeated, tables_in_docx
from tests.pasting import word
from tests.pasting.pasted import W, docx
from tests.pasting.word import cell, par, row, run, table

pytestmark = pytest.mark.once


def lines_of(*paragraphs, parts=()):
    """The lines of a cell with these paragraphs."""
    data = docx(table(row(cell(*paragraphs), "খ")), more=parts)
    [[text, _]] = tables_in_docx(data)[0]
    return plain(text).split("\n")


def listed(*levels, overrides=()):
    return [word.numbering({1: levels}, overrides=overrides)]


FORMATS = {
    "decimal": ("%1.", "১।"),
    "decimalZero": ("%1)", "০১)"),
    "lowerRoman": ("(%1)", "(i)"),
    "upperLetter": ("%1.", "A."),
    "lowerLetter": ("%1)", "a)"),
    "bullet": ("\uf0a7", "•"),
    "none": ("ধারা", "ধারা"),
}


@pytest.mark.parametrize("kind", FORMATS)
def test_a_number_has_the_form_of_its_list(kind):
    text, shown = FORMATS[kind]
    parts = listed(word.level(0, text, kind=kind))
    assert lines_of(par("কথা", number=1), parts=parts) == [f"{shown} কথা"]


def test_a_number_before_english_stays_english():
    parts = listed(word.level(0, "%1."))
    assert lines_of(par("Purchase", number=1), par("কেনা", number=1), parts=parts) == [
        "1. Purchase",
        "২। কেনা",
    ]


def test_a_number_can_tell_of_the_levels_above_it():
    parts = listed(word.level(0, "%1."), word.level(1, "%1.%2"))
    paragraphs = [par("ক", number=1), par("খ", number=1, level=1), par("গ", number=1, level=1)]
    assert lines_of(*paragraphs, parts=parts) == ["১। ক", "১.১ খ", "১.২ গ"]


def test_lists_of_one_kind_are_one_list_until_one_begins_anew():
    parts = listed(word.level(0, "%1."), overrides=[(2, 1, 1)])
    paragraphs = [par("ক", number=1), par("খ", number=2), par("গ", number=2), par("ঘ", number=1)]
    assert lines_of(*paragraphs, parts=parts) == ["১। ক", "১। খ", "২। গ", "৩। ঘ"]


def test_a_style_can_number_its_paragraphs_and_a_paragraph_can_opt_out():
    styles = (
        "word/styles.xml",
        f'<w:styles {W}><w:style w:type="paragraph" w:styleId="Item"><w:name w:val="Item"/><w:pPr>'
        '<w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style><w:style w:type="paragraph" '
        'w:styleId="Below"><w:name w:val="Below"/><w:basedOn w:val="Item"/></w:style></w:styles>',
    )
    parts = [*listed(word.level(0, "%1.")), styles]
    paragraphs = [par("ক", style="Item"), par("খ", style="Below"), par("গ", style="Item", number=0)]
    assert lines_of(*paragraphs, parts=parts) == ["১। ক", "২। খ", "গ"]


def test_a_number_without_words_stands_alone():
    parts = listed(word.level(0, "%1.", start=5))
    assert lines_of(par(number=1), parts=parts) == ["৫।"]


def test_numbers_count_on_outside_the_table():
    parts = listed(word.level(0, "%1."))
    data = docx(par("আগে", number=1) + table(row(cell(par("ভেতরে", number=1)), "খ")), more=parts)
    reading = tables_in_docx(data)
    assert reading == [[["২। ভেতরে", "খ"]]]
    assert reading.outside == ["১। আগে"]


def test_a_list_that_is_not_there_draws_nothing():
    for parts in ([], listed(), [("word/numbering.xml", f"<w:numbering {W}/>")]):
        assert lines_of(par("কথা", number=7), parts=parts) == ["কথা"]


def test_cells_wrapped_in_controls_are_cells():
    wrapped = word.control(word.control(cell("ক")) + cell("খ"))
    data = docx(table(word.control(f"<w:tr>{wrapped}</w:tr>")))
    assert tables_in_docx(data) == [[["ক", "খ"]]]


def test_what_a_merged_cell_covers_says_nothing_of_its_own():
    first, below = (f'<w:vMerge w:val="{kind}"/>' for kind in ("restart", "continue"))
    rows = [row(cell("ক", properties=first), "খ"), row(cell("গোপন", properties=below), "গ")]
    [found] = tables_in_docx(docx(table(*rows)))
    assert repeated(found) == [["ক", "খ"], ["ক", "গ"]]
    assert sentences(found.notes) == ["লুকানো লেখা আনা হয়নি: গোপন"]


def test_the_paragraph_of_a_deleted_end_goes_on_in_the_next():
    assert lines_of(par("ক", mark="<w:del/>"), "খ") == ["কখ"]


def test_a_break_is_a_line_and_a_tab_a_space():
    assert lines_of(par("ক", "<w:r><w:br/><w:t>খ</w:t><w:tab/><w:t>গ</w:t></w:r>")) == ["ক", "খ গ"]


def test_a_box_ticked_in_a_form_is_a_sign():
    ticked = (
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:checked/></w:checkBox>'
        "</w:ffData></w:fldChar></w:r><w:r><w:instrText> FORMCHECKBOX </w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    assert lines_of(par(ticked, " হ্যাঁ")) == ["☑ হ্যাঁ"]


def test_a_field_that_only_its_code_shows_is_named():
    data = docx(table(row(cell(par("ক ", word.field(" EQ \\f(১,২) ", None))), "খ")))
    assert sentences(tables_in_docx(data)[0].notes) == ["ফলহীন ফিল্ড আনা হয়নি: EQ \\f(১,২)"]


def test_a_frame_around_paragraphs_is_no_table_and_a_wide_one_is_lines():
    inner = table(row("এক"), row("দুই"))
    assert lines_of(inner) == ["এক", "দুই"]
    [outer, _] = tables_in_docx(docx(table(row(cell(table(row(*["ক"] * 21))), "খ"))))
    assert blocks(outer[0][0]) == [" · ".join(["ক"] * 21)]
    assert sentences(outer.notes) == ["ঘরের ভেতরের ছক লাইন ধরে লেখা হয়েছে: " + " · ".join(["ক"] * 21)]


def test_the_parts_of_an_equation_read_in_a_line():
    e = word.part
    x = word.term("x")
    root = e("rad", e("deg", word.term("3")) + e("e", x))
    power = e("sSup", e("e", x) + e("sup", word.term("2")))
    total = e(
        "nary", '<m:naryPr><m:chr m:val="∑"/></m:naryPr>' + e("sub", word.term("i=1")) + e("e", x)
    )
    brackets = e("d", e("e", x + word.term("+1")))
    assert lines_of(par(word.equation(root + word.term("+") + power))) == ["3√x+x^2"]
    assert lines_of(par(word.equation(total))) == ["∑_(i=1) x"]
    assert lines_of(par(word.equation(brackets))) == ["(x+1)"]


def test_another_name_of_the_main_part_is_found():
    data = docx(par("x"))
    assert tables_in_docx(data).outside == ["x"]


def test_words_above_and_below_the_pages_are_told_as_left():
    data = docx(
        table(row("ক", "খ")),
        more=[("word/header1.xml", f"<w:hdr {W}>{par(run('গোপনীয়'))}</w:hdr>")],
    )
    assert tables_in_docx(data).outside == ["গোপনীয়"]


def test_a_reader_that_lost_a_word_would_say_so(monkeypatch):
    field = f'<w:fldSimple w:instr=" REF x ">{run("০৫.৪৭ নম্বর")}</w:fldSimple>'
    data = docx(table(row(cell(par("গত ", field)), "খ")))
    assert sentences(tables_in_docx(data).notes) == []
    monkeypatch.setattr(reader, "_PASSED", {*reader._PASSED, "fldSimple"})
    assert sentences(tables_in_docx(data).notes) == [
        "এই লেখার হিসাব মেলেনি; হাতে মিলিয়ে নিন: ০৫; ৪৭; নম্বর"
    ]
