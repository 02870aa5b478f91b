"""The shape of a committee's papers, adjusted beside an invented paper in it."""

import re
from copy import deepcopy
from datetime import date

import pytest
from django.http import QueryDict
from django.urls import reverse
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from accounts.models import AuditEvent
from committees.samples import sample_of
from meetings.content import content_of
from meetings.models import Meeting
from meetings.planning import proposal
from papers.drawing import paper_html, paper_of
from papers.drawings import HEIGHT, MARGIN, drawing_of
from papers.outlines import acted, faults, outline_of, outline_sent, shape_from
from papers.shapes import BLOCKS, COLUMN_KEYS, HEAD_KEYS, READY_SHAPES, check_shape
from tests.factories import LONG_AGO, make_committee, make_meeting, make_post, seat

COPIES = [{"heading": "অনুলিপি:", "numbering": "(১)", "recipients": ["জেলা প্রশাসক।", "অফিস কপি।"]}]


def page_of(committee):
    return reverse("committees:shape", args=[committee.pk])


def preview_of(committee):
    return reverse("committees:shape_preview", args=[committee.pk])


def sent_by(outline, **changes):
    """What a browser sends for the form of an outline."""
    sent = QueryDict(mutable=True)
    sent.setlist("block", outline.blocks)
    for kind, text, lines in (
        ("column", "heading", outline.columns), ("head", "label", outline.head),
    ):  # fmt: skip
        sent.setlist(kind, [line.key for line in lines])
        sent.setlist(text, [line.text for line in lines])
        sent.setlist(f"{kind}_used", [line.key for line in lines if line.used])
    sent.setlist("number", outline.numbers)
    if outline.is_numbered:
        sent["is_numbered"] = "on"
    sent["attendance_heading"] = outline.attendance_heading
    sent.setlist("attendance_column", outline.attendance_columns)
    sent.setlist("copy_heading", [copies["heading"] for copies in outline.copies])
    sent.setlist("copy_numbering", [copies["numbering"] or "" for copies in outline.copies])
    sent.setlist("copy_recipients", ["\r\n".join(c["recipients"]) for c in outline.copies])
    for name, value in changes.items():
        sent.setlist(name, value if isinstance(value, list) else [value])
    return sent


def post(client, url, sent):
    return client.post(url, sent.urlencode(), "application/x-www-form-urlencoded")


@pytest.fixture
def staff(client, cast):
    client.force_login(cast.staff)
    return client


@pytest.fixture
def outline(cast):
    return outline_of(cast.committee.shape, cast.committee.copy_lists)


@pytest.mark.parametrize("name", READY_SHAPES)
def test_a_shape_goes_through_the_form_unchanged(name):
    shape = READY_SHAPES[name]
    there = outline_of(shape, COPIES)
    back = outline_sent(sent_by(there))
    assert (shape_from(there), shape_from(back), back.copies) == (shape, shape, COPIES)
    assert faults(back) == []


def test_a_line_that_stands_twice_and_own_numbers_are_kept():
    shape = deepcopy(READY_SHAPES["progress_report"])
    shape["head"] = [{"key": "date", "label": "তারিখ"}, {"key": "date", "label": "বার"}]
    shape["column_numbers"] = ["(১)", "(২)", "(৩)", "(৪)"]
    assert shape_from(outline_sent(sent_by(outline_of(shape, [])))) == shape


def test_the_shape_is_saved_for_new_meetings_and_old_ones_keep_theirs(staff, cast, outline):
    meeting = make_meeting(cast.committee)
    before = content_of(Meeting.objects.with_paper().get(pk=meeting.pk))
    stored = deepcopy(cast.committee.shape)
    outline.columns[3].text = "যিনি করবেন"
    outline.blocks.remove("closing")
    outline.copies = COPIES

    answer = post(staff, page_of(cast.committee), sent_by(outline, act="save"))
    assert answer.headers["Location"] == reverse("committees:detail", args=[cast.committee.pk])
    cast.committee.refresh_from_db()
    wanted = deepcopy(stored)
    wanted["columns"][3] = "যিনি করবেন"
    wanted["order"].remove("closing")
    assert (cast.committee.shape, cast.committee.copy_lists) == (wanted, COPIES)
    assert content_of(Meeting.objects.with_paper().get(pk=meeting.pk)) == before
    event = AuditEvent.objects.get(what="shape changed")
    assert event.detail["changes"] == {"shape": [stored, wanted], "copy_lists": [[], COPIES]}
    assert "সেই গড়নেই থাকবে" in staff.get(page_of(cast.committee)).content.decode()


