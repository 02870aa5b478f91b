"""Tables as they come: each cell in its place, merged ones too, and nothing that exhausts."""

import contextlib
import io
import os
import struct
import sys
import time
import tracemalloc
import zipfile

import pytest

from pasting.grid import blocks, plain
from pasting.tables import (
    REFUSED,
    BadPaste,
    in_unicode,
    repeated,
    tables_and_rest,
    tables_in_docx,
    tables_in_html,
    tables_in_text,
)
from tests.pasting import pasted
from tests.pasting.pasted import docx

pytestmark = pytest.mark.once


# --- HTML ------------------------------------------------------------------------------------


def test_a_table_of_libreoffice_is_read():
    html = """<table width="643" cellpadding="7" cellspacing="0"><col width="38"/><thead><tr>
      <th style="border: 1px solid"><p align="center"><font face="Nikosh, serif"><font size="3"
      style="font-size: 12pt"><span lang="bn-BD">ক্রম</span></font></font></p></th><th><p>আলোচনা</p>
      </th><th><p>গৃহীত সিদ্ধান্ত</p></th></tr></thead><tbody><tr><td><p>১।</p></td><td><p><b>পোর্টালঃ</b>
      <span lang="bn-BD">হালনাগাদ</span> <font face="Nikosh">জরুরি।</font></p></td><td><ol>
      <li><p>এক।</p></li><li><p>দুই।</p></li></ol></td></tr></tbody></table>"""
    assert tables_in_html(html)[0][1] == ["১।", "পোর্টালঃ হালনাগাদ জরুরি।", "১। এক।\n২। দুই।"]


MERGED = {
    "a cell over rows": ("<tr><td>ক<td rowspan=2>খ<tr><td>গ", "ক খ/গ ", "ক খ/গ খ"),
    "at the end of a longer row": ("<tr><td>ক<td>খ<td rowspan=2>গ<tr><td>ঘ", "ক খ গ/ঘ  ", "ক খ গ/ঘ  গ"),
    "over columns": ("<tr><td>ক<td>খ<tr><td colspan=2>গ", "ক খ/গ ", "ক খ/গ গ"),
    "over more columns than begin": ("<tr><td>ক<td>খ<tr><td colspan=999>গ", "ক খ/গ ", "ক খ/গ গ"),
    "over columns in every row": ("<tr><td>ক<td colspan=2>খ<td>গ<tr><td>ঘ<td colspan=2>ঙ<td>চ", "ক খ গ/ঘ ঙ চ", "ক খ গ/ঘ ঙ চ"),
    "over both": ("<tr><td rowspan=2 colspan=2>ক<td>খ<tr><td>গ<tr><td>ঘ<td>ঙ<td>চ", "ক  খ/  গ/ঘ ঙ চ", "ক ক খ/ক ক গ/ঘ ঙ চ"),
    "over each other": ("<tr><td rowspan=3>ক<td>খ<tr><td colspan=2>গ<tr><td>ঘ", "ক খ/ গ/ ঘ", "ক খ/ক গ/ক ঘ"),
    "over rows that are not there": ("<tr><td rowspan=65534>ক<td>খ", "ক খ", "ক খ"),
    "a row that is all covered": ("<tr><td rowspan=2>ক<td rowspan=2>খ<tr><tr><td>গ<td>ঘ", "ক খ/গ ঘ", "ক খ/গ ঘ"),
}  # fmt: skip


@pytest.mark.parametrize("name", MERGED)
def test_a_merged_cell_stands_where_it_begins_and_is_known_where_it_covers(name):
    rows, once, everywhere = MERGED[name]
    [table] = tables_in_html(f"<table>{rows}</table>")
    assert "/".join(map(" ".join, table)) == once
    assert "/".join(map(" ".join, repeated(table))) == everywhere


def test_a_table_in_a_cell_is_its_own_and_its_words_stay():
    html = "<table><tr><td>১<td>ক<table><tr><td>খ<td>গ<tr><td>ঘ</table>ঙ<td>চ</table>"
    outer, inner = tables_in_html(html)
    assert [[plain(cell) for cell in row] for row in outer] == [["১", "ক\nখ গ\nঘ\nঙ", "চ"]]
    assert blocks(outer[0][1]) == ["ক", {"table": {"head": None, "rows": inner}}, "ঙ"]
    assert inner == [["খ", "গ"], ["ঘ", ""]]
    assert (outer.within, inner.within) == (None, outer)


