"""The history of a meeting: who changed what from what to what, and what was taken out comes back."""

import re
from datetime import date

import pytest
from django.http import Http404
from django.urls import reverse

from accounts.access import WrongState
from accounts.models import AuditEvent
from meetings import actions, changes
from meetings.attendance import bring_members, save_attendance, seen_of
from meetings.models import AgendaItem, Implementer, Meeting
from meetings.restoring import restore_item
from tests.factories import make_committee, make_meeting, make_post, seat


def url(name, *args):
    return reverse(f"meetings:{name}", args=args)


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def told(meeting):
    return changes.told(list(changes.entries_of(meeting)), meeting)


def lines(step):
    return [(field["label"], field["old"], field["new"]) for field in step["fields"]]


def saved(item, *, by, **fields):
    """Save an item as the page does, with one decision of one implementer."""
    item.refresh_from_db()
    decisions = fields.pop("decisions", None) or [
        {
            "id": decision.pk,
            "text": decision.text,
            "due_on": decision.due_on,
            "implementers": [line.printed for line in decision.implementers.all()],
        }
        for decision in item.decisions.all()
    ]
    return actions.save_item(item, version=item.version, by=by, decisions=decisions, **fields)


@pytest.fixture
def item(cast, meeting):
    return actions.add_item(meeting, by=cast.staff, topic="ওয়েব পোর্টাল")


def test_each_change_is_told_with_both_words_and_who(cast, meeting, item):
    actions.save_head(
        meeting, version=1, by=cast.two_roles, venue="নতুন স্থান", held_on=date(2024, 3, 22),
        chair={"label": "সভাপতি", "name": "সোহানা আক্তার", "designation": ["ইউএনও"]},
    )  # fmt: skip
    saved(item, by=cast.two_roles, topic="পোর্টাল হালনাগাদ")
    topic, head = told(meeting)[:2]
    assert (topic["by"], topic["act"], topic["name"], topic["about"]) == (
        cast.two_roles, "বদলেছেন", "আলোচ্য বিষয়", "পোর্টাল হালনাগাদ"
    )  # fmt: skip
    assert lines(topic) == [("আলোচ্য বিষয়", "ওয়েব পোর্টাল", "পোর্টাল হালনাগাদ")]
    assert lines(head) == [
        ("সভার তারিখ", "২১ মার্চ ২০২৪", "২২ মার্চ ২০২৪"),
        ("স্থান", "উপজেলা পরিষদ সভাকক্ষ", "নতুন স্থান"),
        ("সভাপ্রধান", "সভাপতি\nরেহানা পারভীন\nউপজেলা নির্বাহী অফিসার", "সভাপতি\nসোহানা আক্তার\nইউএনও"),
    ]


def test_decisions_and_implementers_are_told(cast, meeting, item):
    decision = item.decisions.get()
    typed = {"id": decision.pk, "text": "করতে হবে।", "implementers": ["সকল সদস্য"]}
    saved(item, by=cast.staff, decisions=[typed | {"due_on": date(2024, 5, 1)}])
    saved(item, by=cast.two_roles, decisions=[typed | {"implementers": ["অফিস প্রধান"]}])
    steps = {(step["name"], step["act"], step["by"]): lines(step) for step in told(meeting)}
    assert steps["বাস্তবায়নকারী", "বদলেছেন", cast.two_roles] == [
        ("বাস্তবায়নকারী, যেমন ছাপা", "সকল সদস্য", "অফিস প্রধান")
    ]
    assert steps["সিদ্ধান্ত", "বদলেছেন", cast.two_roles] == [("শেষ তারিখ", "১ মে ২০২৪", "")]
    assert ("সিদ্ধান্ত", "", "করতে হবে।") in steps["সিদ্ধান্ত", "বদলেছেন", cast.staff]


def test_words_somebody_gave_up_in_a_conflict_are_told_as_such(client, cast, meeting, item):
    actions.keep_aside(item, by=cast.two_roles, decisions=[], discussion=["ছেড়ে দেওয়া লেখা"])
    steps = [step for step in told(meeting) if step["not_kept"]]
    assert [(step["by"], lines(step)) for step in steps] == [
        (cast.two_roles, [("আলোচনা", "", "ছেড়ে দেওয়া লেখা")])
    ]
    client.force_login(cast.reader)
    assert actions.NOT_KEPT in text(client.get(url("history", meeting.pk)))


