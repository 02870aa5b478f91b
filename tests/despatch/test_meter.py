"""Decisions × implementers that are not served: 0 before distribution counts as complete."""

import pytest
from django.urls import reverse

from despatch.meter import meter_of
from despatch.models import Evidence
from memos.actions import void
from offices.models import Post
from tests.cast import signed_in
from tests.despatch.copies import copy_for, issue_letter, send
from tests.factories import (
    content_in,
    item_of,
    make_committee,
    make_issued,
    make_meeting,
    make_post,
)
from tests.test_pages import text

UNO = Post.Kind.UNO
FIRST, SECOND = "পোর্টালের তথ্য হালনাগাদ করতে হবে।", "প্রশিক্ষণ দিতে হবে।"


@pytest.fixture
def meeting(cast):
    """The district's minutes: two decisions for the UNOs of two upazilas, one of them for a line that
    names nobody for certain as well."""
    for office in (cast.meghdubi, cast.noldanga):
        make_post(office, kind=UNO)
    keys = content_in()["column_keys"]
    items = [
        item_of(keys, "০১", "ওয়েব পোর্টাল", [FIRST]),
        item_of(keys, "০২", "প্রশিক্ষণ", [SECOND]),
    ]
    items[1]["decisions"][0]["implementers"].append("ইনোভেশন টিম")
    committee = make_committee(cast.shalbon, "জেলা আইসিটি কমিটি")
    meeting = make_meeting(committee, by=cast.dc_staff, items=items, distribution=[])
    make_issued(meeting, author=cast.dc_staff, officer=cast.dc_officer)
    return meeting


def uno(office):
    return Post.objects.get(office=office, kind=UNO)


def counted(meeting):
    meter = meter_of(meeting)
    return meter.pairs, meter.missing, len(meter.to_add)


def test_nobody_is_served_by_a_copy_that_only_left(meeting, cast):
    assert counted(meeting) == (5, 5, 3)
    copy = copy_for(meeting.paper.memo, post=uno(cast.meghdubi))
    sending = send(copy, by=cast.dc_staff, way="mail", address="uno@example.org")
    assert counted(meeting) == (5, 5, 2)
    copy.evidence.create(step=Evidence.Step.DELIVERED, sending=sending)
    assert counted(meeting) == (5, 3, 2)
    copy.evidence.create(step=Evidence.Step.REFUSED, sending=sending)
    assert counted(meeting) == (5, 5, 2)
    copy.evidence.create(step=Evidence.Step.ACKNOWLEDGED, told={"name": "ক"})
    assert counted(meeting) == (5, 3, 2)


def test_an_extract_serves_with_what_it_holds_and_only_while_it_stands(meeting, cast):
    content = {"items": [{"decisions": [{"text": FIRST}]}]}
    extract = issue_letter(meeting, by=cast.dc_officer, kind="extract", content=content, number=1)
    copy = copy_for(extract.paper.memo, post=uno(cast.noldanga))
    copy.evidence.create(step=Evidence.Step.SIGNED, told={"name": "ক"})
    missing = meter_of(meeting).implementers
    assert counted(meeting) == (5, 4, 3)
    assert [each.text for i in missing if i.post == uno(cast.noldanga) for each in i.decisions] == [
        SECOND
    ]
    extract.paper.void()
    assert counted(meeting) == (5, 5, 3)


def test_late_recipients_are_added_and_the_distribution_is_complete_at_nought(meeting, cast):
    client = signed_in(cast.dc_staff)
    page = reverse("despatch:served", args=[meeting.pk])
    shown = text(client.get(page))
    assert "৫টির মধ্যে ৫ টি পৌঁছানোর প্রমাণ নেই" in shown
    assert "ইনোভেশন টিম" in shown
    assert client.post(page).status_code == 302
    memo = meeting.paper.memo
    late = memo.sent_copies.filter(is_late=True)
    assert {copy.post for copy in late} == {uno(cast.meghdubi), uno(cast.noldanga), None}
    assert counted(meeting) == (5, 5, 0)
    client.post(page)
    assert memo.sent_copies.filter(is_late=True).count() == 3
    for copy in late:
        copy.evidence.create(step=Evidence.Step.SIGNED, told={"name": "ক"})
    meter = meter_of(meeting)
    assert (meter.missing, meter.is_complete) == (0, True)
    assert "বিতরণ সম্পূর্ণ" in text(client.get(page))


def test_a_void_paper_has_no_meter(meeting, cast):
    void(memo=meeting.paper.memo, by=cast.dc_officer, reason="ভুল নথি")
    page = reverse("despatch:served", args=[meeting.pk])
    assert signed_in(cast.dc_staff).get(page).status_code == 404
    assert signed_in(cast.staff).get(page).status_code == 404