def test_signs_that_are_letters_in_bijoy_stay():
    assert tables_in_html("<table><tr><td>ক\x85খ<td>গ\x0bঘ\u2028ঙ</table>") == [
        [["ক\x85খ", "গ\nঘ\nঙ"]]
    ]


# --- Text ------------------------------------------------------------------------------------


def test_a_row_that_word_broke_over_lines_is_put_together():
    text = (
        "ক্রম\tবিষয়\tসিদ্ধান্ত\tবাস্তবায়ন\n"
        "১\tপোর্টাল\t(ক) করতে হবে।\n(খ) দেখতে হবে।\tসকল\n২। সচিব\n"
        "২\tই-নথি\tকরতে হবে।\tসকল\n"
        "সভাপতি সকলকে ধন্যবাদ জানান।\n"
    )
    [table] = tables_in_text(text)
    assert table[1:] == [
        ["১", "পোর্টাল", "(ক) করতে হবে।\n(খ) দেখতে হবে।", "সকল\n২। সচিব"],
        ["২", "ই-নথি", "করতে হবে।", "সকল"],
    ]


def test_a_row_whose_last_cells_are_missing_is_a_row():
    assert tables_in_text("ক্রম\tবিষয়\tসিদ্ধান্ত\n১\tপোর্টাল\n২\tই-নথি\n") == [
        [["ক্রম", "বিষয়", "সিদ্ধান্ত"], ["১", "পোর্টাল", ""], ["২", "ই-নথি", ""]]
    ]


def test_quotation_marks_of_a_spreadsheet_go_and_those_of_the_writer_stay():
    text = 'ক্রম\tবিষয়\n১\t"এক\nদুই ""তিন"""\n২\t"ভিশন ২০২১"\n৩\t"খোলা\n'
    assert [row[1] for row in tables_in_text(text)[0][1:]] == [
        'এক\nদুই "তিন"',
        '"ভিশন ২০২১"',
        '"খোলা',
    ]


def test_a_table_between_pipes_is_read_with_its_tags():
    text = "| ক্রম | বিষয় |\n|:--|--:|\n| ১ | <p>এক &amp; দুই</p><p>তিন</p> |\n| ২ | ক \\| খ |\n"
    assert tables_in_text(text) == [[["ক্রম", "বিষয়"], ["১", "এক & দুই\nতিন"], ["২", "ক | খ"]]]


def test_a_cell_with_tags_of_more_than_a_cell_is_text():
    assert tables_in_text("ক<br></td><td>খ<p>\tগ\n") == [[["ক\nখ", "গ"]]]


def test_bars_part_cells_and_the_same_sign_of_bijoy_sentences_does_not():
    assert tables_in_text("ক | খ | গ\n১ | ২ | ৩\n") == [[["ক", "খ", "গ"], ["১", "২", "৩"]]]
    for text in ("Ki‡Z n‡e| †`L‡Z n‡e| ab¨ev`|\n" * 3, "ক | খ | গ", "ক | খ | গ\nক | খ | গ | ঘ"):
        assert tables_in_text(text) == []


def test_what_stands_beside_a_table_is_told():
    assert tables_and_rest("এক\n\nক\tখ\n১\t২\nদুই\nতিন\n") == (
        [[["ক", "খ"], ["১", "২"]]],
        ["এক", "দুই", "তিন"],
    )


def test_the_source_of_a_page_is_read_as_a_page():
    assert tables_in_text("<TABLE><tr><td>১</td><td>ক</td></tr></TABLE>") == [[["১", "ক"]]]


# --- Bijoy -----------------------------------------------------------------------------------


@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_unicode_is_never_taken_for_bijoy(shared, number):
    [path] = (shared / "seeds").glob(f"{number}_*.txt")
    for rows in tables_in_text(path.read_text("utf-8")):
        assert in_unicode(rows) == (rows, [])


# --- Hostile input ---------------------------------------------------------------------------


def test_no_element_survives():
    html = """<table onclick=x><tr><td><img src=x onerror=alert(1)>এক<script>alert(2)</script>
      <svg onload=alert(3)><style>b</style></svg><a href="javascript:alert(4)">দুই</a>
      <iframe srcdoc="&lt;b&gt;"></iframe><td>&lt;script&gt;তিন<td><math><mi>চার</math>
      <td><input value=পাঁচ><select><option>ছয়</select></table>"""
    [[row]] = tables_in_html(html)
    assert row == ["এক\nদুই".replace("\n", " "), "<script>তিন", "চার", "ছয়"]


