"""A clerk settles the decisions of a meeting on one page, before their paper goes out and after."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AuditEvent
from bangla.phrases import numeric_date
from followup import planning
from followup.models import Assignment, Kind, Matter
from followup.owners import Owner
from followup.planning import Told
from meetings import rows
from meetings.models import Decision, Meeting
from offices.models import Office, today
from tests.cast import signed_in
from tests.factories import make_issued, make_office, make_post
from tests.followup.test_opening import minutes, send_out

Share = Assignment.State
CHAIRMEN, PROGRAMMER, EITHER = "ইউপি চেয়ারম্যান (সকল)", "সহকারী প্রোগ্রামার", "সহকারী প্রোগ্রামার/হিসাবরক্ষক"
PORTAL, SERVER = "পোর্টাল হালনাগাদ করতে হবে।", "সার্ভার কিনতে হবে।"


@pytest.fixture
def world(cast):
    """Drafted minutes: a class and a post; one line that names one post or another."""
    cast.chairmen = []
    for code in ("u1", "u2"):
        union = make_office(code, Office.Kind.UNION, cast.meghdubi, name=f"{code} ইউনিয়ন পরিষদ")
        cast.chairmen.append(make_post(union, "চেয়ারম্যান", kind="up_chairman"))
    cast.programmer = make_post(cast.meghdubi, PROGRAMMER)
    cast.clerk = make_post(cast.meghdubi, "হিসাবরক্ষক")
    cast.meeting = minutes(cast, [[PORTAL, CHAIRMEN, PROGRAMMER], [SERVER, EITHER]])
    cast.page = reverse("followup:plan", args=[cast.meeting.pk])
    return cast


def row_of(world, text):
    return next(row for row in planning.rows_of(fresh(world)) if row.decision.text == text)


def fresh(world):
    return Meeting.objects.select_related("committee__office", "paper").get(pk=world.meeting.pk)


def told(row, **changes):
    return Told(**{"version": row.version, "kind": row.kind, "roll_up": row.roll_up} | changes)


def settle(world, text, **changes):
    row = row_of(world, text)
    return planning.settle(world.meeting, {row.decision.pk: told(row, **changes)}, by=world.staff)


def owners_in(world, text):
    matter = Matter.objects.get(decision__text=text)
    live = matter.assignments.exclude(state__in=[Share.REASSIGNED, Share.WITHDRAWN])
    return {share.post or share.printed: share.state for share in live}


def form_of(world, **changes):
    """The body a browser sends of the page as it stands, with some fields changed."""
    data = {}
    for row in planning.rows_of(fresh(world)):
        prefix = f"d{row.decision.pk}"
        data |= {
            f"{prefix}-version": row.version,
            f"{prefix}-kind": row.kind,
            f"{prefix}-roll_up": row.roll_up,
            f"{prefix}-due_on": "" if row.is_implied else numeric_date(row.due_on),
        }
    return data | changes


def test_what_is_settled_before_the_issue_holds_from_the_issue_on(world):
    line = row_of(world, SERVER).lines[0]
    assert not line.is_certain
    assert [owner.post for owner in line.found] == [world.programmer, world.clerk]
    due = today() + timedelta(days=40)
    settle(
        world, SERVER, kind="continuing", roll_up="any", due_on=due,
        owners={0: [owner._replace(is_certain=True) for owner in line.found[1:]]},
    )  # fmt: skip
    send_out(world, world.meeting)
    matter = Matter.objects.get(decision__text=SERVER)
    assert (matter.kind, matter.roll_up, matter.is_kind_settled) == ("continuing", "any", True)
    assert (matter.first_due_on, matter.due_on, matter.is_implied) == (due, due, False)
    assert owners_in(world, SERVER) == {world.clerk: Share.OPEN}
    # The printed line is what it was.
    assert matter.assignments.get().charge.printed == EITHER


def test_what_nobody_settled_is_read_anew_at_the_issue(world):
    settle(world, PORTAL)
    decision = Decision.objects.get(text=PORTAL)
    rows.write_implementers(decision, [PROGRAMMER], by=world.staff)
    send_out(world, world.meeting)
    assert owners_in(world, PORTAL) == {world.programmer: Share.OPEN}


def test_a_share_to_be_settled_goes_to_whom_the_section_names(world):
    send_out(world, world.meeting)
    assert set(owners_in(world, SERVER).values()) == {Share.SETTLE}
    line = row_of(world, SERVER).lines[0]
    settle(world, SERVER, owners={0: [line.found[1]._replace(is_certain=True)]})
    assert owners_in(world, SERVER) == {world.clerk: Share.OPEN}
    share = Assignment.objects.get(post=world.clerk)
    assert [step.what for step in share.steps.all()] == ["opened", "settled"]
    assert share.desk_due_on is None
    assert row_of(world, SERVER).unsettled == []


def test_an_owner_who_is_not_meant_is_let_go_and_another_comes_in_at_the_date(world):
    send_out(world, world.meeting)
    line = row_of(world, PORTAL).lines[1]
    new = Owner(line.printed, 1, world.clerk, words=line.printed)
    settle(world, PORTAL, owners={1: [new]})
    assert owners_in(world, PORTAL) == dict.fromkeys([*world.chairmen, world.clerk], Share.OPEN)
    matter = Matter.objects.get(decision__text=PORTAL)
    assert matter.assignments.get(post=world.programmer).state == Share.REASSIGNED
    assert matter.assignments.get(post=world.clerk).due_on == matter.due_on


def test_a_decision_that_turns_out_to_be_done_charges_nobody_any_more(world):
    send_out(world, world.meeting)
    settle(world, PORTAL, kind="done")
    matter = Matter.objects.get(decision__text=PORTAL)
    assert matter.due_on is None
    assert {share.state for share in matter.assignments.all()} == {str(Share.WITHDRAWN)}
    settle(world, PORTAL, kind="once")
    assert owners_in(world, PORTAL) == dict.fromkeys(
        [*world.chairmen, world.programmer], Share.OPEN
    )
    matter.refresh_from_db()
    assert (matter.is_implied, matter.due_on is None) == (True, False)


def test_a_date_in_place_of_an_implied_one_is_the_first_and_a_later_one_needs_a_reason(world):
    send_out(world, world.meeting)
    first, later = today() + timedelta(days=9), today() + timedelta(days=30)
    settle(world, PORTAL, due_on=first)
    matter = Matter.objects.get(decision__text=PORTAL)
    assert (matter.first_due_on, matter.due_on, matter.times_extended) == (first, first, 0)
    with pytest.raises(ValidationError):
        settle(world, PORTAL, due_on=later)
    settle(world, PORTAL, due_on=later, reason="বরাদ্দ আসেনি")
    matter.refresh_from_db()
    share = matter.assignments.first()
    for row in (matter, share):
        assert (row.first_due_on, row.due_on, row.times_extended) == (first, later, 1)
    assert share.steps.last().reason == "বরাদ্দ আসেনি"


def test_of_two_who_settle_the_second_is_told_and_nothing_of_it_is_stored(world):
    row = row_of(world, PORTAL)
    settle(world, PORTAL, kind="continuing")
    other = row_of(world, SERVER)
    with pytest.raises(planning.Conflict) as refused:
        planning.settle(
            world.meeting,
            {row.decision.pk: told(row, kind="done"), other.decision.pk: told(other, kind="done")},
            by=world.staff,
        )
    assert refused.value.rows == [row.decision.pk]
    assert Matter.objects.get().kind == Kind.CONTINUING


def test_the_same_page_saved_again_changes_nothing(world):
    assert settle(world, PORTAL) == 1
    before = Matter.objects.values_list("version", flat=True)[0]
    assert settle(world, PORTAL) == 0
    assert Matter.objects.values_list("version", flat=True)[0] == before
    assert AuditEvent.objects.filter(what="decisions settled").count() == 1


def test_only_the_section_of_the_committee_settles(world):
    row = row_of(world, PORTAL)
    for user in (world.reader, world.near_staff, world.dc_officer):
        with pytest.raises(PermissionDenied):
            planning.settle(world.meeting, {row.decision.pk: told(row)}, by=user)


def test_a_meeting_of_forty_decisions_is_read_in_as_many_queries_as_one_of_two(world):
    def asked(meeting):
        with CaptureQueriesContext(connection) as queries:
            planning.rows_of(meeting)
        return len(queries)

    found = []
    for days, count in ((3, 2), (4, 40)):
        lines = [[f"কাজ {place} করতে হবে।", PROGRAMMER, EITHER, CHAIRMEN] for place in range(count)]
        meeting = minutes(world, lines, held_on=today() - timedelta(days=days))
        send_out(world, meeting)
        meetings = Meeting.objects.select_related("committee__office", "paper")
        found.append(asked(meetings.get(pk=meeting.pk)))
    assert found[0] == found[1]


# --- The page -----------------------------------------------------------------------------------


def test_the_page_shows_each_decision_and_one_save_keeps_all(world):
    client = signed_in(world.staff)
    page = client.get(world.page)
    said = page.content.decode()
    for words in (PORTAL, SERVER, EITHER, str(world.programmer), "কাকে বোঝায়", "অনুমিত"):
        assert words in said
    pk = Decision.objects.get(text=SERVER).pk
    sent = form_of(
        world,
        **{f"d{pk}-kind": "continuing", f"d{pk}l0-drop": ["0"], f"d{pk}-due_on": "৩০/১২/২০২৯"},
    )
    assert client.post(world.page, sent).status_code == 302
    assert Matter.objects.count() == 2
    matter = Matter.objects.get(kind="continuing")
    assert numeric_date(matter.due_on) == "৩০/১২/২০২৯"
    assert [owner["post"] for owner in matter.owners] == [world.clerk.pk]
    send_out(world, world.meeting)
    assert owners_in(world, SERVER) == {world.clerk: Share.OPEN}


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("-due_on", "৩২/১২/২০২৯", "তারিখ"),
        ("-kind", "forever", "ধরন"),
        ("l0-add", "মহাপরিচালক, চাঁদ", "এই নামে কোনো পদ পোর্টালে নেই"),
        ("l0-drop", ["0", "1"], "কাউকে রাখা হয়নি"),
    ],
)
def test_what_cannot_be_is_named_and_the_rest_of_the_form_is_kept(world, field, typed, said):
    pk = Decision.objects.get(text=SERVER).pk
    other = Decision.objects.get(text=PORTAL).pk
    sent = form_of(world, **{f"d{pk}{field}": typed, f"d{other}-due_on": "০১/০১/২০৩০"})
    answer = signed_in(world.staff).post(world.page, sent)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "০১/০১/২০৩০" in answer.content.decode()
    assert not Matter.objects.exists()


def test_a_second_person_sees_both_and_saves_over_what_stands(world):
    client = signed_in(world.staff)
    pk = Decision.objects.get(text=SERVER).pk
    sent = form_of(world, **{f"d{pk}-due_on": "০১/০১/২০৩০"})
    settle(world, SERVER, kind="continuing")
    answer = client.post(world.page, sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "একই সারি দুজন নির্ধারণ করেছেন" in page
    assert "০১/০১/২০৩০" in page
    assert Matter.objects.get().due_on is None
    again = sent | {f"d{pk}-version": Matter.objects.get().version}
    assert client.post(world.page, again).status_code == 302
    assert (
        numeric_date(Matter.objects.get(thread=row_of(world, SERVER).decision.thread).due_on)
        == "০১/০১/২০৩০"
    )


def test_a_reader_sees_how_it_is_followed_and_no_form(world):
    page = signed_in(world.reader).get(world.page).content.decode()
    assert SERVER in page
    assert "সব সংরক্ষণ করুন" not in page


def test_the_check_page_says_how_many_dates_are_implied_and_whose_work_is_open(world):
    decision = Decision.objects.get(text=PORTAL)
    page = reverse("meetings:check", args=[world.meeting.pk])
    said = signed_in(world.staff).get(page).content.decode()
    assert "২টি সিদ্ধান্তে তারিখ নেই: পরের সভার ৫ কর্মদিবস আগে" in said
    assert "১টি সিদ্ধান্ত কার কাজ, তা নির্ধারণ বাকি" in said
    Decision.objects.filter(pk=decision.pk).update(due_on=today() + timedelta(days=9))
    said = signed_in(world.staff).get(page).content.decode()
    assert "১টি সিদ্ধান্তে তারিখ নেই" in said


def test_the_page_of_the_meeting_leads_there(world):
    make_issued(world.meeting, author=world.staff, officer=world.officer)
    page = signed_in(world.reader).get(reverse("meetings:detail", args=[world.meeting.pk]))
    assert world.page in page.content.decode()


def test_the_page_of_a_decision_shows_its_paper_shares_and_history(world):
    line = send_out(world, world.meeting)
    matter = Matter.objects.get(decision__text=PORTAL)
    page = signed_in(world.officer).get(reverse("followup:matter", args=[matter.pk]))
    said = page.content.decode()
    for words in (
        PORTAL,
        line.number,
        str(world.chairmen[0]),
        "সিদ্ধান্ত অনুসরণ শুরু হয়েছে",
        "নিষ্পন্ন করুন",
    ):
        assert words in said
    assert (
        signed_in(world.far_officer).get(reverse("followup:matter", args=[matter.pk])).status_code
        == 404
    )


def test_closing_and_reopening_by_the_pages(world):
    send_out(world, world.meeting)
    matter = Matter.objects.get(decision__text=PORTAL)
    client = signed_in(world.officer)
    close, reopen = (reverse(f"followup:{act}", args=[matter.pk]) for act in ("close", "reopen"))
    refused = client.post(close, {"end": "not_done", "reason": ""})
    assert refused.status_code == 422
    assert "কারণ লিখুন" in refused.content.decode()
    assert client.post(close, {"end": "not_done", "reason": "বরাদ্দ নেই"}).status_code == 302
    # Pressed again by the same hand it leads on; by another it says how things stand.
    assert client.post(close, {"end": "not_done", "reason": "বরাদ্দ নেই"}).status_code == 302
    assert matter.steps.filter(assignment=None, what="closed").count() == 1
    assert client.post(reopen, {"reason": "ভুল"}).status_code == 302
    matter.refresh_from_db()
    assert matter.state == "open"
