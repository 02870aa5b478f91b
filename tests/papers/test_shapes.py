"""Which shapes a paper can be printed in, and what is said of the others."""

import json
import re
from copy import deepcopy

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from meetings.interchange import read, store
from papers.shapes import INVISIBLE, READY_SHAPES, check_paragraphs, check_shape, default_shape
from tests.factories import content_in

READY = sorted(READY_SHAPES)


def shape_with(**changes):
    return deepcopy(READY_SHAPES["line_office"]) | changes


def shape_without(key):
    shape = shape_with()
    del shape[key]
    return shape


def with_columns(*keys):
    return shape_with(column_keys=list(keys), columns=["শিরোনাম"] * len(keys))


@pytest.mark.parametrize("name", READY)
def test_a_ready_shape_passes(name):
    check_shape(READY_SHAPES[name])


def test_the_shape_of_a_new_committee_is_a_ready_one():
    assert default_shape() == READY_SHAPES["upazila"]


@pytest.mark.parametrize(
    "shape",
    [
        shape_with(head=[]),
        shape_with(order=["title"]),
        shape_with(order=["memo"] * 40),
        shape_without("attendance"),
        shape_with(attendance={}),
        shape_with(attendance={"heading": "স্বাক্ষর"}),
        shape_with(attendance={"heading": None, "columns": ["ক", "খ", "গ", "ঘ"]}),
        shape_with(column_numbers=["১", "২", "৩", "৪"]),
        with_columns("topic_and_discussion", "serial", "decision", "implementer", "progress"),
        with_columns("topic"),
    ],
)
def test_a_shape_of_ones_own_passes(shape):
    check_shape(shape)


def test_what_a_file_may_hold_passes(db, shared):
    files = sorted((shared / "seeds").glob("*.json"))
    for content in [read(file.read_bytes()) for file in files] + [content_in(n) for n in READY]:
        meeting, _ = store(content)
        check_shape(meeting.shape)
        check_shape(meeting.committee.shape)
        meeting.delete()


NEEDED = "গড়নে order, head, columns ও column_keys থাকতে হবে।"
HEAD = "head: প্রতিটি লাইনে key ও label থাকতে হবে।"
COLUMNS = "columns: প্রতিটি কলামের জন্য একটি করে লেখা থাকতে হবে।"
NUMBERS = "column_numbers: প্রতিটি কলামের জন্য একটি করে লেখা থাকতে হবে।"
ATTENDANCE = "attendance: heading এবং চারটি কলামের columns দিন।"
TOPIC_TWICE = "topic_and_discussion থাকলে topic বা discussion আলাদা থাকতে পারে না।"

FAULTS = [
    (None, NEEDED),
    ([], NEEDED),
    ("order", NEEDED),
    (5, NEEDED),
    ({}, NEEDED),
    (shape_without("order"), NEEDED),
    (shape_without("head"), NEEDED),
    (shape_without("columns"), NEEDED),
    (shape_without("column_keys"), NEEDED),
    (shape_with(footer=1, colour=2), "গড়নে অচেনা অংশ: colour, footer"),
    ({**shape_with(), 5: 1, None: 2}, "গড়নে অচেনা অংশ: …, …"),
    (shape_with(order=None), "order: সর্বোচ্চ ৪০টির একটি তালিকা দিন।"),
    (shape_with(order="title"), "order: সর্বোচ্চ ৪০টির একটি তালিকা দিন।"),
    (shape_with(order={"title": 1}), "order: সর্বোচ্চ ৪০টির একটি তালিকা দিন।"),
    (shape_with(order=["title"] * 41), "order: সর্বোচ্চ ৪০টির একটি তালিকা দিন।"),
    (shape_with(order=[]), "order: কাগজে অন্তত একটি অংশ থাকতে হবে।"),
    (shape_with(order=["title", "footer"]), "কাগজে এই অংশ নেই: footer"),
    (shape_with(order=["title", 7, None, ["memo"], {}]), "কাগজে এই অংশ নেই: …, …, …, …"),
    (shape_with(column_keys=None), "column_keys: সর্বোচ্চ ৭টির একটি তালিকা দিন।"),
    (shape_with(column_keys=5), "column_keys: সর্বোচ্চ ৭টির একটি তালিকা দিন।"),
    (shape_with(column_keys=["topic", "owner"]), "ছকে এই কলাম নেই: owner"),
    (shape_with(column_keys=[["topic"], {}]), "ছকে এই কলাম নেই: …, …"),
    (with_columns(), "column_keys: ছকে অন্তত একটি কলাম থাকতে হবে।"),
    (with_columns("topic", "topic"), "একই কলাম দুবার আছে।"),
    (with_columns("topic_and_discussion", "topic"), TOPIC_TWICE),
    (with_columns("discussion", "topic_and_discussion"), TOPIC_TWICE),
    (shape_with(columns=None), "columns: সর্বোচ্চ ৭টির একটি তালিকা দিন।"),
    (shape_with(columns="কখগঘ"), "columns: সর্বোচ্চ ৭টির একটি তালিকা দিন।"),
    (shape_with(columns=["ক", "খ", "গ"]), COLUMNS),
    (shape_with(columns=["ক", "খ", "গ", 4]), COLUMNS),
    (shape_with(columns=["ক", "খ", "গ", ""]), COLUMNS),
    (shape_with(columns=["ক", "খ", "গ", "ঘ" * 2001]), COLUMNS),
    (shape_with(column_numbers=None), "column_numbers: সর্বোচ্চ ৭টির একটি তালিকা দিন।"),
    (shape_with(column_numbers=[1, 2, 3, 4]), NUMBERS),
    (shape_with(column_numbers=["১"]), NUMBERS),
    (shape_with(head=None), "head: সর্বোচ্চ ১০টির একটি তালিকা দিন।"),
    (shape_with(head={"key": "chair", "label": "ক"}), "head: সর্বোচ্চ ১০টির একটি তালিকা দিন।"),
    (shape_with(head=[{"key": "chair", "label": "ক"}] * 11), "head: সর্বোচ্চ ১০টির একটি তালিকা দিন।"),
    (shape_with(head=[1, 2]), HEAD),
    (shape_with(head=["chair"]), HEAD),
    (shape_with(head=[None]), HEAD),
    (shape_with(head=[{}]), HEAD),
    (shape_with(head=[{"key": "moon", "label": "ক"}]), HEAD),
    (shape_with(head=[{"key": ["chair"], "label": "ক"}]), HEAD),
    (shape_with(head=[{"key": "chair", "label": ""}]), HEAD),
    (shape_with(head=[{"key": "chair", "label": ["ক"]}]), HEAD),
    (shape_with(head=[{"key": "chair", "label": "ক", "bold": True}]), HEAD),
    (shape_with(attendance=None), ATTENDANCE),
    (shape_with(attendance=["স্বাক্ষর"]), ATTENDANCE),
    (shape_with(attendance={"heading": 5}), ATTENDANCE),
    (shape_with(attendance={"columns": None}), ATTENDANCE),
    (shape_with(attendance={"columns": ["ক", "খ", "গ"]}), ATTENDANCE),
    (shape_with(attendance={"columns": "কখগঘ"}), ATTENDANCE),
    (shape_with(attendance={"columns": [1, 2, 3, 4]}), ATTENDANCE),
    (shape_with(attendance={"rows": []}), ATTENDANCE),
    (
        shape_with(order=["title", "a\ud800\u202e" + "b" * 99]),
        r"কাগজে এই অংশ নেই: a\ud800\u202e" + "b" * 27,
    ),
    (shape_with(columns=["ক", "খ", "গ", "ঘ\x00"]), INVISIBLE),
    (shape_with(head=[{"key": "chair", "label": "ক\u202eখ"}]), INVISIBLE),
    (shape_with(attendance={"heading": "ক\ud800"}), INVISIBLE),
]


