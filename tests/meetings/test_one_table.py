"""What a paper prints of its meeting is in every use there is of it, or on a list that says why not."""

from datetime import date, time

import pytest

from meetings.changes import UNSAID
from meetings.content import content_of
from meetings.correcting import SAID, begin_corrigendum
from meetings.interchange import schema, store
from meetings.models import Meeting
from meetings.planning import proposal
from meetings.planning_forms import HeadForm
from meetings.printed_rows import rows_of
from papers.comparing import changes
from papers.drawing import paper_of
from papers.head import BY_KEY, HEAD, TYPED
from papers.kinds import DATE, KINDS, LINE, LINK, TIME
from papers.samples import Own, sample_content
from papers.shapes import HEAD_KEYS, READY_SHAPES
from tests.factories import content_in, make_issued, make_meeting
from tests.meetings.test_models import PRINTED

# A value of each kind, and of the columns that are not of one.
VALUES = {DATE: date(2024, 3, 9), TIME: time(15, 20), LINE: "নতুন কথা", LINK: "https://example.org/x"}
CHAIR = {"name": "নতুন সভাপ্রধান", "designation": ["নতুন পদবি"]}


def value_for(line):
    return CHAIR if line.key == "chair" else VALUES[line.kind]


def said_of(line):
    """A word by which the value is known on a page."""
    told = {DATE: "০৯/০৩/২০২৪", TIME: "৩.২০", LINE: "নতুন কথা", LINK: "https://example.org/x"}
    return CHAIR["name"] if line.key == "chair" else told[line.kind]


def fetched(meeting):
    return Meeting.objects.with_paper().get(pk=meeting.pk)


@pytest.fixture
def telling(cast):
    """(a line of the head) → a meeting whose paper prints all of them, with this one told anew."""

    def made(line, **fields):
        content = content_in(committee=cast.committee.name)
        content["head"] = [{"key": each.key, "label": each.name} for each in HEAD]
        meeting, _ = store(content, office=cast.meghdubi, by=cast.staff)
        own = {f"{line.key}_as_printed": None} if line.own_words else {}
        Meeting.objects.filter(pk=meeting.pk).update(
            **own, **{line.attribute: value_for(line)}, **fields
        )
        return fetched(meeting)

    return made


# --- The lines of the head ------------------------------------------------------------------------

# (line, use): why it is not there
NOT_IN = {
    ("date", "next meeting"): "each sitting has its own",
    ("chair", "next meeting"): "proposed from who holds the chair's post that day",
}


def in_shapes(line, telling, cast):
    return line.key in HEAD_KEYS


def in_schema(line, telling, cast):
    known = schema()["properties"]
    if line.key not in known["head"]["items"]["properties"]["key"]["enum"]:
        return False
    return not line.in_sitting or line.key in known["meeting"]["properties"]


def in_content(line, telling, cast):
    return bool(line.lines(content_of(telling(line))))


def in_import(line, telling, cast):
    content = content_of(telling(line)) | {"committee": "আরেক কমিটি"}
    taken, _ = store(content, office=cast.meghdubi, by=cast.staff)
    return getattr(fetched(taken), line.attribute) == value_for(line)


def on_paper(line, telling, cast):
    (head,) = [b for b in paper_of(content_of(telling(line)))["blocks"] if b["name"] == "head"]
    return any(said_of(line) in said for told in head["lines"] for said in told["value"])


def on_check_page(line, telling, cast):
    told = [
        said
        for group in rows_of(telling(line), [], [])
        for row in group["rows"]
        for said in row["lines"]
    ]
    return any(said_of(line) in each for each in told)


def in_difference(line, telling, cast):
    before = content_of(
        fetched(make_meeting(cast.committee, by=cast.staff, held_on=date(2024, 1, 9)))
    )
    return (line.told_as or line.name) in {
        each["where"] for each in changes(before, content_of(telling(line)))
    }


def in_corrigendum(line, telling, cast):
    meeting = telling(line)
    make_issued(meeting, author=cast.staff, officer=cast.officer)
    draft = begin_corrigendum(meeting, by=cast.staff, reason="ভুল")
    return getattr(fetched(draft), line.attribute) == value_for(line)


def in_next_meeting(line, telling, cast):
    telling(line)
    return proposal(cast.committee, date(2025, 1, 9))[line.attribute] == value_for(line)


def in_form(line, telling, cast):
    form = HeadForm(meeting=telling(line))
    if line in TYPED:
        return form.initial[line.attribute] == value_for(line) and line.attribute in form.fields
    told = {"chair": "chair_name"}.get(line.key, line.attribute)
    return told in form.fields and bool(form.initial[told])


def in_history(line, telling, cast):
    return not {*line.columns} & UNSAID


def in_samples(line, telling, cast):
    shape = READY_SHAPES["upazila"] | {"head": [{"key": line.key, "label": "ক"}]}
    own = Own("ক", "monthly", {}, "সভাপতি", [], [], [], [], None, None)
    content = sample_content(own, shape=shape, copy_lists=[], held_on=date(2024, 3, 9))
    return bool(line.lines(content))


