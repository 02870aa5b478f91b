"""All shares as one list: who sees which, filters and orders from the address, one row, many rows."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bangla.phrases import numeric_date
from followup import actions
from followup.models import Answer, Assignment, Kind, Step
from offices.models import today
from tests.cast import signed_in
from tests.factories import make_committee
from tests.followup.making import make_assignment, make_matter, make_sitting
from tests.followup.many import make_many

GRID = reverse("followup:grid")
MANY = reverse("followup:many")
State = Assignment.State
LATER = today() + timedelta(days=60)


def rows(page):
    return [line.pk for line in page.context["lines"]]


def row_of(share):
    return reverse("followup:share", args=[share.pk])


def ask(user, **asked):
    return rows(signed_in(user).get(GRID, asked))


def form_of(share, **typed):
    """What the form of a row sends, with what was typed into it."""
    share = Assignment.objects.with_decision().get(pk=share.pk)
    told = {
        "due_on": numeric_date(share.due_on), "owner": str(share.post) if share.post else "",
        "kind": share.matter.kind, "roll_up": share.matter.roll_up, "reason": "",
        "stood": f"{share.version}.{share.matter.version}",
    } | typed  # fmt: skip
    act = told.pop("act", "save")
    return {f"s{share.pk}-{name}": value for name, value in told.items()} | {"act": act}


def save(user, share, data, *, script=True, query=""):
    headers = {"X-Autosave": "1"} if script else {}
    return signed_in(user).post(f"{row_of(share)}{query}", data, headers=headers)


def claim(share, user):
    actions.answer(share, by=user, kind=Answer.Kind.CLAIM, text="হালনাগাদ হয়েছে", done_on=today())


def marks(*shares):
    fresh = Assignment.objects.in_bulk([share.pk for share in shares])
    return [f"{share.pk}.{fresh[share.pk].version}" for share in shares]


@pytest.fixture
def world(followed):
    """`ours` and `theirs` of the fixture, beside one that is late, one implied, one without an owner."""
    cast = followed.cast
    followed.clerk = cast.dc_staff
    sitting = make_sitting(
        make_committee(cast.shalbon, "জেলা শিক্ষা কমিটি"), by=cast.dc_staff,
        decisions=["বিদ্যালয় ৪৭ পরিদর্শন করতে হবে।", "নিয়মিত তদারকি করতে হবে।", "কাজ ভাগ করে দিতে হবে।"],
    )  # fmt: skip
    late, implied, unsettled = sitting.items.get().decisions.order_by("position")
    before = today() - timedelta(days=3)
    on = today() - timedelta(days=20)
    followed.late = make_assignment(
        make_matter(late, by=cast.dc_staff, on=on, due_on=before), followed.ours.post
    )
    followed.implied = make_assignment(
        make_matter(implied, by=cast.dc_staff, due_on=LATER, is_implied=True, kind=Kind.CONTINUING),
        followed.ours.post,
    )
    followed.unsettled = make_assignment(
        make_matter(unsettled, by=cast.dc_staff, due_on=LATER - timedelta(days=1)),
        printed="সংশ্লিষ্ট সকল",
    )
    return followed


# ── Who sees what ───────────────────────────────────────────────────────────────────────────────


def test_the_section_lists_all_it_gave_and_an_owner_the_own_shares_alone(world):
    assert set(ask(world.clerk)) == {
        share.pk for share in (world.ours, world.theirs, world.late, world.implied, world.unsettled)
    }
    assert set(ask(world.uno)) == {world.ours.pk, world.late.pk, world.implied.pk}
    assert ask(world.near_uno) == [world.theirs.pk]
    assert ask(world.cast.far_officer) == []


def test_nothing_of_another_owner_stands_in_the_list_or_its_choices(world):
    page = signed_in(world.near_uno).get(GRID).content.decode()
    assert "বিদ্যালয়" not in page
    assert "জেলা শিক্ষা কমিটি" not in page
    assert world.ours.post.office.name not in page
    assert world.theirs.post.office.name in page


def test_only_what_the_reader_may_change_can_be_marked(world):
    assert 'name="share"' in signed_in(world.clerk).get(GRID).content.decode()
    assert 'name="share"' not in signed_in(world.uno).get(GRID).content.decode()


def test_an_office_above_lists_what_is_shown_to_it_where_a_figure_leads_there(world):
    viewer = world.cast.division_viewer
    above = world.cast.division
    post = above.posts.get()
    post.postings.update(role="officer")
    assert ask(viewer, office=world.cast.shalbon.pk) == []
    world.matter.shown_above = True
    world.matter.save()
    assert set(ask(viewer, office=world.cast.shalbon.pk)) == {world.ours.pk, world.theirs.pk}
    assert ask(viewer, office=world.cast.noldanga.pk) == [world.theirs.pk]
    assert ask(viewer) == []


# ── Filters and orders ──────────────────────────────────────────────────────────────────────────


def test_each_filter_finds_what_it_says(world):
    clerk = world.clerk
    assert ask(clerk, late="1") == [world.late.pk]
    assert ask(clerk, implied="1") == [world.implied.pk]
    assert ask(clerk, unsettled="1") == [world.unsettled.pk]
    assert ask(clerk, kind="continuing") == [world.implied.pk]
    assert ask(clerk, post=world.theirs.post.pk) == [world.theirs.pk]
    assert set(ask(clerk, committee=world.committee.pk)) == {world.ours.pk, world.theirs.pk}
    assert ask(clerk, office=world.cast.noldanga.pk) == [world.theirs.pk]
    assert ask(clerk, q="বিদ্যালয় 47") == [world.late.pk]
    assert ask(clerk, q="নলডাঙ্গা") == [world.theirs.pk]
    assert ask(clerk, q="কোথাও নেই") == []


def test_the_bare_address_shows_what_is_not_finished_and_a_figures_address_all(world):
    world.ours.move_to(State.WITHDRAWN, "withdrawn", by=world.clerk, reason="সংশোধিত")
    assert world.ours.pk not in ask(world.clerk)
    assert world.ours.pk in ask(world.clerk, committee=world.committee.pk)
    assert ask(world.clerk, state="withdrawn") == [world.ours.pk]
    assert ask(world.clerk, state="ended") == [world.ours.pk]
    assert ask(world.clerk, committee=world.committee.pk, state="unfinished") == [world.theirs.pk]


def test_a_column_sorts_both_ways_and_what_lacks_it_stands_last(world):
    Assignment.objects.filter(pk=world.theirs.pk).update(due_on=None, first_due_on=None)
    by_due = [world.late.pk, world.ours.pk, world.unsettled.pk, world.implied.pk]
    assert ask(world.clerk) == [*by_due, world.theirs.pk]
    assert ask(world.clerk, sort="-due") == [*reversed(by_due), world.theirs.pk]
    assert ask(world.clerk, sort="-late")[:4] == by_due
    assert ask(world.clerk, sort="-kind")[-1] == world.implied.pk


def test_a_wrong_filter_shows_nothing_and_says_so(world):
    for asked in ({"committee": "1000000"}, {"state": "ভুল"}, {"sort": "x"}, {"office": "0"}):
        page = signed_in(world.clerk).get(GRID, asked)
        assert (page.status_code, rows(page)) == (400, [])


@pytest.mark.parametrize("name", ["followup:grid", "followup:grid_xlsx"])
def test_two_hundred_rows_ask_no_more_than_five(cast, name):
    clerk = signed_in(cast.dc_staff)
    made = make_many(cast, 200)
    asked = {}
    everything = {"rest": 1}
    for count in (200, 5):
        Assignment.objects.filter(pk__in=[row.pk for row in made[count:]]).update(
            state=State.WITHDRAWN
        )
        clerk.get(reverse(name), everything)
        with CaptureQueriesContext(connection) as queries:
            page = clerk.get(reverse(name), everything)
        asked[count] = len(queries)
        if name == "followup:grid":
            assert len(rows(page)) == count
    assert asked[5] == asked[200]


def test_the_lines_after_the_first_come_by_themselves_or_by_a_link(cast):
    make_many(cast, 60)
    clerk = signed_in(cast.dc_staff)
    first = clerk.get(GRID)
    whole = clerk.get(GRID, {"rest": 1})
    rest = clerk.get(GRID, {"rest": 1}, headers={"X-Autosave": "1"})
    assert "?rest=1" in first.content.decode()
    assert "বাকি ১০টি সারিও দেখান" in first.content.decode()
    assert rows(first) + rows(rest) == rows(whole)
    assert (len(rows(first)), len(rows(rest))) == (50, 10)
    assert rest.content.decode().strip().startswith("<tr")


# ── One row ─────────────────────────────────────────────────────────────────────────────────────


def test_a_row_saved_by_a_script_comes_back_alone(world):
    data = form_of(world.ours, due_on=numeric_date(LATER), reason="বন্যার জন্য")
    answer = save(world.clerk, world.ours, data)
    assert answer.json().keys() == {"row", "said"}
    assert f'id="s{world.ours.pk}"' in answer.json()["row"]
    assert numeric_date(LATER) in answer.json()["row"]
    world.ours.refresh_from_db()
    assert (world.ours.due_on, world.ours.times_extended) == (LATER, 1)
    step = Step.objects.filter(assignment=world.ours).last()
    assert (step.what, step.by, step.reason) == ("extended", world.clerk, "বন্যার জন্য")


def test_without_scripts_it_leads_back_to_the_row_in_the_same_list(world):
    data = form_of(world.ours, kind=Kind.CONTINUING)
    answer = save(world.clerk, world.ours, data, script=False, query="?sort=-due&bad=1")
    assert answer.url == f"{GRID}?sort=-due#s{world.ours.pk}"
    world.matter.refresh_from_db()
    assert (world.matter.kind, world.matter.is_kind_settled) == (Kind.CONTINUING, True)


def test_a_later_date_without_a_reason_is_refused_and_the_form_kept(world):
    for typed, said in (
        ({"due_on": numeric_date(LATER)}, "কারণ লিখুন"),
        ({"due_on": "৩১/০২/২০২৭"}, "পঞ্জিকায় নেই"),
        ({"due_on": "০১/০১/২০২০", "reason": "x"}, "আজকের পরে"),
        ({"owner": "অজানা পদ"}, "নামে কোনো পদ নেই"),
    ):
        answer = save(world.clerk, world.ours, form_of(world.ours, **typed))
        assert answer.status_code == 422
        assert said in answer.json()["form"]
        assert next(iter(typed.values())) in answer.json()["form"]
    assert Step.objects.filter(assignment=world.ours).count() == 1


def test_somebody_elses_change_in_between_is_shown_and_nothing_lost(world):
    data = form_of(world.ours, due_on=numeric_date(LATER), reason="সময় দরকার")
    between = LATER - timedelta(days=5)
    actions.set_due(world.ours, by=world.cast.dc_officer, due_on=between, reason="আগে")
    answer = save(world.clerk, world.ours, data)
    assert answer.status_code == 409
    assert numeric_date(between) in answer.json()["row"]
    assert numeric_date(LATER) in answer.json()["form"]
    world.ours.refresh_from_db()
    assert world.ours.due_on == between
    # What was shown is what stands: pressed again, it goes through.
    again = data | {f"s{world.ours.pk}-stood": form_of(world.ours)[f"s{world.ours.pk}-stood"]}
    assert save(world.clerk, world.ours, again).status_code == 200
    assert save(world.clerk, world.ours, again).status_code == 200
    world.ours.refresh_from_db()
    assert (world.ours.due_on, world.ours.times_extended) == (LATER, 2)


def test_enter_alone_makes_an_implied_date_the_date(world):
    assert save(world.clerk, world.implied, form_of(world.implied)).status_code == 200
    world.implied.refresh_from_db()
    assert (world.implied.is_implied, world.implied.due_on) == (False, LATER)


def test_an_owner_is_settled_by_name(world):
    answer = save(world.clerk, world.unsettled, form_of(world.unsettled, owner="বাইরের: রূপসা ট্রেডার্স"))
    assert "রূপসা ট্রেডার্স" in answer.json()["row"]
    # The same title stands in two upazilas: asked, never guessed.
    answer = save(world.clerk, world.ours, form_of(world.ours, owner=world.ours.post.title))
    assert answer.status_code == 422
    assert "২টি পদ আছে" in answer.json()["form"]
    world.theirs.move_to(State.WITHDRAWN, "withdrawn", by=world.clerk)
    answer = save(
        world.clerk, world.ours, form_of(world.ours, owner=str(world.theirs.post), reason="বদলি")
    )
    new = Assignment.objects.get(matter=world.matter, state=State.OPEN)
    assert new.post == world.theirs.post
    assert f'id="s{new.pk}"' in answer.json()["row"]


def test_a_claim_is_verified_or_sent_back_in_the_row(world):
    claim(world.ours, world.uno)
    form = signed_in(world.clerk).get(row_of(world.ours), headers={"X-Autosave": "1"}).json()
    assert 'data-act="verify"' in form["form"]
    answer = save(world.clerk, world.ours, form_of(world.ours, act="send_back"))
    assert "কারণ লিখুন" in answer.json()["form"]
    save(world.clerk, world.ours, form_of(world.ours, act="send_back", reason="প্রমাণক নেই"))
    world.ours.refresh_from_db()
    assert (world.ours.state, world.ours.turn) == (State.OPEN, 1)
    claim(world.ours, world.uno)
    save(world.clerk, world.ours, form_of(world.ours, act="verify"))
    world.ours.refresh_from_db()
    assert world.ours.state == State.VERIFIED


def test_an_owner_reads_the_row_and_changes_nothing(world):
    page = signed_in(world.uno).get(row_of(world.ours))
    assert page.status_code == 200
    assert "উত্তর দিন" in page.content.decode()
    assert save(world.uno, world.ours, form_of(world.ours, kind="once")).status_code == 403
    assert signed_in(world.near_uno).get(row_of(world.ours)).status_code == 404
    assert save(world.near_uno, world.ours, form_of(world.ours)).status_code == 404


# ── Many rows ───────────────────────────────────────────────────────────────────────────────────


def test_marked_rows_go_through_the_same_door_and_who_is_refused_is_named(world):
    claim(world.ours, world.uno)
    data = {"share": marks(world.ours, world.theirs), "act": "verify"}
    answer = signed_in(world.clerk).post(MANY, data)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert [share.pk for share, _ in answer.context["refused"]] == [world.theirs.pk]
    assert "যাচাইয়ের অপেক্ষায় কোনো দাবি নেই" in page
    assert "১টি সারিতে হয়নি; ১টি সারিতে হয়েছে" in page
    assert Assignment.objects.get(pk=world.ours.pk).state == State.VERIFIED
    assert Step.objects.filter(assignment=world.ours).last().what == "verified"
    assert Step.objects.filter(assignment=world.theirs).count() == 1


def test_a_date_for_many_is_a_step_in_each_and_pressed_twice_is_one(world):
    chosen = (world.ours, world.theirs, world.late)
    data = {
        "share": marks(*chosen), "act": "save", "due_on": numeric_date(LATER), "reason": "সভার সিদ্ধান্ত",
    }  # fmt: skip
    client = signed_in(world.clerk)
    for _ in range(2):
        assert client.post(f"{MANY}?late=1", data).url == f"{GRID}?late=1"
    for share in chosen:
        share.refresh_from_db()
        assert (share.due_on, share.times_extended) == (LATER, 1)
        assert Step.objects.filter(assignment=share, what="extended").count() == 1


def test_what_changed_since_it_was_marked_is_refused(world):
    marked = marks(world.ours, world.theirs)
    actions.set_due(world.ours, by=world.clerk, due_on=LATER, reason="আগে")
    data = {
        "share": marked,
        "act": "save",
        "due_on": numeric_date(LATER - timedelta(days=1)),
        "reason": "x",
    }
    answer = signed_in(world.clerk).post(MANY, data)
    assert [share.pk for share, _ in answer.context["refused"]] == [world.ours.pk]
    assert "আরেকজন এর মধ্যে সারিটি বদলেছেন" in answer.content.decode()


def test_marks_of_strangers_and_nonsense_change_nothing(world):
    data = {"share": [*marks(world.ours), "0.1", "x.y", "9" * 30], "act": "verify"}
    answer = signed_in(world.near_uno).post(MANY, data)
    assert answer.context["done"] == 0
    assert world.ours.post.office.name not in answer.content.decode()
    for wrong in ({}, {"share": marks(world.ours)}, {"share": marks(world.ours), "act": "drop"}):
        assert signed_in(world.clerk).post(MANY, wrong).status_code == 422
    assert Step.objects.filter(assignment=world.ours).count() == 1
