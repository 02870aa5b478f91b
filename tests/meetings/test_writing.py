"""Typing minutes: rows saved one by one, in any order, by two people at once, with nothing lost."""

import gzip
from datetime import date

import pytest
from django.urls import reverse

from accounts.access import WrongState
from meetings import actions
from meetings.actions import Conflict
from meetings.content import content_of
from meetings.models import AgendaItem, Meeting
from tests.factories import content_in, item_of, make_meeting


def rows_of(meeting):
    items = content_of(Meeting.objects.with_paper().get(pk=meeting.pk))["items"]
    return [(item["serial"], item["topic"]) for item in items]


def typed(text="সিদ্ধান্ত", *implementers, **more):
    return {"id": None, "text": text, "due_on": None, "implementers": list(implementers)} | more


@pytest.fixture
def item(meeting):
    return meeting.items.get(position=0)


def test_what_is_typed_is_what_is_printed(cast, meeting, item):
    first = item.decisions.get()
    actions.save_item(
        item,
        version=1,
        by=cast.staff,
        topic="নতুন বিষয়",
        discussion=["এক", "দুই"],
        decisions=[
            typed("প্রথম", "সহকারী প্রোগ্রামার", id=first.pk),
            typed("দ্বিতীয়", "অফিস সহকারী", "হিসাব সহকারী", due_on=date(2024, 5, 1)),
        ],
    )
    told = content_of(Meeting.objects.with_paper().get(pk=meeting.pk))["items"][0]
    assert (told["topic"], told["discussion"]) == ("নতুন বিষয়", ["এক", "দুই"])
    assert told["decisions"] == [
        {
            "label": "ক",
            "text": "প্রথম",
            "implementers": ["সহকারী প্রোগ্রামার"],
            "progress": None,
        },
        {
            "label": "খ",
            "text": "দ্বিতীয়",
            "implementers": ["অফিস সহকারী", "হিসাব সহকারী"],
            "progress": None,
            "due": "2024-05-01",
        },
    ]


def test_a_save_that_changes_nothing_counts_no_version(cast, item):
    decision = item.decisions.get()
    same = [
        typed(decision.text, *[row.printed for row in decision.implementers.all()], id=decision.pk)
    ]
    saved = actions.save_item(item, version=1, by=cast.staff, decisions=same, topic=item.topic)
    assert saved.version == 1


def test_decisions_change_places_and_go(cast, meeting):
    item = meeting.items.get(position=1)
    one, two = item.decisions.all()
    saved = actions.save_item(
        item,
        version=1,
        by=cast.staff,
        decisions=[typed("দুই", id=two.pk), typed("এক", id=one.pk), typed("তিন")],
    )
    assert [(d.label, d.text) for d in saved.decisions.all()] == [
        ("ক", "দুই"),
        ("খ", "এক"),
        ("গ", "তিন"),
    ]
    saved = actions.save_item(
        saved, version=saved.version, by=cast.staff, decisions=[typed("এক", id=one.pk)]
    )
    assert [(d.pk, d.label, d.text) for d in saved.decisions.all()] == [(one.pk, None, "এক")]


def test_the_slower_of_two_editors_is_told_and_loses_nothing(cast, item):
    actions.save_item(item, version=1, by=cast.staff, topic="আমার", decisions=[])
    with pytest.raises(Conflict) as conflict:
        actions.save_item(item, version=1, by=cast.two_roles, topic="তাঁর", decisions=[])
    assert (conflict.value.current.topic, conflict.value.current.version) == ("আমার", 2)


def test_rows_are_added_where_they_belong_and_serials_follow(cast, meeting):
    first = meeting.items.get(position=0)
    actions.add_item(meeting, by=cast.staff, topic="শেষ")
    actions.add_item(meeting, by=cast.staff, topic="মাঝে", after=first)
    assert rows_of(meeting) == [
        ("০১", "ওয়েব পোর্টাল হালনাগাদ"),
        ("০২", "মাঝে"),
        ("০৩", "র‍্যাবের সঙ্গে সমন্বয় ও National Portal ব্যবহার"),
        ("০৪", "শেষ"),
    ]


