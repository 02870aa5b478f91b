"""Text keeps its form: line breaks, lists and tables through entry, files, history and new meetings."""

import json
import re
from copy import deepcopy
from html import unescape
from html.parser import HTMLParser

import pytest
from django.urls import reverse

from meetings import actions, changes
from meetings.completeness import doubts_about, missing_in
from meetings.content import content_of
from meetings.forms import ReturnForm
from meetings.interchange import BadFile, read, store
from meetings.models import AgendaItem, Attendance, Decision, Implementer, Meeting
from meetings.planning import decisions_to_carry, plan_meeting
from meetings.printed_rows import rows_of
from papers.comparing import changes as changes_between
from papers.content import digest
from papers.content import items as items_of
from papers.paragraphs import typed
from tests.factories import content_in

pytestmark = pytest.mark.once

LIST = "কমিটি নিম্নরূপ কাজ করবে:\n(১) কৃষি\n\t(ক) বীজ\n(২) শিক্ষা"
TABLE = {"table": {"head": ["খাত", "টাকা"], "rows": [["কৃষি\nও মৎস্য", "৪০|৪১"], ["", "\\"]]}}
BARE = {"table": {"head": None, "rows": [["---", " ক "]]}}


def as_file(content):
    return json.dumps(content, ensure_ascii=False).encode()


def decided(text, *implementers, **more):
    told = {"label": None, "text": text, "implementers": list(implementers), "progress": None}
    return told | more


def rich(shape="district_innovation", **changes):
    """A content in which every text has line breaks, ends in spaces or looks like something else."""
    content = content_in(shape) | {
        "title": "কমিটির সভার\nকার্যবিবরণী",
        "opening": [LIST, " আগে ফাঁকা", "| ছক নয় |", "এক\n\nদুই", "\\"],
        "closing": ["ধন্যবাদ।\nসভা শেষ। "],
    }
    content["items"] = [
        {
            "serial": "০১।\n",
            "code": None,
            "topic": "বিষয়\nদুই লাইনে ",
            "discussion": [LIST, TABLE, "| ছক নয় |", " \n ", BARE, "শেষ\u2003কথা"],
            "decisions": [
                decided(LIST, "উপজেলা কৃষি অফিসার\nকুড়িগ্রাম সদর", "সহকারী প্রোগ্রামার  ", label="ঙ"),
                decided(" দ্বিতীয় ", "ক", label=None),
            ],
        },
        {
            "serial": "০২",
            "code": None,
            "topic": "তৃতীয়",
            "discussion": [],
            "decisions": [decided("এক\n", "খ", label="ক")],
            "implementers_as_printed": "",
        },
    ]
    return content | changes


def of_no_topic(**changes):
    content = rich()
    content["column_keys"] = ["serial", "discussion", "decision", "implementer"]
    content["columns"] = ["ক্রম", "আলোচনা", "সিদ্ধান্ত", "বাস্তবায়ন"]
    for item in content["items"]:
        item["topic"] = ""
    content["items"][0]["discussion"] = ["বীজ বিতরণ নিয়ে আলোচনা", TABLE]
    return content | changes


def given_back(meeting):
    content = content_of(Meeting.objects.with_paper().get(pk=meeting.pk))
    del content["version"]
    return content


class _Fields(HTMLParser):
    """What a browser sends of the form that says `data-row` or, without one, of the biggest form."""

    def __init__(self, html):
        super().__init__()
        self.forms, self._area, self._select = [[]], None, None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        if tag == "form":
            self.forms.append([])
        if tag == "textarea":
            self._area = [told["name"], ""]
        if tag == "select":
            self._select = [told["name"], None]
        if tag == "option" and self._select and ("selected" in told or self._select[1] is None):
            self._select[1] = told.get("value", "")
        is_chosen = told.get("type") not in ("checkbox", "radio", "file") or "checked" in told
        if tag == "input" and told.get("name") and is_chosen:
            self.forms[-1].append((told["name"], told.get("value", "")))

    def handle_data(self, data):
        if self._area:
            self._area[1] += data

    def handle_endtag(self, tag):
        if tag == "textarea":
            name, text = self._area
            self.forms[-1].append((name, text.removeprefix("\n").replace("\n", "\r\n")))
            self._area = None
        if tag == "select":
            self.forms[-1].append(tuple(self._select))
            self._select = None


