"""All 42 decisions of the five samples as they are followed: kind, owners, how they add up, clock.

The table was decided by hand, by reading each decision as whoever keeps such a register would.
"""

from collections import Counter

import pytest

from followup import clock
from followup.kinds import proposed_kind
from followup.models import UNCHASED, Assignment, Matter
from followup.owners import Owners, owners_of, proposed_owners
from meetings.charging import lines_of
from offices.models import Office
from tests.factories import (
    give_post,
    item_of,
    make_committee,
    make_issued,
    make_meeting,
    make_office,
    make_user,
)
from tests.followup.samples import content_of_sample, issue_sample, make_committees, make_district

HEADS = ["জেলা শিক্ষা অফিসার", "জেলা প্রাথমিক শিক্ষা অফিসার", "উপজেলা সমবায় অফিসার"]
UNOS = ["উপজেলা নির্বাহী অফিসার ×5"]
TEAM = ["সহকারী প্রোগ্রামার", "উপজেলা নির্বাহী অফিসার (সহায়ক)"]
# Of the committee in 003 the text names the member secretary, who is its focal point, too.
PERSON = [
    "সহকারী পরিদর্শক (২)", "উপজেলা সমবায় অফিসার (সহায়ক)", "সহকারী পরিদর্শক (১) (সহায়ক)",
]  # fmt: skip
CHAIRMEN = "? সংশ্লিষ্ট ইউপি চেয়ারম্যান"
OF_THE_DISTRICT = "? জেলা পর্যায়ের সকল কর্মকর্তা, লালমনিরহাট।"

# sample → (kind, how it adds up, owners) of each decision; “?”: to be settled.
TABLE = {
    "000": [
        ("once", "all", HEADS),
        ("once", "all", HEADS),
        ("once", "all", HEADS),
        ("once", "all", HEADS),
        ("continuing", "all", HEADS),
        ("once", "all", HEADS),
        ("once", "all", HEADS),
    ],
    "001": [
        ("once", "all", ["উপজেলা সমবায় অফিসার"]),
        ("once", "lead", TEAM),
        ("continuing", "lead", TEAM),
        ("continuing", "all", ["? সকল উদ্যোগী এবং সচিববৃন্দ"]),
        ("continuing", "lead", TEAM),
    ],
    # The sitting whose decisions this sample answers; its paper has no column for who does it.
    "002": [
        ("once", "all", ["?"]),
        ("continuing", "all", ["?"]),
        ("once", "all", ["?"]),
        ("continuing", "all", ["?"]),
        ("continuing", "all", ["?"]),
        ("continuing", "all", ["?"]),
    ],
    "003": [
        ("once", "lead", PERSON),
        ("continuing", "lead", PERSON),
        ("once", "lead", PERSON),
        ("done", "all", []),
        ("once", "lead", PERSON),
        ("continuing", "lead", PERSON),
        ("once", "lead", PERSON),
        ("once", "lead", PERSON),
        ("once", "lead", PERSON),
    ],
    "004": [
        ("once", "all", [OF_THE_DISTRICT]),
        ("continuing", "all", UNOS),
        ("continuing", "all", [*UNOS, CHAIRMEN]),  # ০২
        ("continuing", "all", [*UNOS, CHAIRMEN]),
        ("continuing", "all", ["ভারপ্রাপ্ত কর্মকর্তা, রেকর্ডরুম"]),
        (  # ০৪
            "continuing",
            "all",
            [
                "অতিরিক্ত জেলা প্রশাসক (সার্বিক)", "অতিরিক্ত জেলা প্রশাসক (রাজস্ব)",
                "অতিরিক্ত জেলা ম্যাজিস্ট্রেট",
            ],
        ),
        ("continuing", "all", ["? জেলা/উপজেলা পর্যায়ের সকল কর্মকর্তা, লালমনিরহাট।"]),
        ("continuing", "all", UNOS),
        ("once", "all", ["অতিরিক্ত জেলা প্রশাসক (সার্বিক)"]),
        ("continuing", "all", [*UNOS, "জেলা শিক্ষা অফিসার"]),  # ০৮
        ("continuing", "all", ["সহকারী কমিশনার (আইসিটি)"]),
        (  # ১০: one or the other, and a third
            "continuing",
            "all",
            ["? অতিরিক্ত জেলা প্রশাসক (সার্বিক)", "? উপজেলা নির্বাহী অফিসার (সকল)", "? জেলা শিক্ষা অফিসার"],
        ),
        ("once", "all", [OF_THE_DISTRICT]),
        ("continuing", "all", ["বাইরে: প্রতিনিধি, ফাইবার এট হোম"]),  # ১২
        ("once", "all", ["? জেলা শিক্ষা অফিসার", "? জেলা প্রাথমিক শিক্ষা অফিসার"]),  # ১৩
    ],
}  # fmt: skip


