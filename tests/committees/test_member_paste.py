"""A member list pasted from Word becomes members, after a person has looked at it."""

import time
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import assume, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from accounts.models import AuditEvent
from bangla.text import normalise
from committees.member_list import (
    MOST_MEMBERS,
    NearPosts,
    read_list,
    roles_in,
)
from committees.models import Membership
from offices.holders import designation_of
from offices.models import Post, Posting
from pasting.tables import (
    MOST_COLUMNS,
    MOST_HTML,
    MOST_LINES,
    MOST_ROWS,
    MOST_TEXT,
    TANGLED,
    TOO_LONG,
    BadPaste,
)
from tests.factories import LONG_AGO, make_post, seat
from tests.pasting.pasted import as_docx, as_tsv

pytestmark = pytest.mark.once

CHAIR, MEMBER, SECRETARY = "chair", "member", "member_secretary"
FOCAL, CONVENER = "focal_point", "convener"


def told(text, html=""):
    """(name, title, role, second role) of each member read."""
    members, _ = read_list(text, html)
    return [(m.name, m.title, str(m.role), str(m.second_role)) for m in members]


def url(committee):
    return reverse("committees:paste_members", args=[committee.pk])


def rows_of(*rows, **fields):
    sent = {"rows-TOTAL_FORMS": len(rows), "rows-INITIAL_FORMS": 0, "starts_on": "০১/০৩/২০২৪"}
    for number, row in enumerate(rows):
        row = {"use": "on", "role": "member"} | row
        sent |= {f"rows-{number}-{name}": value for name, value in row.items()}
    return sent | fields


@pytest.fixture
def staff(client, cast):
    client.force_login(cast.staff)
    return client


# --- Reading -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "roles"),
    [
        ("সভাপতি", (CHAIR, "", "")),
        (" সদস্য। ", (MEMBER, "", "")),
        ("সদস্য-সচিব", (SECRETARY, "", "")),
        ("সদস্য সচিব", (SECRETARY, "", "")),
        ("সদস্য – সচিব", (SECRETARY, "", "")),
        ("সদস্যসচিব", (SECRETARY, "", "")),
        ("আহ্বায়ক", (CONVENER, "", "")),
        ("আহবায়ক", (CONVENER, "", "")),
        ("ফোকাল পয়েন্ট", (FOCAL, "", "")),
        ("সদস্য সচিব ও ফোকাল পয়েন্ট", (SECRETARY, FOCAL, "")),
        ("সদস্য সচিব\nও ফোকাল পয়েন্ট", (SECRETARY, FOCAL, "")),
        ("সদস্য/ফোকাল পার্সন", (MEMBER, FOCAL, "")),
        ("", (MEMBER, "", "")),
        ("উপদেষ্টা", (MEMBER, "", "উপদেষ্টা")),
        ("সভাপতি ও উপদেষ্টা", (MEMBER, "", "সভাপতি ও উপদেষ্টা")),
    ],
)
def test_roles_are_recognised_and_others_are_told(said, roles):
    assert roles_in(said) == roles


def test_a_table_of_word_with_name_and_post_in_one_cell():
    html = """<html><head><style>td {color: red}</style></head><body><table class=MsoTable>
      <tr><td><p><b>ক্রঃ নং</b></p></td><td><p>নাম ও পদবী</p></td><td>কমিটিতে পদবী</td><td>স্বাক্ষর</td></tr>
      <tr><td>১</td><td><p>জনাব রেহানা পারভীন</p><p>উপজেলা সমবায় অফিসার,
        মেঘডুবি</p></td><td><p>আহবায়ক</p></td><td></td></tr>
      <tr><td>২</td><td><p>সুব্রত চাকমা<br>সহকারী পরিদর্শক</p></td><td>সদস্য</td><td></td></tr>
      <tr><td>৩</td><td><p>উপজেলা মৎস্য</p><p>অফিসার।</p></td>
        <td>সদস্য সচিব ও <span style="x">ফোকাল পয়েন্ট</span></td><td></td></tr>
    </table></body></html>"""
    assert told("", html) == [
        ("জনাব রেহানা পারভীন", "উপজেলা সমবায় অফিসার, মেঘডুবি", CONVENER, ""),
        ("সুব্রত চাকমা", "সহকারী পরিদর্শক", MEMBER, ""),
        ("", "উপজেলা মৎস্য অফিসার", SECRETARY, FOCAL),
    ]