@pytest.mark.parametrize(("shape", "message"), FAULTS)
def test_a_shape_no_paper_can_be_printed_in_is_refused_in_bengali(shape, message):
    with pytest.raises(ValidationError) as refusal:
        check_shape(shape)
    assert refusal.value.messages == [message]
    assert re.search("[\u0980-\u09ff]", message)


@pytest.mark.once
@pytest.mark.parametrize(("shape", "message"), [fault for fault in FAULTS if fault[0]])
def test_a_committee_is_not_saved_with_a_faulty_shape(cast, shape, message):
    cast.committee.shape = shape
    with pytest.raises(ValidationError) as refusal:
        cast.committee.full_clean()
    assert refusal.value.message_dict == {"shape": [message]}


@pytest.mark.parametrize("place", ["order", "head", "columns", "column_keys", "attendance"])
def test_a_shape_nested_to_the_limit_of_python_is_refused_too(place):
    bottomless = inner = []
    for _ in range(100_000):
        inner.append([])
        inner = inner[0]
    with pytest.raises(ValidationError):
        check_shape(shape_with(**{place: bottomless}))
    with pytest.raises(ValidationError):
        check_shape(shape_with(**{place: [bottomless] * 4}))


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=8,
)  # fmt: skip


def places_in(value, path=()):
    """The path of every value inside a JSON value, itself included."""
    yield path
    if isinstance(value, dict | list):
        for key in value if isinstance(value, dict) else range(len(value)):
            yield from places_in(value[key], (*path, key))


PLACES = [(name, path) for name in READY for path in places_in(READY_SHAPES[name])]


@settings(max_examples=300, deadline=None)
@given(place=st.sampled_from(PLACES), value=anything)
def test_whatever_stands_anywhere_in_a_shape_it_is_answered(place, value):
    name, path = place
    shape = deepcopy(READY_SHAPES[name])
    if path:
        inner = shape
        for step in path[:-1]:
            inner = inner[step]
        inner[path[-1]] = value
    else:
        shape = value
    try:
        check_shape(shape)
    except ValidationError:
        return
    # Passed: then a file of this shape is taken in as well.
    content = content_in(name, **{key: shape[key] for key in shape if key != "attendance"})
    content["attendance"] |= shape.get("attendance", {})
    read(json.dumps(content, ensure_ascii=False).encode())


@pytest.mark.parametrize("paragraphs", [[], ["প্রথম"], ["প্রথম", ""]])
def test_standing_paragraphs_are_texts(paragraphs):
    check_paragraphs(paragraphs)


PARAGRAPHS = 'অনুচ্ছেদগুলো এভাবে তালিকায় দিন: ["প্রথম অনুচ্ছেদ", "দ্বিতীয় অনুচ্ছেদ"]'


@pytest.mark.parametrize(
    "paragraphs", ["প্রথম", {"1": "প্রথম"}, [1], [["প্রথম"]], [None], ["প"] * 101]
)
def test_standing_paragraphs_are_nothing_else(cast, paragraphs):
    cast.committee.opening = cast.committee.closing = paragraphs
    with pytest.raises(ValidationError) as refusal:
        cast.committee.full_clean()
    assert refusal.value.message_dict == {"opening": [PARAGRAPHS], "closing": [PARAGRAPHS]}


def test_standing_paragraphs_hold_nothing_invisible():
    with pytest.raises(ValidationError) as refusal:
        check_paragraphs(["প্রথম", "দ্বিতীয়\x00"])
    assert refusal.value.messages == [INVISIBLE]