def test_a_change_of_state_is_told_in_words(cast, meeting):
    meeting.submit(by=cast.staff)
    meeting.send_back(by=cast.officer, remarks="আবার দেখুন।")
    returned, submitted = told(meeting)[:2]
    assert ("অবস্থা", "খসড়া", "অনুমোদনের অপেক্ষায়") in lines(submitted)
    assert returned["by"] == cast.officer
    assert lines(returned) == [
        ("অবস্থা", "অনুমোদনের অপেক্ষায়", "সংশোধনের জন্য ফেরত"),
        ("ফেরতের কারণ", "", "আবার দেখুন।"),
    ]


def test_only_the_history_of_this_meeting_is_told(cast, meeting, item):
    other = make_meeting(make_committee(cast.sister), by=cast.sister_staff)
    actions.add_item(other, by=cast.sister_staff, topic="গোপন বিষয়")
    assert "গোপন" not in str(told(meeting))
    assert "গোপন" in str(told(other))


@pytest.mark.parametrize("who", ["staff", "officer", "reader", "two_roles"])
def test_everybody_who_sees_the_meeting_reads_its_history(client, cast, meeting, item, who):
    saved(item, by=cast.staff, topic="<script>alert(1)</script>")
    client.force_login(getattr(cast, who))
    response = client.get(url("history", meeting.pk))
    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in response.content.decode()
    assert str(cast.staff) in text(response)


def test_the_history_comes_in_pages_at_a_steady_price(
    client, cast, meeting, django_assert_max_num_queries
):
    for number in range(40):
        actions.add_item(meeting, by=cast.staff, topic=f"বিষয় {number}")
    client.force_login(cast.reader)
    first = client.get(url("history", meeting.pk))
    assert len(first.context["page"].object_list) == 25
    assert 0 < len(first.context["steps"]) <= 25
    last = client.get(
        url("history", meeting.pk), {"page": first.context["page"].paginator.num_pages}
    )
    assert last.context["page"].number == first.context["page"].paginator.num_pages
    with django_assert_max_num_queries(45):
        client.get(url("history", meeting.pk))


# ── Bringing back ───────────────────────────────────────────────────────────────────────────────


def shown(meeting):
    return [
        (
            item.serial,
            item.topic,
            [
                (d.text, [line.printed for line in d.implementers.all()])
                for d in item.decisions.all()
            ],
        )
        for item in meeting.items.prefetch_related("decisions__implementers")
    ]


def test_an_item_taken_out_comes_back_whole_in_its_place(client, cast, meeting):
    make_post(cast.meghdubi, "উপজেলা আইসিটি অফিসার")
    first = meeting.items.first()
    saved(
        first, by=cast.staff,
        decisions=[{"id": None, "text": "ক কাজ", "implementers": ["উপজেলা আইসিটি অফিসার"]},
                   {"id": None, "text": "খ কাজ", "implementers": ["সকল অফিস প্রধান"]}],
    )  # fmt: skip
    before = shown(meeting)
    pk, version = first.pk, AgendaItem.objects.get(pk=first.pk).version
    actions.delete_item(first, version=version, by=cast.two_roles)
    assert [serial for serial, _, _ in shown(meeting)] == ["০১"]

    client.force_login(cast.staff)
    page = client.get(url("history", meeting.pk))
    assert [step["restorable"] for step in page.context["steps"] if step["restorable"]] == [pk]
    assert url("restore_item", meeting.pk, pk) in page.content.decode()
    response = client.post(url("restore_item", meeting.pk, pk))
    assert response["Location"] == f"{url('items', meeting.pk)}?focus={pk}#item{pk}"
    assert shown(meeting) == before
    back = AgendaItem.objects.get(pk=pk)
    assert back.version > version
    named = Implementer.objects.filter(decision__item=back).order_by("decision__position")
    assert named.count() == 2
    assert AuditEvent.objects.first().what == "item restored"
    assert "সারিটি ফিরিয়ে আনুন" not in client.get(url("history", meeting.pk)).content.decode()