@pytest.fixture
def world(db):
    division = make_office("rangpur", Office.Kind.DIVISION, name="বিভাগীয় কমিশনারের কার্যালয়, রংপুর")
    world = make_district(parent=division)
    world.division = division
    make_committees(world)
    return world


def issued(world, sample, folder):
    content = content_of_sample(folder, sample)
    if sample != "002":
        office = {"001": world.upazila, "003": world.line}.get(sample, world.office)
        return issue_sample(world, office, content)
    staff, officer = (make_user(f"division-{role}") for role in ("staff", "officer"))
    give_post(staff, world.division, "staff")
    give_post(officer, world.division, "officer")
    committee = make_committee(world.division, content["committee"])
    items = [
        item_of(
            ["serial", "implementer"], item["serial"], item["topic"],
            [each["text"] for each in item["decisions"]],
        )
        for item in content["items"]
    ]  # fmt: skip
    for item in items:
        for decision in item["decisions"]:
            decision["implementers"] = []
    meeting = make_meeting(committee, by=staff, items=items)
    make_issued(meeting, author=staff, officer=officer)
    return meeting


def matters_of(meeting):
    threads = [decision.thread for item in meeting.items.all() for decision in item.decisions.all()]
    rows = Matter.objects.select_related("decision").in_bulk(threads, field_name="thread")
    return [rows[thread] for thread in threads]


def owners_told(matter):
    """Its shares as the table tells them."""
    told = []
    for share in matter.assignments.select_related("post").order_by("position", "pk"):
        if share.state == Assignment.State.SETTLE:
            told.append(f"? {share.printed}".strip())
        elif share.post is None:
            told.append(f"বাইরে: {share.outsider}")
        else:
            told.append(share.post.title + " (সহায়ক)" * (share.part == "support"))
    return [f"{who} ×{count}" if count > 1 else who for who, count in Counter(told).items()]


@pytest.mark.parametrize("sample", TABLE)
def test_every_decision_has_the_kind_owners_and_clock_that_a_person_gave_it(world, shared, sample):
    meeting = issued(world, sample, shared)
    matters = matters_of(meeting)
    found = [(m.kind, m.roll_up, sorted(owners_told(m))) for m in matters]
    assert found == [(kind, how, sorted(owners)) for kind, how, owners in TABLE[sample]]

    implied = clock.implied_due(meeting, meeting.paper.issued_on)
    for matter in matters:
        is_chased = matter.kind not in UNCHASED
        assert (matter.due_on, matter.is_implied) == (
            (implied, True) if is_chased else (None, False)
        )
        assert matter.assignments.exists() == is_chased
        assert {share.due_on for share in matter.assignments.all()} <= {matter.due_on}


def test_all_42_are_in_the_table():
    assert sum(map(len, TABLE.values())) == 42


def test_what_is_to_be_settled_has_its_proposals(world, shared):
    matters = matters_of(issued(world, "004", shared))
    proposed = {
        place: [(owner.post.title if owner.post else owner.outsider) for owner in owners_of(matters[place], matters[place].decision) if not owner.is_certain]
        for place in (0, 2, 6, 11, 14)
    }  # fmt: skip
    assert sorted(proposed[0]) == sorted(HEADS[:2])
    assert proposed[2] == ["সংশ্লিষ্ট ইউপি চেয়ারম্যান"]
    assert sorted(proposed[6]) == sorted([*HEADS, *["উপজেলা নির্বাহী অফিসার"] * 5])
    assert proposed[11] == [
        "অতিরিক্ত জেলা প্রশাসক (সার্বিক)", *["উপজেলা নির্বাহী অফিসার"] * 5, "জেলা শিক্ষা অফিসার",
    ]  # fmt: skip
    assert proposed[14] == HEADS[:2]
    # The printed line stands as it was; the firm is the one of the address book.
    share = matters[11].assignments.first()
    assert share.charge.printed == lines_of(matters[11].decision)[0]
    assert matters[13].assignments.get().addressee == world.fiber


