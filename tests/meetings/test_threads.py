"""A decision is one through all the rows that print it; whom it charges is frozen at issue."""

import ast
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from meetings import actions as writing
from meetings.correcting import begin_corrigendum
from meetings.models import AgendaItem, Charge, Decision, Meeting
from meetings.planning import plan_meeting, proposal
from meetings.restoring import restore_item
from memos.actions import void
from offices.models import Posting, today
from tests.factories import (
    LONG_AGO,
    make_committee,
    make_issued,
    make_meeting,
    make_office,
    make_post,
    make_user,
)
from tests.test_conventions import portal_files, within


def threads(meeting):
    found = Decision.objects.filter(item__meeting=meeting).order_by("item__position", "position")
    return [decision.thread for decision in found]


def carried_into(cast, before, held_on):
    """The next sitting, with all decisions of the one before brought forward."""
    told = proposal(cast.committee, held_on)
    return plan_meeting(
        cast.committee, by=cast.staff, confirms=None, topics=[],
        carried=list(Decision.objects.filter(item__meeting=before).order_by("item__position")),
        **told,
    )  # fmt: skip


# --- Who a decision is ----------------------------------------------------------------------------


def test_a_decision_stays_the_same_through_all_that_becomes_of_it(cast, meeting):
    """Carried twice, corrected, taken back, taken out and restored."""
    told = threads(meeting)
    make_issued(meeting, author=cast.staff, officer=cast.officer)

    second = carried_into(cast, meeting, date(2024, 5, 21))
    third = carried_into(cast, second, date(2024, 6, 21))
    assert threads(second) == threads(third) == told
    assert {d.times_carried for d in Decision.objects.filter(item__meeting=third)} == {2}

    corrigendum = begin_corrigendum(meeting, by=cast.staff, reason="অঙ্ক ভুল")
    assert threads(corrigendum) == told
    corrigendum.cancel(by=cast.staff)

    void(memo=meeting.paper.memo, by=cast.officer, reason="ভুল নথি")
    meeting.refresh_from_db()
    assert threads(meeting) == told

    item = meeting.items.first()
    writing.delete_item(item, version=item.version, by=cast.staff)
    assert set(threads(meeting)) < set(told)
    restore_item(meeting, item.pk, by=cast.staff)
    assert threads(meeting) == told


def test_a_decision_that_is_typed_anew_is_another_one(cast, meeting):
    item = meeting.items.first()
    (before,) = item.decisions.values_list("thread", flat=True)
    typed = {"id": None, "text": "নতুন", "implementers": []}
    writing.save_item(item, version=item.version, by=cast.staff, decisions=[typed])
    assert item.decisions.get().thread != before


def test_no_two_decisions_of_a_meeting_are_one(cast, meeting):
    one, other = Decision.objects.filter(item__meeting=meeting)[:2]
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.filter(pk=other.pk).update(thread=one.thread)


def test_one_module_makes_decisions():
    """Whoever else writes one forgets its thread, its history or its place sooner or later."""
    made = set()
    for path in portal_files():
        if within(path).startswith("papers/"):
            continue  # which reads a Decision out of a content, and knows no row
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            called = ast.unparse(node.func).split(".") if isinstance(node, ast.Call) else [""]
            if called[0] == "Decision" and called[-1] in {"Decision", "create", "bulk_create"}:
                made.add(within(path))
    assert made == {"meetings/rows.py"}


# --- What something issued refers to --------------------------------------------------------------


def test_a_decision_that_was_issued_is_withdrawn_and_never_deleted(cast, meeting):
    item = meeting.items.first()
    gone = item.decisions.get()
    make_issued(meeting, author=cast.staff, officer=cast.officer)
    charged = Charge.objects.filter(decision=gone).count()
    void(memo=meeting.paper.memo, by=cast.officer, reason="ভুল নথি")

    item.refresh_from_db()
    writing.save_item(item, version=item.version, by=cast.staff, decisions=[])
    assert list(item.decisions.all()) == []
    assert Decision.ever.get(pk=gone.pk).withdrawn_at
    assert Charge.objects.filter(decision=gone).count() == charged > 0


def test_a_decision_that_another_was_brought_from_is_not_lost(cast, meeting):
    item = meeting.items.first()
    before = item.decisions.get()
    later = carried_into(cast, meeting, date(2024, 5, 21))
    writing.delete_item(item, version=item.version, by=cast.staff)

    assert not meeting.items.filter(pk=item.pk).exists()
    assert AgendaItem.ever.get(pk=item.pk).withdrawn_at
    carried = Decision.objects.get(item__meeting=later, thread=before.thread)
    assert carried.carried_from_id == before.pk

    restore_item(meeting, item.pk, by=cast.staff)
    assert meeting.items.get(pk=item.pk).decisions.get() == before