def test_a_decision_taken_out_before_stays_out(cast, meeting):
    added = actions.add_item(meeting, by=cast.staff, topic="দুই সিদ্ধান্ত", decisions=2)
    pk, (keep, drop) = added.pk, added.decisions.all()
    typed = {"id": keep.pk, "text": "থাকবে।", "implementers": ["সকল"]}
    dropped = {"id": drop.pk, "text": "বাদ যাবে।", "implementers": ["সকল"]}
    saved(added, by=cast.staff, decisions=[typed, dropped])
    saved(added, by=cast.staff, decisions=[typed])
    added.refresh_from_db()
    actions.delete_item(added, version=added.version, by=cast.staff)
    restored = restore_item(meeting, pk, by=cast.staff)
    assert [decision.text for decision in restored.decisions.all()] == ["থাকবে।"]


def test_what_is_there_is_not_brought_back_twice(cast, meeting):
    first = meeting.items.first()
    pk = first.pk
    actions.delete_item(first, version=1, by=cast.staff)
    restore_item(meeting, pk, by=cast.staff)
    restore_item(meeting, pk, by=cast.staff)
    assert meeting.items.filter(pk=pk).count() == 1
    assert meeting.items.count() == 2


def test_an_item_comes_back_each_time_it_is_taken_out(cast, meeting):
    before = shown(meeting)
    pk = meeting.items.first().pk
    for _ in range(2):
        item = AgendaItem.objects.get(pk=pk)
        actions.delete_item(item, version=item.version, by=cast.staff)
        restore_item(meeting, pk, by=cast.staff)
    assert shown(meeting) == before


def test_what_never_was_does_not_come_back(cast, meeting):
    other = make_meeting(make_committee(cast.sister), by=cast.sister_staff)
    foreign = other.items.first()
    pk = foreign.pk
    actions.delete_item(foreign, version=1, by=cast.sister_staff)
    for missing in (pk, 987654321):
        with pytest.raises(Http404):
            restore_item(meeting, missing, by=cast.staff)
    assert meeting.items.count() == 2


def test_only_who_writes_brings_back_and_only_while_it_is_written(client, cast, meeting):
    first = meeting.items.first()
    pk = first.pk
    actions.delete_item(first, version=1, by=cast.staff)
    for who in ("officer", "reader"):
        client.force_login(getattr(cast, who))
        assert client.post(url("restore_item", meeting.pk, pk)).status_code == 403
        assert "ফিরিয়ে আনুন" not in text(client.get(url("history", meeting.pk)))
    meeting.submit(by=cast.staff)
    client.force_login(cast.staff)
    assert client.post(url("restore_item", meeting.pk, pk)).status_code == 403
    with pytest.raises(WrongState):
        restore_item(Meeting.objects.get(pk=meeting.pk), pk, by=cast.staff)


def test_who_marked_whom_is_told(client, cast, meeting):
    seat(cast.committee, make_post(cast.meghdubi, "উপজেলা কৃষি অফিসার"))
    bring_members(meeting, by=cast.staff)
    row = meeting.attendances.get()

    def mark(by, status, guests=(), gone=()):
        save_attendance(
            meeting, seen=seen_of(meeting), by=by, rows={row.pk: {"status": status}},
            guests=list(guests), gone=set(gone), quorum_override="",
        )  # fmt: skip

    mark(cast.staff, "absent", guests=[{"name": "আমিনা খাতুন", "designation": []}])
    guest = meeting.attendances.get(name="আমিনা খাতুন")
    mark(cast.two_roles, "present", gone=[guest.pk])
    client.force_login(cast.officer)
    steps = client.get(url("history", meeting.pk)).context["steps"]
    told = [
        (step["by"], step["act"], step["about"], [(f["old"], f["new"]) for f in step["fields"]][-1])
        for step in steps
        if step["name"] == "উপস্থিতি"
    ]
    assert sorted(told, key=str) == sorted(
        [
            (cast.two_roles, "বদলেছেন", row.name, ("অনুপস্থিত", "উপস্থিত")),
            (cast.two_roles, "বাদ দিয়েছেন", "আমিনা খাতুন", ("আমন্ত্রিত", "")),
            (cast.staff, "যোগ করেছেন", "আমিনা খাতুন", ("", "আমন্ত্রিত")),
            (cast.staff, "বদলেছেন", row.name, ("চিহ্নিত হয়নি", "অনুপস্থিত")),
        ],
        key=str,
    )


