"""What is pasted is the same table on the page of the agenda and on that of a member list."""

from html import escape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from pasting.carrying import unpacked
from pasting.limits import MOST_ROWS
from pasting.tables import NOT_DOCX, OLD_DOC, REFUSED, TANGLED, TOO_LONG
from tests.pasting import pasted

pytestmark = pytest.mark.once

# A row each: its number, a post, a role. To the agenda they are a topic and a decision.
TABLE = [
    ["১", "উপজেলা কৃষি অফিসার", "সদস্য"],
    ["২", "থানা অফিসার\nধরলা ঘাট", "সদস্য"],
]
TITLES = ["উপজেলা কৃষি অফিসার", "থানা অফিসার, ধরলা ঘাট"]
GRID = [[(cell, 1) for cell in row] for row in TABLE]


@pytest.fixture
def sent_to(client, cast, meeting):
    """Post something to the page of the agenda or of the members, as staff."""
    client.force_login(cast.staff)
    pages = {
        "agenda": reverse("meetings:paste", args=[meeting.pk]),
        "members": reverse("committees:paste_members", args=[cast.committee.pk]),
    }
    return lambda page, **sent: client.post(pages[page], sent)


def rows_seen(response):
    """The table that the page of the agenda found."""
    return unpacked(response.context["form"]["rows"].value())


def members_seen(response):
    """(title, role) of those whom the page of the members found."""
    return [(row.initial["title"], row.initial["role"]) for row in response.context["rows"]]


def html_of(rows, cell="<td>{}</td>", row="<tr>{}</tr>", table="<table>{}</table>"):
    def lines(text):
        return escape(text).replace("\n", "<br>")

    return table.format(
        "".join(row.format("".join(cell.format(lines(text)) for text in each)) for each in rows)
    )


WORD = pasted.as_word_html(GRID)

HTML = {
    "a page": html_of(TABLE),
    "Word": WORD,
    "Word with its conditions": WORD.replace(
        "<o:p></o:p>", "<![if !supportLists]><o:p>&nbsp;</o:p><![endif]>"
    ).replace("<table", "<!--[if mso]><table><tr><td>ক<td>খ</table><![endif]--><table"),
    "Word with its row of no height": WORD.replace(
        "</table>", f"<tr height=0>{'<td style=border:none></td>' * 3}</tr></table>"
    ),
    "a spreadsheet": pasted.as_sheet_html(GRID),
    "unclosed": html_of(TABLE, "<td><b>{}", "<tr>{}", "<table>{}"),
    "in a table that lays out the page": f"<table><tr><td>কথা{html_of(TABLE)}</table>",
    "in three of them": "<table><tr><td>" * 3 + html_of(TABLE) + "</table>" * 3,
    "empty columns in front": html_of([["", "", *row] for row in TABLE]),
    "columns that are never parted": html_of(
        TABLE, "<td colspan=2>{}", table="<table><tr><td><td><td><td><td><td>{}"
    ),
    "cells that cover the world": html_of(TABLE, "<td rowspan=1>{}").replace(
        "<td rowspan=1>সদস্য</tr></table>", "<td rowspan=65534 colspan=16384>সদস্য</tr></table>"
    ),
    "spans that are none": html_of(TABLE, "<td rowspan=0 colspan=-1>{}").replace(
        "-1", "&#x09e7;", 1
    ),
    "unseen": html_of(TABLE).replace(
        "</td>", "<script>alert(1)</script><style>a</style><template><p>b</template></td>"
    ),
}
TEXT = {
    "tabs": pasted.as_tsv(GRID),
    "tabs, the lines of a cell bare": "\n".join("\t".join(row) for row in TABLE),
    "lines that end as on old machines": pasted.as_tsv(GRID).replace("\r\n", "\r"),
    "Word's own line ends": pasted.as_tsv(GRID).replace('"', "").replace("অফিসার\n", "অফিসার\u2028"),
    "empty cells in front": "\n".join("\t\t" + "\t".join(row) for row in TABLE),
    "between pipes": "".join(
        f"| {' | '.join(row)} |\n".replace("\n", "<br>", row[1].count("\n")) for row in TABLE
    ),
    "with bars": "\n".join(" | ".join(row).replace("\n", "<br>") for row in TABLE),
    "prose around": f"তালিকা\n\n{pasted.as_tsv(GRID)}\nধন্যবাদ\n",
    "the source of a page": html_of(TABLE),
}


@pytest.mark.parametrize("name", HTML)
def test_html_is_the_same_table_on_both_pages(sent_to, name):
    # The text alone would name nobody and be no table.
    sent = {"html": HTML[name], "text": "শুভ সকাল"}
    assert rows_seen(sent_to("agenda", **sent)) == TABLE
    assert members_seen(sent_to("members", **sent)) == [(title, "member") for title in TITLES]