def test_rows_change_places_and_serials_stay(cast, meeting):
    first, second = meeting.items.all()
    actions.move_item(second, by=cast.staff, down=False)
    assert rows_of(meeting) == [("০১", second.topic), ("০২", first.topic)]
    actions.move_item(second, by=cast.staff, down=False)
    assert rows_of(meeting) == [("০১", second.topic), ("০২", first.topic)]
    actions.move_item(second, by=cast.staff, down=True)
    assert rows_of(meeting) == [("০১", first.topic), ("০২", second.topic)]


def test_a_row_taken_out_stays_in_the_history(cast, meeting, item):
    actions.delete_item(item, version=1, by=cast.staff)
    assert rows_of(meeting) == [("০১", "র‍্যাবের সঙ্গে সমন্বয় ও National Portal ব্যবহার")]
    gone = AgendaItem.history.filter(id=item.pk).first()
    assert (gone.history_type, gone.topic, gone.history_user) == ("-", item.topic, cast.staff)


def test_pauses_in_typing_are_one_step_of_the_history(cast, item):
    for version, topic in enumerate(["অ", "অফ", "অফি", "অফিস"], 1):
        actions.save_item(item, version=version, by=cast.staff, topic=topic, decisions=[])
    # The first step is what came from a file, which has no history.
    assert [(row.history_type, row.topic) for row in item.history.all()] == [
        ("~", "অফিস"),
        ("+", item.topic),
    ]
    actions.save_item(item, version=5, by=cast.two_roles, topic="অফিসার", decisions=[])
    assert [(row.topic, row.history_user) for row in item.history.all()] == [
        ("অফিসার", cast.two_roles),
        ("অফিস", cast.staff),
        (item.topic, None),
    ]


@pytest.mark.parametrize(
    ("texts", "steps"),
    [
        (["এক তিন", "এক দুই তিন"], 1),
        (["এক দুই তিন", "এক তিন"], 2),
        (["এক", ""], 2),
        (["এক", "দুই"], 2),
    ],
)
def test_what_is_taken_away_again_stays_in_the_history(cast, item, texts, steps):
    for version, topic in enumerate(texts, 1):
        actions.save_item(item, version=version, by=cast.staff, topic=topic, decisions=[])
    typed_steps = item.history.filter(history_type="~")
    assert [row.topic for row in typed_steps] == texts[::-1][:steps]


def test_submitted_minutes_are_not_written_any_more(cast, meeting, item):
    meeting.submit(by=cast.staff)
    for act in (
        lambda: actions.save_item(item, version=1, by=cast.staff, topic="পরে", decisions=[]),
        lambda: actions.add_item(meeting, by=cast.staff),
        lambda: actions.move_item(item, by=cast.staff, down=True),
        lambda: actions.delete_item(item, version=1, by=cast.staff),
    ):
        with pytest.raises(WrongState):
            act()
    assert len(rows_of(meeting)) == 2


# --- The page -------------------------------------------------------------------------------


def sent(item, **changes):
    """What the plain form of a row sends."""
    prefix = f"item{item.pk}"
    data = {
        f"{prefix}-version": item.version,
        f"{prefix}-topic": item.topic,
        f"{prefix}-discussion": "\n".join(item.discussion),
        "act": "save",
    }
    for index, decision in enumerate(item.decisions.all()):
        data |= {
            f"{prefix}-d{index}-id": decision.pk,
            f"{prefix}-d{index}-text": decision.text,
            f"{prefix}-d{index}-implementers": "\n".join(
                row.printed for row in decision.implementers.all()
            ),
            f"{prefix}-d{index}-due_on": "",
        }
    return data | {
        (f"{prefix}-{key}" if key != "act" else key): value for key, value in changes.items()
    }


def url_of(item):
    return reverse("meetings:item", args=[item.meeting_id, item.pk])


def test_the_plain_form_of_a_row_saves_it(client, cast, item):
    client.force_login(cast.staff)
    response = client.post(url_of(item), sent(item, topic="টাইপ করা বিষয়"))
    assert response.headers["Location"] == reverse("meetings:items", args=[item.meeting_id]) + (
        f"?focus={item.pk}#item{item.pk}"
    )
    item.refresh_from_db()
    assert (item.topic, item.version) == ("টাইপ করা বিষয়", 2)


def test_a_save_while_typing_answers_with_the_new_version(client, cast, item):
    client.force_login(cast.staff)
    data = sent(item, topic="টাইপ")
    answer = client.post(url_of(item), data, headers={"X-Autosave": "1"}).json()
    assert (answer["version"], answer["decisions"]) == (2, [item.decisions.get().pk])


