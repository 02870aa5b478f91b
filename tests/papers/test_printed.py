"""Only what is printed travels: what the PDF carries says what the paper says, and nothing beside."""

import json
from copy import deepcopy

import pytest

from meetings.interchange import read
from papers.content import canonical
from papers.drawing import paper_html, paper_of
from papers.printed import UNPRINTED, printed
from papers.shapes import COLUMN_KEYS
from tests.factories import content_in
from tests.papers.reading import words_of
from tests.papers.test_papers import SHAPES, full_content


def texts(value):
    """Every text in a value of lists and dicts."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from texts(inner)


def said(content):
    return json.dumps(printed(content), ensure_ascii=False)


def variants():
    """Contents of every shape that say all there is, with each block, head line and column left out."""
    for shape in SHAPES:
        whole = full_content(shape)
        yield pytest.param(whole, id=shape)
        for block in dict.fromkeys(whole["order"]):
            left = deepcopy(whole)
            left["order"] = [each for each in left["order"] if each != block]
            if left["order"]:
                yield pytest.param(left, id=f"{shape} without {block}")
        for key in [line["key"] for line in whole["head"]]:
            left = deepcopy(whole)
            left["head"] = [line for line in left["head"] if line["key"] != key]
            yield pytest.param(left, id=f"{shape} without the line {key}")
        for key in whole["column_keys"]:
            if len(whole["column_keys"]) > 1:
                left = deepcopy(whole)
                place = left["column_keys"].index(key)
                for name in ("column_keys", "columns", "column_numbers"):
                    if name in left:
                        del left[name][place]
                yield pytest.param(left, id=f"{shape} without the column {key}")


@pytest.mark.parametrize("content", list(variants()))
def test_what_travels_prints_the_very_same_paper(content):
    assert paper_of(printed(content)) == paper_of(content)
    assert printed(printed(content)) == printed(content)


@pytest.mark.parametrize("content", list(variants()))
def test_no_word_travels_that_is_not_on_the_paper(content):
    """Of people, implementers, recipients and texts each word is found on the page."""
    page = "".join(words_of(paper_html(content, draft=False))) + paper_of(content)["office"]
    told = printed(content)
    said = [told.get(part) for part in ("signatory", "copy_signatory", "report_signatory")]
    said += [told[part] for part in ("items", "opening", "closing", "letterhead")]
    said += [[each["recipients"], each["heading"]] for each in told["distribution"]]
    said += (told.get("attendance") or {}).get("members", [])
    if told.get("chair"):
        said += [told["chair"]["name"], told["chair"]["designation"]]
    strangers = [word for text in texts(said) for word in text.split() if word not in page]
    assert not set(strangers) - {"represented", "guest", UNPRINTED}


def test_who_did_not_come_is_not_in_the_file_of_the_paper():
    content = content_in("line_office")
    absent = {"name": "অনুপস্থিত সদস্য", "designation": ["প্রভাষক"], "role": "সদস্য", "present": False}
    content["attendance"]["members"].append(absent)
    assert "অনুপস্থিত সদস্য" not in said(content)
    assert "সুব্রত চাকমা" in said(content)


def test_those_who_came_are_in_the_file_where_the_paper_lists_them_alone():
    """Twelve names travelled in a paper that says “পরিশিষ্ট-ক দ্রষ্টব্য” and had no such page."""
    content = content_in("district_ict")
    names = [f"সদস্য {n}" for n in range(12)]
    content["attendance"]["members"] = [
        {"name": name, "designation": [], "role": "সদস্য", "present": True} for name in names
    ]
    assert all(name in said(content) for name in names)
    content["order"].remove("annex")
    assert not any(name in said(content) for name in names)
    assert "পরিশিষ্ট-ক দ্রষ্টব্য।" in said(content)


def test_a_due_day_that_no_column_prints_stays_at_home():
    content = content_in("district_ict")
    content["items"][0]["decisions"][0]["due"] = "2024-04-01"
    assert "2024-04-01" not in said(content)


@pytest.mark.parametrize("shape", SHAPES)
def test_what_travels_can_be_taken_in_again(shape):
    whole = full_content(shape)
    assert read(canonical(printed(whole))) == printed(whole)


def test_a_paper_that_prints_everything_travels_whole():
    """The control: nothing is left out for the sake of leaving out."""
    content = content_in("line_office")
    # Of a member's line and a decision's all is on the paper; a line office prints no memo.
    assert printed(content)["attendance"]["members"] == content["attendance"]["members"]
    assert printed(content)["items"] == content["items"]


@pytest.mark.parametrize("key", sorted(set(COLUMN_KEYS) - {"topic_and_discussion", "decision"}))
def test_a_paper_of_one_column_beside_its_decisions(key):
    content = full_content("district_ict") | {"column_keys": [key, "decision"]}
    content["columns"] = ["এক", "দুই"]
    content.pop("column_numbers", None)
    assert paper_of(printed(content)) == paper_of(content)