HOSTILE_HTML = {
    "nested": "<div>" * 100_000 + "<table><tr><td>ক<td>খ",
    "tables": "<table><tr><td>" * 100_000,
    "bold": "<b>" * 100_000 + "<p>" * 10_000,
    "fonts": '<font a="<">' * 100_000 + "<p>x" * 1_000,
    "comments": "<!--" * 500_000,
    "attributes": '<a "' * 500_000,
    "entities": "&" * 1_000_000,
    "paragraphs": "<table><tr><td>" + "<p>x" * 1_000_000,
    "spans": "<table>" + "<tr><td rowspan=65534 colspan=1000>x" * 3,
    "lists": "<table><tr><td>" + "<ol><li>" * 50_000,
    "rows": "<table>" + "<tr><td>x" * 20_000,
    "long": "<td>" * 5_000_000,
    "words in each other's tables": "<table><tr><td>" * 190 + "ক" * 1_000_000 + "<td>খ",
    "rules": ("<style>" + "a" * 190_000 + "</style>") * 30,
    "notes in each other's tables": "<table><tr><td>" * 60 + "<del>ক</del>" * 10_000,
    "unseen": "<template>" * 100_000 + "<noscript>" * 100_000,
    "covered": (
        "<table>"
        + "<tr><td rowspan=1000 colspan=20>x<td rowspan=1000 colspan=20>x"
        + "<tr><td>x" * 999
    )
    * 50,
}


@pytest.mark.parametrize("name", HOSTILE_HTML)
def test_html_made_to_exhaust_is_refused_or_read_at_once(name):
    started = time.process_time()
    try:
        tables = tables_in_html(HOSTILE_HTML[name])
    except BadPaste:
        tables = []
    assert time.process_time() - started < 5
    assert sum(len(row) for rows in tables for row in rows) < 1_000


@pytest.mark.parametrize("name", ["words in each other's tables", "covered", "spans"])
def test_few_elements_take_little_memory(name):
    tracemalloc.start()
    try:
        with contextlib.suppress(BadPaste):
            tables_in_html(HOSTILE_HTML[name])
        assert tracemalloc.get_traced_memory()[1] < 50_000_000
    finally:
        tracemalloc.stop()


HOSTILE_TEXT = [
    # More than a text may be.
    '\t"a' * 300_000, '\t""' * 300_000, "|" * 1_000_000, "|-" * 500_000, "ক\t\n" * 300_000,
    "\t" * 100_000 + "x",
    # As long as it may be.
    '\t"a' * 150_000, '\t""' * 150_000, "|" * 500_000, "|-" * 250_000, '"' * 500_000,
    "ক\t\n" * 20_000, ("<br>\t" * 49 + "\n") * 1_000, "ক\t\n" + ("ক" * 20 + "\n") * 19_000 + "ক\tখ",
]  # fmt: skip


def test_text_made_to_exhaust_is_refused_or_read_at_once():
    for text in HOSTILE_TEXT:
        started = time.process_time()
        with contextlib.suppress(BadPaste):
            tables_in_text(text)
        assert time.process_time() - started < 5, text[:10]


def with_files(*files):
    return docx("<w:p/>", more=files)


def encrypted():
    """An archive whose directory says that its files are encrypted."""
    data = bytearray(docx("<w:p/>"))
    at = 0
    while (at := data.find(b"PK\x01\x02", at)) >= 0:
        flags = struct.unpack_from("<H", data, at + 8)[0]
        struct.pack_into("<H", data, at + 8, flags | 1)
        at += 4
    return bytes(data)


def lying():
    """A bomb that claims to be small."""
    data = bytearray(docx("<w:p/>" * 3_000_000))
    at = data.rfind(b"PK\x01\x02")
    struct.pack_into("<I", data, at + 24, 100)
    return bytes(data)


