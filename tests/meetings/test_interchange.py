"""Minutes in and out: unchanged, or refused with one clear line."""

import json
import unicodedata
from copy import deepcopy

import pytest

from committees.models import Committee
from meetings.content import content_of
from meetings.discrepancies import discrepancies
from meetings.interchange import BadFile, read, schema, store
from meetings.models import AgendaItem, Attendance, Decision, Implementer, Meeting
from offices.models import Office
from papers.shapes import BLOCKS, COLUMN_KEYS, HEAD_KEYS, READY_SHAPES
from tests.factories import content_in, make_office

SHAPES = sorted(READY_SHAPES)


def as_file(content):
    return json.dumps(content, ensure_ascii=False).encode()


def given_back(meeting):
    """The meeting as its file would say it, without the version, which a file need not tell."""
    content = content_of(Meeting.objects.with_paper().get(pk=meeting.pk))
    assert content.pop("version") == 1
    return content


@pytest.mark.parametrize("shape", SHAPES)
def test_a_paper_of_every_shape_comes_back_unchanged(db, shape):
    content = content_in(shape)
    meeting, _ = store(read(as_file(content)))
    assert given_back(meeting) == content


def test_a_file_tells_its_version_or_is_of_the_first(db):
    content = content_in()
    assert read(as_file({"version": 1} | content)) == {"version": 1} | content
    with pytest.raises(BadFile, match="বিন্যাসের ২ নম্বর সংস্করণের; পড়া যায় ১ নম্বর সংস্করণ"):
        read(as_file({"version": 2} | content))


@pytest.mark.parametrize("number", range(5))
def test_the_real_samples_come_back_unchanged(db, shared, number):
    file = sorted((shared / "seeds").glob("*.json"))[number]
    meeting, _ = store(read(file.read_bytes()))
    assert given_back(meeting) == json.loads(file.read_text("utf-8"))


def test_what_only_this_portal_tells_comes_back_too(db):
    content = content_in("line_office")
    content["attendance"]["members"] += [
        {
            "serial": "৩",
            "name": "মংসাই মারমা",
            "designation": [],
            "role": None,
            "present": True,
            "status": "represented",
            "representative": {"name": "শিউলি বেগম", "designation": "ক্ষেত্র সহকারী"},
        },
        {
            "serial": "৪",
            "name": "আবুল কাশেম",
            "designation": [],
            "role": None,
            "present": False,
            "status": "leave",
        },
        {"serial": None, "name": "জোসেফ গোমেজ", "designation": [], "role": None, "present": False},
    ]
    content["items"][0]["decisions"][0]["due"] = "2024-04-30"
    meeting, _ = store(read(as_file(content)))
    assert given_back(meeting) == content


def test_text_is_kept_in_nfc_with_its_joiners(db):
    content = content_in(closing=["র‍্যাব ও ক্‌ষ", "যৌথ \u09c7\u09be"])
    meeting, _ = store(read(as_file(content)))
    assert given_back(meeting)["closing"] == [
        "র‍্যাব ও ক্‌ষ",
        unicodedata.normalize("NFC", "যৌথ \u09c7\u09be"),
    ]


def test_the_schema_knows_the_same_words_as_the_shapes():
    properties = schema()["properties"]
    assert set(properties["order"]["items"]["enum"]) == set(BLOCKS)
    assert set(properties["column_keys"]["items"]["enum"]) == set(COLUMN_KEYS)
    assert set(properties["head"]["items"]["properties"]["key"]["enum"]) == set(HEAD_KEYS)


# --- Bad files ------------------------------------------------------------------------------


def broken(**changes):
    return content_in(**changes)


def without(key):
    content = content_in()
    del content[key]
    return content


def with_item(**changes):
    content = content_in()
    content["items"][1] |= changes
    return content


def with_decision(**changes):
    content = content_in()
    content["items"][1]["decisions"][0] |= changes
    return content