def sent_unchanged(client, url, act="save"):
    """Opens a page, and sends its form as it was shown."""
    form = max(_Fields(client.get(url).content.decode()).forms, key=len)
    data = {name: value for name, value in form if name not in ("act", "csrfmiddlewaretoken")}
    response = client.post(url, data | {"act": act})
    assert response.status_code == 302, response.content.decode()[:2000]
    return data


def stored(meeting):
    """Every column of everything a meeting is made of."""
    rows = [Meeting.objects.filter(pk=meeting.pk), AgendaItem.objects.filter(meeting=meeting)]
    rows += [Decision.objects.filter(item__meeting=meeting)]
    rows += [Implementer.objects.filter(decision__item__meeting=meeting)]
    rows += [Attendance.objects.filter(meeting=meeting)]
    return [list(each.order_by("pk").values()) for each in rows]


def pages_of(meeting):
    yield reverse("meetings:head", args=[meeting.pk])
    yield reverse("meetings:attendance", args=[meeting.pk])
    for item in meeting.items.all():
        yield reverse("meetings:item", args=[meeting.pk, item.pk])


def papers(shared):
    for file in sorted((shared / "seeds").glob("*.json")):
        yield file.name, file.read_bytes()


@pytest.fixture
def item(meeting):
    return meeting.items.get(position=0)


# --- Unchanged forms ------------------------------------------------------------------------------


@pytest.mark.parametrize("number", range(5))
def test_a_real_paper_saved_as_it_is_stays_as_it_is(client, cast, shared, number):
    _, content = list(papers(shared))[number]
    _stays(client, cast, read(content))


@pytest.mark.parametrize("shape", ["district_innovation", "district_ict", "line_office"])
def test_whatever_a_file_says_stays_where_nobody_touches_it(client, cast, shape):
    content = rich(shape)
    content["attendance"]["members"].append(
        {
            "serial": None,
            "name": "করিম  উদ্দিন",
            "designation": ["সহকারী\nকমিশনার", " ভূমি "],
            "role": None,
            "present": True,
        }
    )
    _stays(client, cast, read(as_file(content)))


def test_a_form_without_topics_stays_too(client, cast):
    _stays(client, cast, read(as_file(of_no_topic())))


def _stays(client, cast, content):
    meeting, _ = store(content, office=cast.committee.office)
    before, approved = stored(meeting), digest(given_back(meeting))
    client.force_login(cast.staff)
    for url in pages_of(meeting):
        sent_unchanged(client, url)
        assert stored(meeting) == before, url
    assert digest(given_back(meeting)) == approved


def test_what_is_changed_beside_it_changes_nothing_else(client, cast):
    meeting, _ = store(read(as_file(rich())), office=cast.committee.office)
    before = given_back(meeting)
    item = meeting.items.first()
    url = reverse("meetings:item", args=[meeting.pk, item.pk])
    client.force_login(cast.staff)
    form = max(_Fields(client.get(url).content.decode()).forms, key=len)
    data = dict(form) | {"act": "save"}
    [name] = [name for name in data if name.endswith("-discussion")]
    data[name] = data[name].replace("৪০\\|৪১", "৪৫")
    client.post(url, data)
    wanted = deepcopy(before)
    wanted["items"][0]["discussion"][1]["table"]["rows"][0][1] = "৪৫"
    # Typed anew, a space that is no plain one stays, and so does every guarded line.
    assert given_back(meeting) == wanted


def test_two_lines_of_one_implementer_stay_one_when_another_is_added(client, cast):
    meeting, _ = store(read(as_file(rich())), office=cast.committee.office)
    item = meeting.items.first()
    url = reverse("meetings:item", args=[meeting.pk, item.pk])
    client.force_login(cast.staff)
    form = max(_Fields(client.get(url).content.decode()).forms, key=len)
    data = dict(form) | {"act": "save"}
    data[f"item{item.pk}-d0-implementers"] += "\r\nতৃতীয় জন"
    client.post(url, data)
    lines = [row.printed for row in item.decisions.first().implementers.all()]
    assert lines == ["উপজেলা কৃষি অফিসার\nকুড়িগ্রাম সদর", "সহকারী প্রোগ্রামার", "তৃতীয় জন"]


# --- Entry ----------------------------------------------------------------------------------------