# --- Steps that are taken back -------------------------------------------------------------------


def steps_of(client, meeting, kind):
    """The entries of the history that offer to take back a step of this kind, newest first."""
    steps = client.get(url("history", meeting.pk)).context["steps"]
    return [step["entry"] for step in steps if step["undo"] == kind]


def drop_decisions(item, *, by):
    item.refresh_from_db()
    actions.save_item(item, version=item.version, by=by, decisions=[])


def take_back(client, meeting, kind, entry):
    return client.post(url("undo", meeting.pk, entry), {"kind": kind}, follow=True)


def test_a_decision_comes_back_in_its_place_as_itself(client, cast, meeting):
    item = meeting.items.first()
    typed = [
        {"id": None, "text": text, "implementers": [f"{text} কর্মকর্তা", "সকল"]}
        for text in ("ক", "খ", "গ")
    ]
    saved(item, by=cast.staff, decisions=typed)
    before = shown(meeting)
    there = list(item.decisions.all())
    kept = [each | {"id": row.pk} for each, row in zip(typed, there, strict=True)]
    saved(item, by=cast.two_roles, decisions=[kept[0], kept[2]])
    version = AgendaItem.objects.get(pk=item.pk).version

    client.force_login(cast.staff)
    entry, *_ = steps_of(client, meeting, "decision")
    take_back(client, meeting, "decision", entry)
    assert shown(meeting) == before
    back = item.decisions.get(text="খ")
    assert (back.pk, back.thread, back.label) == (there[1].pk, there[1].thread, "খ")
    # Whoever has the row open is told of it.
    assert AgendaItem.objects.get(pk=item.pk).version > version
    assert entry not in steps_of(client, meeting, "decision")
    # Pressed a second time it says so, and changes nothing.
    response = take_back(client, meeting, "decision", entry)
    assert "আর ফেরানো যায় না" in text(response)
    assert shown(meeting) == before


def test_a_decision_whose_row_is_gone_comes_back_after_its_row(client, cast, meeting):
    item = meeting.items.first()
    pk = item.pk
    drop_decisions(item, by=cast.staff)
    item.refresh_from_db()
    actions.delete_item(item, version=item.version, by=cast.staff)
    client.force_login(cast.staff)
    assert steps_of(client, meeting, "decision") == []
    restore_item(meeting, pk, by=cast.staff)
    (entry,) = steps_of(client, meeting, "decision")
    take_back(client, meeting, "decision", entry)
    assert AgendaItem.objects.get(pk=pk).decisions.count() == 1


def test_the_order_goes_back_a_step_at_a_time(client, cast, meeting):
    third = actions.add_item(meeting, by=cast.staff, topic="তৃতীয়")
    orders = [list(meeting.items.values_list("pk", flat=True))]
    for down in (False, False):
        actions.move_item(third, by=cast.staff, down=down)
        orders.append(list(meeting.items.values_list("pk", flat=True)))
    client.force_login(cast.staff)
    # Text typed meanwhile stays.
    saved(meeting.items.get(pk=third.pk), by=cast.staff, topic="তৃতীয়, বদলানো")
    for order in orders[1::-1]:
        # What was taken back just now could be done again; the step before it is the older one.
        entry = steps_of(client, meeting, "order")[-1]
        take_back(client, meeting, "order", entry)
        assert list(meeting.items.values_list("pk", flat=True)) == order
        assert [item.serial for item in meeting.items.all()] == ["০১", "০২", "০৩"]
    assert meeting.items.get(pk=third.pk).topic == "তৃতীয়, বদলানো"