BAD_CONTENTS = {
    "a missing key": (without("items"), "ফাইল", "এই ঘর নেই: items।"),
    "a key nobody knows": (broken(colour="সবুজ"), "ফাইল", "অচেনা ঘর: colour।"),
    "a number for text": (broken(committee=5), "committee", "এখানে লেখা থাকতে হবে।"),
    "text for a list": (broken(opening="ভূমিকা"), "opening", "এখানে তালিকা থাকতে হবে।"),
    "a number where null or text may be": (broken(title=7), "title", "এখানে লেখা থাকতে হবে।"),
    "an empty decision": (
        with_decision(text=""),
        "items[1].decisions[0].text",
        "লেখাটি ফাঁকা।",
    ),
    "a wrong type deep inside": (
        with_decision(implementers="সকল"),
        "items[1].decisions[0].implementers",
        "এখানে তালিকা থাকতে হবে।",
    ),
    "an item without a topic": (with_item(topic=None), "items[1].topic", "এখানে লেখা থাকতে হবে।"),
    "an unknown column": (
        broken(column_keys=["serial", "topic_and_discussion", "decision", "owner"]),
        "column_keys[3]",
        "“owner” চেনা মান নয়; হতে পারে: serial, topic, discussion, topic_and_discussion, "
        "decision, implementer, progress।",
    ),
    "a column twice": (
        broken(column_keys=["serial", "serial", "decision", "implementer"]),
        "column_keys",
        "তালিকায় একই জিনিস দুবার আছে।",
    ),
    "fewer headings than columns": (
        broken(columns=["ক্রম", "আলোচনা", "সিদ্ধান্ত"]),
        "columns",
        "৪টি কলামের জন্য একটি করে থাকতে হবে।",
    ),
    "an unknown block": (
        broken(order=["title", "footer"]),
        "order[1]",
        "“footer” চেনা মান নয়; হতে পারে: "
        + ", ".join(schema()["properties"]["order"]["items"]["enum"])
        + "।",
    ),
    "a date that is none": (
        broken(meeting={"date": "2024-02-30"}),
        "meeting.date",
        "“2024-02-30” পঞ্জিকার কোনো তারিখ নয়; ২০১৯-০৫-২৮ হলে লিখুন 2019-05-28।",
    ),
    "a time that is none": (
        broken(meeting={"date": "2024-02-29", "time": "25:00"}),
        "meeting.time",
        "“25:00” সময় নয়; লিখুন 00:00 থেকে 23:59-এর মধ্যে।",
    ),
    "a period that ends before it starts": (
        broken(period=["2024-03-31", "2024-03-01"]),
        "period[1]",
        "মেয়াদের শেষ শুরুর আগে।",
    ),
    "an unknown cadence": (
        broken(cadence="weekly"),
        "cadence",
        "“weekly” চেনা মান নয়; হতে পারে: monthly, quarterly, half_yearly, yearly, irregular, null।",
    ),
    "text that reads backwards": (
        broken(closing=["আদেশ \u202eশেষ"]),
        "closing[0]",
        "লেখায় অদৃশ্য অক্ষর U+202E আছে; মুছে দিন।",
    ),
    "a null byte": (
        broken(closing=["আদেশ \x00"]),
        "closing[0]",
        "লেখায় অদৃশ্য অক্ষর U+0000 আছে; মুছে দিন।",
    ),
    "a list for the whole file": ([], "ফাইল", "এখানে ঘরের গুচ্ছ {…} থাকতে হবে।"),
}


@pytest.mark.parametrize("fault", BAD_CONTENTS)
def test_a_bad_content_is_refused_by_field_in_one_line(fault):
    content, field, message = BAD_CONTENTS[fault]
    with pytest.raises(BadFile) as refusal:
        read(as_file(content))
    assert refusal.value.faults == ((field, message),)


BAD_BYTES = {
    "broken JSON": (
        b'{"kind": "minutes",\n "title": ',
        "২ নং লাইন, ১১ নং অক্ষর",
        "এখানে JSON-এর গঠন ভাঙা।",
    ),
    "not UTF-8": ("কার্যবিবরণী".encode("utf-16"), "ফাইল", "ফাইলটি UTF-8 লেখা নয়।"),
    "a key given twice": (
        b'{"kind": "minutes", "kind": "minutes"}',
        "kind",
        "একই ঘর দুবার দেওয়া হয়েছে।",
    ),
    "nested without end": (b"[" * 200_000, "ফাইল", "JSON-এর স্তর খুব গভীর।"),
    "an empty file": (b"", "১ নং লাইন, ১ নং অক্ষর", "এখানে JSON-এর গঠন ভাঙা।"),
}


@pytest.mark.parametrize("fault", BAD_BYTES)
def test_a_file_that_is_no_json_is_refused_in_one_line(fault):
    content, field, message = BAD_BYTES[fault]
    with pytest.raises(BadFile) as refusal:
        read(content)
    assert refusal.value.faults == ((field, message),)