def test_a_table_between_bars_is_typed_into_a_discussion_alone(client, cast, meeting, item):
    url = reverse("meetings:item", args=[meeting.pk, item.pk])
    client.force_login(cast.staff)
    data = dict(max(_Fields(client.get(url).content.decode()).forms, key=len)) | {"act": "save"}
    bars = "বরাদ্দ:\r\n| খাত | টাকা |\r\n|---|---|\r\n| কৃষি | ৪০ |\r\n\r\nশেষ"
    data[f"item{item.pk}-discussion"] = data[f"item{item.pk}-d0-text"] = bars
    client.post(url, data)
    item.refresh_from_db()
    table = {"table": {"head": ["খাত", "টাকা"], "rows": [["কৃষি", "৪০"]]}}
    assert item.discussion == ["বরাদ্দ:", table, "শেষ"]
    assert item.decisions.get().text == bars.replace("\r\n", "\n")


def test_too_large_a_table_comes_back_with_what_to_mend(client, cast, meeting, item):
    url = reverse("meetings:item", args=[meeting.pk, item.pk])
    client.force_login(cast.staff)
    data = dict(max(_Fields(client.get(url).content.decode()).forms, key=len)) | {"act": "save"}
    data[f"item{item.pk}-discussion"] = "|" + " ক |" * 21
    response = client.post(url, data)
    assert response.status_code == 422
    assert "২০০টি সারি ও ২০টি কলাম" in response.content.decode()
    assert "ক |" * 1 in response.content.decode()


def test_rows_sent_as_they_read_hold_the_text_of_their_form(client, cast, monkeypatch):
    monkeypatch.setattr("meetings.views.writing.MANY_ROWS", 0)
    content = rich()
    content["items"] = content["items"][:1]
    meeting, _ = store(read(as_file(content)), office=cast.committee.office)
    client.force_login(cast.staff)
    page = client.get(reverse("meetings:items", args=[meeting.pk])).content.decode()
    assert "data-lean" in page
    lean = re.search(r'<p data-v="discussion">(.*?)</p>', page, re.DOTALL)[1]
    assert lean == typed(content["items"][0]["discussion"])


def test_two_writers_see_tables_as_tables(client, cast, meeting, item):
    client.force_login(cast.staff)
    url = reverse("meetings:item", args=[meeting.pk, item.pk])
    data = dict(max(_Fields(client.get(url).content.decode()).forms, key=len)) | {"act": "save"}
    actions.save_item(item, version=1, by=cast.staff, decisions=[], discussion=[LIST, TABLE])
    data[f"item{item.pk}-discussion"] = "আমার লেখা"
    response = client.post(url, data)
    assert response.status_code == 409
    assert '<th scope="col">খাত</th>' in response.content.decode()


@pytest.mark.parametrize("content", [rich(), of_no_topic()], ids=["rich", "no topic"])
def test_what_was_typed_is_in_the_preview(client, cast, content):
    meeting, _ = store(read(as_file(content)), office=cast.committee.office)
    client.force_login(cast.staff)
    for page in ("items", "preview", "check"):
        said = unescape(client.get(reverse(f"meetings:{page}", args=[meeting.pk])).content.decode())
        words = " ".join(re.sub(r"<[^>]+>", "", said).split())
        for text in ("কৃষি", "ও মৎস্য", "৪০|৪১", "(২) শিক্ষা"):
            assert text in words, page


# --- Files ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("content", [rich(), of_no_topic()], ids=["rich", "no topic"])
def test_what_comes_in_goes_out(cast, content):
    meeting, _ = store(read(as_file(content)), office=cast.committee.office)
    assert given_back(meeting) == content


def faults(content):
    with pytest.raises(BadFile) as refused:
        read(as_file(content))
    return refused.value.faults