USES = {
    "shapes": in_shapes,
    "schema": in_schema,
    "content": in_content,
    "import": in_import,
    "paper": on_paper,
    "check page": on_check_page,
    "difference": in_difference,
    "corrigendum": in_corrigendum,
    "next meeting": in_next_meeting,
    "form": in_form,
    "history": in_history,
    "samples": in_samples,
}


@pytest.mark.parametrize("use", USES)
@pytest.mark.parametrize("key", [line.key for line in HEAD])
def test_each_line_of_the_head_is_in_each_use(key, use, telling, cast):
    there = USES[use](BY_KEY[key], telling, cast)
    assert there == ((key, use) not in NOT_IN), (
        f"“{key}” is missing in: {use}. Let the use ask papers.head.HEAD, or say in NOT_IN why not"
    )


def test_the_schema_knows_the_lines_of_the_table_and_no_others():
    known = schema()["properties"]
    assert known["head"]["items"]["properties"]["key"]["enum"] == HEAD_KEYS, (
        "write the keys of papers.head.HEAD into meetings/interchange.schema.json"
    )
    sitting = {line.key for line in HEAD if line.in_sitting}
    own = {f"{line.key}_as_printed" for line in HEAD if line.in_sitting and line.own_words}
    assert known["meeting"]["properties"].keys() == sitting | own


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_the_schema_says_of_a_kind_what_the_form_says(kind):
    assert schema()["$defs"][kind.name] == kind.schema


@pytest.mark.parametrize(
    ("typed", "is_one"),
    [
        ("https://example.org", True), ("http://a.gov.bd/x?y=১", True), ("www.a.gov.bd", False),
        ("javascript:alert(1)", False), ("https://", False), ("https://a b", False), ("", True),
    ],
)  # fmt: skip
def test_a_link_is_a_whole_address(typed, is_one):
    field = LINK.field("লিংক")
    if is_one:
        assert field.clean(typed) == typed
        return
    with pytest.raises(Exception, match="পুরো ঠিকানা নয়"):
        field.clean(typed)


# --- Every printed column -------------------------------------------------------------------------

# (column, use): why it is not there
FROM_A_FILE = "only a paper taken in from a file has it; nobody types it, and nobody mends it"
OF_THE_COMMITTEE = (
    "what the committee is; it is changed there, and told over every page of the meeting"
)
LEFT_OUT = {
    ("title", "corrigendum"): "its own: the title with (সংশোধিত)",
    ("memo", "corrigendum"): "its own: a number of its own at issue",
    ("report_signed_on_as_printed", "corrigendum"): "its own: it is signed anew",
    ("kind", "difference"): "both versions answer one duty: they are of one kind",
    ("cadence", "difference"): "told by the period",
    ("shape", "difference"): "how it is set, not what it says",
    **{
        (column, use): OF_THE_COMMITTEE
        for column in ("kind", "committee_name", "cadence", "shape", "letterhead")
        for use in ("check page", "form")
    },
    **{
        (column, use): FROM_A_FILE
        for column in ("letter", "report_signatory", "report_signed_on_as_printed")
        for use in ("check page", "form")
    },
    ("date_as_printed", "form"): FROM_A_FILE,
    ("time_as_printed", "form"): "typed as the word before the time",
    ("earlier", "form"): "made of what owners answer, on a page of its own (followup.reviewing)",
    ("distribution", "form"): "typed in forms of its own, one a list",
}


def form_says(meeting):
    return HeadForm._values(meeting)


COLUMN_USES = {
    "check page": lambda meeting: [
        [row["lines"] for row in group["rows"]] for group in rows_of(meeting, [], [])
    ],
    "difference": content_of,
    "form": form_says,
    "corrigendum": None,
}


@pytest.mark.parametrize("use", COLUMN_USES)
@pytest.mark.parametrize("column", PRINTED[Meeting])
def test_each_printed_column_is_in_each_use_or_it_is_said_why_not(column, use, cast):
    if use == "corrigendum":
        there = column in SAID
    else:
        content = content_in("line_office", committee=cast.committee.name)
        meeting = fetched(store(content, office=cast.meghdubi)[0])
        if column in {line.attribute for line in HEAD if line.own_words}:
            # Else the old paper's own words win.
            meeting.date_as_printed = meeting.time_as_printed = None
        before = COLUMN_USES[use](meeting)
        told = PRINTED[Meeting][column]
        setattr(meeting, column, "নিজের কথা" if column == "time_as_printed" else told)
        after = COLUMN_USES[use](meeting)
        there = bool(changes(before, after)) if use == "difference" else before != after
    assert there == ((column, use) not in LEFT_OUT), (
        f"the column {column} is missing in: {use}. Let it be told there, or say in LEFT_OUT why not"
    )