def test_a_second_file_of_the_same_meeting_is_refused_and_stores_nothing(db):
    store(content_in())
    before = [
        model.objects.count()
        for model in (Office, Committee, Meeting, AgendaItem, Decision, Implementer, Attendance)
    ]
    with pytest.raises(BadFile) as refusal:
        store(content_in(title=None))
    assert [field for field, _ in refusal.value.faults] == ["meeting.date"]
    assert before == [
        model.objects.count()
        for model in (Office, Committee, Meeting, AgendaItem, Decision, Implementer, Attendance)
    ]


# --- Offices, committees, posts -------------------------------------------------------------


def test_the_letterhead_finds_the_office(db):
    office = make_office(
        "meghdubi",
        name="উপজেলা নির্বাহী অফিসারের কার্যালয়, মেঘডুবি",
        letter_office="উপজেলা নির্বাহী অফিসারের কার্যালয়",
        letter_place="মেঘডুবি, শালবন",
    )
    meeting, warnings = store(content_in())
    assert meeting.office == office
    assert warnings == []


def test_an_unknown_office_is_opened_with_a_warning(db):
    meeting, warnings = store(content_in())
    assert meeting.office.code == "imported-1"
    assert meeting.office.letterhead == content_in()["letterhead"]
    assert [warning["code"] for warning in warnings] == ["office_opened"]


def test_a_paper_keeps_its_own_shape_beside_its_committees(db):
    first, _ = store(content_in("district_ict"))
    second = content_in("upazila", meeting={"date": "2024-04-18"})
    meeting, _ = store(second)
    assert meeting.committee == first.committee
    assert given_back(meeting) == second


# --- Warnings -------------------------------------------------------------------------------


def warned(**changes):
    content = content_in()
    for key, value in changes.items():
        content[key] = content[key] | value if isinstance(value, dict) else value
    return [warning["code"] for warning in discrepancies(content)]


def test_a_paper_that_fits_has_no_warning():
    assert warned() == []


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"memo": {"bangla_date_as_printed": "১১ চৈত্র ১৪৩০"}}, ["bangla_date"]),
        ({"memo": {"bangla_date_as_printed": "১০ চৈত্র, ১৪৩০"}}, []),
        ({"memo": {"date_as_printed": "২৫ মার্চ ২০২৪"}}, ["date_as_printed"]),
        ({"meeting": {"date_as_printed": "২২-০৩-২০২৪ খ্রি."}}, ["date_as_printed"]),
        ({"meeting": {"date_as_printed": "গত বৃহস্পতিবার"}}, []),
        ({"period": ["2024-02-01", "2024-02-29"]}, ["period_and_date"]),
        ({"period": ["2024-01-01", "2024-03-31"]}, ["period_and_cadence"]),
        ({"memo": {"number": "০৫.৪৭.৮৫৯২.০০.০১.০০২.২৪", "as_printed": None}}, ["memo_parts"]),
        ({"memo": {"number": "০৫.৪৭.৯৯৯২.০০০.০১.০০২.২৪", "as_printed": None}}, ["memo_geo"]),
        ({"memo": {"number": "০৫.৪৩.৮৫৯২.০০০.০১.০০২.২৪", "as_printed": None}}, ["memo_geo"]),
        ({"memo": {"number": "05.47.8592.000.001.01.0002.24", "as_printed": None}}, []),
        ({"memo": {"as_printed": "স্মারক নং ০৫.৪৭.৮৫৯২"}}, ["memo_as_printed"]),
        ({"memo": {"copy_number_as_printed": "স্মারক নং ০৫.৪৭"}}, ["memo_numbers"]),
    ],
)
def test_what_does_not_fit_is_told(changes, codes):
    assert warned(**changes) == codes


def test_the_samples_get_the_warnings_their_faults_deserve(db, shared):
    files = sorted((shared / "seeds").glob("*.json"))
    assert [
        [warning["code"] for warning in discrepancies(read(file.read_bytes()))] for file in files
    ] == [["bangla_date"], ["memo_parts", "memo_numbers"], ["bangla_date"], [], []]


def test_importing_changes_nothing_in_the_given_content(db):
    content = content_in()
    before = deepcopy(content)
    store(content)
    assert content == before