def test_each_recipient_of_a_copy_list_stands_on_a_line_of_its_own(staff, cast, outline):
    """As the browser shows and sends them: no line more, and none that runs into another."""
    outline.copies = [*COPIES, {"heading": "ছক:", "numbering": None, "recipients": []}]
    page = post(staff, page_of(cast.committee), sent_by(outline, act="look")).content.decode()
    fields = re.findall('<textarea[^>]* name="copy_recipients"[^>]*>([^<]*)</textarea>', page)
    assert fields == ["জেলা প্রশাসক।\nঅফিস কপি।", ""]


def test_a_new_meeting_takes_the_shape_and_the_copy_lists(cast):
    make_meeting(cast.committee)
    cast.committee.shape = deepcopy(READY_SHAPES["line_office"])
    cast.committee.copy_lists = COPIES
    taken = proposal(cast.committee, date(2030, 1, 1))
    assert (taken["shape"], taken["distribution"]) == (READY_SHAPES["line_office"], COPIES)


def test_nothing_is_stored_before_it_is_saved(staff, cast, outline):
    stored = deepcopy(cast.committee.shape)
    for act in ("look", "ready", "block-drop-0", "add-copy", "no such act"):
        sent = sent_by(outline, act=act, ready="line_office", heading=["x"] * 7)
        answer = post(staff, page_of(cast.committee), sent)
        assert answer.status_code == 200
        assert post(staff, preview_of(cast.committee), sent).status_code == 200
    cast.committee.refresh_from_db()
    assert cast.committee.shape == stored
    assert not AuditEvent.objects.filter(what="shape changed").exists()


@pytest.mark.parametrize("name", READY_SHAPES)
def test_a_ready_shape_fills_the_form_and_calls_the_chair_as_the_committee_does(
    staff, cast, outline, name
):
    cast.committee.chair_label = "সভানেত্রী"
    cast.committee.save()
    outline.copies = COPIES
    answer = post(staff, page_of(cast.committee), sent_by(outline, act="ready", ready=name))
    taken = answer.context["outline"]
    wanted = deepcopy(READY_SHAPES[name])
    for line in wanted["head"]:
        if line["key"] == "chair":
            line["label"] = "সভানেত্রী"
    assert (shape_from(taken), taken.copies) == (wanted, COPIES)
    assert answer.context["is_changed"]


def test_lists_are_steered_by_buttons_without_javascript(outline):
    def after(act, **kept):
        return acted(outline, act, chair_label="সভাপতি", **kept)

    blocks = list(outline.blocks)
    assert after("block-up-1").blocks == [blocks[1], blocks[0], *blocks[2:]]
    assert after("block-down-0").blocks == blocks
    assert after("block-up-0").blocks == blocks
    assert after(f"block-down-{len(blocks) - 1}").blocks == blocks
    assert after("block-drop-2").blocks == blocks[:2] + blocks[3:]
    assert after("add-block", block="page_break").blocks[-1] == "page_break"
    assert "<b>" not in after("add-block", block="<b>").blocks
    assert [line.key for line in after("column-down-0").columns[:2]] == [
        "topic_and_discussion", "serial",
    ]  # fmt: skip
    # A column is left out by its tick; no button takes it away.
    assert len(after("column-drop-0").columns) == len(COLUMN_KEYS)
    assert after("add-copy").copies == [{"heading": "", "numbering": "১।", "recipients": []}]
    assert after("copy-drop-0").copies == []
    assert after("copy-drop-99").copies == []


def test_the_keyboard_stays_on_the_line_that_moved(staff, cast, outline):
    answer = post(staff, page_of(cast.committee), sent_by(outline, act="block-down-1"))
    focused = [
        tag.partition(">")[0]
        for tag in answer.content.decode().split("<button")[1:]
        if "autofocus" in tag.partition(">")[0]
    ]
    assert len(focused) == 1
    assert 'value="block-down-2"' in focused[0]
    assert 'aria-label="নিচে নিন: শিরোনাম"' in focused[0]