@pytest.mark.parametrize(
    ("table", "field", "message"),
    [
        ({"head": ["ক"], "rows": [["ক", "খ"]]}, "items[0].discussion[0].table", "সমান সংখ্যক ঘর"),
        ({"head": None, "rows": []}, "items[0].discussion[0].table.rows", "অন্তত ১টি"),
        ({"head": None, "rows": [["ক"]] * 201}, "items[0].discussion[0].table.rows", "২০০টির বেশি"),
        (
            {"head": None, "rows": [["ক"] * 21]},
            "items[0].discussion[0].table.rows[0]",
            "২০টির বেশি",
        ),
        ({"head": None, "rows": [["ক" * 2001]]}, "items[0].discussion[0].table.rows[0][0]", "২০০০"),
        ({"head": None, "rows": [[1]]}, "items[0].discussion[0].table.rows[0][0]", "লেখা থাকতে হবে"),
        ({"rows": [["ক"]]}, "items[0].discussion[0].table", "এই ঘর নেই: head"),
        ({"head": [], "rows": [["ক"]]}, "items[0].discussion[0].table.head", "অন্তত ১টি"),
    ],
)
def test_a_table_that_is_none_is_refused_by_its_place(table, field, message):
    content = rich()
    content["items"][0]["discussion"] = [{"table": table}]
    [(named, said)] = faults(content)
    assert named == field
    assert message in said


@pytest.mark.parametrize("part", ["opening", "closing"])
def test_a_table_stands_in_a_discussion_alone(part):
    [(field, message)] = faults(rich(**{part: [TABLE]}))
    assert (field, message) == (f"{part}[0]", "এখানে লেখা থাকতে হবে।")


def test_a_topic_is_empty_only_where_there_is_no_column_for_it():
    content = rich()
    content["items"][0]["topic"] = ""
    [(field, message)] = faults(content)
    assert field == "items[0].topic"
    assert "কলাম আছে" in message


# --- What is told of changes ----------------------------------------------------------------------


def _changed_cell():
    before, after = rich(), rich()
    after["items"][0]["discussion"][1] = deepcopy(TABLE)
    after["items"][0]["discussion"][1]["table"]["rows"][0][1] = "৪৫"
    return before, after


def test_a_changed_cell_is_seen_between_two_versions():
    [change] = changes_between(*_changed_cell())
    assert change["where"].endswith("আলোচনা")
    marked = [(kind, text) for kind, text in change["parts"] if kind != "same"]
    assert marked == [("gone", "৪০|৪১"), ("new", "৪৫")]


def test_a_moved_line_break_is_seen_between_two_versions():
    before, after = rich(), rich()
    after["items"][0]["decisions"][0]["text"] = LIST.replace("\n(২)", " (২)")
    [change] = changes_between(before, after)
    assert [part for part in change["parts"] if part[0] != "same"] == [("gone", "↵\n")]


def test_the_history_shows_a_changed_cell_where_it_is(client, cast):
    meeting, _ = store(read(as_file(rich())), office=cast.committee.office)
    item, (_, after) = meeting.items.first(), _changed_cell()
    discussion = after["items"][0]["discussion"]
    actions.save_item(item, version=1, by=cast.staff, decisions=_same(item), discussion=discussion)
    entries = list(changes.entries_of(meeting))
    [field] = changes.told(entries, meeting)[0]["fields"]
    assert [part for part in field["parts"] if part[0] != "same"] == [
        ("gone", "৪০|৪১"),
        ("new", "৪৫"),
    ]
    # Its rows are read as rows.
    assert "| খাত | টাকা |" in "".join(text for _, text in field["parts"])
    client.force_login(cast.staff)
    page = client.get(reverse("meetings:history", args=[meeting.pk])).content.decode()
    assert re.search(r"<del>[^/]*</span>৪০\|৪১</del><ins>", page)


def _same(item):
    return [
        {
            "id": decision.pk,
            "text": decision.text,
            "due_on": decision.due_on,
            "implementers": [line.printed for line in decision.implementers.all()],
        }
        for decision in item.decisions.all()
    ]


# --- A form without topics ------------------------------------------------------------------------


@pytest.fixture
def of_none(cast):
    meeting, _ = store(read(as_file(of_no_topic())), office=cast.committee.office)
    return meeting


def test_a_form_without_topics_asks_for_none(client, cast, of_none):
    client.force_login(cast.staff)
    item = of_none.items.first()
    page = client.get(reverse("meetings:item", args=[of_none.pk, item.pk])).content.decode()
    assert 'data-part="topic"' not in page
    assert 'data-part="discussion"' in page
    meeting = Meeting.objects.with_paper().get(pk=of_none.pk)
    assert not [lack for lack in missing_in(meeting) if "বিষয় লেখা নেই" in lack["message"]]