def test_a_conflict_shows_both_texts_and_no_markup_of_either(client, cast, item):
    hostile = "<img src=x onerror=alert(1)>"
    actions.save_item(item, version=1, by=cast.two_roles, topic=hostile, decisions=[])
    item.version = 1
    client.force_login(cast.staff)
    response = client.post(url_of(item), sent(item, topic="আমার লেখা <b>"))
    page = response.content.decode()
    assert response.status_code == 409
    assert "&lt;img src=x onerror=alert(1)&gt;" in page
    assert "আমার লেখা &lt;b&gt;" in page
    assert hostile not in page
    item.refresh_from_db()
    assert item.topic == hostile


def test_mine_is_kept_over_theirs_and_theirs_stays_in_the_history(client, cast, item):
    actions.save_item(item, version=1, by=cast.two_roles, topic="তাঁর", decisions=[])
    current = AgendaItem.objects.get(pk=item.pk)
    client.force_login(cast.staff)
    client.post(url_of(item), sent(current, topic="আমার"))
    current.refresh_from_db()
    assert current.topic == "আমার"
    assert [row.topic for row in current.history.all()] == ["আমার", "তাঁর", item.topic]


def test_theirs_is_kept_and_mine_stays_in_the_history(client, cast, item):
    data = sent(item, topic="আমার", act="yield")
    actions.save_item(item, version=1, by=cast.two_roles, topic="তাঁর", decisions=[])
    client.force_login(cast.staff)
    client.post(url_of(item), data)
    before = item.topic
    item.refresh_from_db()
    assert item.topic == "তাঁর"
    assert [row.topic for row in item.history.all()] == ["তাঁর", "আমার", "তাঁর", before]


def test_a_date_that_is_none_is_told_beside_it_and_the_text_comes_back(client, cast, item):
    client.force_login(cast.staff)
    data = sent(item, topic="রাখার মতো লেখা") | {f"item{item.pk}-d0-due_on": "৩১/০২/২০২৪"}
    response = client.post(url_of(item), data)
    page = response.content.decode()
    assert response.status_code == 422
    assert "রাখার মতো লেখা" in page
    assert "৩১/০২/২০২৪" in page
    faults = client.post(url_of(item), data, headers={"X-Autosave": "1"})
    assert (faults.status_code, list(faults.json()["faults"])) == (
        422,
        [f"item{item.pk}-d0-due_on"],
    )


@pytest.mark.parametrize("act", ["next", "insert", "decide"])
def test_a_button_that_asks_for_more_leads_to_the_row_it_made(client, cast, meeting, act):
    item = meeting.items.get(position=1)
    client.force_login(cast.staff)
    response = client.post(url_of(item), sent(item, act=act))
    made = item if act == "decide" else meeting.items.last()
    assert response.headers["Location"].endswith(f"/items/?focus={made.pk}#item{made.pk}")
    assert item.decisions.count() == (3 if act == "decide" else 2)
    assert meeting.items.count() == (2 if act == "decide" else 3)


def test_a_row_is_opened_once_however_often_its_answer_was_lost(client, cast, meeting, item):
    client.force_login(cast.staff)
    url = reverse("meetings:add_item", args=[meeting.pk])
    data = {"key": "0f3a", "after": item.pk}
    first, again = (client.post(url, data, headers={"X-Autosave": "1"}).json() for _ in range(2))
    assert first == again
    made = meeting.items.get(pk=first["item"])
    assert (made.position, made.serial, made.decisions.count()) == (1, "০২", 1)
    assert first["serials"] == [[row.pk, row.serial] for row in meeting.items.all()]
    assert len(first["serials"]) == 3


def test_a_row_moved_while_typing_is_saved_with_it(client, cast, meeting, item):
    client.force_login(cast.staff)
    data = sent(item, topic="নতুন", act="down")
    told = client.post(url_of(item), data, headers={"X-Autosave": "1"}).json()
    assert rows_of(meeting)[1] == ("০২", "নতুন")
    assert [serial for _, serial in told["serials"]] == ["০১", "০২"]
    assert told["serials"][1][0] == item.pk