def test_a_role_that_spans_rows_is_everybodys():
    html = (
        "<table><tr><th>ক্রমিক<th>পদবি<th>কমিটিতে পদবি<tr><td>১<td>উপজেলা কৃষি অফিসার"
        "<td rowspan=2>সদস্য সচিব<tr><td>২<td>উপজেলা শিক্ষা অফিসার"
        "<tr><td colspan=3>আমন্ত্রিত সদস্যগণ<tr><td>৩<td>অফিসার ইনচার্জ<td>সদস্য</table>"
    )
    assert told("", html) == [
        ("", "উপজেলা কৃষি অফিসার", SECRETARY, ""),
        ("", "উপজেলা শিক্ষা অফিসার", SECRETARY, ""),
        ("", "অফিসার ইনচার্জ", MEMBER, ""),
    ]
    assert read_list("", html)[1] == ["আমন্ত্রিত সদস্যগণ"]


def test_tab_separated_text_with_headings_in_any_order():
    text = (
        "কমিটিতে পদবি\tপদবি\tদপ্তর\tনাম\tমোবাইল\n"
        "সভাপতি\tনির্বাহী অফিসার\tউপজেলা পরিষদ\tনাজমা খাতুন\t০১৭০০০০০০০০\n"
        "সদস্য\tকৃষি অফিসার\t\tকামরুন নাহার\t\n"
    )
    assert told(text) == [
        ("নাজমা খাতুন", "নির্বাহী অফিসার, উপজেলা পরিষদ", CHAIR, ""),
        ("কামরুন নাহার", "কৃষি অফিসার", MEMBER, ""),
    ]


def test_a_cell_of_two_lines_does_not_break_its_row():
    text = (
        "ক্রঃ নং\tনাম ও পদবী\tকমিটিতে পদবী\n"
        "১\tজনাব রেহানা পারভীন\nউপজেলা সমবায় অফিসার\tআহবায়ক\n"
        '২\t"সুব্রত চাকমা\nসহকারী পরিদর্শক"\tসদস্য\n'
    )
    assert told(text) == [
        ("জনাব রেহানা পারভীন", "উপজেলা সমবায় অফিসার", CONVENER, ""),
        ("সুব্রত চাকমা", "সহকারী পরিদর্শক", MEMBER, ""),
    ]


def test_a_table_without_headings_is_read_by_what_stands_in_it():
    assert told("১\tউপজেলা নির্বাহী অফিসার\tসভাপতি\n২\tউপজেলা কৃষি অফিসার\tসদস্য\n") == [
        ("", "উপজেলা নির্বাহী অফিসার", CHAIR, ""),
        ("", "উপজেলা কৃষি অফিসার", MEMBER, ""),
    ]
    assert told("উপজেলা কৃষি অফিসার\tকামরুন নাহার\tসদস্য\nউপজেলা শিক্ষা অফিসার\tনাজমা খাতুন\tসদস্য") == [
        ("কামরুন নাহার", "উপজেলা কৃষি অফিসার", MEMBER, ""),
        ("নাজমা খাতুন", "উপজেলা শিক্ষা অফিসার", MEMBER, ""),
    ]


def test_a_table_drawn_with_bars():
    text = (
        "| ক্রঃ নং | নাম ও পদবী | কমিটিতে পদবী |\n| --- | --- | --- |\n| ১ | উপজেলা কৃষি অফিসার | সদস্য |"
    )
    assert told(text) == [("", "উপজেলা কৃষি অফিসার", MEMBER, "")]