def test_an_order_that_was_changed_again_is_not_put_back(client, cast, meeting):
    third = actions.add_item(meeting, by=cast.staff, topic="তৃতীয়")
    actions.move_item(third, by=cast.staff, down=False)
    client.force_login(cast.staff)
    (entry,) = steps_of(client, meeting, "order")
    actions.move_item(third, by=cast.two_roles, down=False)
    order = list(meeting.items.values_list("pk", flat=True))
    assert "আর ফেরানো যায় না" in text(take_back(client, meeting, "order", entry))
    assert list(meeting.items.values_list("pk", flat=True)) == order


def test_the_order_of_rows_that_came_from_a_file_goes_back_too(client, cast, meeting):
    """They have no history of their own before somebody touches them."""
    AgendaItem.history.all().delete()
    order = list(meeting.items.values_list("pk", flat=True))
    actions.move_item(meeting.items.last(), by=cast.staff, down=False)
    assert list(meeting.items.values_list("pk", flat=True)) == order[::-1]
    client.force_login(cast.staff)
    (entry,) = steps_of(client, meeting, "order")
    take_back(client, meeting, "order", entry)
    assert list(meeting.items.values_list("pk", flat=True)) == order


def test_taking_a_row_out_or_in_is_no_order_to_go_back_to(client, cast, meeting):
    actions.add_item(meeting, by=cast.staff, topic="মাঝে", after=meeting.items.first())
    first = meeting.items.first()
    actions.delete_item(first, version=first.version, by=cast.staff)
    client.force_login(cast.staff)
    assert steps_of(client, meeting, "order") == []


@pytest.fixture
def marked(cast, meeting):
    for title in ("উপজেলা কৃষি অফিসার", "উপজেলা শিক্ষা অফিসার", "উপজেলা আইসিটি অফিসার"):
        seat(cast.committee, make_post(cast.meghdubi, title))
    bring_members(meeting, by=cast.staff)
    return meeting


def mark(meeting, by, *said, **more):
    told = {"guests": [], "gone": set(), "quorum_override": ""} | more
    marks = {
        row.pk: {
            "name": row.name, "designation": row.designation, "status": status,
            "representative_name": "", "representative_post": "",
        }
        for row, status in zip(meeting.attendances.all(), said, strict=False)
    }  # fmt: skip
    save_attendance(meeting, seen=seen_of(meeting), by=by, rows=marks, **told)


def marks_of(meeting):
    return list(meeting.attendances.values_list("status", flat=True))


def test_marks_set_at_once_go_back_but_for_those_set_anew(client, cast, marked):
    mark(marked, cast.staff, "absent", "leave", "unmarked")
    mark(marked, cast.staff, "present", "present", "present")
    client.force_login(cast.staff)
    entry, *_ = steps_of(client, marked, "marks")
    mark(marked, cast.two_roles, "present", "present", "absent")
    take_back(client, marked, "marks", entry)
    assert marks_of(marked) == ["absent", "leave", "absent"]


def test_a_guest_who_was_taken_out_comes_back(client, cast, marked):
    mark(marked, cast.staff, guests=[{"name": "আমিনা খাতুন", "designation": ["সাংবাদিক"]}])
    guest = marked.attendances.last()
    mark(marked, cast.staff, gone={guest.pk})
    assert marked.attendances.count() == 3
    client.force_login(cast.staff)
    (entry,) = steps_of(client, marked, "guest")
    take_back(client, marked, "guest", entry)
    back = marked.attendances.last()
    assert (back.pk, back.name, back.designation) == (guest.pk, "আমিনা খাতুন", ["সাংবাদিক"])


def test_no_step_of_another_meeting_or_kind_is_taken_back(client, cast, meeting):
    item = meeting.items.first()
    drop_decisions(item, by=cast.staff)
    client.force_login(cast.staff)
    (entry,) = steps_of(client, meeting, "decision")
    other = make_meeting(cast.committee, by=cast.staff, held_on=meeting.held_on.replace(day=2))
    for kind, where in (("order", meeting), ("", meeting), ("decision", other)):
        answer = client.post(url("undo", where.pk, entry), {"kind": kind})
        assert answer.status_code in (302, 404)
    assert item.decisions.count() == 0
