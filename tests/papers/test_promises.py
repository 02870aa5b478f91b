"""What a paper promises and does not hold is named; what it holds is not."""

import json

import pytest

from papers.promises import Annex, broken
from tests.factories import content_in

CAME = {"serial": "১", "name": "করিম", "designation": [], "role": None, "present": True}


def paper(**changes):
    content = content_in("district_innovation") | {"opening": [], "closing": []} | changes
    content["order"] = changes.get("order", [each for each in content["order"] if each != "annex"])
    content["attendance"] = changes.get("attendance", {"as_printed": None, "members": []})
    return content


def told(content, *pages):
    annexes = [
        Annex(f"{number}.pdf", lambda count=count: count) for number, count in enumerate(pages)
    ]
    return list(broken(content, annexes))


def says(text, *pages):
    return [message for where, message in told(paper(opening=[text]), *pages) if where == "files"]


@pytest.mark.parametrize(
    "text",
    [
        "উপস্থিতির তালিকা পরিশিষ্ট-ক দ্রষ্টব্য।",
        "তালিকা পরিশিষ্ট ‘ক’-তে দেখানো হলো।",
        "বিস্তারিত পরিশিষ্ট–২ এ আছে।",
        "কার্যবিবরণীর পরিশিষ্ট-খ দেখুন",
        "সংযুক্তি: ৩ (তিন) পাতা",
        "সংযুক্তি: বর্ণনা মোতাবেক",
        "অগ্রগতির ছক সংযুক্ত।",
        "এতদসঙ্গে সংযুক্ত প্রতিবেদন অনুমোদিত হলো।",
        "আলোচনা হয়।\nসংযোজনী ১ দেখুন",
    ],
)
def test_an_annex_that_is_not_there_is_named(text):
    [message] = says(text)
    assert "কোনো পরিশিষ্ট ফাইল রাখা হয়নি" in message
    assert says(text, 3) == []


@pytest.mark.parametrize(
    "text",
    [
        "সাব-মেনুতে সংযুক্ত করতে হবে।",
        "মাইগভে সেবা সংযুক্তি ও উদ্যোক্তা সংযুক্তি বাড়াতে হবে।",
        "অনলাইনে সংযুক্ত জেলা প্রশাসকগণ বক্তব্য দেন।",
        "নীতিমালার পরিশিষ্ট-ক অনুযায়ী কমিটি গঠিত।",
        "সংযুক্তি: নেই",
        "আবেদনের সময় সংযুক্তির আকার ২ মেগাবাইটের বেশি নয়।",
        "পরিশিষ্টসমূহ পরে চূড়ান্ত হবে।",
    ],
)
def test_other_words_promise_nothing(text):
    assert says(text) == []


@pytest.mark.parametrize(
    ("text", "pages", "message"),
    [
        ("সংযুক্তি: ৩ (তিন) টি", (1, 1), "পরিশিষ্ট ফাইল আছে ২টি"),
        ("সংযুক্তি: ২ (দুই) টি", (1, 1), None),
        ("সংযুক্তি: ০৫ (পাঁচ) পাতা", (2, 2), "৪ পৃষ্ঠা"),
        ("সংযুক্তি: ০৪ (চার) পাতা", (2, 2), None),
        ("সংযুক্তি: ২ (দুই) ফর্দ", (2, 2), None),
        ("সংযুক্তি: ২ (দুই) পৃষ্ঠা", (2, 2), "৪ পৃষ্ঠা"),
        ("সংযুক্তি: ৩ (চার) পাতা", (3,), "অঙ্কে ৩, কথায় চার"),
        ("সংযুক্তি: ১ (এক) পাতা", (None, None), "ফাইলই আছে ২টি"),
        ("সংযুক্তি: ৫ পাতা", (None,), None),
    ],
)
def test_an_enclosure_is_counted(text, pages, message):
    found = says(text, *pages)
    assert [message in each for each in found] == [True] if message else found == []


def test_attendance_that_is_printed_nowhere_is_named():
    taken = {"as_printed": None, "members": [CAME]}
    plain = paper(attendance=taken)
    plain["head"] = [line for line in plain["head"] if line["key"] != "attendance"]
    assert [where for where, _ in told(plain)] == ["attendance"]
    assert told(plain | {"order": [*plain["order"], "attendance"]}) == []
    promised = plain | {"opening": ["উপস্থিত সদস্যদের তালিকা পরিশিষ্ট-ক-তে দেখানো হলো।"]}
    assert [where for where, _ in told(promised)] == ["files"]
    assert told(promised, 1) == []
    # A line of the head without words prints nothing either.
    assert "১ জনের উপস্থিতি" in told(paper(attendance=taken))[0][1]


def test_a_list_in_the_paper_itself_is_no_missing_annex():
    taken = {"as_printed": "উপস্থিতি পরিশিষ্ট-ক দ্রষ্টব্য।", "members": [CAME]}
    content = paper(attendance=taken)
    assert [where for where, _ in told(content)] == ["files"]
    assert told(content | {"order": [*content["order"], "attendance"]}) == []


def test_an_annex_among_the_pages_keeps_what_is_promised_of_it_alone():
    for called, other in (("পরিশিষ্ট-ক", "পরিশিষ্ট-খ"), ("সংযোজনী ১২", "সংযোজনী-২")):
        taken = {"as_printed": f"{called} দ্রষ্টব্য।", "members": [CAME]}
        content = paper(attendance=taken, opening=[f"তালিকা {called}-তে আছে।"])
        assert [where for where, _ in told(content)] == ["files"]
        order = {"order": [*content["order"], "annex"]}
        assert told(content | order) == []
        assert len(told(content | order | {"closing": [f"হিসাব {other} দ্রষ্টব্য।"]})) == 1
        # Nobody came: there is no such page.
        assert told(content | order | {"attendance": taken | {"members": []}}) != []


def test_a_paper_without_a_title_is_named():
    content = paper()
    untitled = content | {"order": [block for block in content["order"] if block != "title"]}
    assert told(content) == []
    assert [where for where, _ in told(untitled)] == ["title"]
    assert told(untitled | {"order": ["subject", *untitled["order"]]}) == []


# Two real papers send their reader to a list that lies elsewhere, one has no title; that is all.
REAL = {"000": ["files"], "001": [], "002": [], "003": [], "004": ["title", "files"]}


@pytest.mark.parametrize("number", REAL)
def test_what_real_papers_do_not_hold(shared, number):
    [file] = (shared / "seeds").glob(f"{number}_*.json")
    assert [where for where, _ in told(json.loads(file.read_text("utf-8")))] == REAL[number]
