"""A decision from outside the portal, typed into a report, handed down to those below and answered."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts.access import WrongState
from followup import taking_up, upward
from followup.actions import answer
from followup.handing import HandDown, hand_down
from followup.models import Assignment, Matter
from followup.upward import Asked
from meetings import actions
from tests.cast import signed_in
from tests.followup.test_report_pages import issued
from tests.followup.test_table import days_ago
from tests.followup.test_upward import world  # noqa: F401


@pytest.fixture
def typed(world):  # noqa: F811
    """The report of a sitting the portal does not have, with one decision typed into it."""
    asked = Asked(committee_name="মন্ত্রিপরিষদ বিভাগের সভা", held_on=days_ago(90))
    staff = world.cast.dc_staff
    world.report = upward.begin(asked, committee=world.report_committee, by=staff)
    item = actions.add_item(world.report, by=staff, topic="উদ্ভাবন")
    told = [{"id": item.decisions.get().pk, "text": "পরিদর্শন করতে হবে।", "implementers": []}]
    actions.save_item(item, version=item.version, by=staff, decisions=told, topic="উদ্ভাবন")
    world.decision = item.decisions.get()
    return world


def taken(typed):
    return taking_up.take_up(typed.decision, by=typed.cast.dc_staff, due_on=days_ago(-20))


def test_it_is_followed_as_work_of_the_head_of_the_office(typed):
    share = taken(typed)
    assert share.post == typed.dc
    assert (share.matter.office, share.matter.decision) == (typed.cast.shalbon, typed.decision)
    assert share.matter.state == Matter.State.OPEN
    assert taken(typed) == share


def test_answers_from_below_come_into_the_report(typed):
    share = taken(typed)
    posts = [typed.ours.post, typed.theirs.post]
    hand_down(share, by=typed.cast.dc_staff, to=[HandDown(post=post) for post in posts])
    part = Assignment.objects.get(parent=share, post=typed.ours.post)
    answer(part, by=typed.uno, kind="progress", text="সব দপ্তর পরিদর্শন হয়েছে।", progress=50)
    upward.refresh(typed.report, by=typed.cast.dc_staff)
    typed.decision.refresh_from_db()
    assert typed.decision.progress == (
        "২টির মধ্যে ১টির কাজ চলমান, ১টির প্রতিবেদন পাওয়া যায়নি। মেঘডুবি: সব দপ্তর পরিদর্শন হয়েছে।"
    )


def test_the_issue_and_the_void_of_the_report_leave_it_running(typed):
    from memos.actions import void

    share = taken(typed)
    upward.refresh(typed.report, by=typed.cast.dc_staff)
    line = issued(typed, typed.report)
    void(memo=line, by=typed.cast.dc_officer, reason="ভুল")
    share.matter.refresh_from_db()
    assert share.matter.state == Matter.State.OPEN
    assert share.matter.decision == typed.decision


def test_its_row_can_be_taken_out_of_the_report(typed):
    share = taken(typed)
    item = typed.report.items.get()
    actions.delete_item(item, version=item.version, by=typed.cast.dc_staff)
    assert not typed.report.items.exists()
    share.matter.refresh_from_db()
    assert share.matter.decision_id == typed.decision.pk


def test_without_words_there_is_nothing_to_follow(typed):
    typed.decision.text = " "
    with pytest.raises(WrongState, match="লেখা হয়নি"):
        taken(typed)


def test_what_another_office_follows_and_did_not_give_is_not_taken_up(typed):
    typed.decision.thread = typed.second.thread
    with pytest.raises(WrongState, match="অন্য কার্যালয়ের"):
        taken(typed)


def test_only_who_writes_the_report_takes_up(typed):
    with pytest.raises(PermissionDenied):
        taking_up.take_up(typed.decision, by=typed.cast.staff, due_on=days_ago(-20))


def test_the_page_leads_on_to_handing_down(typed):
    client = signed_in(typed.cast.dc_staff)
    url = reverse("followup:take_up", args=[typed.report.pk, typed.decision.pk])
    assert url in client.get(reverse("followup:report", args=[typed.report.pk])).content.decode()
    assert client.post(url, {"due_on": "০১/০১/২০২০"}).status_code == 422
    answered = client.post(url, {"due_on": "২৯/১২/২০৯৬"})
    share = Assignment.objects.get(matter__thread=typed.decision.thread)
    assert answered.url == reverse("followup:hand_down", args=[share.pk])
    assert client.get(url).url == answered.url