@pytest.mark.parametrize(
    ("line", "member"),
    [
        ("১। উপজেলা নির্বাহী অফিসার - সভাপতি", ("", "উপজেলা নির্বাহী অফিসার", CHAIR, "")),
        ("০২. জনাব ক খ, কৃষি অফিসার: সদস্য", ("জনাব ক খ", "কৃষি অফিসার", MEMBER, "")),
        ("(৩) সহকারী প্রোগ্রামার (সদস্য-সচিব)", ("", "সহকারী প্রোগ্রামার", SECRETARY, "")),
        ("অফিসার ইনচার্জ, মেঘডুবি থানা – সদস্য।", ("", "অফিসার ইনচার্জ, মেঘডুবি থানা", MEMBER, "")),
        ("প্রোগ্রামার সদস্য সচিব ও ফোকাল পয়েন্ট", ("", "প্রোগ্রামার", SECRETARY, FOCAL)),
        ("সভাপতি, উপজেলা প্রেসক্লাব - সদস্য", ("", "সভাপতি, উপজেলা প্রেসক্লাব", MEMBER, "")),
        ("3) উপজেলা শিক্ষা অফিসার", ("", "উপজেলা শিক্ষা অফিসার", MEMBER, "")),
        # A comma inside a post, a name or brackets parts nothing.
        (
            "৪। স্বাস্থ্য, পরিবার পরিকল্পনা ও কৃষি বিভাগের প্রতিনিধি - সদস্য",
            ("", "স্বাস্থ্য, পরিবার পরিকল্পনা ও কৃষি বিভাগের প্রতিনিধি", MEMBER, ""),
        ),
        (
            "৫। জনাব নাজমা খাতুন উপজেলা কৃষি অফিসার, উলিপুর, কুড়িগ্রাম - সদস্য",
            ("জনাব নাজমা খাতুন", "উপজেলা কৃষি অফিসার, উলিপুর, কুড়িগ্রাম", MEMBER, ""),
        ),
        (
            "৬। ডাঃ ক খ গ, এমবিবিএস, বিসিএস (স্বাস্থ্য), মেডিকেল অফিসার - সদস্য",
            ("ডাঃ ক খ গ, এমবিবিএস, বিসিএস (স্বাস্থ্য)", "মেডিকেল অফিসার", MEMBER, ""),
        ),
        (
            "৭। মোঃ ক খ (বিএ, বিএড), প্রধান শিক্ষক - সদস্য",
            ("মোঃ ক খ (বিএ, বিএড)", "প্রধান শিক্ষক", MEMBER, ""),
        ),
        ("৮। সুব্রত চাকমা, সহকারী পরিদর্শক - সদস্য", ("সুব্রত চাকমা", "সহকারী পরিদর্শক", MEMBER, "")),
        ("৯। সুব্রত চাকমা – সহকারী পরিদর্শক - সদস্য", ("সুব্রত চাকমা", "সহকারী পরিদর্শক", MEMBER, "")),
        ("১০৷ উপজেলা কৃষি অফিসার - সদস্য৷", ("", "উপজেলা কৃষি অফিসার", MEMBER, "")),
    ],
)
def test_plain_lines_are_read(line, member):
    assert told(line) == [tuple(map(normalise, member))]


def test_what_names_nobody_is_shown_and_not_lost():
    members, left_out = read_list("সদস্যদের তালিকা\n১। উপজেলা কৃষি অফিসার - সদস্য\nধন্যবাদ")
    assert [member.title for member in members] == ["উপজেলা কৃষি অফিসার"]
    assert left_out == ["সদস্যদের তালিকা", "ধন্যবাদ"]
    members, left_out = read_list("উপজেলা কৃষি অফিসার - সদস্য\n" * (MOST_MEMBERS + 3))
    assert (len(members), left_out) == (MOST_MEMBERS, ["উপজেলা কৃষি অফিসার"] * 3)


def test_a_bijoy_list_is_read_in_unicode():
    text = "µwgK\tbvg I c`we\tKwgwU‡Z c`we\n1\tDc‡Rjv wbe©vnx Awdmvi\tmfvcwZ\n2\tDc‡Rjv K…wl Awdmvi\tm`m¨ mwPe"
    assert told(text) == [
        ("", "উপজেলা নির্বাহী অফিসার", CHAIR, ""),
        ("", "উপজেলা কৃষি অফিসার", SECRETARY, ""),
    ]


def test_plain_lines_between_and_behind_the_rows_are_shown_and_not_lost():
    text = (
        "আইসিটি কমিটি\n\nক্রম\tকমিটিতে পদবি\tপদবি\tস্বাক্ষর\n১\tসভাপতি\tউপজেলা নির্বাহী অফিসার\t\n"
        "\t\t\t\n২\tসদস্য\tউপজেলা কৃষি অফিসার\t\nধন্যবাদ\n"
    )
    # The rows behind the blank one have the same headings.
    assert told(text) == [
        ("", "উপজেলা নির্বাহী অফিসার", CHAIR, ""),
        ("", "উপজেলা কৃষি অফিসার", MEMBER, ""),
    ]
    assert read_list(text)[1] == ["আইসিটি কমিটি", "ধন্যবাদ"]
    text = (
        "১\tউপজেলা কৃষি অফিসার\tসদস্য\nআমন্ত্রিত\n২\tথানা অফিসার\tসদস্য সচিব\nও ফোকাল পয়েন্ট\n৩\tমৎস্য অফিসার\t"
    )
    assert told(text) == [
        ("", "উপজেলা কৃষি অফিসার", MEMBER, ""),
        ("", "থানা অফিসার", SECRETARY, FOCAL),
        ("", "মৎস্য অফিসার", MEMBER, ""),
    ]
    assert read_list(text)[1] == ["আমন্ত্রিত"]


