"""Places for signatures: where they stand, what screen readers and the standards get of them."""

import io

import pikepdf
import pytest

from documents.fields import NoPlace, SignatureField
from documents.rendering import RenderFailed, render_pdf
from tests.documents.reading import differing_pixels, draw, page_of, pdftotext
from tests.documents.test_pdf import elements

ROOM = '<div class="{name}" id="sign-{name}" style="height: 18mm; width: 70mm; margin-left: 90mm"></div>'
PAPER = page_of(
    "<h1>সভার কার্যবিবরণী</h1><p>সভাপতি সকলকে স্বাগত জানান।</p>"
    + ROOM.format(name="chair")
    + '<p>(রেহানা পারভীন)</p><p style="break-before: page">অনুলিপি</p>'
    + ROOM.format(name="copy")
    + "<p>(তানজিলা হক)</p>",
    style="body { margin: 0 }",
)
CHAIR = SignatureField("chair", "sign-chair", "সভাপতির স্বাক্ষর")
COPY = SignatureField("copy", "sign-copy", "অনুলিপিতে স্বাক্ষর")


@pytest.fixture(scope="session")
def blank():
    """A paper with two empty fields."""
    return draw(PAPER, fields=[CHAIR, COPY])


@pytest.fixture
def opened(blank):
    with pikepdf.open(io.BytesIO(blank)) as file:
        yield file


def test_a_field_stands_over_the_room_for_it(blank, opened):
    chair, copy = opened.Root.AcroForm.Fields
    mm = 72 / 25.4

    for field, page in (chair, opened.pages[0]), (copy, opened.pages[1]):
        left, bottom, right, top = map(float, field.Rect)
        assert (right - left, top - bottom) == pytest.approx((70 * mm, 18 * mm), abs=0.01)
        assert left == pytest.approx((20 + 90) * mm, abs=0.01)
        assert field.P.objgen == page.objgen
        assert [each.objgen for each in page.Annots] == [field.objgen]
    text = pdftotext(blank, "-f", "1", "-l", "1", "-bbox")
    name = next(line for line in text.splitlines() if "(রেহানা" in line)
    name_top = float(name.partition('yMin="')[2].partition('"')[0])
    page_height = float(opened.pages[0].MediaBox[3])
    assert page_height - float(chair.Rect[1]) <= name_top + 1


def test_a_field_is_empty_printed_and_has_a_look_of_its_own(opened):
    for field, told in zip(opened.Root.AcroForm.Fields, (CHAIR, COPY), strict=True):
        assert (str(field.FT), str(field.T), str(field.TU)) == ("/Sig", told.name, told.label)
        assert "/V" not in field
        assert int(field.F) == 4  # printed, and neither hidden nor invisible
        assert field.AP.N.read_bytes() == b""
        assert list(field.AP.keys()) == ["/N"]
    assert int(opened.Root.AcroForm.SigFlags) == 3
    assert "/NeedAppearances" not in opened.Root.AcroForm


def test_a_screen_reader_meets_a_field_in_its_place(opened):
    tree = opened.Root.StructTreeRoot
    found = list(elements(tree))
    forms = [each for each in found if each.S == "/Form"]

    assert [each.K.Obj.objgen for each in forms] == [
        field.objgen for field in opened.Root.AcroForm.Fields
    ]
    places = dict(
        zip(list(tree.ParentTree.Nums)[::2], list(tree.ParentTree.Nums)[1::2], strict=True)
    )
    for form in forms:
        assert places[form.K.Obj.StructParent].objgen == form.objgen
    spoken = [str(each.S) for each in found if each.S not in ("/Span", "/Div", "/Document")]
    assert spoken == ["/H1", "/P", "/Form", "/P", "/P", "/Form", "/P"]
    assert {str(page.Tabs) for page in opened.pages} == {"/S"}


def test_fields_change_nothing_that_is_seen(blank, tmp_path):
    assert differing_pixels(blank, draw(PAPER), tmp_path) == [0, 0]


def test_a_paper_with_fields_drawn_again_is_the_same_file(blank):
    assert draw(PAPER, fields=[CHAIR, COPY]) == blank
    assert render_pdf(PAPER, fields=[CHAIR, COPY]) == blank  # by a worker


def test_a_paper_nobody_signs_has_no_form():
    with pikepdf.open(io.BytesIO(draw(PAPER))) as file:
        assert "/AcroForm" not in file.Root
        assert not [each for each in elements(file.Root.StructTreeRoot) if each.S == "/Form"]


@pytest.mark.parametrize(
    "fields",
    [
        [SignatureField("chair", "sign-nobody", "স্বাক্ষর")],
        [CHAIR, SignatureField("chair", "sign-copy", "ক")],
    ],
)
def test_a_field_without_a_place_of_its_own_is_an_error(fields):
    with pytest.raises(NoPlace):
        draw(PAPER, fields=fields)
    with pytest.raises(RenderFailed):
        render_pdf(PAPER, fields=fields)