@pytest.mark.parametrize("name", TEXT)
def test_text_is_the_same_table_on_both_pages(sent_to, name):
    assert rows_seen(sent_to("agenda", text=TEXT[name])) == TABLE
    assert members_seen(sent_to("members", text=TEXT[name])) == [
        (title, "member") for title in TITLES
    ]


FILES = {
    "docx": pasted.as_docx(GRID),
    "text": pasted.as_tsv(GRID).encode(),
    "text in UTF-16": pasted.as_tsv(GRID).encode("utf-16"),
    "page": pasted.as_html(GRID).encode(),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_the_same_table_on_both_pages(sent_to, name):
    assert rows_seen(sent_to("agenda", file=SimpleUploadedFile("x", FILES[name]))) == TABLE
    seen = members_seen(sent_to("members", file=SimpleUploadedFile("x", FILES[name])))
    assert seen == [(title, "member") for title in TITLES]


def test_a_merged_cell_stands_once_in_the_agenda_and_is_every_members(sent_to):
    html = html_of(TABLE).replace("<td>সদস্য", "<td rowspan=2>সদস্য", 1)
    html = html.replace("<td>সদস্য</td>", "")
    assert rows_seen(sent_to("agenda", html=html)) == [TABLE[0], [*TABLE[1][:2], ""]]
    seen = members_seen(sent_to("members", html=html, text="শুভ সকাল"))
    assert seen == [(title, "member") for title in TITLES]


def test_bijoy_is_read_in_the_same_way_on_both_pages(sent_to):
    text = "1\tDc‡Rjv K…wl Awdmvi\tm`m¨ mwPe\n2\t_vbv Awdmvi\tm`m¨"
    shown = sent_to("agenda", text=text)
    assert [each["topic"] for each in shown.context["items"]] == [
        "উপজেলা কৃষি অফিসার",
        "থানা অফিসার",
    ]
    assert members_seen(sent_to("members", text=text)) == [
        ("উপজেলা কৃষি অফিসার", "member_secretary"),
        ("থানা অফিসার", "member"),
    ]


CELL, ROW = "<td>ক<td>খ", "<tr><td>ক<td>খ"
TOO_MUCH = {
    "a hundred thousand cells": ("<table>" + ("<tr>" + "<td>ক" * 49) * 2_041, "", TOO_LONG),
    "a hundred thousand cells of many tables": (("<table>" + ROW * 200) * 250, "", TOO_LONG),
    "a row too many": ("<table>" + ROW * (MOST_ROWS + 1), "", TOO_LONG),
    "a row of text too many": ("", "১\tক\tসদস্য\n" * (MOST_ROWS + 1), TOO_LONG),
    "a row between pipes too many": ("", "|১|ক|সদস্য|\n" * (MOST_ROWS + 1), TOO_LONG),
    "sixty columns": ("<table><tr>" + CELL * 30, "", TOO_LONG),
    "sixty columns of text": ("", "ক\t" * 60, TOO_LONG),
    "sixty columns between pipes": ("", "|ক" * 60 + "|", TOO_LONG),
    "tables in each other": ("<table><tr><td>" * 201 + ROW, "", TANGLED),
    "lists in each other": ("<table><tr><td>" + "<ol><li>" * 201, "", TANGLED),
    "what no browser shows in each other": ("<template>" * 201 + "<table>" + ROW, "", TANGLED),
    "tags without an end": ("<table>" + ROW + "<b" * 501, "", TANGLED),
    "words said again in each table": (
        "<table><tr><td>" * 190 + "ক" * 4_000 + "<td>খ", "", TOO_LONG,
    ),
    "many tables": ("<table><tr><td>" * 190 + "</table>" * 190 + f"<table>{ROW}</table>" * 190, "", TOO_LONG),
}  # fmt: skip


@pytest.mark.parametrize("name", TOO_MUCH)
def test_what_is_too_much_is_refused_with_the_same_words_on_both_pages(sent_to, name):
    html, text, message = TOO_MUCH[name]
    for page in ("agenda", "members"):
        refused = sent_to(page, html=html, text=text or "শুভ সকাল")
        assert refused.status_code == 422, page
        assert refused.context["form"].errors == {"text": [message]}, page


BAD_FILES = {
    "no Word": (b"%PDF-1.7\xff", NOT_DOCX),
    "old Word": (b"\xd0\xcf\x11\xe0" + bytes(99), OLD_DOC),
    "cut short": (pasted.as_docx(GRID)[:-40], NOT_DOCX),
    "macros": (pasted.docx("<w:p/>", more=[("word/vbaProject.bin", "x")]), REFUSED),
    "a way up": (pasted.docx("<w:p/>", more=[("../../x.xml", "<x/>")]), REFUSED),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_is_refused_with_the_same_words_on_both_pages(sent_to, name):
    data, message = BAD_FILES[name]
    for page in ("agenda", "members"):
        refused = sent_to(page, file=SimpleUploadedFile("x.docx", data))
        assert (refused.status_code, refused.context["form"].errors) == (422, {"file": [message]})