def test_a_save_that_arrives_twice_is_answered_as_saved(client, cast, item):
    """Its first answer was lost: the same text, typed upon a version that is gone."""
    client.force_login(cast.staff)
    prefix = f"item{item.pk}"
    data = sent(item, topic="  নতুন\u200b বিষয়\r\n") | {
        f"{prefix}-d3-id": "",
        f"{prefix}-d3-text": "আরেকটি",
        f"{prefix}-d3-implementers": "সহকারী প্রোগ্রামার\n\n",
        f"{prefix}-d3-due_on": "১/৫/২০২৪",
    }
    first, again = (
        client.post(url_of(item), data, headers={"X-Autosave": "1"}).json() for _ in range(2)
    )
    assert first | {"saved": ""} == again | {"saved": ""}
    kept, new = item.decisions.all()
    assert again["fields"] == {f"{prefix}-d0-id": kept.pk, f"{prefix}-d3-id": new.pk}
    item.refresh_from_db()
    assert (item.topic, item.version, new.text) == ("নতুন বিষয়", 2, "আরেকটি")


@pytest.mark.parametrize(
    "other",
    [
        {"topic": "অন্য"},
        {"d0-text": "অন্য"},
        {"d0-due_on": "২/৫/২০২৪"},
        {"d0-implementers": "অন্য কেউ"},
        {"d1-id": "", "d1-text": "আরও একটি"},
    ],
)
def test_one_more_word_makes_it_a_conflict(client, cast, item, other):
    client.force_login(cast.staff)
    data = sent(item, topic="নতুন")
    client.post(url_of(item), data, headers={"X-Autosave": "1"})
    told = {f"item{item.pk}-{name}": value for name, value in other.items()}
    answer = client.post(url_of(item), data | told, headers={"X-Autosave": "1"})
    assert answer.status_code == 409
    item.refresh_from_db()
    assert (item.version, item.decisions.count()) == (2, 1)


def test_a_conflict_while_typing_tells_the_texts_that_stand(client, cast, item):
    data = sent(item, topic="আমার")
    actions.save_item(item, version=1, by=cast.two_roles, topic="তাঁর", decisions=[typed("এক")])
    client.force_login(cast.staff)
    answer = client.post(url_of(item), data, headers={"X-Autosave": "1"})
    fields = answer.json()["fields"]
    assert (answer.status_code, answer.json()["version"]) == (409, 2)
    assert fields[f"item{item.pk}-topic"] == "তাঁর"
    assert fields[f"item{item.pk}-d0-text"] == "এক"


def test_saving_a_row_asks_no_more_of_the_database_with_more_rows(
    client, cast, django_assert_max_num_queries
):
    asked = []
    for rows in (3, 60):
        meeting = make_meeting(cast.committee, by=cast.staff, held_on=date(2023, 1, rows % 28 + 1))
        for number in range(rows):
            actions.add_item(meeting, by=cast.staff, topic=f"বিষয় {number}")
        item = meeting.items.get(position=1)
        client.force_login(cast.staff)
        with django_assert_max_num_queries(60) as counted:
            client.post(url_of(item), sent(item, topic="বদল"), headers={"X-Autosave": "1"})
        asked.append(len(counted))
    assert asked[0] == asked[1]


def test_a_page_of_two_hundred_rows_is_light_on_a_slow_line(client, cast):
    keys = content_in()["column_keys"]
    items = [
        item_of(keys, None, f"আলোচ্য বিষয় {number}", [f"{number} নম্বর পোর্টাল হালনাগাদ করতে হবে।"])
        for number in range(200)
    ]
    meeting = make_meeting(cast.committee, by=cast.staff, items=items)
    client.force_login(cast.staff)
    page = client.get(reverse("meetings:items", args=[meeting.pk]))
    assert page.content.decode().count("data-lean=") == 200
    assert len(gzip.compress(page.content)) <= 30_000


def test_who_takes_a_row_out_is_shown_the_way_back(client, cast, meeting, item):
    client.force_login(cast.staff)
    sent = {
        f"item{item.pk}-version": item.version,
        f"item{item.pk}-topic": item.topic,
        "act": "delete",
    }
    page = client.post(reverse("meetings:item", args=[meeting.pk, item.pk]), sent, follow=True)
    history = reverse("meetings:history", args=[meeting.pk])
    assert f'<a href="{history}">ইতিহাস</a> থেকে ফিরিয়ে আনা যায়।' in page.content.decode()