def test_its_rows_are_called_by_their_first_words(client, cast, of_none):
    first, second = of_none.items.all()
    assert first.called == "বীজ বিতরণ নিয়ে আলোচনা"
    assert second.called == "এক"
    form = ReturnForm(None, items=of_none.items.all())
    assert form[f"item{first.pk}"].label == "০১।\n বীজ বিতরণ নিয়ে আলোচনা"
    client.force_login(cast.staff)
    for page in ("item", None):
        url = (
            reverse("meetings:item", args=[of_none.pk, first.pk])
            if page
            else f"{reverse('meetings:precedents', args=[of_none.pk])}?item={first.pk}"
        )
        assert "বীজ বিতরণ নিয়ে আলোচনা" in client.get(url).content.decode()
    assert [item.called for item in items_of(given_back(of_none))] == [first.called, "এক"]


def test_between_versions_its_rows_are_paired_by_their_words():
    before, after = of_no_topic(), of_no_topic()
    new = deepcopy(after["items"][0]) | {"serial": "০", "discussion": ["নতুন কথা"]}
    after["items"].insert(0, new)
    told = changes_between(before, after)
    assert {change["where"].split(" · ")[0] for change in told} == {"০"}


def test_the_next_meeting_of_a_form_without_topics_prints_what_it_opens_with(cast, of_none):
    committee = of_none.committee
    committee.shape = of_none.shape
    committee.save()
    meeting = plan_meeting(
        committee,
        by=cast.staff,
        held_on=of_none.held_on.replace(year=2025),
        confirms=of_none,
        topics=["ই-নথি", "বীজ বিতরণ নিয়ে আলোচনা"],
        carried=decisions_to_carry(of_none),
        shape=of_none.shape,
        title=None,
    )
    rows = [
        (item.topic, item.discussion[:1], item.decisions.count()) for item in meeting.items.all()
    ]
    assert [topic for topic, _, _ in rows] == [""] * 4
    assert rows[1:] == [
        ("", ["ই-নথি"], 1),
        ("", ["বীজ বিতরণ নিয়ে আলোচনা"], 2),
        ("", [], 1),
    ]
    assert meeting.items.get(position=2).decisions.first().text == LIST


def test_a_topic_that_no_column_prints_is_told(cast):
    content = of_no_topic()
    content["items"][1]["topic"] = "লেখা আছে"
    meeting, _ = store(read(as_file(content)), office=cast.committee.office)
    meeting = Meeting.objects.with_paper().get(pk=meeting.pk)
    doubts = doubts_about(meeting)
    [told] = [doubt for doubt in doubts if "ছাপা হবে না" in doubt["message"]]
    assert told["message"].startswith("০২ নম্বর বিষয়")
    groups = rows_of(meeting, missing_in(meeting), doubts)
    rows = {row["id"]: row for group in groups for row in group["rows"]}
    assert rows[told["row"]]["notes"] == [told["message"]]


PASTED = """<table><tr><th>ক্রম</th><th>আলোচনা</th><th>সিদ্ধান্ত</th><th>বাস্তবায়ন</th></tr>
<tr><td>১</td><td><p>সার বিতরণ চলছে।</p><p>মজুত কম।</p></td><td>সার আনতে হবে।</td><td>কৃষি অফিসার</td></tr>
<tr><td>২</td><td>বীজ: পাওয়া গেছে।</td><td>বীজ দিতে হবে।</td><td>কৃষি অফিসার</td></tr></table>"""


def test_an_agenda_without_topics_is_pasted(client, cast, of_none):
    client.force_login(cast.staff)
    url = reverse("meetings:paste", args=[of_none.pk])
    asked = client.post(url, {"text": "", "html": PASTED})
    page = asked.content.decode()
    assert asked.status_code == 200
    assert "আলোচ্য বিষয় নেই" not in page
    sent = dict(next(form for form in _Fields(page).forms if "rows" in dict(form)))
    assert [sent[f"column{number}"] for number in range(4)] == [
        "serial", "discussion", "decision", "implementer",
    ]  # fmt: skip
    assert client.post(url, sent | {"act": "add"}).status_code == 302
    there = [(item.topic, item.discussion) for item in of_none.items.all()][-2:]
    assert [topic for topic, _ in there] == ["", ""]
    assert " ".join(there[0][1]).split() == ["সার", "বিতরণ", "চলছে।", "মজুত", "কম।"]
    assert there[1][1] == ["বীজ: পাওয়া গেছে।"]