DOCTYPE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
TABLE = "<w:tbl><w:tr><w:tc>{}</w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>"
HOSTILE_DOCX = {
    "no archive": lambda: b"%PDF-1.7",
    "old Word": lambda: b"\xd0\xcf\x11\xe0" + bytes(1000),
    "another archive": lambda: _zip([("a.txt", "x")]),
    "cut short": lambda: docx("<w:p/>")[:-40],
    "no XML": lambda: docx("<w:p>"),
    "document type": lambda: docx(TABLE.format("<w:p>&a;</w:p>"), doctype=DOCTYPE),
    "document type in UTF-16": lambda: with_files(("word/styles.xml", (DOCTYPE + "<x/>").encode("utf-16"))),
    "many laughs": lambda: docx("<w:p>&a;</w:p>", doctype='<!DOCTYPE x [<!ENTITY a "ha">]>'),
    "too many files": lambda: with_files(*((f"a/{n}", "") for n in range(2_001))),
    "same name": lambda: with_files(("word/Document.xml", "<x/>")),
    "way up": lambda: with_files(("../../evil.xml", "<x/>")),
    "other way up": lambda: with_files(("..\\evil.xml", "<x/>")),
    "from the root": lambda: with_files(("/etc/evil.xml", "<x/>")),
    "from a drive": lambda: with_files(("c:/evil.xml", "<x/>")),
    "encrypted": encrypted,
    "bomb": lambda: with_files(("word/media/a.png", bytes(30_000_000))),
    "bomb beside noise": lambda: with_files(("a.bin", os.urandom(400_000)), ("b.png", bytes(30_000_000))),
    "large": lambda: with_files(("a.bin", (os.urandom(200_000) + bytes(7_000_000)) * 15)),
    "lying bomb": lying,
    "many elements": lambda: docx("".join(f"<w:p>{os.urandom(2).hex()}</w:p>" for _ in range(500_000))),
    "deep": lambda: docx("<w:tbl><w:tr><w:tc>" * 500 + "</w:tc></w:tr></w:tbl>" * 500),
}  # fmt: skip


# Refused before anything is unpacked or read; the others are broken or too much.
UNSAFE = {
    "document type", "document type in UTF-16", "many laughs", "too many files", "same name",
    "way up", "other way up", "from the root", "from a drive", "encrypted", "bomb",
    "bomb beside noise", "large",
}  # fmt: skip


def _zip(files):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, text in files:
            archive.writestr(name, text)
    return file.getvalue()


@pytest.mark.parametrize("name", HOSTILE_DOCX)
def test_a_hostile_file_is_refused_with_one_bengali_line(name):
    data = HOSTILE_DOCX[name]()
    started = time.process_time()
    with pytest.raises(BadPaste) as refused:
        tables_in_docx(data)
    assert (str(refused.value) == REFUSED) == (name in UNSAFE)
    assert time.process_time() - started < 5
    assert not set("abcdefghijklmnopqrstuvwxyz") & set(
        str(refused.value).replace(".docx", "").replace(".doc", "")
    )


def picture(how):
    """The body of a paper with a picture in a cell: `how` is link (outside) or embed."""
    return TABLE.format(
        '<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/'
        '2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
        ' xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" xmlns:r='
        f'"{pasted.OFFICE}"><wp:docPr descr="ছবি"/><a:graphic><a:graphicData><pic:pic><pic:blipFill>'
        f'<a:blip r:{how}="x1"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline>'
        "</w:drawing></w:r><w:r><w:t>কথা</w:t></w:r></w:p>"
    )


def related(target, mode):
    return (
        "word/_rels/document.xml.rels",
        f'<Relationships xmlns="{pasted.PACKAGE}/relationships"><Relationship Id="x1" '
        f'Type="{pasted.OFFICE}/image" Target="{target}" TargetMode="{mode}"/></Relationships>',
    )


def test_nothing_outside_a_file_is_opened(tmp_path):
    secret = tmp_path / "secret.png"
    secret.write_bytes(b"\x89PNG secret")
    opened = []
    sys.addaudithook(lambda event, told: event == "open" and opened.append(str(told[0])))
    data = docx(picture("link"), more=[related(secret.as_uri(), "External")])
    assert tables_in_docx(data) == [[["কথা", ""]]]
    assert not [path for path in opened if "secret" in path]


def test_pictures_weigh_nothing():
    image = ("word/media/a.png", os.urandom(8_000_000))
    data = docx(picture("embed"), more=[related("media/a.png", "Internal"), image])
    assert tables_in_docx(data) == [[["কথা", ""]]]