BAD = {
    "no block": ({"block": []}, "blocks"),
    "no column": ({"column_used": []}, "columns"),
    "one column twice": (
        {"column_used": ["topic", "topic_and_discussion"], "heading": ["ক"] * 7}, "columns",
    ),
    "no heading": ({"heading": ["", "ক", "ক", "ক", "", "", ""]}, "heading1"),
    "no label": ({"label": ["ক", " ", "ক", "ক", "ক"]}, "label2"),
    "a long heading": ({"heading": ["ক" * 2001, "ক", "ক", "ক", "", "", ""]}, "heading1"),
    "half an attendance": ({"attendance_column": ["ক", "", "ক", "ক"]}, "attendance_column2"),
    "no copy heading": (
        {"copy_heading": " ", "copy_numbering": "১।", "copy_recipients": "ক"}, "copy_heading1",
    ),
    "many recipients": (
        {"copy_heading": "ক", "copy_numbering": "১।", "copy_recipients": "ক\n" * 201}, "shape-form",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_a_shape_that_cannot_be_printed_is_refused_and_stays_on_the_page(
    staff, cast, outline, case
):
    stored = deepcopy(cast.committee.shape)
    changes, place = BAD[case]
    sent = sent_by(outline, act="save", **changes)
    answer = post(staff, page_of(cast.committee), sent)
    assert answer.status_code == 422
    assert [where for where, _ in answer.context["faults"]] == [place]
    page = answer.content.decode()
    assert "<title>ত্রুটি: " in page
    assert f'href="#{place}"' in page
    assert f'id="{place}"' in page
    assert answer.context["outline"] == outline_sent(sent)
    cast.committee.refresh_from_db()
    assert cast.committee.shape == stored

    shown = post(staff, preview_of(cast.committee), sent)
    assert shown.status_code == 200
    assert answer.context["faults"][0][1] in shown.content.decode()


def test_the_sample_follows_what_is_typed(staff, cast, outline):
    outline.columns[2].text = "যা ঠিক হলো <b>"
    shown = post(staff, preview_of(cast.committee), sent_by(outline)).content.decode()
    assert "যা ঠিক হলো &lt;b&gt;" in shown
    assert "<!doctype" not in shown
    assert "যা ঠিক হলো" not in staff.get(preview_of(cast.committee)).content.decode()


def test_the_sample_is_the_committees_own(staff, cast):
    post_ = make_post(cast.meghdubi, "উপজেলা নির্বাহী অফিসার")
    post_.postings.create(name="নাজমা খাতুন", starts_on=LONG_AGO)
    seat(cast.committee, post_, "chair")
    cast.committee.standing_agenda = ["আমাদের নিজের বিষয়"]
    cast.committee.opening = ["আমাদের নিজের সূচনা।"]
    cast.committee.save()
    shown = staff.get(preview_of(cast.committee)).content.decode()
    for own in ("নাজমা খাতুন", "আমাদের নিজের বিষয়", "আমাদের নিজের সূচনা।", cast.committee.name):
        assert own in shown
    assert Meeting.objects.count() == 0


def test_the_sample_costs_no_more_for_more_members(
    staff, cast, outline, django_assert_max_num_queries
):
    for number in range(12):
        seat(cast.committee, make_post(cast.meghdubi, f"সদস্য {number}"))
    with django_assert_max_num_queries(8):
        post(staff, preview_of(cast.committee), sent_by(outline))


def shapes():
    """Any shape the guards let through."""
    lines = st.text("কখগ abc<&", min_size=1, max_size=12).filter(str.strip)

    @st.composite
    def shape(draw):
        keys = draw(st.lists(st.sampled_from(COLUMN_KEYS), min_size=1, unique=True))
        if "topic_and_discussion" in keys:
            keys = [key for key in keys if key not in ("topic", "discussion")]
        made = {
            "order": draw(st.lists(st.sampled_from(BLOCKS), min_size=1, max_size=12)),
            "head": draw(
                st.lists(
                    st.fixed_dictionaries({"key": st.sampled_from(HEAD_KEYS), "label": lines}),
                    max_size=6,
                )
            ),
            "columns": [draw(lines) for _ in keys],
            "column_keys": keys,
        }
        if draw(st.booleans()):
            made["attendance"] = {"columns": [draw(lines) for _ in range(4)]}
        return made

    return shape()


@given(shape=shapes())
@hypothesis_settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_shape_is_let_through_can_be_drawn(cast, shape):
    check_shape(shape)
    content = sample_of(cast.committee, shape=shape, copy_lists=[])
    assert paper_html(content, draft=True)
    assert len(paper_of(content)["blocks"]) <= len(shape["order"])
    drawing = drawing_of(shape)
    lowest = max(
        [bar["y"] + bar["height"] for bar in drawing["bars"]]
        + [grid["y"] + grid["height"] for grid in drawing["grids"]],
        default=0,
    )
    assert lowest * drawing["scale"] <= HEIGHT - 2 * MARGIN + 1


def test_the_five_drawings_differ():
    assert len({str(drawing_of(shape)) for shape in READY_SHAPES.values()}) == 5


def test_a_committee_of_another_office_is_not_shaped(client, cast, outline):
    theirs = make_committee(cast.charghat)
    client.force_login(cast.staff)
    for url in (page_of(theirs), preview_of(theirs)):
        assert post(client, url, sent_by(outline, act="save")).status_code == 404
    client.force_login(cast.officer)
    assert post(client, page_of(cast.committee), sent_by(outline, act="save")).status_code == 403