def test_a_tab_among_many_lines_makes_no_table_of_them():
    text = "১।\tউপজেলা কৃষি অফিসার - সভাপতি\n২। উপজেলা শিক্ষা অফিসার - সদস্য\n৩। মৎস্য অফিসার - সদস্য"
    assert [title for _, title, *_ in told(text)] == [
        "উপজেলা কৃষি অফিসার",
        "উপজেলা শিক্ষা অফিসার",
        "মৎস্য অফিসার",
    ]


# Each as long as a member list may be; what is read of it, or the message it is refused with.
HOSTILE_HTML = {
    "nested": ("<div>" * (MOST_HTML // 5), TOO_LONG),
    "nested, few": ("<div>" * 100_000, TANGLED),
    "one row": ("<table><tr>" + "<td colspan=99999 rowspan=99999>ক" * 15_000, TOO_LONG),
    "spans": ("<table>" + "<tr><td colspan=99999 rowspan=99999>ক<td colspan=99999>খ" * 999, TOO_LONG),
    "tables": ("<table>" * 80_000, TANGLED),
    "comments": ("<!--" * (MOST_HTML // 4), TOO_LONG),
    "unfinished": ("<td" * 100_000, 0),
    "bold": ("<table><tr><td>" + "<b>" * (MOST_HTML // 4), 0),
    "entities": ("<table><tr><td>" + "&#1114112;" * 50_000, 0),
    "numbers": ('<table><tr><td colspan="-1" rowspan="০">কৃষি অফিসার<td colspan="1e9">সদস্য</table>', 1),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE_HTML)
def test_hostile_html_costs_little(name):
    html, outcome = HOSTILE_HTML[name]
    began = time.process_time()
    try:
        found = len(read_list("", html[:MOST_HTML])[0])
    except BadPaste as refused:
        found = str(refused)
    assert time.process_time() - began < 5
    assert found == outcome


@pytest.mark.parametrize(
    "text",
    ['"', '\t"', '\n"', "-", "(", "১", "|", "সদস্য ও ", "সদস্য, ", "ক\tখ\n", "\n\t", "ক ", "-" * 1_999 + "\n"],
)  # fmt: skip
def test_hostile_text_costs_little(text):
    began = time.process_time()
    if text in ("|", "ক\tখ\n"):
        with pytest.raises(BadPaste, match=TOO_LONG):
            read_list((text * MOST_TEXT)[:MOST_TEXT])
    else:
        read_list((text * MOST_TEXT)[:MOST_TEXT])
    assert time.process_time() - began < 5


def test_the_largest_table_costs_little():
    table = ("১\t" + "সদস্য ও উপদেষ্টা\t" * 28 + "\n") * MOST_ROWS
    began = time.process_time()
    assert len(read_list(table)[0]) == MOST_MEMBERS
    assert time.process_time() - began < 5


def test_scripts_and_nested_tables_are_only_text():
    html = (
        "<table><tr><td>১<td>উপজেলা কৃষি অফিসার<script>alert(1)</script><table><tr><td>সহকারী<td>সচিব"
        "<tr><td>দপ্তর<td>মেঘডুবি</table><td>সদস্য</table>"
    )
    assert told("", html) == [("", "উপজেলা কৃষি অফিসার, সহকারী সচিব, দপ্তর মেঘডুবি", MEMBER, "")]


def test_a_list_in_a_table_that_only_lays_out_the_page_is_read():
    html = "<table><tr><td>তালিকা<table><tr><td>১<td>থানা অফিসার<td>সদস্য</table></table>"
    assert told("", html) == [("", "থানা অফিসার", MEMBER, "")]


@given(st.text("কখ ১২সদস্য\t\n|<>/tdr-,()\"'\x00\u202e\u00ad©", max_size=200))
@hypothesis_settings(max_examples=200, deadline=None)
def test_whatever_is_pasted_is_read_without_an_error(text):
    assume(text.count("\t") + text.count("|") < MOST_COLUMNS)
    read_list(text)
    read_list(text, f"<table><tr><td>{text}<td>{text}</table>")


# --- Posts -------------------------------------------------------------------------------------


def test_titles_find_the_posts_they_surely_mean(cast):
    own = make_post(cast.meghdubi, "উপজেলা কৃষি অফিসার")
    below = make_post(cast.sister, "উপজেলা সমবায় অফিসার")
    beside = make_post(cast.noldanga, "উপজেলা মৎস্য অফিসার")
    above = make_post(cast.shalbon, "জেলা প্রশাসক")
    make_post(cast.charghat, "উপজেলা যুব অফিসার")
    near = NearPosts(cast.meghdubi)
    assert near.meant_by("উপজেলা  কৃষি অফিসার ।") == (own, [own])
    assert near.meant_by("উপজেলা কৃষি অফিসার, মেঘডুবি, শালবন") == (own, [own])
    assert near.meant_by("উপজেলা সমবায় অফিসার") == (below, [below])
    assert near.meant_by("জেলা প্রশাসক, শালবন") == (above, [above])
    # A neighbour's post only where the neighbour is named.
    assert near.meant_by("উপজেলা মৎস্য অফিসার") == (None, [beside])
    assert near.meant_by("উপজেলা মৎস্য অফিসার, নলডাঙ্গা") == (beside, [beside])
    # Another place's officer is offered and not taken for ours.
    assert near.meant_by("উপজেলা কৃষি অফিসার, চরঘাট") == (None, [own])
    assert near.meant_by("উপজেলা যুব অফিসার") == (None, [])


# --- Pages -------------------------------------------------------------------------------------

LIST = "১। উপজেলা কৃষি অফিসার - সভাপতি\n২। জনাব ক খ, উপজেলা শিক্ষা অফিসার - উপদেষ্টা সদস্য সচিব\nশেষ"


def test_a_list_is_shown_before_anything_is_stored(staff, cast):
    agriculture = make_post(cast.meghdubi, "উপজেলা কৃষি অফিসার")
    posts = Post.objects.count()
    response = staff.post(url(cast.committee), {"text": LIST})
    shown = [row.initial for row in response.context["rows"]]
    assert [(row["title"], row["post"], row["role"], row["use"]) for row in shown] == [
        ("উপজেলা কৃষি অফিসার", agriculture.pk, CHAIR, True),
        ("উপজেলা শিক্ষা অফিসার - উপদেষ্টা", None, SECRETARY, True),
    ]
    assert response.context["left_out"] == ["শেষ"]
    assert (cast.committee.memberships.count(), Post.objects.count()) == (0, posts)


def test_the_html_of_a_table_is_read_where_there_is_one(staff, cast):
    html = "<table><tr><td>১<td>উপজেলা কৃষি অফিসার<td>সদস্য সচিব</table>"
    response = staff.post(url(cast.committee), {"text": "যা-ই হোক", "html": html})
    assert [row.initial["title"] for row in response.context["rows"]] == ["উপজেলা কৃষি অফিসার"]


def test_a_list_in_a_file_is_read_and_a_bad_file_refused(staff, cast):
    grid = [[("১", 1), ("উপজেলা কৃষি অফিসার", 1), ("সদস্য সচিব", 1)]]
    for name, data in {"list.docx": as_docx(grid), "list.txt": as_tsv(grid).encode()}.items():
        response = staff.post(url(cast.committee), {"file": SimpleUploadedFile(name, data)})
        assert [row.initial["title"] for row in response.context["rows"]] == ["উপজেলা কৃষি অফিসার"]
    for data in (b"", b"PK", "ধন্যবাদ".encode()):
        sent = {"file": SimpleUploadedFile("x.docx", data), "text": "আগের লেখা"}
        refused = staff.post(url(cast.committee), sent)
        assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["file"])
        assert refused.context["form"]["text"].value() == "আগের লেখা"


@pytest.mark.parametrize(
    "text", ["", "   ", "শুভ সকাল", "k" * (MOST_TEXT + 1), "ক\n" * (MOST_LINES + 1)]
)
def test_a_text_without_members_stays_on_the_page(staff, cast, text):
    response = staff.post(url(cast.committee), {"text": text})
    assert response.status_code == 422
    assert response.context["form"]["text"].value() == text
    assert "<title>ত্রুটি: " in response.content.decode()


def test_all_members_are_added_in_their_order_below_those_who_sit(staff, cast):
    chair = make_post(cast.meghdubi, "উপজেলা নির্বাহী অফিসার")
    seat(cast.committee, chair, "chair", order=7)
    vacant = make_post(cast.meghdubi, "উপজেলা কৃষি অফিসার")
    theirs = make_post(cast.sister, "উপজেলা সমবায় অফিসার")
    sent = rows_of(
        {"title": "যা লেখা ছিল", "post": vacant.pk, "name": "কামরুন নাহার"},
        {"title": "সমবায়", "post": theirs.pk, "name": "অন্য নাম", "role": "focal_point"},
        {"title": " নতুন  পদ", "name": "সুব্রত চাকমা", "role": SECRETARY, "second_role": FOCAL},
        {"title": "বাদ", "use": ""},
    )
    assert staff.post(url(cast.committee), sent).status_code == 302
    seats = cast.committee.memberships.order_by("order")
    assert [(s.post.title, s.role, s.second_role, s.post.holder) for s in seats] == [
        ("উপজেলা নির্বাহী অফিসার", "chair", "", None),
        ("উপজেলা কৃষি অফিসার", MEMBER, "", "কামরুন নাহার"),
        # Another office's post is filled by that office.
        ("উপজেলা সমবায় অফিসার", FOCAL, "", None),
        ("নতুন পদ", SECRETARY, FOCAL, "সুব্রত চাকমা"),
    ]
    assert {s.starts_on for s in seats} == {LONG_AGO, date(2024, 3, 1)}
    assert Post.objects.get(title="নতুন পদ").office == cast.meghdubi
    assert AuditEvent.objects.filter(what="member added", by=cast.staff).count() == 3
    assert Post.objects.filter(title="বাদ").count() == 0


def test_who_holds_a_post_is_not_replaced_by_a_list(staff, cast):
    held = make_post(cast.meghdubi, "উপজেলা কৃষি অফিসার")
    Posting.objects.create(post=held, name="নাজমা খাতুন", starts_on=LONG_AGO)
    shown = staff.post(url(cast.committee), {"text": "জনাব ক খ, উপজেলা কৃষি অফিসার - সদস্য"})
    assert "পদে এখন নাজমা খাতুন; না বদলালে কাগজে এই নামই ছাপা হবে।" in shown.content.decode()
    staff.post(url(cast.committee), rows_of({"post": held.pk, "name": "জনাব ক খ"}))
    assert [posting.name for posting in held.postings.all()] == ["নাজমা খাতুন"]


def test_the_holder_is_replaced_from_the_day_the_clerk_says(staff, cast):
    held = make_post(cast.meghdubi, "উপজেলা কৃষি অফিসার")
    Posting.objects.create(post=held, name="নাজমা খাতুন", starts_on=LONG_AGO)
    shown = staff.post(url(cast.committee), {"text": "জনাব ক খ, উপজেলা কৃষি অফিসার - সদস্য"})
    assert "এই তারিখ থেকে বদলান" in shown.content.decode()
    sent = rows_of({"post": held.pk, "name": "জনাব ক খ", "replace": "on"})
    page = staff.post(url(cast.committee), sent, follow=True).content.decode()
    assert "১টি পদে নাম বদলেছে ০১/০৩/২০২৪ থেকে।" in page
    postings = held.postings.order_by("starts_on").values_list("name", "starts_on", "ends_on")
    assert list(postings) == [
        ("নাজমা খাতুন", LONG_AGO, date(2024, 2, 29)),
        ("জনাব ক খ", date(2024, 3, 1), None),
    ]
    assert cast.committee.memberships.get().post == held


def test_a_new_holder_comes_into_a_seat_that_is_there_already(staff, cast):
    held = make_post(cast.meghdubi, "উপজেলা কৃষি অফিসার")
    Posting.objects.create(post=held, name="নাজমা খাতুন", starts_on=LONG_AGO)
    seat(cast.committee, held)
    shown = staff.post(url(cast.committee), {"text": "জনাব ক খ, উপজেলা কৃষি অফিসার - সদস্য"})
    (row,) = shown.context["rows"]
    assert (row.initial["use"], row.may_replace) == (False, True)
    sent = rows_of({"post": held.pk, "name": "জনাব ক খ", "replace": "on", "use": ""})
    assert staff.post(url(cast.committee), sent).status_code == 302
    assert (held.holder, cast.committee.memberships.count()) == ("জনাব ক খ", 1)


def test_whom_the_office_may_not_replace_stays_whatever_is_sent(staff, cast):
    own, theirs = (make_post(office, "উপজেলা কৃষি অফিসার") for office in (cast.meghdubi, cast.sister))
    Posting.objects.create(post=own, name="নাজমা খাতুন", user=cast.staff, starts_on=LONG_AGO)
    Posting.objects.create(post=theirs, name="সুব্রত চাকমা", starts_on=LONG_AGO)
    sent = rows_of(
        {"post": own.pk, "name": "জনাব ক খ", "replace": "on"},
        {"post": theirs.pk, "name": "জনাব গ ঘ", "replace": "on"},
    )
    assert staff.post(url(cast.committee), sent).status_code == 302
    assert (own.holder, theirs.holder) == ("নাজমা খাতুন", "সুব্রত চাকমা")


def test_a_day_before_the_present_holder_came_is_refused(staff, cast):
    held = make_post(cast.meghdubi, "উপজেলা কৃষি অফিসার")
    Posting.objects.create(post=held, name="নাজমা খাতুন", starts_on=date(2024, 3, 5))
    sent = rows_of({"post": held.pk, "name": "জনাব ক খ", "replace": "on"})
    refused = staff.post(url(cast.committee), sent)
    assert refused.status_code == 422
    assert "নাজমা খাতুন এই পদে আছেন ০৫/০৩/২০২৪ থেকে; তার পরের তারিখ দিন।" in refused.content.decode()
    assert (held.holder, cast.committee.memberships.count()) == ("নাজমা খাতুন", 0)


def test_an_honorific_makes_nobody_another(staff, cast):
    held = make_post(cast.meghdubi, "উপজেলা কৃষি অফিসার")
    Posting.objects.create(post=held, name="মোঃ ক খ", starts_on=LONG_AGO)
    shown = staff.post(url(cast.committee), {"text": "জনাব মো: ক খ, উপজেলা কৃষি অফিসার - সদস্য"})
    assert "বদলান" not in "".join(row.note for row in shown.context["rows"])


@pytest.mark.parametrize(
    ("listed", "title", "printed"),
    [
        ("উপজেলা কৃষি অফিসার, উলিপুর, কুড়িগ্রাম", "উপজেলা কৃষি অফিসার", "উপজেলা কৃষি অফিসার, উলিপুর, কুড়িগ্রাম"),
        ("উপজেলা কৃষি অফিসার উলিপুর", "উপজেলা কৃষি অফিসার", "উপজেলা কৃষি অফিসার, উলিপুর, কুড়িগ্রাম"),
        ("সহকারী কমিশনার (ভূমি), উলিপুর", "সহকারী কমিশনার (ভূমি)", "সহকারী কমিশনার (ভূমি), উলিপুর, কুড়িগ্রাম"),
        ("অফিসার ইনচার্জ, উলিপুর থানা", "অফিসার ইনচার্জ, উলিপুর থানা", "অফিসার ইনচার্জ, উলিপুর থানা"),
        ("চেয়ারম্যান, ধরণী ইউপি, উলিপুর", "চেয়ারম্যান, ধরণী ইউপি", "চেয়ারম্যান, ধরণী ইউপি, উলিপুর, কুড়িগ্রাম"),
    ],
)
def test_the_place_stands_once_in_what_is_stored_and_in_what_is_printed(
    staff, cast, listed, title, printed
):
    cast.meghdubi.letter_place = "উলিপুর, কুড়িগ্রাম"
    cast.meghdubi.save()
    shown = staff.post(url(cast.committee), {"text": f"{listed} - সদস্য"})
    (row,) = shown.context["rows"]
    assert row.initial["title"] == normalise(title)
    assert staff.post(url(cast.committee), rows_of({"title": listed})).status_code == 302
    post = cast.committee.memberships.get().post
    assert (post.title, designation_of(post)) == (normalise(title), [normalise(printed)])


def test_a_title_stored_with_its_place_prints_it_once(cast):
    cast.meghdubi.letter_place = "উলিপুর, কুড়িগ্রাম"
    for title in ("উপজেলা কৃষি অফিসার, উলিপুর", "উপজেলা কৃষি অফিসার, উলিপুর, কুড়িগ্রাম"):
        post = make_post(cast.meghdubi, title)
        assert designation_of(post) == [normalise("উপজেলা কৃষি অফিসার, উলিপুর, কুড়িগ্রাম")]


def test_two_holders_of_one_post_sit_in_one_committee_and_print_the_same(staff, cast):
    text = "জনাব ক খ, সহকারী প্রোগ্রামার - সদস্য\nজনাব গ ঘ, সহকারী প্রোগ্রামার - সদস্য সচিব"
    shown = staff.post(url(cast.committee), {"text": text})
    rows = [row.initial for row in shown.context["rows"]]
    assert [row["title"] for row in rows] == ["সহকারী প্রোগ্রামার", "সহকারী প্রোগ্রামার (২)"]
    assert "কাগজে একই পদবি ছাপা হবে" in shown.content.decode()
    sent = rows_of(*({key: row[key] for key in ("name", "title", "role")} for row in rows))
    assert staff.post(url(cast.committee), sent).status_code == 302
    posts = [seat.post for seat in cast.committee.memberships.order_by("order")]
    assert [post.holder for post in posts] == ["জনাব ক খ", "জনাব গ ঘ"]
    one, other = map(designation_of, posts)
    assert one == other
    # The same list again, in another order, finds each in the post he holds.
    turned = "\n".join(reversed(text.split("\n")))
    again = staff.post(url(cast.committee), {"text": turned}).context["rows"]
    assert [(row.initial["post"], row.initial["use"]) for row in again] == [
        (post.pk, False) for post in reversed(posts)
    ]
    # A number that is part of a title stays.
    assert designation_of(make_post(cast.meghdubi, "সংরক্ষিত আসন (২)"))[0].startswith(
        "সংরক্ষিত আসন (২)"
    )


BAD = {
    "no title": ({"title": ""}, "title"),
    "a title of ours": ({"title": "উপজেলা  কৃষি অফিসার"}, "title"),
    "a long title": ({"title": "ক" * 161}, "title"),
    "a far post": ({"post": "FAR"}, "post"),
    "no post": ({"post": "987654"}, "post"),
    "a seated post": ({"post": "SEATED"}, "post"),
    "one role twice": ({"title": "নতুন", "second_role": "member"}, "second_role"),
    "no role": ({"title": "নতুন", "role": "king"}, "role"),
}


@pytest.mark.parametrize("case", BAD)
def test_one_bad_row_stops_all_and_every_row_comes_back(staff, cast, case):
    make_post(cast.meghdubi, "উপজেলা কৃষি অফিসার")
    seated = seat(cast.committee, make_post(cast.meghdubi, "উপজেলা মৎস্য অফিসার")).post
    far = make_post(cast.charghat, "উপজেলা কৃষি অফিসার")
    row, field = BAD[case]
    known = {"FAR": far.pk, "SEATED": seated.pk}
    row = row | ({"post": known.get(row["post"], row["post"])} if "post" in row else {})
    posts = Post.objects.count()
    sent = rows_of({"title": "ভালো পদ", "name": "কামরুন নাহার"}, row, left_out=["শেষ"])
    response = staff.post(url(cast.committee), sent)
    assert response.status_code == 422
    assert [list(form.errors) for form in response.context["rows"]] == [[], [field]]
    page = response.content.decode()
    assert "<title>ত্রুটি: " in page
    assert f'href="#id_rows-1-{field}"' in page
    assert [word for word in ("ভালো পদ", "কামরুন নাহার", "<li>শেষ</li>") if word not in page] == []
    assert (cast.committee.memberships.count(), Post.objects.count()) == (1, posts)


def test_no_post_is_seated_twice_by_one_list(staff, cast):
    one = make_post(cast.meghdubi, "উপজেলা কৃষি অফিসার")
    response = staff.post(url(cast.committee), rows_of({"post": one.pk}, {"post": one.pk}))
    assert [list(form.errors) for form in response.context["rows"]] == [[], ["post"]]
    response = staff.post(
        url(cast.committee), rows_of({"title": "সহকারী পরিদর্শক"}, {"title": "সহকারী  পরিদর্শক"})
    )
    assert [list(form.errors) for form in response.context["rows"]] == [[], ["title"]]
    two = rows_of({"title": "সহকারী পরিদর্শক"}, {"title": "সহকারী পরিদর্শক (২)"})
    assert staff.post(url(cast.committee), two).status_code == 302
    # Read from a list, the second and the third of them do not take the post of the first.
    Membership.objects.all().delete()
    shown = staff.post(url(cast.committee), {"text": "সহকারী পরিদর্শক - সদস্য\n" * 3})
    posts = [row.initial["post"] for row in shown.context["rows"]]
    assert posts == [one.pk for one in Post.objects.filter(title__startswith="সহকারী")] + [None]
    assert shown.context["rows"][2].initial["title"] == "সহকারী পরিদর্শক (৩)"


@pytest.mark.parametrize("changes", [{"starts_on": "৩১/০২/২০২৪"}, {"rows-0-use": ""}])
def test_a_list_needs_a_day_and_somebody(staff, cast, changes):
    response = staff.post(url(cast.committee), rows_of({"title": "নতুন পদ"}) | changes)
    assert response.status_code == 422
    assert "নতুন পদ" in response.content.decode()
    assert not cast.committee.memberships.exists()


def test_a_list_of_the_most_members_is_taken_in(staff, cast):
    rows = [{"title": f"সদস্য পদ {number:03}", "name": "ক"} for number in range(MOST_MEMBERS)]
    assert staff.post(url(cast.committee), rows_of(*rows, left_out=["x"] * 100)).status_code == 302
    assert cast.committee.memberships.count() == MOST_MEMBERS


def test_a_forged_number_of_rows_is_refused_without_an_error(staff, cast):
    for total in ("1e9", "-1", "", "99999999"):
        sent = rows_of({"title": "নতুন পদ"}) | {"rows-TOTAL_FORMS": total}
        assert staff.post(url(cast.committee), sent).status_code == 422
    assert not cast.committee.memberships.exists()