def test_a_line_that_no_reader_splits_is_told_apart_by_its_words(world):
    """Parts with departments and places of their own; what is no post is no part."""
    owners = Owners(world.office)
    said = {
        "জেলা শিক্ষা অফিসার এবং সহকারী কমিশনার (আইসিটি), লালমনিরহাট": [
            "জেলা শিক্ষা অফিসার", "সহকারী কমিশনার (আইসিটি)",
        ],
        "১। জেলা শিক্ষা অফিসার ২। জেলা প্রাথমিক শিক্ষা অফিসার": HEADS[:2],
        "অতিরিক্ত জেলা প্রশাসক (সার্বিক ও রাজস্ব)": [
            "অতিরিক্ত জেলা প্রশাসক (সার্বিক)", "অতিরিক্ত জেলা প্রশাসক (রাজস্ব)",
        ],
        "জেলা শিক্ষা অফিসার ও নির্বাহী প্রকৌশলী, সড়ক বিভাগ": ["জেলা শিক্ষা অফিসার", None],
        "সংশ্লিষ্ট সকল": [None],
    }  # fmt: skip
    for line, titles in said.items():
        found = owners.of_line(line)
        assert [owner.post and owner.post.title for owner in found] == titles, line


def test_one_who_is_named_alone_is_proposed_for_the_decision(world, shared):
    meeting = issued(world, "003", shared)
    decision = matters_of(meeting)[0].decision
    owners = proposed_owners(decision, meeting.office)
    assert [(owner.post, str(owner.part)) for owner in owners] == list(
        zip(world.planning, ["lead", "support", "support"], strict=True)
    )


# (kind, words, implementers): none of the samples'.
OTHERS = [
    ("once", "১৫ তারিখের মধ্যে প্রতিবেদন দাখিল করতে হবে।", ["জেলা শিক্ষা অফিসার"]),
    ("continuing", "প্রতি সপ্তাহে একবার বাজার মনিটরিং করতে হবে।", ["সহকারী কমিশনার (ভূমি)"]),
    ("continuing", "মোবাইল কোর্ট পরিচালনা অব্যাহত থাকবে।", ["অতিরিক্ত জেলা ম্যাজিস্ট্রেট"]),
    ("once", "চলমান প্রকল্পের কাজ জুন মাসের মধ্যে শেষ করতে হবে।", ["নির্বাহী প্রকৌশলী"]),
    ("once", "কর্মকর্তা নিয়মিতকরণের প্রস্তাব পাঠাতে হবে।", ["জেলা শিক্ষা অফিসার"]),
    ("done", "গত সভার সিদ্ধান্ত অনুযায়ী সাইনবোর্ড স্থাপন করা হয়েছে।", []),
    ("done", "বাজেট অনুমোদন করা হলো।", []),
    ("done", "তালিকা প্রণয়ন করতে হবে।", ["বাস্তবায়িত"]),
    ("information", "নতুন নীতিমালা সম্পর্কে সকলকে অবহিত করা হলো।", []),
    ("information", "গত সভার কার্যবিবরণী সংশোধনী ছাড়া নিশ্চিত করা হলো।", []),
    ("once", "নীতিমালাটি সকল প্রতিষ্ঠানকে অবহিত করতে হবে।", ["জেলা শিক্ষা অফিসার"]),
    ("once", "প্রয়োজনীয় ব্যবস্থা নেওয়ার জন্য নির্দেশনা প্রদান করা হয়েছে।", ["জেলা শিক্ষা অফিসার"]),
]  # fmt: skip


@pytest.mark.once
@pytest.mark.parametrize(("kind", "text", "lines"), OTHERS)
def test_the_words_propose_the_kind(kind, text, lines):
    assert proposed_kind(text, lines) == kind


@pytest.mark.once
def test_what_is_asked_of_somebody_outside_is_a_request():
    text = "নেটওয়ার্ক চালু করার জন্য প্রতিষ্ঠানটিকে অনুরোধ জানানো হলো।"
    assert proposed_kind(text, is_outside=True) == "outside"
    assert proposed_kind(text, is_outside=False) == "once"