def test_a_decision_nobody_refers_to_is_taken_out_whole(cast, meeting):
    item = meeting.items.first()
    gone = item.decisions.get().pk
    writing.save_item(item, version=item.version, by=cast.staff, decisions=[])
    assert not Decision.ever.filter(pk=gone).exists()


# --- Whom it charges ------------------------------------------------------------------------------


@pytest.fixture
def district(cast):
    """A district with nine upazilas, each with its UNO, and minutes that name them all."""
    committee = make_committee(cast.shalbon, name="জেলা আইসিটি কমিটি")
    upazilas = [office for office in cast.shalbon.children.all() if office.kind == "upazila"]
    for number in range(len(upazilas), 9):
        upazilas.append(make_office(f"upazila-{number}", parent=cast.shalbon, kind="upazila"))
    cast.unos = []
    for number, office in enumerate(upazilas):
        post = office.posts.filter(kind="uno").first() or make_post(
            office, "উপজেলা নির্বাহী অফিসার", kind="uno"
        )
        post.postings.all().delete()
        holder = make_user(f"uno{number}")
        Posting.objects.create(
            post=post, user=holder, name=holder.name, role="officer", starts_on=LONG_AGO
        )
        cast.unos.append(post)
    meeting = make_meeting(committee, by=cast.dc_staff)
    item = meeting.items.first()
    typed = {
        "id": item.decisions.get().pk,
        "text": "প্রতিবেদন পাঠাতে হবে।",
        "implementers": ["উপজেলা নির্বাহী অফিসার (সকল)", "ফাইবার প্রতিষ্ঠানের প্রতিনিধি"],
    }
    writing.save_item(item, version=item.version, by=cast.dc_staff, decisions=[typed])
    cast.decision = item.decisions.get()
    return meeting


def charges(decision, position):
    found = Charge.objects.filter(decision=decision, position=position).order_by("post")
    return [(charge.post, charge.posting, charge.holder) for charge in found]


def test_all_of_a_kind_are_those_who_held_the_posts_on_the_day_of_issue(cast, district):
    make_issued(district, author=cast.dc_staff, officer=cast.dc_officer)
    posts = sorted(cast.unos, key=lambda post: post.pk)
    held = [post.postings.get() for post in posts]
    told = charges(cast.decision, 0)
    assert len(told) == 9
    assert told == [(post, p, p.name) for post, p in zip(posts, held, strict=True)]


def test_a_transfer_the_day_after_changes_nothing_that_is_frozen(cast, district):
    make_issued(district, author=cast.dc_staff, officer=cast.dc_officer)
    before = charges(cast.decision, 0)
    for post in cast.unos:
        post.postings.update(ends_on=today())
        Posting.objects.create(
            post=post, name="নতুন কর্মকর্তা", role="officer", starts_on=today() + timedelta(days=1)
        )
    assert charges(cast.decision, 0) == before


def test_a_vacant_post_is_charged_and_nobody_in_it(cast, district):
    empty = cast.unos[0]
    empty.postings.update(ends_on=LONG_AGO + timedelta(days=1))
    make_issued(district, author=cast.dc_staff, officer=cast.dc_officer)
    assert (empty, None, "") in charges(cast.decision, 0)
    assert len(charges(cast.decision, 0)) == 9


def test_who_cannot_be_found_for_certain_is_kept_as_not_resolved(cast, district):
    make_issued(district, author=cast.dc_staff, officer=cast.dc_officer)
    charge = Charge.objects.get(decision=cast.decision, position=1)
    assert (charge.printed, charge.is_resolved) == ("ফাইবার প্রতিষ্ঠানের প্রতিনিধি", False)


def test_a_line_for_all_decisions_of_an_item_charges_each(cast, meeting):
    post = make_post(cast.meghdubi, "উপজেলা আইসিটি অফিসার")
    item = meeting.items.first()
    item.implementers_as_printed = "উপজেলা আইসিটি অফিসার"
    item.save()
    decision = item.decisions.get()
    typed = {"id": decision.pk, "text": decision.text, "implementers": []}
    writing.save_item(item, version=item.version, by=cast.staff, decisions=[typed])
    make_issued(meeting, author=cast.staff, officer=cast.officer)
    assert Charge.objects.get(decision=decision).post == post


def test_the_paper_before_keeps_whom_it_charged(cast, district):
    """Taken back and issued anew, another paper charges whoever holds the posts then."""
    first = make_issued(district, author=cast.dc_staff, officer=cast.dc_officer).paper
    void(memo=first.memo, by=cast.dc_officer, reason="ভুল নথি")
    meeting = Meeting.objects.get(pk=district.pk)
    second = make_issued(meeting, author=cast.dc_staff, officer=cast.dc_officer).paper
    of_each = [Charge.objects.filter(paper=paper).count() for paper in (first, second)]
    assert of_each[0] == of_each[1] > 9
